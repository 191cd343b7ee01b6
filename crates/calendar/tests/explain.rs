//! The day-by-day explanation, read as a person would read it.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::{Calendar, DayReason, EntryKind, Explanation, ExtensionGround, Ledger, Limit};
use calendar::{PauseReason, Progress, ProgressUnit, Style, Terms};
use expect_test::{Expect, expect};
use jiff::Timestamp;

const TAX: EntryKind = EntryKind::Pause { reason: PauseReason::FinancialObligation };

fn at(local: &str) -> Timestamp {
    calendar::instant(local.replace(' ', "T").parse().unwrap())
}

fn explain(start: &str, terms: Terms, entries: &[(&str, EntryKind)], now: &str) -> Explanation {
    let entries = entries.iter().map(|(local, kind)| kind.at(at(local)));
    Ledger::replay(at(start), entries).unwrap().explain(&Calendar::state(), terms, at(now))
}

fn whole_days(days: u32) -> Terms {
    Terms { limit: Limit::working_days(days), style: Style::WholeDays }
}

fn strip(explained: &Explanation) -> String {
    let lines = explained.days.iter().map(|line| {
        let count = match (line.ordinal, line.minutes) {
            (Some(ordinal), _) => format!(" #{ordinal}"),
            (None, Some(minutes)) if line.counted => format!(" {minutes} min"),
            (None, _) => String::new(),
        };
        let tense = if line.is_today {
            " today"
        } else if line.is_future {
            " future"
        } else {
            ""
        };
        let name = line.holiday_name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
        format!("{} {}{count}{tense}{name}\n", line.date.strftime("%a %d/%m"), line.reason.name())
    });
    lines.collect()
}

#[expect(clippy::needless_pass_by_value, reason = "expectations are written in place")]
fn check(explained: &Explanation, expected: Expect) {
    expected.assert_eq(&strip(explained));
}

#[test]
fn a_paused_land_dossier_shows_counted_paused_and_expected_days() {
    let entries = [
        ("2026-10-30 10:05", EntryKind::Pause { reason: PauseReason::Fieldwork }),
        ("2026-11-04 08:40", EntryKind::Resume),
        ("2026-11-10 08:00", TAX),
    ];
    let explained = explain("2026-10-26 14:20", whole_days(10), &entries, "2026-11-12 10:00");
    check(
        &explained,
        expect![[r#"
            Mon 26/10 start_day
            Tue 27/10 working_day #1
            Wed 28/10 working_day #2
            Thu 29/10 working_day #3
            Fri 30/10 working_day #4
            Sat 31/10 weekend
            Sun 01/11 weekend
            Mon 02/11 paused
            Tue 03/11 paused
            Wed 04/11 paused
            Thu 05/11 working_day #5
            Fri 06/11 working_day #6
            Sat 07/11 weekend
            Sun 08/11 weekend
            Mon 09/11 working_day #7
            Tue 10/11 working_day #8
            Wed 11/11 paused
            Thu 12/11 paused today
            Fri 13/11 working_day #9 future
            Sat 14/11 weekend future
            Sun 15/11 weekend future
            Mon 16/11 working_day #10 future
        "#]],
    );
    assert_eq!(explained.outcome.first_due, at("2026-11-09 17:30"));
    assert_eq!(explained.outcome.due, None);
    assert_eq!(explained.expected_due, Some(at("2026-11-16 17:30")));
    let progress = Progress { unit: ProgressUnit::WorkingDays, total: 10, counted: 8, remaining: 2 };
    assert_eq!(explained.progress, progress);
    let pauses: Vec<_> = explained.pauses.iter().map(|pause| (pause.to.is_some(), pause.reason, pause.days)).collect();
    assert_eq!(pauses, [(true, PauseReason::Fieldwork, 3), (false, PauseReason::FinancialObligation, 2)]);
    assert!(!explained.provisional);
}

#[test]
fn holidays_and_swapped_days_are_named() {
    check(
        &explain("2026-08-20 09:00", whole_days(9), &[], "2026-08-20 09:00"),
        expect![[r#"
            Thu 20/08 start_day today
            Fri 21/08 working_day #1 future
            Sat 22/08 working_saturday #2 future (Làm bù cho ngày nghỉ 2026-08-31)
            Sun 23/08 weekend future
            Mon 24/08 working_day #3 future
            Tue 25/08 working_day #4 future
            Wed 26/08 working_day #5 future
            Thu 27/08 working_day #6 future
            Fri 28/08 working_day #7 future
            Sat 29/08 weekend future
            Sun 30/08 weekend future
            Mon 31/08 swap_off future (Nghỉ hoán đổi, làm bù ngày 2026-08-22)
            Tue 01/09 public future (Quốc khánh (ngày liền kề))
            Wed 02/09 public future (Quốc khánh)
            Thu 03/09 working_day #8 future
            Fri 04/09 working_day #9 future
        "#]],
    );
    let year_end = explain("2027-01-28 09:00", whole_days(5), &[], "2027-01-28 09:00");
    assert!(year_end.provisional);
    assert!(year_end.days.iter().any(|line| line.reason == DayReason::Projected));
}

#[test]
fn a_count_in_hours_shows_the_minutes_of_each_date() {
    let terms = Terms { limit: Limit::working_hours(12), style: Style::Hours };
    let explained = explain("2026-11-20 15:20", terms, &[], "2026-11-23 09:30");
    check(
        &explained,
        expect![[r#"
            Fri 20/11 start_day 130 min
            Sat 21/11 weekend
            Sun 22/11 weekend
            Mon 23/11 working_day 480 min today
            Tue 24/11 public future (Ngày Văn hóa Việt Nam)
            Wed 25/11 working_day 110 min future
        "#]],
    );
    let progress = Progress { unit: ProgressUnit::WorkingMinutes, total: 720, counted: 250, remaining: 470 };
    assert_eq!(explained.progress, progress);
}

#[test]
fn a_calendar_limit_counts_every_date_and_rolls_to_a_working_day() {
    let terms = Terms { limit: Limit::calendar_days(5), style: Style::WholeDays };
    let entries = [("2026-03-03 09:00", TAX), ("2026-03-04 09:00", EntryKind::Resume)];
    check(
        &explain("2026-03-02 09:00", terms, &entries, "2026-03-04 09:00"),
        expect![[r#"
            Mon 02/03 start_day
            Tue 03/03 calendar_day #1
            Wed 04/03 paused today
            Thu 05/03 calendar_day #2 future
            Fri 06/03 calendar_day #3 future
            Sat 07/03 calendar_day #4 future
            Sun 08/03 calendar_day #5 future
            Mon 09/03 rolled future
        "#]],
    );
}

#[test]
fn after_a_supplement_only_the_new_run_is_shown() {
    let entries = [
        ("2026-03-03 09:00", TAX),
        ("2026-03-04 09:00", EntryKind::Resume),
        ("2026-03-05 09:00", EntryKind::SupplementRequested),
        ("2026-03-09 14:00", EntryKind::Supplemented),
    ];
    let explained = explain("2026-03-02 09:00", whole_days(2), &entries, "2026-03-10 09:00");
    check(
        &explained,
        expect![[r#"
            Mon 09/03 start_day
            Tue 10/03 working_day #1 today
            Wed 11/03 working_day #2 future
        "#]],
    );
    assert_eq!(explained.restart.map(|restart| restart.requested_at), Some(at("2026-03-05 09:00")));
    assert!(explained.pauses.is_empty());
}

#[test]
fn a_dossier_waiting_for_its_supplement_is_shown_up_to_the_request() {
    let entries = [("2026-03-04 09:00", EntryKind::SupplementRequested)];
    let explained = explain("2026-03-02 09:00", whole_days(5), &entries, "2026-03-20 09:00");
    check(
        &explained,
        expect![[r#"
            Mon 02/03 start_day
            Tue 03/03 working_day #1
            Wed 04/03 working_day #2
        "#]],
    );
    assert_eq!(explained.progress.remaining, 3);
}

#[test]
fn a_pause_that_began_after_the_due_moment_is_listed_but_moves_nothing() {
    let entries = [("2026-03-05 09:00", TAX), ("2026-03-09 09:00", EntryKind::Resume)];
    let explained = explain("2026-03-02 09:00", whole_days(2), &entries, "2026-03-10 09:00");
    assert!(!explained.pauses[0].moves_due);
    assert_eq!(explained.days.last().map(|line| line.ordinal), Some(Some(2)));
}

#[test]
fn an_extension_shows_both_dates() {
    let by = Limit::working_days(2);
    let entries = [("2026-03-03 09:00", EntryKind::Extend { by, ground: ExtensionGround::Apology })];
    let explained = explain("2026-03-02 09:00", whole_days(3), &entries, "2026-03-04 09:00");
    let line = explained.extensions[0];
    assert_eq!((line.due_before, line.due_after), (at("2026-03-05 17:30"), at("2026-03-09 17:30")));
    assert_eq!(explained.progress.total, 5);
    assert_eq!(explained.outcome.late_after, line.due_before);
}
