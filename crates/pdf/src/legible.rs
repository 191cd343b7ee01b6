//! Makes typed text printable: what no font can draw becomes a visible box, and what is invisible
//! or reverses the reading direction is dropped.
//!
//! PDF/A refuses a page with a missing glyph. A citizen who types a rare sign must still get the
//! slip, and must see that the sign was not printed.

use serde_json::Value;
use typst::text::Font;

/// Shown for a sign that no font holds.
const BOX: char = '□';
/// Words longer than this may be broken, so that they stay on the paper.
const WORD_MAX: usize = 36;
/// A place where a line may end, without a mark.
const BREAK: char = '\u{200b}';

/// The letters of the fonts: those in every cut of the text face, and those of the stand-in.
pub(crate) struct Letters {
    text: Vec<Font>,
    stand_in: Vec<Font>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Text,
    StandIn,
}

impl Letters {
    pub(crate) fn of(fonts: &[Font]) -> Self {
        let (text, stand_in) = fonts.iter().cloned().partition(|font| font.info().family == "Tinos");
        Self { text, stand_in }
    }

    pub(crate) fn make_legible(&self, facts: &mut Value) {
        match facts {
            Value::String(text) => *text = self.legible(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.make_legible(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.make_legible(field)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn legible(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut before = None;
        let mut run = 0;
        for letter in text.chars().filter(|letter| !is_unseen(*letter)) {
            let face = self.face(letter);
            // A mark is drawn by the face of its letter: it cannot sit on a sign of the stand-in.
            if is_mark(letter) && (before != Some(Face::Text) || face != Some(Face::Text)) {
                continue;
            }
            run = if breaks_by_itself(letter) { 0 } else { run + 1 };
            if run > WORD_MAX && !is_mark(letter) {
                out.push(BREAK);
                run = 1;
            }
            out.push(if face.is_some() { letter } else { BOX });
            before = Some(face.unwrap_or(Face::Text));
        }
        out
    }

    fn face(&self, letter: char) -> Option<Face> {
        let holds = |font: &Font| font.info().coverage.contains(u32::from(letter));
        // What a private letter means is known to its own font only, so it cannot be archived.
        if is_private(letter) {
            return None;
        }
        if letter == '\n' || self.text.iter().all(holds) {
            Some(Face::Text)
        } else if self.stand_in.iter().any(holds) {
            Some(Face::StandIn)
        } else {
            None
        }
    }
}

/// Controls, joiners, direction changes and variation selectors: they draw nothing themselves, and
/// some of them make a name read backwards.
fn is_unseen(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter,
            '\u{ad}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

fn breaks_by_itself(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '/')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::room::Shelf;

    fn printed(text: &str) -> String {
        Letters::of(&Shelf::new().unwrap().fonts).legible(text)
    }

    #[test]
    fn vietnamese_is_left_alone() {
        let pangram = "Nguyễn Thị Ỷ Ẵ Ộ Ữ đằng “Hạ Long” – 128.000 đ, 52 m², №1";
        assert_eq!(printed(pangram), pangram);
        let decomposed = "Nguye\u{302}\u{303}n";
        assert_eq!(printed(decomposed), decomposed);
    }

    #[test]
    fn emoji_stay_and_unknown_signs_become_a_box() {
        assert_eq!(printed("Lan 😀🌸"), "Lan 😀🌸");
        assert_eq!(printed("字 \u{f001} \u{10ffff}"), "□ □ □");
    }

    #[test]
    fn what_is_invisible_or_reverses_a_name_is_dropped() {
        assert_eq!(printed("An\u{202e}Bình\u{0}\u{200d}\u{feff}\r\t."), "AnBình.");
        assert_eq!(printed("👨\u{200d}👩 ☀\u{fe0f}"), "👨👩 ☀");
        assert_eq!(printed("😀\u{301}a\u{301}"), "😀a\u{301}");
    }

    #[test]
    fn a_word_without_end_may_be_broken() {
        let broken = printed(&"Ă".repeat(200));
        assert_eq!(broken.replace(BREAK, ""), "Ă".repeat(200));
        assert!(broken.split(BREAK).all(|part| part.chars().count() <= WORD_MAX));
    }

    #[test]
    fn every_string_of_the_facts_is_read() {
        let mut facts = serde_json::json!({"a": [{"b": "字"}], "c": 1, "d": null});
        Letters::of(&Shelf::new().unwrap().fonts).make_legible(&mut facts);
        assert_eq!(facts, serde_json::json!({"a": [{"b": "□"}], "c": 1, "d": null}));
    }
}
