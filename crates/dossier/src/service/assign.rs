//! Who can work a step, what an officer takes next, and what officers who moved left behind.

use std::collections::BTreeMap;

use access::permit::Holder;
use base::{Actor, ActorKind, AgencyId, OfficeId, Role, Scope, StaffId, UnitId};
use db::Tx;
use jiff::Timestamp;

use super::{Dossiers, Request};
use crate::command::{Assign, Command};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::list::{self, Line, Place, Wanted, Whose};
use crate::may::holds_step;
use crate::refusal::{Refusal, RefusalReason};
use crate::state::Tray;
use crate::store;

/// Candidates looked at together.
const CANDIDATES: i64 = 100;

/// Dossiers assigned to an officer who can no longer work them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The officer.
    pub officer: StaffId,
    /// How many dossiers wait.
    pub count: i64,
}

impl Dossiers {
    /// The officers who can work the step that is due.
    ///
    /// # Errors
    /// The store's.
    pub async fn able(&self, dossier: &Dossier, now: Timestamp) -> Result<Vec<StaffId>, Error> {
        let (holder, competent) = (dossier.holder, dossier.competent_agency);
        let Some(holder) = holder else { return Ok(Vec::new()) };
        Ok(self.parts.db.read(move |tx| able(tx, holder, Some(competent), now)).await?)
    }

    /// Gives the officer the most urgent dossier of a tray that nobody works on; none when there is
    /// none. Two officers never get the same one: each candidate is kept for one transaction, and what
    /// another holds is passed over.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    pub async fn take_next(&self, actor: &Actor, tray: Tray, request: Request) -> Result<Option<Dossier>, Error> {
        let ActorKind::Staff { staff, .. } = actor.kind else { return Ok(None) };
        let (this, mut actor) = (self.clone(), actor.clone());
        // A leader decides what was drafted; that is not taken from a pile.
        actor.grants.retain(|grant| grant.role != Role::Leader);
        let taken = self.parts.db.write(move |tx| {
            let fingerprint = format!("take next {tray:?}");
            this.once(tx, &actor, &request, &fingerprint, |tx| {
                let command = Command::Assign(Assign { officer: Some(staff), note: String::new() });
                let wanted = Wanted { whose: Whose::Takeable, ..Wanted::all(tray) };
                let mut after = Place::start();
                loop {
                    let lines = list::tray(tx, &actor, wanted, after, CANDIDATES)?;
                    let Some(last) = lines.last() else { return Err(Error::NotFound) };
                    after = last.place();
                    for line in &lines {
                        let taken = this.take(tx, &actor, line, &command, request.now)?;
                        if let Some(taken) = taken {
                            return Ok(taken);
                        }
                    }
                }
            })
        });
        match taken.await {
            Ok(dossier) => Ok(Some(dossier)),
            Err(Error::NotFound) => Ok(None),
            Err(other) => Err(other),
        }
    }

    /// Takes one candidate; none when another has it in hand.
    #[expect(clippy::too_many_arguments, reason = "who takes which, with what and when, in which transaction")]
    fn take(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        line: &Line,
        command: &Command,
        now: Timestamp,
    ) -> Result<Option<Dossier>, Error> {
        if store::lock_unchanged(tx, line.id, line.version)?.is_none() {
            return Ok(None);
        }
        let Some(before) = store::by_id(tx, &self.parts.timetable, line.id)? else { return Ok(None) };
        let lead = || before.legs()?.lead().map(|leg| leg.step);
        let step = line.leg.and_then(|step| u16::try_from(step).ok()).or_else(lead);
        let seen = step.and_then(|step| before.seen_as(step));
        if seen.as_ref().unwrap_or(&before).assignee().is_some() {
            return Ok(None);
        }
        self.carry_out(tx, actor, before, (std::slice::from_ref(command), step), now)
    }

    /// The officers of the places an officer leads.
    ///
    /// # Errors
    /// The store's.
    pub async fn officers_led(&self, actor: &Actor, now: Timestamp) -> Result<Vec<StaffId>, Error> {
        let (day, organisation) = (calendar::local(now).date(), self.parts.organisation.clone());
        let mut places: Vec<Scope> = led(actor);
        let units = places.clone().into_iter().filter_map(|scope| match scope {
            Scope::Agency(agency) => Some(agency),
            Scope::Own | Scope::Unit(_) | Scope::Office(_) | Scope::Province => None,
        });
        let units: Vec<Scope> =
            units.flat_map(|agency| organisation.units(agency, day)).map(|unit| Scope::Unit(unit.id)).collect();
        places.extend(units);
        let officers = self.parts.db.read(move |tx| {
            let mut officers = Vec::new();
            for scope in places.iter().copied() {
                for role in list::LED {
                    officers.extend(access::holders(tx, role, scope, now)?);
                }
            }
            officers.sort_unstable();
            officers.dedup();
            Ok::<_, db::Error>(officers)
        });
        Ok(officers.await?)
    }

    /// What officers who moved or whose role ended still have in the places an officer leads.
    ///
    /// # Errors
    /// The store's.
    pub async fn left_behind(&self, actor: &Actor, now: Timestamp) -> Result<Vec<Left>, Error> {
        let scopes = led(actor);
        let left = self.parts.db.read(move |tx| {
            let mut left = BTreeMap::<StaffId, i64>::new();
            for scope in scopes.iter().copied() {
                let held = match scope {
                    Scope::Unit(unit) => held_in_unit(tx, unit)?,
                    Scope::Agency(agency) => held_in_agency(tx, agency)?,
                    Scope::Own | Scope::Office(_) | Scope::Province => Vec::new(),
                };
                for row in held {
                    let holder = Holder { role: row.role, agency: row.agency, unit: row.unit, office: row.office };
                    if !able(tx, holder, None, now)?.contains(&row.officer) {
                        let count = left.entry(row.officer).or_default();
                        *count = (*count).max(row.count);
                    }
                }
            }
            Ok::<_, db::Error>(left)
        });
        Ok(left.await?.into_iter().map(|(officer, count)| Left { officer, count }).collect())
    }

    /// A step is given to an officer who holds its role there, now.
    pub(super) fn can_work(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        (dossier, command): (&Dossier, &Command),
        now: Timestamp,
    ) -> Result<(), Error> {
        let Command::Assign(Assign { officer: Some(officer), .. }) = command else { return Ok(()) };
        let Some(holder) = dossier.holder else { return Ok(()) };
        // Who takes it shows the own grants; the rules look at them.
        if matches!(actor.kind, ActorKind::Staff { staff, .. } if staff == *officer) && holds_step(actor, dossier) {
            return Ok(());
        }
        if able(tx, holder, Some(dossier.competent_agency), now)?.contains(officer) {
            return Ok(());
        }
        let reason = RefusalReason::CannotWork;
        Err(Refusal { command: command.name(), state: dossier.state.name(), reason }.into())
    }
}

/// The places an officer leads.
fn led(actor: &Actor) -> Vec<Scope> {
    let leads = |role| matches!(role, Role::HeadOfUnit | Role::Leader);
    let mut scopes: Vec<Scope> =
        actor.grants.iter().filter(|grant| leads(grant.role)).map(|grant| grant.scope).collect();
    scopes.sort_by_key(|scope| format!("{scope:?}"));
    scopes.dedup();
    scopes
}

/// The officers whose grants reach a place, as `access::permit` would find.
fn able(
    tx: &mut Tx<'_>,
    holder: Holder,
    competent: Option<AgencyId>,
    now: Timestamp,
) -> Result<Vec<StaffId>, db::Error> {
    let scopes = [
        holder.unit.map(Scope::Unit),
        holder.office.map(Scope::Office),
        Some(Scope::Agency(holder.agency)),
        competent.filter(|agency| *agency != holder.agency).map(Scope::Agency),
        Some(Scope::Province),
    ];
    let mut officers = Vec::new();
    for scope in scopes.into_iter().flatten() {
        officers.extend(access::holders(tx, holder.role, scope, now)?);
    }
    officers.sort_unstable();
    officers.dedup();
    Ok(officers)
}

db::row! {
    /// What one officer has at one place.
    struct Held {
        officer: StaffId,
        role: Role,
        agency: AgencyId,
        unit: Option<UnitId>,
        office: Option<OfficeId>,
        count: i64,
    }
}

db::query! {
    fn held_in_unit(unit: UnitId) -> many Held =
        "SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id, count(*)
         FROM (
           SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier
           WHERE holder_unit_id = $1 AND assignee_id IS NOT NULL AND tray IN ('intake', 'work', 'waiting', 'return')
           UNION ALL
           SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier_leg
           WHERE holder_unit_id = $1 AND assignee_id IS NOT NULL) AS held
         GROUP BY assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id
         ORDER BY assignee_id, holder_role LIMIT 1000"
}

db::query! {
    fn held_in_agency(agency: AgencyId) -> many Held =
        "SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id, count(*)
         FROM (
           SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier
           WHERE holder_agency_id = $1 AND assignee_id IS NOT NULL AND tray IN ('intake', 'work', 'waiting', 'return')
           UNION ALL
           SELECT assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id FROM dossier_leg
           WHERE holder_agency_id = $1 AND assignee_id IS NOT NULL) AS held
         GROUP BY assignee_id, holder_role, holder_agency_id, holder_unit_id, holder_office_id
         ORDER BY assignee_id, holder_role LIMIT 1000"
}
