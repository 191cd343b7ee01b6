//! Whole copies of a database, for backups: taken while others write, described so that they can be compared, and
//! loaded into an empty place.
//!
//! [`take`] writes one file that holds one moment. [`Contents`] says what that moment held: rows and a digest of each
//! table, the last migration, the last position of the log. The digest adds up a digest of each row, so the order in
//! which an engine gives its rows does not matter. Files outside the database are no matter of this module.

mod postgres;
mod scratch;
mod sqlite;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use self::scratch::Scratch;
use crate::migration::MIGRATIONS;
use crate::postgres_engine::apart;
use crate::{Engine, Error};

/// What a database held at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contents {
    /// Number of the last migration.
    pub schema: i64,
    /// Position of the last event.
    pub log: i64,
    /// Every table by its name.
    pub tables: BTreeMap<String, Table>,
}

/// What a table held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// How many rows.
    pub rows: u64,
    /// The digests of its rows, added up.
    pub digest: String,
}

impl Contents {
    /// The tables that differ, with the rows here and there, for people to read.
    #[must_use]
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let names: std::collections::BTreeSet<&String> = self.tables.keys().chain(other.tables.keys()).collect();
        let rows =
            |table: Option<&Table>| table.map_or_else(|| "no such table".to_owned(), |t| format!("{} rows", t.rows));
        names
            .into_iter()
            .map(|name| (name, self.tables.get(name), other.tables.get(name)))
            .filter(|(_, here, there)| here != there)
            .map(|(name, here, there)| format!("{name}: {} against {}", rows(here), rows(there)))
            .collect()
    }
}

/// Why a copy was not taken or loaded.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database.
    #[error("the database refused the copy")]
    Store(#[from] Error),
    /// A program of PostgreSQL is not there.
    #[error("{program} cannot be started; install the client programs of PostgreSQL (Debian: postgresql-client)")]
    NoProgram {
        /// Its name.
        program: &'static str,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// A program of PostgreSQL failed.
    #[error("{program} failed: {told}")]
    Program {
        /// Its name.
        program: &'static str,
        /// The last thing it said.
        told: String,
    },
    /// The file cannot be written or moved.
    #[error("the copy cannot be written")]
    Disk(#[from] std::io::Error),
    /// The copy is damaged inside.
    #[error("the copy is damaged: {0}")]
    Damaged(String),
}

/// Number of the newest migration this program knows.
#[must_use]
pub fn newest_schema() -> i64 {
    let number = |name: &str| name.trim_start_matches('V').split("__").next().and_then(|number| number.parse().ok());
    MIGRATIONS.iter().filter_map(|(name, _, _)| number(name)).max().unwrap_or_default()
}

/// Which engine an address names.
///
/// # Errors
/// [`Error::Address`].
pub fn engine_of(address: &str) -> Result<Engine, Error> {
    if address.starts_with("sqlite:") {
        Ok(Engine::Sqlite)
    } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        Ok(Engine::Postgres)
    } else {
        Err(Error::Address(address.split(':').next().unwrap_or_default().to_owned()))
    }
}

/// Copies a database into a new file while others go on writing. Blocks until it is done.
///
/// # Errors
/// [`CopyError`]; the file is then of no use.
pub fn take(address: &str, into: &Path) -> Result<Contents, CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => sqlite::take(path(address), into),
        Engine::Postgres => apart(|| postgres::take(address, into)),
    }
}

/// What a database holds now.
///
/// # Errors
/// [`CopyError`].
pub fn contents(address: &str) -> Result<Contents, CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => sqlite::contents(Path::new(path(address))),
        Engine::Postgres => apart(|| postgres::contents(address)),
    }
}

/// Whether nothing stands there yet.
///
/// # Errors
/// [`CopyError`], also when it cannot be reached.
pub fn is_empty(address: &str) -> Result<bool, CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => Ok(!Path::new(path(address)).exists()),
        Engine::Postgres => apart(|| postgres::is_empty(address)),
    }
}

/// Loads a copy into an empty database, whole or not at all. The copy of an embedded database is moved.
///
/// # Errors
/// [`CopyError`].
pub fn load(address: &str, from: &Path) -> Result<(), CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => sqlite::load(path(address), from),
        Engine::Postgres => apart(|| postgres::load(address, from)),
    }
}

/// Makes a copy that was loaded ready for work at its new place.
///
/// Transaction numbers belong to a cluster. In another one they may lie in the future, and followers of the log
/// would not see the events behind them: they become 0, and followers go on by position.
///
/// # Errors
/// [`CopyError`].
pub fn settle(address: &str) -> Result<(), CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => apart(|| postgres::settle(address)),
    }
}

/// Empties a place that was empty before a copy was loaded into it.
///
/// # Errors
/// [`CopyError`].
pub fn clear(address: &str) -> Result<(), CopyError> {
    match engine_of(address)? {
        Engine::Sqlite => sqlite::clear(path(address)),
        Engine::Postgres => apart(|| postgres::clear(address)),
    }
}

fn path(address: &str) -> &str {
    address.trim_start_matches("sqlite:")
}
