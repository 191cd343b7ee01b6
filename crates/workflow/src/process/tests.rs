//! Linear definitions as graphs; templates.

use std::path::Path;

use base::ProcedureId;
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
fn every_shipped_definition_is_a_sound_graph_that_is_followed_alike() {
    let shipped = shipped();
    assert!(shipped.len() > 30);
    for (minutes, definition) in shipped {
        let process = Process::from_definition(&definition);
        let sound = Sound::new(process.clone()).unwrap_or_else(|wrong| panic!("{wrong:?} in {definition:?}"));
        assert_eq!(sound.longest_minutes(), minutes);
        // Its steps are numbered as before, and finished as before.
        let drawn = Definition::drawn(definition.id, definition.procedure, sound);
        assert_eq!(drawn.steps.len(), definition.steps.len());
        for step in &definition.steps {
            assert_eq!(drawn.finishing_action(step.no), definition.finishing_action(step.no));
        }
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
fn identifiers_are_plain() {
    for good in ["a", "tham-dinh", "buoc-10", "1"] {
        assert_eq!(good.parse::<NodeId>().unwrap().as_str(), good);
    }
    for bad in ["", "-a", "Thẩm", "a b", "A", &"x".repeat(41)] {
        assert!(bad.parse::<NodeId>().is_err(), "{bad}");
    }
}
