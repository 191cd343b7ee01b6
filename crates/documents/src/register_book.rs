//! Sổ theo dõi hồ sơ (Mẫu 07 of Thông tư 03/2025/TT-VPCP, Mẫu 06 of Thông tư 01/2018/TT-VPCP): the
//! dossiers an office received, one row each, made from the log for the period asked for.

use jiff::Timestamp;
use jiff::civil::DateTime;
use pdf::{Facts, Press, Rendered, Template};
use serde::Serialize;

use crate::form::{Circular, Form};
use crate::slip::Office;

static FORM: Template = Template::new("so-theo-doi.typ", include_str!("../forms/so-theo-doi.typ"));

/// The book of a period.
#[derive(Debug, Clone)]
pub struct RegisterBook {
    pub circular: Circular,
    pub office: Office,
    pub issued_at: Timestamp,
    /// The line under the name.
    pub about: String,
    pub rows: Vec<Registered>,
}

/// One dossier in the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Registered {
    pub no: u64,
    pub dossier_code: String,
    pub procedure: String,
    pub sets: u16,
    pub person: String,
    /// Address and telephone number.
    pub contact: String,
    /// Cơ quan chủ trì giải quyết.
    pub agency: String,
    pub received: DateTime,
    pub due: Option<DateTime>,
    pub returned: Option<DateTime>,
    pub return_channel: String,
    /// Ký nhận: who took the result.
    pub receiver: String,
    pub note: String,
}

#[derive(Serialize)]
struct Book<'a> {
    office: &'a Office,
    issued: DateTime,
    about: &'a str,
    rows: &'a [Registered],
    form_line: String,
}

/// The book as a PDF/A file.
///
/// # Errors
/// A mistake of the form; any text of the facts prints.
pub fn render(press: &Press, book: &RegisterBook) -> Result<Rendered, pdf::Error> {
    let facts = Facts::new(&Book {
        office: &book.office,
        issued: calendar::local(book.issued_at),
        about: &book.about,
        rows: &book.rows,
        form_line: Form::RegisterBook.line(book.circular),
    })?;
    press.render(&FORM, facts, book.issued_at)
}
