//! How far one officer can carry a dossier: the main command of each step, rehearsed one after the
//! other, until the rules or the officer's roles say no.

use base::Actor;
use dossier::command::{Accept, ConfirmPayment, Note, ProposeResult, Return, Seal};
use dossier::{Command, CommandName, Dossier, Outcome, ReturnChannel};
use jiff::Timestamp;
use web::{FieldErrors, Form};

use crate::Desk;
use crate::effect::owed;
use crate::head::Case;
use crate::offer::next;

/// No process has more steps than this.
const STEPS_MAX: usize = 32;

/// What the one form of a visit says.
pub(crate) struct Settle {
    title: String,
    copies: u16,
    receiver: String,
    via: ReturnChannel,
    identity_checked: bool,
    proof: String,
}

impl Settle {
    /// Everything as it should be, to find out how far the officer's roles reach.
    pub(crate) fn plausible(dossier: &Dossier) -> Self {
        Self {
            title: "…".to_owned(),
            copies: 1,
            receiver: "…".to_owned(),
            via: dossier.content.return_channel,
            identity_checked: true,
            proof: "…".to_owned(),
        }
    }

    /// The form, with what the planned steps need and do not find.
    pub(crate) fn read(form: &Form, plan: &Plan) -> (Self, FieldErrors) {
        let mut errors = FieldErrors::new();
        let will = |command: CommandName| plan.commands.iter().any(|step| step.name() == command);
        let copies = form.text("copies");
        let copies = if copies.is_empty() { Some(1) } else { copies.parse().ok().filter(|count| *count > 0) };
        if copies.is_none() {
            errors.push("copies", "desk-copies-unreadable");
        }
        for (command, field, key) in [
            (CommandName::ProposeResult, "title", "desk-title-missing"),
            (CommandName::Return, "receiver", "desk-receiver-missing"),
            (CommandName::ConfirmPayment, "proof", "desk-fee-proof-missing"),
        ] {
            if will(command) && form.text(field).is_empty() {
                errors.push(field, key);
            }
        }
        let via = plan.after.content.return_channel;
        let identity_checked = form.checked("identity_checked");
        if will(CommandName::Return) && via == ReturnChannel::Counter && !identity_checked {
            errors.push("identity_checked", "dossier-refusal-identity-unchecked");
        }
        let settle = Self {
            title: form.text("title"),
            copies: copies.unwrap_or(1),
            receiver: form.text("receiver"),
            via,
            identity_checked,
            proof: form.text("proof"),
        };
        (settle, errors)
    }

    /// The form of the counter: a title or a receiver that was left open is the usual one.
    pub(crate) fn at_intake(form: &Form, case: &Case) -> Self {
        let content = &case.dossier.content;
        let or = |typed: String, usual: &str| if typed.is_empty() { usual.to_owned() } else { typed };
        Self {
            title: or(form.text("title"), &case.version.facts.result),
            copies: 1,
            receiver: or(form.text("receiver"), &content.proxy.as_ref().unwrap_or(&content.owner).name),
            via: content.return_channel,
            identity_checked: form.checked("identity_checked"),
            proof: form.text("fee_proof"),
        }
    }

    fn command(&self, name: CommandName, desk: &Desk, dossier: &Dossier) -> Option<Command> {
        match name {
            CommandName::Accept => Some(Command::Accept(Accept::default())),
            CommandName::CompleteStep => Some(Command::CompleteStep(Note::default())),
            CommandName::ProposeResult => Some(Command::ProposeResult(ProposeResult {
                outcome: Outcome::Granted,
                title: self.title.clone(),
                summary: String::new(),
                files: Vec::new(),
            })),
            CommandName::Approve => Some(Command::Approve(Note::default())),
            CommandName::Seal => {
                Some(Command::Seal(Seal { seal: desk.agency(dossier.competent_agency), copies: Some(self.copies) }))
            }
            CommandName::Return => Some(Command::Return(Return {
                receiver: self.receiver.clone(),
                via: self.via,
                identity_checked: self.identity_checked,
                note: String::new(),
            })),
            // What stops the clock or ends the dossier is never done in passing.
            CommandName::Submit
            | CommandName::Decline
            | CommandName::RequestSupplement
            | CommandName::Supplement
            | CommandName::SendBack
            | CommandName::Pause
            | CommandName::Resume
            | CommandName::Extend
            | CommandName::Apologise
            | CommandName::RequirePayment
            | CommandName::ConfirmPayment
            | CommandName::Refuse
            | CommandName::Deliver
            | CommandName::Withdraw
            | CommandName::Stop
            | CommandName::Annotate
            | CommandName::Assign
            | CommandName::AskOpinion
            | CommandName::GiveOpinion
            | CommandName::Transfer
            | CommandName::CloseUnsupplemented => None,
        }
    }
}

/// The commands in order, and the dossier after them.
pub(crate) struct Plan {
    pub(crate) commands: Vec<Command>,
    pub(crate) after: Dossier,
}

impl Plan {
    pub(crate) fn make(desk: &Desk, actor: &Actor, case: &Case, settle: &Settle, now: Timestamp) -> Self {
        let mut plan = Self { commands: Vec::new(), after: case.dossier.clone() };
        let follow = (&*case.definition, &*case.version);
        while plan.commands.len() < STEPS_MAX {
            let Some(name) = next(&plan.after, &case.definition) else { break };
            // What must be signed is signed in the queue, with a PIN.
            if name == CommandName::Approve && desk.signing.as_ref().is_some_and(documents::Signing::is_required) {
                break;
            }
            let Some(command) = settle.command(name, desk, &plan.after) else { break };
            let mut ahead = plan.after.clone();
            let mut commands = Vec::new();
            if let Some(amount_vnd) = owed(&ahead).filter(|_| name == CommandName::Return) {
                let payment = Command::ConfirmPayment(ConfirmPayment { amount_vnd, proof: settle.proof.clone() });
                let Ok(paid) = desk.dossiers.rehearse(actor, &ahead, &payment, follow, now) else { break };
                ahead = paid;
                commands.push(payment);
            }
            let Ok(after) = desk.dossiers.rehearse(actor, &ahead, &command, follow, now) else { break };
            commands.push(command);
            plan.commands.extend(commands);
            plan.after = after;
        }
        plan
    }
}
