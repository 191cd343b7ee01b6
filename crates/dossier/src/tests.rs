//! The lists of the desk and the worker ask by index, on both engines: a store of ten thousand answers like
//! one of ten.

use postgres::{Client, NoTls, SimpleQueryMessage};

use crate::alert::sql as alerts;
use crate::list::at as lists;

/// Each statement with the index that must answer it.
const STATEMENTS: &[(&str, &str)] = &[
    (lists::unit::LINES, "dossier_held_by_unit"),
    (lists::unit::FREE_LINES, "dossier_held_by_unit"),
    (lists::unit::COUNT, "dossier_held_by_unit"),
    (lists::unit::COUNT_FREE, "dossier_held_by_unit"),
    (lists::unit::OFFICERS_LINES, "dossier_assigned"),
    (lists::unit::COUNT_OFFICERS, "dossier_assigned"),
    (lists::unit::LEGS, "dossier_leg_held_by_unit"),
    (lists::unit::FREE_LEGS, "dossier_leg_held_by_unit"),
    (lists::unit::OFFICERS_LEGS, "dossier_leg_held_by_unit"),
    (lists::unit::COUNT, "dossier_leg_held_by_unit"),
    (lists::unit::COUNT_FREE, "dossier_leg_held_by_unit"),
    (lists::unit::COUNT_OFFICERS, "dossier_leg_held_by_unit"),
    (lists::agency::LINES, "dossier_held_by_agency"),
    (lists::agency::FREE_LINES, "dossier_held_by_agency"),
    (lists::agency::COUNT, "dossier_held_by_agency"),
    (lists::agency::COUNT_FREE, "dossier_held_by_agency"),
    (lists::agency::OFFICERS_LINES, "dossier_assigned"),
    (lists::agency::COUNT_OFFICERS, "dossier_assigned"),
    (lists::agency::LEGS, "dossier_leg_held_by_agency"),
    (lists::agency::FREE_LEGS, "dossier_leg_held_by_agency"),
    (lists::agency::OFFICERS_LEGS, "dossier_leg_held_by_agency"),
    (lists::agency::COUNT, "dossier_leg_held_by_agency"),
    (lists::agency::COUNT_FREE, "dossier_leg_held_by_agency"),
    (lists::agency::COUNT_OFFICERS, "dossier_leg_held_by_agency"),
    (lists::office::LINES, "dossier_held_by_office"),
    (lists::office::FREE_LINES, "dossier_held_by_office"),
    (lists::office::COUNT, "dossier_held_by_office"),
    (lists::office::COUNT_FREE, "dossier_held_by_office"),
    (lists::office::OFFICERS_LINES, "dossier_assigned"),
    (lists::office::COUNT_OFFICERS, "dossier_assigned"),
    (lists::office::LEGS, "dossier_leg_held_by_office"),
    (lists::office::FREE_LEGS, "dossier_leg_held_by_office"),
    (lists::office::OFFICERS_LEGS, "dossier_leg_held_by_office"),
    (lists::office::COUNT, "dossier_leg_held_by_office"),
    (lists::office::COUNT_FREE, "dossier_leg_held_by_office"),
    (lists::office::COUNT_OFFICERS, "dossier_leg_held_by_office"),
    (lists::anywhere::LINES, "dossier_held_by_role"),
    (lists::anywhere::FREE_LINES, "dossier_held_by_role"),
    (lists::anywhere::COUNT, "dossier_held_by_role"),
    (lists::anywhere::COUNT_FREE, "dossier_held_by_role"),
    (lists::anywhere::OFFICERS_LINES, "dossier_assigned"),
    (lists::anywhere::COUNT_OFFICERS, "dossier_assigned"),
    (lists::anywhere::LEGS, "dossier_leg_held_by_role"),
    (lists::anywhere::FREE_LEGS, "dossier_leg_held_by_role"),
    (lists::anywhere::OFFICERS_LEGS, "dossier_leg_held_by_role"),
    (lists::anywhere::COUNT, "dossier_leg_held_by_role"),
    (lists::anywhere::COUNT_FREE, "dossier_leg_held_by_role"),
    (lists::anywhere::COUNT_OFFICERS, "dossier_leg_held_by_role"),
    (crate::store::OPEN_BY_WORKFLOW, "dossier_open_by_workflow"),
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

/// Forty units, twenty agencies and offices, eight roles, four trays: enough for a planner to choose by.
const FILLED: &str = "
    CREATE FUNCTION place(kind text, n bigint) RETURNS uuid AS
      $$ SELECT md5(kind || n)::uuid $$ LANGUAGE sql IMMUTABLE;
    INSERT INTO dossier (id, version, code, state, tray, procedure_id, procedure_code, procedure_name, field, instant,
        workflow_id, channel, receiving_office_id, office_agency_id, competent_agency_id, holder_role,
        holder_agency_id, holder_unit_id, holder_office_id, step_name, owner_name, owner_folded, created_at, sort_at,
        assignee_id, content)
      SELECT place('dossier', n), 1, n::text, 'in_progress',
        (ARRAY['intake', 'work', 'waiting', 'return'])[n % 4 + 1], place('p', 1), '1', '', '', false,
        place('w', n % 50), 'counter', place('office', n / 7 % 20), place('agency', n / 3 % 20),
        place('agency', n / 3 % 20), 'role' || n / 5 % 8, place('agency', n / 3 % 20), place('unit', n / 11 % 40),
        place('office', n / 7 % 20), '', '', '', now(), now() + n * interval '1 minute',
        CASE WHEN n % 2 = 0 THEN place('officer', n / 13 % 100) END, '{}'
      FROM generate_series(1::bigint, 60000) n;
    INSERT INTO dossier_leg (dossier_id, step, step_name, tray, holder_role, holder_agency_id, holder_unit_id,
        holder_office_id, sort_at, assignee_id)
      SELECT id, 2, '', tray, holder_role, holder_agency_id, holder_unit_id, holder_office_id, sort_at, assignee_id
      FROM dossier;
    INSERT INTO dossier_alert (dossier_id, kind, about_at, raise_at, raised_at, seq, holder_role, holder_agency_id,
        holder_unit_id, holder_office_id, competent_agency_id, receiving_office_id)
      SELECT id, 'overdue', sort_at, sort_at, CASE WHEN code::bigint % 2 = 0 THEN sort_at END, code::bigint,
        holder_role, holder_agency_id, holder_unit_id, holder_office_id, competent_agency_id, receiving_office_id
      FROM dossier;
    ANALYZE dossier; ANALYZE dossier_leg; ANALYZE dossier_alert";

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
    client.batch_execute(FILLED).unwrap();
    // An officer has few dossiers: there a planner gathers and sorts them, which is as good.
    client.batch_execute("SET enable_bitmapscan = off").unwrap();
    client.batch_execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan").unwrap();
    for (number, (statement, index)) in STATEMENTS.iter().enumerate() {
        let count = (1..=9).rev().find(|n| statement.contains(&format!("${n}"))).unwrap_or(0);
        client.batch_execute(&format!("PREPARE q{number} AS {statement}")).unwrap();
        let nulls = vec!["NULL"; count].join(", ");
        let rows = client.simple_query(&format!("EXPLAIN EXECUTE q{number}({nulls})")).unwrap();
        let line = |message: &SimpleQueryMessage| {
            let SimpleQueryMessage::Row(row) = message else { return None };
            row.get(0).map(str::to_owned)
        };
        let plan: Vec<String> = rows.iter().filter_map(line).collect();
        let plan = plan.join("\n");
        // Where few roles share the open alerts, reading them in order and leaving some out is as good.
        let wanted = match *index {
            // The pile of one officer and the tray of a place are both short ways to it.
            "dossier_assigned" => "dossier_",
            index if index.starts_with("dossier_alert") && alerts::DUE != *statement => "dossier_alert_",
            index => index,
        };
        let is_used = [" using ", "Bitmap Index Scan on "].iter().any(|way| plan.contains(&format!("{way}{wanted}")));
        assert!(is_used, "{statement}\n{plan}");
        assert!(!plan.contains("Seq Scan") && !plan.contains("Sort"), "{statement}\n{plan}");
    }
}
