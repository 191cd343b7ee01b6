//! What a process must be, beside sound, for dossiers to follow it to its end: the hand-over closes a
//! dossier, and a dossier has one result.

use std::collections::BTreeSet;

use super::{ProcessError, Sound};
use crate::process::{Consultation, Finish, Node, NodeKind, Process, Task};

/// Everything in which dossiers could not follow a process, each naming its step.
pub(crate) fn unfollowed(sound: &Sound) -> Vec<ProcessError> {
    let process = sound.process();
    let mut wrong: Vec<ProcessError> = process.nodes.iter().filter_map(|node| one(process, node)).collect();
    wrong.extend(
        process
            .nodes
            .iter()
            .filter(|node| two_results(sound, node))
            .map(|node| ProcessError::TwoResults(node.id.clone())),
    );
    wrong
}

fn one(process: &Process, node: &Node) -> Option<ProcessError> {
    let is_end = |id| matches!(process.node(id).map(|node| &node.kind), Some(NodeKind::End));
    let ends = node.exits().iter().any(|(_, to)| is_end(to));
    let at = node.id.clone();
    match &node.kind {
        NodeKind::Step(Task { action: Finish::Return, .. }) if !ends => Some(ProcessError::AfterReturn(at)),
        NodeKind::Step(Task { action: Finish::Return | Finish::Seal, .. }) => None,
        // The opinion is given in words; a way of its own for a disagreement is not followed yet.
        NodeKind::Consult(Consultation { refused: Some(_), .. }) => Some(ProcessError::NotFollowed(at)),
        NodeKind::Consult(consultation) => {
            let may = access::allowed(access::Action::CompleteStep).contains(&consultation.asked.role);
            if !may {
                return Some(ProcessError::Action(at));
            }
            ends.then_some(ProcessError::AfterReturn(at))
        }
        NodeKind::Step(_) | NodeKind::SubDossier(_) | NodeKind::Pause(_) | NodeKind::Branch(_) | NodeKind::Join(_) => {
            ends.then_some(ProcessError::AfterReturn(at))
        }
        NodeKind::Split(_) | NodeKind::End => None,
    }
}

/// Whether the result is worked on in more than one leg of a split.
fn two_results(sound: &Sound, split: &Node) -> bool {
    let result = |node: &&Node| {
        matches!(&node.kind, NodeKind::Step(Task { action: Finish::ProposeResult | Finish::Decide | Finish::Seal, .. }))
    };
    let legs = sound.process().nodes.iter().filter(result).filter_map(|node| sound.leg_in(&node.id, &split.id));
    legs.collect::<BTreeSet<_>>().len() > 1
}
