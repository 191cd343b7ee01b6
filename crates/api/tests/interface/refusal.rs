//! What is refused, and how it is told.

use base::Role;
use serde_json::json;
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, World, filing, text};

const DOSSIERS: &str = "/api/v1/dossiers";

#[tokio::test]
async fn without_a_token_only_procedures_are_answered() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut stranger = world.stranger();
        let told = stranger.get(DOSSIERS).await;
        assert_eq!(told.header("www-authenticate"), Some("Bearer"));
        told.refused(401, "sign-in-needed");
        let mut forger = world.stranger().with_header("authorization", "Bearer 0000");
        forger.post(DOSSIERS, &filing(BUILDING_PERMIT)).await.refused(401, "sign-in-needed");
        assert_eq!(stranger.get("/api/v1/procedures/1.013225").await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test]
async fn the_wrong_role_is_told_who_may() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let mut specialist = world.system(Role::Specialist, "agency:H49.101").await;
        let mut administrator = world.system(Role::Administrator, "province").await;
        let dossier = counter.file(&filing(BUILDING_PERMIT)).await;

        let body = counter.try_run(&dossier, "approve", json!({})).await.refused(403, "role-needed");
        assert_eq!(body["needed_roles"], json!(["leader", "integration"]));
        // The table lets a specialist finish steps; this step is the counter's.
        let body = specialist.try_run(&dossier, "complete-step", json!({})).await.refused(403, "role-needed");
        assert_eq!(body["needed_roles"], json!(["counter_officer"]));
        specialist.post(DOSSIERS, &filing(BUILDING_PERMIT)).await.refused(403, "role-needed");
        administrator.get(DOSSIERS).await.refused(403, "role-needed");
    })
    .await;
}

#[tokio::test]
async fn a_dossier_of_another_agency_does_not_exist() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let dossier = counter.file(&filing(BUILDING_PERMIT)).await;
        let path = format!("{DOSSIERS}/{}", text(&dossier, "/code"));
        for scope in ["agency:H49.102", "office:H49.102", "unit:H49.102/H49.102.04"] {
            let mut elsewhere = world.system(Role::CounterOfficer, scope).await;
            elsewhere.get(&path).await.refused(404, "not-found");
            elsewhere.try_run(&dossier, "complete-step", json!({})).await.refused(404, "not-found");
            let supplement = json!({ "papers": [{ "no": 1 }] });
            elsewhere.try_run(&dossier, "supplement", supplement).await.refused(404, "not-found");
        }
        let mut elsewhere = world.system(Role::CounterOfficer, "office:H49.102").await;
        elsewhere.post(DOSSIERS, &filing(BUILDING_PERMIT)).await.refused(403, "out-of-reach");
        for nothing in ["H49.101-261102-9999", "khong-phai-ma", "%00"] {
            counter.get(&format!("{DOSSIERS}/{nothing}")).await.refused(404, "not-found");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_json_or_too_large_is_refused_as_a_whole() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        for garbage in ["", "{", "khai sinh", "{\"procedure\": }", "\u{0}"] {
            system.post_text(DOSSIERS, garbage).await.refused(400, "malformed-json");
        }
        for other in ["[]", "null", "5", "\"x\""] {
            system.post_text(DOSSIERS, other).await.refused(422, "invalid");
        }
        system.post_text(DOSSIERS, &"[".repeat(100_000)).await.refused(400, "malformed-json");
        let huge = format!("{{\"procedure\": \"{}\"}}", "x".repeat(1024 * 1024));
        system.post_text(DOSSIERS, &huge).await.refused(413, "too-large");
        system.post_as("text/plain", DOSSIERS, "{}").await.refused(415, "unsupported-media-type");
        let path = "/api/v1/dossiers/H49.101-261102-0001/commands/accept";
        system.post_text(path, "{").await.refused(400, "malformed-json");
    })
    .await;
}

#[tokio::test]
async fn a_filing_is_refused_field_by_field() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let cases = [
            ("/force", json!(true), "force", "unknown-field"),
            ("/owner/nickname", json!("Phúc"), "owner.nickname", "unknown-field"),
            ("/owner/name", json!(5), "owner.name", "wrong-type"),
            ("/owner/personal_id", json!("12"), "owner.personal_id", "wrong-length"),
            ("/owner/tax_code", json!("0100109107"), "owner.tax_code", "impossible"),
            ("/owner/email", json!("an@"), "owner.email", "impossible"),
            ("/owner/born_on", json!("03/02/1999"), "owner.born_on", "invalid-value"),
            ("/channel", json!("fax"), "channel", "invalid-value"),
            ("/sets", json!(0), "sets", "out-of-range"),
            ("/sets", json!(-1), "sets", "invalid-value"),
            ("/papers/1", json!({ "no": 99 }), "papers[1].no", "not-on-checklist"),
            ("/papers/1", json!({ "no": 3, "quantity": 0 }), "papers[1].quantity", "out-of-range"),
            ("/papers/1", json!({ "no": "3" }), "papers[1].no", "wrong-type"),
            ("/papers/1", json!({ "form": "bản sao" }), "papers[1].name", "required"),
            ("/papers/1", json!({ "no": 3, "files": [] }), "papers[1].files", "unknown-field"),
            ("/return_address", json!("x".repeat(501)), "return_address", "too-long"),
            ("/declared", json!([{ "key": "", "label": "", "value": "" }]), "declared[0].key", "required"),
        ];
        for (place, value, field, code) in cases {
            let mut body = filing(BUILDING_PERMIT);
            let (parent, name) = place.rsplit_once('/').unwrap();
            let place = body.pointer_mut(parent).unwrap();
            match name.parse::<usize>() {
                Ok(index) => place[index] = value,
                Err(_) => place[name] = value,
            }
            system.post(DOSSIERS, &body).await.refused_field(field, code);
        }
        let mut body = filing(BUILDING_PERMIT);
        body.as_object_mut().unwrap().remove("owner");
        system.post(DOSSIERS, &body).await.refused_field("owner", "required");
        assert_eq!(system.get(DOSSIERS).await.body["items"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn a_filing_the_rules_refuse_is_told_with_its_reason() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let cases = [
            ("/procedure", json!("9.999999"), "filing-no-such-procedure", "procedure"),
            ("/procedure", json!("giấy phép"), "filing-no-such-procedure", "procedure"),
            ("/procedure", json!("1.001193"), "filing-not-open", "procedure"),
            ("/office", json!("H49.999"), "filing-no-such-office", "office"),
            ("/agency", json!("H49.999"), "filing-no-competent-agency", "agency"),
            ("/agency", json!("H49.04"), "filing-no-competent-agency", "agency"),
            ("/owner/name", json!("<b>"), "filing-owner-name", "owner.name"),
            ("/owner/personal_id", json!(null), "filing-owner-number", "owner.personal_id"),
            ("/papers", json!([{ "no": 1 }]), "filing-paper-missing", "papers"),
            ("/papers", json!([]), "filing-paper-missing", "papers"),
        ];
        for (place, value, code, field) in cases {
            let mut body = filing(BUILDING_PERMIT);
            let (parent, name) = place.rsplit_once('/').unwrap();
            body.pointer_mut(parent).unwrap()[name] = value;
            let problem = system.post(DOSSIERS, &body).await.refused(422, code);
            assert_eq!(text(&problem, "/errors/0/field"), field);
        }
        let mut body = filing(BUILDING_PERMIT);
        body["papers"] = json!([{ "no": 1 }]);
        let problem = system.post(DOSSIERS, &body).await.refused(422, "filing-paper-missing");
        assert!(text(&problem, "/detail").contains("Bản vẽ thiết kế"), "{problem:#}");
    })
    .await;
}

#[tokio::test]
async fn a_command_is_refused_with_its_field_or_its_rule() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let dossier = system.file(&filing(BUILDING_PERMIT)).await;
        system.try_run(&dossier, "seal-twice", json!({})).await.refused(404, "unknown-command");
        system.try_run(&dossier, "withdraw", json!({})).await.refused_field("data.reason", "required");
        system.try_run(&dossier, "withdraw", json!({ "reason": 5 })).await.refused_field("data.reason", "wrong-type");
        let unknown = json!({ "reason": "x", "force": true });
        system.try_run(&dossier, "withdraw", unknown).await.refused_field("data.force", "unknown-field");
        let nested = json!({ "items": [{ "paper": 3 }] });
        system.try_run(&dossier, "request-supplement", nested).await.refused_field("data.items[0].what", "required");
        let file = json!({ "title": "Giấy phép", "files": [] });
        system.try_run(&dossier, "propose-result", file).await.refused_field("data.files", "unknown-field");
        let path = format!("{DOSSIERS}/{}/commands/accept", text(&dossier, "/code"));
        system.post(&path, &json!({ "data": {} })).await.refused_field("version", "required");
        system.post(&path, &json!({ "version": "1" })).await.refused_field("version", "wrong-type");

        let problem = system.try_run(&dossier, "seal", json!({})).await.refused(422, "refusal-not-decided");
        assert_eq!(problem["errors"], json!([]));
        let problem = system.try_run(&dossier, "propose-result", json!({ "title": "x" })).await;
        assert_eq!(problem.refused(422, "refusal-other-command")["expected_command"], "complete-step");
        let beyond = json!({ "items": [{ "what": "Nộp thêm bản cam kết" }] });
        let problem =
            system.try_run(&dossier, "request-supplement", beyond).await.refused(422, "refusal-beyond-checklist");
        assert_eq!(text(&problem, "/errors/0/field"), "data.items");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_speaks_english_when_asked() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let english = world.stranger().with_header("accept-language", "en-GB,vi;q=0.5");
        let body = english.clone().get("/api/v1/procedures/9.999999").await.refused(404, "not-found");
        assert_eq!(text(&body, "/title"), "Not found");
        let body = english.clone().get(DOSSIERS).await.refused(401, "sign-in-needed");
        assert!(text(&body, "/detail").is_ascii(), "{body:#}");
        let body = world.stranger().get("/api/v1/procedures/9.999999").await.refused(404, "not-found");
        assert_eq!(text(&body, "/title"), "Không tìm thấy");
    })
    .await;
}
