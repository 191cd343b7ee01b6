//! Keys, wherever they lie: a digest goes out, a signature comes in.

mod pkcs12;
mod pkcs12_kdf;
mod token;

use crate::cms::Flaw;
use crate::cms::certificate::Certificate;
use crate::cms::oid;

pub use pkcs12::{KeyFileError, SoftwareKey};
pub use token::{TokenKey, TokenModule, TokenPlace};

/// How a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    RsaSha256,
    EcdsaP256Sha256,
}

impl Algorithm {
    /// The algorithm of a certificate's key.
    pub fn of(certificate: &Certificate) -> Result<Self, Flaw> {
        certificate.key()?;
        match certificate.key_algorithm() {
            oid::RSA => Ok(Self::RsaSha256),
            oid::EC => Ok(Self::EcdsaP256Sha256),
            other => Err(Flaw::Algorithm(other.to_string())),
        }
    }
}

/// Why a key did not sign.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The token counts these and locks itself.
    #[error("the PIN is wrong")]
    WrongPin,
    #[error("the token is locked after too many wrong PINs")]
    PinLocked,
    #[error("the key did not sign: {0}")]
    Failed(String),
}

impl KeyError {
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self::Failed(reason.into())
    }
}

/// Somebody's key: in memory, in a token, or with a signing service.
pub trait Signer: std::fmt::Debug {
    /// The certificate of the key, then those of its issuers.
    fn chain(&self) -> &[Certificate];

    /// Signs a SHA-256 digest: PKCS#1 v1.5 for RSA, a DER pair for ECDSA.
    fn sign(&self, digest: &[u8]) -> Result<Vec<u8>, KeyError>;
}
