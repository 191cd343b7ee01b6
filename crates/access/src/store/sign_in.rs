//! Sign-ins that stand at a further step.

use base::AccountId;
use jiff::Timestamp;

db::row! {
    /// A sign-in that was begun.
    pub(crate) struct Begun {
        pub(crate) account: AccountId,
        pub(crate) factor_passed: bool,
        pub(crate) user_agent: String,
    }
}

db::query! {
    pub(crate) fn sign_in(digest: &str, now: Timestamp) -> maybe Begun =
        "SELECT account_id, factor_passed, user_agent FROM access_sign_in WHERE digest = $1 AND expires_at > $2"
}

db::query! {
    pub(crate) fn insert_sign_in(
        digest: &str, account: AccountId, now: Timestamp, expires_at: Timestamp, factor_passed: bool,
        user_agent: &str,
    ) -> exec_one =
        "INSERT INTO access_sign_in (digest, account_id, created_at, expires_at, factor_passed, user_agent)
         VALUES ($1, $2, $3, $4, $5, $6)"
}

db::query! {
    pub(crate) fn pass_factor(digest: &str) -> exec_one =
        "UPDATE access_sign_in SET factor_passed = TRUE WHERE digest = $1"
}

db::query! {
    pub(crate) fn end_sign_in(digest: &str) -> exec_one = "DELETE FROM access_sign_in WHERE digest = $1"
}

db::query! {
    /// Ends whatever was begun for an account, when its password or second factor is taken away.
    pub(crate) fn end_sign_ins(account: AccountId) -> exec = "DELETE FROM access_sign_in WHERE account_id = $1"
}

db::query! {
    pub(crate) fn forget_old_sign_ins(now: Timestamp) -> exec = "DELETE FROM access_sign_in WHERE expires_at <= $1"
}
