//! Forms of ours only: every changing request from a browser must carry the secret of its session
//! (or, before sign-in, of a cookie) and must come from this site.
//!
//! The secret is masked anew in every page, so that compression cannot be used to guess it.

use axum::http::{HeaderMap, header};
use base::secret::hex;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

const BYTES: usize = 32;

/// The secret as it stands in one page.
pub(crate) fn mask(secret: &str) -> String {
    let pad: [u8; BYTES] = rand::random();
    format!("{}{}", hex(&pad), hex(&xor(pad, key(secret))))
}

/// Whether a form carries the secret, masked or bare.
pub(crate) fn matches(secret: &str, sent: &str) -> bool {
    let masked = unmask(sent).is_some_and(|found| bool::from(found.ct_eq(&key(secret))));
    let bare = bool::from(secret.as_bytes().ct_eq(sent.as_bytes()));
    !secret.is_empty() && (masked || bare)
}

fn unmask(sent: &str) -> Option<[u8; BYTES]> {
    if sent.len() != BYTES * 4 || !sent.is_ascii() {
        return None;
    }
    let (pad, masked) = sent.split_at(BYTES * 2);
    Some(xor(unhex(pad)?, unhex(masked)?))
}

fn unhex(text: &str) -> Option<[u8; BYTES]> {
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(bytes)
}

fn xor(mut left: [u8; BYTES], right: [u8; BYTES]) -> [u8; BYTES] {
    for (byte, other) in left.iter_mut().zip(right) {
        *byte ^= other;
    }
    left
}

fn key(secret: &str) -> [u8; BYTES] {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether the browser says that the request comes from a page of this site. Browsers too old to
/// say anything are let through to the check of the secret.
pub(crate) fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    authority.is_some() && authority == text(header::HOST.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn a_masked_secret_is_recognised_and_never_the_same_twice() {
        let secret = base::secret::token();
        let (one, two) = (mask(&secret), mask(&secret));
        assert_ne!(one, two);
        assert!(matches(&secret, &one) && matches(&secret, &two) && matches(&secret, &secret));
    }

    #[test]
    fn another_secret_or_nothing_is_refused() {
        let secret = base::secret::token();
        let others = ["", "x", &mask("other"), &"0".repeat(128), &"g".repeat(128), &"ý".repeat(64)];
        for other in others {
            assert!(!matches(&secret, other), "{other}");
        }
        assert!(!matches("", ""));
    }

    fn from(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_static(value)));
        comes_from_here(&headers.collect())
    }

    #[test]
    fn requests_of_other_sites_are_told_apart() {
        assert!(from(&[("sec-fetch-site", "same-origin")]));
        assert!(!from(&[("sec-fetch-site", "cross-site")]));
        assert!(!from(&[("sec-fetch-site", "same-site")]));
        assert!(from(&[("origin", "https://dichvucong.example.vn"), ("host", "dichvucong.example.vn")]));
        assert!(!from(&[("origin", "https://evil.example"), ("host", "dichvucong.example.vn")]));
        assert!(!from(&[("origin", "null"), ("host", "dichvucong.example.vn")]));
        assert!(from(&[("host", "dichvucong.example.vn")]));
    }
}
