//! Writes messages in the transaction of the step: the row, and the work for the outbox.

use std::sync::Arc;

use base::{Locale, MessageId};
use calendar::local;
use db::{Tx, outbox};
use dossier::present::{self, Writer};
use dossier::{Dossier, Event, Happened, Listener, Outcome};
use jiff::Timestamp;
use jobs::Wake;
use uuid::Uuid;
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
    fn sentence(&self, event: &Event, happened: &Happened<'_>) -> Option<String> {
        let key = match event {
            Event::Submitted { .. } => "messages-submitted",
            Event::Accepted { .. } if happened.dossier.instant => return None,
            Event::Accepted { .. } => "messages-accepted",
            Event::Declined { .. } => "messages-declined",
            Event::SupplementRequested { .. } => "messages-supplement-requested",
            Event::Supplemented { .. } => "messages-supplemented",
            Event::Paused { .. } => "messages-paused",
            Event::Resumed { .. } => "messages-resumed",
            Event::Extended { .. } => "messages-extended",
            Event::Apologised { .. } => "messages-apologised",
            Event::PaymentRequired { .. } => "messages-payment-required",
            Event::PaymentConfirmed { .. } | Event::FeePaid { .. } => "messages-payment-confirmed",
            Event::Delivered { outcome: Outcome::Granted, .. } => "messages-ready",
            Event::Delivered { outcome: Outcome::Refused, .. } => "messages-ready-refused",
            Event::Returned { .. } => "messages-returned",
            Event::Withdrawn { .. } => "messages-withdrawn",
            Event::Transferred { .. } => "messages-transferred",
            Event::Stopped { .. } => "messages-stopped",
            Event::Rescheduled { due_before: Some(_), due_after: Some(_), .. } => "messages-rescheduled",
            // The clock stands still: the date comes with the message that it runs again.
            Event::Rescheduled { .. } => return None,
            Event::ClosedUnsupplemented { .. } => "messages-closed-unsupplemented",
            Event::Drafted { .. }
            | Event::DraftSaved { .. }
            | Event::Annotated { .. }
            | Event::Assigned { .. }
            | Event::SubDossierOpened { .. }
            | Event::SubDossierEnded { .. }
            | Event::OpinionAsked { .. }
            | Event::OpinionGiven { .. }
            | Event::OpinionLapsed { .. }
            | Event::Alerted { .. }
            | Event::StepCompleted { .. }
            | Event::SentBack { .. }
            | Event::ResultProposed { .. }
            | Event::Approved { .. }
            | Event::Refused { .. }
            | Event::Sealed { .. } => return None,
        };
        Some(self.locales.say(Locale::Vi, &self.with_facts(Sentence::new(key), event, happened)))
    }

    /// When the result comes, as page, slip and API say it.
    fn promise(&self, happened: &Happened<'_>) -> String {
        let why = happened.dossier.explain(happened.now);
        let writer = Writer { locales: &self.locales, locale: Locale::Vi };
        why.map(|why| present::due_sentence(&writer, &why)).unwrap_or_default()
    }

    /// What a sentence may name: codes, dates and amounts, never a person.
    fn with_facts(&self, sentence: Sentence, event: &Event, happened: &Happened<'_>) -> Sentence {
        let (dossier, calendar) = (happened.dossier, &happened.dossier.calendar);
        let code = dossier.label();
        let sentence = sentence
            .with("link", format!("{}/tra-cuu/{code}", self.base_url))
            .with("code", code)
            .with("procedure", shortened(&dossier.procedure_name));
        if let Event::Rescheduled { due_before: Some(before), reason, .. } = event {
            let before = format::moment(Locale::Vi, *before);
            let sentence = sentence.with("before", before).with("reason", reason.clone());
            return sentence.with("promise", self.promise(happened));
        }
        if is_about_date(event) {
            return sentence.with("promise", self.promise(happened));
        }
        if let Event::SupplementRequested { items, .. } = event {
            let last_day = local(calendar.supplement_closes_at(happened.now)).date();
            return sentence.with("count", items.len()).with("until", format::date(Locale::Vi, last_day));
        }
        if let Event::PaymentRequired { amount, .. }
        | Event::PaymentConfirmed { amount, .. }
        | Event::FeePaid { amount, .. } = event
        {
            return sentence.with("amount", *amount);
        }
        sentence
    }
}

/// What tells a date tells it in the words of the page.
const fn is_about_date(event: &Event) -> bool {
    matches!(
        event,
        Event::Transferred { .. }
            | Event::Accepted { .. }
            | Event::Resumed { .. }
            | Event::Extended { .. }
            | Event::Apologised { .. }
    )
}

/// The beginning of a name that may be two hundred letters long, cut between words: a message to a
/// telephone holds seventy letters of Vietnamese a part.
fn shortened(name: &str) -> String {
    const LETTERS_MAX: usize = 60;
    if name.chars().count() <= LETTERS_MAX {
        return name.to_owned();
    }
    let start: String = name.chars().take(LETTERS_MAX).collect();
    let words = start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words);
    format!("{}…", words.trim_end_matches([' ', ',', ';']))
}

/// Identifiers of one dossier sort by its events, also those of one moment: they are delivered and
/// listed in the order things happened (the twelve bits that RFC 9562 leaves for a counter).
fn in_order(now: Timestamp, version: i64) -> MessageId {
    const COUNTER: u128 = 0xFFF << 64;
    let random = MessageId::new(now).uuid().as_u128() & !COUNTER;
    let counter = u128::from(version.unsigned_abs()) << 64;
    MessageId::from_uuid(Uuid::from_u128(random | (counter & COUNTER)))
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
        let (dossier, now) = (happened.dossier, happened.now);
        let code = dossier.label();
        let (way, recipient) = address(dossier);
        let before = dossier.version.saturating_sub(i64::try_from(happened.events.len()).unwrap_or(0));
        for (event, version) in happened.events.iter().zip(before + 1..) {
            let Some(text) = self.sentence(event, happened) else { continue };
            let new = store::New {
                id: in_order(now, version),
                dossier,
                code: &code,
                kind: event.kind(),
                seq: happened.seq,
                way,
                recipient: recipient.as_deref(),
                text: &text,
                at: now,
            };
            store::insert(tx, &new)?;
            if new.state() == MessageState::Queued {
                outbox::push(tx, new.id.uuid(), TOPIC, &serde_json::json!({ "message": new.id }), now)?;
                self.wake.now();
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_words() {
        assert_eq!(shortened("Thủ tục đăng ký khai sinh"), "Thủ tục đăng ký khai sinh");
        let long = "Đăng ký biến động đất đai do chuyển nhượng, tặng cho quyền sử dụng đất, tài sản gắn liền với đất";
        assert_eq!(shortened(long), "Đăng ký biến động đất đai do chuyển nhượng, tặng cho quyền…");
        assert_eq!(shortened(&"x".repeat(80)).chars().count(), 61);
    }

    #[test]
    fn identifiers_of_one_moment_sort_by_event() {
        let now = Timestamp::from_second(1_790_000_000).unwrap();
        let ids: Vec<MessageId> = (1..=40).map(|version| in_order(now, version)).collect();
        assert!(ids.is_sorted(), "{ids:?}");
        assert_ne!(in_order(now, 1), in_order(now, 1));
    }
}
