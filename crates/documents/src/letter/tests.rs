//! Each letter: one page of A5, its fields, its codes, archivable; and the other forms beside it.

use pdf::Press;

use super::*;
use crate::control_sheet::{self, ControlSheet, HandOver, OneDossier};
use crate::printed::{A4_WIDE, A5, codes, is_archivable, paper, text};
use crate::register_book::{self, RegisterBook, Registered};

const CODE: &str = "H49.12-261026-0117";
const URL: &str = "https://motcua.quangninh.example/tra-cuu/H49.12-261026-0117";

fn at(moment: &str) -> Timestamp {
    moment.parse().unwrap()
}

fn office() -> Office {
    Office {
        parent: "Ủy ban nhân dân tỉnh Quảng Ninh".into(),
        name: "Trung tâm Phục vụ hành chính công".into(),
        place: "Quảng Ninh".into(),
    }
}

fn lookup() -> Lookup {
    Lookup { url: URL.into(), address: "motcua.quangninh.example/tra-cuu".into(), code: Some("K7P2".into()) }
}

fn letter(circular: Circular, said: Said) -> Letter {
    Letter {
        circular,
        office: office(),
        number: "0012/HDHS".into(),
        dossier_code: CODE.into(),
        lookup: lookup(),
        issued_at: at("2026-10-28T09:05:00+07:00"),
        person: Applicant {
            name: "Nguyễn Thị Bích Ngọc".into(),
            identity_kind: "Số định danh cá nhân".into(),
            identity: "001090000117".into(),
            address: "Số 12, tổ 3, khu 5, phường Hồng Gai, tỉnh Quảng Ninh".into(),
            phone: Some("0912 345 117".into()),
            email: None,
        },
        procedure: Procedure {
            code: "1.012756".into(),
            name: "Đăng ký biến động đất đai do chuyển nhượng quyền sử dụng đất".into(),
        },
        field: "Đất đai".into(),
        received_at: Some(at("2026-10-26T14:20:00+07:00")),
        slip_number: "0117/TNHS".into(),
        said,
        contact: "Quầy 6, điện thoại 0203 000 100".into(),
        authority: Vec::new(),
        signer: Signature { name: "Trần Văn Bình".into(), remark: "Ký và ghi rõ họ tên".into() },
    }
}

fn supplement() -> Said {
    let item = |paper: &str, what: &str| Missing { paper: paper.into(), what: what.into() };
    Said::Supplement {
        items: vec![item("Đơn đăng ký biến động", "Ký lại trang 2"), item("Nội dung khác", "Nộp bản vẽ thửa đất")],
        reason: "Thông tin thửa đất chưa khớp".into(),
        until: "Sau 15 ngày làm việc không bổ sung thì hồ sơ bị đóng.".into(),
    }
}

fn refusal() -> Said {
    Said::Refusal {
        department: "Quầy 6, lĩnh vực Đất đai".into(),
        reason: "Thửa đất thuộc thẩm quyền của tỉnh khác".into(),
        rules: "motcua.quangninh.example/thu-tuc/1.012756".into(),
    }
}

fn apology() -> Said {
    Said::Apology(Apology {
        received_by: "Trung tâm Phục vụ hành chính công".into(),
        cause: "phải đo đạc lại ranh giới".into(),
        by: "03 ngày làm việc".into(),
        moments: Moved {
            before: "2026-11-09T17:00:00".parse().unwrap(),
            after: "2026-11-12T17:00:00".parse().unwrap(),
        },
    })
}

fn stop() -> Said {
    Said::Stop {
        asked_by: "đề nghị của người nộp hồ sơ".into(),
        reason: "Không còn nhu cầu".into(),
        legal_basis: "Nghị định 118/2025/NĐ-CP, Điều 21".into(),
        papers: "trả lại đầy đủ tại nơi nộp".into(),
        fees: "Phí thẩm định 1.500.000 đồng được xem xét hoàn trả theo quy định".into(),
    }
}

/// Prints a letter and looks at its paper, its marks, its codes and its words.
fn check(circular: Circular, said: Said, name: &str, fields: &[&str]) {
    let letter = letter(circular, said);
    let line = letter.form().line(circular);
    let file = render(&Press::new().unwrap(), &letter).unwrap_or_else(|error| panic!("{line}: {error}"));
    assert_eq!((file.pages, paper(&file).as_str()), (1, A5), "{line}");
    assert!(is_archivable(&file), "{line}");
    let text = text(&file);
    let heading = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc";
    for field in [&line, name, heading, "Nguyễn Thị Bích Ngọc"].iter().chain(fields) {
        assert!(text.contains(field), "{line}: {field}\nis not in\n{text}");
    }
    assert_eq!(codes(&file), [format!("CODE-128:{CODE}"), format!("QR-Code:{URL}")], "{line}");
}

#[test]
fn a_request_for_a_supplement_is_one_archivable_page_of_a5_that_scans() {
    let name = "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ";
    let of_2025 = [
        "Mẫu số 02, Thông tư 03/2025/TT-VPCP",
        "1 Đơn đăng ký biến động Ký lại trang 2",
        "Lý do: Thông tin thửa đất chưa khớp",
        "NGƯỜI HƯỚNG DẪN",
    ];
    check(Circular::Of2025, supplement(), name, &of_2025);
    let of_2018 =
        ["Mẫu số 02, Thông tư 01/2018/TT-VPCP", "2 Nội dung khác Nộp bản vẽ thửa đất", "Số: 0012/HDHS", "bị đóng"];
    check(Circular::Of2018, supplement(), name, &of_2018);
}

#[test]
fn a_refusal_of_intake_is_one_archivable_page_of_a5_that_scans() {
    let name = "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ";
    let of_2025 = [
        "Mẫu số 03, Thông tư 03/2025/TT-VPCP",
        "Bộ phận tiếp nhận: Quầy 6, lĩnh vực Đất đai",
        "Thửa đất thuộc thẩm quyền của tỉnh khác",
        "motcua.quangninh.example/thu-tuc/1.012756",
    ];
    check(Circular::Of2025, refusal(), name, &of_2025);
    let of_2018 = ["Mẫu số 03, Thông tư 01/2018/TT-VPCP", "001090000117", "NGƯỜI TIẾP NHẬN HỒ SƠ"];
    check(Circular::Of2018, refusal(), name, &of_2018);
}

#[test]
fn an_apology_has_another_name_in_each_circular_and_the_new_date_in_both() {
    let of_2025 = [
        "Mẫu số 04, Thông tư 03/2025/TT-VPCP",
        "Ngày trả kết quả mới: 17 giờ 00 phút, thứ Năm, ngày 12 tháng 11 năm 2026",
        "gia hạn thời gian giải quyết thêm 03 ngày làm việc",
        "số 0117/TNHS",
    ];
    check(Circular::Of2025, apology(), "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN THỜI GIAN GIẢI QUYẾT", &of_2025);
    let of_2018 = [
        "Mẫu số 04, Thông tư 01/2018/TT-VPCP",
        "Sẽ trả kết quả vào: 17 giờ 00 phút, thứ Năm, ngày 12 tháng 11 năm 2026",
        "Lý do: phải đo đạc lại ranh giới",
        "THỦ TRƯỞNG CƠ QUAN",
    ];
    check(Circular::Of2018, apology(), "PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", &of_2018);
}

#[test]
fn whoever_signs_an_apology_stands_under_the_authority_and_the_post() {
    let authority = vec!["TM. ỦY BAN NHÂN DÂN".to_owned(), "KT. CHỦ TỊCH".to_owned(), "PHÓ CHỦ TỊCH".to_owned()];
    let letter = Letter { authority, ..letter(Circular::Of2025, apology()) };
    let words = text(&render(&Press::new().unwrap(), &letter).unwrap());
    assert!(words.contains("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH"), "{words}");
    assert!(!words.contains("THỦ TRƯỞNG CƠ QUAN"), "{words}");
}

#[test]
fn a_notice_of_a_stop_is_one_archivable_page_of_a5_that_scans() {
    let fields = [
        "Mẫu số 05, Thông tư 03/2025/TT-VPCP",
        "Dừng theo: đề nghị của người nộp hồ sơ",
        "Căn cứ: Nghị định 118/2025/NĐ-CP, Điều 21",
        "từ 09 giờ 05 phút, thứ Tư, ngày 28 tháng 10 năm 2026",
    ];
    check(Circular::Of2025, stop(), "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", &fields);
}

#[test]
fn a_long_letter_takes_larger_paper_and_loses_nothing() {
    let items =
        (1..=60).map(|n| Missing { paper: format!("Giấy tờ {n}"), what: "Nộp bản chính có dấu".into() }).collect();
    let said = Said::Supplement { items, reason: "a".repeat(500), until: String::new() };
    let file = render(&Press::new().unwrap(), &letter(Circular::Of2025, said)).unwrap();
    assert!(text(&file).contains("60 Giấy tờ 60 Nộp bản chính có dấu"));
}

fn hand_over(n: u32) -> HandOver {
    HandOver {
        dossier_code: format!("H49.12-261026-{n:04}"),
        from: "Trung tâm Phục vụ hành chính công".into(),
        to: "Sở Xây dựng".into(),
        at: "2026-10-26T15:10:00".parse().unwrap(),
        giver: "Vũ Thị Bích".into(),
        receiver: "Trần Văn Bình".into(),
        result: "Trước hạn".into(),
        note: "Đã xử lý".into(),
    }
}

#[test]
fn a_control_sheet_is_about_one_dossier_or_about_many() {
    let press = Press::new().unwrap();
    let mut sheet = ControlSheet {
        circular: Circular::Of2025,
        office: office(),
        issued_at: at("2026-11-24T08:00:00+07:00"),
        about: format!("Mã hồ sơ {CODE}"),
        dossier: Some(OneDossier {
            code: CODE.into(),
            lookup: lookup(),
            person: "Nguyễn Thị Bích Ngọc".into(),
            phone: "0912 345 117".into(),
        }),
        rows: vec![hand_over(117)],
    };
    let one = control_sheet::render(&press, &sheet).unwrap();
    assert_eq!((one.pages, paper(&one).as_str()), (1, A4_WIDE));
    assert!(is_archivable(&one));
    assert_eq!(codes(&one), [format!("CODE-128:{CODE}"), format!("QR-Code:{URL}")]);
    let words = text(&one);
    for field in
        ["Kèm theo hồ sơ của: Nguyễn Thị Bích Ngọc", "Trước hạn", "15 giờ 10 phút", "Mẫu số 06, Thông tư 03/2025"]
    {
        assert!(words.contains(field), "{field}\nis not in\n{words}");
    }
    (sheet.dossier, sheet.circular) = (None, Circular::Of2018);
    sheet.rows = (1..=300).map(hand_over).collect();
    let many = control_sheet::render(&press, &sheet).unwrap();
    let words = text(&many);
    assert!(many.pages > 5 && words.replace("- ", "-").contains("H49.12-261026-0300"), "{words}");
    assert!(words.contains("Mẫu số 05, Thông tư 01/2018/TT-VPCP"), "{words}");
}

#[test]
fn a_register_book_has_every_column_of_the_form() {
    let row = |no: u64| Registered {
        no,
        dossier_code: format!("H49.12-261026-{no:04}"),
        procedure: "Cấp giấy phép xây dựng mới".into(),
        sets: 1,
        person: "Nguyễn Thị Bích Ngọc".into(),
        contact: "Phường Hồng Gai; 0912 345 117".into(),
        agency: "Sở Xây dựng".into(),
        received: "2026-10-26T14:20:00".parse().unwrap(),
        due: Some("2026-11-09T17:00:00".parse().unwrap()),
        returned: None,
        return_channel: "Tại quầy".into(),
        receiver: String::new(),
        note: "Đang giải quyết".into(),
    };
    let book = RegisterBook {
        circular: Circular::Of2025,
        office: office(),
        issued_at: at("2026-11-24T08:00:00+07:00"),
        about: "Từ ngày 01/10/2026 đến ngày 31/10/2026".into(),
        rows: (1..=40).map(row).collect(),
    };
    let file = register_book::render(&Press::new().unwrap(), &book).unwrap();
    assert_eq!(paper(&file), A4_WIDE);
    assert!(is_archivable(&file) && file.pages > 1);
    let words = text(&file);
    for field in
        ["SỔ THEO DÕI HỒ SƠ", "26/10/2026", "09/11/2026", "Cơ quan chủ trì", "Mẫu số 07, Thông tư 03/2025/TT-VPCP"]
    {
        assert!(words.contains(field), "{field}\nis not in\n{words}");
    }
}
