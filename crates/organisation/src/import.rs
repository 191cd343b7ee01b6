//! Reading agencies, units, offices and staff from four CSV files.
//!
//! Every error of every file is collected with its line and column, and files with one error are
//! refused as a whole. A code finds what was imported before, so that a second import of the same
//! files changes nothing; a row that no longer stands in a file is left as it is.
//!
//! | File | Columns |
//! |---|---|
//! | `agencies.csv` | code, name, kind, parent_code, valid_from |
//! | `units.csv` | code, agency_code, name, kind |
//! | `offices.csv` | code, agency_code, name, kind, address, phone, (counting) |
//! | `staff.csv` | login, name, agency_code, unit_code, office_code, post, roles |
//!
//! All may have `valid_from` and `valid_to`; without them the days are those of the agency.

mod error;
mod grants;
pub(crate) mod rows;
mod table;

pub use error::{ImportError, Reason};
pub use grants::Reach;

use std::path::Path;

use base::{Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;

use crate::store;
use rows::{AgencyRow, OfficeRow, StaffRow, UnitRow};

const AGENCIES: &str = "agencies.csv";
const UNITS: &str = "units.csv";
const OFFICES: &str = "offices.csv";
const STAFF: &str = "staff.csv";

/// The four files, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// `agencies.csv`
    pub agencies: Vec<u8>,
    /// `units.csv`
    pub units: Vec<u8>,
    /// `offices.csv`
    pub offices: Vec<u8>,
    /// `staff.csv`
    pub staff: Vec<u8>,
}

/// Files without errors, ready to store.
#[derive(Clone, Debug)]
pub struct Register {
    agencies: Vec<AgencyRow>,
    units: Vec<UnitRow>,
    offices: Vec<OfficeRow>,
    staff: Vec<StaffRow>,
}

/// What an import did.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Rows added or changed; 0 when everything was as the files say.
    pub changed: u64,
    /// Every officer of the files with the roles written there, for `access` to store.
    pub staff: Vec<StaffGrants>,
}

/// The roles of one officer.
#[derive(Clone, Debug)]
pub struct StaffGrants {
    /// Who.
    pub staff: StaffId,
    /// The name to sign in with.
    pub login: String,
    /// Full name.
    pub name: String,
    /// Roles with their reach.
    pub grants: Vec<(Role, Scope)>,
}

impl Sources {
    /// Reads the four files of a folder.
    ///
    /// # Errors
    /// One error for each file that cannot be read.
    pub fn read(folder: &Path) -> Result<Self, Vec<ImportError>> {
        let mut errors = Vec::new();
        let mut take = |file: &str| {
            std::fs::read(folder.join(file)).unwrap_or_else(|error| {
                let reason = Reason::Unreadable(error.to_string());
                errors.push(ImportError { file: file.to_owned(), line: 0, column: "*".to_owned(), reason });
                Vec::new()
            })
        };
        let sources = Self { agencies: take(AGENCIES), units: take(UNITS), offices: take(OFFICES), staff: take(STAFF) };
        if errors.is_empty() { Ok(sources) } else { Err(errors) }
    }
}

/// Reads the files into rows.
///
/// # Errors
/// Every error found, in the order of file and line.
pub fn parse(sources: &Sources) -> Result<Register, Vec<ImportError>> {
    let mut errors = Vec::new();
    let register = rows::read(sources, &mut errors);
    if errors.is_empty() { Ok(register) } else { Err(errors) }
}

/// Stores the rows: new codes are added, known ones brought up to date. Part of the caller's
/// transaction, so that accounts can be made in the same one; afterwards
/// [`Organisation::refresh`](crate::Organisation::refresh).
///
/// # Errors
/// Whatever the store refuses.
pub fn store(tx: &mut Tx<'_>, register: &Register, now: Timestamp) -> Result<Imported, db::Error> {
    let mut imported = Imported::default();
    for row in &register.agencies {
        imported.changed += store::put_agency(tx, row, now)?;
    }
    for row in &register.units {
        imported.changed += store::put_unit(tx, row, now)?;
    }
    for row in &register.offices {
        imported.changed += store::put_office(tx, row, now)?;
    }
    for row in &register.staff {
        let (changed, staff) = store::put_staff(tx, row, now)?;
        imported.changed += changed;
        imported.staff.push(staff);
    }
    if imported.changed > 0 {
        store::next_edition(tx)?;
    }
    Ok(imported)
}

#[cfg(test)]
mod tests;
