//! Who holds a dossier, in words: `Chuyên viên · Phòng Kinh tế, UBND phường Hạ Long`.

use access::Holder;
use base::{AgencyId, Role};
use web::Page;

use crate::Desk;

/// A role as officers call it.
pub(crate) fn role(page: &Page, role: Role) -> String {
    page.t(&format!("desk-role-{}", role.name().replace('_', "-")))
}

impl Desk {
    /// Role and place.
    pub(crate) fn holder(&self, page: &Page, holder: &Holder) -> String {
        format!("{} · {}", role(page, holder.role), self.place(holder))
    }

    /// The place alone: the office at a counter, else unit and agency.
    pub(crate) fn place(&self, holder: &Holder) -> String {
        let organisation = self.dossiers.organisation();
        if let Some(office) = holder.office.and_then(|office| organisation.office(office)) {
            return office.name.clone();
        }
        let agency = self.agency(holder.agency);
        match holder.unit.and_then(|unit| organisation.unit(unit)) {
            Some(unit) if unit.name.contains(&agency) => unit.name.clone(),
            Some(unit) => format!("{}, {agency}", unit.name),
            None => agency,
        }
    }

    /// The name of an agency.
    pub(crate) fn agency(&self, id: AgencyId) -> String {
        self.dossiers.organisation().agency(id).map(|agency| agency.name.clone()).unwrap_or_default()
    }
}
