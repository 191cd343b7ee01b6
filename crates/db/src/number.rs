//! Numbers of books and codes, taken in the transaction that uses them.
//!
//! A rolled-back transaction gives its number back, so a series has no gaps; the row it updates is
//! held until the commit, so it has no duplicates.

use crate::{Error, Tx};

/// Takes the next number of a series, from 1.
///
/// # Errors
/// The engine's.
pub fn next(tx: &mut Tx<'_>, series: &str) -> Result<i64, Error> {
    take(tx, series)
}

crate::query! {
    fn take(series: &str) -> one i64 =
        "INSERT INTO db_number (series, last) VALUES ($1, 1)
         ON CONFLICT (series) DO UPDATE SET last = db_number.last + 1 RETURNING last"
}
