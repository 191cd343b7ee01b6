//! Words for processes: places, durations, faults, in the language of a page.

use calendar::WORKING_DAY_MINUTES;
use web::{Page, Sentence};

use crate::condition::{ConditionError, TypeError};
use crate::process::{Exit, Node, NodeId, NodeKind, Process};
use crate::sound::{ProcessError, StaffingError};
use crate::{Performer, Phase, Place};

/// Where a performer is, as published; else by its kind.
pub(crate) fn place(performer: &Performer, page: &Page) -> String {
    if !performer.unit_name.is_empty() && performer.unit_name != "one-stop" {
        return performer.unit_name.clone();
    }
    match &performer.place {
        Place::ReceivingOffice => page.t("workflow-place-receiving-office"),
        Place::CompetentAgency { .. } => page.t("workflow-place-competent-agency"),
        Place::NamedAgency { code, .. } => code.clone(),
    }
}

/// `Chuyên viên, Sở Xây dựng`.
pub(crate) fn who(performer: &Performer, page: &Page) -> String {
    format!("{}, {}", role(performer.role, page), place(performer, page))
}

pub(crate) fn role(role: base::Role, page: &Page) -> String {
    page.t(&format!("workflow-role-{}", role.name().replace('_', "-")))
}

pub(crate) fn phase(phase: Phase, page: &Page) -> String {
    page.t(&format!("workflow-phase-{}", phase.name()))
}

/// `2 ngày`, `6 giờ`, `1 ngày 4 giờ`, `45 phút`: working time.
pub(crate) fn duration(minutes: u32, page: &Page) -> String {
    let (days, rest) = (minutes / WORKING_DAY_MINUTES, minutes % WORKING_DAY_MINUTES);
    let parts = [(days, "workflow-days"), (rest / 60, "workflow-hours"), (rest % 60, "workflow-minutes")];
    let said: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, key)| page.t1(key, "n", *number)).collect();
    if said.is_empty() { page.t("workflow-no-time") } else { said.join(" ") }
}

/// Who acts at a node, or who is waited for.
pub(crate) fn acts(kind: &NodeKind, page: &Page) -> String {
    match kind.performer() {
        Some(performer) => who(performer, page),
        None => kind.waits_for().to_owned(),
    }
}

/// The name of a node, for people.
pub(crate) fn name_of(process: &Process, id: &NodeId) -> String {
    process.node(id).map_or_else(|| id.to_string(), |node| node.name.clone())
}

/// The ways out of a node, each in words.
pub(crate) fn ways(process: &Process, node: &Node, page: &Page) -> Vec<String> {
    let way = |(exit, to): (Exit, &NodeId)| {
        let to = name_of(process, to);
        let key = match exit {
            Exit::Next => return page.t1("workflow-way-next", "to", to),
            Exit::Refused => "workflow-way-refused",
            Exit::Leg(_) => "workflow-way-leg",
            Exit::Otherwise => "workflow-way-otherwise",
            Exit::Case(nth) => {
                let NodeKind::Branch(branch) = &node.kind else { return to };
                let when = branch.cases.get(nth).map(|case| condition(process, case, page)).unwrap_or_default();
                return page.say("workflow-way-case").with("when", when).with("to", to).to_string();
            }
        };
        page.t1(key, "to", to)
    };
    node.exits().into_iter().map(way).collect()
}

fn condition(process: &Process, case: &crate::process::Case, page: &Page) -> String {
    case.when.in_words(&process.fields, &|key| page.t(&format!("workflow-when-{key}")))
}

/// What is wrong with a process, as a sentence.
pub(crate) fn fault(wrong: &ProcessError, process: &Process, page: &Page) -> Sentence {
    let name = |id: &NodeId| name_of(process, id);
    let sentence = Sentence::new(format!("workflow-wrong-{}", wrong.name()));
    let sentence = match wrong.node() {
        Some(at) => sentence.with("step", name(at)),
        None => sentence,
    };
    match wrong {
        ProcessError::Size(count) => sentence.with("n", *count),
        ProcessError::Fields(fault) => sentence.with("fault", page.said(&type_fault(fault))),
        ProcessError::Condition { case, fault, .. } => {
            sentence.with("n", *case).with("fault", page.said(&type_fault(fault)))
        }
        ProcessError::NoSuchNode { to, .. } | ProcessError::TangledLoop { to, .. } => sentence.with("to", name(to)),
        ProcessError::NoJoin { join, .. } => sentence.with("to", name(join)),
        ProcessError::LegOpen { split, .. } => sentence.with("to", name(split)),
        ProcessError::Budget { minutes, limit, along } => {
            let along: Vec<String> = along.iter().map(name).collect();
            sentence
                .with("taken", duration(*minutes, page))
                .with("limit", duration(*limit, page))
                .with("along", along.join(" → "))
        }
        ProcessError::Performer { fault, .. } => sentence.with("fault", page.said(&staffing_fault(fault, page))),
        ProcessError::Twice(_)
        | ProcessError::Name(_)
        | ProcessError::NoStart(_)
        | ProcessError::Unreachable(_)
        | ProcessError::NoWayOut(_)
        | ProcessError::Endless(_)
        | ProcessError::IdleLoop(_)
        | ProcessError::NothingRefused(_)
        | ProcessError::NoCase(_)
        | ProcessError::Legs(_)
        | ProcessError::LooseJoin(_)
        | ProcessError::NoIntake(_)
        | ProcessError::NoReturn(_)
        | ProcessError::NothingToDecide(_)
        | ProcessError::NothingToSeal(_)
        | ProcessError::Action(_)
        | ProcessError::LoosePause(_)
        | ProcessError::AfterReturn(_)
        | ProcessError::TwoResults(_)
        | ProcessError::NotFollowed(_)
        | ProcessError::NoTime(_) => sentence,
    }
}

/// What is wrong with a condition or a declared field.
pub(crate) fn type_fault(fault: &TypeError) -> Sentence {
    match fault {
        TypeError::NoSuchField(field) => Sentence::new("workflow-type-no-such-field").with("field", field),
        TypeError::OtherKind { field, value } => {
            Sentence::new("workflow-type-other-kind").with("field", field).with("value", value)
        }
        TypeError::NoOrder(field) => Sentence::new("workflow-type-no-order").with("field", field),
        TypeError::NotYesOrNo(field) => Sentence::new("workflow-type-not-yes-or-no").with("field", field),
        TypeError::Declaration(field) => Sentence::new("workflow-type-declaration").with("field", field),
    }
}

/// What is wrong with the writing of a condition, with the column.
pub(crate) fn condition_fault(error: &ConditionError) -> Sentence {
    Sentence::new(format!("workflow-condition-{}", error.fault.name())).with("column", error.column)
}

fn staffing_fault(fault: &StaffingError, page: &Page) -> Sentence {
    match fault {
        StaffingError::NoSuchAgency(code) => Sentence::new("workflow-staff-no-such-agency").with("agency", code),
        StaffingError::NoSuchUnit { kind, agency } => {
            Sentence::new("workflow-staff-no-such-unit").with("kind", kind).with("agency", agency)
        }
        StaffingError::NobodyHolds(held) => Sentence::new("workflow-staff-nobody").with("role", role(*held, page)),
        StaffingError::NoOfficer(held) => Sentence::new("workflow-staff-no-officer").with("role", role(*held, page)),
    }
}
