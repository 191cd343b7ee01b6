//! Dossiers that follow a drawn process: branches by what the form says, legs side by side with a join.

use base::Role;
use calendar::PauseReason;
use dossier::command::Note;
use dossier::{Command, CommandName, Dossier, Event, Outcome, StateName};
use proptest::prelude::*;
use workflow::{StepAction, Work};

use crate::story::{Story, agency, any};

/// Finishes an open step as its process says.
fn finish(story: &mut Story, step: u16) {
    let action = story.definition().finishing_action(step).expect("somebody works there");
    story.on(step);
    match action {
        StepAction::Complete => story.does(any(CommandName::CompleteStep)),
        StepAction::RequirePayment => story.require_payment(7),
        StepAction::Pause(reason) => story.pause(reason),
        StepAction::ProposeResult => story.does(any(CommandName::ProposeResult)),
        StepAction::Decide => story.approve(),
        StepAction::Seal => story.seal(),
        StepAction::Return => story.hand_over(),
    };
}

/// Finishes the only open step.
fn next(story: &mut Story) -> &mut Story {
    let [only] = story.open()[..] else { panic!("{:?}", story.open()) };
    finish(story, only);
    story
}

fn transfer(declared: &[(&str, &str)]) -> Story {
    let mut story = Story::of_drawn("1.013831", 10, declared);
    story.accept();
    for _ in 0..3 {
        next(&mut story);
    }
    story
}

#[test]
fn a_branch_goes_where_the_form_says() {
    let exempt = transfer(&[("duty.exempt", "Có")]);
    assert_eq!(exempt.open(), [7]);
    let owes = transfer(&[("duty.exempt", "không")]);
    assert_eq!(owes.open(), [4]);
}

#[test]
fn a_missing_answer_is_no_yes_and_the_officer_is_told() {
    for declared in [&[][..], &[("duty.exempt", "chắc vậy")][..]] {
        let story = transfer(declared);
        assert_eq!(story.open(), [4]);
        let Some(Event::StepCompleted { way, .. }) = story.last_event() else { panic!("a step was finished") };
        assert_eq!(way.undecided.iter().map(ToString::to_string).collect::<Vec<_>>(), ["co-phai-nop"]);
    }
    let known = transfer(&[("duty.exempt", "false")]);
    let Some(Event::StepCompleted { way, .. }) = known.last_event() else { panic!("a step was finished") };
    assert!(way.undecided.is_empty());
}

#[test]
fn a_land_transfer_waits_for_the_tax_and_is_sealed_at_the_return() {
    let mut story = transfer(&[]);
    next(&mut story);
    assert_eq!(story.open(), [5]);
    story.expect_no_due(StateName::AwaitingPayment);
    story.at("2026-11-10T08:00").confirm_payment(7);
    assert_eq!((story.open(), story.holder()), (vec![6], "counter_officer".to_owned()));
    for _ in 0..3 {
        next(&mut story);
    }
    // Refusing a draft sends it back to whoever drafts; nothing is decided by it.
    story.refused("refuse", "dossier-refusal-other-command");
    story.send_back("Sai số thửa");
    assert_eq!((story.open(), story.holder()), (vec![7], "specialist".to_owned()));
    for _ in 0..3 {
        next(&mut story);
    }
    assert_eq!(story.holder(), "stamp_keeper");
    story.seal();
    assert_eq!((story.open(), story.holder()), (vec![10], "return_officer".to_owned()));
    story.hand_over();
    assert!(story.dossier().state.is_closed());
}

#[test]
fn a_dossier_is_sent_back_only_where_it_has_been() {
    let mut story = transfer(&[("duty.exempt", "true")]);
    // Step 6 lies before step 7 on the way that was not taken.
    story.send_back("Thiếu ý kiến");
    assert_eq!(story.open(), [3]);
}

#[test]
fn a_first_certificate_is_posted_paid_and_handed_over() {
    let mut story = Story::of_drawn("1.013978", 20, &[]);
    story.accept();
    next(&mut story);
    next(&mut story);
    story.expect_no_due(StateName::Paused);
    assert_eq!((story.open(), story.holder()), (vec![3], "specialist".to_owned()));
    story.at("2026-11-24T08:00").resume();
    next(&mut story);
    next(&mut story);
    story.at("2026-12-02T08:00").confirm_payment(7);
    for _ in 0..4 {
        next(&mut story);
    }
    next(&mut story);
    assert_eq!(story.dossier().state.name(), StateName::Returned);
}

/// A birth bundle whose two legs are open.
fn bundle(declared: &[(&str, &str)]) -> Story {
    let mut story = Story::of_drawn("2.000986", 3, declared);
    story.accept();
    next(&mut story);
    next(&mut story);
    story
}

#[test]
fn legs_are_held_by_their_own_agencies_and_the_join_waits_for_all() {
    let mut story = bundle(&[("home.of_other", "false")]);
    assert_eq!(story.open(), [6, 7]);
    let legs = story.dossier().legs().unwrap().open.clone();
    assert_eq!(legs.iter().map(|leg| leg.holder.agency).collect::<Vec<_>>(), [agency("H49.53"), agency("H49.52")]);
    story.at("2026-11-03T08:00");
    finish(&mut story, 7);
    assert_eq!(story.open(), [6]);
    assert_eq!(story.dossier().holder.unwrap().agency, agency("H49.53"));
    finish(&mut story, 6);
    assert_eq!((story.open(), story.holder()), (vec![8], "return_officer".to_owned()));
    // Nothing is drafted on this way, so nothing is sealed.
    story.hand_over();
    let Some(Event::Returned { outcome, .. }) = story.last_event() else { panic!("handed over") };
    assert_eq!(outcome, Outcome::Granted);
}

#[test]
fn the_clock_stands_only_while_every_leg_waits() {
    let mut story = bundle(&[]);
    assert_eq!(story.open(), [3, 7]);
    finish(&mut story, 3);
    // The householder is asked, the health card goes on: the clock runs.
    assert_eq!(story.open(), [7, 4]);
    assert_eq!(story.dossier().state.name(), StateName::InProgress);
    assert!(story.dossier().clock().unwrap().due.is_some());
    story.at("2026-11-03T08:00");
    finish(&mut story, 7);
    story.expect_no_due(StateName::Paused);
    story.at("2026-11-09T08:00").on(4).resume();
    assert_eq!(story.open(), [5]);
    assert!(story.dossier().clock().unwrap().due.is_some());
    next(&mut story);
    assert_eq!(story.open(), [8]);
}

#[test]
fn whichever_leg_is_first_the_join_is_the_same() {
    let mut one = bundle(&[("home.of_other", "no")]);
    let mut other = one.clone();
    for step in [6, 7] {
        finish(&mut one, step);
    }
    for step in [7, 6] {
        finish(&mut other, step);
    }
    assert_eq!((&one.dossier().state, one.dossier().holder), (&other.dossier().state, other.dossier().holder));
    assert_eq!(one.dossier().content.legs, other.dossier().content.legs);
}

#[test]
fn a_leg_pauses_and_goes_on_by_itself() {
    let mut story = bundle(&[("home.of_other", "no")]);
    story.on(6).pause(PauseReason::Fieldwork);
    assert_eq!(story.dossier().state.step(), Some(7));
    story.on(6).resume();
    finish(&mut story, 6);
    finish(&mut story, 7);
    assert_eq!(story.open(), [8]);
}

#[test]
fn the_time_a_leg_waits_is_not_its_own() {
    let mut story = bundle(&[("home.of_other", "no")]);
    story.on(6).pause(PauseReason::Fieldwork);
    story.at("2026-11-03T08:00").on(6).resume();
    story.at("2026-11-03T09:00");
    let used = |step| dossier::used_minutes(story.dossier(), step, crate::story::moment("2026-11-03T09:00"));
    assert_eq!((used(6), used(7)), (60, 480 + 60));
}

#[test]
fn withdrawing_closes_every_leg_and_a_supplement_holds_all_of_them_up() {
    let mut story = bundle(&[("home.of_other", "no")]);
    story.request_supplement("specialist", 1);
    assert_eq!((story.dossier().state.name(), story.dossier().legs()), (StateName::AwaitingSupplement, None));
    story.supplement();
    assert_eq!(story.open(), [6, 7]);
    story.withdraw();
    assert!(story.dossier().content.legs.is_none());
    assert!(story.dossier().content.visits.iter().all(|visit| visit.left_at.is_some()));
}

#[test]
fn events_and_rows_of_before_are_read_and_written_as_they_were() {
    let old = r#"{"event":"step_completed","step":1,"next":2,"holder":{"role":"specialist",
        "agency":"0197a000-0000-7000-8000-000000000000","unit":null,"office":null},"note":""}"#;
    let event: Event = serde_json::from_str(old).unwrap();
    let written = serde_json::to_value(&event).unwrap();
    assert_eq!(written, serde_json::from_str::<serde_json::Value>(old).unwrap());
    let story = Story::of(crate::story::building_permit(), "2026-11-02T08:00");
    assert!(serde_json::to_value(&story.dossier().content).unwrap().get("legs").is_none());
}

/// A building permit whose inspection (3) and opinion are open.
fn permit(declared: &[(&str, &str)]) -> Story {
    let mut story = Story::of_drawn("1.013225", 15, declared);
    story.accept();
    next(&mut story);
    next(&mut story);
    story
}

#[test]
fn a_building_permit_waits_for_an_opinion_in_words_and_is_handed_over() {
    let fire = [("work.fire_review", "có"), ("work.kind", "công trình khác")];
    let mut story = permit(&fire);
    assert_eq!(story.open(), [3, 4]);
    assert_eq!(story.dossier().legs().unwrap().open[1].holder.agency, agency("H49.50"));
    story.on(4).refused("complete-step", "dossier-refusal-text");
    story.on(4).refused("pause", "dossier-refusal-other-command");
    story.on(4).does(Command::CompleteStep(Note { note: "Đủ khoảng cách an toàn".to_owned() }));
    for _ in 0..6 {
        next(&mut story);
    }
    assert_eq!(story.dossier().state.name(), StateName::Returned);
}

#[test]
fn silence_is_agreement_only_where_the_drawing_says_so_and_only_for_the_system() {
    let mut agrees = permit(&[]);
    assert_eq!(agrees.open(), [3, 5]);
    agrees.on(5).does(Command::CompleteStep(Note::default()));
    assert_eq!(agrees.open(), [3]);
    let mut waits = permit(&[("work.fire_review", "có"), ("work.kind", "công trình khác")]);
    waits.on(4).refused("complete-step", "dossier-refusal-text");
    let mut officer = permit(&[]);
    officer.is_officer();
    officer.on(5).refused("complete-step", "dossier-refusal-text");
}

const DRAWN: [(&str, u32); 4] = [("1.013831", 10), ("1.013978", 20), ("1.013225", 15), ("2.000986", 3)];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_commands_on_any_leg_stay_in_the_drawing_and_the_same_commands_give_the_same_row(
        process in 0..DRAWN.len(),
        answers in prop::collection::vec(prop::sample::select(vec!["", "true", "false", "nhà ở riêng lẻ", "9"]), 5),
        choices in prop::collection::vec((0..CommandName::ALL.len() + 30, 0..3_usize), 1..60),
    ) {
        let fields = ["duty.exempt", "home.of_other", "work.kind", "work.fire_review", "work.floors"];
        let declared: Vec<(&str, &str)> = fields.into_iter().zip(answers).collect();
        let (code, days) = DRAWN[process];
        let mut story = Story::of_drawn(code, days, &declared);
        for (choice, leg) in choices {
            let before = story.dossier().clone();
            let open = story.open();
            if let Some(step) = open.get(leg % open.len().max(1)) {
                story.on(*step);
            }
            // More often than not what the step asks for.
            let done = match CommandName::ALL.get(choice) {
                Some(name) => story.tries(any(*name)),
                None => usual(&mut story).is_some_and(|name| story.tries(any(name))),
            };
            let after = story.dossier();
            if !done {
                prop_assert_eq!(after, &before, "a refusal changes nothing");
                continue;
            }
            // Officers may write a note about what is closed.
            let is_note = CommandName::ALL.get(choice) == Some(&CommandName::Annotate);
            prop_assert!(is_note || !before.state.is_closed());
            prop_assert_eq!(after.state.is_closed(), after.holder.is_none());
            let drawn = |step: &u16| story.definition().step(*step).is_some();
            prop_assert!(story.open().iter().all(drawn), "{:?}", story.open());
            if let Some(legs) = after.legs() {
                prop_assert_eq!(legs.lead().map(|leg| leg.step), after.state.step());
                let inside = |step: u16| {
                    after.content.visits.iter().any(|visit| visit.step == step && visit.left_at.is_none())
                };
                prop_assert!(legs.open.iter().all(|leg| leg.waits.is_some() || inside(leg.step)));
                let mut visits = after.content.visits.iter().filter(|visit| visit.left_at.is_none());
                prop_assert!(visits.all(|visit| story.open().contains(&visit.step)));
                prop_assert_eq!(legs.standing.at().count(), legs.open.len());
            }
            let waits = matches!(after.state.name(), StateName::Paused | StateName::AwaitingPayment);
            if waits {
                prop_assert!(after.clock().unwrap().due.is_none(), "the clock stands");
            }
        }
        prop_assert_eq!(told(&story.replayed()), told(&story));
    }
}

/// Row and log, but for the identifiers of results, which are new every time.
fn told(story: &Story) -> (Dossier, Vec<Event>) {
    let none = base::ResultId::from_uuid(uuid::Uuid::nil());
    let (mut dossier, mut events) = (story.dossier().clone(), story.events().to_vec());
    dossier.content.result.iter_mut().for_each(|result| result.id = none);
    for event in &mut events {
        if let Event::ResultProposed { result, .. } = event {
            *result = none;
        }
    }
    (dossier, events)
}

/// What the leg in hand asks for.
fn usual(story: &mut Story) -> Option<CommandName> {
    let dossier = story.seen();
    let step = dossier.state.step()?;
    Some(match dossier.state.name() {
        StateName::Paused => CommandName::Resume,
        StateName::AwaitingPayment => CommandName::ConfirmPayment,
        StateName::AwaitingSupplement => CommandName::Supplement,
        StateName::Draft
        | StateName::Submitted
        | StateName::Received
        | StateName::Declined
        | StateName::InProgress
        | StateName::Withdrawn
        | StateName::Stopped
        | StateName::Resolved
        | StateName::Returned => match story.definition().finishing_action(step)? {
            StepAction::Complete => CommandName::CompleteStep,
            StepAction::RequirePayment => CommandName::RequirePayment,
            StepAction::Pause(_) => CommandName::Pause,
            StepAction::ProposeResult => CommandName::ProposeResult,
            StepAction::Decide => CommandName::Approve,
            StepAction::Seal => CommandName::Seal,
            StepAction::Return => CommandName::Return,
        },
    })
}

#[test]
fn every_place_of_a_drawing_is_a_step_with_its_performer() {
    let definition = crate::story::drawn("1.013225");
    let roles: Vec<Option<Role>> = definition.steps.iter().map(workflow::Step::role).collect();
    assert_eq!(roles.len(), 10);
    assert!(definition.steps.iter().all(|step| matches!(step.work, Work::By { .. })));
}
