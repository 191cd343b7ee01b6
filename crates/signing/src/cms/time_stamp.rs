//! Time-stamps of a trusted third party (RFC 3161).

use jiff::Timestamp;

use crate::cms::certificate::Certificate;
use crate::cms::hash::Hash;
use crate::cms::signed::Signed;
use crate::cms::{Flaw, oid, time, tlv};

/// A token whose own signature holds. Whether its maker is trusted is another question.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) at: Timestamp,
    pub(crate) signed: Signed,
    imprint: (Hash, Vec<u8>),
    nonce: Option<Vec<u8>>,
}

/// What is sent to the authority: the digest of `message`, and a number to know the answer by.
pub(crate) fn request(message: &[u8], nonce: u64) -> Vec<u8> {
    let imprint = tlv::write(tlv::OCTETS, &[&Hash::Sha256.of(&[message])]);
    let null = tlv::write(tlv::NULL, &[]);
    let algorithm = tlv::sequence(&[&oid::der(oid::SHA256), &null]);
    const BOOLEAN: u8 = 0x01;
    tlv::sequence(&[
        &tlv::write(tlv::INTEGER, &[&[1]]),
        &tlv::sequence(&[&algorithm, &imprint]),
        &tlv::write(tlv::INTEGER, &[&nonce_bytes(nonce)]),
        &tlv::write(BOOLEAN, &[&[0xff]]),
    ])
}

/// The shortest form of a positive number.
fn nonce_bytes(nonce: u64) -> Vec<u8> {
    let digits = nonce.to_be_bytes();
    let start = digits.iter().take_while(|digit| **digit == 0).count().min(7);
    let mut bytes = digits[start..].to_vec();
    if bytes[0] & 0x80 != 0 {
        bytes.insert(0, 0);
    }
    bytes
}

/// The token in an answer, checked against what was asked.
pub(crate) fn answer(bytes: &[u8], message: &[u8], nonce: u64) -> Result<Vec<u8>, Flaw> {
    let mut parts = tlv::only(bytes, tlv::SEQUENCE)?.inside();
    let status = parts.take(tlv::SEQUENCE)?.inside().take(tlv::INTEGER)?.value;
    // Granted, or granted with changes.
    if !matches!(status, [0] | [1]) {
        return Err(Flaw::Unexpected("the answer of the time-stamp authority"));
    }
    let bytes = parts.take(tlv::SEQUENCE)?.whole;
    let token = Token::read(bytes)?;
    token.check(message)?;
    if token.nonce.as_deref() != Some(&nonce_bytes(nonce)) {
        return Err(Flaw::Unexpected("the number in the time-stamp"));
    }
    Ok(bytes.to_vec())
}

impl Token {
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Flaw> {
        let signed = Signed::read(bytes)?;
        if signed.content_type != oid::TST_INFO {
            return Err(Flaw::Unexpected("the content of the time-stamp"));
        }
        let content = signed.content.as_deref().ok_or(Flaw::Missing("the content of the time-stamp"))?;
        let mut info = tlv::only(content, tlv::SEQUENCE)?.inside();
        info.take(tlv::INTEGER)?;
        info.take(tlv::OID)?;
        let mut imprint = info.take(tlv::SEQUENCE)?.inside();
        let imprint = (Hash::read(imprint.take(tlv::SEQUENCE)?)?, imprint.take(tlv::OCTETS)?.value.to_vec());
        info.take(tlv::INTEGER)?;
        const GENERALIZED_TIME: u8 = 0x18;
        const BOOLEAN: u8 = 0x01;
        let at = time::generalized(info.take(GENERALIZED_TIME)?.value)?;
        info.take_if(tlv::SEQUENCE)?;
        info.take_if(BOOLEAN)?;
        let nonce = info.take_if(tlv::INTEGER)?.map(|nonce| nonce.value.to_vec());
        Ok(Self { at, imprint, nonce, signed })
    }

    /// Whether the token is over `message`, whole, and made by a key meant for nothing else.
    pub(crate) fn check(&self, message: &[u8]) -> Result<(), Flaw> {
        self.check_parts(&[message])
    }

    pub(crate) fn check_parts(&self, message: &[&[u8]]) -> Result<(), Flaw> {
        let (hash, digest) = &self.imprint;
        if hash.of(message) != *digest {
            return Err(Flaw::WrongDigest);
        }
        let content = self.signed.content.as_deref().ok_or(Flaw::Missing("the content of the time-stamp"))?;
        self.signed.check(&self.signed.hash().of(&[content]))?;
        if self.signed.names_certificate()? != Some(true) {
            return Err(Flaw::Unexpected("the certificate that the time-stamp names"));
        }
        let purposes = self.authority()?.purposes()?;
        // RFC 3161 §2.3: this purpose alone, and critical.
        if purposes != Some((true, vec![oid::PURPOSE_TIME_STAMPING])) {
            return Err(Flaw::Unexpected("the purpose of the time-stamp authority's certificate"));
        }
        Ok(())
    }

    pub(crate) fn authority(&self) -> Result<&Certificate, Flaw> {
        self.signed.signer_certificate()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_the_shortest_positive_number() {
        for (nonce, bytes) in
            [(0, vec![0]), (127, vec![127]), (128, vec![0, 128]), (u64::MAX, [[0].as_slice(), &[255; 8]].concat())]
        {
            assert_eq!(nonce_bytes(nonce), bytes);
        }
    }
}
