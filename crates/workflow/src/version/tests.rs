//! Versions on both engines: drafted, published by somebody else, in force from their day on.

use std::path::Path;

use base::{ActorKind, AgencyId, Role, UnitId};
use catalogue::{Catalogue, Key};
use db::Db;
use jiff::civil::date;

use super::*;
use crate::process::{NodeKind, Template, from_template};
use crate::sound::Staffing;
use crate::{Directory, Workflows, carry};

const TODAY: Date = date(2026, 11, 24);

fn now() -> Timestamp {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

/// Everybody is there.
struct Full;

impl Directory for Full {
    fn unit_of_kind(&self, _: AgencyId, _: &str) -> Option<UnitId> {
        Some(UnitId::new(now()))
    }

    fn agency_by_code(&self, _: &str) -> Option<AgencyId> {
        Some(AgencyId::new(now()))
    }
}

impl Staffing for Full {
    fn is_held(&self, _: Role, _: Option<AgencyId>) -> bool {
        true
    }

    fn knows_unit_kind(&self, _: &str) -> bool {
        true
    }
}

fn officer(name: &str) -> Actor {
    let kind = ActorKind::Staff {
        staff: base::StaffId::new(now()),
        agency: AgencyId::new(now()),
        unit: UnitId::new(now()),
        office: None,
    };
    Actor { account: AccountId::new(now()), kind, name: name.to_owned(), grants: Vec::new() }
}

async fn permit(db: &Db) -> ProcedureVersion {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    let parsed = catalogue::parse(&catalogue::Sources::read(&data).unwrap()).unwrap();
    let catalogue = Catalogue::load(db.clone(), now()).await.unwrap();
    catalogue.import(parsed, date(2025, 7, 1), Actor::system(), now()).await.unwrap();
    let key: Key = "1.013225".parse().unwrap();
    let published = catalogue.current(now()).await.unwrap();
    published.by_key(&key).unwrap().as_ref().clone()
}

fn process(minutes: u32) -> Process {
    from_template(Template::FiveAtPlace, "UBND cấp xã", minutes)
}

async fn save(
    db: &Db,
    version: &ProcedureVersion,
    process: Process,
    seen: i64,
    by: &Actor,
) -> Result<(), VersionError> {
    let (version, by) = (version.clone(), by.clone());
    db.write(move |tx| save_draft(tx, &version, &process, seen, (&by, now()))).await
}

async fn send(db: &Db, version: &ProcedureVersion, seen: i64, from: Date, by: &Actor) -> Result<(), VersionError> {
    let (version, by) = (version.clone(), by.clone());
    db.write(move |tx| publish(tx, &version, (seen, from), &Full, (&by, now()))).await
}

async fn in_force(db: &Db, version: &ProcedureVersion, day: Date) -> Option<Definition> {
    let version = version.clone();
    db.read::<_, _, db::Error>(move |tx| definition_on(tx, &version, day)).await.unwrap()
}

#[tokio::test]
async fn a_version_holds_from_its_day_on_and_is_published_by_somebody_else() {
    testkit::each_engine(|db| async move {
        let version = permit(&db).await;
        let (editor, approver) = (officer("Hà"), officer("Minh"));
        save(&db, &version, process(7_200), 0, &editor).await.unwrap();
        let own = send(&db, &version, 1, TODAY, &editor).await.unwrap_err();
        assert!(matches!(own, VersionError::OwnDraft));
        let past = send(&db, &version, 1, date(2026, 11, 23), &approver).await.unwrap_err();
        assert!(matches!(past, VersionError::Past));
        let from = date(2026, 12, 1);
        send(&db, &version, 1, from, &approver).await.unwrap();
        assert_eq!(in_force(&db, &version, date(2026, 11, 30)).await, None);
        let definition = in_force(&db, &version, from).await.unwrap();
        assert_eq!(definition.steps.len(), 5);
        // A dossier finds the one it keeps by its id alone.
        assert_eq!(*Workflows::new(db.clone()).get(definition.id).await.unwrap(), definition);
        // The draft has become the version; the next draft begins anew.
        assert!(matches!(send(&db, &version, 1, from, &approver).await, Err(VersionError::NoDraft)));
    })
    .await;
}

#[tokio::test]
async fn a_dossier_keeps_its_version_when_the_next_one_comes() {
    testkit::each_engine(|db| async move {
        let version = permit(&db).await;
        let (editor, approver) = (officer("Hà"), officer("Minh"));
        save(&db, &version, process(7_200), 0, &editor).await.unwrap();
        send(&db, &version, 1, TODAY, &approver).await.unwrap();
        let kept = in_force(&db, &version, TODAY).await.unwrap();
        let mut next = process(7_200);
        next.nodes[0].name = "Tiếp nhận mới".into();
        save(&db, &version, next, 0, &editor).await.unwrap();
        send(&db, &version, 1, date(2026, 12, 1), &approver).await.unwrap();
        let later = in_force(&db, &version, date(2026, 12, 1)).await.unwrap();
        assert_eq!(later.steps[0].name, "Tiếp nhận mới");
        assert_eq!(in_force(&db, &version, date(2026, 11, 30)).await.unwrap(), kept);
        assert_eq!(*Workflows::new(db.clone()).get(kept.id).await.unwrap(), kept);
        // Another limit of the procedure is another promise: the process made for the old one rests.
        let mut shorter = version.clone();
        shorter.facts.committed = Some(calendar::Limit::working_days(5));
        assert_eq!(in_force(&db, &shorter, date(2026, 12, 1)).await, None);
    })
    .await;
}

#[tokio::test]
async fn two_editors_do_not_overwrite_one_another() {
    testkit::each_engine(|db| async move {
        let version = permit(&db).await;
        let (one, other) = (officer("Hà"), officer("Minh"));
        save(&db, &version, process(7_200), 0, &one).await.unwrap();
        assert!(matches!(save(&db, &version, process(7_200), 0, &other).await, Err(VersionError::Changed)));
        save(&db, &version, process(7_201), 1, &other).await.unwrap();
        assert!(matches!(save(&db, &version, process(7_200), 1, &one).await, Err(VersionError::Changed)));
        // Both have changed it, so neither publishes it.
        for editor in [&one, &other] {
            assert!(matches!(send(&db, &version, 2, TODAY, editor).await, Err(VersionError::OwnDraft)));
        }
        // And nobody publishes another draft than the one looked at, or one that is not sound.
        let third = officer("Lan");
        assert!(matches!(send(&db, &version, 1, TODAY, &third).await, Err(VersionError::Changed)));
        let unsound = send(&db, &version, 2, TODAY, &third).await.unwrap_err();
        let VersionError::Unsound(wrong) = unsound else { panic!("{unsound:?}") };
        assert_eq!(wrong[0].name(), "budget");
        let key = version.facts.key.clone();
        let gone = db.write(move |tx| discard_draft(tx, &key, 2)).await;
        assert!(gone.is_ok());
        save(&db, &version, process(7_200), 0, &one).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_dossiers_cannot_follow_yet_is_not_published() {
    testkit::each_engine(|db| async move {
        let version = permit(&db).await;
        let mut asks = crate::examples::example("1.013225").process;
        let opinion = asks.nodes.iter_mut().find(|node| node.id.as_str() == "y-kien-dat").unwrap();
        let NodeKind::Consult(consultation) = &mut opinion.kind else { panic!("a consultation") };
        consultation.refused = Some(consultation.next.clone());
        save(&db, &version, asks, 0, &officer("Hà")).await.unwrap();
        let refused = send(&db, &version, 1, TODAY, &officer("Minh")).await.unwrap_err();
        let VersionError::Unsound(wrong) = refused else { panic!("{refused:?}") };
        let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|told| told.starts_with("dossiers do not follow step y-kien-dat yet")), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_site_is_carried_to_another_and_a_second_time_changes_nothing() {
    testkit::each_engine(|db| async move {
        let version = permit(&db).await;
        save(&db, &version, process(7_200), 0, &officer("Hà")).await.unwrap();
        send(&db, &version, 1, TODAY, &officer("Minh")).await.unwrap();
        let carried = db.read(carry::export).await.unwrap();
        let text = crate::write_yaml(carried.clone()).unwrap();
        assert_eq!(crate::read_yaml(&text).unwrap(), carried);
        let taken = {
            let (carried, version) = (carried.clone(), version.clone());
            let by = Actor::system();
            let take = move |tx: &mut Tx<'_>| {
                let one = carried[0].clone();
                import(tx, &version, (one.process, one.valid_from), &Full, (&by, now()))
            };
            db.write(take).await
        };
        assert!(!taken.unwrap(), "it is there already");
        // A bad one keeps the good ones out.
        let organisation = organisation::Organisation::load(db.clone()).await.unwrap();
        let mut two = carried;
        two.push(crate::Carried { procedure: "9.999999".parse().unwrap(), ..two[0].clone() });
        two[0].process.nodes[0].name = "Khác".into();
        let by = Actor::system();
        let refused =
            db.write(move |tx| carry::import(tx, two.clone(), &organisation, (&by, now()))).await.unwrap_err();
        let carry::CarryError::Refused(refused) = refused else { panic!("{refused:?}") };
        let told: Vec<String> = refused.iter().map(ToString::to_string).collect();
        assert!(told.contains(&"procedure 9.999999: is not published here".to_owned()), "{told:?}");
        assert!(told.contains(&"procedure 1.013225: step tiep-nhan: nobody is counter_officer there".to_owned()));
        assert_eq!(db.read(carry::export).await.unwrap()[0].process, process(7_200));
    })
    .await;
}
