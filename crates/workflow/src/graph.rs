//! The arrows of a process by number, and the few questions that checks and drawing ask of them.

use std::collections::HashMap;

use crate::process::{Exit, NodeId, Process};

/// Nodes by their place in the list, with the arrows between them.
#[derive(Clone, Debug)]
pub(crate) struct Graph {
    places: HashMap<NodeId, usize>,
    exits: Vec<Vec<(Exit, usize)>>,
    entries: Vec<Vec<usize>>,
    start: usize,
}

/// An arrow to a node that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dangling {
    pub(crate) from: Option<NodeId>,
    pub(crate) to: NodeId,
}

impl Graph {
    /// The arrows of a process whose identifiers are all different.
    pub(crate) fn of(process: &Process) -> Result<Self, Vec<Dangling>> {
        let ids = process.nodes.iter().enumerate().map(|(place, node)| (node.id.clone(), place));
        let places: HashMap<NodeId, usize> = ids.collect();
        let mut dangling = Vec::new();
        let mut exits = Vec::with_capacity(process.nodes.len());
        for node in &process.nodes {
            let mut own = Vec::new();
            for (exit, to) in node.exits() {
                match places.get(to) {
                    Some(place) => own.push((exit, *place)),
                    None => dangling.push(Dangling { from: Some(node.id.clone()), to: to.clone() }),
                }
            }
            exits.push(own);
        }
        let start = places.get(&process.start).copied();
        let Some(start) = start.filter(|_| dangling.is_empty()) else {
            if start.is_none() {
                dangling.push(Dangling { from: None, to: process.start.clone() });
            }
            return Err(dangling);
        };
        let mut entries = vec![Vec::new(); exits.len()];
        for (from, own) in exits.iter().enumerate() {
            own.iter().for_each(|(_, to)| entries[*to].push(from));
        }
        Ok(Self { places, exits, entries, start })
    }

    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    pub(crate) fn len(&self) -> usize {
        self.exits.len()
    }

    pub(crate) fn place(&self, id: &NodeId) -> Option<usize> {
        self.places.get(id).copied()
    }

    pub(crate) fn exits(&self, node: usize) -> &[(Exit, usize)] {
        self.exits.get(node).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn entries(&self, node: usize) -> &[usize] {
        self.entries.get(node).map_or(&[], Vec::as_slice)
    }

    /// The nodes that can be reached from some, those included, without stepping into others.
    pub(crate) fn reached(&self, from: &[usize], closed: impl Fn(usize) -> bool) -> Vec<bool> {
        self.flood(from, closed, |node| self.exits(node).iter().map(|(_, to)| *to).collect())
    }

    /// The nodes from which some can be reached.
    pub(crate) fn reaching(&self, to: &[usize]) -> Vec<bool> {
        self.flood(to, |_| false, |node| self.entries(node).to_vec())
    }

    fn flood(
        &self,
        from: &[usize],
        closed: impl Fn(usize) -> bool,
        neighbours: impl Fn(usize) -> Vec<usize>,
    ) -> Vec<bool> {
        let mut seen = vec![false; self.len()];
        let mut open: Vec<usize> = from.iter().copied().filter(|node| !closed(*node)).collect();
        while let Some(node) = open.pop() {
            if !std::mem::replace(&mut seen[node], true) {
                open.extend(neighbours(node).into_iter().filter(|next| !seen[*next] && !closed(*next)));
            }
        }
        seen
    }

    /// Arrows that lead back to a node on the way from the start: the ends of loops.
    pub(crate) fn back_arrows(&self) -> Vec<(usize, usize)> {
        let mut state = vec![Mark::New; self.len()];
        let mut found = Vec::new();
        // The way from the start: a node, and which of its arrows is taken next.
        let mut way = vec![(self.start, 0)];
        state[self.start] = Mark::OnTheWay;
        while let Some((node, arrow)) = way.last_mut() {
            let from = *node;
            let Some((_, to)) = self.exits(from).get(*arrow).copied() else {
                state[from] = Mark::Left;
                way.pop();
                continue;
            };
            *arrow += 1;
            match state[to] {
                Mark::New => {
                    state[to] = Mark::OnTheWay;
                    way.push((to, 0));
                }
                Mark::OnTheWay => found.push((from, to)),
                Mark::Left => {}
            }
        }
        found
    }

    /// Reached nodes in an order in which every arrow but the back ones leads forward.
    pub(crate) fn forward_order(&self) -> Vec<usize> {
        let back = self.back_arrows();
        let reached = self.reached(&[self.start], |_| false);
        let counts = |from: usize, to: usize| reached[from] && !back.contains(&(from, to));
        let waits = |node: usize| self.entries(node).iter().filter(|from| counts(**from, node)).count();
        let mut missing: Vec<usize> = (0..self.len()).map(waits).collect();
        let mut open = vec![self.start];
        let mut order = Vec::new();
        while let Some(node) = open.pop() {
            order.push(node);
            for (_, to) in self.exits(node).iter().rev() {
                if !back.contains(&(node, *to)) {
                    missing[*to] = missing[*to].saturating_sub(1);
                    if missing[*to] == 0 {
                        open.push(*to);
                    }
                }
            }
        }
        order
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    OnTheWay,
    Left,
}
