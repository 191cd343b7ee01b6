//! Lists: what an officer's grants reach, most urgent first, a page at a time; the citizen's own;
//! look-ups by number, telephone and name. The reach is in the query, never filtered afterwards.

use base::{AccountId, Actor, AgencyId, DossierId, OfficeId, Role, Scope, UnitId};
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

/// Lines of a tray that an actor's grants reach, from a place on and before a moment.
///
/// # Errors
/// The store's.
#[expect(clippy::too_many_arguments, reason = "whose, which tray, from where, until when and how many")]
pub(crate) fn tray(
    tx: &mut Tx<'_>,
    actor: &Actor,
    tray: Tray,
    after: Place,
    until: Timestamp,
    limit: i64,
) -> Result<Vec<Line>, db::Error> {
    let mut lines = Vec::new();
    let Place { sort_at, id } = after;
    for grant in &actor.grants {
        let role = grant.role;
        match grant.scope {
            Scope::Unit(unit) => {
                lines.extend(of_unit(tx, unit, role, tray, sort_at, id, until, limit)?);
                lines.extend(legs_of_unit(tx, unit, role, tray, sort_at, id, until, limit)?);
            }
            Scope::Agency(agency) => {
                lines.extend(of_agency(tx, agency, role, tray, sort_at, id, until, limit)?);
                lines.extend(legs_of_agency(tx, agency, role, tray, sort_at, id, until, limit)?);
            }
            Scope::Office(office) => {
                lines.extend(of_office(tx, office, role, tray, sort_at, id, until, limit)?);
                lines.extend(legs_of_office(tx, office, role, tray, sort_at, id, until, limit)?);
            }
            Scope::Province => {
                lines.extend(of_role(tx, role, tray, sort_at, id, until, limit)?);
                lines.extend(legs_of_role(tx, role, tray, sort_at, id, until, limit)?);
            }
            Scope::Own => {}
        }
    }
    lines.sort_by_key(|line| (line.sort_at, line.id));
    lines.dedup_by_key(|line| line.id);
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(lines)
}

/// How many lines of a tray an actor's grants reach, counted up to [`COUNT_MAX`].
///
/// # Errors
/// The store's.
pub(crate) fn count(tx: &mut Tx<'_>, actor: &Actor, tray: Tray, span: Span) -> Result<i64, db::Error> {
    let mut sum = 0;
    let Span { from, until } = span;
    for grant in &actor.grants {
        sum += match grant.scope {
            Scope::Unit(unit) => count_of_unit(tx, unit, grant.role, tray, from, until, COUNT_MAX)?,
            Scope::Agency(agency) => count_of_agency(tx, agency, grant.role, tray, from, until, COUNT_MAX)?,
            Scope::Office(office) => count_of_office(tx, office, grant.role, tray, from, until, COUNT_MAX)?,
            Scope::Province => count_of_role(tx, grant.role, tray, from, until, COUNT_MAX)?,
            Scope::Own => 0,
        };
    }
    Ok(sum)
}

/// Counting stops here: a list that long is shown as "999+".
pub const COUNT_MAX: i64 = 1000;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, code, state, procedure_code, procedure_name, owner_name, channel, step_name, holder_role,
                    competent_agency_id, submitted_at, due_at, late_after, resolved_at, sort_at, version
             FROM dossier ",
            $rest
        )
    };
}

macro_rules! select_leg {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.code, d.state, d.procedure_code, d.procedure_name, d.owner_name, d.channel, l.step_name,
                    l.holder_role, d.competent_agency_id, d.submitted_at, d.due_at, d.late_after, d.resolved_at,
                    l.sort_at, d.version
             FROM dossier_leg l JOIN dossier d ON d.id = l.dossier_id ",
            $rest
        )
    };
}

/// Statements of the trays, each answered by an index alone; a test holds the engines to it.
pub(crate) mod sql {
    pub(crate) const OF_UNIT: &str = select!(
        "WHERE holder_unit_id = $1 AND holder_role = $2 AND tray = $3 AND (sort_at, id) > ($4, $5) AND sort_at < $6
         ORDER BY sort_at, id LIMIT $7"
    );
    pub(crate) const OF_AGENCY: &str = select!(
        "WHERE holder_agency_id = $1 AND holder_role = $2 AND tray = $3 AND (sort_at, id) > ($4, $5) AND sort_at < $6
         ORDER BY sort_at, id LIMIT $7"
    );
    pub(crate) const OF_OFFICE: &str = select!(
        "WHERE holder_office_id = $1 AND holder_role = $2 AND tray = $3 AND (sort_at, id) > ($4, $5) AND sort_at < $6
         ORDER BY sort_at, id LIMIT $7"
    );
    pub(crate) const OF_ROLE: &str = select!(
        "WHERE holder_role = $1 AND tray = $2 AND (sort_at, id) > ($3, $4) AND sort_at < $5
         ORDER BY sort_at, id LIMIT $6"
    );
    pub(crate) const LEGS_OF_UNIT: &str = select_leg!(
        "WHERE l.holder_unit_id = $1 AND l.holder_role = $2 AND l.tray = $3 AND (l.sort_at, l.dossier_id) > ($4, $5)
           AND l.sort_at < $6
         ORDER BY l.sort_at, l.dossier_id LIMIT $7"
    );
    pub(crate) const COUNT_OF_UNIT: &str = "SELECT count(*) FROM (SELECT 1 FROM dossier
         WHERE holder_unit_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         UNION ALL SELECT 1 FROM dossier_leg
         WHERE holder_unit_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         LIMIT $6) AS counted";
    pub(crate) const LEGS_OF_AGENCY: &str = select_leg!(
        "WHERE l.holder_agency_id = $1 AND l.holder_role = $2 AND l.tray = $3 AND (l.sort_at, l.dossier_id) > ($4, $5)
           AND l.sort_at < $6
         ORDER BY l.sort_at, l.dossier_id LIMIT $7"
    );
    pub(crate) const COUNT_OF_AGENCY: &str = "SELECT count(*) FROM (SELECT 1 FROM dossier
         WHERE holder_agency_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         UNION ALL SELECT 1 FROM dossier_leg
         WHERE holder_agency_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         LIMIT $6) AS counted";
    pub(crate) const LEGS_OF_OFFICE: &str = select_leg!(
        "WHERE l.holder_office_id = $1 AND l.holder_role = $2 AND l.tray = $3 AND (l.sort_at, l.dossier_id) > ($4, $5)
           AND l.sort_at < $6
         ORDER BY l.sort_at, l.dossier_id LIMIT $7"
    );
    pub(crate) const COUNT_OF_OFFICE: &str = "SELECT count(*) FROM (SELECT 1 FROM dossier
         WHERE holder_office_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         UNION ALL SELECT 1 FROM dossier_leg
         WHERE holder_office_id = $1 AND holder_role = $2 AND tray = $3 AND sort_at >= $4 AND sort_at < $5
         LIMIT $6) AS counted";
    pub(crate) const LEGS_OF_ROLE: &str = select_leg!(
        "WHERE l.holder_role = $1 AND l.tray = $2 AND (l.sort_at, l.dossier_id) > ($3, $4) AND l.sort_at < $5
         ORDER BY l.sort_at, l.dossier_id LIMIT $6"
    );
    pub(crate) const COUNT_OF_ROLE: &str = "SELECT count(*) FROM (SELECT 1 FROM dossier
         WHERE holder_role = $1 AND tray = $2 AND sort_at >= $3 AND sort_at < $4
         UNION ALL SELECT 1 FROM dossier_leg
         WHERE holder_role = $1 AND tray = $2 AND sort_at >= $3 AND sort_at < $4
         LIMIT $5) AS counted";
}

db::query! {
    fn of_unit(
        unit: UnitId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::OF_UNIT
}

db::query! {
    fn of_agency(
        agency: AgencyId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::OF_AGENCY
}

db::query! {
    fn of_office(
        office: OfficeId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::OF_OFFICE
}

db::query! {
    fn of_role(
        role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::OF_ROLE
}

db::query! {
    fn legs_of_unit(
        unit: UnitId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::LEGS_OF_UNIT
}

db::query! {
    fn legs_of_agency(
        agency: AgencyId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::LEGS_OF_AGENCY
}

db::query! {
    fn legs_of_office(
        office: OfficeId, role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::LEGS_OF_OFFICE
}

db::query! {
    fn legs_of_role(
        role: Role, tray: Tray, sort_at: Timestamp, id: DossierId, until: Timestamp, limit: i64,
    ) -> many Line = sql::LEGS_OF_ROLE
}

db::query! {
    fn count_of_unit(
        unit: UnitId, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64,
    ) -> one i64 = sql::COUNT_OF_UNIT
}

db::query! {
    fn count_of_agency(
        agency: AgencyId, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64,
    ) -> one i64 = sql::COUNT_OF_AGENCY
}

db::query! {
    fn count_of_office(
        office: OfficeId, role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64,
    ) -> one i64 = sql::COUNT_OF_OFFICE
}

db::query! {
    fn count_of_role(role: Role, tray: Tray, from: Timestamp, until: Timestamp, limit: i64) -> one i64 =
        sql::COUNT_OF_ROLE
}

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
