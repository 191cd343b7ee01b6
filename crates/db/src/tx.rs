//! The only handle a statement is run with: one transaction or one snapshot, on either engine.

use crate::postgres_engine::Session;
use crate::{Error, FromRow, Param, Query, Row};

/// A running transaction.
#[derive(Debug)]
pub struct Tx<'c> {
    handle: Handle<'c>,
    conflicted: bool,
}

#[derive(Debug)]
enum Handle<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c mut Session),
}

impl<'c> Tx<'c> {
    pub(crate) const fn sqlite(connection: &'c rusqlite::Connection) -> Self {
        Self { handle: Handle::Sqlite(connection), conflicted: false }
    }

    pub(crate) const fn postgres(session: &'c mut Session) -> Self {
        Self { handle: Handle::Postgres(session), conflicted: false }
    }

    /// Whether a statement failed because of another transaction and the whole may be run again.
    pub(crate) const fn conflicted(&self) -> bool {
        self.conflicted
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// Whatever the engine refuses, see [`Error`].
    pub fn rows<T: FromRow>(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Vec<T>, Error> {
        match &mut self.handle {
            Handle::Sqlite(connection) => {
                let failed = |source| Error::sqlite(query.name, source);
                let mut statement = connection.prepare_cached(query.sqlite()).map_err(failed)?;
                let mut rows = statement.query(rusqlite::params_from_iter(params)).map_err(failed)?;
                let mut found = Vec::new();
                while let Some(row) = rows.next().map_err(failed)? {
                    found.push(T::from_row(&Row::Sqlite(row))?);
                }
                Ok(found)
            }
            Handle::Postgres(session) => match session.query(query, params) {
                Ok(rows) => rows.iter().map(|row| T::from_row(&Row::Postgres(row))).collect(),
                Err(source) => Err(self.postgres_failed(query, source)),
            },
        }
    }

    /// At most one row.
    ///
    /// # Errors
    /// [`Error::RowCount`] when there are several.
    pub fn maybe<T: FromRow>(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<Option<T>, Error> {
        let mut rows = self.rows::<T>(query, params)?;
        match rows.len() {
            0 | 1 => Ok(rows.pop()),
            found => Err(Error::RowCount { query: query.name, found: found as u64 }),
        }
    }

    /// Exactly one row.
    ///
    /// # Errors
    /// [`Error::RowCount`] when there is none or there are several.
    pub fn one<T: FromRow>(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<T, Error> {
        self.maybe(query, params)?.ok_or(Error::RowCount { query: query.name, found: 0 })
    }

    /// Runs a statement and counts the rows changed.
    ///
    /// # Errors
    /// Whatever the engine refuses, see [`Error`].
    pub fn exec(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<u64, Error> {
        match &mut self.handle {
            Handle::Sqlite(connection) => {
                let failed = |source| Error::sqlite(query.name, source);
                let mut statement = connection.prepare_cached(query.sqlite()).map_err(failed)?;
                let changed = statement.execute(rusqlite::params_from_iter(params)).map_err(failed)?;
                Ok(changed as u64)
            }
            Handle::Postgres(session) => match session.execute(query, params) {
                Ok(changed) => Ok(changed),
                Err(source) => Err(self.postgres_failed(query, source)),
            },
        }
    }

    /// Runs a statement that must change exactly one row.
    ///
    /// # Errors
    /// [`Error::RowCount`] otherwise.
    pub fn exec_one(&mut self, query: &'static Query, params: &[Param<'_>]) -> Result<(), Error> {
        match self.exec(query, params)? {
            1 => Ok(()),
            found => Err(Error::RowCount { query: query.name, found }),
        }
    }

    fn postgres_failed(&mut self, query: &'static Query, source: postgres::Error) -> Error {
        self.conflicted |= crate::postgres_engine::is_conflict(&source);
        Error::postgres(query.name, source)
    }
}
