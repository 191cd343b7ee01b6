//! Lists: what an officer's grants reach, most urgent first, a page at a time; the citizen's own;
//! look-ups by number, telephone and name. The reach is in the query, never filtered afterwards.

use base::{AccountId, Actor, AgencyId, DossierId, Grant, Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;

use crate::code::DossierCode;
use crate::dossier::Channel;
use crate::state::{StateName, Tray};

db::row! {
    /// One line of a list.
    pub struct Line {
        /// Identifier.
        pub id: DossierId,
        /// Code; a draft has none.
        pub code: Option<DossierCode>,
        /// State.
        pub state: StateName,
        /// Code of the procedure.
        pub procedure_code: String,
        /// Name of the procedure.
        pub procedure_name: String,
        /// Name of the owner.
        pub owner_name: String,
        /// How it was filed.
        pub channel: Channel,
        /// What is due.
        pub step_name: String,
        /// Role that must act.
        pub holder_role: Option<Role>,
        /// The agency that decides.
        pub competent_agency: AgencyId,
        /// When it was filed.
        pub submitted_at: Option<Timestamp>,
        /// Due moment in force; none while the clock stands.
        pub due_at: Option<Timestamp>,
        /// Moment after which it is late.
        pub late_after: Option<Timestamp>,
        /// When the clock ended.
        pub resolved_at: Option<Timestamp>,
        /// What the list is sorted by.
        pub sort_at: Timestamp,
        /// Version.
        pub version: i64,
        /// The officer named for the step that is due.
        pub assignee: Option<StaffId>,
        /// The step, where it is one that runs beside the dossier's own.
        pub leg: Option<i64>,
    }
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Sort moment of the last line shown.
    pub sort_at: Timestamp,
    /// Its identifier.
    pub id: DossierId,
}

impl Place {
    /// Before everything.
    #[must_use]
    pub fn start() -> Self {
        Self { sort_at: Timestamp::UNIX_EPOCH, id: DossierId::from_uuid(uuid_nil()) }
    }
}

impl Line {
    /// The place after this line.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { sort_at: self.sort_at, id: self.id }
    }
}

fn uuid_nil() -> uuid::Uuid {
    uuid::Uuid::nil()
}

/// Which lines of a tray are meant, by what the tray is sorted by: from a moment on, up to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment that belongs to it.
    pub from: Timestamp,
    /// The first moment that no longer does.
    pub until: Timestamp,
}

impl Span {
    /// Everything.
    pub const ALL: Self = Self { from: Timestamp::UNIX_EPOCH, until: Timestamp::MAX };

    /// The place where its first page begins.
    #[must_use]
    pub fn start(&self) -> Place {
        Place { sort_at: self.from, ..Place::start() }
    }
}

/// Whose lines of a tray are meant, within what an officer reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everything the own roles work on.
    Own,
    /// What one officer works on; whoever leads a place finds that of the place.
    Of(StaffId),
    /// What nobody works on yet, likewise.
    Nobodys,
    /// What nobody works on yet and the own roles can.
    Takeable,
    /// Everything of the places the officer leads.
    Led,
}

/// Roles whose steps a head of unit or leader gives to an officer.
pub(crate) const LED: [Role; 6] =
    [Role::CounterOfficer, Role::Specialist, Role::Cashier, Role::Clerk, Role::StampKeeper, Role::HeadOfUnit];

impl Whose {
    /// Role and place of each part of the list.
    fn reach(self, actor: &Actor) -> Vec<(Role, Scope)> {
        let own = actor.grants.iter().map(|grant| (grant.role, grant.scope));
        if matches!(self, Self::Own | Self::Takeable) {
            return own.collect();
        }
        let leads = |grant: &&Grant| matches!(grant.role, Role::HeadOfUnit | Role::Leader);
        let led = actor.grants.iter().filter(leads).flat_map(|grant| LED.map(|role| (role, grant.scope)));
        let mut reach: Vec<_> = if self == Self::Led { led.collect() } else { own.chain(led).collect() };
        reach.sort_by_key(|(role, scope)| (role.name(), format!("{scope:?}")));
        reach.dedup();
        reach
    }
}

/// Which lines of a tray are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The tray.
    pub tray: Tray,
    /// Whose.
    pub whose: Whose,
    /// Which part.
    pub span: Span,
}

impl Wanted {
    /// A whole tray of the own roles.
    #[must_use]
    pub const fn all(tray: Tray) -> Self {
        Self { tray, whose: Whose::Own, span: Span::ALL }
    }
}

/// Asks the statements of the place that a scope names.
macro_rules! at {
    ($scope:ident, $what:ident, $tx:ident, $role:ident, $($with:ident),+) => {
        match $scope {
            Scope::Unit(unit) => at::unit::$what($tx, unit, $role, $($with),+),
            Scope::Agency(agency) => at::agency::$what($tx, agency, $role, $($with),+),
            Scope::Office(office) => at::office::$what($tx, office, $role, $($with),+),
            Scope::Province => at::anywhere::$what($tx, $role, $role, $($with),+),
            Scope::Own => Ok(Default::default()),
        }
    };
}

/// Lines that an actor's grants reach, from a place on.
///
/// # Errors
/// The store's.
pub(crate) fn tray(
    tx: &mut Tx<'_>,
    actor: &Actor,
    wanted: Wanted,
    after: Place,
    limit: i64,
) -> Result<Vec<Line>, db::Error> {
    let mut lines = Vec::new();
    let Place { sort_at, id } = after;
    let Wanted { tray, whose, span } = wanted;
    let until = span.until;
    for (role, scope) in whose.reach(actor) {
        match whose {
            Whose::Own | Whose::Led => {
                lines.extend(at!(scope, lines, tx, role, tray, sort_at, id, until, limit)?);
                lines.extend(at!(scope, legs, tx, role, tray, sort_at, id, until, limit)?);
            }
            Whose::Nobodys | Whose::Takeable => {
                lines.extend(at!(scope, free_lines, tx, role, tray, sort_at, id, until, limit)?);
                lines.extend(at!(scope, free_legs, tx, role, tray, sort_at, id, until, limit)?);
            }
            Whose::Of(officer) => {
                lines.extend(at!(scope, officers_lines, tx, role, tray, sort_at, id, until, limit, officer)?);
                lines.extend(at!(scope, officers_legs, tx, role, tray, sort_at, id, until, limit, officer)?);
            }
        }
    }
    lines.sort_by_key(|line| (line.sort_at, line.id));
    lines.dedup_by_key(|line| line.id);
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(lines)
}

/// How many lines of a tray an actor's grants reach, up to [`COUNT_MAX`] for each grant. A whole tray is
/// not counted: its number is kept with every change.
///
/// # Errors
/// The store's.
pub(crate) fn count(tx: &mut Tx<'_>, actor: &Actor, wanted: Wanted) -> Result<i64, db::Error> {
    let mut sum = 0;
    let Wanted { tray, whose, span } = wanted;
    for (role, scope) in whose.reach(actor) {
        let is_kept = span == Span::ALL && matches!(whose, Whose::Own | Whose::Led);
        sum +=
            if is_kept { kept::of(tx, role, scope, tray)?.min(COUNT_MAX) } else { counted(tx, role, scope, wanted)? };
    }
    Ok(sum)
}

fn counted(tx: &mut Tx<'_>, role: Role, scope: Scope, wanted: Wanted) -> Result<i64, db::Error> {
    let Wanted { tray, whose, span: Span { from, until } } = wanted;
    match whose {
        Whose::Own | Whose::Led => at!(scope, count, tx, role, tray, from, until, COUNT_MAX),
        Whose::Nobodys | Whose::Takeable => at!(scope, count_free, tx, role, tray, from, until, COUNT_MAX),
        Whose::Of(officer) => at!(scope, count_officers, tx, role, tray, from, until, COUNT_MAX, officer),
    }
}

/// Counting stops here: a list that long is shown as "999+".
pub const COUNT_MAX: i64 = 1000;

macro_rules! select {
    ($($rest:literal),+) => {
        concat!(
            "SELECT id, code, state, procedure_code, procedure_name, owner_name, channel, step_name, holder_role,
                    competent_agency_id, submitted_at, due_at, late_after, resolved_at, sort_at, version, assignee_id,
                    CAST(NULL AS bigint)
             FROM dossier ",
            $($rest),+
        )
    };
}

macro_rules! select_leg {
    ($($rest:literal),+) => {
        concat!(
            "SELECT d.id, d.code, d.state, d.procedure_code, d.procedure_name, d.owner_name, d.channel, l.step_name,
                    l.holder_role, d.competent_agency_id, d.submitted_at, d.due_at, d.late_after, d.resolved_at,
                    l.sort_at, d.version, l.assignee_id, l.step
             FROM dossier_leg l JOIN dossier d ON d.id = l.dossier_id ",
            $($rest),+
        )
    };
}

pub(crate) mod at;
mod kept;
pub(crate) mod opinion;

db::query! {
    /// A citizen's own dossiers, newest first.
    pub(crate) fn of_account(account: AccountId, limit: i64) -> many Line =
        select!("WHERE account_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2")
}

db::query! {
    /// Dossiers of an identity number, newest first.
    pub(crate) fn of_number(number: &str, limit: i64) -> many Line =
        select!("WHERE owner_number = $1 ORDER BY created_at DESC, id DESC LIMIT $2")
}

db::query! {
    /// Dossiers of a telephone number, newest first.
    pub(crate) fn of_phone(phone: &str, limit: i64) -> many Line =
        select!("WHERE owner_phone = $1 ORDER BY created_at DESC, id DESC LIMIT $2")
}

db::query! {
    /// Dossiers of an owner's whole folded name, newest first.
    pub(crate) fn of_name(folded: &str, limit: i64) -> many Line =
        select!("WHERE owner_folded = $1 ORDER BY created_at DESC, id DESC LIMIT $2")
}

db::query! {
    /// Dossiers of an agency in the order of their identifiers, for machines.
    pub(crate) fn of_competent(agency: AgencyId, after: DossierId, limit: i64) -> many Line =
        select!("WHERE competent_agency_id = $1 AND id > $2 AND code IS NOT NULL ORDER BY id LIMIT $3")
}

db::query! {
    /// Dossiers of an agency in a state.
    pub(crate) fn of_competent_in(agency: AgencyId, state: StateName, after: DossierId, limit: i64) -> many Line =
        select!("WHERE competent_agency_id = $1 AND state = $2 AND id > $3 AND code IS NOT NULL ORDER BY id LIMIT $4")
}

db::query! {
    /// Dossiers in a state.
    pub(crate) fn in_state(state: StateName, after: DossierId, limit: i64) -> many Line =
        select!("WHERE state = $1 AND id > $2 AND code IS NOT NULL ORDER BY id LIMIT $3")
}

db::query! {
    /// All dossiers in the order of their identifiers.
    pub(crate) fn all(after: DossierId, limit: i64) -> many Line =
        select!("WHERE id > $1 AND code IS NOT NULL ORDER BY id LIMIT $2")
}
