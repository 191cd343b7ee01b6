//! Opinions outside the process: who is asked for what, and that whoever is asked exists.

use base::Actor;
use calendar::local;
use jiff::Timestamp;

use super::Dossiers;
use crate::command::{AskOpinion, Command};
use crate::dossier::Dossier;
use crate::error::Error;
use crate::list::opinion::{self, OpinionLine, OpinionPlace};
use crate::refusal::{Refusal, RefusalReason};

impl Dossiers {
    /// Opinions that an actor is asked for, soonest due first.
    ///
    /// # Errors
    /// The store's.
    pub async fn opinions(&self, actor: &Actor, after: OpinionPlace, limit: i64) -> Result<Vec<OpinionLine>, Error> {
        let actor = actor.clone();
        Ok(self.parts.db.read(move |tx| opinion::lines(tx, &actor, after, limit)).await?)
    }

    /// Only an agency of today, and a unit of it, is asked.
    pub(super) fn can_be_asked(&self, (dossier, command): (&Dossier, &Command), now: Timestamp) -> Result<(), Error> {
        let Command::AskOpinion(AskOpinion { agency, unit, .. }) = command else { return Ok(()) };
        let (organisation, day) = (&self.parts.organisation, local(now).date());
        let is_agency = organisation.agencies(day).iter().any(|known| known.id == *agency);
        let is_unit = |unit| organisation.units(*agency, day).iter().any(|known| known.id == unit);
        if is_agency && unit.is_none_or(is_unit) {
            return Ok(());
        }
        let reason = RefusalReason::NoSuchPlace;
        Err(Refusal { command: command.name(), state: dossier.state.name(), reason }.into())
    }
}
