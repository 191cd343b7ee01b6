//! Life events and business events: what happened, and the procedures it leads to, in the order
//! people do them, each with a sentence that says why.
//!
//! Like the everyday words they are no law: they carry no dates and are replaced as a whole when a
//! new file is imported. A step whose procedure is no longer published is left out.

use std::collections::{HashMap, HashSet};

use base::Locale;

use crate::code::Key;
use crate::import::{ImportError, Reason, SourceFile, Table};
use crate::procedure::{Procedure, named};

/// Something that happens to people or to a business.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LifeEvent {
    /// The last part of its address: `sinh-con`.
    pub slug: String,
    /// Whose life.
    pub side: Side,
    /// Its picture.
    pub sign: Sign,
    /// Its name.
    pub title: Text,
    /// What it holds, in a sentence.
    pub lead: Text,
    /// The procedures, in order.
    pub steps: Vec<EventStep>,
}

/// One procedure of an event.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EventStep {
    /// The procedure.
    pub key: Key,
    /// Why, or when it applies.
    pub why: Text,
}

/// A sentence of the file in both languages.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Text {
    vi: String,
    en: String,
}

named! {
    /// Whose event it is.
    Side {
        /// A person or a family.
        Citizen = "citizen",
        /// A business.
        Business = "business",
    }
}
named! {
    /// The picture of an event, by the word of the file.
    Sign {
        /// A child.
        Family = "family",
        /// Marriage, care.
        Heart = "heart",
        /// A death.
        Candle = "candle",
        /// Several people.
        People = "people",
        /// Land.
        Land = "land",
        /// A place.
        Place = "place",
        /// A home.
        House = "house",
        /// Residence.
        Card = "card",
        /// One person.
        Person = "person",
        /// Schooling.
        Book = "book",
        /// Work.
        Work = "work",
        /// Health.
        Health = "health",
        /// Vehicles.
        Car = "car",
        /// Leaving.
        Send = "send",
        /// Looking for something.
        Search = "search",
        /// Old age.
        Sun = "sun",
        /// Merit, something special.
        Star = "star",
        /// Complaints.
        Scales = "scales",
        /// A company.
        Building = "building",
        /// Changes.
        Settings = "settings",
        /// A pause.
        Pause = "pause",
        /// Figures.
        Chart = "chart",
    }
}

impl Text {
    /// The sentence in a language.
    #[must_use]
    pub fn said(&self, locale: Locale) -> &str {
        match locale {
            Locale::Vi => &self.vi,
            Locale::En => &self.en,
        }
    }

    /// Both columns of a text; both languages must be there.
    fn read(cells: &mut crate::import::Cells<'_>, column: &str) -> Option<Self> {
        let (vi, en) = (cells.required(column), cells.required(&format!("{column}_en")));
        Some(Self { vi: vi?, en: en? })
    }
}

impl LifeEvent {
    /// The address of its page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/su-kien/{}", self.slug)
    }
}

/// Reads `life-events.csv` with `life-event-steps.csv`; a code the list does not hold is an error.
pub(crate) fn read(
    events: &SourceFile,
    steps: &SourceFile,
    procedures: &[Procedure],
    errors: &mut Vec<ImportError>,
) -> Vec<LifeEvent> {
    let mut found = read_events(events, errors);
    let places: HashMap<String, usize> =
        found.iter().enumerate().map(|(place, event)| (event.slug.clone(), place)).collect();
    let known: HashSet<&Key> = procedures.iter().map(|procedure| &procedure.key).collect();
    Table::read(steps, &["event", "code", "why", "why_en"], errors).each(errors, |cells| {
        let event = cells.required("event");
        let place = event.as_ref().and_then(|slug| places.get(slug).copied());
        if let (Some(slug), None) = (event, place) {
            cells.note("event", Reason::UnknownEvent(slug));
        }
        let code = cells.text("code");
        let key = match code.parse::<Key>() {
            Ok(key) if known.contains(&key) => Some(key),
            Ok(_) => cells.refuse("code", Reason::UnknownProcedure(code.to_owned())),
            Err(_) => cells.refuse("code", Reason::NotACode(code.to_owned())),
        };
        let why = Text::read(cells, "why");
        if let (Some(event), Some(key), Some(why)) = (place.and_then(|place| found.get_mut(place)), key, why) {
            event.steps.push(EventStep { key, why });
        }
    });
    found
}

fn read_events(file: &SourceFile, errors: &mut Vec<ImportError>) -> Vec<LifeEvent> {
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut found = Vec::new();
    let columns = ["event", "side", "icon", "title", "title_en", "lead", "lead_en"];
    Table::read(file, &columns, errors).each(errors, |cells| {
        let slug = cells.required("event").filter(|slug| is_slug(cells, slug));
        let side = cells.word("side", Side::ALL, Side::name);
        let sign = cells.word("icon", Sign::ALL, Sign::name);
        let (title, lead) = (Text::read(cells, "title"), Text::read(cells, "lead"));
        let (Some(slug), Some(side), Some(sign), Some(title), Some(lead)) = (slug, side, sign, title, lead) else {
            return;
        };
        match seen.insert(slug.clone(), cells.line()) {
            Some(line) => cells.note("event", Reason::Repeated { line }),
            None => found.push(LifeEvent { slug, side, sign, title, lead, steps: Vec::new() }),
        }
    });
    found
}

/// An address is printed and read out: small letters, digits and hyphens.
fn is_slug(cells: &mut crate::import::Cells<'_>, slug: &str) -> bool {
    let fits = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !fits {
        cells.note("event", Reason::NotAnAddress(slug.to_owned()));
    }
    fits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{Sources, parse};

    fn file(name: &str, content: &str) -> SourceFile {
        SourceFile { name: name.to_owned(), content: content.as_bytes().to_vec() }
    }

    #[test]
    fn every_shipped_event_leads_somewhere_in_both_languages() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let events = parse(&Sources::read(&folder).unwrap()).unwrap().events.unwrap();
        assert!(events.len() >= 13);
        for event in &events {
            assert!(event.steps.len() >= 4, "{}", event.slug);
            let keys: HashSet<&Key> = event.steps.iter().map(|step| &step.key).collect();
            assert_eq!(keys.len(), event.steps.len(), "{} names a procedure twice", event.slug);
            for text in event.steps.iter().map(|step| &step.why).chain([&event.title, &event.lead]) {
                assert_ne!(text.said(Locale::Vi), text.said(Locale::En));
            }
        }
    }

    #[test]
    fn a_wrong_row_is_told_with_its_place() {
        let events = file(
            "life-events.csv",
            "event,side,icon,title,title_en,lead,lead_en\nSinh con,citizen,family,a,b,c,d\nx,nobody,sun,a,b,c,d\n",
        );
        let steps = file("life-event-steps.csv", "event,code,why,why_en\nx,1.000001,vì,because\n");
        let mut errors = Vec::new();
        assert!(read(&events, &steps, &[], &mut errors).is_empty());
        let told: Vec<_> = errors.iter().map(|error| (error.line, error.column.as_str())).collect();
        assert_eq!(told, [(2, "event"), (3, "side"), (2, "event"), (2, "code")]);
    }
}
