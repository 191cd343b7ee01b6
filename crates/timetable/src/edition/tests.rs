//! Calendars of an edition: which office keeps which hours, and whose time is left out.

use calendar::{DayOfWeek, EntryKind, Ledger, Limit, PauseReason, Style, Terms, local};
use jiff::civil::{DateTime, Time, Weekday, date};

use super::*;
use crate::Change;
use crate::change::{NewClosure, NewHours};

const ANY: &str = "1.001193";
const URGENT: &str = "1.000656";
const TEN_DAYS: Terms = Terms { limit: Limit::working_days(10), style: Style::WholeDays };

fn stamp() -> Stamp {
    let system = base::Actor::system();
    Stamp { at: Timestamp::UNIX_EPOCH, by: system.account, by_name: system.name, reason: String::new() }
}

fn office(n: u8) -> OfficeId {
    format!("01a20c6e-8f80-7b50-a5ca-{n:012}").parse().unwrap()
}

fn edition(changes: &[Change]) -> Edition {
    let rules = changes.iter().fold(Rules::shipped(), |rules, change| rules.with(change, |_| true).unwrap());
    Edition::new(2, stamp(), rules).unwrap()
}

fn at(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

fn moment(text: &str) -> Timestamp {
    calendar::instant(text.parse::<DateTime>().unwrap())
}

fn hours(office: Option<OfficeId>, since: Option<jiff::civil::Date>, opens: Time, closes: Time) -> Change {
    let intervals = vec![(opens, closes)];
    Change::SetHours(NewHours { office, since, until: None, season: None, weekdays: Vec::new(), intervals })
}

fn closure(office: Option<OfficeId>, from: &str, to: &str, reason: ClosureReason, excluded: bool) -> Change {
    let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
    let urgent = vec![URGENT.to_owned()];
    let (decision, note) = ("15/CT-TTg".to_owned(), String::new());
    Change::AddClosure(NewClosure { office, from, to, reason, excluded, urgent, decision, note })
}

fn due(calendar: &Calendar, start: &str) -> DateTime {
    local(Ledger::starting_at(moment(start)).outcome(calendar, TEN_DAYS).due.unwrap())
}

#[test]
fn an_office_keeps_its_own_hours_then_those_of_all_then_the_standard_ones() {
    let (one, other) = (office(1), office(2));
    let from_july = Some(date(2026, 7, 1));
    let edition = edition(&[hours(None, from_july, at(8, 0), at(16, 0)), hours(Some(one), None, at(7, 0), at(15, 0))]);
    let closes = |office, day| local(edition.plain(office).closing_of(day)).time();
    assert_eq!(closes(one, date(2026, 6, 30)), at(15, 0));
    assert_eq!(closes(other, date(2026, 7, 1)), at(16, 0));
    assert_eq!(closes(other, date(2026, 6, 30)), at(17, 30));
    assert_eq!(local(edition.centre().closing_of(date(2026, 7, 1))).time(), at(16, 0));
}

#[test]
fn a_saturday_session_receives_and_does_not_count() {
    let session = IntakeSession {
        weekday: DayOfWeek(Weekday::Saturday),
        since: None,
        until: None,
        opens: at(7, 30),
        closes: at(11, 0),
    };
    let edition = edition(&[Change::AddIntake { office: Some(office(1)), session }]);
    let saturday = moment("2026-06-06T09:00");
    assert!(edition.receives_at(office(1), ANY, saturday) && !edition.receives_at(office(2), ANY, saturday));
    assert_eq!(edition.next_reception(office(2), ANY, saturday), moment("2026-06-08T07:30"));
    assert!(!edition.calendar(office(1), ANY).is_working(date(2026, 6, 6)));
}

#[test]
fn a_suspension_moves_what_runs_in_it_except_urgent_procedures() {
    let whole = |excluded| {
        let reason = ClosureReason::OfficeSuspension;
        edition(&[closure(None, "2020-04-01T00:00", "2020-04-16T00:00", reason, excluded)])
    };
    let start = "2020-03-30T09:00";
    let counted = due(&whole(false).calendar(office(1), ANY), start);
    assert_eq!(counted, "2020-04-14T17:30".parse().unwrap());
    assert_eq!(due(&whole(true).calendar(office(1), URGENT), start), counted);
    // Ten working days from 1 to 15 April, less the holiday on the 2nd.
    assert_eq!(due(&whole(true).calendar(office(1), ANY), start), "2020-04-28T17:30".parse().unwrap());
}

#[test]
fn a_closure_touches_only_its_office() {
    let reason = ClosureReason::SystemIncident;
    let edition = edition(&[closure(Some(office(1)), "2026-03-03T09:00", "2026-03-04T09:00", reason, true)]);
    let start = "2026-03-02T09:00";
    assert_eq!(due(&edition.calendar(office(1), ANY), start), "2026-03-17T17:30".parse().unwrap());
    assert_eq!(due(&edition.calendar(office(2), ANY), start), "2026-03-16T17:30".parse().unwrap());
}

#[test]
fn a_suspended_office_receives_only_what_is_urgent_and_a_dead_system_keeps_nobody_out() {
    let reason = ClosureReason::OfficeSuspension;
    let suspended = edition(&[
        closure(None, "2020-04-01T00:00", "2020-04-16T00:00", reason, false),
        closure(None, "2020-04-16T00:00", "2020-04-23T00:00", reason, false),
    ]);
    let inside = moment("2020-04-03T09:00");
    assert!(suspended.receives_at(office(1), URGENT, inside));
    assert_eq!(suspended.next_reception(office(1), ANY, inside), moment("2020-04-23T07:30"));
    let down = edition(&[closure(None, "2026-03-03T09:00", "2026-03-03T15:00", ClosureReason::SystemIncident, true)]);
    assert!(down.receives_at(office(1), ANY, moment("2026-03-03T10:00")));
}

#[test]
fn a_pause_of_the_ledger_and_a_closure_count_once() {
    let reason = ClosureReason::SystemIncident;
    let edition = edition(&[closure(None, "2026-03-03T09:00", "2026-03-05T09:00", reason, true)]);
    let calendar = edition.calendar(office(1), ANY);
    let pause = EntryKind::Pause { reason: PauseReason::Fieldwork };
    let entries = [pause.at(moment("2026-03-03T09:00")), EntryKind::Resume.at(moment("2026-03-05T09:00"))];
    let ledger = Ledger::replay(moment("2026-03-02T09:00"), entries).unwrap();
    let due = ledger.outcome(&calendar, TEN_DAYS).due.unwrap();
    assert_eq!(local(due), "2026-03-18T17:30".parse::<DateTime>().unwrap());
}
