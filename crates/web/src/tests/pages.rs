//! Languages, errors, headers, and what every page holds.

use axum::http::StatusCode;

use super::*;

#[tokio::test]
async fn the_language_is_switched_kept_and_switched_back() {
    let town = town();
    let vietnamese = town.get("/mau?q=x", &[]).await;
    assert!(vietnamese.body.contains(r#"<html lang="vi">"#));
    assert!(vietnamese.body.contains(r#"href="/mau?q=x&#38;lang=en""#), "{}", vietnamese.body);

    let english = town.get("/mau?q=x&lang=en", &[]).await;
    assert!(english.body.contains("Track a dossier"));
    assert!(english.cookies().iter().any(|line| line.starts_with("motcua_lang=en;")));

    let kept = town.get("/mau", &[("cookie", "motcua_lang=en")]).await;
    assert!(kept.body.contains(r#"<html lang="en">"#));
    let back = town.get("/mau?lang=vi", &[("cookie", "motcua_lang=en")]).await;
    assert!(back.body.contains(r#"<html lang="vi">"#));
    let nonsense = town.get("/mau?lang=xx", &[]).await;
    assert!(nonsense.body.contains(r#"<html lang="vi">"#));
}

#[tokio::test]
async fn a_page_that_is_not_there_says_what_to_do_next() {
    let answer = town().get("/khong-co", &[]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.body.contains("Không có trang này") && answer.body.contains("Về trang đầu"));
    let english = town().get("/khong-co?lang=en", &[]).await;
    assert!(english.body.contains("There is no such page"));
}

#[tokio::test]
async fn an_officer_s_errors_stand_in_the_shell_of_the_desk() {
    let answer = town().get("/khong-co", &[AS_OFFICER]).await;
    assert!(answer.body.contains(r#"class="desk""#) && answer.body.contains("/ban-lam-viec"));
}

#[tokio::test]
async fn a_wrong_method_says_which_ones_there_are() {
    let answer = town().get("/gui", &[]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "POST");
    assert!(answer.body.contains("Không mở được trang theo cách này"));
}

#[tokio::test]
async fn a_fault_of_ours_gives_a_code_and_no_cause() {
    let answer = town().get("/hong", &[]).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    let id = answer.header("x-request-id")[..8].to_uppercase();
    assert!(answer.body.contains(&format!("E-{id}")), "{}", answer.body);
    assert!(!answer.body.contains("unexpectedly") && !answer.body.contains("on purpose"));
}

#[tokio::test]
async fn a_store_that_is_down_is_told_as_busy() {
    let answer = town().get("/mau", &[("cookie", "motcua_session=store-down")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "5");
}

#[tokio::test]
async fn a_conflict_tells_its_own_sentence() {
    let answer = town().get("/trung", &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Có người vừa sửa") && answer.body.contains("01/02/1990"));
}

#[tokio::test]
async fn too_many_tries_are_told_how_long_to_wait() {
    let town = town();
    assert_eq!(town.get("/gioi-han", &[]).await.status, StatusCode::OK);
    let answer = town.get("/gioi-han", &[]).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "600");
    assert!(answer.body.contains("Thử lại sau 10 phút."));
}

#[tokio::test]
async fn a_problem_document_names_each_field() {
    let answer = town().get("/api/v1/invalid", &[]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for piece in [r#""code":"invalid""#, r#""field":"born""#, r#""code":"web-error-date""#, r#""request_id":""#] {
        assert!(answer.body.contains(piece), "{piece} in {}", answer.body);
    }
    assert!(town().get("/api/v1/none", &[]).await.body.contains(r#""code":"not-found""#));
}

#[tokio::test]
async fn a_machine_is_answered_in_the_language_it_accepts_and_a_person_is_not() {
    let accepts = [("accept-language", "fr, en-GB;q=0.8, vi;q=0.5")];
    assert!(town().get("/api/v1/none", &accepts).await.body.contains("There is no such page"));
    assert!(town().get("/api/v1/none", &[]).await.body.contains("Không có trang này"));
    assert!(town().get("/khong-co", &accepts).await.body.contains("Không có trang này"));
}

#[tokio::test]
async fn a_note_is_shown_once_after_a_redirect() {
    let town = town();
    let body = format!("csrf={}", SECRET.replace(' ', "+"));
    let answer = town.post("/ghi", &[AS_OFFICER, URLENCODED], body).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/mau"));
    assert!(answer.cookies()[0].starts_with("motcua_note=web-back;"));

    let shown = town.get("/mau", &[("cookie", "motcua_note=web-back")]).await;
    assert!(shown.body.contains(r#"role="status""#) && shown.body.contains("Quay lại"));
    assert!(shown.cookies().iter().any(|line| line.starts_with("motcua_note=; ")), "{:?}", shown.cookies());
    let forged = town.get("/mau", &[("cookie", "motcua_note=no-such-key")]).await;
    assert!(!forged.body.contains(r#"role="status""#));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let town = town();
    for path in ["/mau", "/khong-co", "/api/v1/dossiers", "/hong"] {
        let answer = town.get(path, &[]).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{path}");
    }
}

#[tokio::test]
async fn pages_hold_no_inline_script_or_style() {
    let town = town();
    for (path, who) in [("/mau", AS_CITIZEN), ("/ban", AS_OFFICER), ("/khong-co", AS_OFFICER)] {
        let body = town.get(path, &[who]).await.body;
        assert!(!body.contains(" style=") && !body.contains("<style") && !body.contains(" onclick="), "{path}");
        assert_eq!(body.matches("<script").count(), body.matches("<script type=\"module\" src=\"/tinh/").count());
    }
}

#[tokio::test]
async fn what_somebody_saw_signed_in_is_not_kept_by_the_browser() {
    let town = town();
    assert_eq!(town.get("/ban", &[AS_OFFICER]).await.header("cache-control"), "no-store");
    assert_eq!(town.get("/trung", &[]).await.header("cache-control"), "private, no-cache");
}

#[tokio::test]
async fn the_desk_shows_the_officer_s_own_entries_and_the_local_time() {
    let body = town().get("/ban", &[AS_OFFICER]).await.body;
    assert!(body.contains("14:20 thứ Hai 26/10/2026") && body.contains("Trần Thị B"));
    assert!(body.contains("Tiếp nhận tại quầy") && !body.contains("Trình ký"));
    assert!(body.contains(r#"action="/tim""#) && body.contains("Bản trình diễn"));
}

#[tokio::test]
async fn files_of_the_release_are_kept_for_a_year_and_sent_zipped() {
    let town = town();
    let page = town.get("/mau", &[]).await.body;
    let (_, rest) = page.split_once(r#"<link rel="stylesheet" href=""#).unwrap();
    let address = rest.split('"').next().unwrap().to_owned();
    let answer = town.get(&address, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(answer.header("content-encoding"), "gzip");
    assert_eq!(answer.header("content-type"), "text/css; charset=utf-8");
    assert!(town.get(&address, &[]).await.body.contains("--brand"));
    assert_eq!(town.get("/tinh/other/mc.css", &[]).await.header("cache-control"), "no-cache");
    assert_eq!(town.get("/tinh/other/none.css", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_address_that_cannot_be_read_is_not_found() {
    let town = town();
    assert_eq!(town.get("/so/12", &[]).await.body, "12");
    assert_eq!(town.get("/so/muoi-hai", &[]).await.status, StatusCode::NOT_FOUND);
    // What the framework refuses by itself is told in the visitor's language too.
    let answer = town.get("/khung/muoi-hai", &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(answer.body.contains("Chưa nhận được trọn vẹn"), "{}", answer.body);
}
