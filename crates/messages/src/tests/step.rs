//! One message a step, to the owner, in words that tell what to do and name nobody.

use base::{Role, Vnd};
use calendar::PauseReason;
use dossier::command::{
    Accept, Apologise, ConfirmPayment, Deliver, Extend, Note, Pause, ProposeResult, Reason, RequestSupplement,
    RequirePayment, Return, Seal, Stop, Supplement, SupplementItem,
};
use dossier::{Command, Dossier, ExtensionUnit, Outcome, ReturnChannel};
use jiff::SignedDuration;
use testkit::each_engine;

use super::world::{COPY_OF_EXTRACT, LAND_TRANSFER, Reached, World};
use crate::MessageState;

fn reason() -> Reason {
    Reason { reason: "Ông Lý Văn Phúc, số 022099000117, đổi ý".to_owned() }
}

fn supplement_request() -> Command {
    let item = |no| SupplementItem { paper: Some(no), what: "Ký lại".to_owned(), legal_basis: String::new() };
    Command::RequestSupplement(RequestSupplement { items: vec![item(1), item(2)], reason: String::new() })
}

fn supplement() -> Command {
    Command::Supplement(Supplement { papers: Vec::new(), note: "Đã ký".to_owned() })
}

fn pause() -> Command {
    let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
    Command::Pause(Pause { reason: PauseReason::Fieldwork, legal_basis, note: String::new() })
}

fn propose(outcome: Outcome) -> Command {
    let (title, summary) = ("Giấy phép".to_owned(), String::new());
    Command::ProposeResult(ProposeResult { outcome, title, summary, files: Vec::new() })
}

fn hand_over() -> Command {
    let receiver = "Lý Văn Phúc".to_owned();
    Command::Return(Return { receiver, via: ReturnChannel::Counter, identity_checked: true, note: String::new() })
}

async fn told(world: &World, dossier: &Dossier) -> Vec<String> {
    world.messages(dossier).await.into_iter().map(|message| message.text).collect()
}

/// The message of the last step.
async fn last(world: &World, dossier: &Dossier) -> String {
    told(world, dossier).await.pop().unwrap()
}

#[tokio::test]
async fn filing_and_acceptance_are_told_in_their_order() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted(Reached::Phone).await;
        let (code, messages) = (dossier.label(), world.messages(&dossier).await);
        let kinds: Vec<&str> = messages.iter().map(|message| message.kind.as_str()).collect();
        assert_eq!(kinds, ["dossier.submitted", "dossier.accepted"]);
        let due = web::format::moment(base::Locale::Vi, dossier.clock().unwrap().due.unwrap());
        assert!(messages[0].text.starts_with(&format!("Hồ sơ {code} (Cấp giấy phép xây dựng")), "{}", messages[0].text);
        assert!(messages[1].text.contains(&format!("đã được tiếp nhận. Hẹn trả {due}")), "{}", messages[1].text);
        assert!(messages[1].text.ends_with(&format!("https://motcua.example/tra-cuu/{code}")));
        let seq: Vec<i64> = messages.iter().map(|message| message.seq.unwrap()).collect();
        assert!(seq[0] < seq[1], "{seq:?}");
        assert_eq!(messages[0].created_at, world.now());
    })
    .await;
}

#[tokio::test]
async fn every_step_that_concerns_the_person_is_told_once() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted(Reached::Phone).await;
    let dossier = world.until(dossier, Role::Specialist).await;
    let dossier = world.does(&dossier, supplement_request()).await;
    let asked = last(&world, &dossier).await;
    assert!(asked.contains("cần bổ sung 2 nội dung, chậm nhất thứ Năm 10/12/2026"), "{asked}");
    let dossier = world.does(&dossier, supplement()).await;
    let dossier = world.does(&dossier, pause()).await;
    world.clock.advance(SignedDuration::from_hours(48));
    let dossier = world.does(&dossier, Command::Resume(Note::default())).await;
    let resumed = last(&world, &dossier).await;
    let due = web::format::moment(base::Locale::Vi, dossier.clock().unwrap().due.unwrap());
    assert!(resumed.contains(&format!("Hẹn trả {due}")), "{resumed}");
    let mut dossier = world.does(&dossier, Command::CompleteStep(Note::default())).await;
    while dossier.content.result.is_none() {
        let may_propose = dossier.holder.map(|holder| holder.role) == Some(Role::Specialist);
        let next = if may_propose { propose(Outcome::Granted) } else { Command::CompleteStep(Note::default()) };
        dossier = world.does(&dossier, next).await;
    }
    let dossier = world.until(dossier, Role::Leader).await;
    let dossier = world.does(&dossier, Command::Approve(Note::default())).await;
    let dossier = world.does(&dossier, Command::Seal(Seal::default())).await;
    let dossier = world.does(&dossier, Command::Deliver(Deliver::default())).await;
    assert!(last(&world, &dossier).await.contains("đã có kết quả"));
    let dossier = world.does(&dossier, hand_over()).await;
    let kinds: Vec<String> = world.messages(&dossier).await.into_iter().map(|message| message.kind).collect();
    let expected =
        ["submitted", "accepted", "supplement_requested", "supplemented", "paused", "resumed", "delivered", "returned"];
    assert_eq!(kinds, expected.map(|kind| format!("dossier.{kind}")));
}

#[tokio::test]
async fn money_is_told_with_its_amount() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let accept = vec![Command::Accept(Accept::default())];
    let dossier = world.file(LAND_TRANSFER, "H49.01", Reached::Phone, accept).await;
    let dossier = world.until(dossier, Role::Specialist).await;
    let ask = RequirePayment { amount_vnd: Vnd(4_250_000), notice: "1182/TB".to_owned() };
    let dossier = world.does(&dossier, Command::RequirePayment(ask)).await;
    assert!(last(&world, &dossier).await.contains("chờ ông/bà nộp 4.250.000 đ"));
    let paid = ConfirmPayment { amount_vnd: Vnd(4_250_000), proof: "000881".to_owned() };
    let dossier = world.does(&dossier, Command::ConfirmPayment(paid)).await;
    assert!(last(&world, &dossier).await.starts_with("Đã nhận khoản nộp 4.250.000 đ"));
}

#[tokio::test]
async fn an_end_without_a_result_is_told() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.file(super::world::BUILDING_PERMIT, "H49.101", Reached::Phone, Vec::new()).await;
    let declined = world.does(&dossier, Command::Decline(reason())).await;
    assert!(last(&world, &declined).await.contains("không được tiếp nhận"));
    let withdrawn = world.does(&world.accepted(Reached::Phone).await, Command::Withdraw(reason())).await;
    assert!(last(&world, &withdrawn).await.contains("đã được rút"));
    let stop = Stop { reason: reason().reason, legal_basis: "Điều 19".to_owned() };
    let stopped = world.does(&world.accepted(Reached::Phone).await, Command::Stop(stop)).await;
    assert!(last(&world, &stopped).await.contains("đã dừng giải quyết"));
}

#[tokio::test]
async fn a_later_date_is_told_with_the_one_it_replaces() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let (value, unit, reason) = ("2".to_owned(), ExtensionUnit::WorkingDay, reason().reason);
    let legal_basis = "Nghị định 175/2024/NĐ-CP".to_owned();
    let extend = Extend { value: value.clone(), unit, legal_basis, reason: reason.clone() };
    let extended = world.does(&world.accepted(Reached::Phone).await, Command::Extend(extend)).await;
    let text = last(&world, &extended).await;
    let dates = "Hẹn trả 17:30 thứ Sáu 18/12/2026, đã gia hạn; trước đây hẹn 17:30 thứ Tư 16/12/2026";
    assert!(text.contains(dates), "{text}");
    let apologise = Command::Apologise(Apologise { value, unit, reason });
    let apologised = world.does(&world.accepted(Reached::Phone).await, apologise).await;
    let text = last(&world, &apologised).await;
    let dates = "Hẹn lại 17:30 thứ Sáu 18/12/2026; ngày hẹn trước là 17:30 thứ Tư 16/12/2026";
    assert!(text.starts_with("Xin lỗi ông/bà") && text.contains(dates), "{text}");
    assert!(!text.contains("Phúc"), "what officers wrote stays on the page");
}

#[tokio::test]
async fn a_dossier_closed_after_fifteen_days_is_told() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.until(world.accepted(Reached::Phone).await, Role::Specialist).await;
    let dossier = world.does(&dossier, supplement_request()).await;
    world.clock.advance(SignedDuration::from_hours(17 * 24));
    let closed = world.does(&dossier, Command::CloseUnsupplemented(reason())).await;
    assert!(last(&world, &closed).await.contains("quá 15 ngày chưa nhận đủ"));
}

#[tokio::test]
async fn a_procedure_settled_in_one_visit_is_not_told_step_by_step() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let accept = vec![Command::Accept(Accept::default())];
    let dossier = world.file(COPY_OF_EXTRACT, "H49.101", Reached::Phone, accept).await;
    let kinds: Vec<String> = world.messages(&dossier).await.into_iter().map(|message| message.kind).collect();
    assert_eq!(kinds, ["dossier.submitted"]);
}

#[tokio::test]
async fn no_message_names_a_person_or_a_number() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted(Reached::Phone).await;
    let dossier = world.does(&dossier, Command::Withdraw(reason())).await;
    for text in told(&world, &dossier).await {
        for personal in ["Phúc", "022099000117", "0900000789", "phuc@", "đổi ý"] {
            assert!(!text.contains(personal), "{text}");
        }
    }
}

#[tokio::test]
async fn the_telephone_comes_first_then_the_mail_and_nobody_is_told_of_a_missing_address() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        for (reached, way, recipient, state) in [
            (Reached::Phone, "sms", Some("0900000789"), MessageState::Queued),
            (Reached::Email, "email", Some("phuc@example.vn"), MessageState::Queued),
            (Reached::Nowhere, "none", None, MessageState::NoAddress),
        ] {
            let dossier = world.accepted(reached).await;
            let message = world.messages(&dossier).await.remove(0);
            assert_eq!((message.way.name(), message.recipient.as_deref(), message.state), (way, recipient, state));
        }
        let waiting = world.db.read(|tx| db::outbox::waiting(tx, crate::messenger::TOPIC)).await.unwrap().0;
        assert_eq!(waiting, 4, "two each for the two who can be reached");
    })
    .await;
}

#[tokio::test]
async fn a_command_that_is_refused_leaves_no_message() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = world.accepted(Reached::Phone).await;
        let (which, request) = (dossier::Which::Id(dossier.id), dossier::Request::at(world.now()));
        // The first of the two is possible and would be told.
        let commands = vec![Command::Withdraw(reason()), Command::Deliver(Deliver::default())];
        let actor = base::Actor::system();
        let refused = world.dossiers.execute_all(&actor, which, dossier.version, commands, request).await;
        assert!(refused.is_err());
        assert_eq!(world.messages(&dossier).await.len(), 2);
    })
    .await;
}
