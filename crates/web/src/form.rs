//! A form as it was sent, already known to come from one of our pages.
//!
//! Handlers take it as an argument; the route has read it, checked its secret and put its files
//! aside before. Text is cleaned (one composed form, no invisible characters) when it is taken out.

mod receive;
mod upload;

use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use base::text::{clean, clean_lines};
use jiff::civil::Date;

pub(crate) use receive::receive;
pub use upload::{UploadedFile, clear_spool};

use crate::{Error, FieldErrors, Sentence, format};

/// A form that was sent.
#[derive(Debug, Default)]
pub struct Form {
    values: Vec<(String, String)>,
    files: Vec<UploadedFile>,
    refused: Vec<Refused>,
    idempotency_key: String,
}

/// A file that was not kept.
#[derive(Clone, Debug)]
struct Refused {
    field: String,
    name: String,
    size_bytes: u64,
    limit_bytes: u64,
}

/// Carries a form from the route to its handler.
#[derive(Clone, Debug)]
struct Slot(Arc<Mutex<Option<Form>>>);

impl Form {
    /// The text of a field, cleaned, on one line; empty when it is missing.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        clean(self.raw(name))
    }

    /// The text of a field with its line breaks.
    #[must_use]
    pub fn lines(&self, name: &str) -> String {
        clean_lines(self.raw(name))
    }

    /// A field exactly as it was typed: passwords.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.values.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent several times, cleaned: ticked rows.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values.iter().filter(|(key, _)| key == name).map(|(_, value)| clean(value)).collect()
    }

    /// Every field whose name begins with `prefix`, cleaned, with the rest of its name.
    #[must_use]
    pub fn under(&self, prefix: &str) -> Vec<(String, String)> {
        let rest = |(key, value): &(String, String)| Some((key.strip_prefix(prefix)?.to_owned(), clean_lines(value)));
        self.values.iter().filter_map(rest).collect()
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn checked(&self, name: &str) -> bool {
        !self.raw(name).is_empty()
    }

    /// The text of a field that must not be empty. [`Form::required_or`] says what to type.
    pub fn required(&self, name: &str, errors: &mut FieldErrors) -> String {
        self.required_or(name, "web-error-required", errors)
    }

    /// The text of a field that must not be empty, with the sentence that says what to type.
    pub fn required_or(&self, name: &str, otherwise: impl Into<Sentence>, errors: &mut FieldErrors) -> String {
        let text = self.text(name);
        if text.is_empty() {
            errors.push(name, otherwise);
        }
        text
    }

    /// As [`Form::required_or`], for text of several lines.
    pub fn required_lines(&self, name: &str, otherwise: impl Into<Sentence>, errors: &mut FieldErrors) -> String {
        let text = self.lines(name);
        if text.is_empty() {
            errors.push(name, otherwise);
        }
        text
    }

    /// A field read as a type of ours; `otherwise` says what is expected.
    pub fn parse<T: FromStr>(&self, name: &str, otherwise: impl Into<Sentence>, errors: &mut FieldErrors) -> Option<T> {
        let parsed = self.text(name).parse().ok();
        if parsed.is_none() {
            errors.push(name, otherwise);
        }
        parsed
    }

    /// A date as people or browsers write it; `otherwise` says what is expected.
    pub fn date(&self, name: &str, otherwise: impl Into<Sentence>, errors: &mut FieldErrors) -> Option<Date> {
        let date = format::read_date(&self.text(name));
        if date.is_none() {
            errors.push(name, otherwise);
        }
        date
    }

    /// The file of a field, taken out; `None` when none was chosen.
    ///
    /// # Errors
    /// [`Error::TooLarge`] when one was sent and could not be kept; see [`Form::upload_errors`].
    pub fn file(&mut self, name: &str) -> Result<Option<UploadedFile>, Error> {
        if let Some(refused) = self.refused.iter().find(|refused| refused.field == name) {
            return Err(Error::TooLarge { limit_bytes: refused.limit_bytes });
        }
        let found = self.files.iter().position(|file| file.field == name);
        Ok(found.map(|index| self.files.remove(index)))
    }

    /// Every file of a field, taken out.
    ///
    /// # Errors
    /// As [`Form::file`].
    pub fn files(&mut self, name: &str) -> Result<Vec<UploadedFile>, Error> {
        let mut files = Vec::new();
        while let Some(file) = self.file(name)? {
            files.push(file);
        }
        Ok(files)
    }

    /// Every file of a field that arrived whole, taken out. What did not is told by
    /// [`Form::upload_errors`], so that one file too large does not lose the others.
    pub fn kept_files(&mut self, name: &str) -> Vec<UploadedFile> {
        let (taken, left) = std::mem::take(&mut self.files).into_iter().partition(|file| file.field == name);
        self.files = left;
        taken
    }

    /// Files that were sent and could not be kept, as errors next to their fields.
    #[must_use]
    pub fn upload_errors(&self, locale: base::Locale) -> FieldErrors {
        let mut errors = FieldErrors::new();
        for refused in &self.refused {
            let sentence = Sentence::new("web-error-file-too-large")
                .with("file", &refused.name)
                .with("size", format::size(locale, refused.size_bytes))
                .with("limit", format::size(locale, refused.limit_bytes));
            errors.push(refused.field.clone(), sentence);
        }
        errors
    }

    /// The key that makes sending the same form twice harmless.
    #[must_use]
    pub fn idempotency_key(&self) -> &str {
        &self.idempotency_key
    }

    /// What was typed, to draw the page again. Secrets and the key are not among it.
    pub(crate) fn values(&self) -> &[(String, String)] {
        &self.values
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Form {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Error> {
        let taken = parts
            .extensions
            .get::<Slot>()
            .and_then(|slot| slot.0.lock().unwrap_or_else(PoisonError::into_inner).take());
        taken.ok_or_else(|| Error::internal("a form is taken once, by the handler of a changing route"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(values: &[(&str, &str)]) -> Form {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Form { values, ..Form::default() }
    }

    #[test]
    fn text_is_composed_and_trimmed_but_a_password_is_not_touched() {
        let form = form(&[("name", "  Nguye\u{302}\u{303}n   Văn A "), ("password", " a  b ")]);
        assert_eq!(form.text("name"), "Nguyễn Văn A");
        assert_eq!(form.raw("password"), " a  b ");
        assert_eq!(form.text("missing"), "");
    }

    #[test]
    fn what_is_missing_is_named() {
        let form = form(&[("name", "   "), ("born", "31/02/1990"), ("count", "x")]);
        let mut errors = FieldErrors::new();
        form.required("name", &mut errors);
        form.date("born", "web-error-date", &mut errors);
        form.parse::<u32>("count", "web-error-required", &mut errors);
        let named: Vec<_> = errors.iter().map(|(field, _)| field.to_owned()).collect();
        assert_eq!(named, ["name", "born", "count"]);
    }

    #[test]
    fn rows_are_collected_by_name_or_prefix() {
        let form = form(&[("row", "1"), ("row", "2"), ("doc.a", "x"), ("doc.b", "y")]);
        assert_eq!(form.all("row"), ["1", "2"]);
        assert_eq!(form.under("doc."), [("a".to_owned(), "x".to_owned()), ("b".to_owned(), "y".to_owned())]);
        assert!(form.checked("row") && !form.checked("other"));
    }
}
