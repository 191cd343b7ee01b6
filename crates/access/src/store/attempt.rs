//! Tries to sign in: by login, by address, by account for the second factor.

use jiff::Timestamp;

db::query! {
    /// Tries under one key, held until the transaction ends: two tries at once take turns.
    pub(crate) fn hold_tries(key: &str, now: Timestamp) -> one (i64, Option<Timestamp>, Timestamp) =
        "INSERT INTO access_attempt (login_digest, tries, window_ends_at) VALUES ($1, 0, $2)
         ON CONFLICT (login_digest) DO UPDATE SET tries = access_attempt.tries
         RETURNING tries, blocked_until, window_ends_at"
}

db::query! {
    /// Tries under one key, to be shown.
    pub(crate) fn tries(key: &str) -> maybe (i64, Option<Timestamp>, Timestamp) =
        "SELECT tries, blocked_until, window_ends_at FROM access_attempt WHERE login_digest = $1"
}

db::query! {
    pub(crate) fn put_tries(
        key: &str, tries: i64, blocked_until: Option<Timestamp>, window_ends_at: Timestamp,
    ) -> exec_one =
        "UPDATE access_attempt SET tries = $2, blocked_until = $3, window_ends_at = $4 WHERE login_digest = $1"
}

db::query! {
    pub(crate) fn forget_tries(key: &str) -> exec = "DELETE FROM access_attempt WHERE login_digest = $1"
}

db::query! {
    /// Forgets everything whose time is over.
    pub(crate) fn forget_old_tries(now: Timestamp) -> exec = "DELETE FROM access_attempt WHERE window_ends_at <= $1"
}
