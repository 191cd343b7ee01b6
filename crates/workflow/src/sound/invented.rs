//! Invented processes for tests: woven from the shapes that are sound, and torn at random.

use base::Role;
use calendar::PauseReason;
use proptest::prelude::*;

use crate::condition::{FieldKind, FormField};
use crate::process::{
    Branch, Case, Consultation, Finish, Join, Node, NodeId, NodeKind, Process, Silence, Split, SubDossier, Task, Wait,
};
use crate::{Performer, Phase, Place};

/// Working minutes of the intake and the return around a weave.
pub(crate) const AROUND: u32 = 30;

/// A part of a process with one way in and one way out.
#[derive(Clone, Debug)]
pub(crate) enum Weave {
    /// A step with its minutes.
    Work(u32),
    /// A step with its minutes, and the pause it asks for.
    Posting(u32),
    /// A consultation with its deadline; silence is waited out.
    Opinion(u32),
    /// A dossier at another agency.
    Elsewhere(u32),
    /// A draft and a decision that may send it back.
    Draft(u32),
    /// One after the other.
    Row(Vec<Weave>),
    /// Side by side.
    Legs(Vec<Weave>),
    /// One or the other, by the area.
    Choice(Box<Weave>, Box<Weave>),
}

impl Weave {
    /// The longest way through it.
    pub(crate) fn minutes(&self) -> u32 {
        match self {
            Self::Work(minutes) | Self::Posting(minutes) | Self::Opinion(minutes) | Self::Elsewhere(minutes) => {
                *minutes
            }
            Self::Draft(minutes) => minutes + 15,
            Self::Row(parts) => parts.iter().map(Self::minutes).sum(),
            Self::Legs(parts) => parts.iter().map(Self::minutes).max().unwrap_or_default(),
            Self::Choice(one, other) => one.minutes().max(other.minutes()),
        }
    }
}

pub(crate) fn weave() -> impl Strategy<Value = Weave> {
    let leaf = prop_oneof![
        (1_u32..500).prop_map(Weave::Work),
        (1_u32..500).prop_map(Weave::Posting),
        (1_u32..500).prop_map(Weave::Opinion),
        (1_u32..500).prop_map(Weave::Elsewhere),
        (1_u32..500).prop_map(Weave::Draft),
    ];
    leaf.prop_recursive(3, 9, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Weave::Row),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Weave::Legs),
            (inner.clone(), inner).prop_map(|(one, other)| Weave::Choice(Box::new(one), Box::new(other))),
        ]
    })
}

/// A weave between an intake and a return.
pub(crate) fn process(weave: &Weave) -> Process {
    let mut loom = Loom { nodes: Vec::new() };
    let first = loom.weave(weave, &id("return"));
    let task = |role, action, next| NodeKind::Step(task(role, 15, action, next));
    loom.nodes.insert(0, node("start", task(Role::CounterOfficer, Finish::Complete, first)));
    loom.nodes.push(node("return", task(Role::ReturnOfficer, Finish::Return, id("end"))));
    loom.nodes.push(node("end", NodeKind::End));
    let fields = vec![FormField { name: "area".into(), label: "Diện tích".into(), kind: FieldKind::Number }];
    Process { start: id("start"), fields, nodes: loom.nodes }
}

/// Turns one arrow elsewhere.
pub(crate) fn tear(process: &mut Process, (from, arrow, to): (usize, usize, usize)) {
    let count = process.nodes.len();
    let target = process.nodes[to % count].id.clone();
    match &mut process.nodes[from % count].kind {
        NodeKind::Step(task) if arrow.is_multiple_of(3) => task.refused = Some(target),
        NodeKind::Step(task) => task.next = target,
        NodeKind::Pause(wait) => wait.next = target,
        NodeKind::Consult(asked) if arrow.is_multiple_of(2) => asked.refused = Some(target),
        NodeKind::Consult(asked) => asked.next = target,
        NodeKind::SubDossier(sub) if arrow.is_multiple_of(2) => sub.refused = Some(target),
        NodeKind::SubDossier(sub) => sub.next = target,
        NodeKind::Split(split) if arrow.is_multiple_of(4) => split.join = target,
        NodeKind::Split(split) => {
            let leg = arrow % split.legs.len();
            split.legs[leg] = target;
        }
        NodeKind::Join(join) => join.next = target,
        NodeKind::Branch(branch) if arrow.is_multiple_of(2) => branch.otherwise = target,
        NodeKind::Branch(branch) => branch.cases[0].to = target,
        NodeKind::End => {}
    }
}

fn id(text: &str) -> NodeId {
    text.parse().unwrap()
}

pub(crate) fn performer(role: Role) -> Performer {
    Performer { role, place: Place::CompetentAgency { unit_kind: None }, unit_name: "Sở Xây dựng".into() }
}

pub(crate) fn task(role: Role, budget_minutes: u32, action: Finish, next: NodeId) -> Task {
    Task { performer: performer(role), budget_minutes, action, next, refused: None }
}

pub(crate) fn node(name: &str, kind: NodeKind) -> Node {
    Node { id: id(name), name: format!("Bước {name}"), phase: Phase::Appraisal, kind }
}

struct Loom {
    nodes: Vec<Node>,
}

impl Loom {
    fn add(&mut self, kind: NodeKind) -> NodeId {
        let made = node(&format!("n{}", self.nodes.len()), kind);
        let id = made.id.clone();
        self.nodes.push(made);
        id
    }

    /// Weaves a part that leads to `next`; gives its first node.
    fn weave(&mut self, weave: &Weave, next: &NodeId) -> NodeId {
        let next = next.clone();
        match weave {
            Weave::Work(minutes) => self.add(NodeKind::Step(task(Role::Specialist, *minutes, Finish::Complete, next))),
            Weave::Posting(minutes) => {
                let wait = Wait { reason: PauseReason::PublicPosting, waits_for: "Niêm yết".into(), next };
                let pause = self.add(NodeKind::Pause(wait));
                self.add(NodeKind::Step(task(Role::Specialist, *minutes, Finish::Pause, pause)))
            }
            Weave::Opinion(deadline_minutes) => self.add(NodeKind::Consult(Consultation {
                asked: performer(Role::Specialist),
                deadline_minutes: *deadline_minutes,
                silence: Silence::Waits,
                next,
                refused: None,
            })),
            Weave::Elsewhere(budget_minutes) => self.add(NodeKind::SubDossier(SubDossier {
                procedure: "1.001193".parse().unwrap(),
                at: performer(Role::CounterOfficer),
                budget_minutes: *budget_minutes,
                next,
                refused: None,
            })),
            Weave::Draft(minutes) => {
                let draft =
                    self.add(NodeKind::Step(task(Role::Specialist, *minutes, Finish::ProposeResult, next.clone())));
                let mut decide = task(Role::Leader, 15, Finish::Decide, next);
                decide.refused = Some(draft.clone());
                let decide = self.add(NodeKind::Step(decide));
                let made = self.nodes.iter_mut().find(|node| node.id == draft).unwrap();
                let NodeKind::Step(task) = &mut made.kind else { unreachable!() };
                task.next = decide;
                draft
            }
            // The last part first, since each leads to the one after it.
            Weave::Row(parts) => parts.iter().rev().fold(next, |next, part| self.weave(part, &next)),
            Weave::Legs(parts) => {
                let join = self.add(NodeKind::Join(Join { next }));
                let legs = parts.iter().map(|part| self.weave(part, &join)).collect();
                self.add(NodeKind::Split(Split { legs, join }))
            }
            Weave::Choice(one, other) => {
                let to = self.weave(one, &next);
                let otherwise = self.weave(other, &next);
                let when = "area > 500".parse().unwrap();
                self.add(NodeKind::Branch(Branch { cases: vec![Case { when, to }], otherwise }))
            }
        }
    }
}
