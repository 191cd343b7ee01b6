//! A building permit on its way through the forms of the right officers.

use dossier::{Outcome, State, StateName};
use jiff::civil::date;

use super::world::{COUNTER, HEAD, LEADER, OWNER, RETURN_OFFICER, SPECIALIST, STAMP_KEEPER, World, has};

#[tokio::test]
async fn a_building_permit_goes_from_the_counter_into_the_owners_hand() {
    let world = World::new().await;
    let code = world.filed().await;
    let accepted = world.does(COUNTER, &code, "tiep-nhan", &[("note", "Đủ giấy tờ")]).await;
    assert_eq!(accepted.state, State::Received { step: 1 });
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 16)));
    world.does(COUNTER, &code, "chuyen-buoc", &[]).await;
    world.does(HEAD, &code, "chuyen-buoc", &[("note", "Giao đồng chí Bắc")]).await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    let draft = [("outcome", "granted"), ("title", "Giấy phép xây dựng"), ("summary", "Nhà ở riêng lẻ, 3 tầng")];
    world.does(SPECIALIST, &code, "trinh-ket-qua", &draft).await;
    world.does(HEAD, &code, "chuyen-buoc", &[]).await;
    let approved = world.does(LEADER, &code, "phe-duyet", &[]).await;
    assert!(approved.content.result.as_ref().unwrap().number.is_some(), "a decision has its number");
    world.does(STAMP_KEEPER, &code, "dong-dau", &[("seal", "UBND phường Hạ Long"), ("copies", "2")]).await;
    let delivered = world.does(RETURN_OFFICER, &code, "chuyen-tra", &[("place", "Ngăn 4")]).await;
    assert_eq!(delivered.state.name(), StateName::Resolved);
    let hand_over = [("receiver", OWNER), ("via", "counter"), ("identity_checked", "co")];
    let returned = world.does(RETURN_OFFICER, &code, "tra-ket-qua", &hand_over).await;
    assert_eq!(returned.state, State::Returned { outcome: Outcome::Granted });

    let history = world.officer(RETURN_OFFICER).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&history, &["Giao đồng chí Bắc", "Phan Văn Sáng", "Nguyễn Thành Trung", "Ngăn 4", "Trả kết quả"]);
}

#[tokio::test]
async fn after_a_supplement_the_limit_is_counted_from_zero() {
    let world = World::new().await;
    let code = world.in_examination().await;
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 16)));
    world.at("2026-11-27T09:00");
    let asked = [("paper", "3"), ("what.3", "Bản vẽ thiếu mặt cắt móng"), ("viec", "gui")];
    let waiting = world.does(SPECIALIST, &code, "yeu-cau-bo-sung", &asked).await;
    assert_eq!(waiting.state.name(), StateName::AwaitingSupplement);
    assert_eq!(world.due_on(&code).await, None);
    let page = world.officer(COUNTER).await.get(&format!("/ho-so/{code}/bo-sung")).await;
    has(&page, &["Bản vẽ thiếu mặt cắt móng"]);

    world.at("2026-11-30T09:00");
    let answered = world.does(COUNTER, &code, "bo-sung", &[("item", "0"), ("note", "Đã nộp bản vẽ mới")]).await;
    assert_eq!(answered.state, State::InProgress { step: 3 });
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 21)));
}

#[tokio::test]
async fn a_supplement_is_shown_as_a_letter_before_it_is_sent() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let asked = [("paper", "3"), ("what.3", "Bản vẽ thiếu mặt cắt móng"), ("viec", "xem-truoc")];
    let before = world.dossier(&code).await.version;
    let preview = world.tries(SPECIALIST, &code, "yeu-cau-bo-sung", &asked).await;
    assert_eq!(preview.status, 200);
    has(&preview, &["Bản vẽ thiếu mặt cắt móng", OWNER]);
    assert_eq!(world.dossier(&code).await.version, before);
}

#[tokio::test]
async fn a_pause_stops_the_date_and_its_end_moves_it() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let ground = [("reason", "external_consultation"), ("legal_basis", "Luật Xây dựng Đ.102")];
    world.does(SPECIALIST, &code, "tam-dung", &ground).await;
    assert_eq!(world.due_on(&code).await, None);
    world.at("2026-11-27T09:00");
    world.does(SPECIALIST, &code, "tinh-tiep", &[]).await;
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 18)));
}
