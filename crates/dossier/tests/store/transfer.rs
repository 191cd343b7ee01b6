//! Transfer to the agency that is competent: what follows the dossier, what stays with the person.

use base::{Actor, AgencyId, Grant, Role, Scope};
use dossier::command::{Note, ProposeResult, Transfer};
use dossier::{AlertKind, Command, CommandName, Dossier, Error, Event, Outcome, RefusalReason, Tray, Wanted, may};
use jiff::Timestamp;
use testkit::each_engine;

use crate::world::World;

fn grant(role: Role, scope: Scope) -> Actor {
    let grant = Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None };
    let (staff, unit) = (base::StaffId::new(grant.valid_from), base::UnitId::new(grant.valid_from));
    let kind = base::ActorKind::Staff { staff, agency: AgencyId::new(grant.valid_from), unit, office: None };
    Actor { kind, grants: vec![grant], ..Actor::system() }
}

fn to(agency: AgencyId, reason: &str) -> Command {
    Command::Transfer(Transfer { agency, reason: reason.to_owned() })
}

fn reason_of(refused: Result<Dossier, Error>) -> RefusalReason {
    let refusal = match refused {
        Err(Error::Refused(refusal)) => Some(refusal.reason),
        Ok(_) | Err(_) => None,
    };
    refusal.unwrap()
}

impl World {
    fn agency_called(&self, code: &str) -> AgencyId {
        self.dossiers.organisation().agency_by_code(code).unwrap().id
    }

    async fn work_of(&self, agency: AgencyId, role: Role) -> usize {
        let officer = grant(role, Scope::Agency(agency));
        self.dossiers.wanted(&officer, Wanted::all(Tray::Work), None, 20).await.unwrap().len()
    }
}

#[tokio::test]
async fn the_competent_agency_works_it_from_its_first_step_and_the_date_stays() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (old, new) = (world.agency_called("H49.101"), world.agency_called("H49.102"));
        let dossier = world.in_examination().await;
        let proposal = ProposeResult {
            outcome: Outcome::Granted,
            title: "Giấy phép".to_owned(),
            summary: String::new(),
            files: Vec::new(),
        };
        let drafting = world.does(&dossier, Command::CompleteStep(Note::default())).await;
        let drafted = world.does(&drafting, Command::ProposeResult(proposal)).await;
        // The step was told of before: the alert goes with the dossier.
        world.it_is("2026-11-30T08:00");
        world.worker().await;
        let drafted = world.read(&drafted).await;
        let moved = world.does(&drafted, to(new, "Thửa đất thuộc phường Bãi Cháy")).await;

        assert_eq!((moved.competent_agency, moved.state.step()), (new, Some(2)));
        assert_eq!(moved.holder.unwrap().agency, new);
        assert_eq!(moved.receiving_office, dossier.receiving_office, "taken in and handed over where the person came");
        assert_eq!(moved.clock(), drafted.clock(), "the person keeps the date");
        assert!(moved.content.result.is_none(), "the draft was the other agency's");
        assert_eq!(world.read(&moved).await, moved);
        assert_eq!(world.made_afresh(&moved).await, world.planned(&moved).await);
        assert_eq!(world.work_of(new, Role::HeadOfUnit).await, 1);
        assert_eq!(world.work_of(old, Role::HeadOfUnit).await, 0);
        let specialist = grant(Role::Specialist, Scope::Agency(old));
        assert!(!moved.may_be_read_by(&specialist), "the old agency has nothing to do with it any more");
        let log = world.dossiers.history(moved.id).await.unwrap();
        let line = log.iter().find(|line| matches!(line.event, Event::Transferred { .. })).unwrap();
        assert!(matches!(line.event, Event::Transferred { from, to, next: 2, .. } if (from, to) == (old, new)));
        let next = world.does(&moved, Command::CompleteStep(Note::default())).await;
        assert_eq!(next.holder.unwrap().agency, new);
    })
    .await;
}

#[tokio::test]
async fn at_the_counter_nothing_but_the_agency_changes() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let new = world.agency_called("H49.102");
        let dossier = world.accepted().await;
        let moved = world.does(&dossier, to(new, "Nhầm phường")).await;
        assert_eq!((&moved.state, moved.holder), (&dossier.state, dossier.holder));
        assert_eq!((moved.competent_agency, moved.clock()), (new, dossier.clock()));
        let passed = world.does(&moved, Command::CompleteStep(Note::default())).await;
        assert_eq!(passed.holder.unwrap().agency, new);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_that_makes_no_sense_is_refused_and_changes_nothing() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (old, new, tax) =
            (world.agency_called("H49.101"), world.agency_called("H49.102"), world.agency_called("H49.52"));
        let dossier = world.in_examination().await;
        for (command, expected) in
            [(to(old, "Nhầm"), RefusalReason::SameAgency), (to(tax, "Nhầm"), RefusalReason::NotCompetent)]
        {
            assert_eq!(reason_of(world.tries(&dossier, command).await), expected);
        }
        let wordless = world.tries(&dossier, to(new, " ")).await;
        assert!(matches!(reason_of(wordless), RefusalReason::Text { field: "reason", .. }));
        assert_eq!(world.read(&dossier).await, dossier);
        let counter = grant(Role::CounterOfficer, Scope::Office(dossier.receiving_office));
        let leader = grant(Role::Leader, Scope::Agency(old));
        assert!(may(&counter, &dossier, CommandName::Transfer).is_ok());
        assert!(may(&leader, &dossier, CommandName::Transfer).is_err());
        let filed = world.file(crate::world::BUILDING_PERMIT, dossier::Channel::Counter, Vec::new()).await;
        assert_eq!(reason_of(world.tries(&filed, to(new, "Nhầm")).await), RefusalReason::WrongState);
        assert!(world.raise_at(&dossier, AlertKind::DueSoon).await.is_some());
    })
    .await;
}
