//! A copy holds one moment of a busy store, says what it holds, and works on at another place, on both engines.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use base::Actor;
use db::copy::{self, Scratch};
use db::events::{self, Cursor, NewEvent};
use db::{Db, Error, Options, Tx};
use jiff::Timestamp;
use uuid::Uuid;

fn open(address: &str) -> Db {
    let db = Db::open(address, &Options { connections: 3, ..Options::default() }).unwrap();
    db.migrate().unwrap();
    db
}

/// A number and an event with it, in one transaction.
fn write_one(tx: &mut Tx<'_>) -> Result<i64, Error> {
    let number = db::number::next(tx, "copy")?;
    let event = NewEvent {
        subject_kind: "copy",
        subject: Uuid::from_u128(u128::try_from(number).unwrap()),
        version: 1,
        kind: "copy.written",
        at: Timestamp::UNIX_EPOCH,
        actor: Actor::system().account,
        actor_name: "copy",
        body: &serde_json::json!({ "number": number }),
    };
    events::append(tx, &event)?;
    Ok(number)
}

fn writer(db: Db, stop: Arc<AtomicBool>, written: Arc<AtomicI64>) -> std::thread::JoinHandle<()> {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        while !stop.load(Ordering::Relaxed) {
            written.store(runtime.block_on(db.write(write_one)).unwrap(), Ordering::Relaxed);
        }
    })
}

/// Waits for transactions of other tests in the same cluster, which hide what is newest for a moment.
async fn numbers(db: &Db, expected: i64) -> Vec<i64> {
    let until = Instant::now() + Duration::from_secs(60);
    loop {
        let all = db.read(|tx| events::after(tx, Cursor::default(), 1_000_000)).await.unwrap();
        let numbers: Vec<i64> = all.iter().map(|event| event.body["number"].as_i64().unwrap()).collect();
        if numbers.len() == usize::try_from(expected).unwrap() || Instant::now() > until {
            return numbers;
        }
        std::thread::yield_now();
    }
}

async fn copied(address: &str, folder: &Path, target: &str) {
    let db = open(address);
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicI64::new(0)));
    let busy = writer(db.clone(), Arc::clone(&stop), Arc::clone(&written));
    while written.load(Ordering::Relaxed) < 20 {
        std::thread::yield_now();
    }
    let before = written.load(Ordering::Relaxed);
    let file = folder.join("copy");
    let contents = copy::take(address, &file).unwrap();
    let after = written.load(Ordering::Relaxed);
    stop.store(true, Ordering::Relaxed);
    busy.join().unwrap();

    assert!(before < after, "the writer was not held up");
    assert_eq!(contents.schema, copy::newest_schema());
    let held = i64::try_from(contents.tables["db_event"].rows).unwrap();
    assert!(before <= held && held <= written.load(Ordering::Relaxed), "{before} {held}");
    assert!(!copy::is_empty(address).unwrap());
    let scratch = Scratch::beside(address, folder, target).unwrap();
    assert!(copy::is_empty(scratch.address()).unwrap());
    copy::load(scratch.address(), &file).unwrap();
    let loaded = copy::contents(scratch.address()).unwrap();
    assert_eq!(loaded.differences(&contents), Vec::<String>::new());
    assert_eq!(loaded, contents);

    copy::settle(scratch.address()).unwrap();
    let restored = open(scratch.address());
    for expected in held + 1..held + 4 {
        assert_eq!(restored.write(write_one).await.unwrap(), expected, "numbers go on without a gap");
    }
    assert_eq!(numbers(&restored, held + 3).await, (1..=held + 3).collect::<Vec<_>>());
    let changed = copy::contents(scratch.address()).unwrap();
    assert!(changed.differences(&contents).iter().any(|line| line.starts_with("db_event: ")));
    copy::clear(scratch.address()).unwrap();
    assert!(copy::is_empty(scratch.address()).unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_busy_embedded_store_holds_one_moment_and_works_on() {
    let store = testkit::sqlite();
    let address = format!("sqlite:{}", store.folder.path().join("busy.db").display());
    copied(&address, store.folder.path(), "restored").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_a_busy_server_holds_one_moment_and_works_on() {
    let (store, database) = (testkit::sqlite(), testkit::postgres::fresh_database());
    copied(&database.url, store.folder.path(), &format!("motcua_copy_{}", std::process::id())).await;
}

db::query! {
    fn follow(txid: i64, seq: i64) -> exec_one =
        "INSERT INTO db_cursor (follower, txid, seq) VALUES ('slow', $1, $2)"
}

/// A follower that stood between two transactions sees again what it may have seen, and misses nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_follower_misses_nothing_after_its_cluster_changed() {
    let database = testkit::postgres::fresh_database();
    let db = open(&database.url);
    for _ in 0..3 {
        db.write(write_one).await.unwrap();
    }
    let all = db.read(|tx| events::of_subject(tx, Uuid::from_u128(2))).await.unwrap();
    let (txid, seq) = (all[0].txid, all[0].seq);
    db.write(move |tx| follow(tx, txid, seq)).await.unwrap();
    copy::settle(&database.url).unwrap();
    let position = db.read(|tx| events::position(tx, "slow")).await.unwrap();
    assert_eq!(position, Cursor { txid: 0, seq });
}

#[test]
fn a_copy_that_cannot_be_loaded_leaves_the_place_empty() {
    let (store, database) = (testkit::sqlite(), testkit::postgres::fresh_database());
    let file = store.folder.path().join("nonsense");
    std::fs::write(&file, "no copy at all").unwrap();
    let failed = copy::load(&database.url, &file).unwrap_err();
    assert!(matches!(failed, copy::CopyError::Program { program: "pg_restore", .. }), "{failed}");
    assert!(copy::is_empty(&database.url).unwrap());
}
