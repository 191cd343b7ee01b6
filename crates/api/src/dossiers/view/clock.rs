//! The clock of a dossier as JSON: where it stands, and why the due date is what it is, day by day
//! (the same facts and sentences as the page "Vì sao là ngày …?").

use calendar::{Class, DayLine, Explanation, PauseLine, ProgressUnit, Status};
use catalogue::LimitView;
use dossier::{Dossier, HistoryLine, present, step_times};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use web::Page;
use workflow::Definition;

use super::ledger::{ExtensionView, LedgerView, StatutoryView, StepTimeView};
use crate::moment::Moment;
use crate::procedures::TimeLimit;

/// What the clock is told from.
pub(crate) struct Case<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) definition: &'a Definition,
    pub(crate) history: &'a [HistoryLine],
}

/// The clock of a dossier.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClockView {
    /// `running`, `paused`, `awaiting_supplement`, `finished` or `ended` (without a result).
    status: &'static str,
    /// Start of the run now counted: acceptance, or the last full supplement.
    started_at: Moment,
    /// The due moment in force; null while the clock stands and after it ended without a result.
    due_at: Option<Moment>,
    /// The due moment if a standing clock ran again now.
    expected_due_at: Option<Moment>,
    /// What the limit alone gave, before pauses and extensions.
    first_due_at: Moment,
    /// After this moment the dossier is late.
    late_after: Moment,
    /// `in_time`, `overdue`, `early`, `on_time`, `late`; null for one withdrawn or stopped.
    class: Option<&'static str>,
    /// The limit that binds.
    #[schema(value_type = TimeLimit)]
    limit: LimitView,
    /// The limit set by rule, where a shorter one is promised.
    #[schema(value_type = Option<TimeLimit>)]
    statutory_limit: Option<LimitView>,
    /// `whole_days` or `hours`: how the office counts working days.
    style: &'static str,
    /// Working minutes used in this run.
    used_minutes: u32,
    /// How much of the limit has run.
    progress: ProgressView,
    /// Whether the days off of the due year are not all announced.
    provisional: bool,
    /// The same clock against the limit set by rule, where a shorter one is promised.
    statutory: Option<StatutoryView>,
    /// Working time of each step visited so far against its share of the limit.
    steps: Vec<StepTimeView>,
    /// Every entry of the clock with the dates after it.
    ledger: Vec<LedgerView>,
    /// Why the due date is what it is.
    explanation: ExplanationView,
}

/// How much of the limit has run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgressView {
    /// `working_days`, `calendar_days`, `working_minutes` or `clock_minutes`.
    unit: &'static str,
    /// The limit with its extensions.
    total: u32,
    /// What has run.
    counted: u32,
    /// What is left.
    remaining: u32,
}

/// Why a due date is what it is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ExplanationView {
    /// When the result comes, in one sentence.
    due: String,
    /// For people, in the language asked for.
    sentences: Vec<String>,
    /// Every date from the start to the due date.
    days: Vec<DayView>,
    /// Every pause of the run now counted.
    pauses: Vec<PauseView>,
    /// Every later date given in the run now counted.
    extensions: Vec<ExtensionView>,
}

/// One date.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayView {
    /// The date.
    #[schema(format = Date)]
    date: String,
    /// Whether it is counted.
    counted: bool,
    /// Which day of the limit it is, where whole days are counted.
    ordinal: Option<u32>,
    /// Minutes counted on it, where time is counted.
    minutes: Option<u32>,
    /// `start_day`, `working_day`, `working_saturday`, `weekend`, `public`, `compensatory`, `swap_off`,
    /// `projected`, `paused`, `calendar_day` or `rolled`.
    reason: &'static str,
    /// Name of the holiday.
    holiday: Option<String>,
}

/// One pause.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PauseView {
    /// Since when.
    from: Moment,
    /// Until when; null while it lasts.
    to: Option<Moment>,
    /// The legal ground.
    #[schema(example = "financial_obligation")]
    reason: &'static str,
    /// Days it takes out of the count so far.
    days: u32,
    /// Working minutes it takes out so far.
    minutes: u32,
    /// False for a pause that began after the due moment.
    moves_due: bool,
}

impl ClockView {
    /// The clock at a moment; none before acceptance.
    pub(crate) fn of(case: &Case<'_>, page: &Page, now: Timestamp) -> Option<Self> {
        let dossier = case.dossier;
        let record = &dossier.content.clock;
        let ledger = record.ledger().ok().flatten()?;
        let why = ledger.explain(&dossier.calendar, record.terms(), now);
        let outcome = why.outcome;
        Some(Self {
            status: outcome.status.name(),
            started_at: outcome.start.into(),
            due_at: outcome.due.map(Moment),
            expected_due_at: why.expected_due.filter(|_| stands(outcome.status)).map(Moment),
            first_due_at: outcome.first_due.into(),
            late_after: outcome.late_since.unwrap_or(outcome.late_after).into(),
            class: outcome.class(now).map(Class::name),
            limit: record.limit.into(),
            statutory_limit: record.statutory.map(LimitView::from),
            style: record.style.name(),
            used_minutes: ledger.used_minutes(&dossier.calendar, now),
            progress: ProgressView::of(&why),
            provisional: why.provisional,
            statutory: dossier.two_limits().map(|two| StatutoryView::of(&two.statutory.1, now)),
            steps: step_times(dossier, case.definition, now).into_iter().map(StepTimeView::from).collect(),
            ledger: dossier.ledger(case.history).iter().map(|line| LedgerView::of(page, line)).collect(),
            explanation: ExplanationView {
                due: present::due_sentence(page, &why),
                sentences: present::explanation(page, &why),
                days: why.days.iter().map(DayView::from).collect(),
                pauses: why.pauses.iter().map(PauseView::from).collect(),
                extensions: why.extensions.iter().map(ExtensionView::from).collect(),
            },
        })
    }
}

const fn stands(status: Status) -> bool {
    match status {
        Status::Paused { .. } | Status::AwaitingSupplement { .. } => true,
        Status::Running | Status::Finished { .. } | Status::Ended { .. } => false,
    }
}

impl ProgressView {
    fn of(why: &Explanation) -> Self {
        let unit = match why.progress.unit {
            ProgressUnit::WorkingDays => "working_days",
            ProgressUnit::CalendarDays => "calendar_days",
            ProgressUnit::WorkingMinutes => "working_minutes",
            ProgressUnit::ClockMinutes => "clock_minutes",
        };
        let calendar::Progress { total, counted, remaining, .. } = why.progress;
        Self { unit, total, counted, remaining }
    }
}

impl From<&DayLine> for DayView {
    fn from(line: &DayLine) -> Self {
        Self {
            date: line.date.to_string(),
            counted: line.counted,
            ordinal: line.ordinal,
            minutes: line.minutes,
            reason: line.reason.name(),
            holiday: line.holiday_name.clone(),
        }
    }
}

impl From<&PauseLine> for PauseView {
    fn from(line: &PauseLine) -> Self {
        Self {
            from: line.from.into(),
            to: line.to.map(Moment),
            reason: line.reason.name(),
            days: line.days,
            minutes: line.minutes,
            moves_due: line.moves_due,
        }
    }
}
