//! Who signed: the message, the certificate, the time-stamp, the path to somebody trusted.

use jiff::Timestamp;

use crate::cms::certificate::Certificate;
use crate::cms::chain::{self, Moment, Untrusted};
use crate::cms::crl::Crl;
use crate::cms::signed::Signed;
use crate::cms::time_stamp::Token;
use crate::cms::{Flaw, oid};
use crate::paper::object::Object;
use crate::verify::Verifier;
use crate::verify::coverage::Coverage;
use crate::verify::field::SignedField;
use crate::verify::report::{Broken, Kind, SignatureReport, Stamp};
use crate::verify::revocation;

pub(crate) fn look_at(
    verifier: &Verifier<'_>,
    field: &SignedField,
    coverage: &Coverage,
    bytes: &[u8],
    report: &mut SignatureReport,
) {
    let parts = coverage.parts(bytes);
    let outcome = match field.kind {
        Kind::Approval => approval(verifier, field, coverage, &parts, report),
        Kind::DocumentTimeStamp => document_time_stamp(verifier, coverage, &parts, report),
    };
    report.whole = outcome;
}

fn approval(
    verifier: &Verifier<'_>,
    field: &SignedField,
    coverage: &Coverage,
    parts: &[&[u8]],
    report: &mut SignatureReport,
) -> Result<(), Broken> {
    let is_pades = match field.signature.get("SubFilter") {
        Some(kind) if kind.is_name("ETSI.CAdES.detached") => true,
        Some(kind) if kind.is_name("adbe.pkcs7.detached") => false,
        Some(Object::Name(other)) => return Err(Broken::UnknownKind(String::from_utf8_lossy(other).into_owned())),
        Some(_) | None => return Err(Broken::Layout("the signature does not say of which kind it is")),
    };
    let signed = Signed::read(&coverage.message).map_err(Broken::Message)?;
    if signed.content.is_some() || signed.content_type != oid::DATA {
        return Err(Broken::Message(Flaw::Unexpected("the content")));
    }
    let certificate = signed.signer_certificate().map_err(Broken::Message)?;
    report.certificate = Some(certificate.clone());
    signed.check(&signed.hash().of(parts)).map_err(Broken::Message)?;
    match signed.names_certificate().map_err(Broken::Message)? {
        Some(true) => {}
        None if !is_pades => {}
        Some(false) | None => {
            return Err(Broken::Message(Flaw::Unexpected("the certificate that the signature names")));
        }
    }
    // PAdES keeps the moment in the PDF (ETSI EN 319 142-1 §6.3); other tools then refuse it here.
    if is_pades && signed.attribute(oid::SIGNING_TIME).map_err(Broken::Message)?.is_some() {
        return Err(Broken::Message(Flaw::Unexpected("a moment inside the signature")));
    }
    report.stamp = stamp(verifier, &signed);
    let at = match &report.stamp {
        Stamp::Proven { at, .. } => *at,
        Stamp::None | Stamp::Unproven { .. } | Stamp::Broken(_) => verifier.now,
    };
    (report.trusted, report.revocation) = trust(verifier, certificate, &signed, at);
    if report.trusted.is_ok() && !may_sign(certificate) {
        report.trusted = Err(Untrusted::WrongUse { holder: certificate.holder().name });
    }
    Ok(())
}

fn document_time_stamp(
    verifier: &Verifier<'_>,
    coverage: &Coverage,
    parts: &[&[u8]],
    report: &mut SignatureReport,
) -> Result<(), Broken> {
    let token = Token::read(&coverage.message).map_err(Broken::Message)?;
    token.check_parts(parts).map_err(Broken::Message)?;
    let authority = token.authority().map_err(Broken::Message)?.clone();
    (report.trusted, report.revocation) = trust(verifier, &authority, &token.signed, verifier.now);
    report.stamp = judged(verifier, &token, &authority, report.trusted.as_ref().err().cloned());
    report.certificate = Some(authority);
    Ok(())
}

/// The time-stamp over the signature, when there is one.
fn stamp(verifier: &Verifier<'_>, signed: &Signed) -> Stamp {
    let token = match signed.unsigned_attribute(oid::TIME_STAMP_TOKEN) {
        Ok(Some(token)) => Token::read(token.whole),
        Ok(None) => return Stamp::None,
        Err(flaw) => Err(flaw),
    };
    let checked = token.and_then(|token| token.check(signed.signature()).map(|()| token));
    let authority = checked.and_then(|token| token.authority().cloned().map(|authority| (token, authority)));
    match authority {
        Ok((token, authority)) => {
            let (path, _) = trust(verifier, &authority, &token.signed, verifier.now);
            judged(verifier, &token, &authority, path.err())
        }
        Err(flaw) => Stamp::Broken(flaw),
    }
}

fn judged(verifier: &Verifier<'_>, token: &Token, authority: &Certificate, refusal: Option<Untrusted>) -> Stamp {
    let holder = authority.holder().name;
    let ahead = Moment { at: verifier.now, now: verifier.now };
    let refusal = refusal.or_else(|| {
        // A stamp from the future.
        let is_past = ahead.is_covered(token.at, Some(Timestamp::MAX));
        (!is_past).then(|| Untrusted::NotYetValid { holder: holder.clone(), at: token.at })
    });
    match refusal {
        None => Stamp::Proven { at: token.at, authority: holder },
        Some(reason) => Stamp::Unproven { at: token.at, reason },
    }
}

fn trust(
    verifier: &Verifier<'_>,
    certificate: &Certificate,
    signed: &Signed,
    at: Timestamp,
) -> (Result<Vec<Certificate>, Untrusted>, crate::verify::Revocation) {
    let pool: Vec<&Certificate> = signed.certificates.iter().collect();
    let path = match chain::path(certificate, &pool, &verifier.trust.anchors, at) {
        Ok(path) => path,
        Err(untrusted) => return (Err(untrusted), crate::verify::Revocation::Unknown),
    };
    let enclosed: Vec<Crl> = signed.crls.iter().filter_map(|crl| Crl::read(crl).ok()).collect();
    match revocation::of(verifier, &path, &enclosed, Moment { at, now: verifier.now }) {
        Ok(revocation) => (Ok(path), revocation),
        Err(revoked) => (Err(revoked), crate::verify::Revocation::Good),
    }
}

/// A certificate for signing says so, or says nothing (RFC 5280 §4.2.1.3).
pub(super) fn may_sign(certificate: &Certificate) -> bool {
    certificate
        .usage()
        .is_ok_and(|usage| usage.is_none_or(|usage| usage.digital_signature() || usage.non_repudiation()))
}
