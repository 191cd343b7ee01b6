//! What the words of one reading of a question earn each procedure.

use super::index::{IN_NAME, Index};
use super::question::Scores;
use super::reading::{Weighted, is_filler};

/// Most words one beginning is completed to; one letter begins too many to be a question.
const COMPLETIONS_MAX: usize = 80;
const COMPLETIONS_OF_LETTER_MAX: usize = 20;
/// Among many procedures completions end when so many hold one of them.
const COMPLETED_HOLDERS_MAX: usize = 4_000;
/// Procedures whose word order is compared.
const REFINED_MAX: usize = 60;

/// How good a match of one word is.
const BEGINNING: f32 = 0.85;
const BEGINNING_MIN: f32 = 0.4;
const SLIP: f32 = 0.6;
const INITIALS: f32 = 0.8;
/// What a word counts that says "I want".
const FILLER: f32 = 0.15;
/// Weight of a word nothing is known about.
const UNKNOWN: f32 = 0.5;
/// What the name alone must hold of a long question: the more words, the more of them are talk.
const WORDS_OF_TALE: f32 = 1.6;

/// What the words earned, by place of the procedure.
pub(crate) struct Answer {
    earned: Vec<f32>,
    covered: Vec<f32>,
    in_name: Vec<u32>,
    touched: Vec<u32>,
    asked: f32,
    telling: f32,
    numbers: Vec<Option<u32>>,
}

impl Answer {
    pub(crate) fn of(words: &[Weighted], index: &Index) -> Self {
        let size = index.names.len();
        let mut answer = Self {
            earned: vec![0.0; size],
            covered: vec![0.0; size],
            in_name: vec![0; size],
            touched: Vec::new(),
            asked: 0.0,
            telling: 0.0,
            numbers: words.iter().map(|(word, _)| index.number(word)).collect(),
        };
        let mut best = vec![0.0_f32; size];
        for (place, (word, weight)) in words.iter().enumerate() {
            let matches = matches_of(word, place + 1 == words.len(), index);
            answer.take_word((word, *weight), &matches, index, &mut best);
        }
        answer
    }

    fn take_word(&mut self, (word, weight): (&str, f32), matches: &[Match], index: &Index, best: &mut [f32]) {
        let mut telling = matches.iter().map(|found| found.telling).fold(f32::MAX, f32::min);
        if matches.is_empty() {
            telling = UNKNOWN;
        }
        telling *= weight;
        if is_filler(word) {
            telling *= FILLER;
        } else {
            self.telling += weight;
        }
        self.asked += telling;
        let mut touched: Vec<u32> = Vec::new();
        let mut earn = |holder: u32, earned: f32| {
            if let Some(slot) = best.get_mut(holder as usize) {
                if *slot == 0.0 {
                    touched.push(holder);
                }
                *slot = slot.max(earned);
            }
        };
        for found in matches {
            match found.by {
                By::Word(number) => {
                    index.holders_of(number).iter().for_each(|(holder, stands)| earn(*holder, stands * found.quality));
                }
                By::Initials => {
                    index.with_initials(word).iter().for_each(|holder| earn(*holder, IN_NAME * found.quality))
                }
            }
        }
        for holder in touched {
            let place = holder as usize;
            if self.covered[place] == 0.0 {
                self.touched.push(holder);
            }
            self.earned[place] += best[place] / IN_NAME * telling;
            self.covered[place] += telling;
            self.in_name[place] += u32::from(best[place] >= IN_NAME * BEGINNING_MIN);
            best[place] = 0.0;
        }
    }

    /// Scores between 0 and about 2: share of the question earned, lifted for short names and for
    /// words in the order of the name. Keeps what another reading scored higher.
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    pub(crate) fn add_to(&self, scores: &mut Scores, index: &Index, coverage_min: f32) {
        let coverage_min = coverage_min.min(WORDS_OF_TALE / self.telling.max(1.0));
        let mut found: Vec<(f32, usize)> = Vec::with_capacity(self.touched.len());
        for place in self.touched.iter().map(|place| *place as usize) {
            let coverage = self.covered[place] / self.asked;
            if coverage >= coverage_min {
                let filled = (self.in_name[place] as f32 / index.names[place].len().max(1) as f32).min(1.0);
                found.push((self.earned[place] / self.asked * coverage * (0.7 + 0.3 * filled), place));
            }
        }
        if found.len() > REFINED_MAX {
            found.select_nth_unstable_by(REFINED_MAX, |a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        }
        for (score, place) in found.iter_mut().take(REFINED_MAX) {
            *score *= 1.0 + 0.4 * self.in_order(&index.names[*place]);
        }
        for (score, place) in found {
            scores[place] = scores[place].max(score);
        }
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
        let mut holders = 0;
        for (number, whole) in longer {
            holders += index.holders_of(number).len();
            if holders > COMPLETED_HOLDERS_MAX {
                break;
            }
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
