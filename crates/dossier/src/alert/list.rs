//! Open alerts that an officer's grants reach, newest first, a page at a time. Whoever must act sees
//! what waits for the own role; whoever leads or watches over a place sees all of it. The reach is in
//! the query, never filtered afterwards.

use base::{Actor, AgencyId, DossierId, Grant, OfficeId, Role, Scope, UnitId};
use db::Tx;
use jiff::Timestamp;

use super::AlertKind;
use crate::code::DossierCode;
use crate::error::Error;
use crate::list::COUNT_MAX;
use crate::service::Dossiers;
use crate::state::StateName;

db::row! {
    /// One alert of the list.
    pub struct AlertLine {
        /// What.
        pub kind: AlertKind,
        /// The moment it is about.
        pub about_at: Timestamp,
        /// When it was meant to be raised.
        pub raise_at: Timestamp,
        /// When it was raised; later where no worker ran.
        pub raised_at: Timestamp,
        /// Position of its event in the log.
        pub seq: i64,
        /// The dossier.
        pub dossier: DossierId,
        /// Its code.
        pub code: Option<DossierCode>,
        /// Where it stands.
        pub state: StateName,
        /// Name of the procedure.
        pub procedure_name: String,
        /// Name of the owner.
        pub owner_name: String,
        /// What is due.
        pub step_name: String,
        /// Who must act.
        pub holder_role: Option<Role>,
        /// The agency that decides.
        pub competent_agency: AgencyId,
    }
}

/// Where the next page begins: after the event of the last alert shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AlertPlace(pub i64);

impl AlertPlace {
    /// Before everything.
    #[must_use]
    pub const fn start() -> Self {
        Self(i64::MAX)
    }
}

impl AlertLine {
    /// The place after this line.
    #[must_use]
    pub const fn place(&self) -> AlertPlace {
        AlertPlace(self.seq)
    }
}

impl Dossiers {
    /// A page of open alerts, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn alerts(&self, actor: &Actor, after: AlertPlace, limit: i64) -> Result<Vec<AlertLine>, Error> {
        let actor = actor.clone();
        Ok(self.parts.db.read::<_, _, db::Error>(move |tx| lines(tx, &actor, after, limit)).await?)
    }
}

fn lines(
    tx: &mut Tx<'_>,
    actor: &Actor,
    AlertPlace(before): AlertPlace,
    limit: i64,
) -> Result<Vec<AlertLine>, db::Error> {
    let mut lines = Vec::new();
    for grant in &actor.grants {
        lines.extend(match (Reach::of(grant), grant.scope) {
            (Reach::Held, Scope::Unit(unit)) => lines_for_unit(tx, unit, grant.role, before, limit)?,
            (Reach::Held, Scope::Agency(agency)) => lines_for_agency(tx, agency, grant.role, before, limit)?,
            (Reach::Held, Scope::Office(office)) => lines_for_office(tx, office, grant.role, before, limit)?,
            (Reach::Held, Scope::Province) => lines_for_role(tx, grant.role, before, limit)?,
            (Reach::Watched, Scope::Unit(unit)) => lines_in_unit(tx, unit, before, limit)?,
            (Reach::Watched, Scope::Agency(agency)) => lines_in_agency(tx, agency, before, limit)?,
            (Reach::Watched, Scope::Office(office)) => lines_in_office(tx, office, before, limit)?,
            (Reach::Watched, Scope::Province) => lines_anywhere(tx, before, limit)?,
            (Reach::Held | Reach::Watched, Scope::Own) => Vec::new(),
        });
    }
    lines.sort_by_key(|line| std::cmp::Reverse(line.seq));
    lines.dedup_by_key(|line| line.seq);
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(lines)
}

/// How many open alerts an actor's grants reach, counted up to [`COUNT_MAX`].
///
/// # Errors
/// The store's.
pub(crate) fn count(tx: &mut Tx<'_>, actor: &Actor) -> Result<i64, db::Error> {
    let mut found = Vec::new();
    for grant in &actor.grants {
        found.extend(match (Reach::of(grant), grant.scope) {
            (Reach::Held, Scope::Unit(unit)) => found_for_unit(tx, unit, grant.role, COUNT_MAX)?,
            (Reach::Held, Scope::Agency(agency)) => found_for_agency(tx, agency, grant.role, COUNT_MAX)?,
            (Reach::Held, Scope::Office(office)) => found_for_office(tx, office, grant.role, COUNT_MAX)?,
            (Reach::Held, Scope::Province) => found_for_role(tx, grant.role, COUNT_MAX)?,
            (Reach::Watched, Scope::Unit(unit)) => found_in_unit(tx, unit, COUNT_MAX)?,
            (Reach::Watched, Scope::Agency(agency)) => found_in_agency(tx, agency, COUNT_MAX)?,
            (Reach::Watched, Scope::Office(office)) => found_in_office(tx, office, COUNT_MAX)?,
            (Reach::Watched, Scope::Province) => found_anywhere(tx, COUNT_MAX)?,
            (Reach::Held | Reach::Watched, Scope::Own) => Vec::new(),
        });
    }
    found.sort_unstable();
    found.dedup();
    Ok(i64::try_from(found.len()).unwrap_or(COUNT_MAX).min(COUNT_MAX))
}

/// What of a place a role is told.
enum Reach {
    /// What waits for the role itself.
    Held,
    /// Everything there.
    Watched,
}

impl Reach {
    const fn of(grant: &Grant) -> Self {
        match grant.role {
            Role::HeadOfUnit | Role::Leader | Role::Supervisor | Role::Inspector => Self::Watched,
            Role::Citizen
            | Role::CounterOfficer
            | Role::ReturnOfficer
            | Role::Cashier
            | Role::Specialist
            | Role::Clerk
            | Role::StampKeeper
            | Role::CatalogueEditor
            | Role::CatalogueApprover
            | Role::Administrator
            | Role::Integration => Self::Held,
        }
    }
}

macro_rules! line {
    ($rest:literal) => {
        concat!(
            "SELECT a.kind, a.about_at, a.raise_at, a.raised_at, a.seq, d.id, d.code, d.state, d.procedure_name,
                    d.owner_name, d.step_name, a.holder_role, d.competent_agency_id
             FROM dossier_alert a JOIN dossier d ON d.id = a.dossier_id
             WHERE a.raised_at IS NOT NULL AND a.settled_at IS NULL AND ",
            $rest
        )
    };
}

macro_rules! seq {
    ($rest:literal) => {
        concat!("SELECT seq FROM dossier_alert WHERE raised_at IS NOT NULL AND settled_at IS NULL AND ", $rest)
    };
}

/// Statements of the list, each answered by an index alone; a test holds the engines to it.
pub(crate) mod sql {
    pub(crate) const LINES_FOR_UNIT: &str =
        line!("a.holder_unit_id = $1 AND a.holder_role = $2 AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4");
    pub(crate) const LINES_FOR_AGENCY: &str =
        line!("a.holder_agency_id = $1 AND a.holder_role = $2 AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4");
    pub(crate) const LINES_FOR_OFFICE: &str =
        line!("a.holder_office_id = $1 AND a.holder_role = $2 AND a.seq < $3 ORDER BY a.seq DESC LIMIT $4");
    pub(crate) const LINES_FOR_ROLE: &str = line!("a.holder_role = $1 AND a.seq < $2 ORDER BY a.seq DESC LIMIT $3");
    pub(crate) const LINES_IN_UNIT: &str = line!("a.holder_unit_id = $1 AND a.seq < $2 ORDER BY a.seq DESC LIMIT $3");
    pub(crate) const LINES_IN_AGENCY: &str =
        line!("a.competent_agency_id = $1 AND a.seq < $2 ORDER BY a.seq DESC LIMIT $3");
    pub(crate) const LINES_IN_OFFICE: &str =
        line!("a.receiving_office_id = $1 AND a.seq < $2 ORDER BY a.seq DESC LIMIT $3");
    pub(crate) const LINES_ANYWHERE: &str = line!("a.seq < $1 ORDER BY a.seq DESC LIMIT $2");
    pub(crate) const FOUND_FOR_UNIT: &str = seq!("holder_unit_id = $1 AND holder_role = $2 ORDER BY seq DESC LIMIT $3");
    pub(crate) const FOUND_FOR_AGENCY: &str =
        seq!("holder_agency_id = $1 AND holder_role = $2 ORDER BY seq DESC LIMIT $3");
    pub(crate) const FOUND_FOR_OFFICE: &str =
        seq!("holder_office_id = $1 AND holder_role = $2 ORDER BY seq DESC LIMIT $3");
    pub(crate) const FOUND_FOR_ROLE: &str = seq!("holder_role = $1 ORDER BY seq DESC LIMIT $2");
    pub(crate) const FOUND_IN_UNIT: &str = seq!("holder_unit_id = $1 ORDER BY seq DESC LIMIT $2");
    pub(crate) const FOUND_IN_AGENCY: &str = seq!("competent_agency_id = $1 ORDER BY seq DESC LIMIT $2");
    pub(crate) const FOUND_IN_OFFICE: &str = seq!("receiving_office_id = $1 ORDER BY seq DESC LIMIT $2");
    pub(crate) const FOUND_ANYWHERE: &str = seq!("seq IS NOT NULL ORDER BY seq DESC LIMIT $1");
}

db::query! {
    fn lines_for_unit(unit: UnitId, role: Role, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_FOR_UNIT
}
db::query! {
    fn lines_for_agency(agency: AgencyId, role: Role, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_FOR_AGENCY
}
db::query! {
    fn lines_for_office(office: OfficeId, role: Role, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_FOR_OFFICE
}
db::query! {
    fn lines_for_role(role: Role, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_FOR_ROLE
}
db::query! {
    fn lines_in_unit(unit: UnitId, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_IN_UNIT
}
db::query! {
    fn lines_in_agency(agency: AgencyId, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_IN_AGENCY
}
db::query! {
    fn lines_in_office(office: OfficeId, before: i64, limit: i64) -> many AlertLine =
        sql::LINES_IN_OFFICE
}
db::query! {
    fn lines_anywhere(before: i64, limit: i64) -> many AlertLine =
        sql::LINES_ANYWHERE
}

db::query! {
    fn found_for_unit(unit: UnitId, role: Role, limit: i64) -> many i64 =
        sql::FOUND_FOR_UNIT
}
db::query! {
    fn found_for_agency(agency: AgencyId, role: Role, limit: i64) -> many i64 =
        sql::FOUND_FOR_AGENCY
}
db::query! {
    fn found_for_office(office: OfficeId, role: Role, limit: i64) -> many i64 =
        sql::FOUND_FOR_OFFICE
}
db::query! {
    fn found_for_role(role: Role, limit: i64) -> many i64 =
        sql::FOUND_FOR_ROLE
}
db::query! {
    fn found_in_unit(unit: UnitId, limit: i64) -> many i64 =
        sql::FOUND_IN_UNIT
}
db::query! {
    fn found_in_agency(agency: AgencyId, limit: i64) -> many i64 =
        sql::FOUND_IN_AGENCY
}
db::query! {
    fn found_in_office(office: OfficeId, limit: i64) -> many i64 =
        sql::FOUND_IN_OFFICE
}
db::query! {
    fn found_anywhere(limit: i64) -> many i64 =
        sql::FOUND_ANYWHERE
}
