//! Questions of a procedure's form: what kind of answer each takes, and what is wrong with one.
//!
//! Answers are kept as the officer reads them, in Vietnamese, whatever language the page had.

use base::{Locale, PersonalId};
use dossier::Answer;
use jiff::civil::Date;
use web::{Field, FieldErrors, Fields, Form, Page, Sentence, Site, format};

use super::set::QuestionSet;

/// Longest answer in characters, as `dossier` keeps texts.
const ANSWER_MAX: usize = 2_000;

/// One question. Its words are `portal-q-{key}`, with a hint where `portal-q-{key}-hint` exists.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// Also the name of the field.
    pub(crate) key: &'static str,
    pub(crate) kind: Kind,
    pub(crate) is_needed: bool,
}

/// What an answer must be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A line of text.
    Line,
    /// Several lines.
    Lines,
    /// Somebody's name.
    Name,
    /// A day that has come.
    PastDate,
    /// A personal number.
    PersonalId,
    /// A whole number from 1 to 99.
    Count,
    /// One of several; the words are `portal-choice-{name}`.
    Choice(&'static [&'static str]),
}

/// A question that must be answered.
pub(crate) const fn needed(key: &'static str, kind: Kind) -> Question {
    Question { key, kind, is_needed: true }
}

/// A question that may stay open.
pub(crate) const fn open(key: &'static str, kind: Kind) -> Question {
    Question { key, kind, is_needed: false }
}

impl Question {
    fn sentence(self) -> String {
        format!("portal-q-{}", self.key.replace('.', "-"))
    }

    pub(crate) fn label(self, page: &Page) -> String {
        page.t(&self.sentence())
    }

    /// The field of the page.
    pub(crate) fn field(self, site: &Site, page: &Page, form: &Fields) -> Field {
        let label = self.label(page);
        let field = match self.kind {
            Kind::Line => form.text(self.key, label),
            Kind::Name => form.text(self.key, label).length_max(120).autocomplete("off"),
            Kind::Lines => form.lines(self.key, label),
            Kind::PastDate => form.text(self.key, label).digits().width("w16").hint(page.t("portal-date-hint")),
            Kind::PersonalId => form.text(self.key, label).digits().width("w24").autocomplete("off"),
            Kind::Count => form.text(self.key, label).digits().width("w10"),
            Kind::Choice(names) => {
                let options: Vec<_> = names
                    .iter()
                    .map(|name| (choice(site, Locale::Vi, name), choice(site, page.locale, name)))
                    .collect();
                form.radio(self.key, label, &options)
            }
        };
        let hint = format!("{}-hint", self.sentence());
        let field = if site.locales.has(&hint) { field.hint(page.t(&hint)) } else { field };
        if self.is_needed { field } else { field.optional() }
    }

    /// Reads an answer. An empty one is an error only where it is needed now.
    fn read(self, asking: &Asking<'_>, form: &Form, errors: &mut FieldErrors) -> Answer {
        let typed = form.lines(self.key);
        let value = if typed.is_empty() {
            if self.is_needed && asking.is_strict {
                errors.push(self.key, self.missing(asking));
            }
            typed
        } else {
            self.checked(asking, typed).unwrap_or_else(|(typed, sentence)| {
                errors.push(self.key, sentence);
                typed
            })
        };
        let label = asking.site.locales.say(Locale::Vi, &Sentence::new(self.sentence()));
        Answer { key: self.key.to_owned(), label, value }
    }

    /// Names the question: the summary on top lists errors without their fields.
    fn missing(self, asking: &Asking<'_>) -> Sentence {
        let key = match self.kind {
            Kind::PastDate => "portal-answer-missing-date",
            Kind::Choice(_) => "portal-answer-missing-choice",
            Kind::Line | Kind::Lines | Kind::Name | Kind::PersonalId | Kind::Count => "portal-answer-missing",
        };
        Sentence::new(key).with("label", asking.site.locales.say(asking.locale, &Sentence::new(self.sentence())))
    }

    /// The answer in its kept form, or what was typed with what is wrong about it.
    fn checked(self, asking: &Asking<'_>, typed: String) -> Result<String, (String, Sentence)> {
        if typed.chars().count() > ANSWER_MAX {
            return Err((typed, Sentence::new("portal-answer-long").with("max", ANSWER_MAX)));
        }
        match self.kind {
            Kind::Line | Kind::Lines => Ok(typed),
            Kind::Name if base::person::is_name(&typed) => Ok(typed),
            Kind::Name => Err((typed, Sentence::new("portal-answer-name"))),
            Kind::PastDate => match format::read_date(&typed) {
                Some(date) if date <= asking.today => Ok(format::date_in_digits(date)),
                Some(_) => Err((typed, Sentence::new("portal-answer-future"))),
                None => Err((typed, Sentence::new("portal-answer-date"))),
            },
            Kind::PersonalId => match PersonalId::parse(&typed) {
                Ok(number) => Ok(number.to_string()),
                Err(error) => Err((typed, super::person::number_sentence(error))),
            },
            Kind::Count => match typed.parse::<u8>() {
                Ok(number @ 1..=99) => Ok(number.to_string()),
                Ok(_) | Err(_) => Err((typed, Sentence::new("portal-answer-count"))),
            },
            Kind::Choice(names) if names.iter().any(|name| choice(asking.site, Locale::Vi, name) == typed) => Ok(typed),
            Kind::Choice(_) => Err((typed, Sentence::new("portal-answer-choose"))),
        }
    }
}

/// How answers are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asking<'a> {
    pub(crate) site: &'a Site,
    /// The language errors name the question in.
    pub(crate) locale: Locale,
    pub(crate) today: Date,
    /// Whether an empty answer to a needed question is an error.
    pub(crate) is_strict: bool,
}

/// The answers of a form, in the order of the questions.
pub(crate) fn read(asking: &Asking<'_>, set: &QuestionSet, form: &Form, errors: &mut FieldErrors) -> Vec<Answer> {
    set.questions().map(|question| question.read(asking, form, errors)).collect()
}

/// Needed questions without an answer.
pub(crate) fn unanswered<'a>(set: &'a QuestionSet, answers: &'a [Answer]) -> impl Iterator<Item = &'a Question> {
    let answered = |key: &str| answers.iter().any(|answer| answer.key == key && !answer.value.is_empty());
    set.questions().filter(move |question| question.is_needed && !answered(question.key))
}

fn choice(site: &Site, locale: Locale, name: &str) -> String {
    site.locales.say(locale, &Sentence::new(format!("portal-choice-{name}")))
}
