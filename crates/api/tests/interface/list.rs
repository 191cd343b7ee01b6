//! Lists: pages, filters, reach.

use base::Role;
use serde_json::{Value, json};
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, COPY_OF_EXTRACT, LAND_TRANSFER, System, World, filing, text};

const DOSSIERS: &str = "/api/v1/dossiers";

fn codes(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|line| text(line, "/code").to_owned()).collect()
}

async fn walk(system: &mut System, query: &str) -> Vec<String> {
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let page = system.get(&format!("{DOSSIERS}?{query}{after}")).await.body;
        found.extend(codes(&page));
        let Some(next) = page["next"].as_str() else { return found };
        after = format!("&after={next}");
    }
}

/// Three at Hạ Long, two at Bãi Cháy, filed in this order.
async fn fill(world: &World) -> Vec<String> {
    let mut system = world.system(Role::Integration, "province").await;
    let mut codes = Vec::new();
    let filings = [
        (BUILDING_PERMIT, "H49.101", true),
        (COPY_OF_EXTRACT, "H49.102", true),
        (LAND_TRANSFER, "H49.101", true),
        (BUILDING_PERMIT, "H49.102", false),
        (COPY_OF_EXTRACT, "H49.101", false),
    ];
    for (index, (procedure, office, accept)) in filings.into_iter().enumerate() {
        world.it_is(&format!("2026-11-02T08:0{index}:00"));
        let mut body = filing(procedure);
        (body["office"], body["accept"]) = (json!(office), json!(accept));
        codes.push(text(&system.file(&body).await, "/code").to_owned());
    }
    codes
}

#[tokio::test]
async fn pages_follow_each_other_without_a_gap() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let all = fill(&world).await;
        let mut system = world.system(Role::Supervisor, "province").await;
        for limit in [1, 2, 3, 5, 200] {
            assert_eq!(walk(&mut system, &format!("limit={limit}")).await, all, "{limit}");
        }
        let line = &system.get(DOSSIERS).await.body["items"][0];
        assert_eq!((text(line, "/state"), text(line, "/procedure/code")), ("received", BUILDING_PERMIT));
        assert!(!line.to_string().contains("Phúc"), "a list holds nothing personal: {line:#}");
    })
    .await;
}

#[tokio::test]
async fn filters_narrow_and_unknown_ones_are_refused() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let all = fill(&world).await;
        let mut system = world.system(Role::Inspector, "province").await;
        assert_eq!(walk(&mut system, "state=submitted").await, [all[3].clone(), all[4].clone()]);
        assert_eq!(walk(&mut system, "agency=H49.26").await, [all[2].clone()]);
        assert_eq!(walk(&mut system, "agency=H49.101&state=received").await, [all[0].clone()]);
        assert_eq!(walk(&mut system, "state=returned").await, Vec::<String>::new());
        for (query, field, code) in [
            ("state=done", "state", "unknown-state"),
            ("state=draft", "state", "unknown-state"),
            ("agency=H50", "agency", "unknown-agency"),
            ("owner=Ph%C3%BAc", "owner", "unknown-filter"),
            ("after=x", "after", "not-a-place"),
            ("limit=0", "limit", "out-of-range"),
            ("limit=201", "limit", "out-of-range"),
        ] {
            system.get(&format!("{DOSSIERS}?{query}")).await.refused_field(field, code);
        }
    })
    .await;
}

#[tokio::test]
async fn a_list_ends_at_the_reach_of_the_token() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let all = fill(&world).await;
        let mut agency = world.system(Role::Leader, "agency:H49.101").await;
        assert_eq!(walk(&mut agency, "limit=1").await, [all[0].clone(), all[4].clone()]);
        agency.get(&format!("{DOSSIERS}?agency=H49.102")).await.refused(403, "out-of-reach");
        let mut office = world.system(Role::CounterOfficer, "office:H49.101").await;
        let received_here = [all[0].clone(), all[2].clone(), all[4].clone()];
        for limit in [1, 2, 3, 50] {
            assert_eq!(walk(&mut office, &format!("limit={limit}")).await, received_here, "{limit}");
        }
        assert_eq!(walk(&mut office, "state=submitted").await, [all[4].clone()]);
        let mut unit = world.system(Role::Specialist, "unit:H49.102/H49.102.04").await;
        assert_eq!(walk(&mut unit, "").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn procedures_are_listed_and_found() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut anybody = world.stranger();
        let (mut count, mut after) = (0, String::new());
        loop {
            let page = anybody.get(&format!("/api/v1/procedures?limit=100{after}")).await.body;
            count += page["items"].as_array().unwrap().len();
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={}", next.replace('/', "%2F"));
        }
        assert!(count > 200, "{count}");
        let found = anybody.get("/api/v1/procedures?q=giay%20phep%20xay%20dung").await.body;
        assert!(codes(&found).contains(&BUILDING_PERMIT.to_owned()), "{found:#}");
        let one = anybody.get("/api/v1/procedures/1.013831").await.body;
        assert_eq!((text(&one, "/limit/value"), text(&one, "/steps/4/work/kind")), ("10", "pause"));
        for path in ["2.000815?variant=2", "2.000815%2F2"] {
            assert_eq!(anybody.get(&format!("/api/v1/procedures/{path}")).await.body["variant"], 2);
        }
        anybody.get("/api/v1/procedures/1.013831?variant=9").await.refused(404, "not-found");
        anybody.get("/api/v1/procedures/1.013831?variant=x").await.refused_field("variant", "out-of-range");
        anybody.get("/api/v1/procedures?field=x").await.refused_field("field", "unknown-filter");
        anybody.get("/api/v1/procedures?q=x&after=1.013831").await.refused_field("after", "not-with-question");
    })
    .await;
}
