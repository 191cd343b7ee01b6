//! Says who signed a PDF, when, whether it is whole, and what was changed afterwards.
//!
//! A report states facts; whether they suffice is for the caller. What cannot be read with
//! certainty counts against the signature, never for it.

mod appended;
mod changes;
mod coverage;
mod field;
mod reach;
mod report;
mod revocation;
mod signer;

use jiff::Timestamp;

use crate::cms::certificate::Certificate;
use crate::cms::chain::{self, Moment, Untrusted};
use crate::network::Network;
use crate::paper::error::Fault;
use crate::paper::reader::{Limits, Pdf};
use crate::trust::Trust;

pub use report::{Broken, Change, Kind, Outcome, Report, Revocation, SignatureReport, Stamp};

/// Signatures looked at in one document.
const SIGNATURES_MAX: usize = 50;

/// What a verification may use.
#[derive(Clone, Copy)]
pub struct Verifier<'a> {
    pub trust: &'a Trust,
    pub now: Timestamp,
    pub limits: Limits,
    /// Asked for revocation data that are not at hand; only authorities that are trusted name the
    /// addresses.
    pub network: Option<&'a dyn Network>,
}

impl std::fmt::Debug for Verifier<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("now", &self.now).finish_non_exhaustive()
    }
}

impl Verifier<'_> {
    /// Looks at every signature of a document.
    pub fn verify(&self, document: &[u8]) -> Result<Report, Fault> {
        let pdf = Pdf::read(document, self.limits)?;
        let fields = field::signed_fields(&pdf)?;
        if fields.len() > SIGNATURES_MAX {
            return Err(Fault::TooLarge);
        }
        let mut signatures: Vec<SignatureReport> = Vec::new();
        for field in fields {
            signatures.push(self.look_at(&pdf, field)?);
        }
        // In the order in which they were made.
        signatures.sort_by_key(|signature| signature.covers_bytes);
        Ok(Report { signatures, bytes: document.len() })
    }

    /// Whether trusted authorities stand behind a certificate to sign with, and did not take it back.
    /// `issuers` may help to find the way to one of them.
    pub fn vouch(&self, own: &Certificate, issuers: &[Certificate]) -> Result<Revocation, Untrusted> {
        if !signer::may_sign(own) {
            return Err(Untrusted::WrongUse { holder: own.holder().name });
        }
        let pool: Vec<&Certificate> = issuers.iter().collect();
        let path = chain::path(own, &pool, &self.trust.anchors, self.now)?;
        revocation::of(self, &path, &[], Moment { at: self.now, now: self.now })
    }

    fn look_at(&self, pdf: &Pdf<'_>, field: field::SignedField) -> Result<SignatureReport, Fault> {
        let mut report = SignatureReport::new(&field);
        let coverage = match coverage::read(pdf, &field) {
            Ok(coverage) => coverage,
            Err(broken) => {
                report.whole = Err(broken);
                return Ok(report);
            }
        };
        report.covers_bytes = coverage.revision;
        signer::look_at(self, &field, &coverage, pdf.bytes, &mut report);
        match Pdf::read(&pdf.bytes[..coverage.revision], self.limits) {
            Ok(revision) => report.changes = changes::between(&revision, pdf, field.value),
            Err(_) => report.whole = Err(Broken::Layout("the signed part is not a document of its own")),
        }
        Ok(report)
    }
}

/// Not trusted because nobody known stands behind it, rather than because of a defect.
pub(crate) fn is_merely_unknown(untrusted: &Untrusted) -> bool {
    matches!(untrusted, Untrusted::UnknownIssuer)
}
