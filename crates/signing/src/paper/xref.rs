//! Where each object stands: cross-reference tables and streams, newest first (ISO 32000-1 §7.5).

use std::collections::BTreeSet;

use crate::paper::error::Fault;
use crate::paper::inflate;
use crate::paper::object::{Dict, Object};
use crate::paper::parse::{Parser, is_space};

/// Revisions of one file; a document signed by ten people has eleven.
const SECTIONS_MAX: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    Free,
    At {
        offset: usize,
        generation: u16,
    },
    /// In an object stream, as its `index`-th object.
    Within {
        stream: u32,
        index: usize,
    },
}

/// One cross-reference section with its trailer.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// Where the table or the stream object begins.
    pub(crate) at: usize,
    pub(crate) is_stream: bool,
    pub(crate) entries: Vec<(u32, Entry)>,
    pub(crate) trailer: Dict,
}

/// What stands at the end: where the newest section is.
pub(crate) fn start(bytes: &[u8]) -> Result<usize, Fault> {
    let tail = bytes.len().saturating_sub(1024);
    let word = b"startxref";
    let found = bytes[tail..].windows(word.len()).rposition(|window| window == word);
    let found = found.ok_or(Fault::Malformed { at: tail, what: "no end of file" })?;
    let mut parser = Parser::new(bytes, tail + found + word.len());
    while bytes.get(parser.at).is_some_and(|byte| is_space(*byte)) {
        parser.at += 1;
    }
    let start = parser.number().and_then(|number| usize::try_from(number).ok());
    let start = start.ok_or_else(|| parser.fault("no place of the table"))?;
    let rest = bytes.get(parser.at..).unwrap_or_default().trim_ascii();
    // Nothing may follow: readers that rebuild a damaged file would see what we do not.
    if rest != b"%%EOF" {
        return Err(parser.fault("something follows the end of file"));
    }
    Ok(start)
}

/// All sections, newest first.
pub(crate) fn sections(bytes: &[u8], objects_max: usize) -> Result<Vec<Section>, Fault> {
    let mut sections: Vec<Section> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut next = vec![(start(bytes)?, false)];
    let mut count = 0;
    while let Some((at, hybrid)) = next.pop() {
        if !seen.insert(at) || seen.len() > SECTIONS_MAX {
            return Err(Fault::Malformed { at, what: "tables that lead in a circle" });
        }
        let section = read(bytes, at, objects_max)?;
        count += section.entries.len();
        if count > objects_max {
            return Err(Fault::TooLarge);
        }
        // The stream of a hybrid file stands between its table and the older one.
        let keys: &[&str] = if section.is_stream && hybrid { &[] } else { &["Prev", "XRefStm"] };
        for key in keys {
            match section.trailer.get(key).map(Object::index) {
                Some(Some(at)) => next.push((at, *key == "XRefStm")),
                Some(None) => return Err(Fault::Malformed { at, what: "no place of the older table" }),
                None => {}
            }
        }
        sections.push(section);
    }
    Ok(sections)
}

fn read(bytes: &[u8], at: usize, objects_max: usize) -> Result<Section, Fault> {
    let mut parser = Parser::new(bytes, at);
    parser.skip_space();
    if parser.takes("xref") {
        let entries = table(&mut parser, bytes, objects_max)?;
        let trailer = parser.dict()?;
        return Ok(Section { at, is_stream: false, entries, trailer });
    }
    let (id, object) = parser.indirect(&|_| None)?;
    let Object::Stream(stream) = object else { return Err(parser.fault("no table here")) };
    if !stream.dict.is_type("XRef") {
        return Err(parser.fault("no table here"));
    }
    let raw = bytes.get(stream.place.clone()).unwrap_or_default();
    let rows = inflate::decode(&stream.dict, raw, objects_max.saturating_mul(24))?;
    let mut entries = packed(&stream.dict, &rows)?;
    entries.push((id.number, Entry::At { offset: at, generation: id.generation }));
    Ok(Section { at, is_stream: true, entries, trailer: stream.dict })
}

fn table(parser: &mut Parser<'_>, bytes: &[u8], objects_max: usize) -> Result<Vec<(u32, Entry)>, Fault> {
    let mut entries = Vec::new();
    loop {
        parser.skip_space();
        if parser.takes("trailer") {
            return Ok(entries);
        }
        let (first, count) = (number(parser)?, number(parser)?);
        for index in 0..count {
            if entries.len() >= objects_max {
                return Err(Fault::TooLarge);
            }
            let (offset, generation) = (number(parser)?, number(parser)?);
            parser.skip_space();
            let entry = match bytes.get(parser.at) {
                Some(b'n') => Entry::At {
                    offset: usize::try_from(offset).map_err(|_| parser.fault("an entry"))?,
                    generation: u16::try_from(generation).map_err(|_| parser.fault("an entry"))?,
                },
                Some(b'f') => Entry::Free,
                Some(_) | None => return Err(parser.fault("an entry")),
            };
            parser.at += 1;
            let id = u32::try_from(first.saturating_add(index)).map_err(|_| parser.fault("an entry"))?;
            entries.push((id, entry));
        }
    }
}

fn number(parser: &mut Parser<'_>) -> Result<u64, Fault> {
    parser.skip_space();
    parser.number().ok_or_else(|| parser.fault("a table"))
}

fn packed(dict: &Dict, rows: &[u8]) -> Result<Vec<(u32, Entry)>, Fault> {
    let wrong = Fault::Malformed { at: 0, what: "a packed table" };
    let numbers = |key: &str| -> Option<Vec<usize>> {
        dict.get(key).and_then(Object::array)?.iter().map(Object::index).collect()
    };
    let widths = numbers("W").filter(|widths| widths.len() == 3 && widths.iter().all(|width| *width <= 8));
    let widths = widths.ok_or(wrong.clone())?;
    let size = dict.get("Size").and_then(Object::index).ok_or(wrong.clone())?;
    let index = if dict.get("Index").is_some() { numbers("Index").ok_or(wrong.clone())? } else { vec![0, size] };
    let row_length: usize = widths.iter().sum();
    let mut rows = rows.chunks_exact(row_length.max(1));
    let mut entries = Vec::new();
    for range in index.chunks(2) {
        let [first, count] = range else { return Err(wrong) };
        for offset in 0..*count {
            let row = rows.next().ok_or(wrong.clone())?;
            let id = first.checked_add(offset).and_then(|id| u32::try_from(id).ok()).ok_or(wrong.clone())?;
            entries.push((id, entry(row, &widths).ok_or(wrong.clone())?));
        }
    }
    Ok(entries)
}

fn entry(row: &[u8], widths: &[usize]) -> Option<Entry> {
    let (kind, rest) = row.split_at_checked(widths[0])?;
    let (second, third) = rest.split_at_checked(widths[1])?;
    let value = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
    let second = value(second);
    match if kind.is_empty() { 1 } else { value(kind) } {
        0 => Some(Entry::Free),
        1 => Some(Entry::At { offset: usize::try_from(second).ok()?, generation: u16::try_from(value(third)).ok()? }),
        2 => Some(Entry::Within { stream: u32::try_from(second).ok()?, index: usize::try_from(value(third)).ok()? }),
        _ => None,
    }
}
