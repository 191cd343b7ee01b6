//! The steps between password and session, and the second factor, behind the real middleware.

use base::Role;
use db::Tx;
use jiff::SignedDuration;
use testkit::{Answer, Visitor};
use web::Identify as _;

use super::{account_of, post, sign_in};
use crate::fixture::{House, OFFICER, PASSWORD};
use crate::page::{factor, set_up};
use crate::{Happening, Policy, store, totp};

const OWN: &str = "mèo con uống trà sen";
const FACTOR: &str = "/tai-khoan/xac-thuc-hai-buoc";

pub(super) fn sample() -> set_up::SetUp {
    set_up::SetUp::new(b"12345678901234567890", OFFICER).unwrap()
}

pub(super) fn present(stays: bool) -> factor::View {
    factor::View::Present(factor::Present { since: "08:00".to_owned(), codes_left: 10, stays })
}

fn demanding() -> Policy {
    Policy { second_factor_roles: vec![Role::CounterOfficer], ..Policy::default() }
}

impl House {
    /// The code the officer's application shows now.
    pub(super) async fn code(&self) -> String {
        let account = account_of(self).await;
        let find = move |tx: &mut Tx<'_>| {
            let stored = store::factor(tx, account)?.map(|factor| factor.secret);
            Ok::<_, db::Error>(stored.or(store::proposed_secret(tx, account)?))
        };
        let secret = self.site.db.read(find).await.unwrap().unwrap();
        totp::code_at(&secret, totp::step_at(self.site.clock.now()))
    }

    pub(super) fn half_a_minute_passes(&self) {
        self.clock.advance(SignedDuration::from_secs(30));
    }
}

pub(super) fn codes_on(page: &Answer) -> Vec<String> {
    page.text().split(r#"<li class="code">"#).skip(1).map(|rest| rest[..rest.find('<').unwrap()].to_owned()).collect()
}

/// Turns two-step sign-in on from the account page; the recovery codes shown.
pub(super) async fn turn_on(house: &House, visitor: &mut Visitor) -> Vec<String> {
    let wrong = post(visitor, FACTOR, FACTOR, &[("password", "wrong")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    let begun = post(visitor, FACTOR, FACTOR, &[("password", PASSWORD)]).await;
    assert!(begun.text().contains("<svg class=\"qr\""), "{}", begun.text());
    assert_eq!(begun.header("cache-control"), Some("no-store"));
    let wrong = post(visitor, FACTOR, &format!("{FACTOR}/xac-nhan"), &[("code", "000000")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    let done = post(visitor, FACTOR, &format!("{FACTOR}/xac-nhan"), &[("code", &house.code().await)]).await;
    let codes = codes_on(&done);
    assert_eq!(codes.len(), 10, "{}", done.text());
    codes
}

pub(super) async fn answer_code(visitor: &mut Visitor, code: &str) -> Answer {
    let path = "/dang-nhap/ma-xac-thuc";
    post(visitor, path, path, &[("code", code), ("tiep", "/tai-khoan")]).await
}

#[tokio::test]
async fn with_a_second_factor_the_password_alone_opens_nothing_and_a_code_opens_once() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    turn_on(&house, &mut visitor).await;
    let used = house.code().await;

    let mut other = house.visitor();
    let asked = sign_in(&mut other, OFFICER, PASSWORD, "/tai-khoan").await;
    assert_eq!(asked.location.as_deref(), Some("/dang-nhap/ma-xac-thuc?tiep=/tai-khoan"));
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 303);
    let replayed = answer_code(&mut other, &used).await;
    assert_eq!(replayed.status.as_u16(), 422, "the code that confirmed does not open as well");
    assert!(replayed.text().contains("đã dùng rồi"));
    house.half_a_minute_passes();
    let opened = answer_code(&mut other, &house.code().await).await;
    assert_eq!(opened.location.as_deref(), Some("/tai-khoan"));
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 200);

    let mut third = house.visitor();
    sign_in(&mut third, OFFICER, PASSWORD, "").await;
    assert_eq!(answer_code(&mut third, &house.code().await).await.status.as_u16(), 422);
}

#[tokio::test]
async fn a_recovery_code_opens_once_and_new_ones_end_the_old() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let codes = turn_on(&house, &mut visitor).await;
    for (code, status) in [(&codes[0], 303), (&codes[0], 422), (&codes[1], 303)] {
        let mut lost = house.visitor();
        sign_in(&mut lost, OFFICER, PASSWORD, "").await;
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(answer_code(&mut lost, &typed).await.status.as_u16(), status);
    }
    assert!(house.commune.notebook.happenings().contains(&Happening::RecoveryCodeUsed));
    assert!(visitor.get(FACTOR).await.text().contains("Còn 8 mã dự phòng"));
    house.half_a_minute_passes();
    let renewed = post(&mut visitor, FACTOR, &format!("{FACTOR}/ma-du-phong"), &[("code", &house.code().await)]).await;
    assert_eq!(codes_on(&renewed).len(), 10);
    let mut lost = house.visitor();
    sign_in(&mut lost, OFFICER, PASSWORD, "").await;
    assert_eq!(answer_code(&mut lost, &codes[2]).await.status.as_u16(), 422);
    assert_eq!(answer_code(&mut lost, &codes_on(&renewed)[0]).await.status.as_u16(), 303);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down_and_locked_like_guessing_passwords() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    turn_on(&house, &mut visitor).await;
    let mut guesser = house.visitor();
    sign_in(&mut guesser, OFFICER, PASSWORD, "").await;
    for _ in 0..5 {
        assert_eq!(answer_code(&mut guesser, "000000").await.status.as_u16(), 422);
    }
    let told = answer_code(&mut guesser, "000000").await;
    assert_eq!((told.status.as_u16(), told.header("retry-after")), (429, Some("15")));
    // A new sign-in with the right password does not give new tries.
    sign_in(&mut guesser, OFFICER, PASSWORD, "").await;
    assert_eq!(answer_code(&mut guesser, "000000").await.status.as_u16(), 429);
}

#[tokio::test]
async fn a_role_that_demands_a_second_factor_has_it_set_up_before_the_session_opens() {
    let house = House::under(demanding()).await;
    let mut visitor = house.visitor();
    let asked = sign_in(&mut visitor, OFFICER, PASSWORD, "/ban-lam-viec").await;
    let path = "/dang-nhap/xac-thuc-hai-buoc";
    assert_eq!(asked.location.as_deref(), Some("/dang-nhap/xac-thuc-hai-buoc?tiep=/ban-lam-viec"));
    assert_eq!(visitor.get("/ban-lam-viec").await.status.as_u16(), 303);
    let shown = visitor.get(path).await;
    assert!(shown.text().contains("<svg class=\"qr\""));
    let wrong = post(&mut visitor, path, path, &[("code", "123"), ("tiep", "/ban-lam-viec")]).await;
    assert_eq!(wrong.status.as_u16(), 422);
    let done = post(&mut visitor, path, path, &[("code", &house.code().await), ("tiep", "/ban-lam-viec")]).await;
    assert_eq!(codes_on(&done).len(), 10, "{}", done.text());
    assert!(done.text().contains(r#"href="/ban-lam-viec""#));
    assert_eq!(visitor.get("/ban-lam-viec").await.status.as_u16(), 200);
    assert!(visitor.get(FACTOR).await.text().contains("không bỏ được"));
    house.half_a_minute_passes();
    let code = house.code().await;
    let refused = post(&mut visitor, FACTOR, &format!("{FACTOR}/go-bo"), &[("removal_code", &code)]).await;
    assert_eq!(refused.status.as_u16(), 403);
    let mut administrator = house.visitor();
    assert_eq!(sign_in(&mut administrator, "cuong.lv", PASSWORD, "").await.status.as_u16(), 303);
    assert_eq!(administrator.get("/ban-lam-viec").await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_session_without_the_factor_a_role_demands_is_over() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let session = visitor.get("/tai-khoan").await.input("session").unwrap();
    let ask = |policy: Policy| {
        let (access, session) = (house.commune.access.clone().with_policy(policy), session.clone());
        async move { access.session(&session, crate::fixture::now()).await.unwrap() }
    };
    assert!(ask(Policy::default()).await.is_some());
    assert!(ask(demanding()).await.is_none());
}

#[tokio::test]
async fn turning_it_off_needs_a_code() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    turn_on(&house, &mut visitor).await;
    let off = format!("{FACTOR}/go-bo");
    assert_eq!(post(&mut visitor, FACTOR, &off, &[("removal_code", "")]).await.status.as_u16(), 422);
    house.half_a_minute_passes();
    let removed = post(&mut visitor, FACTOR, &off, &[("removal_code", &house.code().await)]).await;
    assert_eq!(removed.location.as_deref(), Some("/tai-khoan"));
    assert_eq!(house.commune.notebook.happenings().last(), Some(&Happening::SecondFactorRemoved));
    assert_eq!(sign_in(&mut house.visitor(), OFFICER, PASSWORD, "").await.location.as_deref(), Some("/ban-lam-viec"));
}

#[tokio::test]
async fn a_password_somebody_else_made_opens_only_the_page_that_replaces_it() {
    let house = House::open().await;
    let account = account_of(&house).await;
    let demand = move |tx: &mut Tx<'_>| {
        let hash = store::candidate_by_id(tx, account)?.unwrap().password_hash;
        crate::demand_new_password(tx, &hash)
    };
    assert_eq!(house.site.db.write::<_, _, db::Error>(demand).await.unwrap(), 6, "the import gave everybody this one");
    let mut visitor = house.visitor();
    let asked = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let path = "/dang-nhap/mat-khau-moi";
    assert_eq!(asked.location.as_deref(), Some(path));
    for shut in ["/ban-lam-viec", "/tai-khoan"] {
        assert_eq!(visitor.get(shut).await.status.as_u16(), 303, "{shut}");
    }
    assert_eq!(visitor.get("/dang-nhap/ma-xac-thuc").await.location.as_deref(), Some(path));
    let same = post(&mut visitor, path, path, &[("new", PASSWORD), ("again", PASSWORD)]).await;
    assert!(same.text().contains("phải khác mật khẩu cũ"), "{}", same.text());
    let differs = post(&mut visitor, path, path, &[("new", OWN), ("again", "x")]).await;
    assert!(differs.text().contains("chưa giống nhau"));
    let done = post(&mut visitor, path, path, &[("new", OWN), ("again", OWN)]).await;
    assert_eq!(done.location.as_deref(), Some("/ban-lam-viec"));
    assert_eq!(visitor.get("/ban-lam-viec").await.status.as_u16(), 200);
    assert_eq!(sign_in(&mut house.visitor(), OFFICER, PASSWORD, "").await.status.as_u16(), 422);
}

#[tokio::test]
async fn a_step_is_for_the_browser_that_began_and_only_for_a_quarter_of_an_hour() {
    let house = House::under(demanding()).await;
    let path = "/dang-nhap/xac-thuc-hai-buoc";
    assert_eq!(house.visitor().get(path).await.location.as_deref(), Some("/dang-nhap"));
    let mut visitor = house.visitor();
    let begun = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let cookie = begun.headers.iter().find(|(name, value)| name == "set-cookie" && value.contains("sign_in")).unwrap();
    assert!(cookie.1.contains("HttpOnly") && cookie.1.contains("Max-Age=900"), "{}", cookie.1);
    assert_eq!(visitor.get(path).await.status.as_u16(), 200);
    house.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(visitor.get(path).await.location.as_deref(), Some("/dang-nhap"));
}
