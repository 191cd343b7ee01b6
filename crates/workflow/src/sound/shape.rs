//! The shape by itself: names, conditions, ways from the start and to the end.

use std::collections::HashSet;

use super::error::{ProcessError, outcome};
use crate::condition::check_fields;
use crate::graph::Graph;
use crate::process::{Finish, NAME_MAX, NODES_MAX, NodeKind, Process};

/// Names, fields and conditions.
pub(super) fn texts(process: &Process) -> Result<(), Vec<ProcessError>> {
    let count = process.nodes.len();
    if !(1..=NODES_MAX).contains(&count) {
        return Err(vec![ProcessError::Size(count)]);
    }
    let mut wrong = Vec::new();
    if let Err(fault) = check_fields(&process.fields) {
        wrong.push(ProcessError::Fields(fault));
    }
    let mut seen = HashSet::new();
    for node in &process.nodes {
        let at = || node.id.clone();
        if !seen.insert(&node.id) {
            wrong.push(ProcessError::Twice(at()));
        }
        if !(1..=NAME_MAX).contains(&node.name.trim().chars().count()) {
            wrong.push(ProcessError::Name(at()));
        }
        if let NodeKind::Branch(branch) = &node.kind {
            if branch.cases.is_empty() {
                wrong.push(ProcessError::NoCase(at()));
            }
            for (place, case) in branch.cases.iter().enumerate() {
                if let Err(fault) = case.when.check(&process.fields) {
                    wrong.push(ProcessError::Condition { at: at(), case: place + 1, fault });
                }
            }
        }
        if let NodeKind::Step(task) = &node.kind
            && task.refused.is_some()
            && task.action != Finish::Decide
        {
            wrong.push(ProcessError::NothingRefused(at()));
        }
    }
    outcome(wrong)
}

/// Every node is on a way from the start to an end, and loops are plain.
pub(super) fn ways(process: &Process, graph: &Graph) -> Result<(), Vec<ProcessError>> {
    let reached = graph.reached(&[graph.start()], |_| false);
    let is_end = |node: &usize| matches!(process.nodes[*node].kind, NodeKind::End);
    let ends: Vec<usize> = (0..graph.len()).filter(is_end).collect();
    let leaving = graph.reaching(&ends);
    let mut wrong = Vec::new();
    for (place, node) in process.nodes.iter().enumerate() {
        if !reached[place] {
            wrong.push(ProcessError::Unreachable(node.id.clone()));
        } else if !leaving[place] {
            wrong.push(ProcessError::NoWayOut(node.id.clone()));
        }
    }
    outcome(wrong)?;
    outcome(loops(process, graph))?;
    outcome(endless(process, graph))
}

/// Branches that lead round and round for some answers: what the form says does not change on the
/// way, so whichever way a branch takes, the end must be reached from there.
fn endless(process: &Process, graph: &Graph) -> Vec<ProcessError> {
    let mut ends = vec![false; graph.len()];
    let grows = |ends: &[bool], node: usize| {
        let exits = graph.exits(node);
        match process.nodes[node].kind {
            NodeKind::End => true,
            NodeKind::Branch(_) | NodeKind::Split(_) => exits.iter().all(|(_, to)| ends[*to]),
            NodeKind::Step(_)
            | NodeKind::Pause(_)
            | NodeKind::Consult(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Join(_) => exits.iter().any(|(_, to)| ends[*to]),
        }
    };
    while let Some(more) = (0..graph.len()).find(|node| !ends[*node] && grows(&ends, *node)) {
        ends[more] = true;
    }
    let stuck =
        process.nodes.iter().zip(&ends).filter(|(node, ends)| !**ends && matches!(node.kind, NodeKind::Branch(_)));
    stuck.map(|(node, _)| ProcessError::Endless(node.id.clone())).collect()
}

fn loops(process: &Process, graph: &Graph) -> Vec<ProcessError> {
    let id = |node: usize| process.nodes[node].id.clone();
    let waits = |node: usize| process.nodes[node].kind.waits();
    let mut wrong = Vec::new();
    for (from, to) in graph.back_arrows() {
        let without = graph.reached(&[graph.start()], |node| node == to);
        if without[from] {
            wrong.push(ProcessError::TangledLoop { at: id(from), to: id(to) });
        }
        let idle = graph.reached(&[to], waits);
        if !waits(to) && idle[from] {
            wrong.push(ProcessError::IdleLoop(id(to)));
        }
    }
    wrong
}
