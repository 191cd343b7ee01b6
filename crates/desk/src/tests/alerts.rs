//! Alerts, lists of what is due and the clock ledger, as officers find them.

use dossier::Alarms;
use jobs::{Job as _, Progress};

use super::world::{COUNTER, ELSEWHERE, HEAD, INSPECTOR, LEADER, SPECIALIST, World, has, lacks};

const ALERTS: &str = "/ban-lam-viec/canh-bao";

/// A worker does everything it finds.
async fn worker(world: &World) {
    let alarms = Alarms::new(world.dossiers.clone());
    while alarms.run(calendar::Clock::now(&world.clock)).await.unwrap() == Progress::More {}
}

#[tokio::test]
async fn an_officer_finds_the_alerts_of_the_own_place_until_they_are_dealt_with() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let page = world.officer(SPECIALIST).await.get(ALERTS).await;
    has(&page, &["Không có cảnh báo nào"]);
    // Due on Wednesday 16 December; the step of the specialist has had its share long before.
    world.at("2026-12-17T08:00");
    worker(&world).await;
    for login in [SPECIALIST, HEAD, LEADER, INSPECTOR] {
        let page = world.officer(login).await.get(ALERTS).await;
        has(&page, &[&code, "Quá hạn", "Bước hết thời gian", "is-late"]);
        has(&page, &["Cảnh báo<span class=\"count\">2</span>"]);
        lacks(&page, &["Sắp đến hạn"]);
    }
    for login in [COUNTER, ELSEWHERE] {
        lacks(&world.officer(login).await.get(ALERTS).await, &[&code]);
    }
    let history = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&history, &["Cảnh báo", "Hệ thống"]);
    // The form that the officer had open still counts.
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    let page = world.officer(SPECIALIST).await.get(ALERTS).await;
    lacks(&page, &["Bước hết thời gian"]);
    world.does(COUNTER, &code, "rut", &[("reason", "Đổi thiết kế")]).await;
    lacks(&world.officer(INSPECTOR).await.get(ALERTS).await, &[&code]);
}

#[tokio::test]
async fn an_alert_told_late_says_so() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.at("2026-12-18T08:00");
    worker(&world).await;
    let page = world.officer(LEADER).await.get(ALERTS).await;
    has(&page, &[&code, "17:30 thứ Tư 16/12", "báo lúc 08:00 thứ Sáu 18/12"]);
}

#[tokio::test]
async fn alerts_are_paged_newest_first() {
    let world = World::new().await;
    for _ in 0..27 {
        world.in_examination().await;
    }
    world.at("2026-12-18T08:00");
    worker(&world).await;
    let mut leader = world.officer(LEADER).await;
    let first = leader.get(ALERTS).await;
    has(&first, &["50 cảnh báo trên trang này", "Trang sau"]);
    let text = first.text();
    let next = text.split("?sau=").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let second = leader.get(&format!("{ALERTS}?sau={next}")).await;
    has(&second, &["4 cảnh báo trên trang này", "Về trang đầu"]);
    lacks(&second, &["Trang sau"]);
}

#[tokio::test]
async fn due_soon_and_overdue_are_lists_of_their_own() {
    let world = World::new().await;
    let code = world.in_examination().await;
    lacks(&world.officer(SPECIALIST).await.get("/ban-lam-viec?xem=sap-den-han").await, &[&code]);
    world.at("2026-12-14T09:00");
    let mut officer = world.officer(SPECIALIST).await;
    let page = officer.get("/ban-lam-viec?xem=sap-den-han").await;
    has(&page, &[&code, "Sắp đến hạn (2 ngày) <span class=\"count\">1</span>"]);
    lacks(&officer.get("/ban-lam-viec?xem=qua-han").await, &[&code]);
    world.at("2026-12-17T09:00");
    let mut officer = world.officer(SPECIALIST).await;
    let page = officer.get("/ban-lam-viec?xem=qua-han").await;
    has(&page, &[&code, "Quá hạn <span class=\"count count--late\">1</span>"]);
    lacks(&officer.get("/ban-lam-viec?xem=sap-den-han").await, &[&code]);
}

#[tokio::test]
async fn the_ledger_names_ground_evidence_person_and_the_date_after_each_entry() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.at("2026-11-30T09:00");
    let pause = [("reason", "fieldwork"), ("legal_basis", "Điều 54 NĐ 175/2024"), ("note", "Biên bản đo đạc 12")];
    world.does(SPECIALIST, &code, "tam-dung", &pause).await;
    world.at("2026-12-02T09:00");
    world.does(SPECIALIST, &code, "tinh-tiep", &[]).await;
    let apology = [("value", "3"), ("unit", "wd"), ("reason", "Máy đo hỏng, phải đo lại")];
    world.does(LEADER, &code, "hen-lai", &apology).await;
    let page = world.officer(INSPECTOR).await.get(&format!("/ho-so/{code}?muc=so-dong-ho")).await;
    has(
        &page,
        &[
            "Bắt đầu tính thời hạn",
            "Giấy tiếp nhận số 0001",
            "Tạm dừng: Đo đạc, kiểm tra thực địa",
            "Điều 54 NĐ 175/2024",
            "Biên bản đo đạc 12",
            "Ngô Xuân Bắc",
            "Xin lỗi và hẹn lại thêm 3 ngày làm việc",
            "Nguyễn Thành Trung",
            // Two working days of pause, then three more.
            "17:30 thứ Sáu 18/12/2026",
            "17:30 thứ Tư 23/12/2026",
            "tính trễ theo 18/12",
            "Thời gian từng bước",
        ],
    );
}
