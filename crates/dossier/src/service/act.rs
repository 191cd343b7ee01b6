//! Acting on a dossier: one or several commands in one transaction.

use base::{Actor, DossierId};
use calendar::local;
use db::{Tx, events, idempotency, number};
use jiff::Timestamp;
use timetable::Timetable;
use workflow::Definition;

use super::series::Series;
use super::{Dossiers, Request, sub_dossier};
use crate::alert::{plan, replan};
use crate::code::DossierCode;
use crate::command::Command;
use crate::decide::{Circumstances, Decided, Numbers, decide};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::event::Event;
use crate::history::lines;
use crate::listener::Happened;
use crate::may::may;
use crate::places::OnDay;
use crate::refusal::Refusal;
use crate::state::State;
use crate::store::{self, LegListing, Listing};
use crate::way::Waits;

/// Which dossier is meant.
#[derive(Clone, Debug)]
pub enum Which {
    /// By its code.
    Code(DossierCode),
    /// By its identifier; drafts have no code.
    Id(DossierId),
}

impl Dossiers {
    /// Runs a command on the version the actor saw.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    #[expect(clippy::too_many_arguments, reason = "who, which, what was seen, what is asked and how")]
    pub async fn execute(
        &self,
        actor: &Actor,
        code: &DossierCode,
        seen: i64,
        command: Command,
        request: Request,
    ) -> Result<Dossier, Error> {
        self.execute_all(actor, Which::Code(code.clone()), seen, vec![command], request).await
    }

    /// Runs several commands one after the other; all of them or none.
    ///
    /// # Errors
    /// See [`Error`]; nothing is changed.
    #[expect(clippy::too_many_arguments, reason = "who, which, what was seen, what is asked and how")]
    pub async fn execute_all(
        &self,
        actor: &Actor,
        which: Which,
        seen: i64,
        commands: Vec<Command>,
        request: Request,
    ) -> Result<Dossier, Error> {
        let (this, actor, wanted) = (self.clone(), actor.clone(), which.clone());
        let acted = self
            .parts
            .db
            .write(move |tx| {
                let fingerprint = format!("{which:?} {seen} {commands:?} {:?}", request.step);
                this.once(tx, &actor, &request, &fingerprint, |tx| {
                    let before = load(tx, &this.parts.timetable, &which)?.ok_or(Error::NotFound)?;
                    // Who may not even read it shall not learn that it exists.
                    if !before.may_be_read_by(&actor) {
                        return Err(Error::NotFound);
                    }
                    if before.version != seen && !was_only_alerted(tx, &before, seen)? {
                        return Err(stale(tx, &before, seen)?);
                    }
                    let after = this.carry_out(tx, &actor, before, (&commands, request.step), request.now)?;
                    if let Some(after) = after {
                        return Ok(after);
                    }
                    let current = load(tx, &this.parts.timetable, &which)?.ok_or(Error::NotFound)?;
                    Err(stale(tx, &current, seen)?)
                })
            })
            .await;
        match acted {
            // Somebody wrote the same version of the log a moment earlier: the second of two.
            Err(Error::Store(db::Error::Duplicate { .. })) => Err(self.overtaken(wanted, seen).await?),
            other => other,
        }
    }

    /// Runs commands on a dossier that was read in this transaction; none when somebody was faster.
    #[expect(clippy::too_many_arguments, reason = "who, on what, what is asked and when, in which transaction")]
    pub(super) fn carry_out(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        before: Dossier,
        (commands, step): (&[Command], Option<u16>),
        now: Timestamp,
    ) -> Result<Option<Dossier>, Error> {
        let mut before = before;
        sub_dossier::keep(tx, &before)?;
        let definition = self.process_of(tx, &mut before, now)?;
        let mut run = Run { this: self, actor, now, definition: &definition, step, tells_above: true };
        let edition = self.parts.timetable.current_in(tx)?;
        let stored = before.version;
        let followed = self.follow(tx, before, &edition, now)?.dossier;
        let after = run.all(tx, followed, commands)?;
        let listing = self.listing(&after, &definition);
        if !store::update(tx, stored, &after, &listing)? {
            return Ok(None);
        }
        self.plan_alerts(tx, &after, &definition, now)?;
        Ok(Some(after))
    }

    /// What happened to a dossier since a version, as the refusal of whoever saw that version.
    async fn overtaken(&self, which: Which, seen: i64) -> Result<Error, Error> {
        let timetable = self.parts.timetable.clone();
        self.parts
            .db
            .read(move |tx| {
                let current = load(tx, &timetable, &which)?.ok_or(Error::NotFound)?;
                Ok(stale(tx, &current, seen)?)
            })
            .await
    }

    /// Does work once per idempotency key; a resent request gets the dossier it made.
    #[expect(clippy::too_many_arguments, reason = "the claim of a key needs who, what and when")]
    pub(super) fn once(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        request: &Request,
        fingerprint: &str,
        work: impl FnOnce(&mut Tx<'_>) -> Result<Dossier, Error>,
    ) -> Result<Dossier, Error> {
        let Some(key) = request.idempotency_key.as_deref() else { return work(tx) };
        let digest = base::secret::digest(fingerprint);
        match idempotency::claim(tx, actor.account, key, &digest, request.now)? {
            idempotency::Claim::Mismatch => Err(Error::KeyReused),
            idempotency::Claim::Seen(answer) => {
                let id = answer.get("id").and_then(|id| id.as_str()).and_then(|id| id.parse().ok());
                store::by_id(tx, &self.parts.timetable, id.ok_or(Error::NotFound)?)?.ok_or(Error::NotFound)
            }
            idempotency::Claim::Fresh => {
                let dossier = work(tx)?;
                let answer = serde_json::json!({ "id": dossier.id, "version": dossier.version });
                idempotency::finish(tx, actor.account, key, &answer)?;
                Ok(dossier)
            }
        }
    }

    /// Plans the alerts of a dossier in the transaction that wrote it.
    pub(crate) fn plan_alerts(
        &self,
        tx: &mut Tx<'_>,
        dossier: &Dossier,
        definition: &Definition,
        now: Timestamp,
    ) -> Result<(), db::Error> {
        replan(tx, dossier, &plan(dossier, definition, self.leads.alert), now)
    }

    /// What lists show of a dossier. Lateness that nothing washes away counts from when it began.
    pub(crate) fn listing(&self, dossier: &Dossier, definition: &Definition) -> Listing {
        let calendar = &dossier.calendar;
        let clock = dossier.clock();
        let late_after = clock.map(|clock| clock.late_since.unwrap_or(clock.late_after));
        let submitted = dossier.submitted_at.unwrap_or(dossier.created_at);
        let sort_at = match &dossier.state {
            State::Draft => dossier.created_at,
            State::Submitted => calendar.acceptance_deadline(dossier.answer_owed_since().unwrap_or(submitted)),
            State::Received { .. } | State::InProgress { .. } => late_after.unwrap_or(submitted),
            State::AwaitingSupplement { since, .. }
            | State::AwaitingPayment { since, .. }
            | State::Paused { since, .. } => *since,
            State::Resolved { .. } => dossier.resolved_at.unwrap_or(submitted),
            State::Declined { .. } | State::Returned { .. } | State::Withdrawn { .. } | State::Stopped { .. } => {
                dossier.closed_at.unwrap_or(submitted)
            }
        };
        let name = |no: u16| definition.step(no).map(|step| step.name.clone()).unwrap_or_default();
        let beside = store::beside(dossier).into_iter().map(|leg| LegListing {
            leg: leg.clone(),
            step_name: name(leg.step),
            assignee: dossier.assignee_at(leg.holder),
            sort_at: leg.waits.map_or_else(|| late_after.unwrap_or(submitted), Waits::since),
        });
        Listing {
            legs: beside.collect(),
            step_name: dossier.state.step().map(name).unwrap_or_default(),
            due_at: clock.and_then(|clock| clock.due),
            late_after,
            sort_at,
        }
    }
}

/// Commands being run on one dossier.
pub(super) struct Run<'a> {
    pub(super) this: &'a Dossiers,
    pub(super) actor: &'a Actor,
    pub(super) now: Timestamp,
    pub(super) definition: &'a Definition,
    /// The open step the first command is for, where it names one.
    pub(super) step: Option<u16>,
    /// Whether the dossier it was opened for goes on when this one ends.
    pub(super) tells_above: bool,
}

impl Run<'_> {
    /// Runs all commands in order and appends their events.
    pub(super) fn all(&mut self, tx: &mut Tx<'_>, dossier: Dossier, commands: &[Command]) -> Result<Dossier, Error> {
        let step = self.step.take();
        let mut named = commands.iter().zip(std::iter::once(step).chain(std::iter::repeat(None)));
        named.try_fold(dossier, |dossier, (command, step)| self.one(tx, &dossier, (command, step)))
    }

    pub(super) fn one(
        &self,
        tx: &mut Tx<'_>,
        dossier: &Dossier,
        (command, step): (&Command, Option<u16>),
    ) -> Result<Dossier, Error> {
        let meant = dossier.meant_by(command.name(), step);
        let refused = |reason| Refusal { command: command.name(), state: dossier.state.name(), reason };
        let dossier = &meant.map_err(refused)?;
        let signed = self.this.power(tx, self.actor, dossier, (command.name(), self.now))?;
        may(self.actor, dossier, command.name())?;
        self.this.can_work(tx, self.actor, (dossier, command), self.now)?;
        self.this.can_be_asked((dossier, command), self.now)?;
        self.this.can_be_transferred(tx, (dossier, command), self.now)?;
        let numbers = self.numbers(tx, dossier, command)?;
        let checklist = self.checklist(tx, dossier)?;
        let organisation = &self.this.parts.organisation;
        let directory = OnDay { organisation, day: local(self.now).date() };
        let circumstances = Circumstances {
            now: self.now,
            actor: self.actor,
            definition: self.definition,
            checklist: &checklist,
            directory: &directory,
            numbers,
            signed: signed.as_ref(),
        };
        let decided = decide(dossier, command, &circumstances)?;
        self.record(tx, dossier, &decided)?;
        self.settle(tx, decided.dossier)
    }

    /// Numbers are taken in the transaction that uses them; a refusal gives them back.
    fn numbers(&self, tx: &mut Tx<'_>, dossier: &Dossier, command: &Command) -> Result<Numbers, Error> {
        match Series::of(&self.this.parts.organisation, dossier, command, self.now)? {
            Some(series) => Ok(series.numbers(number::next(tx, &series.name())?)),
            None => Ok(Numbers::default()),
        }
    }

    fn checklist(&self, tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Vec<u16>, Error> {
        let version = self.this.parts.catalogue.version_in(tx, dossier.procedure)?;
        Ok(version.map(|version| version.facts.papers.iter().map(|paper| paper.no).collect()).unwrap_or_default())
    }

    /// Appends the events and tells whoever must act in this transaction.
    pub(super) fn record(&self, tx: &mut Tx<'_>, before: &Dossier, decided: &Decided) -> Result<(), Error> {
        let mut seq = 0;
        for (version, event) in (before.version + 1..).zip(&decided.events) {
            seq = self.append(tx, before.id, version, event)?;
        }
        let happened =
            Happened { dossier: &decided.dossier, events: &decided.events, seq, actor: self.actor, now: self.now };
        for listener in &self.this.parts.listeners {
            listener.happened(tx, &happened)?;
        }
        Ok(())
    }

    pub(super) fn append(
        &self,
        tx: &mut Tx<'_>,
        dossier: DossierId,
        version: i64,
        event: &Event,
    ) -> Result<i64, Error> {
        let body = body(event)?;
        let written = events::append(
            tx,
            &events::NewEvent {
                subject_kind: "dossier",
                subject: dossier.uuid(),
                version,
                kind: event.kind(),
                at: self.now,
                actor: self.actor.account,
                actor_name: &self.actor.name,
                body: &body,
            },
        )?;
        Ok(written)
    }
}

/// An event as the log keeps it.
pub(super) fn body(event: &Event) -> Result<serde_json::Value, db::Error> {
    serde_json::to_value(event).map_err(|error| db::Error::Decode { column: 0, reason: error.to_string() })
}

pub(super) fn load(tx: &mut Tx<'_>, timetable: &Timetable, which: &Which) -> Result<Option<Dossier>, db::Error> {
    match which {
        Which::Code(code) => store::by_code(tx, timetable, code),
        Which::Id(id) => store::by_id(tx, timetable, *id),
    }
}

/// An alert changes nothing that an officer decides on: a form drawn before it still counts.
fn was_only_alerted(tx: &mut Tx<'_>, current: &Dossier, seen: i64) -> Result<bool, db::Error> {
    if seen > current.version {
        return Ok(false);
    }
    let since = lines(events::of_subject_after(tx, current.id.uuid(), seen)?);
    Ok(since.iter().all(|line| matches!(line.event, Event::Alerted { .. })))
}

fn stale(tx: &mut Tx<'_>, current: &Dossier, seen: i64) -> Result<Error, db::Error> {
    let since = events::of_subject_after(tx, current.id.uuid(), seen)?;
    Ok(Error::Stale { seen, current: current.version, since: lines(since) })
}
