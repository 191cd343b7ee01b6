//! Migrations: one folder, one order, run and recorded by `refinery`.

use refinery::{Migration, Runner, Target};

use crate::{Error, sqlite_engine};

include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// What [`Db::migrate`](crate::Db::migrate) did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations applied now, in order; empty when the schema was up to date.
    pub applied: Vec<String>,
}

pub(crate) fn migrate_sqlite(path: &str) -> Result<Migrated, Error> {
    let mut connection = sqlite_engine::connect(path)?;
    let runner = runner(|(name, sqlite, _)| (name, sqlite))?;
    let report = runner.run(&mut connection).map_err(|e| Error::Migrate(Box::new(e)))?;
    Ok(applied(&report))
}

pub(crate) fn migrate_postgres(address: &str) -> Result<Migrated, Error> {
    let mut client = postgres::Client::connect(address, postgres::NoTls).map_err(|e| Error::postgres("connect", e))?;
    // Two processes starting together take turns.
    client.batch_execute("SELECT pg_advisory_lock(4020825)").map_err(|e| Error::postgres("lock", e))?;
    let runner = runner(|(name, _, postgres)| (name, postgres))?;
    let report = runner.run(&mut client).map_err(|e| Error::Migrate(Box::new(e)))?;
    Ok(applied(&report))
}

type Listed = (&'static str, &'static str, &'static str);

fn runner(pick: impl Fn(Listed) -> (&'static str, &'static str)) -> Result<Runner, Error> {
    let migrations = MIGRATIONS
        .iter()
        .map(|listed| {
            let (name, sql) = pick(*listed);
            Migration::unapplied(name, sql)
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Error::Migrate(Box::new(e)))?;
    let mut runner = Runner::new(&migrations).set_target(Target::Latest).set_abort_divergent(true).set_grouped(false);
    runner.set_migration_table_name("db_migration");
    Ok(runner)
}

fn applied(report: &refinery::Report) -> Migrated {
    Migrated { applied: report.applied_migrations().iter().map(ToString::to_string).collect() }
}
