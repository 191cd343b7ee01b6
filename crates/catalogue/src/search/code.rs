//! Codes as people type them: without the dot, half of it, a small `l`.

use crate::code::Key;

/// The code a text is, also without its dot: `1013831`.
pub(crate) fn key_of(text: &str) -> Option<Key> {
    let text = text.trim();
    text.parse().ok().or_else(|| {
        let digits = code_digits(text);
        (digits.len() == 7).then(|| format!("{}.{}", &digits[..1], &digits[1..]).parse().ok())?
    })
}

/// The digits of a code, `l` before a local one; empty when the text is no code or part of one.
pub(crate) fn code_digits(text: &str) -> String {
    let code = text.split('/').next().unwrap_or_default();
    let kept: String = code.chars().filter(|c| !matches!(c, '.' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    let digits = kept.strip_prefix('l').unwrap_or(&kept);
    if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) { kept } else { String::new() }
}
