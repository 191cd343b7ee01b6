//! The index: which procedures hold a word, which carry initials, which an everyday phrase names.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::code::code_digits;
use super::spelling::{line_of, words_of};
use super::typo::Slips;
use crate::procedure::{Procedure, ProcedureVersion};
use crate::synonym::Synonym;

/// How much a word counts by where it stands.
pub(crate) const IN_NAME: f32 = 3.0;
const IN_RESULT: f32 = 1.0;
const IN_FIELD: f32 = 1.5;
const IN_AGENCY: f32 = 0.8;
/// Initials are looked for in runs of this many words.
const INITIALS: std::ops::RangeInclusive<usize> = 2..=6;

/// Everything a question is compared with.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// The vocabulary in order; the place of a word is its number.
    pub(crate) words: Vec<String>,
    /// The words as names write them, with marks.
    pub(crate) marked: Vec<String>,
    /// Procedures that hold a word, with its weight.
    pub(crate) holders: Vec<Vec<(u32, f32)>>,
    /// Names as word numbers.
    pub(crate) names: Vec<Vec<u32>>,
    /// Digits of the codes.
    pub(crate) codes: Vec<String>,
    /// Everyday phrases by their words in one spelling.
    pub(crate) phrases: BTreeMap<String, Phrase>,
    /// Words of the longest phrase.
    pub(crate) phrase_words_max: usize,
    /// Words one slip away.
    pub(crate) slips: Slips,
    initials: HashMap<String, Vec<u32>>,
}

/// What an everyday phrase stands for.
#[derive(Debug, Default)]
pub(crate) struct Phrase {
    /// Its words.
    words: Vec<String>,
    /// Its words as numbers.
    pub(crate) numbers: Vec<u32>,
    /// The official words, or a commoner everyday phrase.
    pub(crate) means: Vec<String>,
    /// Places of the procedures it names, the likeliest first.
    pub(crate) procedures: Vec<usize>,
}

impl Index {
    pub(crate) fn new(versions: &[Arc<ProcedureVersion>], synonyms: &[Synonym]) -> Self {
        let mut index = Self { phrases: phrases(versions, synonyms), ..Self::default() };
        index.phrase_words_max = index.phrases.keys().map(|phrase| phrase.split(' ').count()).max().unwrap_or(0);
        let mut words: BTreeMap<String, BTreeMap<u32, f32>> = BTreeMap::new();
        for word in index
            .phrases
            .iter()
            .flat_map(|(phrase, meant)| phrase.split(' ').chain(meant.means.iter().map(String::as_str)))
        {
            words.entry(word.to_owned()).or_default();
        }
        for (place, version) in (0_u32..).zip(versions) {
            for (text, weight) in weighted_texts(&version.facts) {
                for word in words_of(text) {
                    let weights = words.entry(word).or_default();
                    weights.entry(place).and_modify(|known| *known = known.max(weight)).or_insert(weight);
                }
            }
        }
        for (word, holders) in words {
            index.words.push(word);
            index.holders.push(holders.into_iter().collect());
        }
        for (place, version) in (0_u32..).zip(versions) {
            index.add_name(place, &version.facts);
        }
        index.number_phrases();
        index.slips = Slips::new(&index.words);
        index.add_marked(versions, synonyms);
        index
    }

    fn number_phrases(&mut self) {
        let mut phrases = std::mem::take(&mut self.phrases);
        for phrase in phrases.values_mut() {
            phrase.numbers = phrase.words.iter().filter_map(|word| self.number(word)).collect();
        }
        self.phrases = phrases;
    }

    /// Notes how each word is written with its marks; the commonest way wins.
    fn add_marked(&mut self, versions: &[Arc<ProcedureVersion>], synonyms: &[Synonym]) {
        let mut ways: Vec<BTreeMap<String, usize>> = vec![BTreeMap::new(); self.words.len()];
        let names = versions.iter().map(|version| version.facts.name.as_str());
        for text in names.chain(synonyms.iter().flat_map(|synonym| [synonym.phrase.as_str(), synonym.means.as_str()])) {
            for way in text.split(|letter: char| !letter.is_alphanumeric()).filter(|way| !way.is_empty()) {
                if let Some(counts) = self.number(&line_of(way)).and_then(|number| ways.get_mut(number as usize)) {
                    *counts.entry(way.to_lowercase()).or_default() += 1;
                }
            }
        }
        let commonest = |counts: &BTreeMap<String, usize>| {
            counts.iter().max_by_key(|(_, count)| **count).map(|(way, _)| way.clone()).unwrap_or_default()
        };
        self.marked = ways.iter().map(commonest).collect();
    }

    fn add_name(&mut self, place: u32, facts: &Procedure) {
        let name = words_of(&facts.name);
        self.names.push(name.iter().filter_map(|word| self.number(word)).collect());
        self.codes.push(code_digits(facts.key.code.as_str()));
        for words in [name, words_of(&facts.agency)] {
            let letters: Vec<char> = words.iter().filter_map(|word| word.chars().next()).collect();
            for length in INITIALS {
                for run in letters.windows(length) {
                    let places = self.initials.entry(run.iter().collect()).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
        }
    }

    /// The number of a word of the vocabulary.
    pub(crate) fn number(&self, word: &str) -> Option<u32> {
        let place = self.words.binary_search_by(|known| known.as_str().cmp(word)).ok()?;
        u32::try_from(place).ok()
    }

    /// The words that begin with some letters, in order.
    pub(crate) fn beginning_with(&self, start: &str) -> impl Iterator<Item = (u32, &str)> {
        let first = self.words.partition_point(|word| word.as_str() < start);
        let numbers = (0_u32..).skip(first);
        numbers
            .zip(&self.words[first..])
            .map(|(number, word)| (number, word.as_str()))
            .take_while(move |(_, word)| word.starts_with(start))
    }

    /// Procedures that hold a word.
    pub(crate) fn holders_of(&self, number: u32) -> &[(u32, f32)] {
        self.holders.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// Procedures with these initials in the name or the agency.
    pub(crate) fn with_initials(&self, letters: &str) -> &[u32] {
        self.initials.get(letters).map_or(&[], Vec::as_slice)
    }

    /// How telling a word is that so many procedures hold.
    #[expect(clippy::cast_precision_loss, reason = "a count of procedures is far below the limit of f32")]
    pub(crate) fn weight_of(&self, holders: usize) -> f32 {
        (1.0 + self.names.len() as f32 / holders.max(1) as f32).ln()
    }
}

fn weighted_texts(facts: &Procedure) -> [(&str, f32); 4] {
    [(&facts.name, IN_NAME), (&facts.result, IN_RESULT), (&facts.field, IN_FIELD), (&facts.agency, IN_AGENCY)]
}

fn phrases(versions: &[Arc<ProcedureVersion>], synonyms: &[Synonym]) -> BTreeMap<String, Phrase> {
    let places: HashMap<_, _> =
        versions.iter().enumerate().map(|(place, version)| (&version.facts.key, place)).collect();
    let mut phrases = BTreeMap::new();
    for synonym in synonyms {
        let words = words_of(&synonym.phrase);
        if !words.is_empty() {
            let means = words_of(&synonym.means);
            let procedures = synonym.keys.iter().filter_map(|key| places.get(key).copied()).collect();
            phrases.insert(words.join(" "), Phrase { words, numbers: Vec::new(), means, procedures });
        }
    }
    phrases
}
