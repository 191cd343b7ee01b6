//! The first page, the pages behind it, both languages, the table of routes.

use access::permit::Action;
use web::{Gate, Locales, Sentence};

use super::world::{World, has, lacks, locales};
use crate::filing::sets;

#[tokio::test]
async fn the_first_page_starts_every_errand() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let page = world.stranger().get("/").await;
    has(&page, &["Tìm thủ tục cần làm", "action=\"/thu-tuc\"", "action=\"/tra-cuu\"", "href=\"/nop-ho-so\""]);
    has(
        &page,
        &[
            "270 thủ tục",
            "/linh-vuc/ho-tich",
            "href=\"/su-kien/sinh-con\"",
            "href=\"/su-kien/ho-kinh-doanh\"",
            "href=\"/lien-he\"",
            "/thu-tuc/1.001193",
            "Trong ngày",
            "0203 000 0101",
            "Đang mở cửa, đến 11:30",
        ],
    );
    lacks(&page, &["hài lòng", "đúng hạn"]);
}

#[tokio::test]
async fn pages_behind_the_first_tell_what_is() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut visitor = world.stranger();
    has(&visitor.get("/tro-giup").await, &["Khi quá ngày hẹn", "id=\"noi-tiep-nhan\"", "Bãi Cháy"]);
    has(&visitor.get("/kha-nang-tiep-can").await, &["WCAG 2.2", "Chưa làm được"]);
    let privacy = visitor.get("/quyen-rieng-tu").await;
    has(&privacy, &["15 phút", "Quyền của ông/bà", "91/2025/QH15", "rút lại sự đồng ý", "72 giờ"]);
    assert!(visitor.get("/ho-so-cua-toi").await.location.unwrap().starts_with("/dang-nhap"));
    let mut phuc = world.phuc().await;
    has(&phuc.get("/ho-so-cua-toi").await, &["Chưa có hồ sơ nào", "/nop-ho-so"]);
}

#[tokio::test]
async fn the_leaders_in_charge_can_be_called() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let page = world.stranger().get("/lien-he").await;
    has(
        &page,
        &["Giám đốc Trung tâm PVHCC phường", "href=\"tel:02030000111\"", "0203 000 0111", "UBND phường Hạ Long"],
    );
    has(&page, &["Phản ánh, kiến nghị", "href=\"/su-kien/phan-anh\""]);
    // Whoever has no published number is not named.
    lacks(&page, &["Vũ Thị Bích", "Quản trị hệ thống"]);
    let page = page.text();
    let (head, deputy) = (page.find("Chủ tịch UBND phường").unwrap(), page.find("Phó Chủ tịch UBND phường").unwrap());
    assert!(head < deputy);
}

#[tokio::test]
async fn english_pages_are_english_and_keep_vietnamese_names() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let mut phuc = world.phuc().await;
    let check = super::filing::fill_birth(&mut phuc).await;
    phuc.get("/?lang=en").await;
    has(
        &phuc.get("/").await,
        &["Find the procedure you need", "<b lang=\"vi\">Đăng ký khai sinh</b>", "270 procedures"],
    );
    has(
        &phuc.get(&check).await,
        &["Check before filing", "Date of birth of the child", "step 5 of 5", "2 files, 2 pages"],
    );
    let steps = ["nguoi-nop", "thong-tin", "giay-to", "nhan-ket-qua"];
    for (step, words) in
        steps.into_iter().zip(["Applicant", "Sex", "Made from what you declared", "Receiving the result"])
    {
        let page = phuc.get(&check.replace("kiem-tra", step)).await;
        has(&page, &[words, "The dossier is not filed"]);
        lacks(&page, &["portal-", "Chưa"]);
    }
    // A chosen answer stays chosen in the other language.
    has(&phuc.get(&check.replace("kiem-tra", "thong-tin")).await, &["value=\"Nữ\" checked"]);
}

#[test]
fn every_question_has_its_words_in_both_languages() {
    let loaded = Locales::load(&locales()).unwrap();
    for question in sets().into_iter().flat_map(|set| set.questions()) {
        let key = format!("portal-q-{}", question.key.replace('.', "-"));
        assert!(loaded.has(&key), "{key}");
    }
    for set in sets() {
        for group in set.groups {
            assert!(loaded.has(&format!("portal-group-{}", group.name)), "{}", group.name);
        }
    }
}

#[test]
fn every_sentence_named_in_a_page_exists() {
    let loaded = Locales::load(&locales()).unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut missing = Vec::new();
    for part in ["src", "templates"] {
        for text in texts(&folder.join(part)) {
            let keys = text.split('"').filter(|word| word.starts_with("portal-") && !word.contains(['{', ' ', '/']));
            missing.extend(keys.filter(|key| !loaded.has(key) && !key.ends_with('-')).map(str::to_owned));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(loaded.say(base::Locale::En, &Sentence::new("portal-submit")), "File the dossier");
}

fn texts(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(texts(&path));
        } else if !path.ends_with("pages.rs") {
            found.push(std::fs::read_to_string(path).unwrap());
        }
    }
    found
}

#[tokio::test]
async fn every_changing_page_asks_for_an_account_except_the_proof_and_the_check() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let open: Vec<_> = world
        .routes()
        .iter()
        .filter(|route| route.method == "POST" && route.gate == Gate::Public)
        .map(|route| route.name)
        .collect();
    assert_eq!(open, ["portal.verify", "portal.prove"]);
    // What a citizen may do to a dossier is what these pages offer.
    for action in [Action::Submit, Action::Supplement, Action::Withdraw] {
        assert!(access::allowed(action).contains(&base::Role::Citizen));
    }
}
