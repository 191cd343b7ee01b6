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
/// the clock would have run.
pub(crate) fn woven<'a>(calendar: &Calendar, ledger: &'a Ledger) -> Cow<'a, [Entry]> {
    let closures = calendar.closures();
    if closures.is_empty() {
        return Cow::Borrowed(ledger.entries());
    }
    let mut entries = Vec::with_capacity(ledger.entries().len() + 2 * closures.len());
    let (mut since, mut phase) = (ledger.start(), Phase::Running);
    for &entry in ledger.entries() {
        if phase == Phase::Running {
            entries.extend(pauses(closures, since, Some(entry.at)));
        }
        phase = entry.kind.leads_to();
        since = entry.at;
        entries.push(entry);
    }
    if phase == Phase::Running {
        entries.extend(pauses(closures, since, None));
    }
    Cow::Owned(entries)
}

/// The closures of a clock that runs from a moment on, as pauses.
pub(crate) fn pauses(
    closures: &[Closure],
    from: Timestamp,
    until: Option<Timestamp>,
) -> impl Iterator<Item = Entry> + '_ {
    let within = closures.iter().filter_map(move |closure| {
        let (begins, ends) = (closure.from.max(from), until.map_or(closure.to, |until| closure.to.min(until)));
        (begins < ends).then(|| [EntryKind::Pause { reason: closure.reason }.at(begins), EntryKind::Resume.at(ends)])
    });
    within.flatten()
}
