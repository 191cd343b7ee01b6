//! How often one client may do one thing: sign-in attempts, look-ups by code, messages.
//!
//! Counts live in memory, per process: they slow guessing down, they are not a ledger.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use crate::Error;

/// Keys kept at most; beyond it the finished windows are swept out.
const KEYS_MAX: usize = 50_000;

/// A number of times within a number of seconds.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// Name of what is limited; keys of different limits do not meet.
    pub name: &'static str,
    /// How many times.
    pub times: u32,
    /// Within how many seconds.
    pub seconds: u32,
}

#[derive(Debug)]
struct Window {
    ends_at: i64,
    used: u32,
}

/// Counters of all limits.
#[derive(Debug, Default)]
pub struct RateLimiter {
    windows: Mutex<HashMap<(&'static str, String), Window>>,
}

impl RateLimiter {
    /// Counts one try.
    ///
    /// # Errors
    /// [`Error::RateLimited`] with the seconds to wait, when the limit is used up.
    pub fn take(&self, limit: Limit, key: &str, now: Timestamp) -> Result<(), Error> {
        let now = now.as_second();
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= KEYS_MAX {
            windows.retain(|_, window| window.ends_at > now);
        }
        if windows.len() >= KEYS_MAX {
            // A flood from more addresses than we can count: new ones wait, known ones go on.
            if !windows.contains_key(&(limit.name, key.to_owned())) {
                return Err(Error::RateLimited { retry_after_seconds: limit.seconds });
            }
        }
        let fresh = Window { ends_at: now + i64::from(limit.seconds), used: 0 };
        let window = windows.entry((limit.name, key.to_owned())).or_insert(fresh);
        if window.ends_at <= now {
            *window = Window { ends_at: now + i64::from(limit.seconds), used: 0 };
        }
        if window.used >= limit.times {
            let left = u32::try_from(window.ends_at - now).unwrap_or(limit.seconds);
            return Err(Error::RateLimited { retry_after_seconds: left });
        }
        window.used += 1;
        Ok(())
    }

    /// Forgets the tries of one key, after a success.
    pub fn forget(&self, limit: Limit, key: &str) {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).remove(&(limit.name, key.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWICE: Limit = Limit { name: "sign-in", times: 2, seconds: 60 };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_third_try_waits_until_the_window_ends() {
        let limiter = RateLimiter::default();
        limiter.take(TWICE, "a", at(0)).unwrap();
        limiter.take(TWICE, "a", at(10)).unwrap();
        let refused = limiter.take(TWICE, "a", at(15)).unwrap_err();
        assert!(matches!(refused, Error::RateLimited { retry_after_seconds: 45 }), "{refused:?}");
        limiter.take(TWICE, "a", at(60)).unwrap();
    }

    #[test]
    fn keys_do_not_share_their_tries_and_success_forgets_them() {
        let limiter = RateLimiter::default();
        for _ in 0..2 {
            limiter.take(TWICE, "a", at(0)).unwrap();
        }
        limiter.take(TWICE, "b", at(0)).unwrap();
        limiter.forget(TWICE, "a");
        limiter.take(TWICE, "a", at(1)).unwrap();
    }
}
