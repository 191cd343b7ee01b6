//! The values a PDF is made of (ISO 32000-1 §7.3), and how they are written.
//!
//! Numbers with a fraction keep their text and streams keep their place in the file, so two values
//! are equal exactly when a reader would see the same.

use std::collections::BTreeMap;
use std::ops::Range;

/// Number and generation of an indirect object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id {
    pub(crate) number: u32,
    pub(crate) generation: u16,
}

impl Id {
    pub(crate) fn new(number: u32) -> Self {
        Self { number, generation: 0 }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Object {
    Null,
    Bool(bool),
    Integer(i64),
    /// The text of the number.
    Real(Vec<u8>),
    /// Without the slash, `#xx` decoded.
    Name(Vec<u8>),
    Text(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Stream(Stream),
    Reference(Id),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Dict {
    entries: BTreeMap<Vec<u8>, Object>,
    /// A key stood twice: readers disagree about which one counts.
    pub(crate) repeats_key: bool,
}

/// A dictionary and the place of its bytes, still encoded, in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) dict: Dict,
    pub(crate) place: Range<usize>,
}

impl Dict {
    pub(crate) const EMPTY: Self = Self { entries: BTreeMap::new(), repeats_key: false };

    pub(crate) fn get(&self, key: &str) -> Option<&Object> {
        self.entries.get(key.as_bytes())
    }

    /// Puts a value in, replacing the one before.
    pub(crate) fn set(&mut self, key: &str, value: Object) {
        self.entries.insert(key.as_bytes().to_vec(), value);
    }

    #[must_use]
    pub(crate) fn with(mut self, key: &str, value: Object) -> Self {
        self.set(key, value);
        self
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.entries.remove(key.as_bytes());
    }

    /// Used by the reader, which must notice repeated keys.
    pub(crate) fn read(&mut self, key: Vec<u8>, value: Object) {
        self.repeats_key |= self.entries.insert(key, value).is_some();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &Object)> {
        self.entries.iter().map(|(key, value)| (key.as_slice(), value))
    }

    pub(crate) fn is_type(&self, name: &str) -> bool {
        self.get("Type").is_some_and(|kind| kind.is_name(name))
    }
}

impl Object {
    pub(crate) fn name(name: &str) -> Self {
        Self::Name(name.as_bytes().to_vec())
    }

    /// A text string for people: UTF-16 with its mark, as every version of PDF reads it.
    pub(crate) fn words(text: &str) -> Self {
        let mut bytes = vec![0xfe, 0xff];
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        Self::Text(bytes)
    }

    pub(crate) fn is_name(&self, name: &str) -> bool {
        matches!(self, Self::Name(bytes) if bytes == name.as_bytes())
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(number) = self { Some(*number) } else { None }
    }

    pub(crate) fn index(&self) -> Option<usize> {
        self.integer().and_then(|number| usize::try_from(number).ok())
    }

    pub(crate) fn array(&self) -> Option<&[Object]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    pub(crate) fn text(&self) -> Option<&[u8]> {
        if let Self::Text(bytes) = self { Some(bytes) } else { None }
    }

    pub(crate) fn reference(&self) -> Option<Id> {
        if let Self::Reference(id) = self { Some(*id) } else { None }
    }

    /// The dictionary of a dictionary or of a stream.
    pub(crate) fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            Self::Stream(stream) => Some(&stream.dict),
            Self::Null
            | Self::Bool(_)
            | Self::Integer(_)
            | Self::Real(_)
            | Self::Name(_)
            | Self::Text(_)
            | Self::Array(_)
            | Self::Reference(_) => None,
        }
    }

    /// Calls `visit` with every reference inside, however deep.
    pub(crate) fn each_reference(&self, visit: &mut dyn FnMut(Id)) {
        match self {
            Self::Reference(id) => visit(*id),
            Self::Array(items) => items.iter().for_each(|item| item.each_reference(visit)),
            Self::Dict(dict) => dict.iter().for_each(|(_, value)| value.each_reference(visit)),
            Self::Stream(stream) => stream.dict.iter().for_each(|(_, value)| value.each_reference(visit)),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Real(_) | Self::Name(_) | Self::Text(_) => {}
        }
    }

    /// The same value with every reference changed; streams keep only their dictionary.
    pub(crate) fn with_references(&self, change: &mut dyn FnMut(Id) -> Id) -> Self {
        match self {
            Self::Reference(id) => Self::Reference(change(*id)),
            Self::Array(items) => Self::Array(items.iter().map(|item| item.with_references(change)).collect()),
            Self::Dict(dict) => Self::Dict(dict.with_references(change)),
            Self::Stream(stream) => Self::Dict(stream.dict.with_references(change)),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Real(_) | Self::Name(_) | Self::Text(_) => {
                self.clone()
            }
        }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Null => out.extend_from_slice(b"null"),
            Self::Bool(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Self::Integer(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Self::Real(text) => out.extend_from_slice(text),
            Self::Name(name) => write_name(name, out),
            Self::Text(bytes) => write_hex(bytes, out),
            Self::Array(items) => {
                out.push(b'[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(b' ');
                    }
                    item.write(out);
                }
                out.push(b']');
            }
            Self::Dict(dict) => dict.write(out),
            Self::Stream(stream) => stream.dict.write(out),
            Self::Reference(id) => out.extend_from_slice(format!("{} {} R", id.number, id.generation).as_bytes()),
        }
    }
}

impl Dict {
    fn with_references(&self, change: &mut dyn FnMut(Id) -> Id) -> Self {
        let entries = self.entries.iter().map(|(key, value)| (key.clone(), value.with_references(change)));
        Self { entries: entries.collect(), repeats_key: self.repeats_key }
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"<<");
        for (key, value) in &self.entries {
            write_name(key, out);
            out.push(b' ');
            value.write(out);
        }
        out.extend_from_slice(b">>");
    }
}

fn write_name(name: &[u8], out: &mut Vec<u8>) {
    out.push(b'/');
    for &byte in name {
        if byte.is_ascii_alphanumeric() || b"-_.+:".contains(&byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

fn write_hex(bytes: &[u8], out: &mut Vec<u8>) {
    out.push(b'<');
    for byte in bytes {
        out.extend_from_slice(format!("{byte:02X}").as_bytes());
    }
    out.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_written_as_other_readers_expect_it() {
        let dict = Dict::default()
            .with("A B", Object::Bool(true))
            .with("T", Object::words("ký"))
            .with("Z", Object::Array(vec![Object::Reference(Id::new(3)), Object::Integer(-1), Object::Null]));
        let mut out = Vec::new();
        Object::Dict(dict).write(&mut out);
        assert_eq!(String::from_utf8(out).unwrap(), "<</A#20B true/T <FEFF006B00FD>/Z [3 0 R -1 null]>>");
    }
}
