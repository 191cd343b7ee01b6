//! What the check refuses, with the step named.

use std::collections::BTreeMap;

use base::{AgencyId, Role, UnitId};

use super::invented::{self, Weave, node, performer, task};
use super::*;
use crate::process::{Finish, Node, NodeKind, Wait};
use crate::{Directory, Place};

fn id(text: &str) -> NodeId {
    text.parse().unwrap()
}

fn woven(weave: Weave) -> Process {
    invented::process(&weave)
}

fn refused(process: Process) -> Vec<String> {
    Sound::new(process).unwrap_err().iter().map(ToString::to_string).collect()
}

fn edit<'a>(process: &'a mut Process, name: &str) -> &'a mut NodeKind {
    let found = process.nodes.iter_mut().find(|node| node.id.as_str() == name);
    &mut found.unwrap().kind
}

fn step<'a>(process: &'a mut Process, name: &str) -> &'a mut crate::process::Task {
    let NodeKind::Step(task) = edit(process, name) else { panic!("{name} is a step") };
    task
}

#[test]
fn a_step_that_nothing_leads_to_is_refused() {
    let mut process = woven(Weave::Work(60));
    process.nodes.push(node("alone", NodeKind::Step(task(Role::Specialist, 0, Finish::Complete, id("return")))));
    assert_eq!(refused(process), ["step alone cannot be reached"]);
}

#[test]
fn a_loop_without_exit_is_refused() {
    let mut process = woven(Weave::Row(vec![Weave::Work(60), Weave::Work(60)]));
    step(&mut process, "n0").next = id("n1");
    let told = refused(process);
    assert!(told.contains(&"step return cannot be reached".to_owned()), "{told:?}");
    let mut process =
        woven(Weave::Row(vec![Weave::Work(60), Weave::Choice(Box::new(Weave::Work(1)), Box::new(Weave::Work(2)))]));
    step(&mut process, "n0").next = id("n0");
    assert_eq!(refused(process), ["from step n0 no way leads to the end"]);
}

#[test]
fn a_loop_left_only_by_an_answer_is_refused() {
    let mut process =
        woven(Weave::Row(vec![Weave::Work(60), Weave::Choice(Box::new(Weave::Work(1)), Box::new(Weave::Work(2)))]));
    // A small area leads back before the branch, every time.
    step(&mut process, "n1").next = id("n3");
    assert_eq!(refused(process), ["step n2 leads round for ever for some answers"]);
}

#[test]
fn a_loop_in_which_nobody_works_is_refused() {
    let mut process = woven(Weave::Choice(Box::new(Weave::Work(1)), Box::new(Weave::Work(2))));
    let NodeKind::Branch(branch) = edit(&mut process, "n2") else { panic!("a branch") };
    branch.otherwise = id("n2");
    process.nodes.retain(|node| node.id.as_str() != "n1");
    assert_eq!(refused(process), ["step n2 leads back to itself without anybody having worked"]);
}

#[test]
fn a_loop_entered_in_two_places_is_refused() {
    let mut process = woven(Weave::Choice(Box::new(Weave::Draft(10)), Box::new(Weave::Work(2))));
    // The decision may be reached without the draft it sends back to.
    let NodeKind::Branch(branch) = edit(&mut process, "n3") else { panic!("a branch") };
    branch.otherwise = id("n1");
    process.nodes.retain(|node| node.id.as_str() != "n2");
    assert_eq!(refused(process), ["step n1 leads back to n0, which the loop can be entered without"]);
}

#[test]
fn no_end_and_dangling_arrows_are_refused() {
    let mut process = woven(Weave::Work(60));
    process.nodes.retain(|node| node.kind != NodeKind::End);
    assert_eq!(refused(process), ["step return leads to end, which is not there"]);
    let mut process = woven(Weave::Work(60));
    step(&mut process, "return").next = id("n0");
    process.nodes.retain(|node| node.kind != NodeKind::End);
    let told = refused(process);
    assert!(told.iter().all(|line| line.ends_with("no way leads to the end")) && told.len() == 3, "{told:?}");
    let mut process = woven(Weave::Work(60));
    process.start = id("nowhere");
    assert_eq!(refused(process), ["the process begins at nowhere, which is not there"]);
}

#[test]
fn a_split_without_its_join_is_refused() {
    let legs = || woven(Weave::Legs(vec![Weave::Work(60), Weave::Work(60)]));
    let mut process = legs();
    step(&mut process, "n1").next = id("return");
    let open = "step return stands in a leg of n3, which is entered only there and left only at its join";
    assert_eq!(refused(process)[0], open);
    let mut process = legs();
    let NodeKind::Split(split) = edit(&mut process, "n3") else { panic!("a split") };
    split.join = id("return");
    assert_eq!(
        refused(process),
        ["the legs of step n3 do not all come together at return", "step n0 joins legs that no split has begun",]
    );
    let mut process = legs();
    let NodeKind::Split(split) = edit(&mut process, "n3") else { panic!("a split") };
    split.legs = vec![id("n1"), id("n1")];
    process.nodes.retain(|node| node.id.as_str() != "n2");
    assert_eq!(refused(process), ["step n3 needs two legs or more, each different and with a step of its own"]);
}

#[test]
fn a_leg_entered_from_elsewhere_is_refused() {
    let mut process = woven(Weave::Row(vec![Weave::Draft(10), Weave::Legs(vec![Weave::Work(60), Weave::Work(60)])]));
    step(&mut process, "n5").refused = Some(id("n1"));
    let told = refused(process);
    assert_eq!(told, ["step n1 stands in a leg of n3, which is entered only there and left only at its join"]);
}

#[test]
fn two_of_one_name_and_names_without_words_are_refused() {
    let mut process = woven(Weave::Work(60));
    process.nodes[1].id = id("return");
    process.nodes[0].name = " ".into();
    process.nodes[2].name = "x".repeat(201);
    assert_eq!(
        refused(process),
        [
            "step start: its name has 1 to 200 characters",
            "step return is there twice",
            "step return: its name has 1 to 200 characters",
        ]
    );
    let process = Process { nodes: Vec::new(), ..woven(Weave::Work(1)) };
    assert_eq!(refused(process), ["a process has 1 to 120 steps, this one 0"]);
}

#[test]
fn a_settlement_goes_in_its_order() {
    let mut process = woven(Weave::Work(60));
    step(&mut process, "start").performer = performer(Role::Specialist);
    assert_eq!(refused(process), ["step start, the first, must be intake by a counter officer"]);
    let mut process = woven(Weave::Work(60));
    *step(&mut process, "n0") = task(Role::Leader, 60, Finish::Decide, id("return"));
    assert_eq!(refused(process), ["step n0 decides, and nobody need have drafted a result before"]);
    let mut process = woven(Weave::Work(60));
    *step(&mut process, "n0") = task(Role::StampKeeper, 60, Finish::Seal, id("return"));
    assert_eq!(refused(process), ["step n0 seals, and nobody need have decided before"]);
    let mut process = woven(Weave::Work(60));
    *step(&mut process, "return") = task(Role::Specialist, 60, Finish::Complete, id("end"));
    assert_eq!(refused(process), ["the end end can be reached without anybody returning the result"]);
    let mut process = woven(Weave::Work(60));
    step(&mut process, "n0").action = Finish::Return;
    assert_eq!(refused(process), ["step n0: its officer may not finish it so"]);
    let mut process = woven(Weave::Work(60));
    step(&mut process, "n0").refused = Some(id("start"));
    assert_eq!(refused(process), ["step n0 leads elsewhere after a refusal, but nothing is decided there"]);
}

#[test]
fn a_draft_in_one_leg_is_enough_for_a_decision_after_the_join() {
    let mut process = woven(Weave::Row(vec![Weave::Legs(vec![Weave::Work(60), Weave::Work(60)]), Weave::Work(15)]));
    *step(&mut process, "n0") = task(Role::Leader, 15, Finish::Decide, id("return"));
    assert_eq!(refused(process.clone()), ["step n0 decides, and nobody need have drafted a result before"]);
    step(&mut process, "n2").action = Finish::ProposeResult;
    assert!(Sound::new(process).is_ok());
}

#[test]
fn a_pause_is_asked_for_by_the_step_before_it() {
    let mut process = woven(Weave::Posting(60));
    step(&mut process, "n1").action = Finish::Complete;
    assert_eq!(refused(process), ["step n1 and the pause after it do not belong together"]);
    let mut process = woven(Weave::Work(60));
    step(&mut process, "n0").action = Finish::RequirePayment;
    assert_eq!(refused(process), ["step n0 and the pause after it do not belong together"]);
    let mut process = woven(Weave::Row(vec![Weave::Posting(60), Weave::Work(1)]));
    let NodeKind::Pause(wait) = edit(&mut process, "n1") else { panic!("a pause") };
    let again = Wait { next: id("n0"), ..wait.clone() };
    wait.next = id("again");
    process.nodes.push(node("again", NodeKind::Pause(again)));
    assert_eq!(refused(process), ["step again and the pause after it do not belong together"]);
}

#[test]
fn conditions_ask_what_the_form_knows() {
    let mut process = woven(Weave::Choice(Box::new(Weave::Work(1)), Box::new(Weave::Work(2))));
    process.fields.clear();
    assert_eq!(refused(process), ["step n2, condition 1: the form has no field area"]);
}

#[test]
fn another_agency_is_given_time() {
    assert_eq!(refused(woven(Weave::Opinion(0))), ["step n0 needs a time of its own"]);
    assert_eq!(refused(woven(Weave::Elsewhere(0))), ["step n0 needs a time of its own"]);
}

/// Roles that are held, and at which agency.
struct House(BTreeMap<Role, Option<AgencyId>>);

fn agency() -> AgencyId {
    AgencyId::new(jiff::Timestamp::UNIX_EPOCH)
}

impl Directory for House {
    fn unit_of_kind(&self, _: AgencyId, kind: &str) -> Option<UnitId> {
        (kind == "division").then(|| UnitId::new(jiff::Timestamp::UNIX_EPOCH))
    }

    fn agency_by_code(&self, code: &str) -> Option<AgencyId> {
        (code == "H49.12").then(agency)
    }
}

impl Staffing for House {
    fn is_held(&self, role: Role, at: Option<AgencyId>) -> bool {
        self.0.get(&role).is_some_and(|held| at.is_none() || *held == at || held.is_none())
    }

    fn knows_unit_kind(&self, kind: &str) -> bool {
        kind == "division"
    }
}

#[test]
fn a_performer_nobody_holds_is_refused() {
    let all = [Role::CounterOfficer, Role::ReturnOfficer, Role::Specialist].map(|role| (role, None));
    let house = House(all.into());
    let checked = |process: Process, house: &House| -> Vec<String> {
        let terms = Terms { limit_minutes: 90, staffing: house };
        match Sound::check(process, terms) {
            Ok(_) => Vec::new(),
            Err(wrong) => wrong.iter().map(ToString::to_string).collect(),
        }
    };
    let process = woven(Weave::Work(60));
    assert_eq!(checked(process.clone(), &house), [""; 0]);
    let at = |place: Place| {
        let mut process = process.clone();
        step(&mut process, "n0").performer.place = place;
        process
    };
    let named = |code: &str, kind: Option<&str>| {
        at(Place::NamedAgency { code: code.into(), unit_kind: kind.map(str::to_owned) })
    };
    assert_eq!(checked(named("H49.12", Some("division")), &house), [""; 0]);
    assert_eq!(checked(named("H49.99", None), &house), ["step n0: agency H49.99 is not in the organisation"]);
    assert_eq!(
        checked(named("H49.12", Some("branch")), &house),
        ["step n0: there is no unit of kind branch at agency H49.12"]
    );
    assert_eq!(
        checked(at(Place::CompetentAgency { unit_kind: Some("moon".into()) }), &house),
        ["step n0: there is no unit of kind moon at agency "]
    );
    let empty = House([(Role::CounterOfficer, None), (Role::ReturnOfficer, None)].into());
    assert_eq!(checked(process.clone(), &empty), ["step n0: nobody is specialist there"]);
    let elsewhere = AgencyId::new(jiff::Timestamp::from_second(1_790_000_000).unwrap());
    let far =
        House([(Role::CounterOfficer, None), (Role::ReturnOfficer, None), (Role::Specialist, Some(elsewhere))].into());
    assert_eq!(checked(named("H49.12", None), &far), ["step n0: nobody is specialist there"]);
}

#[test]
fn budgets_that_do_not_sum_are_refused_with_the_longest_way() {
    let all = [Role::CounterOfficer, Role::ReturnOfficer, Role::Specialist].map(|role| (role, None));
    let house = House(all.into());
    let process = woven(Weave::Legs(vec![Weave::Work(60), Weave::Work(90)]));
    let wrong = Sound::check(process, Terms { limit_minutes: 480, staffing: &house }).unwrap_err();
    assert_eq!(
        wrong.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["the longest way (start, n2, return) takes 120 working minutes, the limit is 480"]
    );
    assert_eq!(wrong[0].node(), Some(&id("return")));
}

#[test]
fn an_empty_list_of_nodes_names_nothing() {
    assert_eq!(ProcessError::Size(0).node(), None);
    let _: Vec<Node> = Vec::new();
}
