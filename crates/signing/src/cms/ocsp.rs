//! Answers about one certificate (RFC 6960).

use jiff::Timestamp;
use sha1::Digest as _;

use crate::cms::certificate::Certificate;
use crate::cms::chain::{Moment, Standing};
use crate::cms::hash::Hash;
use crate::cms::tlv::{self, Tlv};
use crate::cms::{Flaw, oid, time};

const GENERALIZED_TIME: u8 = 0x18;

#[derive(Debug, Clone)]
pub(crate) struct Answer {
    data: Vec<u8>,
    algorithm: const_oid::ObjectIdentifier,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
}

/// One certificate's line in an answer.
struct Line<'a> {
    id: Tlv<'a>,
    status: Tlv<'a>,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
}

/// Asks about a certificate of `issuer`. SHA-1 only names the issuer here; every responder knows it.
pub(crate) fn request(certificate: &Certificate, issuer: &Certificate) -> Result<Vec<u8>, Flaw> {
    let null = tlv::write(tlv::NULL, &[]);
    let id = tlv::sequence(&[
        &tlv::sequence(&[&oid::der(oid::SHA1), &null]),
        &tlv::write(tlv::OCTETS, &[&sha1::Sha1::digest(certificate.issuer_der()?)]),
        &tlv::write(tlv::OCTETS, &[&sha1::Sha1::digest(issuer.key_bits())]),
        &certificate.serial_der()?,
    ]);
    let list = tlv::sequence(&[&tlv::sequence(&[&id])]);
    Ok(tlv::sequence(&[&tlv::sequence(&[&list])]))
}

impl Answer {
    /// Reads an `OCSPResponse`, or the basic response that stands alone in some signatures.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Flaw> {
        let mut parts = tlv::only(bytes, tlv::SEQUENCE)?.inside();
        let Some(status) = parts.take_if(tlv::ENUMERATED)? else { return Self::read_basic(bytes) };
        if status.value != [0] {
            return Err(Flaw::Unexpected("the status of the answer"));
        }
        let mut inner = parts.take(tlv::context(0))?.inside().take(tlv::SEQUENCE)?.inside();
        if oid::read(inner.take(tlv::OID)?.value)? != oid::OCSP_BASIC {
            return Err(Flaw::Unexpected("the kind of the answer"));
        }
        Self::read_basic(inner.take(tlv::OCTETS)?.value)
    }

    fn read_basic(bytes: &[u8]) -> Result<Self, Flaw> {
        let mut parts = tlv::only(bytes, tlv::SEQUENCE)?.inside();
        let data = parts.take(tlv::SEQUENCE)?.whole.to_vec();
        let algorithm = oid::read(parts.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
        let signature = parts.take(tlv::BIT_STRING)?.value.get(1..).ok_or(Flaw::NotDer)?.to_vec();
        let certificates = match parts.take_if(tlv::context(0))? {
            Some(list) => {
                let all = list.inside().take(tlv::SEQUENCE)?.inside().all()?;
                all.iter().take(8).map(|one| Certificate::from_der(one.whole)).collect::<Result<_, _>>()?
            }
            None => Vec::new(),
        };
        Ok(Self { data, algorithm, signature, certificates })
    }

    /// What the answer says of a certificate of `issuer`; `None` when it may not be asked.
    pub(crate) fn standing(&self, certificate: &Certificate, issuer: &Certificate, moment: Moment) -> Option<Standing> {
        let (produced_at, lines) = self.lines().ok()?;
        let line = lines.into_iter().find(|line| is_about(line.id, certificate, issuer).unwrap_or(false))?;
        self.check(issuer, produced_at).ok()?;
        const GOOD: u8 = 0x80;
        const REVOKED: u8 = 0xa1;
        match line.status.tag {
            REVOKED => revoked(line.status, moment.at).ok(),
            GOOD => moment.is_covered(line.this_update, line.next_update).then_some(Standing::Good),
            _ => None,
        }
    }

    fn lines(&self) -> Result<(Timestamp, Vec<Line<'_>>), Flaw> {
        let mut data = tlv::only(&self.data, tlv::SEQUENCE)?.inside();
        data.take_if(tlv::context(0))?;
        data.next()?;
        let produced_at = time::generalized(data.take(GENERALIZED_TIME)?.value)?;
        let lines = data.take(tlv::SEQUENCE)?.inside().all()?;
        let lines = lines.iter().map(|line| {
            let mut parts = line.inside();
            let (id, status) = (parts.take(tlv::SEQUENCE)?, parts.next()?);
            let this_update = time::generalized(parts.take(GENERALIZED_TIME)?.value)?;
            let next_update = match parts.take_if(tlv::context(0))? {
                Some(next) => Some(time::generalized(next.inside().take(GENERALIZED_TIME)?.value)?),
                None => None,
            };
            Ok(Line { id, status, this_update, next_update })
        });
        Ok((produced_at, lines.collect::<Result<_, Flaw>>()?))
    }

    /// Signed by the issuer, or by somebody the issuer made for nothing but this.
    fn check(&self, issuer: &Certificate, produced_at: Timestamp) -> Result<(), Flaw> {
        let holds = |by: &Certificate| by.key()?.check(self.algorithm, None, &[&self.data], &self.signature);
        if holds(issuer).is_ok() {
            return Ok(());
        }
        let delegate = self.certificates.iter().find(|certificate| holds(certificate).is_ok());
        let delegate = delegate.ok_or(Flaw::WrongSignature)?;
        let purposes = delegate.purposes()?.map(|(_, purposes)| purposes).unwrap_or_default();
        let is_made_for_this = purposes.contains(&oid::PURPOSE_OCSP)
            && delegate.issuer_der()? == issuer.subject_der()?
            && delegate.valid_from()? <= produced_at
            && produced_at <= delegate.valid_to()?;
        if !is_made_for_this {
            return Err(Flaw::Unexpected("the certificate of the responder"));
        }
        delegate.is_signed_by(issuer)
    }
}

fn is_about(id: Tlv<'_>, certificate: &Certificate, issuer: &Certificate) -> Result<bool, Flaw> {
    let mut parts = id.inside();
    let algorithm = oid::read(parts.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
    let digest = |bytes: &[u8]| match algorithm {
        oid::SHA1 => Ok(sha1::Sha1::digest(bytes).to_vec()),
        other => Hash::from_oid(other).map(|hash| hash.of(&[bytes])),
    };
    let (name, key) = (parts.take(tlv::OCTETS)?.value, parts.take(tlv::OCTETS)?.value);
    let serial = parts.take(tlv::INTEGER)?.whole;
    Ok(name == digest(&issuer.subject_der()?)?
        && key == digest(issuer.key_bits())?
        && serial == certificate.serial_der()?)
}

fn revoked(status: Tlv<'_>, at: Timestamp) -> Result<Standing, Flaw> {
    let mut parts = status.inside();
    let since = time::generalized(parts.take(GENERALIZED_TIME)?.value)?;
    let reason = match parts.take_if(tlv::context(0))? {
        Some(reason) => reason.inside().take(tlv::ENUMERATED)?.value.first().copied(),
        None => None,
    };
    Ok(if since <= at { Standing::Revoked { since, reason } } else { Standing::Good })
}
