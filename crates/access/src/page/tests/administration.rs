//! The pages of administrators, behind the real middleware.

use testkit::Visitor;
use web::{Chip, Fields, Note, Page, Tone};

use super::{post, sign_in};
use crate::Happening;
use crate::fixture::{House, OFFICER, PASSWORD};
use crate::page::{account, officer, officer_act, officers};

const LIST: &str = "/quan-tri/nguoi-dung";
const ADMINISTRATOR: &str = "cuong.lv";

async fn administrator(house: &House) -> Visitor {
    let mut visitor = house.visitor();
    sign_in(&mut visitor, ADMINISTRATOR, PASSWORD, "").await;
    visitor
}

fn page_of(house: &House, login: &str) -> String {
    format!("{LIST}/{}", house.commune.staff(login))
}

#[tokio::test]
async fn only_administrators_come_in_and_their_first_page_is_here() {
    let house = House::open().await;
    let mut officer = house.visitor();
    sign_in(&mut officer, OFFICER, PASSWORD, "").await;
    for path in [LIST.to_owned(), page_of(&house, ADMINISTRATOR)] {
        assert_eq!(officer.get(&path).await.status.as_u16(), 403, "{path}");
    }
    let mut visitor = house.visitor();
    let entered = sign_in(&mut visitor, ADMINISTRATOR, PASSWORD, "").await;
    assert_eq!(entered.location.as_deref(), Some(LIST));
    let list = visitor.get(LIST).await.text();
    assert!(list.contains("Trần Thị Bình") && list.contains("Công chức một cửa, Chuyên viên thụ lý"), "{list}");
    assert!(list.contains("Đã rời vị trí"), "{list}");
    let found = visitor.get(&format!("{LIST}?q=binh")).await.text();
    assert!(found.contains("Trần Thị Bình") && !found.contains("Phạm Thị Dung"));
    assert!(visitor.get(&format!("{LIST}?q=khong+co+ai")).await.text().contains("Không thấy cán bộ nào"));
    let nobody = format!("{LIST}/01a20c6e-8f80-7b50-a5ca-28a033bcb132");
    assert_eq!(visitor.get(&nobody).await.status.as_u16(), 404);
}

#[tokio::test]
async fn a_role_is_given_for_a_time_and_ended_from_the_page() {
    let house = House::open().await;
    let (mut visitor, here) = (administrator(&house).await, page_of(&house, OFFICER));
    let give = |role: &'static str, from: &'static str, to: &'static str, decision: &'static str| {
        vec![("role", role), ("scope", "province"), ("from", from), ("to", to), ("decision", decision)]
    };
    let path = format!("{here}/giao-vai-tro");
    let wrong = post(&mut visitor, &here, &path, &give("clerk", "30/11/2026", "1/11/2026", "")).await;
    assert_eq!(wrong.status.as_u16(), 422);
    for said in ["không bắt đầu trước hôm nay", "nằm trước ngày bắt đầu", "Nhập số quyết định"]
    {
        assert!(wrong.text().contains(said), "{said}");
    }
    let apart = post(&mut visitor, &here, &path, &give("leader", "01/12/2026", "", "12/QĐ-UBND")).await;
    assert!(apart.text().contains("Người thụ lý không được ký kết quả"), "{}", apart.text());
    let given = post(&mut visitor, &here, &path, &give("clerk", "01/12/2026", "05/12/2026", "12/QĐ-UBND")).await;
    assert_eq!(given.location.as_deref(), Some(here.as_str()), "{}", given.text());
    let shown = visitor.get(&here).await;
    assert!(shown.text().contains("12/QĐ-UBND · Lê Văn Cường giao"), "{}", shown.text());
    assert!(shown.text().contains("thứ Bảy 05/12/2026"), "{}", shown.text());

    let mut officer = house.visitor();
    sign_in(&mut officer, OFFICER, PASSWORD, "").await;
    assert!(officer.get("/ban-lam-viec").await.text().contains("clerk"));
    let key = shown.text();
    let key = key.split("name=\"grant\" value=\"").find(|part| part.starts_with("clerk ")).unwrap();
    let key = &key[..key.find('"').unwrap()];
    let end = format!("{here}/ket-thuc-vai-tro");
    assert_eq!(post(&mut visitor, &here, &end, &[("grant", key)]).await.status.as_u16(), 303);
    assert!(!officer.get("/ban-lam-viec").await.text().contains("clerk"));
    assert_eq!(post(&mut visitor, &here, &end, &[("grant", key)]).await.status.as_u16(), 409);
    assert_eq!(post(&mut visitor, &here, &end, &[("grant", "x")]).await.status.as_u16(), 400);
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_one_that_is_shown_once() {
    let house = House::open().await;
    let (mut visitor, here) = (administrator(&house).await, page_of(&house, OFFICER));
    let shown = post(&mut visitor, &here, &format!("{here}/mat-khau"), &[]).await;
    assert_eq!((shown.status.as_u16(), shown.header("cache-control")), (200, Some("no-store")));
    let text = shown.text();
    let password = text.split(r#"<dd class="code">"#).nth(2).unwrap();
    let password = &password[..password.find('<').unwrap()];
    let mut officer = house.visitor();
    let entered = sign_in(&mut officer, OFFICER, password, "").await;
    assert_eq!(entered.location.as_deref(), Some("/dang-nhap/mat-khau-moi"), "{text}");
    assert!(!visitor.get(&here).await.text().contains(password));
    assert!(visitor.get(LIST).await.text().contains("Chờ đặt mật khẩu"));
}

#[tokio::test]
async fn locks_sessions_and_accounts_are_ended_with_a_reason_where_it_matters() {
    let house = House::open().await;
    let (mut visitor, here) = (administrator(&house).await, page_of(&house, OFFICER));
    let mut officer = house.visitor();
    sign_in(&mut officer, OFFICER, PASSWORD, "").await;
    assert!(visitor.get(&here).await.text().contains("Đăng nhập lúc"));
    post(&mut visitor, &here, &format!("{here}/ket-thuc-phien"), &[]).await;
    assert_eq!(officer.get("/ban-lam-viec").await.status.as_u16(), 303);
    for _ in 0..5 {
        sign_in(&mut officer, OFFICER, "wrong", "").await;
    }
    assert_eq!(sign_in(&mut officer, OFFICER, PASSWORD, "").await.status.as_u16(), 429);
    assert!(visitor.get(&here).await.text().contains("Bị khóa tạm thời"));
    post(&mut visitor, &here, &format!("{here}/mo-khoa"), &[]).await;
    assert_eq!(sign_in(&mut officer, OFFICER, PASSWORD, "").await.status.as_u16(), 303);
    let close = format!("{here}/ngung");
    let unexplained = post(&mut visitor, &here, &close, &[("account_reason", " ")]).await;
    assert!(unexplained.text().contains("Ghi lý do"));
    post(&mut visitor, &here, &close, &[("account_reason", "nghỉ việc")]).await;
    assert_eq!(officer.get("/ban-lam-viec").await.status.as_u16(), 303);
    let notebook = &house.commune.notebook;
    assert_eq!((notebook.last().0, notebook.last_detail()), (Happening::AccountClosed, "nghỉ việc".to_owned()));
    post(&mut visitor, &here, &format!("{here}/mo-lai"), &[("account_reason", "trở lại")]).await;
    assert_eq!(sign_in(&mut officer, OFFICER, PASSWORD, "").await.status.as_u16(), 303);
}

#[tokio::test]
async fn the_own_account_shows_no_button_and_takes_no_form() {
    let house = House::open().await;
    let (mut visitor, own) = (administrator(&house).await, page_of(&house, ADMINISTRATOR));
    let shown = visitor.get(&own).await.text();
    assert!(shown.contains("do một quản trị khác thay đổi") && !shown.contains("giao-vai-tro"), "{shown}");
    for act in ["mat-khau", "mo-khoa", "ket-thuc-phien"] {
        let refused = post(&mut visitor, &own, &format!("{own}/{act}"), &[]).await;
        assert_eq!(refused.status.as_u16(), 422, "{act}");
    }
}

#[test]
fn a_grant_is_named_by_what_the_form_sends() {
    let now = crate::fixture::now();
    let held = crate::Held { role: base::Role::Clerk, scope: base::Scope::Province, valid_from: now };
    let text = format!("clerk province {}", now.as_microsecond());
    assert_eq!(officer::read_grant_key(&text), Some(held));
    for wrong in ["", "clerk", "king province 1", "clerk moon 1", "clerk province x"] {
        assert_eq!(officer::read_grant_key(wrong), None, "{wrong}");
    }
}

pub(super) fn list(page: Page) -> officers::OfficersPage {
    let row = officers::Row {
        href: LIST.to_owned(),
        name: "Trần Thị Bình".to_owned(),
        login: OFFICER.to_owned(),
        post: "Công chức một cửa".to_owned(),
        place: "Bộ phận Một cửa".to_owned(),
        roles: "Công chức một cửa".to_owned(),
        standing: Chip::new(Tone::Ok, "Đang dùng"),
    };
    officers::OfficersPage { form: Fields::blank(&page), rows: vec![row], empty: None, pager: None, page }
}

pub(super) fn one(page: Page, is_closed: bool, is_own: bool) -> officer::OfficerPage {
    let device = account::Device {
        session: String::new(),
        name: "Chrome, Windows".to_owned(),
        opened: "08:00".to_owned(),
        seen: "14:20".to_owned(),
        address: "203.0.113.7".to_owned(),
        is_here: false,
    };
    let line = officer::Line {
        role: "Văn thư".to_owned(),
        place: "Toàn tỉnh".to_owned(),
        from: "08:00".to_owned(),
        to: "17:00".to_owned(),
        decision: "12/QĐ-UBND".to_owned(),
        chip: Chip::new(Tone::Ok, "Đang giữ"),
        key: Some("clerk province 1".to_owned()),
    };
    let account = officer::Account {
        is_closed,
        is_waiting: true,
        factor: Some("08:00".to_owned()),
        grants: vec![line],
        roles: vec![("clerk".to_owned(), "Văn thư".to_owned())],
        scopes: vec![("province".to_owned(), "Toàn tỉnh".to_owned())],
        devices: vec![device],
    };
    let view = officer::View {
        here: LIST.to_owned(),
        name: "Trần Thị Bình".to_owned(),
        facts: Vec::new(),
        standing: Chip::new(Tone::Ok, "Đang dùng"),
        account: Some(account),
        is_own,
        warnings: vec![Note::new(Tone::Soon, "Hai vai trò")],
    };
    officer::OfficerPage { form: Fields::blank(&page), page, view }
}

pub(super) fn password(page: Page) -> officer_act::FirstPasswordPage {
    let (name, login) = ("Trần Thị Bình".to_owned(), OFFICER.to_owned());
    officer_act::FirstPasswordPage { page, name, login, password: "BCFG-HKLM".to_owned(), back: LIST.to_owned() }
}
