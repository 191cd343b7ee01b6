//! The four tables: what they hold as a whole, and putting rows by code.

use base::{AgencyId, OfficeId, StaffId, UnitId};
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::import::StaffGrants;
use crate::import::rows::{AgencyRow, OfficeRow, StaffRow, UnitRow};
use crate::{Agency, AgencyKind, CountingStyle, Office, OfficeKind, Staff, Unit, UnitKind};

db::query! {
    /// How often the tables were changed.
    pub(crate) fn edition() -> one i64 = "SELECT number FROM organisation_edition WHERE singleton = 1"
}

db::query! {
    /// Counts a change.
    pub(crate) fn next_edition() -> exec_one =
        "UPDATE organisation_edition SET number = number + 1 WHERE singleton = 1"
}

db::query! {
    /// Every agency there is and was. A province has some hundreds.
    pub(crate) fn agencies() -> many Agency =
        "SELECT id, code, name, kind, parent_id, valid_from, valid_to
         FROM organisation_agency
         ORDER BY code
         LIMIT 100000"
}

db::query! {
    /// Every unit there is and was.
    pub(crate) fn units() -> many Unit =
        "SELECT u.id, u.code, u.agency_id, u.name, u.kind, u.valid_from, u.valid_to
         FROM organisation_unit u
         JOIN organisation_agency a ON a.id = u.agency_id
         ORDER BY a.code, u.code
         LIMIT 100000"
}

db::query! {
    /// Every office there is and was.
    pub(crate) fn offices() -> many Office =
        "SELECT id, code, agency_id, name, kind, address, phone, counting, valid_from, valid_to
         FROM organisation_office
         ORDER BY code
         LIMIT 100000"
}

db::query! {
    /// Every officer there is and was.
    pub(crate) fn staff() -> many Staff =
        "SELECT id, login, name, agency_id, unit_id, office_id, post, public_phone, valid_from, valid_to
         FROM organisation_staff
         ORDER BY login
         LIMIT 1000000"
}

db::query! {
    fn agency_id(code: &str) -> one AgencyId = "SELECT id FROM organisation_agency WHERE code = $1"
}

db::query! {
    fn unit_id(agency: AgencyId, code: &str) -> one UnitId =
        "SELECT id FROM organisation_unit WHERE agency_id = $1 AND code = $2"
}

db::query! {
    fn office_id(code: &str) -> one OfficeId = "SELECT id FROM organisation_office WHERE code = $1"
}

db::query! {
    fn staff_id(login: &str) -> one StaffId = "SELECT id FROM organisation_staff WHERE login = $1"
}

db::query! {
    fn upsert_agency(
        id: AgencyId, code: &str, name: &str, kind: AgencyKind, parent: Option<AgencyId>,
        valid_from: Date, valid_to: Option<Date>,
    ) -> exec =
        "INSERT INTO organisation_agency AS old (id, code, name, kind, parent_id, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (code) DO UPDATE SET
           name = excluded.name, kind = excluded.kind, parent_id = excluded.parent_id,
           valid_from = excluded.valid_from, valid_to = excluded.valid_to
         WHERE old.name <> excluded.name OR old.kind <> excluded.kind
            OR old.parent_id IS DISTINCT FROM excluded.parent_id
            OR old.valid_from <> excluded.valid_from OR old.valid_to IS DISTINCT FROM excluded.valid_to"
}

db::query! {
    fn upsert_unit(
        id: UnitId, code: &str, agency: AgencyId, name: &str, kind: UnitKind,
        valid_from: Date, valid_to: Option<Date>,
    ) -> exec =
        "INSERT INTO organisation_unit AS old (id, code, agency_id, name, kind, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (agency_id, code) DO UPDATE SET
           name = excluded.name, kind = excluded.kind,
           valid_from = excluded.valid_from, valid_to = excluded.valid_to
         WHERE old.name <> excluded.name OR old.kind <> excluded.kind
            OR old.valid_from <> excluded.valid_from OR old.valid_to IS DISTINCT FROM excluded.valid_to"
}

db::query! {
    fn upsert_office(
        id: OfficeId, code: &str, agency: AgencyId, name: &str, kind: OfficeKind, address: &str, phone: &str,
        counting: CountingStyle, valid_from: Date, valid_to: Option<Date>,
    ) -> exec =
        "INSERT INTO organisation_office AS old
           (id, code, agency_id, name, kind, address, phone, counting, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (code) DO UPDATE SET
           agency_id = excluded.agency_id, name = excluded.name, kind = excluded.kind, address = excluded.address,
           phone = excluded.phone, counting = excluded.counting,
           valid_from = excluded.valid_from, valid_to = excluded.valid_to
         WHERE old.agency_id <> excluded.agency_id OR old.name <> excluded.name OR old.kind <> excluded.kind
            OR old.address <> excluded.address OR old.phone <> excluded.phone OR old.counting <> excluded.counting
            OR old.valid_from <> excluded.valid_from OR old.valid_to IS DISTINCT FROM excluded.valid_to"
}

db::query! {
    fn upsert_staff(
        id: StaffId, login: &str, name: &str, agency: AgencyId, unit: UnitId, office: Option<OfficeId>, post: &str,
        public_phone: &str, valid_from: Date, valid_to: Option<Date>,
    ) -> exec =
        "INSERT INTO organisation_staff AS old
           (id, login, name, agency_id, unit_id, office_id, post, public_phone, valid_from, valid_to)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (login) DO UPDATE SET
           name = excluded.name, agency_id = excluded.agency_id, unit_id = excluded.unit_id,
           office_id = excluded.office_id, post = excluded.post, public_phone = excluded.public_phone,
           valid_from = excluded.valid_from, valid_to = excluded.valid_to
         WHERE old.name <> excluded.name OR old.agency_id <> excluded.agency_id OR old.unit_id <> excluded.unit_id
            OR old.office_id IS DISTINCT FROM excluded.office_id OR old.post <> excluded.post
            OR old.public_phone <> excluded.public_phone
            OR old.valid_from <> excluded.valid_from OR old.valid_to IS DISTINCT FROM excluded.valid_to"
}

/// Puts an agency by its code; 1 when that changed something.
pub(crate) fn put_agency(tx: &mut Tx<'_>, row: &AgencyRow, now: Timestamp) -> Result<u64, db::Error> {
    let parent = row.parent.as_deref().map(|code| agency_id(tx, code)).transpose()?;
    upsert_agency(tx, AgencyId::new(now), &row.code, &row.name, row.kind, parent, row.term.from, row.term.to)
}

/// Puts a unit by its code inside its agency.
pub(crate) fn put_unit(tx: &mut Tx<'_>, row: &UnitRow, now: Timestamp) -> Result<u64, db::Error> {
    let agency = agency_id(tx, &row.agency)?;
    upsert_unit(tx, UnitId::new(now), &row.code, agency, &row.name, row.kind, row.term.from, row.term.to)
}

/// Puts an office by its code.
pub(crate) fn put_office(tx: &mut Tx<'_>, row: &OfficeRow, now: Timestamp) -> Result<u64, db::Error> {
    let agency = agency_id(tx, &row.agency)?;
    let id = OfficeId::new(now);
    let OfficeRow { code, name, kind, address, phone, counting, term, .. } = row;
    upsert_office(tx, id, code, agency, name, *kind, address, phone, *counting, term.from, term.to)
}

/// Puts an officer by the login, and says which roles the file gives.
pub(crate) fn put_staff(tx: &mut Tx<'_>, row: &StaffRow, now: Timestamp) -> Result<(u64, StaffGrants), db::Error> {
    let agency = agency_id(tx, &row.agency)?;
    let unit = unit_id(tx, agency, &row.unit)?;
    let office = row.office.as_deref().map(|code| office_id(tx, code)).transpose()?;
    let StaffRow { login, name, post, public_phone, term, .. } = row;
    let id = StaffId::new(now);
    let changed = upsert_staff(tx, id, login, name, agency, unit, office, post, public_phone, term.from, term.to)?;
    let staff = staff_id(tx, login)?;
    let grants =
        row.grants.iter().filter_map(|(role, reach)| Some((*role, reach.scope(agency, unit, office)?))).collect();
    Ok((changed, StaffGrants { staff, login: login.clone(), name: name.clone(), grants }))
}
