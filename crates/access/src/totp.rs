//! Codes that change every thirty seconds (RFC 6238 over RFC 4226, SHA-1, six digits: what every
//! authenticator application understands), and the secret as it is typed or scanned.

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;

/// Seconds one code lasts.
const PERIOD_SECONDS: i64 = 30;

/// Codes before and after the current one that are accepted, for clocks that are not quite right.
const SKEW: i64 = 1;

/// Bytes of a secret, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;

/// Letters of Base32 (RFC 4648).
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A fresh secret.
pub(crate) fn new_secret() -> Vec<u8> {
    rand::random::<[u8; SECRET_BYTES]>().to_vec()
}

/// The step whose code this is, when it is later than the last one used: a code opens once.
pub(crate) fn fitting_step(secret: &[u8], code: &str, last_step: i64, now: Timestamp) -> Option<i64> {
    let current = now.as_second().div_euclid(PERIOD_SECONDS);
    let mut found = None;
    // Every step is compared, so that the time taken tells nothing.
    for step in current - SKEW..=current + SKEW {
        let fits = subtle::ConstantTimeEq::ct_eq(code_at(secret, step).as_bytes(), code.as_bytes());
        if bool::from(fits) && step > last_step {
            found = Some(step);
        }
    }
    found
}

/// The six digits of one step.
pub(crate) fn code_at(secret: &[u8], step: i64) -> String {
    // HMAC takes keys of every length; an empty digest could never fit a code.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = digest.last().map_or(0, |byte| usize::from(byte & 0x0f));
    let chosen = digest.iter().skip(offset).take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    format!("{:06}", (chosen & 0x7fff_ffff) % 1_000_000)
}

/// The step of an instant, for tests and for codes made here.
#[cfg(test)]
pub(crate) fn step_at(now: Timestamp) -> i64 {
    now.as_second().div_euclid(PERIOD_SECONDS)
}

/// The secret in Base32, in groups of four for typing.
pub(crate) fn typed(secret: &[u8]) -> String {
    let text = base32(secret);
    let groups: Vec<&str> = text.as_bytes().chunks(4).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}

/// The address an authenticator application reads from the QR code.
pub(crate) fn address(secret: &[u8], login: &str) -> String {
    let path = format!("otpauth://totp/MotCua:{login}");
    web::address_with(&path, &[("secret", &base32(secret)), ("issuer", "MotCua")])
}

fn base32(bytes: &[u8]) -> String {
    let bits = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1));
    let bits: Vec<u8> = bits.collect();
    let letter = |group: &[u8]| {
        let number = group.iter().fold(0, |number, bit| number << 1 | usize::from(*bit)) << (5 - group.len());
        char::from(BASE32[number])
    };
    bits.chunks(5).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_vectors_of_rfc_6238_hold() {
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in vectors {
            assert_eq!(code_at(SECRET, step_at(at(second))), code, "{second}");
        }
    }

    #[test]
    fn a_code_fits_half_a_minute_around_its_time_and_once_only() {
        assert_eq!(fitting_step(SECRET, "287082", 0, at(59)), Some(1));
        assert_eq!(fitting_step(SECRET, "287082", 0, at(89)), Some(1));
        assert_eq!(fitting_step(SECRET, "287082", 0, at(90)), None);
        assert_eq!(fitting_step(SECRET, "287082", 1, at(59)), None);
        assert_eq!(fitting_step(SECRET, "287083", 0, at(59)), None);
        assert_eq!(fitting_step(SECRET, "", 0, at(59)), None);
    }

    #[test]
    fn the_secret_is_written_as_applications_read_it() {
        assert_eq!(typed(b"Hello!\xde\xad\xbe\xef"), "JBSW Y3DP EHPK 3PXP");
        assert_eq!(base32(b"f"), "MY");
        let address = address(b"Hello!\xde\xad\xbe\xef", "binh.tt");
        assert_eq!(address, "otpauth://totp/MotCua:binh.tt?secret=JBSWY3DPEHPK3PXP&issuer=MotCua");
        assert_eq!(new_secret().len(), 20);
        assert_ne!(new_secret(), new_secret());
    }
}
