//! What can be wrong with a process. Every variant names the step.

use crate::condition::TypeError;
use crate::graph::Dangling;
use crate::process::{NAME_MAX, NODES_MAX, NodeId};
use crate::sound::StaffingError;

/// Why a process was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProcessError {
    /// No nodes, or more than anybody reads.
    #[error("a process has 1 to {NODES_MAX} steps, this one {0}")]
    Size(usize),
    /// An identifier given twice.
    #[error("step {0} is there twice")]
    Twice(NodeId),
    /// A name that is empty or too long.
    #[error("step {0}: its name has 1 to {NAME_MAX} characters")]
    Name(NodeId),
    /// A declared field is wrong.
    #[error("the fields of the form: {0}")]
    Fields(#[source] TypeError),
    /// A condition asks what the form does not say.
    #[error("step {at}, condition {case}: {fault}")]
    Condition {
        /// The branch.
        at: NodeId,
        /// Which condition, from 1.
        case: usize,
        /// What is wrong.
        fault: TypeError,
    },
    /// An arrow to a step that is not there.
    #[error("step {at} leads to {to}, which is not there")]
    NoSuchNode {
        /// The step.
        at: NodeId,
        /// What it names.
        to: NodeId,
    },
    /// The start is not there.
    #[error("the process begins at {0}, which is not there")]
    NoStart(NodeId),
    /// Nothing leads to it.
    #[error("step {0} cannot be reached")]
    Unreachable(NodeId),
    /// No way from it to an end: a loop without exit.
    #[error("from step {0} no way leads to the end")]
    NoWayOut(NodeId),
    /// A branch that leads round for ever while the answers stay the same.
    #[error("step {0} leads round for ever for some answers")]
    Endless(NodeId),
    /// A loop that nothing stops in.
    #[error("step {0} leads back to itself without anybody having worked")]
    IdleLoop(NodeId),
    /// A loop that is entered in two places.
    #[error("step {at} leads back to {to}, which the loop can be entered without")]
    TangledLoop {
        /// The end of the loop.
        at: NodeId,
        /// Its beginning.
        to: NodeId,
    },
    /// A refusal where nobody decides.
    #[error("step {0} leads elsewhere after a refusal, but nothing is decided there")]
    NothingRefused(NodeId),
    /// A branch without conditions.
    #[error("step {0} branches without a condition")]
    NoCase(NodeId),
    /// A split without at least two legs, each with work of its own.
    #[error("step {0} needs two legs or more, each different and with a step of its own")]
    Legs(NodeId),
    /// A split whose legs do not come together where it says.
    #[error("the legs of step {split} do not all come together at {join}")]
    NoJoin {
        /// The split.
        split: NodeId,
        /// The join it names.
        join: NodeId,
    },
    /// A leg that is left or entered on another way than through its split and join.
    #[error("step {at} stands in a leg of {split}, which is entered only there and left only at its join")]
    LegOpen {
        /// The split.
        split: NodeId,
        /// The step.
        at: NodeId,
    },
    /// A join that belongs to no split, or to two.
    #[error("step {0} joins legs that no split has begun")]
    LooseJoin(NodeId),
    /// The first step is not at the one-stop office.
    #[error("step {0}, the first, must be intake by a counter officer")]
    NoIntake(NodeId),
    /// An end that is reached without handing anything over.
    #[error("the end {0} can be reached without anybody returning the result")]
    NoReturn(NodeId),
    /// Somebody decides before anybody has drafted a result.
    #[error("step {0} decides, and nobody need have drafted a result before")]
    NothingToDecide(NodeId),
    /// Somebody seals what nobody has decided.
    #[error("step {0} seals, and nobody need have decided before")]
    NothingToSeal(NodeId),
    /// An action that the role may not do.
    #[error("step {0}: its officer may not finish it so")]
    Action(NodeId),
    /// A pause that the step before it does not ask for, or a step that asks for one that is not there.
    #[error("step {0} and the pause after it do not belong together")]
    LoosePause(NodeId),
    /// A consultation or another agency's dossier without time.
    #[error("step {0} needs a time of its own")]
    NoTime(NodeId),
    /// A hand-over that something follows, or an end that something else leads to.
    #[error("step {0}: the hand-over closes a dossier, so it is the last step before the end, and the only one")]
    AfterReturn(NodeId),
    /// Legs that each work on the result, of which a dossier has one.
    #[error("step {0}: the result is worked on in more than one leg, and a dossier has one")]
    TwoResults(NodeId),
    /// What dossiers do not follow yet.
    #[error("dossiers do not follow step {0} yet: it can be drawn and tried out, but not published")]
    NotFollowed(NodeId),
    /// The budgets do not sum to the limit that binds.
    #[error("the longest way ({}) takes {minutes} working minutes, the limit is {limit}", listed(along))]
    Budget {
        /// Along the longest way.
        minutes: u32,
        /// The limit.
        limit: u32,
        /// The steps of the longest way that take time.
        along: Vec<NodeId>,
    },
    /// A step nobody could perform.
    #[error("step {at}: {fault}")]
    Performer {
        /// The step.
        at: NodeId,
        /// Why.
        fault: StaffingError,
    },
}

fn listed(along: &[NodeId]) -> String {
    along.iter().map(NodeId::as_str).collect::<Vec<_>>().join(", ")
}

impl ProcessError {
    /// The step it names; the last of the longest way for budgets.
    #[must_use]
    pub fn node(&self) -> Option<&NodeId> {
        match self {
            Self::Size(_) | Self::Fields(_) => None,
            Self::Twice(at)
            | Self::Name(at)
            | Self::NoStart(at)
            | Self::Unreachable(at)
            | Self::NoWayOut(at)
            | Self::Endless(at)
            | Self::IdleLoop(at)
            | Self::NothingRefused(at)
            | Self::NoCase(at)
            | Self::Legs(at)
            | Self::LooseJoin(at)
            | Self::NoIntake(at)
            | Self::NoReturn(at)
            | Self::NothingToDecide(at)
            | Self::NothingToSeal(at)
            | Self::Action(at)
            | Self::LoosePause(at)
            | Self::AfterReturn(at)
            | Self::TwoResults(at)
            | Self::NotFollowed(at)
            | Self::NoTime(at) => Some(at),
            Self::Condition { at, .. }
            | Self::NoSuchNode { at, .. }
            | Self::TangledLoop { at, .. }
            | Self::LegOpen { at, .. }
            | Self::Performer { at, .. } => Some(at),
            Self::NoJoin { split, .. } => Some(split),
            Self::Budget { along, .. } => along.last(),
        }
    }

    /// The end of the sentence's key.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Size(_) => "size",
            Self::Twice(_) => "twice",
            Self::Name(_) => "name",
            Self::Fields(_) => "fields",
            Self::Condition { .. } => "condition",
            Self::NoSuchNode { .. } => "no-such-node",
            Self::NoStart(_) => "no-start",
            Self::Unreachable(_) => "unreachable",
            Self::NoWayOut(_) => "no-way-out",
            Self::Endless(_) => "endless",
            Self::IdleLoop(_) => "idle-loop",
            Self::TangledLoop { .. } => "tangled-loop",
            Self::NothingRefused(_) => "nothing-refused",
            Self::NoCase(_) => "no-case",
            Self::Legs(_) => "legs",
            Self::NoJoin { .. } => "no-join",
            Self::LegOpen { .. } => "leg-open",
            Self::LooseJoin(_) => "loose-join",
            Self::NoIntake(_) => "no-intake",
            Self::NoReturn(_) => "no-return",
            Self::NothingToDecide(_) => "nothing-to-decide",
            Self::NothingToSeal(_) => "nothing-to-seal",
            Self::Action(_) => "action",
            Self::LoosePause(_) => "loose-pause",
            Self::NoTime(_) => "no-time",
            Self::AfterReturn(_) => "after-return",
            Self::TwoResults(_) => "two-results",
            Self::NotFollowed(_) => "not-followed",
            Self::Budget { .. } => "budget",
            Self::Performer { .. } => "performer",
        }
    }
}

impl From<Dangling> for ProcessError {
    fn from(dangling: Dangling) -> Self {
        match dangling.from {
            Some(at) => Self::NoSuchNode { at, to: dangling.to },
            None => Self::NoStart(dangling.to),
        }
    }
}

/// Nothing, or everything wrong.
pub(super) fn outcome(wrong: Vec<ProcessError>) -> Result<(), Vec<ProcessError>> {
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}
