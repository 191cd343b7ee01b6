//! The rules: a command either becomes events, or is refused with the reason and changes nothing.
//!
//! Pure: time, actor, definition, calendar and organisation are given. Permission is asked before
//! (`access::permit`); here stands what the state, the step and the law allow.

mod assignment;
mod decision;
mod extension;
mod intake;
mod money;
mod onward;
mod opinion;
mod step;
mod supplement;
mod transfer;

use access::permit::Holder;
use base::text::clean_lines;
use base::{Actor, Role};
use jiff::Timestamp;
use workflow::{Definition, Directory, Performer, Place, Placing, Step, Work};

use crate::apply::{Happening, apply};
use crate::code::DossierCode;
use crate::command::{Command, CommandName};
use crate::dossier::Dossier;
use crate::event::Event;
use crate::refusal::{Refusal, RefusalReason};
use crate::signing::SignedAs;

pub(crate) use supplement::closable_from;

/// Longest reason or note, in characters.
pub const TEXT_MAX: usize = 4000;

/// What the rules are applied under.
pub struct Circumstances<'a> {
    /// When.
    pub now: Timestamp,
    /// Who asks.
    pub actor: &'a Actor,
    /// The process the dossier follows.
    pub definition: &'a Definition,
    /// Papers of the procedure's checklist, by number.
    pub checklist: &'a [u16],
    /// The organisation.
    pub directory: &'a dyn Directory,
    /// The number taken for this command: dossier code, slip or result, see [`number_series`].
    pub numbers: Numbers,
    /// By what authority a decision is signed; none where the decider is no officer.
    pub signed: Option<&'a SignedAs>,
}

impl std::fmt::Debug for Circumstances<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Circumstances").field("now", &self.now).finish_non_exhaustive()
    }
}

/// Numbers taken in the transaction of the command.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    /// The code, for a submission.
    pub code: Option<DossierCode>,
    /// The running number of the slip, for an acceptance.
    pub slip: Option<i64>,
    /// The number of the result, for a decision.
    pub result: Option<String>,
}

/// Events and the dossier after them.
#[derive(Clone, Debug, PartialEq)]
pub struct Decided {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The dossier afterwards.
    pub dossier: Dossier,
}

/// Applies the rules to a command.
///
/// # Errors
/// [`Refusal`] says why; nothing is changed.
pub fn decide(dossier: &Dossier, command: &Command, with: &Circumstances<'_>) -> Result<Decided, Refusal> {
    let mut deciding = Deciding { dossier: dossier.taken_by(command.name()), with, events: Vec::new(), decides: false };
    let outcome = match command {
        Command::Submit(_) => intake::submit(&mut deciding),
        Command::Accept(data) => intake::accept(&mut deciding, data),
        Command::Decline(data) => intake::decline(&mut deciding, data),
        Command::RequestSupplement(data) => supplement::request(&mut deciding, data),
        Command::Supplement(data) => supplement::answer(&mut deciding, data),
        Command::CompleteStep(data) => step::complete(&mut deciding, data),
        Command::SendBack(data) => step::send_back(&mut deciding, data),
        Command::Pause(data) => step::pause(&mut deciding, data),
        Command::Resume(data) => step::resume(&mut deciding, data),
        Command::Extend(data) => extension::extend(&mut deciding, data),
        Command::Apologise(data) => extension::apologise(&mut deciding, data),
        Command::RequirePayment(data) => money::require(&mut deciding, data),
        Command::ConfirmPayment(data) => money::confirm(&mut deciding, data),
        Command::ProposeResult(data) => decision::propose(&mut deciding, data),
        Command::Approve(data) => decision::approve(&mut deciding, data),
        Command::Refuse(data) => decision::refuse(&mut deciding, data),
        Command::Seal(data) => decision::seal(&mut deciding, data),
        Command::Deliver(data) => decision::deliver(&mut deciding, data),
        Command::Return(data) => decision::hand_over(&mut deciding, data),
        Command::Withdraw(data) => step::withdraw(&mut deciding, data),
        Command::Stop(data) => step::stop(&mut deciding, data),
        Command::CloseUnsupplemented(data) => supplement::close(&mut deciding, data),
        Command::Annotate(data) => step::annotate(&mut deciding, data),
        Command::Assign(data) => assignment::assign(&mut deciding, data),
        Command::AskOpinion(data) => opinion::ask(&mut deciding, data),
        Command::GiveOpinion(data) => opinion::give(&mut deciding, data),
        Command::Transfer(data) => transfer::transfer(&mut deciding, data),
    };
    match outcome {
        Ok(()) => {
            deciding.dossier.see_as_whole();
            Ok(Decided { events: deciding.events, dossier: deciding.dossier })
        }
        Err(reason) => Err(Refusal { command: command.name(), state: dossier.state.name(), reason }),
    }
}

/// A decision in the making.
struct Deciding<'a> {
    dossier: Dossier,
    with: &'a Circumstances<'a>,
    events: Vec<Event>,
    /// Whether the command takes the decision, so that what comes next is sealed.
    decides: bool,
}

type Rule = Result<(), RefusalReason>;

impl Deciding<'_> {
    /// Records an event and applies it.
    fn happens(&mut self, event: Event) -> Rule {
        let happening = Happening { at: self.with.now, by: &self.with.actor.name };
        apply(&mut self.dossier, &event, &happening).map_err(RefusalReason::Clock)?;
        self.events.push(event);
        Ok(())
    }

    /// The step the dossier is being worked on.
    fn step_at_work(&self) -> Result<&Step, RefusalReason> {
        use crate::state::State;
        let no = match self.dossier.state {
            State::Received { step } | State::InProgress { step } => step,
            State::Draft
            | State::Submitted
            | State::Declined { .. }
            | State::AwaitingSupplement { .. }
            | State::AwaitingPayment { .. }
            | State::Paused { .. }
            | State::Resolved { .. }
            | State::Returned { .. }
            | State::Withdrawn { .. }
            | State::Stopped { .. } => return Err(RefusalReason::WrongState),
        };
        self.with.definition.step(no).ok_or(RefusalReason::NoSuchStep)
    }

    fn placing(&self) -> Placing {
        Placing {
            office: self.dossier.receiving_office,
            office_agency: self.dossier.office_agency,
            competent: self.dossier.competent_agency,
        }
    }

    /// Who acts in a step. Where sealing is published as part of the return, the stamp keeper acts
    /// first: the seal is its own role.
    fn holder_of(&self, step: &Step) -> Result<Holder, RefusalReason> {
        let Work::By { performer } = &step.work else { return Err(RefusalReason::NoSuchStep) };
        let mut holder = performer.holder(&self.placing(), self.with.directory).map_err(RefusalReason::NoPerformer)?;
        let decided = |result: &crate::record::ResultRecord| {
            result.sealed_at.is_none() && (self.decides || result.decided_at.is_some())
        };
        let unsealed = self.dossier.content.result.as_ref().is_some_and(decided);
        if unsealed && self.with.definition.is_sealed_in(step.no) && holder.role == Role::ReturnOfficer {
            holder.role = Role::StampKeeper;
        }
        Ok(holder)
    }

    /// Somebody of the one-stop office.
    fn at_office(&self, role: Role) -> Result<Holder, RefusalReason> {
        let performer = Performer { role, place: Place::ReceivingOffice, unit_name: String::new() };
        performer.holder(&self.placing(), self.with.directory).map_err(RefusalReason::NoPerformer)
    }
}

/// A text that must be there.
fn required(field: &'static str, text: &str) -> Result<String, RefusalReason> {
    let cleaned = optional(field, text)?;
    if cleaned.is_empty() { Err(RefusalReason::Text { field, max: TEXT_MAX }) } else { Ok(cleaned) }
}

/// A text that may be left out.
fn optional(field: &'static str, text: &str) -> Result<String, RefusalReason> {
    let cleaned = clean_lines(text);
    if cleaned.chars().count() > TEXT_MAX { Err(RefusalReason::Text { field, max: TEXT_MAX }) } else { Ok(cleaned) }
}

/// The name of the command that finishes a step, for the refusal of another one.
pub(crate) const fn finishing_command(action: workflow::StepAction) -> CommandName {
    use workflow::StepAction;
    match action {
        StepAction::Complete => CommandName::CompleteStep,
        StepAction::RequirePayment => CommandName::RequirePayment,
        StepAction::Pause(_) => CommandName::Pause,
        StepAction::ProposeResult => CommandName::ProposeResult,
        StepAction::Decide => CommandName::Approve,
        StepAction::Seal => CommandName::Seal,
        StepAction::Return => CommandName::Return,
    }
}
