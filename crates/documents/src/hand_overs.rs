//! The hand-overs of a dossier, read from its history: who gave it on, who took it, whether the step
//! was in time. Rows of the control sheet.

use access::Holder;
use calendar::local;
use dossier::{Dossier, Event, HistoryLine, used_minutes};
use web::Page;
use workflow::Definition;

use crate::control_sheet::HandOver;

/// Rows of one dossier, the oldest first. `place` names where a holder sits.
pub(crate) fn hand_overs(
    page: &Page,
    dossier: &Dossier,
    definition: &Definition,
    history: &[HistoryLine],
    place: impl Fn(&Holder) -> String,
) -> Vec<HandOver> {
    let mut rows: Vec<HandOver> = Vec::new();
    let mut holder: Option<Holder> = None;
    for (n, line) in history.iter().enumerate() {
        let Some(next) = holder_after(&line.event) else { continue };
        if let Some(before) = holder.filter(|before| *before != next) {
            rows.push(HandOver {
                dossier_code: dossier.label(),
                from: place(&before),
                to: place(&next),
                at: local(line.at),
                giver: line.actor.clone(),
                receiver: taker(&history[n + 1..]),
                result: result(page, dossier, definition, line),
                note: String::new(),
            });
        }
        holder = Some(next);
    }
    let last = rows.len().saturating_sub(1);
    for (n, row) in rows.iter_mut().enumerate() {
        let is_done = n < last || dossier.closed_at.is_some();
        row.note = page.t(if is_done { "documents-sheet-done" } else { "documents-sheet-at-work" });
    }
    rows
}

/// Whoever acts next has taken it; nobody has while only alerts or changed calendars follow.
fn taker(after: &[HistoryLine]) -> String {
    let acts = |line: &&HistoryLine| !matches!(line.event, Event::Alerted { .. } | Event::Rescheduled { .. });
    after.iter().find(acts).map(|line| line.actor.clone()).unwrap_or_default()
}

/// The time of the step that ended here against its share of the limit.
fn result(page: &Page, dossier: &Dossier, definition: &Definition, line: &HistoryLine) -> String {
    let left = dossier.content.visits.iter().rev().find(|visit| visit.left_at == Some(line.at));
    let Some(step) = left.and_then(|visit| definition.step(visit.step)).filter(|step| step.budget_minutes > 0) else {
        return String::new();
    };
    let key = match used_minutes(dossier, step.no, line.at).cmp(&step.budget_minutes) {
        std::cmp::Ordering::Less => "documents-sheet-before",
        std::cmp::Ordering::Equal => "documents-sheet-on-time",
        std::cmp::Ordering::Greater => "documents-sheet-late",
    };
    page.t(key)
}

/// Who must act after an event; none where it does not say.
const fn holder_after(event: &Event) -> Option<Holder> {
    match event {
        Event::Submitted { holder, .. }
        | Event::Accepted { holder, .. }
        | Event::SupplementRequested { holder, .. }
        | Event::Supplemented { holder, .. }
        | Event::StepCompleted { holder, .. }
        | Event::SentBack { holder, .. }
        | Event::Paused { holder, .. }
        | Event::Resumed { holder, .. }
        | Event::PaymentRequired { holder, .. }
        | Event::PaymentConfirmed { holder, .. }
        | Event::ResultProposed { holder, .. }
        | Event::Approved { holder, .. }
        | Event::Refused { holder, .. }
        | Event::Sealed { holder, .. }
        | Event::Transferred { holder, .. }
        | Event::Delivered { holder, .. } => Some(*holder),
        Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Declined { .. }
        | Event::Rescheduled { .. }
        | Event::Extended { .. }
        | Event::Apologised { .. }
        | Event::FeePaid { .. }
        | Event::Returned { .. }
        | Event::Withdrawn { .. }
        | Event::Stopped { .. }
        | Event::ClosedUnsupplemented { .. }
        | Event::Annotated { .. }
        | Event::Assigned { .. }
        | Event::SubDossierOpened { .. }
        | Event::SubDossierEnded { .. }
        | Event::OpinionAsked { .. }
        | Event::OpinionGiven { .. }
        | Event::OpinionLapsed { .. }
        | Event::Alerted { .. } => None,
    }
}
