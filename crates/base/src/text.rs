//! Vietnamese text: one canonical form for storing, one folded form for finding.
//!
//! Folding happens here before any index is written or read, because neither engine folds `đ`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text as a person typed it, ready to store: NFC, no control or direction characters, runs of
/// blanks made one, ends trimmed. Line breaks become blanks; see [`clean_lines`] to keep them.
#[must_use]
pub fn clean(text: &str) -> String {
    let normal: String = text.nfc().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_plain(*c)).collect();
    let mut out = String::with_capacity(normal.len());
    for word in normal.split(' ').filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Like [`clean`] for text of several lines: line breaks are kept, at most one empty line in a row.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        let line = clean(line);
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

fn is_plain(c: char) -> bool {
    // Direction overrides and invisible joiners can disguise a name; nothing in Vietnamese needs them.
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Text for finding: lower case, no marks, `đ` as `d`, everything but letters and digits a single
/// blank. `fold("Sổ đỏ, QUYỀN sử dụng")` is `"so do quyen su dung"`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        let c = if matches!(c, 'đ' | 'Đ') { 'd' } else { c };
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_drops_marks_and_the_barred_d() {
        assert_eq!(fold("Đăng ký khai sinh"), "dang ky khai sinh");
        assert_eq!(fold("Sổ đỏ – QUYỀN sử dụng đất (1.013831)"), "so do quyen su dung dat 1 013831");
        // Decomposed input gives the same key as composed input.
        assert_eq!(fold("Hộ tịch"), fold("Ho\u{302}\u{323} ti\u{323}ch"));
    }

    #[test]
    fn stored_text_is_composed_and_harmless() {
        assert_eq!(clean("  Nguye\u{302}\u{303}n   Văn\tA \u{202e}"), "Nguyễn Văn A");
        assert_eq!(clean_lines("một\r\n\r\n\r\nhai  ba\n"), "một\n\nhai ba");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in ".{0,60}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in ".{0,60}") {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
