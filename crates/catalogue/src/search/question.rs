//! A question as typed, and how well each procedure answers it.

use std::collections::BTreeMap;

use base::text::fold;

use super::index::{IN_NAME, Index, Phrase};
use crate::code::Key;

/// Longer questions are cut: a pasted page is not a question.
const CHARACTERS_MAX: usize = 200;
const WORDS_MAX: usize = 12;
/// Fewer digits are no beginning of a code.
const CODE_DIGITS_MIN: usize = 3;
/// Most words one beginning is completed to; one letter begins too many to be a question.
const COMPLETIONS_MAX: usize = 80;
const COMPLETIONS_OF_LETTER_MAX: usize = 20;
/// Most ways one question is read.
const READINGS_MAX: usize = 6;
/// Procedures whose word order is compared.
const REFINED_MAX: usize = 60;

/// How good a match of one word is.
const BEGINNING: f32 = 0.85;
const BEGINNING_MIN: f32 = 0.4;
const SLIP: f32 = 0.6;
const INITIALS: f32 = 0.8;
/// Words that say "I want" rather than what.
const FILLERS: &[&str] = &[
    "lam", "xin", "thu", "tuc", "toi", "muon", "can", "o", "dau", "the", "nao", "nhu", "bao", "nhieu", "cho", "gi",
    "cach", "ve", "de", "va", "cua",
];
const FILLER: f32 = 0.15;
/// Weight of a word nothing is known about.
const UNKNOWN: f32 = 0.5;

/// Scores of exact and half codes and of everyday phrases stand above all scores by words.
const EXACT_CODE: f32 = 100.0;
const HALF_CODE: f32 = 50.0;
const WHOLE_PHRASE: f32 = 3.0;
const PART_PHRASE: f32 = 0.8;

/// A question, folded and cut into words.
pub(crate) struct Question {
    words: Vec<String>,
    key: Option<Key>,
    digits: String,
}

/// Scores by place of the procedure.
type Scores = BTreeMap<usize, f32>;

impl Question {
    pub(crate) fn read(text: &str) -> Self {
        let text: String = text.chars().take(CHARACTERS_MAX).collect();
        let words = fold(&text).split(' ').filter(|word| !word.is_empty()).take(WORDS_MAX).map(str::to_owned).collect();
        Self { words, key: text.split_whitespace().find_map(key_of), digits: code_digits(&text) }
    }

    /// How well each procedure answers; those that answer less than a share are left out.
    pub(crate) fn score(&self, index: &Index, coverage_min: f32) -> Scores {
        let mut scores = Scores::new();
        if self.words.is_empty() {
            return scores;
        }
        self.score_code(index, &mut scores);
        // A code that names nothing must not be answered by the digits of names.
        if !scores.is_empty() || self.digits.len() >= CODE_DIGITS_MIN {
            return scores;
        }
        let corrected = corrected(&self.words, index);
        for words in readings(&corrected, index) {
            for (place, score) in Answer::of(&words, index).scores(index, coverage_min) {
                let known = scores.entry(place).or_default();
                *known = known.max(score);
            }
        }
        score_phrases(&corrected, index, &mut scores);
        scores
    }

    fn score_code(&self, index: &Index, scores: &mut Scores) {
        let exact = self.key.as_ref().map(|key| code_digits(key.code.as_str()));
        for (place, code) in index.codes.iter().enumerate() {
            if exact.as_ref() == Some(code) || self.digits == *code {
                scores.insert(place, EXACT_CODE);
            } else if self.digits.len() >= CODE_DIGITS_MIN && code.starts_with(&self.digits) {
                scores.insert(place, HALF_CODE);
            }
        }
    }
}

/// The code a text is, also without its dot: `1013831`.
pub(crate) fn key_of(text: &str) -> Option<Key> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let digits = code_digits(text);
        (digits.len() == 7).then(|| format!("{}.{}", &digits[..1], &digits[1..]).parse().ok())?
    })
}

/// The digits of a code, `l` before a local one; empty when the text is no code or part of one.
pub(crate) fn code_digits(text: &str) -> String {
    let code = text.split('/').next().unwrap_or_default();
    let kept: String = code.chars().filter(|c| !matches!(c, '.' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    let digits = kept.strip_prefix('l').unwrap_or(&kept);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) { kept } else { String::new() }
}

/// The words with slips mended and words run together parted.
fn corrected(words: &[String], index: &Index) -> Vec<String> {
    let mut out = Vec::new();
    for (place, word) in words.iter().enumerate() {
        let is_last = place + 1 == words.len();
        let known = index.number(word).is_some() || !index.with_initials(word).is_empty();
        let begins = is_last && index.beginning_with(word).next().is_some();
        if known || begins {
            out.push(word.clone());
        } else if let Some((first, second)) = parted(word, index) {
            out.extend([first, second]);
        } else {
            out.push(mended(word, index));
        }
    }
    out
}

fn parted(word: &str, index: &Index) -> Option<(String, String)> {
    let places = word.char_indices().map(|(at, _)| at).filter(|at| *at >= 2 && word.len() - at >= 2);
    let mut cuts =
        places.map(|at| word.split_at(at)).filter(|(a, b)| index.number(a).is_some() && index.number(b).is_some());
    cuts.next().map(|(first, second)| (first.to_owned(), second.to_owned()))
}

/// The commonest word one slip away; the word itself where there is none.
fn mended(word: &str, index: &Index) -> String {
    let near = index.slips.of(word, &index.words);
    let best = near.into_iter().max_by_key(|number| (index.holders_of(*number).len(), std::cmp::Reverse(*number)));
    best.and_then(|number| index.words.get(number as usize)).unwrap_or(&word.to_owned()).clone()
}

/// The words themselves, the words with every everyday phrase replaced by the official ones, and
/// with one of them replaced.
fn readings(words: &[String], index: &Index) -> Vec<Vec<String>> {
    let mut readings = vec![words.to_vec(), all_replaced(words, index)];
    for (start, end, phrase) in phrases_in(words, index) {
        let means = &index.phrases[&phrase].means;
        if !means.is_empty() && readings.len() < READINGS_MAX {
            readings.push([&words[..start], means, &words[end..]].concat());
        }
    }
    readings.dedup();
    readings
}

fn all_replaced(words: &[String], index: &Index) -> Vec<String> {
    let mut out = Vec::new();
    let mut start = 0;
    while start < words.len() {
        let longest = (start + 1..=words.len().min(start + index.phrase_words_max)).rev();
        let meant = longest
            .map(|end| (end, index.phrases.get(&words[start..end].join(" "))))
            .find_map(|(end, phrase)| Some((end, &phrase?.means)));
        match meant {
            Some((end, means)) if !means.is_empty() => {
                out.extend_from_slice(means);
                start = end;
            }
            _ => {
                out.push(words[start].clone());
                start += 1;
            }
        }
    }
    out
}

/// The everyday phrases among the words, the longest first.
fn phrases_in(words: &[String], index: &Index) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    for length in (1..=index.phrase_words_max.min(words.len())).rev() {
        for start in 0..=words.len() - length {
            let phrase = words[start..start + length].join(" ");
            if index.phrases.contains_key(&phrase) {
                found.push((start, start + length, phrase));
            }
        }
    }
    found
}

/// Lifts the procedures that everyday phrases name, the more of the question a phrase fills.
#[expect(clippy::cast_precision_loss, reason = "counts of words and procedures are small")]
fn score_phrases(words: &[String], index: &Index, scores: &mut Scores) {
    let telling = words.iter().filter(|word| !FILLERS.contains(&word.as_str())).count().max(1) as f32;
    for (start, end, phrase) in phrases_in(words, index) {
        let told = words[start..end].iter().filter(|word| !FILLERS.contains(&word.as_str())).count().max(1) as f32;
        let lift = if told >= telling { WHOLE_PHRASE } else { PART_PHRASE * told / telling };
        lift_named(&index.phrases[&phrase], lift, scores);
    }
    // While the last word is being typed, the question begins a phrase.
    let typed = words.join(" ");
    let begun = index.phrases.range(typed.clone()..).take_while(|(phrase, _)| phrase.starts_with(&typed));
    for (phrase, meant) in begun.filter(|(phrase, _)| **phrase != typed).take(READINGS_MAX) {
        lift_named(meant, WHOLE_PHRASE / 2.0 * typed.len() as f32 / phrase.len() as f32, scores);
    }
}

fn lift_named(phrase: &Phrase, lift: f32, scores: &mut Scores) {
    for (rank, place) in phrase.procedures.iter().enumerate() {
        *scores.entry(*place).or_default() += lift * 0.95_f32.powi(i32::try_from(rank).unwrap_or(i32::MAX));
    }
}

/// What the words of one reading earned each procedure.
struct Answer {
    earned: Vec<f32>,
    covered: Vec<f32>,
    in_name: Vec<u32>,
    asked: f32,
    numbers: Vec<Option<u32>>,
}

impl Answer {
    fn of(words: &[String], index: &Index) -> Self {
        let size = index.names.len();
        let mut answer = Self {
            earned: vec![0.0; size],
            covered: vec![0.0; size],
            in_name: vec![0; size],
            asked: 0.0,
            numbers: words.iter().map(|word| index.number(word)).collect(),
        };
        let mut best = vec![0.0_f32; size];
        for (place, word) in words.iter().enumerate() {
            let matches = matches_of(word, place + 1 == words.len(), index);
            answer.take_word(word, &matches, index, &mut best);
        }
        answer
    }

    fn take_word(&mut self, word: &str, matches: &[Match], index: &Index, best: &mut [f32]) {
        let mut telling = matches.iter().map(|found| found.telling).fold(f32::MAX, f32::min);
        if matches.is_empty() {
            telling = UNKNOWN;
        }
        if FILLERS.contains(&word) {
            telling *= FILLER;
        }
        self.asked += telling;
        let mut touched: Vec<u32> = Vec::new();
        for found in matches {
            let mut earn = |holder: u32, weight: f32| {
                if let Some(slot) = best.get_mut(holder as usize) {
                    if *slot == 0.0 {
                        touched.push(holder);
                    }
                    *slot = slot.max(weight * found.quality);
                }
            };
            match found.by {
                By::Word(number) => index.holders_of(number).iter().for_each(|(holder, weight)| earn(*holder, *weight)),
                By::Initials => index.with_initials(word).iter().for_each(|holder| earn(*holder, IN_NAME)),
            }
        }
        for holder in touched {
            let place = holder as usize;
            self.earned[place] += best[place] / IN_NAME * telling;
            self.covered[place] += telling;
            self.in_name[place] += u32::from(best[place] >= IN_NAME * BEGINNING_MIN);
            best[place] = 0.0;
        }
    }

    /// Scores between 0 and about 2: share of the question earned, lifted for short names and for
    /// words in the order of the name.
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    fn scores(&self, index: &Index, coverage_min: f32) -> Vec<(usize, f32)> {
        let mut found = Vec::new();
        for (place, earned) in self.earned.iter().enumerate().filter(|(_, earned)| **earned > 0.0) {
            let coverage = self.covered[place] / self.asked;
            if coverage >= coverage_min {
                let filled = (self.in_name[place] as f32 / index.names[place].len().max(1) as f32).min(1.0);
                found.push((place, earned / self.asked * coverage * (0.7 + 0.3 * filled)));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        for (place, score) in found.iter_mut().take(REFINED_MAX) {
            *score *= 1.0 + 0.4 * self.in_order(&index.names[*place]);
        }
        found
    }

    /// Share of the neighbouring words of the question that are neighbours in a name too.
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    fn in_order(&self, name: &[u32]) -> f32 {
        let pairs = self.numbers.windows(2).filter_map(|pair| Some([pair[0]?, pair[1]?]));
        let kept = pairs.filter(|pair| name.windows(2).any(|neighbours| neighbours == pair)).count();
        kept as f32 / (self.numbers.len().max(2) - 1) as f32
    }
}

/// One way a typed word is understood.
struct Match {
    by: By,
    quality: f32,
    telling: f32,
}

enum By {
    Word(u32),
    Initials,
}

/// The words of the vocabulary a typed word may mean. A whole word is not completed, unless it is
/// the last one and may still be growing; slips are looked for where nothing else fits.
#[expect(clippy::cast_precision_loss, reason = "lengths of words are small")]
fn matches_of(word: &str, is_last: bool, index: &Index) -> Vec<Match> {
    let mut matches = Vec::new();
    let word_match = |number: u32, quality: f32| Match {
        by: By::Word(number),
        quality,
        telling: index.weight_of(index.holders_of(number).len()),
    };
    let exact = index.number(word).filter(|number| !index.holders_of(*number).is_empty());
    matches.extend(exact.map(|number| word_match(number, 1.0)));
    if is_last || (exact.is_none() && word.len() >= 3) {
        let most = if word.len() == 1 { COMPLETIONS_OF_LETTER_MAX } else { COMPLETIONS_MAX };
        let longer = index.beginning_with(word).filter(|(number, _)| Some(*number) != exact).take(most);
        for (number, whole) in longer {
            matches.push(word_match(number, (BEGINNING * word.len() as f32 / whole.len() as f32).max(BEGINNING_MIN)));
        }
    }
    let initials = index.with_initials(word);
    if exact.is_none() && !initials.is_empty() {
        matches.push(Match { by: By::Initials, quality: INITIALS, telling: index.weight_of(initials.len()) });
    }
    if matches.is_empty() {
        matches.extend(index.slips.of(word, &index.words).into_iter().map(|number| word_match(number, SLIP)));
    }
    // A word that only might be meant must not make the question easy to answer.
    if let Some(number) = exact {
        let telling = index.weight_of(index.holders_of(number).len());
        matches.iter_mut().for_each(|found| found.telling = telling);
    }
    matches
}
