//! Many at once, the return desk, the search: what is told one by one, what is kept, what never
//! stands in an address.

use dossier::{State, StateName};
use testkit::{Answer, Visitor};

use super::page::unsaid;
use super::world::{
    COLLEAGUE, COUNTER, ELSEWHERE, HEAD, INSPECTOR, LEADER, NUMBER, OWNER, RETURN_OFFICER, SPECIALIST, STAMP_KEEPER,
    World, has, lacks, send,
};

impl World {
    /// A building permit whose draft waits for the leader.
    pub(super) async fn drafted(&self) -> String {
        let code = self.in_examination().await;
        self.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
        let draft = [("outcome", "granted"), ("title", "Giấy phép xây dựng"), ("summary", "Nhà ở, 3 tầng")];
        self.does(SPECIALIST, &code, "trinh-ket-qua", &draft).await;
        self.does(HEAD, &code, "chuyen-buoc", &[]).await;
        code
    }

    /// The same, signed and sealed, at the return desk.
    async fn sealed(&self) -> String {
        let code = self.drafted().await;
        self.does(LEADER, &code, "phe-duyet", &[]).await;
        self.does(STAMP_KEEPER, &code, "dong-dau", &[("seal", "Con dấu thứ nhất"), ("copies", "1")]).await;
        code
    }

    /// What a row of a queue sends for a dossier.
    pub(super) async fn choice(&self, code: &str) -> String {
        format!("{code}:{}", self.dossier(code).await.version)
    }
}

async fn found(officer: &mut Visitor, words: &str) -> Answer {
    let page = officer.get("/tim").await;
    send(officer, &page, "/tim", &[("q", words)]).await
}

#[tokio::test]
async fn a_leader_signs_many_and_is_told_of_each() {
    let world = World::new().await;
    let (first, second) = (world.drafted().await, world.drafted().await);
    let mut leader = world.officer(LEADER).await;
    let page = leader.get("/trinh-ky").await;
    has(&page, &[&first, &second, "Nhà ở, 3 tầng", "Ngô Xuân Bắc", "/tu-choi-giai-quyet", "/tra-lai"]);
    let (one, two) = (world.choice(&first).await, world.choice(&second).await);
    world.does(LEADER, &second, "tra-lai", &[("reason", "Thiếu bản vẽ")]).await;

    let chosen = [("chon", one.as_str()), ("chon", two.as_str())];
    let answer = send(&mut leader, &page, "/trinh-ky", &chosen).await;
    assert_eq!(answer.status, 200);
    has(&answer, &["Đã xong 1 trong 2 hồ sơ", "/2026/KQ-"]);
    let signed = world.dossier(&first).await;
    assert!(signed.content.result.as_ref().is_some_and(|result| result.decided_at.is_some()));

    // A second press of the same form tells the same and changes nothing.
    let again = send(&mut leader, &page, "/trinh-ky", &chosen).await;
    has(&again, &["Đã xong 1 trong 2 hồ sơ"]);
    assert_eq!(world.dossier(&first).await, signed);
}

#[tokio::test]
async fn signing_nothing_is_said_and_not_done() {
    let world = World::new().await;
    let code = world.drafted().await;
    let mut leader = world.officer(LEADER).await;
    let page = leader.get("/trinh-ky").await;
    let answer = send(&mut leader, &page, "/trinh-ky", &[]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Chưa chọn hồ sơ nào", &code]);
}

#[tokio::test]
async fn a_seal_needs_a_number_of_copies() {
    let world = World::new().await;
    let code = world.drafted().await;
    world.does(LEADER, &code, "phe-duyet", &[]).await;
    let mut keeper = world.officer(STAMP_KEEPER).await;
    let choice = world.choice(&code).await;
    let (seal, copies) = (format!("seal.{code}"), format!("copies.{code}"));
    for (typed, told, sealed) in [("hai", "Đã xong 0 trong 1", false), ("2", "Đã xong 1 trong 1", true)] {
        let page = keeper.get("/dong-dau").await;
        has(&page, &["Con dấu thứ nhất"]);
        let fields = [("chon", choice.as_str()), (&seal, "Con dấu thứ nhất"), (&copies, typed)];
        has(&send(&mut keeper, &page, "/dong-dau", &fields).await, &[told]);
        let result = world.dossier(&code).await.content.result.unwrap();
        assert_eq!(result.sealed_at.is_some(), sealed, "{typed}");
    }
}

#[tokio::test]
async fn a_scan_opens_the_result_and_identity_comes_before_the_hand() {
    let world = World::new().await;
    let code = world.sealed().await;
    let mut officer = world.officer(RETURN_OFFICER).await;
    let desk = officer.get("/quay/tra-ket-qua").await;
    has(&desk, &[&code]);
    let scanned = send(&mut officer, &desk, "/quay/tra-ket-qua/quet", &[("ma", &code.to_lowercase())]).await;
    let address = format!("/quay/tra-ket-qua?ma={code}");
    assert_eq!(scanned.location.as_deref(), Some(address.as_str()));
    let page = officer.get(&address).await;
    has(&page, &["Giấy phép xây dựng", OWNER]);
    lacks(&page, &[NUMBER]);

    let typed = [("ma", code.as_str()), ("receiver", "Lý Thị Lan"), ("via", "counter")];
    let refused = send(&mut officer, &page, "/quay/tra-ket-qua", &typed).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["Lý Thị Lan", "Kiểm tra giấy tờ tùy thân"]);
    let checked = [typed.as_slice(), &[("identity_checked", "co")]].concat();
    let done = send(&mut officer, &refused, "/quay/tra-ket-qua", &checked).await;
    let after = done.location.unwrap();
    assert_eq!(world.dossier(&code).await.state.name(), StateName::Returned);
    has(&officer.get(&after).await, &["Đã trả kết quả hồ sơ", &format!("/ho-so/{code}")]);
}

#[tokio::test]
async fn what_changed_meanwhile_is_told_and_the_words_are_kept() {
    let world = World::new().await;
    let code = world.sealed().await;
    let mut officer = world.officer(RETURN_OFFICER).await;
    let page = officer.get(&format!("/quay/tra-ket-qua?ma={code}")).await;
    world.does(RETURN_OFFICER, &code, "chuyen-tra", &[("place", "Ngăn 4")]).await;
    let typed = [("ma", code.as_str()), ("receiver", "Lý Thị Lan"), ("via", "counter"), ("identity_checked", "co")];
    let stale = send(&mut officer, &page, "/quay/tra-ket-qua", &typed).await;
    assert_eq!(stale.status, 409);
    has(&stale, &["Lý Thị Lan", "hồ sơ đã thay đổi", "Phạm Thu Hằng"]);
    let done = send(&mut officer, &stale, "/quay/tra-ket-qua", &typed).await;
    assert_eq!(done.status, 303);
    assert!(matches!(world.dossier(&code).await.state, State::Returned { .. }));
}

#[tokio::test]
async fn what_is_no_code_is_not_repeated_at_the_return_desk() {
    let world = World::new().await;
    let mut officer = world.officer(RETURN_OFFICER).await;
    let desk = officer.get("/quay/tra-ket-qua").await;
    let answer = send(&mut officer, &desk, "/quay/tra-ket-qua/quet", &[("ma", NUMBER)]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Chưa đọc được mã hồ sơ"]);
    lacks(&answer, &[NUMBER]);
    assert_eq!(officer.get("/quay/tra-ket-qua?ma=H49.101-261125-0999").await.status, 404);
    let early = world.filed().await;
    let page = officer.get(&format!("/quay/tra-ket-qua?ma={early}")).await;
    has(&page, &["Kết quả chưa sẵn sàng"]);
}

#[tokio::test]
async fn a_number_is_found_by_a_form_and_never_from_an_address() {
    let world = World::new().await;
    let code = world.filed().await;
    let mut officer = world.officer(COUNTER).await;
    for words in [NUMBER, "Lý Văn Phúc", "ly van phuc", "0900 000 789"] {
        let page = found(&mut officer, words).await;
        assert_eq!(page.status, 200, "{words}");
        has(&page, &[&code, OWNER]);
    }
    let by_address = officer.get(&format!("/tim?q={NUMBER}")).await;
    assert_eq!((by_address.status.as_u16(), by_address.location.as_deref()), (303, Some("/tim")));
    let opened = officer.get(&format!("/tim?q={}", code.to_lowercase())).await;
    assert_eq!(opened.location.as_deref(), Some(format!("/ho-so/{code}").as_str()));
    has(&found(&mut officer, "H49.101-261125-O999").await, &["Chưa thấy hồ sơ", "Số 0 và chữ O"]);
}

#[tokio::test]
async fn a_search_ends_at_the_officers_reach_and_leaves_one_line_in_the_log() {
    let world = World::new().await;
    let code = world.filed().await;
    let stranger = found(&mut world.officer(ELSEWHERE).await, NUMBER).await;
    lacks(&stranger, &[&code, OWNER]);
    found(&mut world.officer(COUNTER).await, NUMBER).await;
    let log = world.officer(INSPECTOR).await.get("/quan-tri/nhat-ky?loai=read").await;
    has(&log, &["Vũ Thị Bích", "/tim"]);
    lacks(&log, &[NUMBER, "kinhte.baichay"]);
}

#[tokio::test]
async fn the_queues_open_to_those_who_sign_and_seal() {
    let world = World::new().await;
    let code = world.drafted().await;
    for (login, path) in [(COLLEAGUE, "/trinh-ky"), (LEADER, "/dong-dau"), (SPECIALIST, "/quay/tra-ket-qua")] {
        let page = world.officer(login).await.get(path).await;
        assert_eq!(page.status, 403, "{login} {path}");
        lacks(&page, &[&code]);
    }
}

#[tokio::test]
async fn every_list_is_said_in_both_languages() {
    let world = World::new().await;
    let (code, sealed) = (world.drafted().await, world.sealed().await);
    let signed = world.drafted().await;
    world.does(LEADER, &signed, "phe-duyet", &[]).await;
    let at_desk = format!("/quay/tra-ket-qua?ma={sealed}");
    let early = format!("/quay/tra-ket-qua?ma={code}");
    let pages = [
        (LEADER, "/trinh-ky"),
        (STAMP_KEEPER, "/dong-dau"),
        (RETURN_OFFICER, "/quay/tra-ket-qua"),
        (RETURN_OFFICER, at_desk.as_str()),
        (RETURN_OFFICER, early.as_str()),
        (COUNTER, at_desk.as_str()),
        (COUNTER, "/tim"),
    ];
    for (login, path) in pages {
        let mut officer = world.officer(login).await;
        for language in ["vi", "en"] {
            let joint = if path.contains('?') { '&' } else { '?' };
            let page = officer.get(&format!("{path}{joint}lang={language}")).await;
            assert_eq!(page.status, 200, "{login} {path}");
            assert_eq!(unsaid(&page), Vec::<String>::new(), "{login} {path} {language}");
        }
        let answers = [found(&mut officer, OWNER).await, found(&mut officer, "Không Ai Cả").await];
        for answer in answers {
            assert_eq!(unsaid(&answer), Vec::<String>::new(), "{login} searches");
        }
    }
}
