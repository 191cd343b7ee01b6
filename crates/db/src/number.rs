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

/// The last number taken of a series; 0 before the first.
///
/// # Errors
/// The engine's.
pub fn last(tx: &mut Tx<'_>, series: &str) -> Result<i64, Error> {
    Ok(select_last(tx, series)?.unwrap_or(0))
}

/// Takes all numbers of a series after `before`, up to and with `after`.
///
/// # Errors
/// [`Error::RowCount`] when somebody else took one of them meanwhile.
pub fn advance(tx: &mut Tx<'_>, series: &str, before: i64, after: i64) -> Result<(), Error> {
    if before == 0 { begin(tx, series, after) } else { move_on(tx, series, before, after) }
}

crate::query! {
    fn select_last(series: &str) -> maybe i64 = "SELECT last FROM db_number WHERE series = $1"
}

crate::query! {
    fn begin(series: &str, after: i64) -> exec_one =
        "INSERT INTO db_number (series, last) VALUES ($1, $2) ON CONFLICT (series) DO NOTHING"
}

crate::query! {
    fn move_on(series: &str, before: i64, after: i64) -> exec_one =
        "UPDATE db_number SET last = $3 WHERE series = $1 AND last = $2"
}
