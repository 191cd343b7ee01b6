//! One administrative procedure as published: who, how long, how much, which papers, which steps.
//!
//! A version is never edited: a change makes a new one, and a dossier keeps the version of its
//! receipt day (NĐ 63/2010/NĐ-CP: a procedure holds from the day its decision takes effect).

use base::text::fold;
use base::{ProcedureId, Role, Vnd};
use calendar::{Limit, PauseReason, WORKING_DAY_MINUTES};
use jiff::civil::Date;

use crate::code::Key;

/// The facts of one procedure.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Procedure {
    /// Code and variant.
    pub key: Key,
    /// Official name.
    pub name: String,
    /// Subject area (lĩnh vực).
    pub field: String,
    /// Who decides, as published.
    pub agency: String,
    /// Kind of the deciding agency.
    pub owner: OwnerKind,
    /// Levels at which the procedure is settled now.
    pub levels: Vec<Level>,
    /// Level before the two-tier reform of 1/7/2025.
    pub level_before_2025: String,
    /// Limit set by rule; absent where none is published.
    pub limit: Option<Limit>,
    /// What the published limit adds (verification, difficult areas).
    pub limit_note: String,
    /// Shorter limit the agency promises.
    pub committed: Option<Limit>,
    /// The usual fee; absent where none is published.
    pub fee: Option<Vnd>,
    /// What the published fee adds (exemptions, who sets it).
    pub fee_note: String,
    /// Fees by case, where they are known in detail.
    pub fees: Vec<FeeLine>,
    /// How much of it can be done online.
    pub online: OnlineLevel,
    /// Who may apply, where known.
    pub applicants: Vec<String>,
    /// What the person receives.
    pub result: String,
    /// Conditions and special rules.
    pub rules: Vec<String>,
    /// Legal documents it rests on.
    pub legal_basis: Vec<String>,
    /// Papers asked; empty where the list is not loaded.
    pub papers: Vec<Paper>,
    /// Published steps; empty where the internal process is not loaded.
    pub steps: Vec<Step>,
    /// How sure we are of the code, the limit and the online level.
    pub source: SourceNote,
}

/// One stored version of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcedureVersion {
    /// What a dossier keeps.
    pub id: ProcedureId,
    /// First day in force.
    pub valid_from: Date,
    /// First day no longer in force; open when absent.
    pub valid_to: Option<Date>,
    /// The facts.
    pub facts: Procedure,
}

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$vdoc:meta])* $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $($(#[$vdoc])* $variant),+ }

        impl $type {
            /// Every value, in the order it is shown.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word used in the data files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads the word of the data files.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.name() == name)
            }

            /// The word in page addresses: no marks, hyphens.
            #[must_use]
            pub fn slug(self) -> String {
                $crate::procedure::slug(self.name())
            }
        }
    };
}
pub(crate) use named;

named! {
    /// Kind of the deciding agency.
    OwnerKind {
        /// People's Committee of a commune.
        Commune = "commune",
        /// Department of the province.
        Department = "department",
        /// Central agency in the province (ngành dọc).
        Vertical = "vertical",
        /// Electricity or water company.
        Utility = "utility",
    }
}
named! {
    /// Level at which a procedure is settled.
    Level {
        /// Province.
        Province = "tỉnh",
        /// Commune.
        Commune = "xã",
    }
}
named! {
    /// How much can be done online.
    OnlineLevel {
        /// Everything (dịch vụ công trực tuyến toàn trình).
        Full = "toàn trình",
        /// Some step needs presence or paper.
        Partial = "một phần",
        /// Information only: no filing online.
        Information = "thông tin",
    }
}
named! {
    /// How sure we are of a published fact.
    Confidence {
        /// Read in a published text.
        Found = "found",
        /// The code was read, the name was not.
        FoundCodeOnly = "found-code-only",
        /// From memory; to be compared with the text.
        Remembered = "remembered",
        /// From memory and weak.
        RememberedWeak = "remembered-weak",
        /// Nothing published.
        None = "none",
    }
}

/// How sure we are of three facts of a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SourceNote {
    /// Of its code.
    pub code: Confidence,
    /// Of its limit.
    pub limit: Confidence,
    /// Of its online level.
    pub online: Confidence,
}

/// One fee with the case it is for.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FeeLine {
    /// When it is asked.
    pub case: String,
    /// The amount as published.
    pub amount: String,
    /// The exact amount, where the text is one.
    pub exact: Option<Vnd>,
}

/// One paper of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Paper {
    /// Place in the list.
    pub no: u16,
    /// Name.
    pub name: String,
    /// Accepted forms (bản chính, bản sao, e-form …).
    pub forms: Vec<String>,
    /// How many; absent when it depends on what is asked.
    pub quantity: Option<u16>,
    /// When it is asked; always where absent.
    pub condition: Option<String>,
    /// The database the officer must use instead of asking for the paper (NĐ 309/2026/NĐ-CP).
    pub replaced_by_database: Option<String>,
}

impl Paper {
    /// Whether everyone has to hand it in.
    #[must_use]
    pub const fn is_always_asked(&self) -> bool {
        self.condition.is_none()
    }
}

/// One step of the published process.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    /// Place in the process.
    pub no: u16,
    /// What is done.
    pub name: String,
    /// Who does it, or that the clock stands.
    pub work: Work,
    /// Share of the limit, in working minutes; 0 for a pause.
    pub minutes: u32,
    /// Steps of one group run side by side.
    pub parallel_group: Option<String>,
}

/// Who acts in a step.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Work {
    /// An officer works.
    By {
        /// In which role.
        role: Role,
        /// Of which unit, as published; workflow finds the unit.
        unit: String,
    },
    /// The clock stands (tạm dừng); nobody of the agency performs it.
    Pause {
        /// The legal ground.
        reason: PauseReason,
        /// Who is waited for.
        waits_for: String,
    },
}

/// Working minutes that the steps of a limit must add up to: a day of any kind is 480, a month has
/// 30 days, a procedure settled at once counts as one day.
#[must_use]
pub const fn budget_minutes(limit: Limit) -> u32 {
    match limit {
        Limit::Instant => WORKING_DAY_MINUTES,
        Limit::WorkingDays { minutes } | Limit::WorkingHours { minutes } => minutes,
        Limit::CalendarDays { days } => days.saturating_mul(WORKING_DAY_MINUTES),
        Limit::ClockHours { hours } => hours.saturating_mul(60),
        Limit::Months { months } => months.saturating_mul(30 * WORKING_DAY_MINUTES),
    }
}

impl Procedure {
    /// The limit that binds: the promised one where published.
    #[must_use]
    pub fn binding_limit(&self) -> Option<Limit> {
        self.committed.or(self.limit)
    }

    /// Whether the procedure is settled in one visit.
    #[must_use]
    pub fn is_instant(&self) -> bool {
        self.binding_limit() == Some(Limit::Instant)
    }

    /// Whether a dossier may be filed online.
    #[must_use]
    pub const fn is_filed_online(&self) -> bool {
        !matches!(self.online, OnlineLevel::Information)
    }

    /// Whether nothing is paid, as against a fee that the file leaves to a notice or a rate.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let note = fold(&self.fee_note);
        self.fee == Some(Vnd(0)) && (note.is_empty() || note.starts_with("mien") || note.starts_with("khong thu"))
    }

    /// Working minutes of the steps together; parallel branches count once, by the longest.
    #[must_use]
    pub fn step_minutes(&self) -> u32 {
        let mut groups: Vec<(&str, u32)> = Vec::new();
        let mut sum = 0_u32;
        for step in &self.steps {
            match step.parallel_group.as_deref() {
                None => sum = sum.saturating_add(step.minutes),
                Some(group) => match groups.iter_mut().find(|(name, _)| *name == group) {
                    Some((_, longest)) => *longest = step.minutes.max(*longest),
                    None => groups.push((group, step.minutes)),
                },
            }
        }
        groups.iter().fold(sum, |sum, (_, longest)| sum.saturating_add(*longest))
    }
}

/// A name as part of an address: no marks, lower case, hyphens.
#[must_use]
pub fn slug(name: &str) -> String {
    fold(name).replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_has_no_marks_and_no_blanks() {
        assert_eq!(slug("Bảo trợ xã hội; giảm nghèo; trẻ em"), "bao-tro-xa-hoi-giam-ngheo-tre-em");
        assert_eq!(OnlineLevel::Full.slug(), "toan-trinh");
    }

    #[test]
    fn a_day_of_any_kind_is_eight_working_hours() {
        assert_eq!(budget_minutes(Limit::Instant), 480);
        assert_eq!(budget_minutes(Limit::working_days(10)), 4_800);
        assert_eq!(budget_minutes(Limit::calendar_days(10)), 4_800);
        assert_eq!(budget_minutes(Limit::clock_hours(12)), 720);
    }
}
