//! The words of a condition, each with the place where it begins.

use super::parse::{ConditionError, Fault};
use super::value::{Number, Value};
use super::{CONDITION_MAX, Relation};

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `and`, `or`, `not`, `in`, `answered`, or the name of a field.
    Word(String),
    Literal(Value),
    Relation(Relation),
    Open,
    Close,
    Comma,
}

/// A word and its place, in characters from 1.
pub(super) type Placed = (usize, Token);

/// Splits a condition into words.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, ConditionError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > CONDITION_MAX {
        return Err(ConditionError { column: CONDITION_MAX, fault: Fault::TooLong });
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&first) = chars.get(at) {
        if first.is_whitespace() {
            at += 1;
            continue;
        }
        let (token, next) = token_at(&chars, at)?;
        found.push((at + 1, token));
        at = next;
    }
    Ok(found)
}

fn token_at(chars: &[char], at: usize) -> Result<(Token, usize), ConditionError> {
    let rest = &chars[at..];
    let Some(&first) = rest.first() else { return Err(fault(at, Fault::Ended)) };
    match first {
        '(' => Ok((Token::Open, at + 1)),
        ')' => Ok((Token::Close, at + 1)),
        ',' => Ok((Token::Comma, at + 1)),
        '"' => quoted(chars, at),
        '=' | '!' | '<' | '>' => relation(rest, at),
        _ if first.is_ascii_alphabetic() || first == '_' => {
            let word = run(rest, |c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
            Ok((named(&word), at + word.chars().count()))
        }
        _ if first.is_ascii_digit() || first == '-' => {
            let word = run(rest, |c| c.is_ascii_digit() || c == '.' || c == '-');
            Ok((Token::Literal(number_or_date(&word, at)?), at + word.chars().count()))
        }
        other => Err(fault(at, Fault::Sign(other))),
    }
}

fn named(word: &str) -> Token {
    match word {
        "true" => Token::Literal(Value::Bool(true)),
        "false" => Token::Literal(Value::Bool(false)),
        _ => Token::Word(word.to_owned()),
    }
}

fn run(rest: &[char], belongs: impl Fn(char) -> bool) -> String {
    rest.iter().take_while(|c| belongs(**c)).collect()
}

fn relation(rest: &[char], at: usize) -> Result<(Token, usize), ConditionError> {
    // Longer signs first, so that `<=` is not read as `<`.
    for length in [2, 1] {
        let sign: String = rest.iter().take(length).collect();
        if let Some(relation) = Relation::ALL.into_iter().find(|relation| relation.sign() == sign) {
            return Ok((Token::Relation(relation), at + sign.len()));
        }
    }
    Err(fault(at, Fault::Sign(rest.first().copied().unwrap_or(' '))))
}

fn quoted(chars: &[char], at: usize) -> Result<(Token, usize), ConditionError> {
    let mut text = String::new();
    let mut next = at + 1;
    loop {
        match (chars.get(next), chars.get(next + 1)) {
            (Some('"'), _) => return Ok((Token::Literal(Value::Text(text)), next + 1)),
            (Some('\\'), Some(&escaped @ ('"' | '\\'))) => {
                text.push(escaped);
                next += 2;
            }
            (Some(&plain), _) => {
                text.push(plain);
                next += 1;
            }
            (None, _) => return Err(fault(at, Fault::OpenQuote)),
        }
    }
}

fn number_or_date(word: &str, at: usize) -> Result<Value, ConditionError> {
    let is_date = word.matches('-').count() == 2 && !word.starts_with('-');
    if is_date {
        return word.parse().map(Value::Date).map_err(|_| fault(at, Fault::Date));
    }
    word.parse::<Number>().map(Value::Number).map_err(|_| fault(at, Fault::Number))
}

fn fault(at: usize, fault: Fault) -> ConditionError {
    ConditionError { column: at + 1, fault }
}
