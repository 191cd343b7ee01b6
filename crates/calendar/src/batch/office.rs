//! The calendar of a case: the shipped one, or one stated in full by whoever asks.
//!
//! Building a calendar takes a thousand times longer than asking it, and the lines of a file mostly
//! share a few, so those used last are kept.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};

use super::fault::{Fault, Place, Wrong};
use super::json::{Object, Value};
use super::moment;
use crate::builder::BuildError;
use crate::calendar::Calendar;
use crate::holidays::{Holiday, HolidayKind};
use crate::hours::{HoursError, OfficeHours};

const CALENDAR: &str = "\"state\" or an object with hours, holidays and working";
const HOURS: &str = "a list of pairs like [\"07:30\",\"11:30\"]";
const PAIR: &str = "a pair like [\"07:30\",\"11:30\"]";
const DATES: &str = "a list of dates like \"2026-11-24\"";

/// Calendars kept; each takes about half a megabyte.
const KEPT: usize = 48;
const INTERVALS_MAX: usize = 24;

/// The days of the shipped list and no others. Other programs work on that list, so years after it
/// are not projected here: they have weekends only, and are provisional.
#[expect(clippy::expect_used, reason = "the list is part of the build, and a test reads it")]
static SHIPPED: LazyLock<Calendar> = LazyLock::new(|| {
    let listed = Calendar::builder().holidays(Calendar::shipped_days().iter().cloned());
    listed.build().expect("the shipped calendar is sound")
});

/// Calendars of earlier cases by the text that stated them, the last one used first.
#[derive(Debug, Default)]
pub(crate) struct Offices {
    kept: Vec<(String, Calendar)>,
}

/// A calendar, and whether it is the shipped one, whose future years are not all announced.
#[derive(Debug)]
pub(crate) struct Office {
    pub(crate) calendar: Calendar,
    pub(crate) is_shipped: bool,
}

impl Offices {
    pub(crate) fn of(&mut self, line: &Object<'_>) -> Result<Office, Fault> {
        let place = Place::Key("calendar");
        match line.get("calendar", place) {
            None => Ok(Office::shipped()),
            Some(value) if value.is_string() => match &*value.string(CALENDAR)? {
                "state" => Ok(Office::shipped()),
                _ => Err(value.is_not(CALENDAR)),
            },
            Some(value) if value.text.starts_with('{') => {
                Ok(Office { calendar: self.stated(value)?, is_shipped: false })
            }
            Some(value) => Err(value.is_not(CALENDAR)),
        }
    }

    fn stated(&mut self, value: Value<'_>) -> Result<Calendar, Fault> {
        if let Some(index) = self.kept.iter().position(|(text, _)| text == value.text)
            && let Some(used) = self.kept.get_mut(..=index)
        {
            used.rotate_right(1);
        } else {
            let calendar = build(&value.object()?)?;
            self.kept.truncate(KEPT - 1);
            self.kept.insert(0, (value.text.to_owned(), calendar));
        }
        Ok(self.kept.first().map_or_else(|| SHIPPED.clone(), |(_, calendar)| calendar.clone()))
    }
}

impl Office {
    fn shipped() -> Self {
        Self { calendar: SHIPPED.clone(), is_shipped: true }
    }
}

fn build(stated: &Object<'_>) -> Result<Calendar, Fault> {
    let hours = match stated.get("hours", Place::Key("calendar.hours")) {
        Some(value) => hours(value)?,
        None => OfficeHours::standard(),
    };
    let mut listed = BTreeMap::new();
    for (key, list, kind) in [
        ("holidays", "calendar.holidays", HolidayKind::Public),
        // A date in both lists is worked.
        ("working", "calendar.working", HolidayKind::WorkingSaturday),
    ] {
        let dates = stated.get(key, Place::Key(list)).map_or(Ok(Vec::new()), |value| dates(value, list))?;
        listed.extend(dates.into_iter().map(|date| (date, kind)));
    }
    let holidays = listed.into_iter().map(|(date, kind)| Holiday { date, kind, name: String::new() });
    Calendar::builder().hours(hours).holidays(holidays).build().map_err(|error| match error {
        BuildError::OutsideTable(_) | BuildError::ListedTwice(_) => Place::Key("calendar").is(Wrong::OutsideTable),
        BuildError::NoWorkingDay | BuildError::TooManyRules => Place::Key("calendar").is(Wrong::Not(CALENDAR)),
    })
}

fn dates(value: Value<'_>, list: &'static str) -> Result<Vec<Date>, Fault> {
    let items = value.list(DATES)?.into_iter().enumerate();
    items.map(|(index, text)| moment::date(Value { text, place: Place::Item(list, index) })).collect()
}

fn hours(value: Value<'_>) -> Result<OfficeHours, Fault> {
    let items = value.list(HOURS)?;
    if items.is_empty() || items.len() > INTERVALS_MAX {
        return Err(value.place.is(Wrong::Intervals));
    }
    let mut intervals: Vec<(Time, Time)> = Vec::with_capacity(items.len());
    for (index, text) in items.into_iter().enumerate() {
        let value = Value { text, place: Place::Item("calendar.hours", index) };
        intervals.push(interval(value)?);
        // Every interval is checked as it comes, so that the fault names the one that does not fit.
        OfficeHours::new(&intervals).map_err(|error| value.place.is(fault(&error)))?;
    }
    OfficeHours::new(&intervals).map_err(|error| value.place.is(fault(&error)))
}

fn fault(error: &HoursError) -> Wrong {
    match error {
        HoursError::Empty => Wrong::Intervals,
        HoursError::Reversed { .. } => Wrong::Reversed,
        HoursError::Overlapping { .. } => Wrong::Overlapping,
    }
}

fn interval(value: Value<'_>) -> Result<(Time, Time), Fault> {
    match value.list(PAIR)?.as_slice() {
        &[opens, closes] => {
            let time = |text| moment::time(Value { text, place: value.place });
            Ok((time(opens)?, time(closes)?))
        }
        _ => Err(value.is_not(PAIR)),
    }
}
