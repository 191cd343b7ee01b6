//! What differs between two editions: shown before a change is saved, to whoever comes too late,
//! and in the history.

use calendar::Holiday;

use crate::rules::{ClosureRule, OfficeHoursRule, OfficeIntake, Rules};

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A day is listed now, or otherwise than before.
    Day(Delta<Holiday>),
    /// A rule of hours.
    Hours(Delta<OfficeHoursRule>),
    /// A session of intake.
    Intake(Delta<OfficeIntake>),
    /// A closure.
    Closure(Delta<ClosureRule>),
}

/// What became of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delta<T> {
    /// It is new.
    Added(T),
    /// It is gone.
    Removed(T),
    /// It is another now.
    Changed {
        /// As it was.
        before: T,
        /// As it is.
        after: T,
    },
}

/// Everything that differs: days by date, then hours, sessions and closures by number.
#[must_use]
pub fn differences(before: &Rules, after: &Rules) -> Vec<Difference> {
    let days = deltas(&before.holidays, &after.holidays, |day| day.date).into_iter().map(Difference::Day);
    let hours = deltas(&before.hours, &after.hours, |hours| hours.id).into_iter().map(Difference::Hours);
    let intake = deltas(&before.intake, &after.intake, |intake| intake.id).into_iter().map(Difference::Intake);
    let closures = deltas(&before.closures, &after.closures, |closure| closure.id).into_iter();
    days.chain(hours).chain(intake).chain(closures.map(Difference::Closure)).collect()
}

fn deltas<T: Clone + PartialEq, K: Ord + Copy>(before: &[T], after: &[T], key: impl Fn(&T) -> K) -> Vec<Delta<T>> {
    let find = |list: &[T], wanted: K| list.iter().find(|entry| key(entry) == wanted).cloned();
    let mut keys: Vec<K> = before.iter().chain(after).map(&key).collect();
    keys.sort_unstable();
    keys.dedup();
    let delta = |wanted| match (find(before, wanted), find(after, wanted)) {
        (None, Some(after)) => Some(Delta::Added(after)),
        (Some(before), None) => Some(Delta::Removed(before)),
        (Some(before), Some(after)) if before != after => Some(Delta::Changed { before, after }),
        (Some(_), Some(_)) | (None, None) => None,
    };
    keys.into_iter().filter_map(delta).collect()
}
