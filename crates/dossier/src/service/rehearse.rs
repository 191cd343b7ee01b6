//! What a command would make of a dossier, without doing it: a page states the effect before the
//! decision, and finds out how far one officer can carry a dossier.

use base::Actor;
use calendar::local;
use catalogue::ProcedureVersion;
use jiff::Timestamp;
use workflow::Definition;

use super::Dossiers;
use crate::command::Command;
use crate::decide::{Circumstances, Numbers, decide};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::may::may;
use crate::places::OnDay;

impl Dossiers {
    /// The dossier as the command would leave it. Nothing is stored and no number is taken.
    ///
    /// # Errors
    /// [`Error::Denied`] or [`Error::Refused`], as the command itself would answer.
    #[expect(clippy::too_many_arguments, reason = "who, which, what was seen, what is asked and how")]
    pub fn rehearse(
        &self,
        actor: &Actor,
        dossier: &Dossier,
        command: &Command,
        (definition, version): (&Definition, &ProcedureVersion),
        now: Timestamp,
    ) -> Result<Dossier, Error> {
        may(actor, dossier, command.name())?;
        let checklist: Vec<u16> = version.facts.papers.iter().map(|paper| paper.no).collect();
        let directory = OnDay { organisation: &self.parts.organisation, day: local(now).date() };
        let circumstances = Circumstances {
            now,
            actor,
            definition,
            checklist: &checklist,
            directory: &directory,
            numbers: Numbers { code: dossier.code.clone(), slip: Some(0), result: Some(String::new()) },
            signed: None,
        };
        Ok(decide(dossier, command, &circumstances)?.dossier)
    }
}
