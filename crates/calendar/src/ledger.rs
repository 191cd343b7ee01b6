//! The clock ledger of a dossier: its start and everything that moved the clock since.
//!
//! Entries are only ever appended, in order of time, and only where the state of the clock allows
//! them. The due date is computed from here and never written by hand. The limit is checked when an
//! entry is pushed, not when stored entries are replayed: a ledger stays readable after the calendar
//! has changed.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::closure::{pauses, woven};
use crate::entry::{Entry, EntryKind, ExtensionGround};
use crate::limit::Terms;
use crate::local::local;
use crate::outcome::{Outcome, Status};
use crate::run::Run;
use crate::used;

/// Start and entries of one clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    start: Timestamp,
    entries: Vec<Entry>,
    phase: Phase,
    apologised: bool,
}

/// What a ledger allows next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Running,
    Paused,
    AwaitingSupplement,
    Closed,
}

/// Why an entry cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error("an entry at {at} would stand before the one at {previous}")]
    OutOfOrder { at: Timestamp, previous: Timestamp },
    #[error("{entry} is not possible while the clock is {phase:?}")]
    NotAllowed { entry: &'static str, phase: Phase },
    #[error("an extension must add time")]
    EmptyExtension,
    #[error("the person has already been given an apology and a new date")]
    SecondApology,
    #[error("an apology on {on} comes too late, the last day was {latest}")]
    LateApology { on: Date, latest: Date },
}

impl Ledger {
    /// The clock starts at the moment given by the channel of receipt; it is not moved again.
    pub const fn starting_at(start: Timestamp) -> Self {
        Self { start, entries: Vec::new(), phase: Phase::Running, apologised: false }
    }

    /// Rebuilds a ledger from stored entries.
    pub fn replay(start: Timestamp, entries: impl IntoIterator<Item = Entry>) -> Result<Self, LedgerError> {
        let mut ledger = Self::starting_at(start);
        for entry in entries {
            ledger.append(entry)?;
        }
        Ok(ledger)
    }

    /// Writes an entry, or says why it cannot be written and leaves the ledger as it was.
    pub fn push(&mut self, entry: Entry, calendar: &Calendar, terms: Terms) -> Result<(), LedgerError> {
        if let EntryKind::Extend { ground: ExtensionGround::Apology, .. } = entry.kind
            && self.phase == Phase::Running
        {
            self.apology_in_time(entry.at, calendar, terms)?;
        }
        self.append(entry)
    }

    pub const fn start(&self) -> Timestamp {
        self.start
    }

    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub const fn phase(&self) -> Phase {
        self.phase
    }

    /// Where the clock stands.
    pub fn outcome(&self, calendar: &Calendar, terms: Terms) -> Outcome {
        let run = self.run(calendar, terms);
        let due = match run.status {
            Status::Running | Status::Finished { .. } => Some(run.promised_at()),
            Status::Paused { .. } | Status::AwaitingSupplement { .. } | Status::Ended { .. } => None,
        };
        Outcome {
            start: run.start,
            status: run.status,
            due,
            first_due: run.first_at(),
            late_after: run.late_after(),
            late_since: run.late_since,
        }
    }

    /// The due moment if a clock that stands still ran again now: "paid today, the result comes
    /// on …". While it runs, the due moment in force. None once it has ended.
    pub fn expected_due(&self, calendar: &Calendar, terms: Terms, now: Timestamp) -> Option<Timestamp> {
        let mut run = self.run(calendar, terms);
        match run.status {
            Status::Running => Some(run.promised_at()),
            Status::Paused { .. } => {
                self.suppose_running(&mut run, EntryKind::Resume, calendar, now);
                Some(run.promised_at())
            }
            Status::AwaitingSupplement { .. } => {
                self.suppose_running(&mut run, EntryKind::Supplemented, calendar, now);
                Some(run.promised_at())
            }
            Status::Finished { .. } | Status::Ended { .. } => None,
        }
    }

    /// Working minutes used since the last start; no pause is counted, and nothing while a
    /// supplement is awaited.
    pub fn used_minutes(&self, calendar: &Calendar, now: Timestamp) -> u32 {
        used::seconds_since_start(self, calendar, now) / 60
    }

    /// Working minutes in which the clock ran between two moments, over all starts: what a step has
    /// used of its budget.
    pub fn used_minutes_between(&self, calendar: &Calendar, from: Timestamp, to: Timestamp) -> u32 {
        used::seconds_between(self, calendar, from, to) / 60
    }

    /// The clock as all entries left it, running on through the closures ahead.
    pub(crate) fn run<'a>(&self, calendar: &'a Calendar, terms: Terms) -> Run<'a> {
        let mut run = Run::begin(calendar.table(), terms, self.start);
        woven(calendar, self).iter().for_each(|entry| run.apply(entry));
        if self.phase == Phase::Running {
            run_on(&mut run, calendar, self.last_at());
        }
        run
    }

    /// Lets a clock that stands still run on from now.
    fn suppose_running(&self, run: &mut Run<'_>, by: EntryKind, calendar: &Calendar, now: Timestamp) {
        let at = now.max(self.last_at());
        run.apply(&by.at(at));
        run_on(run, calendar, at);
    }

    /// At most once, at least one day before the due date (Nghị định 118/2025/NĐ-CP).
    fn apology_in_time(&self, at: Timestamp, calendar: &Calendar, terms: Terms) -> Result<(), LedgerError> {
        if self.apologised {
            return Err(LedgerError::SecondApology);
        }
        let due = self.run(calendar, terms).promised_at();
        let due_on = local(due).date();
        let latest = due_on.yesterday().unwrap_or(due_on);
        let on = local(at).date();
        if on > latest { Err(LedgerError::LateApology { on, latest }) } else { Ok(()) }
    }

    fn last_at(&self) -> Timestamp {
        self.entries.last().map_or(self.start, |last| last.at)
    }

    fn append(&mut self, entry: Entry) -> Result<(), LedgerError> {
        let previous = self.last_at();
        if entry.at < previous {
            return Err(LedgerError::OutOfOrder { at: entry.at, previous });
        }
        let phase = self.phase.after(entry.kind)?;
        if let EntryKind::Extend { by, ground } = entry.kind {
            if by.is_nothing() {
                return Err(LedgerError::EmptyExtension);
            }
            if ground == ExtensionGround::Apology && std::mem::replace(&mut self.apologised, true) {
                return Err(LedgerError::SecondApology);
            }
        }
        self.phase = phase;
        self.entries.push(entry);
        Ok(())
    }
}

/// Closures ahead, as far as they begin in time to move a date.
fn run_on(run: &mut Run<'_>, calendar: &Calendar, from: Timestamp) {
    for [pause, resume] in pauses(calendar, from) {
        if !run.may_move(pause.at) {
            return;
        }
        run.apply(&pause);
        run.apply(&resume);
    }
}

impl Phase {
    fn after(self, kind: EntryKind) -> Result<Self, LedgerError> {
        let allowed = match kind {
            EntryKind::Pause { .. } | EntryKind::SupplementRequested | EntryKind::Extend { .. } | EntryKind::Finish => {
                self == Self::Running
            }
            EntryKind::Resume => self == Self::Paused,
            EntryKind::Supplemented => self == Self::AwaitingSupplement,
            EntryKind::Withdraw | EntryKind::Stop => self != Self::Closed,
        };
        if allowed { Ok(kind.leads_to()) } else { Err(LedgerError::NotAllowed { entry: kind.name(), phase: self }) }
    }
}
