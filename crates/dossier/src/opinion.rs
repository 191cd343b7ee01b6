//! Opinions asked outside the process: whoever works a step asks another agency or unit, which answers
//! in words by a day. Silence is agreement. The clock goes on: the limit of a procedure includes the time
//! of consultation (NĐ 118/2025/NĐ-CP), and where the law of a sector leaves it out there is the pause.

use access::permit::{Action, Denied, Holder, Target, permit};
use base::Actor;
use jiff::{SignedDuration, Timestamp};

use crate::dossier::Dossier;

/// Working days for an answer where nobody says otherwise.
pub const OPINION_DAYS: u16 = 5;
/// Most working days that may be given.
pub const OPINION_DAYS_MAX: u16 = 30;

/// An opinion that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Opinion {
    /// Its number in the dossier, from 1.
    pub no: u16,
    /// Who was asked.
    pub asked: Holder,
    /// When.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// In which step.
    pub step: u16,
    /// What was asked.
    pub question: String,
    /// Until when silence is not agreement.
    pub due_at: Timestamp,
    /// How it ended; none while it is waited for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<OpinionEnd>,
}

/// How an opinion ended.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "by")]
pub enum OpinionEnd {
    /// It was given.
    Answer {
        /// When.
        at: Timestamp,
        /// By whom.
        name: String,
        /// Whether it agrees.
        agrees: bool,
        /// In words.
        text: String,
    },
    /// Nothing came in time, which is agreement.
    Silence {
        /// When that was noted.
        at: Timestamp,
    },
    /// The dossier went on to its end before.
    Closing {
        /// When.
        at: Timestamp,
    },
}

impl Opinion {
    /// Whether it is still waited for.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.end.is_none()
    }

    /// The moment its alerts are about: those of one dossier are told apart by a microsecond each.
    pub(crate) fn about_at(&self) -> Timestamp {
        let apart = SignedDuration::from_micros(i64::from(self.no));
        self.due_at.saturating_add(apart).unwrap_or(self.due_at)
    }

    /// Whether an actor may answer for whoever was asked: what the dossier belongs to gives no right here.
    ///
    /// # Errors
    /// [`Denied`] says what stands in the way.
    pub fn may_be_given_by(&self, actor: &Actor) -> Result<(), Denied> {
        permit(actor, Action::GiveOpinion, &Target { holder: Some(self.asked), ..Target::default() })
    }
}

impl Dossier {
    /// Opinions that are waited for.
    pub fn open_opinions(&self) -> impl Iterator<Item = &Opinion> {
        self.content.opinions.iter().filter(|opinion| opinion.is_open())
    }

    /// The opinion with a number.
    #[must_use]
    pub fn opinion(&self, no: u16) -> Option<&Opinion> {
        self.content.opinions.iter().find(|opinion| opinion.no == no)
    }

    /// Ends an opinion; what has ended stays as it is.
    pub(crate) fn end_opinion(&mut self, no: u16, end: OpinionEnd) {
        for opinion in self.content.opinions.iter_mut().filter(|opinion| opinion.no == no && opinion.is_open()) {
            opinion.end = Some(end.clone());
        }
    }

    /// Nobody waits for an opinion on what is finished.
    pub(crate) fn close_opinions(&mut self, at: Timestamp) {
        for opinion in self.content.opinions.iter_mut().filter(|opinion| opinion.is_open()) {
            opinion.end = Some(OpinionEnd::Closing { at });
        }
    }
}

/// Whether an actor may give any opinion that is waited for.
pub(crate) fn may_give(actor: &Actor, dossier: &Dossier) -> Result<(), Denied> {
    let mut denied = None;
    for opinion in dossier.open_opinions() {
        match opinion.may_be_given_by(actor) {
            Ok(()) => return Ok(()),
            Err(reason) => denied = denied.or(Some(reason)),
        }
    }
    denied.map_or_else(|| permit(actor, Action::GiveOpinion, &dossier.target()), Err)
}
