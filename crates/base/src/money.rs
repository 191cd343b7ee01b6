//! Money is an integer number of đồng.

use std::fmt;

/// An amount in Vietnamese đồng.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Vnd(pub i64);

impl Vnd {
    /// Reads what a person typed: digits with optional dots, commas, spaces and a closing đ.
    /// `None` when it is not a whole, non-negative amount of at most fifteen digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim().trim_end_matches(['đ', 'Đ']).trim_end();
        let trimmed = trimmed.strip_suffix("VND").unwrap_or(trimmed);
        let digits: String = trimmed.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).collect();
        if digits.is_empty() || digits.len() > 15 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        digits.parse().ok().map(Self)
    }
}

impl fmt::Display for Vnd {
    /// `128.000 đ`, written the same in both languages.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = self.0.unsigned_abs().to_string();
        let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                grouped.push('.');
            }
            grouped.push(digit);
        }
        let sign = if self.0 < 0 { "−" } else { "" };
        write!(f, "{sign}{grouped} đ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_by_thousands() {
        assert_eq!(Vnd(0).to_string(), "0 đ");
        assert_eq!(Vnd(8_000).to_string(), "8.000 đ");
        assert_eq!(Vnd(4_250_000).to_string(), "4.250.000 đ");
        assert_eq!(Vnd(-500).to_string(), "−500 đ");
    }

    #[test]
    fn typed_amounts_are_read_or_refused() {
        assert_eq!(Vnd::parse("4.250.000 đ"), Some(Vnd(4_250_000)));
        assert_eq!(Vnd::parse(" 8000 "), Some(Vnd(8_000)));
        for wrong in ["", "đ", "-5", "1e3", "mười nghìn", "9999999999999999"] {
            assert_eq!(Vnd::parse(wrong), None, "{wrong}");
        }
    }
}
