//! Supplement: all faults in one request, once (NĐ 118/2025 Đ.10, 17, 19); the limit then starts
//! from zero.

use base::{ActorKind, Role};
use calendar::{Calendar, local};
use jiff::Timestamp;
use jiff::civil::Date;

use super::{Deciding, Rule, optional, required};
use crate::command::{Reason, RequestSupplement, Supplement, SupplementItem};
use crate::event::Event;
use crate::refusal::RefusalReason;
use crate::state::State;

pub(super) fn request(deciding: &mut Deciding<'_>, data: &RequestSupplement) -> Rule {
    let before_receipt = deciding.dossier.state == State::Submitted;
    if !before_receipt {
        let step = deciding.step_at_work()?.no;
        let decided = deciding.dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some());
        if decided || deciding.with.definition.is_last(step) {
            return Err(RefusalReason::AlreadyDecided);
        }
    }
    let reason = optional("reason", &data.reason)?;
    if !before_receipt && asked_before(deciding) && (!is_led(deciding) || reason.is_empty()) {
        return Err(RefusalReason::SecondSupplement);
    }
    let items = checked(deciding, &data.items)?;
    let now = deciding.with.now;
    let in_time = deciding
        .dossier
        .received_at
        .is_none_or(|received| now <= deciding.dossier.calendar.return_notice_due(received));
    let holder = deciding.at_office(Role::CounterOfficer)?;
    deciding.happens(Event::SupplementRequested { items, reason, before_receipt, in_time, holder })
}

fn asked_before(deciding: &Deciding<'_>) -> bool {
    deciding.dossier.content.supplements.iter().any(|record| !record.before_receipt)
}

/// A second request is a leader's to make.
fn is_led(deciding: &Deciding<'_>) -> bool {
    let actor = deciding.with.actor;
    let leads = [Role::HeadOfUnit, Role::Leader, Role::Integration].iter().any(|role| actor.has_role(*role));
    leads || matches!(actor.kind, ActorKind::System)
}

/// Only papers of the procedure's list may be asked for; anything else needs its legal basis.
fn checked(deciding: &Deciding<'_>, items: &[SupplementItem]) -> Result<Vec<SupplementItem>, RefusalReason> {
    if items.is_empty() {
        return Err(RefusalReason::NothingMissing);
    }
    items
        .iter()
        .map(|item| {
            let legal_basis = optional("legal_basis", &item.legal_basis)?;
            match item.paper {
                Some(no) if !deciding.with.checklist.contains(&no) => return Err(RefusalReason::NotOnChecklist(no)),
                None if legal_basis.is_empty() => return Err(RefusalReason::BeyondChecklist),
                Some(_) | None => {}
            }
            Ok(SupplementItem { paper: item.paper, what: required("what", &item.what)?, legal_basis })
        })
        .collect()
}

/// What was asked comes in: back to intake, or on with the step and a fresh clock.
pub(super) fn answer(deciding: &mut Deciding<'_>, data: &Supplement) -> Rule {
    let State::AwaitingSupplement { resume_at, .. } = deciding.dossier.state else {
        return Err(RefusalReason::WrongState);
    };
    let note = optional("note", &data.note)?;
    if data.papers.is_empty() && note.is_empty() {
        return Err(RefusalReason::NothingHandedIn);
    }
    let holder = match resume_at {
        None => deciding.at_office(Role::CounterOfficer)?,
        Some(no) => {
            let step = deciding.with.definition.step(no).ok_or(RefusalReason::NoSuchStep)?;
            deciding.holder_of(step)?
        }
    };
    deciding.happens(Event::Supplemented { papers: data.papers.len(), holder })?;
    let content = &mut deciding.dossier.content;
    content.papers.extend(data.papers.iter().cloned());
    if let Some(record) = content.supplements.last_mut() {
        record.note = note;
    }
    Ok(())
}

/// What was not completed within fifteen days may be closed, by a person who says so (NĐ 118/2025
/// Đ.19); the last day belongs to the person to its end.
pub(super) fn close(deciding: &mut Deciding<'_>, data: &Reason) -> Rule {
    let State::AwaitingSupplement { since, .. } = deciding.dossier.state else {
        return Err(RefusalReason::WrongState);
    };
    let from = closable_from(&deciding.dossier.calendar, since);
    if local(deciding.with.now).date() < from {
        return Err(RefusalReason::StillAwaited { from });
    }
    let reason = required("reason", &data.reason)?;
    deciding.happens(Event::ClosedUnsupplemented { asked_at: since, reason })
}

/// The first date on which a dossier may be closed whose supplement was asked at a moment.
pub(crate) fn closable_from(calendar: &Calendar, asked_at: Timestamp) -> Date {
    let last = local(calendar.supplement_closes_at(asked_at)).date();
    last.tomorrow().unwrap_or(last)
}
