//! How long to wait after failures: doubled each time up to a ceiling, and never to the second, so
//! that what failed together does not come back together.

use std::time::Duration;

/// First wait and longest wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Pace {
    /// The wait after a number of failures in a row; `chance` between 0 and 1 spreads it from three
    /// quarters of the full wait to the whole.
    pub(crate) fn after(self, failures: u32, chance: f64) -> Duration {
        let doublings = failures.saturating_sub(1).min(30);
        let full = self.first.saturating_mul(1 << doublings).min(self.longest);
        full.mul_f64(0.75 + 0.25 * chance.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { first: Duration::from_secs(1), longest: Duration::from_secs(300) };

    #[test]
    fn waits_double_up_to_the_longest() {
        let waits = [1, 2, 3, 9, 10, 4_000_000_000].map(|failures| PACE.after(failures, 1.0).as_secs());
        assert_eq!(waits, [1, 2, 4, 256, 300, 300]);
    }

    #[test]
    fn chance_shortens_a_wait_by_a_quarter_at_most() {
        assert_eq!(PACE.after(3, 0.0), Duration::from_secs(3));
        assert_eq!(PACE.after(3, 0.5), Duration::from_millis(3500));
    }
}
