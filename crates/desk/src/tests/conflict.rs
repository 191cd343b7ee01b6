//! Two officers, two presses, and answers that are no: nothing typed is lost, nothing happens twice.

use dossier::StateName;

use super::world::{COLLEAGUE, COLLEAGUE_NAME, HEAD, SPECIALIST, World, address, has, hidden, lacks, send};

const TYPED: &str = "Bản vẽ thiếu mặt cắt móng";

#[tokio::test]
async fn the_second_of_two_officers_sees_what_changed_and_keeps_what_was_typed() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let (mut officer, asking) = (world.officer(SPECIALIST).await, address(&code, "yeu-cau-bo-sung"));
    let form = officer.get(&asking).await;
    let moved = world.does(COLLEAGUE, &code, "chuyen-buoc", &[("note", "Đã đo thực địa")]).await;

    let fields = [("paper", "3"), ("what.3", TYPED), ("viec", "gui")];
    let answer = send(&mut officer, &form, &asking, &fields).await;
    assert_eq!(answer.status, 409);
    has(&answer, &[COLLEAGUE_NAME, "Xong một bước", TYPED]);
    let version = hidden(&answer).into_iter().find(|(name, _)| *name == "version").unwrap().1;
    assert_eq!(version, moved.version.to_string(), "the form goes on from what is there now");
    assert_eq!(world.dossier(&code).await, moved);

    let again = send(&mut officer, &answer, &asking, &fields).await;
    assert_eq!(again.status, 303);
    assert_eq!(world.dossier(&code).await.state.name(), StateName::AwaitingSupplement);
}

#[tokio::test]
async fn what_was_typed_is_shown_even_when_the_command_is_gone() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let (mut officer, finishing) = (world.officer(SPECIALIST).await, address(&code, "chuyen-buoc"));
    let form = officer.get(&finishing).await;
    let moved = world.does(COLLEAGUE, &code, "chuyen-buoc", &[]).await;
    // The step after it is finished by drafting the result.
    let answer = send(&mut officer, &form, &finishing, &[("note", TYPED)]).await;
    assert_eq!(answer.status, 409);
    has(&answer, &[COLLEAGUE_NAME, TYPED]);
    assert_eq!(world.dossier(&code).await, moved);
}

#[tokio::test]
async fn a_form_sent_twice_has_one_effect() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let (mut officer, pausing) = (world.officer(SPECIALIST).await, address(&code, "tam-dung"));
    let form = officer.get(&pausing).await;
    let fields = [("reason", "fieldwork"), ("legal_basis", "Luật Xây dựng Đ.102")];
    assert_eq!(send(&mut officer, &form, &pausing, &fields).await.status, 303);
    let once = world.dossier(&code).await;
    assert_eq!(send(&mut officer, &form, &pausing, &fields).await.status, 303);
    assert_eq!(world.dossier(&code).await, once);
}

#[tokio::test]
async fn a_second_press_is_answered_when_the_dossier_is_out_of_reach() {
    let world = World::new().await;
    let code = world.in_examination().await;
    world.does(SPECIALIST, &code, "chuyen-buoc", &[]).await;
    world.does(SPECIALIST, &code, "trinh-ket-qua", &[("outcome", "granted"), ("title", "Giấy phép xây dựng")]).await;
    // From the unit to the leaders: whoever sends it on can no longer open it.
    let (mut head, finishing) = (world.officer(HEAD).await, address(&code, "chuyen-buoc"));
    let form = head.get(&finishing).await;
    let first = send(&mut head, &form, &finishing, &[]).await;
    assert_eq!((first.status.as_u16(), first.location.as_deref()), (303, Some("/ban-lam-viec")));
    let once = world.dossier(&code).await;
    assert_eq!(head.get(&format!("/ho-so/{code}")).await.status, 404);

    let second = send(&mut head, &form, &finishing, &[]).await;
    assert_eq!((second.status, second.location), (first.status, first.location));
    assert_eq!(world.dossier(&code).await, once);
}

#[tokio::test]
async fn a_refusal_stands_at_its_field_and_keeps_the_rest() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let before = world.dossier(&code).await;
    let answer = world.tries(HEAD, &code, "dung-giai-quyet", &[("reason", TYPED), ("legal_basis", "")]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-legal-basis-e\"", TYPED]);
    let answer = world.tries(SPECIALIST, &code, "tra-lai", &[("reason", "   ")]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-reason-e\"", "dài nhất 4.000 ký tự"]);
    let answer = world.tries(SPECIALIST, &code, "tam-dung", &[("reason", "fieldwork"), ("note", TYPED)]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["id=\"f-legal-basis-e\"", TYPED, "value=\"fieldwork\" selected"]);
    assert_eq!(world.dossier(&code).await, before);
}

#[tokio::test]
async fn nothing_beyond_the_checklist_is_asked_for_without_a_legal_basis() {
    let world = World::new().await;
    let code = world.in_examination().await;
    let beyond = [("extra.what", "Ảnh chụp hiện trạng"), ("viec", "gui")];
    let answer = world.tries(SPECIALIST, &code, "yeu-cau-bo-sung", &beyond).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Ảnh chụp hiện trạng", "phải ghi căn cứ pháp lý"]);
    let nothing = world.tries(SPECIALIST, &code, "yeu-cau-bo-sung", &[("viec", "gui")]).await;
    assert_eq!(nothing.status, 422);
    has(&nothing, &["Chọn ít nhất một giấy tờ"]);
}

#[tokio::test]
async fn what_people_type_is_never_markup() {
    const MARKUP: &str = "<script>alert(1)</script>\"'&";
    let world = World::new().await;
    let code = world.in_examination().await;
    let fields = [("reason", "fieldwork"), ("legal_basis", ""), ("note", MARKUP)];
    let again = world.tries(SPECIALIST, &code, "tam-dung", &fields).await;
    assert_eq!(again.status, 422);
    lacks(&again, &["<script>alert"]);
    has(&again, &["&#60;script&#62;alert(1)"]);
    world.does(SPECIALIST, &code, "chuyen-buoc", &[("note", MARKUP)]).await;
    let history = world.officer(SPECIALIST).await.get(&format!("/ho-so/{code}?muc=nhat-ky")).await;
    lacks(&history, &["<script>alert"]);
    has(&history, &["&#60;script&#62;alert(1)"]);
}
