//! What happened and what comes: the public sees phases, officers see steps.

use base::Vnd;
use calendar::local;
use web::{Page, Sentence, StepMark, Timeline, TimelineStep};
use workflow::{Definition, Phase};

use super::pause_reason;
use crate::dossier::Dossier;
use crate::event::Event;
use crate::history::HistoryLine;
use crate::state::State;

/// The name of an event.
#[must_use]
pub fn event_title(event: &Event) -> Sentence {
    let kind = event.kind().trim_start_matches("dossier.");
    Sentence::new(format!("dossier-event-{}", kind.replace('_', "-")))
}

/// The part of an event that people outside may read; empty where there is none.
#[must_use]
pub fn event_text(page: &Page, event: &Event) -> String {
    match event {
        Event::Declined { reason }
        | Event::Transferred { reason, .. }
        | Event::Stopped { reason, .. }
        | Event::ClosedUnsupplemented { reason, .. }
        | Event::Refused { reason, .. } => reason.clone(),
        Event::Extended { reason, due_before, due_after, .. }
        | Event::Apologised { reason, due_before, due_after, .. } => {
            let dates = Sentence::new("dossier-event-dates")
                .with("before", page.date(local(*due_before).date()))
                .with("after", page.date(local(*due_after).date()));
            format!("{} {reason}", page.said(&dates))
        }
        Event::SupplementRequested { items, .. } => {
            items.iter().map(|item| item.what.as_str()).collect::<Vec<_>>().join("; ")
        }
        Event::Rescheduled { reason, due_before, due_after, .. } => {
            let moved = due_before.zip(*due_after).map(|(before, after)| {
                let dates = Sentence::new("dossier-moved-from-to");
                page.said(&dates.with("before", page.moment(before)).with("after", page.moment(after)))
            });
            moved.into_iter().chain([reason.clone()]).filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
        }
        Event::Paused { reason, legal_basis, .. } => format!("{}. {legal_basis}", page.said(&pause_reason(*reason))),
        Event::PaymentRequired { amount, .. }
        | Event::PaymentConfirmed { amount, .. }
        | Event::FeePaid { amount, .. } => money(page, *amount),
        Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Alerted { .. }
        | Event::Annotated { .. }
        | Event::Submitted { .. }
        | Event::Accepted { .. }
        | Event::Supplemented { .. }
        | Event::StepCompleted { .. }
        | Event::SentBack { .. }
        | Event::Resumed { .. }
        | Event::ResultProposed { .. }
        | Event::Approved { .. }
        | Event::Sealed { .. }
        | Event::Delivered { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. } => String::new(),
    }
}

fn money(page: &Page, amount: Vnd) -> String {
    page.money(amount)
}

/// The timeline of the tracking page: what happened, what is under way, what is still to come.
/// Steps inside one phase are one line; officers' names are not shown.
#[must_use]
pub fn phases(page: &Page, dossier: &Dossier, definition: &Definition, history: &[HistoryLine]) -> Timeline {
    let mut steps: Vec<TimelineStep> = history.iter().filter_map(|line| happened(page, definition, line)).collect();
    if !dossier.state.is_closed() && !matches!(dossier.state, State::Resolved { .. }) {
        let current = dossier.state.step();
        let now_phase = current.and_then(|no| definition.step(no)).map(|step| step.phase);
        if let Some(phase) = now_phase {
            let mark = if matches!(dossier.state, State::Received { .. } | State::InProgress { .. }) {
                StepMark::Now
            } else {
                StepMark::Ahead
            };
            steps.push(ahead(page, mark, phase));
        }
        let mut last = now_phase;
        for step in definition.steps.iter().filter(|step| current.is_none_or(|no| step.no > no)) {
            if Some(step.phase) != last {
                steps.push(ahead(page, StepMark::Ahead, step.phase));
                last = Some(step.phase);
            }
        }
    }
    Timeline { steps }
}

/// A step of a process as the workbench marks it.
#[must_use]
pub fn step_state(dossier: &Dossier, no: u16) -> StepMark {
    let visited = || dossier.content.visits.iter().any(|visit| visit.step == no);
    let been = || if visited() { StepMark::Done } else { StepMark::Ahead };
    if let Some(legs) = dossier.legs() {
        let open = legs.open.iter().find(|leg| leg.step == no);
        return open.map_or_else(been, |leg| if leg.waits.is_some() { StepMark::Pause } else { StepMark::Now });
    }
    match dossier.state.step() {
        Some(current) if current == no => {
            let at_work = matches!(dossier.state, State::Received { .. } | State::InProgress { .. });
            if at_work { StepMark::Now } else { StepMark::Pause }
        }
        Some(current) if no < current => been(),
        Some(_) => StepMark::Ahead,
        None => been(),
    }
}

fn ahead(page: &Page, mark: StepMark, phase: Phase) -> TimelineStep {
    TimelineStep {
        mark,
        title: page.t(&format!("dossier-phase-{}", phase.name())),
        time: String::new(),
        text: String::new(),
        link: None,
    }
}

/// Events the public sees; steps inside the agency only where they end a phase.
fn happened(page: &Page, definition: &Definition, line: &HistoryLine) -> Option<TimelineStep> {
    let mark = match &line.event {
        Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Alerted { .. }
        | Event::Annotated { .. }
        | Event::SentBack { .. }
        | Event::ResultProposed { .. }
        | Event::FeePaid { .. } => return None,
        Event::StepCompleted { step, next, .. } => {
            let phase = |no: u16| definition.step(no).map(|step| step.phase);
            if phase(*step) == phase(*next) {
                return None;
            }
            StepMark::Done
        }
        Event::SupplementRequested { .. } | Event::Paused { .. } | Event::PaymentRequired { .. } => StepMark::Pause,
        Event::Transferred { .. }
        | Event::Submitted { .. }
        | Event::Accepted { .. }
        | Event::Declined { .. }
        | Event::Rescheduled { .. }
        | Event::Supplemented { .. }
        | Event::Resumed { .. }
        | Event::Extended { .. }
        | Event::Apologised { .. }
        | Event::PaymentConfirmed { .. }
        | Event::Approved { .. }
        | Event::Refused { .. }
        | Event::Sealed { .. }
        | Event::Delivered { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::ClosedUnsupplemented { .. } => StepMark::Done,
    };
    let title = if let Event::StepCompleted { step, .. } = &line.event {
        let phase = definition.step(*step).map_or(Phase::Appraisal, |step| step.phase);
        page.t1("dossier-phase-done", "phase", page.t(&format!("dossier-phase-{}", phase.name())))
    } else {
        page.said(&event_title(&line.event))
    };
    let text = event_text(page, &line.event);
    Some(TimelineStep { mark, title, time: page.moment(line.at), text, link: None })
}
