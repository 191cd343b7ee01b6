//! A throw-away PostgreSQL for tests: one cluster that all test processes share, and a fresh
//! database for each test.
//!
//! Every test process may be the first to need it, so the cluster is started by whoever comes
//! first and stopped by a small keeper when nobody has used it for a while. Another server can be
//! named in `MOTCUA_TEST_PG`. A test is never skipped for want of PostgreSQL: it fails and says
//! what to install.

mod binaries;
mod cluster;

use std::hash::{BuildHasher as _, Hasher as _, RandomState};

use ::postgres::{Client, NoTls};

/// A database that lasts as long as this value.
#[derive(Debug)]
pub struct FreshDatabase {
    /// Address to open it with.
    pub url: String,
    name: String,
    admin_url: String,
}

/// An empty database of its own for one test.
///
/// # Panics
/// When PostgreSQL cannot be had; the message says what to do.
#[must_use]
pub fn fresh_database() -> FreshDatabase {
    apart(|| create(None))
}

/// A copy of a database that `prepare` fills once for all tests of the same `key`; copying is much
/// quicker than migrating. The key must change when what `prepare` does changes.
///
/// # Panics
/// When PostgreSQL cannot be had, or when `prepare` panics.
#[must_use]
pub fn fresh_database_like(key: &str, prepare: impl FnOnce(&str) + Send) -> FreshDatabase {
    apart(|| {
        let template = format!("motcua_template_{key}");
        make_template(&template, prepare)?;
        create(Some(&template))
    })
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        let (admin_url, name) = (self.admin_url.clone(), self.name.clone());
        let drop_it = move || {
            let mut admin = connect(&admin_url)?;
            run(&mut admin, &format!("DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)"))
        };
        // One database too many is no reason to fail a test that passed: the keeper removes the
        // whole cluster soon.
        let _ = std::thread::spawn(drop_it).join();
    }
}

/// Does the work on a thread of its own, because the blocking client may not run inside the
/// asynchronous runtime that most tests run in.
#[expect(clippy::panic, reason = "a test without its database must fail, never be skipped")]
fn apart<T: Send>(work: impl FnOnce() -> Result<T, String> + Send) -> T {
    let outcome = std::thread::scope(|scope| scope.spawn(work).join());
    match outcome {
        Ok(Ok(made)) => made,
        Ok(Err(why)) => panic!("no PostgreSQL for this test: {why}"),
        Err(panicked) => std::panic::resume_unwind(panicked),
    }
}

fn create(template: Option<&str>) -> Result<FreshDatabase, String> {
    let admin_url = cluster::admin_url()?;
    let name = format!("motcua_test_{}_{:016x}", std::process::id(), RandomState::new().build_hasher().finish());
    let copied = template.map(|template| format!(" TEMPLATE \"{template}\"")).unwrap_or_default();
    run(&mut connect(admin_url)?, &format!("CREATE DATABASE \"{name}\"{copied}"))?;
    Ok(FreshDatabase { url: with_database(admin_url, &name), name, admin_url: admin_url.to_owned() })
}

/// Makes the template unless it exists. Other processes wait at the advisory lock.
fn make_template(template: &str, prepare: impl FnOnce(&str)) -> Result<(), String> {
    let admin_url = cluster::admin_url()?;
    let mut admin = connect(admin_url)?;
    let fail = |error: ::postgres::Error| format!("could not make the template {template}: {error}");
    admin.execute("SELECT pg_advisory_lock(hashtext($1))", &[&template]).map_err(fail)?;
    let known = admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&template]).map_err(fail)?;
    if !known.is_empty() {
        return Ok(());
    }
    let draft = format!("{template}_draft");
    run(&mut admin, &format!("DROP DATABASE IF EXISTS \"{draft}\" WITH (FORCE)"))?;
    run(&mut admin, &format!("CREATE DATABASE \"{draft}\""))?;
    prepare(&with_database(admin_url, &draft));
    // A database can be renamed and copied only while nobody is connected to it.
    let disconnect = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1";
    admin.execute(disconnect, &[&draft]).map_err(fail)?;
    run(&mut admin, &format!("ALTER DATABASE \"{draft}\" RENAME TO \"{template}\""))
}

fn connect(url: &str) -> Result<Client, String> {
    Client::connect(url, NoTls).map_err(|error| format!("could not connect to {url}: {}", chain(&error)))
}

fn run(client: &mut Client, statement: &str) -> Result<(), String> {
    client.batch_execute(statement).map_err(|error| format!("{statement}: {}", chain(&error)))
}

fn chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// The address of another database of the same server.
fn with_database(url: &str, name: &str) -> String {
    let (rest, settings) = match url.split_once('?') {
        Some((rest, settings)) => (rest, format!("?{settings}")),
        None => (url, String::new()),
    };
    let host_from = rest.find("://").map_or(0, |at| at + "://".len());
    let host_to = rest[host_from..].find('/').map_or(rest.len(), |length| host_from + length);
    format!("{}/{name}{settings}", &rest[..host_to])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn databases_named(like: &str) -> i64 {
        apart(|| {
            let mut admin = connect(cluster::admin_url()?)?;
            let row = admin.query_one("SELECT count(*) FROM pg_database WHERE datname LIKE $1", &[&like]);
            row.map(|row| row.get(0)).map_err(|error| error.to_string())
        })
    }

    #[test]
    fn a_database_is_empty_and_gone_afterwards() {
        let database = fresh_database();
        apart(|| run(&mut connect(&database.url)?, "CREATE TABLE a (b bigint)"));
        let name = database.name.clone();
        assert_eq!(databases_named(&name), 1);
        drop(database);
        assert_eq!(databases_named(&name), 0);
    }

    #[tokio::test]
    async fn it_can_be_had_inside_an_asynchronous_test() {
        let (one, other) = (fresh_database(), fresh_database());
        assert_ne!(one.url, other.url);
    }

    #[test]
    fn copies_hold_what_the_template_was_filled_with() {
        let fill = |url: &str| connect(url).unwrap().batch_execute("CREATE TABLE a AS SELECT 7::bigint AS b").unwrap();
        let key = format!("selftest_{}", std::process::id());
        let copies = [fresh_database_like(&key, fill), fresh_database_like(&key, |_| panic!("filled twice"))];
        for copy in &copies {
            let found: i64 = apart(|| {
                let row = connect(&copy.url)?.query_one("SELECT b FROM a", &[]);
                row.map(|row| row.get(0)).map_err(|error| error.to_string())
            });
            assert_eq!(found, 7);
        }
    }

    #[test]
    fn the_database_is_named_in_the_address() {
        assert_eq!(with_database("postgres:///postgres?host=/x&user=u", "a"), "postgres:///a?host=/x&user=u");
        assert_eq!(with_database("postgres://u:p@h:5432/postgres", "a"), "postgres://u:p@h:5432/a");
        assert_eq!(with_database("postgres://h", "a"), "postgres://h/a");
    }
}
