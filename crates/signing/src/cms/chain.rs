//! From a certificate to somebody who is trusted (RFC 5280 §6).

use const_oid::ObjectIdentifier as Oid;
use jiff::{SignedDuration, Timestamp};

use crate::cms::Flaw;
use crate::cms::certificate::Certificate;

/// Certificates from signer to root; four are usual.
const LENGTH_MAX: usize = 8;
/// Certificates tried in all, so that a forest of look-alikes costs little.
const TRIES_MAX: usize = 64;
/// Clocks of two offices never agree to the second.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(5);
/// How long an answer counts that does not say when the next one comes.
const OPEN_ANSWER: SignedDuration = SignedDuration::from_hours(24);

/// When somebody must have been trusted, and when that is asked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) at: Timestamp,
    pub(crate) now: Timestamp,
}

/// What revocation data say of a certificate at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Revoked { since: Timestamp, reason: Option<u8> },
}

/// Why nobody trusted stands behind a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    #[error("no trusted authority stands behind it")]
    UnknownIssuer,
    #[error("the certificate of {holder} ran out at {at}")]
    Expired { holder: String, at: Timestamp },
    #[error("the certificate of {holder} begins only at {at}")]
    NotYetValid { holder: String, at: Timestamp },
    #[error("the certificate of {holder} was revoked at {at}")]
    Revoked { holder: String, at: Timestamp, reason: Option<u8> },
    #[error("the certificate of {holder} may not be used for this")]
    WrongUse { holder: String },
    #[error("a certificate of the chain is flawed")]
    Flawed(#[source] Flaw),
}

impl From<Flaw> for Untrusted {
    fn from(flaw: Flaw) -> Self {
        Self::Flawed(flaw)
    }
}

impl Moment {
    /// Whether revocation data of that age say something about the moment.
    pub(crate) fn is_covered(self, this_update: Timestamp, next_update: Option<Timestamp>) -> bool {
        let ahead = this_update.saturating_sub(CLOCKS_DIFFER).unwrap_or(this_update);
        let until = next_update.or_else(|| this_update.saturating_add(OPEN_ANSWER).ok()).unwrap_or(this_update);
        ahead <= self.now && self.at <= until
    }
}

/// Looks for a path from `leaf` to one of `anchors`, by way of `pool`.
pub(crate) fn path(
    leaf: &Certificate,
    pool: &[&Certificate],
    anchors: &[Certificate],
    at: Timestamp,
) -> Result<Vec<Certificate>, Untrusted> {
    let mut search = Search { pool, anchors, at, tries: 0, refusal: None };
    let mut path = vec![leaf.clone()];
    if search.reaches_anchor(&mut path)? { Ok(path) } else { Err(search.refusal.unwrap_or(Untrusted::UnknownIssuer)) }
}

struct Search<'a> {
    pool: &'a [&'a Certificate],
    anchors: &'a [Certificate],
    at: Timestamp,
    tries: usize,
    /// Why the first path that reached an anchor was refused.
    refusal: Option<Untrusted>,
}

impl Search<'_> {
    fn reaches_anchor(&mut self, path: &mut Vec<Certificate>) -> Result<bool, Untrusted> {
        let Some(last) = path.last().cloned() else { return Ok(false) };
        if self.anchors.contains(&last) {
            let verdict = check(path, self.at);
            let is_good = verdict.is_ok();
            self.refusal = self.refusal.take().or(verdict.err());
            return Ok(is_good);
        }
        if path.len() >= LENGTH_MAX {
            return Ok(false);
        }
        let issuer = last.issuer_der()?;
        let candidates: Vec<Certificate> =
            self.anchors.iter().chain(self.pool.iter().copied()).filter(|one| !path.contains(one)).cloned().collect();
        for candidate in candidates {
            if candidate.subject_der()? != issuer {
                continue;
            }
            self.tries += 1;
            if self.tries > TRIES_MAX {
                return Ok(false);
            }
            if last.is_signed_by(&candidate).is_err() {
                continue;
            }
            path.push(candidate);
            if self.reaches_anchor(path)? {
                return Ok(true);
            }
            path.pop();
        }
        Ok(false)
    }
}

fn check(path: &[Certificate], at: Timestamp) -> Result<(), Untrusted> {
    for (depth, certificate) in path.iter().enumerate() {
        let holder = || certificate.holder().name;
        let (from, to) = (certificate.valid_from()?, certificate.valid_to()?);
        if at < from {
            return Err(Untrusted::NotYetValid { holder: holder(), at: from });
        }
        if to < at {
            return Err(Untrusted::Expired { holder: holder(), at: to });
        }
        if !understands_all(certificate) || (depth > 0 && !may_issue(&path[..=depth])?) {
            return Err(Untrusted::WrongUse { holder: holder() });
        }
    }
    Ok(())
}

/// An extension marked critical must be understood, or the certificate refused.
fn understands_all(certificate: &Certificate) -> bool {
    const KNOWN: [Oid; 5] = [
        Oid::new_unwrap("2.5.29.15"), // key usage
        Oid::new_unwrap("2.5.29.17"), // alternative names
        Oid::new_unwrap("2.5.29.19"), // basic constraints
        Oid::new_unwrap("2.5.29.32"), // policies: any will do
        Oid::new_unwrap("2.5.29.37"), // purposes
    ];
    certificate.critical_extensions().all(|extension| KNOWN.contains(&extension))
}

/// Whether the last of the path may issue those before it.
fn may_issue(path: &[Certificate]) -> Result<bool, Flaw> {
    let Some((issuer, below)) = path.split_last() else { return Ok(false) };
    let Some(constraints) = issuer.authority()? else { return Ok(false) };
    let between = below.iter().skip(1).filter(|certificate| !certificate.is_self_issued()).count();
    let is_short_enough = constraints.path_len_constraint.is_none_or(|limit| between <= usize::from(limit));
    Ok(is_short_enough && issuer.usage()?.is_none_or(|usage| usage.key_cert_sign()))
}
