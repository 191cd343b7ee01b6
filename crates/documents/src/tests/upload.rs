//! Uploads through a form: what is taken, and that nothing is left of what is not.

use axum::http::Method;
use testkit::{Answer, Visitor};

use super::world::{LIMIT, World};
use crate::fixture::{JPEG, PDF};

const BOUNDARY: &str = "ranh-gioi";

/// Sends a form with one file, as a browser does; `cut` bytes are missing at the end.
async fn send(visitor: &mut Visitor, name: &str, bytes: &[u8], cut: usize) -> Answer {
    let csrf = visitor.get("/thu").await.input("csrf").unwrap();
    let mut body = format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --{BOUNDARY}\r\ncontent-disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\
         content-type: application/pdf\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(bytes);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    body.truncate(body.len() - cut);
    visitor.send(Method::POST, "/thu", Some(&format!("multipart/form-data; boundary={BOUNDARY}")), body).await
}

fn spooled(world: &World) -> usize {
    std::fs::read_dir(world.folder.path().join("spool")).map_or(0, Iterator::count)
}

#[tokio::test]
async fn a_file_comes_back_as_it_was_sent() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.visitor("phuc");
    let sent = send(&mut phuc, "Giấy khai sinh.pdf", PDF, 0).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    let answer = phuc.get(&format!("/tep/{}", sent.text())).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.as_slice()), (200, PDF));
    assert_eq!(spooled(&world), 0, "the spool is empty again");
}

#[tokio::test]
async fn a_file_above_the_limit_leaves_nothing() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut large = PDF.to_vec();
    large.resize(usize::try_from(LIMIT).unwrap() + 1, b' ');
    let answer = send(&mut world.visitor("phuc"), "to.pdf", &large, 0).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("64 KB"), "{}", answer.text());
    assert_eq!((spooled(&world), world.objects()), (0, 0));
}

#[tokio::test]
async fn a_form_that_is_cut_off_leaves_nothing() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let answer = send(&mut world.visitor("phuc"), "cat.pdf", PDF, 30).await;
    assert_eq!(answer.status, 400);
    assert_eq!((spooled(&world), world.objects(), world.rows(PDF).await), (0, 0, 0));
}

#[tokio::test]
async fn a_file_that_was_cut_off_before_it_was_sent_is_told_so() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let answer = send(&mut world.visitor("phuc"), "anh.jpg", &JPEG[..JPEG.len() - 12], 0).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("bị thiếu phần cuối"), "{}", answer.text());
    assert_eq!(world.objects(), 0);
}

#[tokio::test]
async fn a_program_under_the_name_of_a_document_is_refused() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let answer = send(&mut world.visitor("phuc"), "don.pdf", b"MZ\x90\x00 and so on", 0).await;
    assert_eq!(answer.status, 422);
    assert!(answer.text().contains("Tệp “don.pdf” không phải PDF, JPG hoặc PNG"), "{}", answer.text());
    assert_eq!((spooled(&world), world.objects()), (0, 0));
}
