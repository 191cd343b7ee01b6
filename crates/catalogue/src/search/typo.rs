//! Slips of the finger: a letter too many, too few, wrong, or two swapped; two of them in a long
//! word.
//!
//! Every word is listed under itself and with letters left out; two words that are few slips apart
//! always meet under some such form, so a look-up compares a handful of words and never the whole
//! vocabulary.

use std::collections::{BTreeSet, HashMap};

/// A slip is looked for when the typed word or the meant one has four letters; shorter words have
/// too many neighbours, and only two swapped letters are put right in them.
const LETTERS_MIN: usize = 4;
const LETTERS_OF_SHORT: usize = 3;
/// From this length on two slips are forgiven.
const LETTERS_OF_LONG: usize = 6;

/// Words under their shortened forms.
#[derive(Debug, Default)]
pub(crate) struct Slips {
    forms: HashMap<String, Vec<u32>>,
}

impl Slips {
    pub(crate) fn new(words: &[String]) -> Self {
        let mut slips = Self::default();
        for (place, word) in (0_u32..).zip(words) {
            if word.chars().count() + 1 >= LETTERS_MIN {
                for form in forms(word, word) {
                    slips.forms.entry(form).or_default().push(place);
                }
            }
        }
        slips
    }

    /// Places of the words nearest to a typed word, in order: one slip away, or two where there is
    /// none and both are long.
    pub(crate) fn of(&self, typed: &str, words: &[String]) -> Vec<u32> {
        let forms = forms(typed, typed);
        let near: BTreeSet<u32> = forms.iter().filter_map(|form| self.forms.get(form)).flatten().copied().collect();
        let away = |slips: usize| {
            let is_near = |place: &u32| words.get(*place as usize).is_some_and(|word| is_away(typed, word, slips));
            near.iter().copied().filter(is_near).collect::<Vec<_>>()
        };
        let one = away(1);
        if one.is_empty() { away(2) } else { one }
    }
}

/// Whether a word is so many slips away, and long enough for so many.
fn is_away(typed: &str, word: &str, slips: usize) -> bool {
    let (a, b) = (typed.chars().count(), word.chars().count());
    let is_long_enough = match slips {
        1 => a.max(b) >= LETTERS_MIN || (a == LETTERS_OF_SHORT && is_swapped(typed, word)),
        // Two slips in a word that is short itself would reach half the vocabulary.
        _ => a.max(b) >= LETTERS_OF_LONG && a.min(b) + 1 >= LETTERS_OF_LONG,
    };
    is_long_enough && slips_between(typed, word) == slips
}

/// Whether the same letters stand in another order.
fn is_swapped(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b)
}

/// The word itself and the word with each letter left out; of a long word also with two.
fn forms(word: &str, whole: &str) -> BTreeSet<String> {
    let mut forms = BTreeSet::from([word.to_owned()]);
    let is_long = whole.chars().count() + 1 >= LETTERS_OF_LONG;
    for shorter in shortened(word) {
        if is_long {
            forms.extend(shortened(&shorter));
        }
        forms.insert(shorter);
    }
    forms
}

fn shortened(word: &str) -> impl Iterator<Item = String> {
    word.char_indices().map(move |(at, letter)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]))
}

/// How many slips lie between two words; two letters swapped are one slip.
pub(crate) fn slips_between(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut least = (row[j] + usize::from(x != y)).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_more_less_wrong_or_two_swapped() {
        for (typed, meant) in [("sinhh", "sinh"), ("snh", "sinh"), ("sing", "sinh"), ("sihn", "sinh"), ("khia", "khai")]
        {
            assert_eq!(slips_between(typed, meant), 1, "{typed}");
        }
        for (typed, other, slips) in [("sinh", "sinh", 0), ("snhi", "sinh", 2), ("s", "sinh", 3), ("", "", 0)] {
            assert_eq!(slips_between(typed, other), slips, "{typed}");
        }
    }

    #[test]
    fn short_words_have_no_neighbours() {
        let words = ["dat".to_owned(), "giay".to_owned()];
        let slips = Slips::new(&words);
        assert_eq!(slips.of("dar", &words), Vec::<u32>::new());
        assert_eq!(slips.of("dta", &words), [0]);
        assert_eq!(slips.of("gaiy", &words), [1]);
        assert_eq!(slips.of("gya", &words), Vec::<u32>::new());
    }

    #[test]
    fn two_slips_are_forgiven_in_a_long_word() {
        let words = ["nghiep".to_owned(), "nghia".to_owned(), "truong".to_owned()];
        let slips = Slips::new(&words);
        assert_eq!(slips.of("ngheip", &words), [0]);
        assert_eq!(slips.of("nghjeep", &words), [0]);
        assert_eq!(slips.of("turogn", &words), [2]);
        // A short word two slips away is another word.
        assert_eq!(slips.of("nhep", &words), Vec::<u32>::new());
    }
}
