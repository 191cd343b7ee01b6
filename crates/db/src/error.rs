//! What can go wrong between a transaction and its engine.

/// A failure of the store. Callers act on [`Error::Duplicate`]; the rest is reported once, where
/// the request is answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row with the same unique value is already there.
    #[error("duplicate value, refused by {constraint}")]
    Duplicate {
        /// The constraint or the columns that refused it.
        constraint: String,
    },
    /// A statement changed or found another number of rows than it promised.
    #[error("{query} touched {found} rows instead of one")]
    RowCount {
        /// Name of the declared query.
        query: &'static str,
        /// Rows found or changed.
        found: u64,
    },
    /// A column held something its Rust type cannot.
    #[error("column {column} cannot be read: {reason}")]
    Decode {
        /// Position of the column, from 0.
        column: usize,
        /// What was wrong.
        reason: String,
    },
    /// The embedded engine refused a statement.
    #[error("SQLite refused {context}")]
    Sqlite {
        /// Query or operation.
        context: &'static str,
        /// The engine's own words.
        #[source]
        source: rusqlite::Error,
    },
    /// The server engine refused a statement.
    #[error("PostgreSQL refused {context}")]
    Postgres {
        /// Query or operation.
        context: &'static str,
        /// The engine's own words.
        #[source]
        source: postgres::Error,
    },
    /// Migrations could not be applied.
    #[error("the schema could not be brought up to date")]
    Migrate(#[source] Box<refinery::Error>),
    /// The address of the database cannot be read.
    #[error("{0:?} is not a database address; write sqlite:PATH or postgres://…")]
    Address(String),
    /// Too much work is waiting; the caller should try again shortly.
    #[error("the store is busy")]
    Saturated,
    /// The store has been closed, or its connection was lost in the middle.
    #[error("the store is not available")]
    Unavailable,
    /// The closure panicked; its transaction was rolled back.
    #[error("the transaction stopped unexpectedly")]
    Panicked,
}

/// What a server says to a connection that it ends or does not take.
const LEAVING: [postgres::error::SqlState; 3] = [
    postgres::error::SqlState::ADMIN_SHUTDOWN,
    postgres::error::SqlState::CRASH_SHUTDOWN,
    postgres::error::SqlState::CANNOT_CONNECT_NOW,
];

impl Error {
    pub(crate) fn sqlite(context: &'static str, source: rusqlite::Error) -> Self {
        if let rusqlite::Error::SqliteFailure(failure, message) = &source {
            let unique = [rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
            if unique.contains(&failure.extended_code) {
                return Self::Duplicate { constraint: message.clone().unwrap_or_default() };
            }
        }
        Self::Sqlite { context, source }
    }

    pub(crate) fn postgres(context: &'static str, source: postgres::Error) -> Self {
        match source.as_db_error() {
            Some(refused) if *refused.code() == postgres::error::SqlState::UNIQUE_VIOLATION => {
                Self::Duplicate { constraint: refused.constraint().unwrap_or_default().to_owned() }
            }
            // The server is going down or coming up, or somebody ended this connection.
            Some(refused) if LEAVING.contains(refused.code()) => Self::Unavailable,
            Some(_) => Self::Postgres { context, source },
            // Anything that is not a refusal of the server is a lost connection or a broken protocol.
            None if source.is_closed() => Self::Unavailable,
            None => Self::Postgres { context, source },
        }
    }

    /// Whether trying the same again shortly may succeed.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Saturated | Self::Unavailable)
    }
}
