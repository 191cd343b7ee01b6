//! Random tokens and their digests. A token is shown once; only its digest is stored.

use sha2::{Digest as _, Sha256};

/// A fresh token of 256 bits, written in lower-case hexadecimal.
#[must_use]
pub fn token() -> String {
    let bytes: [u8; 32] = rand::random();
    hex(&bytes)
}

/// A short code a person can read out: four characters that scanners and Unikey leave alone
/// (no A D E I O U Y W) and that are not mistaken for digits.
#[must_use]
pub fn lookup_code() -> String {
    const LETTERS: &[u8] = b"BCFGHKLMNPQRTVX23456789";
    let bytes: [u8; 4] = rand::random();
    bytes.iter().map(|b| char::from(LETTERS[usize::from(*b) % LETTERS.len()])).collect()
}

/// SHA-256 of a text in lower-case hexadecimal.
#[must_use]
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Lower-case hexadecimal of bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_and_digests_agree() {
        assert_ne!(token(), token());
        assert_eq!(token().len(), 64);
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(lookup_code().len(), 4);
    }
}
