//! A later date and an early end on the pages of officers: the letter before it goes, who may send it,
//! what is offered when.

use dossier::{Event, StateName};
use jiff::civil::date;

use super::world::{COUNTER, HEAD, LEADER, SPECIALIST, World, has, lacks};

const EXTENSION: [(&str, &str); 4] = [
    ("value", "2"),
    ("unit", "wd"),
    ("legal_basis", "Nghị định 175/2024/NĐ-CP Điều 54"),
    ("reason", "Phải kiểm tra thực địa thêm"),
];
const APOLOGY: [(&str, &str); 3] = [("value", "3"), ("unit", "wd"), ("reason", "Máy đo hỏng, phải đo lại")];

fn with<'a>(fields: &[(&'a str, &'a str)], more: (&'a str, &'a str)) -> Vec<(&'a str, &'a str)> {
    fields.iter().copied().chain([more]).collect()
}

#[tokio::test]
async fn a_head_of_unit_extends_by_rule_after_reading_the_letter() {
    let world = World::new().await;
    let code = world.in_examination().await;
    // Accepted on Wednesday 25 November: fifteen working days.
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 16)));
    let letter = world.tries(HEAD, &code, "gia-han", &with(&EXTENSION, ("viec", "xem-truoc"))).await;
    assert_eq!(letter.status, 200);
    has(&letter, &["Thư người nộp sẽ nhận", "Phải kiểm tra thực địa thêm", "Hẹn trả 17:30 thứ Sáu 18/12/2026"]);
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 16)), "nothing has happened yet");
    world.does(HEAD, &code, "gia-han", &with(&EXTENSION, ("viec", "gui"))).await;
    assert_eq!(world.due_on(&code).await, Some(date(2026, 12, 18)));
    let page = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&page, &["Gia hạn", "Ngày hẹn thứ Tư 16/12/2026 chuyển thành thứ Sáu 18/12/2026", "Điều 54"]);
}

#[tokio::test]
async fn a_leader_apologises_once_and_both_dates_stay_in_view() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let page = world.officer(LEADER).await.get(&format!("/ho-so/{code}")).await;
    has(&page, &["Xin lỗi và hẹn lại", "/hen-lai"]);
    world.does(LEADER, &code, "hen-lai", &APOLOGY).await;
    let page = world.officer(LEADER).await.get(&format!("/ho-so/{code}")).await;
    has(&page, &["Hẹn lại 17:30 thứ Hai 21/12/2026; ngày hẹn trước là 17:30 thứ Tư 16/12/2026"]);
    lacks(&page, &["/hen-lai\""]);
    // Whoever kept the address is told why not.
    let page = world.officer(LEADER).await.get(&format!("/ho-so/{code}/hen-lai")).await;
    has(&page, &["Pháp luật chỉ cho hẹn lại một lần"]);
}

#[tokio::test]
async fn an_apology_is_the_leaders_and_offered_until_the_day_before() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let answer = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}/hen-lai")).await;
    assert_eq!(answer.status, 403);
    world.at("2026-12-16T08:00");
    let page = world.officer(LEADER).await.get(&format!("/ho-so/{code}")).await;
    lacks(&page, &["/hen-lai\""]);
    has(&page, &["/gia-han\""]);
    let page = world.officer(LEADER).await.get(&format!("/ho-so/{code}/hen-lai")).await;
    has(&page, &["chậm nhất 15/12/2026"]);
}

#[tokio::test]
async fn a_length_that_cannot_be_read_is_told_at_its_field() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let fields = [("value", "nhiều"), ("unit", "wd"), ("legal_basis", "Điều 54"), ("reason", "Đo lại")];
    let answer = world.tries(HEAD, &code, "gia-han", &fields).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["f-value-e", "Nhập thời gian lớn hơn 0"]);
    let answer = world.tries(HEAD, &code, "gia-han", &with(&fields, ("viec", "xem-truoc"))).await;
    assert_eq!(answer.status, 422);
}

#[tokio::test]
async fn the_counter_closes_what_was_not_supplemented_from_the_day_after_the_fifteenth() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let asked = [("paper", "3"), ("what.3", "Ký lại bản vẽ"), ("viec", "gui")];
    world.does(SPECIALIST, &code, "yeu-cau-bo-sung", &asked).await;
    // Fifteen days from 25 November end on Thursday 10 December.
    world.at("2026-12-10T17:00");
    let page = world.officer(COUNTER).await.get(&format!("/ho-so/{code}")).await;
    lacks(&page, &["qua-han-bo-sung"]);
    let early = world.officer(COUNTER).await.get(&format!("/ho-so/{code}/qua-han-bo-sung")).await;
    has(&early, &["Từ ngày 11/12/2026 mới đóng được"]);
    world.at("2026-12-11T08:00");
    let page = world.officer(COUNTER).await.get(&format!("/ho-so/{code}")).await;
    has(&page, &["qua-han-bo-sung"]);
    let form = world.officer(COUNTER).await.get(&format!("/ho-so/{code}/qua-han-bo-sung")).await;
    has(&form, &["Đã yêu cầu bổ sung ngày 25/11/2026, quá 15 ngày"]);
    let closed = world.does(COUNTER, &code, "qua-han-bo-sung", &[("reason", "Quá 15 ngày chưa bổ sung")]).await;
    assert_eq!((closed.state.name(), closed.holder), (StateName::Stopped, None));
}

#[tokio::test]
async fn a_supplement_asked_too_late_is_marked_for_whoever_watches() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.at("2026-12-02T09:00");
    let asked = [("paper", "3"), ("what.3", "Ký lại bản vẽ"), ("viec", "gui")];
    world.does(SPECIALIST, &code, "yeu-cau-bo-sung", &asked).await;
    let history = world.dossiers.history(world.dossier(&code).await.id).await.unwrap();
    assert!(history.iter().any(|line| matches!(line.event, Event::SupplementRequested { in_time: false, .. })));
    for tab in ["giay-to", "nhat-ky"] {
        let page = world.officer(super::world::INSPECTOR).await.get(&format!("/ho-so/{code}?muc={tab}")).await;
        has(&page, &["Yêu cầu sau hạn 3 ngày làm việc"]);
    }
}
