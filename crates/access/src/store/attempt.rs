//! Tries to sign in.

use jiff::Timestamp;

db::query! {
    /// Tries of one login and when they are forgotten.
    pub(crate) fn tries(login_digest: &str) -> maybe (i64, Timestamp) =
        "SELECT tries, window_ends_at FROM access_attempt WHERE login_digest = $1"
}

db::query! {
    pub(crate) fn put_tries(login_digest: &str, tries: i64, window_ends_at: Timestamp) -> exec_one =
        "INSERT INTO access_attempt (login_digest, tries, window_ends_at) VALUES ($1, $2, $3)
         ON CONFLICT (login_digest) DO UPDATE SET tries = excluded.tries, window_ends_at = excluded.window_ends_at"
}

db::query! {
    pub(crate) fn forget_tries(login_digest: &str) -> exec = "DELETE FROM access_attempt WHERE login_digest = $1"
}

db::query! {
    /// Forgets every login whose window is over.
    pub(crate) fn forget_old_tries(now: Timestamp) -> exec = "DELETE FROM access_attempt WHERE window_ends_at <= $1"
}
