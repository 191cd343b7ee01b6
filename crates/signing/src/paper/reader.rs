//! A whole file, or a revision of it: the same bytes cut off earlier.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::paper::error::Fault;
use crate::paper::inflate;
use crate::paper::object::{Dict, Id, Object, Stream};
use crate::paper::parse::Parser;
use crate::paper::xref::{self, Entry, Section};

/// What one file may cost us.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub file_bytes: usize,
    pub objects: usize,
    pub unpacked_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 50 << 20, objects: 200_000, unpacked_bytes: 64 << 20 }
    }
}

/// References followed from one value to the next; a real file needs one or two.
const HOPS_MAX: usize = 16;

/// How often every byte may be read on average.
const READINGS_MAX: usize = 4;

pub(crate) struct Pdf<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) sections: Vec<Section>,
    entries: BTreeMap<u32, Entry>,
    unpacked: RefCell<BTreeMap<u32, Rc<Pack>>>,
    budget: Cell<usize>,
    /// Bytes that may still be read as values, however often objects point at the same place.
    reading: Cell<usize>,
}

/// The objects of an object stream.
struct Pack {
    bytes: Vec<u8>,
    /// Number of each object and where it begins.
    places: Vec<(u32, usize)>,
}

impl<'a> Pdf<'a> {
    pub(crate) fn read(bytes: &'a [u8], limits: Limits) -> Result<Self, Fault> {
        if bytes.len() > limits.file_bytes {
            return Err(Fault::TooLarge);
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(Fault::NotPdf);
        }
        let sections = xref::sections(bytes, limits.objects)?;
        if sections.iter().any(|section| section.trailer.get("Encrypt").is_some()) {
            return Err(Fault::Encrypted);
        }
        let mut entries = BTreeMap::new();
        for (number, entry) in sections.iter().flat_map(|section| &section.entries) {
            entries.entry(*number).or_insert(*entry);
        }
        let budget = Cell::new(limits.unpacked_bytes);
        let reading = Cell::new((limits.file_bytes + limits.unpacked_bytes).saturating_mul(READINGS_MAX));
        Ok(Self { bytes, sections, entries, unpacked: RefCell::default(), budget, reading })
    }

    pub(crate) fn trailer(&self) -> &Dict {
        static EMPTY: Dict = Dict::EMPTY;
        self.sections.first().map_or(&EMPTY, |section| &section.trailer)
    }

    pub(crate) fn uses_streams(&self) -> bool {
        self.sections.first().is_some_and(|section| section.is_stream)
    }

    pub(crate) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.entries.iter().filter(|(_, entry)| **entry != Entry::Free).map(|(number, _)| *number)
    }

    pub(crate) fn next_number(&self) -> u32 {
        let size = self.trailer().get("Size").and_then(Object::index).and_then(|size| u32::try_from(size).ok());
        let last = self.entries.last_key_value().map_or(0, |(number, _)| number.saturating_add(1));
        last.max(size.unwrap_or(0))
    }

    pub(crate) fn entry(&self, number: u32) -> Option<Entry> {
        self.entries.get(&number).copied().filter(|entry| *entry != Entry::Free)
    }

    /// The object of that number; what is not there is null, as the standard says.
    pub(crate) fn get(&self, id: Id) -> Result<Object, Fault> {
        match self.entry(id.number) {
            Some(Entry::At { generation, .. }) if generation != id.generation => Ok(Object::Null),
            Some(Entry::Within { .. }) if id.generation != 0 => Ok(Object::Null),
            Some(_) => self.by_number(id.number),
            None => Ok(Object::Null),
        }
    }

    pub(crate) fn by_number(&self, number: u32) -> Result<Object, Fault> {
        match self.entry(number) {
            Some(Entry::At { offset, .. }) => self.at(number, offset).map(|(object, _)| object),
            Some(Entry::Within { stream, index }) => self.within(number, stream, index),
            Some(Entry::Free) | None => Ok(Object::Null),
        }
    }

    /// An object at a place, and where it ends.
    pub(crate) fn at(&self, number: u32, offset: usize) -> Result<(Object, usize), Fault> {
        let mut parser = Parser::new(self.bytes, offset);
        parser.skip_space();
        let read = parser.indirect(&|id| self.length(id));
        self.charge(parser.at.saturating_sub(offset))?;
        let (id, object) = read?;
        if id.number != number {
            return Err(Fault::Malformed { at: offset, what: "another object stands here" });
        }
        Ok((object, parser.at))
    }

    /// A stream's length given as a reference: a plain number, never a stream itself.
    pub(crate) fn length(&self, id: Id) -> Option<usize> {
        let Some(Entry::At { offset, .. }) = self.entry(id.number) else { return None };
        let mut parser = Parser::new(self.bytes, offset);
        let (found, object) = parser.indirect(&|_| None).ok()?;
        object.index().filter(|_| found == id)
    }

    fn within(&self, number: u32, stream: u32, index: usize) -> Result<Object, Fault> {
        let pack = self.pack(stream)?;
        let place = pack.places.get(index).filter(|(found, _)| *found == number);
        let (_, at) = place.ok_or(Fault::Malformed { at: 0, what: "an object missing from its stream" })?;
        let mut parser = Parser::new(&pack.bytes, *at);
        let object = parser.object();
        self.charge(parser.at.saturating_sub(*at))?;
        object
    }

    fn charge(&self, bytes: usize) -> Result<(), Fault> {
        let left = self.reading.get().checked_sub(bytes).ok_or(Fault::TooLarge)?;
        self.reading.set(left);
        Ok(())
    }

    fn pack(&self, number: u32) -> Result<Rc<Pack>, Fault> {
        if let Some(pack) = self.unpacked.borrow().get(&number) {
            return Ok(Rc::clone(pack));
        }
        let wrong = Fault::Malformed { at: 0, what: "an object stream" };
        let Some(Entry::At { offset, .. }) = self.entry(number) else { return Err(wrong) };
        let (Object::Stream(stream), _) = self.at(number, offset)? else { return Err(wrong) };
        if !stream.dict.is_type("ObjStm") {
            return Err(wrong);
        }
        let bytes = self.decoded(&stream)?;
        let count = stream.dict.get("N").and_then(Object::index).ok_or(wrong.clone())?;
        let first = stream.dict.get("First").and_then(Object::index).ok_or(wrong.clone())?;
        let mut parser = Parser::new(&bytes, 0);
        let mut places = Vec::new();
        for _ in 0..count {
            parser.skip_space();
            let number = parser.number().and_then(|number| u32::try_from(number).ok()).ok_or(wrong.clone())?;
            parser.skip_space();
            let at = parser.number().and_then(|at| usize::try_from(at).ok()).ok_or(wrong.clone())?;
            places.push((number, first.saturating_add(at)));
        }
        let pack = Rc::new(Pack { bytes, places });
        self.unpacked.borrow_mut().insert(number, Rc::clone(&pack));
        Ok(pack)
    }

    pub(crate) fn raw(&self, stream: &Stream) -> &'a [u8] {
        self.bytes.get(stream.place.clone()).unwrap_or_default()
    }

    pub(crate) fn decoded(&self, stream: &Stream) -> Result<Vec<u8>, Fault> {
        let bytes = inflate::decode(&stream.dict, self.raw(stream), self.budget.get())?;
        self.budget.set(self.budget.get().saturating_sub(bytes.len()));
        Ok(bytes)
    }

    /// Follows references until there is a value.
    pub(crate) fn resolve(&self, object: &Object) -> Result<Object, Fault> {
        let mut object = object.clone();
        for _ in 0..HOPS_MAX {
            let Object::Reference(id) = object else { return Ok(object) };
            object = self.get(id)?;
        }
        Err(Fault::TooDeep)
    }

    /// The value of a key behind its references; a missing key is null.
    pub(crate) fn value(&self, dict: &Dict, key: &str) -> Result<Object, Fault> {
        dict.get(key).map_or(Ok(Object::Null), |value| self.resolve(value))
    }

    /// The items of a list; a missing one is empty.
    pub(crate) fn list(&self, dict: &Dict, key: &str) -> Result<Vec<Object>, Fault> {
        let value = self.value(dict, key)?;
        if let Object::Array(items) = value {
            return Ok(items);
        }
        if value == Object::Null { Ok(Vec::new()) } else { Err(Fault::Malformed { at: 0, what: "a list" }) }
    }

    pub(crate) fn root(&self) -> Result<(Id, Dict), Fault> {
        let wrong = Fault::Malformed { at: 0, what: "no catalogue" };
        let id = self.trailer().get("Root").and_then(Object::reference).ok_or(wrong.clone())?;
        let Object::Dict(dict) = self.get(id)? else { return Err(wrong) };
        Ok((id, dict))
    }
}
