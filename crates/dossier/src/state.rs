//! The states of a dossier. Each variant carries the facts that exist in that state only.

use base::Vnd;
use calendar::PauseReason;
use jiff::Timestamp;

/// Where a dossier stands.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "name")]
pub enum State {
    /// Being written by the citizen; has no code yet.
    Draft,
    /// Filed, waits for the one-stop office.
    Submitted,
    /// Not accepted at intake (Mẫu 03).
    Declined {
        /// Why.
        reason: String,
    },
    /// Accepted; the first step is still to be finished at the one-stop office.
    Received {
        /// The step that is due.
        step: u16,
    },
    /// Being worked on.
    InProgress {
        /// The step that is due.
        step: u16,
    },
    /// Waits for papers (Mẫu 02).
    AwaitingSupplement {
        /// When it was asked.
        since: Timestamp,
        /// The step it returns to; none when asked before receipt, then it is submitted again.
        resume_at: Option<u16>,
    },
    /// Waits for a tax or levy.
    AwaitingPayment {
        /// When it was asked.
        since: Timestamp,
        /// How much.
        amount: Vnd,
        /// The step it goes on with.
        resume_at: u16,
    },
    /// The clock stands for another legal reason.
    Paused {
        /// Since when.
        since: Timestamp,
        /// The ground.
        reason: PauseReason,
        /// The step it goes on with.
        resume_at: u16,
    },
    /// Decided, sealed and at the return desk; the clock has ended.
    Resolved {
        /// Granted or refused.
        outcome: Outcome,
    },
    /// In the hands of the person.
    Returned {
        /// Granted or refused.
        outcome: Outcome,
    },
    /// Taken back by the person.
    Withdrawn {
        /// Why, where told.
        reason: String,
    },
    /// Stopped for good by the agency (Mẫu 05).
    Stopped {
        /// The legal ground and reason.
        reason: String,
    },
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The person gets what was asked for.
    Granted,
    /// The person gets a letter that says why not.
    Refused,
}

macro_rules! state_names {
    ($($variant:ident = $name:literal, $national:expr;)+) => {
        /// The bare name of a state, for lists, the API and the national synchronisation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum StateName {
            $(#[doc = concat!("`", $name, "`.")] $variant),+
        }

        impl StateName {
            /// Every state, in the order of a dossier's life.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier, snake_case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|state| state.name() == name)
            }

            /// The code of the national list; a draft has none.
            #[must_use]
            pub const fn national_code(self) -> Option<u8> {
                match self { $(Self::$variant => $national),+ }
            }
        }
    };
}

state_names! {
    Draft = "draft", None;
    Submitted = "submitted", Some(1);
    Received = "received", Some(2);
    Declined = "declined", Some(3);
    InProgress = "in_progress", Some(4);
    Paused = "paused", Some(4);
    AwaitingSupplement = "awaiting_supplement", Some(5);
    AwaitingPayment = "awaiting_payment", Some(6);
    Withdrawn = "withdrawn", Some(7);
    Stopped = "stopped", Some(8);
    Resolved = "resolved", Some(9);
    Returned = "returned", Some(10);
}

db::text_enum!(StateName);

impl State {
    /// The bare name.
    #[must_use]
    pub const fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::Submitted => StateName::Submitted,
            Self::Declined { .. } => StateName::Declined,
            Self::Received { .. } => StateName::Received,
            Self::InProgress { .. } => StateName::InProgress,
            Self::AwaitingSupplement { .. } => StateName::AwaitingSupplement,
            Self::AwaitingPayment { .. } => StateName::AwaitingPayment,
            Self::Paused { .. } => StateName::Paused,
            Self::Resolved { .. } => StateName::Resolved,
            Self::Returned { .. } => StateName::Returned,
            Self::Withdrawn { .. } => StateName::Withdrawn,
            Self::Stopped { .. } => StateName::Stopped,
        }
    }

    /// The step that is due or that it will go on with.
    #[must_use]
    pub const fn step(&self) -> Option<u16> {
        match self {
            Self::Received { step } | Self::InProgress { step } => Some(*step),
            Self::AwaitingSupplement { resume_at, .. } => *resume_at,
            Self::AwaitingPayment { resume_at, .. } | Self::Paused { resume_at, .. } => Some(*resume_at),
            Self::Draft
            | Self::Submitted
            | Self::Declined { .. }
            | Self::Resolved { .. }
            | Self::Returned { .. }
            | Self::Withdrawn { .. }
            | Self::Stopped { .. } => None,
        }
    }

    /// Whether nothing more can happen.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        match self {
            Self::Declined { .. } | Self::Returned { .. } | Self::Withdrawn { .. } | Self::Stopped { .. } => true,
            Self::Draft
            | Self::Submitted
            | Self::Received { .. }
            | Self::InProgress { .. }
            | Self::AwaitingSupplement { .. }
            | Self::AwaitingPayment { .. }
            | Self::Paused { .. }
            | Self::Resolved { .. } => false,
        }
    }

    /// The list an officer finds it in.
    #[must_use]
    pub const fn tray(&self) -> Tray {
        match self {
            Self::Draft => Tray::Draft,
            Self::Submitted => Tray::Intake,
            Self::Received { .. } | Self::InProgress { .. } => Tray::Work,
            Self::AwaitingSupplement { .. } | Self::AwaitingPayment { .. } | Self::Paused { .. } => Tray::Waiting,
            Self::Resolved { .. } => Tray::Return,
            Self::Declined { .. } | Self::Returned { .. } | Self::Withdrawn { .. } | Self::Stopped { .. } => {
                Tray::Closed
            }
        }
    }
}

/// The lists of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tray {
    /// With the citizen.
    Draft,
    /// Waits to be accepted.
    Intake,
    /// Waits for a step.
    Work,
    /// The clock stands.
    Waiting,
    /// Waits to be handed over.
    Return,
    /// Finished.
    Closed,
}

impl Tray {
    const ALL: [Self; 6] = [Self::Draft, Self::Intake, Self::Work, Self::Waiting, Self::Return, Self::Closed];

    /// The identifier.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Intake => "intake",
            Self::Work => "work",
            Self::Waiting => "waiting",
            Self::Return => "return",
            Self::Closed => "closed",
        }
    }

    /// Reads an identifier.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tray| tray.name() == name)
    }
}

db::text_enum!(Tray);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_map_to_the_national_codes() {
        let codes: Vec<_> = StateName::ALL.iter().filter_map(|s| s.national_code()).collect();
        assert_eq!(codes, [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10]);
        for state in StateName::ALL {
            assert_eq!(StateName::from_name(state.name()), Some(*state));
        }
    }
}
