//! Dossiers that end otherwise, or wait for money; and that a button never offers what the rules refuse.

use dossier::{CommandName, Outcome, State, StateName};
use jiff::civil::date;

use super::world::{COUNTER, HEAD, LEADER, OWNER, RETURN_OFFICER, SPECIALIST, STAMP_KEEPER, World, has, lacks};

const LAND_TRANSFER: &str = "1.013831";

#[tokio::test]
async fn a_refusal_by_decision_becomes_a_letter_that_is_sealed_and_returned() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    let draft =
        [("outcome", "refused"), ("title", "Thông báo từ chối"), ("summary", "Thửa đất thuộc quy hoạch giao thông")];
    world.does(SPECIALIST, &code, "trinh-ket-qua", &draft).await;
    world.does(HEAD, &code, "chuyen-buoc", &[]).await;
    let reason = "Thửa đất thuộc quy hoạch giao thông theo Quyết định 12/QĐ-UBND";
    world.does(LEADER, &code, "tu-choi-giai-quyet", &[("reason", reason)]).await;
    world.does(STAMP_KEEPER, &code, "dong-dau", &[("copies", "1")]).await;
    let hand_over = [("receiver", OWNER), ("via", "counter"), ("identity_checked", "co")];
    let returned = world.does(RETURN_OFFICER, &code, "tra-ket-qua", &hand_over).await;
    assert_eq!(returned.state, State::Returned { outcome: Outcome::Refused });
    let result = world.officer(COUNTER).await.get(&format!("/ho-so/{code}?muc=ket-qua")).await;
    has(&result, &[reason, "Từ chối giải quyết", "Nguyễn Thành Trung", OWNER]);
}

#[tokio::test]
async fn a_draft_of_a_refusal_needs_its_grounds() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    let draft = [("outcome", "refused"), ("title", "Thông báo từ chối"), ("summary", "")];
    let answer = world.tries(SPECIALIST, &code, "trinh-ket-qua", &draft).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["f-summary-e", "Thông báo từ chối"]);
}

#[tokio::test]
async fn a_dossier_is_declined_withdrawn_or_stopped_with_its_reason() {
    let world = World::new().await;
    let declined = world.filed().await;
    let reason = [("reason", "Công trình được miễn giấy phép theo Điều 89 Luật Xây dựng")];
    let after = world.does(COUNTER, &declined, "tu-choi-tiep-nhan", &reason).await;
    assert_eq!(after.state.name(), StateName::Declined);

    let withdrawn = world.in_examination().await;
    let after = world.does(COUNTER, &withdrawn, "rut", &[("reason", "Chủ nhà đổi thiết kế")]).await;
    assert_eq!(after.state.name(), StateName::Withdrawn);

    let stopped = world.in_examination().await;
    let empty = world.tries(HEAD, &stopped, "dung-giai-quyet", &[("reason", ""), ("legal_basis", "")]).await;
    assert_eq!(empty.status, 422);
    let ground = [("reason", "Quá 15 ngày không bổ sung"), ("legal_basis", "NĐ 118/2025 Điều 19")];
    let after = world.does(HEAD, &stopped, "dung-giai-quyet", &ground).await;
    assert_eq!((after.state.name(), after.holder), (StateName::Stopped, None));
    // A closed dossier offers nothing more.
    let page = world.officer(COUNTER).await.get(&format!("/ho-so/{stopped}")).await;
    has(&page, &["Hồ sơ đã kết thúc, không còn việc phải làm"]);
}

#[tokio::test]
async fn a_dossier_sent_back_says_why_to_the_officer_before() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    world.does(SPECIALIST, &code, "trinh-ket-qua", &[("title", "Giấy phép xây dựng")]).await;
    let back = world.does(HEAD, &code, "tra-lai", &[("reason", "Thiếu căn cứ quy hoạch")]).await;
    assert_eq!(back.state, State::InProgress { step: 4 });
    let history = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&history, &["Thiếu căn cứ quy hoạch", "Trả lại bước trước: Dự thảo giấy phép"]);
}

#[tokio::test]
async fn a_land_transfer_stands_still_while_the_tax_is_paid() {
    let world = World::new().await;
    let code =
        world.filed_as(LAND_TRANSFER, "H49.01", &[(1, "Đơn đăng ký biến động"), (4, "Tờ khai lệ phí trước bạ")]).await;
    world.does("motcua.tinh", &code, "tiep-nhan", &[]).await;
    world.does("motcua.tinh", &code, "chuyen-buoc", &[]).await;
    world.does("dia.chi1", &code, "chuyen-buoc", &[]).await;
    world.does("dia.truong", &code, "chuyen-buoc", &[]).await;
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 9)));
    let unreadable = world.tries("dia.chi1", &code, "cho-nop-tien", &[("amount_vnd", "bốn triệu")]).await;
    assert_eq!(unreadable.status, 422);
    let asked = [("amount_vnd", "4.250.000"), ("notice", "TB 115/CT-QLĐ")];
    world.does("dia.chi1", &code, "cho-nop-tien", &asked).await;
    assert_eq!(world.due_on(&code).await, None);

    // Paid two working days later, with the amount that was asked for and no other.
    world.at("2026-11-27T09:00");
    let wrong = [("amount_vnd", "4.000.000"), ("proof", "FT26331")];
    let refused = world.tries("thungan.tinh", &code, "xac-nhan-nop-tien", &wrong).await;
    assert_eq!(refused.status, 422);
    has(&refused, &["4.250.000 đ", "FT26331"]);
    world.does("thungan.tinh", &code, "xac-nhan-nop-tien", &[("amount_vnd", "4250000"), ("proof", "FT26331")]).await;
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 11)));

    world.does("motcua.tinh", &code, "chuyen-buoc", &[]).await;
    world.does("dia.chi1", &code, "trinh-ket-qua", &[("title", "Giấy chứng nhận")]).await;
    world.does("dia.truong", &code, "chuyen-buoc", &[]).await;
    world.does("dia.lanhdao", &code, "phe-duyet", &[]).await;
    world.does("vanthu.tinh", &code, "dong-dau", &[("copies", "1")]).await;
    let hand_over = [("receiver", OWNER), ("via", "counter"), ("identity_checked", "co")];
    let returned = world.does("traketqua.tinh", &code, "tra-ket-qua", &hand_over).await;
    assert_eq!(returned.state, State::Returned { outcome: Outcome::Granted });
    let money = world.officer("thungan.tinh").await.get(&format!("/ho-so/{code}?muc=phi-thue")).await;
    has(&money, &["4.250.000 đ", "TB 115/CT-QLĐ", "FT26331"]);
}

#[tokio::test]
async fn whoever_only_waits_is_told_who_holds_the_dossier() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let page = world.officer(COUNTER).await.get(&format!("/ho-so/{code}")).await;
    has(&page, &["Hồ sơ đang ở: Chuyên viên · Phòng Kinh tế, Hạ tầng và Đô thị", "UBND phường Hạ Long"]);
    lacks(&page, &["data-key=\"c\""]);
}

/// Every page of a command that the workbench links to can be opened by the officer it is shown to,
/// and says what would happen.
#[tokio::test]
async fn a_button_never_leads_to_a_refusal() {
    let world = World::new().await;
    let code = world.in_examination().await;
    for login in [COUNTER, SPECIALIST, HEAD, LEADER, STAMP_KEEPER, RETURN_OFFICER] {
        let mut officer = world.officer(login).await;
        let workbench = officer.get(&format!("/ho-so/{code}")).await.text();
        let shown = |command: &&crate::task::Task| workbench.contains(&format!("/ho-so/{code}/{}\"", command.slug));
        for task in CommandName::ALL.iter().filter_map(|name| crate::task::Task::of(*name)).filter(shown) {
            let page = officer.get(&format!("/ho-so/{code}/{}", task.slug)).await;
            assert_eq!(page.status, 200, "{login} {}", task.slug);
            has(&page, &["Khi làm việc này:", "<form class=\"card"]);
        }
    }
}
