//! The log on both engines, and the page behind the real middleware.

use std::sync::Arc;

use access::{Access, Passwords, Visit, import_staff_accounts};
use base::{Actor, ActorKind, AgencyId, DossierId, Grant, Locale, OfficeId, Role, Scope, StaffId, UnitId};
use calendar::FrozenClock;
use db::{Db, Tx};
use jiff::{SignedDuration, Timestamp};
use organisation::import::{Sources, parse};
use testkit::{Visitor, each_engine};
use web::{Gate, Locales, Settings, Site};

use super::*;
use crate::{Entry, Log, Subject, record, record_read};

const PASSWORD: &str = "hoa sữa tháng mười";

fn now() -> Timestamp {
    "2026-12-01T02:00:00Z".parse().unwrap()
}

fn officer(name: &str) -> Actor {
    let kind = ActorKind::Staff {
        staff: StaffId::new(now()),
        agency: AgencyId::new(now()),
        unit: UnitId::new(now()),
        office: Some(OfficeId::new(now())),
    };
    Actor { account: base::AccountId::new(now()), kind, name: name.to_owned(), grants: Vec::new() }
}

fn everything() -> Search {
    let (from, until) = (now() - SignedDuration::from_hours(1), now() + SignedDuration::from_hours(1));
    Search { staff: None, code: None, kind: None, from, until, before: 0, places: [None; 3] }
}

async fn found(db: &Db, search: Search) -> Vec<String> {
    let rows = db.read::<_, _, db::Error>(move |tx| store::entries(tx, &search, 100)).await.unwrap();
    rows.into_iter()
        .map(|row| format!("{} {} {} {}", row.kind.name(), row.who.name(), row.name, row.subject_code))
        .collect()
}

async fn write(db: &Db, actor: &Actor, kind: Kind, code: &'static str) {
    let actor = actor.clone();
    let enter = move |tx: &mut Tx<'_>| {
        let subject = Subject::Dossier { id: DossierId::new(now()), code };
        let client = Some("10.0.0.7".parse().unwrap());
        record(tx, &Entry { kind, actor: &actor, subject, detail: "identity", client, at: now() })
    };
    db.write::<_, _, db::Error>(enter).await.unwrap();
}

#[tokio::test]
async fn entries_are_found_by_officer_by_code_by_kind_and_by_reach() {
    each_engine(|db| async move {
        let (binh, cuong) = (officer("Trần Thị Bình"), officer("Lê Văn Cường"));
        write(&db, &binh, Kind::Read, "H49-1").await;
        write(&db, &cuong, Kind::Revealed, "H49-1").await;
        write(&db, &binh, Kind::Read, "H49-2").await;
        let ActorKind::Staff { staff, agency, office, .. } = binh.kind else { unreachable!() };

        let newest_first =
            ["read staff Trần Thị Bình H49-2", "revealed staff Lê Văn Cường H49-1", "read staff Trần Thị Bình H49-1"];
        assert_eq!(found(&db, everything()).await, newest_first);
        let by_staff = Search { staff: Some(staff), ..everything() };
        assert_eq!(found(&db, by_staff.clone()).await, [newest_first[0], newest_first[2]]);
        let by_code = Search { code: Some("H49-1".to_owned()), ..everything() };
        assert_eq!(found(&db, by_code.clone()).await, [newest_first[1], newest_first[2]]);
        let both = Search { staff: Some(staff), ..by_code };
        assert_eq!(found(&db, both).await, [newest_first[2]]);
        assert_eq!(found(&db, Search { kind: Some(Kind::Revealed), ..everything() }).await, [newest_first[1]]);
        for place in [agency.uuid(), office.unwrap().uuid()] {
            let reach = Search { places: [Some(place); 3], ..everything() };
            assert_eq!(found(&db, reach).await.len(), 2);
        }
        assert_eq!(found(&db, Search { places: [Some(uuid::Uuid::nil()); 3], ..everything() }).await.len(), 0);
        assert_eq!(found(&db, Search { from: now() + SignedDuration::from_secs(1), ..by_staff }).await.len(), 0);
    })
    .await;
}

#[tokio::test]
async fn the_next_page_goes_on_behind_the_last_entry_shown() {
    each_engine(|db| async move {
        let binh = officer("Trần Thị Bình");
        for code in ["1", "2", "3", "4", "5"] {
            write(&db, &binh, Kind::Read, code).await;
        }
        let mut codes = Vec::new();
        let mut search = everything();
        loop {
            let asked = search.clone();
            let rows = db.read::<_, _, db::Error>(move |tx| store::entries(tx, &asked, 2)).await.unwrap();
            let Some(last) = rows.last() else { break };
            (search.until, search.before) = (last.at, last.seq);
            codes.extend(rows.into_iter().map(|row| row.subject_code));
        }
        assert_eq!(codes, ["5", "4", "3", "2", "1"]);
    })
    .await;
}

db::query! {
    fn rewrite() -> exec = "UPDATE audit_entry SET actor_name = ''"
}
db::query! {
    fn erase() -> exec = "DELETE FROM audit_entry"
}

#[tokio::test]
async fn what_is_written_is_never_changed() {
    each_engine(|db| async move {
        write(&db, &officer("Trần Thị Bình"), Kind::Read, "H49-1").await;
        assert!(db.write::<_, _, db::Error>(rewrite).await.is_err());
        assert!(db.write::<_, _, db::Error>(erase).await.is_err());
        assert_eq!(found(&db, everything()).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_citizen_is_in_the_log_without_name_and_without_address() {
    let store = testkit::sqlite();
    let citizen = Actor { kind: ActorKind::Citizen, ..officer("Nguyễn Văn An") };
    write(&store.db, &citizen, Kind::SignedIn, "").await;
    write(&store.db, &Actor::system(), Kind::SignInRefused, "").await;
    let rows = store.db.read::<_, _, db::Error>(|tx| store::entries(tx, &everything(), 9)).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.who.name(), row.name.as_str(), row.client.as_str())).collect();
    assert_eq!(told, [("unknown", "", "10.0.0.7"), ("citizen", "", "")]);
}

#[test]
fn every_kind_and_field_has_its_sentence_in_both_languages() {
    for locale in Locale::ALL {
        let page = Page::sample(locale, &[crate::LOCALE], None).unwrap();
        for kind in Kind::ALL {
            assert!(!kind_text(&page, *kind).starts_with("audit-"), "{kind:?}");
            assert_eq!(Kind::from_name(kind.name()), Some(*kind));
        }
        let all = PersonalField::ALL.iter().map(|field| field.name()).collect::<Vec<_>>().join(" ");
        assert!(!detail(&page, Kind::Read, &all).contains("audit-"));
    }
}

/// An agency with an inspector of the whole province, one of the agency, and a specialist.
struct House {
    site: Site,
    access: Access,
    organisation: Organisation,
    _store: testkit::engines::Sqlite,
}

const STAFF: &str = "login,name,agency_code,unit_code,office_code,post,roles
tinh,Đỗ Thị Tỉnh,H49,A,,Thanh tra,inspector
so,Vũ Văn Sở,H49.12,B,,Thanh tra,inspector@agency
an.nv,Nguyễn Văn An,H49.12,B,,Chuyên viên,specialist
an.nv2,Nguyễn Văn An,H49,A,,Chuyên viên,specialist
";

impl House {
    async fn open() -> Self {
        let store = testkit::sqlite();
        let organisation = Organisation::load(store.db.clone()).await.unwrap();
        let sources = Sources {
            agencies: "code,name,kind,parent_code,valid_from\nH49,UBND tỉnh,province_committee,,2025-07-01\nH49.12,Sở Xây dựng,department,H49,2025-07-01\n".into(),
            units: "code,agency_code,name,kind\nA,H49,Văn phòng,division\nB,H49.12,Phòng Cấp phép,division\n".into(),
            offices: "code,agency_code,name,kind,address,phone\n".into(),
            staff: STAFF.into(),
        };
        let imported = organisation.import(parse(&sources).unwrap(), now()).await.unwrap();
        let access = Access::new(store.db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(Log));
        let hash = access.hash_password(PASSWORD).await.unwrap();
        let import = move |tx: &mut Tx<'_>| import_staff_accounts(tx, &imported.staff, &hash, now());
        store.db.write::<_, _, db::Error>(import).await.unwrap();
        let locales = Locales::load(&[crate::LOCALE, access::LOCALE]).unwrap();
        let (clock, identify) = (Arc::new(FrozenClock::at(now())), Arc::new(access.clone()));
        let site = Site::new(store.db.clone(), clock, Settings::default(), locales, identify);
        Self { site, access, organisation, _store: store }
    }

    async fn visitor(&self, login: &str) -> Visitor {
        let dossier = Routes::new("audit").get("audit.dossier", "/ho-so/{ma}", Gate::SignedIn, dossier).with_state(());
        let router = routes(self.organisation.clone())
            .merge(access::routes(self.access.clone()))
            .merge(dossier)
            .into_router(self.site.clone());
        let mut visitor = Visitor::new(router);
        let csrf = visitor.get("/dang-nhap").await.input("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("login", login), ("password", PASSWORD)];
        assert_eq!(visitor.post("/dang-nhap", &fields).await.status.as_u16(), 303);
        visitor
    }
}

/// A page that shows personal data, as `desk` will have them.
async fn dossier(State(()): State<()>, ctx: Context) -> Result<String, Error> {
    let subject = Subject::Dossier { id: DossierId::new(ctx.now), code: "H49.12-261201-0001" };
    record_read(&ctx, subject, &[PersonalField::Identity, PersonalField::Papers]).await?;
    Ok("Nguyễn Văn An, 001099000117".to_owned())
}

#[tokio::test]
async fn a_look_at_a_dossier_is_found_by_its_code_and_shows_no_personal_data() {
    let house = House::open().await;
    house.visitor("an.nv").await.get("/ho-so/1").await;
    let page = house.visitor("tinh").await.get("/quan-tri/nhat-ky?ma=h49.12-261201-0001").await.text();
    for part in
        ["Xem dữ liệu cá nhân", "Phòng Cấp phép, Sở Xây dựng", "họ tên, ngày sinh, giấy tờ", "09:00 thứ Ba 01/12/2026"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("001099000117"));
}

#[tokio::test]
async fn an_inspector_sees_only_officers_within_reach_and_others_see_nothing() {
    let house = House::open().await;
    house.visitor("an.nv2").await;
    let of_agency = house.visitor("so").await.get("/quan-tri/nhat-ky").await.text();
    assert!(of_agency.contains("Vũ Văn Sở") && !of_agency.contains("Nguyễn Văn An"), "{of_agency}");
    let of_province = house.visitor("tinh").await.get("/quan-tri/nhat-ky").await.text();
    assert!(of_province.contains("Vũ Văn Sở") && of_province.contains("Nguyễn Văn An"));
    assert_eq!(house.visitor("an.nv").await.get("/quan-tri/nhat-ky").await.status.as_u16(), 403);
}

#[tokio::test]
async fn a_search_that_is_not_clear_is_asked_again_and_keeps_what_was_typed() {
    let house = House::open().await;
    let mut inspector = house.visitor("tinh").await;
    let several = inspector.get("/quan-tri/nhat-ky?nguoi=nguyen%20van%20an&loai=signed-in").await;
    assert!(several.text().contains("/quan-tri/nhat-ky?nguoi=an.nv2&#38;loai=signed-in"), "{}", several.text());
    assert_eq!(several.input("nguoi").as_deref(), Some("nguyen van an"));
    for (query, said) in [
        ("nguoi=ai%20do", "Không có cán bộ nào tên như vậy"),
        ("tu=31/02/2026", "Ô “Từ ngày” chưa đúng"),
        ("den=x", "Ô “Đến ngày” chưa đúng"),
        ("tu=02/12/2026&den=01/12/2026", "đang trước"),
        ("nguoi=an.nv", "Không có việc nào"),
    ] {
        let page = inspector.get(&format!("/quan-tri/nhat-ky?{query}")).await.text();
        assert!(page.contains(said), "{said} in {page}");
    }
}

#[tokio::test]
async fn refused_sign_ins_are_in_the_log() {
    let house = House::open().await;
    for login in ["an.nv", "0900000117"] {
        let (login, password, user_agent) = (login.to_owned(), "wrong".to_owned(), String::new());
        let visit = Visit { login, password, client: None, user_agent, is_linking: false };
        house.access.sign_in(visit, now()).await.unwrap_err();
    }
    let log = found(&house.site.db, everything()).await;
    assert_eq!(log, ["sign-in-refused unknown  ", "sign-in-refused staff Nguyễn Văn An "]);
}

#[test]
fn the_page_is_drawn_in_both_languages() {
    for locale in Locale::ALL {
        let inspector = Actor {
            grants: vec![Grant { role: Role::Inspector, scope: Scope::Province, valid_from: now(), valid_to: None }],
            ..officer("Đỗ Thị Tỉnh")
        };
        let page = Page::sample(locale, &[crate::LOCALE], Some(inspector)).unwrap();
        let mut view = LogPage::blank(page, &HashMap::new());
        view.ask_again(&Unclear::Several(vec![("an.nv".to_owned(), "Chuyên viên".to_owned())]), &HashMap::new());
        view.lines.push(Line {
            at: "14:20 thứ Hai 26/10/2026".to_owned(),
            name: "Trần Thị Bình".to_owned(),
            post: "Bộ phận Một cửa".to_owned(),
            what: "Đăng nhập".to_owned(),
            subject: "H49-1".to_owned(),
            detail: String::new(),
            client: "10.0.0.7".to_owned(),
        });
        view.pager = Some(Pager { shown: "1".to_owned(), previous: None, next: None });
        let html = view.render().unwrap();
        assert!(!html.contains("audit-"), "a sentence is missing: {html}");
    }
}
