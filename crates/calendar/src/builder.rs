//! Puts a calendar together: hours through time, working weekdays, the list of special days and
//! what an office receives outside its hours.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

use crate::calendar::Calendar;
use crate::holidays::{Holiday, HolidayKind};
use crate::hours::OfficeHours;
use crate::intake::IntakeSession;
use crate::projection::projected_days_off;
use crate::rule::HoursRule;
use crate::table::Table;

/// The law gave ten days off a year before 2021, and some have fallen together with weekends since.
const LISTED_DAYS_OFF: usize = 8;

/// A calendar in the making. Starts with the standard hours, Monday to Friday and no holidays.
#[derive(Debug, Clone)]
pub struct CalendarBuilder {
    pub(crate) hours: OfficeHours,
    pub(crate) rules: Vec<HoursRule>,
    pub(crate) sessions: Vec<IntakeSession>,
    pub(crate) working_weekdays: Vec<Weekday>,
    pub(crate) holidays: Vec<Holiday>,
    project_through: Option<i16>,
}

/// Why no calendar can be built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    #[error("{0} is listed twice among the special days")]
    ListedTwice(Date),
    #[error("{0} lies outside the years a calendar covers")]
    OutsideTable(Date),
    #[error("a week needs at least one working day")]
    NoWorkingDay,
    #[error("a calendar cannot keep so many rules of hours")]
    TooManyRules,
}

impl Default for CalendarBuilder {
    fn default() -> Self {
        Self {
            hours: OfficeHours::standard(),
            rules: Vec::new(),
            sessions: Vec::new(),
            working_weekdays: vec![
                Weekday::Monday,
                Weekday::Tuesday,
                Weekday::Wednesday,
                Weekday::Thursday,
                Weekday::Friday,
            ],
            holidays: Vec::new(),
            project_through: None,
        }
    }
}

impl CalendarBuilder {
    /// Hours on days for which no rule says otherwise.
    #[must_use]
    pub fn hours(mut self, hours: OfficeHours) -> Self {
        self.hours = hours;
        self
    }

    /// Adds a rule; on a day that several hold for, the one added first counts.
    #[must_use]
    pub fn hours_rule(mut self, rule: HoursRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// Adds a session in which papers are received, yet no working time runs.
    #[must_use]
    pub fn intake_session(mut self, session: IntakeSession) -> Self {
        self.sessions.push(session);
        self
    }

    #[must_use]
    pub fn working_weekdays(mut self, weekdays: &[Weekday]) -> Self {
        self.working_weekdays = weekdays.to_vec();
        self
    }

    /// Adds special days to those already listed.
    #[must_use]
    pub fn holidays(mut self, holidays: impl IntoIterator<Item = Holiday>) -> Self {
        self.holidays.extend(holidays);
        self
    }

    /// Years for which next to no day off is listed get those that law and lunar calendar give, up to
    /// and including this year; only years after the first listed one.
    #[must_use]
    pub const fn project_through(mut self, year: i16) -> Self {
        self.project_through = Some(year);
        self
    }

    /// Days off of the years that are projected. A day that is listed stays what it is.
    pub(crate) fn projected(&self) -> Vec<Holiday> {
        let first = self.holidays.iter().map(|holiday| holiday.date.year()).min();
        let (Some(first), Some(last)) = (first, self.project_through) else { return Vec::new() };
        let listed: BTreeSet<Date> = self.holidays.iter().map(|holiday| holiday.date).collect();
        (first..=last)
            .filter(|year| !is_listed(&self.holidays, *year))
            .flat_map(projected_days_off)
            .filter(|holiday| !listed.contains(&holiday.date))
            .collect()
    }

    pub fn build(self) -> Result<Calendar, BuildError> {
        if self.working_weekdays.is_empty() {
            return Err(BuildError::NoWorkingDay);
        }
        if self.rules.len() >= usize::from(u16::MAX) {
            return Err(BuildError::TooManyRules);
        }
        let sessions = self.sessions.clone();
        Table::build(self).map(|table| Calendar::from_parts(table, sessions))
    }

    /// Index of the hours kept on a date: 0 is the ordinary ones, then the rules.
    pub(crate) fn schedule_on(&self, date: Date) -> u16 {
        let rule = self.rules.iter().position(|rule| rule.holds_on(date));
        rule.and_then(|index| u16::try_from(index + 1).ok()).unwrap_or(0)
    }
}

/// Whether a list holds the days off of a year, and not only a stray one.
pub(crate) fn is_listed(holidays: &[Holiday], year: i16) -> bool {
    let days_off =
        holidays.iter().filter(|holiday| holiday.date.year() == year && holiday.kind != HolidayKind::WorkingSaturday);
    days_off.count() >= LISTED_DAYS_OFF
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::calendar::DayKind;

    fn holiday(date: Date) -> Holiday {
        Holiday { date, kind: HolidayKind::Public, name: "Ngày nghỉ".to_owned() }
    }

    #[test]
    fn a_day_listed_twice_or_a_week_without_work_is_refused() {
        let day = date(2026, 4, 30);
        let twice = Calendar::builder().holidays([holiday(day), holiday(day)]).build();
        assert_eq!(twice.unwrap_err(), BuildError::ListedTwice(day));
        assert_eq!(Calendar::builder().working_weekdays(&[]).build().unwrap_err(), BuildError::NoWorkingDay);
        let far = Calendar::builder().holidays([holiday(date(1999, 1, 1))]).build();
        assert_eq!(far.unwrap_err(), BuildError::OutsideTable(date(1999, 1, 1)));
    }

    #[test]
    fn a_year_without_a_list_is_projected_and_provisional_and_listed_days_stay() {
        let extra = Holiday { date: date(2029, 3, 5), kind: HolidayKind::Public, name: "Ngày nghỉ".to_owned() };
        let shipped = Calendar::shipped_days().to_vec();
        let listed =
            Calendar::builder().holidays(shipped.clone()).holidays([extra]).project_through(2030).build().unwrap();
        assert_eq!(listed.day_kind(date(2028, 1, 26)), DayKind::Projected);
        assert_eq!(listed.holiday_name(date(2028, 1, 26)), Some("(dự kiến) Tết Nguyên Đán"));
        assert_eq!(listed.day_kind(date(2029, 3, 5)), DayKind::Public);
        assert_eq!(listed.day_kind(date(2029, 2, 13)), DayKind::Projected);
        assert_eq!(listed.day_kind(date(2031, 1, 1)), DayKind::Working);
        assert_eq!(listed.day_kind(date(2015, 1, 1)), DayKind::Working);
        assert!(listed.provisional(date(2029, 3, 6)) && !listed.provisional(date(2026, 3, 6)));
        assert_eq!(listed.announced_through(), Some(2026));
        let plain = Calendar::builder().holidays(shipped).build().unwrap();
        assert_eq!(plain.day_kind(date(2028, 1, 26)), DayKind::Working);
    }
}
