//! The table of messages.

use base::{DossierId, MessageId};
use jiff::Timestamp;

use crate::message::{Message, MessageState, Way};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, dossier_id, code, kind, channel, recipient, text, created_at, state, tries, last_error, sent_at
             FROM messages_message ",
            $rest
        )
    };
}

db::query! {
    pub(crate) fn insert(
        id: MessageId, dossier: DossierId, code: &str, kind: &str, way: Way, recipient: Option<&str>, text: &str,
        now: Timestamp, state: MessageState,
    ) -> exec_one =
        "INSERT INTO messages_message (id, dossier_id, code, kind, channel, recipient, text, created_at, state, tries)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)"
}

db::query! {
    pub(crate) fn by_id(id: MessageId) -> maybe Message = select!("WHERE id = $1")
}

db::query! {
    /// Messages of a dossier, newest first.
    pub fn of_dossier(dossier: DossierId) -> many Message =
        select!("WHERE dossier_id = $1 ORDER BY id DESC LIMIT 100")
}

db::query! {
    pub(crate) fn newest(before: MessageId, limit: i64) -> many Message =
        select!("WHERE id < $1 ORDER BY id DESC LIMIT $2")
}

db::query! {
    pub(crate) fn of_code(code: &str, before: MessageId, limit: i64) -> many Message =
        select!("WHERE code = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
}

db::query! {
    pub(crate) fn in_state(state: MessageState, before: MessageId, limit: i64) -> many Message =
        select!("WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
}

db::query! {
    pub(crate) fn sent(id: MessageId, now: Timestamp) -> exec =
        "UPDATE messages_message SET state = 'sent', sent_at = $2, tries = tries + 1 WHERE id = $1"
}

db::query! {
    pub(crate) fn failed(id: MessageId, state: MessageState, error: &str) -> exec =
        "UPDATE messages_message SET state = $2, last_error = $3, tries = tries + 1 WHERE id = $1"
}
