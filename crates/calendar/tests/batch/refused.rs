//! What is refused, by the field that is named.

use calendar::batch::{Batch, LINE_BYTES_MAX};
use serde_json::Value;

use super::answer;

/// A good case as JSON, changed at one place.
fn changed(change: impl FnOnce(&mut Value)) -> String {
    let mut case = serde_json::json!({
        "id": "1", "calendar": "state", "style": "hours", "received": "2026-03-02T09:00",
        "limit": {"value": 2, "unit": "wd"},
        "events": [
            {"at": "2026-03-02T10:00", "kind": "pause", "reason": "fieldwork"},
            {"at": "2026-03-02T11:00", "kind": "resume"},
            {"at": "2026-03-02T14:00", "kind": "extend", "reason": "rule", "value": 1, "unit": "wd"},
        ],
        "now": "2026-03-03T09:00",
    });
    change(&mut case);
    case.to_string()
}

/// The field that the answer names; the reason must be a sentence.
fn field(line: &str) -> String {
    let answer: Value = serde_json::from_str(&answer(line)).unwrap();
    let reason = answer["error"]["reason"].as_str().unwrap_or_default();
    assert!(reason.ends_with('.') && reason.contains(' '), "{line}: {answer}");
    answer["error"]["field"].as_str().unwrap().to_owned()
}

fn set(case: &mut Value, path: &str, value: &str) {
    let pointer = format!("/{}", path.replace(['.', '['], "/").replace(']', ""));
    let value = serde_json::from_str(value).unwrap();
    if let Some(place) = case.pointer_mut(&pointer) {
        *place = value;
    } else {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        case.pointer_mut(parent).unwrap()[key] = value;
    }
}

/// Values that a field does not take.
const WRONG: &[(&str, &[&str])] = &[
    ("id", &["null", "true", "[]", "{}"]),
    ("calendar", &["1", "[]", "true", "\"office\"", "\"\""]),
    ("style", &["null", "1", "\"days\"", "\"Hours\"", "[\"hours\"]"]),
    (
        "received",
        &[
            "null",
            "20261120",
            "\"2026-03-02\"",
            "\"2026-03-02 09:00\"",
            "\"2026-03-02T09:00Z\"",
            "\"2026-03-02T09:00+07:00\"",
            "\"2026-03-02T09:00:00.5\"",
            "\"2026-03-02T09:00[Asia/Ho_Chi_Minh]\"",
            "\"2026-03-02T9:00\"",
            "\"2026-3-2T09:00\"",
            "\"2026-02-30T09:00\"",
            "\"2026-13-01T09:00\"",
            "\"2026-03-02T24:00\"",
            "\"2026-03-02T09:60\"",
            "\"2026-03-02T09:00:60\"",
            "\" 2026-03-02T09:00\"",
            "\"+026-03-02T09:00\"",
            "\"1999-12-31T09:00\"",
            "\"2100-01-01T09:00\"",
            "\"２０２６-03-02T09:00\"",
        ],
    ),
    ("limit", &["null", "2", "\"2 wd\"", "[2,\"wd\"]"]),
    (
        "limit.value",
        &[
            "null",
            "\"2\"",
            "true",
            "-1",
            "-0",
            "0.0000001",
            "1.0000000",
            "0.001",
            "99999999999",
            "1e1",
            "1E-1",
            "30000",
        ],
    ),
    ("limit.unit", &["null", "\"days\"", "\"year\"", "\"WD\"", "1"]),
    ("events", &["{}", "\"pause\"", "1"]),
    ("events[1]", &["null", "1", "[]", "\"resume\""]),
    ("events[0].at", &["null", "\"2026-03-02T08:59\"", "\"2026-02-30T09:00\"", "\"2100-01-01T09:00\""]),
    ("events[1].at", &["\"2026-03-02T09:59\""]),
    ("events[0].kind", &["null", "\"resume\"", "\"supplemented\"", "\"withdraw\"", "\"stop\"", "\"\"", "1"]),
    ("events[1].kind", &["\"finish\"", "\"supplement_requested\""]),
    ("events[0].reason", &["null", "\"supplement\"", "\"rule\"", "\"holiday\"", "1"]),
    ("events[2].reason", &["null", "\"fieldwork\"", "\"\""]),
    ("events[2].value", &["null", "0", "-1", "\"1\"", "0.0001", "1e1", "99999"]),
    ("events[2].unit", &["null", "\"hour\"", "\"month\"", "\"instant\"", "\"\"", "1"]),
    ("now", &["1", "\"2026-03-02T13:59\"", "\"2026-02-30T09:00\"", "\"2100-01-01T00:00\""]),
];

#[test]
fn a_wrong_value_is_named_by_its_path() {
    for (path, values) in WRONG {
        for value in *values {
            let line = changed(|case| set(case, path, value));
            // The text decides, not what a reader of JSON makes of the number.
            let line = if path.ends_with("value") {
                let read = serde_json::from_str::<Value>(value).unwrap().to_string();
                line.replace(&format!("\"value\":{read}"), &format!("\"value\":{value}"))
            } else {
                line
            };
            assert_eq!(field(&line), *path, "{path} = {value}");
        }
    }
}

#[test]
fn what_is_left_out_is_named() {
    for (path, parent, key) in [
        ("id", "", "id"),
        ("style", "", "style"),
        ("received", "", "received"),
        ("limit", "", "limit"),
        ("limit.value", "/limit", "value"),
        ("limit.unit", "/limit", "unit"),
        ("events[0].at", "/events/0", "at"),
        ("events[0].kind", "/events/0", "kind"),
        ("events[0].reason", "/events/0", "reason"),
        ("events[2].reason", "/events/2", "reason"),
        ("events[2].value", "/events/2", "value"),
        ("events[2].unit", "/events/2", "unit"),
    ] {
        let line = changed(|case| drop(case.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(key)));
        assert_eq!(field(&line), path);
    }
}

#[test]
fn a_bad_calendar_is_named_by_its_item() {
    for (path, calendar) in [
        ("calendar.hours", r#"{"hours":[]}"#),
        ("calendar.hours", r#"{"hours":"07:30-11:30"}"#),
        ("calendar.hours[0]", r#"{"hours":["07:30","11:30"]}"#),
        ("calendar.hours[0]", r#"{"hours":[["11:30","07:30"]]}"#),
        ("calendar.hours[0]", r#"{"hours":[["07:30","07:30"]]}"#),
        ("calendar.hours[0]", r#"{"hours":[["07:30"]]}"#),
        ("calendar.hours[0]", r#"{"hours":[["07:30","24:00"]]}"#),
        ("calendar.hours[0]", r#"{"hours":[[450,690]]}"#),
        ("calendar.hours[1]", r#"{"hours":[["07:30","11:30"],["11:00","17:30"]]}"#),
        ("calendar.hours[1]", r#"{"hours":[["13:30","17:30"],["07:30","11:30"]]}"#),
        ("calendar.hours[1]", r#"{"hours":[["07:30","11:30"],["17:30","13:30"]]}"#),
        ("calendar.holidays", r#"{"holidays":"2026-11-24"}"#),
        ("calendar.holidays[1]", r#"{"holidays":["2026-11-24","2026-11-31"]}"#),
        ("calendar.holidays[0]", r#"{"holidays":["1999-12-31"]}"#),
        ("calendar.working[2]", r#"{"working":["2026-08-22","2026-08-29","22/8"]}"#),
    ] {
        assert_eq!(field(&changed(|case| set(case, "calendar", calendar))), path, "{calendar}");
    }
}

#[test]
fn a_line_that_is_no_object_is_named_as_a_whole() {
    for line in [
        "[]",
        "1",
        "\"a\"",
        "null",
        "{",
        "{}}",
        "{\"id\":1,}",
        "{'id':1}",
        "{\"id\":NaN}",
        "x",
        "{\"id\":1} {\"id\":2}",
    ] {
        assert_eq!(field(line), "line", "{line}");
        assert!(answer(line).starts_with(r#"{"id":null,"#));
    }
    for (path, line) in [("id", r#"{"id":"\ud800"}"#), ("received", r#"{"id":1,"style":"hours","received":"\ud800"}"#)]
    {
        assert_eq!(field(line), path, "half a character");
    }
    let mut batch = Batch::new();
    assert!(batch.answer(b"{\"id\":\"\xff\"}").unwrap().contains("UTF-8"));
    let long = changed(|case| set(case, "remark", &format!("\"{}\"", "x".repeat(LINE_BYTES_MAX))));
    assert_eq!(field(&long), "line");
    let deep = format!("{{\"id\":1,\"x\":{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(field(&deep), "line");
    assert_eq!(field(&format!("{deep}}}")), "style");
}

#[test]
fn a_clock_that_is_finished_or_apologised_takes_no_more_of_it() {
    let finish = r#"{"at":"2026-03-02T14:00","kind":"finish"}"#;
    let line = changed(|case| set(case, "events", &format!("[{finish},{finish}]")));
    assert_eq!(field(&line), "events[1].kind");
    let sorry = r#"{"at":"2026-03-02T14:00","kind":"extend","reason":"apology","value":1,"unit":"wd"}"#;
    assert_eq!(field(&changed(|case| set(case, "events", &format!("[{sorry},{sorry}]")))), "events[1].reason");
    let late = sorry.replace("03-02T14", "03-04T00");
    assert_eq!(field(&changed(|case| set(case, "events", &format!("[{late}]")))), "events[0].at");
}

/// The calendar ends on 31 December 2099, a Thursday.
#[test]
fn nothing_is_held_at_the_end_of_the_calendar_in_silence() {
    let case = |received: &str, style: &str, value: &str, unit: &str, events: &str| {
        answer(&format!(
            r#"{{"id":1,"style":"{style}","received":"{received}","limit":{{"value":{value},"unit":"{unit}"}},"events":[{events}]}}"#
        ))
    };
    let plain = |received, style, value, unit| case(received, style, value, unit, "");
    for (received, style, value, unit, due) in [
        ("2099-12-28T09:00", "whole_days", "2", "wd", "2099-12-30T17:30"),
        ("2099-12-31T09:00", "hours", "6", "wh", "2099-12-31T17:00"),
        ("2099-12-30T09:00", "hours", "1", "day", "2099-12-31T17:30"),
        ("2099-12-30T09:00", "hours", "38", "hour", "2099-12-31T23:00"),
        ("2000-01-03T09:00", "hours", "1199", "month", "2099-12-03T17:30"),
    ] {
        let answer = plain(received, style, value, unit);
        assert!(answer.contains(&format!(r#""due":"{due}""#)), "{answer}");
        assert!(answer.contains(r#""provisional":true"#));
    }
    for (received, style, value, unit) in [
        ("2099-12-28T09:00", "whole_days", "4", "wd"),
        ("2099-12-31T09:00", "hours", "100", "wh"),
        ("2099-12-30T09:00", "hours", "2", "day"),
        ("2099-12-30T09:00", "hours", "39", "hour"),
        ("2000-01-03T09:00", "hours", "1200", "month"),
        ("2000-01-03T09:00", "hours", "4294967295", "month"),
        ("2000-01-03T09:00", "hours", "4294967295", "day"),
        ("2000-01-03T09:00", "hours", "4294967295", "hour"),
        ("2000-01-03T09:00", "whole_days", "8947848", "wd"),
        ("2000-01-03T09:00", "hours", "8947848", "wd"),
        ("2000-01-03T09:00", "hours", "71582788", "wh"),
    ] {
        assert!(plain(received, style, value, unit).contains(r#""field":"limit.value""#), "{received} {value} {unit}");
    }
    assert!(plain("2099-12-31T16:00", "hours", "0", "wd").contains(r#""field":"received""#));
    let pause =
        r#"{"at":"2099-11-02T10:00","kind":"pause","reason":"fieldwork"},{"at":"2099-12-20T10:00","kind":"resume"}"#;
    assert!(case("2099-11-02T09:00", "hours", "12", "wd", pause).contains(r#""field":"events[1].at""#));
    let supplement =
        r#"{"at":"2099-11-02T10:00","kind":"supplement_requested"},{"at":"2099-12-20T10:00","kind":"supplemented"}"#;
    assert!(case("2099-11-02T09:00", "hours", "12", "wd", supplement).contains(r#""field":"events[1].at""#));
    let extend = r#"{"at":"2099-11-02T10:00","kind":"extend","reason":"rule","value":60,"unit":"wd"}"#;
    assert!(case("2099-11-02T09:00", "hours", "12", "wd", extend).contains(r#""field":"events[0].value""#));
}

#[test]
fn a_calendar_without_a_working_day_leads_nowhere_and_says_so() {
    let mut dates = Vec::new();
    let mut date = jiff::civil::date(2026, 1, 1);
    while date <= jiff::civil::date(2099, 12, 31) {
        if date.weekday().to_monday_zero_offset() < 5 {
            dates.push(format!("\"{date}\""));
        }
        date = date.tomorrow().unwrap();
    }
    for (value, unit) in [("1", "wd"), ("1", "wh"), ("1", "day")] {
        let line = format!(
            r#"{{"id":1,"calendar":{{"holidays":[{}]}},"style":"hours","received":"2026-01-01T09:00","limit":{{"value":{value},"unit":"{unit}"}}}}"#,
            dates.join(",")
        );
        assert_eq!(field(&line), "limit.value", "{unit}");
    }
}
