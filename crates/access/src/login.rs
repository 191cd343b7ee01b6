//! What somebody types to say who they are: an officer's name, a telephone number or an e-mail
//! address. The three cannot be taken for one another, so one field is enough.

use base::{Email, Phone};

/// A login in its canonical form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// The name an agency gave an officer: letters, digits and `. - _`, beginning with a letter.
    Staff(String),
    /// A citizen's telephone number.
    Phone(Phone),
    /// A citizen's e-mail address.
    Email(Email),
}

impl Login {
    /// Reads what was typed; `None` when it cannot be any of the three.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::parse_contact(text).or_else(|| staff_name(text).map(Self::Staff))
    }

    /// Reads a telephone number or an e-mail address.
    #[must_use]
    pub fn parse_contact(text: &str) -> Option<Self> {
        if text.contains('@') {
            return Email::parse(text).ok().map(Self::Email);
        }
        Phone::parse(text).ok().map(Self::Phone)
    }

    /// Reads an officer's name.
    #[must_use]
    pub fn parse_staff(text: &str) -> Option<Self> {
        staff_name(text.trim()).map(Self::Staff)
    }

    /// The canonical text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Staff(name) => name,
            Self::Phone(phone) => phone.as_str(),
            Self::Email(email) => email.as_str(),
        }
    }
}

fn staff_name(text: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let fits = text.len() <= 64 && text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain);
    fits.then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> Option<String> {
        Login::parse(text).map(|login| login.as_str().to_owned())
    }

    #[test]
    fn one_field_takes_all_three_and_never_confuses_them() {
        assert_eq!(Login::parse(" Binh.TT "), Some(Login::Staff("binh.tt".to_owned())));
        assert!(matches!(Login::parse("+84 900 000 117"), Some(Login::Phone(_))));
        assert!(matches!(Login::parse("An@Example.vn"), Some(Login::Email(_))));
        assert_eq!(canonical("+84 900 000 117"), canonical("0900.000.117"));
    }

    #[test]
    fn what_nobody_can_be_called_is_refused() {
        for wrong in ["", "123", "an nguyen", "<b>", "@", "Nguyễn", &"a".repeat(65)] {
            assert_eq!(Login::parse(wrong), None, "{wrong}");
        }
    }
}
