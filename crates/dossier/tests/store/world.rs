//! A small province from the shipped data, with dossiers that the system treats and a clock that moves
//! when told.

use std::path::{Path, PathBuf};

use base::{Actor, Grant, PersonalId, Role, Scope, Vnd};
use calendar::{Clock as _, FrozenClock, instant};
use catalogue::{Catalogue, Key, ProcedureVersion};
use db::{Db, Tx};
use dossier::command::{Accept, ConfirmPayment, Deliver, Note, Pause, ProposeResult, RequirePayment, Return, Seal};
use dossier::{
    Alarms, AlertKind, AlertLine, AlertPlace, Channel, Command, Dossier, Dossiers, Error, Event, Filing, Legs, Outcome,
    PaperIn, Parts, Person, PersonKind, Planned, Request, ReturnChannel, State, Which, plan,
};
use jiff::Timestamp;
use jobs::{Job as _, Progress};
use organisation::Organisation;
use timetable::Timetable;
use workflow::{Definition, Performers, StepAction, Workflows};

pub(crate) const BUILDING_PERMIT: &str = "1.013225";
pub(crate) const LAND_TRANSFER: &str = "1.013831";
pub(crate) const COPY_OF_EXTRACT: &str = "2.000635";
const HALONG: &str = "H49.101";

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) db: Db,
    pub(crate) dossiers: Dossiers,
    pub(crate) clock: FrozenClock,
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

/// The shipped organisation.
pub(crate) fn sources() -> organisation::import::Sources {
    organisation::import::Sources::read(&data("demo")).unwrap()
}

pub(crate) fn at(local: &str) -> Timestamp {
    instant(local.parse().unwrap())
}

impl World {
    /// Monday, 2 November 2026, eight in the morning.
    pub(crate) async fn on(db: Db) -> Self {
        let now = at("2026-11-02T08:00");
        let organisation = Organisation::load(db.clone()).await.unwrap();
        organisation.import(organisation::import::parse(&sources()).unwrap(), now).await.unwrap();
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: Timetable::load(db.clone(), now).await.unwrap(),
            catalogue: catalogue(&db, now).await,
            workflows: Workflows::new(db.clone()),
            organisation,
            listeners: Vec::new(),
        });
        Self { db, dossiers, clock: FrozenClock::at(now) }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(crate) fn it_is(&self, local: &str) {
        self.clock.set(at(local));
    }

    pub(crate) async fn file(&self, procedure: &str, channel: Channel, then: Vec<Command>) -> Dossier {
        let filing = self.filing(procedure, channel).await;
        self.dossiers.file(&Actor::system(), filing, then, Request::at(self.now())).await.unwrap()
    }

    /// The procedure version in force under a code.
    pub(crate) async fn version(&self, procedure: &str) -> ProcedureVersion {
        let published = self.dossiers.catalogue().current(self.now()).await.unwrap();
        published.by_key(&Key { code: procedure.parse().unwrap(), variant: 1 }).unwrap().as_ref().clone()
    }

    pub(crate) async fn filing(&self, procedure: &str, channel: Channel) -> Filing {
        let version = self.version(procedure).await;
        let papers = version.facts.papers.iter().filter(|paper| paper.is_always_asked()).map(|paper| PaperIn {
            no: Some(paper.no),
            name: paper.name.clone(),
            form: String::new(),
            quantity: 1,
            files: Vec::new(),
        });
        Filing {
            procedure: version.id,
            office: self.dossiers.organisation().office_by_code(HALONG).unwrap().id,
            competent_agency: None,
            channel,
            account: None,
            owner: owner(),
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers: papers.collect(),
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: None,
        }
    }

    /// A building permit at Hạ Long, accepted now.
    pub(crate) async fn accepted(&self) -> Dossier {
        self.file(BUILDING_PERMIT, Channel::Counter, vec![Command::Accept(Accept::default())]).await
    }

    /// A building permit that a specialist examines (step 3).
    pub(crate) async fn in_examination(&self) -> Dossier {
        let dossier = self.does(&self.accepted().await, Command::CompleteStep(Note::default())).await;
        self.does(&dossier, Command::CompleteStep(Note::default())).await
    }

    pub(crate) async fn tries(&self, dossier: &Dossier, command: Command) -> Result<Dossier, Error> {
        let (which, request) = (Which::Id(dossier.id), Request::at(self.now()));
        self.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await
    }

    pub(crate) async fn does(&self, dossier: &Dossier, command: Command) -> Dossier {
        self.tries(dossier, command).await.unwrap()
    }

    /// Does what is next until the dossier is closed.
    pub(crate) async fn to_the_end(&self, dossier: &Dossier) -> Dossier {
        let definition = self.dossiers.workflows().get(dossier.workflow).await.unwrap();
        let mut dossier = dossier.clone();
        while let Some((command, step)) = next(&dossier, &definition) {
            assert!(dossier.version < 100, "no end: {:?}", dossier.state);
            let (which, request) = (Which::Id(dossier.id), Request::at(self.now()).for_step(step));
            let done =
                self.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await;
            dossier = done.unwrap();
        }
        dossier
    }

    pub(crate) async fn read(&self, dossier: &Dossier) -> Dossier {
        self.dossiers.read(&Actor::system(), Which::Id(dossier.id)).await.unwrap()
    }

    /// Lets a worker of its own do everything it finds.
    pub(crate) async fn worker(&self) {
        let alarms = Alarms::new(self.dossiers.clone());
        while alarms.run(self.now()).await.unwrap() == Progress::More {}
    }

    /// Leaves something in the row of a dossier that is no dossier.
    pub(crate) async fn breaks(&self, dossier: &Dossier) {
        let id = dossier.id;
        self.db.write::<_, _, db::Error>(move |tx| spoil(tx, id)).await.unwrap();
    }

    /// The planned alerts of a dossier as they are kept, by kind.
    pub(crate) async fn planned(&self, dossier: &Dossier) -> Vec<Planned> {
        let id = dossier.id;
        let mut planned: Vec<Planned> = self
            .db
            .read::<_, _, db::Error>(move |tx| kept(tx, id))
            .await
            .unwrap()
            .into_iter()
            .filter(|row| row.raised_at.is_none())
            .map(|row| Planned { kind: row.kind, about_at: row.about_at, raise_at: row.raise_at })
            .collect();
        planned.sort();
        planned
    }

    /// What the plan would be if it were made now from nothing, without what was raised before.
    pub(crate) async fn made_afresh(&self, dossier: &Dossier) -> Vec<Planned> {
        let id = dossier.id;
        let raised = self.db.read::<_, _, db::Error>(move |tx| kept(tx, id)).await.unwrap();
        let raised: Vec<_> =
            raised.iter().filter(|row| row.raised_at.is_some()).map(|row| (row.kind, row.about_at)).collect();
        let definition = self.dossiers.workflows().get(dossier.workflow).await.unwrap();
        let lead = self.dossiers.leads().alert;
        let mut fresh = plan(dossier, &definition, lead);
        fresh.retain(|plan| !raised.contains(&(plan.kind, plan.about_at)));
        fresh.sort();
        fresh
    }

    /// When an alert of a kind is to be raised.
    pub(crate) async fn raise_at(&self, dossier: &Dossier, kind: AlertKind) -> Option<Timestamp> {
        self.planned(dossier).await.into_iter().find(|plan| plan.kind == kind).map(|plan| plan.raise_at)
    }

    /// The alerts in the log of a dossier, in order: what, when meant, when told.
    pub(crate) async fn told(&self, dossier: &Dossier) -> Vec<(AlertKind, Timestamp, Timestamp)> {
        let history = self.dossiers.history(dossier.id).await.unwrap();
        let alerted = history.into_iter().filter_map(|line| {
            let Event::Alerted { alert, raise_at, .. } = line.event else { return None };
            Some((alert, raise_at, line.at))
        });
        alerted.collect()
    }

    /// What an officer with one grant finds among the alerts.
    pub(crate) async fn found_by(&self, role: Role, scope: Scope) -> Vec<AlertLine> {
        let grant = Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None };
        let officer = Actor { grants: vec![grant], ..Actor::system() };
        self.dossiers.alerts(&officer, AlertPlace::start(), 50).await.unwrap()
    }
}

/// What takes a dossier on, and for which step.
fn next(dossier: &Dossier, definition: &Definition) -> Option<(Command, Option<u16>)> {
    let open = dossier.legs().and_then(Legs::lead).map(|leg| leg.step);
    let seen = open.and_then(|step| dossier.seen_as(step)).unwrap_or_else(|| dossier.clone());
    let command = match seen.state {
        State::Submitted => Command::Accept(Accept::default()),
        State::Received { step } | State::InProgress { step } => finishing(&seen, definition, step),
        State::AwaitingPayment { amount, .. } => {
            Command::ConfirmPayment(ConfirmPayment { amount_vnd: amount, proof: "BL 1".to_owned() })
        }
        State::Paused { .. } => Command::Resume(Note::default()),
        State::Resolved { .. } => Command::Return(Return {
            receiver: seen.content.owner.name.clone(),
            via: ReturnChannel::Counter,
            identity_checked: true,
            note: String::new(),
        }),
        State::Draft
        | State::AwaitingSupplement { .. }
        | State::Declined { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => return None,
    };
    Some((command, open))
}

fn finishing(dossier: &Dossier, definition: &Definition, step: u16) -> Command {
    let result = dossier.content.result.as_ref();
    let unsealed = result.is_some_and(|result| result.decided_at.is_some() && result.sealed_at.is_none());
    match definition.finishing_action(step) {
        _ if definition.is_sealed_in(step) && unsealed => Command::Seal(Seal::default()),
        Some(StepAction::ProposeResult) => Command::ProposeResult(ProposeResult {
            outcome: Outcome::Granted,
            title: "Kết quả".to_owned(),
            summary: String::new(),
            files: Vec::new(),
        }),
        Some(StepAction::Decide) => Command::Approve(Note::default()),
        Some(StepAction::Seal) => Command::Seal(Seal::default()),
        Some(StepAction::Return) => Command::Deliver(Deliver::default()),
        Some(StepAction::RequirePayment) => {
            Command::RequirePayment(RequirePayment { amount_vnd: Vnd(100_000), notice: "TB 1".to_owned() })
        }
        Some(StepAction::Pause(reason)) => {
            Command::Pause(Pause { reason, legal_basis: "Luật".to_owned(), note: String::new() })
        }
        Some(StepAction::Complete) | None => Command::CompleteStep(Note { note: "Đồng ý".to_owned() }),
    }
}

db::row! {
    struct Kept {
        kind: AlertKind,
        about_at: Timestamp,
        raise_at: Timestamp,
        raised_at: Option<Timestamp>,
    }
}

db::query! {
    fn spoil(dossier: base::DossierId) -> exec_one =
        "UPDATE dossier SET content = '{}' WHERE id = $1"
}

db::query! {
    fn kept(dossier: base::DossierId) -> many Kept =
        "SELECT kind, about_at, raise_at, raised_at FROM dossier_alert WHERE dossier_id = $1
         ORDER BY kind, about_at LIMIT 1000"
}

fn owner() -> Person {
    Person {
        kind: PersonKind::Citizen,
        name: "Lý Văn Phúc".to_owned(),
        personal_id: PersonalId::parse("022099000117").ok(),
        tax_code: None,
        born_on: None,
        phone: None,
        email: None,
        address: "Tổ 7, phường Hạ Long".to_owned(),
    }
}

async fn catalogue(db: &Db, now: Timestamp) -> Catalogue {
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let mut parsed = catalogue::parse(&catalogue::Sources::read(&data("")).unwrap()).unwrap();
    // The search needs all of them; the tests open three.
    parsed.synonyms = None;
    catalogue.import(parsed, "2025-07-01".parse().unwrap(), Actor::system(), now).await.unwrap();
    let performers = Performers::parse(&std::fs::read_to_string(data("demo/performers.csv")).unwrap()).unwrap();
    let published = catalogue.current(now).await.unwrap();
    for code in [BUILDING_PERMIT, LAND_TRANSFER, COPY_OF_EXTRACT] {
        let version = published.by_key(&Key { code: code.parse().unwrap(), variant: 1 }).unwrap();
        let definition = workflow::define(version, &performers, now).unwrap();
        let save = move |tx: &mut Tx<'_>| Workflows::save(tx, &definition);
        db.write::<_, _, db::Error>(save).await.unwrap();
    }
    catalogue
}
