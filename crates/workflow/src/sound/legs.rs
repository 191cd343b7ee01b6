//! Legs: a split begins them, its join ends them, and nothing leads in or out between. So a leg
//! holds one place of work at a time, and a join can wait for all of them.

use std::collections::BTreeMap;

use super::error::{ProcessError, outcome};
use super::{Leg, Legs};
use crate::graph::Graph;
use crate::process::{NodeId, NodeKind, Process, Split};

/// The innermost leg of every node that stands in one.
pub(super) fn find(process: &Process, graph: &Graph) -> Result<Legs, Vec<ProcessError>> {
    let mut wrong = Vec::new();
    let mut joins: BTreeMap<&NodeId, u32> = BTreeMap::new();
    // The size of the region decides which of two nested legs is the inner one.
    let mut inner: BTreeMap<usize, (usize, Leg)> = BTreeMap::new();
    for (place, node) in process.nodes.iter().enumerate() {
        let NodeKind::Split(split) = &node.kind else { continue };
        *joins.entry(&split.join).or_default() += 1;
        match regions(process, graph, place, split) {
            Ok(regions) => {
                for (leg, region) in regions.into_iter().enumerate() {
                    let size = region.len();
                    for member in region {
                        let known = inner.get(&member).is_some_and(|(other, _)| *other <= size);
                        if !known {
                            inner.insert(member, (size, (node.id.clone(), leg)));
                        }
                    }
                }
            }
            Err(fault) => wrong.push(fault),
        }
    }
    for node in &process.nodes {
        if matches!(node.kind, NodeKind::Join(_)) && joins.get(&node.id) != Some(&1) {
            wrong.push(ProcessError::LooseJoin(node.id.clone()));
        }
    }
    outcome(wrong)?;
    Ok(inner.into_iter().map(|(place, (_, leg))| (process.nodes[place].id.clone(), leg)).collect())
}

/// The nodes of each leg, where they are as they should be.
fn regions(process: &Process, graph: &Graph, at: usize, split: &Split) -> Result<Vec<Vec<usize>>, ProcessError> {
    let id = || process.nodes[at].id.clone();
    let no_join = || ProcessError::NoJoin { split: id(), join: split.join.clone() };
    let join = graph.place(&split.join).ok_or_else(no_join)?;
    if !matches!(process.nodes[join].kind, NodeKind::Join(_)) {
        return Err(no_join());
    }
    let firsts: Vec<usize> = graph.exits(at).iter().map(|(_, first)| *first).collect();
    let mut different = firsts.clone();
    different.sort_unstable();
    different.dedup();
    if firsts.len() < 2 || different.len() < firsts.len() || firsts.contains(&join) || firsts.contains(&at) {
        return Err(ProcessError::Legs(id()));
    }
    let mut owner: Vec<Option<usize>> = vec![None; graph.len()];
    let mut regions = Vec::new();
    for (leg, first) in firsts.iter().enumerate() {
        let inside = graph.reached(&[*first], |node| node == join);
        let members: Vec<usize> = (0..graph.len()).filter(|node| inside[*node]).collect();
        for member in &members {
            let shared = owner[*member].replace(leg).is_some();
            let ends = matches!(process.nodes[*member].kind, NodeKind::End);
            if shared || ends || *member == at {
                return Err(no_join());
            }
            closed(process, graph, (at, *first), *member, &inside)?;
        }
        if !members.iter().any(|member| graph.exits(*member).iter().any(|(_, to)| *to == join)) {
            return Err(no_join());
        }
        regions.push(members);
    }
    let from_outside = graph.entries(join).iter().find(|from| owner[**from].is_none());
    match from_outside {
        Some(from) => Err(ProcessError::LegOpen { split: id(), at: process.nodes[*from].id.clone() }),
        None => Ok(regions),
    }
}

/// A member of a leg is entered from its own leg, the first also from the split.
fn closed(
    process: &Process,
    graph: &Graph,
    (split, first): (usize, usize),
    member: usize,
    inside: &[bool],
) -> Result<(), ProcessError> {
    let foreign = |from: &&usize| !(inside[**from] || member == first && **from == split);
    match graph.entries(member).iter().find(foreign) {
        Some(_) => {
            Err(ProcessError::LegOpen { split: process.nodes[split].id.clone(), at: process.nodes[member].id.clone() })
        }
        None => Ok(()),
    }
}
