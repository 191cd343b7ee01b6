//! A small province from the shipped data, with dossiers that the system treats.

use std::path::{Path, PathBuf};

use base::{Actor, Email, PersonalId, Phone};
use calendar::{Clock as _, FrozenClock};
use catalogue::{Catalogue, Key};
use db::{Db, Tx};
use dossier::command::{Accept, Note};
use dossier::{
    Channel, Command, Dossier, Dossiers, Filing, PaperIn, Parts, Person, PersonKind, Request, ReturnChannel, Which,
};
use jiff::Timestamp;
use jobs::Wake;
use organisation::Organisation;
use timetable::Timetable;
use web::Settings;
use workflow::{Performers, Workflows};

use crate::{Message, Messenger};

pub(super) const BUILDING_PERMIT: &str = "1.013225";
pub(super) const LAND_TRANSFER: &str = "1.013831";
pub(super) const COPY_OF_EXTRACT: &str = "2.000635";

pub(super) struct World {
    pub(super) db: Db,
    pub(super) dossiers: Dossiers,
    pub(super) clock: FrozenClock,
}

/// How the owner can be reached.
#[derive(Clone, Copy)]
pub(super) enum Reached {
    Phone,
    Email,
    Nowhere,
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

impl World {
    /// Wednesday, 25 November 2026, nine in the morning.
    pub(super) async fn on(db: Db) -> Self {
        let now: Timestamp = "2026-11-25T02:00:00Z".parse().unwrap();
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let sources = organisation::import::Sources::read(&data("demo")).unwrap();
        organisation.import(organisation::import::parse(&sources).unwrap(), now).await.unwrap();
        let settings = Settings { base_url: "https://motcua.example".to_owned(), ..Settings::default() };
        let messenger = Messenger::new(&settings, Wake::new()).unwrap();
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: Timetable::load(db.clone(), now).await.unwrap(),
            catalogue: catalogue(&db, now).await,
            workflows: Workflows::new(db.clone()),
            organisation,
            listeners: vec![Box::new(messenger)],
        });
        Self { db, dossiers, clock: FrozenClock::at(now) }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) async fn file(&self, procedure: &str, office: &str, reached: Reached, then: Vec<Command>) -> Dossier {
        let published = self.dossiers.catalogue().current(self.now()).await.unwrap();
        let version = published.by_key(&Key { code: procedure.parse().unwrap(), variant: 1 }).unwrap();
        let papers = version.facts.papers.iter().filter(|paper| paper.is_always_asked()).map(|paper| PaperIn {
            no: Some(paper.no),
            name: paper.name.clone(),
            form: String::new(),
            quantity: 1,
            files: Vec::new(),
        });
        let filing = Filing {
            procedure: version.id,
            office: self.dossiers.organisation().office_by_code(office).unwrap().id,
            competent_agency: None,
            channel: Channel::Counter,
            account: None,
            owner: owner(reached),
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers: papers.collect(),
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: None,
        };
        self.dossiers.file(&Actor::system(), filing, then, Request::at(self.now())).await.unwrap()
    }

    /// A building permit at Hạ Long, accepted.
    pub(super) async fn accepted(&self, reached: Reached) -> Dossier {
        self.file(BUILDING_PERMIT, "H49.101", reached, vec![Command::Accept(Accept::default())]).await
    }

    pub(super) async fn does(&self, dossier: &Dossier, command: Command) -> Dossier {
        let (which, request) = (Which::Id(dossier.id), Request::at(self.now()));
        self.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await.unwrap()
    }

    /// What finishes the step at work.
    pub(super) async fn finishing(&self, dossier: &Dossier) -> workflow::StepAction {
        let definition = self.dossiers.workflows().get(dossier.workflow).await.unwrap();
        definition.finishing_action(dossier.state.step().unwrap()).unwrap()
    }

    /// Goes on until somebody of a role must act.
    pub(super) async fn until(&self, mut dossier: Dossier, role: base::Role) -> Dossier {
        while dossier.holder.map(|holder| holder.role) != Some(role) {
            dossier = self.does(&dossier, Command::CompleteStep(Note::default())).await;
        }
        dossier
    }

    /// Messages of a dossier, oldest first.
    pub(super) async fn messages(&self, dossier: &Dossier) -> Vec<Message> {
        let id = dossier.id;
        let mut messages = self.db.read(move |tx| crate::of_dossier(tx, id)).await.unwrap();
        messages.reverse();
        messages
    }
}

fn owner(reached: Reached) -> Person {
    let (phone, email) = match reached {
        Reached::Phone => (Phone::parse("0900000789").ok(), Email::parse("phuc@example.vn").ok()),
        Reached::Email => (None, Email::parse("phuc@example.vn").ok()),
        Reached::Nowhere => (None, None),
    };
    Person {
        kind: PersonKind::Citizen,
        name: "Lý Văn Phúc".to_owned(),
        personal_id: PersonalId::parse("022099000117").ok(),
        tax_code: None,
        born_on: None,
        phone,
        email,
        address: "Tổ 7, phường Hạ Long".to_owned(),
    }
}

async fn catalogue(db: &Db, now: Timestamp) -> Catalogue {
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let mut parsed = catalogue::parse(&catalogue::Sources::read(&data("")).unwrap()).unwrap();
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
