//! The short sign beside a dossier in a list: days left, due today, days over.
//!
//! Days are working days whatever the unit of the limit, because that is what an officer has left.

use jiff::Timestamp;
use jiff::civil::Time;

use crate::calendar::Calendar;
use crate::closure::Closure;
use crate::local::{Moment, local};
use crate::outcome::{Class, Outcome, Status};

/// What the sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sla {
    /// Working days after today up to the due date, at least one.
    DaysLeft(u32),
    /// Due today at this local time.
    Today(Time),
    /// Working days since lateness began, at least one.
    OverdueDays(u32),
    /// Working days the clock has stood still.
    PausedDays(u32),
    /// Calendar days since the supplement was asked; the dossier may be closed after 15.
    AwaitingSupplementDays(u32),
    Done(Class),
    /// Withdrawn or stopped.
    Ended,
}

impl Sla {
    pub fn of(outcome: &Outcome, calendar: &Calendar, now: Timestamp) -> Self {
        match outcome.status {
            Status::Running => match outcome.late_since {
                Some(since) => Self::OverdueDays(working_days(calendar, since, now).max(1)),
                None => Self::until(outcome.late_after, calendar, now),
            },
            Status::Paused { since, .. } => Self::PausedDays(working_days(calendar, since, now)),
            Status::AwaitingSupplement { since } => Self::awaiting_supplement(since, now),
            Status::Finished { at } => outcome.class(at).map_or(Self::Ended, Self::Done),
            Status::Ended { .. } => Self::Ended,
        }
    }

    /// The sign of a clock that has waited for a supplement since a moment.
    pub fn awaiting_supplement(since: Timestamp, now: Timestamp) -> Self {
        Self::AwaitingSupplementDays(Moment::of(now).day().days_since(Moment::of(since).day()))
    }

    /// The sign of a running clock, for lists that hold only the due moment.
    pub fn until(due: Timestamp, calendar: &Calendar, now: Timestamp) -> Self {
        if now > due {
            Self::OverdueDays(working_days(calendar, due, now).max(1))
        } else if local(due).date() == local(now).date() {
            Self::Today(local(due).time())
        } else {
            let closed: u32 = calendar.closures().iter().map(|closure| closed_days(calendar, closure, now, due)).sum();
            Self::DaysLeft(working_days(calendar, now, due).saturating_sub(closed).max(1))
        }
    }
}

/// Working days between two moments that a closure takes out.
fn closed_days(calendar: &Calendar, closure: &Closure, from: Timestamp, to: Timestamp) -> u32 {
    let (begins, ends) = (closure.from.max(from), closure.to.min(to));
    if begins < ends { working_days(calendar, begins, ends) } else { 0 }
}

fn working_days(calendar: &Calendar, after: Timestamp, through: Timestamp) -> u32 {
    calendar.working_days_between(local(after).date(), local(through).date())
}
