//! Assigning on the pages: take the next, name an officer, several at once, an officer who moved.

use access::Seat;
use base::{Actor, Grant, Role, Scope};
use calendar::Clock as _;

use super::world::{COLLEAGUE, COLLEAGUE_NAME, COUNTER, HEAD, SPECIALIST, World, has, lacks, send};

/// The officer with a name to sign in.
fn officer(world: &World, login: &str) -> String {
    world.dossiers.organisation().staff_by_login(login).unwrap().id.to_string()
}

#[tokio::test]
async fn one_button_gives_the_most_urgent_dossier_that_is_nobodys() {
    let world = World::new().await;
    let first = world.in_examination().await;
    world.at("2026-11-26T09:00");
    let second = world.in_examination().await;
    let mut taken = Vec::new();
    for login in [SPECIALIST, COLLEAGUE] {
        let mut visitor = world.officer(login).await;
        let inbox = visitor.get("/ban-lam-viec").await;
        has(&inbox, &["Nhận hồ sơ gấp nhất", "Chưa giao"]);
        let answer = send(&mut visitor, &inbox, "/ban-lam-viec/lay-viec", &[("khay", "work")]).await;
        taken.push(answer.location.unwrap());
    }
    assert_eq!(taken, [format!("/ho-so/{first}"), format!("/ho-so/{second}")]);
    let mut late = world.officer(COLLEAGUE).await;
    let inbox = late.get("/ban-lam-viec?cua=toi").await;
    has(&inbox, &[&second]);
    lacks(&inbox, &[&first]);
    let none = send(&mut late, &inbox, "/ban-lam-viec/lay-viec", &[("khay", "work")]).await;
    assert_eq!(none.location.as_deref(), Some("/ban-lam-viec"));
    // The page says whose it is, and the colleague is told to ask the head.
    has(&late.get(&format!("/ho-so/{first}")).await, &["Người làm bước này: Ngô Xuân Bắc"]);
    let refused = late.get(&format!("/ho-so/{first}/chuyen-buoc")).await;
    has(&refused, &["Bước này đã giao cho người khác"]);
}

#[tokio::test]
async fn a_head_gives_several_to_one_officer_and_each_is_told_of() {
    let world = World::new().await;
    let codes = [world.in_examination().await, world.in_examination().await];
    let mut head = world.officer(HEAD).await;
    let list = head.get("/ban-lam-viec?cua=don-vi").await;
    has(&list, &["Giao hồ sơ đã chọn cho", COLLEAGUE_NAME, &codes[0], &codes[1]]);
    let mut chosen = Vec::new();
    for code in &codes {
        chosen.push(format!("{code}:{}", world.dossier(code).await.version));
    }
    chosen.push("H49.101-261125-0999:1".to_owned());
    let officer = officer(&world, COLLEAGUE);
    let mut fields: Vec<(&str, &str)> = chosen.iter().map(|choice| ("chon", choice.as_str())).collect();
    fields.extend([("officer", officer.as_str()), ("cua", "don-vi"), ("khay", "work")]);
    let answer = send(&mut head, &list, "/ban-lam-viec/giao-viec", &fields).await;
    has(&answer, &["Đã xong 2 trong 3 hồ sơ"]);
    for code in &codes {
        assert_eq!(world.dossier(code).await.assignee().map(|staff| staff.to_string()), Some(officer.clone()));
    }
    let log = head.get(&format!("/ho-so/{}?muc=nhat-ky", codes[0])).await;
    has(&log, &["Phân công người làm", COLLEAGUE_NAME]);
}

#[tokio::test]
async fn an_officer_gives_to_nobody_else_and_gives_back_the_own() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let (own, other) = (officer(&world, SPECIALIST), officer(&world, COLLEAGUE));
    let refused = world.tries(SPECIALIST, &code, "giao-viec", &[("officer", &other)]).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["Chỉ trưởng phòng hoặc lãnh đạo giao việc cho người khác"]);
    world.does(SPECIALIST, &code, "giao-viec", &[("officer", &own)]).await;
    let freed = world.does(SPECIALIST, &code, "giao-viec", &[("officer", "0")]).await;
    assert_eq!(freed.assignee(), None);
    assert_eq!(world.officer(COUNTER).await.get(&format!("/ho-so/{code}/giao-viec")).await.status, 200);
}

#[tokio::test]
async fn dossiers_of_an_officer_who_moved_are_shown_to_the_head_with_the_remedy() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.does(HEAD, &code, "giao-viec", &[("officer", &officer(&world, SPECIALIST))]).await;
    let mut head = world.officer(HEAD).await;
    lacks(&head.get("/ban-lam-viec").await, &["không còn làm ở đây"]);
    world.leaves(SPECIALIST).await;
    has(&head.get("/ban-lam-viec").await, &["Ngô Xuân Bắc", "không còn làm ở đây mà còn giữ 1 hồ sơ"]);
    let path = format!("/ban-lam-viec?cua={}", officer(&world, SPECIALIST));
    has(&head.get(&path).await, &[&code, "Giao hồ sơ đã chọn cho"]);
    has(&head.get(&format!("/ho-so/{code}")).await, &["Người này không còn làm được bước này"]);
    let given = world.does(HEAD, &code, "giao-viec", &[("officer", &officer(&world, COLLEAGUE))]).await;
    assert_eq!(given.assignee().map(|staff| staff.to_string()), Some(officer(&world, COLLEAGUE)));
}

impl World {
    /// The account of an officer who left is closed.
    async fn leaves(&self, login: &str) {
        let (now, staff) = (self.clock.now(), self.dossiers.organisation().staff_by_login(login).unwrap().id);
        let grant = Grant { role: Role::Administrator, scope: Scope::Province, valid_from: now, valid_to: None };
        let actor = Actor { grants: vec![grant], ..Actor::system() };
        let seat = Seat { actor, session: String::new(), client: None, now };
        self.access.close_account(&seat, staff, "Chuyển công tác").await.unwrap();
    }
}
