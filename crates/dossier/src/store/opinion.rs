//! Rows of the opinions that are waited for: whoever was asked finds the dossier by an index.

use base::{AgencyId, DossierId, UnitId};
use db::Tx;
use jiff::Timestamp;

use crate::dossier::Dossier;

/// Writes the rows of a dossier's open opinions anew; most dossiers never have one.
///
/// # Errors
/// The store's.
pub(super) fn write(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<(), db::Error> {
    if dossier.content.opinions.is_empty() {
        return Ok(());
    }
    delete(tx, dossier.id)?;
    for opinion in dossier.open_opinions() {
        let (no, asked) = (i64::from(opinion.no), opinion.asked);
        insert(tx, dossier.id, no, asked.agency, asked.unit, opinion.asked_at, opinion.due_at, &opinion.question)?;
    }
    Ok(())
}

db::query! {
    fn delete(dossier: DossierId) -> exec = "DELETE FROM dossier_opinion WHERE dossier_id = $1"
}

db::query! {
    fn insert(
        dossier: DossierId, no: i64, agency: AgencyId, unit: Option<UnitId>, asked_at: Timestamp, due_at: Timestamp,
        question: &str,
    ) -> exec_one =
        "INSERT INTO dossier_opinion (dossier_id, no, agency_id, unit_id, asked_at, due_at, question)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
}
