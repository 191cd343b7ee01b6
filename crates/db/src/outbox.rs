//! Work for the outside, written in the transaction of what caused it and done afterwards, at
//! least once, by a worker that leases it.

use jiff::Timestamp;
use uuid::Uuid;

use crate::{Error, Tx};

crate::row! {
    /// One piece of work, leased to the caller.
    pub struct Item {
        /// Identifier, also the idempotency key towards the outside.
        pub id: Uuid,
        /// What kind of work: the capability that does it knows the word.
        pub topic: String,
        /// The facts.
        pub body: serde_json::Value,
        /// How often it was tried before.
        pub tries: i64,
    }
}

crate::query! {
    /// Adds work, to be done from `now` on.
    pub fn push(id: Uuid, topic: &str, body: &serde_json::Value, now: Timestamp) -> exec_one =
        "INSERT INTO db_outbox (id, topic, body, created_at, next_at, tries) VALUES ($1, $2, $3, $4, $4, 0)"
}

/// Leases up to `limit` pieces of work of a topic until a moment; other workers leave them alone.
///
/// # Errors
/// The engine's.
pub fn lease(tx: &mut Tx<'_>, topic: &str, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Item>, Error> {
    let mut items = take(tx, topic, now, until, limit)?;
    items.sort_by_key(|item| item.id);
    Ok(items)
}

crate::query! {
    fn take(topic: &str, now: Timestamp, until: Timestamp, limit: i64) -> many Item =
        sqlite "UPDATE db_outbox SET leased_until = $3
                WHERE id IN (
                  SELECT id FROM db_outbox
                  WHERE topic = $1 AND done_at IS NULL AND next_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                  ORDER BY next_at, id LIMIT $4)
                RETURNING id, topic, body, tries",
        postgres "UPDATE db_outbox SET leased_until = $3
                  WHERE id IN (
                    SELECT id FROM db_outbox
                    WHERE topic = $1 AND done_at IS NULL AND next_at <= $2 AND (leased_until IS NULL OR leased_until <= $2)
                    ORDER BY next_at, id LIMIT $4 FOR UPDATE SKIP LOCKED)
                  RETURNING id, topic, body, tries"
}

crate::query! {
    /// The work is done.
    pub fn done(id: Uuid, now: Timestamp) -> exec_one =
        "UPDATE db_outbox SET done_at = $2, leased_until = NULL WHERE id = $1"
}

crate::query! {
    /// The work failed; try again at a later moment.
    pub fn retry(id: Uuid, next: Timestamp, error: &str) -> exec_one =
        "UPDATE db_outbox SET tries = tries + 1, next_at = $2, last_error = $3, leased_until = NULL WHERE id = $1"
}

crate::query! {
    /// The work failed too often, or can never be done; it is put away and stays visible.
    pub fn give_up(id: Uuid, now: Timestamp, error: &str) -> exec_one =
        "UPDATE db_outbox SET tries = tries + 1, done_at = $2, given_up_at = $2, last_error = $3, leased_until = NULL
         WHERE id = $1"
}

crate::query! {
    /// How many pieces of a topic were given up.
    pub fn given_up(topic: &str) -> one i64 =
        "SELECT count(*) FROM db_outbox WHERE topic = $1 AND given_up_at IS NOT NULL"
}

crate::query! {
    /// How many pieces of a topic wait, and since when the oldest.
    pub fn waiting(topic: &str) -> one (i64, Option<Timestamp>) =
        "SELECT count(*), min(created_at) FROM db_outbox WHERE topic = $1 AND done_at IS NULL"
}
