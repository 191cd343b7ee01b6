//! Rows of the legs that run beside the one a dossier's own row shows, so that every performer finds
//! the dossier by an index.

use base::{AgencyId, DossierId, OfficeId, Role, StaffId, UnitId};
use db::Tx;
use jiff::Timestamp;

use crate::dossier::Dossier;
use crate::state::Tray;
use crate::way::Leg;

/// A leg as lists show it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LegListing {
    pub(crate) leg: Leg,
    pub(crate) step_name: String,
    pub(crate) assignee: Option<StaffId>,
    pub(crate) sort_at: Timestamp,
}

/// The legs that have rows of their own: all but the one that leads, and one of several held alike.
pub(crate) fn beside(dossier: &Dossier) -> Vec<&Leg> {
    let Some(legs) = dossier.legs() else { return Vec::new() };
    let lead = legs.lead();
    let mut found: Vec<&Leg> = Vec::new();
    for leg in legs.open.iter().filter(|leg| Some(*leg) != lead) {
        let same = |other: &&Leg| other.holder == leg.holder && other.waits.is_some() == leg.waits.is_some();
        if !found.iter().chain(&lead).any(same) {
            found.push(leg);
        }
    }
    found
}

/// Writes the rows of a dossier's legs anew.
///
/// # Errors
/// The store's.
pub(crate) fn write_legs(tx: &mut Tx<'_>, dossier: DossierId, legs: &[LegListing]) -> Result<(), db::Error> {
    delete_legs(tx, dossier)?;
    for LegListing { leg, step_name, assignee, sort_at } in legs {
        let (step, holder) = (i64::from(leg.step), leg.holder);
        let tray = if leg.waits.is_some() { Tray::Waiting } else { Tray::Work };
        insert_leg(
            tx,
            dossier,
            step,
            step_name,
            tray,
            holder.role,
            holder.agency,
            holder.unit,
            holder.office,
            *sort_at,
            *assignee,
        )?;
    }
    Ok(())
}

db::query! {
    fn delete_legs(dossier: DossierId) -> exec = "DELETE FROM dossier_leg WHERE dossier_id = $1"
}

db::query! {
    fn insert_leg(
        dossier: DossierId, step: i64, step_name: &str, tray: Tray, role: Role, agency: AgencyId,
        unit: Option<UnitId>, office: Option<OfficeId>, sort_at: Timestamp, assignee: Option<StaffId>,
    ) -> exec_one =
        "INSERT INTO dossier_leg (dossier_id, step, step_name, tray, holder_role, holder_agency_id, holder_unit_id,
           holder_office_id, sort_at, assignee_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
}
