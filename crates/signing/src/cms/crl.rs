//! Lists of revoked certificates (RFC 5280 §5).

use const_oid::ObjectIdentifier as Oid;
use jiff::Timestamp;
use x509_cert::crl::{CertificateList, RevokedCert};
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _};
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::{CrlReason, IssuingDistributionPoint};

use crate::cms::certificate::Certificate;
use crate::cms::chain::{Moment, Standing};
use crate::cms::{Flaw, oid, time, tlv};

const ISSUING_POINT: Oid = Oid::new_unwrap("2.5.29.28");
const REASON: Oid = Oid::new_unwrap("2.5.29.21");

#[derive(Debug, Clone)]
pub(crate) struct Crl {
    der: Vec<u8>,
    parsed: CertificateList,
}

impl Crl {
    /// Reads DER or PEM.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Flaw> {
        let parsed = CertificateList::from_der(bytes).or_else(|_| CertificateList::from_pem(bytes));
        let parsed = parsed.map_err(|_| Flaw::NotDer)?;
        let der = if bytes.first() == Some(&tlv::SEQUENCE) { Ok(bytes.to_vec()) } else { parsed.to_der() };
        Ok(Self { der: der.map_err(|_| Flaw::NotDer)?, parsed })
    }

    /// What the list says of a certificate of `issuer`; `None` when it may not be asked.
    pub(crate) fn standing(&self, certificate: &Certificate, issuer: &Certificate, moment: Moment) -> Option<Standing> {
        let list = &self.parsed.tbs_cert_list;
        if list.issuer.to_der().ok()? != issuer.subject_der().ok()? || !self.covers(certificate) {
            return None;
        }
        let may_sign = issuer.usage().ok()?.is_none_or(|usage| usage.crl_sign());
        if !may_sign || self.check(issuer).is_err() {
            return None;
        }
        let this_update = time::of(list.this_update).ok()?;
        let next_update = time::of(list.next_update?).ok()?;
        let revoked = list.revoked_certificates.iter().flatten();
        let mut entries = revoked.filter(|entry| entry.serial_number.as_bytes() == certificate.serial());
        if let Some(entry) = entries.next() {
            return revoked_before(entry, moment.at);
        }
        moment.is_covered(this_update, Some(next_update)).then_some(Standing::Good)
    }

    fn check(&self, issuer: &Certificate) -> Result<(), Flaw> {
        let mut parts = tlv::only(&self.der, tlv::SEQUENCE)?.inside();
        let to_be_signed = parts.take(tlv::SEQUENCE)?.whole;
        let algorithm = oid::read(parts.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
        let signature = self.parsed.signature.as_bytes().ok_or(Flaw::NotDer)?;
        issuer.key()?.check(algorithm, None, &[to_be_signed], signature)
    }

    /// Whether the list is about certificates of this kind. Partial lists (deltas, some reasons
    /// only, other issuers) prove nothing alone.
    fn covers(&self, certificate: &Certificate) -> bool {
        let extensions = self.parsed.tbs_cert_list.crl_extensions.as_deref().unwrap_or_default();
        if extensions.iter().any(|extension| extension.critical && extension.extn_id != ISSUING_POINT) {
            return false;
        }
        let Some(point) = extensions.iter().find(|extension| extension.extn_id == ISSUING_POINT) else { return true };
        let Ok(point) = IssuingDistributionPoint::from_der(point.extn_value.as_bytes()) else { return false };
        let is_authority = matches!(certificate.authority(), Ok(Some(_)));
        let partial = point.only_some_reasons.is_some() || point.indirect_crl || point.only_contains_attribute_certs;
        let other_kind =
            (point.only_contains_user_certs && is_authority) || (point.only_contains_ca_certs && !is_authority);
        !partial && !other_kind
    }
}

fn revoked_before(entry: &RevokedCert, at: Timestamp) -> Option<Standing> {
    let since = time::of(entry.revocation_date).ok()?;
    Some(if since <= at { Standing::Revoked { since, reason: reason(entry) } } else { Standing::Good })
}

fn reason(entry: &RevokedCert) -> Option<u8> {
    let extensions: &Extensions = entry.crl_entry_extensions.as_ref()?;
    let found = extensions.iter().find(|extension| extension.extn_id == REASON)?;
    CrlReason::from_der(found.extn_value.as_bytes()).ok().map(|reason| reason as u8)
}
