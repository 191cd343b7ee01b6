//! The linear definitions that dossiers follow today, as graphs and back.
//!
//! A definition stored before there were graphs is read as one; a graph whose steps follow one
//! another (side-by-side legs of one step each included) is a definition again, and dossiers can
//! follow it now. Other graphs wait until dossiers hold several places at once.

use base::{ProcedureId, WorkflowId};

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

    /// The linear definition of a graph, where it has one that means the same.
    #[must_use]
    pub fn as_definition(&self, id: WorkflowId, procedure: ProcedureId) -> Option<Definition> {
        let mut walk = Walk { process: self, steps: Vec::new(), passed: 0, groups: 0 };
        walk.run()?;
        if walk.passed != self.nodes.len() {
            return None;
        }
        let actions = walk.steps.iter().map(|(_, action)| *action).collect::<Vec<_>>();
        let steps = walk.steps.into_iter().map(|(step, _)| step).collect();
        let definition = Definition { id, procedure, steps, from_template: false };
        let same =
            |(step, declared): (&Step, Option<Finish>)| definition.finishing_action(step.no).map(finish_of) == declared;
        definition.steps.iter().zip(actions).all(same).then_some(definition)
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

/// A walk along a graph without choices.
struct Walk<'p> {
    process: &'p Process,
    steps: Vec<(Step, Option<Finish>)>,
    passed: usize,
    groups: usize,
}

impl<'p> Walk<'p> {
    /// Follows the only way to the end; nothing where there is a choice.
    fn run(&mut self) -> Option<()> {
        let mut at = &self.process.start;
        while self.passed <= self.process.nodes.len() {
            self.passed += 1;
            let node = self.process.node(at)?;
            at = match &node.kind {
                NodeKind::Step(task) => self.task(node, task, None)?,
                NodeKind::Pause(wait) => {
                    let work = Work::Pause { reason: wait.reason, waits_for: wait.waits_for.clone() };
                    self.push(node, work, 0, (None, None))?;
                    &wait.next
                }
                NodeKind::Split(split) => self.legs(split)?,
                NodeKind::End => return Some(()),
                NodeKind::Consult(_) | NodeKind::SubDossier(_) | NodeKind::Join(_) | NodeKind::Branch(_) => {
                    return None;
                }
            };
        }
        None
    }

    /// Legs of one step each are a parallel group.
    fn legs(&mut self, split: &'p Split) -> Option<&'p NodeId> {
        self.groups += 1;
        let group = format!("P{}", self.groups);
        for leg in &split.legs {
            self.passed += 1;
            let node = self.process.node(leg)?;
            let NodeKind::Step(task) = &node.kind else { return None };
            if *self.task(node, task, Some(group.clone()))? != split.join {
                return None;
            }
        }
        self.passed += 1;
        match &self.process.node(&split.join)?.kind {
            NodeKind::Join(join) => Some(&join.next),
            NodeKind::Step(_)
            | NodeKind::Pause(_)
            | NodeKind::Consult(_)
            | NodeKind::SubDossier(_)
            | NodeKind::Split(_)
            | NodeKind::Branch(_)
            | NodeKind::End => None,
        }
    }

    fn task(&mut self, node: &Node, task: &'p Task, group: Option<String>) -> Option<&'p NodeId> {
        if task.refused.is_some() {
            return None;
        }
        let work = Work::By { performer: task.performer.clone() };
        self.push(node, work, task.budget_minutes, (group, Some(task.action)))?;
        Some(&task.next)
    }

    fn push(
        &mut self,
        node: &Node,
        work: Work,
        budget_minutes: u32,
        (parallel_group, action): (Option<String>, Option<Finish>),
    ) -> Option<()> {
        let no = u16::try_from(self.steps.len() + 1).ok()?;
        let (name, phase) = (node.name.clone(), node.phase);
        self.steps.push((Step { no, name, phase, work, budget_minutes, parallel_group }, action));
        Some(())
    }
}
