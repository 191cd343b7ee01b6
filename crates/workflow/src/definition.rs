//! A definition: the steps of one procedure version, and the actions each offers.

use base::{ProcedureId, Role, WorkflowId};
use calendar::PauseReason;

use crate::Performer;
use crate::drawn::Drawn;
use crate::process::Finish;

/// The process of one procedure version.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Definition {
    /// What a dossier keeps.
    pub id: WorkflowId,
    /// The procedure version it belongs to.
    pub procedure: ProcedureId,
    /// Steps in order, numbered from 1 without gaps.
    pub steps: Vec<Step>,
    /// Whether it was derived from the template of its kind because no internal process is loaded.
    pub from_template: bool,
    /// The graph, where an office drew one; it is kept with its version.
    #[serde(skip)]
    pub(crate) drawn: Option<Drawn>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    /// Number, from 1.
    pub no: u16,
    /// What is done, as published.
    pub name: String,
    /// What the public sees.
    pub phase: Phase,
    /// Who acts, or that the clock stands.
    pub work: Work,
    /// Share of the limit in working minutes.
    pub budget_minutes: u32,
    /// Steps of one group are published as running side by side; they are worked in turn.
    pub parallel_group: Option<String>,
}

/// Who acts in a step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Work {
    /// An officer.
    By {
        /// Who, and where.
        performer: Performer,
    },
    /// Nobody: the clock stands.
    Pause {
        /// The legal ground.
        reason: PauseReason,
        /// Who is waited for.
        waits_for: String,
    },
}

/// The part of a process the public sees (S0-36); officers see steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Tiếp nhận.
    Intake,
    /// Thẩm định.
    Appraisal,
    /// Waiting outside the agency: tax, posting.
    Waiting,
    /// Phê duyệt.
    Decision,
    /// Đóng dấu.
    Sealing,
    /// Trả kết quả.
    Return,
}

impl Phase {
    /// Every phase, in the order of a settlement.
    pub const ALL: [Self; 6] =
        [Self::Intake, Self::Appraisal, Self::Waiting, Self::Decision, Self::Sealing, Self::Return];

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }

    /// The identifier.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Appraisal => "appraisal",
            Self::Waiting => "waiting",
            Self::Decision => "decision",
            Self::Sealing => "sealing",
            Self::Return => "return",
        }
    }
}

/// What the holder of a step may do to finish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepAction {
    /// Finish the step as it is.
    Complete,
    /// Finish it by asking for a financial obligation.
    RequirePayment,
    /// Finish it by pausing for the ground the definition names.
    Pause(PauseReason),
    /// Finish it by drafting the result.
    ProposeResult,
    /// Decide.
    Decide,
    /// Seal the approved result.
    Seal,
    /// Bring the result to the return desk and hand it over.
    Return,
}

impl Step {
    /// The role that acts; none in a pause.
    #[must_use]
    pub const fn role(&self) -> Option<Role> {
        match &self.work {
            Work::By { performer } => Some(performer.role),
            Work::Pause { .. } => None,
        }
    }

    /// Whether the clock stands in it.
    #[must_use]
    pub const fn is_pause(&self) -> bool {
        matches!(self.work, Work::Pause { .. })
    }
}

impl Definition {
    /// A definition whose steps follow one another.
    #[must_use]
    pub const fn linear(id: WorkflowId, procedure: ProcedureId, steps: Vec<Step>, from_template: bool) -> Self {
        Self { id, procedure, steps, from_template, drawn: None }
    }

    /// The step with a number.
    #[must_use]
    pub fn step(&self, no: u16) -> Option<&Step> {
        self.steps.get(usize::from(no).checked_sub(1)?)
    }

    /// The step after a number.
    #[must_use]
    pub fn next(&self, no: u16) -> Option<&Step> {
        self.step(no.checked_add(1)?)
    }

    /// The step a dossier begins at.
    #[must_use]
    pub fn first(&self) -> Option<&Step> {
        match &self.drawn {
            Some(drawn) => self.step(drawn.start()?),
            None => self.performed_from(1),
        }
    }

    /// The first step at or after a number that somebody performs, where steps follow one another.
    #[must_use]
    pub fn performed_from(&self, no: u16) -> Option<&Step> {
        self.steps.iter().find(|step| step.no >= no && !step.is_pause())
    }

    /// The last step before a number that somebody performed: of those visited, where an office drew
    /// several ways; whoever refuses a draft sends it where the drawing says.
    #[must_use]
    pub fn performed_before(&self, no: u16, visited: impl Fn(u16) -> bool) -> Option<&Step> {
        match &self.drawn {
            Some(drawn) => {
                let nearest = || drawn.before(no).into_iter().rev().find(|before| visited(*before));
                self.step(drawn.redrafted_at(no).or_else(nearest)?)
            }
            None => self.steps.iter().rev().find(|step| step.no < no && !step.is_pause()),
        }
    }

    /// Whether a refusal in a step only sends the draft back, so that nothing is decided by it.
    #[must_use]
    pub fn is_redrafted(&self, no: u16) -> bool {
        self.drawn.as_ref().is_some_and(|drawn| drawn.redrafted_at(no).is_some())
    }

    /// Whether somebody decides; utilities sign contracts instead.
    #[must_use]
    pub fn has_decision(&self) -> bool {
        match &self.drawn {
            Some(drawn) => drawn.has(Finish::Decide),
            None => self.decision().is_some(),
        }
    }

    /// Whether the decision is taken in a step.
    #[must_use]
    pub fn decides_in(&self, no: u16) -> bool {
        self.finishing_action(no) == Some(StepAction::Decide)
    }

    /// Whether the result is sealed in a step.
    #[must_use]
    pub fn is_sealed_in(&self, no: u16) -> bool {
        match &self.drawn {
            Some(drawn) => drawn.is_sealed_in(no),
            None => self.sealing_step() == Some(no),
        }
    }

    /// Whether a result is sealed at all.
    #[must_use]
    pub fn has_seal(&self) -> bool {
        match &self.drawn {
            Some(_) => self.has_decision(),
            None => self.sealing_step().is_some(),
        }
    }

    /// Whether the result is handed over in a step.
    #[must_use]
    pub fn is_last(&self, no: u16) -> bool {
        match &self.drawn {
            Some(drawn) => drawn.is_last(no),
            None => self.last().is_some_and(|last| last.no == no),
        }
    }

    /// The first step of a leader.
    #[must_use]
    pub(crate) fn decision(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.role() == Some(Role::Leader))
    }

    /// How the holder finishes a step. The result is drafted in the last step of a specialist
    /// before the decision (or before the return where nobody decides).
    #[must_use]
    pub fn finishing_action(&self, no: u16) -> Option<StepAction> {
        if let Some(drawn) = &self.drawn {
            return drawn.finishing_action(no);
        }
        let step = self.step(no)?;
        let role = step.role()?;
        if let Some(Step { work: Work::Pause { reason, .. }, .. }) = self.next(no) {
            return Some(if *reason == PauseReason::FinancialObligation {
                StepAction::RequirePayment
            } else {
                StepAction::Pause(*reason)
            });
        }
        let decides = self.decision().is_some_and(|decision| decision.no == no);
        Some(if role == Role::Leader && decides {
            StepAction::Decide
        } else if role == Role::StampKeeper {
            StepAction::Seal
        } else if role == Role::ReturnOfficer {
            StepAction::Return
        } else if role == Role::Specialist && self.drafting_step() == Some(no) {
            StepAction::ProposeResult
        } else {
            StepAction::Complete
        })
    }

    /// The number of the step in which the result is drafted.
    #[must_use]
    pub(crate) fn drafting_step(&self) -> Option<u16> {
        let end = self.decision().map_or(u16::MAX, |decision| decision.no);
        let before = |step: &&Step| step.no < end && step.role() == Some(Role::Specialist);
        self.steps.iter().rfind(before).map(|step| step.no)
    }

    /// The step in which the result is sealed: the stamp keeper's, or the return step where sealing
    /// is published as part of it. None where nobody decides.
    #[must_use]
    pub fn sealing_step(&self) -> Option<u16> {
        let decision = self.decision()?.no;
        let sealed_by = |role: Role| {
            self.steps.iter().find(|step| step.no > decision && step.role() == Some(role)).map(|step| step.no)
        };
        sealed_by(Role::StampKeeper).or_else(|| sealed_by(Role::ReturnOfficer))
    }

    /// The last step, in which the result is handed over.
    #[must_use]
    pub(crate) fn last(&self) -> Option<&Step> {
        self.steps.last()
    }
}
