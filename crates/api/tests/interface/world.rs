//! A small province from the shipped data, and systems with tokens that ask it.

use std::path::Path;
use std::sync::Arc;

use access::{Access, NewToken, Passwords, read_scope};
use axum::Router;
use axum::http::StatusCode;
use base::{Actor, Role};
use calendar::FrozenClock;
use catalogue::Catalogue;
use db::{Db, Tx};
use dossier::{Dossiers, Parts};
use jiff::Timestamp;
use organisation::Organisation;
use serde_json::{Value, json};
use testkit::Visitor;
use timetable::Timetable;
use web::{Locales, RouteInfo, Settings, Site};
use workflow::{Performers, Workflows};

use crate::description::Description;

pub(crate) const BUILDING_PERMIT: &str = "1.013225";
pub(crate) const LAND_TRANSFER: &str = "1.013831";
pub(crate) const COPY_OF_EXTRACT: &str = "2.000635";

/// An installation with the demo organisation and three procedures open for filing.
pub(crate) struct World {
    pub(crate) db: Db,
    access: Access,
    organisation: Organisation,
    clock: FrozenClock,
    router: Router,
    pub(crate) routes: Vec<RouteInfo>,
    pub(crate) description: Arc<Description>,
}

fn data() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")
}

pub(crate) fn at(local: &str) -> Timestamp {
    format!("{local}+07:00").parse().unwrap()
}

impl World {
    /// Monday 2 November 2026, eight o'clock.
    pub(crate) async fn open(db: Db) -> Self {
        let now = at("2026-11-02T08:00:00");
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let sources = organisation::import::Sources::read(&data().join("demo")).unwrap();
        organisation.import(organisation::import::parse(&sources).unwrap(), now).await.unwrap();
        let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
        let mut parsed = catalogue::parse(&catalogue::Sources::read(&data()).unwrap()).unwrap();
        // The search needs all of them; the tests open three.
        parsed.synonyms = None;
        let since = "2025-07-01".parse().unwrap();
        catalogue.import(parsed, since, Actor::system(), now).await.unwrap();
        open_for_filing(&db, &catalogue, now).await;
        let passwords = Passwords::new().unwrap();
        let access = Access::new(db.clone(), organisation.clone(), passwords, Arc::new(audit::Log));
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: Timetable::load(db.clone(), now).await.unwrap(),
            catalogue,
            workflows: Workflows::new(db.clone()),
            organisation: organisation.clone(),
            listeners: Vec::new(),
        });
        let clock = FrozenClock::at(now);
        let locales = Locales::load(&[api::LOCALE, dossier::LOCALE]).unwrap();
        let identify = Arc::new(access.clone());
        let site = Site::new(db.clone(), Arc::new(clock.clone()), Settings::default(), locales, identify);
        let routes = api::routes(dossiers);
        let list = routes.list().to_vec();
        let router = routes.into_router(site);
        let description = Arc::new(Description::of(&router).await);
        Self { db, access, organisation, clock, router, routes: list, description }
    }

    pub(crate) fn it_is(&self, local: &str) {
        self.clock.set(at(local));
    }

    /// A system with a token of a role at a place.
    pub(crate) async fn system(&self, role: Role, scope: &str) -> System {
        let scope = read_scope(&self.organisation, scope, "2026-11-02".parse().unwrap()).unwrap();
        let new = NewToken { name: role.name().to_owned(), role, scope, valid_to: None };
        let secret = self.access.create_token(new, Actor::system(), at("2026-11-01T08:00:00")).await.unwrap();
        self.stranger().with_header("authorization", &format!("Bearer {secret}"))
    }

    /// A system without a token.
    pub(crate) fn stranger(&self) -> System {
        System { visitor: Visitor::new(self.router.clone()), description: Arc::clone(&self.description) }
    }
}

async fn open_for_filing(db: &Db, catalogue: &Catalogue, now: Timestamp) {
    let performers = Performers::parse(&std::fs::read_to_string(data().join("demo/performers.csv")).unwrap()).unwrap();
    let published = catalogue.current(now).await.unwrap();
    for code in [BUILDING_PERMIT, LAND_TRANSFER, COPY_OF_EXTRACT] {
        let version = published.by_key(&code.parse().unwrap()).unwrap();
        let definition = workflow::define(version, &performers, now).unwrap();
        let save = move |tx: &mut Tx<'_>| Workflows::save(tx, &definition);
        db.write::<_, _, db::Error>(save).await.unwrap();
    }
}

/// Another system.
#[derive(Clone)]
pub(crate) struct System {
    visitor: Visitor,
    description: Arc<Description>,
}

/// What came back, already held against the description.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
    pub(crate) headers: Vec<(String, String)>,
}

impl System {
    pub(crate) fn with_header(mut self, name: &str, value: &str) -> Self {
        self.visitor = self.visitor.with_header(name, value);
        self
    }

    pub(crate) fn keyed(&self, key: &str) -> Self {
        self.clone().with_header("idempotency-key", key)
    }

    pub(crate) async fn get(&mut self, path: &str) -> Told {
        let answer = self.visitor.get(path).await;
        self.told("get", path, answer)
    }

    pub(crate) async fn post(&mut self, path: &str, body: &Value) -> Told {
        self.post_text(path, &body.to_string()).await
    }

    pub(crate) async fn post_text(&mut self, path: &str, body: &str) -> Told {
        let answer = self.visitor.post_json(path, body).await;
        self.told("post", path, answer)
    }

    pub(crate) async fn post_as(&mut self, media_type: &str, path: &str, body: &str) -> Told {
        let sent = body.as_bytes().to_vec();
        let answer = self.visitor.send(axum::http::Method::POST, path, Some(media_type), sent).await;
        self.told("post", path, answer)
    }

    /// Files a dossier and expects it to be taken.
    pub(crate) async fn file(&mut self, body: &Value) -> Value {
        let told = self.post("/api/v1/dossiers", body).await;
        assert_eq!(told.status, StatusCode::CREATED, "{:#}", told.body);
        told.body
    }

    /// Runs a command on the version in `dossier`, and expects it to succeed.
    pub(crate) async fn run(&mut self, dossier: &mut Value, command: &str, data: Value) {
        let told = self.try_run(dossier, command, data).await;
        assert_eq!(told.status, StatusCode::OK, "{command}: {:#}", told.body);
        *dossier = told.body;
    }

    pub(crate) async fn try_run(&mut self, dossier: &Value, command: &str, data: Value) -> Told {
        let path = format!("/api/v1/dossiers/{}/commands/{command}", text(dossier, "/code"));
        self.post(&path, &json!({ "version": dossier["version"], "data": data })).await
    }

    fn told(&self, method: &str, path: &str, answer: testkit::Answer) -> Told {
        let body: Value = serde_json::from_slice(&answer.bytes).unwrap_or_else(|_| panic!("{}", answer.text()));
        let media_type = answer.header("content-type").unwrap_or_default().to_owned();
        self.description.holds((method, path), (answer.status.as_u16(), &media_type), &body);
        Told { status: answer.status, body, headers: answer.headers }
    }
}

impl Told {
    /// Expects a refusal with a status and a code.
    pub(crate) fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status.as_u16(), text(&self.body, "/code")), (status, code), "{:#}", self.body);
        assert!(!text(&self.body, "/detail").is_empty() && !text(&self.body, "/title").is_empty());
        self.body
    }

    /// Expects a refusal of one field.
    pub(crate) fn refused_field(self, field: &str, code: &str) {
        let body = self.refused(422, "invalid");
        let named: Vec<_> =
            body["errors"].as_array().unwrap().iter().map(|e| (text(e, "/field"), text(e, "/code"))).collect();
        assert_eq!(named, [(field, code)], "{body:#}");
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A text by its place in a document.
pub(crate) fn text<'a>(body: &'a Value, place: &str) -> &'a str {
    body.pointer(place).and_then(Value::as_str).unwrap_or_else(|| panic!("no text at {place} in {body:#}"))
}

/// A filing with the papers everyone has to hand in.
pub(crate) fn filing(procedure: &str) -> Value {
    let papers = match procedure {
        BUILDING_PERMIT => json!([{ "no": 1 }, { "no": 3 }]),
        LAND_TRANSFER => json!([{ "no": 1 }, { "no": 4 }]),
        _ => json!([{ "no": 1 }]),
    };
    json!({
        "procedure": procedure,
        "office": "H49.101",
        "owner": {
            "name": "Lý Văn Phúc", "personal_id": "022099000117", "phone": "0900 000 117",
            "address": "Tổ 1, phường Hạ Long", "born_on": "1999-02-03"
        },
        "papers": papers,
        "fee_paid": true,
        "accept": true
    })
}
