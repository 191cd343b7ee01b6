//! No route without a gate, and every gate shut to whoever has no business behind it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use base::Role;
use calendar::SystemClock;
use motcua::assemble::{App, Choices, Folders, assemble};
use testkit::Visitor;
use web::{Gate, RouteInfo, Settings};

async fn demo(folder: &std::path::Path) -> App {
    let address = format!("sqlite:{}", folder.join("motcua.db").display());
    let db = db::Db::open(&address, &db::Options::default()).unwrap();
    db.migrate().unwrap();
    motcua::demo_centre(&db).await.unwrap();
    let folders = Folders { files: folder.join("files"), messages: folder.join("messages"), trust: None };
    let settings = Settings { spool: folder.join("spool"), ..Settings::default() };
    web::clear_spool(&settings.spool).unwrap();
    assemble(db, settings, Choices::default(), &folders, Arc::new(SystemClock)).await.unwrap()
}

/// An address of a route, with something plausible in its places.
fn address(route: &RouteInfo) -> String {
    let filled = route.path.replace("{ma}", "H49.101-260105-0001").replace("{code}", "1.013225");
    let filled = filled.replace("{id}", "01a20c6e-8f80-7b50-a5ca-28a033bcb132");
    let parts = filled.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

async fn ask(visitor: &mut Visitor, route: &RouteInfo) -> (StatusCode, Option<String>) {
    let method: Method = route.method.parse().unwrap();
    let content = (method != Method::GET).then_some("application/x-www-form-urlencoded");
    let answer = visitor.send(method, &address(route), content, Vec::new()).await;
    (answer.status, answer.location)
}

async fn signed_in(app: &App, login: &str) -> Visitor {
    let mut visitor = Visitor::new(app.router.clone());
    let page = visitor.get("/dang-nhap").await;
    let csrf = page.input("csrf").unwrap();
    let key = page.input("idempotency_key").unwrap();
    let fields = [
        ("csrf", csrf.as_str()),
        ("idempotency_key", key.as_str()),
        ("login", login),
        ("password", motcua::DEMO_PASSWORD),
    ];
    let answer = visitor.post("/dang-nhap", &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{login} signs in");
    visitor
}

#[tokio::test]
async fn a_stranger_passes_only_public_gates() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo(folder.path()).await;
    assert!(app.routes.len() > 60, "the table of routes is whole: {}", app.routes.len());
    for route in app.routes.iter().filter(|route| route.gate != Gate::Public) {
        let (status, location) = ask(&mut Visitor::new(app.router.clone()), route).await;
        let sent_to_sign_in = location.is_some_and(|to| to.starts_with("/dang-nhap"));
        let refused = matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        assert!(refused || sent_to_sign_in, "{} {} answered {status}", route.method, route.path);
    }
}

#[tokio::test]
async fn an_administrator_reads_no_dossier_and_an_officer_is_no_citizen() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo(folder.path()).await;
    let mut administrator = signed_in(&app, "quantri.tinh").await;
    for route in &app.routes {
        let shut = match route.gate {
            Gate::Citizen => true,
            Gate::Roles(roles) => !roles.contains(&Role::Administrator),
            Gate::Public | Gate::SignedIn | Gate::Staff | Gate::Token => false,
        };
        if shut {
            let (status, _) = ask(&mut administrator, route).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "{} {}", route.method, route.path);
        }
    }
    let dossier = administrator.get("/ho-so/H49.101-260105-0001").await;
    assert!(matches!(dossier.status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN), "{}", dossier.status);
}

#[tokio::test]
async fn a_session_opens_no_door_of_the_api() {
    let folder = tempfile::tempdir().unwrap();
    let app = demo(folder.path()).await;
    let mut officer = signed_in(&app, "motcua.halong").await;
    for route in app.routes.iter().filter(|route| route.gate == Gate::Token) {
        let (status, _) = ask(&mut officer, route).await;
        assert!(matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN), "{} {status}", route.path);
    }
}
