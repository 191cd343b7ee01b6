//! One promise in four places: page, slip, message and API give the same date, the same reasons, the same
//! days and the same pauses, in both languages.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]

use std::path::Path;
use std::process::Command as Program;
use std::sync::Arc;

use access::NewToken;
use base::{Actor, Locale, PersonalId, Phone, Role, Scope};
use calendar::{Clock as _, FrozenClock, PauseReason, instant};
use catalogue::{Catalogue, Key};
use db::{Db, Tx};
use dossier::command::{Accept, Apologise, Extend, Note, Pause, RequestSupplement, Supplement, SupplementItem};
use dossier::{
    Channel, Command, Dossier, ExtensionUnit, Filing, PaperIn, Person, PersonKind, Request, ReturnChannel, Which,
};
use jiff::SignedDuration;
use jiff::civil::Date;
use motcua::assemble::{App, Choices, Folders, assemble};
use organisation::Organisation;
use serde_json::Value;
use testkit::Visitor;
use web::{Settings, format};
use workflow::{Performers, Workflows};

const PERMIT: &str = "1.013225";
const OFFICER: &str = "thanhtra.tinh";
const PASSWORD: &str = "hoa sữa tháng mười";

struct Centre {
    app: App,
    clock: FrozenClock,
    token: String,
    folder: tempfile::TempDir,
}

fn data(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(data(name)).unwrap()
}

/// A column more for every line of a file; `value` sees the line.
fn with_columns(file: &str, heads: &str, value: impl Fn(&str) -> String) -> String {
    let mut lines = file.lines();
    let head = lines.next().unwrap_or_default();
    let rows = lines.map(|line| format!("{line},{}\n", value(line)));
    format!("{head},{heads}\n{}", rows.collect::<String>())
}

/// Phường Bãi Cháy counts by the hour; a building permit is promised earlier than the rule says.
async fn found(db: &Db, now: jiff::Timestamp) {
    let mut sources = organisation::import::Sources::read(&data("demo")).unwrap();
    let offices = with_columns(&read("demo/offices.csv"), "counting", |line| {
        if line.starts_with("H49.102") { "hours".to_owned() } else { String::new() }
    });
    sources.offices = offices.into_bytes();
    let organisation = Organisation::load(db.clone()).await.unwrap();
    let imported = organisation.import(organisation::import::parse(&sources).unwrap(), now).await.unwrap();
    let access = access::Access::new(db.clone(), organisation, access::Passwords::new().unwrap(), Arc::new(audit::Log));
    let hash = access.hash_password(PASSWORD).await.unwrap();
    db.write(move |tx| access::import_staff_accounts(tx, &imported.staff, &hash, now)).await.unwrap();
    let mut sources = catalogue::Sources::read(&data("")).unwrap();
    let list = with_columns(&read("procedures.csv"), "committed_limit,committed_unit", |line| {
        if line.starts_with(PERMIT) { "15,wd".to_owned() } else { ",".to_owned() }
    });
    // The rule gives three days more than what is promised.
    let list = list.lines().map(|line| {
        let line = if line.starts_with(PERMIT) { line.replacen(",15,wd,", ",18,wd,", 1) } else { line.to_owned() };
        line + "\n"
    });
    sources.list.content = list.collect::<String>().into_bytes();
    let catalogue = Catalogue::load(db.clone(), now).await.unwrap();
    let mut parsed = catalogue::parse(&sources).unwrap();
    parsed.synonyms = None;
    catalogue.import(parsed, "2025-07-01".parse().unwrap(), Actor::system(), now).await.unwrap();
    let performers = Performers::parse(&read("demo/performers.csv")).unwrap();
    let published = catalogue.current(now).await.unwrap();
    let version = published.by_key(&Key { code: PERMIT.parse().unwrap(), variant: 1 }).unwrap();
    let definition = workflow::define(version, &performers, now).unwrap();
    db.write::<_, _, db::Error>(move |tx: &mut Tx<'_>| Workflows::save(tx, &definition)).await.unwrap();
}

impl Centre {
    /// Monday, 2 November 2026, eight in the morning.
    async fn open() -> Self {
        let clock = FrozenClock::at(instant("2026-11-02T08:00".parse().unwrap()));
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("motcua.db").display());
        let db = Db::open(&address, &db::Options::default()).unwrap();
        db.migrate().unwrap();
        found(&db, clock.now()).await;
        let folders =
            Folders { files: folder.path().join("files"), messages: folder.path().join("messages"), trust: None };
        let settings = Settings { spool: folder.path().join("spool"), ..Settings::default() };
        web::clear_spool(&settings.spool).unwrap();
        // The clock of a story runs for weeks; nobody signs in again meanwhile.
        let mut policy = access::Policy::default();
        policy.sessions.staff.total = SignedDuration::from_hours(10_000);
        policy.sessions.staff.idle = SignedDuration::from_hours(10_000);
        let choices = Choices { policy, ..Choices::default() };
        let app = assemble(db, settings, choices, &folders, Arc::new(clock.clone())).await.unwrap();
        let new =
            NewToken { name: "Kiểm tra".to_owned(), role: Role::Integration, scope: Scope::Province, valid_to: None };
        let token = app.access.create_token(new, Actor::system(), clock.now()).await.unwrap();
        Self { app, clock, token, folder }
    }

    async fn accepted(&self, office: &str) -> Dossier {
        let now = self.clock.now();
        let published = self.app.catalogue.current(now).await.unwrap();
        let version = published.by_key(&Key { code: PERMIT.parse().unwrap(), variant: 1 }).unwrap();
        let papers = version.facts.papers.iter().filter(|paper| paper.is_always_asked()).map(|paper| PaperIn {
            no: Some(paper.no),
            name: paper.name.clone(),
            form: String::new(),
            quantity: 1,
            files: Vec::new(),
        });
        let filing = Filing {
            procedure: version.id,
            office: self.app.organisation.office_by_code(office).unwrap().id,
            competent_agency: None,
            channel: Channel::Counter,
            account: None,
            owner: Person {
                kind: PersonKind::Citizen,
                name: "Lý Văn Phúc".to_owned(),
                personal_id: PersonalId::parse("022099000117").ok(),
                tax_code: None,
                born_on: None,
                phone: Phone::parse("0900000789").ok(),
                email: None,
                address: "Tổ 7".to_owned(),
            },
            proxy: None,
            declared: Vec::new(),
            sets: 1,
            papers: papers.collect(),
            return_channel: ReturnChannel::Counter,
            return_address: String::new(),
            fee: None,
        };
        let accept = vec![Command::Accept(Accept::default())];
        self.app.dossiers.file(&Actor::system(), filing, accept, Request::at(now)).await.unwrap()
    }

    async fn does(&self, dossier: &Dossier, at: &str, command: Command) -> Dossier {
        self.clock.set(instant(at.parse().unwrap()));
        let request = Request::at(self.clock.now());
        let which = Which::Id(dossier.id);
        self.app.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await.unwrap()
    }

    async fn officer(&self) -> Visitor {
        let mut visitor = Visitor::new(self.app.router.clone());
        let page = visitor.get("/dang-nhap").await;
        let (csrf, key) = (page.input("csrf").unwrap(), page.input("idempotency_key").unwrap());
        let fields = [("csrf", csrf.as_str()), ("idempotency_key", &key), ("login", OFFICER), ("password", PASSWORD)];
        let answer = visitor.post("/dang-nhap", &fields).await;
        assert_eq!(answer.status, 303);
        visitor
    }

    async fn clock_by_api(&self, code: &str, locale: Locale) -> Value {
        let mut system = Visitor::new(self.app.router.clone())
            .with_header("authorization", &format!("Bearer {}", self.token))
            .with_header("accept-language", locale.tag());
        let answer = system.get(&format!("/api/v1/dossiers/{code}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice::<Value>(&answer.bytes).unwrap()["clock"].take()
    }

    async fn last_message(&self, dossier: &Dossier) -> String {
        let id = dossier.id;
        let written = self.app.db.read::<_, _, db::Error>(move |tx| messages::of_dossier(tx, id)).await.unwrap();
        written[0].text.clone()
    }

    async fn slip(&self, officer: &mut Visitor, code: &str) -> String {
        let answer = officer.get(&format!("/ho-so/{code}/giay-tiep-nhan.pdf")).await;
        assert_eq!(answer.status, 200);
        std::fs::write(self.folder.path().join("slip.pdf"), &answer.bytes).unwrap();
        let output = Program::new("pdftotext").args(["-raw", "slip.pdf", "-"]).current_dir(self.folder.path()).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run pdftotext ({error}): run `make setup` first"));
        let text = String::from_utf8(output.stdout).unwrap();
        words(&text.replace('\u{200b}', "").replace('\u{a0}', " "))
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page as it is read.
fn plain(html: &str) -> String {
    words(&html.replace("&#39;", "'").replace("&#38;", "&").replace("&#34;", "\""))
}

fn texts<'a>(value: &'a Value, name: &str) -> Vec<&'a str> {
    value[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// Page and workbench against the API.
async fn pages_agree(centre: &Centre, officer: &mut Visitor, dossier: &Dossier, locale: Locale) {
    let code = dossier.label();
    let told = centre.clock_by_api(&code, locale).await;
    let why = &told["explanation"];
    let tracking = Visitor::new(centre.app.router.clone()).get(&format!("/tra-cuu/{code}?lang={}", locale.tag())).await;
    let workbench = officer.get(&format!("/ho-so/{code}?lang={}", locale.tag())).await;
    for (place, page) in [("tracking page", plain(&tracking.text())), ("workbench", plain(&workbench.text()))] {
        let due = why["due"].as_str().unwrap();
        assert!(page.contains(due), "{place} in {}: “{due}” is missing in\n{page}", locale.tag());
        for sentence in texts(why, "sentences") {
            assert!(page.contains(sentence), "{place} in {}: “{sentence}” is missing", locale.tag());
        }
        strip_agrees(&page, why, locale);
        for pause in why["pauses"].as_array().unwrap() {
            let from: Date = pause["from"].as_str().unwrap()[..10].parse().unwrap();
            let span = format!("{} – ", format::date_short(locale, from));
            assert!(page.contains(&span), "{place}: the pause from {from}");
        }
    }
}

/// Every day of the API stands in the strip, counted or not, and no other day does.
fn strip_agrees(page: &str, why: &Value, locale: Locale) {
    let days = why["days"].as_array().unwrap();
    for day in days {
        let date: Date = day["date"].as_str().unwrap().parse().unwrap();
        let spoken = format!("{} {}:", format::weekday(locale, date), format::date_short(locale, date));
        assert_eq!(page.matches(&spoken).count(), 1, "{spoken}");
    }
}

fn extension() -> Command {
    let (value, unit) = ("2".to_owned(), ExtensionUnit::WorkingDay);
    let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
    Command::Extend(Extend { value, unit, legal_basis, reason: "Kiểm tra thực địa".to_owned() })
}

fn apology() -> Command {
    let (value, unit) = ("3".to_owned(), ExtensionUnit::WorkingDay);
    Command::Apologise(Apologise { value, unit, reason: "Máy đo hỏng".to_owned() })
}

fn pause() -> Command {
    let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
    Command::Pause(Pause { reason: PauseReason::Fieldwork, legal_basis, note: String::new() })
}

fn supplement_request() -> Command {
    let item = SupplementItem { paper: Some(3), what: "Ký lại".to_owned(), legal_basis: String::new() };
    Command::RequestSupplement(RequestSupplement { items: vec![item], reason: String::new() })
}

#[tokio::test]
async fn page_slip_message_and_api_give_the_same_date_for_the_same_reasons() {
    let centre = Centre::open().await;
    let mut officer = centre.officer().await;
    let running = centre.accepted("H49.101").await;
    let by_the_hour = centre.accepted("H49.102").await;
    let to_pause = centre.accepted("H49.101").await;
    let to_supplement = centre.accepted("H49.101").await;
    let to_restart = centre.accepted("H49.101").await;
    let to_extend = centre.accepted("H49.101").await;
    let to_apologise = centre.accepted("H49.101").await;

    // What a message tells is what the page says at that moment, and the slip promises the same.
    for dossier in [&running, &by_the_hour] {
        let told = centre.clock_by_api(&dossier.label(), Locale::Vi).await;
        let due = told["explanation"]["due"].as_str().unwrap().to_owned();
        let message = centre.last_message(dossier).await;
        assert!(message.contains(&due), "“{due}” is missing in {message}");
        let slip = centre.slip(&mut officer, &dossier.label()).await;
        let first = texts(&told["explanation"], "sentences")[0];
        assert!(slip.contains(first), "“{first}” is missing in {slip}");
        let due_at = told["due_at"].as_str().unwrap();
        let day: Date = due_at[..10].parse().unwrap();
        assert!(slip.contains(&due_at[11..13]) && slip.contains(&format!("{}", day.day())), "{slip}");
    }
    let mut dossiers = vec![running, by_the_hour];
    let paused = centre.does(&to_pause, "2026-11-04T09:00", pause()).await;
    let resumed = centre.does(&paused, "2026-11-06T09:00", Command::Resume(Note::default())).await;
    dossiers.push(centre.does(&resumed, "2026-11-09T09:00", pause()).await);
    dossiers.push(centre.does(&to_supplement, "2026-11-09T10:00", supplement_request()).await);
    let asked = centre.does(&to_restart, "2026-11-09T10:00", supplement_request()).await;
    let answer = Supplement { papers: Vec::new(), note: "Đã ký".to_owned() };
    dossiers.push(centre.does(&asked, "2026-11-10T10:00", Command::Supplement(answer)).await);
    for (dossier, command) in [(&to_extend, extension()), (&to_apologise, apology())] {
        let later = centre.does(dossier, "2026-11-10T10:00", command).await;
        let told = centre.clock_by_api(&later.label(), Locale::Vi).await;
        let message = centre.last_message(&later).await;
        let due = told["explanation"]["due"].as_str().unwrap();
        assert!(message.contains(due), "“{due}” is missing in {message}");
        assert_eq!(told["explanation"]["extensions"].as_array().unwrap().len(), 1);
        dossiers.push(later);
    }
    centre.clock.set(instant("2026-11-11T09:00".parse().unwrap()));
    assert_eq!(dossiers.len(), 7);
    for dossier in &dossiers {
        for locale in [Locale::Vi, Locale::En] {
            pages_agree(&centre, &mut officer, dossier, locale).await;
        }
    }
}

#[tokio::test]
async fn the_promised_limit_and_the_one_set_by_rule_stand_side_by_side() {
    let centre = Centre::open().await;
    let mut officer = centre.officer().await;
    let dossier = centre.accepted("H49.101").await;
    let dossier = centre.does(&dossier, "2026-11-04T09:00", pause()).await;
    let dossier = centre.does(&dossier, "2026-11-06T09:00", Command::Resume(Note::default())).await;
    let code = dossier.label();
    let told = centre.clock_by_api(&code, Locale::Vi).await;
    // Fifteen and eighteen working days, both moved by the same two days.
    assert_eq!(told["due_at"], "2026-11-26T17:30:00+07:00");
    assert_eq!(told["statutory"]["due_at"], "2026-12-01T17:30:00+07:00");
    assert_eq!(told["statutory_limit"]["value"], "18");
    let tracking = Visitor::new(centre.app.router.clone()).get(&format!("/tra-cuu/{code}")).await;
    let workbench = officer.get(&format!("/ho-so/{code}")).await;
    for page in [plain(&tracking.text()), plain(&workbench.text())] {
        for part in [
            "Cam kết",
            "15 ngày làm việc, 17:30 thứ Năm 26/11/2026",
            "Quy định",
            "18 ngày làm việc, 17:30 thứ Ba 01/12/2026",
        ] {
            assert!(page.contains(part), "“{part}” is missing in\n{page}");
        }
    }
}
