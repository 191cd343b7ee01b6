//! Hours that hold on some days only: for a period, for a season of the year, for a weekday.
//!
//! Offices change to winter hours, close early on one weekday, move to other hours from a date on.
//! A rule never makes a day off a working day; it says when the office is open on a day it works.

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::hours::OfficeHours;

/// Hours and the days they are kept on. What is not named does not restrict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursRule {
    /// First day of the rule.
    #[serde(default)]
    pub since: Option<Date>,
    /// Last day of the rule.
    #[serde(default)]
    pub until: Option<Date>,
    #[serde(default)]
    pub season: Option<Season>,
    /// The weekdays it is kept on; empty for all of them.
    #[serde(default)]
    pub weekdays: Vec<DayOfWeek>,
    pub hours: OfficeHours,
}

/// A part of every year, both ends as (month, day). A winter that runs over New Year is written as
/// it is said: from (10, 16) through (4, 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Season {
    pub from: (i8, i8),
    pub through: (i8, i8),
}

/// A day of the week, by its ISO number in stored form: 1 is Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i8", into = "i8")]
pub struct DayOfWeek(pub Weekday);

impl HoursRule {
    /// Hours that hold on every day no earlier rule speaks for.
    pub const fn always(hours: OfficeHours) -> Self {
        Self { since: None, until: None, season: None, weekdays: Vec::new(), hours }
    }

    pub fn holds_on(&self, date: Date) -> bool {
        self.since.is_none_or(|since| since <= date)
            && self.until.is_none_or(|until| date <= until)
            && self.season.is_none_or(|season| season.holds_on(date))
            && (self.weekdays.is_empty() || self.weekdays.contains(&DayOfWeek(date.weekday())))
    }
}

impl Season {
    pub fn holds_on(self, date: Date) -> bool {
        let day = (date.month(), date.day());
        if self.from <= self.through {
            self.from <= day && day <= self.through
        } else {
            day >= self.from || day <= self.through
        }
    }
}

impl TryFrom<i8> for DayOfWeek {
    type Error = jiff::Error;

    fn try_from(number: i8) -> Result<Self, jiff::Error> {
        Weekday::from_monday_one_offset(number).map(Self)
    }
}

impl From<DayOfWeek> for i8 {
    fn from(day: DayOfWeek) -> Self {
        day.0.to_monday_one_offset()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Time, date};

    use super::*;
    use crate::calendar::Calendar;
    use crate::local::local;

    fn hours(intervals: &[(i8, i8)]) -> OfficeHours {
        let at = |hour| Time::constant(hour, 0, 0, 0);
        OfficeHours::new(&intervals.iter().map(|&(opens, closes)| (at(opens), at(closes))).collect::<Vec<_>>()).unwrap()
    }

    fn closes(calendar: &Calendar, date: Date) -> (i8, i8) {
        let closing = local(calendar.closing_of(date));
        (closing.hour(), closing.minute())
    }

    #[test]
    fn winter_hours_hold_over_new_year() {
        let season = Some(Season { from: (10, 16), through: (4, 15) });
        let winter = HoursRule { season, ..HoursRule::always(hours(&[(8, 12), (13, 17)])) };
        let calendar = Calendar::builder().hours_rule(winter).build().unwrap();
        assert_eq!(closes(&calendar, date(2026, 10, 15)), (17, 30));
        assert_eq!(closes(&calendar, date(2026, 10, 16)), (17, 0));
        assert_eq!(closes(&calendar, date(2027, 4, 15)), (17, 0));
        assert_eq!(closes(&calendar, date(2027, 4, 16)), (17, 30));
    }

    #[test]
    fn hours_change_from_a_date_on_and_the_days_before_keep_theirs() {
        let since = Some(date(2026, 7, 1));
        let shorter = HoursRule { since, ..HoursRule::always(hours(&[(7, 11), (13, 16)])) };
        let calendar = Calendar::builder().hours_rule(shorter).build().unwrap();
        assert_eq!(closes(&calendar, date(2026, 6, 30)), (17, 30));
        assert_eq!(closes(&calendar, date(2026, 7, 1)), (16, 0));
    }

    #[test]
    fn a_half_day_each_friday_and_three_intervals_a_day() {
        let friday = HoursRule { weekdays: vec![DayOfWeek(Weekday::Friday)], ..HoursRule::always(hours(&[(7, 11)])) };
        let long = HoursRule::always(hours(&[(7, 11), (13, 16), (18, 20)]));
        let calendar = Calendar::builder().hours_rule(friday).hours_rule(long).build().unwrap();
        assert_eq!(closes(&calendar, date(2026, 3, 6)), (11, 0));
        assert_eq!(closes(&calendar, date(2026, 3, 5)), (20, 0));
        let day = |date: Date| calendar.working_minutes_between(calendar.opening_of(date), calendar.closing_of(date));
        assert_eq!((day(date(2026, 3, 5)), day(date(2026, 3, 6))), (540, 240));
    }

    #[test]
    fn a_rule_is_stored_with_its_days_as_numbers() {
        let rule = HoursRule { weekdays: vec![DayOfWeek(Weekday::Friday)], ..HoursRule::always(hours(&[(7, 11)])) };
        let stored = serde_json::to_string(&rule).unwrap();
        assert!(stored.contains(r#""weekdays":[5]"#), "{stored}");
        assert_eq!(serde_json::from_str::<HoursRule>(&stored).unwrap(), rule);
        assert!(serde_json::from_str::<DayOfWeek>("8").is_err());
    }
}
