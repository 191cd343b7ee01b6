//! Empties the outbox of messages through a gateway.

use db::outbox::Item;
use db::{Db, Tx};
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use jobs::{Consumer, Deliveries, Settled, Undelivered, Wake};

use base::MessageId;

use crate::gateway::{Gateway, GatewayError};
use crate::message::MessageState;
use crate::messenger::TOPIC;
use crate::store;

/// Sends messages.
#[derive(Debug)]
pub struct Sender<G> {
    db: Db,
    gateway: G,
}

/// The job that delivers messages.
#[must_use]
pub fn deliveries<G: Gateway>(db: Db, gateway: G, wake: Wake) -> Deliveries<Sender<G>> {
    Deliveries::new(db.clone(), Sender { db, gateway }, wake)
}

impl<G: Gateway> Consumer for Sender<G> {
    fn topic(&self) -> &'static str {
        TOPIC
    }

    fn deliver<'a>(&'a self, item: &'a Item, now: Timestamp) -> BoxFuture<'a, Result<(), Undelivered>> {
        Box::pin(async move {
            let id = MessageId::from_uuid(item.id);
            let found = self.db.read(move |tx| store::by_id(tx, id)).await;
            let found = found.map_err(|error: db::Error| Undelivered::Later(error.to_string()))?;
            let message = found.ok_or_else(|| Undelivered::Never("the message is gone".to_owned()))?;
            self.gateway.send(&message, now).await.map_err(|error| match error {
                GatewayError::Unreachable(why) => Undelivered::Later(why),
                GatewayError::Refused(why) => Undelivered::Never(why),
            })
        })
    }

    fn settle(&self, tx: &mut Tx<'_>, item: &Item, settled: &Settled, now: Timestamp) -> Result<(), db::Error> {
        let id = MessageId::from_uuid(item.id);
        match settled {
            Settled::Done => store::sent(tx, id, now)?,
            Settled::Again { error } => store::failed(tx, id, MessageState::Queued, error)?,
            Settled::GivenUp { error } => store::failed(tx, id, MessageState::Failed, error)?,
        };
        Ok(())
    }
}
