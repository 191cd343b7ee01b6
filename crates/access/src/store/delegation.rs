//! Delegations of the power to sign.

use base::{AgencyId, DelegationId, StaffId};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::Capacity;

db::row! {
    /// One delegation; the procedures it names stand in a table of their own.
    pub(crate) struct DelegationRow {
        pub(crate) id: DelegationId,
        pub(crate) delegator: StaffId,
        pub(crate) delegate: StaffId,
        pub(crate) agency: AgencyId,
        pub(crate) capacity: Capacity,
        pub(crate) cover: String,
        pub(crate) field: String,
        pub(crate) document_no: String,
        pub(crate) from: Date,
        pub(crate) to: Option<Date>,
        pub(crate) granted_from: Timestamp,
        pub(crate) ended_at: Option<Timestamp>,
        pub(crate) end_reason: String,
        pub(crate) recorded_by: String,
    }
}

db::query! {
    /// Every delegation there is and was, the latest first.
    pub(crate) fn all_delegations() -> many DelegationRow =
        "SELECT id, delegator_id, delegate_id, agency_id, capacity, cover, field, document_no, valid_from, valid_to,
                granted_from, ended_at, end_reason, recorded_by
         FROM access_delegation
         ORDER BY valid_from DESC, id
         LIMIT 10000"
}

db::query! {
    /// Delegations to an officer, past ones too, the latest first.
    pub(crate) fn delegations_to(delegate: StaffId) -> many DelegationRow =
        "SELECT id, delegator_id, delegate_id, agency_id, capacity, cover, field, document_no, valid_from, valid_to,
                granted_from, ended_at, end_reason, recorded_by
         FROM access_delegation
         WHERE delegate_id = $1
         ORDER BY valid_from DESC, id
         LIMIT 1000"
}

db::query! {
    /// One delegation.
    pub(crate) fn delegation(id: DelegationId) -> maybe DelegationRow =
        "SELECT id, delegator_id, delegate_id, agency_id, capacity, cover, field, document_no, valid_from, valid_to,
                granted_from, ended_at, end_reason, recorded_by
         FROM access_delegation WHERE id = $1"
}

db::query! {
    /// The procedures a delegation names, with their fields.
    pub(crate) fn delegated_procedures(delegation: DelegationId) -> many (String, String) =
        "SELECT procedure_code, field FROM access_delegation_procedure
         WHERE delegation_id = $1 ORDER BY procedure_code LIMIT 10000"
}

db::query! {
    pub(crate) fn insert_delegation(
        id: DelegationId, delegator: StaffId, delegate: StaffId, agency: AgencyId, capacity: Capacity, cover: &str,
        field: &str, document_no: &str, from: Date, to: Option<Date>, granted_from: Timestamp, recorded_by: &str,
        recorded_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO access_delegation
           (id, delegator_id, delegate_id, agency_id, capacity, cover, field, document_no, valid_from, valid_to,
            granted_from, end_reason, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '', $12, $13)"
}

db::query! {
    pub(crate) fn insert_delegated_procedure(delegation: DelegationId, code: &str, field: &str) -> exec_one =
        "INSERT INTO access_delegation_procedure (delegation_id, procedure_code, field) VALUES ($1, $2, $3)"
}

db::query! {
    /// Ends a delegation that was not ended before.
    pub(crate) fn end_delegation(id: DelegationId, now: Timestamp, reason: &str) -> exec =
        "UPDATE access_delegation SET ended_at = $2, end_reason = $3 WHERE id = $1 AND ended_at IS NULL"
}

db::query! {
    /// Ends the delegation that a role rested on.
    pub(crate) fn end_delegation_of_grant(delegate: StaffId, granted_from: Timestamp, now: Timestamp) -> exec =
        "UPDATE access_delegation SET ended_at = $3
         WHERE delegate_id = $1 AND granted_from = $2 AND ended_at IS NULL"
}
