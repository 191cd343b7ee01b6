//! The event log: what happened, in order, never edited.
//!
//! Every event belongs to a subject and carries the subject's next version; two commands that saw
//! the same version cannot both be written. On PostgreSQL transactions commit in another order than
//! they take their sequence numbers, so a reader that remembers only the last number would skip
//! events. The [`Cursor`] therefore orders by transaction first and reads only behind the oldest
//! transaction still running.

use base::AccountId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Error, Tx};

/// One event to append.
#[derive(Debug, Clone)]
pub struct NewEvent<'a> {
    /// Kind of subject, the capability's word: `dossier`.
    pub subject_kind: &'a str,
    /// Which one.
    pub subject: Uuid,
    /// Version the subject has after this event, from 1.
    pub version: i64,
    /// What happened: `dossier.received`.
    pub kind: &'a str,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: AccountId,
    /// The actor's name at that time.
    pub actor_name: &'a str,
    /// The facts.
    pub body: &'a serde_json::Value,
}

crate::row! {
    /// One event as it was written.
    pub struct Event {
        /// Transaction that wrote it; 0 on SQLite.
        pub txid: i64,
        /// Position in the log.
        pub seq: i64,
        /// Kind of subject.
        pub subject_kind: String,
        /// Which subject.
        pub subject: Uuid,
        /// Version of the subject after it.
        pub version: i64,
        /// What happened.
        pub kind: String,
        /// When.
        pub at: Timestamp,
        /// By whom.
        pub actor: AccountId,
        /// The actor's name at that time.
        pub actor_name: String,
        /// The facts.
        pub body: serde_json::Value,
    }
}

/// How far a follower of the log has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cursor {
    /// Transaction of the last event read.
    pub txid: i64,
    /// Position of the last event read.
    pub seq: i64,
}

impl Event {
    /// The cursor of a follower that has read this event.
    #[must_use]
    pub const fn cursor(&self) -> Cursor {
        Cursor { txid: self.txid, seq: self.seq }
    }
}

/// Appends an event and returns its position.
///
/// # Errors
/// [`Error::Duplicate`] when the subject already has that version: somebody else acted first.
pub fn append(tx: &mut Tx<'_>, event: &NewEvent<'_>) -> Result<i64, Error> {
    insert(
        tx,
        event.subject_kind,
        event.subject,
        event.version,
        event.kind,
        event.at,
        event.actor,
        event.actor_name,
        event.body,
    )
}

/// Events after a cursor, oldest first, that no running transaction can still precede.
///
/// # Errors
/// The engine's.
pub fn after(tx: &mut Tx<'_>, cursor: Cursor, limit: i64) -> Result<Vec<Event>, Error> {
    select_after(tx, cursor.txid, cursor.seq, limit)
}

/// The cursor of a follower that wants to hear only of what comes from now on.
///
/// # Errors
/// The engine's.
pub fn head(tx: &mut Tx<'_>) -> Result<Cursor, Error> {
    Ok(select_head(tx)?.map(|(txid, seq)| Cursor { txid, seq }).unwrap_or_default())
}

/// The cursor of a follower that has read up to a position and everything before it.
///
/// # Errors
/// [`Error::RowCount`] where nothing stands there.
pub fn cursor_at(tx: &mut Tx<'_>, seq: i64) -> Result<Cursor, Error> {
    Ok(Cursor { txid: select_txid(tx, seq)?, seq })
}

crate::query! {
    fn select_head() -> maybe (i64, i64) =
        sqlite "SELECT txid, seq FROM db_event ORDER BY seq DESC LIMIT 1",
        postgres "SELECT txid, seq FROM db_event
                  WHERE txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                  ORDER BY txid DESC, seq DESC LIMIT 1"
}

crate::query! {
    fn select_txid(seq: i64) -> one i64 = "SELECT txid FROM db_event WHERE seq = $1"
}

crate::query! {
    /// All events of one subject, in order.
    pub fn of_subject(subject: Uuid) -> many Event =
        "SELECT txid, seq, subject_kind, subject_id, version, kind, at, actor_id, actor_name, body
         FROM db_event WHERE subject_id = $1 ORDER BY version LIMIT 10000"
}

crate::query! {
    /// Events of one subject after a version, in order.
    pub fn of_subject_after(subject: Uuid, version: i64) -> many Event =
        "SELECT txid, seq, subject_kind, subject_id, version, kind, at, actor_id, actor_name, body
         FROM db_event WHERE subject_id = $1 AND version > $2 ORDER BY version LIMIT 10000"
}

crate::query! {
    fn insert(
        subject_kind: &str, subject: Uuid, version: i64, kind: &str, at: Timestamp, actor: AccountId,
        actor_name: &str, body: &serde_json::Value,
    ) -> one i64 =
        "INSERT INTO db_event (subject_kind, subject_id, version, kind, at, actor_id, actor_name, body)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING seq"
}

crate::query! {
    fn select_after(txid: i64, seq: i64, limit: i64) -> many Event =
        sqlite "SELECT txid, seq, subject_kind, subject_id, version, kind, at, actor_id, actor_name, body
                FROM db_event WHERE seq > $2 AND $1 >= 0 ORDER BY seq LIMIT $3",
        postgres "SELECT txid, seq, subject_kind, subject_id, version, kind, at, actor_id, actor_name, body
                  FROM db_event
                  WHERE (txid, seq) > ($1, $2)
                    AND txid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
                  ORDER BY txid, seq LIMIT $3"
}

/// Where a named follower stands; the beginning when it has never read.
///
/// # Errors
/// The engine's.
pub fn position(tx: &mut Tx<'_>, follower: &str) -> Result<Cursor, Error> {
    Ok(select_position(tx, follower)?.map(|(txid, seq)| Cursor { txid, seq }).unwrap_or_default())
}

crate::query! {
    fn select_position(follower: &str) -> maybe (i64, i64) =
        "SELECT txid, seq FROM db_cursor WHERE follower = $1"
}

/// Remembers where a named follower stands, in the transaction of the work it did.
///
/// # Errors
/// The engine's.
pub fn set_position(tx: &mut Tx<'_>, follower: &str, cursor: Cursor) -> Result<(), Error> {
    upsert_position(tx, follower, cursor.txid, cursor.seq)
}

crate::query! {
    fn upsert_position(follower: &str, txid: i64, seq: i64) -> exec_one =
        "INSERT INTO db_cursor (follower, txid, seq) VALUES ($1, $2, $3)
         ON CONFLICT (follower) DO UPDATE SET txid = excluded.txid, seq = excluded.seq"
}
