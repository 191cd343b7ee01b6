//! Why a command was refused. Each reason is one sentence for people, by its key.

use base::Vnd;
use jiff::civil::Date;

use crate::command::CommandName;
use crate::state::StateName;

/// A refused command: nothing was changed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{} is not possible while the dossier is {}: {reason}", command.name(), state.name())]
pub struct Refusal {
    /// What was asked.
    pub command: CommandName,
    /// Where the dossier stood.
    pub state: StateName,
    /// Why not.
    pub reason: RefusalReason,
}

/// The reasons.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum RefusalReason {
    /// The diagram has no such arrow.
    #[error("the state does not allow it")]
    WrongState,
    /// A field is empty or too long.
    #[error("{field} must be filled in, at most {max} characters")]
    Text {
        /// Name of the field.
        field: &'static str,
        /// Most characters.
        max: usize,
    },
    /// The step is finished by another command.
    #[error("this step is finished by {0}")]
    OtherCommand(&'static str),
    /// There is no step before this one.
    #[error("there is no earlier step to send it back to")]
    NothingBefore,
    /// Nobody has drafted a result.
    #[error("there is no drafted result to decide on")]
    NothingProposed,
    /// The result has not been decided (S0-24: no seal without an approved decision).
    #[error("the result has not been approved")]
    NotDecided,
    /// The result has not been sealed.
    #[error("the result has not been sealed")]
    NotSealed,
    /// The result is sealed already.
    #[error("the result is sealed already")]
    AlreadySealed,
    /// The decision has been taken; it can no longer be withdrawn (NĐ 118/2025 Đ.21).
    #[error("the decision has already been taken")]
    AlreadyDecided,
    /// No fault was named.
    #[error("name at least one paper or point to supplement")]
    NothingMissing,
    /// A paper that is not on the procedure's list, without a legal basis (S2-12).
    #[error("paper {0} is not on the checklist of the procedure")]
    NotOnChecklist(u16),
    /// Something beyond the checklist without a legal basis (S2-12).
    #[error("a demand beyond the checklist needs its legal basis")]
    BeyondChecklist,
    /// A second request (NĐ 118/2025 Đ.10: supplement once) without a leader and a reason.
    #[error("a second request needs a head of unit or leader, and a reason")]
    SecondSupplement,
    /// The length of an extension cannot be read, or is nothing, or beyond reason.
    #[error("the extension must be a positive number of working days, working hours or days")]
    ExtensionLength,
    /// A second apology (NĐ 118/2025 Đ.19: at most once).
    #[error("an apology with a new date was given before")]
    SecondApology,
    /// An apology on the due date or after it (NĐ 118/2025 Đ.19: at least one day before).
    #[error("an apology was possible until {0}")]
    LateApology(Date),
    /// The person may still supplement (NĐ 118/2025 Đ.19: fifteen days).
    #[error("the supplement is still awaited; the dossier may be closed from {from}")]
    StillAwaited {
        /// The first date on which it may be closed.
        from: Date,
    },
    /// Nothing was handed in.
    #[error("nothing was handed in")]
    NothingHandedIn,
    /// The amount is not what was asked.
    #[error("{asked} was asked, {paid} was entered")]
    Amount {
        /// What was asked.
        asked: Vnd,
        /// What was entered.
        paid: Vnd,
    },
    /// The amount is nothing.
    #[error("the amount must be more than 0")]
    NoAmount,
    /// A fee is unpaid, so the result stays at the desk.
    #[error("a fee of {0} has not been paid")]
    Unpaid(Vnd),
    /// There is nothing to pay.
    #[error("nothing has to be paid")]
    NothingToPay,
    /// The receiver's identity was not checked (NĐ 118/2025 Đ.6).
    #[error("check the receiver's identity first")]
    IdentityUnchecked,
    /// The clock does not allow it.
    #[error("the clock does not allow it: {0}")]
    Clock(calendar::LedgerError),
    /// The step is this officer's, or nobody's, already.
    #[error("the step is assigned so already")]
    AlreadyAssigned,
    /// Somebody else has it; the head may give it to another.
    #[error("the step is assigned to another officer")]
    AssignedToOther,
    /// Only the head names somebody else.
    #[error("only the head of the unit assigns a step to another officer")]
    NotInCharge,
    /// The officer does not hold the role the step asks for.
    #[error("the officer cannot work this step")]
    CannotWork,
    /// An agency or unit that does not exist today.
    #[error("there is no such agency or unit")]
    NoSuchPlace,
    /// The opinion would be one's own.
    #[error("an opinion is asked of another agency or unit")]
    AskedOneself,
    /// The same place was asked and has not answered.
    #[error("this agency or unit was asked and has not answered yet")]
    AlreadyAsked,
    /// The deadline of an opinion is nothing, or beyond reason.
    #[error("an opinion is given within 1 to 30 working days")]
    OpinionDays,
    /// No opinion with this number was asked for.
    #[error("no opinion with this number was asked for")]
    NoSuchOpinion,
    /// It was given, or nobody waits for it any more.
    #[error("the opinion is not waited for any more")]
    OpinionEnded,
    /// Another agency or unit was asked.
    #[error("another agency or unit was asked for this opinion")]
    NotAsked,
    /// An agency that is not competent for the procedure.
    #[error("this agency is not competent for the procedure")]
    NotCompetent,
    /// The agency has it already.
    #[error("the dossier is with this agency already")]
    SameAgency,
    /// Several legs are open, of which other agencies hold some.
    #[error("steps run side by side; the dossier is passed on when they have met")]
    LegsOpen,
    /// Nobody could perform the next step.
    #[error("the next step has no performer: {0}")]
    NoPerformer(workflow::PerformerError),
    /// The delegation to sign is over (Nghị định 30/2020/NĐ-CP Điều 13: for a limited time).
    #[error("delegation {document} ended on {on}")]
    DelegationOver {
        /// Number of the paper.
        document: String,
        /// Its last day.
        on: Date,
    },
    /// The delegation, by number of its paper, covers other procedures.
    #[error("delegation {0} does not cover the procedure")]
    NotDelegated(String),
    /// Whoever gave the delegation, by number of its paper, leads the agency no more.
    #[error("the delegator of {0} leads no more")]
    DelegatorLeft(String),
    /// Several legs are open, and the command did not say which it is for.
    #[error("several steps are open: say which one is meant")]
    WhichStep,
    /// The step a command named is not open.
    #[error("step {0} is not open")]
    StepNotOpen(u16),
    /// The step waits for the result of a dossier at another agency.
    #[error("the step waits for the result of {0}")]
    AwaitsSubDossier(String),
    /// The dossier that the next step asks for at another agency could not be opened.
    #[error("no dossier of procedure {0} can be opened for the next step")]
    NoSubDossier(String),
    /// The definition does not have the step the dossier stands at.
    #[error("the process has no such step")]
    NoSuchStep,
}

impl RefusalReason {
    /// Key of the sentence in the locale files.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::WrongState => "dossier-refusal-wrong-state",
            Self::Text { .. } => "dossier-refusal-text",
            Self::OtherCommand(_) => "dossier-refusal-other-command",
            Self::NothingBefore => "dossier-refusal-nothing-before",
            Self::NothingProposed => "dossier-refusal-nothing-proposed",
            Self::NotDecided => "dossier-refusal-not-decided",
            Self::NotSealed => "dossier-refusal-not-sealed",
            Self::AlreadySealed => "dossier-refusal-already-sealed",
            Self::AlreadyDecided => "dossier-refusal-already-decided",
            Self::NothingMissing => "dossier-refusal-nothing-missing",
            Self::NotOnChecklist(_) => "dossier-refusal-not-on-checklist",
            Self::BeyondChecklist => "dossier-refusal-beyond-checklist",
            Self::SecondSupplement => "dossier-refusal-second-supplement",
            Self::ExtensionLength => "dossier-refusal-extension-length",
            Self::SecondApology => "dossier-refusal-second-apology",
            Self::LateApology(_) => "dossier-refusal-late-apology",
            Self::StillAwaited { .. } => "dossier-refusal-still-awaited",
            Self::NothingHandedIn => "dossier-refusal-nothing-handed-in",
            Self::Amount { .. } => "dossier-refusal-amount",
            Self::NoAmount => "dossier-refusal-no-amount",
            Self::Unpaid(_) => "dossier-refusal-unpaid",
            Self::NothingToPay => "dossier-refusal-nothing-to-pay",
            Self::IdentityUnchecked => "dossier-refusal-identity-unchecked",
            Self::Clock(_) => "dossier-refusal-clock",
            Self::AlreadyAssigned => "dossier-refusal-already-assigned",
            Self::AssignedToOther => "dossier-refusal-assigned-to-other",
            Self::NotInCharge => "dossier-refusal-not-in-charge",
            Self::CannotWork => "dossier-refusal-cannot-work",
            Self::NoSuchPlace => "dossier-refusal-no-such-place",
            Self::AskedOneself => "dossier-refusal-asked-oneself",
            Self::AlreadyAsked => "dossier-refusal-already-asked",
            Self::OpinionDays => "dossier-refusal-opinion-days",
            Self::NoSuchOpinion => "dossier-refusal-no-such-opinion",
            Self::OpinionEnded => "dossier-refusal-opinion-ended",
            Self::NotAsked => "dossier-refusal-not-asked",
            Self::NotCompetent => "dossier-refusal-not-competent",
            Self::SameAgency => "dossier-refusal-same-agency",
            Self::LegsOpen => "dossier-refusal-legs-open",
            Self::NoPerformer(_) => "dossier-refusal-no-performer",
            Self::DelegationOver { .. } => "dossier-refusal-delegation-over",
            Self::NotDelegated(_) => "dossier-refusal-not-delegated",
            Self::DelegatorLeft(_) => "dossier-refusal-delegator-left",
            Self::WhichStep => "dossier-refusal-which-step",
            Self::StepNotOpen(_) => "dossier-refusal-step-not-open",
            Self::AwaitsSubDossier(_) => "dossier-refusal-awaits-sub-dossier",
            Self::NoSubDossier(_) => "dossier-refusal-no-sub-dossier",
            Self::NoSuchStep => "dossier-refusal-no-such-step",
        }
    }

    /// The field to mend, where there is one.
    #[must_use]
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Text { field, .. } => Some(field),
            Self::NothingMissing | Self::NotOnChecklist(_) | Self::BeyondChecklist => Some("items"),
            Self::SecondSupplement => Some("reason"),
            Self::ExtensionLength => Some("value"),
            Self::NothingHandedIn => Some("papers"),
            Self::Amount { .. } | Self::NoAmount => Some("amount_vnd"),
            Self::AlreadyAssigned | Self::NotInCharge | Self::CannotWork => Some("officer"),
            Self::IdentityUnchecked => Some("identity_checked"),
            Self::NoSuchPlace | Self::AskedOneself | Self::AlreadyAsked | Self::NotCompetent | Self::SameAgency => {
                Some("agency")
            }
            Self::OpinionDays => Some("days"),
            Self::NoSuchOpinion | Self::OpinionEnded | Self::NotAsked => Some("no"),
            Self::WrongState
            | Self::OtherCommand(_)
            | Self::NothingBefore
            | Self::NothingProposed
            | Self::NotDecided
            | Self::NotSealed
            | Self::AlreadySealed
            | Self::AlreadyDecided
            | Self::Unpaid(_)
            | Self::NothingToPay
            | Self::SecondApology
            | Self::LateApology(_)
            | Self::StillAwaited { .. }
            | Self::Clock(_)
            | Self::AssignedToOther
            | Self::LegsOpen
            | Self::NoPerformer(_)
            | Self::DelegationOver { .. }
            | Self::NotDelegated(_)
            | Self::DelegatorLeft(_)
            | Self::WhichStep
            | Self::StepNotOpen(_)
            | Self::AwaitsSubDossier(_)
            | Self::NoSubDossier(_)
            | Self::NoSuchStep => None,
        }
    }
}
