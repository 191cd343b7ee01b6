//! The commands: each one button, one permission, one form, one event, one message.

mod elsewhere;

use access::permit::Action;
use base::{StaffId, Vnd};
use calendar::PauseReason;

use crate::content::{PaperIn, StoredFile};
use crate::dossier::ReturnChannel;
use crate::state::Outcome;

pub use elsewhere::{AskOpinion, GiveOpinion, Transfer};

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident($data:ty) = $name:literal, $action:ident;)+) => {
        /// Something done to a dossier, with what the form asked for.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Command { $($(#[$doc])* $variant($data)),+ }

        /// The bare name of a command.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CommandName { $(#[doc = concat!("`", $name, "`.")] $variant),+ }

        impl CommandName {
            /// Every command, in the order of a dossier's life.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier, kebab-case as in the API.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|command| command.name() == name)
            }

            /// The permission it needs.
            #[must_use]
            pub const fn action(self) -> Action {
                match self { $(Self::$variant => Action::$action),+ }
            }

            /// Reads the data of a command from JSON.
            ///
            /// # Errors
            /// The field that is wrong and why.
            pub fn with_data(self, data: serde_json::Value) -> Result<Command, DataError> {
                let data = if data.is_null() { serde_json::json!({}) } else { data };
                match self {
                    $(Self::$variant => serde_json::from_value(data).map(Command::$variant)),+
                }
                .map_err(|error| DataError::of(&error))
            }
        }

        impl Command {
            /// The bare name.
            #[must_use]
            pub const fn name(&self) -> CommandName {
                match self { $(Self::$variant(_) => CommandName::$variant),+ }
            }
        }
    };
}

commands! {
    /// File the draft.
    Submit(Submit) = "submit", Submit;
    /// Accept at the one-stop office; the clock starts.
    Accept(Accept) = "accept", Accept;
    /// Refuse intake (Mẫu 03).
    Decline(Reason) = "decline", Decline;
    /// Ask for everything that is missing, once (Mẫu 02).
    RequestSupplement(RequestSupplement) = "request-supplement", RequestSupplement;
    /// Hand in what was asked for.
    Supplement(Supplement) = "supplement", Supplement;
    /// Finish the step.
    CompleteStep(Note) = "complete-step", CompleteStep;
    /// Send back to the step before.
    SendBack(Reason) = "send-back", SendBack;
    /// Pause the clock.
    Pause(Pause) = "pause", Pause;
    /// Let the clock run again.
    Resume(Note) = "resume", Resume;
    /// Give a longer limit that the procedure's own rules allow (gia hạn).
    Extend(Extend) = "extend", Extend;
    /// Apologise and give a new date (xin lỗi và hẹn lại).
    Apologise(Apologise) = "apologise", Apologise;
    /// Ask for a financial obligation to be met.
    RequirePayment(RequirePayment) = "require-payment", RequirePayment;
    /// Confirm that it was met.
    ConfirmPayment(ConfirmPayment) = "confirm-payment", ConfirmPayment;
    /// Draft the result.
    ProposeResult(ProposeResult) = "propose-result", ProposeResult;
    /// Approve the draft.
    Approve(Note) = "approve", Approve;
    /// Refuse the dossier by decision.
    Refuse(Reason) = "refuse", Refuse;
    /// Seal the decided result.
    Seal(Seal) = "seal", Seal;
    /// Bring the result to the return desk; the clock ends.
    Deliver(Deliver) = "deliver", Deliver;
    /// Hand the result over.
    Return(Return) = "return", Return;
    /// Take the dossier back.
    Withdraw(Reason) = "withdraw", Withdraw;
    /// Stop the settlement (Mẫu 05).
    Stop(Stop) = "stop", Stop;
    /// Close what was not supplemented within fifteen days (Mẫu 05).
    CloseUnsupplemented(Reason) = "close-unsupplemented", CloseUnsupplemented;
    /// Write an internal note (ghi chú nội bộ).
    Annotate(Annotate) = "annotate", Annotate;
    /// Name the officer who works the step, or free it (phân công).
    Assign(Assign) = "assign", Assign;
    /// Ask another agency or unit for its opinion (xin ý kiến).
    AskOpinion(AskOpinion) = "ask-opinion", AskOpinion;
    /// Answer for whoever was asked (cho ý kiến).
    GiveOpinion(GiveOpinion) = "give-opinion", GiveOpinion;
    /// Pass it to the agency that is competent (chuyển đúng thẩm quyền).
    Transfer(Transfer) = "transfer", Transfer;
}

/// Data of a command that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct DataError {
    /// The field, where the reader named one.
    pub field: Option<String>,
    /// What is wrong, in English, for machines and their makers.
    pub detail: String,
}

impl DataError {
    fn of(error: &serde_json::Error) -> Self {
        let detail = error.to_string();
        let field = detail.split('`').nth(1).map(str::to_owned);
        Self { field, detail }
    }
}

/// Submission.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submit {}

/// Acceptance.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Accept {
    /// A word for the next officer.
    pub note: String,
    /// Print a slip although the procedure is settled at once (NĐ 118/2025 Đ.17: only when asked).
    pub slip_wanted: bool,
}

/// A reason that must be given.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The reason, shown to the person.
    pub reason: String,
}

/// A word that may be left out.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Note {
    /// Note for the next officer.
    pub note: String,
}

/// One thing that is missing or wrong.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplementItem {
    /// The paper of the procedure's checklist.
    #[serde(default)]
    pub paper: Option<u16>,
    /// What to do about it, in words for the person.
    pub what: String,
    /// The legal basis, needed for anything that is not on the checklist (S2-12).
    #[serde(default)]
    pub legal_basis: String,
}

/// A request for everything that is missing.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestSupplement {
    /// All faults together.
    pub items: Vec<SupplementItem>,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// The answer to a request.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Supplement {
    /// Papers handed in now.
    pub papers: Vec<PaperIn>,
    /// A word from the person.
    pub note: String,
}

/// A pause.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pause {
    /// The legal ground.
    pub reason: PauseReason,
    /// The provision that excludes the time.
    pub legal_basis: String,
    /// Evidence or explanation.
    #[serde(default)]
    pub note: String,
}

/// In what a later date is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ExtensionUnit {
    /// Ngày làm việc.
    #[serde(rename = "wd")]
    WorkingDay,
    /// Giờ làm việc.
    #[serde(rename = "wh")]
    WorkingHour,
    /// Ngày, kể cả ngày nghỉ.
    #[serde(rename = "day")]
    CalendarDay,
}

impl ExtensionUnit {
    /// Every unit.
    pub const ALL: [Self; 3] = [Self::WorkingDay, Self::WorkingHour, Self::CalendarDay];

    /// The identifier, as in the catalogue.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WorkingDay => "wd",
            Self::WorkingHour => "wh",
            Self::CalendarDay => "day",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// A longer limit by rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extend {
    /// By how much, a decimal number: `2`, `1.5`.
    pub value: String,
    /// In what it is counted.
    pub unit: ExtensionUnit,
    /// The provision that allows it.
    pub legal_basis: String,
    /// Why, shown to the person.
    pub reason: String,
}

/// An apology with a new date.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Apologise {
    /// By how much the date moves, a decimal number: `2`, `1.5`.
    pub value: String,
    /// In what it is counted.
    pub unit: ExtensionUnit,
    /// Why it takes longer, shown to the person.
    pub reason: String,
}

/// A financial obligation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequirePayment {
    /// How much, in đồng.
    pub amount_vnd: Vnd,
    /// Number of the tax notice.
    #[serde(default)]
    pub notice: String,
}

/// Proof that it was met.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfirmPayment {
    /// How much was paid, in đồng.
    pub amount_vnd: Vnd,
    /// Number of the receipt or transaction.
    pub proof: String,
}

/// A drafted result.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProposeResult {
    /// Granted or refused.
    #[serde(default = "granted")]
    pub outcome: Outcome,
    /// What the person receives.
    pub title: String,
    /// Content or grounds.
    #[serde(default)]
    pub summary: String,
    /// Files of the draft.
    #[serde(default)]
    pub files: Vec<StoredFile>,
}

const fn granted() -> Outcome {
    Outcome::Granted
}

/// Sealing.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Seal {
    /// Which seal.
    pub seal: String,
    /// How many copies were sealed.
    pub copies: Option<u16>,
}

/// Delivery to the return desk.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deliver {
    /// Shelf or box.
    pub place: String,
}

/// Hand-over.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Return {
    /// Who takes it.
    pub receiver: String,
    /// How it goes.
    pub via: ReturnChannel,
    /// Whether the receiver's identity was checked; must be true at a counter (NĐ 118/2025 Đ.6).
    #[serde(default)]
    pub identity_checked: bool,
    /// A word for the record.
    #[serde(default)]
    pub note: String,
}

/// A stop for good.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Why, shown to the person.
    pub reason: String,
    /// The provision.
    pub legal_basis: String,
}

/// An internal note.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Annotate {
    /// What is noted; people outside never see it.
    pub note: String,
}

/// An assignment.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Assign {
    /// Who works the step; nobody frees it.
    pub officer: Option<StaffId>,
    /// A word for the officer.
    pub note: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_read_by_name_and_refused_with_its_field() {
        let command = CommandName::from_name("withdraw").unwrap();
        let read = command.with_data(serde_json::json!({"reason": "đổi ý"})).unwrap();
        assert_eq!(read, Command::Withdraw(Reason { reason: "đổi ý".to_owned() }));

        let missing = command.with_data(serde_json::Value::Null).unwrap_err();
        assert_eq!(missing.field.as_deref(), Some("reason"));
        let unknown = command.with_data(serde_json::json!({"reason": "x", "force": true})).unwrap_err();
        assert_eq!(unknown.field.as_deref(), Some("force"));
    }
}
