//! A dossier in words: the same sentences on page, slip, message and API, so that they always agree.
//!
//! Everything here is a key with facts ([`web::Sentence`]) or a part of a page made of them; the
//! rules stand elsewhere.

mod clock;
mod failure;
mod ledger;
mod sla;
mod timeline;
mod voice;

use web::{Chip, Page, Sentence, Tone};

pub use clock::{LimitRow, PauseRow, due_sentence, explanation, limit, limits, pause_reason, pauses, promise, strip};
pub use failure::{filing_error, refusal, refused_head};
pub use ledger::{LedgerWords, ledger_words};
pub use sla::{line_sla, sla_chip};
pub use timeline::{event_text, event_title, phases, step_state};
pub use voice::{Voice, Writer};

use crate::alert::AlertKind;
use crate::command::CommandName;
use crate::dossier::{Channel, Dossier, ReturnChannel};
use crate::state::{Outcome, State, StateName};

/// The state as officers call it.
#[must_use]
pub fn state(state: StateName) -> Sentence {
    Sentence::new(format!("dossier-state-{}", hyphens(state.name())))
}

/// The state as the person reads it: few words, the same everywhere (`Chờ tiếp nhận`, `Cần bổ
/// sung`, `Có kết quả` …).
#[must_use]
pub fn status(dossier: &Dossier) -> Sentence {
    if let State::Resolved { outcome: Outcome::Refused } | State::Returned { outcome: Outcome::Refused } = dossier.state
    {
        return Sentence::new("dossier-status-refused");
    }
    status_of(dossier.state.name())
}

/// The same for lists, which know only the name of the state.
#[must_use]
pub fn status_of(state: StateName) -> Sentence {
    Sentence::new(format!("dossier-status-{}", hyphens(state.name())))
}

/// The chip of a state for the person.
#[must_use]
pub fn status_chip(page: &Page, dossier: &Dossier) -> Chip {
    Chip::new(tone(dossier.state.name()), page.said(&status(dossier)))
}

/// What a state means at a glance.
#[must_use]
pub const fn tone(state: StateName) -> Tone {
    match state {
        StateName::Draft | StateName::Submitted | StateName::Received | StateName::InProgress => Tone::Info,
        StateName::AwaitingSupplement | StateName::AwaitingPayment => Tone::Soon,
        StateName::Paused => Tone::Pause,
        StateName::Resolved | StateName::Returned => Tone::Ok,
        StateName::Declined | StateName::Stopped | StateName::Withdrawn => Tone::Info,
    }
}

/// What a button says.
#[must_use]
pub fn command(name: CommandName) -> Sentence {
    Sentence::new(format!("dossier-command-{}", name.name()))
}

/// What an alert says.
#[must_use]
pub fn alert(kind: AlertKind) -> Sentence {
    Sentence::new(format!("dossier-alert-{}", hyphens(kind.name())))
}

/// How it was filed.
#[must_use]
pub fn channel(channel: Channel) -> Sentence {
    Sentence::new(format!("dossier-channel-{}", channel.name()))
}

/// How the result comes back.
#[must_use]
pub fn return_channel(channel: ReturnChannel) -> Sentence {
    Sentence::new(format!("dossier-return-{}", channel.name()))
}

fn hyphens(name: &str) -> String {
    name.replace('_', "-")
}
