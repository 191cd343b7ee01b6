//! The process as a strip: which steps are done and by whom, which one is due and how much of its
//! share is used, who comes next.

use calendar::{WORKING_DAY_MINUTES, local};
use dossier::{Dossier, Visit, present, used_minutes};
use web::{Icon, Page, StepMark};
use workflow::{Step, Work};

use crate::head::Case;

/// One step of the strip.
pub(crate) struct FlowStep {
    /// `done`, `now`, `pause` or nothing.
    pub(crate) class: &'static str,
    pub(crate) icon: Icon,
    pub(crate) name: String,
    pub(crate) detail: String,
    pub(crate) is_now: bool,
    pub(crate) is_over: bool,
}

/// A step that has used more than its share: by how much, of what.
pub(crate) struct Overrun {
    pub(crate) used: u32,
    pub(crate) budget: u32,
}

pub(crate) fn steps(page: &Page, case: &Case) -> Vec<FlowStep> {
    case.definition.steps.iter().map(|step| one(page, case, step)).collect()
}

fn one(page: &Page, case: &Case, step: &Step) -> FlowStep {
    let mark = mark(case, step);
    let used = used_minutes(&case.dossier, step.no, page.now);
    let (class, icon) = match mark {
        StepMark::Done => ("done", Icon::Done),
        StepMark::Now => ("now", Icon::Now),
        StepMark::Pause => ("now", Icon::Pause),
        StepMark::Ahead => ("", Icon::Ahead),
    };
    let is_now = matches!(mark, StepMark::Now | StepMark::Pause);
    FlowStep {
        class,
        icon,
        name: step.name.clone(),
        detail: detail(page, case, step, mark, used),
        is_now,
        is_over: is_now && used > step.budget_minutes && step.budget_minutes > 0,
    }
}

/// While the clock stands in a published pause, the step behind it has not begun.
fn mark(case: &Case, step: &Step) -> StepMark {
    if case.definition.is_drawn() {
        return present::step_state(&case.dossier, step.no);
    }
    if step.is_pause() {
        return pause_mark(&case.dossier, step.no);
    }
    let behind_pause = step.no.checked_sub(1).and_then(|no| case.definition.step(no)).is_some_and(Step::is_pause);
    let mark = present::step_state(&case.dossier, step.no);
    if mark == StepMark::Pause && behind_pause { StepMark::Ahead } else { mark }
}

/// A pause of the process is done once a later step was entered.
fn pause_mark(dossier: &Dossier, no: u16) -> StepMark {
    let later = dossier.content.visits.iter().any(|visit| visit.step > no);
    let waits = dossier.state.step().is_some_and(|step| step == no + 1)
        && matches!(dossier.state, dossier::State::AwaitingPayment { .. } | dossier::State::Paused { .. });
    match (waits, later) {
        (true, _) => StepMark::Pause,
        (false, true) => StepMark::Done,
        (false, false) => StepMark::Ahead,
    }
}

fn detail(page: &Page, case: &Case, step: &Step, mark: StepMark, used: u32) -> String {
    let place = match &step.work {
        Work::By { performer } if performer.unit_name == "one-stop" => page.t("desk-flow-counter"),
        Work::By { performer } => performer.unit_name.clone(),
        Work::Pause { waits_for, .. } => waits_for.clone(),
    };
    match mark {
        StepMark::Done => match last_visit(&case.dossier, step.no) {
            Some(Visit { by: Some(by), left_at: Some(left), .. }) => {
                format!("{by}, {}", page.date_short(local(*left).date()))
            }
            Some(_) | None => place,
        },
        StepMark::Now if step.budget_minutes > 0 => {
            let share = share_words(page, used, step.budget_minutes);
            page.say("desk-flow-used").with("share", share).to_string()
        }
        StepMark::Now | StepMark::Pause => place,
        StepMark::Ahead if step.budget_minutes > 0 => {
            format!("{place}, {}", catalogue::minutes_words(page, step.budget_minutes))
        }
        StepMark::Ahead => place,
    }
}

fn last_visit(dossier: &Dossier, step: u16) -> Option<&Visit> {
    dossier.content.visits.iter().rev().find(|visit| visit.step == step)
}

/// The current step, when it is beyond its share.
pub(crate) fn overrun(page: &Page, case: &Case) -> Option<Overrun> {
    let step = case.definition.step(case.dossier.state.step()?)?;
    let used = used_minutes(&case.dossier, step.no, page.now);
    let running = matches!(present::step_state(&case.dossier, step.no), StepMark::Now);
    (running && step.budget_minutes > 0 && used > step.budget_minutes)
        .then_some(Overrun { used, budget: step.budget_minutes })
}

/// `8,5/5 ngày` where the share is a day or more, `3,5/4 giờ` below.
pub(crate) fn share_words(page: &Page, used: u32, budget: u32) -> String {
    let (unit, key) =
        if budget >= WORKING_DAY_MINUTES { (WORKING_DAY_MINUTES, "desk-flow-days") } else { (60, "desk-flow-hours") };
    page.say(key).with("used", tenths(page, used, unit)).with("budget", tenths(page, budget, unit)).to_string()
}

/// One decimal, with the comma or point of the language.
pub(crate) fn tenths(page: &Page, minutes: u32, unit: u32) -> String {
    let tenths = minutes.saturating_mul(10) / unit;
    let point = if page.locale == base::Locale::Vi { ',' } else { '.' };
    if tenths.is_multiple_of(10) { (tenths / 10).to_string() } else { format!("{}{point}{}", tenths / 10, tenths % 10) }
}
