//! X.509 certificates: who somebody is, and who says so (RFC 5280).

use std::fmt;

use const_oid::ObjectIdentifier as Oid;
use jiff::Timestamp;
use x509_cert::der::{Decode as _, DecodePem as _, Encode as _, Tag, Tagged as _};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, ExtendedKeyUsage, KeyUsage,
    SubjectKeyIdentifier,
};
use x509_cert::name::Name;

use crate::cms::public_key::PublicKey;
use crate::cms::{Flaw, oid, time, tlv};

/// A certificate and the very bytes it came in.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    parsed: x509_cert::Certificate,
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").field("serial", &self.serial_hex()).finish_non_exhaustive()
    }
}

/// A holder of a certificate, in the words of whoever issued it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    pub name: String,
    pub organisation: Option<String>,
    pub unit: Option<String>,
    pub title: Option<String>,
}

impl Certificate {
    pub fn from_der(der: &[u8]) -> Result<Self, Flaw> {
        // Nothing may follow the certificate: comparing bytes must compare certificates.
        tlv::only(der, tlv::SEQUENCE)?;
        let parsed = x509_cert::Certificate::from_der(der).map_err(|_| Flaw::NotDer)?;
        Ok(Self { der: der.to_vec(), parsed })
    }

    /// Certificates of a file that holds one in DER or several in PEM.
    pub fn from_file(bytes: &[u8]) -> Result<Vec<Self>, Flaw> {
        const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
        const END: &str = "-----END CERTIFICATE-----";
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|text| text.contains(BEGIN)) else {
            return Ok(vec![Self::from_der(bytes)?]);
        };
        let blocks = text.split(BEGIN).skip(1).map(|block| {
            let (body, _) = block.split_once(END).ok_or(Flaw::NotDer)?;
            let pem = format!("{BEGIN}{body}{END}\n");
            let parsed = x509_cert::Certificate::from_pem(pem.as_bytes()).map_err(|_| Flaw::NotDer)?;
            Self::from_der(&parsed.to_der().map_err(|_| Flaw::NotDer)?)
        });
        blocks.collect()
    }

    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    #[must_use]
    pub fn holder(&self) -> Holder {
        holder(self.parsed.tbs_certificate().subject())
    }

    #[must_use]
    pub fn issuer(&self) -> Holder {
        holder(self.parsed.tbs_certificate().issuer())
    }

    /// Pairs of hexadecimal digits, as certificate viewers show it.
    #[must_use]
    pub fn serial_hex(&self) -> String {
        let bytes = self.parsed.tbs_certificate().serial_number().as_bytes();
        bytes.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    pub fn valid_from(&self) -> Result<Timestamp, Flaw> {
        time::of(self.parsed.tbs_certificate().validity().not_before)
    }

    pub fn valid_to(&self) -> Result<Timestamp, Flaw> {
        time::of(self.parsed.tbs_certificate().validity().not_after)
    }

    pub(crate) fn serial(&self) -> &[u8] {
        self.parsed.tbs_certificate().serial_number().as_bytes()
    }

    /// The serial number as a DER value.
    pub(crate) fn serial_der(&self) -> Result<Vec<u8>, Flaw> {
        self.parsed.tbs_certificate().serial_number().to_der().map_err(|_| Flaw::NotDer)
    }

    pub(crate) fn subject_der(&self) -> Result<Vec<u8>, Flaw> {
        self.parsed.tbs_certificate().subject().to_der().map_err(|_| Flaw::NotDer)
    }

    pub(crate) fn issuer_der(&self) -> Result<Vec<u8>, Flaw> {
        self.parsed.tbs_certificate().issuer().to_der().map_err(|_| Flaw::NotDer)
    }

    pub(crate) fn is_self_issued(&self) -> bool {
        self.parsed.tbs_certificate().subject() == self.parsed.tbs_certificate().issuer()
    }

    pub(crate) fn key_algorithm(&self) -> Oid {
        self.parsed.tbs_certificate().subject_public_key_info().algorithm.oid
    }

    pub(crate) fn key(&self) -> Result<PublicKey, Flaw> {
        let info = self.parsed.tbs_certificate().subject_public_key_info();
        PublicKey::read(&info.to_der().map_err(|_| Flaw::NotDer)?, info.algorithm.oid)
    }

    /// The bits of the public key, which OCSP identifies an issuer by.
    pub(crate) fn key_bits(&self) -> &[u8] {
        self.parsed.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
    }

    pub(crate) fn key_identifier(&self) -> Option<Vec<u8>> {
        let found = self.parsed.tbs_certificate().get_extension::<SubjectKeyIdentifier>().ok()??;
        Some(found.1.0.as_bytes().to_vec())
    }

    /// Whether `issuer` made this certificate: names match and the signature holds.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> Result<(), Flaw> {
        let mut parts = tlv::only(&self.der, tlv::SEQUENCE)?.inside();
        let to_be_signed = parts.take(tlv::SEQUENCE)?.whole;
        let algorithm = oid::read(parts.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
        if algorithm != self.parsed.tbs_certificate().signature().oid {
            return Err(Flaw::Unexpected("the algorithm of the certificate"));
        }
        let signature = self.parsed.signature().as_bytes().ok_or(Flaw::NotDer)?;
        issuer.key()?.check(algorithm, None, &[to_be_signed], signature)
    }

    /// Constraints that make an authority; `None` for an end entity.
    pub(crate) fn authority(&self) -> Result<Option<BasicConstraints>, Flaw> {
        let found = self.parsed.tbs_certificate().get_extension::<BasicConstraints>().map_err(|_| Flaw::NotDer)?;
        Ok(found.map(|(_, constraints)| constraints).filter(|constraints| constraints.ca))
    }

    pub(crate) fn usage(&self) -> Result<Option<KeyUsage>, Flaw> {
        let found = self.parsed.tbs_certificate().get_extension::<KeyUsage>().map_err(|_| Flaw::NotDer)?;
        Ok(found.map(|(_, usage)| usage))
    }

    /// Purposes and whether they are critical.
    pub(crate) fn purposes(&self) -> Result<Option<(bool, Vec<Oid>)>, Flaw> {
        let found = self.parsed.tbs_certificate().get_extension::<ExtendedKeyUsage>().map_err(|_| Flaw::NotDer)?;
        Ok(found.map(|(critical, purposes)| (critical, purposes.0)))
    }

    pub(crate) fn critical_extensions(&self) -> impl Iterator<Item = Oid> {
        let all = self.parsed.tbs_certificate().extensions().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|extension| extension.critical).map(|extension| extension.extn_id)
    }

    /// Where the issuer answers by OCSP.
    pub(crate) fn ocsp_addresses(&self) -> Vec<String> {
        let found = self.parsed.tbs_certificate().get_extension::<AuthorityInfoAccessSyntax>();
        let Ok(Some((_, access))) = found else { return Vec::new() };
        let answers = access.0.iter().filter(|access| access.access_method == oid::OCSP);
        answers.filter_map(|access| address(&access.access_location)).collect()
    }

    /// Where the issuer publishes its list of revoked certificates.
    pub(crate) fn crl_addresses(&self) -> Vec<String> {
        let found = self.parsed.tbs_certificate().get_extension::<CrlDistributionPoints>();
        let Ok(Some((_, points))) = found else { return Vec::new() };
        let names = points.0.iter().filter_map(|point| match &point.distribution_point {
            Some(DistributionPointName::FullName(names)) => Some(names),
            Some(DistributionPointName::NameRelativeToCRLIssuer(_)) | None => None,
        });
        names.flatten().filter_map(address).collect()
    }
}

fn address(name: &GeneralName) -> Option<String> {
    if let GeneralName::UniformResourceIdentifier(address) = name {
        Some(address.as_str().to_owned()).filter(|address| address.starts_with("http://"))
    } else {
        None
    }
}

fn holder(name: &Name) -> Holder {
    const COMMON_NAME: Oid = Oid::new_unwrap("2.5.4.3");
    const ORGANISATION: Oid = Oid::new_unwrap("2.5.4.10");
    const UNIT: Oid = Oid::new_unwrap("2.5.4.11");
    const TITLE: Oid = Oid::new_unwrap("2.5.4.12");
    let part = |wanted: Oid| {
        name.iter()
            .find(|part| part.oid == wanted)
            .map(|part| words(part.value.tag() == Tag::BmpString, part.value.value()))
    };
    Holder {
        name: part(COMMON_NAME).unwrap_or_else(|| name.to_string()),
        organisation: part(ORGANISATION),
        unit: part(UNIT),
        title: part(TITLE),
    }
}

/// Text in any of the four alphabets that names were ever written in.
fn words(is_utf16: bool, value: &[u8]) -> String {
    if is_utf16 {
        let units: Vec<u16> = value.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    String::from_utf8_lossy(value).into_owned()
}
