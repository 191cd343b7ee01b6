//! New and changed objects behind the bytes that are there (ISO 32000-1 §7.5.6).
//!
//! Nothing before is touched, so every signature over it still holds.

use std::collections::BTreeMap;

use crate::paper::object::{Dict, Id, Object};
use crate::paper::reader::Pdf;
use crate::paper::xref;

/// What will be appended.
pub(crate) struct Update<'a> {
    pdf: &'a Pdf<'a>,
    next: u32,
    /// Body of each object, without its frame.
    bodies: BTreeMap<Id, Vec<u8>>,
}

/// A file with its new revision, and where the bodies stand in it.
pub(crate) struct Written {
    pub(crate) bytes: Vec<u8>,
    pub(crate) places: BTreeMap<Id, usize>,
}

impl<'a> Update<'a> {
    pub(crate) fn of(pdf: &'a Pdf<'a>) -> Self {
        Self { pdf, next: pdf.next_number(), bodies: BTreeMap::new() }
    }

    pub(crate) fn new_id(&mut self) -> Id {
        let id = Id::new(self.next);
        self.next += 1;
        id
    }

    pub(crate) fn put(&mut self, id: Id, object: &Object) {
        let mut body = Vec::new();
        object.write(&mut body);
        self.put_body(id, body);
    }

    /// A body that the caller has written.
    pub(crate) fn put_body(&mut self, id: Id, body: Vec<u8>) {
        self.bodies.insert(id, body);
    }

    pub(crate) fn put_stream(&mut self, id: Id, mut dict: Dict, bytes: &[u8]) {
        dict.set("Length", Object::Integer(i64::try_from(bytes.len()).unwrap_or(i64::MAX)));
        let mut body = Vec::new();
        dict.write(&mut body);
        body.extend_from_slice(b"\nstream\n");
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\nendstream");
        self.put_body(id, body);
    }

    /// The file with the revision appended, its table of the same kind as the one before.
    pub(crate) fn write(mut self) -> Written {
        let mut bytes = self.pdf.bytes.to_vec();
        if !bytes.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut places = BTreeMap::new();
        let mut offsets = BTreeMap::new();
        let table = self.pdf.uses_streams().then(|| self.new_id());
        for (id, body) in &self.bodies {
            offsets.insert(*id, bytes.len());
            bytes.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
            places.insert(*id, bytes.len());
            bytes.extend_from_slice(body);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let start = bytes.len();
        let trailer = self.trailer();
        match table {
            Some(id) => {
                offsets.insert(id, start);
                write_stream(id, trailer, &offsets, &mut bytes);
            }
            None => write_table(&trailer, &offsets, &mut bytes),
        }
        bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Written { bytes, places }
    }

    fn trailer(&self) -> Dict {
        let mut trailer = Dict::default();
        for key in ["Root", "Info", "ID"] {
            if let Some(value) = self.pdf.trailer().get(key) {
                trailer.set(key, value.clone());
            }
        }
        trailer.set("Size", Object::Integer(i64::from(self.next)));
        // The file was read, so it has its place.
        let previous = xref::start(self.pdf.bytes).ok().and_then(|at| i64::try_from(at).ok());
        trailer.set("Prev", Object::Integer(previous.unwrap_or(0)));
        trailer
    }
}

/// Runs of following numbers.
fn runs(offsets: &BTreeMap<Id, usize>) -> Vec<Vec<(Id, usize)>> {
    let mut runs: Vec<Vec<(Id, usize)>> = Vec::new();
    for (id, offset) in offsets {
        match runs.last_mut() {
            Some(run) if run.last().is_some_and(|(last, _)| last.number + 1 == id.number) => run.push((*id, *offset)),
            _ => runs.push(vec![(*id, *offset)]),
        }
    }
    runs
}

fn write_table(trailer: &Dict, offsets: &BTreeMap<Id, usize>, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"xref\n");
    for run in runs(offsets) {
        let first = run.first().map_or(0, |(id, _)| id.number);
        bytes.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
        for (id, offset) in run {
            bytes.extend_from_slice(format!("{offset:010} {:05} n \n", id.generation).as_bytes());
        }
    }
    bytes.extend_from_slice(b"trailer\n");
    trailer.write(bytes);
    bytes.push(b'\n');
}

fn write_stream(id: Id, trailer: Dict, offsets: &BTreeMap<Id, usize>, bytes: &mut Vec<u8>) {
    let integer = |number: usize| Object::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let (mut rows, mut index) = (Vec::new(), Vec::new());
    for run in runs(offsets) {
        index.push(Object::Integer(run.first().map_or(0, |(id, _)| i64::from(id.number))));
        index.push(integer(run.len()));
        for (id, offset) in run {
            rows.push(1);
            rows.extend_from_slice(&u64::try_from(offset).unwrap_or(u64::MAX).to_be_bytes());
            rows.extend_from_slice(&id.generation.to_be_bytes());
        }
    }
    let dict = trailer
        .with("Type", Object::name("XRef"))
        .with("W", Object::Array(vec![Object::Integer(1), Object::Integer(8), Object::Integer(2)]))
        .with("Index", Object::Array(index))
        .with("Length", integer(rows.len()));
    bytes.extend_from_slice(format!("{} {} obj\n", id.number, id.generation).as_bytes());
    dict.write(bytes);
    bytes.extend_from_slice(b"\nstream\n");
    bytes.extend_from_slice(&rows);
    bytes.extend_from_slice(b"\nendstream\nendobj\n");
}
