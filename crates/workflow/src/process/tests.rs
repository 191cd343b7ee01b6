//! Linear definitions as graphs and back; templates.

use std::path::Path;

use base::{ProcedureId, WorkflowId};
use jiff::Timestamp;

use super::*;
use crate::{Definition, Performers, Sound};

fn moment() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

fn shipped() -> Vec<(u32, Definition)> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let parsed = catalogue::parse(&catalogue::Sources::read(&data).unwrap()).unwrap();
    let performers = Performers::parse(include_str!("../../../../data/demo/performers.csv")).unwrap();
    let version = |facts: catalogue::Procedure| catalogue::ProcedureVersion {
        id: ProcedureId::new(moment()),
        valid_from: jiff::civil::date(2025, 7, 1),
        valid_to: None,
        facts,
    };
    let defined = parsed.procedures.into_iter().filter_map(|facts| {
        let minutes = catalogue::budget_minutes(facts.binding_limit()?);
        Some((minutes, crate::define(&version(facts), &performers, moment()).ok()?))
    });
    defined.collect()
}

#[test]
fn every_shipped_definition_is_a_sound_graph_and_comes_back_as_it_was() {
    let shipped = shipped();
    assert!(shipped.len() > 30);
    for (minutes, definition) in shipped {
        let process = Process::from_definition(&definition);
        let sound = Sound::new(process.clone()).unwrap_or_else(|wrong| panic!("{wrong:?} in {definition:?}"));
        assert_eq!(sound.longest_minutes(), minutes);
        let back = process.as_definition(definition.id, definition.procedure);
        let expected = Definition { from_template: false, ..definition };
        let named =
            |steps: &[crate::Step]| -> Vec<_> { steps.iter().map(|step| step.parallel_group.is_some()).collect() };
        let back = back.unwrap();
        assert_eq!(named(&back.steps), named(&expected.steps));
        let unnamed = |mut definition: Definition| {
            definition.steps.iter_mut().for_each(|step| step.parallel_group = None);
            definition
        };
        assert_eq!(unnamed(back), unnamed(expected));
    }
}

#[test]
fn every_template_is_sound_and_sums_to_any_limit() {
    for template in Template::ALL {
        assert_eq!(Template::from_name(template.name()), Some(template));
        for minutes in [480, 481, 1_440, 4_800, 14_407] {
            let sound = Sound::new(from_template(template, "Sở Xây dựng", minutes)).unwrap();
            assert_eq!(sound.longest_minutes(), minutes, "{template:?}");
        }
    }
}

#[test]
fn a_graph_with_a_choice_is_no_linear_definition() {
    let mut process = from_template(Template::FiveAtPlace, "Sở Xây dựng", 4_800);
    let linear = |process: &Process| process.as_definition(WorkflowId::new(moment()), ProcedureId::new(moment()));
    assert_eq!(linear(&process).unwrap().steps.len(), 5);
    let decide = process.nodes.iter_mut().find(|node| node.id.as_str() == "phe-duyet").unwrap();
    let NodeKind::Step(task) = &mut decide.kind else { panic!("a step") };
    task.refused = Some("tham-dinh".parse().unwrap());
    assert_eq!(linear(&process), None);
}

#[test]
fn identifiers_are_plain() {
    for good in ["a", "tham-dinh", "buoc-10", "1"] {
        assert_eq!(good.parse::<NodeId>().unwrap().as_str(), good);
    }
    for bad in ["", "-a", "Thẩm", "a b", "A", &"x".repeat(41)] {
        assert!(bad.parse::<NodeId>().is_err(), "{bad}");
    }
}
