//! Reads `SignedData` with its one signer (RFC 5652 §5), as PAdES asks for.

use const_oid::ObjectIdentifier as Oid;

use crate::cms::certificate::Certificate;
use crate::cms::hash::Hash;
use crate::cms::tlv::{self, Reader, Tlv};
use crate::cms::{Flaw, oid};

/// Certificates a message may carry; a chain has three or four.
const CERTIFICATES_MAX: usize = 32;

#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) content_type: Oid,
    /// What is signed, when it stands inside.
    pub(crate) content: Option<Vec<u8>>,
    pub(crate) certificates: Vec<Certificate>,
    /// Each as DER.
    pub(crate) crls: Vec<Vec<u8>>,
    signer: Signer,
}

#[derive(Debug)]
struct Signer {
    /// `IssuerAndSerialNumber` or `[0] SubjectKeyIdentifier`.
    id: (u8, Vec<u8>),
    hash: Hash,
    /// The attributes as the set that is signed.
    attributes: Option<Vec<u8>>,
    algorithm: Oid,
    signature: Vec<u8>,
    unsigned: Option<Vec<u8>>,
}

impl Signed {
    /// Reads a `ContentInfo`; zeros may follow it.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Flaw> {
        let mut info = tlv::padded(bytes, tlv::SEQUENCE)?.inside();
        if oid::read(info.take(tlv::OID)?.value)? != oid::SIGNED_DATA {
            return Err(Flaw::Unexpected("the content"));
        }
        let mut data = info.take(tlv::context(0))?.inside().take(tlv::SEQUENCE)?.inside();
        data.take(tlv::INTEGER)?;
        data.take(tlv::SET)?;
        let mut inner = data.take(tlv::SEQUENCE)?.inside();
        let content_type = oid::read(inner.take(tlv::OID)?.value)?;
        let content = match inner.take_if(tlv::context(0))? {
            Some(content) => Some(content.inside().take(tlv::OCTETS)?.value.to_vec()),
            None => None,
        };
        let certificates = match data.take_if(tlv::context(0))? {
            Some(set) => certificates(set)?,
            None => Vec::new(),
        };
        let crls = match data.take_if(tlv::context(1))? {
            Some(set) => set.inside().all()?.iter().map(|crl| crl.whole.to_vec()).collect(),
            None => Vec::new(),
        };
        let signers = data.take(tlv::SET)?.inside().all()?;
        let [signer] = signers.as_slice() else { return Err(Flaw::Unexpected("the number of signers")) };
        Ok(Self { content_type, content, certificates, crls, signer: Signer::read(*signer)? })
    }

    pub(crate) fn hash(&self) -> Hash {
        self.signer.hash
    }

    pub(crate) fn signature(&self) -> &[u8] {
        &self.signer.signature
    }

    /// The signer's certificate among those that came along.
    pub(crate) fn signer_certificate(&self) -> Result<&Certificate, Flaw> {
        let (tag, id) = &self.signer.id;
        let found = self.certificates.iter().find(|certificate| {
            if *tag == tlv::SEQUENCE {
                let (issuer, serial) = (certificate.issuer_der(), certificate.serial_der());
                [issuer.unwrap_or_default(), serial.unwrap_or_default()].concat() == *id
            } else {
                certificate.key_identifier().is_some_and(|found| found == *id)
            }
        });
        found.ok_or(Flaw::Missing("the signer's certificate"))
    }

    /// Everything that ties message, attributes and certificate together. `digest` is that of what
    /// was signed, made with `hash`.
    pub(crate) fn check(&self, digest: &[u8]) -> Result<(), Flaw> {
        let certificate = self.signer_certificate()?;
        let attributes = self.signer.attributes.as_deref().ok_or(Flaw::Missing("signed attributes"))?;
        if self.attribute(oid::MESSAGE_DIGEST)?.map(|value| (value.tag, value.value)) != Some((tlv::OCTETS, digest)) {
            return Err(Flaw::WrongDigest);
        }
        let content_type = self.attribute(oid::CONTENT_TYPE)?.ok_or(Flaw::Missing("the content type"))?;
        if oid::read(content_type.value)? != self.content_type {
            return Err(Flaw::Unexpected("the content type"));
        }
        let (algorithm, hash) = (self.signer.algorithm, Some(self.signer.hash));
        certificate.key()?.check(algorithm, hash, &[attributes], &self.signer.signature)
    }

    /// Whether the signature names the certificate it was made with (ESS, RFC 5035): without it an
    /// issuer could swap the certificate. `None` when it does not say.
    pub(crate) fn names_certificate(&self) -> Result<Option<bool>, Flaw> {
        let certificate = self.signer_certificate()?;
        if let Some(value) = self.attribute(oid::SIGNING_CERTIFICATE_V2)? {
            let mut first = value.inside().take(tlv::SEQUENCE)?.inside().take(tlv::SEQUENCE)?.inside();
            let hash = match first.take_if(tlv::SEQUENCE)? {
                Some(algorithm) => Hash::read(algorithm)?,
                None => Hash::Sha256,
            };
            return Ok(Some(first.take(tlv::OCTETS)?.value == hash.of(&[certificate.der()])));
        }
        if let Some(value) = self.attribute(oid::SIGNING_CERTIFICATE)? {
            use sha1::Digest as _;
            let mut first = value.inside().take(tlv::SEQUENCE)?.inside().take(tlv::SEQUENCE)?.inside();
            let digest = sha1::Sha1::digest(certificate.der());
            return Ok(Some(first.take(tlv::OCTETS)?.value == digest.as_slice()));
        }
        Ok(None)
    }

    /// The one value of a signed attribute.
    pub(crate) fn attribute(&self, wanted: Oid) -> Result<Option<Tlv<'_>>, Flaw> {
        self.signer.attributes.as_deref().map_or(Ok(None), |set| one_value(set, wanted))
    }

    pub(crate) fn unsigned_attribute(&self, wanted: Oid) -> Result<Option<Tlv<'_>>, Flaw> {
        self.signer.unsigned.as_deref().map_or(Ok(None), |set| one_value(set, wanted))
    }
}

impl Signer {
    fn read(signer: Tlv<'_>) -> Result<Self, Flaw> {
        let mut parts = Tlv { ..signer }.inside();
        parts.take(tlv::INTEGER)?;
        let id = parts.next()?;
        if id.tag != tlv::SEQUENCE && id.tag != 0x80 {
            return Err(Flaw::NotDer);
        }
        let hash = Hash::read(parts.take(tlv::SEQUENCE)?)?;
        // What is signed is the set, not the tag `[0]` that it is stored under.
        let attributes = parts.take_if(tlv::context(0))?.map(|set| tlv::write(tlv::SET, &[set.value]));
        let algorithm = oid::read(parts.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
        let signature = parts.take(tlv::OCTETS)?.value.to_vec();
        let unsigned = parts.take_if(tlv::context(1))?.map(|set| tlv::write(tlv::SET, &[set.value]));
        Ok(Self { id: (id.tag, id.value.to_vec()), hash, attributes, algorithm, signature, unsigned })
    }
}

fn certificates(set: Tlv<'_>) -> Result<Vec<Certificate>, Flaw> {
    let all = set.inside().all()?;
    if all.len() > CERTIFICATES_MAX {
        return Err(Flaw::Unexpected("the number of certificates"));
    }
    // Other kinds of certificates have other tags and are of no use here.
    let certificates = all.iter().filter(|certificate| certificate.tag == tlv::SEQUENCE);
    certificates.map(|certificate| Certificate::from_der(certificate.whole)).collect()
}

/// An attribute that stands twice, or has several values, is refused: readers would disagree.
fn one_value(set: &[u8], wanted: Oid) -> Result<Option<Tlv<'_>>, Flaw> {
    let mut found = None;
    for attribute in tlv::only(set, tlv::SET)?.inside().all()? {
        let mut parts = attribute.inside();
        if oid::read(parts.take(tlv::OID)?.value)? != wanted {
            continue;
        }
        let mut values: Reader<'_> = parts.take(tlv::SET)?.inside();
        let value = values.next()?;
        if found.replace(value).is_some() || !values.is_empty() {
            return Err(Flaw::Unexpected("an attribute that stands twice"));
        }
    }
    Ok(found)
}
