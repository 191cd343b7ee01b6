//! One spelling for what people write in several: marks and case dropped, `i` for the `y` that
//! sounds the same, and words typed while the Vietnamese keyboard was off.

use base::text::fold;

const VOWELS: &[char] = &['a', 'e', 'i', 'o', 'u', 'y'];

/// The words of a text in their one spelling: `Đăng kí, lí lịch` is `dang`, `ki`, `li`, `lich`.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(one_spelling).collect()
}

/// The words as one line.
pub(crate) fn line_of(text: &str) -> String {
    words_of(text).join(" ")
}

/// `ký`, `kí` and `quý`, `quí` sound the same; `thuý` and `thúi` do not.
fn one_spelling(word: &str) -> String {
    match word.strip_suffix('y') {
        Some(start) if start == "qu" || (!start.is_empty() && !start.contains(VOWELS)) => format!("{start}i"),
        _ => word.to_owned(),
    }
}

/// A word typed by Telex or VNI rules that nothing turned into letters: `ddaats` and `d9a61t` are
/// `dat`. Words without such signs are not touched.
pub(crate) fn without_keyboard(word: &str) -> Option<String> {
    let letters: String = word.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    if letters.len() < word.len() {
        return (!letters.is_empty()).then(|| one_spelling(&letters));
    }
    let mut plain = word.to_owned();
    for (typed, meant) in [("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("aw", "a"), ("ow", "o"), ("uw", "u")] {
        plain = plain.replace(typed, meant);
    }
    // The tone is typed last.
    let toneless = plain.trim_end_matches(['s', 'f', 'r', 'x', 'j']);
    (toneless != word && toneless.len() > 1).then(|| one_spelling(&toneless.replace('w', "u")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_sound_the_same_are_spelled_the_same() {
        assert_eq!(line_of("Đăng kí lí lịch, Quí khách"), line_of("đăng ký lý lịch quý khách"));
        assert_eq!(line_of("liệt sỹ"), line_of("LIỆT SĨ"));
        assert_eq!(words_of("thuỷ, máy, yếu, y tế"), ["thuy", "may", "yeu", "y", "te"]);
    }

    #[test]
    fn signs_of_a_keyboard_that_was_off_are_read() {
        let read = ["ddaats", "giaays", "phucs", "d9a61t", "nhuwowngj"].map(|word| without_keyboard(word).unwrap());
        assert_eq!(read, ["dat", "giay", "phuc", "dat", "nhuong"]);
        assert_eq!(without_keyboard("khai"), None);
        assert_eq!(without_keyboard("123"), None);
    }
}
