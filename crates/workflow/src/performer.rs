//! Who performs a step: a role at a place, and how a place becomes a unit for one dossier.

use base::{AgencyId, OfficeId, Role, UnitId};

/// A role at a place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Performer {
    /// What the officer is.
    pub role: Role,
    /// Where.
    pub place: Place,
    /// The unit as published, shown to people.
    pub unit_name: String,
}

/// Where a step is performed, relative to the dossier.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "at")]
pub enum Place {
    /// The one-stop office that received the dossier.
    ReceivingOffice,
    /// The agency that decides, at a unit of a kind where one is named.
    CompetentAgency {
        /// Kind of unit, a word of `units.csv`.
        unit_kind: Option<String>,
    },
    /// A certain agency.
    NamedAgency {
        /// Its code.
        code: String,
        /// Kind of unit, where one is named.
        unit_kind: Option<String>,
    },
}

/// The dossier's own places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placing {
    /// The one-stop office that receives.
    pub office: OfficeId,
    /// The agency of that office.
    pub office_agency: AgencyId,
    /// The agency that decides.
    pub competent: AgencyId,
}

/// What the organisation knows; asked here, answered by whoever holds the snapshot.
pub trait Directory {
    /// The unit of a kind at an agency.
    fn unit_of_kind(&self, agency: AgencyId, kind: &str) -> Option<UnitId>;
    /// The agency with a code.
    fn agency_by_code(&self, code: &str) -> Option<AgencyId>;
}

/// A step nobody could perform.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PerformerError {
    /// The published unit stands in no row of the performers table.
    #[error("no place is known for {0:?}")]
    UnknownUnit(String),
    /// The named agency is not in the organisation.
    #[error("agency {0} is not in the organisation")]
    UnknownAgency(String),
    /// A row of the performers table cannot be read.
    #[error("line {line}: {reason}")]
    Row {
        /// Line of the file, from 1.
        line: u64,
        /// What is wrong.
        reason: String,
    },
}

impl Performer {
    /// Finds the holder of a step for one dossier. A unit of a kind the agency does not have is left
    /// open: then whoever holds the role at the agency may act.
    ///
    /// # Errors
    /// [`PerformerError::UnknownAgency`] when a named agency is missing.
    pub fn holder(
        &self,
        placing: &Placing,
        directory: &dyn Directory,
    ) -> Result<access::permit::Holder, PerformerError> {
        let at_agency = |agency: AgencyId, kind: Option<&str>| access::permit::Holder {
            role: self.role,
            agency,
            unit: kind.and_then(|kind| directory.unit_of_kind(agency, kind)),
            office: None,
        };
        match &self.place {
            Place::ReceivingOffice => Ok(access::permit::Holder {
                role: self.role,
                agency: placing.office_agency,
                unit: None,
                office: Some(placing.office),
            }),
            Place::CompetentAgency { unit_kind } => Ok(at_agency(placing.competent, unit_kind.as_deref())),
            Place::NamedAgency { code, unit_kind } => {
                let agency =
                    directory.agency_by_code(code).ok_or_else(|| PerformerError::UnknownAgency(code.clone()))?;
                Ok(at_agency(agency, unit_kind.as_deref()))
            }
        }
    }
}

/// The table that gives each published unit name its place.
#[derive(Clone, Debug, Default)]
pub struct Performers {
    rows: Vec<(String, Place)>,
}

impl Performers {
    /// Reads `unit,where,unit_kind,agency_code`.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn parse(csv_text: &str) -> Result<Self, PerformerError> {
        let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
        let mut rows = Vec::new();
        for (index, record) in reader.records().enumerate() {
            let line = index as u64 + 2;
            let failed = |reason: String| PerformerError::Row { line, reason };
            let record = record.map_err(|error| failed(error.to_string()))?;
            let cell = |column: usize| record.get(column).unwrap_or_default().trim().to_owned();
            let unit_kind = Some(cell(2)).filter(|kind| !kind.is_empty());
            let place = match cell(1).as_str() {
                "receiving_office" => Place::ReceivingOffice,
                "competent_agency" => Place::CompetentAgency { unit_kind },
                "named_agency" if !cell(3).is_empty() => Place::NamedAgency { code: cell(3), unit_kind },
                other => return Err(failed(format!("{other:?} is no place"))),
            };
            rows.push((cell(0), place));
        }
        Ok(Self { rows })
    }

    /// The performer of a published step.
    ///
    /// # Errors
    /// [`PerformerError::UnknownUnit`] when no row names the unit.
    pub fn find(&self, role: Role, unit_name: &str) -> Result<Performer, PerformerError> {
        let row = self.rows.iter().find(|(name, _)| name == unit_name.trim());
        let (_, place) = row.ok_or_else(|| PerformerError::UnknownUnit(unit_name.to_owned()))?;
        Ok(Performer { role, place: place.clone(), unit_name: unit_name.trim().to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_unit_gets_its_place() {
        let table =
            "unit,where,unit_kind,agency_code\none-stop,receiving_office,,\nVPĐKĐĐ,named_agency,leadership,H49.12\n";
        let performers = Performers::parse(table).unwrap();
        assert_eq!(performers.find(Role::CounterOfficer, "one-stop").unwrap().place, Place::ReceivingOffice);
        assert!(matches!(performers.find(Role::Leader, "Sở X"), Err(PerformerError::UnknownUnit(_))));
    }

    #[test]
    fn a_row_that_names_no_place_is_refused_with_its_line() {
        let refused = Performers::parse("unit,where,unit_kind,agency_code\nA,receiving_office,,\nB,somewhere,,\n");
        assert_eq!(refused.unwrap_err().to_string(), "line 3: \"somewhere\" is no place");
    }
}
