//! Office hours of one day: intervals in which working time runs.
//!
//! Hours are configuration of an office; a working day of a limit stays 480 counted minutes
//! however long the office is open. The closing moment still belongs to the day, as a dossier
//! finished at that moment is finished in time.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::local::{second_of, time_of};

/// Opening and closing times of a day, in order, at least one pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(Time, Time)>", into = "Vec<(Time, Time)>")]
pub struct OfficeHours {
    intervals: Vec<(u32, u32)>,
}

/// Why a list of intervals is no office day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursError {
    #[error("an office day needs at least one interval")]
    Empty,
    #[error("the interval that opens at {opens} closes at {closes}")]
    Reversed { opens: Time, closes: Time },
    #[error("an interval opens at {opens}, before the one that closes at {closes} has ended")]
    Overlapping { closes: Time, opens: Time },
}

impl OfficeHours {
    /// Intervals in the order of the day.
    pub fn new(intervals: &[(Time, Time)]) -> Result<Self, HoursError> {
        if intervals.is_empty() {
            return Err(HoursError::Empty);
        }
        for &(opens, closes) in intervals {
            if second_of(opens) >= second_of(closes) {
                return Err(HoursError::Reversed { opens, closes });
            }
        }
        for pair in intervals.windows(2) {
            if let [(_, closes), (opens, _)] = *pair
                && opens < closes
            {
                return Err(HoursError::Overlapping { closes, opens });
            }
        }
        Ok(Self { intervals: intervals.iter().map(|&(opens, closes)| (second_of(opens), second_of(closes))).collect() })
    }

    /// Hours of the shipped calendar: 07:30–11:30 and 13:30–17:30, eight hours.
    pub fn standard() -> Self {
        Self { intervals: vec![(27_000, 41_400), (48_600, 63_000)] }
    }

    pub fn intervals(&self) -> Vec<(Time, Time)> {
        self.intervals.iter().map(|&(opens, closes)| (time_of(opens), time_of(closes))).collect()
    }

    /// Seconds the office is open in a day.
    pub(crate) fn total(&self) -> u32 {
        self.intervals.iter().map(|(opens, closes)| closes - opens).sum()
    }

    /// Open seconds passed when the clock shows this second of the day.
    pub(crate) fn elapsed(&self, second: u32) -> u32 {
        self.intervals.iter().map(|&(opens, closes)| second.clamp(opens, closes) - opens).sum()
    }

    /// Earliest second of the day at which so many open seconds have passed.
    pub(crate) fn second_after(&self, mut open_seconds: u32) -> u32 {
        for &(opens, closes) in &self.intervals {
            if open_seconds <= closes - opens {
                return opens + open_seconds;
            }
            open_seconds -= closes - opens;
        }
        self.closing()
    }

    pub(crate) fn opening(&self) -> u32 {
        self.intervals.first().map_or(0, |&(opens, _)| opens)
    }

    pub(crate) fn closing(&self) -> u32 {
        self.intervals.last().map_or(0, |&(_, closes)| closes)
    }

    /// This second if the office is open then, else the next opening of the same day.
    pub(crate) fn open_from(&self, second: u32) -> Option<u32> {
        self.intervals.iter().find(|&&(_, closes)| second <= closes).map(|&(opens, _)| second.max(opens))
    }
}

impl TryFrom<Vec<(Time, Time)>> for OfficeHours {
    type Error = HoursError;

    fn try_from(intervals: Vec<(Time, Time)>) -> Result<Self, HoursError> {
        Self::new(&intervals)
    }
}

impl From<OfficeHours> for Vec<(Time, Time)> {
    fn from(hours: OfficeHours) -> Self {
        hours.intervals()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hour: i8, minute: i8) -> Time {
        Time::constant(hour, minute, 0, 0)
    }

    #[test]
    fn the_standard_day_has_eight_hours_and_a_lunch_break() {
        let hours = OfficeHours::standard();
        assert_eq!(hours.total(), 8 * 3600);
        assert_eq!(hours.elapsed(second_of(at(12, 0))), 4 * 3600);
        assert_eq!(hours.second_after(4 * 3600), second_of(at(11, 30)));
        assert_eq!(hours.second_after(4 * 3600 + 1), second_of(at(13, 30)) + 1);
        assert_eq!(hours.open_from(second_of(at(12, 0))), Some(second_of(at(13, 30))));
        assert_eq!(hours.open_from(second_of(at(17, 30))), Some(second_of(at(17, 30))));
        assert_eq!(hours.open_from(second_of(at(17, 31))), None);
    }

    #[test]
    fn reversed_overlapping_and_missing_intervals_are_refused() {
        assert_eq!(OfficeHours::new(&[]), Err(HoursError::Empty));
        assert_eq!(
            OfficeHours::new(&[(at(11, 0), at(8, 0))]),
            Err(HoursError::Reversed { opens: at(11, 0), closes: at(8, 0) })
        );
        assert_eq!(
            OfficeHours::new(&[(at(8, 0), at(12, 0)), (at(11, 0), at(17, 0))]),
            Err(HoursError::Overlapping { closes: at(12, 0), opens: at(11, 0) })
        );
        assert_eq!(OfficeHours::new(&[(at(7, 30), at(11, 30)), (at(13, 30), at(17, 30))]), Ok(OfficeHours::standard()));
    }
}
