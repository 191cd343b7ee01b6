//! Lengths of time and events of a case.

use super::fault::{Fault, Place, Wrong};
use super::json::{Object, Value};
use super::moment;
use crate::entry::{Entry, EntryKind, ExtensionGround};
use crate::limit::Limit;
use crate::pause_reason::PauseReason;

const NUMBER: &str = "a decimal number like 1.5";
const UNIT: &str = "one of \"wd\", \"wh\", \"day\", \"hour\", \"month\" and \"instant\"";
const ADDED_UNIT: &str = "one of \"wd\", \"wh\" and \"day\"";
const AT: &str = "a local time like \"2026-11-23T09:00\"";
const KIND: &str =
    "one of \"pause\", \"resume\", \"supplement_requested\", \"supplemented\", \"extend\" and \"finish\"";
const GROUND: &str = "\"rule\" or \"apology\"";
const PAUSE: &str = "a reason of docs/due.md like \"financial_obligation\"";

/// A century of months reaches the end of the calendar from anywhere in it.
const MONTHS_MAX: u32 = 1200;

/// The limit of a case.
pub(crate) fn limit(line: &Object<'_>) -> Result<Limit, Fault> {
    let limit = line.need("limit", Place::Key("limit"), "an object with value and unit")?.object()?;
    let place = Place::Key("limit.value");
    match &*unit(&limit, Place::Key("limit.unit"), UNIT)? {
        "instant" => Ok(Limit::Instant),
        unit @ ("wd" | "wh" | "day" | "hour" | "month") => length(limit.need("value", place, NUMBER)?, unit),
        _ => Err(Place::Key("limit.unit").is(Wrong::Not(UNIT))),
    }
}

/// One event.
pub(crate) fn event(index: usize, text: &str) -> Result<Entry, Fault> {
    let event = Object::read(text, Place::Item("events", index))?;
    let place = |key| Place::OfEvent(index, key);
    let at = moment::moment(event.need("at", place("at"), AT)?)?;
    let kind = event.need("kind", place("kind"), KIND)?;
    let kind = match &*kind.string(KIND)? {
        "pause" => EntryKind::Pause { reason: pause_reason(event.need("reason", place("reason"), PAUSE)?)? },
        "resume" => EntryKind::Resume,
        "supplement_requested" => EntryKind::SupplementRequested,
        "supplemented" => EntryKind::Supplemented,
        "extend" => extension(&event, index)?,
        "finish" => EntryKind::Finish,
        _ => return Err(kind.is_not(KIND)),
    };
    Ok(kind.at(at))
}

fn extension(event: &Object<'_>, index: usize) -> Result<EntryKind, Fault> {
    let place = |key| Place::OfEvent(index, key);
    let reason = event.need("reason", place("reason"), GROUND)?;
    let ground = match &*reason.string(GROUND)? {
        "rule" => ExtensionGround::Rule,
        "apology" => ExtensionGround::Apology,
        _ => return Err(reason.is_not(GROUND)),
    };
    let unit = unit(event, place("unit"), ADDED_UNIT)?;
    if !matches!(&*unit, "wd" | "wh" | "day") {
        return Err(place("unit").is(Wrong::Not(ADDED_UNIT)));
    }
    let by = length(event.need("value", place("value"), NUMBER)?, &unit)?;
    if by.is_nothing() {
        return Err(place("value").is(Wrong::Zero));
    }
    Ok(EntryKind::Extend { by, ground })
}

fn unit<'a>(object: &Object<'a>, place: Place, what: &'static str) -> Result<std::borrow::Cow<'a, str>, Fault> {
    object.need("unit", place, what)?.string(what)
}

fn pause_reason(value: Value<'_>) -> Result<PauseReason, Fault> {
    let name = value.string(PAUSE)?;
    if name == "supplement" {
        return Err(value.place.is(Wrong::SupplementIsNoPause));
    }
    PauseReason::from_name(&name).ok_or(value.is_not(PAUSE))
}

/// A length read from the digits themselves.
fn length(value: Value<'_>, unit: &str) -> Result<Limit, Fault> {
    if !value.is_number() {
        return Err(value.is_not(NUMBER));
    }
    if value.text.starts_with('-') {
        return Err(value.place.is(Wrong::Negative));
    }
    if value.text.contains(['e', 'E']) {
        return Err(value.place.is(Wrong::Exponent));
    }
    match Limit::parse(value.text, unit) {
        Ok(Limit::Months { months }) if months > MONTHS_MAX => Err(value.place.is(Wrong::BeyondTable)),
        Ok(limit) => Ok(limit),
        Err(error) => Err(value.place.is(Wrong::number(&error, unit))),
    }
}
