//! What is wrong with a line, and where.

use std::fmt;

use super::Refusal;
use crate::limit::LimitError;

/// A fault of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    place: Place,
    wrong: Wrong,
}

/// The path of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Line,
    Key(&'static str),
    Item(&'static str, usize),
    OfEvent(usize, &'static str),
}

/// What is wrong, with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Wrong {
    #[error("The line is not valid UTF-8; save the file as UTF-8.")]
    NotUtf8,
    #[error(
        "The line is longer than {} bytes; give the case fewer events or a shorter calendar.",
        super::LINE_BYTES_MAX
    )]
    TooLong,
    #[error("The line is no JSON object; write one object on each line.")]
    NoObject,
    #[error("The value is missing; write {0}.")]
    Missing(&'static str),
    #[error("The value cannot be used; write {0}.")]
    Not(&'static str),
    #[error("There is no such date or time on the calendar or the clock; correct it.")]
    NoSuchMoment,
    #[error("Times are local time of Viet Nam without zone or offset; leave it out.")]
    WithZone,
    #[error("Dates from 2000-01-01 through 2099-12-31 are known; give one of them.")]
    OutsideTable,
    #[error("The number is written with an exponent; write its digits out.")]
    Exponent,
    #[error("The number is negative; give a length of time.")]
    Negative,
    #[error("The number has more than 6 decimals; round it.")]
    TooManyDecimals,
    #[error("This is no whole number of minutes; give a fraction that is.")]
    PartOfMinute,
    #[error("This unit has no fractions; give a whole number.")]
    Fraction,
    #[error("Nothing would be counted; give more than 0.")]
    Zero,
    #[error(
        "The due date would lie after 2099-12-30, where the calendar ends; give a shorter limit or an earlier date."
    )]
    BeyondTable,
    #[error("The office opens after it closes; swap the two times.")]
    Reversed,
    #[error("The office opens before the interval above has ended; put the intervals in order without overlap.")]
    Overlapping,
    #[error("An office day has 1 to 24 intervals; give so many.")]
    Intervals,
    #[error("Waiting for a supplement is no pause, it restarts the clock; use the kind supplement_requested.")]
    SupplementIsNoPause,
    #[error("This lies before the event or start above; put events in order of time.")]
    OutOfOrder,
    #[error("This is not possible while the case is {0}; correct the events before it.")]
    NotPossible(&'static str),
    #[error("There has been an apology already and only one is allowed; extend by rule or leave it out.")]
    SecondApology,
    #[error("An apology comes at least one day before the due date {0}; give an earlier date.")]
    LateApology(String),
    #[error("Now lies before the last event or the start; give a later moment or leave it out.")]
    NowTooEarly,
}

impl Place {
    pub(crate) const fn is(self, wrong: Wrong) -> Fault {
        Fault { place: self, wrong }
    }
}

impl Fault {
    pub(crate) fn refusal(&self, id: Option<&str>) -> Refusal {
        Refusal { id: id.map(str::to_owned), field: self.place.to_string(), reason: self.wrong.to_string() }
    }
}

impl Wrong {
    pub(crate) fn number(error: &LimitError, unit: &str) -> Self {
        match error {
            LimitError::NotANumber(_) => Self::TooManyDecimals,
            LimitError::TooFine { .. } if matches!(unit, "wd" | "wh") => Self::PartOfMinute,
            LimitError::TooFine { .. } => Self::Fraction,
            LimitError::Zero(..) => Self::Zero,
            LimitError::TooLong(..) | LimitError::UnknownUnit(_) => Self::BeyondTable,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line => formatter.write_str("line"),
            Self::Key(key) => formatter.write_str(key),
            Self::Item(list, index) => write!(formatter, "{list}[{index}]"),
            Self::OfEvent(index, key) => write!(formatter, "events[{index}].{key}"),
        }
    }
}
