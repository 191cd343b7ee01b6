//! The store: one address, two doors.

use std::sync::Arc;

use crate::work::{Job, Work};
use crate::{Error, Migrated, Tx, migration, postgres_engine, sqlite_engine};

/// Which engine stands behind the doors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded, one file.
    Sqlite,
    /// A server, possibly shared by several processes.
    Postgres,
}

/// How the store uses the machine.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Reader connections on SQLite, all connections on PostgreSQL.
    pub connections: usize,
    /// Closures that may wait for a thread before callers are told to come back.
    pub queue: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self { connections: 8, queue: 4096 }
    }
}

/// The store. Cheap to clone; closed when the last clone is gone.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    address: String,
    doors: Doors,
}

enum Doors {
    Sqlite(sqlite_engine::Threads),
    Postgres(postgres_engine::Threads),
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may carry a password.
        f.debug_struct("Db").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…`. Does not touch the schema; see [`Db::migrate`].
    ///
    /// # Errors
    /// [`Error::Address`] for anything else; the engine's failure when it cannot be reached.
    pub fn open(address: &str, options: &Options) -> Result<Self, Error> {
        let doors = if let Some(path) = address.strip_prefix("sqlite:") {
            Doors::Sqlite(sqlite_engine::Threads::start(path, options)?)
        } else if address.starts_with("postgres://") || address.starts_with("postgresql://") {
            Doors::Postgres(postgres_engine::Threads::start(address, options)?)
        } else {
            return Err(Error::Address(address.split(':').next().unwrap_or_default().to_owned()));
        };
        Ok(Self { inner: Arc::new(Inner { address: address.to_owned(), doors }) })
    }

    /// Which engine this is.
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.inner.doors {
            Doors::Sqlite(_) => Engine::Sqlite,
            Doors::Postgres(_) => Engine::Postgres,
        }
    }

    /// Brings the schema up to date and says what was applied. Safe to call from several processes.
    ///
    /// # Errors
    /// [`Error::Migrate`] with the migration that failed; nothing of it is kept.
    pub fn migrate(&self) -> Result<Migrated, Error> {
        match self.engine() {
            Engine::Sqlite => migration::migrate_sqlite(self.inner.address.trim_start_matches("sqlite:")),
            Engine::Postgres => postgres_engine::apart(|| migration::migrate_postgres(&self.inner.address)),
        }
    }

    /// Runs a closure on one consistent snapshot. Statements that write are refused.
    ///
    /// # Errors
    /// The closure's own, or the engine's as `E`.
    pub async fn read<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = Job::boxed(work);
        self.hand_over(job, Door::Read)?;
        answer.await.unwrap_or_else(|_| Err(Error::Unavailable.into()))
    }

    /// Runs a closure in one transaction and answers once its commit is durable. The closure may be
    /// run again when another transaction got in its way, so it must not have effects of its own.
    ///
    /// # Errors
    /// The closure's own (everything it did is undone), or the engine's as `E`.
    pub async fn write<F, T, E>(&self, work: F) -> Result<T, E>
    where
        F: FnMut(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (job, answer) = Job::boxed(work);
        self.hand_over(job, Door::Write)?;
        answer.await.unwrap_or_else(|_| Err(Error::Unavailable.into()))
    }

    fn hand_over(&self, job: Box<dyn Work>, door: Door) -> Result<(), Error> {
        match &self.inner.doors {
            Doors::Sqlite(threads) => threads.hand_over(job, door),
            Doors::Postgres(threads) => threads.hand_over(job, door),
        }
    }
}

/// Which door work goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Door {
    Read,
    Write,
}
