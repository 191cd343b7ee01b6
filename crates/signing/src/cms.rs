//! Signed messages and everything around them: certificates, time-stamps, revocation.
//!
//! CMS is RFC 5652, its attributes for signatures ETSI EN 319 122-1, certificates RFC 5280,
//! time-stamps RFC 3161, OCSP RFC 6960.

pub(crate) mod build;
pub(crate) mod certificate;
pub(crate) mod chain;
pub(crate) mod crl;
pub(crate) mod hash;
pub(crate) mod ocsp;
pub(crate) mod oid;
pub(crate) mod public_key;
pub(crate) mod signed;
pub(crate) mod time;
pub(crate) mod time_stamp;
pub(crate) mod tlv;

/// What is wrong with a signed message or a certificate, for whoever looks closely.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    #[error("the bytes are not well-formed DER")]
    NotDer,
    #[error("the algorithm {0} is not accepted")]
    Algorithm(String),
    #[error("the key is shorter than 2048 bits")]
    ShortKey,
    #[error("the signature does not match")]
    WrongSignature,
    #[error("the digest does not match")]
    WrongDigest,
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} is not as it must be")]
    Unexpected(&'static str),
}
