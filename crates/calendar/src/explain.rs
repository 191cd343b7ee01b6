//! Why a due date is what it is: the facts behind "Vì sao là ngày …?".
//!
//! Typed data only. Pages turn it into sentences from their translation keys, the strip of days
//! and the table of pauses. [`listed`] is the shorter form that asks for no present moment.

pub(crate) mod listed;

use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::closure::{pauses, woven};
use crate::day_line::{DayLine, Segment, Stretch, Strip};
use crate::due::Due;
use crate::entry::{Entry, EntryKind, ExtensionGround};
use crate::ledger::{Ledger, Phase};
use crate::limit::{Limit, Terms};
use crate::local::{Day, Moment};
use crate::outcome::{Outcome, Status};
use crate::pause_reason::PauseReason;
use crate::run::Run;
use crate::table::Table;

/// The explanation of one due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub terms: Terms,
    pub outcome: Outcome,
    /// The due moment if a paused clock ran again now; the strip then leads to it.
    pub expected_due: Option<Timestamp>,
    pub restart: Option<Restart>,
    pub progress: Progress,
    /// True where the days off of the due year are not all announced.
    pub provisional: bool,
    pub days: Vec<DayLine>,
    pub pauses: Vec<PauseLine>,
    pub extensions: Vec<ExtensionLine>,
}

/// The last supplement: what came before it no longer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restart {
    pub previous_start: Timestamp,
    pub requested_at: Timestamp,
    pub received_at: Timestamp,
}

/// How much of the limit, with its extensions, has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub unit: ProgressUnit,
    pub total: u32,
    pub counted: u32,
    pub remaining: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProgressUnit {
    WorkingDays,
    CalendarDays,
    WorkingMinutes,
    ClockMinutes,
}

/// One pause of the run now counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PauseLine {
    pub from: Timestamp,
    /// None while it lasts.
    pub to: Option<Timestamp>,
    pub reason: PauseReason,
    /// Days it takes out of the count, so far: dates where every date counts, else working days.
    pub days: u32,
    /// Working minutes it takes out, so far.
    pub minutes: u32,
    /// False for a pause that began after the due moment.
    pub moves_due: bool,
}

/// One later date given to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtensionLine {
    pub at: Timestamp,
    pub by: Limit,
    pub ground: ExtensionGround,
    pub due_before: Timestamp,
    pub due_after: Timestamp,
}

impl Ledger {
    /// Explains the run now counted, as it looks at a moment.
    pub fn explain(&self, calendar: &Calendar, terms: Terms, now: Timestamp) -> Explanation {
        let table = calendar.table();
        let mut trace = Trace::begin(table, Run::begin(table, terms, self.start()), None);
        woven(calendar, self).iter().for_each(|entry| trace.follow(entry));
        if self.phase() == Phase::Running {
            trace.run_on(calendar, self.entries().last().map_or(self.start(), |entry| entry.at));
        }
        let outcome = self.outcome(calendar, terms);
        let expected_due = self.expected_due(calendar, terms, now);
        trace.suppose_resumed(now, calendar);
        let due = trace.run.dues.promised.moment(table);
        let (strip, pauses) = (trace.strip(due, Some(Moment::of(now).day())), trace.pauses);
        let due_day = due.day();
        let (until, last) = match outcome.status {
            Status::Running | Status::Paused { .. } => (now, due_day),
            Status::Finished { at } => (at, due_day),
            Status::AwaitingSupplement { since: at } | Status::Ended { at, .. } => (at, Moment::of(at).day()),
        };
        let mut days = strip.lines();
        let progress = progress(&strip, &days, Moment::of(now.min(until)));
        days.retain(|line| line.date <= last.date());
        Explanation {
            terms,
            outcome,
            expected_due,
            restart: trace.restart,
            progress,
            provisional: table.is_provisional(due_day),
            days,
            pauses: pauses.into_iter().map(|pause| pause.line).collect(),
            extensions: trace.extensions,
        }
    }
}

/// The run together with what the explanation remembers of it.
struct Trace<'a> {
    table: &'a Table,
    run: Run<'a>,
    segments: Vec<Segment>,
    rolled: Vec<(Day, Day)>,
    pauses: Vec<TracedPause>,
    extensions: Vec<ExtensionLine>,
    restart: Option<Restart>,
}

struct TracedPause {
    line: PauseLine,
    stretch: Stretch,
    resumed_on: Day,
}

impl<'a> Trace<'a> {
    fn begin(table: &'a Table, run: Run<'a>, restart: Option<Restart>) -> Self {
        let first = Segment { after: Moment::of(run.start).day(), counting: run.first };
        let (rolled, pauses, extensions) = (Vec::new(), Vec::new(), Vec::new());
        Self { table, run, segments: vec![first], rolled, pauses, extensions, restart }
    }

    fn follow(&mut self, entry: &Entry) {
        let before = self.run;
        self.run.apply(entry);
        match entry.kind {
            EntryKind::Pause { reason } => self.open_pause(entry.at, reason),
            EntryKind::Resume => self.close_pause(entry.at, Some(entry.at)),
            EntryKind::Supplemented => {
                let requested_at = match before.status {
                    Status::AwaitingSupplement { since } => since,
                    Status::Running | Status::Paused { .. } | Status::Finished { .. } | Status::Ended { .. } => {
                        entry.at
                    }
                };
                let restart = Restart { previous_start: before.start, requested_at, received_at: entry.at };
                *self = Self::begin(self.table, self.run, Some(restart));
            }
            EntryKind::Extend { by, ground } => {
                let base = before.dues.promised.moment(self.table);
                self.rolled.extend(before.dues.promised.rolled(self.table));
                self.segments.push(Segment { after: base.day(), counting: self.run.dues.promised });
                self.extensions.push(ExtensionLine {
                    at: entry.at,
                    by,
                    ground,
                    due_before: before.promised_at(),
                    due_after: self.run.promised_at(),
                });
            }
            EntryKind::SupplementRequested | EntryKind::Finish | EntryKind::Withdraw | EntryKind::Stop => {}
        }
    }

    fn open_pause(&mut self, at: Timestamp, reason: PauseReason) {
        let from = Moment::of(at);
        let moves_due = self.run.open_pause_moves_due();
        // A suspension by dates begins when the office closed before; people are told its first day.
        let told = match reason {
            PauseReason::OfficeSuspension => self.table.next_opening(from).instant(),
            PauseReason::FinancialObligation
            | PauseReason::ExternalConsultation
            | PauseReason::PublicPosting
            | PauseReason::Fieldwork
            | PauseReason::ComplaintOrLawsuit
            | PauseReason::CitizenConsentVneid
            | PauseReason::SystemIncident
            | PauseReason::TreatmentOfViolation => at,
        };
        // One that goes on from another begins with the date on which that one ended.
        let goes_on = self.pauses.last().filter(|pause| pause.stretch.to == from);
        let after = goes_on.map_or(from.day(), |pause| pause.resumed_on);
        self.pauses.push(TracedPause {
            line: PauseLine { from: told, to: None, reason, days: 0, minutes: 0, moves_due },
            stretch: Stretch { from, to: from, after, through: after },
            resumed_on: after,
        });
    }

    fn close_pause(&mut self, at: Timestamp, to: Option<Timestamp>) {
        let Some((TracedPause { line, stretch, resumed_on }, earlier)) = self.pauses.split_last_mut() else { return };
        let promised = self.run.dues.promised;
        let taken = earlier.iter().filter(|pause| pause.line.moves_due).map(|pause| pause.stretch.through).max();
        stretch.to = Moment::of(at);
        stretch.through = self.table.next_opening(stretch.to).day();
        *resumed_on = stretch.through;
        line.to = to;
        line.minutes = self.table.open_seconds_between(stretch.from, stretch.to) / 60;
        line.days = promised.days_between(self.table, stretch.after, stretch.through);
        // Days that an earlier pause has taken already are made up for by the ones that follow.
        if let Some(taken) = taken.filter(|taken| *taken > stretch.after) {
            (stretch.after, stretch.through) = (taken, promised.days_after(self.table, taken, line.days));
        }
    }

    /// A paused clock is shown as if it ran again now.
    fn suppose_resumed(&mut self, now: Timestamp, calendar: &Calendar) {
        if let (Status::Paused { .. }, Some(open)) = (self.run.status, self.pauses.last()) {
            let at = now.max(open.line.from);
            self.run.apply(&EntryKind::Resume.at(at));
            self.close_pause(at, None);
            self.run_on(calendar, at);
        }
    }

    fn run_on(&mut self, calendar: &Calendar, from: Timestamp) {
        for [pause, resume] in pauses(calendar, from) {
            if !self.run.may_move(pause.at) {
                return;
            }
            self.follow(&pause);
            self.follow(&resume);
        }
    }

    fn strip(&self, end: Moment, today: Option<Day>) -> Strip<'a> {
        let due = self.run.dues.promised;
        let moving = self.pauses.iter().filter(|pause| pause.line.moves_due);
        Strip {
            table: self.table,
            start: Moment::of(self.run.start),
            due,
            end,
            segments: self.segments.clone(),
            rolled: self.rolled.iter().copied().chain(due.rolled(self.table)).collect(),
            moving: moving.map(|pause| pause.stretch).collect(),
            pauses: self.pauses.iter().map(|pause| pause.stretch).collect(),
            today,
        }
    }
}

fn progress(strip: &Strip<'_>, days: &[DayLine], until: Moment) -> Progress {
    let numbered = |last: Day| days.iter().rev().filter(|line| line.date <= last.date()).find_map(|line| line.ordinal);
    let minutes = |until: Moment| u32::try_from(strip.seconds_by(until) / 60).unwrap_or(u32::MAX);
    let end = strip.due.moment(strip.table);
    let (unit, total, counted) = match strip.due {
        Due::WorkingDay(_) => (ProgressUnit::WorkingDays, numbered(end.day()), numbered(until.day())),
        Due::Date(_) => (ProgressUnit::CalendarDays, numbered(end.day()), numbered(until.day())),
        Due::WorkingTime(_) => (ProgressUnit::WorkingMinutes, Some(minutes(end)), Some(minutes(until))),
        Due::ClockTime(_) => (ProgressUnit::ClockMinutes, Some(minutes(end)), Some(minutes(until))),
    };
    let (total, counted) = (total.unwrap_or(0), counted.unwrap_or(0));
    Progress { unit, total, counted, remaining: total.saturating_sub(counted) }
}
