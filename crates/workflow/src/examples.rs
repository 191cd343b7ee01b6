//! The shipped examples with legs at several agencies (`data/workflows`), run to their ends.

use std::collections::BTreeMap;
use std::path::Path;

use base::Locale;
use web::Page;

use crate::condition::Value;
use crate::engine::{Happening, Standing};
use crate::process::{Finish, NodeId, NodeKind};
use crate::{Carried, Sound, bpmn, draw, read_yaml, write_yaml};

type Given = BTreeMap<String, Value>;

pub(crate) fn example(code: &str) -> Carried {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../data/workflows/{code}.yaml"));
    let mut carried = read_yaml(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(carried.len(), 1);
    carried.remove(0)
}

const ALL: [&str; 4] = ["1.013831", "1.013978", "1.013225", "2.000986"];

fn sound(code: &str) -> Sound {
    Sound::new(example(code).process).unwrap_or_else(|wrong| panic!("{wrong:#?}"))
}

fn given(answers: &[(&str, Value)]) -> Given {
    answers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

/// What usually happens at a place.
fn usual(sound: &Sound, at: &NodeId) -> Happening<'static> {
    match &sound.process().node(at).unwrap().kind {
        NodeKind::Step(task) if task.action == Finish::Decide => Happening::Decided { approved: true },
        NodeKind::Step(_) => Happening::Finished,
        NodeKind::Pause(_) => Happening::Resumed,
        NodeKind::Consult(_) => Happening::Answered { agrees: true },
        NodeKind::SubDossier(_) => Happening::Returned { granted: true },
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => panic!("nobody stands at {at}"),
    }
}

/// Runs a dossier to its end, always moving the first place; tells the places in order.
fn run(code: &str, answers: &Given) -> Vec<String> {
    let sound = sound(code);
    let mut standing = sound.begin(answers).unwrap().standing;
    let mut told = Vec::new();
    loop {
        let Some(at) = standing.at().next().cloned() else { break };
        told.push(at.to_string());
        standing = sound.advance(&standing, &at, usual(&sound, &at), answers).unwrap().standing;
        assert!(told.len() < 40, "{told:?}");
    }
    assert!(standing.is_ended());
    told
}

#[test]
fn the_examples_sum_to_the_limits_of_their_procedures() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let parsed = catalogue::parse(&catalogue::Sources::read(&data).unwrap()).unwrap();
    for code in ALL {
        let one = example(code);
        let procedure = parsed.procedures.iter().find(|procedure| procedure.key == one.procedure).unwrap();
        let limit = catalogue::budget_minutes(procedure.binding_limit().unwrap());
        assert_eq!(sound(code).longest_minutes(), limit, "{code}");
    }
}

#[test]
fn a_land_transfer_pauses_for_the_tax_unless_it_is_exempt() {
    let exempt = run("1.013831", &given(&[("duty.exempt", Value::Bool(true))]));
    assert!(!exempt.contains(&"cho-nop".to_owned()));
    // Where nothing is known, the duty is asked for.
    for answers in [given(&[]), given(&[("duty.exempt", Value::Bool(false))])] {
        let told = run("1.013831", &answers);
        assert_eq!(told[3..6], ["phieu-chuyen", "cho-nop", "nhan-chung-tu"]);
    }
}

#[test]
fn a_first_certificate_goes_between_commune_and_branch() {
    let told = run("1.013978", &given(&[]));
    assert_eq!(told.len(), 11);
    assert_eq!(told[2], "niem-yet");
}

#[test]
fn a_building_permit_asks_for_opinions_beside_the_inspection() {
    let works = given(&[("work.kind", Value::Text("công trình khác".into())), ("work.fire_review", Value::Bool(true))]);
    assert!(run("1.013225", &works).contains(&"y-kien-pccc".to_owned()));
    let house = given(&[
        ("work.kind", Value::Text("nhà ở riêng lẻ".into())),
        ("work.fire_review", Value::Bool(true)),
        ("work.floors", Value::Number(3.into())),
    ]);
    assert!(run("1.013225", &house).contains(&"y-kien-dat".to_owned()));
}

#[test]
fn silence_counts_as_agreement_only_where_it_may() {
    let sound = sound("1.013225");
    let standing = |at: &str| -> Standing {
        serde_json::from_str(&format!(r#"{{"at":["thuc-dia","{at}"],"arrived":{{}},"ended":null}}"#)).unwrap()
    };
    let lapse = |at: &str| {
        let id: NodeId = at.parse().unwrap();
        sound.advance(&standing(at), &id, Happening::Lapsed, &given(&[])).is_ok()
    };
    assert!(lapse("y-kien-dat"));
    assert!(!lapse("y-kien-pccc"));
}

#[test]
fn a_bundle_waits_for_the_householder_in_one_leg_only() {
    let own = run("2.000986", &given(&[("home.of_other", Value::Bool(false))]));
    assert_eq!(own, ["xac-nhan", "khai-sinh", "the-bhyt", "thuong-tru", "tra"]);
    let other = run("2.000986", &given(&[]));
    assert_eq!(other, ["xac-nhan", "khai-sinh", "the-bhyt", "xin-dong-y", "cho-dong-y", "thuong-tru-2", "tra"]);
}

#[test]
fn a_refusal_goes_back_to_the_draft() {
    let sound = sound("1.013978");
    let sign: NodeId = "ky".parse().unwrap();
    let standing: Standing = serde_json::from_str(r#"{"at":["ky"],"arrived":{},"ended":null}"#).unwrap();
    let moved = sound.advance(&standing, &sign, Happening::Decided { approved: false }, &given(&[])).unwrap();
    assert_eq!(moved.entered, ["lap-giay".parse().unwrap()]);
}

#[test]
fn the_examples_are_written_and_read_back() {
    let all: Vec<Carried> = ALL.map(example).into();
    assert_eq!(read_yaml(&write_yaml(all.clone()).unwrap()).unwrap(), all);
}

fn page(locale: Locale) -> Page {
    Page::sample(locale, &[crate::LOCALE], None).unwrap()
}

#[test]
fn the_drawing_of_the_bundle_is_the_reviewed_one() {
    let drawing = draw(&example("2.000986").process, "Liên thông khai sinh", &page(Locale::Vi)).unwrap();
    expect_test::expect_file!["diagram/bundle.svg"].assert_eq(&drawing.to_string());
}

#[test]
fn the_exchange_file_of_the_bundle_is_the_reviewed_one() {
    let xml = bpmn(&example("2.000986").process, "Liên thông khai sinh", &page(Locale::Vi)).unwrap();
    expect_test::expect_file!["bpmn/bundle.bpmn"].assert_eq(&xml);
}

/// Values of an attribute, in order.
fn values<'a>(xml: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    xml.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_element_of_an_exchange_file_is_named_once_drawn_and_found() {
    for code in ALL {
        for locale in Locale::ALL {
            let xml = bpmn(&example(code).process, "A & \"B\" <C>", &page(locale)).unwrap();
            assert!(xml.contains("A &amp; &quot;B&quot; &lt;C&gt;"));
            let ids = values(&xml, "id");
            let mut different = ids.clone();
            different.sort_unstable();
            different.dedup();
            assert_eq!(different.len(), ids.len(), "an identifier is given twice");
            for attribute in ["sourceRef", "targetRef", "default", "bpmnElement", "processRef"] {
                for named in values(&xml, attribute) {
                    assert!(ids.contains(&named), "{attribute} {named} is not there");
                }
            }
            let drawn = values(&xml, "bpmnElement");
            for id in ids
                .iter()
                .filter(|id| id.starts_with("node-") && !id.ends_with("-shape") && !id.ends_with("-condition"))
            {
                assert!(drawn.contains(id), "{id} is not drawn");
            }
            for id in ids.iter().filter(|id| id.starts_with("flow-") && !id.ends_with("-edge")) {
                assert!(drawn.contains(id), "{id} is not drawn");
            }
        }
    }
}
