//! Passkeys behind the real middleware, with a device that signs as real ones do.

use base::Role;
use db::{Db, Tx};
use jiff::SignedDuration;
use serde_json::Value;
use testkit::{Answer, Visitor};

use super::steps::{answer_code, codes_on, turn_on};
use super::{account_of, post, sign_in};
use crate::fixture::{ADDRESS, House, OFFICER, PASSWORD};
use crate::page::passkey;
use crate::passkey::device::Device;
use crate::passkey::party::Party;
use crate::{Happening, Policy, store};
use web::{Fields, Page};

const OWN: &str = "/tai-khoan/khoa-truy-cap";
const STEP: &str = "/dang-nhap/ma-xac-thuc/khoa-truy-cap";
const CODE: &str = "/dang-nhap/ma-xac-thuc";
const ENTRY: &str = "/dang-nhap/khoa-truy-cap";

pub(super) fn page(page: Page, is_offered: bool) -> passkey::PasskeysPage {
    let row = |used: Option<&str>| passkey::Row {
        name: "Máy ở cơ quan".to_owned(),
        since: "08:00".to_owned(),
        used: used.map(str::to_owned),
    };
    let options = vec![("Bwc".to_owned(), "Máy ở cơ quan".to_owned())];
    let view = passkey::View { passkeys: vec![row(None), row(Some("09:00"))], options, is_offered };
    passkey::PasskeysPage { form: Fields::blank(&page), page, view }
}

fn party() -> Party {
    Party::at(ADDRESS).unwrap()
}

fn demanding() -> Policy {
    Policy { second_factor_roles: vec![Role::CounterOfficer], ..Policy::default() }
}

async fn officer(house: &House) -> Visitor {
    let mut visitor = house.visitor();
    let answer = sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    assert_eq!(answer.location.as_deref(), Some("/ban-lam-viec"));
    visitor
}

/// What the site asks of the device.
async fn asked(visitor: &mut Visitor, from: &str, to: &str, fields: &[(&str, &str)]) -> Value {
    let answer = post(visitor, from, &format!("{to}/thach-thuc"), fields).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    serde_json::from_str::<Value>(&answer.text()).unwrap()["publicKey"].take()
}

fn challenge(question: &Value) -> &str {
    question["challenge"].as_str().unwrap()
}

async fn add(visitor: &mut Visitor, device: &mut Device) -> Answer {
    let question = asked(visitor, OWN, OWN, &[("name", "Máy ở cơ quan"), ("password", PASSWORD)]).await;
    let made = device.create(challenge(&question));
    post(visitor, OWN, OWN, &[("name", "Máy ở cơ quan"), ("answer", &made)]).await
}

/// An officer with a passkey that knows whom it was made for.
async fn keyed(house: &House) -> (Visitor, Device) {
    let (mut visitor, mut device) = (officer(house).await, Device::of(&party()));
    let added = add(&mut visitor, &mut device).await;
    assert_eq!(codes_on(&added).len(), 10, "the first second factor comes with recovery codes: {}", added.text());
    device.user_handle = Some(account_of(house).await.uuid().as_bytes().to_vec());
    (visitor, device)
}

async fn enter(visitor: &mut Visitor, device: &mut Device) -> Answer {
    let question = asked(visitor, "/dang-nhap", ENTRY, &[]).await;
    let signed = device.sign(challenge(&question));
    post(visitor, "/dang-nhap", ENTRY, &[("answer", &signed), ("tiep", "/tai-khoan")]).await
}

#[tokio::test]
async fn the_device_is_asked_for_a_key_of_this_site_that_checks_the_person() {
    let house = House::open().await;
    let mut visitor = officer(&house).await;
    let question = asked(&mut visitor, OWN, OWN, &[("name", "Máy"), ("password", PASSWORD)]).await;
    assert_eq!(question["rp"]["id"], "mot-cua.example.vn");
    assert_eq!(question["user"]["name"], "Trần Thị Bình");
    assert_eq!(question["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(question["pubKeyCredParams"][0]["alg"], -7);
    add(&mut visitor, &mut Device::of(&party())).await;
    let question = asked(&mut visitor, OWN, OWN, &[("name", "Máy"), ("password", PASSWORD)]).await;
    assert_eq!(question["excludeCredentials"][0]["id"], Device::of(&party()).credential());
}

#[tokio::test]
async fn a_passkey_is_begun_with_the_password_only() {
    let house = House::open().await;
    let mut visitor = officer(&house).await;
    let path = format!("{OWN}/thach-thuc");
    for (fields, said) in [
        ([("name", "Máy"), ("password", "wrong")], "Mật khẩu hiện tại chưa đúng"),
        ([("name", "Máy"), ("password", "")], "Nhập mật khẩu"),
        ([("name", ""), ("password", PASSWORD)], "Nhập tên cho khóa"),
    ] {
        let refused = post(&mut visitor, OWN, &path, &fields).await;
        assert_eq!(refused.status.as_u16(), 422);
        assert!(refused.text().contains(said), "{}", refused.text());
    }
    let unasked = Device::of(&party()).create("Z3Vlc3NlZA");
    let lost = post(&mut visitor, OWN, OWN, &[("name", "Máy"), ("answer", &unasked)]).await;
    assert_eq!(lost.status.as_u16(), 422);
    assert!(lost.text().contains("Đã quá năm phút hoặc đã trả lời rồi"), "{}", lost.text());
}

#[tokio::test]
async fn without_scripts_the_page_says_so_and_points_to_the_code() {
    let house = House::open().await;
    let (mut visitor, _) = keyed(&house).await;
    let text = visitor.get(OWN).await.text();
    assert!(text.contains("data-passkey-without") && text.contains("/tai-khoan/xac-thuc-hai-buoc"), "{text}");
    assert!(text.contains("Máy ở cơ quan") && text.contains("Chưa dùng"), "{text}");
    assert!(visitor.get("/tai-khoan").await.text().contains("Đang có 1 khóa truy cập"));
}

#[tokio::test]
async fn with_a_passkey_the_password_alone_opens_nothing_and_the_device_opens_once_for_each_challenge() {
    let house = House::open().await;
    let (_, mut device) = keyed(&house).await;
    let mut other = house.visitor();
    let stopped = sign_in(&mut other, OFFICER, PASSWORD, "/tai-khoan").await;
    assert_eq!(stopped.location.as_deref(), Some("/dang-nhap/ma-xac-thuc?tiep=/tai-khoan"));
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 303);
    let question = asked(&mut other, CODE, STEP, &[]).await;
    assert_eq!(question["allowCredentials"][0]["id"], device.credential());
    let signed = device.sign(challenge(&question));
    let opened = post(&mut other, CODE, STEP, &[("answer", &signed), ("tiep", "/tai-khoan")]).await;
    assert_eq!(opened.location.as_deref(), Some("/tai-khoan"), "{}", opened.text());
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 200);

    let mut thief = house.visitor();
    sign_in(&mut thief, OFFICER, PASSWORD, "").await;
    let again = post(&mut thief, CODE, STEP, &[("answer", &signed)]).await;
    assert_eq!(again.status.as_u16(), 422, "what was signed opens once");
    let question = asked(&mut thief, CODE, STEP, &[]).await;
    let signed = device.sign(challenge(&question));
    let mut third = house.visitor();
    sign_in(&mut third, OFFICER, PASSWORD, "").await;
    let elsewhere = post(&mut third, CODE, STEP, &[("answer", &signed)]).await;
    assert_eq!(elsewhere.status.as_u16(), 422, "a challenge is for the browser that asked");
}

#[tokio::test]
async fn a_passkey_signs_in_without_a_password_and_counts_as_both_factors() {
    let house = House::open().await;
    let (_, mut device) = keyed(&house).await;
    let mut other = house.visitor();
    let opened = enter(&mut other, &mut device).await;
    assert_eq!(opened.location.as_deref(), Some("/tai-khoan"), "{}", opened.text());
    let session = other.get("/tai-khoan").await.input("session").unwrap();
    let demanding = house.commune.access.clone().with_policy(demanding());
    let found = web::Identify::session(&demanding, &session, crate::fixture::now()).await.unwrap();
    assert!(found.is_some(), "a role that demands a second factor has it");
    assert_eq!(house.commune.notebook.happenings().last(), Some(&Happening::SignedIn));
}

#[tokio::test]
async fn an_answer_is_late_after_five_minutes() {
    let house = House::open().await;
    let (_, mut device) = keyed(&house).await;
    let mut other = house.visitor();
    let question = asked(&mut other, "/dang-nhap", ENTRY, &[]).await;
    let signed = device.sign(challenge(&question));
    house.clock.advance(SignedDuration::from_mins(5));
    let late = post(&mut other, "/dang-nhap", ENTRY, &[("answer", &signed)]).await;
    assert_eq!(late.status.as_u16(), 422);
    assert!(late.text().contains("Đã quá năm phút"), "{}", late.text());
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 303);
}

#[tokio::test]
async fn a_device_that_names_nobody_or_somebody_else_signs_nobody_in() {
    let house = House::open().await;
    let (_, mut device) = keyed(&house).await;
    for handle in [None, Some(vec![1; 16])] {
        device.user_handle = handle;
        let refused = enter(&mut house.visitor(), &mut device).await;
        assert_eq!(refused.status.as_u16(), 422);
    }
    let unknown = enter(&mut house.visitor(), &mut Device::another(&party())).await;
    assert!(unknown.text().contains("chưa được thêm ở đây"), "{}", unknown.text());
    for nonsense in ["", "{}", "[]", r#"{"credential":"*"}"#] {
        let refused = post(&mut house.visitor(), "/dang-nhap", ENTRY, &[("answer", nonsense)]).await;
        assert_eq!(refused.status.as_u16(), 422, "{nonsense}");
    }
}

#[tokio::test]
async fn a_copy_that_counts_backwards_is_refused_and_written_down() {
    let house = House::open().await;
    let (_, mut device) = keyed(&house).await;
    let mut copy = device.clone();
    enter(&mut house.visitor(), &mut device).await;
    enter(&mut house.visitor(), &mut device).await;
    let refused = enter(&mut house.visitor(), &mut copy).await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains("dấu hiệu bị sao chép"), "{}", refused.text());
    assert_eq!(house.commune.notebook.happenings().last(), Some(&Happening::PasskeyCopied));
}

#[tokio::test]
async fn the_last_second_factor_a_role_demands_stays() {
    let house = House::under(demanding()).await;
    let mut visitor = house.visitor();
    let path = "/dang-nhap/xac-thuc-hai-buoc";
    sign_in(&mut visitor, OFFICER, PASSWORD, "").await;
    let code = house.code().await;
    post(&mut visitor, path, path, &[("code", &code)]).await;
    let mut device = Device::of(&party());
    let added = add(&mut visitor, &mut device).await;
    assert_eq!(added.location.as_deref(), Some(OWN), "the recovery codes there are stay: {}", added.text());
    house.half_a_minute_passes();
    let off = "/tai-khoan/xac-thuc-hai-buoc/go-bo";
    let code = house.code().await;
    let removed = post(&mut visitor, "/tai-khoan/xac-thuc-hai-buoc", off, &[("removal_code", &code)]).await;
    assert_eq!(removed.location.as_deref(), Some("/tai-khoan"), "{}", removed.text());

    let (key, gone) = (device.credential(), format!("{OWN}/go-bo"));
    let wrong = post(&mut visitor, OWN, &gone, &[("passkey", &key), ("removal_password", "wrong")]).await;
    assert!(wrong.text().contains("Mật khẩu hiện tại chưa đúng"));
    let last = post(&mut visitor, OWN, &gone, &[("passkey", &key), ("removal_password", PASSWORD)]).await;
    assert_eq!(last.status.as_u16(), 422);
    assert!(last.text().contains("cách duy nhất còn lại"), "{}", last.text());
    assert!(visitor.get(OWN).await.text().contains("Máy ở cơ quan"), "a refused removal removes nothing");
    add(&mut visitor, &mut Device::another(&party())).await;
    let removed = post(&mut visitor, OWN, &gone, &[("passkey", &key), ("removal_password", PASSWORD)]).await;
    assert_eq!(removed.location.as_deref(), Some(OWN));
    device.user_handle = Some(account_of(&house).await.uuid().as_bytes().to_vec());
    assert_eq!(enter(&mut house.visitor(), &mut device).await.status.as_u16(), 422, "a removed key opens nothing");
}

#[tokio::test]
async fn whoever_has_passkeys_only_still_has_recovery_codes() {
    let house = House::open().await;
    let (mut visitor, mut device) = (officer(&house).await, Device::of(&party()));
    let codes = codes_on(&add(&mut visitor, &mut device).await);
    let mut lost = house.visitor();
    sign_in(&mut lost, OFFICER, PASSWORD, "").await;
    assert_eq!(answer_code(&mut lost, "000000").await.status.as_u16(), 422);
    assert_eq!(answer_code(&mut lost, &codes[0]).await.status.as_u16(), 303);
}

#[tokio::test]
async fn the_first_second_factor_ends_the_other_sessions_and_a_further_one_does_not() {
    let house = House::open().await;
    let (mut here, mut there) = (officer(&house).await, officer(&house).await);
    turn_on(&house, &mut here).await;
    assert_eq!(there.get("/ban-lam-viec").await.status.as_u16(), 303);
    let mut device = Device::of(&party());
    add(&mut here, &mut device).await;
    device.user_handle = Some(account_of(&house).await.uuid().as_bytes().to_vec());
    let mut other = house.visitor();
    enter(&mut other, &mut device).await;
    add(&mut here, &mut Device::another(&party())).await;
    assert_eq!(other.get("/ban-lam-viec").await.status.as_u16(), 200);
}

#[tokio::test]
async fn passkeys_are_kept_and_taken_back_alike_on_both_engines() {
    testkit::each_engine(async |db: Db| {
        let commune = crate::fixture::commune(db.clone()).await;
        let staff = commune.staff(OFFICER);
        let now = crate::fixture::now();
        let keep = move |tx: &mut Tx<'_>| {
            let account = store::account_of_staff(tx, staff)?.unwrap();
            assert_eq!(store::passkey_since(tx, account)?, None);
            assert_eq!(store::insert_passkey(tx, "a", account, "Máy", b"key", 0, now)?, 1);
            assert_eq!(store::insert_passkey(tx, "a", account, "Khác", b"other", 0, now)?, 0);
            assert_eq!(store::passkey(tx, "a")?.unwrap().public_key, b"key");
            assert_eq!(store::use_passkey(tx, "a", 0, now)?, 1, "a device that does not count");
            assert_eq!(store::use_passkey(tx, "a", 5, now)?, 1);
            assert_eq!(store::use_passkey(tx, "a", 5, now)?, 0);
            assert_eq!(store::use_passkey(tx, "a", 0, now)?, 0);
            assert_eq!(store::passkeys(tx, account)?[0].used_at, Some(now));
            let later = now + SignedDuration::from_mins(5);
            store::insert_challenge(tx, "d", "make", "session", later)?;
            assert_eq!(store::take_challenge(tx, "d", "step", "session", now)?, 0);
            assert_eq!(store::take_challenge(tx, "d", "make", "other", now)?, 0);
            assert_eq!(store::take_challenge(tx, "d", "make", "session", later)?, 0);
            assert_eq!(store::take_challenge(tx, "d", "make", "session", now)?, 1);
            assert_eq!(store::take_challenge(tx, "d", "make", "session", now)?, 0);
            store::insert_challenge(tx, "e", "make", "session", later)?;
            assert_eq!(store::forget_old_challenges(tx, later)?, 1);
            store::hold_factors(tx, account)?;
            assert_eq!(store::passkey_since(tx, account)?, Some(now));
            crate::factor::remove(tx, account)?;
            assert!(store::passkeys(tx, account)?.is_empty());
            Ok::<_, db::Error>(())
        };
        db.write(keep).await.unwrap();
    })
    .await;
}
