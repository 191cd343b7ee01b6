//! A simulated history is one that could have happened: made by the rules, whole in row and log, the same
//! for the same seed on every store, and never mixed with what people did.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is not as it should be")]

use std::sync::Arc;

use base::{Actor, DossierId, Grant, Role, Scope};
use calendar::{SystemClock, instant};
use db::{Db, events};
use dossier::{PageFilter, Place, StateName, Tray};
use jiff::civil::date;
use motcua::assemble::{App, Choices, Folders, assemble};
use serde_json::Value;
use simulate::{Error, Made, Plan};

async fn centre(db: Db, folder: &std::path::Path) -> App {
    motcua::demo_centre(&db).await.unwrap();
    let folders = Folders { files: folder.join("files"), messages: folder.join("messages"), trust: None };
    assemble(db, web::Settings::default(), Choices::default(), &folders, Arc::new(SystemClock)).await.unwrap()
}

fn plan(dossiers: u64, seed: u64) -> Plan {
    Plan {
        dossiers,
        open: dossiers / 10,
        from: date(2025, 7, 1),
        until: instant(date(2026, 6, 30).at(10, 0, 0, 0)),
        seed,
        among_real: false,
    }
}

async fn make(app: &App, plan: Plan) -> Made {
    simulate::history(&app.db, &app.dossiers, plan, |_| {}).await.unwrap()
}

/// The whole log of dossiers, in order, without what every store draws anew: identifiers.
async fn digest(db: &Db) -> String {
    let log = db.read(|tx| {
        let (mut all, mut cursor) = (Vec::new(), events::Cursor::default());
        loop {
            let page = events::after(tx, cursor, 5000)?;
            let Some(last) = page.last() else { return Ok::<_, db::Error>(all) };
            cursor = last.cursor();
            all.extend(page.into_iter().filter(|event| event.subject_kind == "dossier"));
        }
    });
    let lines = log.await.unwrap().into_iter().map(|event| {
        let body = without_identifiers(event.body);
        format!("{} {} {} {} {body}", event.at, event.version, event.kind, event.actor_name)
    });
    base::secret::digest(&lines.collect::<Vec<_>>().join("\n"))
}

fn without_identifiers(value: Value) -> Value {
    match value {
        Value::String(text) if text.parse::<DossierId>().is_ok() => Value::Null,
        Value::Array(values) => values.into_iter().map(without_identifiers).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, without_identifiers(value))).collect(),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other,
    }
}

/// The numbers beside the navigation are those of the lists, for every role and reach.
async fn numbers_are_those_of_the_lists(app: &App) {
    let mut scopes = vec![Scope::Province];
    let day = date(2026, 6, 30);
    scopes.extend(app.organisation.offices(day).iter().map(|office| Scope::Office(office.id)));
    for agency in app.organisation.agencies(day) {
        scopes.push(Scope::Agency(agency.id));
        scopes.extend(app.organisation.units(agency.id, day).iter().map(|unit| Scope::Unit(unit.id)));
    }
    let mut lying = 0;
    for role in [Role::CounterOfficer, Role::Specialist, Role::Leader, Role::StampKeeper, Role::ReturnOfficer] {
        for scope in &scopes {
            let grant = Grant { role, scope: *scope, valid_from: jiff::Timestamp::UNIX_EPOCH, valid_to: None };
            let actor = Actor { grants: vec![grant], ..Actor::system() };
            let shown = app.dossiers.counts(&actor).await.unwrap();
            let trays = [Tray::Intake, Tray::Work, Tray::Waiting, Tray::Return];
            for (tray, shown) in trays.into_iter().zip([shown.intake, shown.work, shown.waiting, shown.returning]) {
                let lines = app.dossiers.tray(&actor, tray, Place::start(), 1000).await.unwrap().len();
                assert_eq!(shown, i64::try_from(lines).unwrap(), "{role:?} {scope:?} {tray:?}");
                lying += lines;
            }
        }
    }
    assert!(lying > 0, "nothing lies on any desk");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_tells_the_same_story_on_both_engines() {
    let folder = tempfile::tempdir().unwrap();
    let mut stories = Vec::new();
    for seed in [7, 7, 8] {
        let store = testkit::sqlite();
        let app = centre(store.db.clone(), folder.path()).await;
        stories.push((make(&app, plan(400, seed)).await, digest(&app.db).await));
    }
    let database = testkit::postgres::fresh_database();
    let db = Db::open(&database.url, &db::Options::default()).unwrap();
    db.migrate().unwrap();
    let app = centre(db, folder.path()).await;
    let on_postgres = (make(&app, plan(400, 7)).await, digest(&app.db).await);
    numbers_are_those_of_the_lists(&app).await;

    assert_eq!(stories[0], stories[1]);
    assert_eq!(stories[0], on_postgres);
    assert_ne!(stories[0].1, stories[2].1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_has_every_ending_and_leaves_work_on_the_desks() {
    let (store, folder) = (testkit::sqlite(), tempfile::tempdir().unwrap());
    let app = centre(store.db.clone(), folder.path()).await;
    let made = make(&app, plan(3000, 7)).await;
    assert!(made.dossiers > 2_980 && made.open >= 280, "{made:?}");

    let count = async |state| {
        let filter = PageFilter { agency: None, state: Some(state) };
        app.dossiers.page(filter, DossierId::from_uuid(uuid::Uuid::nil()), 5000).await.unwrap().len()
    };
    let returned = count(StateName::Returned).await;
    assert!(returned > 2_000, "{returned}");
    for state in [StateName::Submitted, StateName::InProgress, StateName::Withdrawn, StateName::Declined] {
        assert!(count(state).await > 0, "{state:?}");
    }
    let filter = PageFilter { agency: None, state: Some(StateName::Returned) };
    let lines = app.dossiers.page(filter, DossierId::from_uuid(uuid::Uuid::nil()), 5000).await.unwrap();
    let late = lines.iter().filter(|line| line.resolved_at > line.late_after).count();
    assert!((10..lines.len() / 10).contains(&late), "{late} of {} were late", lines.len());
    // Row and log end at the same version.
    for line in lines.iter().step_by(97) {
        let history = app.dossiers.history(line.id).await.unwrap();
        assert_eq!(i64::try_from(history.len()).unwrap(), line.version);
        let dossier = app.dossiers.read(&Actor::system(), dossier::Which::Id(line.id)).await.unwrap();
        assert_eq!(dossier.version, line.version);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_which_people_work_is_left_alone() {
    let (store, folder) = (testkit::sqlite(), tempfile::tempdir().unwrap());
    let app = centre(store.db.clone(), folder.path()).await;
    make(&app, plan(50, 7)).await;
    // A second history among simulated dossiers is nobody's loss.
    make(&app, plan(50, 8)).await;

    let nobody = DossierId::from_uuid(uuid::Uuid::nil());
    let filter = PageFilter { agency: None, state: Some(StateName::Submitted) };
    let lines = app.dossiers.page(filter, nobody, 1).await.unwrap();
    let withdraw = dossier::Command::Withdraw(dossier::command::Reason { reason: "đổi ý".to_owned() });
    let request = dossier::Request::at(instant(date(2026, 7, 1).at(9, 0, 0, 0)));
    let line = lines.first().unwrap();
    let system = Actor::system();
    let acted = app.dossiers.execute(&system, line.code.as_ref().unwrap(), line.version, withdraw, request);
    acted.await.unwrap();
    numbers_are_those_of_the_lists(&app).await;

    let before = digest(&app.db).await;
    let refused = simulate::history(&app.db, &app.dossiers, plan(50, 9), |_| {}).await;
    assert!(matches!(refused, Err(Error::RealDossiers)), "{refused:?}");
    assert_eq!(digest(&app.db).await, before);
    let told = Plan { among_real: true, ..plan(50, 9) };
    assert!(simulate::history(&app.db, &app.dossiers, told, |_| {}).await.is_ok());
}
