//! Certificates of the demo: a leader's and an agency's seal, from an authority that the demo makes for
//! itself and that nobody else believes.

use std::path::{Path, PathBuf};

use base::Actor;
use documents::Signing;
use documents::signatures::{KeptIn, NewCertificate, demo};
use jiff::Timestamp;
use organisation::Organisation;

use crate::Failure;

/// The PIN of every key of the demo.
pub(crate) const PIN: &str = "246810";
const LEADER: &str = "lanhdao.halong";
const KEEPER: &str = "vanthu.halong";

/// Where the demo keeps its keys.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("demo-keys")
}

/// The authority of a demo that was made here.
pub(crate) fn trust(data: &Path) -> Option<PathBuf> {
    Some(folder(data).join(demo::TRUST)).filter(|folder| folder.is_dir())
}

/// Makes the authority and the key files. Without `openssl` the demo goes on unsigned and says so.
pub(crate) fn make(data: &Path, organisation: &Organisation, now: Timestamp) -> Result<(), Failure> {
    let (Some(leader), Some(keeper)) = (organisation.staff_by_login(LEADER), organisation.staff_by_login(KEEPER))
    else {
        return Ok(());
    };
    let agency = organisation.agency(keeper.agency).map(|agency| agency.name.clone()).unwrap_or_default();
    let named = [
        demo::Named { file: LEADER, name: &leader.name, title: &leader.post, organisation: &agency },
        demo::Named { file: KEEPER, name: &agency, title: "", organisation: &agency },
    ];
    demo::make(&folder(data), &named, PIN, now).map_err(|e| Failure::because("the demo has no certificates", e))
}

/// Puts the certificates into the register.
pub(crate) async fn register(
    data: &Path,
    signing: &Signing,
    organisation: &Organisation,
    now: Timestamp,
) -> Result<(), Failure> {
    for (login, is_seal) in [(LEADER, false), (KEEPER, true)] {
        let Some(staff) = organisation.staff_by_login(login) else { continue };
        let Ok(file) = std::fs::read(folder(data).join(format!("{login}.pem"))) else { continue };
        let new = NewCertificate {
            staff: staff.id,
            agency: is_seal.then_some(staff.agency),
            file,
            kept_in: KeptIn::File,
            place: format!("{login}.p12"),
            key_label: String::new(),
        };
        let registered = signing.register(new, &Actor::system(), None, now).await;
        registered.map_err(|e| Failure::because("a demo certificate was not registered", e))?;
    }
    Ok(())
}
