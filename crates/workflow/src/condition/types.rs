//! Fields of the form that conditions may ask about, and the check that a condition asks sensibly.

use super::value::Value;
use super::{Expr, Relation};

/// Most fields of one process.
const FIELDS_MAX: usize = 60;

/// A field of the form.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormField {
    /// Its name in conditions: `land.area_m2`.
    pub name: String,
    /// What the form calls it.
    pub label: String,
    /// What may be answered.
    pub kind: FieldKind,
}

/// What may be answered.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Words.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Bool,
    /// A day.
    Date,
    /// One of these.
    Choice(Vec<String>),
}

/// A condition that does not fit the form, or a field that cannot be declared so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TypeError {
    /// No field of this name is declared.
    #[error("the form has no field {0}")]
    NoSuchField(String),
    /// The value is of another kind than the answers.
    #[error("{value} is no answer to {field}")]
    OtherKind {
        /// The field.
        field: String,
        /// The value as written.
        value: String,
    },
    /// Words, choices and yes-or-no have no order.
    #[error("answers to {0} are equal or not, neither less nor more")]
    NoOrder(String),
    /// Only a yes-or-no answer stands by itself.
    #[error("{0} is no yes-or-no question: compare it with a value")]
    NotYesOrNo(String),
    /// A field is declared twice, has no proper name, no label or no choices.
    #[error("field {0:?} is declared twice, or its name, label or choices are missing")]
    Declaration(String),
}

/// Checks the declarations themselves.
///
/// # Errors
/// The first field that cannot be declared so.
pub(crate) fn check_fields(fields: &[FormField]) -> Result<(), TypeError> {
    for (at, field) in fields.iter().enumerate() {
        let twice = fields[..at].iter().any(|other| other.name == field.name);
        let named = is_name(&field.name) && (1..=200).contains(&field.label.trim().chars().count());
        let chosen = match &field.kind {
            FieldKind::Choice(choices) => !choices.is_empty() && choices.iter().all(|choice| !choice.is_empty()),
            FieldKind::Text | FieldKind::Number | FieldKind::Bool | FieldKind::Date => true,
        };
        if twice || !named || !chosen || at >= FIELDS_MAX {
            return Err(TypeError::Declaration(field.name.clone()));
        }
    }
    Ok(())
}

fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        part.bytes().next().is_some_and(|first| first.is_ascii_lowercase())
            && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let reserved = ["and", "or", "not", "in", "answered", "true", "false"];
    name.len() <= 60 && name.split('.').all(part) && !reserved.contains(&name)
}

/// Checks an expression against the declared fields.
pub(super) fn check(expr: &Expr, fields: &[FormField]) -> Result<(), TypeError> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().try_for_each(|part| check(part, fields)),
        Expr::Not(inner) => check(inner, fields),
        Expr::Answered(name) => find(name, fields).map(|_| ()),
        Expr::Holds(name) => match find(name, fields)?.kind {
            FieldKind::Bool => Ok(()),
            FieldKind::Text | FieldKind::Number | FieldKind::Date | FieldKind::Choice(_) => {
                Err(TypeError::NotYesOrNo(name.clone()))
            }
        },
        Expr::Compare(name, relation, value) => compares(find(name, fields)?, *relation, value),
        Expr::Among(name, values) => {
            let field = find(name, fields)?;
            values.iter().try_for_each(|value| compares(field, Relation::Equal, value))
        }
    }
}

fn find<'a>(name: &str, fields: &'a [FormField]) -> Result<&'a FormField, TypeError> {
    fields.iter().find(|field| field.name == name).ok_or_else(|| TypeError::NoSuchField(name.to_owned()))
}

fn compares(field: &FormField, relation: Relation, value: &Value) -> Result<(), TypeError> {
    let (fits, ordered) = match (&field.kind, value) {
        (FieldKind::Text, Value::Text(_)) | (FieldKind::Bool, Value::Bool(_)) => (true, false),
        (FieldKind::Choice(choices), Value::Text(text)) => (choices.contains(text), false),
        (FieldKind::Number, Value::Number(_)) | (FieldKind::Date, Value::Date(_)) => (true, true),
        (
            FieldKind::Text | FieldKind::Bool | FieldKind::Choice(_) | FieldKind::Number | FieldKind::Date,
            Value::Text(_) | Value::Bool(_) | Value::Number(_) | Value::Date(_),
        ) => (false, false),
    };
    if !fits {
        return Err(TypeError::OtherKind { field: field.name.clone(), value: value.to_string() });
    }
    if relation.is_order() && !ordered {
        return Err(TypeError::NoOrder(field.name.clone()));
    }
    Ok(())
}
