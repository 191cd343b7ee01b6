//! What a form with files keeps, and that it leaves nothing behind otherwise.

use std::task::Poll;

use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use futures_util::stream;

use super::*;

#[tokio::test]
async fn a_file_arrives_whole_and_goes_when_nobody_keeps_it() {
    let town = town();
    let body = format!(
        "{}{}{}{END}",
        part("csrf", SECRET),
        part("name", "Nguyễn  Văn A"),
        file_part("file", "D:/giay to/hop dong.pdf", 1000)
    );
    let answer = town.upload("/gui", body).await;
    assert!(answer.body.starts_with("Nguyễn Văn A | hop dong.pdf 1000 "), "{}", answer.body);
    assert!(answer.body.contains("| 1 |"), "the file lay in the spool: {}", answer.body);
    assert_eq!(town.spooled(), 0);
}

#[tokio::test]
async fn a_file_over_the_limit_leaves_nothing_behind() {
    let town = town();
    let too_large = usize::try_from(LIMIT_BYTES).unwrap() + 1;
    let body = || format!("{}{}{END}", part("csrf", SECRET), file_part("file", "scan.pdf", too_large));
    let answer = town.upload("/gui", body()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("Mỗi tệp tối đa 64 KB"), "{}", answer.body);
    assert_eq!(town.spooled(), 0);

    let answer = town.upload("/gui-tung-tep", body()).await;
    assert!(answer.body.starts_with("Tệp scan.pdf nặng 65 KB, giới hạn là 64 KB."), "{}", answer.body);
}

#[tokio::test]
async fn a_whole_form_over_the_limit_is_refused_while_it_arrives() {
    let town = town();
    let file = file_part("file", "a.pdf", usize::try_from(LIMIT_BYTES).unwrap());
    let answer = town.upload("/gui", format!("{}{}{END}", part("csrf", SECRET), file.repeat(6))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(town.spooled(), 0);
}

#[tokio::test]
async fn text_without_end_is_refused() {
    let town = town();
    let long = "a".repeat(2 * 1024 * 1024);
    let answer = town.post("/gui", &[AS_OFFICER, URLENCODED], format!("csrf=x&name={long}")).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = town.upload("/gui", format!("{}{}{END}", part("csrf", SECRET), part("name", &long))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn an_upload_that_is_cut_off_leaves_nothing_behind() {
    let town = town();
    let whole = format!("{}{}{END}", part("csrf", SECRET), file_part("file", "a.pdf", 5000));
    let cut = whole[..whole.len() - 2000].to_owned();
    let answer = town.upload("/gui", cut.clone()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("Chưa nhận được trọn vẹn"));
    assert_eq!(town.spooled(), 0);

    let broken = std::io::Error::new(std::io::ErrorKind::ConnectionReset, "gone");
    let chunks = stream::iter([Ok(Bytes::from(cut)), Err(broken)]);
    assert_eq!(town.upload("/gui", Body::from_stream(chunks)).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(town.spooled(), 0);
}

#[tokio::test]
async fn a_sender_who_goes_away_leaves_nothing_behind() {
    let town = town();
    let mut begun = Some(Bytes::from(format!("{}{}", part("csrf", SECRET), file_part("file", "a.pdf", 5000))));
    let chunks = stream::poll_fn(move |_| match begun.take() {
        Some(bytes) => Poll::Ready(Some(Ok::<_, std::io::Error>(bytes))),
        None => Poll::Pending,
    });
    let mut waiting = Box::pin(town.upload("/gui", Body::from_stream(chunks)));
    // Polled until the file has begun to arrive, then dropped, as the server does with a lost connection.
    while town.spooled() == 0 {
        let once = std::future::poll_fn(|cx| Poll::Ready(waiting.as_mut().poll(cx))).await;
        assert!(once.is_pending());
        tokio::task::yield_now().await;
    }
    drop(waiting);
    while town.spooled() > 0 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_of_a_stranger_is_written_to_the_disk() {
    let town = town();
    let before_secret = format!("{}{}{END}", file_part("file", "a.pdf", 100), part("csrf", SECRET));
    assert_eq!(town.upload("/gui", before_secret).await.status, StatusCode::FORBIDDEN);
    assert_eq!(town.spooled(), 0);
}

#[tokio::test]
async fn a_file_field_left_empty_is_no_file() {
    let body = format!("{}{}{END}", part("csrf", SECRET), file_part("file", "", 0));
    let answer = town().upload("/gui", body).await;
    assert!(answer.body.contains("không có tệp"), "{}", answer.body);
}

#[tokio::test]
async fn the_key_of_a_form_is_kept_and_a_missing_one_made_up() {
    let town = town();
    let secret = SECRET.replace(' ', "+");
    let body = format!("csrf={secret}&idempotency_key=0123456789abcdef");
    assert!(town.post("/gui", &[AS_OFFICER, URLENCODED], body).await.body.ends_with("| 0123456789abcdef"));
    let without = town.post("/gui", &[AS_OFFICER, URLENCODED], format!("csrf={secret}")).await.body;
    assert_eq!(without.rsplit(' ').next().unwrap().len(), 64);
}
