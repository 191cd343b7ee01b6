//! Finding dossiers: by code, in the trays of the desk, of a citizen, by what an officer types.

use base::{Actor, AgencyId, DossierId, PersonalId, Phone, TaxCode};
use calendar::Calendar;
use db::events;

use super::Dossiers;
use super::act::{Which, load};
use crate::code::DossierCode;
use crate::dossier::Dossier;
use crate::error::Error;
use crate::history::{HistoryLine, lines};
use crate::list::{self, Line, Place, Wanted};
use crate::state::{StateName, Tray};
use crate::store;

/// Most results a search shows; more means the words were too wide.
const FOUND_MAX: i64 = 50;

impl Dossiers {
    /// A dossier the actor may read.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none or it is out of reach: the answer is the same.
    pub async fn read(&self, actor: &Actor, which: Which) -> Result<Dossier, Error> {
        let timetable = self.parts.timetable.clone();
        let found = self.parts.db.read(move |tx| load(tx, &timetable, &which)).await?;
        let dossier = found.ok_or(Error::NotFound)?;
        if dossier.may_be_read_by(actor) { Ok(dossier) } else { Err(Error::NotFound) }
    }

    /// A dossier for the public tracking page, which shows nothing personal. Drafts are not found.
    ///
    /// # Errors
    /// The store's.
    pub async fn track(&self, code: &DossierCode) -> Result<Option<Dossier>, Error> {
        let (timetable, code) = (self.parts.timetable.clone(), code.clone());
        Ok(self.parts.db.read(move |tx| store::by_code(tx, &timetable, &code)).await?)
    }

    /// The calendar that a dossier's first date was computed with, whatever was decided since.
    ///
    /// # Errors
    /// The store's.
    pub async fn calendar_at_start(&self, dossier: &Dossier) -> Result<Calendar, Error> {
        let Some(number) = dossier.content.clock.start_edition.filter(|number| *number != dossier.edition) else {
            return Ok(dossier.calendar.clone());
        };
        let timetable = self.parts.timetable.clone();
        let edition = self.parts.db.read::<_, _, db::Error>(move |tx| timetable.edition_in(tx, number)).await?;
        Ok(edition.calendar(dossier.receiving_office, &dossier.procedure_code))
    }

    /// What happened to a dossier, in order. The caller has asked for permission to read it.
    ///
    /// # Errors
    /// The store's.
    pub async fn history(&self, id: DossierId) -> Result<Vec<HistoryLine>, Error> {
        let written = self.parts.db.read(move |tx| events::of_subject(tx, id.uuid())).await?;
        Ok(lines(written))
    }

    /// A page of a tray, most urgent first.
    ///
    /// # Errors
    /// The store's.
    pub async fn tray(&self, actor: &Actor, tray: Tray, after: Place, limit: i64) -> Result<Vec<Line>, Error> {
        self.wanted(actor, Wanted::all(tray), Some(after), limit).await
    }

    /// A page of a part of a tray, most urgent first.
    ///
    /// # Errors
    /// The store's.
    pub async fn wanted(
        &self,
        actor: &Actor,
        wanted: Wanted,
        after: Option<Place>,
        limit: i64,
    ) -> Result<Vec<Line>, Error> {
        let actor = actor.clone();
        let after = after.unwrap_or_else(|| wanted.span.start());
        Ok(self.parts.db.read(move |tx| list::tray(tx, &actor, wanted, after, limit)).await?)
    }

    /// How many dossiers lie in parts of trays, each counted up to [`crate::COUNT_MAX`].
    ///
    /// # Errors
    /// The store's.
    pub async fn count_all(&self, actor: &Actor, wanted: Vec<Wanted>) -> Result<Vec<i64>, Error> {
        let actor = actor.clone();
        let counts = self.parts.db.read(move |tx| {
            wanted.iter().map(|wanted| list::count(tx, &actor, *wanted)).collect::<Result<Vec<_>, db::Error>>()
        });
        Ok(counts.await?)
    }

    /// How many dossiers lie in each tray, counted up to [`crate::COUNT_MAX`].
    ///
    /// # Errors
    /// The store's.
    pub async fn counts(&self, actor: &Actor) -> Result<TrayCounts, Error> {
        let actor = actor.clone();
        let counts = self.parts.db.read(move |tx| {
            Ok::<_, db::Error>(TrayCounts {
                intake: list::count(tx, &actor, Wanted::all(Tray::Intake))?,
                work: list::count(tx, &actor, Wanted::all(Tray::Work))?,
                waiting: list::count(tx, &actor, Wanted::all(Tray::Waiting))?,
                returning: list::count(tx, &actor, Wanted::all(Tray::Return))?,
                alerts: crate::alert::count(tx, &actor)?,
                opinions: list::opinion::count(tx, &actor)?,
            })
        });
        Ok(counts.await?)
    }

    /// A citizen's own dossiers and drafts, newest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn of_account(&self, actor: &Actor) -> Result<Vec<Line>, Error> {
        let account = actor.account;
        Ok(self.parts.db.read(move |tx| list::of_account(tx, account, 200)).await?)
    }

    /// What an officer typed: a code, an identity number, a telephone number or a whole name.
    /// Only dossiers within reach are returned.
    ///
    /// # Errors
    /// The store's.
    pub async fn search(&self, actor: &Actor, typed: &str) -> Result<Vec<Dossier>, Error> {
        let (timetable, actor, typed) = (self.parts.timetable.clone(), actor.clone(), typed.to_owned());
        let found = self.parts.db.read(move |tx| {
            if let Some(code) = DossierCode::parse(&typed) {
                return Ok(store::by_code(tx, &timetable, &code)?.into_iter().collect());
            }
            let found = if let Ok(number) = PersonalId::parse(&typed) {
                list::of_number(tx, number.as_str(), FOUND_MAX)?
            } else if let Ok(phone) = Phone::parse(&typed) {
                list::of_phone(tx, phone.as_str(), FOUND_MAX)?
            } else if let Ok(code) = TaxCode::parse(&typed) {
                list::of_number(tx, code.as_str(), FOUND_MAX)?
            } else {
                list::of_name(tx, &base::text::fold(&typed), FOUND_MAX)?
            };
            let mut dossiers = Vec::with_capacity(found.len());
            for line in found {
                dossiers.extend(store::by_id(tx, &timetable, line.id)?);
            }
            Ok::<_, db::Error>(dossiers)
        });
        let mut dossiers = found.await?;
        dossiers.retain(|dossier| dossier.may_be_read_by(&actor));
        Ok(dossiers)
    }

    /// Dossiers for machines, in the order of their identifiers.
    ///
    /// # Errors
    /// The store's.
    pub async fn page(&self, filter: PageFilter, after: DossierId, limit: i64) -> Result<Vec<Line>, Error> {
        let page = self.parts.db.read(move |tx| match (filter.agency, filter.state) {
            (Some(agency), Some(state)) => list::of_competent_in(tx, agency, state, after, limit),
            (Some(agency), None) => list::of_competent(tx, agency, after, limit),
            (None, Some(state)) => list::in_state(tx, state, after, limit),
            (None, None) => list::all(tx, after, limit),
        });
        Ok(page.await?)
    }
}

/// Counts for the side navigation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrayCounts {
    /// Waits to be accepted.
    pub intake: i64,
    /// Waits for a step.
    pub work: i64,
    /// The clock stands.
    pub waiting: i64,
    /// Waits to be handed over.
    pub returning: i64,
    /// Open alerts.
    pub alerts: i64,
    /// Opinions that are asked for.
    pub opinions: i64,
}

/// What a page of dossiers is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub struct PageFilter {
    /// The agency that decides.
    pub agency: Option<AgencyId>,
    /// The state.
    pub state: Option<StateName>,
}
