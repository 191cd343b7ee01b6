//! Passkeys, and what devices were asked to sign.

use base::AccountId;
use jiff::Timestamp;

db::row! {
    /// A passkey as its owner sees it.
    pub(crate) struct PasskeyRow {
        pub(crate) credential: String,
        pub(crate) name: String,
        pub(crate) created_at: Timestamp,
        pub(crate) used_at: Option<Timestamp>,
    }
}

db::row! {
    /// What an answer of a device is checked with.
    pub(crate) struct StoredKey {
        pub(crate) account: AccountId,
        pub(crate) public_key: Vec<u8>,
        pub(crate) counter: i64,
    }
}

db::query! {
    pub(crate) fn passkeys(account: AccountId) -> many PasskeyRow =
        "SELECT credential, name, created_at, used_at
         FROM access_passkey
         WHERE account_id = $1
         ORDER BY created_at, credential
         LIMIT 100"
}

db::query! {
    /// Since when the account has a passkey.
    pub(crate) fn passkey_since(account: AccountId) -> one Option<Timestamp> =
        "SELECT min(created_at) FROM access_passkey WHERE account_id = $1"
}

db::query! {
    pub(crate) fn passkey(credential: &str) -> maybe StoredKey =
        "SELECT account_id, public_key, counter FROM access_passkey WHERE credential = $1"
}

db::query! {
    /// A key that somebody has already stays as it is.
    pub(crate) fn insert_passkey(
        credential: &str, account: AccountId, name: &str, public_key: &[u8], counter: i64, now: Timestamp,
    ) -> exec =
        "INSERT INTO access_passkey (credential, account_id, name, public_key, counter, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (credential) DO NOTHING"
}

db::query! {
    /// Notes the counter a device told; changes nothing when another answer told as much in the meantime.
    pub(crate) fn use_passkey(credential: &str, counter: i64, now: Timestamp) -> exec =
        "UPDATE access_passkey SET counter = $2, used_at = $3
         WHERE credential = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))"
}

db::query! {
    /// Removes a passkey; the account is named so that nobody removes another's.
    pub(crate) fn delete_passkey(account: AccountId, credential: &str) -> exec =
        "DELETE FROM access_passkey WHERE account_id = $1 AND credential = $2"
}

db::query! {
    pub(crate) fn delete_passkeys(account: AccountId) -> exec = "DELETE FROM access_passkey WHERE account_id = $1"
}

db::query! {
    /// Lets whoever else changes the factors of an account wait until this transaction is over.
    pub(crate) fn hold_factors(account: AccountId) -> exec_one =
        "UPDATE access_account SET kind = kind WHERE id = $1"
}

db::query! {
    pub(crate) fn insert_challenge(digest: &str, purpose: &str, asked_of: &str, expires_at: Timestamp) -> exec_one =
        "INSERT INTO access_passkey_challenge (digest, purpose, asked_of, expires_at) VALUES ($1, $2, $3, $4)"
}

db::query! {
    /// Takes a challenge back; a second time there is none.
    pub(crate) fn take_challenge(digest: &str, purpose: &str, asked_of: &str, now: Timestamp) -> exec =
        "DELETE FROM access_passkey_challenge
         WHERE digest = $1 AND purpose = $2 AND asked_of = $3 AND expires_at > $4"
}

db::query! {
    pub(crate) fn forget_old_challenges(now: Timestamp) -> exec =
        "DELETE FROM access_passkey_challenge WHERE expires_at <= $1"
}
