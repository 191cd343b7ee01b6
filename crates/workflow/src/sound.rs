//! A process that can be followed from its start to its end, whatever happens on the way.
//!
//! [`Sound`] is made only by the check, so that the engine and the drawing need not ask again.
//! What is checked: every step can be reached and leaves a way to the end; legs begin at a split and
//! all come together at its join; somebody receives, drafts before anybody decides, decides before
//! anybody seals, and returns; budgets along the longest way sum to the limit that binds (a pause
//! takes none, a repeated part of a loop is paid from the same limit); every performer is held.

mod budget;
mod error;
mod followed;
#[cfg(test)]
pub(crate) mod invented;
mod legs;
mod order;
mod shape;
mod staff;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use error::ProcessError;
pub(crate) use followed::unfollowed;
pub use staff::{Staffing, StaffingError};

use crate::graph::Graph;
use crate::process::{NodeId, Process};

/// A leg of a split: which split, and the place of the leg in it.
pub(crate) type Leg = (NodeId, usize);

/// The innermost leg of every node that stands in one.
pub(crate) type Legs = BTreeMap<NodeId, Leg>;

/// A process that passed the check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sound {
    process: Process,
    legs: Legs,
    longest: budget::Longest,
}

/// What a process is checked against, beside itself.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// The limit that binds, in working minutes.
    pub limit_minutes: u32,
    /// The organisation and who holds its roles.
    pub staffing: &'a dyn Staffing,
}

impl std::fmt::Debug for Terms<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Terms").field("limit_minutes", &self.limit_minutes).finish_non_exhaustive()
    }
}

impl Sound {
    /// Checks everything a process says by itself.
    ///
    /// # Errors
    /// Everything wrong, each naming its step.
    pub fn new(process: Process) -> Result<Self, Vec<ProcessError>> {
        shape::texts(&process)?;
        let graph =
            Graph::of(&process).map_err(|dangling| dangling.into_iter().map(ProcessError::from).collect::<Vec<_>>())?;
        shape::ways(&process, &graph)?;
        let legs = legs::find(&process, &graph)?;
        order::check(&process, &graph, &legs)?;
        let longest = budget::longest(&process, &graph);
        Ok(Self { process, legs, longest })
    }

    /// Checks a process by itself and against its terms.
    ///
    /// # Errors
    /// Everything wrong, each naming its step.
    pub fn check(process: Process, terms: Terms<'_>) -> Result<Self, Vec<ProcessError>> {
        let sound = Self::new(process)?;
        let mut wrong = staff::check(&sound.process, terms.staffing);
        if sound.longest.minutes != terms.limit_minutes {
            wrong.push(ProcessError::Budget {
                minutes: sound.longest.minutes,
                limit: terms.limit_minutes,
                along: sound.longest.along.clone(),
            });
        }
        if wrong.is_empty() { Ok(sound) } else { Err(wrong) }
    }

    /// The process.
    #[must_use]
    pub const fn process(&self) -> &Process {
        &self.process
    }

    /// Working minutes along the longest way.
    #[must_use]
    pub const fn longest_minutes(&self) -> u32 {
        self.longest.minutes
    }

    /// The leg of a split that a node stands in, however deep.
    pub(crate) fn leg_in(&self, node: &NodeId, split: &NodeId) -> Option<usize> {
        let mut at = node;
        while let Some((begun, leg)) = self.legs.get(at) {
            if begun == split {
                return Some(*leg);
            }
            at = begun;
        }
        None
    }

    /// The leg a node stands in, innermost.
    pub(crate) fn leg(&self, node: &NodeId) -> Option<&Leg> {
        self.legs.get(node)
    }
}
