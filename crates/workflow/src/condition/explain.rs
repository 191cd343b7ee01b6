//! A condition written out: in its own language, and in words for officers.

use std::fmt;

use super::types::{FieldKind, FormField};
use super::value::Value;
use super::{Expr, Relation};

/// Writes an expression so that reading it again gives the same.
pub(super) fn write(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    match expr {
        Expr::And(parts) => joined(f, parts, " and "),
        Expr::Or(parts) => joined(f, parts, " or "),
        Expr::Not(inner) => {
            f.write_str("not ")?;
            part(f, inner)
        }
        Expr::Holds(field) => f.write_str(field),
        Expr::Answered(field) => write!(f, "answered({field})"),
        Expr::Compare(field, relation, value) => write!(f, "{field} {} {value}", relation.sign()),
        Expr::Among(field, values) => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            write!(f, "{field} in ({})", values.join(", "))
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Expr], word: &str) -> fmt::Result {
    for (at, expr) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(word)?;
        }
        part(f, expr)?;
    }
    Ok(())
}

fn part(f: &mut fmt::Formatter<'_>, expr: &Expr) -> fmt::Result {
    if matches!(expr, Expr::And(_) | Expr::Or(_)) {
        f.write_str("(")?;
        write(f, expr)?;
        f.write_str(")")
    } else {
        write(f, expr)
    }
}

/// An expression in words.
pub(super) fn words(expr: &Expr, fields: &[FormField], say: &dyn Fn(&'static str) -> String) -> String {
    let joined = |parts: &[Expr], key: &'static str| {
        let parts: Vec<String> = parts.iter().map(|part| nested(part, fields, say)).collect();
        parts.join(&format!(" {} ", say(key)))
    };
    match expr {
        Expr::And(parts) => joined(parts, "and"),
        Expr::Or(parts) => joined(parts, "or"),
        Expr::Not(inner) => format!("{} {}", say("not"), nested(inner, fields, say)),
        Expr::Holds(name) => label(name, fields),
        Expr::Answered(name) => format!("{} {}", label(name, fields), say("answered")),
        Expr::Compare(name, relation, value) => {
            let key = relation_key(*relation, matches!(value, Value::Date(_)));
            format!("{} {} {}", label(name, fields), say(key), told(value, say))
        }
        Expr::Among(name, values) => {
            let values: Vec<String> = values.iter().map(|value| told(value, say)).collect();
            format!("{} {} {}", label(name, fields), say("among"), values.join(", "))
        }
    }
}

fn nested(expr: &Expr, fields: &[FormField], say: &dyn Fn(&'static str) -> String) -> String {
    let text = words(expr, fields, say);
    if matches!(expr, Expr::And(_) | Expr::Or(_)) { format!("({text})") } else { text }
}

const fn relation_key(relation: Relation, is_date: bool) -> &'static str {
    match (relation, is_date) {
        (Relation::Equal, _) => "equal",
        (Relation::Differs, _) => "differs",
        (Relation::Less, false) => "less",
        (Relation::AtMost, false) => "at-most",
        (Relation::More, false) => "more",
        (Relation::AtLeast, false) => "at-least",
        (Relation::Less, true) => "before",
        (Relation::AtMost, true) => "until",
        (Relation::More, true) => "after",
        (Relation::AtLeast, true) => "from",
    }
}

fn label(name: &str, fields: &[FormField]) -> String {
    let field = fields.iter().find(|field| field.name == name);
    let question = field.is_some_and(|field| field.kind == FieldKind::Bool);
    let label = field.map_or(name, |field| field.label.as_str());
    if question { format!("“{label}”") } else { label.to_owned() }
}

fn told(value: &Value, say: &dyn Fn(&'static str) -> String) -> String {
    match value {
        Value::Text(text) => format!("“{text}”"),
        Value::Bool(true) => say("yes"),
        Value::Bool(false) => say("no"),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => format!("{:02}/{:02}/{}", date.day(), date.month(), date.year()),
    }
}
