//! A month as a table: weeks from Monday, each day with its kind in colour, letter and words.

use calendar::{Calendar, DayKind};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use web::{Page, format};

use crate::rules::{ClosureRule, OfficeIntake};

/// One month of the grid.
pub(crate) struct Month {
    pub(crate) name: String,
    pub(crate) weeks: Vec<Vec<Cell>>,
}

/// One day, or the room before the first and after the last.
#[derive(Default)]
pub(crate) struct Cell {
    /// The number; empty outside the month.
    pub(crate) number: String,
    pub(crate) class: &'static str,
    pub(crate) mark: &'static str,
    /// What the day is, for a pointer and for who listens; empty for an ordinary day.
    pub(crate) words: String,
    pub(crate) is_today: bool,
    pub(crate) is_closed: bool,
}

/// What the days of a year are drawn from.
pub(crate) struct Year<'a> {
    pub(crate) page: &'a Page,
    pub(crate) calendar: &'a Calendar,
    pub(crate) closures: Vec<&'a ClosureRule>,
    pub(crate) intake: Vec<&'a OfficeIntake>,
    pub(crate) today: Date,
}

impl Year<'_> {
    pub(crate) fn months(&self, year: i16) -> Vec<Month> {
        (1..=12).map(|month| self.month(date(year, month, 1))).collect()
    }

    fn month(&self, first: Date) -> Month {
        let lead = usize::from(first.weekday().to_monday_zero_offset().unsigned_abs());
        let days = (0..i64::from(first.days_in_month())).map(|n| self.cell(first.saturating_add(n.days())));
        let mut cells: Vec<Cell> = std::iter::repeat_with(Cell::default).take(lead).chain(days).collect();
        cells.resize_with(cells.len().next_multiple_of(7), Cell::default);
        let mut weeks = Vec::with_capacity(6);
        while !cells.is_empty() {
            weeks.push(cells.drain(..7).collect());
        }
        Month { name: format::month(self.page.locale, first), weeks }
    }

    fn cell(&self, day: Date) -> Cell {
        let kind = self.calendar.day_kind(day);
        let name = self.calendar.holiday_name(day);
        let closure = self.closures.iter().find(|closure| holds(closure, day));
        let receives = kind == DayKind::Weekend && self.intake.iter().any(|intake| intake.session.is_held_on(day));
        let (class, mark) = if receives { ("intake", "+") } else { look(kind) };
        let kind_words = match kind {
            DayKind::Working => None,
            DayKind::Weekend if receives => Some(self.page.t("timetable-day-intake")),
            DayKind::Weekend => Some(self.page.t("timetable-day-weekend")),
            DayKind::WorkingSaturday
            | DayKind::Public
            | DayKind::Compensatory
            | DayKind::SwapOff
            | DayKind::Projected => Some(kind_words(self.page, kind)),
        };
        let closed = closure.map(|closure| super::words::closure_reason(self.page, closure));
        let words: Vec<String> = kind_words.into_iter().chain(name.map(super::words::day_name)).chain(closed).collect();
        Cell {
            number: day.day().to_string(),
            class,
            mark: if closure.is_some() { "‖" } else { mark },
            words: words.join(": "),
            is_today: day == self.today,
            is_closed: closure.is_some(),
        }
    }
}

/// The kind of a special day in words.
pub(crate) fn kind_words(page: &Page, kind: DayKind) -> String {
    page.t(&format!("timetable-kind-{}", kind.name().replace('_', "-")))
}

/// Class and letter of a kind: colour is never alone.
pub(crate) const fn look(kind: DayKind) -> (&'static str, &'static str) {
    match kind {
        DayKind::Working => ("", ""),
        DayKind::WorkingSaturday => ("worked", "L"),
        DayKind::Weekend => ("weekend", ""),
        DayKind::Public => ("public", "N"),
        DayKind::Compensatory => ("compensatory", "B"),
        DayKind::SwapOff => ("swap", "H"),
        DayKind::Projected => ("projected", "?"),
    }
}

fn holds(closure: &ClosureRule, day: Date) -> bool {
    let begins = closure.from.date() <= day;
    begins && closure.to > day.to_datetime(jiff::civil::Time::midnight())
}
