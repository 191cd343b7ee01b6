//! Who may run a command on a dossier now: the table of permissions first; then, for what finishes a
//! step, the role the step asks for.

use access::permit::{Denied, permit, reaches};
use base::{Actor, ActorKind, Role};

use crate::command::CommandName;
use crate::dossier::Dossier;

/// Whether an actor may run a command on a dossier as it stands. Whether the rules accept it is
/// decided later, by [`crate::decide`].
///
/// # Errors
/// [`Denied`] says what stands in the way.
pub fn may(actor: &Actor, dossier: &Dossier, command: CommandName) -> Result<(), Denied> {
    let target = dossier.target();
    permit(actor, command.action(), &target)?;
    // A connected system keeps its own officers apart; a token with an officer's role is bound like one.
    let is_bound = actor.kind != ActorKind::System && !actor.has_role(Role::Integration);
    let Some(holder) = dossier.holder.filter(|_| is_bound && finishes_step(command)) else { return Ok(()) };
    let mut held = actor.grants.iter().filter(|grant| grant.role == holder.role).peekable();
    if held.peek().is_none() {
        return Err(Denied::Role { action: command.action(), needed: vec![holder.role] });
    }
    if held.any(|grant| reaches(actor, grant, &target)) {
        Ok(())
    } else {
        Err(Denied::Scope { action: command.action() })
    }
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
        | CommandName::CloseUnsupplemented => false,
    }
}
