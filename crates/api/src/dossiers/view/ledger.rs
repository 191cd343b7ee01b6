//! The clock ledger as JSON: entries with the dates after them, later dates, time of each step, and the
//! limit set by rule beside the promised one. All of it is computed from the ledger when asked.

use calendar::{Class, ExtensionLine, Outcome};
use catalogue::LimitView;
use dossier::{LedgerLine, StepTime, present};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Page;

use crate::moment::Moment;
use crate::procedures::TimeLimit;

/// One entry of the clock.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LedgerView {
    /// When.
    at: Moment,
    /// `start`, `pause`, `resume`, `supplement_requested`, `supplemented`, `extend`, `finish`, `withdraw` or `stop`.
    kind: &'static str,
    /// What happened, for people.
    title: String,
    /// The provision it rests on.
    legal_basis: String,
    /// Why.
    reason: String,
    /// Slip, notice, receipt or letter.
    evidence: String,
    /// By whom, by name.
    actor: String,
    /// The due moment in force after it; null while the clock stands and after it ended without a result.
    due_at: Option<Moment>,
    /// The moment after which the dossier is late, after it.
    late_after: Moment,
}

impl LedgerView {
    pub(crate) fn of(page: &Page, line: &LedgerLine) -> Self {
        let words = present::ledger_words(page, line);
        Self {
            at: line.at.into(),
            kind: line.entry.map_or("start", calendar::EntryKind::name),
            title: words.title,
            legal_basis: words.basis,
            reason: line.reason.clone(),
            evidence: words.evidence,
            actor: line.by.clone(),
            due_at: line.due.map(Moment),
            late_after: line.late_after.into(),
        }
    }
}

/// One later date given to the person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExtensionView {
    /// When it was given.
    at: Moment,
    /// By how much.
    #[schema(value_type = TimeLimit)]
    by: LimitView,
    /// `rule`, or `apology`, after which lateness keeps the earlier date.
    ground: &'static str,
    /// The date before it.
    due_before: Moment,
    /// The date after it.
    due_after: Moment,
}

impl From<&ExtensionLine> for ExtensionView {
    fn from(line: &ExtensionLine) -> Self {
        Self {
            at: line.at.into(),
            by: line.by.into(),
            ground: line.ground.name(),
            due_before: line.due_before.into(),
            due_after: line.due_after.into(),
        }
    }
}

/// Where the clock stands against the limit set by rule.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StatutoryView {
    /// The due moment the rule gives; null while the clock stands and after it ended without a result.
    due_at: Option<Moment>,
    /// After this moment it is late by the rule.
    late_after: Moment,
    /// The class by the rule; null for one withdrawn or stopped.
    class: Option<&'static str>,
}

impl StatutoryView {
    pub(crate) fn of(outcome: &Outcome, now: Timestamp) -> Self {
        Self {
            due_at: outcome.due.map(Moment),
            late_after: outcome.late_after.into(),
            class: outcome.class(now).map(Class::name),
        }
    }
}

/// The working time of one step.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct StepTimeView {
    /// Number, from 1.
    no: u16,
    /// What is done.
    name: String,
    /// Working minutes used, without those in which the clock stood.
    used_minutes: u32,
    /// Share of the limit; 0 where the process gives none.
    budget_minutes: u32,
}

impl From<StepTime> for StepTimeView {
    fn from(time: StepTime) -> Self {
        Self { no: time.no, name: time.name, used_minutes: time.used_minutes, budget_minutes: time.budget_minutes }
    }
}
