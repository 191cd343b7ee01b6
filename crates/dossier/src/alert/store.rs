//! The table of alerts: what is planned, what was raised. A command writes only what differs.

use base::{AgencyId, DossierId, OfficeId, Role, UnitId};
use db::Tx;
use jiff::Timestamp;

use super::{AlertKind, Planned};
use crate::dossier::Dossier;

db::row! {
    /// One alert as it is kept.
    pub(crate) struct Kept {
        pub(crate) kind: AlertKind,
        pub(crate) about_at: Timestamp,
        pub(crate) raise_at: Timestamp,
        pub(crate) raised_at: Option<Timestamp>,
        pub(crate) settled_at: Option<Timestamp>,
        pub(crate) holder_role: Option<Role>,
        pub(crate) holder_agency: Option<AgencyId>,
        pub(crate) holder_unit: Option<UnitId>,
        pub(crate) holder_office: Option<OfficeId>,
    }
}

impl Kept {
    fn is(&self, plan: &Planned) -> bool {
        (self.kind, self.about_at) == (plan.kind, plan.about_at)
    }

    /// What was to come soon has come: from then on it is overdue, or was in time.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        self.kind == AlertKind::DueSoon && self.about_at < now
    }

    fn is_held_as(&self, dossier: &Dossier) -> bool {
        let held = (self.holder_role, self.holder_agency, self.holder_unit, self.holder_office);
        held == holder(dossier, self.kind, self.about_at)
    }
}

type Held = (Option<Role>, Option<AgencyId>, Option<UnitId>, Option<OfficeId>);

fn holder(dossier: &Dossier, kind: AlertKind, about_at: Timestamp) -> Held {
    let holder = super::holder_of(dossier, kind, about_at);
    (holder.map(|h| h.role), holder.map(|h| h.agency), holder.and_then(|h| h.unit), holder.and_then(|h| h.office))
}

/// Makes the alerts of a dossier those of its plan: new ones are written, moved ones moved, pointless
/// ones dropped; a raised one stays with whoever must act now, and is settled once its ground is gone.
///
/// # Errors
/// The store's.
pub(crate) fn replan(tx: &mut Tx<'_>, dossier: &Dossier, plans: &[Planned], now: Timestamp) -> Result<(), db::Error> {
    let kept = of_dossier(tx, dossier.id)?;
    for row in kept.iter().filter(|row| !plans.iter().any(|plan| row.is(plan))) {
        if row.raised_at.is_some() {
            settle_if_open(tx, dossier.id, row, now)?;
        } else {
            drop_planned(tx, dossier.id, row.kind, row.about_at)?;
        }
    }
    for plan in plans {
        match kept.iter().find(|row| row.is(plan)) {
            None => insert(tx, dossier.id, plan.kind, plan.about_at, plan.raise_at)?,
            Some(row) if row.raised_at.is_some() => {
                if row.is_over(now) {
                    settle_if_open(tx, dossier.id, row, now)?;
                } else if row.settled_at.is_some() || !row.is_held_as(dossier) {
                    let (role, agency, unit, office) = holder(dossier, plan.kind, plan.about_at);
                    stay(
                        tx,
                        dossier.id,
                        plan.kind,
                        plan.about_at,
                        role,
                        agency,
                        unit,
                        office,
                        dossier.competent_agency,
                    )?;
                }
            }
            Some(row) if row.raise_at != plan.raise_at => {
                move_to(tx, dossier.id, plan.kind, plan.about_at, plan.raise_at)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Settles a raised alert that is still open.
///
/// # Errors
/// The store's.
pub(crate) fn settle_if_open(tx: &mut Tx<'_>, id: DossierId, row: &Kept, now: Timestamp) -> Result<(), db::Error> {
    if row.settled_at.is_some() { Ok(()) } else { settle(tx, id, row.kind, row.about_at, now) }
}

/// Marks an alert as raised, unless somebody else was faster: exactly one row or none.
///
/// # Errors
/// The store's.
pub(crate) fn raise(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    due: &Planned,
    seq: i64,
    now: Timestamp,
) -> Result<(), db::Error> {
    let (role, agency, unit, office) = holder(dossier, due.kind, due.about_at);
    mark_raised(
        tx,
        dossier.id,
        due.kind,
        due.about_at,
        now,
        seq,
        role,
        agency,
        unit,
        office,
        dossier.competent_agency,
        dossier.receiving_office,
    )
}

db::query! {
    /// Every alert of a dossier; a dossier has a handful.
    pub(crate) fn of_dossier(dossier: DossierId) -> many Kept =
        "SELECT kind, about_at, raise_at, raised_at, settled_at, holder_role, holder_agency_id, holder_unit_id,
                holder_office_id
         FROM dossier_alert WHERE dossier_id = $1 ORDER BY kind, about_at LIMIT 1000"
}

db::query! {
    /// Dossiers with an alert that is due, the longest due first.
    pub(crate) fn due(now: Timestamp, limit: i64) -> many DossierId =
        DUE
}

/// Answered by the index of planned alerts alone.
pub(crate) const DUE: &str = "SELECT dossier_id FROM dossier_alert
     WHERE raised_at IS NULL AND raise_at <= $1 ORDER BY raise_at, dossier_id LIMIT $2";

db::query! {
    fn insert(dossier: DossierId, kind: AlertKind, about_at: Timestamp, raise_at: Timestamp) -> exec_one =
        "INSERT INTO dossier_alert (dossier_id, kind, about_at, raise_at) VALUES ($1, $2, $3, $4)"
}

db::query! {
    fn drop_planned(dossier: DossierId, kind: AlertKind, about_at: Timestamp) -> exec_one =
        "DELETE FROM dossier_alert WHERE dossier_id = $1 AND kind = $2 AND about_at = $3 AND raised_at IS NULL"
}

db::query! {
    fn move_to(dossier: DossierId, kind: AlertKind, about_at: Timestamp, raise_at: Timestamp) -> exec_one =
        "UPDATE dossier_alert SET raise_at = $4
         WHERE dossier_id = $1 AND kind = $2 AND about_at = $3 AND raised_at IS NULL"
}

db::query! {
    fn settle(dossier: DossierId, kind: AlertKind, about_at: Timestamp, now: Timestamp) -> exec_one =
        "UPDATE dossier_alert SET settled_at = $4 WHERE dossier_id = $1 AND kind = $2 AND about_at = $3"
}

db::query! {
    fn stay(
        dossier: DossierId, kind: AlertKind, about_at: Timestamp, role: Option<Role>, agency: Option<AgencyId>,
        unit: Option<UnitId>, office: Option<OfficeId>, competent_agency: AgencyId,
    ) -> exec_one =
        "UPDATE dossier_alert SET settled_at = NULL, competent_agency_id = $8, holder_role = $4, holder_agency_id = $5, holder_unit_id = $6,
           holder_office_id = $7
         WHERE dossier_id = $1 AND kind = $2 AND about_at = $3"
}

db::query! {
    fn mark_raised(
        dossier: DossierId, kind: AlertKind, about_at: Timestamp, now: Timestamp, seq: i64, role: Option<Role>,
        agency: Option<AgencyId>, unit: Option<UnitId>, office: Option<OfficeId>, competent_agency: AgencyId,
        receiving_office: OfficeId,
    ) -> exec_one =
        "UPDATE dossier_alert SET raised_at = $4, seq = $5, holder_role = $6, holder_agency_id = $7,
           holder_unit_id = $8, holder_office_id = $9, competent_agency_id = $10, receiving_office_id = $11
         WHERE dossier_id = $1 AND kind = $2 AND about_at = $3 AND raised_at IS NULL"
}
