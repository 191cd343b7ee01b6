//! Who holds the steps of a process now: the organisation's units and the roles of its officers.

use std::collections::BTreeSet;

use base::{AgencyId, Role, Scope, UnitId};
use db::Tx;
use jiff::Timestamp;
use jiff::civil::Date;
use organisation::{Organisation, UnitKind};

use crate::process::Process;
use crate::sound::Staffing;
use crate::{Directory, Place};

/// The answers that the check of one process needs, read beforehand.
#[derive(Clone, Debug)]
pub struct House {
    organisation: Organisation,
    day: Date,
    held: BTreeSet<(Role, Option<AgencyId>)>,
}

impl House {
    /// Reads who holds the roles of some processes.
    ///
    /// # Errors
    /// The store's.
    pub fn read(
        tx: &mut Tx<'_>,
        organisation: &Organisation,
        processes: &[&Process],
        now: Timestamp,
    ) -> Result<Self, db::Error> {
        let day = calendar::local(now).date();
        let mut house = Self { organisation: organisation.clone(), day, held: BTreeSet::new() };
        let performers = processes.iter().flat_map(|process| &process.nodes).filter_map(|node| node.kind.performer());
        let asked: BTreeSet<(Role, Option<AgencyId>)> = performers
            .map(|performer| match &performer.place {
                Place::ReceivingOffice | Place::CompetentAgency { .. } => (performer.role, None),
                Place::NamedAgency { code, .. } => (performer.role, house.agency_by_code(code)),
            })
            .collect();
        for (role, agency) in asked {
            if house.is_held_in(tx, role, agency, now)? {
                house.held.insert((role, agency));
            }
        }
        Ok(house)
    }

    fn is_held_in(
        &self,
        tx: &mut Tx<'_>,
        role: Role,
        agency: Option<AgencyId>,
        now: Timestamp,
    ) -> Result<bool, db::Error> {
        for scope in self.scopes(agency) {
            if !access::holders(tx, role, scope, now)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Every reach that covers an agency; any at all, where none is named. Widest first.
    fn scopes(&self, agency: Option<AgencyId>) -> Vec<Scope> {
        let agencies = match agency {
            Some(agency) => vec![agency],
            None => self.organisation.agencies(self.day).iter().map(|agency| agency.id).collect(),
        };
        let mut scopes = vec![Scope::Province];
        scopes.extend(agencies.iter().map(|agency| Scope::Agency(*agency)));
        let offices = self.organisation.offices(self.day);
        scopes.extend(offices.iter().filter(|at| agencies.contains(&at.agency)).map(|office| Scope::Office(office.id)));
        let units = agencies.iter().flat_map(|agency| self.organisation.units(*agency, self.day));
        scopes.extend(units.map(|unit| Scope::Unit(unit.id)));
        scopes
    }
}

impl Directory for House {
    fn unit_of_kind(&self, agency: AgencyId, kind: &str) -> Option<UnitId> {
        let kind = UnitKind::from_name(kind)?;
        self.organisation.unit_of_kind(agency, kind, self.day).map(|unit| unit.id)
    }

    fn agency_by_code(&self, code: &str) -> Option<AgencyId> {
        self.organisation.agency_by_code(code).map(|agency| agency.id)
    }
}

impl Staffing for House {
    fn is_held(&self, role: Role, at: Option<AgencyId>) -> bool {
        self.held.contains(&(role, at))
    }

    fn knows_unit_kind(&self, kind: &str) -> bool {
        UnitKind::from_name(kind).is_some()
    }
}
