//! The four files, right and wrong, on both engines.

use super::*;
use crate::{AgencyKind, Organisation, UnitKind};
use base::{Role, Scope};

const AGENCY_FILE: &str = "code,name,kind,parent_code,valid_from
H49,Ủy ban nhân dân tỉnh,province_committee,,2025-07-01
H49.12,Sở Xây dựng,department,H49,2025-07-01
H49.60,UBND phường Bãi Cháy,commune_committee,H49,2025-07-01
";
const UNIT_FILE: &str = "code,agency_code,name,kind
MC,H49.60,Bộ phận Một cửa,one_stop
TP,H49.60,Tư pháp – hộ tịch,civil_status
MC,H49.12,Bộ phận Một cửa,one_stop
";
const OFFICE_FILE: &str = "code,agency_code,name,kind,address,phone
BC,H49.60,Trung tâm Phục vụ hành chính công phường Bãi Cháy,commune_centre,\"Số 1, phường Bãi Cháy\",0203 3000 001
";
const STAFF_FILE: &str = "login,name,agency_code,unit_code,office_code,post,roles
binh.tt,Trần Thị Bình,H49.60,MC,BC,Công chức một cửa,counter_officer;return_officer
an.nv,Nguyễn Văn An,H49.60,TP,,Công chức tư pháp - hộ tịch,specialist;inspector@agency
";

fn files() -> Sources {
    let bytes = |text: &str| text.as_bytes().to_vec();
    Sources {
        agencies: bytes(AGENCY_FILE),
        units: bytes(UNIT_FILE),
        offices: bytes(OFFICE_FILE),
        staff: bytes(STAFF_FILE),
    }
}

fn now() -> Timestamp {
    "2026-12-01T02:00:00Z".parse().unwrap()
}

fn today() -> jiff::civil::Date {
    "2026-12-01".parse().unwrap()
}

fn errors_of(sources: &Sources) -> Vec<String> {
    parse(sources).unwrap_err().iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn an_import_is_found_again_by_code_and_a_second_one_changes_nothing() {
    testkit::each_engine(|db| async move {
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let first = organisation.import(parse(&files()).unwrap(), now()).await.unwrap();
        assert_eq!(first.changed, 9);

        let commune = organisation.agency_by_code("H49.60").unwrap();
        assert_eq!(commune.kind, AgencyKind::CommuneCommittee);
        assert_eq!(organisation.agency(commune.parent.unwrap()).unwrap().code, "H49");
        let office = organisation.office_of_agency(commune.id, today()).unwrap();
        assert_eq!((office.code.as_str(), organisation.offices(today()).len()), ("BC", 1));
        let counter = organisation.unit_of_kind(commune.id, UnitKind::OneStop, today()).unwrap();
        let officer = organisation.staff_by_login("binh.tt").unwrap();
        assert_eq!((officer.unit, officer.office), (counter.id, Some(office.id)));
        assert_eq!(organisation.staff_of_unit(counter.id, today()).len(), 1);
        for called in ["BINH.TT", "trần thị bình", "tran thi binh"] {
            assert_eq!(organisation.staff_called(called).first(), Some(&officer), "{called}");
        }

        let second = organisation.import(parse(&files()).unwrap(), now()).await.unwrap();
        assert_eq!(second.changed, 0);
        assert!(!organisation.refresh().await.unwrap());
        assert_eq!(organisation.agency_by_code("H49.60").unwrap(), commune);
        assert_eq!(organisation.staff(officer.id).unwrap(), officer);
    })
    .await;
}

#[tokio::test]
async fn a_changed_row_keeps_its_identifier_and_other_processes_notice() {
    testkit::each_engine(|db| async move {
        let organisation = Organisation::load(db.clone()).await.unwrap();
        organisation.import(parse(&files()).unwrap(), now()).await.unwrap();
        let elsewhere = Organisation::load(db).await.unwrap();
        let before = elsewhere.staff_by_login("an.nv").unwrap();

        let mut sources = files();
        sources.staff = STAFF_FILE.replace("Công chức tư pháp - hộ tịch", "Trưởng bộ phận").into_bytes();
        assert_eq!(organisation.import(parse(&sources).unwrap(), now()).await.unwrap().changed, 1);

        assert_eq!(elsewhere.staff(before.id).unwrap().post, "Công chức tư pháp - hộ tịch");
        assert!(elsewhere.refresh().await.unwrap());
        assert_eq!(elsewhere.staff(before.id).unwrap().post, "Trưởng bộ phận");
    })
    .await;
}

#[tokio::test]
async fn only_published_numbers_are_contacts_heads_before_deputies() {
    testkit::each_engine(|db| async move {
        let organisation = Organisation::load(db.clone()).await.unwrap();
        let mut sources = files();
        sources.staff = "login,name,agency_code,unit_code,office_code,post,roles,public_phone
an.nv,Nguyễn Văn An,H49.60,TP,,Phó Chủ tịch UBND phường,leader,0203 3000 002
binh.tt,Trần Thị Bình,H49.60,MC,BC,Công chức một cửa,counter_officer,
minh.lt,Lê Thị Minh,H49.60,TP,,Chủ tịch UBND phường,leader,0203 3000 001
"
        .into();
        organisation.import(parse(&sources).unwrap(), now()).await.unwrap();
        let contacts = organisation.contacts(today());
        let told: Vec<_> =
            contacts.iter().map(|(_, staff)| (staff.name.as_str(), staff.public_phone.as_str())).collect();
        assert_eq!(told, [("Lê Thị Minh", "0203 3000 001"), ("Nguyễn Văn An", "0203 3000 002")]);
        assert_eq!(contacts[0].0.code, "H49.60");
    })
    .await;
}

#[tokio::test]
async fn roles_come_out_with_the_bodies_they_reach_over() {
    let store = testkit::sqlite();
    let organisation = Organisation::load(store.db.clone()).await.unwrap();
    let imported = organisation.import(parse(&files()).unwrap(), now()).await.unwrap();
    let commune = organisation.agency_by_code("H49.60").unwrap();
    let office = organisation.office_by_code("BC").unwrap();
    let unit = organisation.unit_of_kind(commune.id, UnitKind::CivilStatus, today()).unwrap();
    let grants: Vec<_> = imported.staff.iter().map(|staff| (staff.login.as_str(), staff.grants.clone())).collect();
    assert_eq!(
        grants,
        [
            (
                "binh.tt",
                vec![(Role::CounterOfficer, Scope::Office(office.id)), (Role::ReturnOfficer, Scope::Office(office.id))]
            ),
            ("an.nv", vec![(Role::Specialist, Scope::Unit(unit.id)), (Role::Inspector, Scope::Agency(commune.id))]),
        ]
    );
}

#[test]
fn every_error_of_every_file_is_told_with_its_place() {
    let sources = Sources {
        agencies: "code,name,kind,parent_code,valid_from\nH49,,kingdom,H48,1/7/2025\nH49,Sở,department,,2025-07-01\nH49,Sở,department,,2025-07-01"
            .into(),
        units: "code,agency_code,name,kind\nMC,H99,Một cửa,one_stop\nĐ1,H49,Phòng,division\nP1,H49,Phòng".into(),
        offices: "code,name,kind,address,phone\n".into(),
        staff: "login,name,agency_code,unit_code,office_code,post,roles\nan,<b>,H49,MC,XX,,leader;king;cashier".into(),
    };
    let errors = errors_of(&sources);
    let places: Vec<String> =
        errors.iter().map(|error| error.split(": ").next().unwrap_or_default().to_owned()).collect();
    assert_eq!(
        places,
        [
            "agencies.csv, line 2, column name",
            "agencies.csv, line 2, column kind",
            "agencies.csv, line 2, column parent_code",
            "agencies.csv, line 2, column valid_from",
            "agencies.csv, line 4, column code",
            "units.csv, line 4, column *",
            "units.csv, line 2, column agency_code",
            "units.csv, line 3, column code",
            "offices.csv, line 1, column agency_code",
            "staff.csv, line 2, column name",
            "staff.csv, line 2, column post",
            "staff.csv, line 2, column roles",
            "staff.csv, line 2, column office_code",
            "staff.csv, line 2, column unit_code",
        ]
    );
    assert_eq!(errors[4], "agencies.csv, line 4, column code: the same code stands on line 3");
}

#[test]
fn a_body_begins_and_ends_with_its_agency_unless_it_says_otherwise() {
    let mut sources = files();
    sources.agencies = AGENCY_FILE.replace("valid_from\n", "valid_from,valid_to\n").replace("-01\n", "-01,\n").into();
    sources.units = "code,agency_code,name,kind,valid_from,valid_to\nMC,H49.60,A,one_stop,,\nTP,H49.60,B,division,2026-01-01,2025-01-01\n".into();
    assert_eq!(errors_of(&sources)[0], "units.csv, line 3, column valid_to: the last day lies before the first");
}

#[test]
fn the_demo_province_has_no_errors() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/demo");
    let register = parse(&Sources::read(&folder).unwrap()).map_err(|errors| errors_as_lines(&errors));
    assert!(register.unwrap().staff.len() > 20);
}

fn errors_as_lines(errors: &[ImportError]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let errors = Sources::read(Path::new("/nowhere")).unwrap_err();
    assert_eq!(errors.len(), 4);
    assert!(errors[3].to_string().starts_with("staff.csv, line 0, column *: the file cannot be read"));
}
