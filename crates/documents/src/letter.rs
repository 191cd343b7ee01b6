//! Letters about one dossier: the request for a supplement (Mẫu 02), the refusal of intake (Mẫu 03),
//! the apology with a new date (Mẫu 04), the notice of a stop (Mẫu 05).
//!
//! What happened is decided before it comes here; this file puts it on paper, A5 as the circulars
//! say, on one page as long as that can be read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use pdf::{Facts, Press, Rendered, Template};
use serde::Serialize;

use crate::form::{Circular, Form};
use crate::slip::{Applicant, Lookup, Office, Procedure, Signature};

static SUPPLEMENT: Template = Template::new("02-yeu-cau-bo-sung.typ", include_str!("../forms/02-yeu-cau-bo-sung.typ"));
static REFUSAL: Template = Template::new("03-tu-choi.typ", include_str!("../forms/03-tu-choi.typ"));
static APOLOGY: Template = Template::new("04-xin-loi.typ", include_str!("../forms/04-xin-loi.typ"));
static APOLOGY_2018: Template = Template::new("04-xin-loi-2018.typ", include_str!("../forms/04-xin-loi-2018.typ"));
static STOP: Template = Template::new("05-dung-giai-quyet.typ", include_str!("../forms/05-dung-giai-quyet.typ"));

/// Tried in turn until the letter is one page; the last may run on.
const LAYOUTS: [&str; 5] = ["a5", "a5-tight", "a4", "a4-tight", "a4-long"];

/// One letter.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The circular whose form it is.
    pub circular: Circular,
    /// Who writes: the one-stop office, or the agency in charge.
    pub office: Office,
    /// `0012/HDHS`; may be empty.
    pub number: String,
    pub dossier_code: String,
    pub lookup: Lookup,
    pub issued_at: Timestamp,
    pub person: Applicant,
    pub procedure: Procedure,
    /// Lĩnh vực.
    pub field: String,
    pub received_at: Option<Timestamp>,
    /// Number of the slip; empty where none was given.
    pub slip_number: String,
    pub said: Said,
    /// Who to ask: name or office, and a telephone number.
    pub contact: String,
    /// Lines above the signature, the post last; empty where the form's own words stand.
    pub authority: Vec<String>,
    pub signer: Signature,
}

/// What a letter says.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Said {
    /// Mẫu 02.
    Supplement {
        items: Vec<Missing>,
        reason: String,
        /// Until when, and what follows; may be empty.
        until: String,
    },
    /// Mẫu 03.
    Refusal {
        department: String,
        reason: String,
        /// Where the rules can be read.
        rules: String,
    },
    /// Mẫu 04.
    Apology(Apology),
    /// Mẫu 05.
    Stop {
        /// `đề nghị của người nộp hồ sơ`, `quyết định của cơ quan giải quyết`.
        asked_by: String,
        reason: String,
        legal_basis: String,
        /// What becomes of the papers.
        papers: String,
        /// What becomes of the fees; may be empty.
        fees: String,
    },
}

/// An apology and the new date.
#[derive(Debug, Clone, Serialize)]
pub struct Apology {
    /// Who received the dossier.
    pub received_by: String,
    pub cause: String,
    /// By how much the date moves, in words.
    pub by: String,
    pub moments: Moved,
}

/// The date promised and the new one, as the citizen's watch shows them.
#[derive(Debug, Clone, Serialize)]
pub struct Moved {
    pub before: DateTime,
    pub after: DateTime,
}

/// One thing to supplement.
#[derive(Debug, Clone, Serialize)]
pub struct Missing {
    /// The paper of the checklist; `Nội dung khác` for anything else.
    pub paper: String,
    pub what: String,
}

impl Letter {
    /// The form it is.
    #[must_use]
    pub const fn form(&self) -> Form {
        match self.said {
            Said::Supplement { .. } => Form::Supplement,
            Said::Refusal { .. } => Form::Refusal,
            Said::Apology(_) => Form::Apology,
            Said::Stop { .. } => Form::Stop,
        }
    }

    fn template(&self) -> &'static Template {
        match (&self.said, self.circular) {
            (Said::Supplement { .. }, _) => &SUPPLEMENT,
            (Said::Refusal { .. }, _) => &REFUSAL,
            (Said::Apology(_), Circular::Of2018) => &APOLOGY_2018,
            (Said::Apology(_), Circular::Of2025) => &APOLOGY,
            (Said::Stop { .. }, _) => &STOP,
        }
    }
}

/// The letter as a PDF/A file.
///
/// # Errors
/// A mistake of the form; any text of the facts prints.
pub fn render(press: &Press, letter: &Letter) -> Result<Rendered, pdf::Error> {
    crate::one_page(press, letter.template(), &LAYOUTS, letter.issued_at, |layout| facts(letter, layout))
}

/// What the forms read.
#[derive(Serialize)]
struct Sheet<'a> {
    layout: &'a str,
    form_line: String,
    office: &'a Office,
    number: &'a str,
    dossier_code: &'a str,
    lookup: &'a Lookup,
    moments: Moments,
    person: &'a Applicant,
    procedure: &'a Procedure,
    field: &'a str,
    slip_number: &'a str,
    said: &'a Said,
    contact: &'a str,
    signer: Signer<'a>,
}

/// A title takes the place of the one in the form.
#[derive(Serialize)]
struct Signer<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    name: &'a str,
    remark: &'a str,
}

#[derive(Serialize)]
struct Moments {
    issued: DateTime,
    received: Option<DateTime>,
}

fn facts(letter: &Letter, layout: &str) -> Result<Facts, pdf::Error> {
    let sheet = Sheet {
        layout,
        form_line: letter.form().line(letter.circular),
        office: &letter.office,
        number: &letter.number,
        dossier_code: &letter.dossier_code,
        lookup: &letter.lookup,
        moments: Moments {
            issued: calendar::local(letter.issued_at),
            received: letter.received_at.map(calendar::local),
        },
        person: &letter.person,
        procedure: &letter.procedure,
        field: &letter.field,
        slip_number: &letter.slip_number,
        said: &letter.said,
        contact: &letter.contact,
        signer: Signer {
            title: Some(letter.authority.join("\n")).filter(|title| !title.is_empty()),
            name: &letter.signer.name,
            remark: &letter.signer.remark,
        },
    };
    let facts = Facts::new(&sheet)?
        .with_drawing("qr.svg", pdf::qr_svg(&letter.lookup.url)?)
        .with_drawing("barcode.svg", pdf::code128_svg(&letter.dossier_code)?);
    Ok(facts)
}

#[cfg(test)]
mod tests;
