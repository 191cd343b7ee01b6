//! What a case may say, and what follows.

use super::{answer, case, reasons};

#[test]
fn years_after_the_list_have_weekends_only_and_are_provisional() {
    // The first day of Tết 2028 is 26 January, the festival of the Hùng kings is on 4 April.
    for (received, due) in [("2028-01-21T09:00", "2028-01-25T17:30"), ("2028-04-03T09:00", "2028-04-05T17:30")] {
        let answer = case(received, "whole_days", "2 wd", "");
        assert_eq!((&answer["due"], &answer["provisional"]), (&due.into(), &true.into()));
    }
}

/// Worked examples of the rule book.
#[test]
fn the_worked_examples_come_out_through_the_format() {
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
        let answer = case(&format!("{received}T09:00"), "whole_days", &format!("{days} wd"), "");
        assert_eq!(answer["due"], format!("{due_on}T17:30"), "{received} + {days}");
        assert_eq!(answer["first_due"], answer["due"]);
        assert_eq!(answer["provisional"], due_on.starts_with("2027"));
    }
    for limit in ["1.5 wd", "12 wh", "1.500000 wd", "12.0 wh"] {
        assert_eq!(case("2026-11-20T15:20", "hours", limit, "")["due"], "2026-11-25T09:20");
    }
}

#[test]
fn fractions_are_exact_and_rounded_up_in_whole_days() {
    for (limit, hours, whole_days) in [
        ("0.5 wd", "2026-03-02T14:00", "2026-03-03T17:30"),
        ("0.125 wd", "2026-03-02T09:00", "2026-03-03T17:30"),
        ("2.25 wd", "2026-03-04T10:00", "2026-03-05T17:30"),
        ("0.1 wh", "2026-03-02T08:06", "2026-03-02T08:06"),
    ] {
        assert_eq!(case("2026-03-02T08:00", "hours", limit, "")["due"], hours, "{limit}");
        assert_eq!(case("2026-03-02T08:00", "whole_days", limit, "")["due"], whole_days, "{limit}");
    }
}

#[test]
fn zero_working_days_is_an_instant_procedure() {
    for limit in ["0 wd", "0.0 wd", "instant"] {
        assert_eq!(case("2026-03-02T08:00", "hours", limit, "")["due"], "2026-03-02T17:30");
    }
}

#[test]
fn the_machine_is_not_asked_for_the_time() {
    let silent = case("2026-03-02T08:00", "hours", "5 wd", "");
    assert!(silent["class"].is_null() && silent["used_minutes"].is_null());
    let paused = r#","events":[{"at":"2026-03-03T09:00","kind":"pause","reason":"fieldwork"}]"#;
    let paused = case("2026-03-02T08:00", "hours", "5 wd", paused);
    assert!(paused["class"].is_null() && paused["used_minutes"].is_null() && paused["due"].is_null());
    let finished =
        case("2026-03-02T08:00", "hours", "5 wd", r#","events":[{"at":"2026-03-03T09:00","kind":"finish"}]"#);
    assert_eq!((&finished["class"], &finished["used_minutes"]), (&"early".into(), &540.into()));
    assert_eq!(finished["due"], "2026-03-09T08:00");
}

#[test]
fn every_pause_is_left_out_of_the_minutes_used() {
    // Due at 09:00; the second pause began after that and moves nothing.
    let events = r#","events":[{"at":"2026-03-02T08:30","kind":"pause","reason":"fieldwork"},{"at":"2026-03-02T09:00","kind":"resume"},
        {"at":"2026-03-02T10:00","kind":"pause","reason":"fieldwork"},{"at":"2026-03-02T11:00","kind":"resume"}],"now":"2026-03-02T11:10:59""#;
    let answer = case("2026-03-02T08:00", "hours", "1 wh", events);
    assert_eq!(answer["due"], "2026-03-02T09:30");
    assert_eq!((&answer["used_minutes"], &answer["class"]), (&100.into(), &"overdue".into()));
}

#[test]
fn minutes_stop_at_the_request_for_a_supplement_and_begin_again_with_it() {
    let events = r#","events":[{"at":"2026-03-02T09:00","kind":"supplement_requested"}],"now":"2026-03-05T09:00""#;
    assert_eq!(case("2026-03-02T08:00", "hours", "5 wd", events)["used_minutes"], 60);
    let events = r#","events":[{"at":"2026-03-02T09:00","kind":"supplement_requested"},{"at":"2026-03-05T09:00","kind":"supplemented"}],"now":"2026-03-05T09:20""#;
    let answer = case("2026-03-02T08:00", "hours", "1 wd", events);
    assert_eq!(answer["used_minutes"], 20);
    assert_eq!(reasons(&answer), "03-05 start_day+, 03-06 working_day+");
}

#[test]
fn the_list_of_a_clock_that_stands_still_ends_with_its_last_event() {
    let pause = |from: &str, now: &str| {
        let events = format!(r#","events":[{{"at":"{from}","kind":"pause","reason":"fieldwork"}}],"now":"{now}""#);
        reasons(&case("2026-03-05T09:00", "whole_days", "1 wd", &events))
    };
    assert_eq!(pause("2026-03-06T09:00", "2026-03-06T09:00"), "03-05 start_day, 03-06 working_day+");
    assert_eq!(pause("2026-03-06T09:00", "2026-03-20T09:00"), "03-05 start_day, 03-06 working_day+");
    let late = "03-05 start_day, 03-06 working_day+, 03-07 weekend, 03-08 weekend, 03-09 working_day+";
    assert_eq!(pause("2026-03-09T09:00", "2026-03-20T09:00"), late);
}

#[test]
fn past_the_due_date_the_list_tells_whether_the_clock_ran() {
    let events = r#","events":[{"at":"2026-03-04T09:00","kind":"pause","reason":"fieldwork"},{"at":"2026-03-05T09:00","kind":"resume"},
        {"at":"2026-03-06T09:00","kind":"pause","reason":"fieldwork"}]"#;
    let whole = "03-02 start_day, 03-03 working_day+, 03-04 working_day+, 03-05 paused, 03-06 working_day+";
    assert_eq!(reasons(&case("2026-03-02T09:00", "whole_days", "1 wd", events)), whole);
    let hours = "03-02 start_day+, 03-03 working_day+, 03-04 working_day+, 03-05 working_day+, 03-06 working_day+";
    assert_eq!(reasons(&case("2026-03-02T09:00", "hours", "1 wh", events)), hours);
}

#[test]
fn a_working_day_wholly_inside_a_pause_is_paused_in_hours_too() {
    let events = r#","events":[{"at":"2026-03-03T07:00","kind":"pause","reason":"fieldwork"},{"at":"2026-03-04T18:00","kind":"resume"}]"#;
    let answer = case("2026-03-02T09:00", "hours", "1 wd", events);
    assert_eq!(reasons(&answer), "03-02 start_day+, 03-03 paused, 03-04 paused, 03-05 working_day+");
}

#[test]
fn dates_between_the_end_of_a_limit_and_the_day_it_rolls_to_are_rolled() {
    let rolled = case("2026-03-02T09:00", "hours", "5 day", "");
    let days = "03-02 start_day, 03-03 calendar_day+, 03-04 calendar_day+, 03-05 calendar_day+, 03-06 calendar_day+, \
        03-07 calendar_day+, 03-08 rolled, 03-09 rolled";
    assert_eq!(reasons(&rolled), days);
    let more = r#","events":[{"at":"2026-03-03T09:00","kind":"extend","reason":"rule","value":1,"unit":"day"}]"#;
    assert_eq!(reasons(&case("2026-03-02T09:00", "hours", "5 day", more)), format!("{days}, 03-10 calendar_day+"));
}

#[test]
fn a_stated_calendar_is_never_provisional_and_fills_what_it_leaves_out() {
    let stated = |calendar: &str| {
        let more = format!(r#","calendar":{calendar}"#);
        case("2040-03-02T09:00", "whole_days", "1 wd", &more)
    };
    assert_eq!(stated("\"state\"")["provisional"], true);
    assert_eq!(stated("null")["provisional"], true);
    for calendar in ["{}", r#"{"holidays":[]}"#, r#"{"working":null}"#, r#"{"x":1,"holidays":["2040-03-01"]}"#] {
        let answer = stated(calendar);
        assert_eq!((&answer["due"], &answer["provisional"]), (&"2040-03-05T17:30".into(), &false.into()), "{calendar}");
    }
    let hours = stated(r#"{"hours":[["07:00","11:30:30"]]}"#);
    assert_eq!(hours["due"], "2040-03-05T11:30:30");
    let working = stated(r#"{"holidays":["2040-03-03","2040-03-03"],"working":["2040-03-03","2040-03-04"]}"#);
    assert_eq!(working["due"], "2040-03-03T17:30");
    assert_eq!(reasons(&working), "03-02 start_day, 03-03 working_saturday+");
}

#[test]
fn a_calendar_used_before_is_not_mixed_up_with_another() {
    let mut batch = calendar::batch::Batch::new();
    for round in 0..3 {
        for day in 3..=28 {
            for working in [false, true] {
                let list = if working { "working" } else { "holidays" };
                let line = format!(
                    r#"{{"id":{round},"calendar":{{"{list}":["2026-02-{day:02}"]}},"style":"whole_days","received":"2026-02-{:02}T09:00","limit":{{"value":1,"unit":"wd"}}}}"#,
                    day - 1
                );
                let answer = batch.answer(line.as_bytes()).unwrap();
                let on = format!(r#""due":"2026-02-{day:02}T17:30""#);
                assert_eq!(answer.contains(&on), working, "{line} {answer}");
            }
        }
    }
}

#[test]
fn the_identifier_is_echoed_as_it_came() {
    let rest = r#""style":"hours","received":"2026-03-02T09:00","limit":{"value":1,"unit":"wd"}}"#;
    for id in [r#""a\u00e9\"b""#, "1", "1.50", "-12345678901234567890123", "1e400", r#""""#, r#""Hồ sơ""#] {
        assert!(answer(&format!(r#"{{"id": {id} ,{rest}"#)).starts_with(&format!(r#"{{"id":{id},"due":"#)), "{id}");
        let bad = answer(&format!(r#"{{"received":1,"id":{id},"style":"hours"}}"#));
        assert!(bad.starts_with(&format!(r#"{{"id":{id},"error":{{"field":"received""#)), "{bad}");
    }
}

#[test]
fn unknown_keys_and_keys_of_other_events_are_ignored() {
    let events = r#","remark":{"a":[1]},"events":[{"at":"2026-03-02T10:00","kind":"pause","reason":"fieldwork","value":"x","unit":7},
        {"at":"2026-03-02T11:00","kind":"resume","reason":"whatever"}]"#;
    assert_eq!(case("2026-03-02T09:00", "hours", "1 wh", events)["due"], "2026-03-02T11:00");
    assert_eq!(case("2026-03-02T09:00", "hours", "\"much\" instant", "")["due"], "2026-03-02T17:30");
}

#[test]
fn of_a_key_written_twice_the_last_counts_and_keys_may_be_escaped() {
    let line =
        r#"{"id":1,"style":"x","st\u0079le":"hours","received":"2026-03-02T09:00","limit":{"value":1,"unit":"wh"}}"#;
    assert!(answer(line).contains(r#""due":"2026-03-02T10:00""#));
}

#[test]
fn events_at_one_moment_are_taken_in_their_order() {
    let events = r#","events":[{"at":"2026-03-02T09:00","kind":"pause","reason":"fieldwork"},{"at":"2026-03-02T09:00","kind":"resume"},
        {"at":"2026-03-02T09:00","kind":"finish"}],"now":"2026-03-02T09:00""#;
    let answer = case("2026-03-02T09:00", "hours", "1 wh", events);
    assert_eq!((&answer["state"], &answer["class"]), (&"finished".into(), &"on_time".into()));
}

#[test]
fn blank_lines_are_skipped() {
    for blank in ["", " ", "\t\r\n"] {
        assert_eq!(calendar::batch::Batch::new().answer(blank.as_bytes()), None);
    }
}
