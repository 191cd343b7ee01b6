//! A report of `signing` as sentences.

use base::Locale;
use signing::{Certificate, Change, Kind, Outcome, Report, Revocation, SignatureReport, Stamp, Untrusted};
use web::{Sentence, format};

use super::{SignatureWords, Verdict};

pub(crate) fn of(report: &Report, locale: Locale) -> Verdict {
    let outcome = report.outcome();
    let headline = match outcome {
        None => "documents-verify-none",
        Some(Outcome::Valid) => "documents-verify-all-valid",
        Some(Outcome::Unsettled) => "documents-verify-some-unsettled",
        Some(Outcome::Invalid) => "documents-verify-some-invalid",
    };
    let signatures = report.signatures.iter().map(|signature| signature_words(signature, report.bytes, locale));
    Verdict { outcome, headline: Sentence::new(headline), signatures: signatures.collect() }
}

fn signature_words(signature: &SignatureReport, bytes: usize, locale: Locale) -> SignatureWords {
    let label = match signature.outcome() {
        Outcome::Valid => "documents-verify-valid",
        Outcome::Unsettled => "documents-verify-unsettled",
        Outcome::Invalid => "documents-verify-invalid",
    };
    let mut lines = vec![when(signature, locale), whole(signature)];
    if signature.whole.is_ok() {
        lines.extend(behind(signature, locale));
        lines.extend(changes(signature));
    }
    SignatureWords {
        outcome: signature.outcome(),
        signer: signature.certificate.as_ref().map_or_else(|| signature.field.clone(), signer),
        label: Sentence::new(label),
        lines,
        details: details(signature, bytes, locale),
    }
}

/// Name, post and organisation as the authority wrote them.
fn signer(certificate: &Certificate) -> String {
    let holder = certificate.holder();
    let parts = [Some(holder.name), holder.title, holder.unit, holder.organisation];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn when(signature: &SignatureReport, locale: Locale) -> Sentence {
    let at = signature.signed_at().map(|at| format::moment(locale, at));
    match (&signature.stamp, at) {
        (Stamp::Proven { authority, .. }, Some(at)) => {
            Sentence::new("documents-verify-at-proven").with("at", at).with("authority", authority)
        }
        (_, Some(at)) => Sentence::new("documents-verify-at-claimed").with("at", at),
        (_, None) => Sentence::new("documents-verify-at-unknown"),
    }
}

fn whole(signature: &SignatureReport) -> Sentence {
    let is_changed = signature.changes.iter().any(|change| !change.is_allowed());
    Sentence::new(match (&signature.whole, is_changed) {
        (Err(_), _) => "documents-verify-broken",
        (Ok(()), true) => "documents-verify-changed",
        (Ok(()), false) => "documents-verify-whole",
    })
}

/// Who stands behind the certificate, and what is not known about it.
fn behind(signature: &SignatureReport, locale: Locale) -> Vec<Sentence> {
    let moment = |at| format::moment(locale, at);
    let mut lines = vec![match &signature.trusted {
        Ok(path) => {
            let issuer = path.get(1).or(path.first()).map(|issuer| issuer.holder().name).unwrap_or_default();
            Sentence::new("documents-verify-trusted").with("issuer", issuer)
        }
        Err(Untrusted::UnknownIssuer) => {
            let issuer = signature.certificate.as_ref().map(|certificate| certificate.issuer().name);
            Sentence::new("documents-verify-unknown-issuer").with("issuer", issuer.unwrap_or_default())
        }
        Err(Untrusted::Expired { holder, at }) => {
            Sentence::new("documents-verify-expired").with("holder", holder).with("at", moment(*at))
        }
        Err(Untrusted::NotYetValid { holder, at }) => {
            Sentence::new("documents-verify-not-yet").with("holder", holder).with("at", moment(*at))
        }
        Err(Untrusted::Revoked { holder, at, .. }) => {
            Sentence::new("documents-verify-revoked").with("holder", holder).with("at", moment(*at))
        }
        Err(Untrusted::WrongUse { holder }) => Sentence::new("documents-verify-wrong-use").with("holder", holder),
        Err(Untrusted::Flawed(_)) => Sentence::new("documents-verify-flawed"),
    }];
    if signature.trusted.is_ok() && signature.revocation == Revocation::Unknown {
        lines.push(Sentence::new("documents-verify-revocation-unknown"));
    }
    match &signature.stamp {
        Stamp::Unproven { .. } => lines.push(Sentence::new("documents-verify-stamp-unproven")),
        Stamp::Broken(_) => lines.push(Sentence::new("documents-verify-stamp-broken")),
        Stamp::None | Stamp::Proven { .. } => {}
    }
    lines
}

fn changes(signature: &SignatureReport) -> Vec<Sentence> {
    let sentence = |change: &Change| match change {
        Change::FurtherSignature { .. } => Sentence::new("documents-verify-change-signature"),
        Change::ValidationData => Sentence::new("documents-verify-change-validation"),
        Change::Metadata => Sentence::new("documents-verify-change-metadata"),
        Change::PagesAdded(n) => Sentence::new("documents-verify-change-pages-added").with("n", *n),
        Change::PagesRemoved(n) => Sentence::new("documents-verify-change-pages-removed").with("n", *n),
        Change::Page(page) => Sentence::new("documents-verify-change-page").with("page", *page),
        Change::Annotation { page } => Sentence::new("documents-verify-change-annotation").with("page", *page),
        Change::Form => Sentence::new("documents-verify-change-form"),
        Change::Document => Sentence::new("documents-verify-change-document"),
        Change::Hidden => Sentence::new("documents-verify-change-hidden"),
    };
    let mut sentences: Vec<Sentence> = signature.changes.iter().map(sentence).collect();
    // Ten further signatures are one sentence.
    sentences.dedup_by(|one, other| one.key() == other.key() && one.key() == "documents-verify-change-signature");
    sentences
}

fn details(signature: &SignatureReport, bytes: usize, locale: Locale) -> Vec<(Sentence, String)> {
    let kind = match signature.kind {
        Kind::Approval => "PAdES / CMS",
        Kind::DocumentTimeStamp => "RFC 3161",
    };
    let mut details = vec![
        (Sentence::new("documents-verify-detail-field"), format!("{} ({kind})", signature.field)),
        (Sentence::new("documents-verify-detail-covers"), format!("{} / {bytes}", signature.covers_bytes)),
    ];
    if let Some(certificate) = &signature.certificate {
        let issuer = certificate.issuer();
        let issuer = [Some(issuer.name), issuer.organisation].into_iter().flatten().collect::<Vec<_>>().join(", ");
        details.push((Sentence::new("documents-verify-detail-serial"), certificate.serial_hex()));
        details.push((Sentence::new("documents-verify-detail-issuer"), issuer));
        if let (Ok(from), Ok(to)) = (certificate.valid_from(), certificate.valid_to()) {
            let span = format!("{} – {}", format::moment(locale, from), format::moment(locale, to));
            details.push((Sentence::new("documents-verify-detail-validity"), span));
        }
    }
    let said = [
        ("documents-verify-detail-reason", signature.reason.clone()),
        ("documents-verify-detail-location", signature.location.clone()),
        ("documents-verify-detail-cause", cause(signature)),
    ];
    details.extend(said.into_iter().filter_map(|(key, value)| Some((Sentence::new(key), value?))));
    details
}

/// What a specialist would search for, in the words of the standards.
fn cause(signature: &SignatureReport) -> Option<String> {
    let broken = signature.whole.as_ref().err().map(ToString::to_string);
    let untrusted = signature.trusted.as_ref().err().map(ToString::to_string);
    let stamp = match &signature.stamp {
        Stamp::Unproven { reason, .. } => Some(reason.to_string()),
        Stamp::Broken(flaw) => Some(flaw.to_string()),
        Stamp::None | Stamp::Proven { .. } => None,
    };
    broken.or(untrusted).or(stamp)
}
