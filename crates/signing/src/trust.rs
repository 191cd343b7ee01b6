//! Whom an installation believes, and what it knows about revoked certificates.

use crate::cms::Flaw;
use crate::cms::certificate::Certificate;
use crate::cms::crl::Crl;
use crate::cms::ocsp::Answer;

/// Trusted authorities with lists and answers about revocation that lie at hand.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    pub(crate) anchors: Vec<Certificate>,
    pub(crate) crls: Vec<Crl>,
    pub(crate) answers: Vec<Answer>,
}

/// What a file turned out to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    Authorities(usize),
    RevocationList,
    RevocationAnswer,
}

impl Trust {
    /// Takes a file of the trust list: certificates (PEM or DER), a CRL or an OCSP answer.
    pub fn add(&mut self, file: &[u8]) -> Result<Evidence, Flaw> {
        if let Ok(certificates) = Certificate::from_file(file) {
            let count = certificates.len();
            self.anchors.extend(certificates);
            return Ok(Evidence::Authorities(count));
        }
        if let Ok(crl) = Crl::read(file) {
            self.crls.push(crl);
            return Ok(Evidence::RevocationList);
        }
        self.answers.push(Answer::read(file)?);
        Ok(Evidence::RevocationAnswer)
    }

    #[must_use]
    pub fn has_authorities(&self) -> bool {
        !self.anchors.is_empty()
    }
}
