//! A small province from the shipped data, with people whose session is their name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use base::{
    AccountId, Actor, ActorKind, AgencyId, DossierId, Grant, OfficeId, PersonalId, Role, Scope, StaffId, UnitId,
};
use calendar::{Clock as _, FrozenClock};
use catalogue::{Catalogue, Key};
use db::{Db, Tx};
use dossier::{
    Channel, Command, Dossier, Dossiers, Filing, PaperIn, Parts, Person, PersonKind, Request, ReturnChannel,
    StoredFile, Which,
};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use organisation::Organisation;
use pdf::Press;
use tempfile::{NamedTempFile, TempDir};
use testkit::Visitor;
use timetable::Timetable;
use web::{Context, Form, Gate, Identify, Locales, Routes, Settings, SignedIn, Site, UploadedFile};
use workflow::{Performers, Workflows};

use crate::{Files, Keeper};

pub(super) const BUILDING_PERMIT: &str = "1.013225";
pub(super) const COPY_OF_EXTRACT: &str = "2.000635";
/// Small enough to be exceeded by a test.
pub(super) const LIMIT: u64 = 64 * 1024;

pub(super) struct World {
    pub(super) db: Db,
    pub(super) files: Files,
    pub(super) dossiers: Dossiers,
    pub(super) clock: FrozenClock,
    pub(super) timetable: Timetable,
    pub(super) folder: TempDir,
    people: People,
}

/// Whoever is asked for by name.
#[derive(Clone, Default)]
struct People(Arc<HashMap<String, Actor>>);

impl Identify for People {
    fn session<'a>(&'a self, digest: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, web::Error>> {
        let found = self.0.iter().find(|(name, _)| base::secret::digest(name) == digest);
        let signed_in = found.map(|(name, actor)| SignedIn {
            actor: actor.clone(),
            csrf: base::secret::digest(&format!("form of {name}")),
            session: name.clone(),
        });
        Box::pin(async move { Ok(signed_in) })
    }

    fn bearer<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, web::Error>> {
        Box::pin(async { Ok(None) })
    }
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

/// Wednesday, 25 November 2026, nine in the morning.
fn morning() -> Timestamp {
    "2026-11-25T02:00:00Z".parse().unwrap()
}

impl World {
    pub(super) async fn on(db: Db) -> Self {
        let now = morning();
        let folder = tempfile::tempdir().unwrap();
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let sources = organisation::import::Sources::read(&data("demo")).unwrap();
        organisation.import(organisation::import::parse(&sources).unwrap(), now).await.unwrap();
        let timetable = Timetable::load(db.clone(), now).await.unwrap();
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: timetable.clone(),
            catalogue: catalogue(&db, now).await,
            workflows: Workflows::new(db.clone()),
            organisation,
            listeners: vec![Box::new(Keeper)],
        });
        let files = Files::open(db.clone(), &folder.path().join("files"), LIMIT).unwrap();
        let (clock, people) = (FrozenClock::at(now), People::default());
        let mut world = Self { db, files, dossiers, clock, timetable, folder, people };
        let people = [
            ("phuc", world.citizen()),
            ("ich", world.citizen()),
            ("halong", world.officer("H49.101", Role::CounterOfficer)),
            ("baichay", world.officer("H49.102", Role::CounterOfficer)),
            ("inspector", world.officer("H49.101", Role::Inspector)),
            ("clerk", world.officer("H49.101", Role::Clerk)),
        ];
        world.people = People(Arc::new(people.map(|(name, actor)| (name.to_owned(), actor)).into()));
        world
    }

    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    pub(super) fn actor(&self, name: &str) -> Actor {
        self.people.0[name].clone()
    }

    fn citizen(&self) -> Actor {
        let account = AccountId::new(self.now());
        Actor {
            account,
            kind: ActorKind::Citizen,
            name: "Công dân".to_owned(),
            grants: grant(Role::Citizen, Scope::Own),
        }
    }

    fn officer(&self, office: &str, role: Role) -> Actor {
        let now = self.now();
        let office = self.office(office);
        let agency = AgencyId::new(now);
        let kind = ActorKind::Staff { staff: StaffId::new(now), agency, unit: UnitId::new(now), office: Some(office) };
        let scope = if role == Role::Inspector { Scope::Province } else { Scope::Office(office) };
        Actor { account: AccountId::new(now), kind, name: "Vũ Thị Bích".to_owned(), grants: grant(role, scope) }
    }

    fn office(&self, code: &str) -> OfficeId {
        self.dossiers.organisation().office_by_code(code).unwrap().id
    }

    /// The routes of this crate, the log of looks, and a form that takes one file.
    pub(super) fn visitor(&self, name: &str) -> Visitor {
        let press = Press::new().unwrap();
        let form = Routes::new("documents")
            .get("documents.form", "/thu", Gate::SignedIn, form)
            .post("documents.take", "/thu", Gate::SignedIn, take)
            .with_state(self.files.clone());
        let routes = crate::routes(self.files.clone(), self.dossiers.clone(), press, crate::Painter::default())
            .merge(form)
            .merge(audit::routes(self.dossiers.organisation().clone()));
        let settings =
            Settings { spool: self.folder.path().join("spool"), upload_limit_bytes: LIMIT, ..Settings::default() };
        let locales = Locales::load(&[crate::LOCALE, dossier::LOCALE, audit::LOCALE]).unwrap();
        let clock = Arc::new(self.clock.clone());
        let router =
            routes.into_router(Site::new(self.db.clone(), clock, settings, locales, Arc::new(self.people.clone())));
        Visitor::new(router).with_header("cookie", &format!("motcua_session={name}"))
    }

    /// What `phuc` files, with some files as the first paper.
    pub(super) async fn filing(&self, procedure: &str, channel: Channel, files: Vec<StoredFile>) -> Filing {
        let published = self.dossiers.catalogue().current(self.now()).await.unwrap();
        let version = published.by_key(&Key { code: procedure.parse().unwrap(), variant: 1 }).unwrap();
        let asked = version.facts.papers.iter().filter(|paper| paper.is_always_asked());
        let mut papers: Vec<PaperIn> = asked
            .map(|paper| PaperIn {
                no: Some(paper.no),
                name: paper.name.clone(),
                form: "bản chính".to_owned(),
                quantity: 1,
                files: Vec::new(),
            })
            .collect();
        papers[0].files = files;
        Filing {
            procedure: version.id,
            office: self.office("H49.101"),
            competent_agency: None,
            channel,
            account: Some(self.actor("phuc").account),
            owner: Person {
                kind: PersonKind::Citizen,
                name: "Lý Văn Phúc".to_owned(),
                personal_id: PersonalId::parse("022099000117").ok(),
                tax_code: None,
                born_on: None,
                phone: None,
                email: None,
                address: "Tổ 7, phường Hạ Long".to_owned(),
            },
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers,
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: None,
        }
    }

    /// Filed by `phuc` and treated by the system.
    pub(super) async fn filed(&self, procedure: &str, files: Vec<StoredFile>, then: Vec<Command>) -> Dossier {
        let filing = self.filing(procedure, Channel::Online, files).await;
        let request = Request::at(self.now());
        let filed = self.dossiers.file(&self.actor("phuc"), filing, Vec::new(), request.clone()).await.unwrap();
        let which = Which::Id(filed.id);
        self.dossiers.execute_all(&Actor::system(), which, filed.version, then, request).await.unwrap()
    }

    pub(super) async fn draft(&self, files: Vec<StoredFile>) -> Dossier {
        let filing = self.filing(BUILDING_PERMIT, Channel::Online, files).await;
        self.dossiers.open_draft(&self.actor("phuc"), filing, Request::at(self.now())).await.unwrap()
    }

    /// A file that somebody uploads for no dossier in particular.
    pub(super) async fn upload(&self, who: &str, name: &str, bytes: &[u8]) -> StoredFile {
        let for_none = DossierId::new(self.now());
        self.files.accept(self.arrived(name, bytes), &self.actor(who), for_none, self.now()).await.unwrap()
    }

    /// A file as it comes out of a form.
    pub(super) fn arrived(&self, name: &str, bytes: &[u8]) -> UploadedFile {
        let file = NamedTempFile::new_in(self.folder.path()).unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        UploadedFile {
            field: "tep".to_owned(),
            name: name.to_owned(),
            declared_type: "application/octet-stream".to_owned(),
            path: file.into_temp_path(),
            size_bytes: bytes.len() as u64,
            sha256: digest(bytes),
        }
    }

    /// How many objects lie in the folder.
    pub(super) fn objects(&self) -> usize {
        let folders = std::fs::read_dir(self.folder.path().join("files")).unwrap();
        folders.map(|folder| std::fs::read_dir(folder.unwrap().path()).unwrap().count()).sum()
    }

    /// How many rows there are of some bytes.
    pub(super) async fn rows(&self, bytes: &[u8]) -> i64 {
        let sha256 = digest(bytes);
        self.db.read(move |tx| crate::store::sharing(tx, &sha256)).await.unwrap()
    }
}

pub(super) fn digest(bytes: &[u8]) -> String {
    // Any digest serves, as long as equal bytes have equal ones.
    base::secret::digest(&base::secret::hex(bytes))
}

fn grant(role: Role, scope: Scope) -> Vec<Grant> {
    vec![Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None }]
}

async fn catalogue(db: &Db, now: Timestamp) -> Catalogue {
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let mut parsed = catalogue::parse(&catalogue::Sources::read(&data("")).unwrap()).unwrap();
    parsed.synonyms = None;
    catalogue.import(parsed, "2025-07-01".parse().unwrap(), Actor::system(), now).await.unwrap();
    let performers = Performers::parse(&std::fs::read_to_string(data("demo/performers.csv")).unwrap()).unwrap();
    let published = catalogue.current(now).await.unwrap();
    for code in [BUILDING_PERMIT, COPY_OF_EXTRACT] {
        let version = published.by_key(&Key { code: code.parse().unwrap(), variant: 1 }).unwrap();
        let definition = workflow::define(version, &performers, now).unwrap();
        let save = move |tx: &mut Tx<'_>| Workflows::save(tx, &definition);
        db.write::<_, _, db::Error>(save).await.unwrap();
    }
    catalogue
}

async fn form(State(_): State<Files>, ctx: Context) -> Response {
    axum::response::Html(format!("<form>{}</form>", ctx.page(web::Nav::None).csrf_field())).into_response()
}

async fn take(State(files): State<Files>, ctx: Context, mut form: Form) -> Result<Response, web::Error> {
    let Some(file) = form.file("tep")? else { return Err(web::Error::NotFound) };
    let stored = files.accept(file, ctx.signed_in()?, DossierId::new(ctx.now), ctx.now).await?;
    Ok(stored.id.to_string().into_response())
}
