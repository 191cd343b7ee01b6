//! Pages of this crate: signing in and out, making an account, one's own account.

mod account;
mod registration;
mod sign_in;

use base::{Actor, Role};
use web::{Gate, Limit, Routes, Sentence};

use crate::{Access, PasswordFault};

/// Sign-ins from one network address. A centre with a hundred officers behind one address opens at
/// half past seven; a guesser wants thousands.
const SIGN_IN_LIMIT: Limit = Limit { name: "access.sign_in", times: 200, seconds: 300 };

/// New accounts from one network address. A helper's table registers some dozens an hour; somebody
/// who wants to know which numbers have accounts needs millions.
const REGISTRATION_LIMIT: Limit = Limit { name: "access.registration", times: 60, seconds: 3600 };

/// The routes of this crate.
#[must_use]
pub fn routes(access: Access) -> Routes {
    Routes::new("access")
        .get("access.sign_in", "/dang-nhap", Gate::Public, sign_in::show)
        .post("access.open_session", "/dang-nhap", Gate::Public, sign_in::submit)
        .post("access.sign_out", "/dang-xuat", Gate::SignedIn, sign_in::sign_out)
        .get("access.registration", "/dang-ky", Gate::Public, registration::show)
        .post("access.register", "/dang-ky", Gate::Public, registration::submit)
        .get("access.account", "/tai-khoan", Gate::SignedIn, account::show)
        .post("access.end_session", "/tai-khoan/ket-thuc-phien", Gate::SignedIn, account::end_session)
        .post("access.end_other_sessions", "/tai-khoan/ket-thuc-phien-khac", Gate::SignedIn, account::end_others)
        .post("access.change_password", "/tai-khoan/mat-khau", Gate::SignedIn, account::change_password)
        .with_state(access)
}

/// The page somebody wants first. Who only administers has no desk of dossiers.
fn landing(actor: &Actor) -> &'static str {
    let has_desk = actor.grants.iter().any(|grant| grant.role != Role::Administrator);
    match actor.is_staff() {
        true if has_desk => "/ban-lam-viec",
        true => "/tai-khoan",
        false => "/ho-so-cua-toi",
    }
}

/// What to say about a password that was refused.
fn fault_sentence(fault: PasswordFault) -> Sentence {
    match fault {
        PasswordFault::TooShort { min } => Sentence::new("access-error-password-short").with("n", min),
        PasswordFault::TooLong => Sentence::new("access-error-password-long"),
        PasswordFault::IsLogin => Sentence::new("access-error-password-login"),
        PasswordFault::Common => Sentence::new("access-error-password-common"),
    }
}

/// Minutes to wait, as people are told: never 0.
const fn minutes(seconds: u32) -> u32 {
    seconds.div_ceil(60)
}

#[cfg(test)]
mod tests;
