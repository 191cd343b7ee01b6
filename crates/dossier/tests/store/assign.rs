//! Who works a step: taken by one officer only, however many ask at once.

use std::collections::BTreeSet;

use base::{AccountId, Actor, ActorKind, Grant, Role, Scope, StaffId};
use dossier::command::{Annotate, Assign, Note};
use dossier::{Command, Dossier, Error, Event, Request, Tray, Wanted, Which, Whose};
use jiff::Timestamp;
use testkit::each_engine;

use crate::world::World;

/// An officer with one role at the unit that holds a dossier.
fn officer_of(dossier: &Dossier, role: Role) -> Actor {
    let (holder, now) = (dossier.holder.unwrap(), Timestamp::UNIX_EPOCH);
    let unit = holder.unit.unwrap();
    let staff = StaffId::new(now);
    Actor {
        account: AccountId::new(now),
        kind: ActorKind::Staff { staff, agency: holder.agency, unit, office: None },
        name: format!("Cán bộ {staff}"),
        grants: vec![Grant { role, scope: Scope::Unit(unit), valid_from: now, valid_to: None }],
    }
}

fn staff(actor: &Actor) -> StaffId {
    let staff = match actor.kind {
        ActorKind::Staff { staff, .. } => Some(staff),
        ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
    };
    staff.unwrap()
}

fn assign(officer: Option<StaffId>) -> Command {
    Command::Assign(Assign { officer, note: String::new() })
}

async fn does(world: &World, actor: &Actor, dossier: &Dossier, command: Command) -> Result<Dossier, Error> {
    let seen = world.read(dossier).await.version;
    world.dossiers.execute_all(actor, Which::Id(dossier.id), seen, vec![command], Request::at(world.now())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn fifty_officers_who_press_at_once_never_get_the_same_dossier() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let mut waiting = Vec::new();
        for _ in 0..8 {
            waiting.push(world.in_examination().await);
        }
        let presses = (0..50).map(|_| {
            let (world, officer) = (world.clone(), officer_of(&waiting[0], Role::Specialist));
            tokio::spawn(async move {
                let taken = world.dossiers.take_next(&officer, Tray::Work, Request::at(world.now())).await.unwrap();
                taken.map(|dossier| (dossier.id, staff(&officer)))
            })
        });
        let mut taken = Vec::new();
        for press in presses.collect::<Vec<_>>() {
            taken.extend(press.await.unwrap());
        }
        let dossiers: BTreeSet<_> = taken.iter().map(|(dossier, _)| *dossier).collect();
        assert_eq!(dossiers, waiting.iter().map(|dossier| dossier.id).collect(), "each is taken");
        assert_eq!(taken.len(), waiting.len(), "and each by one officer only");
        for (id, officer) in taken {
            let dossier = waiting.iter().find(|dossier| dossier.id == id).unwrap();
            assert_eq!(world.read(dossier).await.assignee(), Some(officer));
            let log = world.dossiers.history(id).await.unwrap();
            let assigned = log.iter().filter(|line| matches!(line.event, Event::Assigned { .. })).count();
            assert_eq!(assigned, 1, "the log says so once");
        }
    })
    .await;
}

#[tokio::test]
async fn the_most_urgent_comes_first_and_a_second_press_gives_the_same() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let urgent = world.in_examination().await;
        world.it_is("2026-11-03T08:00");
        let later = world.in_examination().await;
        let officer = officer_of(&urgent, Role::Specialist);
        for key in ["một", "một", "hai", "ba"] {
            let request = Request::at(world.now()).keyed(key);
            let taken = world.dossiers.take_next(&officer, Tray::Work, request).await.unwrap();
            let expected = match key {
                "một" => Some(urgent.id),
                "hai" => Some(later.id),
                _ => None,
            };
            assert_eq!(taken.map(|dossier| dossier.id), expected, "{key}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_head_takes_the_own_steps_and_not_what_others_work() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.in_examination().await;
        let head = officer_of(&dossier, Role::HeadOfUnit);
        let take = || world.dossiers.take_next(&head, Tray::Work, Request::at(world.now()));
        assert!(take().await.unwrap().is_none(), "a specialist's step");
        let next = world.does(&world.accepted().await, Command::CompleteStep(Note::default())).await;
        assert_eq!(take().await.unwrap().map(|taken| taken.id), Some(next.id), "the head's own");
    })
    .await;
}

#[tokio::test]
async fn only_the_assignee_works_the_step_until_the_head_gives_it_to_another() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.in_examination().await;
        let [first, second] = [(), ()].map(|()| officer_of(&dossier, Role::Specialist));
        does(&world, &first, &dossier, assign(Some(staff(&first)))).await.unwrap();
        let complete = || Command::CompleteStep(Note::default());
        let refused = does(&world, &second, &dossier, complete()).await.unwrap_err();
        assert!(matches!(refused, Error::Denied(access::Denied::Assigned { .. })), "{refused}");
        let refused = does(&world, &second, &dossier, assign(Some(staff(&second)))).await.unwrap_err();
        assert!(refused.to_string().contains("assigned to another officer"), "{refused}");
        // A note is not work on the step.
        does(&world, &second, &dossier, Command::Annotate(Annotate { note: "Đã xem".to_owned() })).await.unwrap();
        // Nobody is named who does not hold the role there.
        let head = officer_of(&dossier, Role::HeadOfUnit);
        let refused = does(&world, &head, &dossier, assign(Some(staff(&second)))).await.unwrap_err();
        assert!(refused.to_string().contains("cannot work"), "{refused}");
        does(&world, &head, &dossier, assign(None)).await.unwrap();
        does(&world, &second, &dossier, assign(Some(staff(&second)))).await.unwrap();
        let next = does(&world, &second, &dossier, complete()).await.unwrap();
        // The next step lies with the same people: who examined it also drafts.
        assert_eq!(next.assignee(), Some(staff(&second)));
    })
    .await;
}

#[tokio::test]
async fn lists_tell_mine_from_nobodys_and_a_head_sees_the_unit() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let mine = world.in_examination().await;
        world.it_is("2026-11-03T08:00");
        let free = world.in_examination().await;
        let officer = officer_of(&mine, Role::Specialist);
        does(&world, &officer, &mine, assign(Some(staff(&officer)))).await.unwrap();
        let head = officer_of(&mine, Role::HeadOfUnit);
        let (all, one, two) = (vec![mine.id, free.id], vec![mine.id], vec![free.id]);
        for (actor, whose, expected) in [
            (&officer, Whose::Own, &all),
            (&officer, Whose::Of(staff(&officer)), &one),
            (&officer, Whose::Nobodys, &two),
            (&head, Whose::Own, &Vec::new()),
            (&head, Whose::Led, &all),
            (&head, Whose::Nobodys, &two),
            (&head, Whose::Of(staff(&officer)), &one),
        ] {
            let wanted = Wanted { whose, ..Wanted::all(Tray::Work) };
            let lines = world.dossiers.wanted(actor, wanted, None, 10).await.unwrap();
            assert_eq!(&lines.iter().map(|line| line.id).collect::<Vec<_>>(), expected, "{whose:?}");
            let counts = world.dossiers.count_all(actor, vec![wanted]).await.unwrap();
            assert_eq!(counts, [i64::try_from(expected.len()).unwrap()], "{whose:?}");
        }
        // The officer has no account here, so has moved as far as the head is concerned.
        let left = world.dossiers.left_behind(&head, world.now()).await.unwrap();
        assert_eq!(left.iter().map(|left| (left.officer, left.count)).collect::<Vec<_>>(), [(staff(&officer), 1)]);
    })
    .await;
}
