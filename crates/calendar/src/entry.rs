//! What can be written into the clock ledger of a dossier, as it is stored.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ledger::Phase;
use crate::limit::Limit;
use crate::pause_reason::PauseReason;

/// One line of the ledger: what happened to the clock, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub at: Timestamp,
    #[serde(flatten)]
    pub kind: EntryKind,
}

/// What happened to the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EntryKind {
    Pause {
        reason: PauseReason,
    },
    Resume,
    SupplementRequested,
    /// The full dossier has come; the whole limit runs again from here.
    Supplemented,
    Extend {
        by: Limit,
        ground: ExtensionGround,
    },
    Finish,
    Withdraw,
    Stop,
}

/// Why the person is given a later date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExtensionGround {
    /// Gia hạn: the procedure's rules allow it; the new date replaces the old one.
    Rule,
    /// Xin lỗi và hẹn lại: a new date for the person, lateness keeps the old one.
    Apology,
}

impl EntryKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Pause { .. } => "pause",
            Self::Resume => "resume",
            Self::SupplementRequested => "supplement_requested",
            Self::Supplemented => "supplemented",
            Self::Extend { .. } => "extend",
            Self::Finish => "finish",
            Self::Withdraw => "withdraw",
            Self::Stop => "stop",
        }
    }

    /// The state of the clock after it.
    pub(crate) const fn leads_to(self) -> Phase {
        match self {
            Self::Resume | Self::Supplemented | Self::Extend { .. } => Phase::Running,
            Self::Pause { .. } => Phase::Paused,
            Self::SupplementRequested => Phase::AwaitingSupplement,
            Self::Finish | Self::Withdraw | Self::Stop => Phase::Closed,
        }
    }

    pub const fn at(self, at: Timestamp) -> Entry {
        Entry { at, kind: self }
    }
}

impl ExtensionGround {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Apology => "apology",
        }
    }
}
