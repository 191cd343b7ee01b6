//! How long a procedure may take, and in which unit the rule states it.
//!
//! Lengths are integers, never floats: working days and working hours are kept in minutes, so that
//! half a day (một buổi) and a quarter of an hour are exact.

use serde::{Deserialize, Serialize};

/// One working day of a limit in counted minutes, whatever the hours of the office.
pub const WORKING_DAY_MINUTES: u32 = 480;

/// Decimal places a written limit may have.
const PLACES: usize = 6;
const SCALE: u64 = 1_000_000;

/// A time limit as the rule states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "unit")]
pub enum Limit {
    /// Ngày làm việc, in minutes: 480 a day.
    #[serde(rename = "wd")]
    WorkingDays { minutes: u32 },
    /// Giờ làm việc, in minutes. Counted inside office hours in both styles.
    #[serde(rename = "wh")]
    WorkingHours { minutes: u32 },
    /// Ngày: every date counts, the last one rolls to a working day.
    #[serde(rename = "day")]
    CalendarDays { days: u32 },
    /// Giờ: hours of day and night.
    #[serde(rename = "hour")]
    ClockHours { hours: u32 },
    /// Tháng; a year is twelve.
    #[serde(rename = "month")]
    Months { months: u32 },
    /// Ngay, trong ngày: the same working day, or the next one when received after 15:00.
    #[serde(rename = "instant")]
    Instant,
}

/// The unit of a limit, as written in the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LimitUnit {
    WorkingDay,
    WorkingHour,
    CalendarDay,
    ClockHour,
    Month,
    Instant,
}

/// Why a written limit means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LimitError {
    #[error("{0:?} is no unit of a time limit")]
    UnknownUnit(String),
    #[error("{0:?} is not a decimal number")]
    NotANumber(String),
    #[error("{value} {unit} is no whole number of the smallest part counted")]
    TooFine { value: String, unit: String },
    #[error("a limit of {0} {1} would already be over")]
    Zero(String, String),
    #[error("a limit of {0} {1} is too long")]
    TooLong(String, String),
}

/// How working days are counted. A setting of the office, stored on each dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// To the end of office hours on the n-th working day after the start.
    #[default]
    WholeDays,
    /// To the minute, inside office hours.
    Hours,
}

/// What the clock of one dossier runs against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Terms {
    pub limit: Limit,
    pub style: Style,
}

impl Limit {
    pub const fn working_days(days: u32) -> Self {
        Self::WorkingDays { minutes: days.saturating_mul(WORKING_DAY_MINUTES) }
    }

    pub const fn working_hours(hours: u32) -> Self {
        Self::WorkingHours { minutes: hours.saturating_mul(60) }
    }

    pub const fn calendar_days(days: u32) -> Self {
        Self::CalendarDays { days }
    }

    pub const fn clock_hours(hours: u32) -> Self {
        Self::ClockHours { hours }
    }

    pub const fn months(months: u32) -> Self {
        Self::Months { months }
    }

    /// Reads a decimal number (`1.5` or `1,5`) and a unit (`wd`, `wh`, `day`, `hour`, `month`,
    /// `year`, `instant`). Zero working days is how instant procedures are stored, so it is one.
    pub fn parse(value: &str, unit: &str) -> Result<Self, LimitError> {
        let (value, unit) = (value.trim(), unit.trim());
        if unit == "instant" {
            return Ok(Self::Instant);
        }
        let parts = match unit {
            "wd" => WORKING_DAY_MINUTES,
            "wh" => 60,
            "year" => 12,
            "day" | "hour" | "month" => 1,
            _ => return Err(LimitError::UnknownUnit(unit.to_owned())),
        };
        let count = count_of(value, unit, parts)?;
        match (unit, count) {
            ("wd", 0) => Ok(Self::Instant),
            (_, 0) => Err(LimitError::Zero(value.to_owned(), unit.to_owned())),
            ("wd", minutes) => Ok(Self::WorkingDays { minutes }),
            ("wh", minutes) => Ok(Self::WorkingHours { minutes }),
            ("day", days) => Ok(Self::CalendarDays { days }),
            ("hour", hours) => Ok(Self::ClockHours { hours }),
            (_, months) => Ok(Self::Months { months }),
        }
    }

    pub const fn unit(self) -> LimitUnit {
        match self {
            Self::WorkingDays { .. } => LimitUnit::WorkingDay,
            Self::WorkingHours { .. } => LimitUnit::WorkingHour,
            Self::CalendarDays { .. } => LimitUnit::CalendarDay,
            Self::ClockHours { .. } => LimitUnit::ClockHour,
            Self::Months { .. } => LimitUnit::Month,
            Self::Instant => LimitUnit::Instant,
        }
    }

    /// The number in front of the unit, with a decimal point: `1.5`. Instant is `0`.
    pub fn value(self) -> String {
        match self {
            Self::WorkingDays { minutes } => decimal(minutes, WORKING_DAY_MINUTES),
            Self::WorkingHours { minutes } => decimal(minutes, 60),
            Self::CalendarDays { days: count } | Self::ClockHours { hours: count } | Self::Months { months: count } => {
                count.to_string()
            }
            Self::Instant => "0".to_owned(),
        }
    }

    /// True where nothing would be counted: no extension may be like that.
    pub(crate) const fn is_nothing(self) -> bool {
        matches!(
            self,
            Self::WorkingDays { minutes: 0 }
                | Self::WorkingHours { minutes: 0 }
                | Self::CalendarDays { days: 0 }
                | Self::ClockHours { hours: 0 }
                | Self::Months { months: 0 }
                | Self::Instant
        )
    }
}

impl LimitUnit {
    /// The code used in the catalogue and in translation keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkingDay => "wd",
            Self::WorkingHour => "wh",
            Self::CalendarDay => "day",
            Self::ClockHour => "hour",
            Self::Month => "month",
            Self::Instant => "instant",
        }
    }
}

impl Style {
    pub const fn name(self) -> &'static str {
        match self {
            Self::WholeDays => "whole_days",
            Self::Hours => "hours",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Self::WholeDays, Self::Hours].into_iter().find(|style| style.name() == name)
    }
}

/// A written decimal as a whole number of `1/parts`.
fn count_of(value: &str, unit: &str, parts: u32) -> Result<u32, LimitError> {
    let not_a_number = || LimitError::NotANumber(value.to_owned());
    let too_long = || LimitError::TooLong(value.to_owned(), unit.to_owned());
    let (whole, fraction) = value.split_once(['.', ',']).unwrap_or((value, ""));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || fraction.len() > PLACES || (value.len() > whole.len() && !digits(fraction)) {
        return Err(not_a_number());
    }
    let whole: u64 = whole.parse().map_err(|_| too_long())?;
    let fraction: u64 = format!("{fraction:0<PLACES$}").parse().map_err(|_| not_a_number())?;
    let scaled = whole
        .checked_mul(SCALE)
        .and_then(|whole| whole.checked_add(fraction))
        .and_then(|value| value.checked_mul(u64::from(parts)))
        .ok_or_else(too_long)?;
    if scaled % SCALE != 0 {
        return Err(LimitError::TooFine { value: value.to_owned(), unit: unit.to_owned() });
    }
    u32::try_from(scaled / SCALE).map_err(|_| too_long())
}

/// `count / parts` with as many decimals as needed, at most six.
fn decimal(count: u32, parts: u32) -> String {
    let fraction = u64::from(count % parts) * SCALE / u64::from(parts);
    if fraction == 0 {
        return (count / parts).to_string();
    }
    let fraction = format!("{fraction:0>PLACES$}");
    format!("{}.{}", count / parts, fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_the_catalogue_writes_them() {
        for (value, unit, limit) in [
            ("5", "wd", Limit::working_days(5)),
            ("1.5", "wd", Limit::WorkingDays { minutes: 720 }),
            ("0,5", "wd", Limit::WorkingDays { minutes: 240 }),
            ("0.25", "wh", Limit::WorkingHours { minutes: 15 }),
            ("8", "wh", Limit::working_hours(8)),
            ("15", "day", Limit::calendar_days(15)),
            ("12", "hour", Limit::clock_hours(12)),
            ("6", "month", Limit::months(6)),
            ("1", "year", Limit::months(12)),
            ("ngay", "instant", Limit::Instant),
            ("0", "wd", Limit::Instant),
        ] {
            assert_eq!(Limit::parse(value, unit), Ok(limit), "{value} {unit}");
        }
    }

    #[test]
    fn a_limit_that_means_nothing_is_refused() {
        for (value, unit) in [
            ("5", "tuần"),
            ("", "wd"),
            ("5.", "wd"),
            (".5", "wd"),
            ("-1", "wd"),
            ("1e3", "wd"),
            ("1.5", "day"),
            ("0", "hour"),
            ("0.001", "wd"),
            ("99999999999", "wd"),
        ] {
            assert!(Limit::parse(value, unit).is_err(), "{value} {unit}");
        }
    }

    #[test]
    fn a_limit_is_written_back_without_needless_decimals() {
        for (limit, value) in [
            (Limit::working_days(5), "5"),
            (Limit::WorkingDays { minutes: 720 }, "1.5"),
            (Limit::WorkingHours { minutes: 15 }, "0.25"),
            (Limit::Instant, "0"),
        ] {
            assert_eq!(limit.value(), value);
        }
    }
}
