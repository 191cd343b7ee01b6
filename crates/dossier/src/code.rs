//! The code of a dossier: `{office}-{yymmdd}-{seq}` (NĐ 118/2025 Đ.28), given once, at submission.
//!
//! People read it from paper and type it on telephones, so reading is tolerant: case, blanks,
//! missing dashes, O for 0, I for 1, and the marks that a Vietnamese keyboard adds to a scan.

use std::fmt;

use jiff::civil::Date;

/// A dossier code in its one written form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct DossierCode(String);

/// Fewest digits of the running number.
const SEQUENCE_DIGITS: usize = 4;

impl DossierCode {
    /// The code of the `sequence`th dossier an office takes on a day.
    #[must_use]
    pub fn new(office: &str, day: Date, sequence: i64) -> Self {
        Self(format!(
            "{office}-{:02}{:02}{:02}-{sequence:0width$}",
            day.year() % 100,
            day.month(),
            day.day(),
            width = SEQUENCE_DIGITS
        ))
    }

    /// The series its running number is taken from: one per office and day.
    #[must_use]
    pub fn series(office: &str, day: Date) -> String {
        format!("dossier:{office}:{day}")
    }

    /// Reads what a person typed or a scanner sent; `None` when no code can be meant.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let last = typed.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let last = last.split(['?', '#']).next().unwrap_or_default();
        let plain: String = last.chars().map(|c| if matches!(c, '–' | '—' | '−' | '_') { '-' } else { c }).collect();
        let plain = plain.split('-').enumerate().map(|(index, part)| canonical(part, index == 0));
        let plain: String = plain.collect::<Vec<_>>().join("-");
        let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [office, day, sequence] => Self::of_parts(office, day, sequence),
            [office, tail] if tail.len() >= 6 + SEQUENCE_DIGITS => Self::of_parts(office, &tail[..6], &tail[6..]),
            [whole] if whole.len() > 6 + SEQUENCE_DIGITS => {
                let (head, sequence) = whole.split_at(whole.len() - SEQUENCE_DIGITS);
                let (office, day) = head.split_at(head.len() - 6);
                Self::of_parts(office, day, sequence)
            }
            _ => None,
        }
    }

    fn of_parts(office: &str, day: &str, sequence: &str) -> Option<Self> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let mut letters = office.bytes();
        let office_ok = letters.next().is_some_and(|byte| byte.is_ascii_uppercase())
            && (2..=32).contains(&office.len())
            && office.bytes().skip(1).all(|byte| byte.is_ascii_digit() || byte == b'.');
        let day_ok = day.len() == 6 && digits(day);
        let sequence_ok = (SEQUENCE_DIGITS..=9).contains(&sequence.len()) && digits(sequence);
        (office_ok && day_ok && sequence_ok).then(|| Self(format!("{office}-{day}-{sequence}")))
    }

    /// The written form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Upper case, no marks, only letters, digits and dots; letters taken for digits become digits.
fn canonical(part: &str, begins_with_letter: bool) -> String {
    use base::text::fold;
    let mut out = String::with_capacity(part.len());
    for c in part.chars() {
        if c == '.' {
            out.push('.');
            continue;
        }
        for folded in fold(&c.to_string()).to_uppercase().chars().filter(char::is_ascii_alphanumeric) {
            let is_letter = begins_with_letter && out.is_empty();
            out.push(if is_letter { folded } else { as_digit(folded) });
        }
    }
    out
}

const fn as_digit(letter: char) -> char {
    match letter {
        'O' | 'Q' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for DossierCode {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a dossier code"))
    }
}

impl db::ToParam for DossierCode {
    fn param(&self) -> db::Param<'_> {
        db::Param::Text(std::borrow::Cow::Borrowed(&self.0))
    }
}

impl db::FromColumn for DossierCode {
    fn from_column(column: db::Column<'_>) -> Result<Self, String> {
        let text = String::from_column(column)?;
        Self::parse(&text).ok_or_else(|| format!("{text:?} is not a dossier code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_names_office_day_and_number() {
        let day = jiff::civil::date(2026, 11, 24);
        assert_eq!(DossierCode::new("H49.101", day, 7).as_str(), "H49.101-261124-0007");
        assert_eq!(DossierCode::new("H49.101", day, 12_345).as_str(), "H49.101-261124-12345");
    }

    #[test]
    fn what_people_type_is_understood() {
        let meant = "H49.101-261124-0007";
        for typed in [
            "H49.101-261124-0007",
            " h49.101-261124-0007 ",
            "H49.101 - 261124 - 0007",
            "H49.101–261124–0007",
            "H49.1O1-261124-OOO7",
            "H49.lOI-26ll24-0007",
            "H49.1012611240007",
            "H49.101-2611240007",
            "https://dvc.example.vn/tra-cuu/H49.101-261124-0007?lang=en",
        ] {
            assert_eq!(DossierCode::parse(typed).map(|c| c.to_string()).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_a_code_is_not() {
        for typed in
            ["", "khai sinh", "261124", "H49", "001099000117", "H49.101-26112-0007", "<script>", "H49.101-261124-7"]
        {
            assert_eq!(DossierCode::parse(typed), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_fails_and_is_stable(typed in ".{0,40}") {
            if let Some(code) = DossierCode::parse(&typed) {
                prop_assert_eq!(DossierCode::parse(code.as_str()), Some(code.clone()));
            }
        }
    }
}
