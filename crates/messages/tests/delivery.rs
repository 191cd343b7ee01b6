//! Messages leave through a gateway once, later when it was shut, and never twice.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use base::{DossierId, MessageId};
use calendar::{Clock as _, FrozenClock};
use db::{Db, outbox};
use jiff::Timestamp;
use jobs::{Job as _, Progress, Wake};
use messages::{FileGateway, MessageState, deliveries, of_dossier};
use testkit::each_engine;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

db::query! {
    fn write(id: MessageId, dossier: DossierId, recipient: &str, now: Timestamp) -> exec_one =
        "INSERT INTO messages_message (id, dossier_id, code, kind, channel, recipient, text, created_at, state, tries)
         VALUES ($1, $2, 'H49.101-261124-0001', 'dossier.accepted', 'sms', $3, 'Hẹn trả', $4, 'queued', 0)"
}

async fn queue(db: &Db, id: MessageId, dossier: DossierId) {
    db.write(move |tx| {
        write(tx, id, dossier, "0900000117", at(0))?;
        outbox::push(tx, id.uuid(), "message", &serde_json::json!({}), at(0))
    })
    .await
    .unwrap();
}

fn lines(folder: &std::path::Path) -> usize {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.map(|file| std::fs::read_to_string(file).unwrap().lines().count()).sum()
}

#[tokio::test]
async fn a_message_is_sent_once_and_marked() {
    each_engine(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        let (id, dossier) = (MessageId::new(at(0)), DossierId::new(at(0)));
        queue(&db, id, dossier).await;
        let clock = FrozenClock::at(at(5));
        let job = deliveries(db.clone(), FileGateway::open(folder.path()).unwrap(), Wake::new());
        assert_eq!(job.run(clock.now()).await.unwrap(), Progress::More);
        assert_eq!(job.run(clock.now()).await.unwrap(), Progress::Rest);
        let sent = db.read(move |tx| of_dossier(tx, dossier)).await.unwrap();
        assert_eq!((sent[0].state, sent[0].sent_at), (MessageState::Sent, Some(at(5))));
        assert_eq!(lines(folder.path()), 1);
    })
    .await;
}

#[tokio::test]
async fn a_shut_gateway_is_tried_again_later() {
    each_engine(|db| async move {
        let folder = tempfile::tempdir().unwrap();
        let (id, dossier) = (MessageId::new(at(0)), DossierId::new(at(0)));
        queue(&db, id, dossier).await;
        let gateway = FileGateway::open(folder.path()).unwrap();
        // The folder is gone: nothing can be written.
        std::fs::remove_dir_all(folder.path()).unwrap();
        let job = deliveries(db.clone(), gateway, Wake::new());
        job.run(at(5)).await.unwrap();
        let waiting = db.read(move |tx| of_dossier(tx, dossier)).await.unwrap();
        assert_eq!((waiting[0].state, waiting[0].tries), (MessageState::Queued, 1));
        std::fs::create_dir_all(folder.path()).unwrap();
        job.run(at(7200)).await.unwrap();
        assert_eq!(db.read(move |tx| of_dossier(tx, dossier)).await.unwrap()[0].state, MessageState::Sent);
    })
    .await;
}

#[tokio::test]
async fn a_message_that_comes_again_after_a_crash_is_not_written_twice() {
    let store = testkit::sqlite();
    let folder = tempfile::tempdir().unwrap();
    let (id, dossier) = (MessageId::new(at(0)), DossierId::new(at(0)));
    queue(&store.db, id, dossier).await;
    let first = deliveries(store.db.clone(), FileGateway::open(folder.path()).unwrap(), Wake::new());
    first.run(at(5)).await.unwrap();
    // The process died before it could settle: the same work comes again, in a new process.
    store
        .db
        .write(move |tx| outbox::push(tx, MessageId::new(at(1)).uuid(), "other", &serde_json::json!({}), at(0)))
        .await
        .unwrap();
    let message = store.db.read(move |tx| of_dossier(tx, dossier)).await.unwrap().remove(0);
    let again = FileGateway::open(folder.path()).unwrap();
    messages::Gateway::send(&again, &message, at(9)).await.unwrap();
    assert_eq!(lines(folder.path()), 1);
}
