//! Who passes which gate, and where the others are sent.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn strangers_are_sent_to_sign_in_and_come_back() {
    let answer = town().get("/ban?trang=2", &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), "/dang-nhap?tiep=/ban%3Ftrang%3D2");
}

#[tokio::test]
async fn a_form_sent_after_the_session_ended_comes_back_to_the_page_that_held_it() {
    let referer = ("referer", "http://mot-cua.example/ho-so/H49.05?x=1");
    let answer = town().post("/ghi", &[URLENCODED, referer], "csrf=x").await;
    assert_eq!(answer.header("location"), "/dang-nhap?tiep=/ho-so/H49.05%3Fx%3D1");
    let elsewhere = ("referer", "http://evil.example/ho-so");
    let answer = town().post("/ghi", &[URLENCODED, elsewhere], "csrf=x").await;
    assert_eq!(answer.header("location"), "/dang-nhap?tiep=/");
}

#[tokio::test]
async fn every_gate_lets_its_own_pass_and_keeps_the_others_out() {
    let town = town();
    let leader = ("cookie", "motcua_session=leader");
    let cases = [
        ("/cua-toi", AS_CITIZEN, StatusCode::OK),
        ("/cua-toi", AS_OFFICER, StatusCode::FORBIDDEN),
        ("/ban", AS_OFFICER, StatusCode::OK),
        ("/ban", AS_CITIZEN, StatusCode::FORBIDDEN),
        ("/trinh-ky", leader, StatusCode::OK),
        ("/trinh-ky", AS_OFFICER, StatusCode::FORBIDDEN),
        ("/tai-khoan", AS_CITIZEN, StatusCode::OK),
        ("/tai-khoan", AS_OFFICER, StatusCode::OK),
        ("/tai-khoan", ("cookie", "motcua_session=unknown"), StatusCode::SEE_OTHER),
    ];
    for (path, who, expected) in cases {
        assert_eq!(town.get(path, &[who]).await.status, expected, "{path} {who:?}");
    }
}

#[tokio::test]
async fn the_api_takes_tokens_and_pages_take_sessions() {
    let town = town();
    let token = ("authorization", "Bearer machine");
    assert_eq!(town.get("/api/v1/dossiers", &[token]).await.status, StatusCode::OK);
    assert_eq!(town.post("/api/v1/dossiers", &[token], "{}").await.status, StatusCode::OK);
    assert_eq!(town.get("/tai-khoan", &[token]).await.status, StatusCode::SEE_OTHER);

    let refused = town.get("/api/v1/dossiers", &[AS_OFFICER]).await;
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    assert_eq!(refused.header("content-type"), "application/problem+json");
    assert!(refused.body.contains(r#""code":"sign-in-needed""#), "{}", refused.body);
}

#[test]
fn the_table_lists_every_route_with_its_gate() {
    let routes = routes();
    assert_eq!(routes.list().len(), 16);
    let desk = routes.list().iter().find(|route| route.name == "sample.desk").unwrap();
    assert_eq!((desk.method, desk.path, desk.gate), ("GET", "/ban", Gate::Staff));
}
