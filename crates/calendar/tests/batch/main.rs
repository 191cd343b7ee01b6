//! The batch format: every rule of `docs/due.md`, as whoever sends lines sees it.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

mod any;
mod document;
mod golden;
mod refused;
mod rules;

use calendar::batch::Batch;
use serde_json::Value;

/// The answer to one line, as text.
fn answer(line: &str) -> String {
    Batch::new().answer(line.as_bytes()).unwrap()
}

/// The answer to a case with this start, limit and more keys, as JSON.
fn case(received: &str, style: &str, limit: &str, more: &str) -> Value {
    let (value, unit) = limit.split_once(' ').unwrap_or(("null", limit));
    let line = format!(
        r#"{{"id":1,"style":"{style}","received":"{received}","limit":{{"value":{value},"unit":"{unit}"}}{more}}}"#
    );
    serde_json::from_str(&answer(&line)).unwrap()
}

/// The dates of an answer from the first, as reasons; a counted one with a mark.
fn reasons(answer: &Value) -> String {
    let days = answer["explain"].as_array().unwrap().iter();
    let written = days.map(|day| {
        let mark = if day["counted"] == true { "+" } else { "" };
        format!("{} {}{mark}", &day["date"].as_str().unwrap()[5..], day["reason"].as_str().unwrap())
    });
    written.collect::<Vec<_>>().join(", ")
}
