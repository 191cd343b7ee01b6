//! Where the clock of a dossier stands, and the lateness class that follows.
//!
//! Nothing here depends on a nightly job: a dossier is late or not by comparing instants.

use jiff::Timestamp;

use crate::local::local;
use crate::pause_reason::PauseReason;

/// What the ledger says under given terms and calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Start of the run now counted: receipt, or the last full supplement.
    pub start: Timestamp,
    pub status: Status,
    /// The date promised to the person. None while the clock stands still and after it ended
    /// without a result.
    pub due: Option<Timestamp>,
    /// What the limit alone gave at the start of this run, before pauses and extensions.
    pub first_due: Timestamp,
    /// After this moment the dossier is late. Differs from `due` only after an apology; while the
    /// clock stands still it is the moment that was in force when it stopped.
    pub late_after: Timestamp,
    /// When the lateness began that a supplement or an extension no longer washes away.
    pub late_since: Option<Timestamp>,
}

/// State of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Running,
    /// Since when the clock has stood still: pauses that touch are one. The reason is the last.
    Paused {
        since: Timestamp,
        reason: PauseReason,
    },
    AwaitingSupplement {
        since: Timestamp,
    },
    Finished {
        at: Timestamp,
    },
    Ended {
        at: Timestamp,
        by: Ending,
    },
}

/// How a clock ended that gives no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    Withdrawn,
    Stopped,
}

/// Lateness class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Trong hạn: in process and not yet due.
    InTime,
    /// Quá hạn: in process and past due.
    Overdue,
    /// Trước hạn: finished before the due date.
    Early,
    /// Đúng hạn: finished on the due date, not after the due moment.
    OnTime,
    /// Trễ hạn: finished after the due moment.
    Late,
}

impl Outcome {
    /// The class at a moment; none for a dossier withdrawn or stopped.
    pub fn class(&self, now: Timestamp) -> Option<Class> {
        match self.status {
            Status::Running => Some(self.class_in_process(now)),
            Status::Paused { since, .. } | Status::AwaitingSupplement { since } => Some(self.class_in_process(since)),
            Status::Finished { at } => Some(self.class_at_end(at)),
            Status::Ended { .. } => None,
        }
    }

    fn class_in_process(&self, at: Timestamp) -> Class {
        if self.late_since.is_some() || at > self.late_after { Class::Overdue } else { Class::InTime }
    }

    fn class_at_end(&self, at: Timestamp) -> Class {
        if self.late_since.is_some() || at > self.late_after {
            Class::Late
        } else if local(at).date() < local(self.late_after).date() {
            Class::Early
        } else {
            Class::OnTime
        }
    }
}

impl Status {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Paused { .. } => "paused",
            Self::AwaitingSupplement { .. } => "awaiting_supplement",
            Self::Finished { .. } => "finished",
            Self::Ended { .. } => "ended",
        }
    }
}

impl Class {
    pub const fn name(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Overdue => "overdue",
            Self::Early => "early",
            Self::OnTime => "on_time",
            Self::Late => "late",
        }
    }

    pub const fn is_late(self) -> bool {
        match self {
            Self::Overdue | Self::Late => true,
            Self::InTime | Self::Early | Self::OnTime => false,
        }
    }
}
