//! Puts a calendar together: hours, seasons, working weekdays and the list of special days.

use jiff::civil::{Date, Weekday};

use crate::calendar::Calendar;
use crate::holidays::Holiday;
use crate::hours::OfficeHours;
use crate::table::Table;

/// A calendar in the making. Starts with the standard hours, Monday to Friday and no holidays.
#[derive(Debug, Clone)]
pub struct CalendarBuilder {
    pub(crate) hours: OfficeHours,
    pub(crate) seasons: Vec<Season>,
    pub(crate) working_weekdays: Vec<Weekday>,
    pub(crate) holidays: Vec<Holiday>,
}

/// Hours kept from one day of the year through another, both as (month, day). A winter that runs
/// over New Year is written as it is said: from (10, 16) through (4, 15).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    pub from: (i8, i8),
    pub through: (i8, i8),
    pub hours: OfficeHours,
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
    #[error("a calendar cannot keep so many seasons")]
    TooManySeasons,
}

impl Default for CalendarBuilder {
    fn default() -> Self {
        Self {
            hours: OfficeHours::standard(),
            seasons: Vec::new(),
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
    /// Hours outside every season.
    #[must_use]
    pub fn hours(mut self, hours: OfficeHours) -> Self {
        self.hours = hours;
        self
    }

    /// Adds a season; where two overlap the one added first counts.
    #[must_use]
    pub fn season(mut self, season: Season) -> Self {
        self.seasons.push(season);
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
        if self.seasons.len() >= usize::from(u8::MAX) {
            return Err(BuildError::TooManySeasons);
        }
        Table::build(self).map(Calendar::from_table)
    }

    /// Index of the hours kept on a date: 0 is the ordinary ones, then the seasons.
    pub(crate) fn schedule_on(&self, date: Date) -> u8 {
        let season = self.seasons.iter().position(|season| season.holds(date));
        season.and_then(|index| u8::try_from(index + 1).ok()).unwrap_or(0)
    }
}

impl Season {
    fn holds(&self, date: Date) -> bool {
        let day = (date.month(), date.day());
        if self.from <= self.through {
            self.from <= day && day <= self.through
        } else {
            day >= self.from || day <= self.through
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{Time, date};

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

    #[test]
    fn winter_hours_hold_over_new_year() {
        let winter = OfficeHours::new(&[
            (Time::constant(8, 0, 0, 0), Time::constant(12, 0, 0, 0)),
            (Time::constant(13, 0, 0, 0), Time::constant(17, 0, 0, 0)),
        ])
        .unwrap();
        let season = Season { from: (10, 16), through: (4, 15), hours: winter };
        let calendar = Calendar::builder().season(season).build().unwrap();
        for (date, closes) in [(date(2026, 10, 15), 17), (date(2026, 10, 16), 17), (date(2027, 1, 4), 17)] {
            assert_eq!(crate::local(calendar.closing_of(date)).hour(), closes);
        }
        assert_eq!(crate::local(calendar.closing_of(date(2026, 10, 15))).minute(), 30);
        assert_eq!(crate::local(calendar.closing_of(date(2027, 1, 4))).minute(), 0);
    }
}
