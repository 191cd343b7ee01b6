//! Whose dossier it is, and who filed it.

use base::{Email, PersonalId, Phone, TaxCode, mask};
use jiff::civil::Date;

/// A person or an organisation that owns or files a dossier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Person {
    /// Kind of owner.
    #[serde(default)]
    pub kind: PersonKind,
    /// Full name.
    pub name: String,
    /// Personal number; absent where only a tax code is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal_id: Option<PersonalId>,
    /// Tax code of a firm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tax_code: Option<TaxCode>,
    /// Birth date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born_on: Option<Date>,
    /// Telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// Address as written.
    #[serde(default)]
    pub address: String,
}

/// Citizen or organisation, as the national synchronisation tells them apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    /// A person.
    #[default]
    Citizen,
    /// A firm.
    Business,
    /// Another organisation.
    Organisation,
}

impl Person {
    /// Name, number and telephone as strangers may see them.
    #[must_use]
    pub fn masked_name(&self) -> String {
        match self.kind {
            PersonKind::Citizen => mask::name(&self.name),
            PersonKind::Business | PersonKind::Organisation => self.name.clone(),
        }
    }

    /// The number that identifies the owner on paper.
    #[must_use]
    pub fn identity_number(&self) -> Option<&str> {
        self.personal_id.as_ref().map(PersonalId::as_str).or_else(|| self.tax_code.as_ref().map(TaxCode::as_str))
    }

    /// Whether the last four characters of the identity number or telephone were given: the proof
    /// that lets somebody without an account see names unmasked.
    #[must_use]
    pub fn is_proved_by(&self, last_digits: &str) -> bool {
        let given = last_digits.trim();
        let ends = |number: &str| number.len() > 4 && number.ends_with(given);
        given.len() >= 4
            && given.bytes().all(|byte| byte.is_ascii_digit())
            && (self.identity_number().is_some_and(ends) || self.phone.as_ref().is_some_and(|p| ends(p.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_last_digits_prove_and_fewer_do_not() {
        let person = Person {
            kind: PersonKind::Citizen,
            name: "Lý Văn Phúc".to_owned(),
            personal_id: PersonalId::parse("022099000117").ok(),
            tax_code: None,
            born_on: None,
            phone: Phone::parse("0900000789").ok(),
            email: None,
            address: String::new(),
        };
        assert!(person.is_proved_by("0117") && person.is_proved_by(" 0789 "));
        for wrong in ["117", "", "0118", "abcd", "0900000788"] {
            assert!(!person.is_proved_by(wrong), "{wrong}");
        }
        assert_eq!(person.masked_name(), "Lý V. Phúc");
    }
}
