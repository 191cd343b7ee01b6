//! No statement reads all dossiers: every declared one finds its rows in growing tables by an index, on
//! both engines. A table is taken to grow unless it is named here as one that does not.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]

mod declared;

use std::fmt::Write as _;

use declared::Declared;
use postgres::{Client, NoTls, SimpleQueryMessage};

/// Tables that people fill by hand, or that grow with the law or the organisation, not with the work.
const SMALL: &[&str] = &[
    "access_delegation",
    "access_token",
    "catalogue_edition",
    "catalogue_event",
    "catalogue_procedure",
    "catalogue_synonym",
    "db_cursor",
    "db_migration",
    "documents_certificate",
    "documents_seal",
    "dossier_count",
    "organisation_agency",
    "organisation_edition",
    "organisation_office",
    "organisation_staff",
    "organisation_unit",
    "timetable_edition",
    "timetable_recompute",
    "workflow_definition",
    "workflow_version",
];

/// Statements that may read a whole growing table, with the reason.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("access/src/store/account.rs demand_new_password", "once with an import of the organisation, never with a page"),
    ("db/src/events.rs select_head", "one step from the end of the log"),
    ("documents/src/results/store.rs printed", "its index holds only the results that are not on paper yet"),
    ("documents/src/results/store.rs postpone", "its index holds only the results that are not on paper yet"),
    ("documents/src/store.rs to_look_at", "its index holds only the files that no filed dossier names yet"),
];

/// The other names a statement gives its tables.
fn tables(sql: &str) -> Vec<(&str, &str)> {
    let words: Vec<&str> = sql.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    let follows = |n: usize| matches!(words[n], "FROM" | "JOIN" | "INTO" | "UPDATE");
    (1..words.len())
        .filter(|n| follows(n - 1) && words[*n].chars().all(|c| c.is_lowercase() || c == '_'))
        .map(|n| {
            let next = words.get(n + 1).copied().filter(|w| *w != "AS").or_else(|| words.get(n + 2).copied());
            let alias = next.filter(|w| w.len() <= 2 && w.chars().all(char::is_lowercase));
            (alias.unwrap_or(words[n]), words[n])
        })
        .collect()
}

fn grows(name: &str, sql: &str, growing: &[String]) -> bool {
    let table = tables(sql).into_iter().find(|(alias, _)| *alias == name).map_or(name, |(_, table)| table);
    growing.iter().any(|grown| grown == table)
}

fn is_excused(declared: &Declared) -> bool {
    EXCEPTIONS.iter().any(|(name, _)| *name == declared.name)
}

/// Lines of a plan of SQLite that walk through a growing table.
fn walks_of_sqlite(plan: &[String], sql: &str, growing: &[String]) -> bool {
    plan.iter().any(|line| {
        let name = line.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
        name.is_some_and(|name| grows(name, sql, growing))
    })
}

/// Whether a plan of PostgreSQL walks through a growing table: a sequential scan, or an index read from
/// end to end because no condition narrows it.
fn walks_of_postgres(plan: &[String], sql: &str, growing: &[String]) -> bool {
    plan.iter().enumerate().any(|(n, line)| {
        let table = || line.rsplit(" on ").next().and_then(|rest| rest.split(' ').find(|word| !word.is_empty()));
        if line.contains("Seq Scan on ") {
            return table().is_some_and(|name| grows(name, sql, growing));
        }
        if !line.contains("Index Scan using ") && !line.contains("Index Only Scan using ") {
            return false;
        }
        let details = plan[n + 1..].iter().take_while(|line| !line.contains("  (cost="));
        let is_narrowed = details.into_iter().any(|line| line.trim_start().starts_with("Index Cond:"));
        !is_narrowed && table().is_some_and(|name| grows(name, sql, growing))
    })
}

fn report(faults: &[String], statements: &[Declared]) {
    let seen = statements.len();
    assert!(seen > 150, "only {seen} statements were found in the sources");
    for (name, reason) in EXCEPTIONS {
        assert!(statements.iter().any(|declared| declared.name == *name), "{name} is gone, and with it: {reason}");
    }
    assert!(faults.is_empty(), "{} statements read a whole growing table:\n\n{}", faults.len(), faults.join("\n\n"));
}

fn growing(all: Vec<String>) -> Vec<String> {
    all.into_iter().filter(|name| !SMALL.contains(&name.as_str()) && !name.starts_with("sqlite_")).collect()
}

#[test]
fn sqlite_finds_rows_of_growing_tables_by_an_index() {
    let store = testkit::sqlite();
    let connection = rusqlite::Connection::open(store.folder.path().join("test.db")).unwrap();
    let column = |sql: &str, column: usize| -> Vec<String> {
        let mut prepared = connection.prepare(sql).unwrap_or_else(|error| panic!("{sql}\n{error}"));
        let mut rows = prepared.raw_query();
        let mut found = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            found.push(row.get(column).unwrap());
        }
        found
    };
    let growing = growing(column("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", 0));
    let statements = declared::all();
    let mut faults = Vec::new();
    for declared in statements.iter().filter(|declared| !is_excused(declared)) {
        let plan = column(&format!("EXPLAIN QUERY PLAN {}", declared.sqlite.replace('$', "?")), 3);
        if walks_of_sqlite(&plan, &declared.sqlite, &growing) {
            faults.push(format!("{}\n{}\n{}", declared.name, declared.sqlite, plan.join("\n")));
        }
    }
    report(&faults, &statements);
}

#[test]
fn postgresql_finds_rows_of_growing_tables_by_an_index() {
    let database = testkit::postgres::fresh_database();
    let db = db::Db::open(&database.url, &db::Options::default()).unwrap();
    db.migrate().unwrap();
    let mut client = Client::connect(&database.url, NoTls).unwrap();
    let names = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1";
    let growing = growing(lines(&mut client, names));
    for table in &growing {
        fill(&mut client, table);
    }
    // What is asked is whether an index can answer, not whether this planner finds a small table cheap.
    client.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    let statements = declared::all();
    let mut faults = Vec::new();
    for (number, declared) in statements.iter().enumerate().filter(|(_, declared)| !is_excused(declared)) {
        let prepared = client.batch_execute(&format!("PREPARE q{number} AS {}", declared.postgres));
        prepared.unwrap_or_else(|error| panic!("{}\n{}\n{error}", declared.name, declared.postgres));
        let count = (1..=40).rev().find(|n| declared.postgres.contains(&format!("${n}"))).unwrap_or(0);
        let nulls = if count == 0 { String::new() } else { format!("({})", vec!["NULL"; count].join(", ")) };
        let plan = lines(&mut client, &format!("EXPLAIN EXECUTE q{number}{nulls}"));
        if walks_of_postgres(&plan, &declared.postgres, &growing) {
            faults.push(format!("{}\n{}\n{}", declared.name, declared.postgres, plan.join("\n")));
        }
    }
    report(&faults, &statements);
}

fn lines(client: &mut Client, sql: &str) -> Vec<String> {
    let rows = client.simple_query(sql).unwrap_or_else(|error| panic!("{sql}\n{error}"));
    let line = |message: &SimpleQueryMessage| {
        let SimpleQueryMessage::Row(row) = message else { return None };
        row.get(0).map(str::to_owned)
    };
    rows.iter().filter_map(line).collect()
}

/// Twenty thousand rows of whatever the columns can hold, enough for a planner to choose by.
fn fill(client: &mut Client, table: &str) {
    let columns = format!(
        "SELECT column_name || ' ' || data_type FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = '{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position"
    );
    let (mut names, mut values) = (String::new(), String::new());
    for column in lines(client, &columns) {
        let (name, kind) = column.split_once(' ').unwrap();
        let value = match kind {
            "uuid" => format!("md5('{name}' || n)::uuid"),
            "text" => format!("'{name}' || n"),
            "bigint" | "integer" => "n".to_owned(),
            "boolean" => "n % 2 = 0".to_owned(),
            "timestamp with time zone" => "now() + n * interval '1 minute'".to_owned(),
            "date" => "date '2026-01-01' + (n % 3000)::integer".to_owned(),
            "jsonb" => "'{}'::jsonb".to_owned(),
            "bytea" => "decode(md5(n::text), 'hex')".to_owned(),
            other => panic!("{table}.{name}: say how a column of type {other} is filled"),
        };
        let comma = if names.is_empty() { "" } else { ", " };
        write!(names, "{comma}{name}").unwrap();
        write!(values, "{comma}{value}").unwrap();
    }
    let insert = format!(
        "SET session_replication_role = replica;
         INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} FROM generate_series(1::bigint, 20000) n;
         ANALYZE {table}"
    );
    client.batch_execute(&insert).unwrap_or_else(|error| panic!("{table}: {error}"));
}

#[test]
fn a_walk_is_told_from_a_look_up() {
    let growing = vec!["dossier".to_owned()];
    let plan = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let sql = "SELECT d.id FROM dossier d WHERE d.code = $1";
    let walked = ["SCAN d", "SCAN d USING INDEX dossier_in_state"];
    assert!(walked.iter().all(|line| walks_of_sqlite(&plan(line), sql, &growing)));
    assert!(!walks_of_sqlite(&plan("SEARCH d USING INDEX dossier_code (code=?)"), sql, &growing));
    assert!(!walks_of_sqlite(&plan("SCAN organisation_unit"), sql, &growing));
    let walked = ["Seq Scan on dossier d  (cost=0..1)", "Index Scan using a on dossier d  (cost=0..1)\n  Filter: (x)"];
    assert!(walked.iter().all(|text| walks_of_postgres(&plan(text), sql, &growing)));
    let looked_up = "Index Scan using a on dossier d  (cost=0..1)\n  Index Cond: (code = $1)";
    assert!(!walks_of_postgres(&plan(looked_up), sql, &growing));
}
