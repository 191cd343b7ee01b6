//! Requests that arrive twice, too late, or at the same moment.

use base::Role;
use serde_json::json;
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, World, filing, text};

const DOSSIERS: &str = "/api/v1/dossiers";

#[tokio::test]
async fn a_stale_version_is_told_what_happened() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let seen = counter.file(&filing(BUILDING_PERMIT)).await;
        let mut current = seen.clone();
        counter.run(&mut current, "complete-step", json!({ "note": "Đã quét" })).await;

        let problem = counter.try_run(&seen, "complete-step", json!({})).await.refused(409, "stale");
        assert_eq!(problem["current_version"], current["version"]);
        assert_eq!(problem["since"].as_array().unwrap().len(), 1);
        assert_eq!(text(&problem, "/since/0/kind"), "dossier.step_completed");
        assert_eq!(text(&problem, "/since/0/data/holder/role"), "head_of_unit");
        let mut future = seen.clone();
        future["version"] = json!(99);
        counter.try_run(&future, "complete-step", json!({})).await.refused(409, "stale");
    })
    .await;
}

#[tokio::test]
async fn a_resent_request_has_one_effect_and_the_same_answer() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let system = world.system(Role::Integration, "province").await;
        let mut filing_once = system.keyed("nop-0001");
        let first = filing_once.post(DOSSIERS, &filing(BUILDING_PERMIT)).await;
        let again = filing_once.post(DOSSIERS, &filing(BUILDING_PERMIT)).await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        let code = text(&first.body, "/code");
        assert_eq!(again.header("location"), Some(format!("{DOSSIERS}/{code}").as_str()));

        let mut other = filing(BUILDING_PERMIT);
        other["sets"] = json!(2);
        filing_once.post(DOSSIERS, &other).await.refused(422, "idempotency-key-reused");

        let mut acting_once = system.keyed("chuyen-0001");
        let done = acting_once.try_run(&first.body, "complete-step", json!({})).await;
        let again = acting_once.try_run(&first.body, "complete-step", json!({})).await;
        assert_eq!((again.status.as_u16(), &again.body), (200, &done.body));
        // A key belongs to its token.
        let mut another = world.system(Role::Integration, "province").await.keyed("nop-0001");
        assert_ne!(another.file(&filing(BUILDING_PERMIT)).await["code"], first.body["code"]);
        for wrong in ["hai từ", "a b", &"x".repeat(201)] {
            system.keyed(wrong).post(DOSSIERS, &other).await.refused(400, "idempotency-key-invalid");
        }
        assert_eq!(system.clone().get(DOSSIERS).await.body["items"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_refused_request_leaves_its_key_free() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await.keyed("nop-0002");
        let mut wrong = filing(BUILDING_PERMIT);
        wrong["papers"] = json!([]);
        system.post(DOSSIERS, &wrong).await.refused(422, "filing-paper-missing");
        system.file(&filing(BUILDING_PERMIT)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_commands_at_once_one_wins_and_the_other_learns_of_it() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let system = world.system(Role::Integration, "province").await;
        for round in 0..5 {
            let dossier = system.clone().file(&filing(BUILDING_PERMIT)).await;
            let act = |note: &str| {
                let (mut system, dossier, data) = (system.clone(), dossier.clone(), json!({ "note": note }));
                tokio::spawn(async move { system.try_run(&dossier, "complete-step", data).await })
            };
            let (one, other) = tokio::join!(act("một"), act("hai"));
            let (one, other) = (one.unwrap(), other.unwrap());
            let (won, lost) = if one.status.is_success() { (one, other) } else { (other, one) };
            assert_eq!(won.status.as_u16(), 200, "round {round}: {:#}", won.body);
            let problem = lost.refused(409, "stale");
            assert_eq!(
                (problem["since"].as_array().unwrap().len(), &problem["current_version"]),
                (1, &won.body["version"])
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_filing_sent_five_times_at_once_is_one_dossier() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let system = world.system(Role::Integration, "province").await.keyed("nop-0003");
        let sent: Vec<_> = (0..5)
            .map(|_| {
                let mut system = system.clone();
                tokio::spawn(async move { system.file(&filing(BUILDING_PERMIT)).await })
            })
            .collect();
        let mut codes = Vec::new();
        for filed in sent {
            codes.push(text(&filed.await.unwrap(), "/code").to_owned());
        }
        codes.dedup();
        assert_eq!(codes, ["H49.101-261102-0001"]);
    })
    .await;
}
