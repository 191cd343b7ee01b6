//! The register book and the control sheet: made from the log, for officers of the office, bounded on
//! paper and whole as a table.

use base::Actor;
use dossier::command::{Accept, Note};
use dossier::{Command, Request, Which};
use jiff::SignedDuration;
use testkit::each_engine;

use super::world::{BUILDING_PERMIT, World};
use crate::printed;

const PERIOD: &str = "tu=24/11/2026&den=25/11/2026";

fn accept() -> Vec<Command> {
    vec![Command::Accept(Accept::default())]
}

#[tokio::test]
async fn the_register_book_lists_what_the_office_received_in_the_period() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let first = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
        let waiting = world.filed(BUILDING_PERMIT, Vec::new(), Vec::new()).await;
        world.clock.advance(SignedDuration::from_hours(24));
        let later = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;

        let path = format!("/so-theo-doi?noi=H49.101&quyen=so-theo-doi&{PERIOD}");
        let table = world.visitor("halong").get(&format!("{path}&tep=csv")).await;
        assert_eq!(table.header("content-type"), Some("text/csv; charset=utf-8"));
        let text = table.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("\u{feff}STT,Mã hồ sơ,"), "{text}");
        assert!(lines[1].starts_with(&format!("1,{},", first.label())) && lines[1].contains("Lý Văn Phúc"), "{text}");
        for other in [waiting.label(), later.label()] {
            assert!(!text.contains(&other), "{text}");
        }
        let paper = world.visitor("halong").get(&format!("{path}&tep=pdf")).await;
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        let words = printed::text(&pdf::Rendered { pdf: paper.bytes, pages: 1 });
        assert!(words.contains("25/11/2026") && words.contains("Lý Văn Phúc"), "{words}");
        let log = world.visitor("inspector").get("/quan-tri/nhat-ky").await.text();
        assert_eq!(log.matches("so-theo-doi-H49.101-2026-11-24-2026-11-25").count(), 2, "{log}");
    })
    .await;
}

#[tokio::test]
async fn the_control_sheet_lists_hand_overs_with_who_gave_and_who_took() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
        let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
        let next = vec![Command::CompleteStep(Note::default())];
        world.dossiers.execute_all(&Actor::system(), which, dossier.version, next, request).await.unwrap();

        let path = format!("/so-theo-doi?noi=H49.101&quyen=phieu-kiem-soat&{PERIOD}&tep=csv");
        let text = world.visitor("halong").get(&path).await.text();
        assert!(text.contains(&dossier.label()) && text.contains("Đang xử lý"), "{text}");
        let empty = world.visitor("halong").get(&path.replace(PERIOD, "tu=1/10/2026&den=2/10/2026")).await.text();
        assert_eq!(empty.lines().count(), 1, "{empty}");
        let one = world.visitor("halong").get(&format!("/ho-so/{}/phieu-kiem-soat.pdf", dossier.label())).await;
        let words = printed::text(&pdf::Rendered { pdf: one.bytes, pages: 1 });
        assert!(words.contains("Mã hồ sơ") && words.contains("→"), "{words}");
        let other = format!("/ho-so/{}/phieu-kiem-soat.pdf", dossier.label());
        assert_eq!(world.visitor("baichay").get(&other).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_book_is_for_officers_of_its_office_and_of_a_sound_period() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let shown = world.visitor("baichay").get("/so-theo-doi").await.text();
    assert!(shown.contains("H49.102") && !shown.contains("H49.101\""), "{shown}");
    let ask = |office: &str, period: &str| format!("/so-theo-doi?noi={office}&quyen=so-theo-doi&{period}&tep=csv");
    for (who, path, word) in [
        ("baichay", ask("H49.101", PERIOD), "Chọn nơi tiếp nhận"),
        ("halong", ask("H49.101", "tu=25/11/2026&den=24/11/2026"), "Ngày cuối phải sau"),
        ("halong", ask("H49.101", "tu=1/1/2020&den=24/11/2026"), "không quá một năm"),
        ("halong", ask("H49.101", "tu=mai&den=24/11/2026"), "Nhập ngày"),
    ] {
        let refused = world.visitor(who).get(&path).await;
        assert!(refused.status == 422 && refused.text().contains(word), "{path}: {}", refused.text());
    }
    assert_eq!(world.visitor("phuc").get("/so-theo-doi").await.status, 403);
}
