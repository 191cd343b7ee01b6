//! Numbers of whole trays, kept by triggers with every change of a row instead of being counted.

use base::{AgencyId, OfficeId, Role, Scope, UnitId};
use db::Tx;

use crate::state::Tray;

/// How many lines one role has at one place.
///
/// # Errors
/// The store's.
pub(super) fn of(tx: &mut Tx<'_>, role: Role, scope: Scope, tray: Tray) -> Result<i64, db::Error> {
    match scope {
        Scope::Unit(unit) => of_unit(tx, unit, role, tray),
        Scope::Agency(agency) => of_agency(tx, agency, role, tray),
        Scope::Office(office) => of_office(tx, office, role, tray),
        Scope::Province => of_role(tx, role, tray),
        Scope::Own => Ok(0),
    }
}

db::query! {
    fn of_unit(unit: UnitId, role: Role, tray: Tray) -> one i64 =
        "SELECT CAST(coalesce(sum(dossiers), 0) AS bigint) FROM dossier_count
         WHERE holder_unit_id = $1 AND holder_role = $2 AND tray = $3"
}

db::query! {
    fn of_agency(agency: AgencyId, role: Role, tray: Tray) -> one i64 =
        "SELECT CAST(coalesce(sum(dossiers), 0) AS bigint) FROM dossier_count
         WHERE holder_agency_id = $1 AND holder_role = $2 AND tray = $3"
}

db::query! {
    fn of_office(office: OfficeId, role: Role, tray: Tray) -> one i64 =
        "SELECT CAST(coalesce(sum(dossiers), 0) AS bigint) FROM dossier_count
         WHERE holder_office_id = $1 AND holder_role = $2 AND tray = $3"
}

db::query! {
    fn of_role(role: Role, tray: Tray) -> one i64 =
        "SELECT CAST(coalesce(sum(dossiers), 0) AS bigint) FROM dossier_count WHERE holder_role = $1 AND tray = $2"
}
