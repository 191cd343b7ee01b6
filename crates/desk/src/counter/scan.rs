//! What a scanner typed: an identity card or its number, a dossier code, a procedure code. A keyboard filter may
//! garble the letters of a name, so the number and the birth date are trusted and the name is only
//! proposed.

use std::sync::Arc;

use base::PersonalId;
use base::identity_card::IdentityCard;
use catalogue::{ProcedureVersion, Published};
use dossier::DossierCode;
use web::{Fields, Page, format};

/// Digits of a personal number; the nine of the old card may be anything else.
const NUMBER_DIGITS: usize = 12;

/// A scan, understood or not.
pub(crate) enum Scanned {
    /// The field was empty.
    Nothing,
    /// An identity card.
    Card(Box<IdentityCard>),
    /// The number of a person alone.
    Number(PersonalId),
    /// A dossier.
    Dossier(DossierCode),
    /// A procedure.
    Procedure(Arc<ProcedureVersion>),
    /// None of these.
    Unknown,
}

pub(crate) fn read(text: &str, published: &Published) -> Scanned {
    if text.is_empty() {
        return Scanned::Nothing;
    }
    if let Some(card) = IdentityCard::parse(text) {
        return Scanned::Card(Box::new(card));
    }
    if let Some(number) = PersonalId::parse(text).ok().filter(|number| number.as_str().len() == NUMBER_DIGITS) {
        return Scanned::Number(number);
    }
    if let Some(version) = published.exact(text) {
        return Scanned::Procedure(Arc::clone(version));
    }
    DossierCode::parse(text).map_or(Scanned::Unknown, Scanned::Dossier)
}

/// The form with what the card says over what was typed; what it does not say stays.
pub(crate) fn filled(fields: Fields, card: &IdentityCard) -> Fields {
    let born_on = card.born_on.map(format::date_in_digits).unwrap_or_default();
    let said = [
        ("personal_id", card.personal_id.as_str()),
        ("name", &card.name),
        ("born_on", &born_on),
        ("address", &card.residence),
    ];
    let side = side(&fields, &card.personal_id);
    let said = said.into_iter().filter(|(_, value)| !value.is_empty());
    said.fold(fields, |fields, (name, value)| fields.replaced(&format!("{side}.{name}"), value))
}

/// The form with a number that was scanned or typed alone.
pub(crate) fn numbered(fields: Fields, number: &PersonalId) -> Fields {
    let side = side(&fields, number);
    fields.replaced(&format!("{side}.personal_id"), number.as_str())
}

/// Whose card it is: the owner's, or that of whoever files for an owner who is known already.
fn side(fields: &Fields, number: &PersonalId) -> &'static str {
    let owner = fields.value("owner.personal_id");
    let is_other = !owner.is_empty() && owner != number.as_str();
    if is_other && fields.is_chosen("proxy", "co") { "proxy" } else { "owner" }
}

/// `Đọc xong 09:40: thẻ căn cước của Lý Văn P`.
pub(crate) fn told(page: &Page, card: &IdentityCard) -> String {
    page.say("desk-scan-card").with("time", page.time(page.now)).with("name", &card.name).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::Locale;

    fn kind(text: &str) -> &'static str {
        match read(text, &Published::new(Vec::new(), &[])) {
            Scanned::Nothing => "nothing",
            Scanned::Card(_) => "card",
            Scanned::Number(_) => "number",
            Scanned::Dossier(_) => "dossier",
            Scanned::Procedure(_) => "procedure",
            Scanned::Unknown => "unknown",
        }
    }

    #[test]
    fn a_scan_is_known_by_its_shape() {
        for (text, expected) in [
            ("", "nothing"),
            ("022099000117||Lý Văn Phúc|01021999|Nam|Hạ Long|10052021", "card"),
            ("022099000117", "number"),
            ("H49.101-261124-0007", "dossier"),
            ("https://motcua.example/tra-cuu/H49.1O1-261124-0007", "dossier"),
            ("123456789", "unknown"),
            ("???", "unknown"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn the_second_card_is_that_of_whoever_files_for_the_owner() {
        let page = Page::sample(Locale::Vi, &[], None).unwrap();
        let card =
            |number: &str, name: &str| IdentityCard::parse(&format!("{number}||{name}|01021999|Nam|Hạ Long")).unwrap();
        let form = Fields::blank(&page).with("proxy", "co");
        let form = filled(form, &card("022099000117", "Lý Văn Phúc"));
        let form = filled(form, &card("022195000779", "Vũ Thị Mai"));
        assert_eq!((form.value("owner.name"), form.value("proxy.name")), ("Lý Văn Phúc", "Vũ Thị Mai"));
    }
}
