//! One declaration per query: a Rust signature and its SQL text, run on both engines.

use std::sync::OnceLock;

use crate::{Column, Error, FromColumn};

/// The declared text of a statement. Made by [`query!`](crate::query!), one static per query.
#[derive(Debug)]
pub struct Query {
    /// Name of the function that runs it, for errors and traces.
    pub name: &'static str,
    postgres: &'static str,
    sqlite: &'static str,
    sqlite_text: OnceLock<String>,
}

impl Query {
    /// A statement with one text for both engines.
    #[must_use]
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self::twin(name, sql, sql)
    }

    /// A statement whose dialects truly differ.
    #[must_use]
    pub const fn twin(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, postgres, sqlite, sqlite_text: OnceLock::new() }
    }

    pub(crate) const fn postgres(&self) -> &'static str {
        self.postgres
    }

    /// SQLite numbers `$name` parameters by first appearance; `?n` keeps the numbers written.
    pub(crate) fn sqlite(&self) -> &str {
        self.sqlite_text.get_or_init(|| numbered(self.sqlite))
    }
}

fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut chars = sql.chars().peekable();
    while let Some(c) = chars.next() {
        let parameter = c == '$' && chars.peek().is_some_and(char::is_ascii_digit);
        out.push(if parameter { '?' } else { c });
    }
    out
}

/// One row of a result.
#[derive(Debug)]
pub enum Row<'a> {
    /// From the embedded engine.
    Sqlite(&'a rusqlite::Row<'a>),
    /// From the server engine.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// Reads the column at a position, from 0.
    ///
    /// # Errors
    /// [`Error::Decode`] when the column is missing or holds something else.
    pub fn get<T: FromColumn>(&self, column: usize) -> Result<T, Error> {
        let decode = |reason: String| Error::Decode { column, reason };
        match self {
            Self::Sqlite(row) => {
                let value = row.get_ref(column).map_err(|error| decode(error.to_string()))?;
                T::from_column(Column::Sqlite(value)).map_err(decode)
            }
            Self::Postgres(row) => {
                let value = row.try_get(column).map_err(|error| decode(error.to_string()))?;
                T::from_column(Column::Postgres(value)).map_err(decode)
            }
        }
    }
}

/// A type that one row can hold: columns by position.
pub trait FromRow: Sized {
    /// Reads the row.
    ///
    /// # Errors
    /// [`Error::Decode`] names the column.
    fn from_row(row: &Row<'_>) -> Result<Self, Error>;
}

impl<T: FromColumn> FromRow for T {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        row.get(0)
    }
}

impl<A: FromColumn, B: FromColumn> FromRow for (A, B) {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok((row.get(0)?, row.get(1)?))
    }
}

impl<A: FromColumn, B: FromColumn, C: FromColumn> FromRow for (A, B, C) {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    }
}

impl<A: FromColumn, B: FromColumn, C: FromColumn, D: FromColumn> FromRow for (A, B, C, D) {
    fn from_row(row: &Row<'_>) -> Result<Self, Error> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    }
}

/// Declares a struct whose fields are the columns of a row, in order.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$field_meta:meta])* $field_vis:vis $field:ident : $ty:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        $vis struct $name { $($(#[$field_meta])* $field_vis $field: $ty),+ }

        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> Result<Self, $crate::Error> {
                let mut column = 0_usize..;
                Ok(Self { $($field: row.get::<$ty>(column.next().unwrap_or_default())?),+ })
            }
        }
    };
}

/// Declares a query: a function that takes the transaction and the parameters `$1`, `$2`, … in the
/// order written.
///
/// Results: `many T`, `maybe T`, `one T`, `exec` (rows changed), `exec_one` (exactly one).
/// Where dialects truly differ: `= sqlite "…", postgres "…"`.
#[macro_export]
macro_rules! query {
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> many $out:ty = $($sql:tt)+) => {
        $(#[$doc])*
        #[allow(clippy::allow_attributes, clippy::too_many_arguments, reason = "a query takes what its SQL names")]
        $vis fn $name(tx: &mut $crate::Tx<'_>, $($arg: $ty),*) -> Result<Vec<$out>, $crate::Error> {
            static QUERY: $crate::Query = $crate::query!(@text $name $($sql)+);
            tx.rows::<$out>(&QUERY, &[$($crate::ToParam::param(&$arg)),*])
        }
    };
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> maybe $out:ty = $($sql:tt)+) => {
        $(#[$doc])*
        #[allow(clippy::allow_attributes, clippy::too_many_arguments, reason = "a query takes what its SQL names")]
        $vis fn $name(tx: &mut $crate::Tx<'_>, $($arg: $ty),*) -> Result<Option<$out>, $crate::Error> {
            static QUERY: $crate::Query = $crate::query!(@text $name $($sql)+);
            tx.maybe::<$out>(&QUERY, &[$($crate::ToParam::param(&$arg)),*])
        }
    };
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> one $out:ty = $($sql:tt)+) => {
        $(#[$doc])*
        #[allow(clippy::allow_attributes, clippy::too_many_arguments, reason = "a query takes what its SQL names")]
        $vis fn $name(tx: &mut $crate::Tx<'_>, $($arg: $ty),*) -> Result<$out, $crate::Error> {
            static QUERY: $crate::Query = $crate::query!(@text $name $($sql)+);
            tx.one::<$out>(&QUERY, &[$($crate::ToParam::param(&$arg)),*])
        }
    };
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> exec = $($sql:tt)+) => {
        $(#[$doc])*
        #[allow(clippy::allow_attributes, clippy::too_many_arguments, reason = "a query takes what its SQL names")]
        $vis fn $name(tx: &mut $crate::Tx<'_>, $($arg: $ty),*) -> Result<u64, $crate::Error> {
            static QUERY: $crate::Query = $crate::query!(@text $name $($sql)+);
            tx.exec(&QUERY, &[$($crate::ToParam::param(&$arg)),*])
        }
    };
    ($(#[$doc:meta])* $vis:vis fn $name:ident($($arg:ident : $ty:ty),* $(,)?) -> exec_one = $($sql:tt)+) => {
        $(#[$doc])*
        #[allow(clippy::allow_attributes, clippy::too_many_arguments, reason = "a query takes what its SQL names")]
        $vis fn $name(tx: &mut $crate::Tx<'_>, $($arg: $ty),*) -> Result<(), $crate::Error> {
            static QUERY: $crate::Query = $crate::query!(@text $name $($sql)+);
            tx.exec_one(&QUERY, &[$($crate::ToParam::param(&$arg)),*])
        }
    };
    (@text $name:ident sqlite $sqlite:literal, postgres $postgres:literal) => {
        $crate::Query::twin(concat!(module_path!(), "::", stringify!($name)), $sqlite, $postgres)
    };
    (@text $name:ident $sql:expr) => {
        $crate::Query::new(concat!(module_path!(), "::", stringify!($name)), $sql)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_keep_their_numbers_on_sqlite() {
        assert_eq!(numbered("SELECT '$' || $2 WHERE a = $1 AND b = $12"), "SELECT '$' || ?2 WHERE a = ?1 AND b = ?12");
    }
}
