//! Opinions that officers are asked for: what their grants reach, soonest due first. The reach is in the
//! query, never filtered afterwards.

use access::permit::{Action, allowed};
use base::{Actor, AgencyId, DossierId, Scope, UnitId};
use db::Tx;
use jiff::Timestamp;

use super::{COUNT_MAX, uuid_nil};
use crate::code::DossierCode;

db::row! {
    /// One opinion that is waited for.
    pub struct OpinionLine {
        /// The dossier.
        pub id: DossierId,
        /// Its code.
        pub code: Option<DossierCode>,
        /// Number of the opinion in the dossier.
        pub no: i64,
        /// Name of the procedure.
        pub procedure_name: String,
        /// Name of the owner.
        pub owner_name: String,
        /// The agency that decides the dossier.
        pub competent_agency: AgencyId,
        /// The agency that was asked.
        pub agency: AgencyId,
        /// The unit that was asked.
        pub unit: Option<UnitId>,
        /// What was asked.
        pub question: String,
        /// When.
        pub asked_at: Timestamp,
        /// Until when.
        pub due_at: Timestamp,
    }
}

/// Where the next page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpinionPlace {
    /// Due moment of the last line shown.
    pub due_at: Timestamp,
    /// Its dossier.
    pub id: DossierId,
    /// Its number.
    pub no: i64,
}

impl OpinionPlace {
    /// Before everything.
    #[must_use]
    pub fn start() -> Self {
        Self { due_at: Timestamp::UNIX_EPOCH, id: DossierId::from_uuid(uuid_nil()), no: 0 }
    }
}

impl OpinionLine {
    /// The place after this line.
    #[must_use]
    pub const fn place(&self) -> OpinionPlace {
        OpinionPlace { due_at: self.due_at, id: self.id, no: self.no }
    }
}

/// Lines from a place on.
///
/// # Errors
/// The store's.
pub(crate) fn lines(
    tx: &mut Tx<'_>,
    actor: &Actor,
    after: OpinionPlace,
    limit: i64,
) -> Result<Vec<OpinionLine>, db::Error> {
    let OpinionPlace { due_at, id, no } = after;
    let mut lines = Vec::new();
    for scope in places(actor) {
        lines.extend(match scope {
            Scope::Unit(unit) => of_unit(tx, unit, due_at, id, no, limit)?,
            Scope::Agency(agency) => of_agency(tx, agency, due_at, id, no, limit)?,
            Scope::Province => anywhere(tx, due_at, id, no, limit)?,
            Scope::Own | Scope::Office(_) => Vec::new(),
        });
    }
    lines.sort_by_key(|line| (line.due_at, line.id, line.no));
    lines.dedup_by_key(|line| (line.id, line.no));
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(lines)
}

/// How many there are, up to [`COUNT_MAX`]; whoever may answer none is not asked for any.
///
/// # Errors
/// The store's.
pub(crate) fn count(tx: &mut Tx<'_>, actor: &Actor) -> Result<i64, db::Error> {
    let mut sum = 0;
    for scope in places(actor) {
        sum += match scope {
            Scope::Unit(unit) => count_of_unit(tx, unit, COUNT_MAX)?,
            Scope::Agency(agency) => count_of_agency(tx, agency, COUNT_MAX)?,
            Scope::Province => count_anywhere(tx, Timestamp::UNIX_EPOCH, COUNT_MAX)?,
            Scope::Own | Scope::Office(_) => 0,
        };
    }
    Ok(sum.min(COUNT_MAX))
}

/// The places for which an actor answers; a unit inside an agency that is reached anyway once only.
fn places(actor: &Actor) -> Vec<Scope> {
    let answers = |grant: &&base::Grant| allowed(Action::GiveOpinion).contains(&grant.role);
    let mut scopes: Vec<Scope> = actor.grants.iter().filter(answers).map(|grant| grant.scope).collect();
    scopes.sort_by_key(|scope| format!("{scope:?}"));
    scopes.dedup();
    if scopes.contains(&Scope::Province) {
        return vec![Scope::Province];
    }
    scopes
}

macro_rules! opinions {
    ($rest:literal) => {
        concat!(
            "SELECT d.id, d.code, o.no, d.procedure_name, d.owner_name, d.competent_agency_id, o.agency_id, o.unit_id,
                    o.question, o.asked_at, o.due_at
             FROM dossier_opinion o JOIN dossier d ON d.id = o.dossier_id
             WHERE ",
            $rest
        )
    };
}

db::query! {
    fn of_unit(unit: UnitId, due_at: Timestamp, id: DossierId, no: i64, limit: i64) -> many OpinionLine =
        opinions!(
            "o.unit_id = $1 AND (o.due_at, o.dossier_id, o.no) > ($2, $3, $4)
             ORDER BY o.due_at, o.dossier_id, o.no LIMIT $5"
        )
}

db::query! {
    fn of_agency(agency: AgencyId, due_at: Timestamp, id: DossierId, no: i64, limit: i64) -> many OpinionLine =
        opinions!(
            "o.agency_id = $1 AND (o.due_at, o.dossier_id, o.no) > ($2, $3, $4)
             ORDER BY o.due_at, o.dossier_id, o.no LIMIT $5"
        )
}

db::query! {
    fn anywhere(due_at: Timestamp, id: DossierId, no: i64, limit: i64) -> many OpinionLine =
        opinions!(
            "(o.due_at, o.dossier_id, o.no) > ($1, $2, $3)
             ORDER BY o.due_at, o.dossier_id, o.no LIMIT $4"
        )
}

db::query! {
    fn count_of_unit(unit: UnitId, limit: i64) -> one i64 =
        "SELECT count(*) FROM (SELECT 1 FROM dossier_opinion WHERE unit_id = $1 LIMIT $2) AS counted"
}

db::query! {
    fn count_of_agency(agency: AgencyId, limit: i64) -> one i64 =
        "SELECT count(*) FROM (SELECT 1 FROM dossier_opinion WHERE agency_id = $1 LIMIT $2) AS counted"
}

db::query! {
    fn count_anywhere(from: Timestamp, limit: i64) -> one i64 =
        "SELECT count(*) FROM (SELECT 1 FROM dossier_opinion WHERE due_at >= $1 LIMIT $2) AS counted"
}
