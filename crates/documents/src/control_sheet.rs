//! Phiếu kiểm soát quá trình giải quyết hồ sơ (Mẫu 06 of Thông tư 03/2025/TT-VPCP, Mẫu 05 of Thông tư
//! 01/2018/TT-VPCP): one row for each hand-over, who gave, who took, when, and whether in time.
//!
//! The sheet of one dossier carries its codes; the sheet of a period or of one transfer lists the
//! hand-overs of many. Where the rows come from is the caller's matter.

use jiff::Timestamp;
use jiff::civil::DateTime;
use pdf::{Facts, Press, Rendered, Template};
use serde::Serialize;

use crate::form::{Circular, Form};
use crate::slip::{Lookup, Office};

static FORM: Template = Template::new("kiem-soat.typ", include_str!("../forms/kiem-soat.typ"));

/// Hand-overs on paper.
#[derive(Debug, Clone)]
pub struct ControlSheet {
    pub circular: Circular,
    pub office: Office,
    pub issued_at: Timestamp,
    /// The line under the name: `Từ ngày 01/11/2026 đến ngày 24/11/2026`, `Mã hồ sơ …`.
    pub about: String,
    /// The dossier, when the sheet is about one.
    pub dossier: Option<OneDossier>,
    pub rows: Vec<HandOver>,
}

/// The dossier a sheet goes with.
#[derive(Debug, Clone)]
pub struct OneDossier {
    pub code: String,
    pub lookup: Lookup,
    pub person: String,
    pub phone: String,
}

/// One hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandOver {
    pub dossier_code: String,
    /// Tên cơ quan giao.
    pub from: String,
    /// Tên cơ quan nhận.
    pub to: String,
    /// By the citizen's watch.
    pub at: DateTime,
    /// Người giao.
    pub giver: String,
    /// Người nhận; empty until somebody of the receiving side acts.
    pub receiver: String,
    /// `Trước hạn`, `Đúng hạn`, `Quá hạn`; empty where the step has no share of the limit.
    pub result: String,
    /// `Đã xử lý`, `Đang xử lý`.
    pub note: String,
}

#[derive(Serialize)]
struct Sheet<'a> {
    office: &'a Office,
    issued: DateTime,
    about: &'a str,
    finder: Option<Finder<'a>>,
    person: &'a str,
    phone: &'a str,
    many: bool,
    rows: &'a [HandOver],
    form_line: String,
}

#[derive(Serialize)]
struct Finder<'a> {
    code: &'a str,
    lookup: &'a Lookup,
}

/// The sheet as a PDF/A file.
///
/// # Errors
/// A mistake of the form; any text of the facts prints.
pub fn render(press: &Press, sheet: &ControlSheet) -> Result<Rendered, pdf::Error> {
    let dossier = sheet.dossier.as_ref();
    let mut facts = Facts::new(&Sheet {
        office: &sheet.office,
        issued: calendar::local(sheet.issued_at),
        about: &sheet.about,
        finder: dossier.map(|dossier| Finder { code: &dossier.code, lookup: &dossier.lookup }),
        person: dossier.map_or("", |dossier| &dossier.person),
        phone: dossier.map_or("", |dossier| &dossier.phone),
        many: dossier.is_none(),
        rows: &sheet.rows,
        form_line: Form::ControlSheet.line(sheet.circular),
    })?;
    if let Some(dossier) = dossier {
        facts = facts
            .with_drawing("qr.svg", pdf::qr_svg(&dossier.lookup.url)?)
            .with_drawing("barcode.svg", pdf::code128_svg(&dossier.code)?);
    }
    press.render(&FORM, facts, sheet.issued_at)
}
