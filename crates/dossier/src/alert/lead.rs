//! How long before the due date somebody is told, and how far the list "due soon" looks ahead: settings
//! of the installation.

use std::fmt;
use std::str::FromStr;

use calendar::Calendar;
use jiff::{SignedDuration, Timestamp};

use super::day_of;

/// A stretch of working time before a due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// From the opening of the n-th working day before the due date.
    WorkingDays(u32),
    /// So many working minutes before the due moment.
    WorkingMinutes(u32),
}

/// The two settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leads {
    /// When `due_soon` is raised.
    pub alert: Lead,
    /// How many working days after today the list "due soon" holds.
    pub list_days: u32,
}

impl Default for Leads {
    fn default() -> Self {
        Self { alert: Lead::WorkingDays(1), list_days: 2 }
    }
}

/// Why a written lead means nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no lead time: write 1wd for working days, 4wh for working hours or 90m for working minutes")]
pub struct LeadError(String);

/// No lead is longer than this many working days.
const DAYS_MAX: u32 = 60;

impl FromStr for Lead {
    type Err = LeadError;

    fn from_str(text: &str) -> Result<Self, LeadError> {
        let wrong = || LeadError(text.to_owned());
        let unit_at = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
        let (digits, unit) = text.split_at(unit_at);
        let count: u32 = digits.parse().map_err(|_| wrong())?;
        let (lead, days) = match unit {
            "wd" => (Self::WorkingDays(count), count),
            "wh" => (Self::WorkingMinutes(count.saturating_mul(60)), count / 8),
            "m" => (Self::WorkingMinutes(count), count / calendar::WORKING_DAY_MINUTES),
            _ => return Err(wrong()),
        };
        if count == 0 || days > DAYS_MAX { Err(wrong()) } else { Ok(lead) }
    }
}

impl fmt::Display for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::WorkingMinutes(minutes) => write!(f, "{minutes}m"),
        }
    }
}

impl Lead {
    /// The moment that lies this long before a due moment.
    pub(crate) fn before(self, calendar: &Calendar, due: Timestamp) -> Timestamp {
        match self {
            Self::WorkingDays(days) => calendar.opening_of(calendar.subtract_working_days(day_of(due), days)),
            Self::WorkingMinutes(minutes) => minutes_before(calendar, due, minutes),
        }
    }
}

/// The latest second from which so many working minutes are left. They only become fewer with time,
/// so halving finds it.
fn minutes_before(calendar: &Calendar, due: Timestamp, minutes: u32) -> Timestamp {
    // Days off in a row are few: this many days hold the minutes in any calendar of offices.
    let days = i64::from(minutes / 60 + 30);
    let earliest = due.saturating_sub(SignedDuration::from_hours(24 * days)).unwrap_or(due);
    let (mut enough, mut short) = (earliest.as_second(), due.as_second());
    while short - enough > 1 {
        let middle = enough + (short - enough) / 2;
        let at = Timestamp::from_second(middle).unwrap_or(due);
        if calendar.working_minutes_between(at, due) >= minutes { enough = middle } else { short = middle }
    }
    Timestamp::from_second(enough).unwrap_or(due)
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::instant;

    fn at(text: &str) -> Timestamp {
        instant(text.parse().unwrap())
    }

    #[test]
    fn a_lead_is_counted_back_over_days_off() {
        let calendar = Calendar::state();
        // Monday 30 November 2026; the 24th is a holiday.
        for (lead, due, before) in [
            ("1wd", "2026-11-30T17:30", "2026-11-27T07:30"),
            ("2wd", "2026-11-25T17:30", "2026-11-20T07:30"),
            ("4wh", "2026-11-30T09:30", "2026-11-27T15:30"),
            ("90m", "2026-11-30T08:00", "2026-11-27T16:30"),
            ("480m", "2026-11-30T17:30", "2026-11-30T07:30"),
        ] {
            let lead: Lead = lead.parse().unwrap();
            assert_eq!(lead.before(&calendar, at(due)), at(before), "{lead} before {due}");
        }
    }

    #[test]
    fn a_lead_that_means_nothing_is_refused() {
        for text in ["", "1", "wd", "0wd", "-1wd", "1d", "1.5wd", "61wd", "99999999999m"] {
            assert!(text.parse::<Lead>().is_err(), "{text}");
        }
        assert_eq!("4wh".parse::<Lead>().unwrap().to_string(), "240m");
    }
}
