//! The promised day as a calendar file.

use calendar::PauseReason;
use dossier::Command;
use dossier::command::{Note, Pause};

use super::filing::file_plain;
use super::world::{World, has, lacks};

#[tokio::test]
async fn the_promised_day_goes_into_a_calendar_without_personal_data() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_plain(&mut world.phuc().await, "/nop-ho-so/1.004873").await;
    let (page, file) = (format!("/tra-cuu/{code}"), format!("/tra-cuu/{code}/lich.ics"));
    let mut stranger = world.stranger();
    // Not yet received: nothing is promised.
    assert_eq!(stranger.get(&file).await.status, 404);
    lacks(&stranger.get(&page).await, &["lich.ics"]);

    world.accept(&code).await;
    has(&stranger.get(&page).await, &[&format!("href=\"{file}\"")]);
    let answer = stranger.get(&file).await;
    assert_eq!(answer.header("content-type"), Some("text/calendar; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-disposition"), Some(format!("attachment; filename=\"{code}.ics\"").as_str()));
    let version = world.dossier(&code).await.version;
    let text = answer.text();
    for line in [
        "BEGIN:VCALENDAR",
        &format!("UID:{code}@localhost:8080"),
        &format!("SEQUENCE:{version}"),
        // 17:30 on Monday 30/11/2026 in Viet Nam.
        "DTSTART:20261130T103000Z",
        &format!("SUMMARY:Hẹn trả kết quả hồ sơ {code}"),
        "STATUS:CONFIRMED",
        "TRIGGER:-P1D",
        "END:VCALENDAR",
    ] {
        assert!(text.contains(&format!("{line}\r\n")), "{line} is missing in\n{text}");
    }
    lacks(&answer, &["Phúc", "022099000117", "hôn nhân", "0900000"]);
}

#[tokio::test]
async fn a_moved_day_keeps_its_entry_and_counts_its_revision() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let code = file_plain(&mut world.phuc().await, "/nop-ho-so/1.004873").await;
    world.accept(&code).await;
    let file = format!("/tra-cuu/{code}/lich.ics");
    let first = world.dossier(&code).await.version;
    let pause = Pause {
        reason: PauseReason::ExternalConsultation,
        legal_basis: "Nghị định 123/2015/NĐ-CP Đ.22".to_owned(),
        note: String::new(),
    };
    world.office_does(&code, Command::CompleteStep(Note::default())).await;
    world.office_does(&code, Command::Pause(pause)).await;
    let version = world.dossier(&code).await.version;
    assert!(version > first);
    let answer = world.stranger().get(&file).await;
    has(&answer, &[&format!("UID:{code}@"), &format!("SEQUENCE:{version}\r\n"), "STATUS:TENTATIVE", "Dự kiến trả"]);
}

#[tokio::test]
async fn an_unknown_code_has_no_calendar_file() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let answer = world.stranger().get("/tra-cuu/H49.101-261125-0999/lich.ics").await;
    assert_eq!(answer.status, 404);
    has(&answer, &["Chưa thấy hồ sơ"]);
}
