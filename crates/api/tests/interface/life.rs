//! Whole lives, each step by a token of the role that does it.

use base::Role;
use serde_json::{Value, json};
use testkit::each_engine;

use crate::world::{BUILDING_PERMIT, COPY_OF_EXTRACT, LAND_TRANSFER, World, filing, text};

fn kinds(dossier: &Value) -> Vec<&str> {
    dossier["events"].as_array().unwrap().iter().map(|event| text(event, "/kind")).collect()
}

#[tokio::test]
async fn a_later_date_shows_both_dates_and_an_apology_is_given_once() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let mut dossier = system.file(&filing(BUILDING_PERMIT)).await;
        world.it_is("2026-11-10T09:00:00");
        let extension = json!({ "value": "1,5", "unit": "wd", "legal_basis": "Điều 54", "reason": "Đo lại" });
        system.run(&mut dossier, "extend", extension).await;
        assert_eq!(text(&dossier, "/clock/due_at"), "2026-11-26T17:30:00+07:00");
        let apology = json!({ "value": "1", "unit": "wd", "reason": "Máy đo hỏng" });
        system.run(&mut dossier, "apologise", apology.clone()).await;
        assert_eq!(text(&dossier, "/clock/due_at"), "2026-11-27T17:30:00+07:00");
        assert_eq!(text(&dossier, "/clock/late_after"), "2026-11-26T17:30:00+07:00");
        let ledger = dossier["clock"]["ledger"].as_array().unwrap();
        let kinds: Vec<_> = ledger.iter().map(|line| text(line, "/kind")).collect();
        assert_eq!(kinds, ["start", "extend", "extend"]);
        assert_eq!(text(&ledger[0], "/evidence"), "Giấy tiếp nhận số 0001");
        assert_eq!((text(&ledger[1], "/legal_basis"), text(&ledger[1], "/reason")), ("Điều 54", "Đo lại"));
        let dates: Vec<_> = ledger.iter().map(|line| text(line, "/due_at")[..10].to_owned()).collect();
        assert_eq!(dates, ["2026-11-23", "2026-11-26", "2026-11-27"]);
        assert_eq!(text(&ledger[2], "/late_after"), "2026-11-26T17:30:00+07:00");
        let step = &dossier["clock"]["steps"][0];
        assert_eq!(
            (&step["no"], &step["used_minutes"], &step["budget_minutes"]),
            (&json!(1), &json!(2940), &json!(240))
        );
        let told = dossier["events"].as_array().unwrap().last().unwrap()["data"].clone();
        assert_eq!(told["by"], json!({ "unit": "wd", "value": "1" }));
        assert_eq!(text(&told, "/due_before"), "2026-11-26T17:30:00+07:00");
        assert_eq!(text(&told, "/due_after"), "2026-11-27T17:30:00+07:00");
        system.try_run(&dossier, "apologise", apology).await.refused(422, "refusal-second-apology");
        let nothing = json!({ "value": "0", "unit": "wd", "legal_basis": "Điều 54", "reason": "Đo lại" });
        let refused = system.try_run(&dossier, "extend", nothing).await;
        refused.refused(422, "refusal-extension-length");
    })
    .await;
}

#[tokio::test]
async fn a_dossier_late_before_its_supplement_says_since_when() {
    let store = testkit::sqlite();
    let world = World::open(store.db.clone()).await;
    let mut system = world.system(Role::Integration, "province").await;
    let mut dossier = system.file(&filing(BUILDING_PERMIT)).await;
    world.it_is("2026-11-25T09:00:00");
    let items = json!({ "items": [{ "paper": 3, "what": "Ký lại" }] });
    system.run(&mut dossier, "request-supplement", items).await;
    world.it_is("2026-11-26T09:00:00");
    system.run(&mut dossier, "supplement", json!({ "papers": [{ "no": 3, "quantity": 1 }] })).await;
    assert_eq!(text(&dossier, "/clock/due_at"), "2026-12-17T17:30:00+07:00", "the person gets the new date");
    assert_eq!(text(&dossier, "/clock/late_after"), "2026-11-23T17:30:00+07:00");
    assert_eq!(text(&dossier, "/clock/class"), "overdue");
}

#[tokio::test]
async fn a_dossier_is_closed_after_fifteen_days_by_whoever_may() {
    let store = testkit::sqlite();
    let world = World::open(store.db.clone()).await;
    let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
    let mut dossier = counter.file(&filing(BUILDING_PERMIT)).await;
    let items = json!({ "items": [{ "paper": 3, "what": "Ký lại" }] });
    counter.run(&mut dossier, "request-supplement", items).await;
    let reason = json!({ "reason": "Quá 15 ngày chưa bổ sung" });
    counter.try_run(&dossier, "close-unsupplemented", reason.clone()).await.refused(422, "refusal-still-awaited");
    world.it_is("2026-11-18T08:00:00");
    counter.run(&mut dossier, "close-unsupplemented", reason).await;
    assert_eq!((text(&dossier, "/state"), text(&dossier, "/clock/status")), ("stopped", "ended"));
}

#[tokio::test]
async fn a_building_permit_goes_from_the_counter_to_the_hand_with_one_supplement() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let mut head = world.system(Role::HeadOfUnit, "agency:H49.101").await;
        let mut specialist = world.system(Role::Specialist, "agency:H49.101").await;
        let mut leader = world.system(Role::Leader, "agency:H49.101").await;
        let mut keeper = world.system(Role::StampKeeper, "agency:H49.101").await;
        let mut desk = world.system(Role::ReturnOfficer, "office:H49.101").await;

        let mut dossier = counter.file(&filing(BUILDING_PERMIT)).await;
        assert_eq!(text(&dossier, "/code"), "H49.101-261102-0001");
        assert_eq!((text(&dossier, "/state"), &dossier["national_state"]), ("received", &json!(2)));
        assert_eq!(text(&dossier, "/clock/due_at"), "2026-11-23T17:30:00+07:00");
        assert_eq!((text(&dossier, "/clock/class"), text(&dossier, "/holder/role")), ("in_time", "counter_officer"));
        assert_eq!(text(&dossier, "/papers/0/name"), "Đơn đề nghị cấp GPXD (Mẫu 01)");

        world.it_is("2026-11-02T09:00:00");
        counter.run(&mut dossier, "complete-step", json!({ "note": "Đủ giấy tờ" })).await;
        head.run(&mut dossier, "complete-step", json!({})).await;
        assert_eq!((text(&dossier, "/holder/unit"), text(&dossier, "/step/phase")), ("H49.101.04", "appraisal"));

        world.it_is("2026-11-04T10:00:00");
        let items = json!({ "items": [{ "paper": 3, "what": "Bổ sung mặt cắt móng" }] });
        specialist.run(&mut dossier, "request-supplement", items).await;
        assert_eq!((text(&dossier, "/state"), &dossier["clock"]["due_at"]), ("awaiting_supplement", &Value::Null));
        world.it_is("2026-11-09T08:00:00");
        counter.run(&mut dossier, "supplement", json!({ "papers": [{ "no": 3, "quantity": 2 }] })).await;
        assert_eq!(text(&dossier, "/clock/due_at"), "2026-12-01T17:30:00+07:00");
        let days = dossier["clock"]["explanation"]["days"].as_array().unwrap();
        assert!(
            days.iter().any(|day| day["date"] == "2026-11-24" && day["counted"] == false && !day["holiday"].is_null())
        );

        specialist.run(&mut dossier, "complete-step", json!({})).await;
        specialist.run(&mut dossier, "propose-result", json!({ "title": "Giấy phép xây dựng" })).await;
        head.run(&mut dossier, "complete-step", json!({})).await;
        leader.run(&mut dossier, "approve", json!({})).await;
        assert_eq!(text(&dossier, "/result/number"), "0001/2026/KQ-H49.101");
        keeper.run(&mut dossier, "seal", json!({ "copies": 2 })).await;
        desk.run(&mut dossier, "deliver", json!({ "place": "Kệ 3" })).await;
        assert_eq!((text(&dossier, "/state"), text(&dossier, "/clock/status")), ("resolved", "finished"));
        let hand_over = json!({ "receiver": "Lý Văn Phúc", "via": "counter", "identity_checked": true });
        desk.run(&mut dossier, "return", hand_over).await;
        assert_eq!((text(&dossier, "/state"), text(&dossier, "/clock/class")), ("returned", "early"));
        assert_eq!(
            kinds(&dossier),
            [
                "dossier.submitted",
                "dossier.accepted",
                "dossier.step_completed",
                "dossier.step_completed",
                "dossier.supplement_requested",
                "dossier.supplemented",
                "dossier.step_completed",
                "dossier.result_proposed",
                "dossier.step_completed",
                "dossier.approved",
                "dossier.sealed",
                "dossier.delivered",
                "dossier.returned",
            ]
        );
        assert_eq!(dossier["version"], 13);
    })
    .await;
}

#[tokio::test]
async fn a_land_transfer_waits_for_the_tax_and_is_decided_by_another_agency() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut counter = world.system(Role::CounterOfficer, "office:H49.101").await;
        let mut specialist = world.system(Role::Specialist, "agency:H49.26").await;
        let mut head = world.system(Role::HeadOfUnit, "agency:H49.26").await;
        let mut leader = world.system(Role::Leader, "agency:H49.25").await;
        let mut keeper = world.system(Role::StampKeeper, "agency:H49.101").await;
        let mut desk = world.system(Role::ReturnOfficer, "office:H49.101").await;

        let mut dossier = counter.file(&filing(LAND_TRANSFER)).await;
        assert_eq!(text(&dossier, "/competent_agency/code"), "H49.26");
        counter.run(&mut dossier, "complete-step", json!({})).await;
        specialist.run(&mut dossier, "complete-step", json!({})).await;
        head.run(&mut dossier, "complete-step", json!({})).await;
        specialist.run(&mut dossier, "require-payment", json!({ "amount_vnd": 4_250_000, "notice": "TB-17" })).await;
        assert_eq!((text(&dossier, "/state"), text(&dossier, "/clock/status")), ("awaiting_payment", "paused"));
        assert!(!dossier["clock"]["expected_due_at"].is_null());

        world.it_is("2026-11-05T10:00:00");
        let paid = json!({ "amount_vnd": 4_250_000, "proof": "GNT-2211" });
        counter.run(&mut dossier, "confirm-payment", paid).await;
        let pause = &dossier["clock"]["explanation"]["pauses"][0];
        assert_eq!((text(pause, "/reason"), &pause["days"]), ("financial_obligation", &json!(3)));
        counter.run(&mut dossier, "complete-step", json!({})).await;
        specialist.run(&mut dossier, "propose-result", json!({ "title": "Giấy chứng nhận" })).await;
        head.run(&mut dossier, "complete-step", json!({})).await;
        leader.run(&mut dossier, "approve", json!({})).await;
        keeper.run(&mut dossier, "seal", json!({})).await;
        let hand_over = json!({ "receiver": "Lý Văn Phúc", "via": "post" });
        desk.run(&mut dossier, "return", hand_over).await;
        assert_eq!(text(&dossier, "/state"), "returned");
        assert_eq!(dossier["payments"][0]["proof"], "GNT-2211");
    })
    .await;
}

#[tokio::test]
async fn a_connected_system_settles_a_copy_of_an_extract_in_one_visit() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let mut dossier = system.file(&filing(COPY_OF_EXTRACT)).await;
        assert_eq!((text(&dossier, "/clock/limit/unit"), &dossier["slip_no"]), ("instant", &Value::Null));
        system.run(&mut dossier, "complete-step", json!({})).await;
        system.run(&mut dossier, "propose-result", json!({ "title": "Bản sao trích lục" })).await;
        system.run(&mut dossier, "approve", json!({})).await;
        system.run(&mut dossier, "seal", json!({})).await;
        let hand_over = json!({ "receiver": "Lý Văn Phúc", "via": "counter", "identity_checked": true });
        system.run(&mut dossier, "return", hand_over).await;
        assert_eq!((text(&dossier, "/state"), text(&dossier, "/clock/class")), ("returned", "on_time"));
    })
    .await;
}

#[tokio::test]
async fn the_other_ends_of_a_life_are_reached_too() {
    each_engine(|db| async move {
        let world = World::open(db).await;
        let mut system = world.system(Role::Integration, "province").await;
        let mut waiting = filing(BUILDING_PERMIT);
        waiting["accept"] = json!(false);

        let mut declined = system.file(&waiting).await;
        assert_eq!((text(&declined, "/state"), &declined["clock"]), ("submitted", &Value::Null));
        system.run(&mut declined, "decline", json!({ "reason": "Công trình được miễn giấy phép" })).await;
        assert_eq!(text(&declined, "/state"), "declined");

        let mut withdrawn = system.file(&waiting).await;
        system.run(&mut withdrawn, "accept", json!({ "slip_wanted": true })).await;
        system.run(&mut withdrawn, "withdraw", json!({ "reason": "Đổi thiết kế" })).await;
        assert_eq!((text(&withdrawn, "/state"), text(&withdrawn, "/clock/status")), ("withdrawn", "ended"));

        let mut stopped = system.file(&filing(BUILDING_PERMIT)).await;
        system.run(&mut stopped, "complete-step", json!({})).await;
        system.run(&mut stopped, "send-back", json!({ "reason": "Chưa quét đủ" })).await;
        let pause = json!({ "reason": "fieldwork", "legal_basis": "Luật Xây dựng, Điều 102" });
        system.run(&mut stopped, "pause", pause).await;
        system.run(&mut stopped, "resume", json!({})).await;
        system
            .run(&mut stopped, "stop", json!({ "reason": "Không bổ sung", "legal_basis": "NĐ 118/2025/NĐ-CP" }))
            .await;
        assert_eq!(text(&stopped, "/state"), "stopped");
    })
    .await;
}
