//! What happened to a dossier. Events carry no personal data: the log is kept for ever, and a
//! person's data may have to be corrected or erased.

mod elsewhere;
mod kind;

use access::permit::Holder;
use base::{AccountId, AgencyId, OfficeId, ProcedureId, ResultId, StaffId, Vnd};
use calendar::{Limit, PauseReason};
use jiff::Timestamp;

pub use elsewhere::{OpinionAsked, SubDossierEnded, SubDossierOpened};

use crate::alert::AlertKind;
use crate::code::DossierCode;
use crate::command::SupplementItem;
use crate::dossier::{Channel, ReturnChannel};
use crate::signing::SignedAs;
use crate::state::Outcome;
use crate::way::Way;

/// One event, written once.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A draft was opened at the portal.
    Drafted {
        /// For which procedure version.
        procedure: ProcedureId,
    },
    /// A draft was saved.
    DraftSaved {
        /// Papers attached so far.
        papers: usize,
    },
    /// The dossier was filed and has its code.
    Submitted {
        /// The code.
        code: DossierCode,
        /// How.
        channel: Channel,
        /// Code of the procedure.
        procedure: String,
        /// Where.
        office: OfficeId,
        /// Who must act.
        holder: Holder,
    },
    /// Accepted; the clock started.
    Accepted {
        /// Start of the clock.
        clock_start: Timestamp,
        /// Number of the slip; none where no slip is given.
        slip_no: Option<i64>,
        /// First step.
        step: u16,
        /// Who must act.
        holder: Holder,
        /// A word for the next officer.
        note: String,
    },
    /// Not accepted.
    Declined {
        /// Why.
        reason: String,
    },
    /// The calendars were changed and the date moved with them.
    Rescheduled {
        /// The edition of the calendars it follows now.
        edition: i64,
        /// Why they were changed.
        reason: String,
        /// When it was due; none while the clock stood still.
        due_before: Option<Timestamp>,
        /// When it is due.
        due_after: Option<Timestamp>,
    },
    /// Everything missing was asked for.
    SupplementRequested {
        /// All faults together.
        items: Vec<SupplementItem>,
        /// Why.
        reason: String,
        /// Whether before receipt, where no clock runs.
        before_receipt: bool,
        /// Whether within three working days of receipt (NĐ 118/2025 Đ.19).
        in_time: bool,
        /// Who takes the answer.
        holder: Holder,
    },
    /// What was missing has come.
    Supplemented {
        /// Papers handed in.
        papers: usize,
        /// Who must act.
        holder: Holder,
    },
    /// A step was finished.
    StepCompleted {
        /// Which.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// A word for the next officer.
        note: String,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// Sent back to an earlier step.
    SentBack {
        /// From which step.
        step: u16,
        /// To which.
        to: u16,
        /// Who must act.
        holder: Holder,
        /// Why.
        reason: String,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The clock was paused.
    Paused {
        /// The legal ground.
        reason: PauseReason,
        /// The provision.
        legal_basis: String,
        /// Explanation.
        note: String,
        /// The step it goes on with.
        resume_at: u16,
        /// Who may resume.
        holder: Holder,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The clock runs again.
    Resumed {
        /// The step that is due now.
        step: u16,
        /// Who must act.
        holder: Holder,
        /// A word.
        note: String,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The limit became longer by rule.
    Extended {
        /// By how much.
        by: Limit,
        /// The provision.
        legal_basis: String,
        /// Why.
        reason: String,
        /// The date the person had, as told then; the clock recomputes its own from the ledger.
        due_before: Timestamp,
        /// The date the person was told.
        due_after: Timestamp,
    },
    /// The person got an apology and a new date; lateness keeps the first.
    Apologised {
        /// By how much.
        by: Limit,
        /// Why.
        reason: String,
        /// The date the person had, as told then.
        due_before: Timestamp,
        /// The date the person was told.
        due_after: Timestamp,
        /// By what authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<SignedAs>,
    },
    /// A financial obligation was asked for.
    PaymentRequired {
        /// How much.
        amount: Vnd,
        /// Number of the notice.
        notice: String,
        /// The step it goes on with.
        resume_at: u16,
        /// Who confirms.
        holder: Holder,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// It was met.
    PaymentConfirmed {
        /// How much.
        amount: Vnd,
        /// Number of the receipt or transaction.
        proof: String,
        /// The step that is due now.
        step: u16,
        /// Who must act.
        holder: Holder,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The fee of intake was paid later.
    FeePaid {
        /// How much.
        amount: Vnd,
        /// Number of the receipt or transaction.
        proof: String,
    },
    /// The result was drafted.
    ResultProposed {
        /// The result.
        result: ResultId,
        /// Granted or refused.
        outcome: Outcome,
        /// Who drafted it.
        drafted_by: AccountId,
        /// Step in which.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The draft was approved.
    Approved {
        /// Granted or refused, as drafted.
        outcome: Outcome,
        /// Number in the book of results.
        number: String,
        /// Step in which.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// A word.
        note: String,
        /// By what authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<SignedAs>,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The dossier was refused by decision.
    Refused {
        /// Why.
        reason: String,
        /// Number in the book of results.
        number: String,
        /// Step in which.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// By what authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<SignedAs>,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The result was sealed.
    Sealed {
        /// Which seal.
        seal: String,
        /// Copies.
        copies: u16,
        /// Step in which.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// The result is at the return desk; the clock ended.
    Delivered {
        /// Granted or refused.
        outcome: Outcome,
        /// Shelf or box.
        place: String,
        /// Who hands it over.
        holder: Holder,
    },
    /// The result was handed over.
    Returned {
        /// Granted or refused.
        outcome: Outcome,
        /// How.
        via: ReturnChannel,
        /// Whether the receiver's identity was checked.
        identity_checked: bool,
    },
    /// Taken back by the person.
    Withdrawn {
        /// Why, where told.
        reason: String,
    },
    /// Stopped for good.
    Stopped {
        /// Why.
        reason: String,
        /// The provision.
        legal_basis: String,
        /// By what authority.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<SignedAs>,
    },
    /// Closed because nothing came within the fifteen days of waiting.
    ClosedUnsupplemented {
        /// When the supplement was asked.
        asked_at: Timestamp,
        /// Why, as the person reads it.
        reason: String,
    },
    /// An officer noted something. Nothing of the dossier changed.
    Annotated {
        /// What was noted, for officers only.
        note: String,
    },
    /// The step was given to an officer, or freed.
    Assigned {
        /// For which place.
        holder: Holder,
        /// To whom; none when it was freed.
        officer: Option<StaffId>,
        /// A word for the officer.
        note: String,
    },
    /// Another agency got a dossier of its own for a step.
    SubDossierOpened(SubDossierOpened),
    /// The dossier at the other agency ended; the step goes on when it can.
    SubDossierEnded(SubDossierEnded),
    /// Another agency or unit was asked for its opinion. Neither holder nor clock changed.
    OpinionAsked(OpinionAsked),
    /// It was given.
    OpinionGiven {
        /// Which.
        no: u16,
        /// Whether it agrees.
        agrees: bool,
        /// In words.
        text: String,
    },
    /// Nothing came in time, which is agreement.
    OpinionLapsed {
        /// Which.
        no: u16,
    },
    /// Another agency is competent and has it now; the person's date stays.
    Transferred {
        /// The agency that had it.
        from: AgencyId,
        /// The agency that decides now.
        to: AgencyId,
        /// From which step.
        step: u16,
        /// The step that is due now.
        next: u16,
        /// Who must act.
        holder: Holder,
        /// Why.
        reason: String,
        /// The way a drawn process took.
        #[serde(default, skip_serializing_if = "Way::is_plain")]
        way: Way,
    },
    /// Somebody was told that a moment has come. Nothing of the dossier changed.
    Alerted {
        /// What.
        alert: AlertKind,
        /// The moment it is about.
        about_at: Timestamp,
        /// When it was meant to be told.
        raise_at: Timestamp,
    },
}
