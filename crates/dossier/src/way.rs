//! Places of work that are open side by side, and what an event says of the way a drawn process took.
//!
//! A dossier whose process is one row of steps has none of this: its state and holder say it all. While
//! legs run side by side, each is held by its own performer, and state and holder of the dossier are
//! those of the first leg that works. Its clock stands only while every open leg waits (NĐ 301/2026/NĐ-CP
//! counts each leg by itself).

use access::permit::Holder;
use base::Vnd;
use calendar::PauseReason;
use jiff::Timestamp;
use workflow::{NodeId, Standing};

use crate::command::CommandName;
use crate::dossier::Dossier;
use crate::refusal::RefusalReason;
use crate::state::State;

/// What the legs of a dossier are.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Legs {
    /// Where the dossier stands in its process, with the legs that wait at a join.
    pub standing: Standing,
    /// The open places, those entered last at the end.
    pub open: Vec<Leg>,
}

/// One open place of work.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Leg {
    /// The step.
    pub step: u16,
    /// Who must act.
    pub holder: Holder,
    /// What it waits for, while nobody works in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Waits>,
}

/// What a leg waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "for")]
pub enum Waits {
    /// A legal ground.
    Pause {
        /// Since when.
        since: Timestamp,
        /// The ground.
        reason: PauseReason,
    },
    /// A tax or levy.
    Payment {
        /// Since when.
        since: Timestamp,
        /// How much.
        amount: Vnd,
    },
}

/// The way a drawn process took at an event; nothing where steps follow one another.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Way {
    /// The legs afterwards, while there are several or others are waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legs: Option<Legs>,
    /// Branches at which an answer was missing, so that the way of no condition was taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undecided: Vec<NodeId>,
}

impl Way {
    pub(crate) const fn is_plain(&self) -> bool {
        self.legs.is_none() && self.undecided.is_empty()
    }
}

impl Waits {
    /// Since when.
    #[must_use]
    pub const fn since(self) -> Timestamp {
        match self {
            Self::Pause { since, .. } | Self::Payment { since, .. } => since,
        }
    }

    /// The ground for the ledger.
    pub(crate) const fn reason(self) -> PauseReason {
        match self {
            Self::Pause { reason, .. } => reason,
            Self::Payment { .. } => PauseReason::FinancialObligation,
        }
    }
}

impl Leg {
    /// The state of a dossier that is looked at as this leg.
    pub(crate) const fn state(&self) -> State {
        match self.waits {
            None => State::InProgress { step: self.step },
            Some(Waits::Pause { since, reason }) => State::Paused { since, reason, resume_at: self.step },
            Some(Waits::Payment { since, amount }) => State::AwaitingPayment { since, amount, resume_at: self.step },
        }
    }
}

impl Legs {
    /// The leg whose state and holder are the dossier's: the first that works, else the first.
    #[must_use]
    pub fn lead(&self) -> Option<&Leg> {
        self.open.iter().find(|leg| leg.waits.is_none()).or_else(|| self.open.first())
    }

    /// Whether nobody works in any.
    pub(crate) fn all_wait(&self) -> bool {
        self.open.iter().all(|leg| leg.waits.is_some())
    }
}

/// Whether a command is done to a leg, not to the dossier as a whole.
const fn is_of_leg(command: CommandName) -> bool {
    match command {
        CommandName::CompleteStep
        | CommandName::SendBack
        | CommandName::Pause
        | CommandName::Resume
        | CommandName::RequirePayment
        | CommandName::ConfirmPayment
        | CommandName::ProposeResult
        | CommandName::Approve
        | CommandName::Refuse
        | CommandName::Seal
        | CommandName::Assign
        | CommandName::AskOpinion => true,
        CommandName::Submit
        | CommandName::Accept
        | CommandName::Decline
        | CommandName::RequestSupplement
        | CommandName::Supplement
        | CommandName::Extend
        | CommandName::Apologise
        | CommandName::Deliver
        | CommandName::Return
        | CommandName::Withdraw
        | CommandName::Stop
        | CommandName::CloseUnsupplemented
        | CommandName::Annotate
        | CommandName::Transfer
        | CommandName::GiveOpinion => false,
    }
}

impl Dossier {
    /// The open legs, where there are several or others are waited for, and the dossier is not held up
    /// as a whole.
    #[must_use]
    pub fn legs(&self) -> Option<&Legs> {
        let goes_on = match self.state {
            State::InProgress { .. } | State::Paused { .. } | State::AwaitingPayment { .. } => true,
            State::Draft
            | State::Submitted
            | State::Declined { .. }
            | State::Received { .. }
            | State::AwaitingSupplement { .. }
            | State::Resolved { .. }
            | State::Returned { .. }
            | State::Withdrawn { .. }
            | State::Stopped { .. } => false,
        };
        self.content.legs.as_ref().filter(|_| goes_on)
    }

    /// The dossier looked at as one of its legs: state and holder are the leg's. Nothing where it is not
    /// open.
    #[must_use]
    pub fn seen_as(&self, step: u16) -> Option<Self> {
        let Some(legs) = self.legs() else {
            return (self.state.step() == Some(step)).then(|| self.clone());
        };
        let leg = legs.open.iter().find(|leg| leg.step == step)?;
        Some(Self { state: leg.state(), holder: Some(leg.holder), ..self.clone() })
    }

    /// The dossier as a command finds it: as the leg it names, or as the only one it can be meant for.
    ///
    /// # Errors
    /// [`RefusalReason::StepNotOpen`], and [`RefusalReason::WhichStep`] where several are open.
    pub(crate) fn meant_by(&self, command: CommandName, step: Option<u16>) -> Result<Self, RefusalReason> {
        if let Some(step) = step {
            return self.seen_as(step).ok_or(RefusalReason::StepNotOpen(step));
        }
        let Some(legs) = self.legs().filter(|_| is_of_leg(command)) else { return Ok(self.clone()) };
        let fits = |leg: &&Leg| match (command, leg.waits) {
            (CommandName::Resume, Some(Waits::Pause { .. }))
            | (CommandName::ConfirmPayment, Some(Waits::Payment { .. })) => true,
            (CommandName::Resume | CommandName::ConfirmPayment, _) => false,
            (_, waits) => waits.is_none(),
        };
        let mut meant = legs.open.iter().filter(fits);
        match (meant.next(), meant.next()) {
            (Some(only), None) => self.seen_as(only.step).ok_or(RefusalReason::StepNotOpen(only.step)),
            (None, _) => Ok(self.clone()),
            (Some(_), Some(_)) => Err(RefusalReason::WhichStep),
        }
    }

    /// The dossier as rules for a command take it: what is done to the whole is not done to a leg.
    pub(crate) fn taken_by(&self, command: CommandName) -> Self {
        let mut taken = self.clone();
        if !is_of_leg(command) {
            taken.see_as_whole();
        }
        taken
    }

    /// State and holder are those of the leg that leads.
    pub(crate) fn see_as_whole(&mut self) {
        let Some(lead) = self.legs().and_then(Legs::lead) else { return };
        (self.state, self.holder) = (lead.state(), Some(lead.holder));
    }

    /// Whether the clock stands because nobody works anywhere.
    pub(crate) fn clock_stands(&self) -> bool {
        match self.legs() {
            Some(legs) => legs.all_wait(),
            None => matches!(self.state, State::Paused { .. } | State::AwaitingPayment { .. }),
        }
    }
}
