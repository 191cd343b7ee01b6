//! One line per date from the start to the due date: counted or not, and why.
//!
//! Follows the formula of `due`: a whole-day count numbers its days, a count of time shows the
//! minutes of each date.

use jiff::civil::Date;

use crate::calendar::DayKind;
use crate::due::Due;
use crate::local::{Day, Moment};
use crate::table::Table;

/// One date of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayLine {
    pub date: Date,
    pub counted: bool,
    /// Which day of the limit this is, where whole days are counted.
    pub ordinal: Option<u32>,
    /// Minutes counted on this date, where time is counted instead of days.
    pub minutes: Option<u32>,
    pub reason: DayReason,
    pub is_today: bool,
    pub is_future: bool,
    pub holiday_name: Option<String>,
}

/// Why a date is counted or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayReason {
    /// The day of the event; counting begins after it, or at its moment where time is counted.
    StartDay,
    WorkingDay,
    WorkingSaturday,
    Weekend,
    Public,
    Compensatory,
    SwapOff,
    Projected,
    Paused,
    /// Counted because every date counts.
    CalendarDay,
    /// The limit has been reached, but it ends on the next working day.
    Rolled,
}

/// A pause as the strip sees it. Dates d with `after` < d ≤ `through` are not counted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    pub(crate) from: Moment,
    pub(crate) to: Moment,
    pub(crate) after: Day,
    pub(crate) through: Day,
}

/// From which date on time is counted in which unit; an extension may change the unit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Segment {
    pub(crate) after: Day,
    pub(crate) counting: Due,
}

/// Everything needed to say why each date counts. Pauses are in order of time.
#[derive(Debug)]
pub(crate) struct Strip<'a> {
    pub(crate) table: &'a Table,
    pub(crate) start: Moment,
    pub(crate) due: Due,
    /// Where the list ends: the due moment, or that at which a clock without one stopped.
    pub(crate) end: Moment,
    pub(crate) segments: Vec<Segment>,
    /// Dates after which a limit had been reached, and those on which it ended by rolling.
    pub(crate) rolled: Vec<(Day, Day)>,
    /// Only pauses that moved the due date: they explain the dates up to it.
    pub(crate) moving: Vec<Stretch>,
    /// All pauses: past the due date the list only tells whether the clock ran.
    pub(crate) pauses: Vec<Stretch>,
    pub(crate) today: Option<Day>,
}

struct Count {
    counted: bool,
    reason: DayReason,
    minutes: Option<u32>,
}

impl Strip<'_> {
    pub(crate) fn lines(&self) -> Vec<DayLine> {
        let mut ordinal = 0;
        let days = self.table.days(self.start.day(), self.end.day());
        days.map(|day| {
            let Count { counted, reason, minutes } = self.count(day);
            let numbered = counted && minutes.is_none();
            ordinal += u32::from(numbered);
            DayLine {
                date: day.date(),
                counted,
                ordinal: numbered.then_some(ordinal),
                minutes,
                reason,
                is_today: self.today == Some(day),
                is_future: self.today.is_some_and(|today| day > today),
                holiday_name: self.table.name(day).map(str::to_owned),
            }
        })
        .collect()
    }

    /// Seconds of the limit that have run by a moment, where time is counted.
    pub(crate) fn seconds_by(&self, until: Moment) -> i64 {
        let days = self.table.days(self.start.day(), self.end.day());
        days.map(|day| self.seconds_on(day, until).unwrap_or(0)).sum()
    }

    fn count(&self, day: Day) -> Count {
        let seconds = self.seconds_on(day, self.end);
        let minutes = seconds.map(|seconds| u32::try_from(seconds / 60).unwrap_or(u32::MAX));
        let reason = self.reason(day, seconds);
        let counted = match reason {
            DayReason::StartDay => seconds.is_some_and(|seconds| seconds > 0),
            DayReason::WorkingDay | DayReason::WorkingSaturday | DayReason::CalendarDay => true,
            DayReason::Weekend
            | DayReason::Public
            | DayReason::Compensatory
            | DayReason::SwapOff
            | DayReason::Projected
            | DayReason::Paused
            | DayReason::Rolled => false,
        };
        Count { counted, reason, minutes }
    }

    fn reason(&self, day: Day, seconds: Option<i64>) -> DayReason {
        if day == self.start.day() {
            return DayReason::StartDay;
        }
        let kind = self.table.kind(day);
        match self.counting_on(day) {
            Due::WorkingDay(_) if kind.is_working() && self.is_paused(day) => DayReason::Paused,
            Due::WorkingTime(_) | Due::ClockTime(_) if seconds == Some(0) && self.stood_still(day) => DayReason::Paused,
            Due::WorkingDay(_) | Due::WorkingTime(_) => of_kind(kind),
            Due::ClockTime(_) => DayReason::CalendarDay,
            Due::Date(_) if self.is_paused(day) => DayReason::Paused,
            Due::Date(_) if self.is_rolled(day) => DayReason::Rolled,
            Due::Date(_) => DayReason::CalendarDay,
        }
    }

    /// Whether a date is taken out of a count of days.
    fn is_paused(&self, day: Day) -> bool {
        let pauses = self.pauses_around(day);
        let first = pauses.partition_point(|pause| pause.through < day);
        pauses.get(first).is_some_and(|pause| pause.after < day)
    }

    fn is_rolled(&self, day: Day) -> bool {
        self.rolled.iter().any(|&(reached, ended)| reached < day && day <= ended)
    }

    /// Whether pauses took time out of a date on which time is counted.
    fn stood_still(&self, day: Day) -> bool {
        let midnight = Moment::on(day.plus(1), 0);
        self.paused_between(day, self.start.max(Moment::on(day, 0)), midnight) > 0
    }

    /// Seconds counted on a date up to a moment; none where whole days are counted.
    fn seconds_on(&self, day: Day, until: Moment) -> Option<i64> {
        let counts = match self.counting_on(day) {
            Due::WorkingTime(_) | Due::ClockTime(_) => true,
            Due::WorkingDay(_) | Due::Date(_) => false,
        };
        let due = self.due.moment(self.table);
        let end = if day <= due.day() { self.end.min(due) } else { self.end };
        let from = self.start.max(Moment::on(day, 0));
        let to = until.min(end).min(Moment::on(day.plus(1), 0));
        counts.then(|| self.passed(day, from, to) - self.paused_between(day, from, to))
    }

    /// Seconds inside pauses, of the sort that is counted on that date.
    fn paused_between(&self, day: Day, from: Moment, to: Moment) -> i64 {
        let pauses = self.pauses_around(day);
        let first = pauses.partition_point(|pause| pause.to <= from);
        let within = pauses.iter().skip(first).take_while(|pause| pause.from < to);
        within.map(|pause| self.passed(day, from.max(pause.from), to.min(pause.to))).sum()
    }

    fn passed(&self, day: Day, from: Moment, to: Moment) -> i64 {
        match self.counting_on(day) {
            Due::WorkingTime(_) => i64::from(self.table.open_seconds_between(from, to)),
            Due::ClockTime(_) => to.seconds_since(from),
            Due::WorkingDay(_) | Due::Date(_) => 0,
        }
    }

    fn pauses_around(&self, day: Day) -> &[Stretch] {
        if day <= self.due.moment(self.table).day() { &self.moving } else { &self.pauses }
    }

    fn counting_on(&self, day: Day) -> Due {
        let segment = self.segments.iter().rev().find(|segment| segment.after < day);
        segment.or(self.segments.first()).map_or(self.due, |segment| segment.counting)
    }
}

impl DayReason {
    pub const fn name(self) -> &'static str {
        match self {
            Self::StartDay => "start_day",
            Self::WorkingDay => "working_day",
            Self::WorkingSaturday => "working_saturday",
            Self::Weekend => "weekend",
            Self::Public => "public",
            Self::Compensatory => "compensatory",
            Self::SwapOff => "swap_off",
            Self::Projected => "projected",
            Self::Paused => "paused",
            Self::CalendarDay => "calendar_day",
            Self::Rolled => "rolled",
        }
    }
}

fn of_kind(kind: DayKind) -> DayReason {
    match kind {
        DayKind::Working => DayReason::WorkingDay,
        DayKind::WorkingSaturday => DayReason::WorkingSaturday,
        DayKind::Weekend => DayReason::Weekend,
        DayKind::Public => DayReason::Public,
        DayKind::Compensatory => DayReason::Compensatory,
        DayKind::SwapOff => DayReason::SwapOff,
        DayKind::Projected => DayReason::Projected,
    }
}
