//! Bearer tokens of outside systems.

use base::{ApiTokenId, Role};
use jiff::Timestamp;

use crate::grant::StoredScope;

db::row! {
    /// A token as it is kept.
    pub(crate) struct StoredToken {
        pub(crate) id: ApiTokenId,
        pub(crate) name: String,
        pub(crate) role: Role,
        pub(crate) scope: StoredScope,
        pub(crate) created_at: Timestamp,
        pub(crate) valid_to: Option<Timestamp>,
    }
}

db::query! {
    /// The token, when it is not withdrawn or over.
    pub(crate) fn token(digest: &str, now: Timestamp) -> maybe StoredToken =
        "SELECT id, name, role, scope, created_at, valid_to
         FROM access_token
         WHERE digest = $1 AND revoked_at IS NULL AND (valid_to IS NULL OR valid_to > $2)"
}

db::query! {
    /// The tokens that open something, by name.
    pub(crate) fn tokens(now: Timestamp) -> many StoredToken =
        "SELECT id, name, role, scope, created_at, valid_to
         FROM access_token
         WHERE revoked_at IS NULL AND (valid_to IS NULL OR valid_to > $1)
         ORDER BY name, id
         LIMIT 1000"
}

db::query! {
    pub(crate) fn insert_token(
        id: ApiTokenId, digest: &str, name: &str, role: Role, scope: StoredScope, now: Timestamp,
        valid_to: Option<Timestamp>,
    ) -> exec_one =
        "INSERT INTO access_token (id, digest, name, role, scope, created_at, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7)"
}

db::query! {
    /// Withdraws a token and says what it was called.
    pub(crate) fn revoke_token(id: ApiTokenId, now: Timestamp) -> maybe String =
        "UPDATE access_token SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL RETURNING name"
}
