//! The organisation as the rules ask about it, on the day of the command.

use base::{AgencyId, UnitId};
use jiff::civil::Date;
use organisation::{Organisation, UnitKind};
use workflow::Directory;

/// The organisation on a day.
#[derive(Debug)]
pub(crate) struct OnDay<'a> {
    pub(crate) organisation: &'a Organisation,
    pub(crate) day: Date,
}

impl Directory for OnDay<'_> {
    fn unit_of_kind(&self, agency: AgencyId, kind: &str) -> Option<UnitId> {
        let kind = UnitKind::from_name(kind)?;
        self.organisation.unit_of_kind(agency, kind, self.day).map(|unit| unit.id)
    }

    fn agency_by_code(&self, code: &str) -> Option<AgencyId> {
        self.organisation.agency_by_code(code).map(|agency| agency.id)
    }
}
