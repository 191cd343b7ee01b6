//! Finding a procedure by what people type: without marks, half a word, initials, everyday words,
//! one slip of the finger.
//!
//! The index lives in memory and is built from the published versions; a search reads nothing
//! else. Equal scores are ordered by name and code, so the same question always gets the same
//! answer.

mod index;
mod question;
mod typo;

use std::sync::Arc;

use crate::code::Key;
use crate::procedure::ProcedureVersion;
use crate::synonym::Synonym;
use index::Index;
use question::Question;

/// The index over the published procedures.
#[derive(Debug, Default)]
pub struct Search {
    versions: Vec<Arc<ProcedureVersion>>,
    index: Index,
}

/// One procedure found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The procedure.
    pub procedure: Arc<ProcedureVersion>,
    /// Higher is better; only good for comparing within one answer.
    pub score: f32,
}

/// A hit scoring below this share of the best one only makes the list longer. What an everyday
/// phrase lifts above a full score does not push the others out.
const SHARE_OF_BEST: f32 = 0.3;
const FULL_SCORE: f32 = 1.0;
/// Share of the question a procedure must answer to be a hit.
const COVERAGE_MIN: f32 = 0.5;

impl Search {
    /// Builds the index.
    #[must_use]
    pub fn new(versions: Vec<Arc<ProcedureVersion>>, synonyms: &[Synonym]) -> Self {
        let index = Index::new(&versions, synonyms);
        Self { versions, index }
    }

    /// The procedures that answer a question, best first. A procedure named by its exact code
    /// comes first whatever the words.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut found = self.scored(query, COVERAGE_MIN);
        let best = found.first().map_or(0.0, |hit| hit.score.min(FULL_SCORE));
        found.retain(|hit| hit.score >= best * SHARE_OF_BEST);
        found.truncate(limit);
        found
    }

    /// The procedures nearest to a question without an answer: some word in common, or a code
    /// that differs in a digit.
    #[must_use]
    pub fn nearest(&self, query: &str, limit: usize) -> Vec<Hit> {
        let mut found = self.scored(query, 0.0);
        if found.is_empty() {
            found = self.nearest_codes(query);
        }
        found.truncate(limit);
        found
    }

    /// The code a text is, also without its dot.
    #[must_use]
    pub fn key_of(text: &str) -> Option<Key> {
        question::key_of(text)
    }

    /// The procedure whose code is the whole question.
    #[must_use]
    pub fn exact(&self, query: &str) -> Option<&Arc<ProcedureVersion>> {
        let key = question::key_of(query)?;
        self.by_key(&key)
    }

    fn by_key(&self, key: &Key) -> Option<&Arc<ProcedureVersion>> {
        self.versions.iter().find(|version| version.facts.key == *key)
    }

    fn scored(&self, query: &str, coverage_min: f32) -> Vec<Hit> {
        let scores = Question::read(query).score(&self.index, coverage_min);
        let mut found: Vec<Hit> = scores
            .into_iter()
            .filter_map(|(place, score)| Some(Hit { procedure: Arc::clone(self.versions.get(place)?), score }))
            .collect();
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| order(&a.procedure).cmp(&order(&b.procedure))));
        found
    }

    fn nearest_codes(&self, query: &str) -> Vec<Hit> {
        let wanted = question::code_digits(query);
        let mut found: Vec<Hit> = self
            .versions
            .iter()
            .filter(|version| typo::is_one_slip(&wanted, &question::code_digits(version.facts.key.code.as_str())))
            .map(|version| Hit { procedure: Arc::clone(version), score: 1.0 })
            .collect();
        found.sort_by(|a, b| order(&a.procedure).cmp(&order(&b.procedure)));
        found
    }
}

fn order(version: &ProcedureVersion) -> (usize, &Key) {
    (version.facts.name.len(), &version.facts.key)
}

#[cfg(test)]
mod tests;
