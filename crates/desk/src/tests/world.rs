//! A small province: the shipped list, the officers of the demonstration, one filed building permit,
//! a clock that moves when told.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use access::{Access, Passwords};
use base::{Actor, PersonalId, Phone};
use calendar::{Clock as _, FrozenClock, local};
use catalogue::Catalogue;
use db::Db;
use documents::{Files, Keeper};
use dossier::{
    Channel, Dossier, DossierCode, Dossiers, Filing, PaperIn, Parts, Person, PersonKind, Request, ReturnChannel, Which,
};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use organisation::Organisation;
use testkit::engines::Sqlite;
use testkit::{Answer, Visitor};
use timetable::Timetable;
use web::{Locales, RouteInfo, Settings, Site};
use workflow::{Performers, Workflows};

use crate::Desk;

const PASSWORD: &str = "hoa sữa tháng mười";
const UPLOAD_LIMIT: u64 = 64 * 1024;
/// Cấp giấy phép xây dựng: fifteen working days, eight steps, every role of a commune.
const BUILDING_PERMIT: &str = "1.013225";

pub(super) const NUMBER: &str = "022099000117";
pub(super) const NUMBER_MASKED: &str = "0220 •••• 0117";
pub(super) const PHONE: &str = "0900000789";
pub(super) const OWNER: &str = "Lý Văn Phúc";

/// Opens every key of [`World::signing`].
pub(super) const PIN: &str = "246810";

pub(super) const COUNTER: &str = "motcua.halong";
pub(super) const HEAD: &str = "truongphong.halong";
pub(super) const SPECIALIST: &str = "diachinh.halong";
pub(super) const COLLEAGUE: &str = "kinhte.halong";
pub(super) const COLLEAGUE_NAME: &str = "Đỗ Thị Quỳnh";
pub(super) const LEADER: &str = "lanhdao.halong";
pub(super) const STAMP_KEEPER: &str = "vanthu.halong";
pub(super) const RETURN_OFFICER: &str = "traketqua.halong";
pub(super) const ELSEWHERE: &str = "kinhte.baichay";
pub(super) const INSPECTOR: &str = "thanhtra.tinh";

pub(super) struct World {
    pub(super) dossiers: Dossiers,
    pub(super) access: Access,
    pub(super) clock: FrozenClock,
    pub(super) files: Files,
    signing: Option<documents::Signing>,
    pub(super) live: crate::Live,
    router: axum::Router,
    list: Vec<RouteInfo>,
    // The store and the files last as long as the world.
    store: Sqlite,
}

/// Wednesday, 25 November 2026, nine in the morning.
fn morning() -> Timestamp {
    "2026-11-25T02:00:00Z".parse().unwrap()
}

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

impl World {
    pub(super) async fn new() -> Self {
        Self::build(None).await
    }

    /// The same, where the leader and the agency have certificates.
    pub(super) async fn signing(required: bool) -> Self {
        Self::build(Some(required)).await
    }

    async fn build(signing: Option<bool>) -> Self {
        let (store, now) = (testkit::sqlite(), morning());
        let (db, folder) = (store.db.clone(), store.folder.path().to_owned());
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let access = Access::new(db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(audit::Log));
        take_on_officers(&organisation, &access, &db, now).await;
        let catalogue = catalogue_of(&db, now).await;
        define_all(&db, &catalogue, now).await;
        let dossiers = Dossiers::new(Parts {
            db: db.clone(),
            timetable: Timetable::load(db.clone(), now).await.unwrap(),
            catalogue,
            workflows: Workflows::new(db.clone()),
            organisation: organisation.clone(),
            listeners: vec![Box::new(Keeper)],
        });
        let files = Files::open(db.clone(), &folder.join("files"), UPLOAD_LIMIT).unwrap();
        let mut desk = Desk::new(dossiers.clone(), files.clone());
        if let Some(required) = signing {
            desk = desk.with_signing(certified(&dossiers, &files, &folder.join("keys"), required, now).await);
        }
        let signing = desk.signing.clone();
        let (live, routes) = (desk.live(), crate::routes(desk));
        let list = routes.list().to_vec();
        let clock = FrozenClock::at(now);
        let settings =
            Settings { upload_limit_bytes: UPLOAD_LIMIT, spool: folder.join("spool"), ..Settings::default() };
        let locales = Locales::load(&LOCALES).unwrap();
        let site = Site::new(db, Arc::new(clock.clone()), settings, locales, Arc::new(access.clone()));
        let router = routes.merge(audit::routes(organisation)).merge(access::routes(access.clone())).into_router(site);
        Self { dossiers, access, clock, files, signing, live, router, list, store }
    }

    /// Looks at the log for open pages, as happens every two seconds.
    pub(super) async fn looks(&self) {
        self.live.look(&self.store.db).await.unwrap();
    }

    pub(super) fn db(&self) -> &Db {
        &self.store.db
    }

    /// The routes of this crate.
    pub(super) fn routes(&self) -> &[RouteInfo] {
        &self.list
    }

    /// An officer at a screen, signed in.
    pub(super) async fn officer(&self, login: &str) -> Visitor {
        let mut visitor = Visitor::new(self.router.clone());
        let page = visitor.get("/dang-nhap").await;
        let csrf = page.input("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("login", login), ("password", PASSWORD)];
        let answer = visitor.post("/dang-nhap", &fields).await;
        assert_eq!(answer.status, 303, "{login} cannot sign in: {}", answer.text());
        visitor
    }

    /// A building permit as it lies at the one-stop office of phường Hạ Long, not accepted yet.
    pub(super) async fn filed(&self) -> String {
        let papers = [(1, "Đơn đề nghị cấp GPXD"), (3, "Bản vẽ thiết kế")];
        self.filed_as(BUILDING_PERMIT, "H49.101", &papers).await
    }

    /// Publishes a process for building permits from today on.
    pub(super) async fn publishes(&self, process: workflow::Process) {
        let now = self.clock.now();
        let published = self.dossiers.catalogue().current(now).await.unwrap();
        let version = published.by_key(&BUILDING_PERMIT.parse().unwrap()).unwrap().as_ref().clone();
        let (organisation, today) = (self.dossiers.organisation().clone(), local(now).date());
        let by = move || Actor { account: base::AccountId::new(now), ..Actor::system() };
        let write = move |tx: &mut db::Tx<'_>| {
            let house = workflow::House::read(tx, &organisation, &[&process], now)?;
            workflow::version::save_draft(tx, &version, &process, 0, (&by(), now))?;
            workflow::version::publish(tx, &version, (1, today), &house, (&by(), now))
        };
        self.store.db.write(write).await.unwrap();
    }

    /// Any procedure, filed at an office with these papers.
    pub(super) async fn filed_as(&self, procedure: &str, office: &str, papers: &[(u16, &str)]) -> String {
        let now = self.clock.now();
        let published = self.dossiers.catalogue().current(now).await.unwrap();
        let version = published.all().iter().find(|version| version.facts.key.to_string() == procedure);
        let paper = |(no, name): &(u16, &str)| PaperIn {
            no: Some(*no),
            name: (*name).to_owned(),
            form: "bản chính".to_owned(),
            quantity: 1,
            files: Vec::new(),
        };
        let filing = Filing {
            procedure: version.unwrap().id,
            office: self.dossiers.organisation().office_by_code(office).unwrap().id,
            competent_agency: None,
            channel: Channel::Counter,
            account: None,
            owner: owner(),
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers: papers.iter().map(paper).collect(),
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: None,
        };
        let filed = self.dossiers.file(&Actor::system(), filing, Vec::new(), Request::at(now)).await.unwrap();
        filed.label()
    }

    /// A building permit that a specialist is examining (step 3).
    pub(super) async fn in_examination(&self) -> String {
        let code = self.filed().await;
        self.does(COUNTER, &code, "tiep-nhan", &[]).await;
        self.does(COUNTER, &code, "chuyen-buoc", &[]).await;
        self.does(HEAD, &code, "chuyen-buoc", &[]).await;
        code
    }

    /// An officer opens the page of a command and sends its form; it must succeed.
    pub(super) async fn does(&self, login: &str, code: &str, slug: &str, fields: &[(&str, &str)]) -> Dossier {
        let before = self.dossier(code).await.version;
        let answer = self.tries(login, code, slug, fields).await;
        assert_eq!(answer.status, 303, "{login} {slug}: {}", answer.text());
        let after = self.dossier(code).await;
        assert!(after.version > before, "{login} {slug} had no effect");
        after
    }

    /// The same, whatever comes of it.
    pub(super) async fn tries(&self, login: &str, code: &str, slug: &str, fields: &[(&str, &str)]) -> Answer {
        let (mut officer, address) = (self.officer(login).await, address(code, slug));
        let page = officer.get(&address).await;
        send(&mut officer, &page, &address, fields).await
    }

    pub(super) async fn dossier(&self, code: &str) -> Dossier {
        let which = Which::Code(DossierCode::parse(code).unwrap());
        self.dossiers.read(&Actor::system(), which).await.unwrap()
    }

    /// The day the result is promised for; none while the clock stands.
    pub(super) async fn due_on(&self, code: &str) -> Option<Date> {
        let clock = self.dossier(code).await.clock()?;
        clock.due.map(|due| local(due).date())
    }

    /// Certificates an officer approves with.
    pub(super) async fn certificates_of(&self, login: &str) -> Vec<base::CertificateId> {
        let staff = self.dossiers.organisation().staff_by_login(login).unwrap().id;
        let own = self.signing.as_ref().unwrap().own(staff).await.unwrap();
        own.into_iter().map(|row| row.id).collect()
    }

    /// Takes certificates out of use.
    pub(super) async fn end(&self, certificates: Vec<base::CertificateId>) {
        let signing = self.signing.as_ref().unwrap();
        for id in certificates {
            assert!(signing.end(id, &Actor::system(), None, self.clock.now()).await.unwrap());
        }
    }

    /// Lets time pass to a moment of Vietnam, `2026-11-27T09:00`.
    pub(super) fn at(&self, moment: &str) {
        self.clock.set(calendar::instant(moment.parse().unwrap()));
    }
}

const LOCALES: [web::LocaleFiles; 7] = [
    crate::LOCALE,
    dossier::LOCALE,
    catalogue::LOCALE,
    access::LOCALE,
    audit::LOCALE,
    documents::LOCALE,
    messages::LOCALE,
];

fn owner() -> Person {
    Person {
        kind: PersonKind::Citizen,
        name: OWNER.to_owned(),
        personal_id: PersonalId::parse(NUMBER).ok(),
        tax_code: None,
        born_on: None,
        phone: Phone::parse(PHONE).ok(),
        email: None,
        address: "Tổ 3, khu 5, phường Hạ Long".to_owned(),
    }
}

async fn take_on_officers(organisation: &Organisation, access: &Access, db: &Db, now: Timestamp) {
    let sources = organisation::import::Sources::read(&shipped("demo")).unwrap();
    let register = organisation::import::parse(&sources).unwrap();
    let imported = organisation.import(register, now).await.unwrap();
    let hash = access.hash_password(PASSWORD).await.unwrap();
    let accounts = db.write(move |tx| access::import_staff_accounts(tx, &imported.staff, &hash, now));
    assert!(accounts.await.unwrap() > 0, "the demonstration has officers");
}

async fn catalogue_of(db: &Db, now: Timestamp) -> Catalogue {
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let parsed = catalogue::parse(&catalogue::Sources::read(&shipped("")).unwrap()).unwrap();
    catalogue.import(parsed, date(2025, 7, 1), Actor::system(), now).await.unwrap();
    catalogue
}

async fn define_all(db: &Db, catalogue: &Catalogue, now: Timestamp) {
    let performers = Performers::parse(&std::fs::read_to_string(shipped("demo/performers.csv")).unwrap()).unwrap();
    let versions = catalogue.current(now).await.unwrap().all().to_vec();
    let define = move |tx: &mut db::Tx<'_>| {
        let definitions = versions.iter().filter_map(|version| workflow::define(version, &performers, now).ok());
        definitions.into_iter().try_for_each(|definition| Workflows::save(tx, &definition))
    };
    db.write::<_, _, db::Error>(define).await.unwrap();
}

/// Certificates of the leader and of the agency's seal, from an authority of their own.
async fn certified(
    dossiers: &Dossiers,
    files: &Files,
    keys: &Path,
    required: bool,
    now: Timestamp,
) -> documents::Signing {
    use documents::signatures::{KeptIn, NewCertificate, SigningSettings, demo};
    let named = |file, name| demo::Named { file, name, title: "", organisation: "UBND phường Hạ Long" };
    let named = [named(LEADER, "Nguyễn Thành Trung"), named(STAMP_KEEPER, "UBND phường Hạ Long")];
    demo::make(keys, &named, PIN, now).unwrap();
    let trust = documents::verification::load_trust(&keys.join(demo::TRUST)).unwrap();
    let settings = SigningSettings { keys: Some(keys.to_owned()), required, ..SigningSettings::default() };
    let (files, press, site) = (files.clone(), pdf::Press::new().unwrap(), Settings::default());
    let signing = documents::Signing::new(files, dossiers.clone(), press, trust, settings, &site).unwrap();
    for (login, is_seal) in [(LEADER, false), (STAMP_KEEPER, true)] {
        let staff = dossiers.organisation().staff_by_login(login).unwrap();
        let new = NewCertificate {
            staff: staff.id,
            agency: is_seal.then_some(staff.agency),
            file: std::fs::read(keys.join(format!("{login}.pem"))).unwrap(),
            kept_in: KeptIn::File,
            place: format!("{login}.p12"),
            key_label: String::new(),
        };
        signing.register(new, &Actor::system(), None, now).await.unwrap();
    }
    signing
}

/// The page of a command.
pub(super) fn address(code: &str, slug: &str) -> String {
    format!("/ho-so/{code}/{slug}")
}

/// Sends the form of a page that was fetched before, as its hidden inputs stood then.
pub(super) async fn send(visitor: &mut Visitor, page: &Answer, to: &str, fields: &[(&str, &str)]) -> Answer {
    let hidden = hidden(page);
    let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
    all.extend_from_slice(fields);
    visitor.post(to, &all).await
}

/// What the form of a page carries unseen. The frame above it has a form of its own, to sign out.
pub(super) fn hidden(page: &Answer) -> Vec<(&'static str, String)> {
    let text = page.text();
    let main = text.find("<main").map_or(text.as_str(), |at| &text[at..]);
    let value = |name: &str| {
        let rest = main.split(&format!("name=\"{name}\" value=\"")).nth(1)?;
        rest.split('"').next().map(ToOwned::to_owned)
    };
    ["csrf", "idempotency_key", "version", "gio"]
        .into_iter()
        .filter_map(|name| value(name).map(|value| (name, value)))
        .chain(value("csrf").is_none().then(|| ("csrf", page.input("csrf").unwrap_or_default())))
        .collect()
}

pub(super) fn has(answer: &Answer, parts: &[&str]) {
    let text = answer.text();
    for part in parts {
        assert!(text.contains(part), "“{part}” is missing in\n{text}");
    }
}

pub(super) fn lacks(answer: &Answer, parts: &[&str]) {
    let text = answer.text();
    for part in parts {
        assert!(!text.contains(part), "“{part}” should not stand in\n{text}");
    }
}
