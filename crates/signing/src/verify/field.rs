//! The signed fields of a document's form.

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::paper::error::Fault;
use crate::paper::object::{Dict, Id, Object};
use crate::paper::reader::Pdf;
use crate::verify::report::Kind;

const FIELDS_MAX: usize = 5_000;

#[derive(Debug, Clone)]
pub(crate) struct SignedField {
    pub(crate) name: String,
    /// The object that holds the signature; `None` when it stands inside the field.
    pub(crate) value: Option<Id>,
    pub(crate) signature: Dict,
    pub(crate) kind: Kind,
    pub(crate) reason: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) claimed_at: Option<Timestamp>,
}

/// Every field of the kind `Sig` that has a value.
pub(crate) fn signed_fields(pdf: &Pdf<'_>) -> Result<Vec<SignedField>, Fault> {
    let (_, root) = pdf.root()?;
    let Object::Dict(form) = pdf.value(&root, "AcroForm")? else { return Ok(Vec::new()) };
    let Object::Array(top) = pdf.value(&form, "Fields")? else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<(Object, String, bool)> =
        top.into_iter().rev().map(|field| (field, String::new(), false)).collect();
    let mut count = 0;
    while let Some((field, above, is_signature)) = waiting.pop() {
        count += 1;
        if count > FIELDS_MAX {
            return Err(Fault::TooLarge);
        }
        if field.reference().is_some_and(|id| !seen.insert(id)) {
            continue;
        }
        let Object::Dict(dict) = pdf.resolve(&field)? else { continue };
        let own = pdf.value(&dict, "T")?;
        let name =
            [above.as_str(), &own.text().map(words).unwrap_or_default()].join(if above.is_empty() { "" } else { "." });
        let kind = pdf.value(&dict, "FT")?;
        let is_signature = if kind == Object::Null { is_signature } else { kind.is_name("Sig") };
        if let Object::Array(kids) = pdf.value(&dict, "Kids")? {
            waiting.extend(kids.into_iter().rev().map(|kid| (kid, name.clone(), is_signature)));
        }
        if !is_signature || dict.get("V").is_none() {
            continue;
        }
        // A value that is gone must not make the signature silently disappear.
        let signature = pdf.value(&dict, "V")?;
        let (value, signature) =
            if let Object::Dict(signature) = signature { (dict.get("V"), signature) } else { (None, Dict::default()) };
        found.push(signed(pdf, name, value, signature)?);
    }
    Ok(found)
}

fn signed(pdf: &Pdf<'_>, name: String, value: Option<&Object>, signature: Dict) -> Result<SignedField, Fault> {
    let text = |key: &str| -> Result<Option<String>, Fault> {
        Ok(pdf.value(&signature, key)?.text().map(words).filter(|words| !words.is_empty()))
    };
    let is_stamp = signature.is_type("DocTimeStamp");
    Ok(SignedField {
        name,
        value: value.and_then(Object::reference),
        kind: if is_stamp { Kind::DocumentTimeStamp } else { Kind::Approval },
        reason: text("Reason")?,
        location: text("Location")?,
        claimed_at: text("M")?.and_then(|date| moment(&date)),
        signature,
    })
}

/// A text string: UTF-16, UTF-8, or letters of a byte each.
fn words(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

/// `D:20260102030405+07'00'`.
fn moment(date: &str) -> Option<Timestamp> {
    let date = date.strip_prefix("D:")?;
    let number = |from: usize, length: usize| -> Option<i8> { date.get(from..from + length)?.parse().ok() };
    let year: i16 = date.get(..4)?.parse().ok()?;
    let civil =
        DateTime::new(year, number(4, 2)?, number(6, 2)?, number(8, 2)?, number(10, 2)?, number(12, 2)?, 0).ok()?;
    let (hours, minutes) = (number(15, 2).unwrap_or(0), number(18, 2).unwrap_or(0));
    let sign = match date.as_bytes().get(14) {
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) | None => 0,
    };
    let seconds = sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60);
    Offset::from_seconds(seconds).ok()?.to_timestamp(civil).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_with_its_zone() {
        for (date, moment_text) in [
            ("D:20260102030405+07'00'", Some("2026-01-01T20:04:05Z")),
            ("D:20260102030405Z", Some("2026-01-02T03:04:05Z")),
            ("D:20261302030405Z", None),
            ("D:2026é", None),
        ] {
            let found = moment(date).map(|at| at.to_string());
            assert_eq!(found.as_deref(), moment_text, "{date}");
        }
    }
}
