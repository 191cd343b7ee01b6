//! Accounts known to identity providers, and ways to a provider that are not finished.

use base::AccountId;
use db::Json;
use jiff::Timestamp;

use crate::{AccountKind, Identity};

db::row! {
    /// A way to a provider.
    pub(crate) struct Way {
        pub(crate) provider: AccountKind,
        pub(crate) nonce: String,
        pub(crate) verifier: String,
        pub(crate) next: String,
        pub(crate) identity: Option<Json<Identity>>,
    }
}

db::query! {
    pub(crate) fn insert_way(
        digest: &str, provider: AccountKind, state: &str, nonce: &str, verifier: &str, next: &str,
        expires_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_identification (digest, provider, state, nonce, verifier, next, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
}

db::query! {
    pub(crate) fn way(digest: &str, now: Timestamp) -> maybe Way =
        "SELECT provider, nonce, verifier, next, identity
         FROM access_identification
         WHERE digest = $1 AND expires_at > $2"
}

db::query! {
    /// Takes the way back; a second time there is none.
    pub(crate) fn come_back(digest: &str, state: &str, now: Timestamp) -> exec =
        "UPDATE access_identification SET state = '' WHERE digest = $1 AND state = $2 AND state <> '' AND expires_at > $3"
}

db::query! {
    pub(crate) fn keep_identity(digest: &str, identity: &Json<Identity>) -> exec_one =
        "UPDATE access_identification SET identity = $2 WHERE digest = $1"
}

db::query! {
    pub(crate) fn end_way(digest: &str) -> exec_one = "DELETE FROM access_identification WHERE digest = $1"
}

db::query! {
    pub(crate) fn forget_old_ways(now: Timestamp) -> exec = "DELETE FROM access_identification WHERE expires_at <= $1"
}

db::query! {
    /// The account that a provider's subject leads to.
    pub(crate) fn account_of_subject(provider: AccountKind, subject: &str) -> maybe AccountId =
        "SELECT account_id FROM access_identity WHERE provider = $1 AND subject = $2"
}

db::query! {
    pub(crate) fn insert_identity(
        provider: AccountKind, subject: &str, account: AccountId, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_identity (provider, subject, account_id, linked_at) VALUES ($1, $2, $3, $4)"
}

db::query! {
    /// Since when an account is known to its provider.
    pub(crate) fn linked_since(account: AccountId) -> maybe Timestamp =
        "SELECT linked_at FROM access_identity WHERE account_id = $1 ORDER BY linked_at LIMIT 1"
}

db::query! {
    pub(crate) fn delete_identity(account: AccountId) -> exec = "DELETE FROM access_identity WHERE account_id = $1"
}

db::query! {
    /// What the provider vouches for takes the place of what the person typed.
    pub(crate) fn take_over(account: AccountId, name: &str, personal_id: Option<&str>) -> exec_one =
        "UPDATE access_account SET name = $2, personal_id = COALESCE($3, personal_id) WHERE id = $1 AND kind = 'citizen'"
}

db::query! {
    /// A citizen's account that nobody has a password for.
    pub(crate) fn insert_identified(
        id: AccountId, name: &str, personal_id: Option<&str>, phone: Option<&str>, email: Option<&str>,
        password_hash: &str, now: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_account (id, kind, name, personal_id, phone, email, password_hash, password_valid_to,
           created_at)
         VALUES ($1, 'citizen', $2, $3, $4, $5, $6, $7, $7)"
}
