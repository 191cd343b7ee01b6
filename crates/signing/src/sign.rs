//! Signs a PDF: PAdES baseline B-B, or B-T with a time-stamp (ETSI EN 319 142-1).
//!
//! In two steps, so that the key may be anywhere: `prepare` writes the new revision with reserved
//! room and gives the digest to sign; `finish` puts the signature into the room.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::Offset;

use crate::cms::build::Draft;
use crate::cms::certificate::Certificate;
use crate::cms::hash::Hash;
use crate::cms::{Flaw, time_stamp};
use crate::form::{self, Field};
use crate::keys::{Algorithm, KeyError, Signer};
use crate::network::{Network, NetworkError};
use crate::paper::error::Fault;
use crate::paper::object::Object;
use crate::paper::reader::{Limits, Pdf};
use crate::paper::update::Update;

/// Room for attributes, signature and frame, besides certificates and time-stamp.
const ROOM_BYTES: usize = 2_048;
/// Room for a time-stamp with the chain of its authority.
const TIME_STAMP_BYTES: usize = 10_240;

/// What is written about a signature, beside the signature.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The moment the signer's clock shows. Only a time-stamp proves one.
    pub signed_at: Timestamp,
    pub reason: Option<&'a str>,
    pub location: Option<&'a str>,
    pub visible: Option<Visible<'a>>,
}

/// The part of a signature that people see.
#[derive(Debug, Clone)]
pub struct Visible<'a> {
    /// Counted from 0.
    pub page: usize,
    /// Left, bottom, right, top, in points from the lower left corner.
    pub place: [i32; 4],
    /// A PDF of one page, drawn into the place.
    pub drawing: &'a [u8],
}

/// Where time-stamps come from.
#[derive(Clone, Copy)]
pub struct TimeStampAuthority<'a> {
    pub network: &'a dyn Network,
    pub address: &'a str,
    /// A number nobody can guess, new for every signature.
    pub nonce: u64,
}

impl std::fmt::Debug for TimeStampAuthority<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TimeStampAuthority").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Why a document was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the document cannot be signed")]
    Document(#[source] Fault),
    #[error("an earlier signer allowed no further signatures")]
    Locked,
    #[error("the document has no page {0}")]
    NoSuchPage(usize),
    #[error("the drawing of the signature cannot be used")]
    Drawing(#[source] Fault),
    #[error("the certificate or the signature is not as it must be")]
    Signature(#[source] Flaw),
    #[error("the signature is larger than the room reserved for it")]
    NoRoom,
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the time-stamp authority gave no time-stamp")]
    NoTimeStamp(#[source] NetworkError),
    #[error("the time-stamp is not as it must be")]
    TimeStamp(#[source] Flaw),
}

/// A document that waits for its signature.
#[derive(Debug)]
pub struct Prepared {
    bytes: Vec<u8>,
    /// The digits of `/Contents`, without their brackets.
    room: std::ops::Range<usize>,
    draft: Draft,
}

/// Prepares, signs and finishes with a key at hand.
pub fn sign(
    document: &[u8],
    request: &Request<'_>,
    signer: &dyn Signer,
    time_stamps: Option<TimeStampAuthority<'_>>,
) -> Result<Vec<u8>, SignError> {
    let prepared = prepare(document, request, signer.chain(), time_stamps.is_some())?;
    let signature = signer.sign(&prepared.digest())?;
    prepared.finish(&signature, time_stamps)
}

/// Writes everything but the signature. `chain` begins with the signer's own certificate.
pub fn prepare(
    document: &[u8],
    request: &Request<'_>,
    chain: &[Certificate],
    with_time_stamp: bool,
) -> Result<Prepared, SignError> {
    let own = chain.first().ok_or(SignError::Signature(Flaw::Missing("the signer's certificate")))?;
    let algorithm = Algorithm::of(own).map_err(SignError::Signature)?;
    let pdf = Pdf::read(document, Limits::default()).map_err(SignError::Document)?;
    let certificates: usize = chain.iter().map(|certificate| certificate.der().len()).sum();
    let room = ROOM_BYTES + certificates + if with_time_stamp { TIME_STAMP_BYTES } else { 0 };

    let mut update = Update::of(&pdf);
    let signature_id = update.new_id();
    let body = SignatureBody::of(request, room);
    update.put_body(signature_id, body.bytes.clone());
    form::add(&mut update, &pdf, &Field { value: signature_id, visible: request.visible.as_ref() })?;
    let mut written = update.write();
    let at = written.places.get(&signature_id).copied().ok_or(SignError::NoRoom)?;
    let contents = at + body.contents.start..at + body.contents.end;
    let after = written.bytes.len() - contents.end;
    let range = format!("[0 {} {} {after}]", contents.start, contents.end);
    let range = format!("{range:<width$}", width = body.range.len());
    written.bytes[at + body.range.start..at + body.range.end].copy_from_slice(range.as_bytes());

    let parts = [&written.bytes[..contents.start], &written.bytes[contents.end..]];
    let draft = Draft::new(&Hash::Sha256.of(&parts), chain, algorithm).map_err(SignError::Signature)?;
    Ok(Prepared { bytes: written.bytes, room: contents.start + 1..contents.end - 1, draft })
}

impl Prepared {
    /// The SHA-256 digest that the key must sign.
    #[must_use]
    pub fn digest(&self) -> Vec<u8> {
        self.draft.digest()
    }

    /// Puts the signature in, after checking it against the certificate.
    pub fn finish(
        mut self,
        signature: &[u8],
        time_stamps: Option<TimeStampAuthority<'_>>,
    ) -> Result<Vec<u8>, SignError> {
        let token = time_stamps.map(|authority| authority.stamp(signature)).transpose()?;
        let message = self.draft.finish(signature, token.as_deref()).map_err(SignError::Signature)?;
        if message.len() * 2 > self.room.len() {
            return Err(SignError::NoRoom);
        }
        let mut digits = String::with_capacity(message.len() * 2);
        for byte in message {
            // Writing to a String cannot fail.
            let _ = write!(digits, "{byte:02x}");
        }
        let start = self.room.start;
        self.bytes[start..start + digits.len()].copy_from_slice(digits.as_bytes());
        Ok(self.bytes)
    }
}

impl TimeStampAuthority<'_> {
    fn stamp(self, signature: &[u8]) -> Result<Vec<u8>, SignError> {
        let question = time_stamp::request(signature, self.nonce);
        let answer = self.network.post(self.address, "application/timestamp-query", &question);
        let answer = answer.map_err(SignError::NoTimeStamp)?;
        time_stamp::answer(&answer, signature, self.nonce).map_err(SignError::TimeStamp)
    }
}

/// The signature dictionary, with the places that are filled in later.
struct SignatureBody {
    bytes: Vec<u8>,
    range: std::ops::Range<usize>,
    /// With the brackets.
    contents: std::ops::Range<usize>,
}

impl SignatureBody {
    fn of(request: &Request<'_>, room: usize) -> Self {
        let mut bytes = b"<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached".to_vec();
        bytes.extend_from_slice(format!(" /M ({})", pdf_date(request.signed_at)).as_bytes());
        for (key, words) in [(" /Reason ", request.reason), (" /Location ", request.location)] {
            if let Some(words) = words {
                bytes.extend_from_slice(key.as_bytes());
                Object::words(words).write(&mut bytes);
            }
        }
        bytes.extend_from_slice(b" /ByteRange ");
        let range = bytes.len()..bytes.len() + 48;
        bytes.resize(range.end, b' ');
        bytes.extend_from_slice(b" /Contents ");
        let contents = bytes.len()..bytes.len() + room * 2 + 2;
        bytes.push(b'<');
        bytes.resize(contents.end - 1, b'0');
        bytes.extend_from_slice(b">>>");
        Self { bytes, range, contents }
    }
}

/// In the time of Vietnam, which is also what people compare it with.
fn pdf_date(at: Timestamp) -> String {
    let at = Offset::constant(7).to_datetime(at);
    format!(
        "D:{:04}{:02}{:02}{:02}{:02}{:02}+07'00'",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}
