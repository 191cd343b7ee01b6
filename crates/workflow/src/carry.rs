//! Carrying the processes of a site: all published versions to a file, and a file into the store,
//! wholly or not at all.

use base::Actor;
use catalogue::Key;
use db::Tx;
use jiff::Timestamp;
use organisation::Organisation;

use crate::House;
use crate::process::Process;
use crate::version::{self, VersionError};
use crate::yaml::Carried;

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CarryReport {
    /// Versions added.
    pub added: usize,
    /// Versions that were there already.
    pub unchanged: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum CarryError {
    /// Some processes cannot be taken, each with everything wrong.
    #[error("some processes cannot be taken")]
    Refused(Vec<Refused>),
    /// The store.
    #[error("the processes could not be stored")]
    Store(#[from] db::Error),
}

/// A process that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("procedure {procedure}: {reason}")]
pub struct Refused {
    /// Which procedure.
    pub procedure: Key,
    /// What is wrong.
    pub reason: String,
}

/// Every published version, ready to be written.
///
/// # Errors
/// The store's.
pub fn export(tx: &mut Tx<'_>) -> Result<Vec<Carried>, db::Error> {
    let mut carried: Vec<Carried> = Vec::new();
    for version in version::all(tx)? {
        let key = version.procedure_key.parse::<Key>().ok();
        let (Some(procedure), Some(valid_from), true) = (key, version.valid_from, version.published) else { continue };
        // Of two versions from the same day the later one replaced the other.
        let replaced = carried.iter().any(|one| one.procedure == procedure && one.valid_from == valid_from);
        if !replaced {
            carried.push(Carried { procedure, valid_from, process: version.body.0 });
        }
    }
    Ok(carried)
}

/// Takes processes in as published versions.
///
/// # Errors
/// [`CarryError::Refused`] with everything wrong; the caller's transaction must then be given up.
pub fn import(
    tx: &mut Tx<'_>,
    carried: Vec<Carried>,
    organisation: &Organisation,
    (by, now): (&Actor, Timestamp),
) -> Result<CarryReport, CarryError> {
    let processes: Vec<&Process> = carried.iter().map(|one| &one.process).collect();
    let house = House::read(tx, organisation, &processes, now)?;
    let (mut report, mut refused) = (CarryReport::default(), Vec::new());
    for one in carried {
        let day = one.valid_from.max(calendar::local(now).date());
        let Some(version) = catalogue::version_on(tx, &one.procedure, day)? else {
            refused.push(Refused { procedure: one.procedure, reason: "is not published here".to_owned() });
            continue;
        };
        match version::import(tx, &version, (one.process, one.valid_from), &house, (by, now)) {
            Ok(true) => report.added += 1,
            Ok(false) => report.unchanged += 1,
            Err(VersionError::Store(error)) => return Err(error.into()),
            Err(VersionError::Unsound(wrong)) => {
                let fault = |fault: crate::ProcessError| Refused {
                    procedure: one.procedure.clone(),
                    reason: fault.to_string(),
                };
                refused.extend(wrong.into_iter().map(fault));
            }
            Err(
                other @ (VersionError::Changed
                | VersionError::NoDraft
                | VersionError::OwnDraft
                | VersionError::NoLimit
                | VersionError::Past),
            ) => refused.push(Refused { procedure: one.procedure, reason: other.to_string() }),
        }
    }
    if refused.is_empty() { Ok(report) } else { Err(CarryError::Refused(refused)) }
}
