//! Small changes of a drawing: a step added behind another, taken away, moved before its neighbour.
//! What comes out need not be sound; the check says what is missing.

use base::Role;
use calendar::PauseReason;

use crate::graph::Graph;
use crate::process::{
    Branch, Case, Consultation, Finish, Join, Node, NodeId, NodeKind, Process, Silence, Split, SubDossier, Task, Wait,
};
use crate::{Performer, Phase, Place};

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addition {
    Step,
    Pause,
    Consult,
    SubDossier,
    Legs,
    Branch,
}

impl Addition {
    pub(crate) const ALL: [Self; 6] =
        [Self::Step, Self::Pause, Self::Consult, Self::SubDossier, Self::Legs, Self::Branch];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Pause => "pause",
            Self::Consult => "consult",
            Self::SubDossier => "sub-dossier",
            Self::Legs => "legs",
            Self::Branch => "branch",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|addition| addition.name() == name)
    }
}

/// A change that cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum EditError {
    #[error("the step is not there")]
    NoSuchNode,
    #[error("nothing follows there in a row")]
    NotInARow,
    #[error("the first step, joins and the end stay")]
    Stays,
    #[error("a branch needs a declared field of the form")]
    NoField,
}

/// Adds something behind a node; gives the first new node.
pub(crate) fn add_after(
    process: &mut Process,
    after: &NodeId,
    what: Addition,
    names: (&str, &str),
) -> Result<NodeId, EditError> {
    let at = process.nodes.iter().position(|node| node.id == *after).ok_or(EditError::NoSuchNode)?;
    let next = next_of(&process.nodes[at].kind).ok_or(EditError::NotInARow)?.clone();
    let phase = process.nodes[at].phase;
    let made = additions(process, what, (phase, next), names)?;
    let first = made.first().map(|node| node.id.clone()).ok_or(EditError::NotInARow)?;
    if let Some(way) = next_mut(&mut process.nodes[at].kind) {
        *way = first.clone();
    }
    process.nodes.splice(at + 1..=at, made);
    Ok(first)
}

fn additions(
    process: &Process,
    what: Addition,
    (phase, next): (Phase, NodeId),
    (name, other): (&str, &str),
) -> Result<Vec<Node>, EditError> {
    let id = |nth: usize| fresh(process, nth);
    let node = |id: NodeId, kind| Node { id, name: name.to_owned(), phase, kind };
    let kind = match what {
        Addition::Step => NodeKind::Step(task(next)),
        Addition::Pause => NodeKind::Pause(Wait { reason: PauseReason::PublicPosting, waits_for: String::new(), next }),
        Addition::Consult => NodeKind::Consult(Consultation {
            asked: performer(),
            deadline_minutes: calendar::WORKING_DAY_MINUTES,
            silence: Silence::Waits,
            next,
            refused: None,
        }),
        Addition::SubDossier => NodeKind::SubDossier(SubDossier {
            procedure: "1.000000".parse().map_err(|_| EditError::NoSuchNode)?,
            at: performer(),
            budget_minutes: calendar::WORKING_DAY_MINUTES,
            next,
            refused: None,
        }),
        Addition::Branch => {
            let field = process.fields.first().ok_or(EditError::NoField)?;
            let when = format!("answered({})", field.name).parse().map_err(|_| EditError::NoField)?;
            NodeKind::Branch(Branch { cases: vec![Case { when, to: next.clone() }], otherwise: next })
        }
        Addition::Legs => {
            let (join, one, two) = (id(1), id(2), id(3));
            let split = Split { legs: vec![one.clone(), two.clone()], join: join.clone() };
            return Ok(vec![
                node(id(0), NodeKind::Split(split)),
                node(one, NodeKind::Step(task(join.clone()))),
                node(two, NodeKind::Step(task(join.clone()))),
                Node { name: other.to_owned(), ..node(join, NodeKind::Join(Join { next })) },
            ]);
        }
    };
    Ok(vec![node(id(0), kind)])
}

fn task(next: NodeId) -> Task {
    Task { performer: performer(), budget_minutes: 0, action: Finish::Complete, next, refused: None }
}

fn performer() -> Performer {
    let place = Place::CompetentAgency { unit_kind: None };
    Performer { role: Role::Specialist, place, unit_name: String::new() }
}

/// An identifier that is not taken; `nth` of those free.
fn fresh(process: &Process, nth: usize) -> NodeId {
    let free = (1..).map(|number: u32| NodeId::numbered(number)).filter(|id| process.node(id).is_none());
    let mut free = free.skip(nth);
    free.next().unwrap_or_else(|| NodeId::numbered(0))
}

/// Takes a node away; with a split all its legs up to the join go.
pub(crate) fn remove(process: &mut Process, id: &NodeId) -> Result<(), EditError> {
    let node = process.node(id).ok_or(EditError::NoSuchNode)?;
    if *id == process.start {
        return Err(EditError::Stays);
    }
    let (gone, next) = match &node.kind {
        NodeKind::End | NodeKind::Join(_) => return Err(EditError::Stays),
        NodeKind::Branch(branch) => (vec![id.clone()], branch.otherwise.clone()),
        NodeKind::Split(split) => legs(process, id, split).ok_or(EditError::NotInARow)?,
        NodeKind::Step(_) | NodeKind::Pause(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            (vec![id.clone()], next_of(&node.kind).ok_or(EditError::NotInARow)?.clone())
        }
    };
    process.nodes.retain(|node| !gone.contains(&node.id));
    for node in &mut process.nodes {
        redirect(&mut node.kind, id, &next);
    }
    Ok(())
}

/// A split with everything up to its join, and what follows the join.
fn legs(process: &Process, id: &NodeId, split: &Split) -> Option<(Vec<NodeId>, NodeId)> {
    let graph = Graph::of(process).ok()?;
    let join = graph.place(&split.join)?;
    let firsts: Vec<usize> = split.legs.iter().filter_map(|leg| graph.place(leg)).collect();
    let inside = graph.reached(&firsts, |node| node == join);
    let next = next_of(&process.nodes[join].kind)?.clone();
    let members = process.nodes.iter().zip(inside).filter(|(_, inside)| *inside).map(|(node, _)| node.id.clone());
    let mut gone: Vec<NodeId> = members.collect();
    gone.extend([id.clone(), split.join.clone()]);
    let ends =
        gone.iter().any(|id| *id == process.start || process.node(id).is_some_and(|node| node.kind == NodeKind::End));
    (!ends).then_some((gone, next))
}

/// Moves a node before the one it follows, where both stand in a row.
pub(crate) fn move_up(process: &mut Process, id: &NodeId) -> Result<(), EditError> {
    let at = process.nodes.iter().position(|node| node.id == *id).ok_or(EditError::NoSuchNode)?;
    let next = in_a_row(&process.nodes[at].kind).ok_or(EditError::NotInARow)?.clone();
    let leads_here = |node: &Node| node.exits().iter().any(|(_, to)| *to == id);
    let mut before = (0..process.nodes.len()).filter(|place| leads_here(&process.nodes[*place]));
    let (Some(over), None) = (before.next(), before.next()) else { return Err(EditError::NotInARow) };
    let upper = process.nodes[over].id.clone();
    if in_a_row(&process.nodes[over].kind) != Some(id) || upper == process.start {
        return Err(EditError::NotInARow);
    }
    for node in &mut process.nodes {
        redirect(&mut node.kind, &upper, id);
    }
    for (place, way) in [(at, upper), (over, next)] {
        if let Some(own) = next_mut(&mut process.nodes[place].kind) {
            *own = way;
        }
    }
    process.nodes.swap(at, over);
    Ok(())
}

/// What follows a node that is left in one way only.
fn in_a_row(kind: &NodeKind) -> Option<&NodeId> {
    let refused = match kind {
        NodeKind::Step(task) => task.refused.as_ref(),
        NodeKind::Consult(asked) => asked.refused.as_ref(),
        NodeKind::SubDossier(sub) => sub.refused.as_ref(),
        NodeKind::Join(_) => return None,
        NodeKind::Pause(_) | NodeKind::Split(_) | NodeKind::Branch(_) | NodeKind::End => None,
    };
    if refused.is_some() { None } else { next_of(kind) }
}

const fn next_of(kind: &NodeKind) -> Option<&NodeId> {
    match kind {
        NodeKind::Step(task) => Some(&task.next),
        NodeKind::Pause(wait) => Some(&wait.next),
        NodeKind::Consult(asked) => Some(&asked.next),
        NodeKind::SubDossier(sub) => Some(&sub.next),
        NodeKind::Join(join) => Some(&join.next),
        NodeKind::Split(_) | NodeKind::Branch(_) | NodeKind::End => None,
    }
}

const fn next_mut(kind: &mut NodeKind) -> Option<&mut NodeId> {
    match kind {
        NodeKind::Step(task) => Some(&mut task.next),
        NodeKind::Pause(wait) => Some(&mut wait.next),
        NodeKind::Consult(asked) => Some(&mut asked.next),
        NodeKind::SubDossier(sub) => Some(&mut sub.next),
        NodeKind::Join(join) => Some(&mut join.next),
        NodeKind::Split(_) | NodeKind::Branch(_) | NodeKind::End => None,
    }
}

/// Turns every arrow to one node to another.
fn redirect(kind: &mut NodeKind, from: &NodeId, to: &NodeId) {
    let turn = |way: &mut NodeId| {
        if way == from {
            way.clone_from(to);
        }
    };
    if let Some(way) = next_mut(kind) {
        turn(way);
    }
    match kind {
        NodeKind::Step(Task { refused, .. })
        | NodeKind::Consult(Consultation { refused, .. })
        | NodeKind::SubDossier(SubDossier { refused, .. }) => refused.iter_mut().for_each(turn),
        NodeKind::Split(split) => split.legs.iter_mut().chain([&mut split.join]).for_each(turn),
        NodeKind::Branch(branch) => {
            branch.cases.iter_mut().map(|case| &mut case.to).chain([&mut branch.otherwise]).for_each(turn);
        }
        NodeKind::Pause(_) | NodeKind::Join(_) | NodeKind::End => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Sound;
    use crate::process::{Template, from_template};

    fn start() -> Process {
        from_template(Template::FiveAtPlace, "Sở Xây dựng", 4_800)
    }

    fn id(text: &str) -> NodeId {
        text.parse().unwrap()
    }

    fn order(process: &Process) -> Vec<String> {
        let mut told = Vec::new();
        let mut at = Some(&process.start);
        while let Some(id) = at {
            told.push(id.to_string());
            at = process.node(id).and_then(|node| next_of(&node.kind));
        }
        told
    }

    #[test]
    fn a_step_is_added_moved_and_taken_away() {
        let mut process = start();
        let made = add_after(&mut process, &id("tham-dinh"), Addition::Step, ("Kiểm tra", "")).unwrap();
        assert_eq!(order(&process)[1..4], ["tham-dinh", made.as_str(), "phe-duyet"]);
        assert!(Sound::new(process.clone()).is_ok());
        move_up(&mut process, &made).unwrap();
        assert_eq!(order(&process)[1..3], [made.as_str(), "tham-dinh"]);
        assert_eq!(move_up(&mut process, &made), Err(EditError::NotInARow), "the intake stays first");
        remove(&mut process, &made).unwrap();
        assert_eq!(order(&process), order(&start()));
        assert_eq!(process, start());
    }

    #[test]
    fn legs_come_and_go_together() {
        let mut process = start();
        let split = add_after(&mut process, &id("tiep-nhan"), Addition::Legs, ("Hai cơ quan", "Đủ")).unwrap();
        assert!(Sound::new(process.clone()).is_ok());
        let NodeKind::Split(legs) = process.node(&split).unwrap().kind.clone() else { panic!("a split") };
        assert_eq!(remove(&mut process, &legs.join), Err(EditError::Stays));
        remove(&mut process, &split).unwrap();
        assert_eq!(process, start());
    }

    #[test]
    fn every_addition_keeps_the_drawing_whole() {
        for what in Addition::ALL {
            let mut process = start();
            let outcome = add_after(&mut process, &id("tiep-nhan"), what, ("Mới", "Đủ"));
            if what == Addition::Branch {
                assert_eq!(outcome, Err(EditError::NoField));
                continue;
            }
            assert!(crate::diagram::layout(&process).is_some(), "{what:?}");
            assert_eq!(Addition::from_name(what.name()), Some(what));
        }
    }

    #[test]
    fn what_holds_the_rest_stays() {
        let mut process = start();
        for stays in ["tiep-nhan", "ket-thuc"] {
            assert_eq!(remove(&mut process, &id(stays)), Err(EditError::Stays));
        }
        assert_eq!(remove(&mut process, &id("khong-co")), Err(EditError::NoSuchNode));
        assert_eq!(add_after(&mut process, &id("ket-thuc"), Addition::Step, ("", "")), Err(EditError::NotInARow));
    }
}
