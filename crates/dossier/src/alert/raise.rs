//! Raises alerts whose moment has come, and keeps the plan of open dossiers up to date after an upgrade
//! or a new setting.
//!
//! An alert and its line in the log are written in one transaction, in the order every command writes:
//! log, dossier, alert. Two workers that take the same dossier meet at the log: the second finds its
//! version taken, undoes everything and finds nothing left to do. After a day without a worker each
//! alert is raised once, with the moment it was meant for.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base::{Actor, DossierId};
use db::{Tx, events};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jobs::{Job, JobError, Progress};
use timetable::Timetable;

use super::{Planned, store as alerts};
use crate::command::{Command, GiveOpinion, Note};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::event::Event;
use crate::service::{Dossiers, Request, Which};
use crate::step_time::share_ends;
use crate::store;

/// Dossiers looked at in one turn.
const AT_ONCE: i64 = 100;
const EVERY: Duration = Duration::from_secs(5);

/// The job that raises alerts.
pub struct Alarms {
    dossiers: Dossiers,
    /// How far the plan was brought up to date since this process began; none when it is done.
    checked: Mutex<Option<DossierId>>,
}

impl std::fmt::Debug for Alarms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Alarms").finish_non_exhaustive()
    }
}

impl Alarms {
    /// The job of an installation.
    #[must_use]
    pub const fn new(dossiers: Dossiers) -> Self {
        Self { dossiers, checked: Mutex::new(Some(DossierId::from_uuid(uuid::Uuid::nil()))) }
    }

    async fn turn(&self, now: Timestamp) -> Result<Progress, JobError> {
        let waiting = *self.checked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(after) = waiting {
            let page = self.dossiers.replan_after(after, AT_ONCE, now).await?;
            *self.checked.lock().unwrap_or_else(PoisonError::into_inner) = page.last;
            return page.failed.map_or(Ok(Progress::More), |failed| Err(failed.into()));
        }
        let raised = self.dossiers.raise_due(AT_ONCE, now).await?;
        Ok(if raised { Progress::More } else { Progress::Rest })
    }
}

impl Job for Alarms {
    fn name(&self) -> &'static str {
        "dossier.alerts"
    }

    fn every(&self) -> Duration {
        EVERY
    }

    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(self.turn(now))
    }
}

/// A page of dossiers brought up to date.
#[derive(Debug)]
pub(crate) struct Replanned {
    /// The last one looked at; none when there are no more.
    pub(crate) last: Option<DossierId>,
    /// The first that could not be brought up to date, and why.
    pub(crate) failed: Option<Error>,
}

impl Dossiers {
    /// Raises what is due, dossier by dossier. `true` when something was raised here: more may wait.
    ///
    /// # Errors
    /// The store's.
    pub async fn raise_due(&self, limit: i64, now: Timestamp) -> Result<bool, Error> {
        let mut due = self.parts.db.read::<_, _, db::Error>(move |tx| alerts::due(tx, now, limit)).await?;
        due.dedup();
        let (mut raised_any, mut failed) = (false, None);
        for id in due {
            match self.settle(id, now).await {
                Ok(settled) => raised_any |= settled,
                // A command or another worker wrote the same version a moment earlier.
                Err(Error::Store(db::Error::Duplicate { .. } | db::Error::RowCount { .. })) => {}
                // One that cannot be read holds nobody else up; the job says so and comes back to it.
                Err(other) => failed = failed.or(Some(other)),
            }
        }
        failed.map_or(Ok(raised_any), Err)
    }

    /// What is due of one dossier: silence that is agreement, else its alerts.
    async fn settle(&self, id: DossierId, now: Timestamp) -> Result<bool, Error> {
        if let Some((step, seen)) = self.silent_step(id, now).await? {
            let silence = Command::CompleteStep(Note::default());
            return self.take_silence(id, seen, silence, Request::at(now).for_step(Some(step))).await;
        }
        if let Some((no, seen)) = self.silent_opinion(id, now).await? {
            let silence = Command::GiveOpinion(GiveOpinion { no, agrees: true, text: String::new() });
            return self.take_silence(id, seen, silence, Request::at(now)).await;
        }
        let timetable = self.parts.timetable.clone();
        let raise = move |tx: &mut Tx<'_>| raise_of(tx, &timetable, id, now);
        Ok(self.parts.db.write::<_, _, db::Error>(raise).await? > 0)
    }

    /// An open consultation whose deadline has passed, where silence is agreement. Its alert is still
    /// planned, so whoever was interrupted here finds it again.
    async fn silent_step(&self, id: DossierId, now: Timestamp) -> Result<Option<(u16, i64)>, Error> {
        let this = self.clone();
        let found = self.parts.db.read::<_, _, db::Error>(move |tx| {
            let Some(dossier) = store::by_id(tx, &this.parts.timetable, id)? else { return Ok(None) };
            let definition = this.parts.workflows.get_in(tx, dossier.workflow)?;
            let is_silent = |no: &u16| {
                let ends = definition.step(*no).and_then(|step| share_ends(&dossier, step));
                definition.lapses(*no) && ends.is_some_and(|at| at <= now)
            };
            let step = super::open_steps(&dossier).into_iter().find(is_silent);
            Ok(step.map(|step| (step, dossier.version)))
        });
        Ok(found.await?)
    }

    /// An opinion outside the process whose day has passed; its alert is still planned, likewise.
    async fn silent_opinion(&self, id: DossierId, now: Timestamp) -> Result<Option<(u16, i64)>, Error> {
        let timetable = self.parts.timetable.clone();
        let found = self.parts.db.read::<_, _, db::Error>(move |tx| {
            let Some(dossier) = store::by_id(tx, &timetable, id)? else { return Ok(None) };
            let silent = dossier.open_opinions().find(|opinion| opinion.due_at < now);
            Ok(silent.map(|opinion| (opinion.no, dossier.version)))
        });
        Ok(found.await?)
    }

    /// Goes on as if the agency that was asked agreed. `false` when somebody else acted meanwhile.
    async fn take_silence(&self, id: DossierId, seen: i64, silence: Command, request: Request) -> Result<bool, Error> {
        match self.execute_all(&Actor::system(), Which::Id(id), seen, vec![silence], request).await {
            Ok(_) => Ok(true),
            Err(Error::Stale { .. } | Error::Refused(_)) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Brings dates and plan of a page of open dossiers up to date with calendar and settings. Writes
    /// only what differs, and no event: nothing happened to them. One that cannot be read holds no
    /// other up.
    ///
    /// # Errors
    /// The store's, where not even the page could be read.
    pub(crate) async fn replan_after(&self, after: DossierId, limit: i64, now: Timestamp) -> Result<Replanned, Error> {
        let page = self.parts.db.read::<_, _, db::Error>(move |tx| store::open_after(tx, after, limit)).await?;
        let mut failed = None;
        for id in &page {
            let (this, id) = (self.clone(), *id);
            let done = self.parts.db.write::<_, _, Error>(move |tx| this.replan_one(tx, id, now)).await;
            failed = failed.or(done.err());
        }
        Ok(Replanned { last: page.last().copied(), failed })
    }

    /// The dossier is locked before it is read, so that a command cannot plan it in between.
    fn replan_one(&self, tx: &mut Tx<'_>, id: DossierId, now: Timestamp) -> Result<(), Error> {
        store::lock(tx, id)?;
        let Some(dossier) = store::by_id(tx, &self.parts.timetable, id)? else { return Ok(()) };
        let definition = self.parts.workflows.get_in(tx, dossier.workflow)?;
        store::relist(tx, &dossier, &self.listing(&dossier, &definition))?;
        Ok(self.plan_alerts(tx, &dossier, &definition, now)?)
    }
}

/// Raises every alert of a dossier that is due.
///
/// The dossier is read first: alerts read after it that belong to a later version meet that version's
/// line in the log.
fn raise_of(tx: &mut Tx<'_>, timetable: &Timetable, id: DossierId, now: Timestamp) -> Result<usize, db::Error> {
    let Some(dossier) = store::by_id(tx, timetable, id)? else { return Ok(0) };
    let kept = alerts::of_dossier(tx, id)?;
    let mut due: Vec<Planned> = kept
        .iter()
        .filter(|row| row.raised_at.is_none() && row.raise_at <= now)
        .map(|row| Planned { kind: row.kind, about_at: row.about_at, raise_at: row.raise_at })
        .collect();
    due.sort_by_key(|plan| (plan.raise_at, plan.kind));
    if due.is_empty() {
        return Ok(0);
    }
    let mut marks = Vec::with_capacity(due.len());
    for (plan, version) in due.iter().zip(dossier.version + 1..) {
        marks.push((plan, append(tx, &dossier, plan, version, now)?));
    }
    let last = dossier.version + i64::try_from(due.len()).unwrap_or(0);
    store::pass_version(tx, id, dossier.version, last)?;
    for (plan, seq) in marks {
        alerts::raise(tx, &dossier, plan, seq, now)?;
    }
    for row in kept.iter().filter(|row| row.is_over(now)) {
        alerts::settle_if_open(tx, id, row, now)?;
    }
    Ok(due.len())
}

fn append(tx: &mut Tx<'_>, dossier: &Dossier, plan: &Planned, version: i64, now: Timestamp) -> Result<i64, db::Error> {
    let event = Event::Alerted { alert: plan.kind, about_at: plan.about_at, raise_at: plan.raise_at };
    let body =
        serde_json::to_value(&event).map_err(|error| db::Error::Decode { column: 0, reason: error.to_string() })?;
    let system = Actor::system();
    events::append(
        tx,
        &events::NewEvent {
            subject_kind: "dossier",
            subject: dossier.id.uuid(),
            version,
            kind: event.kind(),
            at: now,
            actor: system.account,
            actor_name: &system.name,
            body: &body,
        },
    )
}
