//! Filing, as somebody without a script does it.

use dossier::{StateName, Which};
use testkit::{Answer, Visitor};

use super::world::{World, has, lacks, led, pdf, post, send, send_files};

pub(super) const BIRTH: &str = "/nop-ho-so/1.001193";
pub(super) const CHILD: [(&str, &str); 9] = [
    ("child.name", "Lý Minh Châu"),
    ("child.born_on", "20/11/2026"),
    ("child.sex", "Nữ"),
    ("child.birthplace", "Bệnh viện Sản Nhi"),
    ("child.ethnicity", "Sán Dìu"),
    ("child.nationality", "Việt Nam"),
    ("child.hometown", "Phường Hạ Long, tỉnh Quảng Ninh"),
    ("mother.name", "Trần Thị Hoa"),
    ("request.relation", "Cha"),
];
const PERSON: [(&str, &str); 4] = [
    ("owner.name", "Lý Văn Phúc"),
    ("owner.number", "022099000117"),
    ("owner.phone", "0900 000 789"),
    ("owner.address", "Tổ 3, phường Hạ Long"),
];

/// Opens a draft and returns the address of its first step.
pub(super) async fn open(visitor: &mut Visitor, start: &str, whom: &str) -> String {
    let page = visitor.get(start).await;
    let text = page.text();
    let mut places = text.split("<option value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let place = places.find(|place| !place.is_empty()).unwrap();
    led(&send(visitor, &page, start, &[("cho", whom), ("noi", place)]).await)
}

/// Fills a birth registration in up to the review, whose address it returns.
pub(super) async fn fill_birth(visitor: &mut Visitor) -> String {
    let person = open(visitor, BIRTH, "toi").await;
    let answers = led(&post(visitor, &person, &person, &PERSON).await);
    let papers = led(&post(visitor, &answers, &answers, &CHILD).await);
    let page = visitor.get(&papers).await;
    let files: [(&str, &str, &[u8]); 2] = [("giay-3", "cam doan.pdf", &pdf()), ("giay-3", "nhan chung.pdf", &pdf())];
    let delivery = led(&send_files(visitor, &page, &papers, &[], &files).await);
    let fields = [("noi", "H49.101/H49.101"), ("cach", "post"), ("dia-chi", "Tổ 3, phường Hạ Long")];
    led(&post(visitor, &delivery, &delivery, &fields).await)
}

/// Files a birth registration and returns its code.
pub(super) async fn file_birth(visitor: &mut Visitor) -> String {
    let check = fill_birth(visitor).await;
    let filed = led(&post(visitor, &check, &check, &[("cam-doan", "co")]).await);
    code_on(&visitor.get(&filed).await)
}

/// Files a procedure without papers and returns its code.
pub(super) async fn file_plain(visitor: &mut Visitor, start: &str) -> String {
    let person = open(visitor, start, "toi").await;
    led(&post(visitor, &person, &person, &PERSON).await);
    let answers = person.replace("nguoi-nop", "thong-tin");
    let papers = led(&post(visitor, &answers, &answers, &[("request.content", "Xác nhận độc thân")]).await);
    let delivery = led(&post(visitor, &papers, &papers, &[]).await);
    let check = led(&post(visitor, &delivery, &delivery, &[("noi", "H49.101/H49.101"), ("cach", "counter")]).await);
    let filed = led(&post(visitor, &check, &check, &[("cam-doan", "co")]).await);
    code_on(&visitor.get(&filed).await)
}

fn code_on(page: &Answer) -> String {
    let text = page.text();
    let code = text.split("class=\"code num\">").nth(1).and_then(|rest| rest.split('<').next());
    code.unwrap_or_else(|| panic!("no code in\n{text}")).to_owned()
}

#[tokio::test]
async fn a_birth_is_registered_step_by_step_with_files_and_no_script() {
    testkit::each_engine(|db| async move {
        let world = World::on(db).await;
        let mut phuc = world.phuc().await;
        let start = phuc.get(BIRTH).await;
        has(&start, &["Đăng ký khai sinh", "Trong ngày", "Hồ sơ này của ai?", "Giấy cam đoan".to_lowercase().as_str()]);

        let person = open(&mut phuc, BIRTH, "toi").await;
        has(
            &phuc.get(&person).await,
            &["value=\"Lý Văn Phúc\"", "value=\"022099000117\"", "bước 1 trong 5", "Hồ sơ chưa được nộp"],
        );
        let answers = led(&post(&mut phuc, &person, &person, &PERSON).await);
        has(&phuc.get(&answers).await, &["Họ và tên trẻ", "thay cho “Tờ khai đăng ký khai sinh”"]);
        let papers = led(&post(&mut phuc, &answers, &answers, &CHILD).await);

        let page = phuc.get(&papers).await;
        has(&page, &["Tạo từ thông tin đã khai", "Không phải nộp", "Dữ liệu chứng sinh điện tử", "multiple"]);
        lacks(&page, &["Giấy ủy quyền"]);
        let uploaded =
            send_files(&mut phuc, &page, &papers, &[("lam", "tai")], &[("giay-3", "cam đoan.pdf", &pdf())]).await;
        assert_eq!(led(&uploaded), papers);
        has(&phuc.get(&papers).await, &["cam đoan.pdf", "1 KB · 1 trang", "Đã có", "name=\"bo\""]);
        let delivery = led(&post(&mut phuc, &papers, &papers, &[]).await);

        let fields = [("noi", "H49.101/H49.101"), ("cach", "counter")];
        let check = led(&post(&mut phuc, &delivery, &delivery, &fields).await);
        let page = phuc.get(&check).await;
        has(
            &page,
            &["Lý Minh Châu", "0220 •••• 0117", "1 tệp, 1 trang", "UBND phường Hạ Long", "Hồ sơ chưa được nộp."],
        );
        let filed = led(&send(&mut phuc, &page, &check, &[("cam-doan", "co")]).await);
        let page = phuc.get(&filed).await;
        let code = code_on(&page);
        has(&page, &["Đã nộp hồ sơ", "Chậm nhất 09:00 thứ Năm 26/11/2026", "8 giờ làm việc"]);
        assert!(code.starts_with("H49.101-261125-"), "{code}");
        has(&phuc.get("/ho-so-cua-toi").await, &[&code, "Chờ tiếp nhận", "Đang giải quyết"]);

        let dossier = world.dossier(&code).await;
        assert_eq!(dossier.content.declared[0].label, "Họ và tên trẻ");
        let papers: Vec<_> = dossier.content.papers.iter().map(|paper| (paper.no, paper.files.len())).collect();
        assert_eq!(papers, [(Some(1), 0), (Some(3), 1)]);
    })
    .await;
}

#[tokio::test]
async fn every_error_stands_at_its_field_and_what_was_typed_stays() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let wrong = [
        ("owner.name", "Phúc 2"),
        ("owner.number", "02209900011"),
        ("owner.born_on", "31/02/1990"),
        ("owner.phone", "12"),
    ];
    let answer = post(&mut phuc, &person, &person, &wrong).await;
    assert_eq!(answer.status, 422);
    has(
        &answer,
        &["Còn 5 chỗ cần sửa", "Số vừa nhập có 11 chữ số", "value=\"Phúc 2\"", "value=\"31/02/1990\"", "<title>Lỗi:"],
    );
    has(&answer, &["href=\"#f-owner-number\"", "id=\"f-owner-number-e\"", "Nhập nơi thường trú"]);

    let answers = led(&post(&mut phuc, &person, &person, &PERSON).await);
    let answer = post(&mut phuc, &answers, &answers, &[("child.name", "Châu"), ("child.born_on", "01/01/2030")]).await;
    has(&answer, &["Ngày này chưa đến", "Điền mục “Nơi sinh”", "Chọn một mục ở “Quan hệ với trẻ”", "value=\"Châu\""]);
    // Nothing wrong was saved.
    lacks(&phuc.get(&answers).await, &["value=\"Châu\""]);
}

#[tokio::test]
async fn one_wrong_file_loses_no_other() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let papers = person.replace("nguoi-nop", "giay-to");
    let page = phuc.get(&papers).await;
    let heavy = vec![b'x'; 80 * 1024];
    let files: [(&str, &str, &[u8]); 4] = [
        ("giay-3", "tot.pdf", &pdf()),
        ("giay-3", "nang.pdf", &heavy),
        ("giay-4", "virus.exe", b"MZ\x90"),
        ("giay-5", "rong.pdf", b""),
    ];
    let answer = send_files(&mut phuc, &page, &papers, &[], &files).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["tot.pdf", "nang.pdf", "80 KB", "giới hạn là 64 KB", "virus.exe", "Cần sửa", "href=\"#f-giay-3\""]);
    has(&answer, &["“Tờ khai đăng ký khai sinh” chưa điền đủ"]);
    // The good one is there; sent again it is not doubled; it can be taken out.
    let page = phuc.get(&papers).await;
    assert_eq!(page.text().matches("<strong>tot.pdf</strong>").count(), 1);
    send_files(&mut phuc, &page, &papers, &[("lam", "tai")], &[("giay-3", "tot.pdf", &pdf())]).await;
    let page = phuc.get(&papers).await;
    assert_eq!(page.text().matches("<strong>tot.pdf</strong>").count(), 1);
    let id = page.text().split("name=\"bo\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(led(&send(&mut phuc, &page, &papers, &[("bo", &id)]).await), papers);
    lacks(&phuc.get(&papers).await, &["tot.pdf"]);
}

#[tokio::test]
async fn leaving_for_later_saves_what_there_is_and_my_dossiers_goes_on_with_it() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let answers = led(&post(&mut phuc, &person, &person, &PERSON).await);
    let left = post(&mut phuc, &answers, &answers, &[("child.name", "Lý Minh Châu"), ("lam", "sau")]).await;
    assert_eq!(led(&left), "/ho-so-cua-toi");
    let mine = phuc.get("/ho-so-cua-toi").await;
    has(&mine, &["Đã lưu bản nháp. Hồ sơ chưa được nộp.", "Đăng ký khai sinh", "Làm tiếp"]);
    let go_on = person.replace("/nguoi-nop", "");
    has(&mine, &[&go_on]);
    assert_eq!(led(&phuc.get(&go_on).await), answers);
    has(&phuc.get(&answers).await, &["value=\"Lý Minh Châu\""]);
    // What is unfinished is told at the review, and not filed.
    let check = person.replace("nguoi-nop", "kiem-tra");
    has(&phuc.get(&check).await, &["Còn bước chưa xong", "Thông tin khai"]);
    let answer = post(&mut phuc, &check, &check, &[("cam-doan", "co")]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Bước “Thông tin khai” chưa xong"]);
}

#[tokio::test]
async fn a_second_press_makes_one_dossier_and_going_back_finds_the_confirmation() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let check = fill_birth(&mut phuc).await;
    let page = phuc.get(&check).await;
    let first = led(&send(&mut phuc, &page, &check, &[("cam-doan", "co")]).await);
    let second = led(&send(&mut phuc, &page, &check, &[("cam-doan", "co")]).await);
    assert_eq!(first, second);
    // The browser's Back button: every step leads to the confirmation.
    for step in ["nguoi-nop", "thong-tin", "giay-to", "nhan-ket-qua", "kiem-tra"] {
        assert_eq!(led(&phuc.get(&check.replace("kiem-tra", step)).await), first);
    }
    let mine = phuc.get("/ho-so-cua-toi").await.text();
    assert_eq!(mine.matches("href=\"/tra-cuu/H49").count(), 1, "{mine}");
}

#[tokio::test]
async fn the_declaration_must_be_ticked() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let check = fill_birth(&mut phuc).await;
    let answer = post(&mut phuc, &check, &check, &[]).await;
    assert_eq!(answer.status, 422);
    has(&answer, &["Đánh dấu vào ô cam đoan để nộp"]);
}

#[tokio::test]
async fn another_window_loses_nothing() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let (one, other) = (phuc.get(&person).await, phuc.get(&person).await);
    led(&send(&mut phuc, &one, &person, &PERSON).await);
    // The same content again: a second press of the button, nothing to tell.
    led(&send(&mut phuc, &other, &person, &PERSON).await);
    let changed = [PERSON[0], PERSON[1], PERSON[2], ("owner.address", "Tổ 9, phường Bãi Cháy")];
    let stale = send(&mut phuc, &other, &person, &changed).await;
    assert_eq!(stale.status, 409);
    has(&stale, &["Chưa lưu nội dung trên trang này", "value=\"Tổ 9, phường Bãi Cháy\""]);
    has(&phuc.get(&person).await, &["Tổ 3, phường Hạ Long"]);
    // Pressing save on that page uses it.
    led(&send(&mut phuc, &stale, &person, &changed).await);
    has(&phuc.get(&person).await, &["Tổ 9, phường Bãi Cháy"]);

    // What is filed is what was read: a change in another window comes first.
    let check = person.replace("nguoi-nop", "kiem-tra");
    let answers = person.replace("nguoi-nop", "thong-tin");
    led(&post(&mut phuc, &answers, &answers, &CHILD).await);
    let read = phuc.get(&check).await;
    led(&post(&mut phuc, &person, &person, &PERSON).await);
    let stale = send(&mut phuc, &read, &check, &[("cam-doan", "co")]).await;
    assert_eq!(stale.status, 409);
    has(&stale, &["nên hồ sơ chưa được nộp", "Tổ 3, phường Hạ Long"]);
}

#[tokio::test]
async fn somebody_elses_draft_is_not_found() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let mut other = world.citizen("Bùi Thu Lan", "0900000555", "022199000222").await;
    for step in ["nguoi-nop", "thong-tin", "giay-to", "nhan-ket-qua", "kiem-tra", "da-nop"] {
        assert_eq!(other.get(&person.replace("nguoi-nop", step)).await.status, 404, "{step}");
    }
    let id = person.split("nhap=").nth(1).unwrap().to_owned();
    let own = open(&mut other, BIRTH, "toi").await;
    assert_eq!(post(&mut other, &own, &person, &PERSON).await.status, 404);
    assert_eq!(post(&mut other, &own, "/nop-ho-so/1.001193/xoa", &[("nhap", &id)]).await.status, 404);
    assert_eq!(phuc.get(&person).await.status, 200);
    // A draft of another procedure, and no draft at all.
    assert_eq!(phuc.get(&person.replace("1.001193", "2.000815")).await.status, 404);
    assert_eq!(phuc.get(&format!("{BIRTH}/nguoi-nop?nhap=x")).await.status, 404);
    assert_eq!(led(&phuc.get(&format!("{BIRTH}/nguoi-nop")).await), BIRTH);
}

#[tokio::test]
async fn signing_in_is_asked_for_only_when_it_is_needed_and_comes_back() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut stranger = world.stranger();
    has(&stranger.get(BIRTH).await, &["Đăng nhập để bắt đầu", "/dang-nhap?tiep=/nop-ho-so/1.001193"]);
    let step = format!("{BIRTH}/nguoi-nop?nhap=0193a5b0-0000-7000-8000-000000000001");
    let answer = stranger.get(&step).await;
    assert!(led(&answer).starts_with("/dang-nhap?tiep=/nop-ho-so/1.001193/nguoi-nop"), "{answer:?}");
    assert!(led(&post(&mut stranger, "/dang-nhap", BIRTH, &[("cho", "toi")]).await).starts_with("/dang-nhap"));
}

#[tokio::test]
async fn a_proxy_names_both_people_and_brings_the_power_of_attorney() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "nguoi-khac").await;
    has(&phuc.get(&person).await, &["Người nộp thay", "name=\"proxy.name\" id=\"f-proxy-name\" value=\"Lý Văn Phúc\""]);
    let firm = [
        ("owner.kind", "business"),
        ("owner.name", "Công ty Hoa Sữa"),
        ("owner.number", "0101248141"),
        ("owner.address", "Phường Hạ Long"),
        ("proxy.name", "Lý Văn Phúc"),
        ("proxy.number", "022099000117"),
        ("proxy.phone", "0900000789"),
    ];
    let answers = led(&post(&mut phuc, &person, &person, &firm).await);
    led(&post(&mut phuc, &answers, &answers, &CHILD).await);
    let papers = person.replace("nguoi-nop", "giay-to");
    has(&phuc.get(&papers).await, &["Giấy ủy quyền"]);
    let answer = post(&mut phuc, &papers, &papers, &[]).await;
    has(&answer, &["Chưa có tệp cho “Giấy ủy quyền”"]);
    // And back to filing for oneself.
    led(&post(&mut phuc, &person, &person, &[("lam", "doi")]).await);
    let page = phuc.get(&person).await;
    has(&page, &["name=\"owner.name\" id=\"f-owner-name\" value=\"Lý Văn Phúc\""]);
    lacks(&page, &["proxy.name"]);
}

#[tokio::test]
async fn a_correction_at_the_review_returns_to_it() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let check = fill_birth(&mut phuc).await;
    let edit = format!("{}&ve=kiem-tra", check.replace("kiem-tra", "nguoi-nop"));
    has(&phuc.get(&check).await, &[&edit.replace('&', "&#38;")]);
    assert_eq!(led(&post(&mut phuc, &edit, &edit, &PERSON).await), check);
}

#[tokio::test]
async fn a_draft_is_thrown_away_by_its_owner() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let person = open(&mut phuc, BIRTH, "toi").await;
    let id = person.split("nhap=").nth(1).unwrap();
    let gone = post(&mut phuc, "/ho-so-cua-toi", "/nop-ho-so/1.001193/xoa", &[("nhap", id)]).await;
    assert_eq!(led(&gone), "/ho-so-cua-toi");
    has(&phuc.get("/ho-so-cua-toi").await, &["Đã xóa bản nháp.", "Chưa có hồ sơ nào"]);
    assert_eq!(phuc.get(&person).await.status, 404);
}

#[tokio::test]
async fn any_procedure_is_filed_with_a_word_of_what_is_wanted() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let start = "/nop-ho-so/2.000815?truong-hop=2";
    let answer = post(&mut phuc, start, start, &[]).await;
    has(&answer, &["Chọn hồ sơ này của ai", "Chọn một nơi trong danh sách", "<option value=\"\">Chọn nơi</option>"]);
    let person = open(&mut phuc, start, "toi").await;
    led(&post(&mut phuc, &person, &person, &PERSON).await);
    let answers = person.replace("nguoi-nop", "thong-tin");
    let papers = led(&post(&mut phuc, &answers, &answers, &[("request.content", "Chứng thực bằng tốt nghiệp")]).await);
    let page = phuc.get(&papers).await;
    let delivery = led(&send_files(&mut phuc, &page, &papers, &[], &[("giay-1", "bang.pdf", &pdf())]).await);
    let page = phuc.get(&delivery).await;
    let place = page.text().split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let check = led(&send(&mut phuc, &page, &delivery, &[("noi", &place), ("cach", "electronic")]).await);
    let filed = led(&post(&mut phuc, &check, &check, &[("cam-doan", "co")]).await);
    let dossier = world.dossier(&code_on(&phuc.get(&filed).await)).await;
    assert_eq!((dossier.procedure_code.as_str(), dossier.state.name()), ("2.000815/2", StateName::Submitted));
    assert_eq!(dossier.content.papers.len(), 2, "the fact stands beside the file");
}

#[tokio::test]
async fn where_the_centre_says_so_people_file_on_the_national_portal() {
    let store = testkit::sqlite();
    let url = "https://dichvucong.gov.vn".to_owned();
    let online_filing = web::OnlineFiling::NationalPortal { url };
    let world = World::with(store.db.clone(), web::Settings { online_filing, ..Default::default() }).await;
    let mut phuc = world.phuc().await;
    for page in [BIRTH, "/nop-ho-so"] {
        has(&phuc.get(page).await, &["href=\"https://dichvucong.gov.vn\"", "Cổng Dịch vụ công quốc gia"]);
    }
    assert_eq!(led(&post(&mut phuc, "/ho-so-cua-toi", BIRTH, &[("cho", "toi")]).await), BIRTH);
    let lines = world.dossiers.page(dossier::PageFilter::default(), nil(), 10).await.unwrap();
    assert!(lines.is_empty());
}

fn nil() -> base::DossierId {
    "00000000-0000-0000-0000-000000000000".parse().unwrap()
}

#[tokio::test]
async fn what_is_not_open_online_names_the_offices() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let answer = world.stranger().get("/nop-ho-so/1.003583").await;
    has(
        &answer,
        &[
            "Thủ tục này chưa nộp trực tuyến được",
            "Trung tâm Phục vụ hành chính công phường Bãi Cháy",
            "tel:02030000102",
        ],
    );
    assert_eq!(world.stranger().get("/nop-ho-so/9.999999").await.status, 404);
}

#[tokio::test]
async fn what_can_be_filed_is_searched_by_everyday_words() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut visitor = world.stranger();
    has(&visitor.get("/nop-ho-so").await, &["Thủ tục làm nhiều", "/nop-ho-so/1.001193"]);
    has(&visitor.get("/nop-ho-so?q=ks").await, &["/nop-ho-so/1.001193", "nộp trực tuyến cho “ks”"]);
    has(&visitor.get("/nop-ho-so?q=xyzzy").await, &["Chưa thấy thủ tục nộp trực tuyến cho “xyzzy”"]);
}

#[tokio::test]
async fn the_office_of_the_chosen_commune_receives() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let code = file_birth(&mut phuc).await;
    let dossier =
        world.dossiers.read(&base::Actor::system(), Which::Code(dossier::DossierCode::parse(&code).unwrap())).await;
    let dossier = dossier.unwrap();
    assert_eq!(dossier.receiving_office, world.office("H49.101"));
    assert_eq!(dossier.content.return_address, "Tổ 3, phường Hạ Long");
}
