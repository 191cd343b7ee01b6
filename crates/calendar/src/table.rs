//! One row a day for a century, so that every question about working time is a look-up.
//!
//! A row holds how many working days and open seconds came before it; differences of rows answer
//! "how much between", a search over them answers "when is it enough". Dates outside the table
//! take its first or last row: no limit reaches that far.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, Time, Weekday, date};

use crate::builder::{BuildError, CalendarBuilder, is_listed};
use crate::calendar::{Calendar, DayKind};
use crate::holidays::{Holiday, HolidayKind};
use crate::hours::OfficeHours;
use crate::local::{Day, Moment, second_of};

pub(crate) const FIRST: Date = date(2000, 1, 1);
pub(crate) const LAST: Date = date(Calendar::LAST_YEAR, 12, 31);

/// Nhận sau 15 giờ: what comes later belongs to the next working day; 15:00 itself is in time
/// (Nghị định 118/2025/NĐ-CP Điều 18; civil status and certification law for same-day results).
const CUT_OFF: Time = Time::constant(15, 0, 0, 0);

#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    first: Day,
    rows: Vec<Row>,
    working_days: Vec<Day>,
    schedules: Vec<OfficeHours>,
    names: BTreeMap<Day, String>,
    announced: Option<(i16, i16)>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Row {
    kind: DayKind,
    schedule: u16,
    /// Working days up to and including this day.
    working_days: u32,
    /// Open seconds before this day.
    seconds_before: u32,
}

impl Table {
    pub(crate) fn build(builder: CalendarBuilder) -> Result<Self, BuildError> {
        let schedules: Vec<OfficeHours> =
            std::iter::once(builder.hours.clone()).chain(builder.rules.iter().map(|rule| rule.hours.clone())).collect();
        let mut listed = BTreeMap::new();
        let projected = builder.projected();
        for holiday in builder.holidays.iter().chain(&projected) {
            if !(FIRST..=LAST).contains(&holiday.date) {
                return Err(BuildError::OutsideTable(holiday.date));
            }
            if listed.insert(Day::of(holiday.date), holiday).is_some() {
                return Err(BuildError::ListedTwice(holiday.date));
            }
        }
        let mut table = Self {
            first: Day::of(FIRST),
            rows: Vec::new(),
            working_days: Vec::new(),
            schedules,
            names: listed.iter().map(|(day, holiday)| (*day, holiday.name.clone())).collect(),
            announced: announced_years(&builder.holidays),
        };
        let mut seconds = 0;
        for number in Day::of(FIRST).0..=Day::of(LAST).0 {
            let day = Day(number);
            let kind = kind_of(day.date(), listed.get(&day).copied(), &builder.working_weekdays);
            let schedule = builder.schedule_on(day.date());
            if kind.is_working() {
                table.working_days.push(day);
            }
            let working_days = u32::try_from(table.working_days.len()).unwrap_or(u32::MAX);
            table.rows.push(Row { kind, schedule, working_days, seconds_before: seconds });
            if kind.is_working() {
                seconds += table.schedules.get(usize::from(schedule)).map_or(0, OfficeHours::total);
            }
        }
        Ok(table)
    }

    pub(crate) fn kind(&self, day: Day) -> DayKind {
        self.row(day).kind
    }

    pub(crate) fn is_working(&self, day: Day) -> bool {
        self.row(day).kind.is_working()
    }

    pub(crate) fn name(&self, day: Day) -> Option<&str> {
        self.names.get(&day).map(String::as_str)
    }

    /// True where the days off of that year are not all announced.
    pub(crate) fn is_provisional(&self, day: Day) -> bool {
        let year = day.date().year();
        self.announced.is_none_or(|(first, last)| year < first || year > last)
    }

    pub(crate) fn announced_through(&self) -> Option<i16> {
        self.announced.map(|(_, last)| last)
    }

    /// The n-th working day strictly after `day`; `day` itself for none.
    pub(crate) fn add_working_days(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return day;
        }
        let index = self.row(day).working_days as usize + n as usize - 1;
        self.working_days.get(index).copied().unwrap_or_else(|| self.last())
    }

    /// The n-th working day strictly before `day`; `day` itself for none.
    pub(crate) fn subtract_working_days(&self, day: Day, n: u32) -> Day {
        if n == 0 {
            return day;
        }
        let before = self.row(day).working_days - u32::from(self.is_working(day));
        let index = before.saturating_sub(n) as usize;
        self.working_days.get(index).copied().unwrap_or(self.first)
    }

    /// Working days d with `after` < d ≤ `through`.
    pub(crate) fn working_days_between(&self, after: Day, through: Day) -> u32 {
        self.row(through).working_days.saturating_sub(self.row(after).working_days)
    }

    /// This day if it is worked, else the next that is.
    pub(crate) fn working_day_from(&self, day: Day) -> Day {
        if self.is_working(day) { day } else { self.add_working_days(day, 1) }
    }

    /// Open seconds between two moments; none if they are not in order.
    pub(crate) fn open_seconds_between(&self, from: Moment, to: Moment) -> u32 {
        self.open_seconds_before(to).saturating_sub(self.open_seconds_before(from))
    }

    /// The earliest moment by which so many open seconds have passed.
    pub(crate) fn after_open_seconds(&self, from: Moment, seconds: u32) -> Moment {
        if seconds == 0 {
            return from;
        }
        let goal = self.open_seconds_before(from).saturating_add(seconds);
        let passed = self.rows.partition_point(|row| row.seconds_before < goal);
        let index = passed.saturating_sub(1);
        let day = self.first.plus(u32::try_from(index).unwrap_or(0));
        let before = self.rows.get(index).map_or(0, |row| row.seconds_before);
        Moment::on(day, self.hours(day).second_after(goal - before))
    }

    /// The moment itself if the office is open then, else the next opening.
    pub(crate) fn next_opening(&self, moment: Moment) -> Moment {
        let day = moment.day();
        if self.is_working(day)
            && let Some(second) = self.hours(day).open_from(moment.second())
        {
            return Moment::on(day, second);
        }
        self.opening(self.add_working_days(day, 1))
    }

    /// The moment itself if the office is open then, else the closing before it.
    pub(crate) fn last_open(&self, moment: Moment) -> Moment {
        let day = moment.day();
        let passed = if self.is_working(day) { self.hours(day).elapsed(moment.second()) } else { 0 };
        if passed > 0 {
            return Moment::on(day, self.hours(day).second_after(passed));
        }
        self.closing(self.subtract_working_days(day, 1))
    }

    pub(crate) fn opening(&self, day: Day) -> Moment {
        Moment::on(day, self.hours(day).opening())
    }

    /// End of office hours, on a day off as on a working day.
    pub(crate) fn closing(&self, day: Day) -> Moment {
        Moment::on(day, self.hours(day).closing())
    }

    /// The working day on which something received now counts, by the 15:00 rule.
    pub(crate) fn same_day(&self, received: Moment) -> Day {
        let day = received.day();
        if self.is_working(day) && received.second() <= second_of(CUT_OFF) {
            day
        } else {
            self.add_working_days(day, 1)
        }
    }

    fn open_seconds_before(&self, moment: Moment) -> u32 {
        let day = moment.day();
        let row = self.row(day);
        let today = if row.kind.is_working() { self.hours(day).elapsed(moment.second()) } else { 0 };
        row.seconds_before + today
    }

    fn hours(&self, day: Day) -> &OfficeHours {
        let index = usize::from(self.row(day).schedule);
        self.schedules.get(index).unwrap_or(&self.schedules[0])
    }

    fn row(&self, day: Day) -> &Row {
        let index = (day.days_since(self.first) as usize).min(self.rows.len() - 1);
        &self.rows[index]
    }

    /// The dates from one to another, as far as the table knows them: no limit reaches further, and
    /// nobody reads a list of a thousand years.
    pub(crate) fn days(&self, from: Day, through: Day) -> impl Iterator<Item = Day> + use<> {
        (from.max(self.first).0..=through.min(self.last()).0).map(Day)
    }

    fn last(&self) -> Day {
        Day::of(LAST)
    }
}

fn kind_of(date: Date, listed: Option<&Holiday>, working: &[Weekday]) -> DayKind {
    match listed.map(|holiday| holiday.kind) {
        Some(HolidayKind::Public) => DayKind::Public,
        Some(HolidayKind::Compensatory) => DayKind::Compensatory,
        Some(HolidayKind::SwapOff) => DayKind::SwapOff,
        Some(HolidayKind::WorkingSaturday) => DayKind::WorkingSaturday,
        Some(HolidayKind::Projected) => DayKind::Projected,
        None if working.contains(&date.weekday()) => DayKind::Working,
        None => DayKind::Weekend,
    }
}

/// First and last year of the list's first unbroken run of years whose days off are all announced.
fn announced_years(holidays: &[Holiday]) -> Option<(i16, i16)> {
    let projected =
        |year| holidays.iter().any(|holiday| holiday.date.year() == year && holiday.kind == HolidayKind::Projected);
    let announced = |year: &i16| is_listed(holidays, *year) && !projected(*year);
    let years: BTreeSet<i16> = holidays.iter().map(|holiday| holiday.date.year()).collect();
    let first = years.iter().copied().find(announced)?;
    let last = (first..).take_while(announced).last()?;
    Some((first, last))
}
