//! Results from templates: which paper a decided dossier gets, in which book it is numbered, and how it
//! is set. A procedure without a template gets the files its officer drafted and nothing else.

use dossier::Outcome;
use jiff::Timestamp;
use jiff::civil::DateTime;
use pdf::{Facts, Mark, Press, Rendered, Template, Typeset};
use serde::Serialize;

use crate::slip::{Office, Procedure};

/// Tried in turn until the result is one page; the last may run on.
const LAYOUTS: [&str; 3] = ["a4", "a4-tight", "a4-long"];

macro_rules! papers {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $sign:literal, $file:literal;)+) => {
        /// A kind of result that is made from a template.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ResultPaper { $($(#[$doc])* $variant),+ }

        impl ResultPaper {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier, also the name of its file.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The sign of its book.
            #[must_use]
            pub const fn sign(self) -> &'static str {
                match self { $(Self::$variant => $sign),+ }
            }

            fn template(self) -> &'static Template {
                match self {
                    $(Self::$variant => {
                        static FORM: Template = Template::new($file, include_str!(concat!("../forms/", $file)));
                        &FORM
                    })+
                }
            }
        }

        db::text_enum!(ResultPaper);
    };
}

papers! {
    /// Trích lục hộ tịch (bản sao).
    CivilExtract = "trich-luc", "TLHT-BS", "kq-trich-luc.typ";
    /// Giấy phép xây dựng.
    BuildingPermit = "giay-phep-xay-dung", "GPXD", "kq-giay-phep-xay-dung.typ";
    /// Phiếu xác nhận.
    Confirmation = "phieu-xac-nhan", "XN", "kq-xac-nhan.typ";
    /// Lời chứng chứng thực bản sao điện tử.
    Certification = "loi-chung", "SCT/BS", "kq-chung-thuc.typ";
    /// Thông báo từ chối giải quyết.
    Refusal = "thong-bao-tu-choi", "TB", "kq-tu-choi.typ";
}

impl ResultPaper {
    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|paper| paper.name() == name)
    }

    /// The paper of a decision on a procedure; a refusal is a letter whatever was asked for.
    #[must_use]
    pub fn of(procedure_code: &str, outcome: Outcome) -> Option<Self> {
        match (outcome, procedure_code) {
            (Outcome::Refused, _) => Some(Self::Refusal),
            (Outcome::Granted, "2.000635") => Some(Self::CivilExtract),
            (Outcome::Granted, "1.013225") => Some(Self::BuildingPermit),
            (Outcome::Granted, "1.004873" | "2.002516" | "1.010041") => Some(Self::Confirmation),
            (Outcome::Granted, "2.000815") => Some(Self::Certification),
            (Outcome::Granted, _) => None,
        }
    }
}

/// What a result says.
#[derive(Debug, Clone)]
pub struct Decided {
    pub paper: ResultPaper,
    /// The agency that decides.
    pub office: Office,
    pub number: String,
    /// The book of the number: `SCT/BS, 2026`.
    pub book: String,
    pub dossier_code: String,
    pub verify: Verify,
    pub decided_at: Timestamp,
    pub decider: String,
    /// Lines above the signature, the post last; empty where no post is known.
    pub authority: Vec<String>,
    pub person: Named,
    pub procedure: Procedure,
    pub summary: String,
    pub declared: Vec<Declared>,
    /// Papers that were certified, each with its number.
    pub papers: Vec<Certified>,
}

/// Where the signatures of the file are checked.
#[derive(Debug, Clone, Serialize)]
pub struct Verify {
    /// Goes into the QR code.
    pub url: String,
    /// The address to type.
    pub address: String,
}

/// The person a result is about.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    pub name: String,
    /// Empty where it is not known.
    pub born: String,
    pub identity_kind: String,
    pub identity: String,
    pub address: String,
}

/// One answer of the form.
#[derive(Debug, Clone, Serialize)]
pub struct Declared {
    pub label: String,
    pub value: String,
}

/// One paper whose copy was certified.
#[derive(Debug, Clone, Serialize)]
pub struct Certified {
    pub name: String,
    pub number: String,
    pub copies: u16,
}

#[derive(Serialize)]
struct Sheet<'a> {
    layout: &'a str,
    office: &'a Office,
    number: &'a str,
    book: &'a str,
    dossier_code: &'a str,
    verify: &'a Verify,
    decided: DateTime,
    decider: &'a str,
    authority: Vec<&'a str>,
    person: &'a Named,
    procedure: &'a Procedure,
    summary: &'a str,
    declared: &'a [Declared],
    papers: &'a [Certified],
}

/// The result as a PDF/A file.
///
/// # Errors
/// A mistake of the form; any text of the facts prints.
pub fn render(press: &Press, decided: &Decided) -> Result<Rendered, pdf::Error> {
    set(press, decided)?.print(decided.decided_at)
}

/// The result with the places where it is signed (`chu-ky`) and sealed (`con-dau`).
///
/// # Errors
/// As [`render`].
pub(crate) fn render_to_sign(press: &Press, decided: &Decided) -> Result<(Rendered, [Option<Mark>; 2]), pdf::Error> {
    let set = set(press, decided)?;
    Ok((set.print(decided.decided_at)?, ["chu-ky", "con-dau"].map(|name| set.mark(name))))
}

fn set<'p>(press: &'p Press, decided: &Decided) -> Result<Typeset<'p>, pdf::Error> {
    crate::set_large(press, decided.paper.template(), &LAYOUTS, |layout| {
        let facts = Facts::new(&Sheet {
            layout,
            office: &decided.office,
            number: &decided.number,
            book: &decided.book,
            dossier_code: &decided.dossier_code,
            verify: &decided.verify,
            decided: calendar::local(decided.decided_at),
            decider: &decided.decider,
            authority: authority(&decided.authority),
            person: &decided.person,
            procedure: &decided.procedure,
            summary: &decided.summary,
            declared: &decided.declared,
            papers: &decided.papers,
        })?;
        Ok(facts.with_drawing("qr.svg", pdf::qr_svg(&decided.verify.url)?))
    })
}

/// Decisions that name no post are those of other systems.
fn authority(lines: &[String]) -> Vec<&str> {
    if lines.is_empty() { vec!["NGƯỜI CÓ THẨM QUYỀN"] } else { lines.iter().map(String::as_str).collect() }
}

#[cfg(test)]
mod tests;
