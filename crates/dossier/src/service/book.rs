//! Dossiers of an office for its books: what was received in a period, and what was open in it.

use base::{DossierId, OfficeId};
use jiff::Timestamp;

use super::Dossiers;
use crate::dossier::Dossier;
use crate::error::Error;
use crate::list::Span;
use crate::store;

/// Which dossiers of an office a book lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookOf {
    /// Received in the period.
    Received,
    /// Received before its end and not closed before its beginning.
    Open,
}

impl Dossiers {
    /// A page of a book in the order of receipt, behind the last dossier of the page before. The
    /// caller has asked for permission to read the books of the office.
    ///
    /// # Errors
    /// The store's.
    #[expect(clippy::too_many_arguments, reason = "whose book, which one, of when, from where and how many")]
    pub async fn book(
        &self,
        office: OfficeId,
        book: BookOf,
        span: Span,
        after: Option<&Dossier>,
        limit: i64,
    ) -> Result<Vec<Dossier>, Error> {
        let timetable = self.parts.timetable.clone();
        let Span { from, until } = span;
        let after = after.and_then(|last| last.received_at.map(|at| (at, last.id)));
        let found = self.parts.db.read(move |tx| {
            let ids = match book {
                BookOf::Received => {
                    let (at, id) = after.unwrap_or((from, DossierId::from_uuid(uuid::Uuid::nil())));
                    store::received(tx, office, at, id, until, limit)?
                }
                BookOf::Open => {
                    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, DossierId::from_uuid(uuid::Uuid::nil())));
                    store::open_in(tx, office, at, id, until, from, limit)?
                }
            };
            let mut dossiers = Vec::with_capacity(ids.len());
            for id in ids {
                dossiers.extend(store::by_id(tx, &timetable, id)?);
            }
            Ok::<_, db::Error>(dossiers)
        });
        Ok(found.await?)
    }
}
