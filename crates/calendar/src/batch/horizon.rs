//! The end of the calendar. Elsewhere a due date is held at the last date; here it is refused.

use crate::due::Due;
use crate::local::Day;
use crate::run::Run;
use crate::table::{LAST, Table};

/// Whether every due date of a clock is one that the calendar really gives.
pub(crate) fn is_known(run: &Run<'_>, table: &Table) -> bool {
    let last = Day::of(LAST);
    [Some(run.dues.promised), run.dues.kept].into_iter().flatten().all(|due| match due {
        // Counting that reaches no end stays on the last date, at the close of office hours.
        Due::WorkingDay(day) => day < last,
        Due::WorkingTime(moment) => moment.day() < last || (table.is_working(last) && moment < table.closing(last)),
        Due::ClockTime(moment) => moment.day() <= last,
        Due::Date(day) => day <= last && table.is_working(table.working_day_from(day)),
    })
}
