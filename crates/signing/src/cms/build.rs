//! Writes the signed message of a PAdES signature: detached, one signer, the chain inside.
//!
//! Attributes are those of PAdES baseline B-B: content type, digest, and the certificate by its
//! digest. The moment of signing stands in the PDF, never here (ETSI EN 319 142-1 §6.3).

use crate::cms::certificate::Certificate;
use crate::cms::hash::Hash;
use crate::cms::{Flaw, oid, tlv};
use crate::keys::Algorithm;

/// Everything but the signature.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// The set that is signed.
    attributes: Vec<u8>,
    chain: Vec<Certificate>,
    algorithm: Algorithm,
}

impl Draft {
    /// `chain` begins with the signer's own certificate.
    pub(crate) fn new(digest: &[u8], chain: &[Certificate], algorithm: Algorithm) -> Result<Self, Flaw> {
        let own = chain.first().ok_or(Flaw::Missing("the signer's certificate"))?;
        let content_type = attribute(oid::CONTENT_TYPE, &oid::der(oid::DATA));
        let message_digest = attribute(oid::MESSAGE_DIGEST, &tlv::write(tlv::OCTETS, &[digest]));
        let certificate_digest = tlv::write(tlv::OCTETS, &[&Hash::Sha256.of(&[own.der()])]);
        // SHA-256 is the default and therefore not written. The issuer is left out as the signer id
        // has it.
        let certificate = tlv::sequence(&[&tlv::sequence(&[&tlv::sequence(&[&certificate_digest])])]);
        let signing_certificate = attribute(oid::SIGNING_CERTIFICATE_V2, &certificate);
        let attributes = tlv::set(vec![content_type, message_digest, signing_certificate]);
        Ok(Self { attributes, chain: chain.to_vec(), algorithm })
    }

    /// The digest that the key signs.
    pub(crate) fn digest(&self) -> Vec<u8> {
        Hash::Sha256.of(&[&self.attributes])
    }

    /// The finished `ContentInfo`. `time_stamp` is a token over the signature.
    pub(crate) fn finish(&self, signature: &[u8], time_stamp: Option<&[u8]>) -> Result<Vec<u8>, Flaw> {
        let own = self.chain.first().ok_or(Flaw::Missing("the signer's certificate"))?;
        own.key()?.check(self.signature_oid(), None, &[&self.attributes], signature)?;
        let hash = Hash::Sha256.algorithm();
        let inner = self.attributes_inside()?;
        let id = tlv::sequence(&[&own.issuer_der()?, &own.serial_der()?]);
        let unsigned = time_stamp.map(|token| {
            let attribute = attribute(oid::TIME_STAMP_TOKEN, token);
            tlv::write(tlv::context(1), &[&attribute])
        });
        let signer = tlv::sequence(&[
            &version(1),
            &id,
            &hash,
            &inner,
            &self.signature_algorithm(),
            &tlv::write(tlv::OCTETS, &[signature]),
            &unsigned.unwrap_or_default(),
        ]);
        let mut certificates: Vec<&[u8]> = self.chain.iter().map(Certificate::der).collect();
        certificates.sort_unstable();
        let data = tlv::sequence(&[
            &version(1),
            &tlv::write(tlv::SET, &[&hash]),
            &tlv::sequence(&[&oid::der(oid::DATA)]),
            &tlv::write(tlv::context(0), &certificates),
            &tlv::write(tlv::SET, &[&signer]),
        ]);
        Ok(tlv::sequence(&[&oid::der(oid::SIGNED_DATA), &tlv::write(tlv::context(0), &[&data])]))
    }

    fn attributes_inside(&self) -> Result<Vec<u8>, Flaw> {
        Ok(tlv::write(tlv::context(0), &[tlv::only(&self.attributes, tlv::SET)?.value]))
    }

    fn signature_oid(&self) -> const_oid::ObjectIdentifier {
        match self.algorithm {
            Algorithm::RsaSha256 => oid::RSA_SHA256,
            Algorithm::EcdsaP256Sha256 => oid::ECDSA_SHA256,
        }
    }

    fn signature_algorithm(&self) -> Vec<u8> {
        let null = tlv::write(tlv::NULL, &[]);
        match self.algorithm {
            Algorithm::RsaSha256 => tlv::sequence(&[&oid::der(self.signature_oid()), &null]),
            Algorithm::EcdsaP256Sha256 => tlv::sequence(&[&oid::der(self.signature_oid())]),
        }
    }
}

fn version(number: u8) -> Vec<u8> {
    tlv::write(tlv::INTEGER, &[&[number]])
}

fn attribute(kind: const_oid::ObjectIdentifier, value: &[u8]) -> Vec<u8> {
    tlv::sequence(&[&oid::der(kind), &tlv::write(tlv::SET, &[value])])
}
