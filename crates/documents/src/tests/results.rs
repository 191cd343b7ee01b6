//! Decided results from templates: numbered with the decision, printed once by the worker, kept for the
//! person who may have them.

use base::{Actor, Role};
use dossier::command::{Accept, Deliver, Note, ProposeResult, Reason, Seal};
use dossier::{Command, Dossier, Outcome, Request, Which};
use jobs::{Job as _, Progress};
use pdf::Press;
use testkit::each_engine;

use super::world::{BUILDING_PERMIT, COPY_OF_EXTRACT, World};
use crate::{Printing, printed, sweep};

async fn act(world: &World, dossier: &Dossier, command: Command) -> Dossier {
    let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
    world.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await.unwrap()
}

/// A dossier whose draft waits for its leader.
pub(super) async fn drafted(world: &World, procedure: &str) -> Dossier {
    let accepted = vec![Command::Accept(Accept::default())];
    let mut dossier = world.filed(procedure, Vec::new(), accepted).await;
    let mut is_proposed = false;
    while dossier.holder.map(|holder| holder.role) != Some(Role::Leader) {
        let propose = ProposeResult {
            outcome: Outcome::Granted,
            title: "Kết quả".to_owned(),
            summary: "Nhà ở 3 tầng, tổng diện tích sàn 180 m²".to_owned(),
            files: Vec::new(),
        };
        let at_draft = !is_proposed && dossier.holder.map(|holder| holder.role) == Some(Role::Specialist);
        let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
        let tried = if at_draft {
            let command = vec![Command::ProposeResult(propose)];
            world.dossiers.execute_all(&Actor::system(), which, dossier.version, command, request).await.ok()
        } else {
            None
        };
        is_proposed |= tried.is_some();
        dossier = match tried {
            Some(dossier) => dossier,
            None => act(world, &dossier, Command::CompleteStep(Note::default())).await,
        };
    }
    dossier
}

async fn print_all(world: &World) {
    let settings = web::Settings::default();
    let job = Printing::new(world.files.clone(), world.dossiers.clone(), Press::new().unwrap(), &settings);
    assert_eq!(job.run(world.now()).await.unwrap(), Progress::Rest);
}

#[tokio::test]
async fn an_approved_permit_is_numbered_printed_once_and_kept_for_its_owner() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let dossier = act(&world, &drafted(&world, BUILDING_PERMIT).await, Command::Approve(Note::default())).await;
        print_all(&world).await;
        print_all(&world).await;
        let [file] = &world.files.made_for(dossier.id).await.unwrap()[..] else { panic!("one file") };
        assert_eq!(file.name, format!("giay-phep-xay-dung-{}.pdf", dossier.label()));
        let path = format!("/tep/{}", file.id);
        assert_eq!(world.visitor("phuc").get(&path).await.status, 404, "not yet at the return desk");
        let bytes = world.visitor("halong").get(&path).await.bytes;
        let file = pdf::Rendered { pdf: bytes, pages: 1 };
        assert!(printed::is_archivable(&file));
        assert_eq!(printed::codes(&file).len(), 1);
        assert!(printed::codes(&file)[0].ends_with(&format!("/xac-minh?ma={}", dossier.label())));
        let words = printed::text(&file);
        for part in ["Số: 0001/GPXD", "GIẤY PHÉP XÂY DỰNG", "Lý Văn Phúc", "180 m²"] {
            assert!(words.contains(part), "{part}\nis not in\n{words}");
        }
        let mut dossier = dossier;
        while dossier.holder.map(|holder| holder.role) != Some(Role::StampKeeper) {
            dossier = act(&world, &dossier, Command::CompleteStep(Note::default())).await;
        }
        let dossier = act(&world, &dossier, Command::Seal(Seal::default())).await;
        act(&world, &dossier, Command::Deliver(Deliver::default())).await;
        assert_eq!(world.visitor("phuc").get(&path).await.status, 200);
        assert_eq!(world.visitor("ich").get(&path).await.status, 404);

        world.clock.advance(jiff::SignedDuration::from_hours(48));
        while sweep(world.files.clone(), world.dossiers.clone()).run(world.now()).await.unwrap() == Progress::More {}
        assert_eq!(world.visitor("phuc").get(&path).await.status, 200, "what is kept is not swept away");
    })
    .await;
}

#[tokio::test]
async fn a_deputy_signs_for_the_committee_and_the_head_on_the_result_itself() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = drafted(&world, BUILDING_PERMIT).await;
    let deputy = world.dossiers.organisation().staff_by_login("pho.halong").unwrap();
    let scope = base::Scope::Agency(deputy.agency);
    let grant = base::Grant { role: Role::Leader, scope, valid_from: world.now(), valid_to: None };
    let kind =
        base::ActorKind::Staff { staff: deputy.id, agency: deputy.agency, unit: deputy.unit, office: deputy.office };
    let account = base::AccountId::new(world.now());
    let deputy = Actor { account, kind, name: deputy.name.clone(), grants: vec![grant] };
    let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
    let approve = vec![Command::Approve(Note::default())];
    world.dossiers.execute_all(&deputy, which, dossier.version, approve, request).await.unwrap();
    print_all(&world).await;
    let [file] = &world.files.made_for(dossier.id).await.unwrap()[..] else { panic!("one file") };
    let bytes = world.visitor("inspector").get(&format!("/tep/{}", file.id)).await.bytes;
    let words = printed::text(&pdf::Rendered { pdf: bytes, pages: 1 });
    let lines = "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH";
    assert!(words.contains(lines) && words.contains(&deputy.name), "{words}");
}

#[tokio::test]
async fn books_count_apart_and_a_refusal_is_a_letter_with_the_reason() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    act(&world, &drafted(&world, BUILDING_PERMIT).await, Command::Approve(Note::default())).await;
    let extract = act(&world, &drafted(&world, COPY_OF_EXTRACT).await, Command::Approve(Note::default())).await;
    let reason = Reason { reason: "Thửa đất thuộc quy hoạch đường".to_owned() };
    let refused = act(&world, &drafted(&world, BUILDING_PERMIT).await, Command::Refuse(reason)).await;
    print_all(&world).await;
    for (dossier, parts) in [
        (extract, ["Số: 0001/TLHT-BS", "TRÍCH LỤC HỘ TỊCH (BẢN SAO)"]),
        (refused, ["Số: 0001/TB", "Thửa đất thuộc quy hoạch đường"]),
    ] {
        let [file] = &world.files.made_for(dossier.id).await.unwrap()[..] else { panic!("one file") };
        let bytes = world.visitor("inspector").get(&format!("/tep/{}", file.id)).await.bytes;
        let words = printed::text(&pdf::Rendered { pdf: bytes, pages: 1 });
        for part in parts {
            assert!(words.contains(part), "{part}\nis not in\n{words}");
        }
    }
}
