//! Local time of Viet Nam: UTC+7 the whole year, no daylight saving.
//!
//! Outside this crate an instant is a `Timestamp`. Inside, counting works on whole local seconds
//! ([`Moment`]) and local day numbers ([`Day`]), which need no time zone table.

use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

const OFFSET: Offset = Offset::constant(7);
const DAY_SECONDS: i64 = 86_400;
const EPOCH: Date = date(1970, 1, 1);

/// The wall clock in Viet Nam at an instant.
pub fn local(instant: Timestamp) -> DateTime {
    OFFSET.to_datetime(instant)
}

/// The instant at which the wall clock in Viet Nam shows this. Moments within hours of the end of
/// the year 9999 become the last representable one.
pub fn instant(local: DateTime) -> Timestamp {
    OFFSET.to_timestamp(local).unwrap_or(Timestamp::MAX)
}

/// A whole second of local time, counted from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(i64);

impl Moment {
    pub(crate) fn of(instant: Timestamp) -> Self {
        Self(instant.as_second() + i64::from(OFFSET.seconds()))
    }

    pub(crate) fn on(day: Day, second: u32) -> Self {
        Self(i64::from(day.0) * DAY_SECONDS + i64::from(second))
    }

    pub(crate) fn instant(self) -> Timestamp {
        Timestamp::from_second(self.0 - i64::from(OFFSET.seconds())).unwrap_or(Timestamp::MAX)
    }

    pub(crate) fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY_SECONDS)).unwrap_or(i32::MAX))
    }

    /// Second of the day, from 0.
    pub(crate) fn second(self) -> u32 {
        u32::try_from(self.0.rem_euclid(DAY_SECONDS)).unwrap_or(0)
    }

    pub(crate) fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Seconds from `earlier` to here; none if it is not earlier.
    pub(crate) fn seconds_since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }
}

/// A local date as a number of days from 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day(pub(crate) i32);

impl Day {
    pub(crate) fn of(date: Date) -> Self {
        Self(i32::try_from(date.duration_since(EPOCH).as_hours() / 24).unwrap_or(i32::MAX))
    }

    pub(crate) fn date(self) -> Date {
        EPOCH.saturating_add(SignedDuration::from_hours(i64::from(self.0) * 24))
    }

    pub(crate) fn plus(self, days: u32) -> Self {
        Self(self.0.saturating_add_unsigned(days))
    }

    /// Days from `earlier` to here; none if it is not earlier.
    pub(crate) fn days_since(self, earlier: Self) -> u32 {
        u32::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0)
    }
}

/// Second of the day of a time.
pub(crate) fn second_of(time: Time) -> u32 {
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60 + i32::from(time.second());
    seconds.unsigned_abs()
}

/// Time of a second of the day.
pub(crate) fn time_of(second: u32) -> Time {
    Time::midnight().wrapping_add(SignedDuration::from_secs(i64::from(second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_time_is_seven_hours_ahead_all_year() {
        for (utc, here) in [
            ("2026-01-15T17:30:00Z", "2026-01-16T00:30:00"),
            ("2026-07-15T08:20:00Z", "2026-07-15T15:20:00"),
            ("2019-12-31T17:00:00Z", "2020-01-01T00:00:00"),
        ] {
            let utc: Timestamp = utc.parse().unwrap();
            let here: DateTime = here.parse().unwrap();
            assert_eq!(local(utc), here);
            assert_eq!(instant(here), utc);
        }
    }

    #[test]
    fn moments_and_days_lead_back_to_the_same_instant() {
        let utc: Timestamp = "2026-11-20T08:20:07Z".parse().unwrap();
        let moment = Moment::of(utc);
        assert_eq!(moment.instant(), utc);
        assert_eq!(moment.day().date(), date(2026, 11, 20));
        assert_eq!(Day::of(date(2026, 11, 20)), moment.day());
        assert_eq!(time_of(moment.second()), Time::constant(15, 20, 7, 0));
        assert_eq!(second_of(Time::constant(15, 20, 7, 0)), moment.second());
    }
}
