//! People in JSON: read strictly, shown as far as the token may see them.

use base::{Email, IdentityError, PersonalId, Phone, TaxCode, mask, text};
use dossier::{Person, PersonKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Sentence;

use crate::error::Fault;

/// Longest address, in characters.
const ADDRESS_MAX: usize = 500;

/// A person or an organisation as another system sends it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPerson {
    /// `citizen`, `business` or `organisation`; a citizen when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, example = "citizen")]
    kind: PersonKind,
    /// Full name, letters only.
    #[schema(example = "Lý Văn Phúc")]
    name: String,
    /// Personal number of 12 digits, or an old one of 9.
    #[schema(example = "022099000117")]
    personal_id: Option<String>,
    /// Tax code of 10 or 13 digits, with its check digit.
    tax_code: Option<String>,
    /// Birth date.
    #[schema(value_type = Option<String>, format = Date)]
    born_on: Option<Date>,
    /// Telephone number.
    #[schema(example = "0900000117")]
    phone: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Address as written.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    address: Option<String>,
}

impl NewPerson {
    /// The person, or every fault; `at` is the field it stands in.
    pub(crate) fn read(self, at: &str, faults: &mut Vec<Fault>) -> Person {
        let address = text::clean(&self.address.unwrap_or_default());
        if address.chars().count() > ADDRESS_MAX {
            faults.push(Fault::new(format!("{at}.address"), "too-long"));
        }
        Person {
            kind: self.kind,
            name: text::clean(&self.name),
            personal_id: number(self.personal_id, PersonalId::parse, &format!("{at}.personal_id"), faults),
            tax_code: number(self.tax_code, TaxCode::parse, &format!("{at}.tax_code"), faults),
            born_on: self.born_on,
            phone: number(self.phone, Phone::parse, &format!("{at}.phone"), faults),
            email: number(self.email, Email::parse, &format!("{at}.email"), faults),
            address,
        }
    }
}

fn number<T>(
    sent: Option<String>,
    parse: impl FnOnce(&str) -> Result<T, IdentityError>,
    at: &str,
    faults: &mut Vec<Fault>,
) -> Option<T> {
    match parse(&sent?) {
        Ok(number) => Some(number),
        Err(error) => {
            faults.push(fault(at, error));
            None
        }
    }
}

fn fault(at: &str, error: IdentityError) -> Fault {
    match error {
        IdentityError::Empty => Fault::new(at, "required"),
        IdentityError::NotDigits => Fault::new(at, "not-digits"),
        IdentityError::Impossible => Fault::new(at, "impossible"),
        IdentityError::Length { found } => {
            Fault::saying(at, "wrong-length", Sentence::new("api-fault-wrong-length").with("found", found))
        }
    }
}

/// A person as a token may see it: without the right to see numbers, they are masked.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonView {
    /// `citizen`, `business` or `organisation`.
    kind: &'static str,
    /// Full name.
    name: String,
    /// Personal number.
    personal_id: Option<String>,
    /// Tax code.
    tax_code: Option<String>,
    /// Birth date.
    #[schema(format = Date)]
    born_on: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// E-mail address.
    email: Option<String>,
    /// Address as written.
    address: String,
    /// Whether numbers and addresses are masked for this token.
    masked: bool,
}

impl PersonView {
    /// The person, with numbers in full or masked.
    pub(crate) fn of(person: &Person, in_full: bool) -> Self {
        let show = |text: &str, masked: fn(&str) -> String| if in_full { text.to_owned() } else { masked(text) };
        Self {
            kind: match person.kind {
                PersonKind::Citizen => "citizen",
                PersonKind::Business => "business",
                PersonKind::Organisation => "organisation",
            },
            name: person.name.clone(),
            personal_id: person.personal_id.as_ref().map(|id| show(id.as_str(), mask::personal_id)),
            tax_code: person.tax_code.as_ref().map(ToString::to_string),
            born_on: person.born_on.filter(|_| in_full).map(|day| day.to_string()),
            phone: person.phone.as_ref().map(|phone| show(phone.as_str(), mask::phone)),
            email: person.email.as_ref().map(|email| show(email.as_str(), mask::email)),
            address: if in_full { person.address.clone() } else { String::new() },
            masked: !in_full,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent() -> NewPerson {
        serde_json::from_value(serde_json::json!({
            "name": " Lý  Văn Phúc ", "personal_id": "0220 9900 0117", "phone": "+84900000117", "address": "Tổ 1"
        }))
        .unwrap()
    }

    #[test]
    fn a_person_is_cleaned_and_numbers_are_made_canonical() {
        let mut faults = Vec::new();
        let person = sent().read("owner", &mut faults);
        assert!(faults.is_empty());
        assert_eq!(person.name, "Lý Văn Phúc");
        assert_eq!(person.phone.unwrap().as_str(), "0900000117");
    }

    #[test]
    fn every_wrong_number_is_named() {
        let wrong = NewPerson { personal_id: Some("12".to_owned()), phone: Some("abc".to_owned()), ..sent() };
        let mut faults = Vec::new();
        wrong.read("owner", &mut faults);
        let named: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
        assert_eq!(named, [("owner.personal_id", "wrong-length"), ("owner.phone", "not-digits")]);
    }

    #[test]
    fn who_may_not_see_numbers_sees_masks() {
        let person = sent().read("owner", &mut Vec::new());
        let seen = PersonView::of(&person, false);
        assert_eq!(seen.personal_id.as_deref(), Some("0220 •••• 0117"));
        assert_eq!((seen.address.as_str(), seen.masked), ("", true));
        assert_eq!(PersonView::of(&person, true).phone.as_deref(), Some("0900000117"));
    }
}
