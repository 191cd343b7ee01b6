//! The longest way in working minutes: legs count once, by the longest; of several ways of a branch
//! the longest counts; what a loop repeats is paid from the same limit and counts once.

use crate::graph::Graph;
use crate::process::{NodeId, Process};

/// The longest way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Longest {
    pub(super) minutes: u32,
    /// Its nodes that take time.
    pub(super) along: Vec<NodeId>,
}

pub(super) fn longest(process: &Process, graph: &Graph) -> Longest {
    let back = graph.back_arrows();
    // Working minutes up to and with a node, and the node before it on that way.
    let mut best: Vec<(u32, Option<usize>)> = vec![(0, None); graph.len()];
    let mut last = graph.start();
    for node in graph.forward_order() {
        let forward = graph.entries(node).iter().filter(|from| !back.contains(&(**from, node)));
        let before = forward.copied().max_by_key(|from| best[*from].0);
        let minutes = before.map_or(0, |from| best[from].0);
        best[node] = (minutes.saturating_add(process.nodes[node].kind.budget_minutes()), before);
        if best[node].0 > best[last].0 {
            last = node;
        }
    }
    let minutes = best[last].0;
    let mut along = Vec::new();
    let mut at = Some(last);
    while let Some(node) = at {
        if process.nodes[node].kind.budget_minutes() > 0 {
            along.push(process.nodes[node].id.clone());
        }
        at = best[node].1;
    }
    along.reverse();
    Longest { minutes, along }
}
