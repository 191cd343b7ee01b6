//! Empties one topic of the outbox: leases a piece of work, hands it to its [`Consumer`], and
//! settles it in one transaction together with what the consumer remembers of it.
//!
//! A process that dies between the delivery and its settlement leaves a lease that runs out, and the
//! same piece of work, with the same identifier, is delivered again: at least once. Consumers that
//! must not act twice remember the identifier.

use std::sync::Arc;
use std::time::Duration;

use db::outbox::{self, Item};
use db::{Db, Tx};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};

use crate::pace::Pace;
use crate::{Job, JobError, Progress, Wake};

/// How long a piece of work stays with the worker that took it; longer than a turn may last.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
const TURN_MAX: Duration = Duration::from_secs(60);
const AFTER_FAILURE: Pace = Pace { first: Duration::from_secs(10), longest: Duration::from_secs(3600) };

/// Does the work of one topic.
pub trait Consumer: Send + Sync + 'static {
    /// The topic of the outbox, which is also the end of the job's name in the log.
    fn topic(&self) -> &'static str;

    /// How often a piece of work is tried before it is given up. Twelve tries span about four hours.
    fn tries_max(&self) -> i64 {
        12
    }

    /// Does the work. Outside of any transaction.
    fn deliver<'a>(&'a self, item: &'a Item, now: Timestamp) -> BoxFuture<'a, Result<(), Undelivered>>;

    /// Remembers how it went, in the transaction that settles the piece of work.
    ///
    /// # Errors
    /// The store's; the piece of work is then delivered again.
    fn settle(&self, tx: &mut Tx<'_>, item: &Item, settled: &Settled, now: Timestamp) -> Result<(), db::Error>;
}

/// Why a piece of work was not done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undelivered {
    /// It may succeed later.
    #[error("later: {0}")]
    Later(String),
    /// It can never succeed.
    #[error("never: {0}")]
    Never(String),
}

/// How a piece of work ended, for now or for good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It was done.
    Done,
    /// It failed and comes again.
    Again {
        /// Why.
        error: String,
    },
    /// It failed and does not come again.
    GivenUp {
        /// Why.
        error: String,
    },
}

/// The job that empties a topic.
pub struct Deliveries<C> {
    db: Db,
    consumer: Arc<C>,
    wake: Wake,
    every: Duration,
}

impl<C: Consumer> std::fmt::Debug for Deliveries<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Deliveries").field("topic", &self.consumer.topic()).finish_non_exhaustive()
    }
}

impl<C: Consumer> Deliveries<C> {
    /// A job that looks every two seconds, and at once when woken.
    #[must_use]
    pub fn new(db: Db, consumer: C, wake: Wake) -> Self {
        Self { db, consumer: Arc::new(consumer), wake, every: Duration::from_secs(2) }
    }

    /// One piece of work a turn, so that a shutdown waits for one delivery at most.
    async fn turn(&self, now: Timestamp) -> Result<Progress, JobError> {
        let (topic, until) = (self.consumer.topic(), now.saturating_add(LEASE)?);
        let taken = self.db.write::<_, _, db::Error>(move |tx| outbox::lease(tx, topic, now, until, 1)).await?;
        let Some(item) = taken.into_iter().next() else { return Ok(Progress::Rest) };
        let settled = match self.consumer.deliver(&item, now).await {
            Ok(()) => Settled::Done,
            Err(Undelivered::Later(error)) if item.tries + 1 < self.consumer.tries_max() => Settled::Again { error },
            Err(Undelivered::Later(error) | Undelivered::Never(error)) => {
                tracing::error!(topic, item = %item.id, tries = item.tries + 1, cause = error, "work was given up");
                Settled::GivenUp { error }
            }
        };
        self.settle(item, settled, now).await?;
        Ok(Progress::More)
    }

    async fn settle(&self, item: Item, settled: Settled, now: Timestamp) -> Result<(), JobError> {
        let failures = u32::try_from(item.tries + 1).unwrap_or(u32::MAX);
        let wait = SignedDuration::try_from(AFTER_FAILURE.after(failures, rand::random()))?;
        let (consumer, next) = (Arc::clone(&self.consumer), now.saturating_add(wait)?);
        let write = move |tx: &mut Tx<'_>| {
            match &settled {
                Settled::Done => outbox::done(tx, item.id, now)?,
                Settled::Again { error } => outbox::retry(tx, item.id, next, error)?,
                Settled::GivenUp { error } => outbox::give_up(tx, item.id, now, error)?,
            }
            consumer.settle(tx, &item, &settled, now)
        };
        Ok(self.db.write::<_, _, db::Error>(write).await?)
    }
}

impl<C: Consumer> Job for Deliveries<C> {
    fn name(&self) -> &'static str {
        self.consumer.topic()
    }

    fn every(&self) -> Duration {
        self.every
    }

    fn time_max(&self) -> Duration {
        TURN_MAX
    }

    fn wake(&self) -> Option<Wake> {
        Some(self.wake.clone())
    }

    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(self.turn(now))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::json;
    use testkit::each_engine;
    use uuid::Uuid;

    use super::*;

    /// Answers what it is told and remembers what it was asked to remember.
    #[derive(Clone, Default)]
    struct Told {
        answers: Arc<Mutex<Vec<Result<(), Undelivered>>>>,
        settled: Arc<Mutex<Vec<Settled>>>,
    }

    impl Consumer for Told {
        fn topic(&self) -> &'static str {
            "jobs.told"
        }
        fn tries_max(&self) -> i64 {
            3
        }
        fn deliver<'a>(&'a self, _: &'a Item, _: Timestamp) -> BoxFuture<'a, Result<(), Undelivered>> {
            Box::pin(async { self.answers.lock().unwrap().pop().unwrap_or(Ok(())) })
        }
        fn settle(&self, _: &mut Tx<'_>, _: &Item, settled: &Settled, _: Timestamp) -> Result<(), db::Error> {
            self.settled.lock().unwrap().push(settled.clone());
            Ok(())
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + second).unwrap()
    }

    async fn push(db: &Db, id: u128) {
        let id = Uuid::from_u128(id);
        db.write(move |tx| outbox::push(tx, id, "jobs.told", &json!({}), at(0))).await.unwrap();
    }

    fn later() -> Result<(), Undelivered> {
        Err(Undelivered::Later("closed".to_owned()))
    }

    #[tokio::test]
    async fn work_is_taken_piece_by_piece_until_none_is_left() {
        each_engine(|db| async move {
            push(&db, 1).await;
            push(&db, 2).await;
            let job = Deliveries::new(db, Told::default(), Wake::new());
            let mut progress = Vec::new();
            for _ in 0..3 {
                progress.push(job.run(at(1)).await.unwrap());
            }
            assert_eq!(progress, [Progress::More, Progress::More, Progress::Rest]);
        })
        .await;
    }

    #[tokio::test]
    async fn work_that_fails_comes_again_later_and_later_and_is_given_up_at_last() {
        each_engine(|db| async move {
            push(&db, 1).await;
            let told = Told::default();
            told.answers.lock().unwrap().extend([later(), later(), later()]);
            let job = Deliveries::new(db.clone(), told.clone(), Wake::new());
            assert_eq!(job.run(at(1)).await.unwrap(), Progress::More);
            assert_eq!(job.run(at(2)).await.unwrap(), Progress::Rest, "not before ten seconds");
            assert_eq!(job.run(at(20)).await.unwrap(), Progress::More);
            assert_eq!(job.run(at(30)).await.unwrap(), Progress::Rest, "not before twenty more");
            assert_eq!(job.run(at(60)).await.unwrap(), Progress::More);
            assert_eq!(job.run(at(90_000)).await.unwrap(), Progress::Rest, "given up");
            let again = Settled::Again { error: "closed".to_owned() };
            let given_up = Settled::GivenUp { error: "closed".to_owned() };
            assert_eq!(*told.settled.lock().unwrap(), [again.clone(), again, given_up]);
            assert_eq!(db.read(|tx| outbox::given_up(tx, "jobs.told")).await.unwrap(), 1);
            assert_eq!(db.read(|tx| outbox::waiting(tx, "jobs.told")).await.unwrap().0, 0);
        })
        .await;
    }

    #[tokio::test]
    async fn work_that_can_never_be_done_is_given_up_at_once() {
        each_engine(|db| async move {
            push(&db, 1).await;
            let told = Told::default();
            told.answers.lock().unwrap().push(Err(Undelivered::Never("no such number".to_owned())));
            let job = Deliveries::new(db.clone(), told, Wake::new());
            job.run(at(1)).await.unwrap();
            assert_eq!(db.read(|tx| outbox::given_up(tx, "jobs.told")).await.unwrap(), 1);
        })
        .await;
    }

    #[tokio::test]
    async fn what_a_dead_process_held_is_delivered_again() {
        each_engine(|db| async move {
            push(&db, 1).await;
            let lease = move |tx: &mut Tx<'_>| outbox::lease(tx, "jobs.told", at(1), at(121), 1);
            assert_eq!(db.write(lease).await.unwrap().len(), 1);
            let told = Told::default();
            let job = Deliveries::new(db, told.clone(), Wake::new());
            assert_eq!(job.run(at(100)).await.unwrap(), Progress::Rest);
            assert_eq!(job.run(at(121)).await.unwrap(), Progress::More);
            assert_eq!(*told.settled.lock().unwrap(), [Settled::Done]);
        })
        .await;
    }
}
