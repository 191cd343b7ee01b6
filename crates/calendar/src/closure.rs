//! Times in which an office does not settle: an operation suspended by decision, a system outage.
//!
//! Where the decision excludes the time, it is a pause of every dossier that runs meanwhile
//! (`office_suspension`, `system_incident`), known to the calendar instead of being written into
//! each ledger: it may be declared ahead or entered afterwards, and a dossier finished meanwhile
//! is finished. Whether time is excluded, and for which procedures, is decided by whoever builds
//! the calendar.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use crate::calendar::Calendar;
use crate::entry::{Entry, EntryKind};
use crate::ledger::{Ledger, Phase};
use crate::local::{Moment, instant};
use crate::pause_reason::PauseReason;

/// A stretch of time excluded for every dossier whose clock runs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closure {
    pub from: Timestamp,
    pub to: Timestamp,
    pub reason: PauseReason,
}

impl Calendar {
    /// The same calendar with these closures. Overlapping ones count once.
    #[must_use]
    pub fn with_closures(&self, closures: impl IntoIterator<Item = Closure>) -> Self {
        self.closed_during(in_order(closures))
    }

    /// A suspension by dates; see [`Self::closure_of`].
    pub fn closure_of_dates(&self, first: Date, last: Date, reason: PauseReason) -> Option<Closure> {
        self.closure_of(first.at(0, 0, 0, 0), last.tomorrow().ok()?.at(0, 0, 0, 0), reason)
    }

    /// A closure by local moments, as far as the office would have worked in it: none where it would
    /// not. One that begins at midnight excludes that whole day: it begins a second after the office
    /// closed before, so that what was due at that closing stays due. Any other begins when the
    /// office would next have been open; all end when it would last have been.
    pub fn closure_of(&self, from: DateTime, to: DateTime, reason: PauseReason) -> Option<Closure> {
        let begins = if from.time() == Time::midnight() {
            Moment::of(self.closing_of(from.date().yesterday().ok()?)).plus(1)
        } else {
            self.table().next_opening(Moment::of(instant(from)))
        };
        let ends = self.table().last_open(Moment::of(instant(to)));
        let is_worked = begins < ends && self.table().open_seconds_between(begins, ends) > 0;
        is_worked.then(|| Closure { from: begins.instant(), to: ends.instant(), reason })
    }
}

/// Sorted, without gaps of nothing, none overlapping: the later one gives way.
fn in_order(closures: impl IntoIterator<Item = Closure>) -> Vec<Closure> {
    let mut sorted: Vec<Closure> = closures.into_iter().collect();
    sorted.sort_by_key(|closure| (closure.from, closure.to));
    let mut kept: Vec<Closure> = Vec::with_capacity(sorted.len());
    for mut closure in sorted {
        if let Some(last) = kept.last() {
            closure.from = closure.from.max(last.to);
        }
        if closure.from < closure.to {
            kept.push(closure);
        }
    }
    kept
}

/// The entries of a ledger with the closures of a calendar between them, as pauses for as long as
/// the clock would have run. What comes after the last entry is for [`pauses`].
pub(crate) fn woven<'a>(calendar: &Calendar, ledger: &'a Ledger) -> Cow<'a, [Entry]> {
    if calendar.closures().is_empty() {
        return Cow::Borrowed(ledger.entries());
    }
    let mut entries = Vec::with_capacity(ledger.entries().len());
    let (mut since, mut phase) = (ledger.start(), Phase::Running);
    for &entry in ledger.entries() {
        if phase == Phase::Running {
            entries.extend(pauses(calendar, since).until(entry.at).flatten());
        }
        phase = entry.kind.leads_to();
        since = entry.at;
        entries.push(entry);
    }
    Cow::Owned(entries)
}

/// The closures of a clock that runs from a moment on, each as a pause and its end.
pub(crate) fn pauses(calendar: &Calendar, from: Timestamp) -> Pauses<'_> {
    let closures = calendar.closures();
    let passed = closures.partition_point(|closure| closure.to <= from);
    Pauses { closures: closures.get(passed..).unwrap_or_default(), from, until: Timestamp::MAX }
}

/// See [`pauses`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pauses<'a> {
    closures: &'a [Closure],
    from: Timestamp,
    until: Timestamp,
}

impl Pauses<'_> {
    /// The same for a clock that runs no longer than to a moment.
    pub(crate) const fn until(self, until: Timestamp) -> Self {
        Self { until, ..self }
    }
}

impl Iterator for Pauses<'_> {
    type Item = [Entry; 2];

    fn next(&mut self) -> Option<[Entry; 2]> {
        let (closure, rest) = self.closures.split_first()?;
        self.closures = rest;
        let (begins, ends) = (closure.from.max(self.from), closure.to.min(self.until));
        (begins < ends).then(|| [EntryKind::Pause { reason: closure.reason }.at(begins), EntryKind::Resume.at(ends)])
    }
}
