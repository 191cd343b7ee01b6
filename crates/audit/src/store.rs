//! The table of entries. Three ways in, each along an index: by time, by officer, by code.

use base::{AccountId, AgencyId, DossierId, OfficeId, StaffId, UnitId};
use db::Tx;
use jiff::Timestamp;
use uuid::Uuid;

use crate::Kind;
use crate::entry::Who;
use crate::search::Search;

db::row! {
    /// One entry as the page shows it.
    pub(crate) struct Row {
        pub(crate) seq: i64,
        pub(crate) at: Timestamp,
        pub(crate) kind: Kind,
        pub(crate) who: Who,
        pub(crate) name: String,
        pub(crate) unit: Option<UnitId>,
        pub(crate) agency: Option<AgencyId>,
        pub(crate) subject_code: String,
        pub(crate) detail: String,
        pub(crate) client: String,
    }
}

db::query! {
    pub(crate) fn insert(
        at: Timestamp, kind: Kind, account: AccountId, who: Who, name: &str, staff: Option<StaffId>,
        agency: Option<AgencyId>, unit: Option<UnitId>, office: Option<OfficeId>, subject_kind: &str,
        dossier: Option<DossierId>, subject_code: &str, detail: &str, client: &str,
    ) -> exec_one =
        "INSERT INTO audit_entry
           (at, kind, account_id, actor_kind, actor_name, staff_id, agency_id, unit_id, office_id,
            subject_kind, subject_id, subject_code, detail, client)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
}

/// Entries that fit a search, newest first, from behind the last one shown. The most selective condition picks the index.
pub(crate) fn entries(tx: &mut Tx<'_>, search: &Search, limit: i64) -> Result<Vec<Row>, db::Error> {
    let Search { from, until, before, kind, places: [a, b, c], .. } = *search;
    if let Some(code) = &search.code {
        return by_code(tx, code, from, until, kind, search.staff, before, a, b, c, limit);
    }
    if let Some(staff) = search.staff {
        return by_staff(tx, staff, from, until, kind, before, a, b, c, limit);
    }
    by_time(tx, from, until, kind, before, a, b, c, limit)
}

// A reach is up to three places. Identifiers never meet across kinds, so one list serves for
// agencies, units and offices; the first is empty for somebody who reaches everything.
db::query! {
    fn by_time(
        from: Timestamp, until: Timestamp, kind: Option<Kind>, before: i64,
        a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>, limit: i64,
    ) -> many Row =
        "SELECT seq, at, kind, actor_kind, actor_name, unit_id, agency_id, subject_code, detail, client
         FROM audit_entry
         WHERE at >= $1 AND at <= $2 AND (at < $2 OR seq < $4) AND (kind = $3 OR $3 IS NULL)
           AND (agency_id IN ($5, $6, $7) OR unit_id IN ($5, $6, $7) OR office_id IN ($5, $6, $7) OR $5 IS NULL)
         ORDER BY at DESC, seq DESC
         LIMIT $8"
}

db::query! {
    fn by_staff(
        staff: StaffId, from: Timestamp, until: Timestamp, kind: Option<Kind>, before: i64,
        a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>, limit: i64,
    ) -> many Row =
        "SELECT seq, at, kind, actor_kind, actor_name, unit_id, agency_id, subject_code, detail, client
         FROM audit_entry
         WHERE staff_id = $1 AND at >= $2 AND at <= $3 AND (at < $3 OR seq < $5) AND (kind = $4 OR $4 IS NULL)
           AND (agency_id IN ($6, $7, $8) OR unit_id IN ($6, $7, $8) OR office_id IN ($6, $7, $8) OR $6 IS NULL)
         ORDER BY at DESC, seq DESC
         LIMIT $9"
}

db::query! {
    fn by_code(
        code: &str, from: Timestamp, until: Timestamp, kind: Option<Kind>, staff: Option<StaffId>, before: i64,
        a: Option<Uuid>, b: Option<Uuid>, c: Option<Uuid>, limit: i64,
    ) -> many Row =
        "SELECT seq, at, kind, actor_kind, actor_name, unit_id, agency_id, subject_code, detail, client
         FROM audit_entry
         WHERE subject_code = $1 AND at >= $2 AND at <= $3 AND (at < $3 OR seq < $6)
           AND (kind = $4 OR $4 IS NULL) AND (staff_id = $5 OR $5 IS NULL)
           AND (agency_id IN ($7, $8, $9) OR unit_id IN ($7, $8, $9) OR office_id IN ($7, $8, $9) OR $7 IS NULL)
         ORDER BY at DESC, seq DESC
         LIMIT $10"
}
