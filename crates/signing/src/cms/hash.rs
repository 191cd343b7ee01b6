//! Digests that are still safe to sign.

use const_oid::ObjectIdentifier as Oid;
use rsa::sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::cms::{Flaw, oid, tlv};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(crate) fn from_oid(found: Oid) -> Result<Self, Flaw> {
        match found {
            oid::SHA256 => Ok(Self::Sha256),
            oid::SHA384 => Ok(Self::Sha384),
            oid::SHA512 => Ok(Self::Sha512),
            // SHA-1 and MD5 among them: documents can be made to share such a digest.
            other => Err(Flaw::Algorithm(other.to_string())),
        }
    }

    /// Reads `AlgorithmIdentifier`.
    pub(crate) fn read(algorithm: tlv::Tlv<'_>) -> Result<Self, Flaw> {
        Self::from_oid(oid::read(algorithm.inside().take(tlv::OID)?.value)?)
    }

    pub(crate) fn oid(self) -> Oid {
        match self {
            Self::Sha256 => oid::SHA256,
            Self::Sha384 => oid::SHA384,
            Self::Sha512 => oid::SHA512,
        }
    }

    pub(crate) fn algorithm(self) -> Vec<u8> {
        tlv::sequence(&[&oid::der(self.oid())])
    }

    pub(crate) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Sha256 => parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().to_vec(),
            Self::Sha384 => parts.iter().fold(Sha384::new(), |hash, part| hash.chain_update(part)).finalize().to_vec(),
            Self::Sha512 => parts.iter().fold(Sha512::new(), |hash, part| hash.chain_update(part)).finalize().to_vec(),
        }
    }
}
