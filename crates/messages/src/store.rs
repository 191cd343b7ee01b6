//! The table of messages.

use base::{AgencyId, DossierId, MessageId, OfficeId};
use db::Tx;
use dossier::Dossier;
use jiff::Timestamp;
use uuid::Uuid;

use crate::message::{Message, MessageState, Way};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, dossier_id, code, kind, seq, channel, recipient, text, created_at, state, tries, last_error,
               sent_at
             FROM messages_message ",
            $rest
        )
    };
}

/// A message to be written.
#[derive(Debug)]
pub(crate) struct New<'a> {
    pub(crate) id: MessageId,
    pub(crate) dossier: &'a Dossier,
    pub(crate) code: &'a str,
    pub(crate) kind: &'a str,
    pub(crate) seq: i64,
    pub(crate) way: Way,
    pub(crate) recipient: Option<&'a str>,
    pub(crate) text: &'a str,
    pub(crate) at: Timestamp,
}

impl New<'_> {
    /// A message without an address waits for nobody.
    pub(crate) const fn state(&self) -> MessageState {
        if self.recipient.is_some() { MessageState::Queued } else { MessageState::NoAddress }
    }
}

/// Writes a message.
pub(crate) fn insert(tx: &mut Tx<'_>, new: &New<'_>) -> Result<(), db::Error> {
    insert_row(
        tx,
        new.id,
        new.dossier.id,
        new.code,
        new.kind,
        new.seq,
        new.dossier.competent_agency,
        new.dossier.receiving_office,
        new.way,
        new.recipient,
        new.text,
        new.at,
        new.state(),
    )
}

db::query! {
    fn insert_row(
        id: MessageId, dossier: DossierId, code: &str, kind: &str, seq: i64, agency: AgencyId, office: OfficeId,
        way: Way, recipient: Option<&str>, text: &str, now: Timestamp, state: MessageState,
    ) -> exec_one =
        "INSERT INTO messages_message
           (id, dossier_id, code, kind, seq, agency_id, office_id, channel, recipient, text, created_at, state, tries)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0)"
}

db::query! {
    pub(crate) fn by_id(id: MessageId) -> maybe Message = select!("WHERE id = $1")
}

db::query! {
    /// Messages of a dossier, newest first.
    pub fn of_dossier(dossier: DossierId) -> many Message =
        select!("WHERE dossier_id = $1 ORDER BY id DESC LIMIT 100")
}

/// Agencies and offices whose messages may be seen; all when the first is empty.
pub(crate) type Places = [Option<Uuid>; 3];

// Identifiers never meet across kinds, so one list serves for agencies and offices.
db::query! {
    pub(crate) fn newest(before: MessageId, a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>, limit: i64) -> many Message =
        select!("WHERE id < $1 AND (agency_id IN ($2, $3, $4) OR office_id IN ($2, $3, $4) OR $2 IS NULL)
                 ORDER BY id DESC LIMIT $5")
}

db::query! {
    pub(crate) fn in_state(
        state: MessageState, before: MessageId, a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>, limit: i64,
    ) -> many Message =
        select!("WHERE state = $1 AND id < $2
                   AND (agency_id IN ($3, $4, $5) OR office_id IN ($3, $4, $5) OR $3 IS NULL)
                 ORDER BY id DESC LIMIT $6")
}

db::query! {
    pub(crate) fn of_code(
        code: &str, state: Option<MessageState>, before: MessageId, a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>,
        limit: i64,
    ) -> many Message =
        select!("WHERE code = $1 AND (state = $2 OR $2 IS NULL) AND id < $3
                   AND (agency_id IN ($4, $5, $6) OR office_id IN ($4, $5, $6) OR $4 IS NULL)
                 ORDER BY id DESC LIMIT $7")
}

db::query! {
    pub(crate) fn sent(id: MessageId, now: Timestamp) -> exec =
        "UPDATE messages_message SET state = 'sent', sent_at = $2, tries = tries + 1 WHERE id = $1"
}

db::query! {
    pub(crate) fn failed(id: MessageId, state: MessageState, error: &str) -> exec =
        "UPDATE messages_message SET state = $2, last_error = $3, tries = tries + 1 WHERE id = $1"
}
