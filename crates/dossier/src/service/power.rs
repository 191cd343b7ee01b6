//! By what power somebody decides: the own post, or a delegation that is in force today and covers the
//! procedure. A delegate's role is a grant like any other; what the paper leaves out is refused here,
//! for decisions and for everything else that a leader may do.

use access::permit::{allowed, reaches};
use access::{Delegation, Standing};
use base::{Actor, ActorKind, Grant, Role, Scope, StaffId};
use db::Tx;
use jiff::Timestamp;

use super::Dossiers;
use crate::command::CommandName;
use crate::dossier::Dossier;
use crate::error::Error;
use crate::refusal::{Refusal, RefusalReason};
use crate::signing::SignedAs;

impl Dossiers {
    /// The authority an officer signs by; none for commands that sign nothing and for other systems.
    ///
    /// # Errors
    /// [`Error::Refused`] for a delegation that is over, does not cover the procedure, or whose delegator
    /// leads no more.
    pub(super) fn power(
        &self,
        tx: &mut Tx<'_>,
        actor: &Actor,
        dossier: &Dossier,
        (command, now): (CommandName, Timestamp),
    ) -> Result<Option<SignedAs>, Error> {
        let ActorKind::Staff { staff, .. } = actor.kind else { return Ok(None) };
        let (target, needed) = (dossier.target(), allowed(command.action()));
        let reaching = |grant: &&Grant| needed.contains(&grant.role) && reaches(actor, grant, &target);
        let held: Vec<&Grant> = actor.grants.iter().filter(reaching).collect();
        let signs = is_signed(command);
        let acts_otherwise = held.iter().any(|grant| grant.role != Role::Leader);
        if acts_otherwise || (held.is_empty() && !signs) {
            return Ok(None);
        }
        let delegations = access::delegations_to(tx, staff)?;
        let resting = |grant: &Grant| delegations.iter().find(|one| rests_on(grant, one));
        if held.iter().any(|grant| resting(grant).is_none()) {
            return Ok(if signs { self.own_right(staff, dossier) } else { None });
        }
        let in_hand: Vec<&Delegation> = held.iter().filter_map(|grant| resting(grant)).collect();
        let field = self.field_of(tx, dossier)?;
        let covers = |one: &&Delegation| one.cover.holds(&dossier.procedure_code, &field);
        if let Some(one) = in_hand.iter().copied().find(|one| one.holds_at(now) && covers(one)) {
            if !access::leads_now(tx, one.delegator, one.agency, now)? {
                return Err(refused(dossier, command, RefusalReason::DelegatorLeft(one.document_no.clone())));
            }
            return Ok(if signs { self.delegated(staff, one) } else { None });
        }
        let mut here = delegations.iter().filter(|one| Some(one.agency) == target.competent_agency && covers(one));
        let over = here.find_map(|one| match one.standing(now) {
            Standing::Ended(on) => Some(RefusalReason::DelegationOver { document: one.document_no.clone(), on }),
            Standing::ToCome | Standing::InForce | Standing::EndsSoon => None,
        });
        let uncovered = in_hand.first().map(|one| RefusalReason::NotDelegated(one.document_no.clone()));
        match over.or(uncovered) {
            Some(reason) => Err(refused(dossier, command, reason)),
            None => Ok(None),
        }
    }

    /// The authority an officer would approve a dossier by, for the paper that is signed beforehand.
    ///
    /// # Errors
    /// Those of the decision itself.
    pub async fn power_to_approve(
        &self,
        actor: &Actor,
        dossier: &Dossier,
        now: Timestamp,
    ) -> Result<Option<SignedAs>, Error> {
        let (this, actor, dossier) = (self.clone(), actor.clone(), dossier.clone());
        self.parts.db.read(move |tx| this.power(tx, &actor, &dossier, (CommandName::Approve, now))).await
    }

    /// The lines of somebody who leads the deciding agency by the own post.
    pub(super) fn own_right(&self, staff: StaffId, dossier: &Dossier) -> Option<SignedAs> {
        let organisation = &self.parts.organisation;
        let (agency, staff) = (organisation.agency(dossier.competent_agency)?, organisation.staff(staff)?);
        Some(SignedAs::in_own_right(&agency, &staff.post))
    }

    fn delegated(&self, staff: StaffId, one: &Delegation) -> Option<SignedAs> {
        let organisation = &self.parts.organisation;
        let agency = organisation.agency(one.agency)?;
        let (delegator, delegate) = (organisation.staff(one.delegator)?, organisation.staff(staff)?);
        let signed = SignedAs::for_delegator(&agency, &delegator.post, (one.capacity, &delegate.post));
        Some(signed.by(&one.document_no))
    }

    fn field_of(&self, tx: &mut Tx<'_>, dossier: &Dossier) -> Result<String, db::Error> {
        let version = self.parts.catalogue.version_in(tx, dossier.procedure)?;
        Ok(version.map(|version| version.facts.field.clone()).unwrap_or_default())
    }
}

/// Whether a command makes a paper that a leader signs: the decision, an apology, a notice of a stop.
pub(super) const fn is_signed(command: CommandName) -> bool {
    matches!(command, CommandName::Approve | CommandName::Refuse | CommandName::Apologise | CommandName::Stop)
}

fn rests_on(grant: &Grant, one: &Delegation) -> bool {
    grant.role == Role::Leader && grant.scope == Scope::Agency(one.agency) && grant.valid_from == one.granted_from
}

fn refused(dossier: &Dossier, command: CommandName, reason: RefusalReason) -> Error {
    Refusal { command, state: dossier.state.name(), reason }.into()
}
