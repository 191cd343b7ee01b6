//! A question as typed, and how well each procedure answers it.

use super::answer::Answer;
use super::code::{code_digits, key_of};
use super::index::{Index, Phrase};
use super::reading::{READINGS_MAX, corrected, phrases_in, readings, telling};
use super::spelling::words_of;
use crate::code::Key;

/// Longer questions are cut: a pasted page is not a question.
const CHARACTERS_MAX: usize = 200;
const WORDS_MAX: usize = 12;
/// Fewer digits are no beginning of a code.
const CODE_DIGITS_MIN: usize = 3;

/// Scores of exact and half codes and of everyday phrases stand above all scores by words.
const EXACT_CODE: f32 = 100.0;
const HALF_CODE: f32 = 50.0;
const WHOLE_PHRASE: f32 = 3.0;
const PART_PHRASE: f32 = 0.8;
/// What a phrase counts whose words stand apart or turned round.
const SCATTERED: f32 = 0.75;
/// Each procedure a phrase names counts a little less than the one before.
const BY_RANK: f32 = 0.95;

/// A question, folded and cut into words.
pub(crate) struct Question {
    words: Vec<String>,
    /// The words as typed, where each stands for one of `words`.
    typed: Vec<String>,
    key: Option<Key>,
    digits: String,
}

/// Scores by place of the procedure.
pub(crate) type Scores = Vec<f32>;

impl Question {
    pub(crate) fn read(text: &str) -> Self {
        let text: String = text.chars().take(CHARACTERS_MAX).collect();
        let mut words = words_of(&text);
        words.truncate(WORDS_MAX);
        let typed = base::text::clean(&text).to_lowercase();
        let typed = typed.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        Self {
            typed: typed.map(str::to_owned).collect(),
            key: text.split_whitespace().find_map(key_of),
            digits: code_digits(&text),
            words,
        }
    }

    /// How well each procedure answers; those that answer less than a share are left at zero.
    pub(crate) fn score(&self, index: &Index, coverage_min: f32) -> Scores {
        let mut scores = vec![0.0; index.names.len()];
        if self.words.is_empty() {
            return scores;
        }
        let named = self.score_code(index, &mut scores);
        // A code that names nothing must not be answered by the digits of names.
        if named || self.digits.len() >= CODE_DIGITS_MIN {
            return scores;
        }
        let words = corrected(&self.words, index);
        let readings = readings(&words, index);
        for reading in &readings {
            Answer::of(reading, index).add_to(&mut scores, index, coverage_min);
        }
        let mut lifts = vec![0.0; scores.len()];
        for reading in &readings {
            let words: Vec<String> = reading.iter().map(|(word, _)| word.clone()).collect();
            take_higher(&mut lifts, &lifts_of(&words, index));
        }
        scores.iter_mut().zip(lifts).for_each(|(score, lift)| *score += lift);
        lift_begun(&words.join(" "), index, &mut scores);
        scores
    }

    /// What the question is read as, where that differs from what was typed: with marks when it
    /// was typed with marks.
    pub(crate) fn mended(&self, index: &Index) -> Option<String> {
        let has_marks = self.typed.iter().any(|word| !word.is_ascii());
        let words = corrected(&self.words, index);
        if words == self.words || self.typed.len() < self.words.len() || !self.digits.is_empty() {
            return None;
        }
        let mut typed = self.typed.iter().zip(&self.words);
        let mut out = Vec::new();
        for word in &words {
            match typed.next() {
                Some((as_typed, read)) if read == word => out.push(as_typed.clone()),
                Some(_) | None => out.push(written(word, has_marks, index)),
            }
        }
        Some(out.join(" "))
    }

    /// Whether the question names a procedure by its code, or begins codes.
    fn score_code(&self, index: &Index, scores: &mut Scores) -> bool {
        let exact = self.key.as_ref().map(|key| code_digits(key.code.as_str()));
        let mut named = false;
        for (code, score) in index.codes.iter().zip(scores) {
            if exact.as_ref() == Some(code) || self.digits == *code {
                *score = EXACT_CODE;
            } else if self.digits.len() >= CODE_DIGITS_MIN && code.starts_with(&self.digits) {
                *score = HALF_CODE;
            }
            named |= *score > 0.0;
        }
        named
    }
}

fn written(word: &str, has_marks: bool, index: &Index) -> String {
    let marked = index.number(word).and_then(|number| index.marked.get(number as usize)).filter(|way| !way.is_empty());
    match marked {
        Some(way) if has_marks => way.clone(),
        Some(_) | None => word.to_owned(),
    }
}

/// While the last word is being typed, the question begins a phrase.
fn lift_begun(typed: &str, index: &Index, scores: &mut Scores) {
    let begun = index.phrases.range(typed.to_owned()..).take_while(|(phrase, _)| phrase.starts_with(typed));
    for (phrase, meant) in begun.filter(|(phrase, _)| *phrase != typed).take(READINGS_MAX) {
        lift_named(meant, WHOLE_PHRASE / 2.0 * share(typed.len(), phrase.len()), scores);
    }
}

/// What the everyday phrases of one reading lift, the more of it they fill. A phrase that stands for
/// another one leads to what that one names: “mất bìa đỏ” is read as “mất sổ đỏ”.
fn lifts_of(words: &[String], index: &Index) -> Scores {
    let mut lifts = vec![0.0; index.names.len()];
    let all = telling(words);
    for found in phrases_in(words, index) {
        let told = found.told(words).max(1);
        let order = if found.is_whole { 1.0 } else { SCATTERED };
        let lift = if told >= all { WHOLE_PHRASE } else { PART_PHRASE * share(told, all) };
        lift_named(found.phrase, lift * order, &mut lifts);
    }
    lifts
}

fn take_higher(scores: &mut Scores, others: &Scores) {
    scores.iter_mut().zip(others).for_each(|(score, other)| *score = score.max(*other));
}

fn lift_named(phrase: &Phrase, lift: f32, scores: &mut Scores) {
    let mut lift = lift;
    for place in &phrase.procedures {
        if let Some(score) = scores.get_mut(*place) {
            *score += lift;
        }
        lift *= BY_RANK;
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of words and letters are small")]
fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}
