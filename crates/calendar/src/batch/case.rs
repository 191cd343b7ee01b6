//! One case, read and checked field by field.

use jiff::Timestamp;

use super::Answer;
use super::fault::{Fault, Place, Wrong};
use super::horizon;
use super::json::Object;
use super::moment;
use super::office::{Office, Offices};
use super::step;
use crate::entry::Entry;
use crate::explain::listed::Listed;
use crate::ledger::{Ledger, LedgerError, Phase};
use crate::limit::{Limit, Style, Terms};
use crate::local::local;
use crate::outcome::Status;
use crate::run::Run;

const ID: &str = "a string or a number";
const STYLE: &str = "\"whole_days\" or \"hours\"";
const RECEIVED: &str = "a local time like \"2026-11-20T15:20\"";
const EVENTS: &str = "a list of events";

/// A case without faults.
#[derive(Debug)]
pub(crate) struct Case {
    office: Office,
    terms: Terms,
    ledger: Ledger,
    now: Option<Timestamp>,
}

/// The identifier as it came.
pub(crate) fn id<'a>(line: &Object<'a>) -> Result<&'a str, Fault> {
    let id = line.need("id", Place::Key("id"), ID)?;
    if !id.is_number() {
        id.string(ID)?;
    }
    Ok(id.text)
}

impl Case {
    pub(crate) fn read(line: &Object<'_>, offices: &mut Offices) -> Result<Self, Fault> {
        let office = offices.of(line)?;
        let style = line.need("style", Place::Key("style"), STYLE)?;
        let style = Style::from_name(&style.string(STYLE)?).ok_or(style.is_not(STYLE))?;
        let received = moment::moment(line.need("received", Place::Key("received"), RECEIVED)?)?;
        let terms = Terms { limit: step::limit(line)?, style };
        let ledger = Story::begin(&office, terms, received)?.told(line)?;
        let now = line.get("now", Place::Key("now")).map(moment::moment).transpose()?;
        let last = ledger.entries().last().map_or(received, |entry| entry.at);
        if now.is_some_and(|now| now < last) {
            return Err(Place::Key("now").is(Wrong::NowTooEarly));
        }
        Ok(Self { office, terms, ledger, now })
    }

    pub(crate) fn answer(&self, id: &str) -> Answer {
        let calendar = &self.office.calendar;
        let outcome = self.ledger.outcome(calendar, self.terms);
        let Listed { days, pauses } = self.ledger.listed(calendar, self.terms);
        let at = match outcome.status {
            Status::Finished { at } => Some(at),
            Status::Running | Status::Paused { .. } | Status::AwaitingSupplement { .. } | Status::Ended { .. } => {
                self.now
            }
        };
        Answer {
            id: id.to_owned(),
            due: outcome.due.map(local),
            first_due: outcome.due.map(|_| local(outcome.late_after)),
            status: outcome.status,
            class: at.and_then(|at| outcome.class(at)),
            used_minutes: at.map(|at| self.ledger.used_minutes(calendar, at)),
            provisional: self.office.is_shipped && days.last().is_some_and(|last| calendar.provisional(last.date)),
            days,
            pauses,
        }
    }
}

/// The ledger as the events write it, with the clock beside it to see where it leads.
struct Story<'a> {
    office: &'a Office,
    terms: Terms,
    ledger: Ledger,
    run: Run<'a>,
}

impl<'a> Story<'a> {
    fn begin(office: &'a Office, terms: Terms, received: Timestamp) -> Result<Self, Fault> {
        let run = Run::begin(office.calendar.table(), terms, received);
        let story = Self { office, terms, ledger: Ledger::starting_at(received), run };
        let place = if terms.limit == Limit::Instant { "received" } else { "limit.value" };
        story.is_known(Place::Key(place))?;
        Ok(story)
    }

    fn told(mut self, line: &Object<'_>) -> Result<Ledger, Fault> {
        if let Some(events) = line.get("events", Place::Key("events")) {
            for (index, text) in events.list(EVENTS)?.into_iter().enumerate() {
                self.add(index, step::event(index, text)?)?;
            }
        }
        Ok(self.ledger)
    }

    fn add(&mut self, index: usize, entry: Entry) -> Result<(), Fault> {
        let place = |key| Place::OfEvent(index, key);
        self.ledger.push(entry, &self.office.calendar, self.terms).map_err(|error| match error {
            LedgerError::OutOfOrder { .. } => place("at").is(Wrong::OutOfOrder),
            LedgerError::NotAllowed { phase, .. } => place("kind").is(Wrong::NotPossible(name(phase))),
            LedgerError::EmptyExtension => place("value").is(Wrong::Zero),
            LedgerError::SecondApology => place("reason").is(Wrong::SecondApology),
            LedgerError::LateApology { latest, .. } => {
                let due_on = latest.tomorrow().unwrap_or(latest);
                place("at").is(Wrong::LateApology(due_on.to_string()))
            }
        })?;
        self.run.apply(&entry);
        self.is_known(place(if matches!(entry.kind, crate::EntryKind::Extend { .. }) { "value" } else { "at" }))
    }

    fn is_known(&self, place: Place) -> Result<(), Fault> {
        let known = horizon::is_known(&self.run, self.office.calendar.table());
        known.then_some(()).ok_or(place.is(Wrong::BeyondTable))
    }
}

const fn name(phase: Phase) -> &'static str {
    match phase {
        Phase::Running => "running",
        Phase::Paused => "paused",
        Phase::AwaitingSupplement => "awaiting a supplement",
        Phase::Closed => "finished",
    }
}
