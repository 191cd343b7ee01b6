//! Turns a password into a key as PKCS#12 does (RFC 7292 Appendix B), for the check of the file.

use rsa::sha2::{Digest as _, Sha256};

const BLOCK: usize = 64;
/// The purpose of the derived bytes: a key for the check.
const FOR_CHECK: u8 = 3;

/// Thirty-two bytes, enough for HMAC-SHA256.
pub(crate) fn check_key(password: &str, salt: &[u8], rounds: u32) -> Vec<u8> {
    let mut secret: Vec<u8> = password.encode_utf16().flat_map(u16::to_be_bytes).collect();
    secret.extend([0, 0]);
    let mut input = vec![FOR_CHECK; BLOCK];
    input.extend(filled(salt));
    input.extend(filled(&secret));
    let mut digest = Sha256::digest(&input);
    for _ in 1..rounds {
        digest = Sha256::digest(digest);
    }
    digest.to_vec()
}

/// Repeated until it fills whole blocks.
fn filled(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().cycle().take(bytes.len().div_ceil(BLOCK) * BLOCK).collect()
}
