//! Refusals and failures in words, and as answers of a page.

use access::permit::Denied;
use web::{FieldErrors, Sentence, format};

use super::{command, state};
use crate::error::{Error, FilingError};
use crate::refusal::{Refusal, RefusalReason};

/// Why a command was refused, and what to do.
#[must_use]
pub fn refusal(refusal: &Refusal) -> Sentence {
    let sentence = Sentence::new(refusal.reason.key());
    match &refusal.reason {
        RefusalReason::Text { max, .. } => sentence.with("max", *max),
        RefusalReason::NotOnChecklist(no) => sentence.with("no", *no),
        RefusalReason::Amount { asked, paid } => sentence.with("asked", asked).with("paid", paid),
        RefusalReason::Unpaid(amount) => sentence.with("amount", amount),
        RefusalReason::LateApology(latest) => sentence.with("latest", format::date_in_digits(*latest)),
        RefusalReason::StillAwaited { from } => sentence.with("from", format::date_in_digits(*from)),
        RefusalReason::AwaitsSubDossier(code) => sentence.with("code", code.clone()),
        RefusalReason::NoSubDossier(procedure) => sentence.with("procedure", procedure.clone()),
        RefusalReason::DelegationOver { document, on } => {
            sentence.with("document", document.clone()).with("on", format::date_in_digits(*on))
        }
        RefusalReason::NotDelegated(document) | RefusalReason::DelegatorLeft(document) => {
            sentence.with("document", document.clone())
        }
        RefusalReason::WrongState
        | RefusalReason::ExtensionLength
        | RefusalReason::SecondApology
        | RefusalReason::OtherCommand(_)
        | RefusalReason::NothingBefore
        | RefusalReason::NothingProposed
        | RefusalReason::NotDecided
        | RefusalReason::NotSealed
        | RefusalReason::AlreadySealed
        | RefusalReason::AlreadyDecided
        | RefusalReason::NothingMissing
        | RefusalReason::BeyondChecklist
        | RefusalReason::SecondSupplement
        | RefusalReason::NothingHandedIn
        | RefusalReason::NoAmount
        | RefusalReason::NothingToPay
        | RefusalReason::IdentityUnchecked
        | RefusalReason::Clock(_)
        | RefusalReason::NoPerformer(_)
        | RefusalReason::WhichStep
        | RefusalReason::StepNotOpen(_)
        | RefusalReason::AlreadyAssigned
        | RefusalReason::AssignedToOther
        | RefusalReason::NotInCharge
        | RefusalReason::CannotWork
        | RefusalReason::NoSuchPlace
        | RefusalReason::AskedOneself
        | RefusalReason::AlreadyAsked
        | RefusalReason::OpinionDays
        | RefusalReason::NoSuchOpinion
        | RefusalReason::OpinionEnded
        | RefusalReason::NotAsked
        | RefusalReason::NotCompetent
        | RefusalReason::SameAgency
        | RefusalReason::LegsOpen
        | RefusalReason::NoSuchStep => sentence,
    }
}

/// Why a filing was refused, and what to do.
#[must_use]
pub fn filing_error(error: &FilingError) -> Sentence {
    let sentence = Sentence::new(error.key());
    match error {
        FilingError::PaperMissing(no) => sentence.with("no", *no),
        FilingError::NoSuchProcedure
        | FilingError::NotOpen
        | FilingError::NoSuchOffice
        | FilingError::NoCompetentAgency
        | FilingError::NotOnline
        | FilingError::OwnerName
        | FilingError::OwnerNumber => sentence,
    }
}

/// As the answer of a page. A refusal that belongs to a field becomes that field's error.
impl From<Error> for web::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Self::NotFound,
            Error::Denied(Denied::OwnDraft) => Self::Refused(Sentence::new("dossier-denied-own-draft")),
            Error::Denied(Denied::Assigned { .. }) => Self::Refused(Sentence::new("dossier-denied-assigned")),
            Error::Denied(Denied::Role { .. } | Denied::Scope { .. }) => Self::forbidden(),
            Error::Stale { since, .. } => {
                let sentence = Sentence::new("dossier-stale");
                Self::Conflict(match since.last() {
                    Some(last) => sentence.with("actor", &last.actor).with("at", web::format::time(last.at)),
                    None => sentence.with("actor", "").with("at", ""),
                })
            }
            Error::Refused(refused) => match refused.reason.field() {
                Some(field) => {
                    let mut errors = FieldErrors::new();
                    errors.push(field, refusal(&refused));
                    Self::Invalid(errors)
                }
                None => Self::Refused(refusal(&refused)),
            },
            Error::Filing(error) => {
                let mut errors = FieldErrors::new();
                errors.push(error.field(), filing_error(&error));
                Self::Invalid(errors)
            }
            Error::KeyReused => Self::Conflict(Sentence::new("dossier-key-reused")),
            Error::Store(error) if error.is_passing() => Self::Unavailable,
            Error::Store(error) => Self::internal(error),
        }
    }
}

/// "«Đóng dấu» chưa làm được khi hồ sơ «Đang xử lý»": the head above a refusal's reason.
#[must_use]
pub fn refused_head(page: &web::Page, refused: &Refusal) -> String {
    page.say("dossier-refusal-head")
        .with("command", page.said(&command(refused.command)))
        .with("state", page.said(&state(refused.state)))
        .to_string()
}
