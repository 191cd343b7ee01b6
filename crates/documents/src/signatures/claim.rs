//! The moment in which a signed file becomes visible: the transaction of its decision or its sealing.

use base::Actor;
use db::Tx;
use dossier::{Event, Happened};

use super::Purpose;
use super::store::{self, SignatureRow};
use crate::results;

/// The file that was signed for what just happened, now kept; none when nothing was signed for it.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    happened: &Happened<'_>,
    purpose: Purpose,
) -> Result<Option<SignatureRow>, db::Error> {
    let Some(result) = happened.dossier.content.result.as_ref() else { return Ok(None) };
    let found = store::prepared(tx, result.id, purpose)?;
    let is_meant =
        |row: &SignatureRow| row.account == happened.actor.account && row.claim_at == happened.now.as_microsecond();
    let Some(row) = found.filter(is_meant) else { return Ok(None) };
    let kept = crate::store::keep(tx, row.file, happened.dossier.id, Actor::system().account)?;
    if kept != 1 {
        // Swept away meanwhile: the whole command is undone, and the next try signs again.
        return Err(db::Error::RowCount { query: "documents::store::keep", found: kept });
    }
    store::kept(tx, result.id, purpose, happened.now)?;
    Ok(Some(row))
}

/// Puts the sealed file in the place of the one that was signed before.
pub(crate) fn keep_sealed(tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
    if !happened.events.iter().any(|event| matches!(event, Event::Sealed { .. })) {
        return Ok(());
    }
    let Some(row) = claim(tx, happened, Purpose::Seal)? else { return Ok(()) };
    match (row.base_file, happened.dossier.content.result.as_ref()) {
        (Some(base), Some(result)) => results::store::replace(tx, result.id, base, row.file),
        (None, _) | (_, None) => Ok(()),
    }
}
