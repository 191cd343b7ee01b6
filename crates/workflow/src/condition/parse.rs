//! Reading a condition. Grammar, loosest first:
//!
//! ```text
//! or     = and { "or" and }
//! and    = not { "and" not }
//! not    = "not" not | "(" or ")" | simple
//! simple = "answered" "(" field ")" | field [ relation value | "in" "(" value { "," value } ")" ]
//! ```

use super::token::{Placed, Token, tokens};
use super::value::Value;
use super::{DEPTH_MAX, Expr};

/// A condition that cannot be read, with the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {fault}")]
pub struct ConditionError {
    /// The character where it goes wrong, from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing was written.
    #[error("nothing is asked")]
    Empty,
    /// More characters than are read.
    #[error("a condition has at most 500 characters")]
    TooLong,
    /// More parentheses than anybody understands.
    #[error("more than 20 levels are nested")]
    TooDeep,
    /// A sign of no meaning here.
    #[error("{0:?} has no meaning here")]
    Sign(char),
    /// Quotation marks without their end.
    #[error("the quotation mark is not closed")]
    OpenQuote,
    /// No number.
    #[error("a number has at most 14 digits and 4 decimals after a point")]
    Number,
    /// No day.
    #[error("a day is written 2026-01-31")]
    Date,
    /// The text ends too early.
    #[error("something is missing at the end")]
    Ended,
    /// Something else was expected.
    #[error("{0} is expected here")]
    Expected(&'static str),
}

impl Fault {
    /// The identifier.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too-long",
            Self::TooDeep => "too-deep",
            Self::Sign(_) => "sign",
            Self::OpenQuote => "open-quote",
            Self::Number => "number",
            Self::Date => "date",
            Self::Ended => "ended",
            Self::Expected(_) => "expected",
        }
    }
}

const RESERVED: [&str; 5] = ["and", "or", "not", "in", "answered"];

/// Reads a condition.
pub(super) fn parse(text: &str) -> Result<Expr, ConditionError> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Err(ConditionError { column: 1, fault: Fault::Empty });
    }
    let end = text.chars().count() + 1;
    let mut reader = Reader { tokens: &tokens, at: 0, end, depth: 0 };
    let expr = reader.either()?;
    match reader.peek() {
        None => Ok(expr),
        Some(_) => Err(reader.fault(Fault::Expected("and, or, or the end"))),
    }
}

struct Reader<'a> {
    tokens: &'a [Placed],
    at: usize,
    end: usize,
    depth: usize,
}

impl Reader<'_> {
    fn either(&mut self) -> Result<Expr, ConditionError> {
        let mut parts = vec![self.every()?];
        while self.takes_word("or") {
            parts.push(self.every()?);
        }
        Ok(flat(parts, Expr::Or))
    }

    fn every(&mut self) -> Result<Expr, ConditionError> {
        let mut parts = vec![self.contrary()?];
        while self.takes_word("and") {
            parts.push(self.contrary()?);
        }
        Ok(flat(parts, Expr::And))
    }

    fn contrary(&mut self) -> Result<Expr, ConditionError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.fault(Fault::TooDeep));
        }
        let expr = if self.takes_word("not") {
            Expr::Not(Box::new(self.contrary()?))
        } else if self.takes(&Token::Open) {
            let inner = self.either()?;
            self.expect(&Token::Close, "a closing parenthesis")?;
            inner
        } else {
            self.simple()?
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn simple(&mut self) -> Result<Expr, ConditionError> {
        if self.takes_word("answered") {
            self.expect(&Token::Open, "a parenthesis")?;
            let field = self.field()?;
            self.expect(&Token::Close, "a closing parenthesis")?;
            return Ok(Expr::Answered(field));
        }
        let field = self.field()?;
        if self.takes_word("in") {
            return self.among(field);
        }
        match self.peek() {
            Some(Token::Relation(relation)) => {
                let relation = *relation;
                self.at += 1;
                Ok(Expr::Compare(field, relation, self.value()?))
            }
            Some(Token::Word(_) | Token::Literal(_) | Token::Open | Token::Close | Token::Comma) | None => {
                Ok(Expr::Holds(field))
            }
        }
    }

    fn among(&mut self, field: String) -> Result<Expr, ConditionError> {
        self.expect(&Token::Open, "a parenthesis")?;
        let mut values = vec![self.value()?];
        while self.takes(&Token::Comma) {
            values.push(self.value()?);
        }
        self.expect(&Token::Close, "a closing parenthesis")?;
        Ok(Expr::Among(field, values))
    }

    fn field(&mut self) -> Result<String, ConditionError> {
        match self.peek() {
            Some(Token::Word(word)) if !RESERVED.contains(&word.as_str()) => {
                let word = word.clone();
                self.at += 1;
                Ok(word)
            }
            Some(_) => Err(self.fault(Fault::Expected("the name of a field"))),
            None => Err(self.fault(Fault::Ended)),
        }
    }

    fn value(&mut self) -> Result<Value, ConditionError> {
        match self.peek() {
            Some(Token::Literal(value)) => {
                let value = value.clone();
                self.at += 1;
                Ok(value)
            }
            Some(_) => Err(self.fault(Fault::Expected("a value"))),
            None => Err(self.fault(Fault::Ended)),
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn takes(&mut self, wanted: &Token) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(found)) if found == word);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &Token, name: &'static str) -> Result<(), ConditionError> {
        if self.takes(wanted) {
            return Ok(());
        }
        let fault = if self.peek().is_none() { Fault::Ended } else { Fault::Expected(name) };
        Err(self.fault(fault))
    }

    fn fault(&self, fault: Fault) -> ConditionError {
        let column = self.tokens.get(self.at).map_or(self.end, |(column, _)| *column);
        ConditionError { column, fault }
    }
}

/// One part stands for itself; parts of the same kind are told in one breath.
fn flat(mut parts: Vec<Expr>, whole: fn(Vec<Expr>) -> Expr) -> Expr {
    if parts.len() == 1 { parts.remove(0) } else { whole(parts) }
}
