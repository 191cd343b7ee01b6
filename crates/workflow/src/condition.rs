//! Conditions on what the form says: `applicant.kind == "business" and land.area_m2 > 500`.
//!
//! A small typed language. It is checked against the declared fields when a process is saved, and
//! it has three values: where an answer is missing the outcome is *unknown*, and unknown never
//! means yes. It deliberately has no arithmetic, no functions of its own and no loops.

mod explain;
mod parse;
mod token;
mod truth;
mod types;
mod value;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use parse::ConditionError;
pub use truth::{Answers, Truth};
pub(crate) use types::check_fields;
pub use types::{FieldKind, FormField, TypeError};
pub use value::{Number, Value};

/// Longest condition, in characters.
pub(crate) const CONDITION_MAX: usize = 500;
/// Deepest nesting of parentheses and negations.
pub(crate) const DEPTH_MAX: usize = 20;

/// A condition that has been read.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Condition {
    expr: Expr,
}

/// What a condition says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Expr {
    /// All of them.
    And(Vec<Expr>),
    /// One of them.
    Or(Vec<Expr>),
    /// The contrary.
    Not(Box<Expr>),
    /// A yes-or-no answer by itself.
    Holds(String),
    /// Whether an answer was given at all.
    Answered(String),
    /// An answer beside a value.
    Compare(String, Relation, Value),
    /// An answer among several values.
    Among(String, Vec<Value>),
}

/// How an answer stands to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    Equal,
    Differs,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Relation {
    pub(crate) const ALL: [Self; 6] = [Self::Equal, Self::Differs, Self::Less, Self::AtMost, Self::More, Self::AtLeast];

    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::Differs => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
        }
    }

    pub(crate) const fn is_order(self) -> bool {
        match self {
            Self::Less | Self::AtMost | Self::More | Self::AtLeast => true,
            Self::Equal | Self::Differs => false,
        }
    }
}

impl Condition {
    /// Whether it holds for these answers.
    #[must_use]
    pub fn holds(&self, answers: &dyn Answers) -> Truth {
        truth::of(&self.expr, answers)
    }

    /// Checks it against the declared fields.
    ///
    /// # Errors
    /// [`TypeError`] names the field.
    pub fn check(&self, fields: &[FormField]) -> Result<(), TypeError> {
        types::check(&self.expr, fields)
    }

    /// The condition in words, with the labels of the fields; `say` gives the words of a language
    /// by their key.
    #[must_use]
    pub fn in_words(&self, fields: &[FormField], say: &dyn Fn(&'static str) -> String) -> String {
        explain::words(&self.expr, fields, say)
    }
}

impl FromStr for Condition {
    type Err = ConditionError;

    fn from_str(text: &str) -> Result<Self, ConditionError> {
        parse::parse(text).map(|expr| Self { expr })
    }
}

impl TryFrom<String> for Condition {
    type Error = ConditionError;
    fn try_from(text: String) -> Result<Self, ConditionError> {
        text.parse()
    }
}

impl From<Condition> for String {
    fn from(condition: Condition) -> Self {
        condition.to_string()
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        explain::write(f, &self.expr)
    }
}
