//! The order of a settlement: received first, drafted before decided, decided before sealed,
//! returned before the end; and pauses that are entered by the step before them.

use std::collections::BTreeSet;

use access::Action;
use base::Role;

use super::Legs;
use super::error::{ProcessError, outcome};
use crate::graph::Graph;
use crate::process::{Finish, Node, NodeKind, Process, Task};

pub(super) fn check(process: &Process, graph: &Graph, legs: &Legs) -> Result<(), Vec<ProcessError>> {
    let mut wrong = Vec::new();
    let first = &process.nodes[graph.start()];
    let received = matches!(&first.kind, NodeKind::Step(task) if task.performer.role == Role::CounterOfficer);
    // A dossier is received once: nothing leads back to the intake.
    if !received || !graph.entries(graph.start()).is_empty() {
        wrong.push(ProcessError::NoIntake(first.id.clone()));
    }
    let undrafted = avoiding(process, graph, legs, |task| task.action == Finish::ProposeResult);
    let undecided = avoiding(process, graph, legs, |task| task.action == Finish::Decide);
    let unreturned = avoiding(process, graph, legs, hands_over);
    for (place, node) in process.nodes.iter().enumerate() {
        let at = || node.id.clone();
        match &node.kind {
            NodeKind::Step(task) => {
                if task.action == Finish::Decide && undrafted[place] {
                    wrong.push(ProcessError::NothingToDecide(at()));
                }
                if task.action == Finish::Seal && undecided[place] {
                    wrong.push(ProcessError::NothingToSeal(at()));
                }
                if !may(task) {
                    wrong.push(ProcessError::Action(at()));
                }
                if !announces(process, graph, place, task.action) {
                    wrong.push(ProcessError::LoosePause(at()));
                }
            }
            NodeKind::Pause(_) => {
                if !announced(process, graph, place) {
                    wrong.push(ProcessError::LoosePause(at()));
                }
            }
            NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
                if node.kind.budget_minutes() == 0 {
                    wrong.push(ProcessError::NoTime(at()));
                }
            }
            NodeKind::End if unreturned[place] => wrong.push(ProcessError::NoReturn(at())),
            NodeKind::End | NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) => {}
        }
    }
    outcome(wrong)
}

/// The nodes that can be entered without a step of a kind having been passed. A join is entered so
/// only when every leg can be passed so.
fn avoiding(process: &Process, graph: &Graph, legs: &Legs, of_kind: impl Fn(&Task) -> bool) -> Vec<bool> {
    let is = |node: usize| matches!(&process.nodes[node].kind, NodeKind::Step(task) if of_kind(task));
    let leg = |node: usize| legs.get(&process.nodes[node].id);
    let mut entered = vec![false; graph.len()];
    entered[graph.start()] = true;
    loop {
        let passed = |node: &usize| entered[*node] && !is(*node);
        let enters = |node: &usize| {
            let entries = graph.entries(*node);
            match process.nodes[*node].kind {
                NodeKind::Join(_) => {
                    let all: BTreeSet<_> = entries.iter().map(|from| leg(*from)).collect();
                    let so: BTreeSet<_> = entries.iter().filter(|from| passed(from)).map(|from| leg(*from)).collect();
                    all == so
                }
                NodeKind::Step(_)
                | NodeKind::Pause(_)
                | NodeKind::Consult(_)
                | NodeKind::SubDossier(_)
                | NodeKind::Split(_)
                | NodeKind::Branch(_)
                | NodeKind::End => entries.iter().any(passed),
            }
        };
        let Some(more) = (0..graph.len()).filter(|node| !entered[*node]).find(enters) else { return entered };
        entered[more] = true;
    }
}

/// Where sealing is published as part of the return, the stamp keeper hands over.
const fn hands_over(task: &Task) -> bool {
    matches!(task.action, Finish::Return)
        || matches!((task.action, task.performer.role), (Finish::Seal, Role::StampKeeper))
}

/// Which role may finish a step how: the table of permissions says it for dossiers.
fn may(task: &Task) -> bool {
    let action = match task.action {
        Finish::Complete => Action::CompleteStep,
        Finish::RequirePayment => Action::RequirePayment,
        Finish::Pause => Action::Pause,
        Finish::ProposeResult => Action::ProposeResult,
        Finish::Decide => Action::Approve,
        Finish::Seal => Action::Seal,
        Finish::Return => Action::Return,
    };
    access::allowed(action).contains(&task.performer.role)
}

/// A step that asks for a pause is followed by one of its kind, another is not.
fn announces(process: &Process, graph: &Graph, place: usize, action: Finish) -> bool {
    let follows = graph.exits(place).first().map(|(_, to)| &process.nodes[*to]);
    follows.and_then(ending).map_or(!matches!(action, Finish::RequirePayment | Finish::Pause), |asked| asked == action)
}

/// A pause is entered only from steps, so that somebody has asked for it, and is not the last.
fn announced(process: &Process, graph: &Graph, place: usize) -> bool {
    let from_steps = graph.entries(place).iter().all(|from| matches!(process.nodes[*from].kind, NodeKind::Step(_)));
    let goes_on = graph.exits(place).iter().all(|(_, to)| !matches!(process.nodes[*to].kind, NodeKind::End));
    from_steps && goes_on && place != graph.start()
}

/// How the step before a pause ends.
fn ending(node: &Node) -> Option<Finish> {
    match &node.kind {
        NodeKind::Pause(wait) if wait.reason == calendar::PauseReason::FinancialObligation => {
            Some(Finish::RequirePayment)
        }
        NodeKind::Pause(_) => Some(Finish::Pause),
        NodeKind::Step(_)
        | NodeKind::Consult(_)
        | NodeKind::SubDossier(_)
        | NodeKind::Split(_)
        | NodeKind::Join(_)
        | NodeKind::Branch(_)
        | NodeKind::End => None,
    }
}
