//! Steps: complete, send back, pause, resume; and the two ends without a result.

use base::ActorKind;
use workflow::{Happening, StepAction};

use super::onward::Next;
use super::{Deciding, Rule, finishing_command, optional, required};
use crate::command::{Annotate, Note, Pause, Reason, Stop};
use crate::event::Event;
use crate::refusal::RefusalReason;
use crate::state::{Outcome, State};
use crate::way::Waits;

/// A step that drafts, decides, seals, returns or pauses is finished by that command instead.
pub(super) fn complete(deciding: &mut Deciding<'_>, data: &Note) -> Rule {
    let no = deciding.step_at_work()?.no;
    if deciding.with.definition.is_consultation(no) {
        return give_opinion(deciding, no, data);
    }
    if deciding.with.definition.sub_dossier(no).is_some() {
        return take_result(deciding, no);
    }
    let note = optional("note", &data.note)?;
    let action = deciding.with.definition.finishing_action(no).ok_or(RefusalReason::NoSuchStep)?;
    if action != StepAction::Complete {
        return Err(RefusalReason::OtherCommand(finishing_command(action).name()));
    }
    let Next { step: next, holder, way } = deciding.goes(no, Happening::Finished)?;
    deciding.happens(Event::StepCompleted { step: no, next, holder, note, way })
}

/// The step goes on with what the dossier at the other agency came to; one that ended without a decision
/// counts as refused.
fn take_result(deciding: &mut Deciding<'_>, no: u16) -> Rule {
    let subs = &deciding.dossier.content.sub_dossiers;
    let sub = subs.iter().rfind(|sub| sub.step == no && !sub.is_taken);
    let code = sub.map(|sub| sub.code.to_string()).unwrap_or_default();
    let ended = sub.and_then(|sub| sub.ended.as_ref());
    let ended = ended.ok_or_else(|| RefusalReason::AwaitsSubDossier(code.clone()))?;
    let note = ended.number.as_ref().map_or_else(|| code.clone(), |number| format!("{code}, {number}"));
    let happening = Happening::Returned { granted: ended.outcome == Some(Outcome::Granted) };
    let Next { step: next, holder, way } = deciding.goes(no, happening)?;
    deciding.happens(Event::StepCompleted { step: no, next, holder, note, way })
}

/// The agency that was asked answers in words. Where the law of the sector takes silence for agreement,
/// the system goes on for it once the deadline has passed, and says nothing in its name.
fn give_opinion(deciding: &mut Deciding<'_>, no: u16, data: &Note) -> Rule {
    let by_system = matches!(deciding.with.actor.kind, ActorKind::System);
    let is_silent = by_system && deciding.with.definition.lapses(no) && data.note.trim().is_empty();
    let note = if is_silent { String::new() } else { required("note", &data.note)? };
    let happening = if is_silent { Happening::Lapsed } else { Happening::Answered { agrees: true } };
    let Next { step: next, holder, way } = deciding.goes(no, happening)?;
    deciding.happens(Event::StepCompleted { step: no, next, holder, note, way })
}

/// Back to the step before; a decision that was taken is not sent back.
pub(super) fn send_back(deciding: &mut Deciding<'_>, data: &Reason) -> Rule {
    let no = deciding.step_at_work()?.no;
    let reason = required("reason", &data.reason)?;
    if deciding.dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some()) {
        return Err(RefusalReason::AlreadyDecided);
    }
    let visited = |no: u16| deciding.dossier.content.visits.iter().any(|visit| visit.step == no);
    let before = deciding.with.definition.performed_before(no, visited).ok_or(RefusalReason::NothingBefore)?;
    let Next { step: to, holder, way } = deciding.goes_back(no, before.no)?;
    deciding.happens(Event::SentBack { step: no, to, holder, reason, way })
}

/// The agency pauses its own clock for a legal ground (S4-4). A financial obligation has a command
/// of its own, because it carries an amount.
pub(super) fn pause(deciding: &mut Deciding<'_>, data: &Pause) -> Rule {
    let step = deciding.step_at_work()?;
    let no = step.no;
    if deciding.with.definition.is_consultation(no) {
        return Err(RefusalReason::OtherCommand("complete-step"));
    }
    if data.reason == calendar::PauseReason::FinancialObligation {
        return Err(RefusalReason::OtherCommand("require-payment"));
    }
    let legal_basis = required("legal_basis", &data.legal_basis)?;
    let note = optional("note", &data.note)?;
    let planned = deciding.with.definition.finishing_action(no) == Some(StepAction::Pause(data.reason));
    let waits = Some(Waits::Pause { since: deciding.with.now, reason: data.reason });
    let next = if planned {
        deciding.goes_to_wait(no, Happening::Finished, waits)?
    } else {
        deciding.stays(no, deciding.holder_of(step)?, waits)
    };
    let Next { step: resume_at, holder, way } = next;
    deciding.happens(Event::Paused { reason: data.reason, legal_basis, note, resume_at, holder, way })
}

pub(super) fn resume(deciding: &mut Deciding<'_>, data: &Note) -> Rule {
    let State::Paused { resume_at, .. } = deciding.dossier.state else { return Err(RefusalReason::WrongState) };
    let note = optional("note", &data.note)?;
    let Next { step, holder, way } = resumed(deciding, resume_at)?;
    deciding.happens(Event::Resumed { step, holder, note, way })
}

/// A pause that was drawn is left for what follows it; any other goes on where the work stood still.
pub(super) fn resumed(deciding: &Deciding<'_>, resume_at: u16) -> Result<Next, RefusalReason> {
    let step = deciding.with.definition.step(resume_at).ok_or(RefusalReason::NoSuchStep)?;
    if step.is_pause() {
        return deciding.goes(resume_at, Happening::Resumed);
    }
    Ok(deciding.stays(resume_at, deciding.holder_of(step)?, None))
}

/// The person may take the dossier back until the decision (NĐ 118/2025 Đ.21).
pub(super) fn withdraw(deciding: &mut Deciding<'_>, data: &Reason) -> Rule {
    let dossier = &deciding.dossier;
    if dossier.state == State::Draft || dossier.state.is_closed() {
        return Err(RefusalReason::WrongState);
    }
    let decided = dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some());
    if decided || matches!(dossier.state, State::Resolved { .. }) {
        return Err(RefusalReason::AlreadyDecided);
    }
    let reason = optional("reason", &data.reason)?;
    deciding.happens(Event::Withdrawn { reason })
}

/// The agency stops the settlement with its ground (Mẫu 05).
pub(super) fn stop(deciding: &mut Deciding<'_>, data: &Stop) -> Rule {
    match deciding.dossier.state {
        State::Received { .. }
        | State::InProgress { .. }
        | State::AwaitingSupplement { .. }
        | State::AwaitingPayment { .. }
        | State::Paused { .. } => {}
        State::Draft
        | State::Submitted
        | State::Declined { .. }
        | State::Resolved { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => return Err(RefusalReason::WrongState),
    }
    if deciding.dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some()) {
        return Err(RefusalReason::AlreadyDecided);
    }
    let reason = required("reason", &data.reason)?;
    let legal_basis = required("legal_basis", &data.legal_basis)?;
    deciding.happens(Event::Stopped { reason, legal_basis, signed: deciding.with.signed.cloned() })
}

/// A note for officers, also on a dossier that is closed: it changes nothing that a decision rests on.
pub(super) fn annotate(deciding: &mut Deciding<'_>, data: &Annotate) -> Rule {
    if deciding.dossier.state == State::Draft {
        return Err(RefusalReason::WrongState);
    }
    let note = required("note", &data.note)?;
    deciding.happens(Event::Annotated { note })
}
