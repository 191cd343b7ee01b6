//! Legs side by side in a store: each in the list of its own performer, each with its own alerts, and a
//! command says which it is for.

use base::{Actor, AgencyId, Grant, Role, Scope};
use calendar::PauseReason;
use dossier::command::{Note, Pause};
use dossier::{
    AlertKind, Channel, Command, CommandName, Dossier, Error, Place, RefusalReason, Request, Tray, Which, may,
};
use jiff::Timestamp;
use jiff::civil::date;
use testkit::each_engine;

use crate::world::World;

const BUNDLE: &str = "2.000986";
const POLICE: &str = "H49.53";
const INSURANCE: &str = "H49.52";

fn finish() -> Command {
    Command::CompleteStep(Note::default())
}

fn specialist(agency: AgencyId) -> Actor {
    let grant = Grant {
        role: Role::Specialist,
        scope: Scope::Agency(agency),
        valid_from: Timestamp::UNIX_EPOCH,
        valid_to: None,
    };
    let staff = base::StaffId::new(Timestamp::UNIX_EPOCH);
    let kind = base::ActorKind::Staff { staff, agency, unit: base::UnitId::new(Timestamp::UNIX_EPOCH), office: None };
    Actor { grants: vec![grant], kind, ..Actor::system() }
}

impl World {
    fn agency(&self, code: &str) -> AgencyId {
        self.dossiers.organisation().agency_by_code(code).unwrap().id
    }

    /// Publishes an example of `data/workflows`.
    pub(crate) async fn publishes_example(&self, code: &str) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/workflows");
        let text = std::fs::read_to_string(folder.join(format!("{code}.yaml"))).unwrap();
        let process = workflow::read_yaml(&text).unwrap().remove(0).process;
        self.publishes(code, process, date(2026, 11, 2)).await;
    }

    /// A birth bundle whose two legs are open: residence (6) and health card (7).
    async fn bundle(&self) -> Dossier {
        self.publishes_example(BUNDLE).await;
        let mut filing = self.filing(BUNDLE, Channel::Counter).await;
        filing.declared =
            vec![dossier::Answer { key: "home.of_other".to_owned(), label: String::new(), value: "không".to_owned() }];
        let accept = vec![Command::Accept(dossier::command::Accept::default())];
        let filed = self.dossiers.file(&Actor::system(), filing, accept, Request::at(self.now())).await.unwrap();
        let confirmed = self.does(&filed, finish()).await;
        self.does(&confirmed, finish()).await
    }

    async fn does_on(&self, dossier: &Dossier, step: u16, command: Command, by: &Actor) -> Result<Dossier, Error> {
        let request = Request::at(self.now()).for_step(Some(step));
        self.dossiers.execute_all(by, Which::Id(dossier.id), dossier.version, vec![command], request).await
    }

    async fn inbox(&self, agency: AgencyId, tray: Tray) -> Vec<String> {
        let officer = specialist(agency);
        let lines = self.dossiers.tray(&officer, tray, Place::start(), 50).await.unwrap();
        let counts = self.dossiers.counts(&officer).await.unwrap();
        if tray == Tray::Work {
            assert_eq!(usize::try_from(counts.work).unwrap(), lines.len(), "the count beside the list");
        }
        lines.into_iter().map(|line| line.step_name).collect()
    }
}

#[tokio::test]
async fn each_performer_finds_the_own_leg_and_finishes_it_alone() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.bundle().await;
        let (police, insurance) = (world.agency(POLICE), world.agency(INSURANCE));
        assert_eq!(world.inbox(police, Tray::Work).await, ["Đăng ký thường trú"]);
        assert_eq!(world.inbox(insurance, Tray::Work).await, ["Cấp mã và thẻ bảo hiểm y tế"]);
        // Both may read it, and each may finish only the own step.
        for agency in [police, insurance] {
            assert!(world.dossiers.read(&specialist(agency), Which::Id(dossier.id)).await.is_ok());
        }
        let seen = dossier.seen_as(7).unwrap();
        assert!(may(&specialist(insurance), &seen, CommandName::CompleteStep).is_ok());
        assert!(may(&specialist(police), &seen, CommandName::CompleteStep).is_err());

        // Nobody guesses which is meant.
        let Err(Error::Refused(refusal)) = world.tries(&dossier, finish()).await else { panic!("refused") };
        assert_eq!(refusal.reason, RefusalReason::WhichStep);
        let Err(Error::Refused(refusal)) = world.does_on(&dossier, 2, finish(), &Actor::system()).await else {
            panic!("refused")
        };
        assert_eq!(refusal.reason, RefusalReason::StepNotOpen(2));

        let half = world.does_on(&dossier, 7, finish(), &specialist(insurance)).await.unwrap();
        assert!(world.inbox(insurance, Tray::Work).await.is_empty());
        assert_eq!(world.inbox(police, Tray::Work).await, ["Đăng ký thường trú"]);
        // Whoever still looks at the dossier of before is told what happened, as ever.
        let late = world.does_on(&dossier, 6, finish(), &specialist(police)).await.unwrap_err();
        assert!(matches!(late, Error::Stale { .. }));
        let whole = world.does_on(&half, 6, finish(), &specialist(police)).await.unwrap();
        assert_eq!(whole.state.step(), Some(8));
        assert!(world.inbox(police, Tray::Work).await.is_empty());
        // What was stored is what was made.
        assert_eq!(world.read(&whole).await, whole);
    })
    .await;
}

#[tokio::test]
async fn a_leg_that_waits_lies_with_what_waits_and_the_other_goes_on() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.bundle().await;
        let police = world.agency(POLICE);
        let pause =
            Pause { reason: PauseReason::Fieldwork, legal_basis: "Luật Cư trú".to_owned(), note: String::new() };
        let paused = world.does_on(&dossier, 6, Command::Pause(pause), &Actor::system()).await.unwrap();
        assert_eq!(world.inbox(police, Tray::Work).await, Vec::<String>::new());
        assert_eq!(world.inbox(police, Tray::Waiting).await, ["Đăng ký thường trú"]);
        assert!(paused.clock().unwrap().due.is_some(), "the other leg works");
        // Only one leg waits, so nobody need say which goes on.
        let resumed = world.does(&paused, Command::Resume(Note::default())).await;
        assert_eq!(world.inbox(police, Tray::Work).await, ["Đăng ký thường trú"]);
        assert_eq!(world.read(&resumed).await, resumed);
        let withdrawn =
            world.does(&resumed, Command::Withdraw(dossier::command::Reason { reason: String::new() })).await;
        assert!(withdrawn.state.is_closed());
        assert!(world.inbox(police, Tray::Work).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn each_leg_is_told_of_when_its_own_share_is_used() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.bundle().await;
        let planned = world.planned(&dossier).await;
        let idle = || planned.iter().filter(|plan| plan.kind == AlertKind::StepIdle);
        assert_eq!(idle().count(), 2, "{planned:?}");
        assert_eq!(world.made_afresh(&dossier).await, planned);
        // Two legs of fourteen hours: Monday eight, so Tuesday afternoon.
        world.it_is("2026-11-04T08:00");
        world.worker().await;
        for code in [POLICE, INSURANCE] {
            let found = world.found_by(Role::Specialist, Scope::Agency(world.agency(code))).await;
            let kinds: Vec<_> = found.iter().filter(|line| line.kind == AlertKind::StepIdle).collect();
            assert_eq!(kinds.len(), 1, "{code}");
        }
        let current = world.read(&dossier).await;
        assert_eq!(world.made_afresh(&current).await, world.planned(&current).await);
    })
    .await;
}

#[tokio::test]
async fn an_opinion_that_does_not_come_in_time_counts_as_agreement_where_the_drawing_says_so() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        world.publishes_example("1.013225").await;
        let dossier = world.in_examination().await;
        let steps =
            |dossier: &Dossier| -> Vec<u16> { dossier.legs().unwrap().open.iter().map(|leg| leg.step).collect() };
        assert_eq!(steps(&dossier), [3, 5]);
        // Three working days for the opinion, five for the inspection.
        world.it_is("2026-11-04T08:00");
        world.worker().await;
        assert_eq!(steps(&world.read(&dossier).await), [3, 5]);
        world.it_is("2026-11-06T08:00");
        world.worker().await;
        let after = world.read(&dossier).await;
        assert_eq!(steps(&after), [3]);
        assert_eq!(world.made_afresh(&after).await, world.planned(&after).await);
        // Once and no more.
        world.worker().await;
        assert_eq!(world.read(&dossier).await.version, after.version);
        let drafting = world.does(&after, finish()).await;
        assert_eq!(drafting.state.step(), Some(6));
    })
    .await;
}

#[tokio::test]
async fn each_leg_is_taken_by_an_officer_of_its_own() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.bundle().await;
        for (agency, step) in [(world.agency(INSURANCE), 7), (world.agency(POLICE), 6)] {
            let (officer, colleague) = (specialist(agency), specialist(agency));
            let request = || Request::at(world.now());
            let taken = world.dossiers.take_next(&officer, Tray::Work, request()).await.unwrap().unwrap();
            let base::ActorKind::Staff { staff, .. } = officer.kind else { panic!("an officer") };
            let seen = taken.seen_as(step).unwrap();
            assert_eq!(seen.assignee(), Some(staff));
            let line = world.dossiers.tray(&colleague, Tray::Work, Place::start(), 9).await.unwrap().remove(0);
            assert_eq!(line.assignee, Some(staff), "the list of the other shows whose it is");
            assert!(may(&officer, &seen, CommandName::CompleteStep).is_ok());
            assert!(may(&colleague, &seen, CommandName::CompleteStep).is_err());
            assert!(world.dossiers.take_next(&colleague, Tray::Work, request()).await.unwrap().is_none());
        }
        let after = world.read(&dossier).await;
        assert_eq!(after.legs().unwrap().open.len(), 2, "nothing moved");
        assert_eq!((after.state.clone(), after.holder), (dossier.state, dossier.holder));
    })
    .await;
}
