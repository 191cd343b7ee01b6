//! An installation with one office, its calendars, and somebody who may change them.

use std::sync::Arc;

use axum::http::Method;
use base::{AccountId, Actor, ActorKind, AgencyId, Grant, OfficeId, Role, Scope, StaffId, UnitId};
use calendar::FrozenClock;
use db::{Db, Tx};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use organisation::Organisation;
use organisation::import::{Sources, parse};
use testkit::{Answer, Visitor};
use web::{Identify, Locales, Settings, SignedIn, Site};

use crate::{Affected, Edition, Example, Preview, Timetable};

pub(super) const HA_LONG: &str = "Trung tâm Phục vụ hành chính công phường Hạ Long";
pub(super) const REASON: &str = "Quyết định 12/QĐ-UBND";

pub(super) fn now() -> Timestamp {
    "2026-12-01T02:00:00Z".parse().unwrap()
}

pub(super) struct World {
    pub(super) db: Db,
    pub(super) timetable: Timetable,
    organisation: Organisation,
    _store: testkit::engines::Sqlite,
}

/// Three dossiers move, whatever changes.
struct ThreeMove;

impl Affected for ThreeMove {
    fn preview(&self, _: &mut Tx<'_>, before: &Edition, after: &Edition) -> Result<Preview, db::Error> {
        assert!(before.number() < after.number());
        let due_before = "2026-12-03T10:30:00Z".parse().unwrap();
        let due_after = due_before + SignedDuration::from_hours(24);
        let examples = vec![Example { code: "H49.101-261126-0001".to_owned(), due_before, due_after }];
        Ok(Preview { open: 40, later: 2, earlier: 1, examples })
    }
}

/// Whoever asks is this officer, with one session.
struct Only(Option<Actor>, String);

impl Identify for Only {
    fn session<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, web::Error>> {
        let signed_in = self.0.clone().map(|actor| SignedIn { actor, csrf: self.1.clone(), session: "one".to_owned() });
        Box::pin(async { Ok(signed_in) })
    }

    fn bearer<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, web::Error>> {
        Box::pin(async { Ok(None) })
    }
}

impl World {
    pub(super) async fn open() -> Self {
        let store = testkit::sqlite();
        let organisation = Organisation::load(store.db.clone()).await.unwrap();
        let sources = Sources {
            agencies: "code,name,kind,parent_code,valid_from\nH49,UBND tỉnh,province_committee,,2025-07-01\n".into(),
            units: "code,agency_code,name,kind\n".into(),
            offices: format!(
                "code,agency_code,name,kind,address,phone\nH49.101,H49,{HA_LONG},commune_centre,Hạ Long,02030000101\n"
            )
            .into(),
            staff: "login,name,agency_code,unit_code,office_code,post,roles\n".into(),
        };
        organisation.import(parse(&sources).unwrap(), now()).await.unwrap();
        let timetable = Timetable::load(store.db.clone(), now()).await.unwrap();
        Self { db: store.db.clone(), timetable, organisation, _store: store }
    }

    pub(super) fn office(&self) -> OfficeId {
        self.organisation.office_by_code("H49.101").unwrap().id
    }

    pub(super) fn administrator(&self) -> Visitor {
        self.officer(Role::Administrator, Scope::Province)
    }

    pub(super) fn officer(&self, role: Role, scope: Scope) -> Visitor {
        let kind = ActorKind::Staff {
            staff: StaffId::new(now()),
            agency: AgencyId::new(now()),
            unit: UnitId::new(now()),
            office: None,
        };
        let grants = vec![Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None }];
        let actor = Actor { account: AccountId::new(now()), kind, name: "Lại Văn Kiên".to_owned(), grants };
        self.visitor(Some(actor)).with_header("cookie", "motcua_session=one")
    }

    pub(super) fn stranger(&self) -> Visitor {
        self.visitor(None)
    }

    fn visitor(&self, actor: Option<Actor>) -> Visitor {
        let routes = crate::routes(self.timetable.clone(), self.organisation.clone(), Arc::new(ThreeMove));
        let locales = Locales::load(&[crate::LOCALE]).unwrap();
        let identify = Arc::new(Only(actor, base::secret::token()));
        let clock = Arc::new(FrozenClock::at(now()));
        let settings = Settings { spool: self._store.folder.path().join("spool"), ..Settings::default() };
        Visitor::new(routes.into_router(Site::new(self.db.clone(), clock, settings, locales, identify)))
    }
}

/// Sends a form with what the page put into it and what was typed.
pub(super) async fn send(visitor: &mut Visitor, task: &str, form: &Answer, typed: &[(&str, &str)]) -> Answer {
    let (csrf, ban) = (form.input("csrf").unwrap(), form.input("ban").unwrap());
    let fields = [&[("csrf", csrf.as_str()), ("ban", ban.as_str())], typed].concat();
    visitor.post(&format!("{}/{task}", super::HOME), &fields).await
}

/// Presses the button of a preview page.
pub(super) async fn confirm(visitor: &mut Visitor, preview: &Answer) -> Answer {
    // The first secret of a page is that of another form; each works for all of them.
    let csrf = preview.input("csrf").unwrap();
    let text = preview.text();
    let main = text.split("/quan-tri/lich-lam-viec/luu").nth(1).expect("a form to confirm");
    let key = main.split("name=\"idempotency_key\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let [ban, reason, change] =
        ["ban", "reason", "thay-doi"].map(|name| preview.input(name).unwrap().replace("&#34;", "\""));
    let fields = [
        ("csrf", csrf.as_str()),
        ("idempotency_key", key),
        ("ban", ban.as_str()),
        ("reason", reason.as_str()),
        ("thay-doi", change.as_str()),
    ];
    visitor.post(&format!("{}/luu", super::HOME), &fields).await
}

/// The preview of one more day off.
pub(super) async fn previewed_day(visitor: &mut Visitor, day: &str) -> Answer {
    let form = visitor.get(&format!("{}/ngay-nghi", super::HOME)).await;
    let fields = [("date", day), ("kind", "public"), ("name", "Nghỉ theo quyết định"), ("reason", REASON)];
    let preview = send(visitor, "ngay-nghi", &form, &fields).await;
    assert_eq!(preview.status, 200, "{}", preview.text());
    preview
}

/// Sends a file as a browser does.
pub(super) async fn import(visitor: &mut Visitor, name: &str, bytes: &[u8]) -> Answer {
    let form = visitor.get(&format!("{}/nhap", super::HOME)).await;
    let (csrf, ban) = (form.input("csrf").unwrap(), form.input("ban").unwrap());
    let mut body = Vec::new();
    for (field, value) in [("csrf", csrf.as_str()), ("ban", ban.as_str()), ("reason", REASON)] {
        let part = format!("--ranh\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!("--ranh\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(bytes);
    body.extend_from_slice(b"\r\n--ranh--\r\n");
    let content_type = "multipart/form-data; boundary=ranh";
    visitor.send(Method::POST, &format!("{}/nhap", super::HOME), Some(content_type), body).await
}
