//! Which letters a dossier's history called for: the event decides the form, the day of the dossier
//! the circular.

use calendar::local;
use dossier::{Dossier, Event, HistoryLine};
use jiff::Timestamp;

use crate::form::{Circular, Form};

/// A letter that was written to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Version of the dossier after the event: what the letter is known by.
    pub version: i64,
    /// Which form.
    pub form: Form,
    /// Of which circular.
    pub circular: Circular,
    /// When.
    pub at: Timestamp,
}

impl Written {
    /// The letter of one event; none where it calls for none, or no circular has a form for it.
    pub(crate) fn of(dossier: &Dossier, version: i64, event: &Event, at: Timestamp) -> Option<Self> {
        let form = form_of(event, dossier.received_at.is_some())?;
        let circular = form.circular(day_of(dossier), local(at).date())?;
        Some(Self { version, form, circular, at })
    }
}

/// The letters of a dossier, the oldest first.
#[must_use]
pub fn written(dossier: &Dossier, history: &[HistoryLine]) -> Vec<Written> {
    history.iter().filter_map(|line| Written::of(dossier, line.version, &line.event, line.at)).collect()
}

/// The day that chooses the circular: of receipt, else of filing.
pub(crate) fn day_of(dossier: &Dossier) -> jiff::civil::Date {
    local(dossier.received_at.or(dossier.submitted_at).unwrap_or(dossier.created_at)).date()
}

/// A dossier taken back before it was received needs no notice: nothing was begun.
const fn form_of(event: &Event, is_received: bool) -> Option<Form> {
    match event {
        Event::SupplementRequested { .. } => Some(Form::Supplement),
        Event::Declined { .. } => Some(Form::Refusal),
        Event::Apologised { .. } => Some(Form::Apology),
        Event::Stopped { .. } | Event::ClosedUnsupplemented { .. } => Some(Form::Stop),
        Event::Withdrawn { .. } if is_received => Some(Form::Stop),
        Event::Withdrawn { .. }
        | Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Submitted { .. }
        | Event::Accepted { .. }
        | Event::Rescheduled { .. }
        | Event::Supplemented { .. }
        | Event::StepCompleted { .. }
        | Event::SentBack { .. }
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::Extended { .. }
        | Event::PaymentRequired { .. }
        | Event::PaymentConfirmed { .. }
        | Event::FeePaid { .. }
        | Event::ResultProposed { .. }
        | Event::Approved { .. }
        | Event::Refused { .. }
        | Event::Sealed { .. }
        | Event::Delivered { .. }
        | Event::Returned { .. }
        | Event::Annotated { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Transferred { .. }
        | Event::Alerted { .. } => None,
    }
}
