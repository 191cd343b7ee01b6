//! An office that does not settle for a while: suspended by decision, or cut off by an outage.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::{Calendar, Class, Closure, DayOfWeek, DayReason, EntryKind, IntakeSession, Ledger, Limit, PauseReason};
use calendar::{Sla, Status, Style, Terms};
use jiff::Timestamp;
use jiff::civil::{Time, Weekday, date};

const PAUSE: EntryKind = EntryKind::Pause { reason: PauseReason::FinancialObligation };

fn at(local: &str) -> Timestamp {
    calendar::instant(local.replace(' ', "T").parse().unwrap())
}

fn days(n: u32) -> Terms {
    Terms { limit: Limit::working_days(n), style: Style::WholeDays }
}

fn hours(n: u32) -> Terms {
    Terms { limit: Limit::working_hours(n), style: Style::Hours }
}

fn ledger(start: &str, entries: &[(&str, EntryKind)]) -> Ledger {
    Ledger::replay(at(start), entries.iter().map(|(moment, kind)| kind.at(at(moment)))).unwrap()
}

fn outage(from: &str, to: &str) -> Calendar {
    let reason = PauseReason::SystemIncident;
    Calendar::state().with_closures([Closure { from: at(from), to: at(to), reason }])
}

/// The centre of Quảng Ninh, 1–15 April 2020; 2 April was a holiday anyway.
fn suspended() -> Calendar {
    let state = Calendar::state();
    let (first, last) = (date(2020, 4, 1), date(2020, 4, 15));
    let closure = state.closure_of_dates(first, last, PauseReason::OfficeSuspension).unwrap();
    state.with_closures([closure])
}

#[track_caller]
fn is_due(calendar: &Calendar, ledger: &Ledger, terms: Terms, local: &str) {
    let due = ledger.outcome(calendar, terms).due;
    assert_eq!(due.map(calendar::local), Some(calendar::local(at(local))));
}

#[test]
fn a_suspension_that_excludes_time_moves_dossiers_that_run_into_it_and_those_received_in_it() {
    let before = ledger("2020-03-30 09:00", &[]);
    is_due(&Calendar::state(), &before, days(10), "2020-04-14 17:30");
    is_due(&suspended(), &before, days(10), "2020-04-28 17:30");
    is_due(&suspended(), &ledger("2020-04-08 09:00", &[]), days(2), "2020-04-17 17:30");
    is_due(&suspended(), &ledger("2020-04-16 09:00", &[]), days(2), "2020-04-20 17:30");
    is_due(&suspended(), &ledger("2020-03-20 09:00", &[]), days(2), "2020-03-24 17:30");
}

#[test]
fn it_counts_like_the_same_pause_written_into_the_ledger() {
    let pause = EntryKind::Pause { reason: PauseReason::OfficeSuspension };
    let written = ledger("2020-03-30 09:00", &[("2020-03-31 17:30", pause), ("2020-04-15 17:30", EntryKind::Resume)]);
    for terms in [days(10), hours(24), Terms { limit: Limit::calendar_days(20), style: Style::WholeDays }] {
        let known = ledger("2020-03-30 09:00", &[]).outcome(&suspended(), terms);
        assert_eq!(known, written.outcome(&Calendar::state(), terms), "{terms:?}");
    }
}

#[test]
fn a_dossier_finished_meanwhile_is_finished_and_classed_by_the_moved_date() {
    let finished = ledger("2020-03-30 09:00", &[("2020-04-10 09:00", EntryKind::Finish)]);
    let outcome = finished.outcome(&suspended(), days(3));
    assert_eq!(outcome.status, Status::Finished { at: at("2020-04-10 09:00") });
    assert_eq!(outcome.class(at("2020-05-01 09:00")), Some(Class::Early));
    assert_eq!(finished.outcome(&Calendar::state(), days(3)).class(at("2020-05-01 09:00")), Some(Class::Late));
}

#[test]
fn a_dossier_already_late_is_not_brought_back_into_time() {
    let late = ledger("2020-03-26 09:00", &[]);
    is_due(&suspended(), &late, days(2), "2020-03-30 17:30");
    assert_eq!(late.outcome(&suspended(), days(2)).class(at("2020-04-03 09:00")), Some(Class::Overdue));
}

#[test]
fn what_was_due_when_the_office_closed_before_a_suspension_stays_due() {
    let due_before = ledger("2020-03-27 09:00", &[]);
    is_due(&Calendar::state(), &due_before, days(2), "2020-03-31 17:30");
    is_due(&suspended(), &due_before, days(2), "2020-03-31 17:30");
    assert_eq!(due_before.outcome(&suspended(), days(2)).class(at("2020-04-03 09:00")), Some(Class::Overdue));
}

#[test]
fn an_outage_while_nobody_works_moves_nothing_and_one_into_the_evening_only_what_was_worked() {
    let state = Calendar::state();
    let closure = |from: &str, to: &str| {
        let moment = |local: &str| local.replace(' ', "T").parse().unwrap();
        state.closure_of(moment(from), moment(to), PauseReason::SystemIncident)
    };
    assert_eq!(closure("2026-03-03 18:00", "2026-03-03 19:00"), None);
    assert_eq!(closure("2026-03-07 08:00", "2026-03-08 12:00"), None);
    assert_eq!(closure("2026-03-04 12:00", "2026-03-03 12:00"), None);
    let received = || ledger("2026-03-02 09:00", &[]);
    for (from, to) in [("2026-03-03 15:00", "2026-03-03 20:00"), ("2026-03-03 20:00", "2026-03-04 09:00")] {
        let cut_off = state.with_closures(closure(from, to));
        is_due(&cut_off, &received(), days(3), "2026-03-05 17:30");
    }
    let cut_off = state.with_closures(closure("2026-03-02 17:00", "2026-03-03 08:00"));
    is_due(&cut_off, &received(), hours(8), "2026-03-03 10:00");
}

#[test]
fn a_suspension_that_ends_at_an_hour_keeps_its_first_day() {
    let state = Calendar::state();
    let moment = |local: &str| local.parse().unwrap();
    let reason = PauseReason::OfficeSuspension;
    for to in ["2026-12-09T00:00", "2026-12-08T17:30"] {
        let suspended = state.with_closures(state.closure_of(moment("2026-12-07T00:00"), moment(to), reason));
        is_due(&suspended, &ledger("2026-12-04 09:00", &[]), days(2), "2026-12-10 17:30");
    }
}

#[test]
fn an_outage_is_credited_to_the_minute_where_minutes_are_counted() {
    let calendar = outage("2026-03-02 14:00", "2026-03-02 16:00");
    is_due(&calendar, &ledger("2026-03-02 09:00", &[]), hours(8), "2026-03-03 11:00");
    is_due(&calendar, &ledger("2026-03-02 09:00", &[]), days(1), "2026-03-03 17:30");
}

#[test]
fn a_pause_of_the_dossier_and_a_closure_that_overlap_count_once() {
    let paused = ledger("2026-03-02 08:30", &[("2026-03-02 15:00", PAUSE), ("2026-03-03 09:00", EntryKind::Resume)]);
    is_due(&outage("2026-03-02 14:00", "2026-03-02 16:00"), &paused, hours(8), "2026-03-03 15:30");
    is_due(&outage("2026-03-03 08:00", "2026-03-03 10:00"), &paused, hours(8), "2026-03-03 15:30");
    is_due(&outage("2026-03-02 15:30", "2026-03-02 16:00"), &paused, hours(8), "2026-03-03 14:30");
}

#[test]
fn a_pause_inside_a_closure_takes_nothing_from_it() {
    let calendar = outage("2026-11-16 14:30", "2026-11-18 03:00");
    let terms = Terms { limit: Limit::calendar_days(1), style: Style::WholeDays };
    let inside = [("2026-11-17 09:00", PAUSE), ("2026-11-17 16:00", EntryKind::Resume)];
    for entries in [&[][..], &inside[..]] {
        is_due(&calendar, &ledger("2026-11-14 09:00", entries), terms, "2026-11-17 17:30");
    }
}

#[test]
fn two_closures_that_overlap_count_once() {
    let reason = PauseReason::SystemIncident;
    let both = Calendar::state().with_closures([
        Closure { from: at("2026-03-02 15:00"), to: at("2026-03-02 17:00"), reason },
        Closure { from: at("2026-03-02 14:00"), to: at("2026-03-02 16:00"), reason },
    ]);
    is_due(&both, &ledger("2026-03-02 09:00", &[]), hours(8), "2026-03-03 14:00");
}

#[test]
fn while_a_supplement_is_awaited_nothing_is_credited_and_the_new_run_knows_the_rest() {
    let supplemented = ledger(
        "2026-03-02 08:30",
        &[("2026-03-02 13:45", EntryKind::SupplementRequested), ("2026-03-02 15:00", EntryKind::Supplemented)],
    );
    is_due(&outage("2026-03-02 14:00", "2026-03-02 16:00"), &supplemented, hours(8), "2026-03-03 16:00");
}

#[test]
fn minutes_used_leave_out_the_closure_only_as_far_as_it_has_come() {
    let calendar = outage("2026-03-02 14:00", "2026-03-02 16:00");
    let running = ledger("2026-03-02 13:30", &[]);
    for (now, used) in [("2026-03-02 13:50", 20), ("2026-03-02 15:00", 30), ("2026-03-02 16:10", 40)] {
        assert_eq!(running.used_minutes(&calendar, at(now)), used, "{now}");
    }
}

#[test]
fn the_explanation_names_the_closure_among_the_pauses_and_marks_its_days() {
    let why = ledger("2020-03-30 09:00", &[]).explain(&suspended(), days(10), at("2020-03-30 09:00"));
    assert_eq!(why.outcome.due.map(calendar::local), Some(calendar::local(at("2020-04-28 17:30"))));
    assert_eq!(why.pauses.len(), 1);
    assert_eq!((why.pauses[0].reason, why.pauses[0].days), (PauseReason::OfficeSuspension, 10));
    let paused = why.days.iter().filter(|day| day.reason == DayReason::Paused).count();
    assert_eq!(paused, 10);
    assert_eq!(why.days.last().map(|day| day.date), Some(date(2020, 4, 28)));
}

#[test]
fn a_paused_dossier_is_told_a_date_that_knows_of_the_closure_ahead() {
    let paused = ledger("2020-03-24 09:00", &[("2020-03-26 09:00", PAUSE)]);
    let expected = paused.expected_due(&suspended(), days(5), at("2020-03-31 09:00"));
    assert_eq!(expected, Some(at("2020-04-20 17:30")));
}

#[test]
fn a_suspension_through_a_weekend_excludes_its_working_days_only() {
    let state = Calendar::state();
    let reason = PauseReason::OfficeSuspension;
    let closure = state.closure_of_dates(date(2026, 3, 5), date(2026, 3, 8), reason).unwrap();
    is_due(&state.with_closures([closure]), &ledger("2026-03-04 09:00", &[]), days(2), "2026-03-10 17:30");
    assert_eq!(state.closure_of_dates(date(2026, 3, 7), date(2026, 3, 8), reason), None);
    assert_eq!(state.closure_of_dates(date(2026, 3, 6), date(2026, 3, 5), reason), None);
}

#[test]
fn papers_are_received_on_a_saturday_morning_that_is_no_working_day_qd14_2010() {
    let clock = |hour, minute| Time::constant(hour, minute, 0, 0);
    let session = IntakeSession {
        weekday: DayOfWeek(Weekday::Saturday),
        since: Some(date(2026, 1, 1)),
        until: None,
        opens: clock(7, 30),
        closes: clock(11, 30),
    };
    let office = Calendar::builder()
        .intake_session(session)
        .holidays([calendar::Holiday {
            date: date(2026, 5, 2),
            kind: calendar::HolidayKind::Public,
            name: "Ngày nghỉ".to_owned(),
        }])
        .build()
        .unwrap();
    assert!(office.receives_at(at("2026-03-07 08:00")));
    assert!(!office.is_open(at("2026-03-07 08:00")));
    assert_eq!(office.next_reception(at("2026-03-06 18:00")), at("2026-03-07 07:30"));
    assert_eq!(office.next_reception(at("2026-03-07 12:00")), at("2026-03-09 07:30"));
    assert_eq!(office.next_reception(at("2026-03-06 09:00")), at("2026-03-06 09:00"));
    // Not before it is introduced, not on a holiday.
    assert!(!office.receives_at(at("2025-12-27 08:00")));
    assert!(!office.receives_at(at("2026-05-02 08:00")));
    is_due(&office, &ledger("2026-03-07 08:00", &[]), days(1), "2026-03-09 17:30");
    is_due(&office, &ledger("2026-03-07 08:00", &[]), hours(8), "2026-03-09 17:30");
}

#[test]
fn the_sign_in_a_list_counts_no_day_on_which_the_office_is_closed() {
    let ledger = ledger("2020-03-30 09:00", &[]);
    // Due on 28 April: 31 March, then 16 to 28 April, nine working days.
    for (now, sla) in [
        ("2020-03-30 10:00", Sla::DaysLeft(10)),
        ("2020-03-31 10:00", Sla::DaysLeft(9)),
        ("2020-04-08 10:00", Sla::DaysLeft(9)),
        ("2020-04-16 10:00", Sla::DaysLeft(8)),
    ] {
        let outcome = ledger.outcome(&suspended(), days(10));
        assert_eq!(Sla::of(&outcome, &suspended(), at(now)), sla, "{now}");
    }
}
