//! A dossier follows the process in force on the day it is filed, and keeps it when another comes.

use access::permit::Holder;
use base::{AccountId, Actor, AgencyId, Grant, Role, Scope, UnitId};
use catalogue::ProcedureVersion;
use dossier::{Channel, Dossier, Request};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use testkit::each_engine;
use workflow::version::{publish, save_draft};
use workflow::{Directory, Followers as _, Process, Staffing, Template, Workflows, from_template};

use crate::world::{BUILDING_PERMIT, World, at};

/// Everybody is there.
struct Full;

impl Directory for Full {
    fn unit_of_kind(&self, _: AgencyId, _: &str) -> Option<UnitId> {
        Some(UnitId::new(at("2026-11-02T08:00")))
    }

    fn agency_by_code(&self, _: &str) -> Option<AgencyId> {
        Some(AgencyId::new(at("2026-11-02T08:00")))
    }
}

impl Staffing for Full {
    fn is_held(&self, _: Role, _: Option<AgencyId>) -> bool {
        true
    }

    fn knows_unit_kind(&self, _: &str) -> bool {
        true
    }
}

fn somebody(name: &str) -> Actor {
    Actor { account: AccountId::new(at("2026-11-02T08:00")), name: name.to_owned(), ..Actor::system() }
}

impl World {
    /// Publishes a process for a procedure from a day on.
    pub(crate) async fn publishes(&self, procedure: &str, process: Process, from: Date) {
        let (version, now) = (self.version(procedure).await, self.now());
        let write = move |tx: &mut db::Tx<'_>| {
            save_draft(tx, &version, &process, 0, (&somebody("Hà"), now))?;
            publish(tx, &version, (1, from), &Full, (&somebody("Minh"), now))
        };
        self.db.write(write).await.unwrap();
    }

    async fn steps(&self, dossier: &Dossier) -> usize {
        // As after a restart: nothing is remembered.
        Workflows::new(self.db.clone()).get(dossier.workflow).await.unwrap().steps.len()
    }
}

fn five_steps(version: &ProcedureVersion) -> Process {
    let limit = workflow::version::limit_minutes(version).unwrap();
    from_template(Template::FiveAtPlace, "UBND cấp xã", limit)
}

#[tokio::test]
async fn a_dossier_follows_the_process_in_force_on_the_day_of_filing() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let process = five_steps(&world.version(BUILDING_PERMIT).await);
        world.publishes(BUILDING_PERMIT, process, date(2026, 11, 9)).await;
        let before = world.accepted().await;
        world.it_is("2026-11-09T08:00");
        let after = world.accepted().await;
        assert_eq!((world.steps(&before).await, world.steps(&after).await), (8, 5));
        // The page of the process says how many follow each.
        let (dossiers, ids) = (world.dossiers.clone(), [before.workflow, after.workflow]);
        let count = move |tx: &mut db::Tx<'_>| Ok::<_, db::Error>(ids.map(|id| dossiers.open(tx, id).unwrap()));
        assert_eq!(world.db.read(count).await.unwrap(), [1, 1]);
        // The one filed before stays with its own, whatever is done to it.
        let moved = world.does(&before, dossier::Command::CompleteStep(dossier::command::Note::default())).await;
        assert_eq!(moved.workflow, before.workflow);
        let holder: Option<Holder> = world.read(&after).await.holder;
        assert_eq!(holder.map(|holder| holder.role), Some(Role::CounterOfficer));
    })
    .await;
}

fn citizen(now: Timestamp) -> Actor {
    let grant = Grant { role: Role::Citizen, scope: Scope::Own, valid_from: now, valid_to: None };
    Actor { kind: base::ActorKind::Citizen, grants: vec![grant], ..somebody("Lý Văn Phúc") }
}

#[tokio::test]
async fn a_draft_follows_the_process_of_the_day_it_is_filed_not_opened() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let process = five_steps(&world.version(BUILDING_PERMIT).await);
        world.publishes(BUILDING_PERMIT, process, date(2026, 11, 9)).await;
        let person = citizen(world.now());
        let mut filing = world.filing(BUILDING_PERMIT, Channel::Online).await;
        filing.account = Some(person.account);
        let draft = world.dossiers.open_draft(&person, filing.clone(), Request::at(world.now())).await.unwrap();
        assert_eq!(world.steps(&draft).await, 8);
        world.it_is("2026-11-09T08:00");
        let request = Request::at(world.now());
        let saved = world.dossiers.save_draft(&person, draft.id, draft.version, filing, request.clone()).await.unwrap();
        assert_eq!(world.steps(&saved).await, 5);
        world.it_is("2026-11-10T08:00");
        let filed = world.dossiers.submit_draft(&person, saved.id, saved.version, request).await.unwrap();
        assert_eq!(world.steps(&filed).await, 5);
    })
    .await;
}

#[tokio::test]
async fn a_draft_opened_before_a_version_and_not_saved_since_follows_it_when_filed() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let process = five_steps(&world.version(BUILDING_PERMIT).await);
        world.publishes(BUILDING_PERMIT, process, date(2026, 11, 9)).await;
        let person = citizen(world.now());
        let mut filing = world.filing(BUILDING_PERMIT, Channel::Online).await;
        filing.account = Some(person.account);
        let draft = world.dossiers.open_draft(&person, filing, Request::at(world.now())).await.unwrap();
        world.it_is("2026-11-09T08:00");
        let request = Request::at(world.now());
        let filed = world.dossiers.submit_draft(&person, draft.id, draft.version, request).await.unwrap();
        assert_eq!(world.steps(&filed).await, 5);
        assert_eq!(world.steps(&world.read(&filed).await).await, 5);
    })
    .await;
}
