//! The calendars change under dossiers that are under way: those that move say so, once, and those
//! whose clock has ended keep their date.

use base::Actor;
use calendar::{Holiday, HolidayKind};
use dossier::command::{Note, ProposeResult, Reason, SupplementItem};
use dossier::{Command, Dossier, Event, FollowCalendar, Outcome, Which};
use jiff::civil::{Date, date};
use jobs::{Job as _, Progress};
use testkit::each_engine;
use timetable::{Affected as _, Change, Edition, Preview, Save, Timetable, progress};

use super::world::{Reached, World};

const DECREE: &str = "Quyết định 12/QĐ-UBND";
/// A Thursday and a Friday inside the limit of a building permit received on 25 November 2026.
const HOLIDAY: Date = date(2026, 12, 3);
const OTHER: Date = date(2026, 12, 4);

async fn save(world: &World, day: Date, key: &str) -> i64 {
    let timetable = Timetable::load(world.db.clone(), world.now()).await.unwrap();
    let day = Holiday { date: day, kind: HolidayKind::Public, name: "Nghỉ theo quyết định".to_owned() };
    let save = Save {
        seen: timetable.current().number(),
        change: Change::AddDay { day },
        reason: DECREE.to_owned(),
        actor: Actor::system(),
        client: None,
        key: format!("key-of-the-form-{key}"),
        now: world.now(),
    };
    timetable.save(save, |_| true).await.unwrap()
}

/// Runs the background work until it rests; how many turns had more to do.
async fn follow(world: &World) -> usize {
    let job = FollowCalendar::new(world.dossiers.clone());
    let mut turns = 0;
    while job.run(world.now()).await.unwrap() == Progress::More {
        turns += 1;
    }
    turns
}

async fn now(world: &World, dossier: &Dossier) -> Dossier {
    world.dossiers.read(&Actor::system(), Which::Id(dossier.id)).await.unwrap()
}

fn due(dossier: &Dossier) -> Date {
    calendar::local(dossier.clock().unwrap().due.unwrap()).date()
}

#[tokio::test]
async fn a_new_holiday_moves_an_open_dossier_with_an_event_and_a_message() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let before = world.accepted(Reached::Phone).await;
        let edition = save(&world, HOLIDAY, "a").await;
        assert_eq!(due(&now(&world, &before).await), due(&before), "until the background work has come to it");
        follow(&world).await;
        let after = now(&world, &before).await;
        assert_eq!(due(&after), before.calendar.add_working_days(due(&before), 1));
        assert_eq!((after.version, after.edition), (before.version + 1, edition));
        let history = world.dossiers.history(before.id).await.unwrap();
        let Event::Rescheduled { reason, due_before, due_after, .. } = &history.last().unwrap().event else {
            panic!("the last event is {:?}", history.last())
        };
        assert_eq!(reason, DECREE);
        assert_eq!(*due_before, before.clock().unwrap().due);
        assert_eq!(*due_after, after.clock().unwrap().due);
        let texts: Vec<String> = world.messages(&before).await.into_iter().map(|message| message.text).collect();
        let told = texts.last().unwrap();
        let date = web::format::moment(base::Locale::Vi, after.clock().unwrap().due.unwrap());
        assert!(told.contains(DECREE) && told.contains(&date), "{told}");
        // Done once: the work finds nothing more, and nobody is told again.
        assert_eq!(follow(&world).await, 0);
        assert_eq!(now(&world, &before).await.version, after.version);
        assert_eq!(world.messages(&before).await.len(), texts.len());
    })
    .await;
}

#[tokio::test]
async fn a_holiday_after_the_due_date_moves_nothing_and_is_followed_all_the_same() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let before = world.accepted(Reached::Phone).await;
        let told = world.messages(&before).await.len();
        let edition = save(&world, date(2027, 3, 3), "a").await;
        follow(&world).await;
        let after = now(&world, &before).await;
        assert_eq!((after.version, after.edition), (before.version, edition));
        assert_eq!(world.messages(&before).await.len(), told);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_whose_clock_has_ended_never_changes() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let withdrawn = world.accepted(Reached::Phone).await;
        let withdrawn = world.does(&withdrawn, Command::Withdraw(Reason { reason: "Đổi ý".to_owned() })).await;
        let resolved = resolved(&world).await;
        let (class, date) = (resolved.clock().unwrap().class(world.now()), due(&resolved));
        save(&world, HOLIDAY, "a").await;
        follow(&world).await;
        for before in [&withdrawn, &resolved] {
            assert_eq!(now(&world, before).await, *before);
        }
        let resolved = now(&world, &resolved).await;
        assert_eq!((resolved.clock().unwrap().class(world.now()), due(&resolved)), (class, date));
        // Handing the result over later does not bring the new calendar in either.
        assert_eq!(resolved.edition, 1);
    })
    .await;
}

async fn resolved(world: &World) -> Dossier {
    let dossier = world.accepted(Reached::Phone).await;
    let specialist = world.until(dossier, base::Role::Specialist).await;
    let mut dossier = specialist;
    for _ in 0..20 {
        let command = match world.finishing(&dossier).await {
            workflow::StepAction::ProposeResult => Command::ProposeResult(ProposeResult {
                outcome: Outcome::Granted,
                title: "Giấy phép xây dựng".to_owned(),
                summary: String::new(),
                files: Vec::new(),
            }),
            workflow::StepAction::Decide => Command::Approve(Note::default()),
            workflow::StepAction::Seal => Command::Seal(dossier::command::Seal { seal: String::new(), copies: None }),
            workflow::StepAction::Return => {
                return world.does(&dossier, Command::Deliver(dossier::command::Deliver::default())).await;
            }
            workflow::StepAction::Complete | workflow::StepAction::RequirePayment | workflow::StepAction::Pause(_) => {
                Command::CompleteStep(Note::default())
            }
        };
        dossier = world.does(&dossier, command).await;
    }
    panic!("the result never came to the return desk")
}

#[tokio::test]
async fn a_command_brings_its_dossier_up_to_date_before_it_acts() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let before = world.accepted(Reached::Phone).await;
        let edition = save(&world, HOLIDAY, "a").await;
        let after = world.does(&before, Command::CompleteStep(Note::default())).await;
        assert_eq!((after.version, after.edition), (before.version + 2, edition));
        assert_eq!(due(&after), before.calendar.add_working_days(due(&before), 1));
        follow(&world).await;
        assert_eq!(now(&world, &before).await.version, after.version);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_waits_for_its_supplement_is_told_with_the_next_date_only() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let accepted = world.accepted(Reached::Phone).await;
        let items = vec![SupplementItem { paper: Some(1), what: "Ký tên".to_owned(), legal_basis: String::new() }];
        let ask = dossier::command::RequestSupplement { items, reason: String::new() };
        let waiting = world.does(&accepted, Command::RequestSupplement(ask)).await;
        let told = world.messages(&waiting).await.len();
        save(&world, HOLIDAY, "a").await;
        follow(&world).await;
        assert_eq!(world.messages(&waiting).await.len(), told);
    })
    .await;
}

#[tokio::test]
async fn the_preview_counts_what_would_move_and_moves_nothing() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let moved = world.accepted(Reached::Phone).await;
        let withdrawn = world.accepted(Reached::Phone).await;
        world.does(&withdrawn, Command::Withdraw(Reason { reason: "Đổi ý".to_owned() })).await;
        let timetable = Timetable::load(world.db.clone(), world.now()).await.unwrap();
        let current = timetable.current();
        let change = |day| {
            let day = Holiday { date: day, kind: HolidayKind::Public, name: "Nghỉ".to_owned() };
            let rules = current.rules().with(&Change::AddDay { day }, |_| true).unwrap();
            Edition::new(2, current.stamp().clone(), rules).unwrap()
        };
        for (day, later) in [(HOLIDAY, 1), (date(2027, 3, 3), 0)] {
            let (dossiers, before, after) = (world.dossiers.clone(), current.clone(), change(day));
            let asked = world.db.read(move |tx| dossiers.preview(tx, &before, &after)).await;
            let Preview { open, later: moves, earlier, examples } = asked.unwrap();
            assert_eq!((open, moves, earlier), (1, later, 0));
            let codes: Vec<String> = examples.into_iter().map(|example| example.code).collect();
            assert_eq!(codes, if later == 1 { vec![moved.label()] } else { Vec::new() });
        }
        assert_eq!(now(&world, &moved).await, moved);
    })
    .await;
}

#[tokio::test]
async fn many_dossiers_follow_in_batches_and_the_progress_is_told() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        for _ in 0..120 {
            world.accepted(Reached::Nowhere).await;
        }
        save(&world, HOLIDAY, "a").await;
        let edition = save(&world, OTHER, "b").await;
        assert_eq!(follow(&world).await, 1);
        let told = world.db.read::<_, _, db::Error>(move |tx| progress::of(tx, edition)).await.unwrap().unwrap();
        assert_eq!((told.total, told.done, told.moved), (120, 120, 120));
        assert!(told.finished_at.is_some());
        let outstanding = world.db.read::<_, _, db::Error>(progress::outstanding).await.unwrap();
        assert_eq!(outstanding, [0; 0]);
    })
    .await;
}
