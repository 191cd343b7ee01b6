//! A small site to test the middleware with: a page of each kind, three people, one machine.
//! Nothing here sleeps or reads the network.

mod forgery;
mod gates;
mod pages;
mod uploads;

use std::sync::Arc;

use crate::{
    Context, Error, FieldErrors, Form, Gate, Identify, Limit, Locales, Nav, Page, Routes, Sentence, Settings, SignedIn,
    Site,
};
use askama::Template;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use axum::response::Response;
use base::secret::digest;
use base::{AccountId, Actor, ActorKind, AgencyId, ApiTokenId, Grant, Role, Scope, StaffId, UnitId};
use calendar::FrozenClock;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use tempfile::TempDir;
use tower::ServiceExt as _;

const LIMIT_BYTES: u64 = 64 * 1024;
const SECRET: &str = "the secret of the session";

#[derive(Template)]
#[template(
    source = r#"{% extends "portal.html" %}{% block title %}Mẫu{% endblock %}{% block main %}<form>{{ page.csrf_field() }}</form>{% endblock %}"#,
    ext = "html"
)]
struct SamplePage {
    page: Page,
}

#[derive(Template)]
#[template(
    source = r#"{% extends "desk.html" %}{% block title %}Mẫu{% endblock %}{% block main %}{{ page.moment(page.now) }}{% endblock %}"#,
    ext = "html"
)]
struct SampleDesk {
    page: Page,
}

async fn portal(context: Context) -> Result<Response, Error> {
    web::html(SamplePage { page: context.page(Nav::Tracking) })
}

async fn desk(context: Context) -> Result<Response, Error> {
    context.staff()?;
    web::html(SampleDesk { page: context.page(Nav::Inbox) })
}

async fn plain() -> &'static str {
    "xong"
}

async fn send(context: Context, mut form: Form) -> Result<String, Error> {
    let spooled = std::fs::read_dir(&context.site.settings.spool).map_err(Error::internal)?.count();
    let file = form.file("file")?;
    let file =
        file.map_or_else(|| "không có tệp".to_owned(), |f| format!("{} {} {}", f.name, f.size_bytes, &f.sha256[..8]));
    Ok(format!("{} | {file} | {spooled} | {}", form.text("name"), form.idempotency_key()))
}

async fn inline(context: Context, form: Form) -> Result<String, Error> {
    let errors = form.upload_errors(context.locale);
    Ok(errors.iter().map(|(_, sentence)| context.say(sentence)).collect())
}

async fn note(context: Context, _: Form) -> Response {
    context.redirect_noting("/mau", "web-back")
}

async fn invalid() -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    errors.push("born", "web-error-date");
    Err(Error::Invalid(errors))
}

async fn panicking() -> Response {
    panic!("on purpose")
}

async fn numbered(web::Path(number): web::Path<u32>) -> String {
    number.to_string()
}

async fn by_framework(axum::extract::Path(number): axum::extract::Path<u32>) -> String {
    number.to_string()
}

async fn conflict() -> Result<Response, Error> {
    Err(Error::Conflict(Sentence::new("web-error-date")))
}

async fn limited(context: Context) -> Result<&'static str, Error> {
    const ONCE: Limit = Limit { name: "test", times: 1, seconds: 600 };
    context.site.limiter.take(ONCE, &context.client_key(), context.now)?;
    Ok("một lần")
}

fn routes() -> Routes {
    Routes::new("sample")
        .get("sample.portal", "/mau", Gate::Public, portal)
        .get("sample.citizen", "/cua-toi", Gate::Citizen, plain)
        .get("sample.signed-in", "/tai-khoan", Gate::SignedIn, plain)
        .get("sample.desk", "/ban", Gate::Staff, desk)
        .get("sample.leader", "/trinh-ky", Gate::Roles(&[Role::Leader]), plain)
        .get("sample.api", "/api/v1/dossiers", Gate::Token, plain)
        .post("sample.api-send", "/api/v1/dossiers", Gate::Token, plain)
        .get("sample.api-invalid", "/api/v1/invalid", Gate::Public, invalid)
        .post("sample.send", "/gui", Gate::Public, send)
        .post("sample.inline", "/gui-tung-tep", Gate::Public, inline)
        .post("sample.note", "/ghi", Gate::Staff, note)
        .get("sample.panic", "/hong", Gate::Public, panicking)
        .get("sample.numbered", "/so/{number}", Gate::Public, numbered)
        .get("sample.by-framework", "/khung/{number}", Gate::Public, by_framework)
        .get("sample.conflict", "/trung", Gate::Public, conflict)
        .get("sample.limited", "/gioi-han", Gate::Public, limited)
}

struct People;

fn actor(kind: ActorKind, role: Role) -> Actor {
    let grant = Grant { role, scope: Scope::Province, valid_from: Timestamp::MIN, valid_to: None };
    Actor {
        account: AccountId::new(Timestamp::UNIX_EPOCH), kind, name: "Trần Thị B".to_owned(), grants: vec![grant]
    }
}

fn staff() -> ActorKind {
    let now = Timestamp::UNIX_EPOCH;
    ActorKind::Staff { staff: StaffId::new(now), agency: AgencyId::new(now), unit: UnitId::new(now), office: None }
}

impl Identify for People {
    fn session<'a>(&'a self, token: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, Error>> {
        let found = match token {
            _ if token == digest("citizen") => Ok(Some(actor(ActorKind::Citizen, Role::Citizen))),
            _ if token == digest("officer") => Ok(Some(actor(staff(), Role::CounterOfficer))),
            _ if token == digest("leader") => Ok(Some(actor(staff(), Role::Leader))),
            _ if token == digest("store-down") => Err(Error::Unavailable),
            _ => Ok(None),
        };
        let signed_in = |actor| SignedIn { actor, csrf: SECRET.to_owned(), session: "1".to_owned() };
        Box::pin(async move { found.map(|actor| actor.map(signed_in)) })
    }

    fn bearer<'a>(&'a self, token: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, Error>> {
        let kind = ActorKind::Integration { token: ApiTokenId::new(Timestamp::UNIX_EPOCH) };
        let found = (token == digest("machine")).then(|| actor(kind, Role::Integration));
        Box::pin(async move { Ok(found) })
    }
}

struct Town {
    router: Router,
    folder: TempDir,
}

fn town_with(change: impl FnOnce(&mut Settings)) -> Town {
    let folder = tempfile::tempdir().unwrap();
    let spool = folder.path().join("spool");
    web::clear_spool(&spool).unwrap();
    let mut settings = Settings { spool, upload_limit_bytes: LIMIT_BYTES, demo: true, ..Settings::default() };
    change(&mut settings);
    let address = format!("sqlite:{}", folder.path().join("test.db").display());
    let db = db::Db::open(&address, &db::Options::default()).unwrap();
    let clock = FrozenClock::at("2026-10-26T07:20:00Z".parse().unwrap());
    let site = Site::new(db, Arc::new(clock), settings, Locales::load(&[]).unwrap(), Arc::new(People));
    Town { router: routes().into_router(site), folder }
}

fn town() -> Town {
    town_with(|_| {})
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }
}

impl Town {
    async fn ask(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask(request("GET", path, headers, Body::empty())).await
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        self.ask(request("POST", path, headers, body.into())).await
    }

    async fn upload(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.post(path, &[AS_OFFICER, MULTIPART], body).await
    }

    fn spooled(&self) -> usize {
        std::fs::read_dir(self.folder.path().join("spool")).unwrap().count()
    }
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: Body) -> Request<Body> {
    let request = Request::builder().method(method).uri(path).header("host", "mot-cua.example");
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).body(body).unwrap()
}

const AS_OFFICER: (&str, &str) = ("cookie", "motcua_session=officer");
const AS_CITIZEN: (&str, &str) = ("cookie", "motcua_session=citizen");
const URLENCODED: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=rao");

fn part(name: &str, value: &str) -> String {
    format!("--rao\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

fn file_part(name: &str, file: &str, bytes: usize) -> String {
    format!(
        "--rao\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: application/pdf\r\n\r\n{}\r\n",
        "x".repeat(bytes)
    )
}

const END: &str = "--rao--\r\n";
