//! A process as a graph: nodes joined by exits, drawn by an office and followed by its dossiers.
//!
//! The linear [`crate::Definition`] of a published procedure is the simple case; a [`Process`] adds
//! legs at several agencies side by side, consultations with their own deadline, branches on what
//! the form says, and dossiers opened at other agencies. Here stands only what a process *is*;
//! whether it can be followed to its end is asked by [`crate::Sound`].

mod linear;
mod sample;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use calendar::PauseReason;

use crate::condition::{Condition, FormField};
use crate::{Performer, Phase};

pub use sample::{Template, from_template};

/// Most nodes of one process.
pub(crate) const NODES_MAX: usize = 120;
/// Longest name of a node, in characters.
pub(crate) const NAME_MAX: usize = 200;
/// Longest identifier of a node.
pub(crate) const ID_MAX: usize = 40;

/// What names a node inside its process: `tham-dinh`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NodeId(String);

/// A text that names no node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a step is named by small letters, digits and hyphens, at most {ID_MAX} of them")]
pub struct NotANodeId;

impl NodeId {
    /// `b7`: for a step that an editor adds.
    pub(crate) fn numbered(number: u32) -> Self {
        Self(format!("b{number}"))
    }

    /// The identifier as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for NodeId {
    type Err = NotANodeId;

    fn from_str(text: &str) -> Result<Self, NotANodeId> {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let named = (1..=ID_MAX).contains(&text.len()) && text.bytes().all(plain) && !text.starts_with('-');
        if named { Ok(Self(text.to_owned())) } else { Err(NotANodeId) }
    }
}

impl TryFrom<String> for NodeId {
    type Error = NotANodeId;
    fn try_from(text: String) -> Result<Self, NotANodeId> {
        text.parse()
    }
}

impl From<NodeId> for String {
    fn from(id: NodeId) -> Self {
        id.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A process of one procedure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Process {
    /// The node a dossier begins at.
    pub start: NodeId,
    /// The answers of the form that conditions may ask about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FormField>,
    /// The nodes, in the order an office reads them.
    pub nodes: Vec<Node>,
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its name in this process.
    pub id: NodeId,
    /// What is done, shown to people.
    pub name: String,
    /// The lane it stands in, and what the public sees.
    pub phase: Phase,
    /// What happens there.
    pub kind: NodeKind,
}

/// What happens at a node.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    /// An officer works.
    Step(Task),
    /// The clock stands for a legal ground.
    Pause(Wait),
    /// Another agency is asked for its opinion.
    Consult(Consultation),
    /// Another agency settles a dossier of its own and gives its result back.
    SubDossier(SubDossier),
    /// Legs begin side by side.
    Split(Split),
    /// Legs come together: it waits for all.
    Join(Join),
    /// One way of several, by what the form says.
    Branch(Branch),
    /// The dossier is at its end.
    End,
}

/// Work of an officer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Task {
    /// Who, and where.
    pub performer: Performer,
    /// Share of the limit in working minutes.
    pub budget_minutes: u32,
    /// How the officer finishes it.
    pub action: Finish,
    /// What follows.
    pub next: NodeId,
    /// What follows a refusal instead, where the officer decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<NodeId>,
}

/// Standing still for a legal ground.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wait {
    /// The legal ground.
    pub reason: PauseReason,
    /// Who is waited for.
    pub waits_for: String,
    /// What follows.
    pub next: NodeId,
}

/// An opinion asked of another agency.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consultation {
    /// Who is asked.
    pub asked: Performer,
    /// Its own deadline in working minutes, as the letter says; the clock runs meanwhile.
    pub deadline_minutes: u32,
    /// What silence means after the deadline.
    pub silence: Silence,
    /// What follows.
    pub next: NodeId,
    /// What follows a disagreement instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<NodeId>,
}

/// What it means that no answer came in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Silence {
    /// Agreement, where the law of the sector says so.
    Agrees,
    /// Nothing: the answer is waited for, and its lateness reported.
    Waits,
}

/// A dossier opened at another agency.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubDossier {
    /// The procedure of the other dossier.
    pub procedure: catalogue::Key,
    /// Who receives it there.
    pub at: Performer,
    /// Share of the limit in working minutes.
    pub budget_minutes: u32,
    /// What follows its result.
    pub next: NodeId,
    /// What follows a refusal instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<NodeId>,
}

/// Where legs begin.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// The first node of each leg.
    pub legs: Vec<NodeId>,
    /// Where they come together.
    pub join: NodeId,
}

/// Where legs come together.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// What follows.
    pub next: NodeId,
}

/// One way of several.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Branch {
    /// Ways with their conditions; the first that certainly holds is taken.
    pub cases: Vec<Case>,
    /// The way when none certainly holds.
    pub otherwise: NodeId,
}

/// A way with its condition.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// When it is taken.
    pub when: Condition,
    /// Where it leads.
    pub to: NodeId,
}

/// How an officer finishes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// As it is.
    Complete,
    /// By asking for a financial obligation; a pause follows.
    RequirePayment,
    /// By pausing for the ground that follows.
    Pause,
    /// By drafting the result.
    ProposeResult,
    /// By approving or refusing it.
    Decide,
    /// By sealing it.
    Seal,
    /// By handing it over.
    Return,
}

impl Finish {
    /// Every way, in the order of a dossier's life.
    pub const ALL: [Self; 7] = [
        Self::Complete,
        Self::RequirePayment,
        Self::Pause,
        Self::ProposeResult,
        Self::Decide,
        Self::Seal,
        Self::Return,
    ];

    /// The identifier.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::RequirePayment => "require_payment",
            Self::Pause => "pause",
            Self::ProposeResult => "propose_result",
            Self::Decide => "decide",
            Self::Seal => "seal",
            Self::Return => "return",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finish| finish.name() == name)
    }
}

/// Why one node follows another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exit {
    /// The usual way.
    Next,
    /// After a refusal or a disagreement.
    Refused,
    /// A leg of a split, by its place.
    Leg(usize),
    /// A way of a branch, by its place.
    Case(usize),
    /// The way of a branch when no condition certainly holds.
    Otherwise,
}

impl Process {
    /// The node with an identifier.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == *id)
    }
}

impl Node {
    /// Where it leads, in the order in which the ways are listed.
    #[must_use]
    pub fn exits(&self) -> Vec<(Exit, &NodeId)> {
        self.kind.exits()
    }
}

impl NodeKind {
    /// The identifier of the kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Step(_) => "step",
            Self::Pause(_) => "pause",
            Self::Consult(_) => "consult",
            Self::SubDossier(_) => "sub_dossier",
            Self::Split(_) => "split",
            Self::Join(_) => "join",
            Self::Branch(_) => "branch",
            Self::End => "end",
        }
    }

    /// Whether a dossier stays here until something happens; the other kinds are passed at once.
    #[must_use]
    pub const fn waits(&self) -> bool {
        match self {
            Self::Step(_) | Self::Pause(_) | Self::Consult(_) | Self::SubDossier(_) => true,
            Self::Split(_) | Self::Join(_) | Self::Branch(_) | Self::End => false,
        }
    }

    /// Share of the limit in working minutes; a pause takes none.
    #[must_use]
    pub const fn budget_minutes(&self) -> u32 {
        match self {
            Self::Step(task) => task.budget_minutes,
            Self::Consult(consultation) => consultation.deadline_minutes,
            Self::SubDossier(sub) => sub.budget_minutes,
            Self::Pause(_) | Self::Split(_) | Self::Join(_) | Self::Branch(_) | Self::End => 0,
        }
    }

    /// Who is waited for while the clock stands; nobody elsewhere.
    #[must_use]
    pub fn waits_for(&self) -> &str {
        match self {
            Self::Pause(wait) => &wait.waits_for,
            Self::Step(_)
            | Self::Consult(_)
            | Self::SubDossier(_)
            | Self::Split(_)
            | Self::Join(_)
            | Self::Branch(_)
            | Self::End => "",
        }
    }

    /// Who acts here.
    #[must_use]
    pub const fn performer(&self) -> Option<&Performer> {
        match self {
            Self::Step(task) => Some(&task.performer),
            Self::Consult(consultation) => Some(&consultation.asked),
            Self::SubDossier(sub) => Some(&sub.at),
            Self::Pause(_) | Self::Split(_) | Self::Join(_) | Self::Branch(_) | Self::End => None,
        }
    }

    fn exits(&self) -> Vec<(Exit, &NodeId)> {
        match self {
            Self::Step(task) => with_refusal(&task.next, &task.refused),
            Self::Consult(consultation) => with_refusal(&consultation.next, &consultation.refused),
            Self::SubDossier(sub) => with_refusal(&sub.next, &sub.refused),
            Self::Pause(wait) => vec![(Exit::Next, &wait.next)],
            Self::Join(join) => vec![(Exit::Next, &join.next)],
            Self::Split(split) => split.legs.iter().enumerate().map(|(at, leg)| (Exit::Leg(at), leg)).collect(),
            Self::Branch(branch) => {
                let cases = branch.cases.iter().enumerate().map(|(at, case)| (Exit::Case(at), &case.to));
                cases.chain(std::iter::once((Exit::Otherwise, &branch.otherwise))).collect()
            }
            Self::End => Vec::new(),
        }
    }
}

fn with_refusal<'a>(next: &'a NodeId, refused: &'a Option<NodeId>) -> Vec<(Exit, &'a NodeId)> {
    let refused = refused.as_ref().map(|to| (Exit::Refused, to));
    std::iter::once((Exit::Next, next)).chain(refused).collect()
}
