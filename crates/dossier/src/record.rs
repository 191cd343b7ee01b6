//! What a dossier remembers of its life: steps visited, supplements, payments, the result, the
//! hand-over.

use access::permit::Holder;
use base::{AccountId, AgencyId, DossierId, ResultId, StaffId, Vnd};
use jiff::Timestamp;

use crate::code::DossierCode;
use crate::command::SupplementItem;
use crate::content::StoredFile;
use crate::dossier::ReturnChannel;
use crate::signing::SignedAs;
use crate::state::Outcome;

/// One visit of a step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Visit {
    /// The step.
    pub step: u16,
    /// When it was entered.
    pub entered_at: Timestamp,
    /// When it was left.
    #[serde(default)]
    pub left_at: Option<Timestamp>,
    /// Who finished it.
    #[serde(default)]
    pub by: Option<String>,
}

/// Who works the steps of one place: it holds also when the dossier comes back to that place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Assignment {
    /// The place.
    pub holder: Holder,
    /// The officer.
    pub officer: StaffId,
    /// Since when.
    pub at: Timestamp,
}

/// The dossier that another one was opened for: its result goes back there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Parent {
    /// Which.
    pub dossier: DossierId,
    /// Its code.
    pub code: DossierCode,
    /// How many dossiers stand above this one.
    pub depth: u8,
}

/// A dossier opened at another agency for a step of this one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubDossierRecord {
    /// The step that waits for it.
    pub step: u16,
    /// Which.
    pub dossier: DossierId,
    /// Its code.
    pub code: DossierCode,
    /// What is asked for.
    pub procedure: String,
    /// The agency that settles it.
    pub agency: AgencyId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How it ended.
    #[serde(default)]
    pub ended: Option<SubDossierEnd>,
    /// Whether the step went on with it.
    #[serde(default)]
    pub is_taken: bool,
}

/// How a dossier at another agency ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SubDossierEnd {
    /// When.
    pub at: Timestamp,
    /// What was decided; nothing when it ended without a decision.
    pub outcome: Option<Outcome>,
    /// Number of the result.
    #[serde(default)]
    pub number: Option<String>,
}

/// One supplement request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SupplementRecord {
    /// When it was asked.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// All faults together.
    pub items: Vec<SupplementItem>,
    /// Why.
    pub reason: String,
    /// Whether it was asked before receipt.
    pub before_receipt: bool,
    /// When it was answered.
    #[serde(default)]
    pub answered_at: Option<Timestamp>,
    /// The person's word.
    #[serde(default)]
    pub note: String,
}

/// One financial obligation.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PaymentRecord {
    /// When it was asked.
    pub asked_at: Timestamp,
    /// How much.
    pub amount: Vnd,
    /// Number of the notice.
    pub notice: String,
    /// When it was confirmed.
    #[serde(default)]
    pub confirmed_at: Option<Timestamp>,
    /// Number of the receipt or transaction.
    #[serde(default)]
    pub proof: String,
}

/// The result from its draft to its seal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ResultRecord {
    /// Identifier.
    pub id: ResultId,
    /// Granted or refused.
    pub outcome: Outcome,
    /// What the person receives.
    pub title: String,
    /// Content or grounds.
    pub summary: String,
    /// Files.
    #[serde(default)]
    pub files: Vec<StoredFile>,
    /// Who drafted it.
    pub drafted_by: AccountId,
    /// That person's name.
    pub drafter: String,
    /// When it was decided.
    #[serde(default)]
    pub decided_at: Option<Timestamp>,
    /// By whom.
    #[serde(default)]
    pub decider: Option<String>,
    /// By what authority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed: Option<SignedAs>,
    /// Number in the book of results, given at the decision.
    #[serde(default)]
    pub number: Option<String>,
    /// When it was sealed.
    #[serde(default)]
    pub sealed_at: Option<Timestamp>,
    /// By whom.
    #[serde(default)]
    pub sealer: Option<String>,
    /// Where it lies at the return desk.
    #[serde(default)]
    pub place: String,
}

/// The hand-over of the result.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HandOver {
    /// Who took it.
    pub receiver: String,
    /// How it went.
    pub via: ReturnChannel,
    /// Whether the receiver's identity was checked.
    pub identity_checked: bool,
    /// A word for the record.
    #[serde(default)]
    pub note: String,
    /// Who handed it over.
    pub by: String,
}
