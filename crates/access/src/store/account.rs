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
        pub(crate) created_at: Timestamp,
    }
}

db::query! {
    /// The open account that is called so.
    pub(crate) fn candidate(login: &str) -> maybe Candidate =
        "SELECT a.id, a.kind, a.name, a.staff_id, a.password_hash, a.created_at
         FROM access_login l
         JOIN access_account a ON a.id = l.account_id
         WHERE l.login = $1 AND a.closed_at IS NULL"
}

db::query! {
    /// The open account with this identifier.
    pub(crate) fn candidate_by_id(account: AccountId) -> maybe Candidate =
        "SELECT id, kind, name, staff_id, password_hash, created_at
         FROM access_account
         WHERE id = $1 AND closed_at IS NULL"
}

db::query! {
    /// A name the account is called by; the first when there are several.
    pub(crate) fn login_of(account: AccountId) -> maybe String =
        "SELECT login FROM access_login WHERE account_id = $1 ORDER BY login LIMIT 1"
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
    pub(crate) fn set_password(account: AccountId, password_hash: &str) -> exec_one =
        "UPDATE access_account SET password_hash = $2 WHERE id = $1 AND closed_at IS NULL"
}
