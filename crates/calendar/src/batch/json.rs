//! JSON read one level at a time, so that a fault names its field and a number keeps its digits.
//!
//! Values stay text until somebody asks for them. Null counts as left out. Of a key that is written
//! twice the last one counts, as readers of JSON agree.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::{Fault, Place, Wrong};

/// One object: its keys with the text of their values.
#[derive(Debug)]
pub(crate) struct Object<'a>(Vec<(Cow<'a, str>, &'a str)>);

/// The text of one value and where it stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Value<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: Place,
}

impl<'a> Object<'a> {
    pub(crate) fn read(text: &'a str, place: Place) -> Result<Self, Fault> {
        serde_json::from_str(text).map_err(|_| match place {
            Place::Line => place.is(Wrong::NoObject),
            Place::Key(_) | Place::Item(..) | Place::OfEvent(..) => place.is(Wrong::Not("an object")),
        })
    }

    pub(crate) fn get(&self, key: &str, place: Place) -> Option<Value<'a>> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|&(_, text)| Value { text, place }).filter(|value| value.text != "null")
    }

    pub(crate) fn need(&self, key: &str, place: Place, what: &'static str) -> Result<Value<'a>, Fault> {
        self.get(key, place).ok_or(place.is(Wrong::Missing(what)))
    }
}

impl<'a> Value<'a> {
    pub(crate) fn string(self, what: &'static str) -> Result<Cow<'a, str>, Fault> {
        let inside = self.text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        match inside {
            Some(plain) if !plain.contains('\\') => Ok(Cow::Borrowed(plain)),
            Some(_) => serde_json::from_str(self.text).map(Cow::Owned).map_err(|_| self.is_not(what)),
            None => Err(self.is_not(what)),
        }
    }

    pub(crate) fn object(self) -> Result<Object<'a>, Fault> {
        Object::read(self.text, self.place)
    }

    pub(crate) fn list(self, what: &'static str) -> Result<Vec<&'a str>, Fault> {
        let items: Vec<&RawValue> = serde_json::from_str(self.text).map_err(|_| self.is_not(what))?;
        Ok(items.into_iter().map(RawValue::get).collect())
    }

    pub(crate) fn is_string(self) -> bool {
        self.text.starts_with('"')
    }

    pub(crate) fn is_number(self) -> bool {
        self.text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
    }

    pub(crate) const fn is_not(self, what: &'static str) -> Fault {
        self.place.is(Wrong::Not(what))
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Keys)
    }
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = Object<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(8);
        while let Some((Key(key), value)) = map.next_entry::<Key<'de>, &'de RawValue>()? {
            entries.push((key, value.get()));
        }
        Ok(Object(entries))
    }
}

/// A key, borrowed unless it is written with escapes.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
