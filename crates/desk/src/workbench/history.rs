//! The history of a dossier as officers read it: who did what when, with the words written for the next.

use dossier::present;
use web::{Error, Page, StepMark, Timeline, TimelineStep};

use crate::Desk;
use crate::head::Case;

pub(crate) async fn view(desk: &Desk, page: &Page, case: &Case) -> Result<Timeline, Error> {
    let lines = desk.dossiers.history(case.dossier.id).await?;
    let step = |line: &dossier::HistoryLine| TimelineStep {
        mark: StepMark::Done,
        title: event_title(page, case, &line.event),
        time: format!("{} · {}", page.moment(line.at), line.actor),
        text: [
            note_of(desk, page, case, &line.event),
            silence(page, case, &line.event),
            undecided(page, case, &line.event),
        ]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" "),
        link: None,
    };
    Ok(Timeline { steps: lines.iter().rev().map(step).collect() })
}

/// The name of an event; of a step, which one.
fn event_title(page: &Page, case: &Case, event: &dossier::Event) -> String {
    use dossier::Event;
    let title = page.said(&present::event_title(event));
    let (Event::StepCompleted { step: no, .. } | Event::SentBack { to: no, .. }) = event else { return title };
    match case.definition.step(*no) {
        Some(step) => format!("{title}: {}", step.name),
        None => title,
    }
}

/// That nothing was answered in time, where that is agreement.
fn silence(page: &Page, case: &Case, event: &dossier::Event) -> String {
    let dossier::Event::StepCompleted { step, note, .. } = event else { return String::new() };
    if note.is_empty() && case.definition.lapses(*step) { page.t("desk-silence") } else { String::new() }
}

/// Where an answer was missing, so that no condition could be said to hold: officers look whether the
/// way taken is the right one.
fn undecided(page: &Page, case: &Case, event: &dossier::Event) -> String {
    let names = event.way().into_iter().flat_map(|way| &way.undecided);
    let names: Vec<&str> = names.filter_map(|node| case.definition.name_of(node)).collect();
    if names.is_empty() { String::new() } else { page.t1("desk-undecided", "at", names.join("; ")) }
}

/// What officers may read of an event: the public part, and the word for the next officer.
fn note_of(desk: &Desk, page: &Page, case: &Case, event: &dossier::Event) -> String {
    use dossier::{Event, OpinionAsked, SubDossierEnded, SubDossierOpened};
    match event {
        Event::Accepted { note, .. }
        | Event::StepCompleted { note, .. }
        | Event::Resumed { note, .. }
        | Event::Approved { note, .. }
        | Event::Annotated { note } => note.clone(),
        Event::SentBack { reason, .. } | Event::Withdrawn { reason } => reason.clone(),
        Event::Delivered { place, .. } => place.clone(),
        Event::Sealed { seal, .. } => seal.clone(),
        Event::Extended { legal_basis, .. } => format!("{}. {legal_basis}", present::event_text(page, event)),
        Event::SupplementRequested { in_time: false, .. } => {
            format!("{} {}", page.t("desk-supplement-late"), present::event_text(page, event))
        }
        Event::Paused { note, .. } if !note.is_empty() => format!("{}. {note}", present::event_text(page, event)),
        Event::PaymentRequired { notice, .. } if !notice.is_empty() => {
            format!("{}, {notice}", present::event_text(page, event))
        }
        Event::PaymentConfirmed { proof, .. } | Event::FeePaid { proof, .. } => {
            format!("{}, {proof}", present::event_text(page, event))
        }
        Event::Assigned { officer, note, .. } => desk.assigned_to(page, *officer, note),
        Event::OpinionAsked(OpinionAsked { asked, question, due_at, .. }) => {
            desk.asked_note(page, asked, question, *due_at)
        }
        Event::OpinionGiven { no, agrees, text } => desk.answered_note(page, case, *no, Some((*agrees, text))),
        Event::OpinionLapsed { no } => desk.answered_note(page, case, *no, None),
        Event::Transferred { from, to, reason, .. } => {
            let names = page.say("desk-transferred").with("from", desk.agency(*from)).with("to", desk.agency(*to));
            format!("{names} {reason}")
        }
        Event::Alerted { alert, .. } => page.said(&present::alert(*alert)),
        Event::SubDossierOpened(SubDossierOpened { code, procedure, .. }) => format!("{code} · {procedure}"),
        Event::SubDossierEnded(SubDossierEnded { code, outcome, number, .. }) => {
            let outcome =
                outcome.map_or_else(|| page.t("desk-linked-undecided"), |outcome| super::tab::outcome(page, outcome));
            let number = number.as_ref().map(|number| format!(", {number}")).unwrap_or_default();
            format!("{code} · {outcome}{number}")
        }
        Event::Drafted { .. }
        | Event::DraftSaved { .. }
        | Event::Submitted { .. }
        | Event::Declined { .. }
        | Event::Rescheduled { .. }
        | Event::SupplementRequested { .. }
        | Event::Supplemented { .. }
        | Event::Apologised { .. }
        | Event::ClosedUnsupplemented { .. }
        | Event::Paused { .. }
        | Event::PaymentRequired { .. }
        | Event::ResultProposed { .. }
        | Event::Refused { .. }
        | Event::Returned { .. }
        | Event::Stopped { .. } => present::event_text(page, event),
    }
}
