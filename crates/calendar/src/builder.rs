//! Puts a calendar together: hours through time, working weekdays, the list of special days and
//! what an office receives outside its hours.

use jiff::civil::{Date, Weekday};

use crate::calendar::Calendar;
use crate::holidays::Holiday;
use crate::hours::OfficeHours;
use crate::intake::IntakeSession;
use crate::rule::HoursRule;
use crate::table::Table;

/// A calendar in the making. Starts with the standard hours, Monday to Friday and no holidays.
#[derive(Debug, Clone)]
pub struct CalendarBuilder {
    pub(crate) hours: OfficeHours,
    pub(crate) rules: Vec<HoursRule>,
    pub(crate) sessions: Vec<IntakeSession>,
    pub(crate) working_weekdays: Vec<Weekday>,
    pub(crate) holidays: Vec<Holiday>,
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::holidays::HolidayKind;

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
}
