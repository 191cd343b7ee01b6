//! Following a dossier: what strangers see, what proof opens, what only the account may do.

use askama::Template as _;
use base::{Locale, Vnd};
use calendar::Clock as _;
use dossier::command::{Annotate, Apologise, Note, Pause};
use dossier::{Command, ExtensionUnit, Outcome, ResultRecord, ReturnChannel, State};
use jiff::{SignedDuration, Timestamp};
use web::{Fields, Page};

use super::filing::{BIRTH, file_birth, file_plain, open};
use super::world::{World, has, hidden, lacks, led, locales, pdf, post, send, send_files};
use crate::tracking::Viewer;

#[tokio::test]
async fn a_stranger_sees_the_progress_and_a_masked_name() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_birth(&mut phuc).await;
    has(&phuc.get(&format!("/tra-cuu/{code}")).await, &["Lý Văn Phúc", "Tin nhắn đã gửi cho ông/bà", "Rút hồ sơ"]);
    let mut stranger = world.stranger();
    let page = stranger.get(&format!("/tra-cuu/{code}")).await;
    lacks(&page, &["Tin nhắn đã gửi"]);
    has(&page, &["Chờ tiếp nhận", "chậm nhất 09:00 thứ Năm 26/11/2026", "Lý V. Phúc", "Trả lời chậm nhất"]);
    has(&page, &["Trung tâm Phục vụ hành chính công phường Hạ Long", "name=\"so-cuoi\""]);
    lacks(&page, &["Lý Văn Phúc", "022099000117", "cam doan.pdf", "Rút hồ sơ", "0900000789"]);
    assert_eq!(page.header("cache-control"), Some("no-store"));

    world.accept(&code).await;
    let page = stranger.get(&format!("/tra-cuu/{code}")).await;
    has(&page, &["Đang xử lý", "Hẹn trả 17:", "Vì sao là ngày 25/11?", "Tiếp nhận hồ sơ"]);
    // Settled at once: there are no days to count.
    lacks(&page, &["giay-tiep-nhan.pdf", "class=\"days\""]);
}

#[tokio::test]
async fn an_apology_shows_both_dates_to_all_and_its_reason_to_whoever_proved() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_plain(&mut phuc, "/nop-ho-so/1.004873").await;
    world.accept(&code).await;
    let (value, unit) = ("2".to_owned(), ExtensionUnit::WorkingDay);
    let reason = "Phải xác minh nơi cư trú trước đây".to_owned();
    world.office_does(&code, Command::Apologise(Apologise { value, unit, reason })).await;
    let path = format!("/tra-cuu/{code}");
    let dates = "chưa có đúng ngày hẹn thứ Hai 30/11/2026. Ngày hẹn mới: thứ Tư 02/12/2026";
    let again = "Hẹn lại 17:30 thứ Tư 02/12/2026; ngày hẹn trước là 17:30 thứ Hai 30/11/2026";
    has(&phuc.get(&path).await, &[dates, again, "Phải xác minh nơi cư trú", "Vì sao là ngày 02/12?"]);
    let page = world.stranger().get(&path).await;
    has(&page, &[dates, again]);
    lacks(&page, &["Phải xác minh"]);
    // Past the new date the apology given is no longer enough.
    world.clock.advance(SignedDuration::from_hours(24 * 9));
    has(&world.stranger().get(&path).await, &["đã quá ngày hẹn"]);
}

#[tokio::test]
async fn an_internal_note_is_shown_to_nobody_outside() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_plain(&mut phuc, "/nop-ho-so/1.004873").await;
    world.accept(&code).await;
    let note = "Nghi giấy tờ giả, đã hỏi công an phường".to_owned();
    world.office_does(&code, Command::Annotate(Annotate { note: note.clone() })).await;
    for mut visitor in [phuc, world.stranger()] {
        lacks(&visitor.get(&format!("/tra-cuu/{code}")).await, &[&note, "Ghi chú nội bộ"]);
    }
}

#[tokio::test]
async fn the_date_is_explained_day_by_day_with_its_pauses() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_plain(&mut phuc, "/nop-ho-so/1.004873").await;
    world.accept(&code).await;
    let path = format!("/tra-cuu/{code}");
    let page = phuc.get(&path).await;
    has(
        &page,
        &[
            "Vì sao là ngày 30/11?",
            "class=\"days\"",
            "Thời hạn của thủ tục là 3 ngày làm việc",
            "Hẹn trả 17:30 thứ Hai 30/11/2026",
        ],
    );
    has(&page, &["ngày làm việc thứ 3, dự kiến", "Còn 3 ngày"]);
    let pause = Pause {
        reason: calendar::PauseReason::ExternalConsultation,
        legal_basis: "Nghị định 123/2015/NĐ-CP Đ.22".to_owned(),
        note: String::new(),
    };
    world.office_does(&code, Command::CompleteStep(Note::default())).await;
    world.office_does(&code, Command::Pause(pause)).await;
    world.clock.advance(SignedDuration::from_hours(24));
    let page = world.stranger().get(&path).await;
    has(&page, &["Đang tạm dừng tính ngày", "Chờ ý kiến cơ quan khác", "Dự kiến trả", "due--pause", "25/11 – nay"]);
}

#[tokio::test]
async fn codes_are_read_as_people_type_them() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_birth(&mut world.phuc().await).await;
    let mut stranger = world.stranger();
    let typed = code.to_lowercase().replace('-', " - ").replace('0', "O").replace(' ', "%20");
    assert_eq!(led(&stranger.get(&format!("/tra-cuu?ma={typed}")).await), format!("/tra-cuu/{code}"));
    assert_eq!(led(&stranger.get(&format!("/tra-cuu/{}", code.to_lowercase())).await), format!("/tra-cuu/{code}"));
    let wrong = stranger.get("/tra-cuu?ma=khai+sinh").await;
    assert_eq!(wrong.status, 422);
    has(&wrong, &["Chưa nhận ra mã hồ sơ", "value=\"khai sinh\""]);
}

#[tokio::test]
async fn an_unknown_code_a_draft_and_a_wrong_code_look_alike() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let draft = open(&mut phuc, BIRTH, "toi").await;
    let id = draft.split("nhap=").nth(1).unwrap().to_owned();
    for code in ["H49.101-261125-0999", id.as_str(), "khong-co"] {
        for step in ["", "/bo-sung"] {
            let page = phuc.get(&format!("/tra-cuu/{code}{step}")).await;
            assert_eq!(page.status, 404, "{code}{step}");
            has(&page, &["Chưa thấy hồ sơ", "Số 0 và chữ O, số 1 và chữ I hay bị nhầm"]);
        }
    }
}

#[tokio::test]
async fn the_last_digits_open_a_dossier_for_a_quarter_of_an_hour() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_birth(&mut world.phuc().await).await;
    world.accept(&code).await;
    let (path, proof) = (format!("/tra-cuu/{code}"), format!("/tra-cuu/{code}/xac-minh"));
    let mut visitor = world.stranger();
    let wrong = post(&mut visitor, &path, &proof, &[("so-cuoi", "9999")]).await;
    assert_eq!(wrong.status, 422);
    has(&wrong, &["Chưa khớp với hồ sơ này", "Lý V. Phúc"]);
    lacks(&wrong, &["9999", "Lý Văn Phúc"]);
    let right = post(&mut visitor, &path, &proof, &[("so-cuoi", "0117")]).await;
    assert_eq!(led(&right), path);
    let cookie =
        right.headers.iter().find(|(name, value)| name == "set-cookie" && value.contains("motcua_xem")).unwrap();
    for flag in ["HttpOnly", "SameSite=Lax", "Max-Age=900", &format!("Path=/tra-cuu/{code}")] {
        assert!(cookie.1.contains(flag), "{}", cookie.1);
    }
    let page = visitor.get(&path).await;
    has(&page, &["Lý Văn Phúc", "cam doan.pdf", "giay-tiep-nhan.pdf?ma-tra-cuu="]);
    lacks(&page, &["name=\"so-cuoi\"", "Rút hồ sơ", "href=\"/tep/"]);
    // It opens no other page of somebody else's, and not for ever.
    assert!(led(&visitor.get(&format!("{path}/rut")).await).starts_with("/dang-nhap"));
    world.clock.advance(SignedDuration::from_mins(16));
    lacks(&visitor.get(&path).await, &["Lý Văn Phúc"]);
    // The slip's look-up code is a proof too.
    let lookup = world.dossier(&code).await.content.lookup_code.to_lowercase();
    assert_eq!(led(&post(&mut visitor, &path, &proof, &[("so-cuoi", &lookup)]).await), path);
}

#[tokio::test]
async fn guessing_digits_stops_after_five_and_says_how_long() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_birth(&mut world.phuc().await).await;
    let (path, proof) = (format!("/tra-cuu/{code}"), format!("/tra-cuu/{code}/xac-minh"));
    let mut visitor = world.stranger();
    let page = visitor.get(&path).await;
    for digits in ["0001", "0002", "0003", "0004", "0005"] {
        assert_eq!(send(&mut visitor, &page, &proof, &[("so-cuoi", digits)]).await.status, 422);
    }
    let limited = send(&mut visitor, &page, &proof, &[("so-cuoi", "0117")]).await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after")), (429, Some("10800")));
    has(&limited, &["180 phút"]);
}

#[tokio::test]
async fn looking_codes_up_is_limited() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut visitor = world.stranger();
    for number in 0..120 {
        assert_eq!(visitor.get(&format!("/tra-cuu/H49.101-261125-{number:04}")).await.status, 404);
    }
    let limited = visitor.get("/tra-cuu/H49.101-261125-0500").await;
    assert_eq!((limited.status.as_u16(), limited.header("retry-after")), (429, Some("600")));
    has(&limited, &["Thử lại sau 10 phút"]);
}

#[tokio::test]
async fn a_supplement_is_answered_once_with_everything() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_birth(&mut phuc).await;
    world.accept(&code).await;
    world.ask_for(&code, &["Ký tên vào tờ khai", "Chụp rõ giấy cam đoan"]).await;
    let (path, answer) = (format!("/tra-cuu/{code}"), format!("/tra-cuu/{code}/bo-sung"));

    // Strangers learn how many, not what; with proof one reads, without an account one does not send.
    let mut visitor = world.stranger();
    let page = visitor.get(&path).await;
    has(&page, &["Cần ông/bà bổ sung giấy tờ", "Có 2 nội dung cần bổ sung", "thứ Năm 10/12/2026"]);
    lacks(&page, &["Ký tên vào tờ khai", "Thiếu chữ ký", "Xem và bổ sung"]);
    assert_eq!(led(&visitor.get(&answer).await), path);
    post(&mut visitor, &path, &format!("{path}/xac-minh"), &[("so-cuoi", "0789")]).await;
    has(&visitor.get(&answer).await, &["Ký tên vào tờ khai", "Đăng nhập bằng tài khoản đã nộp hồ sơ"]);
    lacks(&visitor.get(&answer).await, &["type=\"file\""]);

    has(&phuc.get("/ho-so-cua-toi").await, &["Cần ông/bà làm", "Cần bổ sung"]);
    has(&phuc.get(&path).await, &["Ký tên vào tờ khai", "Xem và bổ sung"]);
    let page = phuc.get(&answer).await;
    has(&page, &["Chụp rõ giấy cam đoan", "thời hạn giải quyết được tính lại từ đầu", "Luật Hộ tịch Đ.16"]);
    // One point forgotten, one file not a document: told at their places, the good file is kept.
    let files: [(&str, &str, &[u8]); 2] = [("muc-1", "to khai.pdf", &pdf()), ("muc-2", "anh.gif", b"GIF89a")];
    let again = send_files(&mut phuc, &page, &answer, &[], &files).await;
    assert_eq!(again.status, 422);
    has(&again, &["to khai.pdf", "anh.gif", "Còn 1 chỗ cần sửa"]);
    let sent =
        send_files(&mut phuc, &again, &answer, &[("ghi-chu", "Đã chụp lại")], &[("muc-2", "anh.pdf", &pdf())]).await;
    assert_eq!(led(&sent), path);
    has(&phuc.get(&path).await, &["Đã gửi bổ sung.", "Đã bổ sung giấy tờ", "Đang xử lý"]);
    let dossier = world.dossier(&code).await;
    let names: Vec<_> =
        dossier.content.papers.iter().skip(2).flat_map(|paper| &paper.files).map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["to khai.pdf", "anh.pdf"]);
    assert_eq!(dossier.content.supplements[0].note, "Đã chụp lại");
    // A second press, and coming back later.
    let second = send_files(&mut phuc, &again, &answer, &[("ghi-chu", "Đã chụp lại")], &[]).await;
    assert_eq!(led(&second), path);
    assert_eq!(led(&phuc.get(&answer).await), path);
}

#[tokio::test]
async fn a_dossier_is_taken_back_with_a_reason_and_only_by_its_account() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_birth(&mut phuc).await;
    let (path, withdraw) = (format!("/tra-cuu/{code}"), format!("/tra-cuu/{code}/rut"));
    let mut other = world.citizen("Bùi Thu Lan", "0900000555", "022199000222").await;
    assert_eq!(other.get(&withdraw).await.status, 404);
    let page = other.get(&path).await;
    assert_eq!(send(&mut other, &page, &withdraw, &[("ly-do", "x"), ("xac-nhan", "co")]).await.status, 404);

    has(&phuc.get(&path).await, &[&format!("href=\"{withdraw}\"")]);
    let page = phuc.get(&withdraw).await;
    has(&page, &["Rút rồi không khôi phục được"]);
    let empty = send(&mut phuc, &page, &withdraw, &[]).await;
    has(&empty, &["Nhập lý do rút hồ sơ", "Đánh dấu xác nhận để rút hồ sơ"]);
    // The office was faster: the page says so and keeps the reason.
    world.accept(&code).await;
    let fields = [("ly-do", "Khai nhầm tên"), ("xac-nhan", "co")];
    let stale = send(&mut phuc, &page, &withdraw, &fields).await;
    assert_eq!(stale.status, 409);
    has(&stale, &["Hồ sơ vừa có thay đổi nên chưa rút", "Khai nhầm tên"]);
    assert_eq!(led(&send(&mut phuc, &stale, &withdraw, &fields).await), path);
    has(&phuc.get(&path).await, &["Đã rút hồ sơ.", "Hồ sơ không được giải quyết tiếp", "Nộp hồ sơ mới"]);
    assert_eq!(led(&send(&mut phuc, &stale, &withdraw, &fields).await), path);
    assert_eq!(led(&phuc.get(&withdraw).await), path);
}

#[tokio::test]
async fn a_late_dossier_begins_with_an_apology() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_birth(&mut world.phuc().await).await;
    world.accept(&code).await;
    world.clock.advance(SignedDuration::from_hours(48));
    let page = world.stranger().get(&format!("/tra-cuu/{code}")).await.text();
    let apology = page.find("Xin lỗi ông/bà, hồ sơ đã quá ngày hẹn 2 ngày làm việc").expect("an apology");
    assert!(apology < page.find("id=\"can-gi\"").unwrap());
    assert!(page.contains("Quá hạn 2 ngày"));
}

/// Every state as a dossier that was accepted could stand in it.
fn states(now: Timestamp) -> Vec<State> {
    let (reason, granted) = ("Chưa đủ điều kiện".to_owned(), Outcome::Granted);
    vec![
        State::Submitted,
        State::Declined { reason: reason.clone() },
        State::Received { step: 1 },
        State::InProgress { step: 2 },
        State::AwaitingSupplement { since: now, resume_at: Some(2) },
        State::AwaitingPayment { since: now, amount: Vnd(4_250_000), resume_at: 2 },
        State::Paused { since: now, reason: calendar::PauseReason::PublicPosting, resume_at: 2 },
        State::Resolved { outcome: granted },
        State::Resolved { outcome: Outcome::Refused },
        State::Returned { outcome: granted },
        State::Withdrawn { reason: reason.clone() },
        State::Stopped { reason },
    ]
}

#[tokio::test]
async fn every_state_has_its_head_in_words_for_everybody() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_birth(&mut phuc).await;
    world.accept(&code).await;
    world.ask_for(&code, &["Ký tên vào tờ khai"]).await;
    let mut dossier = world.dossier(&code).await;
    dossier.content.return_channel = ReturnChannel::Electronic;
    dossier.content.result = Some(result());
    let mut heads = String::new();
    for state in states(world.clock.now()) {
        for (viewer, locale) in [(Viewer::Stranger, Locale::Vi), (Viewer::Owner, Locale::En)] {
            dossier.state = state.clone();
            let page = Page::sample(locale, &locales(), None).unwrap();
            let form = Fields::blank(&page);
            let drawn = world.portal.dossier_page(page, &dossier, viewer, form).await.unwrap();
            heads.push_str(&format!("{}\n", drawn.need.title));
            let text = drawn.render().unwrap();
            assert!(!text.contains("portal-") && !text.contains("dossier-"), "{text}");
            assert_eq!(
                text.contains("Chưa đủ điều kiện") || text.contains("GKS-01.pdf"),
                shows(&state, viewer),
                "{state:?}"
            );
        }
    }
    expect_test::expect![[r"
        Chờ tiếp nhận
        Waiting to be accepted
        Hồ sơ không được tiếp nhận
        The dossier was not accepted
        Đang xử lý
        Being processed
        Đang xử lý
        Being processed
        Cần ông/bà bổ sung giấy tờ
        Papers are needed from you
        Đang chờ ông/bà nộp thuế, phí
        Waiting for you to pay a tax or fee
        Niêm yết công khai
        Public posting
        Đã có kết quả
        The result is ready
        Đã có văn bản từ chối giải quyết
        There is a letter of refusal
        Đã trả kết quả
        The result was handed over
        Đã rút hồ sơ
        The dossier was withdrawn
        Đã dừng giải quyết
        The settlement was stopped
    "]]
    .assert_eq(&heads);
}

/// The officer's reason and the result are for the owner only.
fn shows(state: &State, viewer: Viewer) -> bool {
    let told = matches!(
        state,
        State::Declined { .. } | State::Stopped { .. } | State::Resolved { .. } | State::Returned { .. }
    );
    told && viewer == Viewer::Owner
}

fn result() -> ResultRecord {
    serde_json::from_value(serde_json::json!({
        "id": "0193a5b0-0000-7000-8000-000000000001", "outcome": "granted", "title": "Giấy khai sinh", "summary": "",
        "files": [{ "id": "0193a5b0-0000-7000-8000-000000000002", "name": "GKS-01.pdf",
                    "media_type": "application/pdf", "size": 2048, "pages": 1 }],
        "drafted_by": "0193a5b0-0000-7000-8000-000000000003", "drafter": "Trần Thị B",
        "decided_at": "2026-11-25T03:00:00Z", "number": "0001/2026/KQ", "sealed_at": "2026-11-25T03:10:00Z"
    }))
    .unwrap()
}

#[tokio::test]
async fn forms_of_this_crate_carry_their_secrets() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let names: Vec<_> = hidden(&phuc.get(&person).await).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["csrf", "idempotency_key", "ban"]);
    assert_eq!(phuc.post(&person, &[("owner.name", "A")]).await.status, 403);
}
