//! Checks one signature with one public key: RSA PKCS#1 v1.5 and ECDSA on P-256.

use const_oid::ObjectIdentifier as Oid;
use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use rsa::PublicKey as RsaKey;
use rsa::pkcs8::DecodePublicKey as _;
use rsa::sha2::{Sha256, Sha384, Sha512};
use rsa::traits::PublicKeyParts as _;

use crate::cms::hash::Hash;
use crate::cms::{Flaw, oid};

/// Bits below which an RSA key may be broken by those who can afford it.
const RSA_BITS_MIN: usize = 2048;

#[derive(Debug, Clone)]
pub(crate) enum PublicKey {
    Rsa(RsaKey),
    P256(VerifyingKey),
}

impl PublicKey {
    /// Reads `SubjectPublicKeyInfo`.
    pub(crate) fn read(der: &[u8], algorithm: Oid) -> Result<Self, Flaw> {
        match algorithm {
            oid::RSA => {
                let key = RsaKey::from_public_key_der(der).map_err(|_| Flaw::NotDer)?;
                if key.size() * 8 < RSA_BITS_MIN { Err(Flaw::ShortKey) } else { Ok(Self::Rsa(key)) }
            }
            oid::EC => {
                let key = VerifyingKey::from_public_key_der(der);
                key.map(Self::P256).map_err(|_| Flaw::Algorithm("another curve than P-256".to_owned()))
            }
            other => Err(Flaw::Algorithm(other.to_string())),
        }
    }

    /// Checks `signature` over the digest of `message`. The algorithm of a signature names its hash,
    /// except in CMS made with a bare RSA identifier, where it stands apart as `separate`.
    pub(crate) fn check(
        &self,
        algorithm: Oid,
        separate: Option<Hash>,
        message: &[&[u8]],
        signature: &[u8],
    ) -> Result<(), Flaw> {
        let hash = match (self, algorithm) {
            (Self::Rsa(_), oid::RSA) => separate,
            (Self::Rsa(_), oid::RSA_SHA256) | (Self::P256(_), oid::ECDSA_SHA256) => Some(Hash::Sha256),
            (Self::Rsa(_), oid::RSA_SHA384) | (Self::P256(_), oid::ECDSA_SHA384) => Some(Hash::Sha384),
            (Self::Rsa(_), oid::RSA_SHA512) | (Self::P256(_), oid::ECDSA_SHA512) => Some(Hash::Sha512),
            (Self::Rsa(_) | Self::P256(_), _) => None,
        };
        let hash = hash.ok_or_else(|| Flaw::Algorithm(algorithm.to_string()))?;
        let digest = hash.of(message);
        let matches = match self {
            Self::Rsa(key) => match hash {
                Hash::Sha256 => key.pkcs1v15_verify_prehash::<Sha256>(&digest, signature).is_ok(),
                Hash::Sha384 => key.pkcs1v15_verify_prehash::<Sha384>(&digest, signature).is_ok(),
                Hash::Sha512 => key.pkcs1v15_verify_prehash::<Sha512>(&digest, signature).is_ok(),
            },
            Self::P256(key) => {
                Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(&digest, &signature).is_ok())
            }
        };
        if matches { Ok(()) } else { Err(Flaw::WrongSignature) }
    }
}
