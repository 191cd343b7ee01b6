//! Special days as an iCalendar file (RFC 5545), to carry a list between this system and the
//! calendars people already use.
//!
//! One all-day event is one stretch of days of one kind. Everything else in a file is passed over,
//! except what would silently change the list: an event that repeats or has hours is refused with
//! its line, and so is a file that is cut off.
//!
//! Our own reader, because a list of days needs a few properties of one component, and the crates
//! that read the whole format count lines after unfolding or not at all, know dates of another
//! library, and accept what has to be refused here.

mod lines;
mod read;
mod write;

pub use read::read;
pub use write::write;

use jiff::civil::Date;

/// The most days a file may hold: more than a century of holidays.
pub const DAYS_MAX: usize = 5_000;
/// The largest file that is read.
pub const BYTES_MAX: usize = 1 << 20;

/// Why a file is no list of special days, and where; lines are those of the file, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the calendar file cannot be taken over")]
pub struct IcsError {
    pub line: u64,
    #[source]
    pub fault: IcsFault,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IcsFault {
    #[error("the file has more than {BYTES_MAX} bytes")]
    FileTooLarge,
    #[error("the file holds more than {DAYS_MAX} days")]
    TooManyDays,
    #[error("a calendar begins with BEGIN:VCALENDAR")]
    NotACalendar,
    #[error("the line is not text in UTF-8")]
    NotText,
    #[error("the line has no name and value")]
    NotAProperty,
    #[error("{0} ends here, but did not begin")]
    Unbegun(String),
    #[error("the file ends before {0} does")]
    Unended(String),
    #[error("the event says {0} twice")]
    Twice(&'static str),
    #[error("the event has no {0}")]
    Missing(&'static str),
    #[error("{0:?} is no date of the form 20261124")]
    NotADate(String),
    #[error("{0:?} is no length in whole days or weeks")]
    NotALength(String),
    #[error("the event has hours; a special day is a whole day")]
    Timed,
    #[error("the event repeats; each special day has to be listed")]
    Repeats,
    #[error("the event would end on {ends}, not after {starts}")]
    Reversed { starts: Date, ends: Date },
}
