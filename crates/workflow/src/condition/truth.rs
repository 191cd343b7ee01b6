//! Three values: yes, no, unknown. A missing answer makes a comparison unknown; *and*, *or* and
//! *not* follow Kleene, so that unknown is overruled only where the other part settles the matter.

use std::collections::BTreeMap;

use super::value::Value;
use super::{Expr, Relation};

/// Whether a condition holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It certainly holds.
    Yes,
    /// It certainly does not.
    No,
    /// An answer it needs is missing.
    Unknown,
}

/// What the form says.
pub trait Answers {
    /// The answer to a field, where one was given.
    fn answer(&self, field: &str) -> Option<Value>;
}

impl Answers for BTreeMap<String, Value> {
    fn answer(&self, field: &str) -> Option<Value> {
        self.get(field).cloned()
    }
}

/// Whether an expression holds.
pub(super) fn of(expr: &Expr, answers: &dyn Answers) -> Truth {
    match expr {
        Expr::And(parts) => all(parts, answers),
        Expr::Or(parts) => any(parts, answers),
        Expr::Not(inner) => not(of(inner, answers)),
        Expr::Answered(field) => sure(answers.answer(field).is_some()),
        Expr::Holds(field) => match answers.answer(field) {
            Some(Value::Bool(yes)) => sure(yes),
            Some(Value::Text(_) | Value::Number(_) | Value::Date(_)) | None => Truth::Unknown,
        },
        Expr::Compare(field, relation, value) => {
            answers.answer(field).map_or(Truth::Unknown, |answer| compare(&answer, *relation, value))
        }
        Expr::Among(field, values) => answers.answer(field).map_or(Truth::Unknown, |answer| {
            let outcomes = values.iter().map(|value| compare(&answer, Relation::Equal, value));
            outcomes.fold(Truth::No, or)
        }),
    }
}

fn all(parts: &[Expr], answers: &dyn Answers) -> Truth {
    not(parts.iter().map(|part| not(of(part, answers))).fold(Truth::No, or))
}

fn any(parts: &[Expr], answers: &dyn Answers) -> Truth {
    parts.iter().map(|part| of(part, answers)).fold(Truth::No, or)
}

const fn or(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::Yes, _) | (_, Truth::Yes) => Truth::Yes,
        (Truth::No, Truth::No) => Truth::No,
        (Truth::Unknown, Truth::No | Truth::Unknown) | (Truth::No, Truth::Unknown) => Truth::Unknown,
    }
}

const fn not(truth: Truth) -> Truth {
    match truth {
        Truth::Yes => Truth::No,
        Truth::No => Truth::Yes,
        Truth::Unknown => Truth::Unknown,
    }
}

const fn sure(yes: bool) -> Truth {
    if yes { Truth::Yes } else { Truth::No }
}

/// An answer of another kind than the value says nothing.
fn compare(answer: &Value, relation: Relation, value: &Value) -> Truth {
    let same_kind = std::mem::discriminant(answer) == std::mem::discriminant(value);
    if !same_kind {
        return Truth::Unknown;
    }
    sure(match relation {
        Relation::Equal => answer == value,
        Relation::Differs => answer != value,
        Relation::Less => answer < value,
        Relation::AtMost => answer <= value,
        Relation::More => answer > value,
        Relation::AtLeast => answer >= value,
    })
}
