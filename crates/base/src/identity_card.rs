//! The QR code of an identity card, as a scanner types it.
//!
//! Fields separated by `|`: number, old number, full name, birth date `ddmmyyyy`, sex, permanent
//! residence, issue date. Newer cards add fields; they are ignored. A keyboard filter may garble
//! the letters, so the number and the dates are trusted and the name is only proposed.

use jiff::civil::Date;

use crate::identity::PersonalId;
use crate::text::clean;

/// What a card says about its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdentityCard {
    /// The personal identification number.
    pub personal_id: PersonalId,
    /// The old nine-digit number, where the card carries one.
    pub old_number: Option<PersonalId>,
    /// Full name as printed; may be garbled by a keyboard filter.
    pub name: String,
    /// Birth date, where it could be read.
    pub born_on: Option<Date>,
    /// Sex as printed (`Nam`, `Nữ`).
    pub sex: String,
    /// Permanent residence as printed.
    pub residence: String,
    /// Day of issue, where it could be read.
    pub issued_on: Option<Date>,
}

impl IdentityCard {
    /// Reads the typed QR text; `None` when it is not the text of an identity card.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.trim().split('|').collect();
        if fields.len() < 6 {
            return None;
        }
        let personal_id = PersonalId::parse(fields[0]).ok().filter(|id| id.as_str().len() == 12)?;
        Some(Self {
            personal_id,
            old_number: PersonalId::parse(fields[1]).ok(),
            name: clean(fields[2]),
            born_on: compact_date(fields[3]),
            sex: clean(fields[4]),
            residence: clean(fields[5]),
            issued_on: fields.get(6).and_then(|field| compact_date(field)),
        })
    }
}

fn compact_date(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.len() != 8 || !text.is_ascii() {
        return None;
    }
    let day = text[0..2].parse().ok()?;
    let month = text[2..4].parse().ok()?;
    let year = text[4..8].parse().ok()?;
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_of_seven_fields_is_read() {
        let card = IdentityCard::parse(
            "022099000117|100999111|Lý Văn Phúc|01021999|Nam|Tổ 7, phường Bãi Cháy, Quảng Ninh|10052021",
        )
        .unwrap();
        assert_eq!(card.personal_id.as_str(), "022099000117");
        assert_eq!(card.name, "Lý Văn Phúc");
        assert_eq!(card.born_on, Date::new(1999, 2, 1).ok());
        assert_eq!(card.issued_on, Date::new(2021, 5, 10).ok());
    }

    #[test]
    fn short_codes_and_extra_fields_are_tolerated() {
        let newer = "022099000117||Lý Văn Phúc|01021999|Nam|Bãi Cháy|10052024|Cha|Mẹ|x";
        assert_eq!(IdentityCard::parse(newer).unwrap().old_number, None);
        assert!(IdentityCard::parse("022099000117||Lý Văn Phúc|01021999|Nam|Bãi Cháy").unwrap().issued_on.is_none());
        for wrong in ["", "H49.05-261124-0001", "1|2|3|4|5|6", "a|b|c"] {
            assert_eq!(IdentityCard::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_impossible_date_is_left_out() {
        let card = IdentityCard::parse("022099000117||A|31021999|Nam|B|0x0y2021").unwrap();
        assert_eq!((card.born_on, card.issued_on), (None, None));
    }
}
