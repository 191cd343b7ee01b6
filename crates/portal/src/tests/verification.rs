//! A signed file is checked without an account, and what is wrong with it is said in plain words.

use std::path::Path;

use super::world::{World, has, pdf, send_files};
use documents::verification::load_trust;
use testkit::Answer;

const SIGNED: &[u8] = include_bytes!("../../../signing/samples/signed.pdf");

async fn world(db: &db::Db) -> World {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../signing/samples/trust");
    World::trusting(db.clone(), load_trust(&samples).unwrap()).await
}

async fn checked(world: &World, file: &[u8]) -> Answer {
    let mut visitor = world.stranger();
    let page = visitor.get("/xac-minh").await;
    send_files(&mut visitor, &page, "/xac-minh", &[], &[("tep", "ket-qua.pdf", file)]).await
}

#[tokio::test]
async fn a_good_file_names_its_signer() {
    let store = testkit::sqlite();
    let world = world(&store.db).await;
    let page = checked(&world, SIGNED).await;
    assert_eq!(page.status, 200);
    has(&page, &["mọi chữ ký đều hợp lệ", "Nguyễn Thị Hồng", "Giám đốc", "ket-qua.pdf", "Số hiệu chứng thư"]);
}

#[tokio::test]
async fn an_altered_file_is_called_what_it_is() {
    let store = testkit::sqlite();
    let world = world(&store.db).await;
    let at = SIGNED.windows(7).position(|window| window == b"128.000").unwrap();
    let mut altered = SIGNED.to_vec();
    altered[at] = b'9';
    has(&checked(&world, &altered).await, &["Đừng dùng văn bản này", "Nội dung khác với lúc ký"]);
}

#[tokio::test]
async fn a_signer_nobody_here_knows_stays_unconfirmed() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    has(&checked(&world, SIGNED).await, &["chưa khẳng định được người ký", "không có trong danh sách tin cậy"]);
}

#[tokio::test]
async fn what_cannot_be_checked_is_said_next_to_the_field() {
    let store = testkit::sqlite();
    let world = world(&store.db).await;
    for (file, words) in [(b"xin chao".to_vec(), "Tệp này không phải PDF"), (pdf(), "bị hỏng")] {
        let page = checked(&world, &file).await;
        assert_eq!(page.status, 422);
        has(&page, &[words, "aria-invalid=\"true\"", "href=\"#f-tep\""]);
    }
    let mut visitor = world.stranger();
    let page = visitor.get("/xac-minh").await;
    let answer = send_files(&mut visitor, &page, "/xac-minh", &[], &[]).await;
    has(&answer, &["Chọn tệp PDF cần kiểm tra"]);
}

#[tokio::test]
async fn a_file_is_gone_after_the_check_and_tries_are_counted() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut statuses = Vec::new();
    for _ in 0..31 {
        statuses.push(checked(&world, SIGNED).await.status.as_u16());
    }
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 30);
    assert_eq!(statuses.last(), Some(&429));
    let left: Vec<_> = std::fs::read_dir(world.spool()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test]
async fn the_page_speaks_english_on_request() {
    let store = testkit::sqlite();
    let world = world(&store.db).await;
    let mut visitor = world.stranger();
    has(&visitor.get("/xac-minh?lang=en").await, &["Check a digital signature"]);
}
