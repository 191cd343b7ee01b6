//! Internal notes: who writes one, who reads it, what it leaves alone.

use super::world::{COUNTER, INSPECTOR, LEADER, SPECIALIST, World, address, has};

#[tokio::test]
async fn a_note_stands_in_the_log_with_its_writer_and_moves_nothing() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    let note = [("note", "Chờ đồng chí Bắc đi thực địa về")];
    let after = world.does(COUNTER, &code, "ghi-chu", &note).await;
    assert_eq!((after.state, after.holder), (before.state, before.holder));
    assert_eq!(after.content, before.content, "neither the clock nor the person's data");
    let log = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    has(&log, &["Ghi chú nội bộ", "Chờ đồng chí Bắc đi thực địa về"]);
}

#[tokio::test]
async fn a_closed_dossier_still_takes_a_note() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let ground = [("reason", "Đất đang tranh chấp"), ("legal_basis", "Luật Xây dựng Đ.102")];
    let stopped = world.does(LEADER, &code, "dung-giai-quyet", &ground).await;
    let after = world.does(LEADER, &code, "ghi-chu", &[("note", "Đã báo thanh tra")]).await;
    assert_eq!(after.state, stopped.state);
    assert!(after.holder.is_none());
}

#[tokio::test]
async fn an_empty_note_is_refused_at_its_field_and_an_inspector_writes_none() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    let empty = world.tries(SPECIALIST, &code, "ghi-chu", &[("note", "  ")]).await;
    assert_eq!(empty.status, 422);
    has(&empty, &["aria-invalid", "note"]);
    assert_eq!(world.officer(INSPECTOR).await.get(&address(&code, "ghi-chu")).await.status, 403);
    assert_eq!(world.dossier(&code).await, before);
}
