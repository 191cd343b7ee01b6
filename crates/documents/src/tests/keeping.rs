//! What is kept, shared and swept away, on both engines.

use base::DossierId;
use dossier::command::Supplement;
use dossier::{Channel, PaperIn, Request, Which};
use jiff::SignedDuration;
use jobs::{Job as _, Progress};
use testkit::each_engine;

use super::world::{BUILDING_PERMIT, World};
use crate::fixture::{JPEG, PDF, PNG};
use crate::{FileError, sweep};

async fn sweep_after(world: &World, hours: i64) {
    world.clock.advance(SignedDuration::from_hours(hours));
    let job = sweep(world.files.clone(), world.dossiers.clone());
    while job.run(world.now()).await.unwrap() == Progress::More {}
}

#[tokio::test]
async fn equal_bytes_lie_on_the_disk_once() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let first = world.upload("phuc", "một.pdf", PDF).await;
        let second = world.upload("ich", "C:\\scan\\hai", PDF).await;
        assert_ne!(first.id, second.id);
        assert_eq!((world.objects(), world.rows(PDF).await), (1, 2));
        let seen = (second.name.as_str(), second.media_type.as_str(), second.size, second.pages);
        assert_eq!(seen, ("hai.pdf", "application/pdf", PDF.len() as u64, Some(2)));
    })
    .await;
}

#[tokio::test]
async fn a_refused_file_leaves_no_row_and_no_bytes() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let (actor, id) = (world.actor("phuc"), DossierId::new(world.now()));
        let accept = async |name, bytes: &[u8]| {
            world.files.accept(world.arrived(name, bytes), &actor, id, world.now()).await.unwrap_err()
        };
        assert!(matches!(accept("rỗng.pdf", b"").await, FileError::Empty { .. }));
        assert!(matches!(accept("to.pdf", &[b' '; 64 * 1024 + 1]).await, FileError::TooLarge { .. }));
        assert!(matches!(accept("don.pdf", b"<html>").await, FileError::Kind { .. }));
        assert!(matches!(accept("cắt.png", &PNG[..PNG.len() - 12]).await, FileError::CutOff { .. }));
        let mut shorter = world.arrived("cụt.pdf", PDF);
        shorter.size_bytes += 1;
        let refused = world.files.accept(shorter, &actor, id, world.now()).await.unwrap_err();
        assert!(matches!(refused, FileError::CutOff { .. }));
        assert_eq!((world.objects(), world.rows(PDF).await), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn bytes_that_cannot_be_written_leave_no_row() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        // A file stands where the folder of the bytes would be made.
        let folder = world.folder.path().join("files").join(&super::world::digest(PDF)[..2]);
        std::fs::write(&folder, "").unwrap();
        let (actor, id) = (world.actor("phuc"), DossierId::new(world.now()));
        let refused = world.files.accept(world.arrived("đơn.pdf", PDF), &actor, id, world.now()).await.unwrap_err();
        assert!(matches!(refused, FileError::Disk(_)), "{refused}");
        assert_eq!(world.rows(PDF).await, 0);
        std::fs::remove_file(&folder).unwrap();
        world.upload("phuc", "đơn.pdf", PDF).await;
        assert_eq!((world.objects(), world.rows(PDF).await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn what_nobody_names_goes_after_a_day_and_shared_bytes_stay() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let kept = world.upload("phuc", "đơn.pdf", PDF).await;
        world.upload("phuc", "đơn gửi lại.pdf", PDF).await;
        world.upload("phuc", "ảnh.jpg", JPEG).await;
        world.filed(BUILDING_PERMIT, vec![kept], Vec::new()).await;
        sweep_after(&world, 23).await;
        assert_eq!((world.rows(PDF).await, world.rows(JPEG).await), (2, 1), "not before a day");
        sweep_after(&world, 2).await;
        assert_eq!((world.rows(PDF).await, world.rows(JPEG).await, world.objects()), (1, 0, 1));
    })
    .await;
}

#[tokio::test]
async fn a_draft_keeps_its_files_as_long_as_it_names_them() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let draft = world.draft(Vec::new()).await;
        let (actor, now) = (world.actor("phuc"), world.now());
        let file = world.files.accept(world.arrived("đơn.pdf", PDF), &actor, draft.id, now).await.unwrap();
        world.files.accept(world.arrived("ảnh.jpg", JPEG), &actor, draft.id, now).await.unwrap();
        let filing = world.filing(BUILDING_PERMIT, Channel::Online, vec![file]).await;
        world.dossiers.save_draft(&actor, draft.id, draft.version, filing, Request::at(now)).await.unwrap();
        for _ in 0..3 {
            sweep_after(&world, 25).await;
        }
        assert_eq!((world.rows(PDF).await, world.rows(JPEG).await), (1, 0));
        world.dossiers.discard_draft(&actor, draft.id).await.unwrap();
        sweep_after(&world, 25).await;
        assert_eq!((world.rows(PDF).await, world.objects()), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn a_sweep_that_was_cut_off_is_finished_by_the_next() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let file = world.upload("phuc", "đơn.pdf", PDF).await;
        let row = world.files.find(file.id).await.unwrap().unwrap();
        // The process died after the row was removed and before the bytes were.
        let (id, sha256) = (row.id, row.sha256.clone());
        let now = world.now();
        assert!(world.db.write(move |tx| crate::store::remove(tx, id, &sha256, now)).await.unwrap());
        sweep_after(&world, 0).await;
        assert_eq!(world.objects(), 1, "whoever began may still be at it");
        sweep_after(&world, 1).await;
        assert_eq!(world.objects(), 0);
        world.upload("phuc", "đơn.pdf", PDF).await;
        assert_eq!((world.objects(), world.rows(PDF).await), (1, 1));
    })
    .await;
}

#[tokio::test]
async fn bytes_being_removed_are_waited_for() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let file = world.upload("phuc", "đơn.pdf", PDF).await;
        let row = world.files.find(file.id).await.unwrap().unwrap();
        let (id, sha256) = (row.id, row.sha256.clone());
        let now = world.now();
        world.db.write(move |tx| crate::store::remove(tx, id, &sha256, now)).await.unwrap();
        let upload = world.upload("phuc", "lại.pdf", PDF);
        let (_, again) = tokio::join!(async { world.files.clear(row.sha256.clone()).await.unwrap() }, upload);
        let row = world.files.find(again.id).await.unwrap().unwrap();
        assert_eq!(world.files.shelf.get(&row.sha256).await.unwrap(), PDF);
    })
    .await;
}

#[tokio::test]
async fn nobody_brings_a_file_of_another_person_into_a_dossier() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let hers = world.upload("ich", "giấy tờ.pdf", PDF).await;
        let his = world.upload("phuc", "ảnh.jpg", JPEG).await;
        let dossier = world.filed(BUILDING_PERMIT, vec![hers.clone(), his.clone()], Vec::new()).await;
        let row = async |id| world.files.find(id).await.unwrap().unwrap();
        assert!(!row(hers.id).await.kept);
        let kept = row(his.id).await;
        assert_eq!((kept.kept, kept.dossier), (true, dossier.id));
    })
    .await;
}

#[tokio::test]
async fn papers_of_a_supplement_are_kept() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.filed(BUILDING_PERMIT, Vec::new(), vec![super::download::ask_for_papers()]).await;
    let actor = world.actor("phuc");
    let file = world.files.accept(world.arrived("bổ sung.pdf", PDF), &actor, dossier.id, world.now()).await.unwrap();
    let paper =
        PaperIn { no: Some(1), name: "Đơn".to_owned(), form: String::new(), quantity: 1, files: vec![file.clone()] };
    let answer = dossier::Command::Supplement(Supplement { papers: vec![paper], note: String::new() });
    let which = Which::Id(dossier.id);
    let request = Request::at(world.now());
    world.dossiers.execute_all(&actor, which, dossier.version, vec![answer], request).await.unwrap();
    assert!(world.files.find(file.id).await.unwrap().unwrap().kept);
}
