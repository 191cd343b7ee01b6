//! Finding a procedure by what people type: without marks, half a word, initials, everyday words,
//! slips of the finger.
//!
//! The index lives in memory and is built from the published versions; a search reads nothing
//! else. Equal scores are ordered by name and code, so the same question always gets the same
//! answer.

mod answer;
mod code;
mod index;
mod question;
mod reading;
mod spelling;
mod typo;

use std::sync::Arc;

use crate::code::Key;
use crate::procedure::ProcedureVersion;
use crate::synonym::Synonym;
use index::Index;
use question::Question;
pub(crate) use spelling::line_of;

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
/// Digits in which the nearest codes may differ.
const CODE_SLIPS_MAX: usize = 2;

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
        let scores = Question::read(query).score(&self.index, COVERAGE_MIN);
        let best = scores.iter().copied().fold(0.0, f32::max).min(FULL_SCORE);
        self.best_of(&scores, best * SHARE_OF_BEST, limit)
    }

    /// The procedures nearest to a question without an answer: some word in common, or a code
    /// that differs in few digits.
    #[must_use]
    pub fn nearest(&self, query: &str, limit: usize) -> Vec<Hit> {
        let found = self.best_of(&Question::read(query).score(&self.index, 0.0), 0.0, limit);
        if found.is_empty() { self.nearest_codes(query, limit) } else { found }
    }

    /// What a question was read as, where slips were mended or words parted.
    #[must_use]
    pub fn mended(&self, query: &str) -> Option<String> {
        Question::read(query).mended(&self.index)
    }

    /// The code a text is, also without its dot.
    #[must_use]
    pub fn key_of(text: &str) -> Option<Key> {
        code::key_of(text)
    }

    /// The procedure whose code is the whole question.
    #[must_use]
    pub fn exact(&self, query: &str) -> Option<&Arc<ProcedureVersion>> {
        let key = code::key_of(query)?;
        self.by_key(&key)
    }

    fn by_key(&self, key: &Key) -> Option<&Arc<ProcedureVersion>> {
        self.versions.iter().find(|version| version.facts.key == *key)
    }

    /// The best hits in order. Only those that are shown are put in order, however many there are.
    fn best_of(&self, scores: &[f32], score_min: f32, limit: usize) -> Vec<Hit> {
        let earned = scores.iter().zip(&self.versions).filter(|(score, _)| **score > 0.0 && **score >= score_min);
        let mut found: Vec<(f32, &Arc<ProcedureVersion>)> = earned.map(|(score, version)| (*score, version)).collect();
        let by_score = |a: &(f32, &Arc<ProcedureVersion>), b: &(f32, &Arc<ProcedureVersion>)| {
            b.0.total_cmp(&a.0).then_with(|| order(a.1).cmp(&order(b.1)))
        };
        if found.len() > limit {
            found.select_nth_unstable_by(limit, by_score);
            found.truncate(limit);
        }
        found.sort_by(by_score);
        found.into_iter().map(|(score, version)| Hit { procedure: Arc::clone(version), score }).collect()
    }

    fn nearest_codes(&self, query: &str, limit: usize) -> Vec<Hit> {
        let wanted = code::code_digits(query);
        let near = self.versions.iter().zip(&self.index.codes);
        // Of codes as near as one another the one that begins alike is likelier.
        let apart = |code: &str| {
            let alike = wanted.bytes().zip(code.bytes()).take_while(|(a, b)| a == b).count();
            (typo::slips_between(&wanted, code), std::cmp::Reverse(alike))
        };
        let mut found: Vec<_> = near
            .map(|(version, code)| (apart(code), version))
            .filter(|((slips, _), _)| *slips <= CODE_SLIPS_MAX)
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.facts.key.cmp(&b.1.facts.key)));
        found.truncate(limit);
        found.into_iter().map(|(_, version)| Hit { procedure: Arc::clone(version), score: 1.0 }).collect()
    }
}

fn order(version: &ProcedureVersion) -> (usize, &Key) {
    (version.facts.name.len(), &version.facts.key)
}

#[cfg(test)]
mod tests;
