//! Signatures on PDF: PAdES, CMS, time-stamps, keys, verification. Crypto, no policy.
//!
//! Who may sign what, and which authorities are trusted, is decided by whoever calls.
//!
//! Invariants:
//! - a new signature is appended; no byte before it changes, so earlier signatures still hold;
//! - what is signed is checked as the bytes that were received, never as a structure written anew;
//! - a file is read strictly, within limits, and what readers could understand in two ways is refused;
//! - time and network are handed in: nothing here asks a clock or opens a connection.

mod cms;
mod form;
mod keys;
mod network;
mod paper;
mod sign;
#[cfg(test)]
mod tests;
mod trust;
mod verify;

pub use cms::Flaw;
pub use cms::certificate::{Certificate, Holder};
pub use cms::chain::Untrusted;
pub use keys::{Algorithm, KeyError, KeyFileError, Signer, SoftwareKey, TokenKey, TokenModule, TokenPlace};
pub use network::{Network, NetworkError};
pub use paper::error::Fault;
pub use paper::reader::Limits;
pub use sign::{Prepared, Request, SignError, TimeStampAuthority, Visible, prepare, sign};
pub use trust::{Evidence, Trust};
pub use verify::{Broken, Change, Kind, Outcome, Report, Revocation, SignatureReport, Stamp, Verifier};
