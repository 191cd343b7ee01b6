//! The tables of seals, their minutes and their impressions.

use base::{AgencyId, DossierId, PaperId, ResultId, SealId, StaffId};
use jiff::Timestamp;
use jiff::civil::Date;

use super::SealKind;

db::row! {
    /// One seal and who keeps it.
    pub struct SealRow {
        /// Identifier.
        pub id: SealId,
        /// Short and unique.
        pub code: String,
        /// Name.
        pub name: String,
        /// Kind.
        pub kind: SealKind,
        /// Whose it is.
        pub owner: AgencyId,
        /// Who keeps it.
        pub keeper: StaffId,
        /// Since when.
        pub kept_since: Date,
    }
}

db::row! {
    /// One change of hands.
    pub(crate) struct HandOverRow {
        pub(crate) giver: String,
        pub(crate) keeper: StaffId,
        pub(crate) minutes_no: String,
        pub(crate) handed_on: Date,
        pub(crate) recorded_by: String,
    }
}

db::row! {
    /// One impression.
    pub(crate) struct ImpressionRow {
        pub(crate) dossier_code: String,
        pub(crate) copies: i64,
        pub(crate) sealed_by: String,
        pub(crate) sealed_at: Timestamp,
    }
}

db::row! {
    /// Impressions of an agency's seals in a month.
    pub(crate) struct MonthRow {
        pub(crate) agency: AgencyId,
        pub(crate) month: i64,
        pub(crate) copies: i64,
    }
}

db::query! {
    pub(crate) fn insert(
        id: SealId, code: &str, name: &str, kind: SealKind, owner: AgencyId, keeper: StaffId, kept_since: Date,
        created_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_seal (id, code, name, kind, owner_agency_id, keeper_id, kept_since, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
}

db::query! {
    pub(crate) fn insert_hand_over(
        id: PaperId, seal: SealId, giver: &str, keeper: StaffId, minutes_no: &str, handed_on: Date, recorded_by: &str,
        recorded_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_seal_hand_over
           (id, seal_id, giver, keeper_id, minutes_no, handed_on, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
}

db::query! {
    pub(crate) fn change_keeper(id: SealId, before: StaffId, keeper: StaffId, since: Date) -> exec =
        "UPDATE documents_seal SET keeper_id = $3, kept_since = $4 WHERE id = $1 AND keeper_id = $2"
}

db::query! {
    pub(crate) fn by_id(id: SealId) -> maybe SealRow =
        "SELECT id, code, name, kind, owner_agency_id, keeper_id, kept_since FROM documents_seal WHERE id = $1"
}

db::query! {
    pub(crate) fn by_code(code: &str) -> maybe SealRow =
        "SELECT id, code, name, kind, owner_agency_id, keeper_id, kept_since FROM documents_seal WHERE code = $1"
}

db::query! {
    /// The seal of a name that an agency owns; the oldest where there are several.
    pub(crate) fn by_name(owner: AgencyId, name: &str) -> maybe SealRow =
        "SELECT id, code, name, kind, owner_agency_id, keeper_id, kept_since FROM documents_seal
         WHERE owner_agency_id = $1 AND name = $2 ORDER BY created_at, id LIMIT 1"
}

db::query! {
    /// The whole register: an installation has some hundreds.
    pub(crate) fn all() -> many SealRow =
        "SELECT id, code, name, kind, owner_agency_id, keeper_id, kept_since FROM documents_seal
         ORDER BY code LIMIT 5000"
}

db::query! {
    pub(crate) fn of_keeper(keeper: StaffId) -> many SealRow =
        "SELECT id, code, name, kind, owner_agency_id, keeper_id, kept_since FROM documents_seal
         WHERE keeper_id = $1 ORDER BY code LIMIT 500"
}

db::query! {
    pub(crate) fn hand_overs(seal: SealId) -> many HandOverRow =
        "SELECT giver, keeper_id, minutes_no, handed_on, recorded_by FROM documents_seal_hand_over
         WHERE seal_id = $1 ORDER BY recorded_at DESC, id DESC LIMIT 200"
}

db::query! {
    pub(crate) fn insert_impression(
        dossier: DossierId, version: i64, seal: Option<SealId>, seal_text: &str, agency: AgencyId, result: ResultId,
        dossier_code: &str, copies: i64, month: i64, sealed_by: &str, sealed_at: Timestamp,
    ) -> exec_one =
        "INSERT INTO documents_impression
           (dossier_id, version, seal_id, seal_text, agency_id, result_id, dossier_code, copies, month, sealed_by,
            sealed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
}

db::query! {
    /// The newest impressions of a seal.
    pub(crate) fn impressions(seal: SealId, limit: i64) -> many ImpressionRow =
        "SELECT dossier_code, copies, sealed_by, sealed_at FROM documents_impression
         WHERE seal_id = $1 ORDER BY sealed_at DESC, dossier_id LIMIT $2"
}

db::query! {
    /// Impressions by agency and month.
    pub(crate) fn by_month(first: i64, last: i64) -> many MonthRow =
        "SELECT agency_id, month, CAST(sum(copies) AS bigint) FROM documents_impression
         WHERE month BETWEEN $1 AND $2 GROUP BY agency_id, month ORDER BY agency_id, month LIMIT 10000"
}
