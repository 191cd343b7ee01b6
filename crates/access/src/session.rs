//! When a session ends. The digest of its token is its identifier: shown on the page of devices it
//! opens nothing. How long it may last stands in [`crate::Policy`].

use jiff::{SignedDuration, Timestamp};

use crate::SessionLength;

/// Sessions of one account kept at most; the oldest makes room.
pub(crate) const SESSIONS_MAX: i64 = 20;

/// A session is marked as seen no more often than this, so that reading a page writes nothing.
pub(crate) const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(5);

/// The text of a browser's name that is kept.
pub(crate) const USER_AGENT_MAX: usize = 300;

impl SessionLength {
    /// The moment a session opened now ends at the latest.
    pub(crate) fn end(self, now: Timestamp) -> Timestamp {
        now.saturating_add(self.total).unwrap_or(now)
    }

    /// Whether a session is still open. It was seen up to [`SEEN_EVERY`] later than was written, so
    /// a shorter idle time than that is not kept to the minute.
    pub(crate) fn is_open(self, seen_at: Timestamp, expires_at: Timestamp, now: Timestamp) -> bool {
        now < expires_at && now.duration_since(seen_at) < self.idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SessionLengths;

    #[test]
    fn an_officers_session_ends_after_two_quiet_hours_or_eight_in_all() {
        let at = |hours: i64| Timestamp::from_second(hours * 3600).unwrap();
        let staff = SessionLengths::default().staff;
        assert_eq!(staff.end(at(0)), at(8));
        assert!(staff.is_open(at(0), at(8), at(1)));
        assert!(!staff.is_open(at(0), at(8), at(2)));
        assert!(staff.is_open(at(6), at(8), at(7)));
        assert!(!staff.is_open(at(7), at(8), at(8)));
    }

    #[test]
    fn a_citizens_session_lasts_half_a_day() {
        let at = |hours: i64| Timestamp::from_second(hours * 3600).unwrap();
        let citizen = SessionLengths::default().citizen;
        assert!(citizen.is_open(at(0), citizen.end(at(0)), at(11)));
        assert!(!citizen.is_open(at(11), citizen.end(at(0)), at(12)));
    }
}
