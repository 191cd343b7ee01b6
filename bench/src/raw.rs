//! The limit: a hand-written loop that makes the statements of one filing on the same engine with the
//! same settings, in batches of the same size, and nothing else.

use std::path::Path;
use std::time::Instant;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use crate::Failure;
use crate::load::Centre;

/// Files `count` dossiers by hand, `batch` in one commit, and gives the rate a second. The row that is
/// written is one that the data layer wrote before.
pub(crate) fn file_many(folder: &Path, centre: &Centre, count: usize, batch: usize) -> Result<f64, Failure> {
    let model = Model::read(centre.address.trim_start_matches("sqlite:"))?;
    let connection = fresh(folder, centre)?;
    let seconds = in_batches(&connection, count, batch, |number| model.file(&connection, number))?;
    Ok(count as f64 / seconds)
}

/// Leads `count` dossiers through `acts` acts by hand, `batch` acts in one commit, and gives the rate of
/// lives a second.
pub(crate) fn live_many(
    folder: &Path,
    centre: &Centre,
    count: usize,
    batch: usize,
    acts: usize,
) -> Result<f64, Failure> {
    let model = Model::read(centre.address.trim_start_matches("sqlite:"))?;
    let connection = fresh(folder, centre)?;
    // Clients are at different acts of different lives; here they take turns.
    let seconds = in_batches(&connection, count * acts, batch, |turn| match turn / count {
        0 => model.file(&connection, turn),
        act => model.act(&connection, turn % count, act as i64 + 1),
    })?;
    Ok(count as f64 / seconds)
}

/// An empty store with the same schema and settings.
fn fresh(folder: &Path, centre: &Centre) -> Result<Connection, Failure> {
    let path = tempfile::tempdir_in(folder)?.keep().join("raw.db");
    let connection = Connection::open(&path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768; PRAGMA mmap_size = 1073741824; PRAGMA wal_autocheckpoint = 4000;",
    )?;
    connection.set_prepared_statement_cache_capacity(64);
    copy_schema(centre, &connection)?;
    Ok(connection)
}

fn in_batches(
    connection: &Connection,
    count: usize,
    batch: usize,
    mut one: impl FnMut(usize) -> rusqlite::Result<()>,
) -> Result<f64, Failure> {
    let started = Instant::now();
    let mut made = 0;
    while made < count {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        for _ in 0..batch.min(count - made) {
            one(made)?;
            made += 1;
        }
        connection.execute_batch("COMMIT")?;
    }
    Ok(started.elapsed().as_secs_f64())
}

/// The tables and indexes of the store that is measured.
fn copy_schema(centre: &Centre, connection: &Connection) -> Result<(), Failure> {
    let model = Connection::open(centre.address.trim_start_matches("sqlite:"))?;
    let mut statement = model
        .prepare("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid")?;
    let texts = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    texts.iter().try_for_each(|text| connection.execute_batch(text))?;
    Ok(())
}

/// Rows of one filing.
struct Model {
    dossier: Vec<Value>,
    dossier_sql: String,
    event: String,
    message: String,
}

impl Model {
    fn read(path: &str) -> Result<Self, Failure> {
        let connection = Connection::open(path)?;
        let mut statement = connection.prepare("SELECT * FROM dossier ORDER BY id DESC LIMIT 1")?;
        let columns = statement.column_count();
        let dossier = statement.query_row([], |row| (0..columns).map(|column| row.get(column)).collect())?;
        let marks: Vec<String> = (1..=columns).map(|column| format!("?{column}")).collect();
        let event =
            connection.query_row("SELECT body FROM db_event ORDER BY seq DESC LIMIT 1", [], |row| row.get(0))?;
        let message = connection.query_row("SELECT text FROM messages_message LIMIT 1", [], |row| row.get(0))?;
        let dossier_sql = format!("INSERT INTO dossier VALUES ({})", marks.join(", "));
        Ok(Self { dossier, dossier_sql, event, message })
    }

    fn file(&self, connection: &Connection, number: usize) -> rusqlite::Result<()> {
        let id = uuid::Uuid::from_u128(number as u128).as_bytes().to_vec();
        let code = format!("H49.101-{number:010}");
        let account = vec![0_u8; 16];
        let run = |sql: &str, values: &[&dyn rusqlite::ToSql]| connection.prepare_cached(sql)?.execute(values);
        run(
            "INSERT INTO db_idempotency (account_id, key, fingerprint, at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (account_id, key) DO NOTHING",
            params![account, code, code, 1_i64],
        )?;
        connection
            .prepare_cached(
                "INSERT INTO db_number (series, last) VALUES (?1, 1)
                 ON CONFLICT (series) DO UPDATE SET last = db_number.last + 1 RETURNING last",
            )?
            .query_row(["series"], |row| row.get::<_, i64>(0))?;
        run(
            "INSERT INTO db_event (subject_kind, subject_id, version, kind, at, actor_id, actor_name, body)
             VALUES ('dossier', ?1, 1, 'dossier.submitted', ?2, ?3, 'Hệ thống', ?4)",
            params![id, 1_i64, account, self.event],
        )?;
        run(
            "INSERT INTO messages_message
               (id, dossier_id, code, kind, channel, recipient, text, created_at, state, tries)
             VALUES (?1, ?1, ?2, 'dossier.submitted', 'sms', '0900000117', ?3, ?4, 'queued', 0)",
            params![id, code, self.message, 1_i64],
        )?;
        run(
            "INSERT INTO db_outbox (id, topic, body, created_at, next_at, tries) VALUES (?1, 'message', ?2, ?3, ?3, 0)",
            params![id, self.event, 1_i64],
        )?;
        let mut row = self.dossier.clone();
        row[0] = Value::Blob(id);
        row[2] = Value::Text(code.clone());
        connection.prepare_cached(&self.dossier_sql)?.execute(params_from_iter(row))?;
        run("UPDATE db_idempotency SET answer = ?3 WHERE account_id = ?1 AND key = ?2", params![account, code, "{}"])?;
        Ok(())
    }

    /// One act: read the row, one line in the log, the row again.
    fn act(&self, connection: &Connection, number: usize, version: i64) -> rusqlite::Result<()> {
        let id = uuid::Uuid::from_u128(number as u128).as_bytes().to_vec();
        let account = vec![0_u8; 16];
        let content: String = connection
            .prepare_cached("SELECT content FROM dossier WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))?;
        connection
            .prepare_cached(
                "INSERT INTO db_event (subject_kind, subject_id, version, kind, at, actor_id, actor_name, body)
                 VALUES ('dossier', ?1, ?2, 'dossier.step_completed', ?2, ?3, 'Hệ thống', ?4)",
            )?
            .execute(params![id, version, account, self.event])?;
        connection
            .prepare_cached(
                "UPDATE dossier SET version = ?2, state = ?3, tray = 'work', holder_role = ?3, holder_agency_id = ?4,
                   sort_at = ?2, content = ?5 WHERE id = ?1",
            )?
            .execute(params![id, version, format!("state-{version}"), account, content])?;
        Ok(())
    }
}
