//! Reading: the all-day events of a file as days.
//!
//! Days come in the order of the file and as often as it has them; that no day is listed twice is
//! the business of whoever builds a calendar from them. An event without a kind of ours among its
//! categories is a public holiday. A cancelled event is none.

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};

use super::lines::{Line, content_lines, unescaped};
use super::{BYTES_MAX, DAYS_MAX, IcsError, IcsFault};
use crate::holidays::{Holiday, HolidayKind};

/// The special days of a file.
pub fn read(file: &[u8]) -> Result<Vec<Holiday>, IcsError> {
    if file.len() > BYTES_MAX {
        return Err(IcsError { line: 1, fault: IcsFault::FileTooLarge });
    }
    let mut days = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut event = Event::default();
    let mut last = 0;
    for line in content_lines(file) {
        let line = line?;
        last = line.number;
        match (line.name.as_str(), open.last().map(String::as_str)) {
            ("BEGIN", parent) => {
                let name = component(&line);
                if (name == "VCALENDAR") != parent.is_none() {
                    return Err(line.fault(IcsFault::NotACalendar));
                }
                if is_event(&name, open.len()) {
                    event = Event { line: line.number, ..Event::default() };
                }
                open.push(name);
            }
            (_, None) => return Err(line.fault(IcsFault::NotACalendar)),
            ("END", Some(current)) => {
                if component(&line) != current {
                    return Err(line.fault(IcsFault::Unbegun(component(&line))));
                }
                if is_event(current, open.len() - 1) {
                    std::mem::take(&mut event).add_days(&mut days)?;
                }
                open.pop();
            }
            // What stands inside an event, an alarm for example, is not about its days.
            (_, Some(current)) if is_event(current, open.len() - 1) => event.note(&line)?,
            (_, Some(_)) => {}
        }
    }
    match open.pop() {
        Some(name) => Err(IcsError { line: last, fault: IcsFault::Unended(name) }),
        None if last == 0 => Err(IcsError { line: 1, fault: IcsFault::NotACalendar }),
        None => Ok(days),
    }
}

fn component(line: &Line) -> String {
    line.value.trim().to_ascii_uppercase()
}

/// An event stands directly in its calendar.
fn is_event(name: &str, depth: usize) -> bool {
    name == "VEVENT" && depth == 1
}

/// What the lines of one event have said so far.
#[derive(Debug, Default)]
struct Event {
    line: u64,
    starts: Option<Date>,
    ends: Option<(u64, End)>,
    name: Option<String>,
    kind: Option<HolidayKind>,
    cancelled: bool,
}

#[derive(Debug, Clone, Copy)]
enum End {
    /// The first day after the event.
    Before(Date),
    AfterDays(i64),
}

impl Event {
    fn note(&mut self, line: &Line) -> Result<(), IcsError> {
        let value = line.value.trim();
        let fault = |fault| line.fault(fault);
        match line.name.as_str() {
            "DTSTART" => once(&mut self.starts, date_of(value).map_err(fault)?, "DTSTART").map_err(fault),
            "DTEND" => {
                let end = (line.number, End::Before(date_of(value).map_err(fault)?));
                once(&mut self.ends, end, "DTEND or DURATION").map_err(fault)
            }
            "DURATION" => {
                let end = (line.number, End::AfterDays(days_of(value).map_err(fault)?));
                once(&mut self.ends, end, "DTEND or DURATION").map_err(fault)
            }
            "SUMMARY" => once(&mut self.name, unescaped(&line.value), "SUMMARY").map_err(fault),
            "CATEGORIES" => {
                let ours = value.split(',').find_map(|name| HolidayKind::from_name(&name.trim().to_ascii_lowercase()));
                self.kind = self.kind.or(ours);
                Ok(())
            }
            "STATUS" => {
                self.cancelled = value.eq_ignore_ascii_case("CANCELLED");
                Ok(())
            }
            "RRULE" | "RDATE" | "EXRULE" | "EXDATE" | "RECURRENCE-ID" => Err(fault(IcsFault::Repeats)),
            _ => Ok(()),
        }
    }

    fn add_days(self, days: &mut Vec<Holiday>) -> Result<(), IcsError> {
        if self.cancelled {
            return Ok(());
        }
        let missing = |name| IcsError { line: self.line, fault: IcsFault::Missing(name) };
        let mut date = self.starts.ok_or_else(|| missing("DTSTART"))?;
        let name = self.name.ok_or_else(|| missing("SUMMARY"))?;
        let kind = self.kind.unwrap_or(HolidayKind::Public);
        for _ in 0..count(date, self.ends)? {
            if days.len() == DAYS_MAX {
                return Err(IcsError { line: self.line, fault: IcsFault::TooManyDays });
            }
            days.push(Holiday { date, kind, name: name.clone() });
            date = date.saturating_add(1.day());
        }
        Ok(())
    }
}

/// Days of an event; one where it does not say when it ends.
fn count(starts: Date, ends: Option<(u64, End)>) -> Result<i64, IcsError> {
    let (line, count) = match ends {
        None => return Ok(1),
        Some((line, End::AfterDays(days))) => (line, days),
        Some((line, End::Before(ends))) => (line, starts.duration_until(ends).as_hours() / 24),
    };
    if count <= 0 {
        let ends = starts.saturating_add(SignedDuration::from_hours(count * 24));
        return Err(IcsError { line, fault: IcsFault::Reversed { starts, ends } });
    }
    // Beyond the last date there is, the event ends with it.
    let left = starts.duration_until(Date::MAX).as_hours() / 24 + 1;
    Ok(count.min(left))
}

fn once<T>(place: &mut Option<T>, value: T, name: &'static str) -> Result<(), IcsFault> {
    if place.replace(value).is_some() { Err(IcsFault::Twice(name)) } else { Ok(()) }
}

/// A date of eight digits. Programs that forget to say `VALUE=DATE` still mean a whole day.
fn date_of(value: &str) -> Result<Date, IcsFault> {
    let not_a_date = || IcsFault::NotADate(value.to_owned());
    let (digits, rest) = value.split_at_checked(8).ok_or_else(not_a_date)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(not_a_date());
    }
    if rest.starts_with(['T', 't']) {
        return Err(IcsFault::Timed);
    }
    let (year, month, day) = (digits.get(..4), digits.get(4..6), digits.get(6..));
    let parsed = || Date::new(year?.parse().ok()?, month?.parse().ok()?, day?.parse().ok()?).ok();
    parsed().filter(|_| rest.is_empty()).ok_or_else(not_a_date)
}

/// `P3D` or `P2W`.
fn days_of(value: &str) -> Result<i64, IcsFault> {
    let not_a_length = || IcsFault::NotALength(value.to_owned());
    let length = value.trim_start_matches('+').to_ascii_uppercase();
    let length = length.strip_prefix('P').ok_or_else(not_a_length)?;
    if length.contains('T') {
        return Err(IcsFault::Timed);
    }
    let (number, unit_days) = match (length.strip_suffix('D'), length.strip_suffix('W')) {
        (Some(days), _) => (days, 1),
        (None, Some(weeks)) => (weeks, 7),
        (None, None) => return Err(not_a_length()),
    };
    let number: u16 = number.parse().map_err(|_| not_a_length())?;
    Ok(i64::from(number) * unit_days)
}
