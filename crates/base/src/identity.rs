//! Numbers that identify people and firms, and the addresses that reach them.
//! Parsed once; what is stored is canonical.

use std::fmt;

/// Why a number or address was refused. The page turns it into a sentence with the remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// Nothing was typed.
    #[error("nothing was entered")]
    Empty,
    /// Something other than digits.
    #[error("only digits are allowed")]
    NotDigits,
    /// The wrong number of digits.
    #[error("{found} digits found")]
    Length {
        /// How many digits were typed.
        found: usize,
    },
    /// A check digit or prefix that no issued number has.
    #[error("no such number can exist")]
    Impossible,
}

macro_rules! parsed_text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The canonical form.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

parsed_text! {
    /// A personal identification number of 12 digits, or an old identity-card number of 9.
    PersonalId
}
parsed_text! {
    /// A tax code: 10 digits with a check digit, or 13 written `xxxxxxxxxx-nnn`.
    TaxCode
}
parsed_text! {
    /// A Vietnamese telephone number: mobile of 10 digits or landline of 11, beginning with 0.
    Phone
}
parsed_text! {
    /// An e-mail address, in lower case.
    Email
}

impl PersonalId {
    /// Reads a personal number; blanks and dots between digits are ignored.
    ///
    /// # Errors
    /// [`IdentityError`] tells what is wrong; nothing is guessed.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = digits_of(text)?;
        match digits.len() {
            9 | 12 => Ok(Self(digits)),
            found => Err(IdentityError::Length { found }),
        }
    }
}

impl TaxCode {
    /// Reads a tax code and verifies its check digit.
    ///
    /// # Errors
    /// [`IdentityError::Impossible`] when the check digit does not fit.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        const WEIGHTS: [u32; 9] = [31, 29, 23, 19, 17, 13, 7, 5, 3];
        let digits = digits_of(&text.replace('-', ""))?;
        if digits.len() != 10 && digits.len() != 13 {
            return Err(IdentityError::Length { found: digits.len() });
        }
        let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
        let sum: u32 = WEIGHTS.iter().zip(&values).map(|(weight, digit)| weight * digit).sum();
        if 10 - sum % 11 != values[9] {
            return Err(IdentityError::Impossible);
        }
        Ok(Self(if digits.len() == 13 { format!("{}-{}", &digits[..10], &digits[10..]) } else { digits }))
    }
}

impl Phone {
    /// Reads a telephone number in any usual notation; `+84` and `84` become the leading 0.
    ///
    /// # Errors
    /// [`IdentityError`] tells what is wrong.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')' | '\u{a0}')).collect();
        let national = match bare.strip_prefix("+84").or_else(|| bare.strip_prefix("84").filter(|rest| rest.len() >= 9))
        {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => bare,
        };
        let digits = digits_of(&national)?;
        let mobile = digits.len() == 10 && ["03", "05", "07", "08", "09"].iter().any(|p| digits.starts_with(p));
        let landline = digits.len() == 11 && digits.starts_with("02");
        if mobile || landline {
            return Ok(Self(digits));
        }
        match digits.len() {
            10 | 11 => Err(IdentityError::Impossible),
            found => Err(IdentityError::Length { found }),
        }
    }
}

impl Email {
    /// Reads an address of the usual shape `local@host.domain`.
    ///
    /// # Errors
    /// [`IdentityError::Impossible`] when it cannot be an address.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(IdentityError::Empty);
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
        let valid = text.len() <= 254
            && text.split_once('@').is_some_and(|(local, host)| {
                (1..=64).contains(&local.len())
                    && local.chars().all(plain)
                    && host.contains('.')
                    && host
                        .split('.')
                        .all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
            });
        if valid { Ok(Self(text)) } else { Err(IdentityError::Impossible) }
    }
}

fn digits_of(text: &str) -> Result<String, IdentityError> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '\u{a0}')).collect();
    if bare.is_empty() {
        Err(IdentityError::Empty)
    } else if bare.bytes().all(|b| b.is_ascii_digit()) {
        Ok(bare)
    } else {
        Err(IdentityError::NotDigits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn personal_numbers_have_nine_or_twelve_digits() {
        assert_eq!(PersonalId::parse("0010 9900 0117").unwrap().as_str(), "001099000117");
        assert_eq!(PersonalId::parse("00109900011"), Err(IdentityError::Length { found: 11 }));
        assert_eq!(PersonalId::parse("00109900011X"), Err(IdentityError::NotDigits));
        assert_eq!(PersonalId::parse(" "), Err(IdentityError::Empty));
    }

    #[test]
    fn tax_codes_carry_a_check_digit() {
        for valid in ["0100109106", "0300588569", "5700100256"] {
            assert_eq!(TaxCode::parse(valid).unwrap().as_str(), valid);
        }
        assert_eq!(TaxCode::parse("0100109106-001").unwrap().as_str(), "0100109106-001");
        assert_eq!(TaxCode::parse("0100109107"), Err(IdentityError::Impossible));
    }

    #[test]
    fn telephone_numbers_are_made_national() {
        assert_eq!(Phone::parse("+84 900 000 117").unwrap().as_str(), "0900000117");
        assert_eq!(Phone::parse("0203.383.5678").unwrap().as_str(), "02033835678");
        assert_eq!(Phone::parse("0100000117"), Err(IdentityError::Impossible));
        assert_eq!(Phone::parse("090000"), Err(IdentityError::Length { found: 6 }));
    }

    #[test]
    fn addresses_are_lower_case_and_plausible() {
        assert_eq!(Email::parse(" An@Example.VN ").unwrap().as_str(), "an@example.vn");
        for wrong in ["an", "an@", "@b.vn", "a b@c.vn", "a@b", "a@b..vn"] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
    }
}
