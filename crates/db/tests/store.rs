//! The store's promises, on both engines.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use base::AccountId;
use db::{Db, Error, Options, events, idempotency, number, outbox};
use jiff::Timestamp;
use serde_json::json;
use testkit::each_engine;
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

fn event<'a>(subject: Uuid, version: i64, body: &'a serde_json::Value) -> events::NewEvent<'a> {
    events::NewEvent {
        subject_kind: "dossier",
        subject,
        version,
        kind: "dossier.received",
        at: at(version),
        actor: AccountId::from_uuid(Uuid::nil()),
        actor_name: "Trần Thị B",
        body,
    }
}

mod probe {
    use super::*;
    db::row! { pub(crate) struct Values { pub(crate) moment: Timestamp, pub(crate) day: jiff::civil::Date, pub(crate) flag: bool, pub(crate) id: Uuid, pub(crate) body: serde_json::Value, pub(crate) amount: base::Vnd, pub(crate) none: Option<String>, pub(crate) bytes: Vec<u8> } }
    db::query! {
        pub(crate) fn create() -> exec = "CREATE TABLE db_probe (moment timestamptz, day date, flag boolean, id uuid, body jsonb, amount bigint, none text, bytes bytea)"
    }
    db::query! {
        pub(crate) fn insert(moment: Timestamp, day: jiff::civil::Date, flag: bool, id: Uuid, body: &serde_json::Value, amount: base::Vnd, none: Option<&str>, bytes: &[u8]) -> exec_one =
            "INSERT INTO db_probe (moment, day, flag, id, body, amount, none, bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    }
    db::query! {
        pub(crate) fn select(flag: bool) -> one Values = "SELECT moment, day, flag, id, body, amount, none, bytes FROM db_probe WHERE flag = $1"
    }
    db::query! {
        pub(crate) fn rewrite() -> exec = "UPDATE db_event SET kind = 'forged'"
    }
    db::query! {
        pub(crate) fn erase() -> exec = "DELETE FROM db_event"
    }
    db::query! {
        pub(crate) fn count() -> one i64 = "SELECT count(*) FROM db_event"
    }
}

#[tokio::test]
async fn every_type_comes_back_as_it_was_written() {
    each_engine(|db| async move {
        let id = Uuid::from_u128(7);
        let body = json!({"tên": "Đỗ Văn Ích", "số": [1, 2.5, null, true]});
        let written = body.clone();
        let values = db
            .write(move |tx| {
                probe::create(tx)?;
                let day = jiff::civil::date(2026, 11, 24);
                probe::insert(tx, at(1), day, true, id, &written, base::Vnd(4_250_000), None, &[0, 255])?;
                probe::select(tx, true)
            })
            .await
            .unwrap();
        assert_eq!(values.moment, at(1));
        assert_eq!(values.day, jiff::civil::date(2026, 11, 24));
        assert!(values.flag);
        assert_eq!(values.id, id);
        assert_eq!(values.body, body);
        assert_eq!(values.amount, base::Vnd(4_250_000));
        assert_eq!(values.none, None);
        assert_eq!(values.bytes, [0, 255]);
    })
    .await;
}

#[tokio::test]
async fn the_log_refuses_to_be_changed() {
    each_engine(|db| async move {
        db.write(|tx| events::append(tx, &event(Uuid::from_u128(1), 1, &json!({})))).await.unwrap();
        assert!(db.write(probe::rewrite).await.is_err());
        assert!(db.write(probe::erase).await.is_err());
        assert_eq!(db.read(probe::count).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_events_cannot_take_the_same_version() {
    each_engine(|db| async move {
        let subject = Uuid::from_u128(2);
        db.write(move |tx| events::append(tx, &event(subject, 1, &json!({})))).await.unwrap();
        let second = db.write(move |tx| events::append(tx, &event(subject, 1, &json!({})))).await;
        assert!(matches!(second, Err(Error::Duplicate { .. })), "{second:?}");
    })
    .await;
}

#[tokio::test]
async fn a_failed_closure_leaves_nothing_behind() {
    each_engine(|db| async move {
        let failed = db
            .write(|tx| {
                events::append(tx, &event(Uuid::from_u128(3), 1, &json!({})))?;
                Err::<(), _>(Error::Unavailable)
            })
            .await;
        assert!(failed.is_err());
        let panicked = db
            .write(|tx| -> Result<(), Error> {
                events::append(tx, &event(Uuid::from_u128(3), 1, &json!({})))?;
                panic!("in the middle")
            })
            .await;
        assert!(matches!(panicked, Err(Error::Panicked)));
        assert_eq!(db.read(probe::count).await.unwrap(), 0);
        // The thread lives on.
        db.write(|tx| number::next(tx, "x")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reader_cannot_write() {
    each_engine(|db| async move {
        assert!(db.read(|tx| number::next(tx, "x")).await.is_err());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_in_a_batch_undoes_only_itself() {
    each_engine(|db| async move {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..100_u128 {
            let db = db.clone();
            tasks.spawn(async move {
                db.write(move |tx| {
                    events::append(tx, &event(Uuid::from_u128(n), 1, &json!({})))?;
                    match n % 5 {
                        0 | 1 => Err(Error::Unavailable),
                        2 => panic!("in the middle"),
                        _ => Ok(()),
                    }
                })
                .await
            });
        }
        let kept = tasks.join_all().await.into_iter().filter(Result::is_ok).count();
        assert_eq!((kept, db.read(probe::count).await.unwrap()), (40, 40));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_have_no_gaps_and_no_duplicates() {
    each_engine(|db| async move {
        let mut tasks = tokio::task::JoinSet::new();
        for n in 0..120 {
            let db = db.clone();
            tasks.spawn(async move {
                db.write(move |tx| {
                    let number = number::next(tx, "H49.101-261124")?;
                    // Every third is given up: its number must not be missing afterwards.
                    if n % 3 == 0 { Err(Error::Unavailable) } else { Ok(number) }
                })
                .await
            });
        }
        let mut numbers: Vec<i64> = tasks.join_all().await.into_iter().filter_map(Result::ok).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=80).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_follower_sees_every_event_once_while_others_write() {
    each_engine(|db| async move {
        let writers: Vec<_> = (0..8_u128)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for version in 1..=25 {
                        let subject = Uuid::from_u128(100 + writer);
                        db.write(move |tx| events::append(tx, &event(subject, version, &json!({})))).await.unwrap();
                    }
                })
            })
            .collect();
        let mut cursor = events::Cursor::default();
        let mut seen = Vec::new();
        while seen.len() < 200 {
            let batch = db.read(move |tx| events::after(tx, cursor, 17)).await.unwrap();
            if let Some(last) = batch.last() {
                cursor = last.cursor();
            }
            seen.extend(batch.into_iter().map(|e| (e.subject, e.version)));
        }
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(db.read(move |tx| events::after(tx, cursor, 17)).await.unwrap().is_empty());
        let mut unique = seen.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!((seen.len(), unique.len()), (200, 200));
    })
    .await;
}

/// How often and how long a follower is waited for: what is written is told once every transaction of the
/// server that began before is over, and other tests share the server.
const PATIENCE: usize = 1_200;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

#[tokio::test]
async fn a_follower_that_begins_at_the_head_hears_only_of_what_comes() {
    each_engine(|db| async move {
        assert_eq!(db.read(events::head).await.unwrap(), events::Cursor::default());
        let subject = Uuid::from_u128(7);
        for version in 1..=3 {
            db.write(move |tx| events::append(tx, &event(subject, version, &json!({})))).await.unwrap();
        }
        let last = db.read(move |tx| events::of_subject(tx, subject)).await.unwrap().last().unwrap().seq;
        let mut head = events::Cursor::default();
        for _ in 0..PATIENCE {
            head = db.read(events::head).await.unwrap();
            if head.seq == last {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        assert_eq!(head.seq, last);
        assert!(db.read(move |tx| events::after(tx, head, 17)).await.unwrap().is_empty());
        db.write(move |tx| events::append(tx, &event(subject, 4, &json!({})))).await.unwrap();
        let mut came = Vec::new();
        for _ in 0..PATIENCE {
            came = db.read(move |tx| events::after(tx, head, 17)).await.unwrap();
            if !came.is_empty() {
                break;
            }
            tokio::time::sleep(PAUSE).await;
        }
        assert_eq!(came.iter().map(|event| event.version).collect::<Vec<_>>(), [4]);
    })
    .await;
}

#[tokio::test]
async fn a_follower_remembers_where_it_stands() {
    each_engine(|db| async move {
        let cursor = events::Cursor { txid: 5, seq: 9 };
        assert_eq!(db.read(|tx| events::position(tx, "messages")).await.unwrap(), events::Cursor::default());
        db.write(move |tx| events::set_position(tx, "messages", cursor)).await.unwrap();
        assert_eq!(db.read(|tx| events::position(tx, "messages")).await.unwrap(), cursor);
    })
    .await;
}

#[tokio::test]
async fn a_request_has_one_effect_and_the_same_answer() {
    each_engine(|db| async move {
        let account = AccountId::from_uuid(Uuid::from_u128(1));
        let first = db
            .write(move |tx| {
                let claim = idempotency::claim(tx, account, "k", "submit", at(0))?;
                idempotency::finish(tx, account, "k", &json!({"code": "H49-1"}))?;
                Ok::<_, Error>(claim)
            })
            .await
            .unwrap();
        assert_eq!(first, idempotency::Claim::Fresh);
        let again = db.write(move |tx| idempotency::claim(tx, account, "k", "submit", at(1))).await.unwrap();
        assert_eq!(again, idempotency::Claim::Seen(json!({"code": "H49-1"})));
        let other = db.write(move |tx| idempotency::claim(tx, account, "k", "withdraw", at(1))).await.unwrap();
        assert_eq!(other, idempotency::Claim::Mismatch);
    })
    .await;
}

#[tokio::test]
async fn work_in_the_outbox_is_leased_to_one_worker_and_retried() {
    each_engine(|db| async move {
        let id = Uuid::from_u128(11);
        db.write(move |tx| outbox::push(tx, id, "message", &json!({"to": "0900000117"}), at(0))).await.unwrap();
        let lease = move |now: i64| move |tx: &mut db::Tx<'_>| outbox::lease(tx, "message", at(now), at(now + 60), 10);
        assert_eq!(db.write(lease(1)).await.unwrap().len(), 1);
        assert!(db.write(lease(2)).await.unwrap().is_empty(), "leased to somebody else");
        db.write(move |tx| outbox::retry(tx, id, at(100), "gateway closed")).await.unwrap();
        assert!(db.write(lease(90)).await.unwrap().is_empty(), "not yet");
        let again = db.write(lease(101)).await.unwrap();
        assert_eq!(again[0].tries, 1);
        db.write(move |tx| outbox::done(tx, id, at(102))).await.unwrap();
        assert!(db.write(lease(1000)).await.unwrap().is_empty());
        assert_eq!(db.read(|tx| outbox::waiting(tx, "message")).await.unwrap().0, 0);
    })
    .await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    each_engine(|db| async move {
        assert_eq!(db.migrate().unwrap().applied, Vec::<String>::new());
    })
    .await;
}

#[test]
fn an_address_nobody_knows_is_refused() {
    assert!(matches!(Db::open("mysql://x", &Options::default()), Err(Error::Address(_))));
}
