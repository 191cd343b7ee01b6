//! The demo centre: the shipped organisation and procedures, people who can sign in, and dossiers in
//! every part of their life, made by the same commands that officers use.

pub(crate) mod keys;
mod life;
mod people;

use access::Access;
use calendar::local;
use db::Db;
use dossier::Dossiers;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::Organisation;
use organisation::import::Sources;

use crate::Failure;
use crate::setup::{self, Folder};

pub use people::STAFF_PASSWORD;
pub(crate) use people::{CITIZEN_PASSWORD, SIGN_INS};

/// First day of the demo's rules: the two-tier reform.
pub(crate) const RULES_FROM: Date = jiff::civil::date(2025, 7, 1);

/// Loads organisation and procedures where they are not loaded yet. `true` when the store was empty.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn found(db: &Db, now: Timestamp) -> Result<bool, Failure> {
    found_from(db, now, RULES_FROM).await
}

/// The same, with rules and organisation in force from a day on, for histories that begin earlier.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn found_from(db: &Db, now: Timestamp, from: Date) -> Result<bool, Failure> {
    let (organisation, access) = setup::access(db).await?;
    if !organisation.offices(local(now).date()).is_empty() {
        return Ok(false);
    }
    let hash = access.hash_password(STAFF_PASSWORD).await;
    let hash = hash.map_err(|e| Failure::because("the demo password was not hashed", e))?;
    setup::import_organisation(db, Folder::Shipped(shipped_organisation(from)), hash, now).await?;
    organisation.refresh().await?;
    let seals = include_bytes!("../../../data/demo/seals.csv");
    let sealed = documents::seals::import(db, &organisation, seals, now).await;
    sealed.map_err(|e| Failure::because("the demo seals were not imported", e))?;
    let performers = setup::performers(None)?;
    setup::import_procedures(db, shipped_procedures(), Some(from), &performers, now).await?;
    Ok(true)
}

/// Makes the people and dossiers of an empty demo.
///
/// # Errors
/// The sentence to print.
pub(crate) async fn fill(
    access: &Access,
    organisation: &Organisation,
    dossiers: &Dossiers,
    now: Timestamp,
) -> Result<usize, Failure> {
    let citizens = people::register(access, now).await?;
    life::tell(organisation, dossiers, &citizens, now).await
}

fn shipped_organisation(from: Date) -> Sources {
    let agencies = include_str!("../../../data/demo/agencies.csv");
    Sources {
        agencies: agencies.replace(&RULES_FROM.to_string(), &from.to_string()).into_bytes(),
        units: include_bytes!("../../../data/demo/units.csv").to_vec(),
        offices: include_bytes!("../../../data/demo/offices.csv").to_vec(),
        staff: include_bytes!("../../../data/demo/staff.csv").to_vec(),
    }
}

fn shipped_procedures() -> catalogue::Sources {
    let file = |name: &str, content: &[u8]| catalogue::SourceFile { name: name.to_owned(), content: content.to_vec() };
    catalogue::Sources {
        list: file("procedures.csv", include_bytes!("../../../data/procedures.csv")),
        companions: vec![
            file("procedure-steps.csv", include_bytes!("../../../data/procedure-steps.csv")),
            file("procedure-papers.csv", include_bytes!("../../../data/procedure-papers.csv")),
            file("procedure-fees.csv", include_bytes!("../../../data/procedure-fees.csv")),
            file("procedure-notes.csv", include_bytes!("../../../data/procedure-notes.csv")),
            file("synonyms.csv", include_bytes!("../../../data/synonyms.csv")),
            file("life-events.csv", include_bytes!("../../../data/life-events.csv")),
            file("life-event-steps.csv", include_bytes!("../../../data/life-event-steps.csv")),
        ],
    }
}
