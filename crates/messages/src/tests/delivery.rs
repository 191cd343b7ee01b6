//! Delivery through gateways that fail, refuse, or whose acknowledgement is lost.

use std::sync::{Arc, Mutex};

use base::MessageId;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, Progress, Wake};
use testkit::each_engine;

use super::world::{Reached, World};
use crate::{FileGateway, Gateway, GatewayError, Message, MessageState, deliveries};

/// Answers what it is told, then takes everything; remembers what it took.
#[derive(Clone, Default)]
struct Told {
    answers: Arc<Mutex<Vec<GatewayError>>>,
    taken: Arc<Mutex<Vec<MessageId>>>,
}

impl Gateway for Told {
    fn send<'a>(&'a self, message: &'a Message, _: Timestamp) -> BoxFuture<'a, Result<(), GatewayError>> {
        Box::pin(async {
            match self.answers.lock().unwrap().pop() {
                Some(error) => Err(error),
                None => {
                    self.taken.lock().unwrap().push(message.id);
                    Ok(())
                }
            }
        })
    }
}

async fn deliver_all(job: &impl Job, world: &World) {
    while job.run(world.now()).await.unwrap() == Progress::More {}
}

fn unreachable() -> GatewayError {
    GatewayError::Unreachable("connection refused".to_owned())
}

#[tokio::test]
async fn messages_go_out_once_and_in_order() {
    each_engine(|db| async move {
        let world = World::on(db.clone()).await;
        let dossier = world.accepted(Reached::Phone).await;
        let told = Told::default();
        let job = deliveries(db, told.clone(), Wake::new());
        deliver_all(&job, &world).await;
        deliver_all(&job, &world).await;
        let messages = world.messages(&dossier).await;
        let ids: Vec<MessageId> = messages.iter().map(|message| message.id).collect();
        assert_eq!(*told.taken.lock().unwrap(), ids);
        let ends: Vec<_> = messages.iter().map(|message| (message.state, message.tries, message.sent_at)).collect();
        assert_eq!(ends, [(MessageState::Sent, 1, Some(world.now())); 2]);
    })
    .await;
}

#[tokio::test]
async fn a_gateway_that_does_not_answer_is_asked_again_later() {
    each_engine(|db| async move {
        let world = World::on(db.clone()).await;
        let dossier = world.accepted(Reached::Email).await;
        let told = Told::default();
        told.answers.lock().unwrap().extend([unreachable(), unreachable()]);
        let job = deliveries(db, told.clone(), Wake::new());
        deliver_all(&job, &world).await;
        let first = world.messages(&dossier).await.remove(0);
        assert_eq!((first.state, first.tries), (MessageState::Queued, 1));
        assert_eq!(first.last_error.as_deref(), Some("connection refused"));
        assert!(told.taken.lock().unwrap().is_empty());
        world.clock.advance(SignedDuration::from_secs(15));
        deliver_all(&job, &world).await;
        let ends: Vec<_> = world.messages(&dossier).await.iter().map(|m| (m.state, m.tries)).collect();
        assert_eq!(ends, [(MessageState::Sent, 2); 2]);
    })
    .await;
}

#[tokio::test]
async fn a_gateway_that_never_answers_is_given_up_and_the_message_shows_it() {
    each_engine(|db| async move {
        let world = World::on(db.clone()).await;
        let dossier = world.accepted(Reached::Phone).await;
        let told = Told::default();
        told.answers.lock().unwrap().extend((0..24).map(|_| unreachable()));
        let job = deliveries(db.clone(), told, Wake::new());
        for _ in 0..14 {
            deliver_all(&job, &world).await;
            world.clock.advance(SignedDuration::from_hours(1));
        }
        let ends: Vec<_> = world.messages(&dossier).await.iter().map(|m| (m.state, m.tries)).collect();
        assert_eq!(ends, [(MessageState::Failed, 12); 2]);
        assert_eq!(db.read(|tx| db::outbox::given_up(tx, crate::messenger::TOPIC)).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_is_refused_is_not_tried_again() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let dossier = world.accepted(Reached::Phone).await;
    let told = Told::default();
    told.answers.lock().unwrap().push(GatewayError::Refused("no such number".to_owned()));
    let job = deliveries(store.db.clone(), told, Wake::new());
    deliver_all(&job, &world).await;
    let ends: Vec<_> = world.messages(&dossier).await.iter().map(|m| (m.state, m.tries)).collect();
    assert_eq!(ends, [(MessageState::Failed, 1), (MessageState::Sent, 1)]);
}

#[tokio::test]
async fn a_process_that_dies_before_the_settlement_writes_no_second_line() {
    each_engine(|db| async move {
        let world = World::on(db.clone()).await;
        let dossier = world.accepted(Reached::Phone).await;
        let folder = tempfile::tempdir().unwrap();
        // The lines are written, the acknowledgements are lost.
        let gateway = FileGateway::open(folder.path()).unwrap();
        for message in world.messages(&dossier).await {
            gateway.send(&message, world.now()).await.unwrap();
        }
        let again = FileGateway::open(folder.path()).unwrap();
        deliver_all(&deliveries(db, again, Wake::new()), &world).await;
        let text = std::fs::read_to_string(folder.path().join("2026-11-25.jsonl")).unwrap();
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(world.messages(&dossier).await.iter().all(|message| message.state == MessageState::Sent));
    })
    .await;
}
