//! How a question may be read: slips mended, words run together parted, everyday phrases replaced
//! by the official words they stand for.

use super::index::{Index, Phrase};
use super::spelling::without_keyboard;

/// Most ways one question is read.
pub(crate) const READINGS_MAX: usize = 6;
/// Words that say "I want" rather than what.
const FILLERS: &[&str] = &[
    "lam", "xin", "thu", "tuc", "toi", "muon", "can", "o", "dau", "the", "nao", "nhu", "bao", "nhieu", "cho", "gi",
    "cach", "ve", "de", "va", "cua", "em", "minh", "co", "phai", "bi", "giay", "to", "duoc", "khong", "thi", "la",
];

/// Whether a word says little about what is wanted.
pub(crate) fn is_filler(word: &str) -> bool {
    FILLERS.contains(&word)
}

/// How many words of some tell what is wanted; at least one.
pub(crate) fn telling(words: &[String]) -> usize {
    words.iter().filter(|word| !is_filler(word)).count().max(1)
}

/// An everyday phrase found in a question.
pub(crate) struct Found<'i> {
    pub(crate) phrase: &'i Phrase,
    /// Places of its words in the question, in order.
    places: Vec<usize>,
    /// Whether the words stand side by side in the order of the phrase.
    pub(crate) is_whole: bool,
}

/// The words with slips mended and words run together parted.
pub(crate) fn corrected(words: &[String], index: &Index) -> Vec<String> {
    let mut out = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let is_last = place + 1 == words.len();
        if is_known(word, index) || (is_last && index.beginning_with(word).next().is_some()) {
            out.push(word.clone());
        } else if let Some(read) = without_keyboard(word).filter(|read| index.number(read).is_some()) {
            out.push(read);
        } else if let Some((first, second)) = parted(word, index) {
            out.extend([first, second]);
        } else {
            out.push(mended(word, index));
        }
    }
    out
}

fn is_known(word: &str, index: &Index) -> bool {
    index.number(word).is_some() || !index.with_initials(word).is_empty()
}

fn parted(word: &str, index: &Index) -> Option<(String, String)> {
    let places = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 2 && word.len() - at >= 2);
    let mut cuts =
        places.map(|at| word.split_at(at)).filter(|(a, b)| index.number(a).is_some() && index.number(b).is_some());
    cuts.next().map(|(first, second)| (first.to_owned(), second.to_owned()))
}

/// The commonest of the nearest words; the word itself where none is near.
fn mended(word: &str, index: &Index) -> String {
    let near = index.slips.of(word, &index.words);
    let best = near.into_iter().max_by_key(|number| (index.holders_of(*number).len(), std::cmp::Reverse(*number)));
    best.and_then(|number| index.words.get(number as usize)).map_or_else(|| word.to_owned(), Clone::clone)
}

/// A word of a reading, and how much it counts beside the others.
pub(crate) type Weighted = (String, f32);

/// The words themselves, the words with every everyday phrase replaced by the official ones, and
/// with one of them replaced.
pub(crate) fn readings(words: &[String], index: &Index) -> Vec<Vec<Weighted>> {
    let mut readings = vec![words.iter().cloned().map(as_typed).collect(), all_replaced(words, index)];
    for found in phrases_in(words, index).iter().filter(|found| !found.phrase.means.is_empty()) {
        let reading = found.replaced_in(words);
        if readings.len() < READINGS_MAX && !readings.contains(&reading) {
            readings.push(reading);
        }
    }
    readings.dedup();
    readings
}

fn as_typed(word: String) -> Weighted {
    (word, 1.0)
}

/// The official words for a phrase of some words. Many for few count less each, so that they do
/// not drown the rest of the question.
#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
fn official(phrase: &Phrase) -> impl Iterator<Item = Weighted> {
    let weight = ((phrase.numbers.len() + 1) as f32 / phrase.means.len().max(1) as f32).min(1.0);
    phrase.means.iter().map(move |word| (word.clone(), weight))
}

fn all_replaced(words: &[String], index: &Index) -> Vec<Weighted> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let longest = (start + 1..=words.len().min(start + index.phrase_words_max)).rev();
        let meant = longest
            .map(|end| (end, index.phrases.get(&words[start..end].join(" "))))
            .find_map(|(end, phrase)| Some((end, phrase?)));
        match meant {
            Some((end, phrase)) if !phrase.means.is_empty() => {
                out.extend(official(phrase));
                start = end;
            }
            _ => {
                out.push(as_typed(words[start].clone()));
                start += 1;
            }
        }
    }
    out
}

/// The everyday phrases whose words all stand in the question, the longest first. A phrase of one
/// word is found only as it is; a longer one also with other words between, or turned round:
/// “đổi cho mẹ tôi cái bằng lái” holds “đổi bằng lái”.
pub(crate) fn phrases_in<'i>(words: &[String], index: &'i Index) -> Vec<Found<'i>> {
    let numbers: Vec<Option<u32>> = words.iter().map(|word| index.number(word)).collect();
    let phrases = index.phrases.values();
    let mut found: Vec<Found<'i>> =
        phrases.filter_map(|phrase| Some(Found::new(phrase, places_of(&phrase.numbers, &numbers)?))).collect();
    found.sort_by_key(|found| (std::cmp::Reverse(found.places.len()), !found.is_whole));
    found
}

/// Where the words of a phrase stand, each at a place of its own.
fn places_of(phrase: &[u32], words: &[Option<u32>]) -> Option<Vec<usize>> {
    let mut places: Vec<usize> = Vec::new();
    for number in phrase {
        let after = places.last().map_or(0, |last| last + 1);
        let free = |place: &usize| words[*place] == Some(*number) && !places.contains(place);
        let place = (after..words.len()).find(free).or_else(|| (0..after.min(words.len())).find(free))?;
        places.push(place);
    }
    Some(places)
}

impl<'i> Found<'i> {
    fn new(phrase: &'i Phrase, places: Vec<usize>) -> Self {
        let is_whole = places.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        Self { phrase, places, is_whole }
    }

    /// How many telling words of the question the phrase fills.
    pub(crate) fn told(&self, words: &[String]) -> usize {
        self.places.iter().filter_map(|place| words.get(*place)).filter(|word| !is_filler(word)).count()
    }

    /// The question with the official words where the phrase begins.
    fn replaced_in(&self, words: &[String]) -> Vec<Weighted> {
        let first = self.places.iter().min().copied().unwrap_or_default();
        let mut out = Vec::new();
        for (place, word) in words.iter().enumerate() {
            if place == first {
                out.extend(official(self.phrase));
            }
            if !self.places.contains(&place) {
                out.push(as_typed(word.clone()));
            }
        }
        out
    }
}
