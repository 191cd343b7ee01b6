//! Whether somebody holds every step: the unit exists and an officer has the role there.

use base::{AgencyId, Role};

use super::ProcessError;
use crate::process::{NodeKind, Process};
use crate::{Directory, Performer, Place};

/// What the organisation knows, and whether a role is held in it.
pub trait Staffing: Directory {
    /// Whether an officer holds a role that reaches an agency; at any agency, where none is named.
    fn is_held(&self, role: Role, at: Option<AgencyId>) -> bool;
    /// Whether a kind of unit is known at all.
    fn knows_unit_kind(&self, kind: &str) -> bool;
}

/// Why nobody performs a step.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StaffingError {
    /// The named agency is not in the organisation.
    #[error("agency {0} is not in the organisation")]
    NoSuchAgency(String),
    /// The unit is not there.
    #[error("there is no unit of kind {kind} at agency {agency}")]
    NoSuchUnit {
        /// Its kind.
        kind: String,
        /// Code of the agency; empty for the one that decides.
        agency: String,
    },
    /// Nobody holds the role there.
    #[error("nobody is {} there", .0.name())]
    NobodyHolds(Role),
    /// Citizens and outside systems perform no steps.
    #[error("{} performs no step", .0.name())]
    NoOfficer(Role),
}

pub(super) fn check(process: &Process, staffing: &dyn Staffing) -> Vec<ProcessError> {
    let fault = |performer, at: &crate::process::NodeId| {
        held(performer, staffing).err().map(|fault| ProcessError::Performer { at: at.clone(), fault })
    };
    let performed = process.nodes.iter().filter_map(|node| Some((node.kind.performer()?, node)));
    performed
        .filter_map(|(performer, node)| match node.kind {
            // Where another dossier is received, the other process says who works on it.
            NodeKind::Step(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => fault(performer, &node.id),
            NodeKind::Pause(_) | NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => None,
        })
        .collect()
}

fn held(performer: &Performer, staffing: &dyn Staffing) -> Result<(), StaffingError> {
    let role = performer.role;
    if !performs(role) {
        return Err(StaffingError::NoOfficer(role));
    }
    let agency = match &performer.place {
        Place::ReceivingOffice => None,
        Place::CompetentAgency { unit_kind } => {
            let unknown = unit_kind.as_ref().filter(|kind| !staffing.knows_unit_kind(kind));
            if let Some(kind) = unknown {
                return Err(StaffingError::NoSuchUnit { kind: kind.clone(), agency: String::new() });
            }
            None
        }
        Place::NamedAgency { code, unit_kind } => Some(named(code, unit_kind.as_deref(), staffing)?),
    };
    if staffing.is_held(role, agency) { Ok(()) } else { Err(StaffingError::NobodyHolds(role)) }
}

fn named(code: &str, unit_kind: Option<&str>, staffing: &dyn Staffing) -> Result<AgencyId, StaffingError> {
    let agency = staffing.agency_by_code(code).ok_or_else(|| StaffingError::NoSuchAgency(code.to_owned()))?;
    match unit_kind {
        Some(kind) if staffing.unit_of_kind(agency, kind).is_none() => {
            Err(StaffingError::NoSuchUnit { kind: kind.to_owned(), agency: code.to_owned() })
        }
        Some(_) | None => Ok(agency),
    }
}

/// Roles that perform steps of a process.
const fn performs(role: Role) -> bool {
    match role {
        Role::CounterOfficer
        | Role::ReturnOfficer
        | Role::Cashier
        | Role::Specialist
        | Role::HeadOfUnit
        | Role::Leader
        | Role::Clerk
        | Role::StampKeeper => true,
        Role::Citizen
        | Role::Supervisor
        | Role::Inspector
        | Role::CatalogueEditor
        | Role::CatalogueApprover
        | Role::Administrator
        | Role::Integration => false,
    }
}
