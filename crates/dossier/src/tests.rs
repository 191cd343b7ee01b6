//! The lists of the desk and the worker ask by index, on both engines: a store of ten thousand answers like
//! one of ten.

use postgres::{Client, NoTls, SimpleQueryMessage};

use crate::alert::sql as alerts;
use crate::list::sql as lists;

/// Each statement with the index that must answer it.
const STATEMENTS: &[(&str, &str)] = &[
    (lists::OF_UNIT, "dossier_held_by_unit"),
    (lists::OF_AGENCY, "dossier_held_by_agency"),
    (lists::OF_OFFICE, "dossier_held_by_office"),
    (lists::OF_ROLE, "dossier_held_by_role"),
    (lists::COUNT_OF_UNIT, "dossier_held_by_unit"),
    (lists::COUNT_OF_AGENCY, "dossier_held_by_agency"),
    (lists::COUNT_OF_OFFICE, "dossier_held_by_office"),
    (lists::COUNT_OF_ROLE, "dossier_held_by_role"),
    (alerts::DUE, "dossier_alert_due"),
    (alerts::LINES_FOR_UNIT, "dossier_alert_held_by_unit"),
    (alerts::LINES_FOR_AGENCY, "dossier_alert_held_by_agency"),
    (alerts::LINES_FOR_OFFICE, "dossier_alert_held_by_office"),
    (alerts::LINES_FOR_ROLE, "dossier_alert_held_by_role"),
    (alerts::LINES_IN_UNIT, "dossier_alert_in_unit"),
    (alerts::LINES_IN_AGENCY, "dossier_alert_in_agency"),
    (alerts::LINES_IN_OFFICE, "dossier_alert_in_office"),
    (alerts::LINES_ANYWHERE, "dossier_alert_anywhere"),
    (alerts::FOUND_FOR_UNIT, "dossier_alert_held_by_unit"),
    (alerts::FOUND_FOR_AGENCY, "dossier_alert_held_by_agency"),
    (alerts::FOUND_FOR_OFFICE, "dossier_alert_held_by_office"),
    (alerts::FOUND_FOR_ROLE, "dossier_alert_held_by_role"),
    (alerts::FOUND_IN_UNIT, "dossier_alert_in_unit"),
    (alerts::FOUND_IN_AGENCY, "dossier_alert_in_agency"),
    (alerts::FOUND_IN_OFFICE, "dossier_alert_in_office"),
    (alerts::FOUND_ANYWHERE, "dossier_alert_anywhere"),
];

#[test]
fn sqlite_answers_lists_and_alerts_from_their_indexes_and_sorts_nothing() {
    let store = testkit::sqlite();
    let connection = rusqlite::Connection::open(store.folder.path().join("test.db")).unwrap();
    for (statement, index) in STATEMENTS {
        let explain = format!("EXPLAIN QUERY PLAN {}", statement.replace('$', "?"));
        let mut prepared = connection.prepare(&explain).unwrap();
        // What is not bound is NULL, which the plan does not look at.
        let mut rows = prepared.raw_query();
        let mut plan = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            plan.push(row.get::<_, String>(3).unwrap());
        }
        let plan = plan.join("\n");
        assert!(plan.contains(&format!("INDEX {index} (")), "{statement}\n{plan}");
        assert!(!plan.contains("SCAN dossier") && !plan.contains("TEMP B-TREE"), "{statement}\n{plan}");
    }
}

#[test]
fn postgresql_answers_lists_and_alerts_from_their_indexes_and_sorts_nothing() {
    let database = testkit::postgres::fresh_database();
    let db = db::Db::open(&database.url, &db::Options::default()).unwrap();
    db.migrate().unwrap();
    let mut client = Client::connect(&database.url, NoTls).unwrap();
    // An empty table is cheapest read whole: the question is whether an index could answer.
    client
        .batch_execute(
            "SET enable_seqscan = off; SET enable_bitmapscan = off; SET plan_cache_mode = force_generic_plan",
        )
        .unwrap();
    for (number, (statement, index)) in STATEMENTS.iter().enumerate() {
        let count = (1..=9).rev().find(|n| statement.contains(&format!("${n}"))).unwrap_or(0);
        client.batch_execute(&format!("PREPARE q{number} AS {statement}")).unwrap();
        let nulls = vec!["NULL"; count].join(", ");
        let rows = client.simple_query(&format!("EXPLAIN EXECUTE q{number}({nulls})")).unwrap();
        let line = |message: &SimpleQueryMessage| {
            if let SimpleQueryMessage::Row(row) = message { row.get(0).map(str::to_owned) } else { None }
        };
        let plan: Vec<String> = rows.iter().filter_map(line).collect();
        let plan = plan.join("\n");
        assert!(plan.contains(&format!(" using {index} on")), "{statement}\n{plan}");
        assert!(!plan.contains("Seq Scan") && !plan.contains("Sort"), "{statement}\n{plan}");
    }
}
