//! One line of a list.

use calendar::{Sla, local};
use dossier::{Line, StateName, present};
use web::{Chip, Page};

use crate::Desk;
use crate::head::href;

/// A line as the table shows it.
pub(crate) struct Row {
    /// `is-late`, `is-soon`, `is-pause`: the edge repeats the sign.
    pub(crate) class: &'static str,
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) procedure: String,
    pub(crate) person: String,
    pub(crate) channel: String,
    pub(crate) step: String,
    pub(crate) chip: Option<Chip>,
    pub(crate) due: String,
    /// Who works the step.
    pub(crate) worked_by: String,
    /// Whether it can be ticked.
    pub(crate) is_selectable: bool,
    /// Code and version, as a form sends them.
    pub(crate) choice: String,
}

impl Row {
    pub(crate) fn new(desk: &Desk, page: &Page, line: &Line) -> Self {
        let calendar = desk.dossiers.calendar();
        let sla = present::line_sla(line, &calendar, page.now);
        let code = line.code.as_ref().map(ToString::to_string).unwrap_or_default();
        Self {
            class: sla.map_or("", class),
            href: href(&code),
            is_selectable: false,
            choice: format!("{code}:{}", line.version),
            worked_by: line.assignee.map(|officer| desk.officer(officer)).unwrap_or_default(),
            code,
            procedure: line.procedure_name.clone(),
            person: line.owner_name.clone(),
            channel: page.said(&present::channel(line.channel)),
            step: step(page, line),
            chip: sla.map(|sla| present::sla_chip(page, sla)),
            due: due(page, line),
        }
    }
}

/// The edge of a row.
pub(crate) const fn class(sla: Sla) -> &'static str {
    match sla {
        Sla::OverdueDays(_) => "is-late",
        Sla::Today(_) | Sla::DaysLeft(0..=2) => "is-soon",
        Sla::PausedDays(_) | Sla::AwaitingSupplementDays(_) => "is-pause",
        Sla::DaysLeft(_) | Sla::Done(_) | Sla::Ended => "",
    }
}

/// The step that is due; where none is, the state.
fn step(page: &Page, line: &Line) -> String {
    match line.state {
        StateName::Received | StateName::InProgress => line.step_name.clone(),
        StateName::Draft
        | StateName::Submitted
        | StateName::Declined
        | StateName::Paused
        | StateName::AwaitingSupplement
        | StateName::AwaitingPayment
        | StateName::Withdrawn
        | StateName::Stopped
        | StateName::Resolved
        | StateName::Returned => page.said(&present::state(line.state)),
    }
}

/// The date promised; before receipt that of the answer; while the clock stands, that there is none.
fn due(page: &Page, line: &Line) -> String {
    let day = |at| page.date_short(local(at).date());
    match (line.state, line.due_at) {
        (StateName::Submitted, _) => page.moment_short(line.sort_at),
        (_, Some(due)) => day(due),
        (StateName::AwaitingSupplement | StateName::AwaitingPayment | StateName::Paused, None) => {
            page.t("desk-due-open")
        }
        (_, None) => String::new(),
    }
}
