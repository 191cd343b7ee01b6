//! The linear definition of a published procedure as a graph, for an office to begin its own from.

use super::{Finish, Join, Node, NodeId, NodeKind, Process, Split, Task, Wait};
use crate::definition::{Definition, Phase, Step, StepAction, Work};

impl Process {
    /// A linear definition as a graph.
    #[must_use]
    pub fn from_definition(definition: &Definition) -> Self {
        let mut nodes = Vec::new();
        for group in groups(&definition.steps) {
            let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
            let follows = definition.next(last.no).map_or_else(end_id, |next| entrance(next, &definition.steps));
            if let [only] = group {
                nodes.push(node(only, follows, definition));
                continue;
            }
            let join = id(format!("gop-{}", first.no));
            let legs = group.iter().map(|step| step_id(step.no)).collect();
            let split = Split { legs, join: join.clone() };
            nodes.push(control(
                format!("tach-{}", first.no),
                "Thực hiện song song",
                first.phase,
                NodeKind::Split(split),
            ));
            nodes.extend(group.iter().map(|step| node(step, join.clone(), definition)));
            nodes.push(control(join.0, "Đủ các nhánh", last.phase, NodeKind::Join(Join { next: follows })));
        }
        nodes.push(control(end_id().0, "Kết thúc", Phase::Return, NodeKind::End));
        let start = nodes.first().map_or_else(end_id, |node| node.id.clone());
        Self { start, fields: Vec::new(), nodes }
    }
}

/// The way to finish a step, as a graph says it.
const fn finish_of(action: StepAction) -> Finish {
    match action {
        StepAction::Complete => Finish::Complete,
        StepAction::RequirePayment => Finish::RequirePayment,
        StepAction::Pause(_) => Finish::Pause,
        StepAction::ProposeResult => Finish::ProposeResult,
        StepAction::Decide => Finish::Decide,
        StepAction::Seal => Finish::Seal,
        StepAction::Return => Finish::Return,
    }
}

/// Neighbours of one parallel group together, every other step by itself.
fn groups(steps: &[Step]) -> Vec<&[Step]> {
    steps.chunk_by(|one, other| one.parallel_group.is_some() && one.parallel_group == other.parallel_group).collect()
}

/// The node by which a step is entered: the split, where it is the first of several legs.
fn entrance(step: &Step, steps: &[Step]) -> NodeId {
    let several = groups(steps).into_iter().any(|group| group.len() > 1 && group.first() == Some(step));
    if several { id(format!("tach-{}", step.no)) } else { step_id(step.no) }
}

fn node(step: &Step, next: NodeId, definition: &Definition) -> Node {
    let kind = match &step.work {
        Work::By { performer } => NodeKind::Step(Task {
            performer: performer.clone(),
            budget_minutes: step.budget_minutes,
            action: definition.finishing_action(step.no).map_or(Finish::Complete, finish_of),
            next,
            refused: None,
        }),
        Work::Pause { reason, waits_for } => {
            NodeKind::Pause(Wait { reason: *reason, waits_for: waits_for.clone(), next })
        }
    };
    control(step_id(step.no).0, &step.name, step.phase, kind)
}

fn control(name: String, title: &str, phase: Phase, kind: NodeKind) -> Node {
    Node { id: NodeId(name), name: title.to_owned(), phase, kind }
}

fn id(text: String) -> NodeId {
    NodeId(text)
}

fn step_id(no: u16) -> NodeId {
    id(format!("buoc-{no}"))
}

fn end_id() -> NodeId {
    id("ket-thuc".to_owned())
}
