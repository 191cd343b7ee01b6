//! Opinions outside the process: who finds them, who gives them, and what silence means.

use base::{AccountId, Actor, ActorKind, AgencyId, Grant, Role, Scope, StaffId, UnitId};
use dossier::command::{AskOpinion, Deliver, GiveOpinion, Note, ProposeResult, Reason, Seal};
use dossier::{
    AlertKind, Command, CommandName, Dossier, Error, OpinionEnd, OpinionPlace, Outcome, RefusalReason, Request, Which,
    may,
};
use jiff::Timestamp;
use testkit::each_engine;

use crate::world::{World, at};

const NEIGHBOUR: &str = "H49.102";

/// An officer with one role over one place.
fn officer(role: Role, scope: Scope, agency: AgencyId) -> Actor {
    let now = Timestamp::UNIX_EPOCH;
    Actor {
        account: AccountId::new(now),
        kind: ActorKind::Staff { staff: StaffId::new(now), agency, unit: UnitId::new(now), office: None },
        name: "Hà Minh Châu".to_owned(),
        grants: vec![Grant { role, scope, valid_from: now, valid_to: None }],
    }
}

fn ask(agency: AgencyId, unit: Option<UnitId>, days: Option<u16>) -> Command {
    Command::AskOpinion(AskOpinion { agency, unit, question: "Có vướng quy hoạch không?".to_owned(), days })
}

fn give(no: u16, agrees: bool, text: &str) -> Command {
    Command::GiveOpinion(GiveOpinion { no, agrees, text: text.to_owned() })
}

fn reason_of(refused: Result<Dossier, Error>) -> RefusalReason {
    let refusal = match refused {
        Err(Error::Refused(refusal)) => Some(refusal.reason),
        Ok(_) | Err(_) => None,
    };
    refusal.unwrap()
}

impl World {
    /// The neighbouring commune and its unit for the economy.
    fn neighbour(&self) -> (AgencyId, UnitId) {
        let (organisation, day) = (self.dossiers.organisation(), calendar::local(self.now()).date());
        let agency = organisation.agency_by_code(NEIGHBOUR).unwrap().id;
        (agency, organisation.unit_of_kind(agency, organisation::UnitKind::Economy, day).unwrap().id)
    }

    async fn does_as(&self, actor: &Actor, dossier: &Dossier, command: Command) -> Result<Dossier, Error> {
        let seen = self.read(dossier).await.version;
        let request = Request::at(self.now());
        self.dossiers.execute_all(actor, Which::Id(dossier.id), seen, vec![command], request).await
    }

    async fn asked_of(&self, actor: &Actor) -> Vec<(base::DossierId, i64)> {
        let lines = self.dossiers.opinions(actor, OpinionPlace::start(), 20).await.unwrap();
        assert_eq!(i64::try_from(lines.len()).unwrap(), self.dossiers.counts(actor).await.unwrap().opinions);
        lines.iter().map(|line| (line.id, line.no)).collect()
    }
}

#[tokio::test]
async fn whoever_is_asked_finds_reads_and_answers_and_nothing_else_moves() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (agency, unit) = world.neighbour();
        let dossier = world.in_examination().await;
        let expert = officer(Role::Specialist, Scope::Unit(unit), agency);
        let read = || world.dossiers.read(&expert, Which::Id(dossier.id));
        assert!(matches!(read().await, Err(Error::NotFound)), "not asked, not there");

        let asked = world.does(&dossier, ask(agency, Some(unit), None)).await;
        assert_eq!((&asked.state, asked.holder, asked.clock()), (&dossier.state, dossier.holder, dossier.clock()));
        // Five working days after Monday the 2nd.
        assert_eq!(asked.opinion(1).unwrap().due_at, at("2026-11-09T17:30"));
        assert_eq!(world.asked_of(&expert).await, [(dossier.id, 1)]);
        let leader = officer(Role::Leader, Scope::Agency(agency), agency);
        assert_eq!(world.asked_of(&leader).await, [(dossier.id, 1)]);
        let counter = officer(Role::CounterOfficer, Scope::Agency(agency), agency);
        assert!(world.asked_of(&counter).await.is_empty());
        assert_eq!(read().await.unwrap(), asked);
        for command in [CommandName::CompleteStep, CommandName::Annotate, CommandName::AskOpinion, CommandName::Pause] {
            assert!(may(&expert, &asked, command).is_err(), "{command:?}");
        }
        // The step may go on before the answer.
        let drafting = world.does(&asked, Command::CompleteStep(Note::default())).await;
        assert_eq!(drafting.open_opinions().count(), 1);

        let answered = world.does_as(&expert, &drafting, give(1, false, "Vướng lộ giới 12 m")).await.unwrap();
        let end = answered.opinion(1).unwrap().end.clone();
        assert!(
            matches!(end, Some(OpinionEnd::Answer { agrees: false, ref text, .. }) if text == "Vướng lộ giới 12 m")
        );
        assert_eq!((&answered.state, answered.holder), (&drafting.state, drafting.holder));
        assert!(world.asked_of(&expert).await.is_empty());
        assert!(matches!(read().await, Err(Error::NotFound)), "answered, so no longer theirs to read");
        assert_eq!(world.made_afresh(&answered).await, world.planned(&answered).await);
        assert_eq!(reason_of(world.tries(&answered, give(1, true, "Đồng ý")).await), RefusalReason::OpinionEnded);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_with_its_reason() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (agency, unit) = world.neighbour();
        let dossier = world.in_examination().await;
        let own = dossier.holder.unwrap();
        let strange = AgencyId::new(Timestamp::UNIX_EPOCH);
        for (command, expected) in [
            (ask(own.agency, own.unit, None), RefusalReason::AskedOneself),
            (ask(strange, None, None), RefusalReason::NoSuchPlace),
            (ask(own.agency, Some(unit), None), RefusalReason::NoSuchPlace),
            (ask(agency, Some(unit), Some(0)), RefusalReason::OpinionDays),
            (ask(agency, Some(unit), Some(31)), RefusalReason::OpinionDays),
            (give(1, true, "Đồng ý"), RefusalReason::NoSuchOpinion),
        ] {
            assert_eq!(reason_of(world.tries(&dossier, command).await), expected);
        }
        assert_eq!(world.read(&dossier).await, dossier, "a refusal changes nothing");

        let asked = world.does(&dossier, ask(agency, Some(unit), Some(1))).await;
        let again = world.tries(&asked, ask(agency, Some(unit), None)).await;
        assert_eq!(reason_of(again), RefusalReason::AlreadyAsked);
        // Several at once, each answered by whoever was asked only.
        let both = world.does(&asked, ask(agency, None, None)).await;
        let expert = officer(Role::Specialist, Scope::Unit(unit), agency);
        let others = world.does_as(&expert, &both, give(2, true, "Đồng ý")).await;
        assert_eq!(reason_of(others), RefusalReason::NotAsked);
        let wordless = world.does_as(&expert, &both, give(1, true, "  ")).await;
        assert!(matches!(reason_of(wordless), RefusalReason::Text { field: "text", .. }));
        // Only who works the step asks.
        let stranger = officer(Role::Specialist, Scope::Agency(own.agency), own.agency);
        let counter = officer(Role::CounterOfficer, Scope::Agency(own.agency), own.agency);
        assert!(may(&stranger, &both, CommandName::AskOpinion).is_ok());
        assert!(may(&counter, &both, CommandName::AskOpinion).is_err());
    })
    .await;
}

#[tokio::test]
async fn silence_is_agreement_after_an_alert_to_whoever_was_asked() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (agency, unit) = world.neighbour();
        let dossier = world.does(&world.in_examination().await, ask(agency, Some(unit), Some(3))).await;
        assert_eq!(world.made_afresh(&dossier).await, world.planned(&dossier).await);
        // Due on Thursday the 5th at 17:30, told the working day before.
        assert_eq!(world.raise_at(&dossier, AlertKind::OpinionDue).await, Some(at("2026-11-04T07:30")));
        world.it_is("2026-11-04T08:00");
        world.worker().await;
        let found = world.found_by(Role::Specialist, Scope::Unit(unit)).await;
        assert_eq!(found.iter().map(|line| line.kind).collect::<Vec<_>>(), [AlertKind::OpinionDue]);
        world.it_is("2026-11-05T17:30");
        world.worker().await;
        assert_eq!(world.read(&dossier).await.open_opinions().count(), 1, "the last moment is in time");
        world.it_is("2026-11-06T08:00");
        world.worker().await;
        let after = world.read(&dossier).await;
        assert!(matches!(after.opinion(1).unwrap().end, Some(OpinionEnd::Silence { .. })));
        assert!(world.found_by(Role::Specialist, Scope::Unit(unit)).await.is_empty(), "the alert is settled");
        let told = world.told(&after).await;
        assert!(told.iter().all(|(kind, ..)| *kind != AlertKind::OpinionSilent), "{told:?}");
        world.worker().await;
        assert_eq!(world.read(&dossier).await.version, after.version, "once and no more");
    })
    .await;
}

#[tokio::test]
async fn nobody_waits_for_an_opinion_on_a_dossier_that_is_finished() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (agency, unit) = world.neighbour();
        let expert = officer(Role::Specialist, Scope::Unit(unit), agency);
        let withdrawn = world.does(&world.in_examination().await, ask(agency, Some(unit), None)).await;
        let resolved = world.does(&world.in_examination().await, ask(agency, Some(unit), None)).await;
        assert_eq!(world.asked_of(&expert).await.len(), 2);
        let withdrawn = world.does(&withdrawn, Command::Withdraw(Reason { reason: "Đổi ý".to_owned() })).await;
        let mut resolved = resolved;
        let proposal = ProposeResult {
            outcome: Outcome::Granted,
            title: "Giấy phép".to_owned(),
            summary: String::new(),
            files: Vec::new(),
        };
        for command in [
            Command::CompleteStep(Note::default()),
            Command::ProposeResult(proposal),
            Command::CompleteStep(Note::default()),
            Command::Approve(Note::default()),
            Command::Seal(Seal::default()),
            Command::Deliver(Deliver::default()),
        ] {
            resolved = world.does(&resolved, command).await;
        }
        for dossier in [withdrawn, resolved] {
            assert!(matches!(dossier.opinion(1).unwrap().end, Some(OpinionEnd::Closing { .. })));
            assert!(world.planned(&dossier).await.is_empty());
        }
        assert!(world.asked_of(&expert).await.is_empty());
    })
    .await;
}
