//! People's names: sorted by given name, which comes last in Vietnamese.

use crate::text::fold;

/// Longest name stored, in characters; identity papers hold at most 80.
pub const NAME_MAX: usize = 120;

/// Key that sorts names by given name, then the whole name: `"a nguyen van a"`.
#[must_use]
pub fn sort_key(name: &str) -> String {
    let folded = fold(name);
    let given = folded.rsplit(' ').next().unwrap_or_default().to_owned();
    format!("{given} {folded}")
}

/// Whether a cleaned text can be somebody's name: letters, blanks, apostrophes, hyphens and dots,
/// at least one letter, at most [`NAME_MAX`] characters.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    (1..=NAME_MAX).contains(&length)
        && text.chars().any(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '\'' | '’' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_by_given_name() {
        let mut names = ["Trần Văn Bình", "Đỗ Thị An", "Nguyễn Văn An"];
        names.sort_by_key(|n| sort_key(n));
        assert_eq!(names, ["Đỗ Thị An", "Nguyễn Văn An", "Trần Văn Bình"]);
    }

    #[test]
    fn markup_and_digits_are_not_names() {
        assert!(is_name("Y Blăng Niê"));
        assert!(is_name("H'Hen Niê"));
        for wrong in ["", "   ", "<b>A</b>", "Nguyễn 2", "…"] {
            assert!(!is_name(wrong), "{wrong}");
        }
    }
}
