//! Through a provider and back, with one that says what a test tells it to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use base::PersonalId;
use futures_util::future::BoxFuture;

use super::*;
use crate::{Arrival, Departure, Identity, IdentityProvider, Known, Policy, ProviderError, Providers};

/// Codes that were given out, each once, with the nonce and verifier that must come back.
#[derive(Default)]
struct Desk {
    people: Mutex<HashMap<String, Identity>>,
    begun: Mutex<Vec<Departure>>,
}

impl Desk {
    fn knows(&self, code: &str, identity: Identity) {
        self.people.lock().unwrap().insert(code.to_owned(), identity);
    }

    fn state(&self) -> String {
        self.begun.lock().unwrap().last().unwrap().state.clone()
    }
}

impl IdentityProvider for Desk {
    fn begin(&self) -> BoxFuture<'_, Result<Departure, ProviderError>> {
        let word = || base::secret::token();
        let (state, nonce, verifier) = (word(), word(), word());
        let address = format!("https://dinh-danh.example/di?state={state}");
        let departure = Departure { address, state, nonce, verifier };
        self.begun.lock().unwrap().push(departure.clone());
        Box::pin(async move { Ok(departure) })
    }

    fn identify(&self, arrival: Arrival) -> BoxFuture<'_, Result<Identity, ProviderError>> {
        let begun = self.begun.lock().unwrap();
        let fits = begun.iter().any(|one| one.nonce == arrival.nonce && one.verifier == arrival.verifier);
        let known = self.people.lock().unwrap().remove(&arrival.code).filter(|_| fits);
        Box::pin(async move { known.ok_or_else(|| ProviderError::Refused("no such code".to_owned())) })
    }
}

fn lan() -> Identity {
    Identity {
        subject: "lan-1".to_owned(),
        name: "Nguyễn Thị Lan".to_owned(),
        personal_id: PersonalId::parse("022190000001").ok(),
        phone: Some("0912345678".to_owned()),
        email: None,
        login: None,
    }
}

fn officer_named(login: &str) -> Identity {
    let name = "Trần Thị Bình".to_owned();
    Identity { subject: format!("officer-{login}"), name, login: Some(login.to_owned()), personal_id: None, ..lan() }
}

async fn house(policy: Policy) -> (House, Arc<Desk>) {
    let desk = Arc::new(Desk::default());
    let known = |name: &str| Some(Known { name: name.to_owned(), provider: Arc::<Desk>::clone(&desk) });
    let providers = Providers { citizen: known("VNeID"), staff: known("tài khoản công vụ") };
    (House::vouched(policy, providers).await, desk)
}

/// There and back with a code.
async fn comes_back(visitor: &mut Visitor, desk: &Desk, whose: &str, identity: Identity) -> Answer {
    let left = visitor.get(&format!("/dinh-danh/di?cho={whose}&tiep=/ho-so-cua-toi")).await;
    assert!(left.location.as_deref().unwrap_or_default().starts_with("https://dinh-danh.example/di?"), "{left:?}");
    desk.knows("code", identity);
    visitor.get(&format!("/dinh-danh/ve?state={}&code=code", desk.state())).await
}

fn location(answer: &Answer) -> &str {
    answer.location.as_deref().unwrap_or_default()
}

#[tokio::test]
async fn a_person_never_here_chooses_makes_an_account_and_comes_straight_in_next_time() {
    let (house, desk) = house(Policy::default()).await;
    let mut visitor = house.visitor();
    assert!(visitor.get("/dang-nhap").await.text().contains("Đăng nhập bằng VNeID"));
    let back = comes_back(&mut visitor, &desk, "cong-dan", lan()).await;
    assert_eq!(location(&back), "/dinh-danh/tai-khoan");
    let choice = visitor.get("/dinh-danh/tai-khoan").await;
    assert!(choice.text().contains("Nguyễn Thị Lan") && !choice.text().contains("022190000001"), "{}", choice.text());
    let made = post(&mut visitor, "/dinh-danh/tai-khoan", "/dinh-danh/tai-khoan-moi", &[]).await;
    assert_eq!(location(&made), "/ho-so-cua-toi");
    let account = visitor.get("/tai-khoan").await.text();
    assert!(account.contains("Đã liên kết từ") && account.contains("không có mật khẩu"), "{account}");
    let kept = post(&mut visitor, "/tai-khoan", "/tai-khoan/dinh-danh/go-bo", &[]).await;
    assert_eq!(location(&kept), "/tai-khoan");
    assert!(visitor.get("/tai-khoan").await.text().contains("cách đăng nhập duy nhất"));

    let mut elsewhere = house.visitor();
    let again = comes_back(&mut elsewhere, &desk, "cong-dan", lan()).await;
    assert_eq!(location(&again), "/ho-so-cua-toi", "known by the subject");
    let told = house.commune.notebook.happenings();
    let linked = told.iter().filter(|happening| **happening == Happening::IdentityLinked).count();
    assert_eq!(linked, 1);
}

#[tokio::test]
async fn an_older_account_is_linked_only_by_signing_in_to_it() {
    let (house, desk) = house(Policy::default()).await;
    let mut owner = house.visitor();
    let fields = [
        ("name", "Nguyễn Văn Giả"),
        ("contact", "0987654321"),
        ("personal_id", "022190000001"),
        ("password", PASSWORD),
    ];
    let registered = post(&mut owner, "/dang-ky", "/dang-ky", &fields).await;
    assert_eq!(registered.status.as_u16(), 303, "{}", registered.text());

    let mut lans = house.visitor();
    let back = comes_back(&mut lans, &desk, "cong-dan", lan()).await;
    assert_eq!(location(&back), "/dinh-danh/tai-khoan", "the same number in another account proves nothing");
    let signed_in = sign_in(&mut lans, "0987654321", PASSWORD, "/dinh-danh/tai-khoan").await;
    assert_eq!(location(&signed_in), "/dinh-danh/tai-khoan");
    assert!(lans.get("/dinh-danh/tai-khoan").await.text().contains("Liên kết với tài khoản của Nguyễn Văn Giả"));
    let linked = post(&mut lans, "/dinh-danh/tai-khoan", "/dinh-danh/lien-ket", &[]).await;
    assert_eq!(location(&linked), "/ho-so-cua-toi");
    let mut next = house.visitor();
    assert_eq!(location(&comes_back(&mut next, &desk, "cong-dan", lan()).await), "/ho-so-cua-toi");
    assert!(next.get("/tai-khoan").await.text().contains("Nguyễn Thị Lan"), "the provider's name took over");
    let unlinked = post(&mut next, "/tai-khoan", "/tai-khoan/dinh-danh/go-bo", &[]).await;
    assert_eq!(location(&unlinked), "/tai-khoan");
    assert!(next.get("/tai-khoan").await.text().contains("Chưa liên kết"));
}

#[tokio::test]
async fn an_answer_for_another_browser_or_a_second_time_leads_nowhere() {
    let (house, desk) = house(Policy::default()).await;
    let (mut mine, mut theirs) = (house.visitor(), house.visitor());
    mine.get("/dinh-danh/di?cho=cong-dan").await;
    let state = desk.state();
    theirs.get("/dinh-danh/di?cho=cong-dan").await;
    desk.knows("code", lan());
    let address = format!("/dinh-danh/ve?state={state}&code=code");
    for visitor in [&mut theirs, &mut house.visitor()] {
        assert_eq!(location(&visitor.get(&address).await), "/dang-nhap");
        assert!(visitor.get("/dang-nhap").await.text().contains("không bắt đầu từ đây"));
    }
    assert_eq!(location(&mine.get(&address).await), "/dinh-danh/tai-khoan");
    assert_eq!(location(&mine.get(&address).await), "/dang-nhap", "an address from the history");
    let wrong = mine.get("/dinh-danh/di?cho=cong-dan").await;
    assert_eq!(wrong.status.as_u16(), 303);
    let refused = mine.get(&format!("/dinh-danh/ve?state={}&code=invented", desk.state())).await;
    assert_eq!(location(&refused), "/dang-nhap");
    assert!(mine.get("/dang-nhap").await.text().contains("không xác nhận"));
    mine.get("/dinh-danh/di?cho=cong-dan").await;
    let cancelled = mine.get("/dinh-danh/ve?error=access_denied").await;
    assert_eq!(location(&cancelled), "/dang-nhap");
    house.clock.advance(SignedDuration::from_mins(16));
    let late = mine.get(&format!("/dinh-danh/ve?state={}&code=code", desk.state())).await;
    assert_eq!(location(&late), "/dang-nhap");
}

#[tokio::test]
async fn an_officer_is_known_by_the_login_and_still_needs_the_second_factor() {
    let roles = vec![Role::Administrator];
    let (house, desk) = house(Policy { second_factor_roles: roles, ..Policy::default() }).await;
    let mut visitor = house.visitor();
    let back = comes_back(&mut visitor, &desk, "can-bo", officer_named("binh.tt")).await;
    assert_eq!(location(&back), "/ho-so-cua-toi");
    assert_eq!(visitor.get("/ban-lam-viec").await.text(), "Trần Thị Bình: counter_officer specialist");
    let mut administrator = house.visitor();
    let back = comes_back(&mut administrator, &desk, "can-bo", officer_named("cuong.lv")).await;
    assert!(location(&back).starts_with("/dang-nhap/xac-thuc-hai-buoc"), "{back:?}");
    for unknown in ["nobody", "dung.pt.gone"] {
        let mut visitor = house.visitor();
        assert_eq!(location(&comes_back(&mut visitor, &desk, "can-bo", officer_named(unknown)).await), "/dang-nhap");
        assert!(visitor.get("/dang-nhap").await.text().contains("Chưa có tài khoản cán bộ"));
    }
}

#[tokio::test]
async fn where_citizens_sign_in_by_provider_only_a_password_opens_nothing_but_the_link() {
    let open = House::open().await;
    let policy = Policy { citizens_by_provider: true, ..Policy::default() };
    let (house, desk) = house(policy).await;
    assert_eq!(open.visitor().get("/dinh-danh/di?cho=cong-dan").await.status.as_u16(), 404, "nobody vouches there");
    let new = crate::NewCitizen {
        name: "Nguyễn Văn An".to_owned(),
        contact: crate::Login::parse_contact("0987654321").unwrap(),
        personal_id: None,
        password: PASSWORD.to_owned(),
    };
    house.commune.access.create_citizen(new, None, crate::fixture::now()).await.unwrap();
    let mut visitor = house.visitor();
    let refused = sign_in(&mut visitor, "0987654321", PASSWORD, "").await;
    assert_eq!(refused.status.as_u16(), 422);
    assert!(refused.text().contains("đăng nhập bằng tài khoản định danh"), "{}", refused.text());
    assert_eq!(location(&visitor.get("/dang-ky").await), "/dang-nhap");
    assert_eq!(location(&sign_in(&mut house.visitor(), OFFICER, PASSWORD, "").await), "/ban-lam-viec");
    comes_back(&mut visitor, &desk, "cong-dan", lan()).await;
    let linking = sign_in(&mut visitor, "0987654321", PASSWORD, "/dinh-danh/tai-khoan").await;
    assert_eq!(location(&linking), "/dinh-danh/tai-khoan");
}
