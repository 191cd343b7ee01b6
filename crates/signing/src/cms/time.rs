//! Moments as they stand in certificates and time-stamps.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::cms::Flaw;

/// `GeneralizedTime` in UTC, with or without a fraction of a second.
pub(crate) fn generalized(value: &[u8]) -> Result<Timestamp, Flaw> {
    let text = std::str::from_utf8(value).map_err(|_| Flaw::NotDer)?;
    let digits = text.strip_suffix('Z').ok_or(Flaw::NotDer)?;
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() != 14 || !is_number(whole) || fraction.len() > 9 || !is_number(fraction) {
        return Err(Flaw::NotDer);
    }
    let part = |range: std::ops::Range<usize>| -> Result<i16, Flaw> {
        whole.get(range).and_then(|text| text.parse().ok()).ok_or(Flaw::NotDer)
    };
    let small = |range| part(range).and_then(|number| i8::try_from(number).map_err(|_| Flaw::NotDer));
    let nanoseconds = format!("{fraction:0<9}").parse().map_err(|_| Flaw::NotDer)?;
    let civil = DateTime::new(
        part(0..4)?,
        small(4..6)?,
        small(6..8)?,
        small(8..10)?,
        small(10..12)?,
        small(12..14)?,
        nanoseconds,
    )
    .map_err(|_| Flaw::NotDer)?;
    Offset::UTC.to_timestamp(civil).map_err(|_| Flaw::NotDer)
}

pub(crate) fn of(time: x509_cert::time::Time) -> Result<Timestamp, Flaw> {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).map_err(|_| Flaw::NotDer)?;
    Timestamp::from_second(seconds).map_err(|_| Flaw::NotDer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_their_fraction_and_nothing_else() {
        assert_eq!(generalized(b"20260102030405.5Z").unwrap().to_string(), "2026-01-02T03:04:05.5Z");
        for text in ["20260102030405", "2026010203040Z", "20261302030405Z", "2026010203040５Z", "20260102030405+0700"]
        {
            assert!(generalized(text.as_bytes()).is_err(), "{text}");
        }
    }
}
