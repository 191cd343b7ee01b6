//! Runs one test on both engines, each with a fresh and migrated store.

use std::future::Future;

use db::{Db, Options};

/// A migrated store on SQLite that lasts as long as the guard.
#[derive(Debug)]
pub struct Sqlite {
    /// The store.
    pub db: Db,
    /// The folder of its file.
    pub folder: tempfile::TempDir,
}

/// A fresh, migrated SQLite store.
///
/// # Panics
/// When it cannot be made: a test cannot go on without.
#[must_use]
pub fn sqlite() -> Sqlite {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let address = format!("sqlite:{}", folder.path().join("test.db").display());
    let db = Db::open(&address, &options()).expect("SQLite opens");
    db.migrate().expect("migrations apply on SQLite");
    Sqlite { db, folder }
}

/// Runs a test on SQLite and on PostgreSQL; a failure names the engine.
///
/// # Panics
/// When the test does, or when an engine cannot be had.
pub async fn each_engine<F, Fut>(test: F)
where
    F: Fn(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    let sqlite = sqlite();
    let told = Told("SQLite");
    test(sqlite.db.clone()).await;
    std::mem::forget(told);

    let database = crate::postgres::fresh_database();
    let db = Db::open(&database.url, &options()).expect("PostgreSQL opens");
    db.migrate().expect("migrations apply on PostgreSQL");
    let told = Told("PostgreSQL");
    test(db).await;
    std::mem::forget(told);
}

fn options() -> Options {
    Options { connections: 4, ..Options::default() }
}

/// Names the engine when a test unwinds.
struct Told(&'static str);

impl Drop for Told {
    fn drop(&mut self) {
        eprintln!("the test failed on {}", self.0);
    }
}
