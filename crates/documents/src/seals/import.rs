//! Seals from a table: code, name, kind, owner, keeper, minutes, date. All rows or none.

use base::Actor;
use db::Db;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::Organisation;

use super::{Custody, NewSeal, SealError, SealKind, register};

/// Why no seal was imported.
#[derive(Debug, thiserror::Error)]
pub enum SealImportError {
    /// A row that cannot be used.
    #[error("seals, line {line}: {reason}")]
    Row {
        /// Line of the file.
        line: u64,
        /// What is wrong and what would be right.
        reason: String,
    },
    /// The file is not a table.
    #[error("seals: the table cannot be read")]
    Table(#[source] csv::Error),
    /// The store's.
    #[error("seals: not stored")]
    Store(#[from] SealError),
}

#[derive(serde::Deserialize)]
struct Row {
    code: String,
    name: String,
    kind: String,
    owner_code: String,
    keeper_login: String,
    minutes_no: String,
    since: Date,
}

/// Imports a table into an empty register or beside what is there.
///
/// # Errors
/// [`SealImportError`]; nothing is stored.
pub async fn import(
    db: &Db,
    organisation: &Organisation,
    table: &[u8],
    now: Timestamp,
) -> Result<usize, SealImportError> {
    let mut seals = Vec::new();
    for (row, line) in csv::Reader::from_reader(table).into_deserialize::<Row>().zip(2_u64..) {
        let row = row.map_err(SealImportError::Table)?;
        seals.push(read(organisation, row).map_err(|reason| SealImportError::Row { line, reason })?);
    }
    let (organisation, count) = (organisation.clone(), seals.len());
    db.write(move |tx| {
        for seal in &seals {
            register(tx, &organisation, seal, &Actor::system(), now)?;
        }
        Ok::<_, SealError>(())
    })
    .await?;
    Ok(count)
}

fn read(organisation: &Organisation, row: Row) -> Result<NewSeal, String> {
    let owner = organisation.agency_by_code(&row.owner_code).ok_or(format!("no agency {}", row.owner_code))?;
    let keeper = organisation.staff_by_login(&row.keeper_login).ok_or(format!("no officer {}", row.keeper_login))?;
    let kind = SealKind::from_name(&row.kind).ok_or(format!("{} is not first, second or digital", row.kind))?;
    let custody = Custody { keeper: keeper.id, minutes_no: row.minutes_no, since: row.since };
    Ok(NewSeal { code: row.code, name: row.name, kind, owner: owner.id, custody })
}
