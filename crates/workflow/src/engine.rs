//! The engine: where a dossier stands, and where it stands after something happened. Pure.
//!
//! A dossier holds one place of work, or one in each leg while legs run side by side. Something
//! that happens at a place moves that place on; splits, branches, joins and the end are passed at
//! once. The same happenings always lead to the same place, and nothing that is not drawn can
//! happen: it is refused and changes nothing.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use crate::Sound;
use crate::condition::{Answers, Truth};
use crate::process::{Branch, Finish, NodeId, NodeKind, Silence};

/// Where a dossier stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Standing {
    /// The places of work.
    at: BTreeSet<NodeId>,
    /// Legs that wait at their join for the others, by their place in the split.
    arrived: BTreeMap<NodeId, BTreeSet<usize>>,
    /// The end, once it is reached.
    ended: Option<NodeId>,
}

/// Something that happened at a place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening<'a> {
    /// An officer finished the step as it is to be finished.
    Finished,
    /// An officer decided.
    Decided {
        /// Whether the result was approved.
        approved: bool,
    },
    /// The ground of a pause is gone.
    Resumed,
    /// Another agency gave its opinion.
    Answered {
        /// Whether it agrees.
        agrees: bool,
    },
    /// The deadline of a consultation passed without an answer.
    Lapsed,
    /// The dossier at another agency came to its end.
    Returned {
        /// Whether what was asked there was granted.
        granted: bool,
    },
    /// An officer sent the dossier back to an earlier step of the same leg.
    SentBack {
        /// Which.
        to: &'a NodeId,
    },
}

/// Where a dossier stands now, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where.
    pub standing: Standing,
    /// The places of work entered just now.
    pub entered: Vec<NodeId>,
    /// Branches at which an answer was missing, so that no condition could be said to hold.
    pub undecided: Vec<NodeId>,
}

/// Why something could not happen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoveError {
    /// The dossier is not there.
    #[error("the dossier does not stand at {0}")]
    NotThere(NodeId),
    /// It is not what happens there.
    #[error("that does not happen at {0}")]
    NotSo(NodeId),
    /// Not an earlier step of the same leg.
    #[error("from {from} a dossier is not sent back to {to}")]
    NotBack {
        /// From where.
        from: NodeId,
        /// To where.
        to: NodeId,
    },
    /// The standing was not made by this process.
    #[error("the dossier follows another process: {0} is not drawn in this one")]
    OtherProcess(NodeId),
}

impl Standing {
    /// At one place of work, with no leg beside it.
    #[must_use]
    pub(crate) fn only(at: NodeId) -> Self {
        Self { at: BTreeSet::from([at]), ..Self::default() }
    }

    /// Whether a leg waits at a join for others.
    pub(crate) fn has_arrived(&self) -> bool {
        !self.arrived.is_empty()
    }

    /// The places of work.
    pub fn at(&self) -> impl Iterator<Item = &NodeId> {
        self.at.iter()
    }

    /// Whether the end is reached.
    #[must_use]
    pub const fn is_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether nothing but pauses is held: then the clock of the dossier stands. While one leg
    /// pauses and another works, it runs (NĐ 301/2026/NĐ-CP counts each leg by itself).
    #[must_use]
    pub fn clock_stands(&self, sound: &Sound) -> bool {
        let pauses = |id: &NodeId| sound.process().node(id).is_some_and(|node| matches!(node.kind, NodeKind::Pause(_)));
        !self.at.is_empty() && self.at.iter().all(pauses)
    }
}

impl Sound {
    /// A dossier at its beginning.
    ///
    /// # Errors
    /// None for a process that passed the check.
    pub fn begin(&self, answers: &dyn Answers) -> Result<Moved, MoveError> {
        let mut moving = Moving::new(self, Standing::default(), answers);
        moving.enter(self.process().start.clone(), None)?;
        Ok(moving.done())
    }

    /// Where a dossier stands after something happened at one of its places.
    ///
    /// # Errors
    /// [`MoveError`]; then nothing has changed.
    pub fn advance(
        &self,
        standing: &Standing,
        at: &NodeId,
        happening: Happening<'_>,
        answers: &dyn Answers,
    ) -> Result<Moved, MoveError> {
        if !standing.at.contains(at) {
            return Err(MoveError::NotThere(at.clone()));
        }
        let next = match happening {
            Happening::SentBack { to } => self.earlier(at, to)?,
            Happening::Finished
            | Happening::Decided { .. }
            | Happening::Resumed
            | Happening::Answered { .. }
            | Happening::Lapsed
            | Happening::Returned { .. } => self.follows(at, happening)?,
        };
        let mut moving = Moving::new(self, standing.clone(), answers);
        moving.standing.at.remove(at);
        moving.enter(next, Some(at))?;
        Ok(moving.done())
    }

    /// The steps a dossier may be sent back to: those before it in the same leg, nearest last.
    #[must_use]
    pub fn steps_before(&self, at: &NodeId) -> Vec<NodeId> {
        let process = self.process();
        let Ok(graph) = crate::graph::Graph::of(process) else { return Vec::new() };
        let Some(place) = graph.place(at) else { return Vec::new() };
        let leg = self.leg(at);
        let order = graph.forward_order();
        let before = graph.reaching(&[place]);
        let earlier = order.iter().take_while(|node| **node != place).filter(|node| before[**node]);
        let steps = earlier.map(|node| &process.nodes[*node]).filter(|node| matches!(node.kind, NodeKind::Step(_)));
        steps.filter(|node| self.leg(&node.id) == leg).map(|node| node.id.clone()).collect()
    }

    fn earlier(&self, at: &NodeId, to: &NodeId) -> Result<NodeId, MoveError> {
        let is_step = self.process().node(at).is_some_and(|node| matches!(node.kind, NodeKind::Step(_)));
        if is_step && self.steps_before(at).contains(to) {
            Ok(to.clone())
        } else {
            Err(MoveError::NotBack { from: at.clone(), to: to.clone() })
        }
    }

    /// The node that follows.
    fn follows(&self, at: &NodeId, happening: Happening<'_>) -> Result<NodeId, MoveError> {
        let node = self.process().node(at).ok_or_else(|| MoveError::OtherProcess(at.clone()))?;
        let either = |yes: bool, next: &NodeId, refused: Option<&NodeId>| {
            if yes { next.clone() } else { refused.unwrap_or(next).clone() }
        };
        let next = match (&node.kind, happening) {
            (NodeKind::Step(task), Happening::Finished) if task.action != Finish::Decide => Some(task.next.clone()),
            (NodeKind::Step(task), Happening::Decided { approved }) if task.action == Finish::Decide => {
                Some(either(approved, &task.next, task.refused.as_ref()))
            }
            (NodeKind::Pause(wait), Happening::Resumed) => Some(wait.next.clone()),
            (NodeKind::Consult(asked), Happening::Answered { agrees }) => {
                Some(either(agrees, &asked.next, asked.refused.as_ref()))
            }
            (NodeKind::Consult(asked), Happening::Lapsed) if asked.silence == Silence::Agrees => {
                Some(asked.next.clone())
            }
            (NodeKind::SubDossier(sub), Happening::Returned { granted }) => {
                Some(either(granted, &sub.next, sub.refused.as_ref()))
            }
            (
                NodeKind::Step(_)
                | NodeKind::Pause(_)
                | NodeKind::Consult(_)
                | NodeKind::SubDossier(_)
                | NodeKind::Split(_)
                | NodeKind::Join(_)
                | NodeKind::Branch(_)
                | NodeKind::End,
                _,
            ) => None,
        };
        next.ok_or_else(|| MoveError::NotSo(at.clone()))
    }
}

/// A move in the making.
struct Moving<'a> {
    sound: &'a Sound,
    answers: &'a dyn Answers,
    standing: Standing,
    entered: Vec<NodeId>,
    undecided: Vec<NodeId>,
}

impl<'a> Moving<'a> {
    const fn new(sound: &'a Sound, standing: Standing, answers: &'a dyn Answers) -> Self {
        Self { sound, answers, standing, entered: Vec::new(), undecided: Vec::new() }
    }

    fn done(self) -> Moved {
        Moved { standing: self.standing, entered: self.entered, undecided: self.undecided }
    }

    /// Enters a node, and the ones behind it that are passed at once. The check refuses loops in
    /// which nothing waits, so this ends.
    fn enter(&mut self, first: NodeId, from: Option<&NodeId>) -> Result<(), MoveError> {
        let mut open = vec![(first, from.cloned())];
        while let Some((id, from)) = open.pop() {
            let node = self.sound.process().node(&id).ok_or_else(|| MoveError::OtherProcess(id.clone()))?;
            match &node.kind {
                NodeKind::Step(_) | NodeKind::Pause(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
                    self.standing.at.insert(id.clone());
                    self.entered.push(id);
                }
                NodeKind::Split(split) => {
                    open.extend(split.legs.iter().rev().map(|leg| (leg.clone(), Some(id.clone()))));
                }
                NodeKind::Branch(branch) => {
                    let way = self.way(&id, branch);
                    open.push((way, Some(id)));
                }
                NodeKind::Join(join) => {
                    if self.all_arrived(&id, from.as_ref())? {
                        open.push((join.next.clone(), Some(id)));
                    }
                }
                NodeKind::End => self.standing.ended = Some(id),
            }
        }
        Ok(())
    }

    /// The first way whose condition certainly holds; unknown never means yes.
    fn way(&mut self, id: &NodeId, branch: &Branch) -> NodeId {
        let mut unknown = false;
        for case in &branch.cases {
            match case.when.holds(self.answers) {
                Truth::Yes => return case.to.clone(),
                Truth::No => {}
                Truth::Unknown => unknown = true,
            }
        }
        if unknown {
            self.undecided.push(id.clone());
        }
        branch.otherwise.clone()
    }

    /// Notes that a leg has come to its join; whether it was the last.
    fn all_arrived(&mut self, join: &NodeId, from: Option<&NodeId>) -> Result<bool, MoveError> {
        let other = || MoveError::OtherProcess(join.clone());
        let (split, leg) = from.and_then(|from| self.sound.leg(from)).ok_or_else(other)?;
        let node = self.sound.process().node(split).ok_or_else(other)?;
        let NodeKind::Split(begun) = &node.kind else { return Err(other()) };
        let arrived = self.standing.arrived.entry(join.clone()).or_default();
        arrived.insert(*leg);
        let all = arrived.len() == begun.legs.len();
        if all {
            self.standing.arrived.remove(join);
        }
        Ok(all)
    }
}
