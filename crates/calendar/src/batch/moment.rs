//! Local moments as the format writes them: `2026-11-20T15:20`, with seconds only where they matter.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};

use super::fault::{Fault, Wrong};
use super::json::Value;
use crate::local::instant;
use crate::table::{FIRST, LAST};

const MOMENT: &str = "a local time like \"2026-11-20T15:20\"";
const DATE: &str = "a date like \"2026-11-24\"";
const TIME: &str = "a time of day like \"07:30\"";

/// An instant inside the calendar.
pub(crate) fn moment(value: Value<'_>) -> Result<Timestamp, Fault> {
    let text = value.string(MOMENT)?;
    let Some((date, time)) = text.split_once('T') else { return Err(value.is_not(MOMENT)) };
    if time.ends_with('Z') || time.contains(['+', '-']) {
        return Err(value.place.is(Wrong::WithZone));
    }
    let date = parts(date, '-', &[4, 2, 2]).ok_or(value.is_not(MOMENT))?;
    let time = clock(time).ok_or(value.is_not(MOMENT))?;
    let (date, time) = (known(date, value)?, time_of(time, value)?);
    Ok(instant(DateTime::from_parts(date, time)))
}

/// A date inside the calendar.
pub(crate) fn date(value: Value<'_>) -> Result<Date, Fault> {
    let text = value.string(DATE)?;
    known(parts(&text, '-', &[4, 2, 2]).ok_or(value.is_not(DATE))?, value)
}

/// A time of day.
pub(crate) fn time(value: Value<'_>) -> Result<Time, Fault> {
    let text = value.string(TIME)?;
    time_of(clock(&text).ok_or(value.is_not(TIME))?, value)
}

/// Appends a moment in quotes.
pub(crate) fn write(out: &mut String, at: DateTime) {
    out.push('"');
    write_date(out, at.date());
    // Writing to a string cannot fail.
    let _ = write!(out, "T{:02}:{:02}", at.hour(), at.minute());
    if at.second() > 0 {
        let _ = write!(out, ":{:02}", at.second());
    }
    out.push('"');
}

/// Appends a date.
pub(crate) fn write_date(out: &mut String, date: Date) {
    let digit = |number: i16| char::from(b'0' + u8::try_from(number % 10).unwrap_or(0));
    let (year, month, day) = (date.year(), i16::from(date.month()), i16::from(date.day()));
    out.extend([year / 1000, year / 100, year / 10, year].map(digit));
    out.extend(['-', digit(month / 10), digit(month), '-', digit(day / 10), digit(day)]);
}

fn known([year, month, day]: [i16; 3], value: Value<'_>) -> Result<Date, Fault> {
    let date = narrow(month).zip(narrow(day)).and_then(|(month, day)| Date::new(year, month, day).ok());
    let date = date.ok_or(value.place.is(Wrong::NoSuchMoment))?;
    if (FIRST..=LAST).contains(&date) { Ok(date) } else { Err(value.place.is(Wrong::OutsideTable)) }
}

fn time_of([hour, minute, second]: [i16; 3], value: Value<'_>) -> Result<Time, Fault> {
    let time = narrow(hour).zip(narrow(minute)).zip(narrow(second));
    time.and_then(|((hour, minute), second)| Time::new(hour, minute, second, 0).ok())
        .ok_or(value.place.is(Wrong::NoSuchMoment))
}

fn narrow(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// Hours, minutes and, where written, seconds.
fn clock(text: &str) -> Option<[i16; 3]> {
    parts(text, ':', &[2, 2, 2]).or_else(|| {
        let [hour, minute] = parts(text, ':', &[2, 2])?;
        Some([hour, minute, 0])
    })
}

/// Numbers of exactly so many digits.
fn parts<const N: usize>(text: &str, separator: char, digits: &[usize; N]) -> Option<[i16; N]> {
    let mut pieces = text.split(separator);
    let mut numbers = [0; N];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let piece =
            pieces.next().filter(|piece| piece.len() == *digits && piece.bytes().all(|b| b.is_ascii_digit()))?;
        *number = piece.parse().ok()?;
    }
    pieces.next().is_none().then_some(numbers)
}
