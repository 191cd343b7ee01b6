//! Accounts and what they can be called by.

use base::{AccountId, StaffId};
use jiff::Timestamp;

use crate::{AccountKind, Profile};

db::row! {
    /// What sign-in needs to know.
    pub(crate) struct Candidate {
        pub(crate) id: AccountId,
        pub(crate) kind: AccountKind,
        pub(crate) name: String,
        pub(crate) staff: Option<StaffId>,
        pub(crate) password_hash: String,
        pub(crate) password_valid_to: Option<Timestamp>,
        pub(crate) created_at: Timestamp,
    }
}

impl Candidate {
    /// Whether the password may still be used: one made by somebody else lapses.
    pub(crate) fn password_holds_at(&self, now: Timestamp) -> bool {
        self.password_valid_to.is_none_or(|end| now < end)
    }
}

db::query! {
    /// The open account that is called so.
    pub(crate) fn candidate(login: &str) -> maybe Candidate =
        "SELECT a.id, a.kind, a.name, a.staff_id, a.password_hash, a.password_valid_to, a.created_at
         FROM access_login l
         JOIN access_account a ON a.id = l.account_id
         WHERE l.login = $1 AND a.closed_at IS NULL"
}

db::query! {
    /// The open account with this identifier.
    pub(crate) fn candidate_by_id(account: AccountId) -> maybe Candidate =
        "SELECT id, kind, name, staff_id, password_hash, password_valid_to, created_at
         FROM access_account
         WHERE id = $1 AND closed_at IS NULL"
}

db::query! {
    /// A name the account is called by; the first when there are several.
    pub(crate) fn login_of(account: AccountId) -> maybe String =
        "SELECT login FROM access_login WHERE account_id = $1 ORDER BY login LIMIT 1"
}

db::row! {
    /// The account of an officer as administrators see it.
    pub(crate) struct AccountState {
        pub(crate) id: AccountId,
        pub(crate) created_at: Timestamp,
        pub(crate) closed_at: Option<Timestamp>,
        pub(crate) must_change_password: bool,
        pub(crate) password_valid_to: Option<Timestamp>,
    }
}

db::query! {
    pub(crate) fn account_state(staff: StaffId) -> maybe AccountState =
        "SELECT id, created_at, closed_at, must_change_password, password_valid_to
         FROM access_account
         WHERE staff_id = $1"
}

db::query! {
    pub(crate) fn close_account(account: AccountId, now: Timestamp) -> exec_one =
        "UPDATE access_account SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL"
}

db::query! {
    pub(crate) fn reopen_account(account: AccountId) -> exec_one =
        "UPDATE access_account SET closed_at = NULL WHERE id = $1 AND closed_at IS NOT NULL"
}

db::query! {
    /// The account of an officer.
    pub(crate) fn account_of_staff(staff: StaffId) -> maybe AccountId =
        "SELECT id FROM access_account WHERE staff_id = $1"
}

db::query! {
    pub(crate) fn insert_staff_account(
        id: AccountId, name: &str, staff: StaffId, password_hash: &str, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_account (id, kind, name, staff_id, password_hash, created_at)
         VALUES ($1, 'staff', $2, $3, $4, $5)"
}

db::query! {
    pub(crate) fn insert_citizen(
        id: AccountId, name: &str, personal_id: Option<&str>, phone: Option<&str>, email: Option<&str>,
        password_hash: &str, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_account (id, kind, name, personal_id, phone, email, password_hash, created_at)
         VALUES ($1, 'citizen', $2, $3, $4, $5, $6, $7)"
}

db::query! {
    pub(crate) fn insert_login(login: &str, account: AccountId) -> exec_one =
        "INSERT INTO access_login (login, account_id) VALUES ($1, $2)"
}

db::query! {
    /// The person behind a citizen's account.
    pub(crate) fn profile(account: AccountId) -> maybe Profile =
        "SELECT id, name, personal_id, phone, email, address, born_on
         FROM access_account
         WHERE id = $1 AND kind = 'citizen'"
}

db::query! {
    /// A password of one's own.
    pub(crate) fn set_password(account: AccountId, password_hash: &str) -> exec_one =
        "UPDATE access_account SET password_hash = $2, must_change_password = FALSE, password_valid_to = NULL
         WHERE id = $1 AND closed_at IS NULL"
}

db::query! {
    /// A password that somebody else made.
    pub(crate) fn set_first_password(account: AccountId, password_hash: &str, valid_to: Timestamp) -> exec_one =
        "UPDATE access_account SET password_hash = $2, must_change_password = TRUE, password_valid_to = $3
         WHERE id = $1 AND closed_at IS NULL"
}

db::query! {
    /// Whoever has exactly this stored password must change it: those whom one import gave it.
    pub(crate) fn demand_new_password(password_hash: &str) -> exec =
        "UPDATE access_account SET must_change_password = TRUE WHERE password_hash = $1"
}

db::query! {
    pub(crate) fn must_change_password(account: AccountId) -> one bool =
        "SELECT must_change_password FROM access_account WHERE id = $1"
}

db::query! {
    /// Every name the account is called by.
    pub(crate) fn logins_of(account: AccountId) -> many String =
        "SELECT login FROM access_login WHERE account_id = $1 ORDER BY login LIMIT 100"
}
