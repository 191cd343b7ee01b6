//! The description itself: complete, of the right version, without loose ends, and told in the
//! manual.

use std::collections::BTreeSet;

use base::Role;
use serde_json::Value;
use testkit::sqlite;

use crate::world::{World, text};

const MANUAL: &str = include_str!("../../../../docs/api.md");

const METHODS: &[&str] = &["get", "post", "put", "patch", "delete"];

#[tokio::test]
async fn every_route_is_described_and_nothing_else_is() {
    let store = sqlite();
    let world = World::open(store.db.clone()).await;
    let routes: BTreeSet<String> =
        world.routes.iter().map(|route| format!("{} {}", route.method.to_lowercase(), route.path)).collect();
    let paths = world.description.0["paths"].as_object().unwrap();
    let described: BTreeSet<String> = paths
        .iter()
        .flat_map(|(path, at)| {
            METHODS.iter().filter(|method| at.get(**method).is_some()).map(move |method| format!("{method} {path}"))
        })
        .collect();
    assert_eq!(described, routes);
    assert_eq!(routes.len(), world.routes.len());
}

#[tokio::test]
async fn the_description_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let store = sqlite();
    let world = World::open(store.db.clone()).await;
    let document = &world.description.0;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let mut references = BTreeSet::new();
    collect(document, &mut references);
    assert!(references.len() > 20, "{references:?}");
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference} leads nowhere");
    }
    for route in world.routes.iter().filter(|route| route.gate == web::Gate::Public) {
        let security = &document["paths"][route.path]["get"]["security"];
        assert_eq!(security, &serde_json::json!([{}]), "{} needs no token", route.path);
    }
}

fn collect(value: &Value, references: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            references.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect(value, references));
        }
        Value::Array(items) => items.iter().for_each(|value| collect(value, references)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Codes follow from the keys of their sentences.
#[test]
fn every_code_stands_in_the_manual() {
    let keys = |file: &'static str, prefix: &'static str| {
        file.lines().filter_map(move |line| line.split_once(" = ")?.0.strip_prefix(prefix)).collect::<Vec<_>>()
    };
    let is_rule = |key: &&str| key.starts_with("filing-") || (key.starts_with("refusal-") && *key != "refusal-head");
    let mut codes: Vec<_> = keys(api::LOCALE.vi, "api-").iter().filter_map(|key| key.strip_suffix("-title")).collect();
    codes.extend(keys(api::LOCALE.vi, "api-fault-"));
    codes.extend(keys(dossier::LOCALE.vi, "dossier-").iter().filter(|key| is_rule(key)));
    assert!(codes.len() > 50, "{codes:?}");
    for code in codes {
        assert!(MANUAL.contains(&format!("`{code}`")), "`{code}` is missing in docs/api.md");
    }
    for command in dossier::CommandName::ALL {
        assert!(MANUAL.contains(&format!("| `{}` |", command.name())), "{}", command.name());
    }
}

/// The requests of the manual are sent as they stand there.
#[tokio::test]
async fn the_building_permit_of_the_manual_goes_all_the_way() {
    let store = sqlite();
    let world = World::open(store.db.clone()).await;
    let mut system = world.system(Role::Integration, "province").await;
    let mut last = Value::Null;
    for request in MANUAL.split("\ncurl ").skip(1) {
        let request = request.split("\n```").next().unwrap().split("\nexport ").next().unwrap();
        let path =
            request.split('"').nth(1).unwrap().replace("$API", "/api/v1").replace("$CODE", "H49.101-261102-0001");
        let told = match request.split_once("-d '") {
            Some((_, body)) => system.post_text(&path, body.split('\'').next().unwrap()).await,
            None => system.get(&path).await,
        };
        assert!(told.status.is_success(), "{request}: {:#}", told.body);
        last = told.body;
    }
    assert_eq!((text(&last, "/items/0/state"), &last["items"][0]["version"]), ("returned", &serde_json::json!(13)));
}
