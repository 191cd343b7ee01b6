//! The server engine: a pool of threads, each with a connection of its own.
//!
//! The connection is driven by the thread that uses it, so a statement costs no switch between
//! threads; a transaction costs one on the way in and one on the way out. Reads run at REPEATABLE
//! READ, READ ONLY (one snapshot). Writes run at READ COMMITTED: every change of a row that was
//! read before names the version it saw, and counters wait for their row instead of failing.
//! Deadlocks and serialization failures are run again.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use postgres::error::SqlState;
use postgres::{Client, NoTls, Statement};

use crate::sqlite_engine::spawn;
use crate::store::{Door, Options};
use crate::work::{Work, run_caught};
use crate::{Error, Param, Query, Tx};

/// How often work is run again after a conflict before the caller hears of it.
const ATTEMPTS_MAX: u32 = 8;

type Queued = (Box<dyn Work>, Door);

pub(crate) struct Threads {
    queue: SyncSender<Queued>,
}

impl Threads {
    pub(crate) fn start(address: &str, options: &Options) -> Result<Self, Error> {
        let (queue, waiting) = sync_channel(options.queue);
        let waiting = Arc::new(Mutex::new(waiting));
        let mut first = Some(apart(|| Session::connect(address))?);
        for _ in 0..options.connections.max(2) {
            let session = first.take();
            let (address, waiting) = (address.to_owned(), Arc::clone(&waiting));
            spawn("db-session", move || session_loop(session, &address, &waiting));
        }
        Ok(Self { queue })
    }

    pub(crate) fn hand_over(&self, job: Box<dyn Work>, door: Door) -> Result<(), Error> {
        self.queue.try_send((job, door)).map_err(|refused| match refused {
            TrySendError::Full(_) => Error::Saturated,
            TrySendError::Disconnected(_) => Error::Unavailable,
        })
    }
}

/// Does blocking work on a thread of its own: the blocking client may not run inside the asynchronous
/// runtime, where callers often are.
pub(crate) fn apart<T: Send, E: From<Error> + Send>(work: impl FnOnce() -> Result<T, E> + Send) -> Result<T, E> {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or_else(|_| Err(Error::Panicked.into()))
}

/// A connection with its prepared statements, keyed by the address of the declared query.
pub(crate) struct Session {
    client: Client,
    prepared: HashMap<usize, Statement>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("prepared", &self.prepared.len()).finish_non_exhaustive()
    }
}

impl Session {
    fn connect(address: &str) -> Result<Self, Error> {
        let client = Client::connect(address, NoTls).map_err(|e| Error::postgres("connect", e))?;
        Ok(Self { client, prepared: HashMap::new() })
    }

    pub(crate) fn query(
        &mut self,
        query: &'static Query,
        params: &[Param<'_>],
    ) -> Result<Vec<postgres::Row>, postgres::Error> {
        let statement = self.prepare(query)?;
        self.client.query(&statement, &as_sql(params))
    }

    pub(crate) fn execute(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<u64, postgres::Error> {
        let statement = self.prepare(query)?;
        self.client.execute(&statement, &as_sql(params))
    }

    fn prepare(&mut self, query: &'static Query) -> Result<Statement, postgres::Error> {
        let key = std::ptr::from_ref(query).addr();
        if let Some(statement) = self.prepared.get(&key) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(query.postgres())?;
        self.prepared.insert(key, statement.clone());
        Ok(statement)
    }
}

fn as_sql<'a>(params: &'a [Param<'a>]) -> Vec<&'a (dyn postgres::types::ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn postgres::types::ToSql + Sync)).collect()
}

/// Whether the server gave up a transaction because of another one.
pub(crate) fn is_conflict(error: &postgres::Error) -> bool {
    error
        .code()
        .is_some_and(|code| *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED)
}

fn session_loop(first: Option<Session>, address: &str, waiting: &Mutex<Receiver<Queued>>) {
    let mut session = first;
    loop {
        let next = match waiting.lock() {
            Ok(queue) => queue.recv(),
            Err(_) => return,
        };
        let Ok((mut job, door)) = next else { return };
        let answer = work_once(&mut session, address, job.as_mut(), door);
        job.answer(answer);
    }
}

fn work_once(session: &mut Option<Session>, address: &str, job: &mut dyn Work, door: Door) -> Result<(), Error> {
    let mut attempt = 1;
    loop {
        let connected = match session.take().filter(|session| !session.client.is_closed()) {
            Some(connected) => connected,
            None => Session::connect(address).map_err(|error| {
                tracing::warn!(%error, "PostgreSQL cannot be reached");
                Error::Unavailable
            })?,
        };
        let connected = session.insert(connected);
        match transaction(connected, job, door) {
            Ended::Kept => return Ok(()),
            Ended::Failed(error) => return Err(error),
            Ended::Conflict(error) if attempt >= ATTEMPTS_MAX => return Err(error),
            Ended::Conflict(_) => std::thread::sleep(Duration::from_millis(u64::from(attempt * attempt))),
        }
        attempt += 1;
    }
}

enum Ended {
    Kept,
    /// Another transaction was in the way; nothing was kept, the work may be run again.
    Conflict(Error),
    Failed(Error),
}

fn transaction(session: &mut Session, job: &mut dyn Work, door: Door) -> Ended {
    let begin = match door {
        Door::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        Door::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
    };
    if let Err(source) = session.client.batch_execute(begin) {
        return Ended::Failed(Error::postgres("BEGIN", source));
    }
    let mut tx = Tx::postgres(session);
    let outcome = run_caught(job, &mut tx);
    let conflicted = tx.conflicted();
    match outcome {
        Ok(true) if !conflicted => commit(session),
        Ok(_) | Err(_) => {
            let undone = session.client.batch_execute("ROLLBACK").map_err(|e| Error::postgres("ROLLBACK", e));
            match (outcome, undone) {
                (Err(panicked), _) => Ended::Failed(panicked),
                (Ok(_), _) if conflicted => Ended::Conflict(Error::Saturated),
                // The closure's own refusal is the answer; a broken connection is replaced next time.
                (Ok(_), _) => Ended::Kept,
            }
        }
    }
}

fn commit(session: &mut Session) -> Ended {
    match session.client.batch_execute("COMMIT") {
        Ok(()) => Ended::Kept,
        Err(source) if is_conflict(&source) => Ended::Conflict(Error::Saturated),
        // Without the server's word the outcome is unknown: the caller asks again with its
        // idempotency key and learns it.
        Err(source) => Ended::Failed(Error::postgres("COMMIT", source)),
    }
}
