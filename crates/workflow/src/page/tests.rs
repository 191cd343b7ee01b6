//! The pages behind the real middleware: a draft from beginning to publication, and every page drawn
//! in both languages.

use std::path::Path as FilePath;

use access::{Access, Passwords, import_staff_accounts};
use base::{Actor, Locale};
use calendar::FrozenClock;
use jiff::Timestamp;
use jiff::civil::date;
use organisation::import::{Sources, parse};
use testkit::Visitor;
use web::{Locales, Settings, Site};

use super::*;
use crate::examples::example;
use crate::{Performers, Workflows, define, write_yaml};

const PASSWORD: &str = "hoa sữa tháng mười";
const PERMIT: &str = "/quan-tri/quy-trinh/1.013225";

fn now() -> Timestamp {
    "2026-11-24T02:00:00Z".parse().unwrap()
}

/// The demo province with its procedures and officers.
struct House {
    site: Site,
    access: Access,
    organisation: Organisation,
    catalogue: Catalogue,
    _store: testkit::engines::Sqlite,
}

impl House {
    async fn open() -> Self {
        let store = testkit::sqlite();
        let data = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
        let organisation = Organisation::load(store.db.clone()).await.unwrap();
        let register = parse(&Sources::read(&data.join("demo")).unwrap()).unwrap();
        let imported = organisation.import(register, now()).await.unwrap();
        let access =
            Access::new(store.db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(audit::Log));
        let hash = access.hash_password(PASSWORD).await.unwrap();
        let import = move |tx: &mut Tx<'_>| import_staff_accounts(tx, &imported.staff, &hash, now());
        store.db.write::<_, _, db::Error>(import).await.unwrap();
        let catalogue = Catalogue::load(store.db.clone(), now()).await.unwrap();
        let parsed = catalogue::parse(&catalogue::Sources::read(&data).unwrap()).unwrap();
        catalogue.import(parsed, date(2025, 7, 1), Actor::system(), now()).await.unwrap();
        let performers = Performers::parse(include_str!("../../../../data/demo/performers.csv")).unwrap();
        let published = catalogue.current(now()).await.unwrap();
        let definitions: Vec<_> =
            published.all().iter().filter_map(|version| define(version, &performers, now()).ok()).collect();
        let keep = move |tx: &mut Tx<'_>| definitions.iter().try_for_each(|one| Workflows::save(tx, one));
        store.db.write::<_, _, db::Error>(keep).await.unwrap();
        let locales = Locales::load(&[crate::LOCALE, access::LOCALE, catalogue::LOCALE]).unwrap();
        let (clock, identify) = (Arc::new(FrozenClock::at(now())), Arc::new(access.clone()));
        let site = Site::new(store.db.clone(), clock, Settings::default(), locales, identify);
        Self { site, access, organisation, catalogue, _store: store }
    }

    async fn visitor(&self, login: &str) -> Visitor {
        let router = routes(self.catalogue.clone(), self.organisation.clone(), Arc::new(Seven))
            .merge(access::routes(self.access.clone()))
            .into_router(self.site.clone());
        let mut visitor = Visitor::new(router);
        let csrf = visitor.get("/dang-nhap").await.input("csrf").unwrap();
        let fields = [("csrf", csrf.as_str()), ("login", login), ("password", PASSWORD)];
        assert_eq!(visitor.post("/dang-nhap", &fields).await.status.as_u16(), 303);
        visitor
    }
}

/// Every process has seven open dossiers.
struct Seven;

impl crate::Followers for Seven {
    fn open(&self, _: &mut Tx<'_>, _: base::WorkflowId) -> Result<i64, db::Error> {
        Ok(7)
    }
}

async fn editor(house: &House) -> Visitor {
    house.visitor("kiemsoat.tinh").await
}

async fn approver(house: &House) -> Visitor {
    house.visitor("truongkiemsoat.tinh").await
}

/// Sends a form with the secret of the page it stands on.
async fn send(visitor: &mut Visitor, page: &str, to: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let csrf = visitor.get(page).await.input("csrf").unwrap();
    let mut all = vec![("csrf", csrf.as_str())];
    all.extend_from_slice(fields);
    let answer = visitor.post(to, &all).await;
    (answer.status.as_u16(), answer.text())
}

fn address(rest: &str) -> String {
    format!("{PERMIT}{rest}")
}

#[tokio::test]
async fn a_draft_is_changed_step_by_step_and_published_by_somebody_else() {
    let house = House::open().await;
    let mut editor = editor(&house).await;
    let shown = editor.get(PERMIT).await.text();
    for part in ["Theo các bước công bố", "<svg", "Dự thảo giấy phép", "15 ngày", "Đang áp dụng", "theo bản này: 7"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let (status, _) = send(&mut editor, PERMIT, &address("/nhap"), &[("mau", "5-at-place")]).await;
    assert_eq!(status, 303);
    let draft = address("?ban=nhap");
    assert!(editor.get(&draft).await.text().contains("Bản nháp hợp lệ"));

    // Too long a step: told on the page of the process, with the longest way.
    let step = address("/buoc/tham-dinh");
    let fields = [
        ("ban", "1"),
        ("ten", "Thẩm định kỹ"),
        ("giai_doan", "appraisal"),
        ("vai_tro", "specialist"),
        ("noi", "competent_agency"),
        ("phut", "9999"),
        ("viec", "propose_result"),
        ("tiep", "phe-duyet"),
    ];
    assert_eq!(send(&mut editor, &step, &step, &fields).await.0, 303);
    let told = editor.get(&draft).await.text();
    assert!(told.contains("Đường dài nhất") && told.contains("Thẩm định kỹ"), "{told}");
    let (status, _) = send(&mut editor, &step, &step, &[("ban", "2"), ("phut", "x")]).await;
    assert_eq!(status, 422);
    // Somebody who still sees the first edition is told so.
    let (status, _) = send(&mut editor, &step, &step, &fields).await;
    assert_eq!(status, 409);
    let mut mended = fields;
    (mended[0], mended[5]) = (("ban", "2"), ("phut", "4500"));
    assert_eq!(send(&mut editor, &step, &step, &mended).await.0, 303);
    let added = send(&mut editor, &step, &address("/buoc/tham-dinh/them"), &[("ban", "3"), ("loai", "step")]).await;
    assert_eq!(added.0, 303);
    assert!(editor.get(&address("/buoc/b1")).await.text().contains("Bước mới"));
    assert_eq!(send(&mut editor, &step, &address("/buoc/b1/len"), &[("ban", "4")]).await.0, 303);
    assert_eq!(send(&mut editor, &step, &address("/buoc/b1/xoa"), &[("ban", "5")]).await.0, 303);

    // The editor has no right to publish; the approver looks at what is there and does.
    let day = [("ban", "6"), ("tu_ngay", "01/12/2026")];
    assert_eq!(send(&mut editor, &draft, &address("/cong-bo"), &day).await.0, 403);
    let mut approver = approver(&house).await;
    let (status, _) = send(&mut approver, &draft, &address("/cong-bo"), &day).await;
    assert_eq!(status, 303);
    let list = approver.get("/quan-tri/quy-trinh?q=1.013225").await.text();
    assert!(list.contains("Tự vẽ, từ thứ Ba 01/12/2026"), "{list}");
}

#[tokio::test]
async fn whoever_changed_a_draft_may_not_publish_it() {
    let house = House::open().await;
    let mut approver = approver(&house).await;
    send(&mut approver, PERMIT, &address("/nhap"), &[("mau", "5-at-place")]).await;
    let draft = address("?ban=nhap");
    let day = [("ban", "1"), ("tu_ngay", "01/12/2026")];
    let (status, text) = send(&mut approver, &draft, &address("/cong-bo"), &day).await;
    assert!(status >= 400 && text.contains("người khác phải công bố"), "{status} {text}");
}

#[tokio::test]
async fn a_process_is_taken_away_brought_back_and_tried_out() {
    let house = House::open().await;
    let mut editor = editor(&house).await;
    let text = write_yaml(vec![example("1.013225")]).unwrap();
    let (status, _) = send(&mut editor, PERMIT, &address("/tai-len"), &[("noi_dung", &text)]).await;
    assert_eq!(status, 303);
    let shown = editor.get(&address("?ban=nhap")).await.text();
    for part in ["Bản nháp hợp lệ", "Nếu “Thuộc diện thẩm duyệt phòng cháy” và"] {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    let yaml = editor.get(&address("/tep.yaml?ban=nhap")).await.text();
    assert_eq!(crate::read_yaml(&yaml).unwrap()[0].process, example("1.013225").process);
    let bpmn = editor.get(&address("/tep.bpmn?ban=nhap")).await.text();
    assert!(bpmn.contains("<bpmn:parallelGateway"));

    // Tuesday 24 November is a day off: the four hours of the intake are those of Wednesday morning.
    let begun = editor.get(&address("/thu?ban=nhap")).await.text();
    assert!(begun.contains("Tiếp nhận, thu lệ phí, số hóa") && begun.contains("11:30 thứ Tư 25/11/2026"), "{begun}");
    let walked = "tiep-nhan.finished,phan-cong.finished";
    let split = editor.get(&address(&format!("/thu?ban=nhap&di={walked}"))).await.text();
    assert!(split.contains("còn thiếu câu trả lời") && split.contains("Hết hạn, không trả lời"), "{split}");
    let rest = "thuc-dia.finished,y-kien-dat.agrees,du-thao.finished,trinh.finished,ky.approved,dong-dau.finished,tra.finished";
    let ended = editor.get(&address(&format!("/thu?ban=nhap&di={walked},{rest}"))).await.text();
    assert!(ended.contains("Hồ sơ mẫu đã đi tới kết thúc"), "{ended}");
    let fire = "f.work.fire_review=co&f.work.kind=c%C3%B4ng%20tr%C3%ACnh%20kh%C3%A1c";
    let asked = editor.get(&address(&format!("/thu?ban=nhap&{fire}&di={walked}"))).await.text();
    assert!(asked.contains("Lấy ý kiến về phòng cháy"), "{asked}");
    assert_eq!(editor.get(&address("/thu?ban=nhap&di=tra.finished")).await.status.as_u16(), 404);

    let wrong = text.replace("budget_minutes", "budget_minuets");
    let (status, told) = send(&mut editor, PERMIT, &address("/tai-len"), &[("noi_dung", &wrong), ("ban", "1")]).await;
    assert!(status >= 400 && told.contains("line ") && told.contains("budget_minuets"), "{told}");
}

#[tokio::test]
async fn conditions_are_read_with_the_place_of_a_fault() {
    let house = House::open().await;
    let mut editor = editor(&house).await;
    send(&mut editor, PERMIT, &address("/nhap"), &[("mau", "5-at-place")]).await;
    let draft = address("?ban=nhap");
    let declared = [("ban", "1"), ("o", "land.area_m2 | Diện tích | number\nuse | Mục đích | choice: ở, kinh doanh")];
    assert_eq!(send(&mut editor, &draft, &address("/o-bieu-mau"), &declared).await.0, 303);
    let add = [("ban", "2"), ("loai", "branch")];
    assert_eq!(send(&mut editor, &draft, &address("/buoc/tiep-nhan/them"), &add).await.0, 303);
    let branch = address("/buoc/b1");
    for (line, told) in [
        ("land.area_m2 >> 500 => phe-duyet", "Ký tự 15"),
        ("land.area_m2 > \"x\" => phe-duyet", "không phải câu trả lời của ô land.area_m2"),
        ("land.area_m2 > 500 => khong-co", "Chọn bước có trong quy trình"),
        ("land.area_m2 > 500", "điều kiện =&#62; mã bước"),
    ] {
        let fields = [("ban", "3"), ("ten", "Rẽ"), ("dieu_kien", line), ("con_lai", "tham-dinh")];
        let (status, text) = send(&mut editor, &branch, &branch, &fields).await;
        assert!(status == 422 && text.contains(told), "{told} in {text}");
    }
    let good =
        [("ban", "3"), ("ten", "Rẽ"), ("dieu_kien", "land.area_m2 > 500 => tham-dinh"), ("con_lai", "tham-dinh")];
    assert_eq!(send(&mut editor, &branch, &branch, &good).await.0, 303);
    assert!(editor.get(&draft).await.text().contains("Nếu Diện tích lớn hơn 500"));
}

#[tokio::test]
async fn only_those_who_keep_the_catalogue_see_processes_and_changes_are_noted() {
    let house = House::open().await;
    let mut officer = house.visitor("giamsat.tinh").await;
    assert_eq!(officer.get(PERMIT).await.status.as_u16(), 403);
    let mut editor = editor(&house).await;
    send(&mut editor, PERMIT, &address("/nhap"), &[("mau", "instant")]).await;
    assert_eq!(editor.get("/quan-tri/quy-trinh/9.999999").await.status.as_u16(), 404);
    assert_eq!(editor.get("/quan-tri/quy-trinh/x").await.status.as_u16(), 404);
    assert_eq!(send(&mut editor, PERMIT, &address("/bo-nhap"), &[("ban", "1")]).await.0, 303);
    let noted: i64 = house.site.db.read::<_, _, db::Error>(drafts_noted).await.unwrap();
    assert_eq!(noted, 2);
}

db::query! {
    fn drafts_noted() -> one i64 = "SELECT COUNT(*) FROM audit_entry WHERE kind = 'process-drafted'"
}

#[tokio::test]
async fn every_page_speaks_both_languages() {
    let house = House::open().await;
    let mut editor = editor(&house).await;
    let text = write_yaml(vec![example("1.013225")]).unwrap();
    send(&mut editor, PERMIT, &address("/tai-len"), &[("noi_dung", &text)]).await;
    let nodes = example("1.013225").process.nodes;
    let mut pages =
        vec!["/quan-tri/quy-trinh".to_owned(), PERMIT.to_owned(), address("?ban=nhap"), address("/thu?ban=nhap")];
    pages.extend(nodes.iter().map(|node| address(&format!("/buoc/{}", node.id))));
    for locale in Locale::ALL {
        for page in &pages {
            let mark = if page.contains('?') { '&' } else { '?' };
            let answer = editor.get(&format!("{page}{mark}lang={}", locale.tag())).await;
            assert_eq!(answer.status.as_u16(), 200, "{page}");
            let html = answer.text();
            let missing = html.split(['>', '<', '"']).find(|text| text.starts_with("workflow-"));
            assert_eq!(missing, None, "{page}");
        }
    }
}
