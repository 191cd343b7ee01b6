//! What the centre sets for signing in: how wrong tries are slowed down, how long sessions last, who
//! needs a second factor (Nghị định 85/2016/NĐ-CP on the safety of information systems by level:
//! access control and authentication are measures of every level).

use base::{Actor, Role};
use jiff::SignedDuration;

use crate::AccountKind;

/// What the centre sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// How wrong tries are slowed down.
    pub lockout: Lockout,
    /// How long sessions last.
    pub sessions: SessionLengths,
    /// Whoever holds one of these roles signs in with a second factor too.
    pub second_factor_roles: Vec<Role>,
    /// Citizens sign in through their identity provider only, as they must since 20 July 2026
    /// (Quyết định 29/2026/QĐ-TTg); a password then only proves an older account that is to be linked.
    pub citizens_by_provider: bool,
}

impl Policy {
    /// Whether somebody must have a second factor for a role held now.
    pub(crate) fn needs_second_factor(&self, actor: &Actor) -> bool {
        self.second_factor_roles.iter().any(|role| actor.has_role(*role))
    }
}

/// How wrong tries are slowed down, for one login and for one network address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// Wrong tries at one login after which the next must wait.
    pub free_tries: u32,
    /// The first wait; every further wrong try doubles it.
    pub first_wait: SignedDuration,
    /// Wrong tries at one login after which it is locked.
    pub tries_max: u32,
    /// How long the lock lasts, and how long tries of one address are added up.
    pub lock: SignedDuration,
    /// Wrong tries from one address after which it is locked. A centre sits behind one address.
    pub address_tries_max: u32,
}

impl Default for Lockout {
    fn default() -> Self {
        Self {
            free_tries: 5,
            first_wait: SignedDuration::from_secs(15),
            tries_max: 10,
            lock: SignedDuration::from_mins(15),
            address_tries_max: 60,
        }
    }
}

/// How long sessions last, by kind of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLengths {
    /// Officers sit at machines that others pass by.
    pub staff: SessionLength,
    /// Citizens type long forms at home.
    pub citizen: SessionLength,
}

impl Default for SessionLengths {
    fn default() -> Self {
        let hours = SignedDuration::from_hours;
        Self {
            staff: SessionLength { total: hours(8), idle: hours(2) },
            citizen: SessionLength { total: hours(12), idle: hours(12) },
        }
    }
}

impl SessionLengths {
    pub(crate) const fn of(&self, kind: AccountKind) -> SessionLength {
        match kind {
            AccountKind::Staff => self.staff,
            AccountKind::Citizen => self.citizen,
        }
    }
}

/// How long a session may last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLength {
    /// From sign-in, whatever happens.
    pub total: SignedDuration,
    /// Without a request.
    pub idle: SignedDuration,
}
