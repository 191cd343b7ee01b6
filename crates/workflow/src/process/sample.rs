//! Processes to begin with: one visit, four and five steps at one place, several agencies.
//!
//! The limit is split so that the shares sum to it exactly; an office then moves them as it likes.

use base::Role;

use super::{Finish, Join, Node, NodeId, NodeKind, Process, Split, Task};
use crate::{Performer, Phase, Place};

/// Kinds of processes to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Template {
    /// Received, examined, signed and returned in one visit.
    Instant,
    /// Receive, appraise, approve, return at one place.
    FourAtPlace,
    /// Receive, appraise, approve, seal, return at one place (5 tại chỗ).
    FiveAtPlace,
    /// Two agencies side by side after the intake.
    InterAgency,
}

impl Template {
    /// Every kind, simplest first.
    pub const ALL: [Self; 4] = [Self::Instant, Self::FourAtPlace, Self::FiveAtPlace, Self::InterAgency];

    /// The identifier.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Instant => "instant",
            Self::FourAtPlace => "4-at-place",
            Self::FiveAtPlace => "5-at-place",
            Self::InterAgency => "inter-agency",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|template| template.name() == name)
    }
}

/// A step of a template: name of the node, title, role, phase, sixteenths of the limit, ending.
type Plan = (&'static str, &'static str, Role, Phase, u32, Finish);

const INTAKE: Plan =
    ("tiep-nhan", "Tiếp nhận, số hóa, chuyển", Role::CounterOfficer, Phase::Intake, 1, Finish::Complete);
const RETURN: Plan = ("tra-ket-qua", "Trả kết quả", Role::ReturnOfficer, Phase::Return, 1, Finish::Return);
const APPROVE: Plan = ("phe-duyet", "Phê duyệt", Role::Leader, Phase::Decision, 3, Finish::Decide);
const SEAL: Plan = ("dong-dau", "Đóng dấu, số hóa", Role::StampKeeper, Phase::Sealing, 1, Finish::Seal);

const fn appraise(sixteenths: u32) -> Plan {
    ("tham-dinh", "Thẩm định, dự thảo kết quả", Role::Specialist, Phase::Appraisal, sixteenths, Finish::ProposeResult)
}

/// The process of a template for a limit.
#[must_use]
pub fn from_template(template: Template, agency: &str, limit_minutes: u32) -> Process {
    let before: Vec<Plan> = match template {
        Template::Instant => vec![INTAKE, appraise(11), APPROVE, RETURN],
        Template::FourAtPlace => vec![INTAKE, appraise(11), APPROVE, RETURN],
        Template::FiveAtPlace => vec![INTAKE, appraise(10), APPROVE, SEAL, RETURN],
        Template::InterAgency => vec![INTAKE, appraise(4), APPROVE, SEAL, RETURN],
    };
    let mut nodes: Vec<Node> = before.iter().map(|plan| step(plan, agency, limit_minutes)).collect();
    if template == Template::InterAgency {
        nodes.splice(1..1, legs(agency, limit_minutes / 16 * 6));
    }
    nodes.push(Node { id: id("ket-thuc"), name: "Kết thúc".to_owned(), phase: Phase::Return, kind: NodeKind::End });
    chain(&mut nodes);
    give_the_rest(&mut nodes, limit_minutes, template);
    Process { start: id("tiep-nhan"), fields: Vec::new(), nodes }
}

fn id(text: &str) -> NodeId {
    NodeId(text.to_owned())
}

fn step(&(name, title, role, phase, sixteenths, action): &Plan, agency: &str, limit_minutes: u32) -> Node {
    let at_counter = matches!(role, Role::CounterOfficer | Role::ReturnOfficer);
    let (place, unit_name) = if at_counter {
        (Place::ReceivingOffice, "Bộ phận Một cửa".to_owned())
    } else {
        (Place::CompetentAgency { unit_kind: None }, agency.to_owned())
    };
    let performer = Performer { role, place, unit_name };
    let budget_minutes = limit_minutes / 16 * sixteenths;
    let task = Task { performer, budget_minutes, action, next: id("ket-thuc"), refused: None };
    Node { id: id(name), name: title.to_owned(), phase, kind: NodeKind::Step(task) }
}

/// Two legs, at first both at the agency that decides: an office names the others.
fn legs(agency: &str, budget_minutes: u32) -> Vec<Node> {
    let leg = |name: &'static str, title: &'static str| {
        let plan = (name, title, Role::Specialist, Phase::Appraisal, 0, Finish::Complete);
        let mut node = step(&plan, agency, 0);
        if let NodeKind::Step(task) = &mut node.kind {
            task.budget_minutes = budget_minutes;
            task.next = id("gop");
        }
        node
    };
    let split = Split { legs: vec![id("co-quan-1"), id("co-quan-2")], join: id("gop") };
    let control =
        |name, title: &str, kind| Node { id: id(name), name: title.to_owned(), phase: Phase::Appraisal, kind };
    vec![
        control("tach", "Gửi các cơ quan cùng giải quyết", NodeKind::Split(split)),
        leg("co-quan-1", "Cơ quan thứ nhất giải quyết"),
        leg("co-quan-2", "Cơ quan thứ hai giải quyết"),
        control("gop", "Đủ kết quả của các cơ quan", NodeKind::Join(Join { next: id("tham-dinh") })),
    ]
}

/// Every step leads to the one listed after it; legs lead to their join.
fn chain(nodes: &mut [Node]) {
    let order: Vec<NodeId> = nodes.iter().map(|node| node.id.clone()).collect();
    for (node, follows) in nodes.iter_mut().zip(order.into_iter().skip(1)) {
        if let NodeKind::Step(task) = &mut node.kind
            && task.next == id("ket-thuc")
        {
            task.next = follows;
        }
    }
}

/// What the sixteenths left over goes to the appraisal.
fn give_the_rest(nodes: &mut [Node], limit_minutes: u32, template: Template) {
    let sum: u32 = nodes.iter().map(|node| node.kind.budget_minutes()).sum();
    let twice = if template == Template::InterAgency { limit_minutes / 16 * 6 } else { 0 };
    let rest = limit_minutes.saturating_sub(sum.saturating_sub(twice));
    for node in nodes.iter_mut().filter(|node| node.id == id("tham-dinh")) {
        if let NodeKind::Step(task) = &mut node.kind {
            task.budget_minutes += rest;
        }
    }
}
