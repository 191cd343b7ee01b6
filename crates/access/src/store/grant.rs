//! Roles given to accounts.

use base::{AccountId, Grant, Role, StaffId};
use jiff::Timestamp;

use crate::grant::StoredScope;

db::row! {
    /// One grant.
    pub(crate) struct GrantRow {
        pub(crate) role: Role,
        pub(crate) scope: StoredScope,
        pub(crate) valid_from: Timestamp,
        pub(crate) valid_to: Option<Timestamp>,
    }
}

db::row! {
    /// One grant with the paper it rests on.
    pub(crate) struct GrantLine {
        pub(crate) role: Role,
        pub(crate) scope: StoredScope,
        pub(crate) valid_from: Timestamp,
        pub(crate) valid_to: Option<Timestamp>,
        pub(crate) decision_no: String,
        pub(crate) granted_by: Option<String>,
    }
}

impl GrantLine {
    /// The grant alone.
    pub(crate) fn grant(&self) -> Grant {
        Grant { role: self.role, scope: self.scope.0, valid_from: self.valid_from, valid_to: self.valid_to }
    }
}

db::query! {
    /// Every grant of an account, the latest first; whoever gave it by name, when it was a person.
    pub(crate) fn grant_lines(account: AccountId) -> many GrantLine =
        "SELECT g.role, g.scope, g.valid_from, g.valid_to, g.decision_no, b.name
         FROM access_grant g
         LEFT JOIN access_account b ON b.id = g.granted_by
         WHERE g.account_id = $1
         ORDER BY g.valid_from DESC, g.role, g.scope
         LIMIT 1000"
}

db::query! {
    /// Ends one grant now; one that has not begun gets an empty term.
    pub(crate) fn end_grant_begun(
        account: AccountId, role: Role, scope: StoredScope, valid_from: Timestamp, now: Timestamp,
    ) -> exec =
        "UPDATE access_grant SET valid_to = CASE WHEN valid_from > $5 THEN valid_from ELSE $5 END
         WHERE account_id = $1 AND role = $2 AND scope = $3 AND valid_from = $4
           AND (valid_to IS NULL OR (valid_to > $5 AND valid_to > valid_from))"
}

db::query! {
    /// The roles an account holds now.
    pub(crate) fn grants(account: AccountId, now: Timestamp) -> many GrantRow =
        "SELECT role, scope, valid_from, valid_to
         FROM access_grant
         WHERE account_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)
         ORDER BY role, scope
         LIMIT 1000"
}

db::query! {
    /// The roles an account holds now because an import gave them.
    pub(crate) fn imported_grants(account: AccountId, importer: AccountId, now: Timestamp) -> many GrantRow =
        "SELECT role, scope, valid_from, valid_to
         FROM access_grant
         WHERE account_id = $1 AND granted_by = $2 AND decision_no = ''
           AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)
         ORDER BY role, scope
         LIMIT 1000"
}

db::query! {
    pub(crate) fn insert_grant(
        account: AccountId, role: Role, scope: StoredScope, valid_from: Timestamp, valid_to: Option<Timestamp>,
        granted_by: AccountId, decision_no: &str,
    ) -> exec =
        "INSERT INTO access_grant (account_id, role, scope, valid_from, valid_to, granted_by, decision_no)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (account_id, role, scope, valid_from) DO NOTHING"
}

db::query! {
    pub(crate) fn end_grant(account: AccountId, role: Role, scope: StoredScope, now: Timestamp) -> exec =
        "UPDATE access_grant SET valid_to = $4
         WHERE account_id = $1 AND role = $2 AND scope = $3
           AND valid_from <= $4 AND (valid_to IS NULL OR valid_to > $4)"
}

db::query! {
    /// The officers who hold a role with exactly this reach.
    pub(crate) fn holders(role: Role, scope: StoredScope, now: Timestamp) -> many StaffId =
        "SELECT DISTINCT a.staff_id
         FROM access_grant g
         JOIN access_account a ON a.id = g.account_id
         WHERE g.role = $1 AND g.scope = $2 AND g.valid_from <= $3 AND (g.valid_to IS NULL OR g.valid_to > $3)
           AND a.staff_id IS NOT NULL AND a.closed_at IS NULL
         ORDER BY a.staff_id
         LIMIT 1000"
}
