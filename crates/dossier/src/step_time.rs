//! How much working time each step has had against its share of the limit. Time in which the clock
//! stood still is not charged to a step.

use calendar::Ledger;
use jiff::Timestamp;
use workflow::{Definition, Step};

use crate::dossier::Dossier;
use crate::record::Visit;

/// Closures that may lie in the share of one step.
const CLOSURES_MAX: usize = 100;

/// One step that was visited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepTime {
    /// Number, from 1.
    pub no: u16,
    /// What is done.
    pub name: String,
    /// Share of the limit in working minutes; none where the process gives none.
    pub budget_minutes: u32,
    /// Working minutes it has had.
    pub used_minutes: u32,
}

impl StepTime {
    /// Whether it has had more than its share.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.budget_minutes > 0 && self.used_minutes > self.budget_minutes
    }
}

/// The steps visited so far, in the order of the process.
#[must_use]
pub fn step_times(dossier: &Dossier, definition: &Definition, now: Timestamp) -> Vec<StepTime> {
    let visited = |step: &&Step| dossier.content.visits.iter().any(|visit| visit.step == step.no);
    let time = |step: &Step| StepTime {
        no: step.no,
        name: step.name.clone(),
        budget_minutes: step.budget_minutes,
        used_minutes: used_minutes(dossier, step.no, now),
    };
    definition.steps.iter().filter(visited).map(time).collect()
}

/// Working minutes a step has had by a moment.
#[must_use]
pub fn used_minutes(dossier: &Dossier, step: u16, now: Timestamp) -> u32 {
    let Some(ledger) = dossier.content.clock.ledger().ok().flatten() else { return 0 };
    let visits = dossier.content.visits.iter().filter(|visit| visit.step == step);
    visits.map(|visit| had(dossier, &ledger, visit, now)).sum()
}

fn had(dossier: &Dossier, ledger: &Ledger, visit: &Visit, now: Timestamp) -> u32 {
    ledger.used_minutes_between(&dossier.calendar, visit.entered_at, visit.left_at.unwrap_or(now).min(now))
}

/// When a step being worked on has had its share, if the clock goes on running. None for a step without a share, and where closures leave no end in sight.
pub(crate) fn share_ends(dossier: &Dossier, step: &Step) -> Option<Timestamp> {
    let visits = &dossier.content.visits;
    let visit = visits.iter().rfind(|visit| visit.step == step.no && visit.left_at.is_none())?;
    if step.budget_minutes == 0 {
        return None;
    }
    let last_entry = dossier.content.clock.entries.last().map_or(visit.entered_at, |entry| entry.at);
    let mut at = last_entry.max(visit.entered_at);
    // Each closure on the way leaves some of the share for after it.
    for _ in 0..CLOSURES_MAX {
        let left = step.budget_minutes.saturating_sub(used_minutes(dossier, step.no, at));
        if left == 0 {
            return Some(at);
        }
        at = dossier.calendar.after_working_minutes(at, left);
    }
    None
}
