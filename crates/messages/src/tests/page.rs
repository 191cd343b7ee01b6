//! The list for those who watch over messages: masked, narrowed by code, state and reach, in pages.

use std::sync::Arc;

use base::{AccountId, Actor, ActorKind, AgencyId, Grant, Role, Scope, StaffId, UnitId};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use testkit::{Answer, Visitor};
use web::{Identify, Locales, Settings, SignedIn, Site};

use super::world::{BUILDING_PERMIT, Reached, World};
use crate::store;

/// Whoever asks is this officer.
struct Only(Actor);

impl Identify for Only {
    fn session<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<SignedIn>, web::Error>> {
        let signed_in = SignedIn { actor: self.0.clone(), csrf: base::secret::token(), session: "one".to_owned() };
        Box::pin(async { Ok(Some(signed_in)) })
    }

    fn bearer<'a>(&'a self, _: &'a str, _: Timestamp) -> BoxFuture<'a, Result<Option<Actor>, web::Error>> {
        Box::pin(async { Ok(None) })
    }
}

fn officer(world: &World, role: Role, scope: Scope) -> Visitor {
    let now = world.now();
    let kind =
        ActorKind::Staff { staff: StaffId::new(now), agency: AgencyId::new(now), unit: UnitId::new(now), office: None };
    let grants = vec![Grant { role, scope, valid_from: Timestamp::UNIX_EPOCH, valid_to: None }];
    let actor = Actor { account: AccountId::new(now), kind, name: "Nguyễn Văn Lực".to_owned(), grants };
    let locales = Locales::load(&[crate::LOCALE]).unwrap();
    let clock = Arc::new(world.clock.clone());
    let site = Site::new(world.db.clone(), clock, Settings::default(), locales, Arc::new(Only(actor)));
    Visitor::new(crate::routes().into_router(site)).with_header("cookie", "motcua_session=one")
}

/// Rows of the table.
fn rows(answer: &Answer) -> usize {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.text().matches("<th scope=\"row\"").count()
}

#[tokio::test]
async fn an_administrator_sees_what_was_sent_and_no_address() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted(Reached::Phone).await;
    world.accepted(Reached::Email).await;
    let page = officer(&world, Role::Administrator, Scope::Province).get("/quan-tri/tin-nhan").await;
    assert_eq!(rows(&page), 4);
    let text = page.text();
    for part in [dossier.label().as_str(), "09•• ••• 789", "p•••@example.vn", "Chờ gửi", "đã được tiếp nhận"]
    {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("0900000789") && !text.contains("phuc@"));
}

#[tokio::test]
async fn roles_that_do_not_watch_over_messages_are_kept_out() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    for role in Role::ALL {
        let seen = matches!(role, Role::Administrator | Role::Supervisor | Role::Inspector);
        let status = officer(&world, *role, Scope::Province).get("/quan-tri/tin-nhan").await.status;
        assert_eq!(status, if seen { 200 } else { 403 }, "{role:?}");
    }
}

#[tokio::test]
async fn a_supervisor_sees_the_messages_of_the_own_office_or_agency() {
    testkit::each_engine(|db| async move {
        let world = World::on(db).await;
        let here = world.file(BUILDING_PERMIT, "H49.101", Reached::Phone, Vec::new()).await;
        let there = world.file(BUILDING_PERMIT, "H49.102", Reached::Phone, Vec::new()).await;
        let nowhere = UnitId::new(world.now());
        for (scope, count) in [
            (Scope::Office(here.receiving_office), 1),
            (Scope::Agency(there.competent_agency), 1),
            (Scope::Unit(nowhere), 0),
            (Scope::Province, 2),
        ] {
            let mut supervisor = officer(&world, Role::Supervisor, scope);
            assert_eq!(rows(&supervisor.get("/quan-tri/tin-nhan").await), count, "{scope:?}");
            let by_state = supervisor.get("/quan-tri/tin-nhan?trang-thai=queued").await;
            assert_eq!(rows(&by_state), count, "{scope:?}");
        }
        let mut here_only = officer(&world, Role::Supervisor, Scope::Office(here.receiving_office));
        assert_eq!(rows(&here_only.get(&format!("/quan-tri/tin-nhan?ma={}", there.label())).await), 0);
    })
    .await;
}

#[tokio::test]
async fn the_list_is_narrowed_by_code_and_by_state() {
    testkit::each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted(Reached::Phone).await;
        world.accepted(Reached::Nowhere).await;
        let first = world.messages(&dossier).await[0].id;
        let now = world.now();
        world.db.write(move |tx| store::sent(tx, first, now)).await.unwrap();
        let mut visitor = officer(&world, Role::Inspector, Scope::Province);
        let typed = dossier.label().to_lowercase();
        for (query, count) in [
            (String::new(), 4),
            (format!("?ma={typed}"), 2),
            (format!("?ma={typed}&trang-thai=sent"), 1),
            ("?trang-thai=sent".to_owned(), 1),
            ("?trang-thai=no_address".to_owned(), 2),
            ("?trang-thai=failed".to_owned(), 0),
            ("?ma=khong+phai+ma".to_owned(), 0),
        ] {
            assert_eq!(rows(&visitor.get(&format!("/quan-tri/tin-nhan{query}")).await), count, "{query}");
        }
        let none = visitor.get("/quan-tri/tin-nhan?trang-thai=failed").await;
        assert!(none.text().contains("Chưa có tin nhắn nào"));
    })
    .await;
}

#[tokio::test]
async fn older_messages_stand_on_the_next_page_and_each_stands_once() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    for _ in 0..30 {
        world.accepted(Reached::Phone).await;
    }
    let mut visitor = officer(&world, Role::Inspector, Scope::Province);
    let first = visitor.get("/quan-tri/tin-nhan?trang-thai=queued").await;
    assert_eq!(rows(&first), 50);
    let text = first.text();
    let next = text.split("href=\"").find(|part| part.contains("sau=")).unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let second = visitor.get(&next).await;
    assert_eq!(rows(&second), 10, "{next}");
    assert!(first.text().contains("Tin cũ hơn") && !second.text().contains("Tin cũ hơn"));
}
