//! DER, one value at a time, as slices of what was received.
//!
//! Signatures are over the very bytes somebody else wrote, so nothing is decoded and written again:
//! a structure is cut where it stands. Leaves (names, times, certificates) are left to `der`.

use crate::cms::Flaw;

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTETS: u8 = 0x04;
pub(crate) const NULL: u8 = 0x05;
pub(crate) const OID: u8 = 0x06;
pub(crate) const ENUMERATED: u8 = 0x0a;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// A context-specific, constructed tag such as `[0]`.
pub(crate) const fn context(number: u8) -> u8 {
    0xa0 | number
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u8,
    pub(crate) value: &'a [u8],
    /// Tag, length and value.
    pub(crate) whole: &'a [u8],
}

/// Reads values that follow one another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn next(&mut self) -> Result<Tlv<'a>, Flaw> {
        let (tlv, rest) = split(self.rest).ok_or(Flaw::NotDer)?;
        self.rest = rest;
        Ok(tlv)
    }

    /// The next value, which must have this tag.
    pub(crate) fn take(&mut self, tag: u8) -> Result<Tlv<'a>, Flaw> {
        let tlv = self.next()?;
        if tlv.tag == tag { Ok(tlv) } else { Err(Flaw::NotDer) }
    }

    /// The next value when it has this tag.
    pub(crate) fn take_if(&mut self, tag: u8) -> Result<Option<Tlv<'a>>, Flaw> {
        if self.rest.first() == Some(&tag) { self.next().map(Some) } else { Ok(None) }
    }

    pub(crate) fn all(mut self) -> Result<Vec<Tlv<'a>>, Flaw> {
        let mut items = Vec::new();
        while !self.is_empty() {
            items.push(self.next()?);
        }
        Ok(items)
    }
}

impl<'a> Tlv<'a> {
    pub(crate) fn inside(&self) -> Reader<'a> {
        Reader::new(self.value)
    }
}

/// The one value that these bytes are; nothing may follow it.
pub(crate) fn only(bytes: &[u8], tag: u8) -> Result<Tlv<'_>, Flaw> {
    let mut reader = Reader::new(bytes);
    let tlv = reader.take(tag)?;
    if reader.is_empty() { Ok(tlv) } else { Err(Flaw::NotDer) }
}

/// As `only`, but zeros may follow, as they do in the reserved room of a PDF.
pub(crate) fn padded(bytes: &[u8], tag: u8) -> Result<Tlv<'_>, Flaw> {
    let mut reader = Reader::new(bytes);
    let tlv = reader.take(tag)?;
    if reader.rest.iter().all(|byte| *byte == 0) { Ok(tlv) } else { Err(Flaw::NotDer) }
}

fn split(bytes: &[u8]) -> Option<(Tlv<'_>, &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    // Long tags and lengths left open (BER) do not occur in signatures made by today's tools.
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (length, rest) = match first {
        0..=0x7f => (usize::from(first), rest),
        0x81..=0x84 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            (digits.iter().fold(0_usize, |sum, digit| sum << 8 | usize::from(*digit)), rest)
        }
        _ => return None,
    };
    let (value, rest) = rest.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - rest.len())?;
    Some((Tlv { tag, value, whole }, rest))
}

/// Writes one value around its parts.
pub(crate) fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut out = vec![tag];
    if length < 0x80 {
        out.push(length.to_le_bytes()[0]);
    } else {
        let digits = length.to_be_bytes();
        let digits = &digits[digits.iter().take_while(|digit| **digit == 0).count()..];
        out.push(0x80 | digits.len().to_le_bytes()[0]);
        out.extend_from_slice(digits);
    }
    for part in parts {
        out.extend_from_slice(part);
    }
    out
}

pub(crate) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    write(SEQUENCE, parts)
}

/// A set in the order that DER asks for.
pub(crate) fn set(mut parts: Vec<Vec<u8>>) -> Vec<u8> {
    parts.sort();
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    write(SET, &parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_come_back_as_they_were_written() {
        for length in [0, 1, 127, 128, 255, 256, 70_000] {
            let value = vec![7; length];
            let written = write(OCTETS, &[&value]);
            assert_eq!(only(&written, OCTETS).unwrap().value, value, "{length}");
        }
    }

    #[test]
    fn what_is_cut_short_or_left_open_is_refused() {
        for bytes in
            [&b""[..], b"\x30", b"\x30\x80\x00\x00", b"\x30\x05\x01", b"\x30\x84\xff\xff\xff\xff", b"\x1f\x01\x00"]
        {
            assert!(Reader::new(bytes).next().is_err(), "{bytes:?}");
        }
        assert!(only(b"\x05\x00\x00", NULL).is_err());
        assert!(padded(b"\x05\x00\x00\x00", NULL).is_ok());
        assert!(padded(b"\x05\x00\x00\x01", NULL).is_err());
    }
}
