//! Dossiers on their way: what is drawn happens, nothing else does, and every way ends.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::condition::Value;
use crate::process::Process;
use crate::sound::invented::{self, Weave};

type Given = BTreeMap<String, Value>;

/// What may happen at a place, the ways onward before the ways back.
fn possible<'a>(sound: &'a Sound, at: &'a NodeId, before: &'a [NodeId]) -> Vec<Happening<'a>> {
    let node = sound.process().node(at).unwrap();
    let mut found = match &node.kind {
        NodeKind::Step(task) if task.action == Finish::Decide => {
            vec![Happening::Decided { approved: true }, Happening::Decided { approved: false }]
        }
        NodeKind::Step(_) => vec![Happening::Finished],
        NodeKind::Pause(_) => vec![Happening::Resumed],
        NodeKind::Consult(_) => {
            vec![Happening::Answered { agrees: true }, Happening::Answered { agrees: false }, Happening::Lapsed]
        }
        NodeKind::SubDossier(_) => vec![Happening::Returned { granted: true }, Happening::Returned { granted: false }],
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => {
            panic!("a dossier never stands at {at}")
        }
    };
    if matches!(node.kind, NodeKind::Step(_)) {
        found.extend(before.iter().map(|to| Happening::SentBack { to }));
    }
    found
}

/// Follows the choices; every place on the way is looked at. Gives the standings passed.
fn walk(sound: &Sound, choices: &[usize], given: &Given) -> Vec<Standing> {
    let mut standing = sound.begin(given).unwrap().standing;
    let mut passed = vec![standing.clone()];
    for choice in choices {
        look(sound, &standing);
        let places: Vec<&NodeId> = standing.at().collect();
        let Some(at) = places.get(choice % places.len().max(1)).copied() else { break };
        let before = sound.steps_before(at);
        let happenings = possible(sound, at, &before);
        let happening = happenings[(choice / 7) % happenings.len()];
        match sound.advance(&standing, at, happening, given) {
            Ok(moved) => {
                // The same again gives the same.
                assert_eq!(sound.advance(&standing, at, happening, given), Ok(moved.clone()));
                standing = moved.standing;
            }
            Err(error) => {
                assert!(matches!((happening, error), (Happening::Lapsed, MoveError::NotSo(_))));
            }
        }
        passed.push(standing.clone());
    }
    look(sound, &standing);
    passed
}

/// A standing is drawn: places are waiting nodes, one a leg; the end is the end of everything.
fn look(sound: &Sound, standing: &Standing) {
    let mut legs = BTreeSet::new();
    for at in standing.at() {
        let node = sound.process().node(at).unwrap_or_else(|| panic!("{at} is drawn"));
        assert!(node.kind.waits());
        assert!(legs.insert(sound.leg(at)), "two places in one leg: {standing:?}");
    }
    assert_eq!(standing.is_ended(), standing.at.is_empty(), "{standing:?}");
    assert!(!standing.is_ended() || standing.arrived.is_empty(), "{standing:?}");
}

/// Whether some end can be reached from a standing, by trying every way.
fn can_end(sound: &Sound, from: &Standing, given: &Given) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.clone()];
    while let Some(standing) = open.pop() {
        if standing.is_ended() {
            return true;
        }
        if !seen.insert(standing.clone()) || seen.len() > 20_000 {
            continue;
        }
        for at in standing.at() {
            for happening in possible(sound, at, &[]) {
                open.extend(sound.advance(&standing, at, happening, given).ok().map(|moved| moved.standing));
            }
        }
    }
    false
}

fn given(area: Option<i32>) -> Given {
    area.map(|area| ("area".to_owned(), Value::Number(area.into()))).into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_happenings_lead_outside_the_drawing_and_every_standing_can_end(
        weave in invented::weave(),
        choices in prop::collection::vec(any::<usize>(), 0..40),
        area in prop::option::of(0_i32..1000),
    ) {
        let process = invented::process(&weave);
        let sound = Sound::new(process).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        let given = given(area);
        let passed = walk(&sound, &choices, &given);
        prop_assert!(can_end(&sound, passed.last().unwrap(), &given));
    }

    #[test]
    fn a_drawing_torn_at_random_is_refused_or_still_ends(
        weave in invented::weave(),
        tears in prop::collection::vec((any::<usize>(), any::<usize>(), any::<usize>()), 1..4),
        choices in prop::collection::vec(any::<usize>(), 0..30),
        area in prop::option::of(0_i32..1000),
    ) {
        let mut process = invented::process(&weave);
        tears.iter().for_each(|tear| invented::tear(&mut process, *tear));
        if let Ok(sound) = Sound::new(process) {
            let given = given(area);
            let passed = walk(&sound, &choices, &given);
            prop_assert!(can_end(&sound, passed.last().unwrap(), &given));
        }
    }

    #[test]
    fn budgets_count_the_longest_leg_once(weave in invented::weave()) {
        let sound = Sound::new(invented::process(&weave)).unwrap();
        prop_assert_eq!(sound.longest_minutes(), invented::AROUND + weave.minutes());
    }
}

fn sound(weave: &Weave) -> Sound {
    Sound::new(invented::process(weave)).unwrap()
}

fn places(standing: &Standing) -> Vec<&str> {
    standing.at().map(NodeId::as_str).collect()
}

fn id(text: &str) -> NodeId {
    text.parse().unwrap()
}

#[test]
fn a_join_waits_for_every_leg() {
    let sound = sound(&Weave::Legs(vec![Weave::Work(60), Weave::Work(120), Weave::Opinion(480)]));
    let begun = sound.begin(&given(None)).unwrap();
    let split = sound.advance(&begun.standing, &id("start"), Happening::Finished, &given(None)).unwrap();
    assert_eq!(split.entered.len(), 3);
    let mut standing = split.standing;
    for (leg, left) in split.entered.iter().zip([2, 1]) {
        standing = sound.advance(&standing, leg, Happening::Finished, &given(None)).unwrap().standing;
        assert_eq!(standing.at().count(), left);
    }
    let last = split.entered.last().unwrap();
    let moved = sound.advance(&standing, last, Happening::Answered { agrees: true }, &given(None)).unwrap();
    assert_eq!(places(&moved.standing), ["return"]);
}

#[test]
fn what_is_not_drawn_does_not_happen() {
    let sound = sound(&Weave::Opinion(480));
    let begun = sound.begin(&given(None)).unwrap().standing;
    let none = &given(None);
    let elsewhere = sound.advance(&begun, &id("return"), Happening::Finished, none);
    assert_eq!(elsewhere, Err(MoveError::NotThere(id("return"))));
    let other = sound.advance(&begun, &id("start"), Happening::Resumed, none);
    assert_eq!(other, Err(MoveError::NotSo(id("start"))));
    let asked = sound.advance(&begun, &id("start"), Happening::Finished, none).unwrap().standing;
    let at = asked.at().next().unwrap().clone();
    assert_eq!(sound.advance(&asked, &at, Happening::Lapsed, none), Err(MoveError::NotSo(at.clone())));
    let to = id("start");
    let back = sound.advance(&asked, &at, Happening::SentBack { to: &to }, none);
    assert_eq!(back, Err(MoveError::NotBack { from: at, to }), "an opinion is answered, not sent back");
}

#[test]
fn a_missing_answer_takes_the_careful_way_and_says_so() {
    let sound = sound(&Weave::Choice(Box::new(Weave::Work(60)), Box::new(Weave::Work(120))));
    let begun = sound.begin(&given(None)).unwrap().standing;
    let start = id("start");
    let unknown = sound.advance(&begun, &start, Happening::Finished, &given(None)).unwrap();
    let small = sound.advance(&begun, &start, Happening::Finished, &given(Some(3))).unwrap();
    let large = sound.advance(&begun, &start, Happening::Finished, &given(Some(900))).unwrap();
    assert_eq!(unknown.standing, small.standing);
    assert_ne!(unknown.standing, large.standing);
    assert_eq!((unknown.undecided.len(), small.undecided.len(), large.undecided.len()), (1, 0, 0));
}

#[test]
fn the_clock_stands_only_while_every_leg_pauses() {
    let sound = sound(&Weave::Legs(vec![Weave::Posting(60), Weave::Work(60)]));
    let none = &given(None);
    let begun = sound.begin(none).unwrap().standing;
    let split = sound.advance(&begun, &id("start"), Happening::Finished, none).unwrap();
    let [asking, working] = split.entered.as_slice() else { panic!("two legs") };
    let paused = sound.advance(&split.standing, asking, Happening::Finished, none).unwrap().standing;
    assert!(!paused.clock_stands(&sound));
    let alone = sound.advance(&paused, working, Happening::Finished, none).unwrap().standing;
    assert!(alone.clock_stands(&sound));
}

#[test]
fn a_standing_is_stored_and_read_back() {
    let sound = sound(&Weave::Legs(vec![Weave::Work(60), Weave::Work(60)]));
    let begun = sound.begin(&given(None)).unwrap().standing;
    let split = sound.advance(&begun, &id("start"), Happening::Finished, &given(None)).unwrap().standing;
    let text = serde_json::to_string(&split).unwrap();
    assert_eq!(serde_json::from_str::<Standing>(&text).unwrap(), split);
}

#[test]
fn a_standing_of_another_process_is_refused() {
    let one = sound(&Weave::Work(60));
    let other: Standing = serde_json::from_str(r#"{"at":["elsewhere"],"arrived":{},"ended":null}"#).unwrap();
    let refused = one.advance(&other, &id("elsewhere"), Happening::Finished, &given(None));
    assert_eq!(refused, Err(MoveError::OtherProcess(id("elsewhere"))));
    let _: &Process = one.process();
}
