//! The embedded engine: a few reader threads and **one** writer thread with group commit.
//!
//! The writer takes whatever work is waiting, runs each piece in a savepoint of one transaction,
//! commits once with `synchronous=FULL`, and only then answers. Measured against one commit per
//! piece this is several times the throughput, and nothing acknowledged is ever lost.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::store::{Door, Options};
use crate::work::{Work, run_caught};
use crate::{Error, Tx};

/// Most pieces of work in one commit.
const BATCH_MAX: usize = 512;
/// Longest time a batch is filled before it commits.
const BATCH_TIME_MAX: Duration = Duration::from_millis(20);
/// Statements kept prepared per connection.
const STATEMENTS: usize = 512;

pub(crate) struct Threads {
    reader: SyncSender<Box<dyn Work>>,
    writer: SyncSender<Box<dyn Work>>,
}

impl Threads {
    pub(crate) fn start(path: &str, options: &Options) -> Result<Self, Error> {
        let (writer, waiting) = sync_channel(options.queue);
        let connection = connect(path)?;
        spawn("db-writer", move || write_loop(&connection, &waiting));

        let (reader, waiting) = sync_channel(options.queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..options.connections.max(1) {
            let connection = connect(path)?;
            connection.pragma_update(None, "query_only", true).map_err(|e| Error::sqlite("query_only", e))?;
            let waiting = Arc::clone(&waiting);
            spawn("db-reader", move || read_loop(&connection, &waiting));
        }
        Ok(Self { reader, writer })
    }

    pub(crate) fn hand_over(&self, job: Box<dyn Work>, door: Door) -> Result<(), Error> {
        let queue = if door == Door::Read { &self.reader } else { &self.writer };
        queue.try_send(job).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Saturated,
            TrySendError::Disconnected(_) => Error::Unavailable,
        })
    }
}

pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(body) {
        tracing::error!(%error, name, "a database thread could not be started");
    }
}

pub(crate) fn connect(path: &str) -> Result<Connection, Error> {
    if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
        // A missing folder shows up as the engine's own "cannot open" error just below.
        let _ = std::fs::create_dir_all(folder);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|e| Error::sqlite("open", e))?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection
        .execute_batch(
            "PRAGMA busy_timeout = 10000;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -32768;
             PRAGMA mmap_size = 1073741824;
             PRAGMA wal_autocheckpoint = 4000;",
        )
        .map_err(|e| Error::sqlite("pragmas", e))?;
    Ok(connection)
}

fn read_loop(connection: &Connection, waiting: &Mutex<Receiver<Box<dyn Work>>>) {
    loop {
        let next = match waiting.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok(mut job) = next else { return };
        let answer = read_once(connection, job.as_mut());
        job.answer(answer);
    }
}

fn read_once(connection: &Connection, job: &mut dyn Work) -> Result<(), Error> {
    statement(connection, "BEGIN DEFERRED")?;
    let outcome = run_caught(job, &mut Tx::sqlite(connection));
    statement(connection, "ROLLBACK")?;
    outcome.map(|_| ())
}

fn write_loop(connection: &Connection, waiting: &Receiver<Box<dyn Work>>) {
    while let Ok(first) = waiting.recv() {
        write_batch(connection, first, waiting);
    }
    // Nobody is left to write; fold the log into the file so that a copy of it is whole.
    let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
}

fn write_batch(connection: &Connection, first: Box<dyn Work>, waiting: &Receiver<Box<dyn Work>>) {
    let started = Instant::now();
    let mut done: Vec<Box<dyn Work>> = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next {
        let is_first = done.is_empty();
        let written =
            if is_first { write_first(connection, job.as_mut()) } else { write_one(connection, job.as_mut()) };
        match written {
            Ok(()) => done.push(job),
            Err(error) => job.answer(Err(error)),
        }
        let full = done.len() >= BATCH_MAX || started.elapsed() >= BATCH_TIME_MAX;
        next = if full { None } else { waiting.try_recv().ok() };
    }
    if done.is_empty() {
        return;
    }
    match statement(connection, "COMMIT") {
        Ok(()) => done.into_iter().for_each(|job| job.answer(Ok(()))),
        Err(error) => {
            tracing::error!(%error, waiting = done.len(), "a batch could not be committed");
            let _ = statement(connection, "ROLLBACK");
            done.into_iter().for_each(|job| job.answer(Err(Error::Unavailable)));
        }
    }
}

/// Begins the transaction with a piece that nothing stands before: its refusal or failure ends both. A large
/// piece needs it, too: within a savepoint SQLite keeps every page as it was, and walks through all it kept
/// after each statement.
///
/// A refusal is answered like what was kept: it is the closure's own word, whatever becomes of the batch.
fn write_first(connection: &Connection, job: &mut dyn Work) -> Result<(), Error> {
    statement(connection, "BEGIN IMMEDIATE")?;
    let keep = run_caught(job, &mut Tx::sqlite(connection));
    // Some failures, such as a full disk, have undone it already.
    if !matches!(keep, Ok(true)) && !connection.is_autocommit() {
        statement(connection, "ROLLBACK")?;
    }
    if !keep? {
        statement(connection, "BEGIN IMMEDIATE")?;
    }
    Ok(())
}

/// Runs one piece in a savepoint: its failure undoes only itself.
fn write_one(connection: &Connection, job: &mut dyn Work) -> Result<(), Error> {
    statement(connection, "SAVEPOINT piece")?;
    let keep = run_caught(job, &mut Tx::sqlite(connection));
    if !matches!(keep, Ok(true)) {
        statement(connection, "ROLLBACK TO piece")?;
    }
    statement(connection, "RELEASE piece")?;
    keep.map(|_| ())
}

fn statement(connection: &Connection, sql: &'static str) -> Result<(), Error> {
    let failed = |source| Error::sqlite(sql, source);
    connection.prepare_cached(sql).map_err(failed)?.execute([]).map_err(failed)?;
    Ok(())
}
