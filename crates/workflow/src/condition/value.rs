//! Values of answers: text, yes or no, dates, and numbers of exact decimals.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

/// Ten-thousandths in one.
const SCALE: i64 = 10_000;

/// What somebody answered, or what a condition compares it with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// Words, or one of several choices.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A day.
    Date(Date),
}

/// A number with at most four decimals, kept exactly: an area, an amount, a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(i64);

/// A text that is no such number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a number has at most 14 digits and 4 decimals after a point")]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain =
            |part: &str, max: usize| (1..=max).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole, 14) || !plain(decimals, 4) {
            return Err(NotANumber);
        }
        let whole: i64 = whole.parse().map_err(|_| NotANumber)?;
        let decimals: i64 = format!("{decimals:0<4}").parse().map_err(|_| NotANumber)?;
        Ok(Self(sign * (whole * SCALE + decimals)))
    }
}

impl From<i32> for Number {
    fn from(whole: i32) -> Self {
        Self(i64::from(whole) * SCALE)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, decimals) = (size / SCALE.unsigned_abs(), size % SCALE.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{whole}")?;
        if decimals > 0 {
            write!(f, ".{}", format!("{decimals:04}").trim_end_matches('0'))?;
        }
        Ok(())
    }
}

/// As it is written in a condition.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => {
                write!(f, "\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
            }
            Self::Bool(yes) => write!(f, "{yes}"),
            Self::Number(number) => write!(f, "{number}"),
            Self::Date(date) => write!(f, "{date}"),
        }
    }
}
