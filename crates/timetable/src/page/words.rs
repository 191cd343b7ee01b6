//! Days, hours, sessions, closures and faults in the words of the page.

use calendar::{Holiday, HolidayKind, HoursRule, IntakeSession, OfficeHours};
use jiff::civil::{Date, DateTime, Time};
use web::{Page, Sentence, format};

use crate::change::Fault;
use crate::difference::{Delta, Difference};
use crate::page::Editor;
use crate::rules::{ClosureRule, OfficeHoursRule, OfficeIntake};

/// A kind of day in words.
pub(crate) fn kind(page: &Page, kind: HolidayKind) -> String {
    page.t(&format!("timetable-kind-{}", kind.name().replace('_', "-")))
}

/// `07:30–11:30, 13:30–17:30`.
pub(crate) fn hours(hours: &OfficeHours) -> String {
    let interval = |(opens, closes): (Time, Time)| format!("{}–{}", time(opens), time(closes));
    hours.intervals().into_iter().map(interval).collect::<Vec<_>>().join(", ")
}

/// On which days hours are kept: `từ 01/07/2026, thứ Sáu`.
pub(crate) fn hours_days(page: &Page, rule: &HoursRule) -> String {
    let mut parts = period(page, rule.since, rule.until);
    if let Some(season) = rule.season {
        let day = |(month, day): (i8, i8)| format!("{day:02}/{month:02}");
        parts.push(
            page.say("timetable-season")
                .with("from", day(season.from))
                .with("through", day(season.through))
                .to_string(),
        );
    }
    if !rule.weekdays.is_empty() {
        let names: Vec<_> = rule.weekdays.iter().map(|day| weekday(page, day.0)).collect();
        parts.push(names.join(", "));
    }
    if parts.is_empty() { page.t("timetable-always") } else { parts.join("; ") }
}

/// When a session of intake is held.
pub(crate) fn session(page: &Page, session: &IntakeSession) -> String {
    let when = format!("{} {}–{}", weekday(page, session.weekday.0), time(session.opens), time(session.closes));
    let parts = period(page, session.since, session.until);
    std::iter::once(when).chain(parts).collect::<Vec<_>>().join("; ")
}

/// From when to when nothing is settled.
pub(crate) fn closure_time(page: &Page, closure: &ClosureRule) -> String {
    let (from, to) = match closure.dates() {
        Some((first, last)) => (format::date_in_digits(first), format::date_in_digits(last)),
        None => (moment(closure.from), moment(closure.to)),
    };
    page.say("timetable-from-to").with("from", from).with("to", to).to_string()
}

/// Whether the time of a closure counts.
pub(crate) fn closure_counting(page: &Page, closure: &ClosureRule) -> String {
    page.t(if closure.excluded { "timetable-counting-excluded" } else { "timetable-counting-counted" })
}

/// The reason of a closure.
pub(crate) fn closure_reason(page: &Page, closure: &ClosureRule) -> String {
    page.t(&format!("timetable-reason-{}", closure.reason.name().replace('_', "-")))
}

fn period(page: &Page, since: Option<Date>, until: Option<Date>) -> Vec<String> {
    let said = |key: &str, date| page.t1(key, "date", format::date_in_digits(date));
    let since = since.map(|date| said("timetable-since", date));
    since.into_iter().chain(until.map(|date| said("timetable-until", date))).collect()
}

/// `thứ Sáu`.
pub(crate) fn weekday(page: &Page, weekday: jiff::civil::Weekday) -> String {
    // Any Monday: the first of January 2024 is one.
    let monday = jiff::civil::date(2024, 1, 1);
    let day = monday.saturating_add(jiff::Span::new().days(weekday.to_monday_zero_offset()));
    format::weekday(page.locale, day).to_owned()
}

pub(crate) fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn moment(at: DateTime) -> String {
    format!("{} {}", time(at.time()), format::date_in_digits(at.date()))
}

/// One difference as a line.
pub(crate) fn difference(page: &Page, editor: &Editor, difference: &Difference) -> String {
    match difference {
        Difference::Day(delta) => told(page, delta, |day| self::day(page, day)),
        Difference::Hours(delta) => told(page, delta, |hours| office_hours(page, editor, hours)),
        Difference::Intake(delta) => told(page, delta, |intake| office_intake(page, editor, intake)),
        Difference::Closure(delta) => told(page, delta, |closure| self::closure(page, editor, closure)),
    }
}

fn told<T>(page: &Page, delta: &Delta<T>, words: impl Fn(&T) -> String) -> String {
    match delta {
        Delta::Added(thing) => page.t1("timetable-added", "thing", words(thing)),
        Delta::Removed(thing) => page.t1("timetable-removed", "thing", words(thing)),
        Delta::Changed { before, after } => {
            page.say("timetable-changed").with("before", words(before)).with("after", words(after)).to_string()
        }
    }
}

/// `thứ Sáu 05/06/2026, nghỉ lễ: Quốc khánh`.
pub(crate) fn day(page: &Page, day: &Holiday) -> String {
    let said = page.say("timetable-day-words").with("date", page.date(day.date));
    said.with("kind", kind(page, day.kind)).with("name", day_name(&day.name)).to_string()
}

/// The name of a day, with dates in it as people write them: a swapped day names its other half.
pub(crate) fn day_name(name: &str) -> String {
    let word = |word: &str| word.parse::<Date>().map_or_else(|_| word.to_owned(), format::date_in_digits);
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// Hours with their office.
pub(crate) fn office_hours(page: &Page, editor: &Editor, hours: &OfficeHoursRule) -> String {
    let said = page.say("timetable-hours-words").with("office", editor.office_name(page, hours.office));
    said.with("hours", self::hours(&hours.rule.hours)).with("days", hours_days(page, &hours.rule)).to_string()
}

/// A session with its office.
pub(crate) fn office_intake(page: &Page, editor: &Editor, intake: &OfficeIntake) -> String {
    let said = page.say("timetable-intake-words").with("office", editor.office_name(page, intake.office));
    said.with("session", session(page, &intake.session)).to_string()
}

/// A closure with its office.
pub(crate) fn closure(page: &Page, editor: &Editor, closure: &ClosureRule) -> String {
    let said = page.say("timetable-closure-words").with("reason", closure_reason(page, closure));
    let said = said.with("office", editor.office_name(page, closure.office)).with("time", closure_time(page, closure));
    said.with("counting", closure_counting(page, closure)).with("decision", &closure.decision).to_string()
}

/// What is wrong, as a sentence that says what to do.
pub(crate) fn fault(fault: &Fault) -> Sentence {
    let with_date = |key: &'static str, date: Date| Sentence::new(key).with("date", format::date_in_digits(date));
    match fault {
        Fault::Missing => Sentence::new("web-error-required"),
        Fault::TooLong(max) => Sentence::new("timetable-fault-too-long").with("max", *max),
        Fault::TooMany(max) => Sentence::new("timetable-fault-too-many").with("max", *max),
        Fault::ListedTwice(date) => with_date("timetable-fault-listed-twice", *date),
        Fault::NotListed(date) => with_date("timetable-fault-not-listed", *date),
        Fault::OutsideTable(date) => with_date("timetable-fault-outside", *date),
        Fault::AlreadyWorked(date) => with_date("timetable-fault-already-worked", *date),
        Fault::AlreadyOff(date) => with_date("timetable-fault-already-off", *date),
        Fault::SwapNeedsBoth => Sentence::new("timetable-fault-swap-needs-both"),
        Fault::NothingExpected(year) => {
            Sentence::new("timetable-fault-nothing-expected").with("year", year.to_string())
        }
        Fault::Reversed { opens, closes } => {
            Sentence::new("timetable-fault-reversed").with("opens", time(*opens)).with("closes", time(*closes))
        }
        Fault::Overlapping { closes, opens } => {
            Sentence::new("timetable-fault-overlapping").with("opens", time(*opens)).with("closes", time(*closes))
        }
        Fault::NoSuchDay(day, month) => {
            Sentence::new("timetable-fault-no-such-day").with("date", format!("{day:02}/{month:02}"))
        }
        Fault::Backwards => Sentence::new("timetable-fault-backwards"),
        Fault::UnknownOffice => Sentence::new("timetable-choose"),
        Fault::UnknownRule(_) => Sentence::new("timetable-fault-gone"),
        Fault::Unchanged => Sentence::new("timetable-fault-unchanged"),
        Fault::NoProcedureCode(code) => Sentence::new("timetable-fault-no-code").with("code", code),
    }
}
