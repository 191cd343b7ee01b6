//! Forms that are not ours are refused.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn a_form_without_the_secret_of_its_session_is_refused() {
    let town = town();
    let cases = ["", "csrf=", "csrf=wrong", "csrf=wrong&csrf="];
    for body in cases {
        let answer = town.post("/gui", &[AS_OFFICER, URLENCODED], body).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{body}");
        assert!(answer.body.contains("Biểu mẫu đã cũ"));
    }
    let body = format!("csrf={}&name=An", SECRET.replace(' ', "+"));
    assert_eq!(town.post("/gui", &[AS_OFFICER, URLENCODED], body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused_even_with_the_secret() {
    let town = town();
    let body = || format!("csrf={}", SECRET.replace(' ', "+"));
    for foreign in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let answer = town.post("/gui", &[AS_OFFICER, URLENCODED, foreign], body()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{foreign:?}");
    }
    let own = ("origin", "https://mot-cua.example");
    assert_eq!(town.post("/gui", &[AS_OFFICER, URLENCODED, own], body()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_stranger_s_form_carries_the_secret_of_a_cookie() {
    let town = town();
    let page = town.get("/mau", &[]).await;
    let cookie = page.cookies()[0].split(';').next().unwrap().to_owned();
    let (_, rest) = page.body.split_once(r#"name="csrf" value=""#).unwrap();
    let masked = rest.split('"').next().unwrap();

    let body = format!("csrf={masked}&name=An");
    assert_eq!(town.post("/gui", &[("cookie", &cookie), URLENCODED], body.clone()).await.status, StatusCode::OK);
    assert_eq!(town.post("/gui", &[URLENCODED], body).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn cookies_of_a_secure_site_carry_the_host_prefix() {
    let town = town_with(|settings| settings.secure_cookies = true);
    let page = town.get("/mau", &[]).await;
    let cookie = page.cookies()[0];
    assert!(cookie.starts_with("__Host-motcua_csrf=") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(page.header("strict-transport-security"), "max-age=31536000");
    assert_eq!(town.get("/ban", &[AS_OFFICER]).await.status, StatusCode::SEE_OTHER);
}
