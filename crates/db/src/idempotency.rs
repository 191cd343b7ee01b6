//! One effect and the same answer, however often a request arrives.
//!
//! The key is claimed in the transaction that does the work: either both are kept or neither.

use base::AccountId;
use jiff::Timestamp;

use crate::{Error, Tx};

/// What is known of a key.
#[derive(Debug, Clone, PartialEq)]
pub enum Claim {
    /// First time: do the work, then [`finish`].
    Fresh,
    /// Done before: give this answer again.
    Seen(serde_json::Value),
    /// The same key was used for another request.
    Mismatch,
}

/// Claims a key for a request; `fingerprint` tells one request from another.
///
/// # Errors
/// The engine's.
pub fn claim(
    tx: &mut Tx<'_>,
    account: AccountId,
    key: &str,
    fingerprint: &str,
    now: Timestamp,
) -> Result<Claim, Error> {
    if insert(tx, account, key, fingerprint, now)? == 1 {
        return Ok(Claim::Fresh);
    }
    let (before, answer) = select(tx, account, key)?;
    Ok(match answer {
        Some(answer) if before == fingerprint => Claim::Seen(answer),
        Some(_) | None => Claim::Mismatch,
    })
}

/// Keeps the answer of a claimed key.
///
/// # Errors
/// The engine's.
pub fn finish(tx: &mut Tx<'_>, account: AccountId, key: &str, answer: &serde_json::Value) -> Result<(), Error> {
    update(tx, account, key, answer)
}

crate::query! {
    /// Forgets keys older than a moment; a resent request comes within minutes, not weeks.
    pub fn forget_before(before: Timestamp) -> exec =
        "DELETE FROM db_idempotency WHERE at < $1"
}

crate::query! {
    fn insert(account: AccountId, key: &str, fingerprint: &str, now: Timestamp) -> exec =
        "INSERT INTO db_idempotency (account_id, key, fingerprint, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (account_id, key) DO NOTHING"
}

crate::query! {
    fn select(account: AccountId, key: &str) -> one (String, Option<serde_json::Value>) =
        "SELECT fingerprint, answer FROM db_idempotency WHERE account_id = $1 AND key = $2"
}

crate::query! {
    fn update(account: AccountId, key: &str, answer: &serde_json::Value) -> exec_one =
        "UPDATE db_idempotency SET answer = $3 WHERE account_id = $1 AND key = $2"
}
