//! Open sessions.

use base::{AccountId, StaffId};
use jiff::Timestamp;

use crate::AccountKind;

db::row! {
    /// A session with the account it belongs to.
    pub(crate) struct SessionRow {
        pub(crate) csrf: String,
        pub(crate) seen_at: Timestamp,
        pub(crate) expires_at: Timestamp,
        pub(crate) account: AccountId,
        pub(crate) kind: AccountKind,
        pub(crate) name: String,
        pub(crate) staff: Option<StaffId>,
        pub(crate) account_created_at: Timestamp,
        pub(crate) second_factor: bool,
    }
}

db::row! {
    /// A session as its owner sees it.
    pub(crate) struct OpenSession {
        pub(crate) digest: String,
        pub(crate) created_at: Timestamp,
        pub(crate) seen_at: Timestamp,
        pub(crate) expires_at: Timestamp,
        pub(crate) user_agent: String,
        pub(crate) address: String,
    }
}

db::query! {
    pub(crate) fn session(digest: &str) -> maybe SessionRow =
        "SELECT s.csrf, s.seen_at, s.expires_at, a.id, a.kind, a.name, a.staff_id, a.created_at, s.second_factor
         FROM access_session s
         JOIN access_account a ON a.id = s.account_id
         WHERE s.digest = $1 AND a.closed_at IS NULL"
}

db::query! {
    pub(crate) fn insert_session(
        digest: &str, account: AccountId, csrf: &str, now: Timestamp, expires_at: Timestamp, user_agent: &str,
        address: &str, second_factor: bool,
    ) -> exec_one =
        "INSERT INTO access_session
           (digest, account_id, csrf, created_at, seen_at, expires_at, user_agent, address, second_factor)
         VALUES ($1, $2, $3, $4, $4, $5, $6, $7, $8)"
}

db::query! {
    pub(crate) fn see_session(digest: &str, now: Timestamp) -> exec =
        "UPDATE access_session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2"
}

db::query! {
    /// The sessions of an account, the last used first.
    pub(crate) fn sessions(account: AccountId, now: Timestamp) -> many OpenSession =
        "SELECT digest, created_at, seen_at, expires_at, user_agent, address
         FROM access_session
         WHERE account_id = $1 AND expires_at > $2
         ORDER BY seen_at DESC, digest
         LIMIT 100"
}

db::query! {
    /// Ends one session of an account; the account is named so that nobody ends another's.
    pub(crate) fn end_session(account: AccountId, digest: &str) -> exec =
        "DELETE FROM access_session WHERE account_id = $1 AND digest = $2"
}

db::query! {
    /// Notes that a second factor was shown in this session.
    pub(crate) fn mark_second_factor(digest: &str) -> exec =
        "UPDATE access_session SET second_factor = TRUE WHERE digest = $1"
}

db::query! {
    pub(crate) fn end_all_sessions(account: AccountId) -> exec = "DELETE FROM access_session WHERE account_id = $1"
}

db::query! {
    pub(crate) fn end_other_sessions(account: AccountId, digest: &str) -> exec =
        "DELETE FROM access_session WHERE account_id = $1 AND digest <> $2"
}

db::query! {
    /// Makes room for a new session: expired ones go, and the oldest beyond the number kept.
    pub(crate) fn end_old_sessions(account: AccountId, now: Timestamp, kept: i64) -> exec =
        "DELETE FROM access_session
         WHERE account_id = $1
           AND (expires_at <= $2 OR digest NOT IN (
             SELECT k.digest FROM access_session k
             WHERE k.account_id = $1 AND k.expires_at > $2
             ORDER BY k.created_at DESC, k.digest
             LIMIT $3))"
}
