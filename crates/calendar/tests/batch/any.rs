//! Whatever comes in, one line goes out for each that is not blank, and it is JSON.

use calendar::batch::Batch;
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any JSON at all, with a liking for the words of the format.
fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0..40_u8).prop_map(|small| Value::from(f64::from(small) / 8.0)),
        ".{0,8}".prop_map(Value::from),
        words().prop_map(Value::from),
        moments().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map(words(), inner, 0..8).prop_map(Value::from_iter),
        ]
    })
}

fn words() -> impl Strategy<Value = String> {
    let words = "id calendar state style hours whole_days received limit value unit wd wh day hour month instant events \
        at kind pause resume supplement_requested supplemented extend finish reason fieldwork rule apology now holidays working";
    prop::sample::select(words.split_whitespace().collect::<Vec<_>>()).prop_map(str::to_owned)
}

fn moments() -> impl Strategy<Value = String> {
    (1998..2102_i32, 1..14_u8, 1..33_u8, 0..25_u8, 0..61_u8)
        .prop_map(|(year, month, day, hour, minute)| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

/// Cases that are nearly right: random events, lengths and moments at their proper places.
fn cases() -> impl Strategy<Value = Value> {
    let kinds = ["pause", "resume", "supplement_requested", "supplemented", "extend", "finish"];
    let reasons = ["fieldwork", "rule", "apology"];
    let units = ["wd", "wh", "day", "hour", "month", "instant"];
    let length = || (prop_oneof![0..200_u32, any::<u32>()], prop::sample::select(units.to_vec()));
    let event = (moments(), prop::sample::select(kinds.to_vec()), prop::sample::select(reasons.to_vec()), length());
    let event = event.prop_map(|(at, kind, reason, (value, unit))| {
        json!({"at": at, "kind": kind, "reason": reason, "value": value, "unit": unit})
    });
    (moments(), length(), prop::collection::vec(event, 0..7), prop::option::of(moments()), any::<bool>()).prop_map(
        |(received, (value, unit), mut events, now, whole)| {
            events.sort_by_key(|event| event["at"].to_string());
            let style = if whole { "whole_days" } else { "hours" };
            let limit = json!({"value": value, "unit": unit});
            json!({"id": 1, "style": style, "received": received, "limit": limit, "events": events, "now": now})
        },
    )
}

fn one_line(text: &[u8]) -> Result<(), TestCaseError> {
    let answer = Batch::new().answer(text);
    prop_assert_eq!(answer.is_none(), text.iter().all(u8::is_ascii_whitespace));
    if let Some(answer) = answer {
        prop_assert!(!answer.contains(['\n', '\r']));
        let read: Value = serde_json::from_str(&answer).unwrap();
        prop_assert!(read.get("id").is_some());
        prop_assert!(read.get("error").is_some() != read.get("explain").is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        one_line(&bytes)?;
    }

    #[test]
    fn any_json_is_answered(value in json()) {
        one_line(value.to_string().as_bytes())?;
    }

    #[test]
    fn any_keys_beside_good_ones_are_answered(case in cases(), key in words(), value in json()) {
        let mut changed = case;
        changed[key] = value;
        one_line(changed.to_string().as_bytes())?;
    }

    #[test]
    fn any_case_cut_short_is_answered(case in cases(), cut in 0..400_usize) {
        let text = case.to_string();
        one_line(text.as_bytes())?;
        one_line(&text.as_bytes()[..cut.min(text.len())])?;
    }
}
