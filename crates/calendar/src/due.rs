//! The one formula: from a start and a limit to the due moment, and how a pause moves it.
//!
//! A due moment is carried in the unit it is counted in, because a pause moves it in that unit: a
//! whole-day date by working days, a working-time moment by working minutes, a calendar date by
//! dates. Adding the pauses one after another gives the same result as adding their sum.

use jiff::civil::Date;

use crate::limit::{Limit, Style, Terms, WORKING_DAY_MINUTES};
use crate::local::{Day, Moment};
use crate::table::Table;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// End of office hours of a working day.
    WorkingDay(Day),
    /// A moment counted inside office hours.
    WorkingTime(Moment),
    /// A moment counted through day and night.
    ClockTime(Moment),
    /// A calendar date, before it rolls to a working day.
    Date(Day),
}

/// A pause that has ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    /// Dates d with `after` < d ≤ `through` are not counted: the date of the pause, and that of the
    /// resume, which outside office hours counts as made at the next opening.
    pub(crate) after: Day,
    pub(crate) through: Day,
}

impl Due {
    pub(crate) fn from_start(table: &Table, terms: Terms, start: Moment) -> Self {
        Self::count_on(table, terms.limit, terms.style, start)
    }

    /// An extension counts on from the due moment in force (Bộ luật Dân sự 2015 Điều 148).
    pub(crate) fn extended(self, table: &Table, by: Limit, style: Style) -> Self {
        Self::count_on(table, by, style, self.moment(table))
    }

    pub(crate) fn moment(self, table: &Table) -> Moment {
        match self {
            Self::WorkingDay(day) => table.closing(day),
            Self::WorkingTime(moment) | Self::ClockTime(moment) => moment,
            Self::Date(day) => table.closing(table.working_day_from(day)),
        }
    }

    /// Days d with `after` < d ≤ `through`: dates where every date counts, else working days.
    pub(crate) fn days_between(self, table: &Table, after: Day, through: Day) -> u32 {
        match self {
            Self::Date(_) => through.days_since(after),
            Self::WorkingDay(_) | Self::WorkingTime(_) | Self::ClockTime(_) => {
                table.working_days_between(after, through)
            }
        }
    }

    /// The day up to which there are so many.
    pub(crate) fn days_after(self, table: &Table, after: Day, days: u32) -> Day {
        match self {
            Self::Date(_) => after.plus(days),
            Self::WorkingDay(_) | Self::WorkingTime(_) | Self::ClockTime(_) => table.add_working_days(after, days),
        }
    }

    /// A limit of dates that ends on a day not worked: the date reached, and that to which it rolls.
    pub(crate) fn rolled(self, table: &Table) -> Option<(Day, Day)> {
        match self {
            Self::Date(reached) => Some((reached, table.working_day_from(reached))).filter(|(day, last)| day < last),
            Self::WorkingDay(_) | Self::WorkingTime(_) | Self::ClockTime(_) => None,
        }
    }

    pub(crate) fn moved_by(self, table: &Table, gap: &Gap) -> Self {
        match self {
            Self::WorkingDay(day) => {
                Self::WorkingDay(table.add_working_days(day, self.days_between(table, gap.after, gap.through)))
            }
            Self::WorkingTime(moment) => {
                let excluded = table.open_seconds_between(gap.from, gap.to);
                Self::WorkingTime(table.after_open_seconds(moment, excluded))
            }
            Self::ClockTime(moment) => Self::ClockTime(moment.plus(gap.to.seconds_since(gap.from))),
            Self::Date(day) => Self::Date(day.plus(self.days_between(table, gap.after, gap.through))),
        }
    }

    /// The day of the event is not counted: day 1 is the next one (Bộ luật Dân sự 2015 Điều 147).
    fn count_on(table: &Table, limit: Limit, style: Style, from: Moment) -> Self {
        match (limit, style) {
            (Limit::WorkingDays { minutes }, Style::WholeDays) => {
                Self::WorkingDay(table.add_working_days(from.day(), minutes.div_ceil(WORKING_DAY_MINUTES)))
            }
            (Limit::WorkingDays { minutes }, Style::Hours) | (Limit::WorkingHours { minutes }, _) => {
                Self::WorkingTime(table.after_open_seconds(from, minutes.saturating_mul(60)))
            }
            (Limit::CalendarDays { days }, _) => Self::Date(from.day().plus(days)),
            (Limit::ClockHours { hours }, _) => Self::ClockTime(from.plus(i64::from(hours) * 3600)),
            (Limit::Months { months }, _) => Self::Date(months_after(from.day(), months)),
            (Limit::Instant, _) => Self::WorkingDay(table.same_day(from)),
        }
    }
}

/// The same day number, or the last day of a shorter month (Bộ luật Dân sự 2015 Điều 146).
fn months_after(day: Day, months: u32) -> Day {
    let end = jiff::Span::new().try_months(months).map_or(Date::MAX, |span| day.date().saturating_add(span));
    Day::of(end)
}
