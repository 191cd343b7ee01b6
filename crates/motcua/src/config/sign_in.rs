//! How people sign in: flags and environment variables that become [`access::Policy`].

use access::{Lockout, Policy, SessionLength, SessionLengths};
use base::Role;
use clap::Args;
use jiff::SignedDuration;

/// Roles that need a second factor in a real centre: whoever decides, or gives others their roles.
const SECOND_FACTOR_ROLES: [Role; 3] = [Role::Leader, Role::HeadOfUnit, Role::Administrator];

/// What the centre sets for signing in.
#[derive(Args, Clone, Debug)]
pub struct SignIn {
    /// Roles that sign in with a second factor, separated by commas, or `none`. By default
    /// `leader,head_of_unit,administrator`, and nobody in a demo.
    #[arg(long, env = "MOTCUA_SECOND_FACTOR", value_parser = roles)]
    second_factor: Option<Roles>,
    /// Wrong tries at one login before it is locked; from half of them on, each wait is longer.
    #[arg(long, env = "MOTCUA_LOCK_TRIES", default_value_t = 10, value_parser = clap::value_parser!(u32).range(4..=100))]
    lock_tries: u32,
    /// Minutes a lock lasts.
    #[arg(long, env = "MOTCUA_LOCK_MINUTES", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=1440))]
    lock_minutes: u32,
    /// Wrong tries from one network address, within the minutes of a lock, before it is locked.
    #[arg(long, env = "MOTCUA_ADDRESS_TRIES", default_value_t = 60, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    address_tries: u32,
    /// Hours after which an officer signs in again, whatever happens.
    #[arg(long, env = "MOTCUA_STAFF_HOURS", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=24))]
    staff_hours: u32,
    /// Minutes without a click after which an officer signs in again.
    #[arg(long, env = "MOTCUA_STAFF_IDLE_MINUTES", default_value_t = 120, value_parser = clap::value_parser!(u32).range(10..=1440))]
    staff_idle_minutes: u32,
    /// Hours after which a citizen signs in again, whatever happens.
    #[arg(long, env = "MOTCUA_CITIZEN_HOURS", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=72))]
    citizen_hours: u32,
    /// Minutes without a click after which a citizen signs in again.
    #[arg(long, env = "MOTCUA_CITIZEN_IDLE_MINUTES", default_value_t = 720, value_parser = clap::value_parser!(u32).range(10..=4320))]
    citizen_idle_minutes: u32,
}

/// Roles named in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Roles(Vec<Role>);

fn roles(text: &str) -> Result<Roles, String> {
    if text == "none" {
        return Ok(Roles(Vec::new()));
    }
    let one = |name: &str| Role::from_name(name.trim()).ok_or_else(|| format!("{name:?} is not a role"));
    text.split(',').map(one).collect::<Result<_, _>>().map(Roles)
}

impl SignIn {
    /// The policy of the installation.
    #[must_use]
    pub fn policy(&self, is_demo: bool) -> Policy {
        let by_default = || if is_demo { Vec::new() } else { SECOND_FACTOR_ROLES.to_vec() };
        let length = |hours: u32, idle: u32| SessionLength {
            total: SignedDuration::from_hours(i64::from(hours)),
            idle: SignedDuration::from_mins(i64::from(idle)),
        };
        Policy {
            lockout: Lockout {
                free_tries: self.lock_tries / 2,
                tries_max: self.lock_tries,
                lock: SignedDuration::from_mins(i64::from(self.lock_minutes)),
                address_tries_max: self.address_tries,
                ..Lockout::default()
            },
            sessions: SessionLengths {
                staff: length(self.staff_hours, self.staff_idle_minutes),
                citizen: length(self.citizen_hours, self.citizen_idle_minutes),
            },
            second_factor_roles: self.second_factor.clone().map_or_else(by_default, |roles| roles.0),
            citizens_by_provider: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        sign_in: SignIn,
    }

    fn policy(arguments: &[&str], is_demo: bool) -> Policy {
        let line = [&["motcua"], arguments].concat();
        Line::try_parse_from(line).unwrap().sign_in.policy(is_demo)
    }

    #[test]
    fn a_real_centre_demands_a_second_factor_of_whoever_decides_and_a_demo_of_nobody() {
        assert_eq!(policy(&[], false).second_factor_roles, SECOND_FACTOR_ROLES);
        assert_eq!(policy(&[], true).second_factor_roles, []);
        assert_eq!(policy(&["--second-factor", "none"], false).second_factor_roles, []);
        assert_eq!(
            policy(&["--second-factor", "leader, clerk"], true).second_factor_roles,
            [Role::Leader, Role::Clerk]
        );
        assert!(Line::try_parse_from(["motcua", "--second-factor", "king"]).is_err());
    }

    #[test]
    fn without_flags_the_policy_is_the_documented_one() {
        assert_eq!(policy(&[], true), Policy::default());
    }
}
