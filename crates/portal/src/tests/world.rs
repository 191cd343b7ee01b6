//! A small province: the shipped list, four offices, two citizens, a clock that moves when told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use access::{Access, Entry, Journal, Passwords};
use axum::http::Method;
use base::{Actor, OfficeId};
use calendar::FrozenClock;
use catalogue::Catalogue;
use db::{Db, Tx};
use documents::{Files, Keeper};
use dossier::command::{Accept, RequestSupplement, SupplementItem};
use dossier::{Command, Dossier, DossierCode, Dossiers, Parts, Request, Which};
use jiff::Timestamp;
use jiff::civil::date;
use jobs::Wake;
use messages::Messenger;
use organisation::Organisation;
use signing::Trust;
use tempfile::TempDir;
use testkit::{Answer, Visitor};
use timetable::Timetable;
use web::{Locales, RouteInfo, Settings, Site};
use workflow::{Performers, Workflows};

use crate::Portal;

pub(super) const PASSWORD: &str = "hoa sữa tháng mười";
/// Small enough to be exceeded by a test.
pub(super) const UPLOAD_LIMIT: u64 = 64 * 1024;

pub(super) struct World {
    pub(super) dossiers: Dossiers,
    pub(super) portal: Portal,
    pub(super) clock: FrozenClock,
    pub(super) router: axum::Router,
    list: Vec<RouteInfo>,
    folder: TempDir,
}

struct Silent;

impl Journal for Silent {
    fn enter(&self, _: &mut Tx<'_>, _: &Entry<'_>) -> Result<(), db::Error> {
        Ok(())
    }
}

/// Wednesday, 25 November 2026, nine in the morning; the day before was a holiday.
pub(super) fn morning() -> Timestamp {
    "2026-11-25T02:00:00Z".parse().unwrap()
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

impl World {
    pub(super) async fn on(db: Db) -> Self {
        Self::with(db, Settings::default()).await
    }

    pub(super) async fn with(db: Db, settings: Settings) -> Self {
        Self::build(db, settings, Trust::default()).await
    }

    /// Where these authorities' signatures count.
    pub(super) async fn trusting(db: Db, trust: Trust) -> Self {
        Self::build(db, Settings::default(), trust).await
    }

    async fn build(db: Db, settings: Settings, trust: Trust) -> Self {
        let now = morning();
        let folder = tempfile::tempdir().unwrap();
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let sources = organisation::import::Sources::read(&data("demo")).unwrap();
        organisation.import(organisation::import::parse(&sources).unwrap(), now).await.unwrap();
        let catalogue = catalogue_of(&db, now).await;
        define_all(&db, &catalogue, now).await;
        let access = Access::new(db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(Silent));
        let files = Files::open(db.clone(), &folder.path().join("files"), UPLOAD_LIMIT).unwrap();
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: Timetable::load(db.clone(), now).await.unwrap(),
            catalogue,
            workflows: Workflows::new(db.clone()),
            organisation,
            listeners: vec![Box::new(Keeper), Box::new(Messenger::new(&settings, Wake::new()).unwrap())],
        });
        let settings = Settings { upload_limit_bytes: UPLOAD_LIMIT, spool: folder.path().join("spool"), ..settings };
        let locales = Locales::load(&locales()).unwrap();
        let clock = FrozenClock::at(now);
        let site = Site::new(db, Arc::new(clock.clone()), settings, locales, Arc::new(access.clone()));
        let portal = Portal::new(dossiers.clone(), access.clone(), files).trusting(trust);
        let routes = crate::routes(portal.clone());
        let list = routes.list().to_vec();
        let router = routes.merge(access::routes(access)).into_router(site);
        Self { router, list, portal, dossiers, clock, folder }
    }

    /// The routes of this crate.
    pub(super) fn routes(&self) -> &[RouteInfo] {
        &self.list
    }

    /// Where files of a form lie until they are stored.
    pub(super) fn spool(&self) -> PathBuf {
        self.folder.path().join("spool")
    }

    pub(super) fn stranger(&self) -> Visitor {
        Visitor::new(self.router.clone())
    }

    /// A citizen with an account, signed in.
    pub(super) async fn citizen(&self, name: &str, phone: &str, number: &str) -> Visitor {
        let mut visitor = self.stranger();
        let fields = [("name", name), ("contact", phone), ("personal_id", number), ("password", PASSWORD)];
        let answer = post(&mut visitor, "/dang-ky", "/dang-ky", &fields).await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        visitor
    }

    pub(super) async fn phuc(&self) -> Visitor {
        self.citizen("Lý Văn Phúc", "0900000789", "022099000117").await
    }

    pub(super) async fn dossier(&self, code: &str) -> Dossier {
        let which = Which::Code(DossierCode::parse(code).unwrap());
        self.dossiers.read(&Actor::system(), which).await.unwrap()
    }

    /// Something an office does.
    pub(super) async fn office_does(&self, code: &str, command: Command) -> Dossier {
        let (seen, now) = (self.dossier(code).await.version, calendar::Clock::now(&self.clock));
        let code = DossierCode::parse(code).unwrap();
        self.dossiers.execute(&Actor::system(), &code, seen, command, Request::at(now)).await.unwrap()
    }

    pub(super) async fn accept(&self, code: &str) {
        self.office_does(code, Command::Accept(Accept { note: String::new(), slip_wanted: true })).await;
    }

    pub(super) async fn ask_for(&self, code: &str, faults: &[&str]) {
        let item = |what: &&str| SupplementItem {
            paper: None,
            what: (*what).to_owned(),
            legal_basis: "Luật Hộ tịch Đ.16".to_owned(),
        };
        let items = faults.iter().map(item).collect();
        let command = Command::RequestSupplement(RequestSupplement { items, reason: "Thiếu chữ ký".to_owned() });
        self.office_does(code, command).await;
    }

    pub(super) fn office(&self, code: &str) -> OfficeId {
        self.dossiers.organisation().office_by_code(code).unwrap().id
    }
}

pub(super) fn locales() -> [web::LocaleFiles; 6] {
    [crate::LOCALE, dossier::LOCALE, catalogue::LOCALE, access::LOCALE, documents::LOCALE, messages::LOCALE]
}

async fn catalogue_of(db: &Db, now: Timestamp) -> Catalogue {
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let parsed = catalogue::parse(&catalogue::Sources::read(&data("")).unwrap()).unwrap();
    catalogue.import(parsed, date(2025, 7, 1), Actor::system(), now).await.unwrap();
    catalogue
}

async fn define_all(db: &Db, catalogue: &Catalogue, now: Timestamp) {
    let performers = Performers::parse(&std::fs::read_to_string(data("demo/performers.csv")).unwrap()).unwrap();
    let versions = catalogue.current(now).await.unwrap().all().to_vec();
    db.write(move |tx| {
        for version in &versions {
            if let Ok(definition) = workflow::define(version, &performers, now) {
                Workflows::save(tx, &definition)?;
            }
        }
        Ok::<_, db::Error>(())
    })
    .await
    .unwrap();
}

/// Fetches a page for its secrets and sends a form of it.
pub(super) async fn post(visitor: &mut Visitor, from: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let page = visitor.get(from).await;
    send(visitor, &page, to, fields).await
}

/// Sends a form of a page fetched before.
pub(super) async fn send(visitor: &mut Visitor, page: &Answer, to: &str, fields: &[(&str, &str)]) -> Answer {
    let hidden = hidden(page);
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    all.extend_from_slice(fields);
    visitor.post(to, &all).await
}

/// The hidden inputs of the first form below the head of a page; of the head where there is none.
pub(super) fn hidden(page: &Answer) -> Vec<(String, String)> {
    let text = page.text();
    let main = text.find("<main").map_or(text.as_str(), |at| &text[at..]);
    let main = if main.contains("name=\"csrf\"") { main } else { text.as_str() };
    let mut found: Vec<(String, String)> = Vec::new();
    for name in ["csrf", "idempotency_key", "ban", "truong-hop"] {
        let value = main.split(&format!("name=\"{name}\" value=\"")).nth(1).and_then(|rest| rest.split('"').next());
        found.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    }
    found
}

/// Sends a form with files, as a browser does.
pub(super) async fn send_files(
    visitor: &mut Visitor,
    page: &Answer,
    to: &str,
    fields: &[(&str, &str)],
    files: &[(&str, &str, &[u8])],
) -> Answer {
    let boundary = "motcua-boundary";
    let mut body = Vec::new();
    let hidden = hidden(page);
    let pairs = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain(fields.iter().copied());
    for (name, value) in pairs {
        body.extend(
            format!("--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    for (name, file, bytes) in files {
        let head = format!(
            "--{boundary}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").bytes());
    let content_type = format!("multipart/form-data; boundary={boundary}");
    visitor.send(Method::POST, to, Some(&content_type), body).await
}

/// The smallest thing that is a PDF of one page.
pub(super) fn pdf() -> Vec<u8> {
    let objects = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
                   3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";
    objects.as_bytes().to_vec()
}

pub(super) fn has(answer: &Answer, parts: &[&str]) {
    let text = answer.text();
    for part in parts {
        let main = text.find("<main").map_or(text.as_str(), |at| &text[at..]);
        assert!(text.contains(part), "“{part}” is missing in\n{main}");
    }
}

pub(super) fn lacks(answer: &Answer, parts: &[&str]) {
    let text = answer.text();
    for part in parts {
        assert!(!text.contains(part), "“{part}” should not stand in\n{text}");
    }
}

/// The path of a redirect.
pub(super) fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer.location.clone().unwrap()
}
