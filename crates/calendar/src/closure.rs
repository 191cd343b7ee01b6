//! Times in which an office does not settle: an operation suspended by decision, a system outage.
//!
//! Where the decision excludes the time, it is a pause of every dossier that runs meanwhile
//! (`office_suspension`, `system_incident`), known to the calendar instead of being written into
//! each ledger: it may be declared ahead or entered afterwards, and a dossier finished meanwhile
//! is finished. Whether time is excluded, and for which procedures, is decided by whoever builds
//! the calendar.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::entry::{Entry, EntryKind};
use crate::ledger::{Ledger, Phase};
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

    /// A suspension by dates: from the close of office hours before the first date through those of
    /// the last working day in it, so that exactly its working days are excluded. None where it
    /// holds no working day.
    pub fn closure_of_dates(&self, first: Date, last: Date, reason: PauseReason) -> Option<Closure> {
        let before = first.yesterday().ok()?;
        let last = if self.is_working(last) { last } else { self.subtract_working_days(last, 1) };
        let closure = Closure { from: self.closing_of(before), to: self.closing_of(last), reason };
        (first <= last).then_some(closure)
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
