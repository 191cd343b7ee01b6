//! How far the open dossiers follow an edition. Written by whoever recomputes them, each step in the
//! transaction that recomputed a batch, so that what is counted was done.

use db::Tx;
use jiff::Timestamp;

use crate::store;
pub use crate::store::Recompute;

/// The most editions told as outstanding at once.
const OUTSTANDING_MAX: i64 = 100;

/// Editions that the open dossiers do not follow yet, oldest first.
///
/// # Errors
/// Whatever the store refuses.
pub fn outstanding(tx: &mut Tx<'_>) -> Result<Vec<i64>, db::Error> {
    store::outstanding(tx, OUTSTANDING_MAX)
}

/// Begins, or takes up again where it was cut off.
///
/// # Errors
/// Whatever the store refuses.
pub fn start(tx: &mut Tx<'_>, edition: i64, total: i64, now: Timestamp) -> Result<(), db::Error> {
    store::start_recompute(tx, edition, total, now).map(|_| ())
}

/// Counts a batch: dossiers looked at, and those of them whose date moved.
///
/// # Errors
/// Whatever the store refuses; that the recomputation is not under way.
pub fn advance(tx: &mut Tx<'_>, edition: i64, done: i64, moved: i64) -> Result<(), db::Error> {
    store::advance_recompute(tx, edition, done, moved)
}

/// Ends: every open dossier follows the edition.
///
/// # Errors
/// Whatever the store refuses; that the recomputation is not under way.
pub fn finish(tx: &mut Tx<'_>, edition: i64, now: Timestamp) -> Result<(), db::Error> {
    store::finish_recompute(tx, edition, now)?;
    store::set_recomputed(tx, edition, now)
}

/// How far it is; `None` when it has not begun.
///
/// # Errors
/// Whatever the store refuses.
pub fn of(tx: &mut Tx<'_>, edition: i64) -> Result<Option<Recompute>, db::Error> {
    store::recompute(tx, edition)
}
