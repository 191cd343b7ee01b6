//! Dossiers and what they follow: the editions of the calendars, and the processes.

use base::{DossierId, OfficeId, WorkflowId};
use db::{Json, Tx};
use timetable::Timetable;

use super::Row;
use crate::code::DossierCode;
use crate::content::ClockRecord;
use crate::dossier::Dossier;

/// Dossiers that do not follow an edition yet, some at a time.
///
/// # Errors
/// The store's.
pub(crate) fn behind(
    tx: &mut Tx<'_>,
    timetable: &Timetable,
    edition: i64,
    limit: i64,
) -> Result<Vec<Dossier>, db::Error> {
    let rows = select_behind(tx, edition, limit)?;
    rows.into_iter().map(|row| row.dossier(tx, timetable)).collect()
}

db::query! {
    fn select_behind(edition: i64, limit: i64) -> many Row =
        "SELECT id, version, code, procedure_id, procedure_code, procedure_name, field, instant, workflow_id, channel,
                account_id, receiving_office_id, office_agency_id, competent_agency_id, holder, created_at,
                submitted_at, received_at, resolved_at, returned_at, closed_at, calendar_edition, content
         FROM dossier
         WHERE calendar_edition < $1 AND code IS NOT NULL AND resolved_at IS NULL AND closed_at IS NULL
         ORDER BY calendar_edition, id
         LIMIT $2"
}

db::query! {
    /// How many do not follow an edition yet.
    pub(crate) fn count_behind(edition: i64) -> one i64 =
        "SELECT count(*) FROM dossier
         WHERE calendar_edition < $1 AND code IS NOT NULL AND resolved_at IS NULL AND closed_at IS NULL"
}

db::query! {
    /// A dossier that a new edition does not move follows it all the same. Nothing when somebody acted
    /// on it meanwhile.
    pub(crate) fn follow(id: DossierId, seen: i64, edition: i64) -> exec =
        "UPDATE dossier SET calendar_edition = $3 WHERE id = $1 AND version = $2"
}

/// The clock alone of a stored dossier.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct ClockOnly {
    pub(crate) clock: ClockRecord,
}

db::row! {
    /// A dossier whose clock may still run.
    pub(crate) struct Running {
        pub(crate) edition: i64,
        pub(crate) id: DossierId,
        pub(crate) code: DossierCode,
        pub(crate) receiving_office_id: OfficeId,
        pub(crate) procedure_code: String,
        pub(crate) content: Json<ClockOnly>,
    }
}

db::query! {
    /// Dossiers that follow the calendars, after a place.
    pub(crate) fn running(edition: i64, id: DossierId, limit: i64) -> many Running =
        "SELECT calendar_edition, id, code, receiving_office_id, procedure_code, content
         FROM dossier
         WHERE (calendar_edition, id) > ($1, $2) AND code IS NOT NULL AND resolved_at IS NULL AND closed_at IS NULL
         ORDER BY calendar_edition, id
         LIMIT $3"
}

db::query! {
    /// Whether any does not follow an edition yet.
    pub(crate) fn is_behind(edition: i64) -> maybe i64 =
        "SELECT calendar_edition FROM dossier
         WHERE calendar_edition < $1 AND code IS NOT NULL AND resolved_at IS NULL AND closed_at IS NULL
         ORDER BY calendar_edition
         LIMIT 1"
}

db::query! {
    /// How many open dossiers follow a process, up to a limit.
    pub(crate) fn count_following(workflow: WorkflowId, limit: i64) -> one i64 = OPEN_BY_WORKFLOW
}

/// Answered by an index alone.
pub(crate) const OPEN_BY_WORKFLOW: &str = "SELECT count(*) FROM (SELECT 1 FROM dossier
     WHERE workflow_id = $1 AND tray IN ('intake', 'work', 'waiting', 'return')
     LIMIT $2) AS counted";
