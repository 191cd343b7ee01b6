//! Pages of this crate: signing in and out with its steps, making an account, one's own account, and
//! the accounts of officers for administrators.

mod account;
mod delegation;
mod delegations;
mod factor;
mod identification;
mod officer;
mod officer_act;
mod officers;
mod passkey;
mod passkey_answer;
mod passkey_entry;
mod registration;
mod set_up;
mod sign_in;
mod step;

use std::sync::Arc;

use base::{Actor, Role};
use web::{Gate, Limit, Routes, Sentence};

use crate::{Access, Action, PasswordFault, Procedures, allowed};

/// Sign-ins from one network address. A centre with a hundred officers behind one address opens at
/// half past seven; a guesser wants thousands.
const SIGN_IN_LIMIT: Limit = Limit { name: "access.sign_in", times: 200, seconds: 300 };

/// New accounts from one network address. A helper's table registers some dozens an hour; somebody
/// who wants to know which numbers have accounts needs millions.
const REGISTRATION_LIMIT: Limit = Limit { name: "access.registration", times: 60, seconds: 3600 };

/// Who manages the accounts of officers.
const ADMINISTRATORS: Gate = Gate::Roles(allowed(Action::ManageAccounts));

/// The routes of this crate.
#[must_use]
pub fn routes(access: Access) -> Routes {
    own().merge(passkeys()).merge(administration()).with_state(access)
}

/// The routes of the register of delegations, which asks whoever knows the procedures.
#[must_use]
pub fn delegation_routes(access: Access, procedures: Arc<dyn Procedures>) -> Routes {
    let (see, manage) =
        (Gate::Roles(allowed(Action::ReadDelegations)), Gate::Roles(allowed(Action::ManageDelegations)));
    Routes::new("access")
        .get("access.delegations", delegations::ADDRESS, see, delegations::show)
        .post("access.delegate", delegations::ADDRESS, manage, delegations::add)
        .get("access.delegation", "/quan-tri/uy-quyen/{id}", see, delegation::show)
        .post("access.end_delegation", "/quan-tri/uy-quyen/{id}/ket-thuc", manage, delegation::end)
        .with_state(delegations::Register { access, procedures })
}

fn administration() -> Routes<Access> {
    Routes::new("access")
        .get("access.officers", "/quan-tri/nguoi-dung", ADMINISTRATORS, officers::show)
        .get("access.officer", "/quan-tri/nguoi-dung/{id}", ADMINISTRATORS, officer::show)
        .post("access.appoint", "/quan-tri/nguoi-dung/{id}/giao-vai-tro", ADMINISTRATORS, officer_act::appoint)
        .post("access.dismiss", "/quan-tri/nguoi-dung/{id}/ket-thuc-vai-tro", ADMINISTRATORS, officer_act::dismiss)
        .post("access.make_account", "/quan-tri/nguoi-dung/{id}/tai-khoan", ADMINISTRATORS, officer_act::make_account)
        .post(
            "access.make_first_password",
            "/quan-tri/nguoi-dung/{id}/mat-khau",
            ADMINISTRATORS,
            officer_act::make_first_password,
        )
        .post("access.unlock", "/quan-tri/nguoi-dung/{id}/mo-khoa", ADMINISTRATORS, officer_act::unlock)
        .post(
            "access.end_sessions",
            "/quan-tri/nguoi-dung/{id}/ket-thuc-phien",
            ADMINISTRATORS,
            officer_act::end_sessions,
        )
        .post(
            "access.reset_factor",
            "/quan-tri/nguoi-dung/{id}/xac-thuc-hai-buoc",
            ADMINISTRATORS,
            officer_act::reset_factor,
        )
        .post("access.close_account", "/quan-tri/nguoi-dung/{id}/ngung", ADMINISTRATORS, officer_act::close)
        .post("access.reopen_account", "/quan-tri/nguoi-dung/{id}/mo-lai", ADMINISTRATORS, officer_act::reopen)
}

fn passkeys() -> Routes<Access> {
    const STEP: &str = "/dang-nhap/ma-xac-thuc/khoa-truy-cap";
    const STEP_CHALLENGE: &str = "/dang-nhap/ma-xac-thuc/khoa-truy-cap/thach-thuc";
    Routes::new("access")
        .post("access.ask_passkey", "/dang-nhap/khoa-truy-cap/thach-thuc", Gate::Public, passkey_entry::ask)
        .post("access.open_by_passkey", "/dang-nhap/khoa-truy-cap", Gate::Public, passkey_entry::submit)
        .post("access.ask_step_passkey", STEP_CHALLENGE, Gate::Public, passkey_entry::ask_step)
        .post("access.pass_by_passkey", STEP, Gate::Public, passkey_entry::submit_step)
        .get("access.passkeys", "/tai-khoan/khoa-truy-cap", Gate::Staff, passkey::show)
        .post("access.ask_new_passkey", "/tai-khoan/khoa-truy-cap/thach-thuc", Gate::Staff, passkey::ask)
        .post("access.add_passkey", "/tai-khoan/khoa-truy-cap", Gate::Staff, passkey::add)
        .post("access.remove_passkey", "/tai-khoan/khoa-truy-cap/go-bo", Gate::Staff, passkey::remove)
}

fn own() -> Routes<Access> {
    Routes::new("access")
        .get("access.sign_in", "/dang-nhap", Gate::Public, sign_in::show)
        .post("access.open_session", "/dang-nhap", Gate::Public, sign_in::submit)
        .post("access.sign_out", "/dang-xuat", Gate::SignedIn, sign_in::sign_out)
        .get("access.code", "/dang-nhap/ma-xac-thuc", Gate::Public, step::show_code)
        .post("access.check_code", "/dang-nhap/ma-xac-thuc", Gate::Public, step::submit_code)
        .get("access.first_password", "/dang-nhap/mat-khau-moi", Gate::Public, step::show_password)
        .post("access.replace_first_password", "/dang-nhap/mat-khau-moi", Gate::Public, step::submit_password)
        .get("access.factor_demanded", "/dang-nhap/xac-thuc-hai-buoc", Gate::Public, step::show_set_up)
        .post("access.set_up_factor_demanded", "/dang-nhap/xac-thuc-hai-buoc", Gate::Public, step::submit_set_up)
        .get("access.depart", "/dinh-danh/di", Gate::Public, identification::depart)
        .get("access.arrive", "/dinh-danh/ve", Gate::Public, identification::arrive)
        .get("access.choose_account", "/dinh-danh/tai-khoan", Gate::Public, identification::show)
        .post("access.make_identified", "/dinh-danh/tai-khoan-moi", Gate::Public, identification::make)
        .post("access.link_identity", "/dinh-danh/lien-ket", Gate::Citizen, identification::link)
        .post("access.unlink_identity", "/tai-khoan/dinh-danh/go-bo", Gate::Citizen, identification::unlink)
        .get("access.registration", "/dang-ky", Gate::Public, registration::show)
        .post("access.register", "/dang-ky", Gate::Public, registration::submit)
        .get("access.account", "/tai-khoan", Gate::SignedIn, account::show)
        .post("access.end_session", "/tai-khoan/ket-thuc-phien", Gate::SignedIn, account::end_session)
        .post("access.end_other_sessions", "/tai-khoan/ket-thuc-phien-khac", Gate::SignedIn, account::end_others)
        .post("access.change_password", "/tai-khoan/mat-khau", Gate::SignedIn, account::change_password)
        .get("access.factor", "/tai-khoan/xac-thuc-hai-buoc", Gate::SignedIn, factor::show)
        .post("access.begin_factor", "/tai-khoan/xac-thuc-hai-buoc", Gate::SignedIn, factor::begin)
        .post("access.finish_factor", "/tai-khoan/xac-thuc-hai-buoc/xac-nhan", Gate::SignedIn, factor::finish)
        .post("access.renew_codes", "/tai-khoan/xac-thuc-hai-buoc/ma-du-phong", Gate::SignedIn, factor::renew)
        .post("access.remove_factor", "/tai-khoan/xac-thuc-hai-buoc/go-bo", Gate::SignedIn, factor::remove)
}

/// The page somebody wants first. Who only administers has no desk of dossiers.
fn landing(actor: &Actor) -> &'static str {
    let has_desk = actor.grants.iter().any(|grant| grant.role != Role::Administrator);
    match actor.is_staff() {
        true if has_desk => "/ban-lam-viec",
        true => officers::ADDRESS,
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
        PasswordFault::Unchanged => Sentence::new("access-error-password-unchanged"),
    }
}

/// How long to wait, as people are told: short waits in seconds, a lock in minutes.
fn wait_sentence(seconds: u32) -> Sentence {
    match seconds {
        0..120 => Sentence::new("access-error-wait").with("n", seconds),
        120.. => Sentence::new("access-error-locked").with("n", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests;
