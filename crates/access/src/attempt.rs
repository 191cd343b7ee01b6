//! How often one login may be tried, and from one address. Kept in the store, so that a restart or
//! another process does not give a guesser new tries, and kept for logins that do not exist as well,
//! so that being locked out tells nobody that an account exists.
//!
//! A try is counted before the password is checked: a hundred tries at once are still a hundred.
//! Waits grow, then the login is locked. The lock ends by itself, so that nobody keeps an officer out
//! for long by failing on purpose; an administrator can end it sooner.

use std::net::IpAddr;

use base::AccountId;
use jiff::{SignedDuration, Timestamp};

use crate::Lockout;

/// Wrong tries at a login are forgotten after this long without one, counted from the end of a wait.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

/// Tries of one login, or of one address, so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tries {
    pub(crate) count: i64,
    /// No further try before this.
    pub(crate) blocked_until: Option<Timestamp>,
    /// After this they are as if they had not been.
    pub(crate) forgotten_at: Timestamp,
}

/// The next try must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Locked {
    pub(crate) seconds: u32,
}

impl Lockout {
    /// Counts one more try at a login; it is not counted while it must wait.
    pub(crate) fn count(&self, before: Option<Tries>, now: Timestamp) -> Result<Tries, Locked> {
        let before = before.filter(|tries| now < tries.forgotten_at);
        refuse_while_blocked(before, now)?;
        let count = before.map_or(0, |tries| tries.count) + 1;
        let wait = self.wait_after(count);
        let blocked_until = (wait > SignedDuration::ZERO).then(|| later(now, wait));
        let forgotten_at = later(blocked_until.unwrap_or(now), REMEMBERED);
        Ok(Tries { count, blocked_until, forgotten_at })
    }

    /// Counts one more try from an address. Whoever signs in gets the try back ([`give_back`]).
    pub(crate) fn count_address(&self, before: Option<Tries>, now: Timestamp) -> Result<Tries, Locked> {
        let before = before.filter(|tries| now < tries.forgotten_at);
        refuse_while_blocked(before, now)?;
        let begun = before.unwrap_or(Tries { count: 0, blocked_until: None, forgotten_at: later(now, self.lock) });
        let count = begun.count + 1;
        let is_last = count >= i64::from(self.address_tries_max);
        let forgotten_at = if is_last { later(now, self.lock) } else { begun.forgotten_at };
        Ok(Tries { count, blocked_until: is_last.then_some(forgotten_at), forgotten_at })
    }

    /// Whether this try is the one that locks the login.
    pub(crate) fn locks(&self, tries: Tries) -> bool {
        tries.count >= i64::from(self.tries_max)
    }

    fn wait_after(&self, count: i64) -> SignedDuration {
        if count >= i64::from(self.tries_max) {
            return self.lock;
        }
        let Ok(doubled) = u32::try_from(count - i64::from(self.free_tries)) else { return SignedDuration::ZERO };
        let factor = 2_i32.saturating_pow(doubled);
        self.first_wait.checked_mul(factor).map_or(self.lock, |wait| wait.min(self.lock))
    }
}

/// The tries of an address after one of them turned out to be right.
pub(crate) fn give_back(tries: Tries) -> Tries {
    Tries { count: (tries.count - 1).max(0), blocked_until: None, ..tries }
}

/// The key under which tries at a login are kept; the login itself is not.
pub(crate) fn login_key(login: &str) -> String {
    base::secret::digest(login)
}

/// The key of the tries at the second factor of an account.
pub(crate) fn code_key(account: AccountId) -> String {
    base::secret::digest(&format!("second factor of {account}"))
}

/// The key of the tries from an address; `None` where the address is not known.
pub(crate) fn address_key(client: Option<IpAddr>) -> Option<String> {
    client.map(|client| base::secret::digest(&format!("tries from {}", web::network_of(client))))
}

fn refuse_while_blocked(tries: Option<Tries>, now: Timestamp) -> Result<(), Locked> {
    let Some(until) = tries.and_then(|tries| tries.blocked_until).filter(|until| now < *until) else { return Ok(()) };
    let left = until.duration_since(now).as_secs();
    Err(Locked { seconds: u32::try_from(left).unwrap_or(u32::MAX).max(1) })
}

fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn five_tries_are_free_then_every_wait_is_twice_the_one_before_until_the_lock() {
        let lockout = Lockout::default();
        let (mut tries, mut now, mut waits) = (None, 0, Vec::new());
        for _ in 0..11 {
            let counted = lockout.count(tries, at(now)).unwrap();
            let wait = counted.blocked_until.map_or(0, |until| until.duration_since(at(now)).as_secs());
            waits.push(wait);
            now += wait;
            tries = Some(counted);
        }
        assert_eq!(waits, [0, 0, 0, 0, 15, 30, 60, 120, 240, 900, 900]);
        assert!(lockout.locks(tries.unwrap()));
    }

    #[test]
    fn a_try_during_a_wait_is_told_the_rest_and_not_counted() {
        let lockout = Lockout::default();
        let blocked = Tries { count: 10, blocked_until: Some(at(900)), forgotten_at: at(4500) };
        assert_eq!(lockout.count(Some(blocked), at(100)), Err(Locked { seconds: 800 }));
        assert_eq!(lockout.count(Some(blocked), at(900)).unwrap().count, 11);
        assert_eq!(lockout.count(Some(blocked), at(4500)).unwrap().count, 1);
    }

    #[test]
    fn an_address_is_locked_by_wrong_tries_only() {
        let lockout = Lockout { address_tries_max: 3, ..Lockout::default() };
        let mut tries = None;
        for second in 0..10 {
            tries = Some(give_back(lockout.count_address(tries, at(second)).unwrap()));
        }
        for second in 10..13 {
            tries = Some(lockout.count_address(tries, at(second)).unwrap());
        }
        assert_eq!(lockout.count_address(tries, at(20)), Err(Locked { seconds: 892 }));
        assert_eq!(lockout.count_address(tries, at(912)).unwrap().count, 1);
    }

    #[test]
    fn an_ipv6_household_is_one_address_and_no_key_is_another_kinds() {
        let key = |text: &str| address_key(Some(text.parse().unwrap())).unwrap();
        assert_eq!(key("2001:db8::1"), key("2001:db8::ffff"));
        assert_ne!(key("2001:db8::1"), key("2001:db8:0:1::1"));
        assert_ne!(key("203.0.113.7"), login_key("203.0.113.7"));
        assert_eq!(address_key(None), None);
    }
}
