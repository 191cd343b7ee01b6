//! Who may look at a file or a slip, what the browser is told, and that officers' looks are noted.

use base::{Actor, Role};
use dossier::command::{Accept, Deliver, Note, Pause, ProposeResult, RequestSupplement, Seal, SupplementItem};
use dossier::{Command, Dossier, Outcome, Request, StoredFile, Which};
use jiff::SignedDuration;
use testkit::each_engine;

use super::world::{BUILDING_PERMIT, COPY_OF_EXTRACT, World};
use crate::fixture::{JPEG, PDF};

fn accept() -> Vec<Command> {
    vec![Command::Accept(Accept::default())]
}

pub(super) fn ask_for_papers() -> Command {
    let item = SupplementItem { paper: Some(1), what: "Ký lại đơn".to_owned(), legal_basis: String::new() };
    Command::RequestSupplement(RequestSupplement { items: vec![item], reason: String::new() })
}

async fn does(world: &World, dossier: &Dossier, command: Command) -> Dossier {
    let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
    world.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await.unwrap()
}

/// Goes on until somebody of a role must act.
async fn until(world: &World, mut dossier: Dossier, role: Role) -> Dossier {
    while dossier.holder.map(|holder| holder.role) != Some(role) {
        dossier = does(world, &dossier, Command::CompleteStep(Note::default())).await;
    }
    dossier
}

#[tokio::test]
async fn a_file_is_shown_to_its_sender_and_to_officers_in_reach_and_to_nobody_else() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let file = world.upload("phuc", "Giấy tờ \"gốc\".pdf", PDF).await;
        let path = format!("/tep/{}", file.id);
        assert_eq!(world.visitor("halong").get(&path).await.status, 404, "no dossier names it yet");
        let dossier = world.filed(BUILDING_PERMIT, vec![file], accept()).await;

        for (who, status) in [("phuc", 200), ("halong", 200), ("inspector", 200), ("ich", 404), ("baichay", 404)] {
            assert_eq!(world.visitor(who).get(&path).await.status, status, "{who}");
        }
        assert_eq!(world.visitor("nobody").get(&path).await.status, 303);
        for unknown in ["/tep/0", "/tep/01890000-0000-7000-8000-000000000000"] {
            assert_eq!(world.visitor("phuc").get(unknown).await.status, 404);
        }
        let log = world.visitor("inspector").get("/quan-tri/nhat-ky").await.text();
        assert_eq!(log.matches(&dossier.label()).count(), 2, "one look of an officer, one of an inspector: {log}");
    })
    .await;
}

#[tokio::test]
async fn a_file_is_shown_and_never_run() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let file = world.upload("phuc", "Sổ đỏ.jpg", JPEG).await;
    let answer = world.visitor("phuc").get(&format!("/tep/{}", file.id)).await;
    assert_eq!(answer.header("content-type"), Some("image/jpeg"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    let name = answer.header("content-disposition").unwrap();
    assert!(
        name.starts_with("inline; ") && name.ends_with("filename*=UTF-8''S%E1%BB%95%20%C4%91%E1%BB%8F.jpg"),
        "{name}"
    );
    let policy = answer.header("content-security-policy").unwrap();
    assert!(policy.contains("default-src 'none'") && policy.ends_with("sandbox"), "{policy}");
}

#[tokio::test]
async fn a_drafted_result_is_hidden_from_the_owner_until_it_is_at_the_return_desk() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = until(&world, world.filed(COPY_OF_EXTRACT, Vec::new(), accept()).await, Role::Specialist).await;
    let result = world
        .files
        .accept(world.arrived("Trích lục.pdf", PDF), &Actor::system(), dossier.id, world.now())
        .await
        .unwrap();
    let path = format!("/tep/{}", result.id);
    let dossier = does(&world, &dossier, propose(result)).await;
    assert_eq!(world.visitor("phuc").get(&path).await.status, 404);
    assert_eq!(world.visitor("halong").get(&path).await.status, 200);
    let dossier = does(&world, &until(&world, dossier, Role::Leader).await, Command::Approve(Note::default())).await;
    let dossier = does(&world, &dossier, Command::Seal(Seal::default())).await;
    assert_eq!(world.visitor("phuc").get(&path).await.status, 404);
    does(&world, &dossier, Command::Deliver(Deliver::default())).await;
    assert_eq!(world.visitor("phuc").get(&path).await.status, 200);
}

fn propose(file: StoredFile) -> Command {
    Command::ProposeResult(ProposeResult {
        outcome: Outcome::Granted,
        title: "Bản sao trích lục".to_owned(),
        summary: String::new(),
        files: vec![file],
    })
}

#[tokio::test]
async fn a_slip_is_for_the_owner_for_officers_and_for_whoever_holds_it() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
    let code = dossier.label();
    let (public, staff) = (format!("/tra-cuu/{code}/giay-tiep-nhan.pdf"), format!("/ho-so/{code}/giay-tiep-nhan.pdf"));
    let lower = dossier.content.lookup_code.to_lowercase();
    let owned = world.visitor("phuc").get(&public).await;
    assert!(owned.status == 200 && owned.bytes.starts_with(b"%PDF"), "{}", owned.text());
    assert_eq!(world.visitor("nobody").get(&format!("{public}?ma-tra-cuu={lower}")).await.status, 200);
    let officer = world.visitor("halong").get(&staff).await;
    assert_eq!((officer.status.as_u16(), officer.header("content-type")), (200, Some("application/pdf")));
    assert_eq!(officer.bytes, owned.bytes, "the same dossier gives the same slip");
    let log = world.visitor("inspector").get("/quan-tri/nhat-ky").await.text();
    assert_eq!(log.matches(&code).count(), 1, "{log}");

    assert_eq!(world.visitor("baichay").get(&staff).await.status, 404);
    for wrong in [public.clone(), format!("{public}?ma-tra-cuu=BBBB"), format!("{public}?ma-tra-cuu=")] {
        for who in ["nobody", "ich"] {
            let refused = world.visitor(who).get(&wrong).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(refused.text().contains("Mã tra cứu chưa khớp"), "{}", refused.text());
        }
    }
}

#[tokio::test]
async fn a_look_up_code_cannot_be_guessed_by_trying() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
    let path = format!("/tra-cuu/{}/giay-tiep-nhan.pdf", dossier.label());
    let mut stranger = world.visitor("nobody");
    for _ in 0..20 {
        assert_eq!(stranger.get(&format!("{path}?ma-tra-cuu=BBBB")).await.status, 422);
    }
    let right = format!("{path}?ma-tra-cuu={}", dossier.content.lookup_code);
    assert_eq!(stranger.get(&right).await.status, 429, "the right one among many is not let through");
    world.clock.advance(SignedDuration::from_mins(61));
    assert_eq!(stranger.get(&right).await.status, 200);
}

#[tokio::test]
async fn a_slip_printed_again_promises_what_was_promised() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
    let path = format!("/ho-so/{}/giay-tiep-nhan.pdf", dossier.label());
    let first = world.visitor("inspector").get(&path).await;
    world.clock.advance(SignedDuration::from_hours(30));
    let pause = Pause {
        reason: calendar::PauseReason::Fieldwork,
        legal_basis: "Nghị định 175/2024/NĐ-CP".to_owned(),
        note: String::new(),
    };
    does(&world, &dossier, Command::Pause(pause)).await;
    let again = world.visitor("inspector").get(&path).await;
    assert_eq!((first.status.as_u16(), again.bytes), (200, first.bytes));
}

#[tokio::test]
async fn a_slip_printed_again_after_the_calendar_changed_promises_what_was_promised() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.filed(BUILDING_PERMIT, Vec::new(), accept()).await;
    let path = format!("/ho-so/{}/giay-tiep-nhan.pdf", dossier.label());
    let first = world.visitor("inspector").get(&path).await;
    let date = calendar::local(world.now()).date().saturating_add(SignedDuration::from_hours(48));
    let name = "Nghỉ theo quyết định".to_owned();
    let day = calendar::Holiday { date, kind: calendar::HolidayKind::Public, name };
    let save = timetable::Save {
        seen: 1,
        change: timetable::Change::AddDay { day },
        reason: "Quyết định 12/QĐ-UBND".to_owned(),
        actor: Actor::system(),
        client: None,
        key: "key-of-the-form-of-one-day-off".to_owned(),
        now: world.now(),
    };
    world.timetable.save(save, |_| true).await.unwrap();
    let moved = does(&world, &dossier, Command::CompleteStep(Note::default())).await;
    assert_eq!((dossier.edition, moved.edition), (1, 2), "the dossier follows");
    assert!(moved.clock().unwrap().due > dossier.clock().unwrap().due, "its date moved");
    let again = world.visitor("inspector").get(&path).await;
    assert_eq!((first.status.as_u16(), again.bytes), (200, first.bytes));
}

#[tokio::test]
async fn a_procedure_settled_at_once_gives_a_slip_only_when_the_person_asks() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let not_accepted = world.filed(BUILDING_PERMIT, Vec::new(), Vec::new()).await;
    let path = format!("/ho-so/{}/giay-tiep-nhan.pdf", not_accepted.label());
    assert_eq!(world.visitor("halong").get(&path).await.status, 404);

    let dossier = world.filed(COPY_OF_EXTRACT, Vec::new(), accept()).await;
    let path = format!("/ho-so/{}/giay-tiep-nhan.pdf", dossier.label());
    let refused = world.visitor("halong").get(&path).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains("không cấp giấy tiếp nhận"), "{}", refused.text());
    assert_eq!(world.visitor("halong").get(&format!("{path}?theo-yeu-cau=1")).await.status, 200);
    let public = format!("/tra-cuu/{}/giay-tiep-nhan.pdf?theo-yeu-cau=1", dossier.label());
    assert_eq!(world.visitor("phuc").get(&public).await.status, 422);
}

#[tokio::test]
async fn pages_are_shown_as_pictures_to_whoever_may_see_the_file() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let two_pages = include_bytes!("../../../signing/samples/signed.pdf");
    let file = world.upload("phuc", "Giấy.pdf", two_pages).await;
    let photograph = world.upload("phuc", "Sổ đỏ.jpg", JPEG).await;
    let page = format!("/tep/{}/trang", file.id);
    world.filed(BUILDING_PERMIT, vec![file, photograph.clone()], accept()).await;

    let drawn = world.visitor("halong").get(&format!("{page}/1?rong=300")).await;
    assert_eq!(drawn.status, 200);
    assert_eq!(drawn.header("content-type"), Some("image/png"));
    assert_eq!(drawn.header("cache-control"), Some("private, no-store"));
    assert!(drawn.bytes.starts_with(b"\x89PNG"));
    for (who, path, status) in [
        ("phuc", format!("{page}/2"), 200),
        ("halong", format!("{page}/3"), 404),
        ("halong", format!("{page}/0"), 404),
        ("ich", format!("{page}/1"), 404),
        ("baichay", format!("{page}/1"), 404),
        ("halong", format!("/tep/{}/trang/1", photograph.id), 200),
        ("halong", format!("/tep/{}/trang/2", photograph.id), 404),
    ] {
        assert_eq!(world.visitor(who).get(&path).await.status, status, "{who} {path}");
    }
}
