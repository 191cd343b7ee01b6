//! The roles of an officer as a file writes them: `counter_officer;supervisor@province`.

use base::{OfficeId, Role, Scope, UnitId};

use super::Reason;
use super::table::Cells;

/// How far a role reaches, before the bodies have identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The officer's unit.
    Unit,
    /// The officer's agency.
    Agency,
    /// The one-stop office where the officer works.
    Office,
    /// The whole installation.
    Province,
}

impl Reach {
    const ALL: [Self; 4] = [Self::Unit, Self::Agency, Self::Office, Self::Province];

    const fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Agency => "agency",
            Self::Office => "office",
            Self::Province => "province",
        }
    }

    /// The reach of a role where the file does not say: counters work for their office, those who
    /// handle for their unit, those who decide for their agency, the rest for all.
    const fn usual(role: Role) -> Self {
        match role {
            Role::CounterOfficer | Role::ReturnOfficer | Role::Cashier => Self::Office,
            Role::Specialist | Role::HeadOfUnit => Self::Unit,
            Role::Leader | Role::Clerk | Role::StampKeeper => Self::Agency,
            Role::Supervisor
            | Role::Inspector
            | Role::CatalogueEditor
            | Role::CatalogueApprover
            | Role::Administrator
            | Role::Citizen
            | Role::Integration => Self::Province,
        }
    }

    /// The scope, now that the bodies are known.
    pub(crate) fn scope(self, agency: base::AgencyId, unit: UnitId, office: Option<OfficeId>) -> Option<Scope> {
        match self {
            Self::Unit => Some(Scope::Unit(unit)),
            Self::Agency => Some(Scope::Agency(agency)),
            Self::Office => office.map(Scope::Office),
            Self::Province => Some(Scope::Province),
        }
    }
}

/// Reads the roles of one row; every wrong one leaves an error.
pub(crate) fn read(cells: &mut Cells<'_>, column: &str) -> Option<Vec<(Role, Reach)>> {
    let has_office = !cells.text("office_code").is_empty();
    let mut grants = Vec::new();
    let mut wrong = false;
    for text in cells.text(column).split(';').map(str::trim).filter(|text| !text.is_empty()) {
        match one(text, has_office) {
            Ok(grant) => grants.push(grant),
            Err(reason) => {
                wrong = true;
                cells.refuse::<()>(column, reason);
            }
        }
    }
    (!wrong).then_some(grants)
}

fn one(text: &str, has_office: bool) -> Result<(Role, Reach), Reason> {
    let (role, reach) = text.split_once('@').map_or((text, None), |(role, reach)| (role, Some(reach)));
    let for_staff = |role: &Role| !matches!(role, Role::Citizen | Role::Integration);
    let role = Role::from_name(role).filter(for_staff).ok_or_else(|| Reason::UnknownWord {
        found: role.to_owned(),
        allowed: Role::ALL.iter().filter(|role| for_staff(role)).map(|role| role.name()).collect::<Vec<_>>().join(", "),
    })?;
    let reach = match reach {
        None => Reach::usual(role),
        Some(name) => Reach::ALL.into_iter().find(|reach| reach.name() == name).ok_or_else(|| Reason::UnknownWord {
            found: name.to_owned(),
            allowed: Reach::ALL.map(Reach::name).join(", "),
        })?,
    };
    if reach == Reach::Office && !has_office {
        return Err(Reason::NeedsAnOffice(role.name()));
    }
    Ok((role, reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_takes_its_usual_reach_unless_the_file_says_another() {
        assert_eq!(one("counter_officer", true), Ok((Role::CounterOfficer, Reach::Office)));
        assert_eq!(one("inspector@agency", false), Ok((Role::Inspector, Reach::Agency)));
        assert_eq!(one("cashier", false), Err(Reason::NeedsAnOffice("cashier")));
    }

    #[test]
    fn nobody_becomes_a_citizen_or_a_machine_by_a_staff_file() {
        for wrong in ["citizen", "integration", "king", "leader@moon"] {
            assert!(matches!(one(wrong, true), Err(Reason::UnknownWord { .. })), "{wrong}");
        }
    }
}
