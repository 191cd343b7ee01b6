//! Where a dossier goes: what is left to choose between the agencies that may decide and the
//! offices that may receive.

use std::sync::Arc;

use base::{AgencyId, OfficeId};
use catalogue::ProcedureVersion;
use dossier::Dossiers;
use jiff::civil::Date;
use organisation::{Office, OfficeKind};

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The value of the form: office code, and agency code where agencies differ.
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) office: OfficeId,
    pub(crate) agency: AgencyId,
}

/// The choices, the first one being the usual. Several agencies: one chooses the agency. One
/// agency: one chooses the office that receives for it (phi địa giới hành chính,
/// NĐ 118/2025/NĐ-CP Đ.13). None: the procedure cannot be filed here.
pub(crate) fn places(dossiers: &Dossiers, version: &ProcedureVersion, day: Date) -> Vec<Place> {
    let organisation = dossiers.organisation();
    let mut offices = organisation.offices(day);
    offices.sort_by_key(|office| (rank(office.kind), office.code.clone()));
    let Some(central) = offices.first() else { return Vec::new() };
    let agencies = dossiers.competent_agencies(version, central, day);
    if let [only] = agencies.as_slice() {
        return offices.iter().map(|office| place_at(office, *only)).collect();
    }
    let mut choices: Vec<(String, Place)> = agencies
        .into_iter()
        .filter_map(|id| {
            let agency = organisation.agency(id)?;
            let office: Arc<Office> = organisation.office_of_agency(id, day).unwrap_or_else(|| Arc::clone(central));
            let value = format!("{}/{}", office.code, agency.code);
            let place = Place { value, label: agency.name.clone(), office: office.id, agency: id };
            Some((base::text::fold(&agency.name), place))
        })
        .collect();
    choices.sort_by(|(a, _), (b, _)| a.cmp(b));
    choices.into_iter().map(|(_, place)| place).collect()
}

fn place_at(office: &Office, agency: AgencyId) -> Place {
    Place { value: office.code.clone(), label: office.name.clone(), office: office.id, agency }
}

const fn rank(kind: OfficeKind) -> u8 {
    match kind {
        OfficeKind::ProvincialCentre => 0,
        OfficeKind::CommuneCentre => 1,
        OfficeKind::IntakePoint => 2,
    }
}
