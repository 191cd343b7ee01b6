//! One slip of the finger: a letter too many, too few, wrong, or two swapped.
//!
//! Every word is listed under itself and with each letter left out; two words that are one slip
//! apart always meet under some such form, so a look-up compares a handful of words and never the
//! whole vocabulary.

use std::collections::HashMap;

/// A slip is looked for when the typed word or the meant one has four letters; shorter words have
/// too many neighbours.
const LETTERS_MIN: usize = 4;

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
                for form in forms(word) {
                    slips.forms.entry(form).or_default().push(place);
                }
            }
        }
        slips
    }

    /// Places of the words one slip away from a typed word, in order.
    pub(crate) fn of(&self, typed: &str, words: &[String]) -> Vec<u32> {
        let mut found: Vec<u32> = forms(typed)
            .iter()
            .filter_map(|form| self.forms.get(form))
            .flatten()
            .copied()
            .filter(|place| {
                words.get(*place as usize).is_some_and(|word| is_long(typed, word) && is_one_slip(typed, word))
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn is_long(typed: &str, word: &str) -> bool {
    typed.chars().count().max(word.chars().count()) >= LETTERS_MIN
}

/// The word itself and the word with each letter left out.
fn forms(word: &str) -> Vec<String> {
    let shortened =
        word.char_indices().map(|(at, letter)| format!("{}{}", &word[..at], &word[at + letter.len_utf8()..]));
    std::iter::once(word.to_owned()).chain(shortened).collect()
}

/// Whether two words are exactly one slip apart.
pub(crate) fn is_one_slip(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[same_start..], &b[same_start..]);
    match (a, b) {
        ([], []) => false,
        ([_, rest @ ..], b) if rest == b => true,
        (a, [_, rest @ ..]) if rest == a => true,
        ([_, rest_a @ ..], [_, rest_b @ ..]) if rest_a == rest_b => true,
        ([a1, a2, rest_a @ ..], [b1, b2, rest_b @ ..]) => a1 == b2 && a2 == b1 && rest_a == rest_b,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_a_letter_more_less_wrong_or_two_swapped() {
        for (typed, meant) in [("sinhh", "sinh"), ("snh", "sinh"), ("sing", "sinh"), ("sihn", "sinh"), ("khia", "khai")]
        {
            assert!(is_one_slip(typed, meant), "{typed}");
        }
        for (typed, other) in [("sinh", "sinh"), ("snhi", "sinh"), ("s", "sinh"), ("", ""), ("giay", "phep")] {
            assert!(!is_one_slip(typed, other), "{typed}");
        }
    }

    #[test]
    fn short_words_have_no_neighbours() {
        let words = ["dat".to_owned(), "giay".to_owned()];
        let slips = Slips::new(&words);
        assert_eq!(slips.of("dta", &words), Vec::<u32>::new());
        assert_eq!(slips.of("gaiy", &words), [1]);
    }
}
