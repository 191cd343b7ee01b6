//! What of a dossier lies in one column: answers, papers, the fee, the clock's record.

use base::{FileId, Vnd};
use calendar::{Entry, Ledger, Limit, Style, Terms};
use jiff::Timestamp;

use crate::dossier::ReturnChannel;
use crate::opinion::Opinion;
use crate::person::Person;
use crate::record::{
    Assignment, HandOver, Parent, PaymentRecord, ResultRecord, SubDossierRecord, SupplementRecord, Visit,
};
use crate::way::Legs;

/// The part of a dossier that lists do not show.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Content {
    /// Whose case it is.
    pub owner: Person,
    /// Who filed it for the owner, where somebody did.
    #[serde(default)]
    pub proxy: Option<Person>,
    /// What was declared in the form, question by question.
    #[serde(default)]
    pub declared: Vec<Answer>,
    /// Number of sets handed in.
    #[serde(default = "one")]
    pub sets: u16,
    /// Papers handed in.
    #[serde(default)]
    pub papers: Vec<PaperIn>,
    /// How the result shall come back.
    pub return_channel: ReturnChannel,
    /// Where the post brings it.
    #[serde(default)]
    pub return_address: String,
    /// Fee to be paid at intake, as published for the case.
    #[serde(default)]
    pub fee: Option<Fee>,
    /// A short code printed on the slip, for looking up without an account.
    pub lookup_code: String,
    /// Number of the receipt slip in the office's book of the year.
    #[serde(default)]
    pub slip_no: Option<i64>,
    /// The clock: limit and counting style of the receipt day, start and entries.
    pub clock: ClockRecord,
    /// Steps visited, with the time they were entered and left.
    #[serde(default)]
    pub visits: Vec<Visit>,
    /// Places open side by side, in a process that has legs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legs: Option<Legs>,
    /// Supplement requests.
    #[serde(default)]
    pub supplements: Vec<SupplementRecord>,
    /// Financial obligations.
    #[serde(default)]
    pub payments: Vec<PaymentRecord>,
    /// The result, once drafted.
    #[serde(default)]
    pub result: Option<ResultRecord>,
    /// The hand-over.
    #[serde(default)]
    pub handed_over: Option<HandOver>,
    /// Officers named for the places it passes.
    #[serde(default)]
    pub assignments: Vec<Assignment>,
    /// The dossier this one was opened for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Dossiers opened at other agencies for this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sub_dossiers: Vec<SubDossierRecord>,
    /// Opinions asked outside the process.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opinions: Vec<Opinion>,
}

const fn one() -> u16 {
    1
}

/// One answer of the form.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// Key of the question.
    pub key: String,
    /// The question as asked.
    pub label: String,
    /// The answer.
    pub value: String,
}

/// A paper handed in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperIn {
    /// Number in the procedure's checklist; none for another paper.
    #[serde(default)]
    pub no: Option<u16>,
    /// Name.
    pub name: String,
    /// Kind of copy: bản chính, bản sao, bản điện tử.
    #[serde(default)]
    pub form: String,
    /// How many.
    #[serde(default = "one")]
    pub quantity: u16,
    /// Stored files.
    #[serde(default)]
    pub files: Vec<StoredFile>,
}

/// A file kept by `documents`, with what pages show of it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredFile {
    /// Identifier.
    pub id: FileId,
    /// Name as uploaded.
    pub name: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// Size in bytes.
    pub size: u64,
    /// Number of pages, where it could be counted.
    #[serde(default)]
    pub pages: Option<u32>,
}

/// A fee at intake.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fee {
    /// Amount in đồng.
    pub amount: Vnd,
    /// Whether it was paid at intake.
    pub paid: bool,
    /// What it is for.
    #[serde(default)]
    pub note: String,
}

/// The clock as stored: everything a due date is computed from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ClockRecord {
    /// The limit that binds.
    pub limit: Limit,
    /// The limit set by rule, where a shorter one is promised.
    #[serde(default)]
    pub statutory: Option<Limit>,
    /// The office's counting style on the receipt day.
    pub style: Style,
    /// When the clock started.
    #[serde(default)]
    pub start: Option<Timestamp>,
    /// The edition of the calendars at the start: what the slip promised was computed with it.
    #[serde(default)]
    pub start_edition: Option<i64>,
    /// What happened to it.
    #[serde(default)]
    pub entries: Vec<Entry>,
}

impl ClockRecord {
    /// Limit and style.
    #[must_use]
    pub const fn terms(&self) -> Terms {
        Terms { limit: self.limit, style: self.style }
    }

    /// The ledger; none before receipt.
    ///
    /// # Errors
    /// Stored entries that contradict each other, which [`crate::Dossiers`] never writes.
    pub fn ledger(&self) -> Result<Option<Ledger>, calendar::LedgerError> {
        self.start.map(|start| Ledger::replay(start, self.entries.iter().copied())).transpose()
    }
}
