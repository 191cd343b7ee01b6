//! Which bytes a signature covers: from the first byte to the end of its revision, without its own
//! digits and nothing else.
//!
//! A looser reading is what attacks live on (universal forgery, wrapping): a range that misses
//! bytes, a gap that holds more than the signature, an empty signature.

use crate::paper::object::Object;
use crate::paper::parse::Parser;
use crate::paper::reader::Pdf;
use crate::paper::xref::Entry;
use crate::verify::field::SignedField;
use crate::verify::report::Broken;

#[derive(Debug)]
pub(crate) struct Coverage {
    /// The gap, with the brackets of the digits.
    pub(crate) gap: std::ops::Range<usize>,
    /// Where the signed revision ends.
    pub(crate) revision: usize,
    /// The signed message, with the zeros behind it.
    pub(crate) message: Vec<u8>,
}

pub(crate) fn read(pdf: &Pdf<'_>, field: &SignedField) -> Result<Coverage, Broken> {
    let wrong = Broken::Layout;
    if field.signature.repeats_key {
        return Err(wrong("the signature says something twice"));
    }
    let id = field.value.ok_or(wrong("the signature is not an object of its own"))?;
    let Some(Entry::At { offset, .. }) = pdf.entry(id.number) else {
        return Err(wrong("the signature is not an object of its own"));
    };
    let range = field.signature.get("ByteRange").and_then(Object::array);
    let range = range.ok_or(wrong("the signature does not say what it covers"))?;
    let range: Option<Vec<usize>> = range.iter().map(Object::index).collect();
    let Some([0, start, end, length]) = range.as_deref() else {
        return Err(wrong("the signature does not cover the beginning"));
    };
    let mut parser = Parser::new(pdf.bytes, offset);
    parser.skip_space();
    let gap = parser.place_of("Contents").map_err(|_| wrong("the signature is empty"))?;
    if gap != (*start..*end) || pdf.bytes.get(gap.start) != Some(&b'<') {
        return Err(wrong("the signature leaves out more than itself"));
    }
    let revision = end.checked_add(*length).filter(|revision| *revision <= pdf.bytes.len());
    let revision = revision.ok_or(wrong("the signature covers more than there is"))?;
    let message = field.signature.get("Contents").and_then(Object::text).map(<[u8]>::to_vec);
    let message = message.filter(|bytes| bytes.iter().any(|byte| *byte != 0)).ok_or(wrong("the signature is empty"))?;
    Ok(Coverage { gap, revision, message })
}

impl Coverage {
    /// The two covered parts.
    pub(crate) fn parts<'a>(&self, bytes: &'a [u8]) -> [&'a [u8]; 2] {
        let before = bytes.get(..self.gap.start).unwrap_or_default();
        [before, bytes.get(self.gap.end..self.revision).unwrap_or_default()]
    }
}
