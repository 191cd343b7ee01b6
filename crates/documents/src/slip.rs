//! Mẫu số 01, "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" (Thông tư 03/2025/TT-VPCP, phụ lục I).
//!
//! The slip is the promise of the state to the citizen: what was handed in, when, and when the
//! result will be there. Everything on it is decided before it comes here; this file only puts it
//! on paper, A5 as the circular says, on one page as long as that can be read.

use base::Vnd;
use jiff::Timestamp;
use jiff::civil::DateTime;
use pdf::{Facts, Press, Rendered, Template};
use serde::{Deserialize, Serialize};

static FORM: Template = Template::new("01-giay-tiep-nhan.typ", include_str!("../forms/01-giay-tiep-nhan.typ"));

/// Tried in turn until the slip is one page: A5, A5 with smaller type, A4, A4 with a smaller list
/// of papers. A list beyond all of them runs on to a second page.
const LAYOUTS: [&str; 5] = ["a5", "a5-tight", "a4", "a4-tight", "a4-long"];

/// What the slip says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slip {
    pub office: Office,
    /// `0117/TNHS`.
    pub number: String,
    pub dossier_code: String,
    pub lookup: Lookup,
    pub issued_at: Timestamp,
    /// Bộ phận tiếp nhận: the counter or part of the centre that took the papers.
    pub department: String,
    pub applicant: Applicant,
    pub procedure: Procedure,
    /// Nội dung yêu cầu giải quyết, when it says more than the name of the procedure.
    pub request: String,
    pub land: Option<Land>,
    pub papers: Vec<Paper>,
    /// Số lượng hồ sơ, in bộ.
    pub sets: u32,
    /// The published limit in words: `10 ngày làm việc`.
    pub time_limit: String,
    pub received_at: Timestamp,
    pub due: Due,
    /// How the day was found, in one sentence; may be empty.
    pub due_explained: String,
    /// Đăng ký nhận kết quả tại.
    pub return_channel: String,
    pub fees: Vec<Fee>,
    pub register: Option<Register>,
    pub submitter: Signature,
    pub receiver: Signature,
    pub notes: Vec<String>,
    /// The form and its version, small at the foot.
    pub template_version: String,
}

/// Who issues the slip. Long names are broken into lines of about the same length; a line break in
/// them is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Office {
    /// The authority above: `Ủy ban nhân dân tỉnh Quảng Ninh`.
    pub parent: String,
    pub name: String,
    /// Place name before the date.
    pub place: String,
}

/// How the citizen follows the dossier.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Lookup {
    /// Full address of the dossier's page; goes into the QR code.
    pub url: String,
    /// Short address to type.
    pub address: String,
    pub code: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Applicant {
    pub name: String,
    /// `Số định danh cá nhân`, `Mã số thuế`, `Số hộ chiếu`.
    pub identity_kind: String,
    pub identity: String,
    pub address: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Procedure {
    pub code: String,
    pub name: String,
}

/// The parcel a land dossier is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Land {
    /// Thửa đất số.
    pub parcel: String,
    /// Tờ bản đồ số.
    pub sheet: String,
    pub area: String,
    pub address: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Paper {
    pub name: String,
    /// `Bản chính`, `Bản sao chứng thực`, `Bản điện tử`.
    pub kind: String,
    pub copies: u32,
}

/// When the result is promised.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Due {
    At(Timestamp),
    /// The clock starts later (the agency in charge must receive the dossier first, or a payment
    /// is awaited): a sentence that says when the day will be known, and how.
    Later(String),
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Fee {
    pub name: String,
    pub amount: Vnd,
    pub is_paid: bool,
}

/// Sổ theo dõi hồ sơ, where an office still keeps books.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Register {
    pub book: String,
    pub number: String,
}

/// A name, and what stands above it: `Ký và ghi rõ họ tên`, `Nộp trực tuyến, không phải ký`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Signature {
    pub name: String,
    pub remark: String,
}

/// The slip as a PDF/A file.
pub fn render(press: &Press, slip: &Slip) -> Result<Rendered, pdf::Error> {
    crate::one_page(press, &FORM, &LAYOUTS, slip.issued_at, |layout| facts(slip, layout))
}

/// What the form needs beside the slip.
#[derive(Serialize)]
struct Sheet<'a> {
    #[serde(flatten)]
    slip: &'a Slip,
    layout: &'a str,
    moments: Moments,
    due_condition: &'a str,
}

/// Moments of the slip as the citizen's watch shows them.
#[derive(Serialize)]
struct Moments {
    issued: DateTime,
    received: DateTime,
    due: Option<DateTime>,
}

fn facts(slip: &Slip, layout: &str) -> Result<Facts, pdf::Error> {
    let (due, due_condition) = match &slip.due {
        Due::At(at) => (Some(calendar::local(*at)), ""),
        Due::Later(sentence) => (None, sentence.as_str()),
    };
    let moments = Moments { issued: calendar::local(slip.issued_at), received: calendar::local(slip.received_at), due };
    let facts = Facts::new(&Sheet { slip, layout, moments, due_condition })?
        .with_drawing("qr.svg", pdf::qr_svg(&slip.lookup.url)?)
        .with_drawing("barcode.svg", pdf::code128_svg(&slip.dossier_code)?);
    Ok(facts)
}

/// Notes of the form as issued; an office may word its own.
#[must_use]
pub fn standard_notes(hotline: &str) -> Vec<String> {
    vec![
        "Khi đến nhận kết quả, ông/bà mang theo Giấy này và giấy tờ tùy thân; người nhận thay mang thêm giấy ủy quyền.".to_owned(),
        "Ngày hẹn có thể lùi nếu phải bổ sung hồ sơ hoặc chờ nộp thuế, phí; ngày mới được báo cho ông/bà và luôn có trên trang tra cứu.".to_owned(),
        format!("Hỏi đáp, phản ánh, kiến nghị: {hotline}."),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::process::Command;

    use super::*;
    use crate::signature_block::SignatureBlock;

    fn at(moment: &str) -> Timestamp {
        moment.parse().unwrap()
    }

    fn a_land_slip() -> Slip {
        Slip {
            office: Office {
                parent: "Ủy ban nhân dân tỉnh Quảng Ninh".into(),
                name: "Trung tâm Phục vụ hành chính công".into(),
                place: "Quảng Ninh".into(),
            },
            number: "0117/TNHS".into(),
            dossier_code: "H49.12-261026-0117".into(),
            lookup: Lookup {
                url: "https://motcua.quangninh.example/tra-cuu/H49.12-261026-0117".into(),
                address: "motcua.quangninh.example/tra-cuu".into(),
                code: Some("K7P2".into()),
            },
            issued_at: at("2026-10-26T14:21:00+07:00"),
            department: "Quầy 6, lĩnh vực Đất đai".into(),
            applicant: Applicant {
                name: "Nguyễn Thị Bích Ngọc".into(),
                identity_kind: "Số định danh cá nhân".into(),
                identity: "001090000117".into(),
                address: "Số 12, tổ 3, khu 5, phường Hồng Gai, tỉnh Quảng Ninh".into(),
                phone: Some("0912 345 117".into()),
                email: Some("ngoc.nguyen@mau.example".into()),
            },
            procedure: Procedure {
                code: "1.012756".into(),
                name: "Đăng ký biến động đất đai do chuyển nhượng quyền sử dụng đất".into(),
            },
            request: "Chuyển nhượng toàn bộ thửa đất".into(),
            land: Some(Land {
                parcel: "125".into(),
                sheet: "37".into(),
                area: "86,4 m²".into(),
                address: "tổ 3, khu 5, phường Hồng Gai".into(),
            }),
            papers: papers(&["Đơn đăng ký biến động", "Giấy chứng nhận đã cấp", "Tờ khai lệ phí trước bạ"]),
            sets: 1,
            time_limit: "10 ngày làm việc".into(),
            received_at: at("2026-10-26T14:20:00+07:00"),
            due: Due::At(at("2026-11-09T17:00:00+07:00")),
            due_explained: "10 ngày làm việc, không tính thứ Bảy và Chủ nhật.".into(),
            return_channel: "Trung tâm và bản điện tử trên VNeID".into(),
            fees: vec![
                Fee { name: "Phí thẩm định".into(), amount: Vnd(1_500_000), is_paid: true },
                Fee { name: "Lệ phí địa chính".into(), amount: Vnd(28_000), is_paid: false },
            ],
            register: Some(Register { book: "03".into(), number: "1117".into() }),
            submitter: Signature {
                name: "Nguyễn Thị Bích Ngọc".into(), remark: "Ký và ghi rõ họ tên".into()
            },
            receiver: Signature {
                name: "Trần Văn Bình".into(), remark: "Ký số lúc 14:21 ngày 26/10/2026".into()
            },
            notes: standard_notes("1900 0000"),
            template_version: "Mẫu số 01, Thông tư 03/2025/TT-VPCP".into(),
        }
    }

    fn papers(names: &[&str]) -> Vec<Paper> {
        names.iter().map(|name| Paper { name: (*name).into(), kind: "Bản chính".into(), copies: 1 }).collect()
    }

    fn many_papers(count: usize) -> Vec<Paper> {
        let names: Vec<String> =
            (1..=count).map(|n| format!("Bản mô tả ranh giới, mốc giới thửa đất số {n}")).collect();
        papers(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn printed(slip: &Slip) -> Rendered {
        render(&Press::new().unwrap(), slip).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_signed_slip_holds_and_shows_who_signed() {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../signing/samples");
        let key = signing::SoftwareKey::from_pkcs12(&std::fs::read(samples.join("dau.p12")).unwrap(), "mau").unwrap();
        let (press, slip) = (Press::new().unwrap(), a_land_slip());
        let block = SignatureBlock {
            authority: Some("TUQ. CHỦ TỊCH".to_owned()),
            post: "CHUYÊN VIÊN".to_owned(),
            name: "Trần Văn Bình".to_owned(),
            agency: "Trung tâm Phục vụ hành chính công".to_owned(),
            signed_at: slip.issued_at,
        };
        let signed = || {
            let drawing = block.draw(&press).unwrap();
            let visible = signing::Visible { page: 0, place: [220, 10, 410, 82], drawing: &drawing };
            let request =
                signing::Request { signed_at: slip.issued_at, reason: None, location: None, visible: Some(visible) };
            signing::sign(&render(&press, &slip).unwrap().pdf, &request, &key, None).unwrap()
        };
        let file = signed();
        let mut took: Vec<_> = (0..5)
            .map(|_| {
                let begun = std::time::Instant::now();
                signed();
                begun.elapsed()
            })
            .collect();
        took.sort();
        println!("a signed slip takes {:?} in this build (budget of a release build: 40 ms)", took[2]);
        let trust = crate::verification::load_trust(&samples.join("trust")).unwrap();
        let verdict = crate::verification::verify(&file, &trust, at("2026-11-25T09:00:00+07:00"), base::Locale::Vi);
        let verdict = verdict.unwrap();
        assert_eq!(verdict.headline.key(), "documents-verify-all-valid");
        assert!(verdict.signatures[0].signer.starts_with("UBND phường Mẫu"));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("signed.pdf"), &file).unwrap();
        let words = tool("pdftotext", &["signed.pdf", "-"], folder.path());
        assert!(words.contains("TUQ. CHỦ TỊCH") && words.contains("2026-10-26T14:21:00+07:00"), "{words}");
    }

    /// Runs a tool of poppler-utils or zbar-tools. Tests of paper mean nothing without them.
    fn tool(name: &str, args: &[&str], directory: &Path) -> String {
        let output = Command::new(name).args(args).current_dir(directory).output();
        let output = output.unwrap_or_else(|error| panic!("cannot run {name} ({error}): run `make setup` first"));
        String::from_utf8(output.stdout).unwrap()
    }

    fn with_file<T>(slip: &Slip, look: impl FnOnce(&Path) -> T) -> T {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("slip.pdf"), printed(slip).pdf).unwrap();
        look(directory.path())
    }

    /// The text of the slip, without the line breaks that the paper made.
    fn text(slip: &Slip) -> String {
        let text = with_file(slip, |directory| tool("pdftotext", &["-raw", "slip.pdf", "-"], directory));
        text.replace('\u{200b}', "").replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn paper(slip: &Slip) -> String {
        let facts = with_file(slip, |directory| tool("pdfinfo", &["slip.pdf"], directory));
        let size = facts.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap();
        size.trim().to_owned()
    }

    const A5: &str = "419.528 x 595.276 pts";
    const A4: &str = "595.276 x 841.89 pts (A4)";

    #[test]
    fn a_slip_is_one_archivable_page_of_a5() {
        let file = printed(&a_land_slip());
        let bytes = String::from_utf8_lossy(&file.pdf);
        assert_eq!(file.pages, 1);
        assert_eq!(paper(&a_land_slip()), A5);
        assert!(bytes.contains("<pdfaid:part>2</pdfaid:part>"), "not PDF/A-2");
        assert!(bytes.contains("Giấy tiếp nhận hồ sơ và hẹn trả kết quả H49.12-261026-0117"), "no title");
    }

    #[test]
    fn every_field_of_the_form_can_be_read() {
        let text = text(&a_land_slip());
        for field in [
            "ỦY BAN NHÂN DÂN TỈNH QUẢNG NINH TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
            "Số: 0117/TNHS",
            "Quảng Ninh, ngày 26 tháng 10 năm 2026",
            "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
            "Mã hồ sơ: H49.12-261026-0117",
            "mã tra cứu: K7P2",
            "Bộ phận tiếp nhận: Quầy 6, lĩnh vực Đất đai",
            "Tiếp nhận hồ sơ của: Nguyễn Thị Bích Ngọc Số định danh cá nhân: 001090000117",
            "Địa chỉ: Số 12, tổ 3, khu 5, phường Hồng Gai, tỉnh Quảng Ninh",
            "Số điện thoại: 0912 345 117 Email: ngoc.nguyen@mau.example",
            "Thủ tục hành chính: Đăng ký biến động đất đai do chuyển nhượng quyền sử dụng đất (mã 1.012756)",
            "Nội dung yêu cầu giải quyết: Chuyển nhượng toàn bộ thửa đất",
            "Thửa đất số: 125, tờ bản đồ số: 37, diện tích: 86,4 m², địa chỉ thửa đất: tổ 3, khu 5, phường Hồng Gai",
            "3 Tờ khai lệ phí trước bạ Bản chính 01",
            "2. Số lượng hồ sơ: 01 (bộ) Thời gian giải quyết theo quy định: 10 ngày làm việc",
            "3. Thời gian nhận hồ sơ: 14 giờ 20 phút, thứ Hai, ngày 26 tháng 10 năm 2026",
            "4. Thời gian trả kết quả: 17 giờ 00 phút, thứ Hai, ngày 09 tháng 11 năm 2026",
            "10 ngày làm việc, không tính thứ Bảy và Chủ nhật.",
            "5. Đăng ký nhận kết quả tại: Trung tâm và bản điện tử trên VNeID",
            "Phí thẩm định 1.500.000 đồng (đã thanh toán); Lệ phí địa chính 28.000 đồng (chưa thanh toán)",
            "Vào Sổ theo dõi hồ sơ, quyển số: 03, số thứ tự: 1117",
            "NGƯỜI NỘP HỒ SƠ",
            "(Ký số lúc 14:21 ngày 26/10/2026)",
            "Trần Văn Bình",
            "giấy ủy quyền",
            "kiến nghị: 1900 0000.",
            "Mẫu số 01, Thông tư 03/2025/TT-VPCP",
        ] {
            assert!(text.contains(field), "{field}\nis not in\n{text}");
        }
    }

    #[test]
    fn what_a_slip_does_not_have_leaves_no_trace() {
        let mut slip = a_land_slip();
        (slip.land, slip.register, slip.request) = (None, None, String::new());
        (slip.applicant.phone, slip.applicant.email, slip.lookup.code) = (None, None, None);
        slip.fees.clear();
        let text = text(&slip);
        for absent in ["Thửa đất", "Vào Sổ", "Nội dung yêu cầu", "điện thoại", "Email", "mã tra cứu"]
        {
            assert!(!text.contains(absent), "{absent} is in\n{text}");
        }
        assert!(text.contains("6. Phí, lệ phí: không thu"), "{text}");
    }

    #[test]
    fn a_clock_that_starts_later_is_said_in_words() {
        let mut slip = a_land_slip();
        slip.due = Due::Later("được nhắn tin khi phường Hồng Gai nhận đủ hồ sơ".into());
        slip.received_at = at("2027-02-01T08:05:00+07:00");
        let text = text(&slip);
        assert!(text.contains("4. Thời gian trả kết quả: được nhắn tin khi phường Hồng Gai nhận đủ hồ sơ"), "{text}");
        assert!(text.contains("08 giờ 05 phút, thứ Hai, ngày 01 tháng 02 năm 2027"), "{text}");
    }

    #[test]
    fn a_long_list_of_papers_takes_a4_and_then_more_pages() {
        let mut slip = a_land_slip();
        slip.papers = many_papers(20);
        assert_eq!((printed(&slip).pages, paper(&slip).as_str()), (1, A4));
        slip.papers = many_papers(60);
        assert!(printed(&slip).pages > 1);
        let text = text(&slip);
        assert!(text.contains("60 Bản mô tả ranh giới, mốc giới thửa đất số 60"), "{text}");
        assert!(text.contains("Mã hồ sơ H49.12-261026-0117, trang 2"), "{text}");
    }

    #[test]
    fn both_codes_scan_from_an_office_print_and_from_a_smaller_copy() {
        let mut branch = a_land_slip();
        branch.dossier_code = "H49.12.05.13-261026-000117".into();
        branch.lookup.url = "https://motcua.quangninh.example/tra-cuu/H49.12.05.13-261026-000117".into();
        let mut long = a_land_slip();
        long.papers = many_papers(20);
        // 150 dots an inch is what a 200 dpi scanner sees of a copy made at 75 %.
        for (slip, dpi) in [
            (a_land_slip(), "200"),
            (a_land_slip(), "150"),
            (branch.clone(), "200"),
            (branch, "150"),
            (long.clone(), "200"),
            (long, "150"),
        ] {
            let read = with_file(&slip, |directory| {
                tool("pdftoppm", &["-r", dpi, "-gray", "-singlefile", "-png", "slip.pdf", "slip"], directory);
                tool("zbarimg", &["-q", "slip.png"], directory)
            });
            let mut read: Vec<&str> = read.lines().collect();
            read.sort_unstable();
            assert_eq!(
                read,
                [format!("CODE-128:{}", slip.dossier_code), format!("QR-Code:{}", slip.lookup.url)],
                "at {dpi} dpi"
            );
        }
    }

    #[test]
    fn typed_text_is_printed_and_never_obeyed() {
        for typed in [
            "<script>alert(1)</script> & <b>An</b>",
            "#let x = 1; #x #panic(\"a\") #read(\"/etc/passwd\")",
            "*đậm* _nghiêng_ $x^2$ @ref `mã` = đề // chú -- thích \\ ~ [a] {b}",
            "An 😀 🌸 Bình",
        ] {
            let mut slip = a_land_slip();
            slip.request = typed.into();
            slip.papers[0].name = typed.into();
            assert_eq!(text(&slip).matches(typed).count(), 2, "{typed}\nis not twice in\n{}", text(&slip));
        }
    }

    #[test]
    fn a_name_of_two_hundred_letters_stays_on_the_paper() {
        let mut slip = a_land_slip();
        let name = "Ngữ".repeat(67);
        slip.applicant.name = name.clone();
        slip.submitter.name = name.clone();
        let text = text(&slip).replace(' ', "");
        assert_eq!(text.matches(&name).count(), 2, "{text}");
        assert_eq!(printed(&slip).pages, 1);
    }
}
