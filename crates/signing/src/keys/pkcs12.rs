//! A key in a PKCS#12 file (`.p12`, `.pfx`; RFC 7292), as authorities hand them out.
//!
//! Files are read that are locked the way tools have locked them since 2018: PBES2 with AES, checked
//! by HMAC-SHA256. Older ones (RC2, triple DES, SHA-1) are refused with the way to renew them.

use std::fmt;

use const_oid::ObjectIdentifier as Oid;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use rsa::pkcs8::pkcs5::EncryptionScheme;
use rsa::pkcs8::{DecodePrivateKey as _, EncryptedPrivateKeyInfoRef};
use rsa::sha2::Sha256;
use x509_cert::der::Decode as _;

use crate::cms::certificate::Certificate;
use crate::cms::tlv::{self, Tlv};
use crate::cms::{Flaw, oid};
use crate::keys::pkcs12_kdf::check_key;
use crate::keys::{Algorithm, KeyError, Signer};

const ENCRYPTED_DATA: Oid = Oid::new_unwrap("1.2.840.113549.1.7.6");
const KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: Oid = Oid::new_unwrap("1.2.840.113549.1.12.10.1.3");
/// A file that asks for more work is meant to keep us busy.
const ROUNDS_MAX: u32 = 10_000_000;

/// Why a key file was not opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    #[error("the password of the key file is wrong")]
    WrongPassword,
    #[error("the key file is locked in an outdated way; renew it with `openssl pkcs12 -legacy` and export it again")]
    Outdated,
    #[error("the key file holds no key with its certificate")]
    Incomplete,
    #[error("the key file cannot be read")]
    Damaged(#[source] Flaw),
}

impl From<Flaw> for KeyFileError {
    fn from(flaw: Flaw) -> Self {
        Self::Damaged(flaw)
    }
}

/// A key in memory.
pub struct SoftwareKey {
    secret: Secret,
    chain: Vec<Certificate>,
}

enum Secret {
    Rsa(Box<rsa::PrivateKey>),
    P256(Box<p256::ecdsa::SigningKey>),
}

impl fmt::Debug for SoftwareKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SoftwareKey").field("chain", &self.chain).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Contents {
    keys: Vec<Vec<u8>>,
    certificates: Vec<Certificate>,
}

impl SoftwareKey {
    /// Opens a PKCS#12 file.
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<Self, KeyFileError> {
        let mut parts = tlv::only(file, tlv::SEQUENCE)?.inside();
        parts.take(tlv::INTEGER)?;
        let safes = octets(parts.take(tlv::SEQUENCE)?)?;
        check(safes, parts.take(tlv::SEQUENCE)?, password)?;
        let mut contents = Contents::default();
        for safe in tlv::only(safes, tlv::SEQUENCE)?.inside().all()? {
            let kind = oid::read(safe.inside().take(tlv::OID)?.value)?;
            match kind {
                oid::DATA => contents.read(octets(safe)?, password)?,
                ENCRYPTED_DATA => contents.read(&decrypted(safe, password)?, password)?,
                _ => {}
            }
        }
        contents.pair()
    }
}

impl Signer for SoftwareKey {
    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.secret {
            Secret::Rsa(key) => {
                key.pkcs1v15_sign_prehash::<Sha256>(digest).map_err(|error| KeyError::new(error.to_string()))
            }
            Secret::P256(key) => {
                let signature: Result<p256::ecdsa::Signature, _> = key.sign_prehash(digest);
                signature
                    .map(|signature| signature.to_der().as_bytes().to_vec())
                    .map_err(|error| KeyError::new(error.to_string()))
            }
        }
    }
}

impl Contents {
    fn read(&mut self, safe: &[u8], password: &str) -> Result<(), KeyFileError> {
        for bag in tlv::only(safe, tlv::SEQUENCE)?.inside().all()? {
            let mut parts = bag.inside();
            let kind = oid::read(parts.take(tlv::OID)?.value)?;
            let value = parts.take(tlv::context(0))?;
            match kind {
                KEY_BAG => self.keys.push(value.value.to_vec()),
                SHROUDED_KEY_BAG => self.keys.push(unshrouded(value.value, password)?),
                CERTIFICATE_BAG => {
                    let mut inner = value.inside().take(tlv::SEQUENCE)?.inside();
                    inner.take(tlv::OID)?;
                    let der = inner.take(tlv::context(0))?.inside().take(tlv::OCTETS)?.value;
                    self.certificates.push(Certificate::from_der(der)?);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The first key that a certificate belongs to, with the chain above it.
    fn pair(self) -> Result<SoftwareKey, KeyFileError> {
        for key in &self.keys {
            for own in &self.certificates {
                let Some(secret) = Secret::read(key, own) else { continue };
                let candidate = SoftwareKey { secret, chain: chain(own, &self.certificates)? };
                if candidate.belongs_to(own)? {
                    return Ok(candidate);
                }
            }
        }
        Err(KeyFileError::Incomplete)
    }
}

impl SoftwareKey {
    /// Tried with a signature: the surest comparison of a key and a certificate.
    fn belongs_to(&self, own: &Certificate) -> Result<bool, KeyFileError> {
        let message = b"trial";
        let digest = crate::cms::hash::Hash::Sha256.of(&[message]);
        let algorithm = match Algorithm::of(own)? {
            Algorithm::RsaSha256 => oid::RSA_SHA256,
            Algorithm::EcdsaP256Sha256 => oid::ECDSA_SHA256,
        };
        let signature = self.sign(&digest).ok();
        Ok(signature.is_some_and(|signature| {
            own.key().and_then(|key| key.check(algorithm, None, &[message], &signature)).is_ok()
        }))
    }
}

impl Secret {
    fn read(der: &[u8], own: &Certificate) -> Option<Self> {
        match Algorithm::of(own).ok()? {
            Algorithm::RsaSha256 => rsa::PrivateKey::from_pkcs8_der(der).ok().map(|key| Self::Rsa(Box::new(key))),
            Algorithm::EcdsaP256Sha256 => {
                p256::ecdsa::SigningKey::from_pkcs8_der(der).ok().map(|key| Self::P256(Box::new(key)))
            }
        }
    }
}

fn chain(own: &Certificate, all: &[Certificate]) -> Result<Vec<Certificate>, Flaw> {
    let mut chain = vec![own.clone()];
    while let Some(last) = chain.last() {
        let issuer = last.issuer_der()?;
        let next = all.iter().find(|one| one.subject_der().is_ok_and(|name| name == issuer) && !chain.contains(one));
        match next {
            Some(next) => chain.push(next.clone()),
            None => break,
        }
    }
    Ok(chain)
}

/// The bytes of a `ContentInfo` that holds data.
fn octets(info: Tlv<'_>) -> Result<&[u8], Flaw> {
    let mut parts = info.inside();
    if oid::read(parts.take(tlv::OID)?.value)? != oid::DATA {
        return Err(Flaw::Unexpected("the content of the key file"));
    }
    Ok(parts.take(tlv::context(0))?.inside().take(tlv::OCTETS)?.value)
}

fn check(safes: &[u8], mac: Tlv<'_>, password: &str) -> Result<(), KeyFileError> {
    let mut parts = mac.inside();
    let mut info = parts.take(tlv::SEQUENCE)?.inside();
    let hash = oid::read(info.take(tlv::SEQUENCE)?.inside().take(tlv::OID)?.value)?;
    let expected = info.take(tlv::OCTETS)?.value;
    let salt = parts.take(tlv::OCTETS)?.value;
    let rounds = parts
        .take_if(tlv::INTEGER)?
        .map_or(1, |rounds| rounds.value.iter().fold(0_u64, |sum, b| sum << 8 | u64::from(*b)));
    let rounds = u32::try_from(rounds).ok().filter(|rounds| *rounds <= ROUNDS_MAX);
    let rounds = rounds.ok_or(Flaw::Unexpected("the number of rounds"))?;
    if hash != oid::SHA256 {
        return Err(KeyFileError::Outdated);
    }
    let key = check_key(password, salt, rounds);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| Flaw::Unexpected("the check of the key file"))?;
    mac.update(safes);
    mac.verify_slice(expected).map_err(|_| KeyFileError::WrongPassword)
}

fn decrypted(safe: Tlv<'_>, password: &str) -> Result<Vec<u8>, KeyFileError> {
    let mut parts = safe.inside();
    parts.take(tlv::OID)?;
    let mut data = parts.take(tlv::context(0))?.inside().take(tlv::SEQUENCE)?.inside();
    data.take(tlv::INTEGER)?;
    let mut content = data.take(tlv::SEQUENCE)?.inside();
    content.take(tlv::OID)?;
    let scheme = content.take(tlv::SEQUENCE)?.whole;
    const PLACED_OCTETS: u8 = 0x80;
    let packed = content.take(PLACED_OCTETS)?.value;
    let scheme = EncryptionScheme::from_der(scheme).map_err(|_| KeyFileError::Outdated)?;
    scheme.decrypt(password, packed).map_err(|_| KeyFileError::WrongPassword)
}

fn unshrouded(der: &[u8], password: &str) -> Result<Vec<u8>, KeyFileError> {
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| KeyFileError::Outdated)?;
    let document = info.decrypt(password).map_err(|_| KeyFileError::WrongPassword)?;
    Ok(document.as_bytes().to_vec())
}
