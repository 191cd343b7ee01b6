//! The question which open dossiers a change would move, asked here and answered by whoever keeps
//! dossiers.

use db::Tx;
use jiff::Timestamp;

use crate::Edition;

/// The most examples shown.
pub const EXAMPLES_MAX: usize = 20;

/// Knows the open dossiers.
pub trait Affected: Send + Sync {
    /// What would move if one edition took the place of another. Changes nothing.
    ///
    /// # Errors
    /// Whatever the store refuses.
    fn preview(&self, tx: &mut Tx<'_>, before: &Edition, after: &Edition) -> Result<Preview, db::Error>;
}

/// What a change would move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Dossiers in process now.
    pub open: i64,
    /// Those that would be due later.
    pub later: i64,
    /// Those that would be due earlier.
    pub earlier: i64,
    /// Some of them, at most [`EXAMPLES_MAX`].
    pub examples: Vec<Example>,
}

/// One dossier that would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its code.
    pub code: String,
    /// When it is due now.
    pub due_before: Timestamp,
    /// When it would be due.
    pub due_after: Timestamp,
}

impl Preview {
    /// Dossiers that would move.
    #[must_use]
    pub const fn moved(&self) -> i64 {
        self.later + self.earlier
    }
}
