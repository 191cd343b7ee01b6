//! What open pages are told while somebody else acts.

use jiff::SignedDuration;
use testkit::{Events, Visitor};

use super::world::{COLLEAGUE, COUNTER, ELSEWHERE, SPECIALIST, World};

const STREAM: &str = "/ban-lam-viec/dong-tin";

/// A window that has been told the numbers it begins with.
async fn listening(visitor: &mut Visitor, path: &str) -> Events {
    let mut events = visitor.listen(path).await;
    assert_eq!(events.status, 200);
    assert!(events.next().await.unwrap().contains("retry: 5000"));
    assert!(events.next().await.unwrap().contains("event: so-luong"));
    events
}

async fn signs_out(visitor: &mut Visitor) {
    let csrf = visitor.get("/ban-lam-viec").await.input("csrf").unwrap();
    assert_eq!(visitor.post("/dang-xuat", &[("csrf", &csrf)]).await.status, 303);
}

fn position(event: &str) -> &str {
    event.lines().find_map(|line| line.strip_prefix("id: ")).unwrap()
}

#[tokio::test]
async fn an_open_list_is_told_what_came_for_the_own_role_and_how_much_lies_there_now() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    let mut events = listening(&mut officer, STREAM).await;
    let code = world.filed().await;
    world.looks().await;
    let told = events.next().await.unwrap();
    assert!(told.contains("event: ho-so") && told.contains(&code), "{told}");
    assert!(told.contains(r#""tray":"intake""#), "{told}");
    let counts = events.next().await.unwrap();
    assert!(counts.contains("event: so-luong"), "{counts}");
    assert!(counts.contains(r#""/ban-lam-viec/cho-tiep-nhan":1"#), "{counts}");
}

#[tokio::test]
async fn an_open_dossier_is_told_who_acted_and_which_version_there_is_now() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await.version;
    let mut officer = world.officer(SPECIALIST).await;
    let mut events = listening(&mut officer, &format!("{STREAM}?ma={code}&ban={before}")).await;
    let moved = world.does(COLLEAGUE, &code, "chuyen-buoc", &[]).await;
    world.looks().await;
    let told = events.next().await.unwrap();
    assert!(told.contains(&format!(r#""version":{}"#, moved.version)), "{told}");
    assert!(told.contains("Đỗ Thị Quỳnh"), "{told}");

    let mut late = listening(&mut officer, &format!("{STREAM}?ma={code}&ban={before}")).await;
    let told = late.next().await.unwrap();
    assert!(told.contains(&code), "what happened between drawing and listening is told at once: {told}");
}

#[tokio::test]
async fn nothing_is_told_of_a_dossier_out_of_reach() {
    let world = World::new().await;
    let mut officer = world.officer(ELSEWHERE).await;
    let mut events = listening(&mut officer, STREAM).await;
    let code = world.in_examination().await;
    world.looks().await;
    let mut asking = listening(&mut officer, &format!("{STREAM}?ma={code}&ban=0")).await;
    signs_out(&mut officer).await;
    world.filed().await;
    world.looks().await;
    assert_eq!(events.next().await, None, "the stream ends with nothing told");
    assert_eq!(asking.next().await, None, "nor when the dossier is named");
}

#[tokio::test]
async fn a_session_that_ends_closes_its_streams_before_anything_more_is_told() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    let mut events = listening(&mut officer, STREAM).await;
    signs_out(&mut officer).await;
    world.filed().await;
    world.looks().await;
    assert_eq!(events.next().await, None);
}

#[tokio::test]
async fn a_window_that_connects_again_is_told_what_it_missed() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    let mut events = listening(&mut officer, STREAM).await;
    world.filed().await;
    world.looks().await;
    let told = events.next().await.unwrap();
    drop(events);
    let missed = world.filed().await;
    for mut window in [officer.clone().with_header("last-event-id", position(&told)), officer.clone()] {
        let mut events = window.listen(&format!("{STREAM}?sau={}", position(&told))).await;
        assert!(events.next().await.unwrap().contains("retry: 5000"));
        let told = events.next().await.unwrap();
        assert!(told.contains(&missed), "{told}");
    }
}

#[tokio::test]
async fn a_stream_keeps_no_session_open() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    for _ in 0..5 {
        world.clock.advance(SignedDuration::from_mins(25));
        drop(officer.listen(STREAM).await);
    }
    assert_eq!(officer.get("/ban-lam-viec").await.status, 303, "nobody clicked for two hours");
}

#[tokio::test]
async fn a_session_listens_at_a_few_windows_and_a_closed_one_makes_room() {
    let world = World::new().await;
    let mut officer = world.officer(COUNTER).await;
    let mut windows = Vec::new();
    for _ in 0..4 {
        windows.push(listening(&mut officer, STREAM).await);
    }
    assert_eq!(officer.listen(STREAM).await.status, 429);
    windows.pop();
    listening(&mut officer, STREAM).await;
    world.live.close();
    for window in &mut windows {
        assert_eq!(window.next().await, None, "a process that stops ends its streams");
    }
    assert_eq!(officer.listen(STREAM).await.status, 429);
}

#[tokio::test]
async fn five_hundred_windows_are_told_of_one_look_and_a_slow_one_learns_that_it_missed_some() {
    let world = World::new().await;
    let mut windows = Vec::new();
    for session in 0..125 {
        for _ in 0..4 {
            let seat = world.live.take_seat(&session.to_string()).unwrap();
            windows.push((seat, world.live.join(world.db()).await.unwrap()));
        }
    }
    let code = world.filed().await;
    world.looks().await;
    for (_, news) in &mut windows {
        let told = news.recv().await.unwrap();
        assert!(told.moved.iter().map(|moved| moved.dossier.label()).eq([&*code]), "{told:?}");
    }
    for _ in 0..65 {
        world.filed().await;
        world.looks().await;
    }
    let slow = windows[0].1.recv().await;
    assert!(matches!(slow, Err(tokio::sync::broadcast::error::RecvError::Lagged(1))), "{slow:?}");
}
