//! Copies of the embedded database.
//!
//! `VACUUM INTO` reads in one transaction, so writers go on and the copy holds one moment. Rejected: the backup
//! interface in steps, which begins anew whenever another process writes and never ends on a busy store.

use std::path::{Path, PathBuf};

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use sha2::{Digest as _, Sha256};

use super::{Contents, CopyError, Table};
use crate::Error;

pub(super) fn take(path: &str, into: &Path) -> Result<Contents, CopyError> {
    let connection = open(Path::new(path))?;
    connection
        .execute("VACUUM INTO ?1", [into.to_string_lossy()])
        .map_err(|source| Error::sqlite("VACUUM INTO", source))?;
    std::fs::File::open(into)?.sync_all()?;
    contents(into)
}

/// Looks at a file that nobody has open, or at a moment of one that somebody has.
pub(super) fn contents(path: &Path) -> Result<Contents, CopyError> {
    let connection = open(path)?;
    let refused = |source| Error::sqlite("contents", source);
    connection.execute_batch("BEGIN").map_err(refused)?;
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0)).map_err(refused)?;
    if sound != "ok" {
        return Err(CopyError::Damaged(sound));
    }
    let number = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(refused);
    let schema = number("SELECT coalesce(max(version), 0) FROM db_migration LIMIT 1")?;
    let log = number("SELECT coalesce(max(seq), 0) FROM db_event LIMIT 1")?;
    let mut tables = std::collections::BTreeMap::new();
    for name in names(&connection).map_err(refused)? {
        let table = table(&connection, &name).map_err(refused)?;
        tables.insert(name, table);
    }
    Ok(Contents { schema, log, tables })
}

pub(super) fn load(path: &str, from: &Path) -> Result<(), CopyError> {
    std::fs::File::open(from)?.sync_all()?;
    std::fs::rename(from, path)?;
    match Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => Ok(std::fs::File::open(folder)?.sync_all()?),
        None => Ok(()),
    }
}

/// The file with its companions.
pub(super) fn clear(path: &str) -> Result<(), CopyError> {
    for end in ["", "-wal", "-shm", "-journal"] {
        match std::fs::remove_file(PathBuf::from(format!("{path}{end}"))) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn open(path: &Path) -> Result<Connection, CopyError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|e| Error::sqlite("open", e))?;
    connection.execute_batch("PRAGMA busy_timeout = 10000").map_err(|e| Error::sqlite("busy_timeout", e))?;
    Ok(connection)
}

fn names(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 10000";
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

fn table(connection: &Connection, name: &str) -> rusqlite::Result<Table> {
    let mut columns = connection.prepare("SELECT name FROM pragma_table_info(?1) ORDER BY cid LIMIT 10000")?;
    let columns: Vec<String> = columns.query_map([name], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let named: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
    let mut statement = connection.prepare(&format!("SELECT {} FROM \"{name}\"", named.join(", ")))?;
    let mut rows = statement.query([])?;
    let (mut count, mut sum) = (0_u64, 0_u64);
    while let Some(row) = rows.next()? {
        let mut digest = Sha256::new();
        for column in 0..columns.len() {
            feed(&mut digest, row.get_ref(column)?);
        }
        let first = digest.finalize().first_chunk::<8>().copied().unwrap_or_default();
        sum = sum.wrapping_add(u64::from_be_bytes(first));
        count += 1;
    }
    Ok(Table { rows: count, digest: format!("{sum:016x}") })
}

/// The kind, the length and the bytes, so that no two rows look alike.
fn feed(digest: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes) = match value {
        ValueRef::Null => (0_u8, Vec::new()),
        ValueRef::Integer(number) => (1, number.to_be_bytes().to_vec()),
        ValueRef::Real(number) => (2, number.to_be_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(blob) => (4, blob.to_vec()),
    };
    digest.update([kind]);
    digest.update((bytes.len() as u64).to_be_bytes());
    digest.update(bytes);
}
