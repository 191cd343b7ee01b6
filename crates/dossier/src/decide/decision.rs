//! From the draft to the hand: propose, approve or refuse, seal, deliver, return.

use base::{ResultId, Role};
use workflow::{Happening, StepAction};

use super::onward::Next;
use super::{Deciding, Rule, finishing_command, optional, required};
use crate::command::{Deliver, Note, ProposeResult, Reason, Return, Seal};
use crate::dossier::ReturnChannel;
use crate::event::Event;
use crate::record::{HandOver, ResultRecord};
use crate::refusal::RefusalReason;
use crate::state::{Outcome, State};

/// Drafting the result finishes the step it belongs to.
pub(super) fn propose(deciding: &mut Deciding<'_>, data: &ProposeResult) -> Rule {
    let no = deciding.step_at_work()?.no;
    let action = deciding.with.definition.finishing_action(no).ok_or(RefusalReason::NoSuchStep)?;
    if action != StepAction::ProposeResult {
        return Err(RefusalReason::OtherCommand(finishing_command(action).name()));
    }
    let title = required("title", &data.title)?;
    let summary = optional("summary", &data.summary)?;
    if data.outcome == Outcome::Refused && summary.is_empty() {
        return Err(RefusalReason::Text { field: "summary", max: super::TEXT_MAX });
    }
    let id = ResultId::new(deciding.with.now);
    let actor = deciding.with.actor;
    let drafted_by = actor.account;
    let record = ResultRecord {
        id,
        outcome: data.outcome,
        title,
        summary,
        files: data.files.clone(),
        drafted_by,
        drafter: actor.name.clone(),
        decided_at: None,
        decider: None,
        signed: None,
        number: None,
        sealed_at: None,
        sealer: None,
        place: String::new(),
    };
    let Next { step: next, holder, way } = deciding.goes(no, Happening::Finished)?;
    let outcome = data.outcome;
    deciding.happens(Event::ResultProposed { result: id, outcome, drafted_by, step: no, next, holder, way })?;
    deciding.dossier.content.result = Some(record);
    Ok(())
}

pub(super) fn approve(deciding: &mut Deciding<'_>, data: &Note) -> Rule {
    let note = optional("note", &data.note)?;
    let (step, number, outcome) = to_decide(deciding)?;
    deciding.decides = true;
    let Next { step: next, holder, way } = deciding.goes(step, Happening::Decided { approved: true })?;
    let signed = deciding.with.signed.cloned();
    deciding.happens(Event::Approved { outcome, number, step, next, holder, note, signed, way })
}

/// A refusal is a result too: a letter with the reason is sealed and returned. Where the drawing leads
/// a refused draft back to whoever drafts, nothing is decided by it: it is sent back.
pub(super) fn refuse(deciding: &mut Deciding<'_>, data: &Reason) -> Rule {
    let reason = required("reason", &data.reason)?;
    let (step, number, _) = to_decide(deciding)?;
    if deciding.with.definition.is_redrafted(step) {
        return Err(RefusalReason::OtherCommand("send-back"));
    }
    deciding.decides = true;
    let Next { step: next, holder, way } = deciding.goes(step, Happening::Decided { approved: false })?;
    let signed = deciding.with.signed.cloned();
    deciding.happens(Event::Refused { reason, number, step, next, holder, signed, way })
}

fn to_decide(deciding: &Deciding<'_>) -> Result<(u16, String, Outcome), RefusalReason> {
    let step = deciding.step_at_work()?.no;
    let action = deciding.with.definition.finishing_action(step).ok_or(RefusalReason::NoSuchStep)?;
    if action != StepAction::Decide {
        return Err(RefusalReason::OtherCommand(finishing_command(action).name()));
    }
    let result = deciding.dossier.content.result.as_ref().ok_or(RefusalReason::NothingProposed)?;
    let number = deciding.with.numbers.result.clone().ok_or(RefusalReason::NothingProposed)?;
    Ok((step, number, result.outcome))
}

/// The seal is put on a decided result only (S0-24). Where sealing is a step of its own, it
/// finishes that step; where it is published as part of the return, the return officer goes on.
pub(super) fn seal(deciding: &mut Deciding<'_>, data: &Seal) -> Rule {
    let step = deciding.step_at_work()?;
    let (no, is_own_step) = (step.no, step.role() == Some(Role::StampKeeper));
    let result = deciding.dossier.content.result.as_ref().ok_or(RefusalReason::NotDecided)?;
    if result.decided_at.is_none() {
        return Err(RefusalReason::NotDecided);
    }
    if result.sealed_at.is_some() {
        return Err(RefusalReason::AlreadySealed);
    }
    if !deciding.with.definition.is_sealed_in(no) {
        return Err(RefusalReason::WrongState);
    }
    let seal = optional("seal", &data.seal)?;
    let copies = data.copies.unwrap_or(1).max(1);
    let next = if is_own_step && !deciding.with.definition.is_last(no) {
        deciding.goes(no, Happening::Finished)?
    } else {
        let mut holder = deciding.holder_of(deciding.step_at_work()?)?;
        holder.role = Role::ReturnOfficer;
        deciding.stays(no, holder, None)
    };
    let Next { step: next, holder, way } = next;
    deciding.happens(Event::Sealed { seal, copies, step: no, next, holder, way })
}

/// The result is at the return desk: the clock ends here.
pub(super) fn deliver(deciding: &mut Deciding<'_>, data: &Deliver) -> Rule {
    let place = optional("place", &data.place)?;
    let outcome = finished(deciding)?;
    let holder = deciding.at_office(Role::ReturnOfficer)?;
    deciding.happens(Event::Delivered { outcome, place, holder })
}

/// The outcome of a dossier that is ready for the desk. A drawn process may lead there on a way on
/// which nothing is drafted, or nothing decided; what was decided is always sealed.
fn finished(deciding: &Deciding<'_>) -> Result<Outcome, RefusalReason> {
    let step = deciding.step_at_work()?;
    let definition = deciding.with.definition;
    if !definition.is_last(step.no) {
        return Err(RefusalReason::WrongState);
    }
    let result = deciding.dossier.content.result.as_ref();
    if definition.is_drawn() {
        let unsealed = result.is_some_and(|result| result.decided_at.is_some() && result.sealed_at.is_none());
        let outcome = result.map_or(Outcome::Granted, |result| result.outcome);
        return if unsealed { Err(RefusalReason::NotSealed) } else { Ok(outcome) };
    }
    let result = result.ok_or(RefusalReason::NothingProposed)?;
    if definition.has_decision() && result.decided_at.is_none() {
        return Err(RefusalReason::NotDecided);
    }
    if definition.has_seal() && result.sealed_at.is_none() {
        return Err(RefusalReason::NotSealed);
    }
    Ok(result.outcome)
}

/// Into the person's hand, once identity is checked and nothing is owed. From the last step it is
/// delivered and returned in one act.
pub(super) fn hand_over(deciding: &mut Deciding<'_>, data: &Return) -> Rule {
    let receiver = required("receiver", &data.receiver)?;
    let note = optional("note", &data.note)?;
    let outcome = if let State::Resolved { outcome } = deciding.dossier.state { outcome } else { finished(deciding)? };
    if data.via == ReturnChannel::Counter && !data.identity_checked {
        return Err(RefusalReason::IdentityUnchecked);
    }
    if let Some(fee) = deciding.dossier.content.fee.as_ref().filter(|fee| !fee.paid && fee.amount.0 > 0) {
        return Err(RefusalReason::Unpaid(fee.amount));
    }
    if !matches!(deciding.dossier.state, State::Resolved { .. }) {
        let holder = deciding.at_office(Role::ReturnOfficer)?;
        deciding.happens(Event::Delivered { outcome, place: String::new(), holder })?;
    }
    deciding.happens(Event::Returned { outcome, via: data.via, identity_checked: data.identity_checked })?;
    deciding.dossier.content.handed_over = Some(HandOver {
        receiver,
        via: data.via,
        identity_checked: data.identity_checked,
        note,
        by: deciding.with.actor.name.clone(),
    });
    Ok(())
}
