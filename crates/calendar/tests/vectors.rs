//! Worked examples of the rule book: due dates of the state calendar, year totals, swapped days.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::{Calendar, DayKind, Ledger, Limit, Style, Terms};
use jiff::Timestamp;
use jiff::civil::{Date, date};

fn at(local: &str) -> Timestamp {
    calendar::instant(local.replace(' ', "T").parse().unwrap())
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn due(start: &str, limit: Limit, style: Style) -> Timestamp {
    Ledger::starting_at(at(start)).outcome(&Calendar::state(), Terms { limit, style }).due.unwrap()
}

#[test]
fn whole_day_limits_fall_due_as_worked_out_by_hand() {
    for (received, days, due_on) in [
        ("2026-02-12", 3, "2026-02-24"),
        ("2026-08-20", 5, "2026-08-26"),
        ("2024-04-26", 3, "2024-05-04"),
        ("2025-04-24", 5, "2025-05-05"),
        ("2026-04-23", 5, "2026-05-05"),
        ("2026-11-20", 5, "2026-11-30"),
        ("2026-12-30", 3, "2027-01-05"),
        ("2020-03-30", 10, "2020-04-14"),
        ("2018-12-28", 2, "2019-01-03"),
        ("2019-12-31", 5, "2020-01-08"),
    ] {
        for time in ["07:30", "09:00", "15:20"] {
            let due = due(&format!("{received} {time}"), Limit::working_days(days), Style::WholeDays);
            assert_eq!(due, at(&format!("{due_on} 17:30")), "{received} + {days}");
        }
        assert_eq!(Calendar::state().add_working_days(day(received), days), day(due_on));
        assert_eq!(Calendar::state().subtract_working_days(day(due_on), days), day(received));
    }
}

#[test]
fn twelve_working_hours_run_over_a_weekend_and_a_holiday() {
    for limit in [Limit::parse("1.5", "wd").unwrap(), Limit::working_hours(12)] {
        assert_eq!(due("2026-11-20 15:20", limit, Style::Hours), at("2026-11-25 09:20"));
    }
}

#[test]
fn working_days_per_year_are_those_announced() {
    let calendar = Calendar::state();
    for (year, days) in [
        (2016, 251),
        (2017, 250),
        (2018, 250),
        (2019, 252),
        (2020, 252),
        (2021, 250),
        (2022, 249),
        (2023, 249),
        (2024, 251),
        (2025, 250),
        (2026, 249),
        (2027, 249),
    ] {
        let counted = calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31));
        assert_eq!(counted, days, "{year}");
    }
}

#[test]
fn each_swapped_day_has_its_saturday() {
    let calendar = Calendar::state();
    for (off, worked) in [
        ("2018-12-31", "2019-01-05"),
        ("2019-04-29", "2019-05-04"),
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ] {
        assert_eq!(calendar.day_kind(day(off)), DayKind::SwapOff);
        assert_eq!(calendar.day_kind(day(worked)), DayKind::WorkingSaturday);
        assert!(!calendar.is_working(day(off)) && calendar.is_working(day(worked)));
    }
}

#[test]
fn days_not_yet_announced_are_off_but_provisional() {
    let calendar = Calendar::state();
    assert_eq!(calendar.day_kind(day("2027-02-04")), DayKind::Projected);
    assert!(!calendar.is_working(day("2027-02-04")));
    assert_eq!(calendar.announced_through(), Some(2026));
    assert!(!calendar.provisional(day("2026-12-31")));
    assert!(calendar.provisional(day("2027-01-04")) && calendar.provisional(day("2028-06-01")));
    assert!(calendar.provisional(day("2015-06-01")));
    assert_eq!(calendar.holiday_name(day("2026-11-24")), Some("Ngày Văn hóa Việt Nam"));
}

#[test]
fn a_calendar_without_holidays_knows_no_announced_year() {
    let bare = Calendar::builder().build().unwrap();
    assert_eq!(bare.announced_through(), None);
    assert!(bare.provisional(day("2026-06-01")));
}

#[test]
fn an_office_with_a_shorter_day_still_counts_480_minutes_as_one_working_day() {
    let hours = [("08:00", "12:00"), ("13:00", "16:00")]
        .map(|(opens, closes)| (opens.parse().unwrap(), closes.parse().unwrap()));
    let calendar = Calendar::builder().hours(calendar::OfficeHours::new(&hours).unwrap()).build().unwrap();
    let terms = Terms { limit: Limit::working_days(1), style: Style::Hours };
    let outcome = Ledger::starting_at(at("2026-03-02 08:00")).outcome(&calendar, terms);
    assert_eq!(outcome.due, Some(at("2026-03-03 09:00")));
    assert_eq!(calendar.working_minutes_between(at("2026-03-02 00:00"), at("2026-03-03 00:00")), 420);
}

#[test]
fn dates_far_outside_the_table_are_held_at_its_end() {
    let calendar = Calendar::state();
    assert_eq!(calendar.add_working_days(day("2099-12-01"), 5000), day("2099-12-31"));
    assert!(calendar.after_working_minutes(at("2026-01-05 08:00"), u32::MAX) <= at("2099-12-31 17:30"));
}
