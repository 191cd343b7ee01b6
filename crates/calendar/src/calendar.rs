//! The calendar of an office: which days are worked and when the office is open.
//!
//! A working day (ngày làm việc) is Monday to Friday without holidays, days in lieu and swapped
//! days, plus Saturdays worked in return. Intake on a Saturday morning does not make that
//! Saturday a working day.

use std::fmt;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::builder::CalendarBuilder;
use crate::closure::Closure;
use crate::holidays::Holiday;
use crate::intake::IntakeSession;
use crate::local::{Day, Moment};
use crate::table::Table;

const STATE_HOLIDAYS: &str = include_str!("../../../data/holidays.csv");

#[expect(clippy::expect_used, reason = "the list is part of the build, and a test reads it")]
static SHIPPED: LazyLock<Vec<Holiday>> =
    LazyLock::new(|| Holiday::read_csv(STATE_HOLIDAYS.as_bytes()).expect("the shipped holiday list is readable"));

#[expect(clippy::expect_used, reason = "the list is part of the build, and a test reads it")]
static STATE: LazyLock<Calendar> = LazyLock::new(|| {
    let listed = Calendar::builder().holidays(SHIPPED.iter().cloned());
    listed.project_through(Calendar::LAST_YEAR).build().expect("the shipped calendar is sound")
});

/// What a date is for counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    Working,
    WorkingSaturday,
    Weekend,
    Public,
    Compensatory,
    SwapOff,
    /// Off, but not yet announced.
    Projected,
}

/// Working time of an office. Cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Calendar {
    table: Arc<Table>,
    sessions: Arc<[IntakeSession]>,
    closures: Arc<[Closure]>,
}

impl Calendar {
    /// The last year a calendar covers.
    pub const LAST_YEAR: i16 = 2099;

    /// The shipped calendar of state offices: 07:30–11:30, 13:30–17:30, holidays of 2016–2027, later
    /// years projected.
    pub fn state() -> Self {
        STATE.clone()
    }

    /// The special days of the shipped calendar, by date.
    pub fn shipped_days() -> &'static [Holiday] {
        &SHIPPED
    }

    pub fn builder() -> CalendarBuilder {
        CalendarBuilder::default()
    }

    pub fn is_working(&self, date: Date) -> bool {
        self.table.is_working(Day::of(date))
    }

    pub fn day_kind(&self, date: Date) -> DayKind {
        self.table.kind(Day::of(date))
    }

    pub fn holiday_name(&self, date: Date) -> Option<&str> {
        self.table.name(Day::of(date))
    }

    /// True where the days off of that year are not all announced, so the date may still move.
    pub fn provisional(&self, date: Date) -> bool {
        self.table.is_provisional(Day::of(date))
    }

    /// The last year whose days off are all announced.
    pub fn announced_through(&self) -> Option<i16> {
        self.table.announced_through()
    }

    /// The n-th working day strictly after the date; the date itself for none.
    pub fn add_working_days(&self, date: Date, n: u32) -> Date {
        self.table.add_working_days(Day::of(date), n).date()
    }

    /// The n-th working day strictly before the date; the date itself for none.
    pub fn subtract_working_days(&self, date: Date, n: u32) -> Date {
        self.table.subtract_working_days(Day::of(date), n).date()
    }

    /// Working days d with `after` < d ≤ `through`.
    pub fn working_days_between(&self, after: Date, through: Date) -> u32 {
        self.table.working_days_between(Day::of(after), Day::of(through))
    }

    /// Whole working minutes between two instants; none if they are not in order.
    pub fn working_minutes_between(&self, from: Timestamp, to: Timestamp) -> u32 {
        self.table.open_seconds_between(Moment::of(from), Moment::of(to)) / 60
    }

    /// The earliest instant by which so many working minutes have passed.
    pub fn after_working_minutes(&self, from: Timestamp, minutes: u32) -> Timestamp {
        self.table.after_open_seconds(Moment::of(from), minutes.saturating_mul(60)).instant()
    }

    /// The instant itself if the office is open then, else the next opening.
    pub fn next_opening(&self, instant: Timestamp) -> Timestamp {
        let moment = Moment::of(instant);
        let opening = self.table.next_opening(moment);
        if opening == moment { instant } else { opening.instant() }
    }

    /// The closing moment still belongs to the office day.
    pub fn is_open(&self, instant: Timestamp) -> bool {
        self.next_opening(instant) == instant
    }

    pub fn opening_of(&self, date: Date) -> Timestamp {
        self.table.opening(Day::of(date)).instant()
    }

    /// End of office hours; on a day off, when they would end.
    pub fn closing_of(&self, date: Date) -> Timestamp {
        self.table.closing(Day::of(date)).instant()
    }

    /// Whether papers are received then: in office hours, or in a session of intake that is not
    /// working time.
    pub fn receives_at(&self, instant: Timestamp) -> bool {
        self.next_reception(instant) == instant
    }

    /// The instant itself if papers are received then, else when they are next.
    pub fn next_reception(&self, instant: Timestamp) -> Timestamp {
        let moment = Moment::of(instant);
        let next = self
            .next_session(moment)
            .map_or(self.table.next_opening(moment), |session| session.min(self.table.next_opening(moment)));
        if next == moment { instant } else { next.instant() }
    }

    /// No session is held on a holiday, and none is further away than a year.
    fn next_session(&self, moment: Moment) -> Option<Moment> {
        let held = |day: Day| matches!(self.table.kind(day), DayKind::Weekend) || self.table.is_working(day);
        let today = self.sessions.iter().filter(|_| held(moment.day())).filter_map(|session| session.from(moment));
        let later = || {
            let mut days = (1..=366).map(|days| moment.day().plus(days)).filter(|day| held(*day));
            days.find_map(|day| self.sessions.iter().filter_map(|session| session.opening(day)).min())
        };
        if self.sessions.is_empty() { None } else { today.min().or_else(later) }
    }

    pub(crate) fn from_parts(table: Table, sessions: Vec<IntakeSession>) -> Self {
        Self { table: Arc::new(table), sessions: sessions.into(), closures: Arc::default() }
    }

    pub(crate) fn closed_during(&self, closures: Vec<Closure>) -> Self {
        Self { closures: closures.into(), ..self.clone() }
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }

    pub(crate) fn closures(&self) -> &[Closure] {
        &self.closures
    }
}

impl fmt::Debug for Calendar {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Calendar").field("announced_through", &self.announced_through()).finish_non_exhaustive()
    }
}

impl DayKind {
    pub const fn is_working(self) -> bool {
        match self {
            Self::Working | Self::WorkingSaturday => true,
            Self::Weekend | Self::Public | Self::Compensatory | Self::SwapOff | Self::Projected => false,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::WorkingSaturday => "working_saturday",
            Self::Weekend => "weekend",
            Self::Public => "public",
            Self::Compensatory => "compensatory",
            Self::SwapOff => "swap_off",
            Self::Projected => "projected",
        }
    }
}
