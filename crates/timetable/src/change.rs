//! A change of the rules, as a command: what is asked, and the rules that follow or why they cannot.
//!
//! Pure. A change travels inside the preview page as JSON and is judged again when it is confirmed,
//! so nothing here trusts that it was judged before.

mod closure;
mod day;
mod hours;

use base::OfficeId;
use calendar::{DayOfWeek, Holiday, IntakeSession, Season};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::rules::{ClosureReason, ClosureRule, Rules};

/// The longest name of a day or number of a decision.
pub const TEXT_LENGTH_MAX: usize = 200;
/// The longest reason of a change.
pub const REASON_LENGTH_MAX: usize = 500;
/// The longest note.
pub const NOTE_LENGTH_MAX: usize = 1000;
/// The most intervals of one day.
pub const INTERVALS_MAX: usize = 4;
/// The most procedures named in one closure.
pub const URGENT_MAX: usize = 100;
/// First and last year a calendar covers.
pub const YEARS: std::ops::RangeInclusive<i16> = 2000..=2099;

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// Lists a day off. Takes the place of a day that was only expected.
    AddDay {
        /// The day; swapped days come in pairs, see [`Change::Swap`].
        day: Holiday,
    },
    /// Takes a day off the list; a swapped day together with its other half.
    RemoveDay {
        /// Which.
        date: Date,
    },
    /// Swaps a working day for a day of rest (hoán đổi ngày làm việc).
    Swap {
        /// The working day that becomes free.
        off: Date,
        /// The day of rest that is worked in return.
        worked: Date,
    },
    /// Puts the days of whole years in place of those listed: an import.
    ReplaceYears {
        /// All days of these years.
        days: Vec<Holiday>,
    },
    /// Says that the expected days of a year are now announced as listed.
    ConfirmYear {
        /// Which year.
        year: i16,
    },
    /// Sets hours, before those that were set earlier.
    SetHours(NewHours),
    /// Gives a rule of hours its last day.
    EndHours {
        /// Which rule.
        id: u32,
        /// The last day on which it holds.
        last: Date,
    },
    /// Takes a rule of hours away as if it had never been.
    RemoveHours {
        /// Which rule.
        id: u32,
    },
    /// Adds a session of intake.
    AddIntake {
        /// The office; every office when absent.
        office: Option<OfficeId>,
        /// When papers are received.
        session: IntakeSession,
    },
    /// Takes a session of intake away.
    RemoveIntake {
        /// Which.
        id: u32,
    },
    /// Declares a time without settlement, ahead or afterwards.
    AddClosure(NewClosure),
    /// Moves the end of a closure: it lasts longer, or ends early.
    EndClosure {
        /// Which.
        id: u32,
        /// The moment at which it has ended.
        to: DateTime,
    },
    /// Takes a closure away as if it had never been.
    RemoveClosure {
        /// Which.
        id: u32,
    },
}

/// Hours to be set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHours {
    /// The office; every office when absent.
    pub office: Option<OfficeId>,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// A part of every year.
    pub season: Option<Season>,
    /// The weekdays; empty for all.
    pub weekdays: Vec<DayOfWeek>,
    /// Opening and closing times, in the order of the day.
    pub intervals: Vec<(Time, Time)>,
}

/// A closure to be declared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewClosure {
    /// The office; every office when absent.
    pub office: Option<OfficeId>,
    /// Its first moment; midnight for whole days.
    pub from: DateTime,
    /// The moment at which it has ended; the midnight after the last of whole days.
    pub to: DateTime,
    /// Why.
    pub reason: ClosureReason,
    /// Whether its time is left out of limits.
    pub excluded: bool,
    /// Codes of procedures that go on.
    pub urgent: Vec<String>,
    /// Number of the decision or of the incident report.
    pub decision: String,
    /// Anything else to know.
    pub note: String,
}

/// Why a change cannot be made, and which field says so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {fault}")]
pub struct ChangeError {
    /// The field of the change, as forms name it.
    pub field: &'static str,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Nothing was given.
    #[error("must not be empty")]
    Missing,
    /// A text is too long.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// There are too many of them.
    #[error("holds more than {0}")]
    TooMany(usize),
    /// The day is listed already, or twice in one import.
    #[error("{0} is already listed")]
    ListedTwice(Date),
    /// The day is not listed.
    #[error("{0} is not listed")]
    NotListed(Date),
    /// No calendar reaches so far.
    #[error("{0} lies outside the years a calendar covers")]
    OutsideTable(Date),
    /// Work in return on a day that is worked anyway.
    #[error("{0} is already worked")]
    AlreadyWorked(Date),
    /// A working day to be made free that is free anyway.
    #[error("{0} is already off")]
    AlreadyOff(Date),
    /// One half of a swap.
    #[error("a swapped day needs its other half")]
    SwapNeedsBoth,
    /// No day of the year is waiting for its announcement.
    #[error("nothing of {0} is only expected")]
    NothingExpected(i16),
    /// An interval closes before it opens.
    #[error("an interval closes at {closes}, before it opens at {opens}")]
    Reversed {
        /// When it opens.
        opens: Time,
        /// When it closes.
        closes: Time,
    },
    /// An interval opens before the one before it has closed.
    #[error("an interval opens at {opens}, before the one that closes at {closes} has ended")]
    Overlapping {
        /// When the earlier one closes.
        closes: Time,
        /// When the later one opens.
        opens: Time,
    },
    /// No year has this day.
    #[error("there is no day {0} of month {1}")]
    NoSuchDay(i8, i8),
    /// The end comes before the beginning.
    #[error("ends before it begins")]
    Backwards,
    /// No such office is known.
    #[error("no such office")]
    UnknownOffice,
    /// No such rule is there any more.
    #[error("no rule {0}")]
    UnknownRule(u32),
    /// Everything is so already.
    #[error("changes nothing")]
    Unchanged,
    /// A text that cannot be the code of a procedure.
    #[error("{0:?} is no code of a procedure")]
    NoProcedureCode(String),
}

impl Rules {
    /// The rules after a change. `knows` says whether an office exists.
    ///
    /// # Errors
    /// The first field that stands in the way.
    pub fn with(&self, change: &Change, knows: impl Fn(OfficeId) -> bool) -> Result<Self, ChangeError> {
        let mut rules = self.clone();
        if change.office().is_some_and(|office| !knows(office)) {
            return Err(fault("office", Fault::UnknownOffice));
        }
        match change {
            Change::AddDay { day } => rules.add_day(day)?,
            Change::RemoveDay { date } => rules.remove_day(*date)?,
            Change::Swap { off, worked } => rules.swap(*off, *worked)?,
            Change::ReplaceYears { days } => rules.replace_years(days)?,
            Change::ConfirmYear { year } => rules.confirm_year(*year)?,
            Change::SetHours(hours) => rules.set_hours(hours)?,
            Change::EndHours { id, last } => rules.end_hours(*id, *last)?,
            Change::RemoveHours { id } => take(&mut rules.hours, *id, |hours| hours.id)?,
            Change::AddIntake { office, session } => rules.add_intake(*office, session)?,
            Change::RemoveIntake { id } => take(&mut rules.intake, *id, |intake| intake.id)?,
            Change::AddClosure(closure) => rules.add_closure(closure)?,
            Change::EndClosure { id, to } => rules.end_closure(*id, *to)?,
            Change::RemoveClosure { id } => take(&mut rules.closures, *id, |closure: &ClosureRule| closure.id)?,
        }
        if rules == *self { Err(fault(change.main_field(), Fault::Unchanged)) } else { Ok(rules) }
    }

    fn next_id(&mut self) -> u32 {
        self.last_id += 1;
        self.last_id
    }
}

impl Change {
    /// The office it names.
    #[must_use]
    pub const fn office(&self) -> Option<OfficeId> {
        match self {
            Self::SetHours(hours) => hours.office,
            Self::AddIntake { office, .. } => *office,
            Self::AddClosure(closure) => closure.office,
            Self::AddDay { .. }
            | Self::RemoveDay { .. }
            | Self::Swap { .. }
            | Self::ReplaceYears { .. }
            | Self::ConfirmYear { .. }
            | Self::EndHours { .. }
            | Self::RemoveHours { .. }
            | Self::RemoveIntake { .. }
            | Self::EndClosure { .. }
            | Self::RemoveClosure { .. } => None,
        }
    }
}

impl Change {
    /// The field that stands for the whole change.
    #[must_use]
    pub const fn main_field(&self) -> &'static str {
        match self {
            Self::AddDay { .. } | Self::RemoveDay { .. } => "date",
            Self::Swap { .. } => "off",
            Self::ReplaceYears { .. } => "days",
            Self::ConfirmYear { .. } => "year",
            Self::SetHours(_) => "hours",
            Self::EndHours { .. } => "until",
            Self::AddIntake { .. } => "weekday",
            Self::AddClosure(_) => "from",
            Self::EndClosure { .. } => "to",
            Self::RemoveHours { .. } | Self::RemoveIntake { .. } | Self::RemoveClosure { .. } => "id",
        }
    }

    /// The identifier stored with it, also the middle of its sentences' keys.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AddDay { .. } => "add-day",
            Self::RemoveDay { .. } => "remove-day",
            Self::Swap { .. } => "swap",
            Self::ReplaceYears { .. } => "replace-years",
            Self::ConfirmYear { .. } => "confirm-year",
            Self::SetHours(_) => "set-hours",
            Self::EndHours { .. } => "end-hours",
            Self::RemoveHours { .. } => "remove-hours",
            Self::AddIntake { .. } => "add-intake",
            Self::RemoveIntake { .. } => "remove-intake",
            Self::AddClosure(_) => "add-closure",
            Self::EndClosure { .. } => "end-closure",
            Self::RemoveClosure { .. } => "remove-closure",
        }
    }
}

/// Judges the reason of a change; it is told to whoever holds or owns a dossier that moves.
///
/// # Errors
/// When there is none, or it is too long.
pub fn reason(text: &str) -> Result<(), ChangeError> {
    required("reason", text, REASON_LENGTH_MAX)
}

const fn fault(field: &'static str, fault: Fault) -> ChangeError {
    ChangeError { field, fault }
}

fn take<T>(list: &mut Vec<T>, id: u32, id_of: impl Fn(&T) -> u32) -> Result<(), ChangeError> {
    let before = list.len();
    list.retain(|entry| id_of(entry) != id);
    if list.len() == before { Err(fault("id", Fault::UnknownRule(id))) } else { Ok(()) }
}

fn covered(field: &'static str, date: Date) -> Result<(), ChangeError> {
    if YEARS.contains(&date.year()) { Ok(()) } else { Err(fault(field, Fault::OutsideTable(date))) }
}

fn text(field: &'static str, text: &str, length_max: usize) -> Result<(), ChangeError> {
    if text.chars().count() > length_max { Err(fault(field, Fault::TooLong(length_max))) } else { Ok(()) }
}

fn required(field: &'static str, value: &str, length_max: usize) -> Result<(), ChangeError> {
    if base::text::clean(value).is_empty() { Err(fault(field, Fault::Missing)) } else { text(field, value, length_max) }
}

/// A period read backwards, or beyond what a calendar covers.
fn period(since: Option<Date>, until: Option<Date>) -> Result<(), ChangeError> {
    since.map_or(Ok(()), |since| covered("since", since))?;
    until.map_or(Ok(()), |until| covered("until", until))?;
    match (since, until) {
        (Some(since), Some(until)) if until < since => Err(fault("until", Fault::Backwards)),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

#[cfg(test)]
mod tests;
