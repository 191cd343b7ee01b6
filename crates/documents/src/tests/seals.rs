//! The register of seals: custody by minutes, impressions on record, the report by agency and month.

use base::Actor;
use dossier::command::{Note, Seal};
use dossier::{Command, Dossier, Request, Which};
use jiff::Timestamp;
use testkit::each_engine;

use super::world::{COPY_OF_EXTRACT, World};
use crate::seals::{self, SealError};

const TABLE: &str = "code,name,kind,owner_code,keeper_login,minutes_no,since
H49.101-1,Con dấu thứ nhất,first,H49.101,vanthu.halong,01/BB,2025-07-01
H49.03-2,Con dấu thứ hai,second,H49.03,vanthu.tinh,02/BB,2025-07-01
";

async fn registered(world: &World) {
    let organisation = world.dossiers.organisation();
    assert_eq!(seals::import(&world.db, organisation, TABLE.as_bytes(), world.now()).await.unwrap(), 2);
}

async fn act(world: &World, dossier: &Dossier, command: Command) -> Result<Dossier, dossier::Error> {
    let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
    world.dossiers.execute_all(&Actor::system(), which, dossier.version, vec![command], request).await
}

fn put(seal: &str, copies: u16) -> Command {
    Command::Seal(Seal { seal: seal.to_owned(), copies: Some(copies) })
}

#[tokio::test]
async fn every_impression_is_on_record_against_its_result_and_none_without_a_decision() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        registered(&world).await;
        let approved = super::results::drafted(&world, COPY_OF_EXTRACT).await;
        let refused = act(&world, &approved, put("H49.101-1", 1)).await;
        assert!(matches!(refused, Err(dossier::Error::Refused(_))), "{refused:?}");
        let approved = act(&world, &approved, Command::Approve(Note::default())).await.unwrap();
        act(&world, &approved, put("Con dấu thứ nhất", 3)).await.unwrap();

        let list = world.visitor("inspector").get("/quan-tri/con-dau").await.text();
        for part in ["2 con dấu đang quản lý, trong đó 1 con dấu thứ hai của 1 cơ quan", "Cao Thị Tâm", "Tô Thị Yến"]
        {
            assert!(list.contains(part), "{part}\nis not in\n{list}");
        }
        let href = list.split("href=\"").find(|part| part.contains(">H49.101-1<")).unwrap().split('"').next().unwrap();
        let one = world.visitor("inspector").get(href).await.text();
        assert!(one.contains(&approved.label()) && one.contains("01/BB"), "{one}");
        let report = world.visitor("inspector").get("/quan-tri/con-dau/bao-cao?nam=2026").await.text();
        assert!(report.contains("UBND phường Hạ Long") && report.matches(">3<").count() >= 2, "{report}");
        let before = world.visitor("inspector").get("/quan-tri/con-dau/bao-cao?nam=2025").await.text();
        assert!(before.contains("chưa có lần đóng dấu nào"), "{before}");
    })
    .await;
}

#[tokio::test]
async fn a_seal_changes_hands_by_minutes_and_is_in_one_place_at_a_time() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        registered(&world).await;
        let organisation = world.dossiers.organisation().clone();
        let keeper = organisation.staff_by_login("vanthu.tinh").unwrap().id;
        let seal = seals::kept_by(&world.db, keeper).await.unwrap().remove(0);
        let next = organisation.staff_by_login("vanthu.halong").unwrap().id;
        let hand = async |to, since: &str| {
            let custody = seals::Custody { keeper: to, minutes_no: "07/BB".to_owned(), since: since.parse().unwrap() };
            let (organisation, now): (_, Timestamp) = (organisation.clone(), world.now());
            let handed = world
                .db
                .write(move |tx| seals::hand_over(tx, &organisation, seal.id, &custody, (&Actor::system(), now)));
            handed.await
        };
        assert!(matches!(hand(keeper, "2026-11-20").await, Err(SealError::SameKeeper)));
        assert!(matches!(hand(next, "2025-06-30").await, Err(SealError::OlderThanLast(_))));
        hand(next, "2026-11-20").await.unwrap();
        assert_eq!(seals::kept_by(&world.db, keeper).await.unwrap().len(), 0);
        assert_eq!(seals::kept_by(&world.db, next).await.unwrap().len(), 2);
        let again = seals::import(&world.db, world.dossiers.organisation(), TABLE.as_bytes(), world.now()).await;
        assert!(matches!(again, Err(seals::SealImportError::Store(SealError::CodeTaken))), "{again:?}");
        let wrong = TABLE.replace("vanthu.tinh", "khong.co").replace("H49.", "H49.0");
        assert!(seals::import(&world.db, world.dossiers.organisation(), wrong.as_bytes(), world.now()).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn who_may_not_manage_seals_sees_no_form_and_sends_none() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    registered(&world).await;
    let list = world.visitor("inspector").get("/quan-tri/con-dau").await.text();
    assert!(!list.contains("name=\"bien-ban\""), "{list}");
    assert_eq!(world.visitor("inspector").post("/quan-tri/con-dau", &[("ma", "x")]).await.status, 403);
    assert_eq!(world.visitor("halong").get("/quan-tri/con-dau").await.status, 403);

    let mut clerk = world.visitor("clerk");
    let page = clerk.get("/quan-tri/con-dau").await;
    let csrf = page.input("csrf").unwrap();
    let sent = |code: &str, keeper: &str| {
        [
            ("csrf", csrf.clone()),
            ("ma", code.to_owned()),
            ("ten", "Con dấu thứ hai".to_owned()),
            ("loai", "second".to_owned()),
            ("chu-dau", "H49.04".to_owned()),
            ("nguoi-giu", keeper.to_owned()),
            ("bien-ban", "09/BB".to_owned()),
            ("tu-ngay", "24/11/2026".to_owned()),
        ]
    };
    for (code, keeper, word) in
        [("H49.03-2", "vanthu.tinh", "đã có trong sổ"), ("H49.04-2", "khong.co", "Không có cán bộ nào")]
    {
        let fields = sent(code, keeper);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let refused = clerk.post("/quan-tri/con-dau", &fields).await;
        assert!(refused.status == 422 && refused.text().contains(word), "{}", refused.text());
    }
    let fields = sent("H49.04-2", "vanthu.tinh");
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(clerk.post("/quan-tri/con-dau", &fields).await.status, 303);
    assert!(clerk.get("/quan-tri/con-dau").await.text().contains("H49.04-2"));
}

#[tokio::test]
async fn the_demo_centre_keeps_twenty_two_second_seals_of_sixteen_agencies() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let table = include_bytes!("../../../../data/demo/seals.csv");
    seals::import(&world.db, world.dossiers.organisation(), table, world.now()).await.unwrap();
    let list = world.visitor("inspector").get("/quan-tri/con-dau").await.text();
    assert!(list.contains("26 con dấu đang quản lý, trong đó 22 con dấu thứ hai của 16 cơ quan"), "{list}");
}
