//! Each alert is raised once, at its moment or as soon as a worker is there, and only while its ground
//! stands.

use base::{Role, Scope};
use calendar::PauseReason;
use dossier::command::{Accept, Apologise, Note, Pause, Reason, RequestSupplement, Supplement, SupplementItem};
use dossier::{Alarms, AlertKind, Channel, Command, ExtensionUnit, Lead, Leads};
use jobs::Job as _;
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, COPY_OF_EXTRACT, World, at};

fn pause() -> Command {
    let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
    Command::Pause(Pause { reason: PauseReason::Fieldwork, legal_basis, note: String::new() })
}

fn complete() -> Command {
    Command::CompleteStep(Note::default())
}

fn supplement_request() -> Command {
    let item = SupplementItem { paper: Some(3), what: "Ký lại".to_owned(), legal_basis: String::new() };
    Command::RequestSupplement(RequestSupplement { items: vec![item], reason: String::new() })
}

#[tokio::test]
async fn an_accepted_dossier_is_planned_with_its_dates_and_the_share_of_its_step() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted().await;
        // Due Monday 23 November 17:30: told from the working day before; the first step has half a day.
        let planned = world.planned(&dossier).await;
        let told: Vec<_> = planned.iter().map(|plan| (plan.kind, plan.raise_at)).collect();
        assert_eq!(
            told,
            [
                (AlertKind::DueSoon, at("2026-11-20T07:30")),
                (AlertKind::Overdue, at("2026-11-23T17:30:01")),
                (AlertKind::StepIdle, at("2026-11-02T14:00")),
            ]
        );
        assert_eq!(planned, world.made_afresh(&dossier).await);
    })
    .await;
}

#[tokio::test]
async fn an_online_dossier_is_told_after_two_hours_and_after_eight_working_hours() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.file(BUILDING_PERMIT, Channel::Online, Vec::new()).await;
        let counter = world.file(BUILDING_PERMIT, Channel::Counter, Vec::new()).await;
        assert_eq!(world.planned(&counter).await, [], "only what is filed online waits for its answer");
        assert_eq!(world.raise_at(&dossier, AlertKind::OnlineUnanswered).await, Some(at("2026-11-02T10:00")));
        assert_eq!(world.raise_at(&dossier, AlertKind::OnlineOverdue).await, Some(at("2026-11-03T08:00:01")));
        world.it_is("2026-11-02T10:00");
        world.worker().await;
        assert_eq!(world.told(&dossier).await.len(), 1);
        let accepted = world.does(&dossier, Command::Accept(Accept::default())).await;
        assert_eq!(world.raise_at(&accepted, AlertKind::OnlineOverdue).await, None, "it was answered");
        world.it_is("2026-11-04T08:00");
        world.worker().await;
        let kinds: Vec<_> = world.told(&accepted).await.into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(kinds, [AlertKind::OnlineUnanswered, AlertKind::StepIdle]);
    })
    .await;
}

#[tokio::test]
async fn two_workers_at_once_raise_each_alert_once() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let mut dossiers = Vec::new();
        for _ in 0..12 {
            dossiers.push(world.accepted().await);
        }
        world.it_is("2026-11-24T08:00");
        let workers = [(); 4].map(|()| {
            let world = world.clone();
            tokio::spawn(async move { world.worker().await })
        });
        for worker in workers {
            worker.await.unwrap();
        }
        // Whoever lost a race left the rest for the next turn.
        world.worker().await;
        for dossier in &dossiers {
            let mut kinds: Vec<_> = world.told(dossier).await.into_iter().map(|(kind, ..)| kind).collect();
            kinds.sort();
            assert_eq!(kinds, [AlertKind::DueSoon, AlertKind::Overdue, AlertKind::StepIdle]);
            assert_eq!(world.planned(dossier).await, []);
        }
    })
    .await;
}

#[tokio::test]
async fn after_a_day_without_a_worker_what_was_missed_is_told_once_with_its_moment() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted().await;
        world.it_is("2026-11-24T09:00");
        world.worker().await;
        world.worker().await;
        let now = world.now();
        assert_eq!(
            world.told(&dossier).await,
            [
                (AlertKind::StepIdle, at("2026-11-02T14:00"), now),
                (AlertKind::DueSoon, at("2026-11-20T07:30"), now),
                (AlertKind::Overdue, at("2026-11-23T17:30:01"), now),
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_cannot_be_read_holds_no_other_up() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (broken, whole) = (world.accepted().await, world.accepted().await);
        world.breaks(&broken).await;
        world.it_is("2026-11-24T09:00");
        let alarms = Alarms::new(world.dossiers.clone());
        // After a start the plan is brought up to date first, then what is due is raised.
        for what in ["plan", "plan to its end", "alerts"] {
            let failed = alarms.run(world.now()).await.is_err();
            assert_eq!(failed, what != "plan to its end", "{what}: the job says that one could not be read");
        }
        assert_eq!(world.told(&whole).await.len(), 3);
        assert_eq!(world.told(&broken).await, []);
    })
    .await;
}

#[tokio::test]
async fn a_moment_equal_to_the_due_moment_is_in_time() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted().await;
    world.it_is("2026-11-23T17:30");
    world.worker().await;
    let kinds: Vec<_> = world.told(&dossier).await.into_iter().map(|(kind, ..)| kind).collect();
    assert_eq!(kinds, [AlertKind::StepIdle, AlertKind::DueSoon]);
    world.it_is("2026-11-23T17:30:01");
    world.worker().await;
    assert_eq!(world.told(&dossier).await.last().map(|(kind, ..)| *kind), Some(AlertKind::Overdue));
}

#[tokio::test]
async fn a_pause_before_the_date_takes_its_alerts_away_and_resuming_plans_the_new_date() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.in_examination().await;
        world.it_is("2026-11-05T09:00");
        let paused = world.does(&dossier, pause()).await;
        assert_eq!(world.planned(&paused).await, []);
        world.it_is("2026-12-10T09:00");
        world.worker().await;
        assert_eq!(world.told(&paused).await, []);
        let resumed = world.does(&paused, Command::Resume(Note::default())).await;
        assert_eq!(world.planned(&resumed).await, world.made_afresh(&resumed).await);
        assert!(world.raise_at(&resumed, AlertKind::DueSoon).await.unwrap() > world.now());
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_is_late_stays_told_while_it_stands_still() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.in_examination().await;
    world.it_is("2026-11-25T09:00");
    world.worker().await;
    let before = world.found_by(Role::Specialist, Scope::Province).await.len();
    assert_eq!(before, 2, "overdue and idle; what was due soon is no longer to come");
    let dossier = world.does(&world.read(&dossier).await, pause()).await;
    let left: Vec<_> =
        world.found_by(Role::Supervisor, Scope::Province).await.into_iter().map(|line| line.kind).collect();
    assert_eq!(left, [AlertKind::Overdue], "nothing comes nearer, but lateness is not washed away");
    let withdrawn = world.does(&dossier, Command::Withdraw(Reason { reason: String::new() })).await;
    assert!(world.found_by(Role::Supervisor, Scope::Province).await.is_empty());
    assert_eq!(world.told(&withdrawn).await.len(), 3, "the log keeps what was told");
}

#[tokio::test]
async fn an_apology_moves_what_comes_soon_and_lateness_keeps_the_first_date() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted().await;
        world.it_is("2026-11-20T09:00");
        world.worker().await;
        let dossier = world.read(&dossier).await;
        let (value, unit) = ("3".to_owned(), ExtensionUnit::WorkingDay);
        let apology = Command::Apologise(Apologise { value, unit, reason: "Máy đo hỏng".to_owned() });
        let apologised = world.does(&dossier, apology).await;
        // The new date is Friday the 27th; the first was Monday the 23rd, told once already.
        assert_eq!(world.raise_at(&apologised, AlertKind::DueSoon).await, Some(at("2026-11-26T07:30")));
        assert_eq!(world.raise_at(&apologised, AlertKind::Overdue).await, Some(at("2026-11-23T17:30:01")));
    })
    .await;
}

#[tokio::test]
async fn a_supplement_may_be_closed_from_the_opening_of_the_day_after_the_fifteenth() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.in_examination().await;
        world.it_is("2026-11-04T10:00");
        let waiting = world.does(&dossier, supplement_request()).await;
        assert_eq!(world.raise_at(&waiting, AlertKind::SupplementClosable).await, Some(at("2026-11-20T07:30")));
        world.it_is("2026-11-20T07:30");
        world.worker().await;
        let office = world.dossiers.organisation().office_by_code("H49.101").unwrap().id;
        let found = world.found_by(Role::CounterOfficer, Scope::Office(office)).await;
        assert_eq!(found.iter().map(|line| line.kind).collect::<Vec<_>>(), [AlertKind::SupplementClosable]);
        let answer = Supplement { papers: Vec::new(), note: "Đã ký".to_owned() };
        let back = world.does(&world.read(&waiting).await, Command::Supplement(answer)).await;
        assert!(world.found_by(Role::CounterOfficer, Scope::Office(office)).await.is_empty());
        assert_eq!(world.planned(&back).await, world.made_afresh(&back).await);
    })
    .await;
}

#[tokio::test]
async fn an_alert_goes_with_the_dossier_to_whoever_must_act() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.in_examination().await;
        world.it_is("2026-11-23T18:00");
        world.worker().await;
        let unit = dossier.holder.unwrap().unit.unwrap();
        assert_eq!(world.found_by(Role::Specialist, Scope::Unit(unit)).await.len(), 2);
        assert_eq!(world.found_by(Role::HeadOfUnit, Scope::Unit(unit)).await.len(), 2, "who leads sees all of it");
        assert!(world.found_by(Role::Clerk, Scope::Province).await.is_empty());
        let next = world.does(&world.read(&dossier).await, complete()).await;
        let found = world.found_by(Role::Specialist, Scope::Unit(unit)).await;
        let kinds: Vec<_> = found.iter().map(|line| line.kind).collect();
        assert_eq!(kinds, [AlertKind::Overdue], "the step that was slow is over");
        assert_eq!(found[0].step_name, {
            let definition = world.dossiers.workflows().get(next.workflow).await.unwrap();
            definition.step(4).unwrap().name.clone()
        });
    })
    .await;
}

#[tokio::test]
async fn a_form_drawn_before_an_alert_still_counts() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let seen = world.accepted().await;
        world.it_is("2026-11-02T14:00");
        world.worker().await;
        assert_eq!(world.read(&seen).await.version, seen.version + 1);
        let after = world.does(&seen, complete()).await;
        assert_eq!(after.version, seen.version + 2);
        // Somebody else's step is another matter.
        assert!(matches!(world.tries(&seen, complete()).await, Err(dossier::Error::Stale { .. })));
    })
    .await;
}

#[tokio::test]
async fn the_lead_is_a_setting_and_a_new_one_reaches_dossiers_that_run() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted().await;
    let leads = Leads { alert: "4wh".parse::<Lead>().unwrap(), ..Leads::default() };
    let other = World { dossiers: world.dossiers.clone().with_leads(leads), ..world.clone() };
    other.worker().await;
    assert_eq!(other.raise_at(&dossier, AlertKind::DueSoon).await, Some(at("2026-11-23T13:30")));
}

#[tokio::test]
async fn what_is_settled_in_one_visit_leaves_no_plan() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.file(COPY_OF_EXTRACT, Channel::Counter, vec![Command::Accept(Accept::default())]).await;
    let kinds: Vec<_> = world.planned(&dossier).await.into_iter().map(|plan| plan.kind).collect();
    assert!(!kinds.contains(&AlertKind::DueSoon), "a limit shorter than the lead is due soon all its life");
    let withdrawn = world.does(&dossier, Command::Withdraw(Reason { reason: String::new() })).await;
    assert_eq!(world.planned(&withdrawn).await, []);
}
