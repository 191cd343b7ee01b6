//! Copies of a database on a server, by `pg_dump` and `pg_restore` as children.
//!
//! The snapshot is exported by the connection that counts, so the copy and its description hold the same moment.
//! The password goes by the environment: arguments can be read by everybody on the machine.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use postgres::config::Host;
use postgres::{Client, Config, NoTls};

use super::{Contents, CopyError, Table};
use crate::Error;

/// One text for each value, whatever the server or its user prefers.
const ONE_TEXT: &str = "SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET intervalstyle = 'postgres';
    SET bytea_output = 'hex'; SET extra_float_digits = 1";

pub(super) fn connect(address: &str) -> Result<Client, CopyError> {
    let mut client = Client::connect(address, NoTls).map_err(refused("connect"))?;
    client.batch_execute(ONE_TEXT).map_err(refused("SET"))?;
    Ok(client)
}

pub(super) fn take(address: &str, into: &Path) -> Result<Contents, CopyError> {
    let mut client = connect(address)?;
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").map_err(refused("BEGIN"))?;
    let row = client.query_one("SELECT pg_export_snapshot()", &[]).map_err(refused("export"))?;
    let snapshot: String = row.try_get(0).map_err(refused("export"))?;
    let mut dump = program(address, "pg_dump")?;
    dump.args(["--format=custom", "--no-owner", "--no-privileges", "--compress=0", "--schema=public"]);
    dump.arg(format!("--snapshot={snapshot}")).arg("--file").arg(into);
    run("pg_dump", dump)?;
    std::fs::File::open(into)?.sync_all()?;
    look(&mut client)
}

pub(super) fn contents(address: &str) -> Result<Contents, CopyError> {
    let mut client = connect(address)?;
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY").map_err(refused("BEGIN"))?;
    look(&mut client)
}

fn look(client: &mut Client) -> Result<Contents, CopyError> {
    let mut number = |sql: &str| -> Result<i64, CopyError> {
        let row = client.query_one(sql, &[]).map_err(refused("contents"))?;
        Ok(row.try_get(0).map_err(refused("contents"))?)
    };
    let schema = number("SELECT coalesce(max(version), 0)::bigint FROM db_migration LIMIT 1")?;
    let log = number("SELECT coalesce(max(seq), 0) FROM db_event LIMIT 1")?;
    let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1 LIMIT 10000";
    let mut tables = BTreeMap::new();
    for row in client.query(names, &[]).map_err(refused("tables"))? {
        let name: String = row.try_get(0).map_err(refused("tables"))?;
        let sql = format!(
            "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0)::text
             FROM public.\"{name}\" t LIMIT 1"
        );
        let sum = client.query_one(&sql, &[]).map_err(refused("digest"))?;
        let rows: i64 = sum.try_get(0).map_err(refused("digest"))?;
        let digest = sum.try_get(1).map_err(refused("digest"))?;
        tables.insert(name, Table { rows: u64::try_from(rows).unwrap_or_default(), digest });
    }
    Ok(Contents { schema, log, tables })
}

pub(super) fn is_empty(address: &str) -> Result<bool, CopyError> {
    let sql = "SELECT NOT EXISTS (SELECT 1 FROM pg_class WHERE relnamespace = 'public'::regnamespace)
                 AND NOT EXISTS (SELECT 1 FROM pg_proc WHERE pronamespace = 'public'::regnamespace) LIMIT 1";
    let row = connect(address)?.query_one(sql, &[]).map_err(refused("is empty"))?;
    Ok(row.try_get(0).map_err(refused("is empty"))?)
}

pub(super) fn load(address: &str, from: &Path) -> Result<(), CopyError> {
    // The copy brings the schema along, which every database has from the beginning.
    connect(address)?.batch_execute("DROP SCHEMA IF EXISTS public CASCADE").map_err(refused("DROP SCHEMA"))?;
    let mut restore = program(address, "pg_restore")?;
    let database: Config = address.parse().map_err(refused("address"))?;
    restore.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--dbname"]);
    restore.arg(database.get_dbname().unwrap_or("postgres")).arg(from);
    let loaded = run("pg_restore", restore);
    if loaded.is_err() {
        clear(address)?;
    }
    loaded
}

pub(super) fn settle(address: &str) -> Result<(), CopyError> {
    let sql = "BEGIN;
        LOCK TABLE db_event, db_cursor IN ACCESS EXCLUSIVE MODE;
        UPDATE db_cursor SET txid = 0, seq = coalesce(
          (SELECT min(e.seq) - 1 FROM db_event e WHERE (e.txid, e.seq) > (db_cursor.txid, db_cursor.seq)),
          (SELECT max(e.seq) FROM db_event e), 0);
        ALTER TABLE db_event DISABLE TRIGGER db_event_append_only;
        UPDATE db_event SET txid = 0;
        ALTER TABLE db_event ENABLE TRIGGER db_event_append_only;
        COMMIT; ANALYZE";
    Ok(connect(address)?.batch_execute(sql).map_err(refused("settle"))?)
}

pub(super) fn clear(address: &str) -> Result<(), CopyError> {
    let sql = "DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public";
    Ok(connect(address)?.batch_execute(sql).map_err(refused("clear"))?)
}

/// A program of PostgreSQL that knows where to go.
fn program(address: &str, name: &'static str) -> Result<Command, CopyError> {
    let config: Config = address.parse().map_err(refused("address"))?;
    let mut command = Command::new(name);
    let host = config.get_hosts().first().map(|host| match host {
        Host::Tcp(name) => name.clone(),
        Host::Unix(folder) => folder.display().to_string(),
    });
    let port = config.get_ports().first().map(ToString::to_string);
    let password = config.get_password().map(|password| String::from_utf8_lossy(password).into_owned());
    let database = config.get_dbname().map(str::to_owned);
    let user = config.get_user().map(str::to_owned);
    let parts =
        [("PGHOST", host), ("PGPORT", port), ("PGUSER", user), ("PGPASSWORD", password), ("PGDATABASE", database)];
    for (name, value) in parts {
        if let Some(value) = value {
            command.env(name, value);
        }
    }
    command.stdin(Stdio::null());
    Ok(command)
}

fn run(program: &'static str, mut command: Command) -> Result<(), CopyError> {
    let ended = command.output().map_err(|source| CopyError::NoProgram { program, source })?;
    if ended.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&ended.stderr).lines().last().unwrap_or("it said nothing").to_owned();
    Err(CopyError::Program { program, told })
}

pub(super) fn refused(context: &'static str) -> impl Fn(postgres::Error) -> Error {
    move |source| Error::postgres(context, source)
}
