//! Which agencies a dossier can be passed to.

use base::AgencyId;
use calendar::local;
use catalogue::ProcedureVersion;
use db::Tx;
use jiff::Timestamp;

use super::Dossiers;
use crate::command::{Command, Transfer};
use crate::dossier::Dossier;
use crate::error::{Error, FilingError};
use crate::refusal::{Refusal, RefusalReason};

impl Dossiers {
    /// The agencies that could be competent for a dossier, the one that has it left out.
    #[must_use]
    pub fn transferable_to(&self, dossier: &Dossier, version: &ProcedureVersion, now: Timestamp) -> Vec<AgencyId> {
        let Some(office) = self.parts.organisation.office(dossier.receiving_office) else { return Vec::new() };
        let mut found = self.competent_agencies(version, &office, local(now).date());
        found.retain(|agency| *agency != dossier.competent_agency);
        found
    }

    /// Only an agency that could have been named at the filing gets it; that it is another one is a rule.
    pub(super) fn can_be_transferred(
        &self,
        tx: &mut Tx<'_>,
        (dossier, command): (&Dossier, &Command),
        now: Timestamp,
    ) -> Result<(), Error> {
        let Command::Transfer(Transfer { agency, .. }) = command else { return Ok(()) };
        let version = self.parts.catalogue.version_in(tx, dossier.procedure)?.ok_or(FilingError::NoSuchProcedure)?;
        let is_own = *agency == dossier.competent_agency;
        if is_own || self.transferable_to(dossier, &version, now).contains(agency) {
            return Ok(());
        }
        let reason = RefusalReason::NotCompetent;
        Err(Refusal { command: command.name(), state: dossier.state.name(), reason }.into())
    }
}
