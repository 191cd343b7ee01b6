//! Statements of the register book.

use base::{DossierId, OfficeId};
use jiff::Timestamp;

db::query! {
    /// What an office received from a place on and before a moment.
    pub(crate) fn received(
        office: OfficeId, after_at: Timestamp, after: DossierId, until: Timestamp, limit: i64,
    ) -> many DossierId =
        "SELECT id FROM dossier
         WHERE receiving_office_id = $1 AND (received_at, id) > ($2, $3) AND received_at < $4
         ORDER BY received_at, id LIMIT $5"
}

db::query! {
    /// What an office received before a moment and had not closed by another.
    pub(crate) fn open_in(
        office: OfficeId, after_at: Timestamp, after: DossierId, until: Timestamp, from: Timestamp, limit: i64,
    ) -> many DossierId =
        "SELECT id FROM dossier
         WHERE receiving_office_id = $1 AND (received_at, id) > ($2, $3) AND received_at < $4
           AND (closed_at IS NULL OR closed_at >= $5)
         ORDER BY received_at, id LIMIT $6"
}
