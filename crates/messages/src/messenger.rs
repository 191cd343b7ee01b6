//! Writes messages in the transaction of the step: the row, and the work for the outbox.

use std::sync::Arc;

use base::{Locale, MessageId};
use db::{Tx, outbox};
use dossier::{Dossier, Event, Happened, Listener, Outcome};
use jobs::Wake;
use web::{LocaleError, Locales, Sentence, Settings, format};

use crate::message::{MessageState, Way};
use crate::store;

/// The topic of the outbox.
pub(crate) const TOPIC: &str = "message";

/// Writes messages. People are written to in Vietnamese.
#[derive(Clone)]
pub struct Messenger {
    locales: Arc<Locales>,
    base_url: String,
    wake: Wake,
}

impl std::fmt::Debug for Messenger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Messenger").finish_non_exhaustive()
    }
}

impl Messenger {
    /// A messenger that wakes the worker after each message.
    ///
    /// # Errors
    /// When the shipped sentences cannot be read.
    pub fn new(settings: &Settings, wake: Wake) -> Result<Self, LocaleError> {
        let locales = Locales::load(&[crate::LOCALE, dossier::LOCALE])?;
        Ok(Self { locales: Arc::new(locales), base_url: settings.base_url.clone(), wake })
    }

    /// What the person has to know about an event; none where it does not concern them.
    fn sentence(&self, dossier: &Dossier, event: &Event, happened: &Happened<'_>) -> Option<String> {
        let key = match event {
            Event::Submitted { .. } => "messages-submitted",
            Event::Accepted { .. } if dossier.instant => return None,
            Event::Accepted { .. } => "messages-accepted",
            Event::Declined { .. } => "messages-declined",
            Event::SupplementRequested { .. } => "messages-supplement-requested",
            Event::Supplemented { .. } => "messages-supplemented",
            Event::Paused { .. } => "messages-paused",
            Event::Resumed { .. } => "messages-resumed",
            Event::PaymentRequired { .. } => "messages-payment-required",
            Event::PaymentConfirmed { .. } | Event::FeePaid { .. } => "messages-payment-confirmed",
            Event::Delivered { outcome: Outcome::Granted, .. } => "messages-ready",
            Event::Delivered { outcome: Outcome::Refused, .. } => "messages-ready-refused",
            Event::Returned { .. } => "messages-returned",
            Event::Withdrawn { .. } => "messages-withdrawn",
            Event::Stopped { .. } => "messages-stopped",
            Event::Drafted { .. }
            | Event::DraftSaved { .. }
            | Event::StepCompleted { .. }
            | Event::SentBack { .. }
            | Event::ResultProposed { .. }
            | Event::Approved { .. }
            | Event::Refused { .. }
            | Event::Sealed { .. } => return None,
        };
        let code = dossier.label();
        let due = dossier.clock(happened.calendar).and_then(|clock| clock.due);
        let amount = match event {
            Event::PaymentRequired { amount, .. }
            | Event::PaymentConfirmed { amount, .. }
            | Event::FeePaid { amount, .. } => amount.to_string(),
            _ => String::new(),
        };
        let sentence = Sentence::new(key)
            .with("code", &code)
            .with("link", format!("{}/tra-cuu/{code}", self.base_url))
            .with("due", due.map(|due| format::moment(Locale::Vi, due)).unwrap_or_default())
            .with("amount", amount);
        Some(self.locales.say(Locale::Vi, &sentence))
    }
}

/// Where the owner is reached: telephone first, then e-mail.
fn address(dossier: &Dossier) -> (Way, Option<String>) {
    let owner = &dossier.content.owner;
    if let Some(phone) = &owner.phone {
        return (Way::Sms, Some(phone.to_string()));
    }
    owner.email.as_ref().map_or((Way::Nowhere, None), |email| (Way::Email, Some(email.to_string())))
}

impl Listener for Messenger {
    fn happened(&self, tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error> {
        let dossier = happened.dossier;
        for event in happened.events {
            let Some(text) = self.sentence(dossier, event, happened) else { continue };
            let (id, (way, recipient)) = (MessageId::new(happened.now), address(dossier));
            let state = if recipient.is_some() { MessageState::Queued } else { MessageState::NoAddress };
            let code = dossier.label();
            store::insert(tx, id, dossier.id, &code, event.kind(), way, recipient.as_deref(), &text, happened.now, state)?;
            if state == MessageState::Queued {
                outbox::push(tx, id.uuid(), TOPIC, &serde_json::json!({ "message": id }), happened.now)?;
                self.wake.now();
            }
        }
        Ok(())
    }
}
