//! How often one login may be tried. Kept in the store, so that a restart or another process does
//! not give a guesser new tries, and kept for logins that do not exist as well, so that being locked
//! out tells nobody that an account exists.
//!
//! A try is counted before the password is checked: a hundred tries at once are still a hundred.
//! The lock ends by itself, so that nobody can keep an officer out for long by failing on purpose.

use jiff::{SignedDuration, Timestamp};

/// Tries before the lock.
pub(crate) const TRIES_MAX: i64 = 5;

/// How long tries are remembered, and how long the lock lasts at most.
pub(crate) const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Tries of one login so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) count: i64,
    pub(crate) window_ends_at: Timestamp,
}

/// The login is locked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Locked {
    pub(crate) seconds: u32,
}

/// Counts one more try.
pub(crate) fn count(before: Option<Tries>, now: Timestamp) -> Result<Tries, Locked> {
    match before.filter(|tries| now < tries.window_ends_at) {
        None => Ok(Tries { count: 1, window_ends_at: now.saturating_add(WINDOW).unwrap_or(now) }),
        Some(tries) if tries.count < TRIES_MAX => Ok(Tries { count: tries.count + 1, ..tries }),
        Some(tries) => {
            let left = tries.window_ends_at.duration_since(now).as_secs();
            Err(Locked { seconds: u32::try_from(left).unwrap_or(u32::MAX).max(1) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_sixth_try_waits_for_the_end_of_the_window() {
        let mut tries = None;
        for second in 0..5 {
            tries = Some(count(tries, at(second)).unwrap());
        }
        assert_eq!(count(tries, at(100)), Err(Locked { seconds: 800 }));
        assert_eq!(count(tries, at(900)).unwrap().count, 1);
    }
}
