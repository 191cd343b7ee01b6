//! Second factors and recovery codes.

use base::AccountId;
use jiff::Timestamp;

db::row! {
    /// A second factor that counts.
    pub(crate) struct StoredFactor {
        pub(crate) secret: Vec<u8>,
        pub(crate) last_step: i64,
    }
}

db::query! {
    pub(crate) fn factor(account: AccountId) -> maybe StoredFactor =
        "SELECT secret, last_step FROM access_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL"
}

db::query! {
    /// Since when the account has a second factor.
    pub(crate) fn factor_since(account: AccountId) -> maybe Timestamp =
        "SELECT confirmed_at FROM access_factor WHERE account_id = $1 AND confirmed_at IS NOT NULL"
}

db::query! {
    pub(crate) fn proposed_secret(account: AccountId) -> maybe Vec<u8> =
        "SELECT secret FROM access_factor WHERE account_id = $1 AND confirmed_at IS NULL"
}

db::query! {
    /// A secret that waits stays, and so does one that counts.
    pub(crate) fn propose_factor(account: AccountId, secret: &[u8], now: Timestamp) -> exec =
        "INSERT INTO access_factor (account_id, secret, created_at, last_step) VALUES ($1, $2, $3, 0)
         ON CONFLICT (account_id) DO NOTHING"
}

db::query! {
    pub(crate) fn delete_proposed_factor(account: AccountId) -> exec =
        "DELETE FROM access_factor WHERE account_id = $1 AND confirmed_at IS NULL"
}

db::query! {
    pub(crate) fn confirm_factor(account: AccountId, now: Timestamp, step: i64) -> exec_one =
        "UPDATE access_factor SET confirmed_at = $2, last_step = $3 WHERE account_id = $1 AND confirmed_at IS NULL"
}

db::query! {
    /// Uses a code up; changes nothing when it, or a later one, was used before.
    pub(crate) fn use_step(account: AccountId, step: i64) -> exec =
        "UPDATE access_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2"
}

db::query! {
    pub(crate) fn delete_factor(account: AccountId) -> exec = "DELETE FROM access_factor WHERE account_id = $1"
}

db::query! {
    pub(crate) fn insert_recovery_code(account: AccountId, digest: &str) -> exec_one =
        "INSERT INTO access_recovery_code (account_id, digest) VALUES ($1, $2)"
}

db::query! {
    pub(crate) fn use_recovery_code(account: AccountId, digest: &str, now: Timestamp) -> exec =
        "UPDATE access_recovery_code SET used_at = $3 WHERE account_id = $1 AND digest = $2 AND used_at IS NULL"
}

db::query! {
    pub(crate) fn recovery_codes_left(account: AccountId) -> one i64 =
        "SELECT count(*) FROM access_recovery_code WHERE account_id = $1 AND used_at IS NULL"
}

db::query! {
    pub(crate) fn delete_recovery_codes(account: AccountId) -> exec =
        "DELETE FROM access_recovery_code WHERE account_id = $1"
}
