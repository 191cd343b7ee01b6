//! Dossiers follow the calendars: after a holiday, other hours or a closure is entered, every dossier
//! whose clock may still run is computed again, one event for each whose date moved. A dossier
//! whose clock has ended keeps its edition, and so its date and class, for ever.
//!
//! A command brings its dossier up to date before it acts; the rest follow in the background, some
//! at a time, so that the desk goes on answering.

use std::cmp::Ordering;
use std::time::Duration;

use base::{Actor, DossierId};
use calendar::Outcome;
use db::Tx;
use jiff::Timestamp;
use jobs::{Job, JobError, Progress, Wake};
use timetable::{Affected, EXAMPLES_MAX, Edition, Example, Preview, progress};

use super::Dossiers;
use super::act::Run;
use crate::decide::Decided;
use crate::dossier::Dossier;
use crate::error::Error;
use crate::store::{self, Running};

/// Dossiers computed again in one transaction: few enough that a waiting officer does not notice.
const BATCH: i64 = 100;
/// Dossiers read at once for a preview.
const PAGE: i64 = 1_000;

/// A dossier under a new edition.
pub(super) struct Followed {
    pub(super) dossier: Dossier,
    /// Whether a date moved, so that an event was written.
    pub(super) moved: bool,
}

impl Dossiers {
    /// Brings a dossier to an edition. Where a date moves, the event is appended and listeners are
    /// told; the row is written by the caller.
    pub(super) fn follow(
        &self,
        tx: &mut Tx<'_>,
        dossier: Dossier,
        edition: &Edition,
        now: Timestamp,
    ) -> Result<Followed, Error> {
        let (system, before) = (Actor::system(), dossier.clone());
        let (dossier, event) = dossier.following(edition, &system.name, now);
        let moved = event.is_some();
        let decided = Decided { events: event.into_iter().collect(), dossier };
        if moved {
            let definition = self.parts.workflows.get_in(tx, before.workflow)?;
            Run { this: self, actor: &system, now, definition: &definition, step: None, tells_above: true }
                .record(tx, &before, &decided)?;
        }
        Ok(Followed { dossier: decided.dossier, moved })
    }

    /// Brings some of the dossiers that are behind to an edition: how many, and how many moved.
    fn follow_some(&self, tx: &mut Tx<'_>, edition: &Edition, now: Timestamp) -> Result<(i64, i64), Error> {
        let (mut done, mut moved) = (0, 0);
        for before in store::behind(tx, &self.parts.timetable, edition.number(), BATCH)? {
            let (id, seen) = (before.id, before.version);
            let definition = self.parts.workflows.get_in(tx, before.workflow)?;
            let listed = self.listing(&before, &definition);
            let followed = self.follow(tx, before, edition, now)?;
            let listing = self.listing(&followed.dossier, &definition);
            let written = if followed.moved || listing != listed {
                store::update(tx, seen, &followed.dossier, &listing)?
            } else {
                store::follow(tx, id, seen, edition.number())? == 1
            };
            if !written {
                // Somebody acted on it meanwhile; the batch is done again on what that left.
                return Err(db::Error::RowCount { query: "dossier::store::update", found: 0 }.into());
            }
            self.plan_alerts(tx, &followed.dossier, &definition, now)?;
            done += 1;
            moved += i64::from(followed.moved);
        }
        Ok((done, moved))
    }

    /// One batch of the recomputation, counted for the page that shows how far it is. `false` when
    /// every dossier follows the newest edition.
    fn follow_batch(&self, tx: &mut Tx<'_>, now: Timestamp) -> Result<bool, Error> {
        let edition = self.parts.timetable.current_in(tx)?;
        let outstanding = progress::outstanding(tx)?;
        let is_counted = outstanding.contains(&edition.number());
        if is_counted && progress::of(tx, edition.number())?.is_none() {
            let total = store::count_behind(tx, edition.number())?;
            progress::start(tx, edition.number(), total, now)?;
        }
        let (done, moved) = self.follow_some(tx, &edition, now)?;
        if is_counted && done > 0 {
            progress::advance(tx, edition.number(), done, moved)?;
        }
        if done == BATCH {
            return Ok(true);
        }
        for number in outstanding {
            progress::start(tx, number, 0, now)?;
            progress::finish(tx, number, now)?;
        }
        Ok(false)
    }
}

impl Affected for Dossiers {
    fn preview(&self, tx: &mut Tx<'_>, before: &Edition, after: &Edition) -> Result<Preview, db::Error> {
        let mut preview = Preview::default();
        let mut place = (0, DossierId::from_uuid(uuid::Uuid::nil()));
        loop {
            let page = store::running(tx, place.0, place.1, PAGE)?;
            for running in &page {
                weigh(&mut preview, running, before, after);
            }
            let Some(last) = page.last() else { return Ok(preview) };
            place = (last.edition, last.id);
        }
    }
}

/// Adds one dossier to what a change would move.
fn weigh(preview: &mut Preview, running: &Running, before: &Edition, after: &Edition) {
    let clock = &running.content.0.clock;
    let Ok(Some(ledger)) = clock.ledger() else { return };
    let under = |edition: &Edition| {
        ledger.outcome(&edition.calendar(running.receiving_office_id, &running.procedure_code), clock.terms())
    };
    let (old, new) = (under(before), under(after));
    preview.open += 1;
    let date = |outcome: &Outcome| outcome.due.unwrap_or(outcome.late_after);
    match date(&new).cmp(&date(&old)) {
        Ordering::Greater => preview.later += 1,
        Ordering::Less => preview.earlier += 1,
        Ordering::Equal => return,
    }
    if preview.examples.len() < EXAMPLES_MAX {
        preview.examples.push(Example {
            code: running.code.to_string(),
            due_before: date(&old),
            due_after: date(&new),
        });
    }
}

/// The background work: brings open dossiers to the newest edition, a batch a turn.
#[derive(Debug)]
pub struct FollowCalendar {
    dossiers: Dossiers,
}

impl FollowCalendar {
    /// The job for these dossiers.
    #[must_use]
    pub const fn new(dossiers: Dossiers) -> Self {
        Self { dossiers }
    }

    /// Nothing is written where nothing is behind.
    async fn is_needed(&self) -> Result<bool, Error> {
        let parts = std::sync::Arc::clone(&self.dossiers.parts);
        let db = parts.db.clone();
        db.read(move |tx| {
            let newest = parts.timetable.current_in(tx)?.number();
            Ok(!progress::outstanding(tx)?.is_empty() || store::is_behind(tx, newest)?.is_some())
        })
        .await
    }
}

impl Job for FollowCalendar {
    fn name(&self) -> &'static str {
        "dossier.follow_calendar"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn wake(&self) -> Option<Wake> {
        Some(self.dossiers.parts.timetable.wake())
    }

    fn run(&self, now: Timestamp) -> futures_util::future::BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(async move {
            if !self.is_needed().await? {
                return Ok(Progress::Rest);
            }
            let dossiers = self.dossiers.clone();
            let more = self.dossiers.parts.db.write(move |tx| dossiers.follow_batch(tx, now)).await?;
            Ok(if more { Progress::More } else { Progress::Rest })
        })
    }
}
