//! Codes of procedures: the national one (`1.013831`), or a local one where no national code is
//! published (`L.540429`), and the variant when one code covers several cases (`2.000815/2`).
//!
//! A local code is made from the content, so that importing the same list twice, or on two
//! machines, gives the same code. It is digits only: it is read out on the telephone and typed
//! through Vietnamese keyboards.

use std::fmt;
use std::str::FromStr;

use base::secret::digest;
use base::text::clean;

/// The code of a procedure, national or local.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code(String);

/// A text that is no code of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code is written 1.013831, or L.540429 for a local one, with /2 for a second variant")]
pub struct NotACode;

impl Code {
    /// The local code of a procedure without a national one.
    #[must_use]
    pub fn local(name: &str, agency: &str, level: &str) -> Self {
        let content = [name, agency, level].map(|part| clean(part).to_lowercase()).join("|");
        let number = u64::from_str_radix(&digest(&content)[..8], 16).unwrap_or_default();
        Self(format!("L.{:06}", number % 1_000_000))
    }

    /// Whether the code was given here and not by the national database.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0.starts_with('L')
    }

    /// The code as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Code {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let text = text.trim();
        let (group, number) = text.split_once('.').ok_or(NotACode)?;
        let group_known =
            group.len() == 1 && group.bytes().all(|b| b.is_ascii_digit()) || group.eq_ignore_ascii_case("l");
        if group_known && number.len() == 6 && number.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(text.to_ascii_uppercase()))
        } else {
            Err(NotACode)
        }
    }
}

impl TryFrom<String> for Code {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What names one procedure of the catalogue, whatever its version: code and variant.
///
/// Written `1.013831` for the first variant and `2.000815/2` for the second; in page addresses
/// `/thu-tuc/2.000815?truong-hop=2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Key {
    /// The code shared by all variants.
    pub code: Code,
    /// 1 for the first variant.
    pub variant: u16,
}

impl Key {
    /// The address of the procedure's page.
    #[must_use]
    pub fn path(&self) -> String {
        match self.variant {
            1 => format!("/thu-tuc/{}", self.code),
            variant => format!("/thu-tuc/{}?truong-hop={variant}", self.code),
        }
    }
}

impl FromStr for Key {
    type Err = NotACode;

    fn from_str(text: &str) -> Result<Self, NotACode> {
        let Some((code, variant)) = text.split_once('/') else {
            return Ok(Self { code: text.parse()?, variant: 1 });
        };
        let variant = variant.trim().parse().ok().filter(|v| (1..1000).contains(v)).ok_or(NotACode)?;
        Ok(Self { code: code.parse()?, variant })
    }
}

impl TryFrom<String> for Key {
    type Error = NotACode;
    fn try_from(text: String) -> Result<Self, NotACode> {
        text.parse()
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.to_string()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variant {
            1 => write!(f, "{}", self.code),
            variant => write!(f, "{}/{variant}", self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_variants_are_read_back_as_written() {
        for text in ["1.013831", "2.000815/2", "L.540429"] {
            assert_eq!(text.parse::<Key>().unwrap().to_string(), text);
        }
        assert_eq!("2.000815/2".parse::<Key>().unwrap().path(), "/thu-tuc/2.000815?truong-hop=2");
        for wrong in ["", "1013831", "1.01383", "X.000001", "1.013831/0", "1.013831/x", "1.0138311"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_local_code_depends_on_the_content_only() {
        let code = Code::local("Đấu nối và ký hợp đồng  dịch vụ cấp nước", "Công ty Cổ phần Nước sạch", "tỉnh");
        assert_eq!(code.as_str(), "L.540429");
        assert!(code.is_local());
        // Names that differ only in a sign are different procedures.
        let below = Code::local("công suất < 40 kW", "Công ty Điện lực", "tỉnh");
        assert_ne!(below, Code::local("công suất ≥ 40 kW", "Công ty Điện lực", "tỉnh"));
    }
}
