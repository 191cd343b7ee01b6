//! Working time in which the clock of a dossier ran.
//!
//! No pause is counted, whether it moved the due date or came too late for that, and nothing is
//! while a supplement is awaited.

use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::closure::{pauses, woven};
use crate::entry::{Entry, EntryKind};
use crate::ledger::{Ledger, Phase};
use crate::local::Moment;

/// Since the last start, to a moment or the end of the clock.
pub(crate) fn seconds_since_start(ledger: &Ledger, calendar: &Calendar, now: Timestamp) -> u32 {
    let restarts = ledger.entries().iter().rev();
    let restart = restarts.filter(|entry| entry.at <= now).find(|entry| entry.kind == EntryKind::Supplemented);
    seconds_between(ledger, calendar, restart.map_or(ledger.start(), |entry| entry.at), now)
}

/// Between two moments, over all starts.
pub(crate) fn seconds_between(ledger: &Ledger, calendar: &Calendar, from: Timestamp, to: Timestamp) -> u32 {
    let open = |since: Timestamp, until: Timestamp| {
        calendar.table().open_seconds_between(Moment::of(since.max(from)), Moment::of(until.min(to)))
    };
    let (mut used, mut running_since) = (0, Some(ledger.start()));
    let mut apply = |entry: &Entry| {
        used += running_since.map_or(0, |since| open(since, entry.at));
        running_since = (entry.kind.leads_to() == Phase::Running).then_some(entry.at);
    };
    woven(calendar, ledger).iter().for_each(&mut apply);
    if ledger.phase() == Phase::Running {
        let last = ledger.entries().last().map_or(ledger.start(), |entry| entry.at);
        pauses(calendar, last).until(to).flatten().for_each(|entry| apply(&entry));
    }
    used + running_since.map_or(0, |since| open(since, to))
}
