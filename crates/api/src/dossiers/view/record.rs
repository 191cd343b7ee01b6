//! What a dossier keeps, as JSON: answers, papers, fee, supplements, payments, result, hand-over.

use dossier::{
    Answer, Fee, HandOver, Outcome, PaperIn, PaymentRecord, ResultRecord, StoredFile, SubDossierRecord,
    SupplementRecord,
};
use organisation::Organisation;
use serde::Serialize;
use utoipa::ToSchema;

use super::Named;
use crate::moment::Moment;

/// One answer of the form.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AnswerView {
    /// Key of the question.
    key: String,
    /// The question as asked.
    label: String,
    /// The answer.
    value: String,
}

/// A paper handed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaperView {
    /// Number in the procedure's checklist; null for another paper.
    no: Option<u16>,
    /// Name.
    name: String,
    /// Kind of copy.
    form: String,
    /// How many.
    quantity: u16,
    /// Stored files.
    files: Vec<FileView>,
}

/// A stored file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileView {
    /// Identifier.
    id: String,
    /// Name as uploaded.
    name: String,
    /// Media type found in the bytes.
    media_type: String,
    /// Size in bytes.
    size: u64,
    /// Number of pages, where it could be counted.
    pages: Option<u32>,
}

/// The fee of intake.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FeeView {
    /// Amount in đồng.
    amount_vnd: i64,
    /// Whether it has been paid.
    paid: bool,
    /// What it is for.
    note: String,
}

/// One supplement request and its answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupplementView {
    /// When it was asked.
    asked_at: Moment,
    /// By whom.
    asked_by: String,
    /// All faults together.
    items: Vec<SupplementItemView>,
    /// Why.
    reason: String,
    /// Whether it was asked before acceptance, where no clock runs.
    before_receipt: bool,
    /// When it was answered.
    answered_at: Option<Moment>,
    /// The person's word.
    note: String,
}

/// One thing that is missing or wrong.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SupplementItemView {
    /// Number in the checklist.
    paper: Option<u16>,
    /// What to do about it.
    what: String,
    /// The legal basis of a demand beyond the checklist.
    legal_basis: String,
}

/// One financial obligation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PaymentView {
    /// When it was asked.
    asked_at: Moment,
    /// How much, in đồng.
    amount_vnd: i64,
    /// Number of the notice.
    notice: String,
    /// When it was confirmed.
    confirmed_at: Option<Moment>,
    /// Number of the receipt or transaction.
    proof: String,
}

/// A dossier opened at another agency for a step of this one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SubDossierView {
    /// Its code.
    code: String,
    /// What is asked for: code of the procedure with its variant.
    procedure: String,
    /// The agency that settles it.
    agency: Named,
    /// The step of this dossier that waits for it.
    step: u16,
    /// When it was opened.
    opened_at: Moment,
    /// When it ended; null while it is open.
    ended_at: Option<Moment>,
    /// `granted` or `refused`; null while it is open, or where it ended without a decision.
    outcome: Option<&'static str>,
    /// Number of the result.
    number: Option<String>,
}

impl SubDossierView {
    pub(crate) fn of(sub: &SubDossierRecord, organisation: &Organisation) -> Self {
        let ended = sub.ended.as_ref();
        Self {
            code: sub.code.to_string(),
            procedure: sub.procedure.clone(),
            agency: Named::agency(organisation, sub.agency),
            step: sub.step,
            opened_at: Moment(sub.opened_at),
            ended_at: ended.map(|ended| Moment(ended.at)),
            outcome: ended.and_then(|ended| ended.outcome).map(outcome),
            number: ended.and_then(|ended| ended.number.clone()),
        }
    }
}

/// The result from its draft to its seal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResultView {
    /// Identifier.
    id: String,
    /// `granted` or `refused`.
    outcome: &'static str,
    /// What the person receives.
    title: String,
    /// Content or grounds.
    summary: String,
    /// Files.
    files: Vec<FileView>,
    /// Who drafted it.
    drafter: String,
    /// When it was decided.
    decided_at: Option<Moment>,
    /// By whom.
    decider: Option<String>,
    /// By what authority: `TUQ. CHỦ TỊCH, 12/QĐ-UBND`; null for a head who signs for the own agency.
    authority: Option<String>,
    /// Number in the book of results.
    number: Option<String>,
    /// When it was sealed.
    sealed_at: Option<Moment>,
    /// By whom.
    sealer: Option<String>,
    /// Where it lies at the return desk.
    place: String,
}

/// The hand-over of the result.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandOverView {
    /// Who took it.
    receiver: String,
    /// How it went.
    via: &'static str,
    /// Whether the receiver's identity was checked.
    identity_checked: bool,
    /// A word for the record.
    note: String,
    /// Who handed it over.
    by: String,
}

impl From<&Answer> for AnswerView {
    fn from(answer: &Answer) -> Self {
        let Answer { key, label, value } = answer.clone();
        Self { key, label, value }
    }
}

impl From<&PaperIn> for PaperView {
    fn from(paper: &PaperIn) -> Self {
        let PaperIn { no, name, form, quantity, files } = paper.clone();
        Self { no, name, form, quantity, files: files.iter().map(FileView::from).collect() }
    }
}

impl From<&StoredFile> for FileView {
    fn from(file: &StoredFile) -> Self {
        let StoredFile { id, name, media_type, size, pages } = file.clone();
        Self { id: id.to_string(), name, media_type, size, pages }
    }
}

impl From<&Fee> for FeeView {
    fn from(fee: &Fee) -> Self {
        Self { amount_vnd: fee.amount.0, paid: fee.paid, note: fee.note.clone() }
    }
}

impl From<&SupplementRecord> for SupplementView {
    fn from(record: &SupplementRecord) -> Self {
        let items = record.items.iter().map(|item| SupplementItemView {
            paper: item.paper,
            what: item.what.clone(),
            legal_basis: item.legal_basis.clone(),
        });
        Self {
            asked_at: record.asked_at.into(),
            asked_by: record.asked_by.clone(),
            items: items.collect(),
            reason: record.reason.clone(),
            before_receipt: record.before_receipt,
            answered_at: record.answered_at.map(Moment),
            note: record.note.clone(),
        }
    }
}

impl From<&PaymentRecord> for PaymentView {
    fn from(record: &PaymentRecord) -> Self {
        Self {
            asked_at: record.asked_at.into(),
            amount_vnd: record.amount.0,
            notice: record.notice.clone(),
            confirmed_at: record.confirmed_at.map(Moment),
            proof: record.proof.clone(),
        }
    }
}

impl From<&ResultRecord> for ResultView {
    fn from(record: &ResultRecord) -> Self {
        Self {
            id: record.id.to_string(),
            outcome: outcome(record.outcome),
            title: record.title.clone(),
            summary: record.summary.clone(),
            files: record.files.iter().map(FileView::from).collect(),
            drafter: record.drafter.clone(),
            decided_at: record.decided_at.map(Moment),
            decider: record.decider.clone(),
            authority: record.signed.as_ref().map(dossier::SignedAs::line).filter(|line| !line.is_empty()),
            number: record.number.clone(),
            sealed_at: record.sealed_at.map(Moment),
            sealer: record.sealer.clone(),
            place: record.place.clone(),
        }
    }
}

impl From<&HandOver> for HandOverView {
    fn from(record: &HandOver) -> Self {
        Self {
            receiver: record.receiver.clone(),
            via: record.via.name(),
            identity_checked: record.identity_checked,
            note: record.note.clone(),
            by: record.by.clone(),
        }
    }
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Granted => "granted",
        Outcome::Refused => "refused",
    }
}
