//! Who may not, and what a look at personal data leaves behind.

use dossier::CommandName;

use super::world::{
    COUNTER, ELSEWHERE, INSPECTOR, LEADER, NUMBER, NUMBER_MASKED, PHONE, SPECIALIST, World, address, has, hidden,
    lacks, send,
};

#[tokio::test]
async fn the_wrong_role_is_forbidden_and_changes_nothing() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    // The gate keeps a counter officer from deciding; the step keeps a leader from working it.
    for (login, slug) in [(COUNTER, "phe-duyet"), (COUNTER, "trinh-ket-qua"), (LEADER, "dong-dau"), (LEADER, "tra-lai")]
    {
        let mut officer = world.officer(login).await;
        assert_eq!(officer.get(&address(&code, slug)).await.status, 403, "{login} sees {slug}");
        let page = officer.get(&format!("/ho-so/{code}")).await;
        let version = before.version.to_string();
        let fields = [("version", version.as_str()), ("reason", "Làm lại"), ("copies", "1"), ("title", "Giấy phép")];
        let csrf: Vec<_> = hidden(&page).into_iter().filter(|(name, _)| *name == "csrf").collect();
        let mut all: Vec<(&str, &str)> = csrf.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend_from_slice(&fields);
        assert_eq!(officer.post(&address(&code, slug), &all).await.status, 403, "{login} does {slug}");
    }
    assert_eq!(world.dossier(&code).await, before);
}

#[tokio::test]
async fn a_dossier_of_another_commune_is_not_there() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    let mut stranger = world.officer(ELSEWHERE).await;
    let unknown = stranger.get("/ho-so/H49.101-261125-0999").await;
    assert_eq!(unknown.status, 404);
    for path in [format!("/ho-so/{code}"), address(&code, "chuyen-buoc"), address(&code, "yeu-cau-bo-sung")] {
        let page = stranger.get(&path).await;
        assert_eq!(page.status, 404, "{path}");
        lacks(&page, &["Lý Văn Phúc", NUMBER, "Giấy phép xây dựng"]);
    }
    let version = before.version.to_string();
    let sent = send(&mut stranger, &unknown, &address(&code, "chuyen-buoc"), &[("version", &version)]).await;
    assert_eq!(sent.status, 404);
    assert_eq!(world.dossier(&code).await, before);
}

#[tokio::test]
async fn numbers_are_hidden_until_asked_for_and_shown_once() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let (mut officer, workbench) = (world.officer(SPECIALIST).await, format!("/ho-so/{code}"));
    let page = officer.get(&workbench).await;
    has(&page, &["Lý Văn Phúc", NUMBER_MASKED]);
    lacks(&page, &[NUMBER, PHONE]);
    let shown = send(&mut officer, &page, &address(&code, "hien-so"), &[]).await;
    assert_eq!(shown.status, 200);
    has(&shown, &[NUMBER, PHONE]);
    lacks(&officer.get(&workbench).await, &[NUMBER, PHONE]);
}

#[tokio::test]
async fn every_look_and_every_shown_number_is_in_the_log() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let mut officer = world.officer(SPECIALIST).await;
    let page = officer.get(&format!("/ho-so/{code}")).await;
    send(&mut officer, &page, &address(&code, "hien-so"), &[]).await;
    let mut inspector = world.officer(INSPECTOR).await;
    for (kind, what) in [("read", "Xem dữ liệu cá nhân"), ("revealed", "Hiện số bị che")] {
        let log = inspector.get(&format!("/quan-tri/nhat-ky?ma={code}&loai={kind}")).await;
        has(&log, &["Ngô Xuân Bắc", &code, what]);
        // The log says that a number was seen, never the number.
        lacks(&log, &[NUMBER, PHONE]);
    }
}

#[tokio::test]
async fn every_command_of_an_officer_has_its_page_and_its_form() {
    let world = World::new().await;
    let slugs = [
        "tiep-nhan",
        "tu-choi-tiep-nhan",
        "yeu-cau-bo-sung",
        "bo-sung",
        "chuyen-buoc",
        "tra-lai",
        "gia-han",
        "hen-lai",
        "qua-han-bo-sung",
        "tam-dung",
        "tinh-tiep",
        "cho-nop-tien",
        "xac-nhan-nop-tien",
        "trinh-ket-qua",
        "phe-duyet",
        "tu-choi-giai-quyet",
        "dong-dau",
        "chuyen-tra",
        "tra-ket-qua",
        "rut",
        "dung-giai-quyet",
        "giao-viec",
        "xin-y-kien",
        "cho-y-kien",
        "chuyen-co-quan",
        "ghi-chu",
    ];
    // Filing has the counter instead.
    assert_eq!(slugs.len(), CommandName::ALL.len() - 1);
    for slug in slugs {
        for method in ["GET", "POST"] {
            let path = format!("/ho-so/{{ma}}/{slug}");
            let found = world.routes().iter().any(|route| route.method == method && route.path == path);
            assert!(found, "{method} {path}");
        }
    }
}
