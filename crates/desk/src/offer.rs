//! What one officer may do next with one dossier: what the state and the process allow, narrowed by
//! the table of permissions. The command is decided again by `dossier` when it is sent; a button that
//! would only be refused is not shown.

use base::{Actor, Role};
use calendar::local;
use dossier::{CommandName, Dossier, State};
use jiff::Timestamp;
use workflow::{Definition, StepAction};

/// What may be done, the main thing apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Offers {
    /// What takes the dossier on; none when that is somebody else's to do.
    pub(crate) main: Option<CommandName>,
    /// Everything else, in the order of a dossier's life.
    pub(crate) others: Vec<CommandName>,
}

impl Offers {
    pub(crate) fn of(actor: &Actor, dossier: &Dossier, definition: &Definition, now: Timestamp) -> Self {
        let allowed = |command: &CommandName| is_allowed(actor, dossier, *command);
        let main = next(dossier, definition);
        let others = beside(dossier, definition, now).into_iter().filter(|command| Some(*command) != main);
        Self { main: main.filter(allowed), others: others.filter(allowed).collect() }
    }

    pub(crate) fn contains(&self, command: CommandName) -> bool {
        self.main == Some(command) || self.others.contains(&command)
    }
}

fn is_allowed(actor: &Actor, dossier: &Dossier, command: CommandName) -> bool {
    let led = || actor.has_role(Role::HeadOfUnit) || actor.has_role(Role::Leader);
    // A second request is a leader's to make (NĐ 118/2025 Đ.10).
    let second = command == CommandName::RequestSupplement
        && dossier.state != State::Submitted
        && dossier.content.supplements.iter().any(|record| !record.before_receipt);
    dossier::may(actor, dossier, command).is_ok()
        && (!second || led())
        && (command != CommandName::Assign || may_assign(actor, dossier))
}

/// The head names anybody; an officer takes what is nobody's and gives back the own.
fn may_assign(actor: &Actor, dossier: &Dossier) -> bool {
    let is_own = dossier.assignee().is_none_or(|officer| crate::task::staff(actor) == Some(officer));
    dossier::is_in_charge(actor, dossier) || (is_own && dossier::holds_step(actor, dossier))
}

/// The command that takes a dossier on from where it stands, whoever runs it.
pub(crate) fn next(dossier: &Dossier, definition: &Definition) -> Option<CommandName> {
    match &dossier.state {
        State::Submitted => Some(CommandName::Accept),
        // The system goes on by itself when the other agency's result is there.
        State::Received { step } | State::InProgress { step } if definition.sub_dossier(*step).is_some() => None,
        State::Received { step } | State::InProgress { step } => Some(finish(dossier, definition, *step)),
        State::AwaitingSupplement { .. } => Some(CommandName::Supplement),
        State::AwaitingPayment { .. } => Some(CommandName::ConfirmPayment),
        State::Paused { .. } => Some(CommandName::Resume),
        State::Resolved { .. } => Some(CommandName::Return),
        State::Draft
        | State::Declined { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => None,
    }
}

/// The command that finishes a step.
fn finish(dossier: &Dossier, definition: &Definition, step: u16) -> CommandName {
    let result = dossier.content.result.as_ref();
    let sealed = result.is_some_and(|result| result.sealed_at.is_some());
    let unsealed = result.is_some_and(|result| result.decided_at.is_some() && result.sealed_at.is_none());
    if definition.is_sealed_in(step) && unsealed {
        return CommandName::Seal;
    }
    if definition.is_last(step) && (sealed || definition.is_drawn() || !definition.has_decision()) {
        return CommandName::Return;
    }
    match definition.finishing_action(step) {
        Some(StepAction::Complete) | None => CommandName::CompleteStep,
        Some(StepAction::RequirePayment) => CommandName::RequirePayment,
        Some(StepAction::Pause(_)) => CommandName::Pause,
        Some(StepAction::ProposeResult) => CommandName::ProposeResult,
        Some(StepAction::Decide) => CommandName::Approve,
        Some(StepAction::Seal) => CommandName::Seal,
        Some(StepAction::Return) => CommandName::Return,
    }
}

/// What may be done beside that.
fn beside(dossier: &Dossier, definition: &Definition, now: Timestamp) -> Vec<CommandName> {
    let mut commands = match &dossier.state {
        State::Submitted => vec![CommandName::RequestSupplement, CommandName::Decline, CommandName::Withdraw],
        State::Received { step } | State::InProgress { step } => beside_work(dossier, definition, *step, now),
        State::AwaitingSupplement { resume_at, .. } => beside_waiting(dossier, resume_at.is_some(), now),
        State::AwaitingPayment { .. } | State::Paused { .. } => vec![CommandName::Withdraw, CommandName::Stop],
        State::Resolved { .. }
        | State::Draft
        | State::Declined { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => Vec::new(),
    };
    let owes = dossier.content.fee.as_ref().is_some_and(|fee| !fee.paid && fee.amount.0 > 0);
    let pays_now = matches!(dossier.state, State::AwaitingPayment { .. });
    if owes && !pays_now && !dossier.state.is_closed() && dossier.state != State::Draft {
        commands.insert(0, CommandName::ConfirmPayment);
    }
    if dossier.open_opinions().next().is_some() {
        commands.insert(0, CommandName::GiveOpinion);
    }
    if dossier.state != State::Draft {
        commands.extend(dossier.holder.map(|_| CommandName::Assign));
        commands.push(CommandName::Annotate);
    }
    commands
}

/// From the day the fifteen days are over, closing comes first (NĐ 118/2025 Đ.19).
fn beside_waiting(dossier: &Dossier, is_received: bool, now: Timestamp) -> Vec<CommandName> {
    let is_over = dossier.closable_from().is_some_and(|from| local(now).date() >= from);
    let mut commands = if is_over { vec![CommandName::CloseUnsupplemented] } else { Vec::new() };
    commands.push(CommandName::Withdraw);
    if is_received {
        commands.push(CommandName::Stop);
    }
    commands
}

/// A later date: by rule always, with an apology while the law still allows one.
fn later(dossier: &Dossier, now: Timestamp) -> Vec<CommandName> {
    let mut commands = vec![CommandName::Extend];
    if dossier.may_apologise(now) {
        commands.push(CommandName::Apologise);
    }
    commands
}

fn beside_work(dossier: &Dossier, definition: &Definition, step: u16, now: Timestamp) -> Vec<CommandName> {
    // Whoever is asked for an opinion gives it; the rest is for those who asked.
    if definition.is_consultation(step) {
        return Vec::new();
    }
    let result = dossier.content.result.as_ref();
    let sealed = result.is_some_and(|result| result.sealed_at.is_some());
    let decided = result.is_some_and(|result| result.decided_at.is_some());
    let is_last = definition.is_last(step);
    let is_ready = if definition.is_drawn() {
        !decided || sealed
    } else {
        sealed || (result.is_some() && !definition.has_decision())
    };
    if is_last && is_ready {
        return vec![CommandName::Deliver];
    }
    if decided {
        return later(dossier, now);
    }
    let mut commands = Vec::new();
    if definition.decides_in(step) && !definition.is_redrafted(step) {
        commands.push(CommandName::Refuse);
    }
    if !is_last {
        commands.push(CommandName::RequestSupplement);
    }
    let visited = |no: u16| dossier.content.visits.iter().any(|visit| visit.step == no);
    if definition.performed_before(step, visited).is_some() {
        commands.push(CommandName::SendBack);
    }
    commands.extend([CommandName::AskOpinion, CommandName::Pause, CommandName::RequirePayment]);
    commands.extend(later(dossier, now));
    commands.extend(dossier.legs().is_none().then_some(CommandName::Transfer));
    commands.extend([CommandName::Withdraw, CommandName::Stop]);
    commands
}
