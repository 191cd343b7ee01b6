//! One case by flags: written as a line of the batch format, so that both give the same answer.

use calendar::batch::Refusal;
use serde_json::Value;

use super::Due;
use super::file::unreadable;
use crate::Failure;

/// The case as a line.
pub(crate) fn line(due: &Due) -> Result<String, Failure> {
    let mut line = String::from("{\"id\":\"1\"");
    let strings = [("received", &due.received), ("style", &due.style), ("now", &due.now)];
    for (key, text) in strings {
        if let Some(text) = text {
            push(&mut line, key, &quoted(text));
        }
    }
    if let Some(text) = &due.limit {
        push(&mut line, "limit", &format!("{{{}}}", length(text, "--limit")?));
    }
    let events = due.events.iter().enumerate().map(|(index, text)| event(index, text));
    push(&mut line, "events", &format!("[{}]", events.collect::<Result<Vec<_>, _>>()?.join(",")));
    if let Some(path) = &due.calendar {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|e| unreadable(&name, e))?;
        let _: Value = serde_json::from_str(&text).map_err(|e| Failure::because("--calendar: this is no JSON", e))?;
        push(&mut line, "calendar", text.trim());
    }
    line.push('}');
    Ok(line)
}

/// A refusal in the words of the flags.
pub(crate) fn failure(refusal: &Refusal) -> Failure {
    let field = refusal.field.as_str();
    let event = field.strip_prefix("events[").and_then(|rest| rest.split_once(']'));
    let flag = match (event, field.split(['.', '[']).next()) {
        (Some((index, part)), _) => {
            let number = index.parse::<usize>().map_or(0, |index| index + 1);
            format!("--event number {number} ({})", part.trim_start_matches('.'))
        }
        (None, Some("calendar")) => format!("--calendar ({field})"),
        (None, Some("line")) => "the flags".to_owned(),
        (None, Some(key)) => format!("--{key}"),
        (None, None) => field.to_owned(),
    };
    Failure::plain(format!("{flag}: {}", refusal.reason))
}

/// `MOMENT KIND [REASON [LENGTH]]`.
fn event(index: usize, text: &str) -> Result<String, Failure> {
    let mut words = text.split_whitespace();
    let mut event = String::from("{");
    for key in ["at", "kind", "reason"] {
        if let Some(word) = words.next() {
            push(&mut event, key, &quoted(word));
        }
    }
    let flag = format!("--event number {}", index + 1);
    if let Some(word) = words.next() {
        event.push(',');
        event.push_str(&length(word, &flag)?);
    }
    if words.next().is_some() {
        return Err(Failure::plain(format!("{flag}: write at most moment, kind, reason and length, such as 2wd")));
    }
    event.push('}');
    Ok(event)
}

/// `1.5wd` as `"value":1.5,"unit":"wd"`.
fn length(text: &str, flag: &str) -> Result<String, Failure> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (value, unit) = text.split_at(end);
    if value.is_empty() && unit == "instant" {
        return Ok(format!("\"unit\":{}", quoted(unit)));
    }
    if serde_json::from_str::<serde_json::Number>(value).is_err() {
        return Err(Failure::plain(format!("{flag}: write a number and its unit, such as 1.5wd, or instant")));
    }
    Ok(format!("\"value\":{value},\"unit\":{}", quoted(unit)))
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

fn push(object: &mut String, key: &str, value: &str) {
    if !object.ends_with('{') {
        object.push(',');
    }
    object.push_str(&quoted(key));
    object.push(':');
    object.push_str(value);
}
