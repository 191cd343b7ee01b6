//! The public pages in the real middleware, with the shipped list.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use base::Actor;
use calendar::FrozenClock;
use jiff::Timestamp;
use jiff::civil::date;
use testkit::Visitor;
use testkit::engines::Sqlite;
use web::{Identify, Locales, Settings, SignedIn, Site};

use crate::Catalogue;
use crate::import::{Sources, parse};

struct Nobody;

type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<Option<T>, web::Error>> + Send + 'a>>;

impl Identify for Nobody {
    fn session<'a>(&'a self, _: &'a str, _: Timestamp) -> Answer<'a, SignedIn> {
        Box::pin(async { Ok(None) })
    }

    fn bearer<'a>(&'a self, _: &'a str, _: Timestamp) -> Answer<'a, Actor> {
        Box::pin(async { Ok(None) })
    }
}

async fn visitor(settings: Settings) -> (Visitor, Sqlite) {
    let now: Timestamp = "2026-11-24T02:00:00Z".parse().unwrap();
    let store = testkit::sqlite();
    let catalogue = Catalogue::load(store.db.clone(), now).await.unwrap();
    let parsed = parse(&Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data")).unwrap()).unwrap();
    catalogue.import(parsed, date(2025, 7, 1), Actor::system(), now).await.unwrap();
    let locales = Locales::load(&[crate::LOCALE]).unwrap();
    let site = Site::new(store.db.clone(), Arc::new(FrozenClock::at(now)), settings, locales, Arc::new(Nobody));
    (Visitor::new(super::routes(catalogue).into_router(site)), store)
}

async fn page(path: &str) -> String {
    let (mut visitor, _store) = visitor(Settings::default()).await;
    let answer = visitor.get(path).await;
    assert_eq!(answer.status, 200, "{path}");
    answer.text()
}

fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "“{part}” is missing in\n{text}");
    }
}

#[tokio::test]
async fn the_list_shows_all_procedures_twenty_to_a_page() {
    let text = page("/thu-tuc").await;
    has(&text, &["270 thủ tục", "1–20 trong 270 thủ tục", "Lĩnh vực", "Trả trong ngày", "/thu-tuc?trang=2"]);
    let last = page("/thu-tuc?trang=14").await;
    has(&last, &["261–270 trong 270 thủ tục"]);
    // A page that does not exist shows no procedure and leads back.
    has(&page("/thu-tuc?trang=99").await, &["/thu-tuc?trang=14"]);
}

#[tokio::test]
async fn everyday_words_find_procedures_and_filters_narrow_them() {
    has(&page("/thu-tuc?q=so+do").await, &["thủ tục cho “so do”", "/thu-tuc/1.013831", "Hay tìm bằng: sổ đỏ"]);
    let narrowed = page("/thu-tuc?q=khai+sinh&truc-tuyen=toan-trinh&trong-ngay=1").await;
    has(&narrowed, &["/thu-tuc/1.001193", "name=\"truc-tuyen\" value=\"toan-trinh\"", "Bỏ chọn Trả trong ngày"]);
    assert!(!narrowed.contains("/thu-tuc/1.004884\""), "only the ones settled the same day stay");
    has(&page("/linh-vuc/dien-luc").await, &["Thủ tục lĩnh vực Điện lực", "18 thủ tục"]);
}

#[tokio::test]
async fn nothing_found_names_the_nearest_and_whom_to_ask() {
    let (mut visitor, _store) = visitor(Settings { hotline: "1900 0000".to_owned(), ..Settings::default() }).await;
    let text = visitor.get("/thu-tuc?q=1.013832").await.text();
    has(&text, &["Chưa thấy thủ tục “1.013832”", "1900 0000", "Có phải ông/bà tìm", "/thu-tuc/1.013831"]);
}

#[tokio::test]
async fn choices_combine_and_each_can_be_dropped() {
    let text = page("/thu-tuc?co-quan=commune&khong-thu-phi=1&trong-ngay=1").await;
    has(&text, &["Bỏ chọn Không thu phí, lệ phí", "Bỏ chọn Trả trong ngày", "Bỏ chọn UBND cấp xã"]);
    has(&text, &["href=\"/thu-tuc?co-quan=commune&#38;trong-ngay=1\"", "name=\"khong-thu-phi\" value=\"1\""]);
    has(&text, &["/thu-tuc/1.000656"]);
    assert!(!text.contains("href=\"/thu-tuc/2.000635\""), "copies of extracts cost something");
}

#[tokio::test]
async fn choices_that_leave_nothing_lead_back() {
    let text = page("/thu-tuc?q=khai+sinh&co-quan=utility").await;
    has(&text, &["thủ tục nếu bỏ hết lựa chọn", "href=\"/thu-tuc?q=khai%20sinh\"", "Hoặc tìm theo việc trong đời"]);
}

#[tokio::test]
async fn mended_slips_are_told() {
    let text = page("/thu-tuc?q=l%C3%A0m+gi%E1%BA%A5y+kahi+sinh").await;
    has(&text, &["Đã hiểu là:", ">làm giấy khai sinh</a>", "/thu-tuc/1.001193"]);
    assert!(!page("/thu-tuc?q=khai+sinh").await.contains("Đã hiểu là"));
}

#[tokio::test]
async fn life_events_lead_through_their_procedures_in_order() {
    has(
        &page("/su-kien").await,
        &["Việc trong đời sống", "Việc của người kinh doanh", "/su-kien/sinh-con", "7 thủ tục"],
    );
    let text = page("/su-kien/sinh-con").await;
    has(&text, &["Làm một lần được cả ba", "/thu-tuc/2.000986", "href=\"/nop-ho-so/1.001193\"", "/su-kien/ket-hon"]);
    assert!(text.find("/thu-tuc/2.000986").unwrap() < text.find("/thu-tuc/1.001193").unwrap());
    has(&page("/su-kien/sinh-con?lang=en").await, &["A child is born", "Does all three in one filing"]);
    has(&page("/thu-tuc/1.001193").await, &["Nằm trong việc", "href=\"/su-kien/sinh-con\""]);
    let (mut visitor, _store) = visitor(Settings::default()).await;
    assert_eq!(visitor.get("/su-kien/khong-co").await.status, 404);
}

#[tokio::test]
async fn an_exact_code_opens_the_procedure() {
    let (mut visitor, _store) = visitor(Settings::default()).await;
    for (asked, opened) in [
        ("/thu-tuc?q=1.013831", "/thu-tuc/1.013831"),
        ("/thu-tuc?q=1013831", "/thu-tuc/1.013831"),
        ("/thu-tuc/1013831", "/thu-tuc/1.013831"),
        ("/thu-tuc/l.540429", "/thu-tuc/L.540429"),
        ("/thu-tuc?q=2.000815/2", "/thu-tuc/2.000815?truong-hop=2"),
    ] {
        let answer = visitor.get(asked).await;
        assert_eq!((answer.status.as_u16(), answer.location.as_deref()), (303, Some(opened)), "{asked}");
    }
}

#[tokio::test]
async fn a_procedure_tells_what_to_prepare_how_long_and_when_the_clock_stops() {
    let text = page("/thu-tuc/1.013831").await;
    has(&text, &["10 ngày làm việc", "30.000 đ", "Trực tuyến một phần", "Chi nhánh Văn phòng đăng ký đất đai"]);
    has(&text, &["href=\"/nop-ho-so/1.013831\"", "data-print", "Hay tìm bằng: sổ đỏ"]);
    has(
        &text,
        &["Giấy chứng nhận đã cấp", "Không phải nộp", "khi cán bộ tra được trong CSDL đất đai", "Luôn cần", "Nộp thay"],
    );
    has(
        &text,
        &[
            "class=\"pause\"",
            "Không tính vào thời hạn",
            "2 ngày làm việc",
            "chờ cơ quan thuế xác định nghĩa vụ tài chính",
        ],
    );
    has(&text, &["Lệ phí trước bạ".to_lowercase().as_str(), "Luật Đất đai 31/2024/QH15", "người nhận chuyển quyền"]);
}

#[tokio::test]
async fn variants_of_a_code_have_addresses_of_their_own() {
    let second = page("/thu-tuc/2.000815?truong-hop=2").await;
    has(
        &second,
        &["Chứng thực bản sao điện tử từ bản chính", "trường hợp 2", "href=\"/nop-ho-so/2.000815?truong-hop=2\""],
    );
    has(&second, &["Mã này có 2 trường hợp", "href=\"/thu-tuc/2.000815\""]);
    has(&page("/thu-tuc/2.000815").await, &["theo nhu cầu", "Mã này có 2 trường hợp"]);
}

#[tokio::test]
async fn a_local_code_is_marked_and_missing_lists_are_said() {
    let text = page("/thu-tuc/L.287359").await;
    has(&text, &["Đăng ký xe lần đầu", "mã nội bộ", "chưa được nhập", "chưa được đối chiếu"]);
}

#[tokio::test]
async fn a_procedure_without_online_filing_has_no_such_button() {
    let text = page("/thu-tuc/1.003583").await;
    has(&text, &["Nộp trực tiếp", "Tại quầy"]);
    assert!(!text.contains("/nop-ho-so/1.003583"));
}

#[tokio::test]
async fn people_file_on_the_national_portal_where_the_centre_says_so() {
    let online_filing = web::OnlineFiling::NationalPortal { url: "https://dichvucong.gov.vn".to_owned() };
    let (mut visitor, _store) = visitor(Settings { online_filing, ..Settings::default() }).await;
    has(&visitor.get("/thu-tuc/1.013831").await.text(), &["href=\"https://dichvucong.gov.vn\""]);
}

#[tokio::test]
async fn an_unknown_code_is_a_404_with_the_nearest() {
    let (mut visitor, _store) = visitor(Settings::default()).await;
    let answer = visitor.get("/thu-tuc/1.013832").await;
    assert_eq!(answer.status, 404);
    has(&answer.text(), &["Không có thủ tục mã 1.013832", "/thu-tuc/1.013831"]);
    for path in ["/thu-tuc/abc", "/thu-tuc/1.013831?truong-hop=9", "/thu-tuc/%3Cb%3E", "/linh-vuc/khong-co"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.text().contains("<b>&"), "{path}");
    }
}

#[tokio::test]
async fn english_pages_keep_vietnamese_names() {
    let text = page("/thu-tuc/1.013831?lang=en").await;
    has(&text, &["10 working days", "Papers to prepare", "<h1 lang=\"vi\">Đăng ký biến động"]);
    has(&page("/thu-tuc?lang=en").await, &["270 procedures", "Settled the same day"]);
}
