//! The pages behind the real middleware.

use base::{Actor, ActorKind, Grant, Locale, Role, Scope};
use jiff::SignedDuration;
use testkit::{Answer, Visitor};
use web::{Fields, Page};

mod administration;
mod delegations;
mod identities;
mod passkeys;
mod steps;

use super::*;
use crate::fixture::{House, OFFICER, PASSWORD};
use crate::{AccountKind, Happening, NewToken};

async fn sign_in(visitor: &mut Visitor, login: &str, password: &str, next: &str) -> Answer {
    let csrf = visitor.get("/dang-nhap").await.input("csrf").unwrap();
    let fields = [("csrf", csrf.as_str()), ("login", login), ("password", password), ("tiep", next)];
    visitor.post("/dang-nhap", &fields).await
}

async fn post(visitor: &mut Visitor, from: &str, to: &str, fields: &[(&str, &str)]) -> Answer {
    let csrf = visitor.get(from).await.input("csrf").unwrap();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    visitor.post(to, &all).await
}

#[tokio::test]
async fn an_officer_signs_in_and_comes_to_the_desk() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let stopped = visitor.get("/ban-lam-viec?xem=het-han").await;
    assert_eq!(stopped.location.as_deref(), Some("/dang-nhap?tiep=/ban-lam-viec%3Fxem%3Dhet-han"));
    let answer = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    assert_eq!((answer.status.as_u16(), answer.location.as_deref()), (303, Some("/ban-lam-viec")));
    assert_eq!(visitor.get("/ban-lam-viec").await.text(), "Trần Thị Bình: counter_officer specialist");
    assert_eq!(visitor.get("/dang-nhap").await.location.as_deref(), Some("/ban-lam-viec"));
}

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let house = House::open().await;
    let answer = sign_in(&mut house.visitor(), OFFICER, PASSWORD, "").await;
    let cookie = answer.headers.iter().find(|(name, value)| name == "set-cookie" && value.contains("session")).unwrap();
    assert!(cookie.1.starts_with("__Host-motcua_session="), "{}", cookie.1);
    for flag in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(cookie.1.contains(flag), "{flag} in {}", cookie.1);
    }
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn a_wrong_password_tells_nothing_and_keeps_the_login() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let known = sign_in(&mut visitor, OFFICER, "wrong", "/tai-khoan").await;
    let unknown = sign_in(&mut visitor, "nobody", "wrong", "/tai-khoan").await;
    for (answer, login) in [(&known, OFFICER), (&unknown, "nobody")] {
        assert_eq!(answer.status.as_u16(), 422);
        assert!(answer.text().contains("Tên đăng nhập hoặc mật khẩu chưa đúng"));
        assert_eq!(answer.input("login").as_deref(), Some(login));
        assert_eq!(answer.input("tiep").as_deref(), Some("/tai-khoan"));
        assert!(!answer.text().contains("wrong"));
    }
    let refused = house.commune.notebook.happenings();
    assert_eq!(refused, [Happening::SignInRefused, Happening::SignInRefused]);
}

#[tokio::test]
async fn whoever_tries_too_often_is_told_how_long_to_wait() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    for _ in 0..5 {
        sign_in(&mut visitor, OFFICER, "wrong", "").await;
    }
    let waits = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    assert_eq!((waits.status.as_u16(), waits.header("retry-after")), (429, Some("15")));
    assert!(waits.text().contains("Chờ 15 giây"), "{}", waits.text());
    for _ in 0..5 {
        house.clock.advance(SignedDuration::from_mins(5));
        sign_in(&mut visitor, OFFICER, "wrong", "").await;
    }
    let locked = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    assert_eq!((locked.status.as_u16(), locked.header("retry-after")), (429, Some("900")));
    assert!(locked.text().contains("Thử lại sau 15 phút"), "{}", locked.text());
    house.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(sign_in(&mut visitor, OFFICER, PASSWORD, "").await.status.as_u16(), 303);
}

#[tokio::test]
async fn nothing_is_changed_without_the_secret_of_the_page() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let fields = [("login", OFFICER), ("password", PASSWORD)];
    assert_eq!(visitor.post("/dang-nhap", &fields).await.status.as_u16(), 403);
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    for path in ["/dang-xuat", "/tai-khoan/mat-khau", "/tai-khoan/ket-thuc-phien", "/tai-khoan/ket-thuc-phien-khac"] {
        assert_eq!(visitor.post(path, &[("csrf", "x")]).await.status.as_u16(), 403, "{path}");
    }
    assert_eq!(visitor.get("/ban-lam-viec").await.status.as_u16(), 200);
}

#[tokio::test]
async fn signing_in_never_leads_to_another_site() {
    let house = House::open().await;
    for next in ["https://evil.example", "//evil.example", "/\\evil.example", "/dang-xuat"] {
        let answer = sign_in(&mut house.visitor(), OFFICER, PASSWORD, next).await;
        assert_eq!(answer.location.as_deref(), Some("/ban-lam-viec"), "{next}");
    }
    let answer = sign_in(&mut house.visitor(), OFFICER, PASSWORD, "/ho-so/H49.05-1?the=1").await;
    assert_eq!(answer.location.as_deref(), Some("/ho-so/H49.05-1?the=1"));
}

#[tokio::test]
async fn an_expired_session_leads_to_sign_in_and_back() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    house.clock.advance(SignedDuration::from_hours(2));
    let answer = visitor.get("/ban-lam-viec").await;
    assert_eq!(answer.location.as_deref(), Some("/dang-nhap?tiep=/ban-lam-viec"));
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server_too() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let mut copy = visitor.clone();
    let answer = post(&mut visitor, "/tai-khoan", "/dang-xuat", &[]).await;
    assert_eq!(answer.location.as_deref(), Some("/"));
    assert_eq!(copy.get("/ban-lam-viec").await.status.as_u16(), 303);
    assert_eq!(house.commune.notebook.happenings(), [Happening::SignedIn, Happening::SignedOut]);
}

#[tokio::test]
async fn a_device_is_signed_out_from_another_and_never_by_a_stranger() {
    let house = House::open().await;
    let (mut here, mut there, mut stranger) = (house.visitor(), house.visitor(), house.visitor());
    sign_in(&mut here, OFFICER, PASSWORD, "").await;
    sign_in(&mut there, OFFICER, PASSWORD, "").await;
    sign_in(&mut stranger, "cuong.lv", PASSWORD, "").await;
    let page = there.get("/tai-khoan").await;
    assert!(page.text().contains("Thiết bị này") && page.text().contains("Bộ phận Một cửa"), "{}", page.text());
    let sessions = house.commune.access.sessions(account_of(&house).await, crate::fixture::now()).await.unwrap();
    assert_eq!(sessions.len(), 2);
    let path = "/tai-khoan/ket-thuc-phien";
    for session in &sessions {
        let answer = post(&mut stranger, "/tai-khoan", path, &[("session", &session.digest)]).await;
        assert_eq!(answer.status.as_u16(), 404);
    }
    post(&mut here, "/tai-khoan", "/tai-khoan/ket-thuc-phien-khac", &[]).await;
    assert_eq!(here.get("/ban-lam-viec").await.status.as_u16(), 200);
    assert_eq!(there.get("/ban-lam-viec").await.status.as_u16(), 303);
    assert!(here.get("/tai-khoan").await.text().contains("Đã đăng xuất mọi thiết bị khác"));
    let own = here.get("/tai-khoan").await.input("session").unwrap();
    let left = post(&mut here, "/tai-khoan", path, &[("session", &own)]).await;
    assert_eq!(left.location.as_deref(), Some("/"));
}

async fn account_of(house: &House) -> base::AccountId {
    let staff = house.commune.staff(OFFICER);
    let find = move |tx: &mut db::Tx<'_>| crate::store::account_of_staff(tx, staff);
    house.site.db.read::<_, _, db::Error>(find).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_password_is_changed_from_the_account_page() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let change = [("current", PASSWORD), ("new", "hoa cúc tháng ba nở"), ("again", "hoa cúc tháng tư")];
    let differs = post(&mut visitor, "/tai-khoan", "/tai-khoan/mat-khau", &change).await;
    assert_eq!(differs.status.as_u16(), 422);
    assert!(differs.text().contains("chưa giống nhau") && !differs.text().contains("hoa cúc"));
    let change = [("current", "wrong"), ("new", "hoa cúc tháng ba nở"), ("again", "hoa cúc tháng ba nở")];
    let wrong = post(&mut visitor, "/tai-khoan", "/tai-khoan/mat-khau", &change).await;
    assert!(wrong.text().contains("Mật khẩu hiện tại chưa đúng"));
    let change = [("current", PASSWORD), ("new", "hoa cúc tháng ba nở"), ("again", "hoa cúc tháng ba nở")];
    let done = post(&mut visitor, "/tai-khoan", "/tai-khoan/mat-khau", &change).await;
    assert_eq!(done.location.as_deref(), Some("/tai-khoan"));
    assert_eq!(house.commune.notebook.happenings().last(), Some(&Happening::PasswordChanged));
}

#[tokio::test]
async fn a_citizen_registers_and_goes_on_to_the_filing_that_asked_for_it() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let fields = [
        ("name", "Nguyễn Văn An"),
        ("contact", "0900 000 117"),
        ("personal_id", ""),
        ("password", PASSWORD),
        ("tiep", "/nop-ho-so/1.001193"),
    ];
    let answer = post(&mut visitor, "/dang-ky", "/dang-ky", &fields).await;
    assert_eq!(answer.location.as_deref(), Some("/nop-ho-so/1.001193"), "{}", answer.text());
    assert_eq!(visitor.get("/ban-lam-viec").await.status.as_u16(), 403);
    let account = visitor.get("/tai-khoan").await.text();
    assert!(account.contains("09•• ••• 117") && !account.contains("0900000117"));

    let again = post(&mut house.visitor(), "/dang-ky", "/dang-ky", &fields).await;
    assert_eq!(again.status.as_u16(), 422);
    assert!(again.text().contains("đã có tài khoản"));
}

#[tokio::test]
async fn everything_wrong_with_a_registration_is_said_at_once_and_nothing_typed_is_lost() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let fields = [("name", "An 2"), ("contact", "09000"), ("personal_id", "00109900011"), ("password", "12345678")];
    let answer = post(&mut visitor, "/dang-ky", "/dang-ky", &fields).await;
    assert_eq!(answer.status.as_u16(), 422);
    let text = answer.text();
    for said in ["Họ và tên chỉ gồm chữ", "Nhập số điện thoại 10 chữ số", "Số vừa nhập có 11 chữ số", "dễ bị đoán"]
    {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert_eq!(answer.input("name").as_deref(), Some("An 2"));
    assert_eq!(answer.input("personal_id").as_deref(), Some("00109900011"));
    assert!(!text.contains("12345678"));
}

#[tokio::test]
async fn a_bearer_token_opens_the_api_and_no_page() {
    let house = House::open().await;
    let new = NewToken { name: "LGSP".to_owned(), role: Role::Integration, scope: Scope::Province, valid_to: None };
    let secret = house.commune.access.create_token(new, Actor::system(), crate::fixture::now()).await.unwrap();
    let mut machine = house.visitor().with_header("authorization", &format!("Bearer {secret}"));
    assert_eq!(machine.get("/api/v1/ai").await.text(), "LGSP: integration");
    assert_eq!(machine.get("/tai-khoan").await.status.as_u16(), 303);
    let mut wrong = house.visitor().with_header("authorization", "Bearer nothing");
    assert_eq!(wrong.get("/api/v1/ai").await.status.as_u16(), 401);
    let mut officer = house.visitor();
    sign_in(&mut officer, OFFICER, PASSWORD, "").await;
    assert_eq!(officer.get("/api/v1/ai").await.status.as_u16(), 401);
}

#[test]
fn every_page_is_drawn_in_both_languages() {
    for locale in Locale::ALL {
        let page = |actor| Page::sample(locale, &[crate::LOCALE], actor).unwrap();
        let form = |page: &Page| Fields::blank(page).with("tiep", "/a?b=c");
        let stranger = page(None);
        let drawn = [
            render(sign_in_page(&stranger, false)),
            render(sign_in_page(&stranger, true)),
            render(choice_page(&stranger, None)),
            render(choice_page(&stranger, Some("Nguyễn Văn An".to_owned()))),
            render(registration::RegistrationPage { form: form(&stranger), page: stranger.clone() }),
            render(account::DeskPage { form: form(&stranger), page: page(Some(officer())), view: view() }),
            render(account::PortalPage { form: form(&stranger), page: page(None), view: view() }),
            render(account::PortalPage { form: form(&stranger), page: page(None), view: linked(None, true) }),
            render(account::PortalPage { form: form(&stranger), page: page(None), view: linked(Some("2026"), false) }),
            render(step::CodePage { form: form(&stranger), page: stranger.clone(), by_passkey: true }),
            render(step::PasswordPage { form: form(&stranger), page: stranger.clone(), password_min: 12 }),
            render(set_up::SetUpPage { form: form(&stranger), page: stranger.clone(), set_up: steps::sample() }),
            render(set_up::CodesPage { page: stranger.clone(), codes: vec!["BCFG".to_owned()], next: "/".to_owned() }),
            render(set_up::DeskCodesPage { page: page(Some(officer())), codes: Vec::new(), next: "/".to_owned() }),
            render(factor::PortalPage { form: form(&stranger), page: stranger.clone(), view: factor::View::Absent }),
            render(factor::DeskPage {
                form: form(&stranger),
                page: page(Some(officer())),
                view: factor::View::Proposed(steps::sample()),
            }),
            render(factor::DeskPage { form: form(&stranger), page: page(Some(officer())), view: steps::present(true) }),
            render(factor::DeskPage {
                form: form(&stranger),
                page: page(Some(officer())),
                view: steps::present(false),
            }),
            render(passkeys::page(page(Some(officer())), true)),
            render(passkeys::page(page(Some(officer())), false)),
            render(administration::list(page(Some(officer())))),
            render(administration::one(page(Some(officer())), false, false)),
            render(administration::one(page(Some(officer())), true, false)),
            render(administration::one(page(Some(officer())), false, true)),
            render(delegations::list(page(Some(officer())))),
            render(delegations::one(page(Some(officer())))),
            render(administration::password(page(Some(officer())))),
        ];
        for html in drawn {
            assert!(!html.contains("access-"), "a sentence is missing: {html}");
        }
    }
}

#[test]
fn every_role_has_a_name_people_know() {
    for locale in Locale::ALL {
        let page = Page::sample(locale, &[crate::LOCALE], None).unwrap();
        for role in Role::ALL {
            let key = format!("access-role-{}", role.name().replace('_', "-"));
            assert_ne!(page.t(&key), key);
        }
    }
}

fn render(template: impl askama::Template) -> String {
    template.render().unwrap()
}

fn officer() -> Actor {
    let now = crate::fixture::now();
    Actor {
        account: base::AccountId::new(now),
        kind: ActorKind::Staff {
            staff: base::StaffId::new(now),
            agency: base::AgencyId::new(now),
            unit: base::UnitId::new(now),
            office: None,
        },
        name: "Trần Thị Bình".to_owned(),
        grants: vec![Grant { role: Role::CounterOfficer, scope: Scope::Province, valid_from: now, valid_to: None }],
    }
}

fn view() -> account::View {
    let device = |is_here| account::Device {
        session: "0".repeat(64),
        name: "Chrome, Windows".to_owned(),
        opened: "08:00 thứ Hai 26/10/2026".to_owned(),
        seen: "14:20 thứ Hai 26/10/2026".to_owned(),
        address: "203.0.113.7".to_owned(),
        is_here,
    };
    account::View {
        name: "Trần Thị Bình".to_owned(),
        roles: vec![("Công chức một cửa".to_owned(), "Trung tâm PVHCC".to_owned())],
        facts: vec![("Số điện thoại".to_owned(), "09•• ••• 117".to_owned())],
        devices: vec![device(true), device(false)],
        password_min: 12,
        factor: None,
        passkeys: Some(1),
        identity: None,
        has_password: true,
    }
}

fn linked(since: Option<&str>, has_password: bool) -> account::View {
    let address = identification::address(AccountKind::Citizen, "/tai-khoan");
    let since = since.map(str::to_owned);
    let identity = Some(account::IdentityView { provider: "VNeID".to_owned(), since, address });
    account::View { identity, has_password, ..view() }
}

fn sign_in_page(page: &Page, by_provider: bool) -> sign_in::SignInPage {
    let providers = vec![("VNeID".to_owned(), identification::address(AccountKind::Citizen, ""))];
    sign_in::SignInPage { form: Fields::blank(page), page: page.clone(), providers, by_provider, by_passkey: true }
}

fn choice_page(page: &Page, account: Option<String>) -> identification::ChoicePage {
    let (provider, name) = ("VNeID".to_owned(), "Nguyễn Thị Lan".to_owned());
    identification::ChoicePage {
        page: page.clone(), provider, name, personal_id: "022•••••0001".to_owned(), account
    }
}
