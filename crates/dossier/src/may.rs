//! Who may run a command on a dossier now: the table of permissions first; then, for what finishes a
//! step, the role the step asks for.

use access::permit::{Denied, permit, reaches};
use base::{Actor, ActorKind, Grant, Role};

use crate::command::CommandName;
use crate::dossier::Dossier;
use crate::opinion::may_give;

/// Whether an actor may run a command on a dossier as it stands. Whether the rules accept it is
/// decided later, by [`crate::decide`].
///
/// # Errors
/// [`Denied`] says what stands in the way.
pub fn may(actor: &Actor, dossier: &Dossier, command: CommandName) -> Result<(), Denied> {
    if command == CommandName::GiveOpinion {
        return may_give(actor, dossier);
    }
    let target = dossier.target();
    permit(actor, command.action(), &target)?;
    if is_assigned_away(actor, dossier, command) {
        return Err(Denied::Assigned { action: command.action() });
    }
    if command == CommandName::AskOpinion && !holds_step(actor, dossier) && !is_in_charge(actor, dossier) {
        return Err(Denied::Scope { action: command.action() });
    }
    let Some(holder) = dossier.holder.filter(|_| is_bound(actor) && finishes_step(command)) else { return Ok(()) };
    if holds_step(actor, dossier) {
        return Ok(());
    }
    if actor.grants.iter().any(|grant| grant.role == holder.role) {
        return Err(Denied::Scope { action: command.action() });
    }
    Err(Denied::Role { action: command.action(), needed: vec![holder.role] })
}

/// Whether an actor holds the role the step asks for, at its place.
#[must_use]
pub fn holds_step(actor: &Actor, dossier: &Dossier) -> bool {
    let Some(holder) = dossier.holder else { return false };
    let target = dossier.target();
    actor.grants.iter().any(|grant| grant.role == holder.role && reaches(actor, grant, &target))
}

/// Whether an actor leads the place that holds a dossier, and so names who works its step.
#[must_use]
pub fn is_in_charge(actor: &Actor, dossier: &Dossier) -> bool {
    let target = dossier.target();
    let leads = |grant: &Grant| matches!(grant.role, Role::HeadOfUnit | Role::Leader) && reaches(actor, grant, &target);
    !is_bound(actor) || actor.grants.iter().any(leads)
}

/// A connected system keeps its own officers apart; a token with an officer's role is bound like one.
fn is_bound(actor: &Actor) -> bool {
    actor.kind != ActorKind::System && !actor.has_role(Role::Integration)
}

/// Whether the step was given to another officer than this one, who does not lead the place.
fn is_assigned_away(actor: &Actor, dossier: &Dossier, command: CommandName) -> bool {
    let is_work = finishes_step(command)
        || matches!(
            command,
            CommandName::Accept
                | CommandName::Decline
                | CommandName::Pause
                | CommandName::Resume
                | CommandName::AskOpinion
                | CommandName::Transfer
        );
    let own = match actor.kind {
        ActorKind::Staff { staff, .. } => Some(staff),
        ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
    };
    let is_others = dossier.assignee().is_some_and(|officer| Some(officer) != own);
    is_work && is_others && !is_in_charge(actor, dossier)
}

const fn finishes_step(command: CommandName) -> bool {
    match command {
        CommandName::CompleteStep
        | CommandName::SendBack
        | CommandName::ProposeResult
        | CommandName::RequirePayment
        | CommandName::Approve
        | CommandName::Refuse
        | CommandName::Seal => true,
        CommandName::Submit
        | CommandName::Accept
        | CommandName::Decline
        | CommandName::RequestSupplement
        | CommandName::Supplement
        | CommandName::Pause
        | CommandName::Resume
        | CommandName::Extend
        | CommandName::Apologise
        | CommandName::ConfirmPayment
        | CommandName::Deliver
        | CommandName::Return
        | CommandName::Withdraw
        | CommandName::Stop
        | CommandName::Annotate
        | CommandName::Assign
        | CommandName::AskOpinion
        | CommandName::GiveOpinion
        | CommandName::Transfer
        | CommandName::CloseUnsupplemented => false,
    }
}
