//! Who may ask what time it is.
//!
//! Rules take `now` as a parameter. Only the edge of the program holds a [`Clock`], and only this
//! file reads the machine's time.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// Something that tells the present moment.
pub trait Clock: Send + Sync {
    fn now(&self) -> Timestamp;
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the wall clock")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// A clock that stands still until it is moved, for tests and demonstrations. Clones share the
/// same moment.
#[derive(Debug, Clone)]
pub struct FrozenClock(Arc<Mutex<Timestamp>>);

impl FrozenClock {
    pub fn at(moment: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(moment)))
    }

    pub fn set(&self, moment: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }

    pub fn advance(&self, by: SignedDuration) {
        let mut moment = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *moment = moment.saturating_add(by).unwrap_or(*moment);
    }
}

impl Clock for FrozenClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_told_and_its_clones_follow() {
        let start: Timestamp = "2026-11-20T08:00:00Z".parse().unwrap();
        let clock = FrozenClock::at(start);
        let same = clock.clone();
        assert_eq!(clock.now(), start);
        clock.advance(SignedDuration::from_mins(5));
        assert_eq!(same.now(), "2026-11-20T08:05:00Z".parse().unwrap());
        clock.set(start);
        assert_eq!(same.now(), start);
    }
}
