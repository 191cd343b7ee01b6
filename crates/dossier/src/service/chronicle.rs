//! Histories made many at once: the same permissions, rules and numbers as a command that is executed,
//! but the dossier stays in memory from one command to the next, and what happened is written in few
//! transactions. For simulations and measurements only: no listener hears of it, so no message goes out.

use std::sync::Arc;

use base::{Actor, ActorKind, DossierId, ProcedureId};
use calendar::local;
use catalogue::ProcedureVersion;
use db::{Tx, events, number};
use jiff::Timestamp;
use timetable::Edition;
use workflow::Definition;

use super::power::is_signed;
use super::series::Series;
use super::{Dossiers, Request};
use crate::command::Command;
use crate::decide::{Circumstances, Numbers, decide};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::filing::Filing;
use crate::may::may;
use crate::places::OnDay;
use crate::state::Tray;
use crate::store;

/// What a dossier of a chronicle follows.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The procedure version.
    pub version: Arc<ProcedureVersion>,
    /// Its process.
    pub definition: Arc<Definition>,
    /// The calendars.
    pub edition: Arc<Edition>,
}

/// One line of the log, not written yet.
#[derive(Clone, Debug)]
pub struct Said {
    subject: DossierId,
    version: i64,
    kind: &'static str,
    at: Timestamp,
    actor: Arc<Actor>,
    body: serde_json::Value,
}

impl Said {
    /// What happened, as the log names it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        self.kind
    }
}

/// A row to be written: as it stands now, over the version that stands in the store.
#[derive(Clone, Debug)]
pub struct Page {
    /// The dossier.
    pub dossier: Dossier,
    /// Its process.
    pub definition: Arc<Definition>,
    /// The version in the store; none when it is not there yet.
    pub stored: Option<i64>,
}

/// A part of the chronicle that is written in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Chapter {
    /// What happened, in order of time.
    pub said: Vec<Said>,
    /// Every dossier that changed.
    pub pages: Vec<Page>,
    /// Series with the last number before and after.
    pub numbers: Vec<(String, i64, i64)>,
    /// When it is written, for what is due soon.
    pub now: Option<Timestamp>,
}

impl Dossiers {
    /// What a dossier of a procedure version filed now would follow; none where it is not open.
    ///
    /// # Errors
    /// The store's.
    pub async fn terms(&self, procedure: ProcedureId) -> Result<Option<Terms>, Error> {
        let version = self.parts.catalogue.version(procedure).await?;
        // Processes that an office drew came later than what is told here.
        let read = move |tx: &mut Tx<'_>| workflow::definition_of(tx, procedure);
        let definition = self.parts.db.read::<_, _, db::Error>(read).await?.map(Arc::new);
        let edition = self.parts.timetable.current();
        Ok(version.zip(definition).map(|(version, definition)| Terms { version, definition, edition }))
    }

    /// A draft in memory, checked like one that is filed.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn compose(&self, actor: &Actor, filing: &Filing, terms: &Terms, now: Timestamp) -> Result<Dossier, Error> {
        let draft = self.draft_under(actor, filing, terms, &Request::at(now))?;
        Self::check_complete(&draft, &terms.version)?;
        Ok(draft)
    }

    /// Applies a command to a dossier in memory. `next` gives the next number of a series.
    ///
    /// # Errors
    /// See [`Error`]; the dossier stays as it is.
    #[expect(clippy::too_many_arguments, reason = "who, which, what is asked, when, and where numbers come from")]
    pub fn narrate(
        &self,
        actor: &Arc<Actor>,
        dossier: &Dossier,
        command: &Command,
        terms: &Terms,
        now: Timestamp,
        next: &mut dyn FnMut(&str) -> Result<i64, Error>,
    ) -> Result<(Dossier, Vec<Said>), Error> {
        may(actor, dossier, command.name())?;
        let organisation = &self.parts.organisation;
        let numbers = match Series::of(organisation, dossier, command, now)? {
            Some(series) => series.numbers(next(&series.name())?),
            None => Numbers::default(),
        };
        let checklist: Vec<u16> = terms.version.facts.papers.iter().map(|paper| paper.no).collect();
        // What is told of the past rests on posts alone; delegations came with their papers.
        let signed = match actor.kind {
            ActorKind::Staff { staff, .. } if is_signed(command.name()) => self.own_right(staff, dossier),
            ActorKind::Staff { .. } | ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
        };
        let directory = OnDay { organisation, day: local(now).date() };
        let circumstances = Circumstances {
            now,
            actor,
            definition: &terms.definition,
            checklist: &checklist,
            directory: &directory,
            numbers,
            signed: signed.as_ref(),
        };
        let decided = decide(dossier, command, &circumstances)?;
        let mut said = Vec::with_capacity(decided.events.len());
        for (version, event) in (dossier.version + 1..).zip(&decided.events) {
            let body = super::act::body(event)?;
            said.push(Said {
                subject: dossier.id,
                version,
                kind: event.kind(),
                at: now,
                actor: Arc::clone(actor),
                body,
            });
        }
        Ok((decided.dossier, said))
    }

    /// Writes a chapter: log, numbers, rows and what is to be told later; all of it or nothing.
    ///
    /// # Errors
    /// The store's; somebody else who wrote the same numbers or dossiers meanwhile is one.
    pub fn write_chapter(&self, tx: &mut Tx<'_>, chapter: &Chapter) -> Result<i64, db::Error> {
        for (series, before, after) in &chapter.numbers {
            number::advance(tx, series, *before, *after)?;
        }
        let mut seq = 0;
        for said in &chapter.said {
            seq = events::append(
                tx,
                &events::NewEvent {
                    subject_kind: "dossier",
                    subject: said.subject.uuid(),
                    version: said.version,
                    kind: said.kind,
                    at: said.at,
                    actor: said.actor.account,
                    actor_name: &said.actor.name,
                    body: &said.body,
                },
            )?;
        }
        chapter.pages.iter().try_for_each(|page| self.write_page(tx, page, chapter.now))?;
        Ok(seq)
    }

    fn write_page(&self, tx: &mut Tx<'_>, page: &Page, now: Option<Timestamp>) -> Result<(), db::Error> {
        let listing = self.listing(&page.dossier, &page.definition);
        match page.stored {
            None => store::insert(tx, &page.dossier, &listing)?,
            Some(seen) if store::update(tx, seen, &page.dossier, &listing)? => {}
            Some(_) => return Err(db::Error::RowCount { query: "dossier::write_page", found: 0 }),
        }
        // What was closed before anybody read of it has nothing planned.
        let is_open = page.dossier.state.tray() != Tray::Closed;
        match now.filter(|_| is_open || page.stored.is_some()) {
            Some(now) => self.plan_alerts(tx, &page.dossier, &page.definition, now),
            None => Ok(()),
        }
    }
}
