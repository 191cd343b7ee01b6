//! Parameters of lists, and a page of one: keyset paging, so that a page costs the same wherever it
//! stands and nothing is skipped or shown twice while dossiers come in.

use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Error, Fault};

/// Lines of a page when none are asked for.
const LIMIT_DEFAULT: usize = 50;
/// Most lines of a page.
const LIMIT_MAX: usize = 200;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T: ToSchema> {
    /// The lines.
    pub(crate) items: Vec<T>,
    /// What to send as `after` for the next page; null at the end.
    pub(crate) next: Option<String>,
}

/// The parameters of an address.
#[derive(Debug)]
pub(crate) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// The parameters, when every one of them is known. `lang` is the business of `web`.
    ///
    /// # Errors
    /// The ones that are not: a filter that is ignored would answer another question.
    pub(crate) fn among(sent: Vec<(String, String)>, known: &[&str]) -> Result<Self, Error> {
        let unknown = sent.iter().filter(|(name, _)| name != "lang" && !known.contains(&name.as_str()));
        let faults: Vec<Fault> = unknown.map(|(name, _)| Fault::new(name, "unknown-filter")).collect();
        if faults.is_empty() { Ok(Self(sent)) } else { Err(Error::Faults(faults)) }
    }

    /// A parameter; an empty one is none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// How many lines are asked for.
    ///
    /// # Errors
    /// When it is no number between 1 and 200.
    pub(crate) fn limit(&self) -> Result<usize, Error> {
        let Some(text) = self.get("limit") else { return Ok(LIMIT_DEFAULT) };
        let limit = text.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
        limit.ok_or_else(|| Fault::new("limit", "out-of-range").into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> Result<Parameters, Error> {
        let sent = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Parameters::among(sent.collect(), &["limit", "state"])
    }

    #[test]
    fn unknown_parameters_are_refused_and_the_language_is_not_one() {
        assert!(of(&[("state", "received"), ("lang", "en")]).is_ok());
        assert!(matches!(of(&[("stat", "received")]), Err(Error::Faults(_))));
    }

    #[test]
    fn a_page_has_between_one_and_two_hundred_lines() {
        assert_eq!(of(&[]).unwrap().limit().unwrap(), 50);
        assert_eq!(of(&[("limit", "200")]).unwrap().limit().unwrap(), 200);
        for wrong in ["0", "201", "-1", "many"] {
            assert!(of(&[("limit", wrong)]).unwrap().limit().is_err(), "{wrong}");
        }
    }
}
