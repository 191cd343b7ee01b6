//! What an event does to a dossier. The same events always give the same state, holder, times and
//! clock; personal content is set by the command beside it.

use access::permit::Holder;
use calendar::{Entry, EntryKind, ExtensionGround, Ledger, LedgerError, PauseReason};
use jiff::Timestamp;

use crate::dossier::Dossier;
use crate::event::Event;
use crate::record::{PaymentRecord, SupplementRecord, Visit};
use crate::state::State;

/// When and by whom, for the records an event leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Happening<'a> {
    pub(crate) at: Timestamp,
    pub(crate) by: &'a str,
}

/// Applies one event.
///
/// # Errors
/// [`LedgerError`] when the clock does not allow it; the dossier is then not to be used further.
#[expect(clippy::too_many_lines, reason = "one arm an event: the table is read as a whole")]
pub(crate) fn apply(dossier: &mut Dossier, event: &Event, happening: &Happening<'_>) -> Result<(), LedgerError> {
    let at = happening.at;
    dossier.version += 1;
    match event {
        Event::Drafted { .. } | Event::DraftSaved { .. } | Event::Alerted { .. } => {}
        Event::Submitted { code, holder, .. } => {
            dossier.code = Some(code.clone());
            dossier.submitted_at = Some(at);
            stand(dossier, State::Submitted, *holder);
        }
        Event::Accepted { clock_start, slip_no, step, holder, .. } => {
            dossier.received_at = Some(at);
            dossier.content.slip_no = *slip_no;
            dossier.content.clock.start = Some(*clock_start);
            dossier.content.clock.start_edition = Some(dossier.edition);
            stand(dossier, State::Received { step: *step }, *holder);
            enter(dossier, *step, at);
        }
        // The calendar itself comes with the edition; see `Dossier::follow`.
        Event::Rescheduled { edition, .. } => dossier.edition = *edition,
        Event::Declined { reason } => close(dossier, State::Declined { reason: reason.clone() }, at),
        Event::SupplementRequested { items, reason, before_receipt, holder, .. } => {
            if !before_receipt {
                clock(dossier, EntryKind::SupplementRequested, happening)?;
            }
            dossier.content.supplements.push(SupplementRecord {
                asked_at: at,
                asked_by: happening.by.to_owned(),
                items: items.clone(),
                reason: reason.clone(),
                before_receipt: *before_receipt,
                answered_at: None,
                note: String::new(),
            });
            let resume_at = dossier.state.step();
            stand(dossier, State::AwaitingSupplement { since: at, resume_at }, *holder);
        }
        Event::Supplemented { holder, .. } => {
            if let Some(record) = dossier.content.supplements.last_mut() {
                record.answered_at = Some(at);
            }
            let back = match dossier.state.step() {
                None => State::Submitted,
                Some(step) => {
                    clock(dossier, EntryKind::Supplemented, happening)?;
                    State::InProgress { step }
                }
            };
            stand(dossier, back, *holder);
        }
        Event::Paused { reason, resume_at, holder, .. } => {
            clock(dossier, EntryKind::Pause { reason: *reason }, happening)?;
            move_to(dossier, *resume_at, happening);
            stand(dossier, State::Paused { since: at, reason: *reason, resume_at: *resume_at }, *holder);
        }
        Event::Resumed { step, holder, .. } => {
            clock(dossier, EntryKind::Resume, happening)?;
            stand(dossier, State::InProgress { step: *step }, *holder);
        }
        Event::Extended { by, .. } => {
            clock(dossier, EntryKind::Extend { by: *by, ground: ExtensionGround::Rule }, happening)?;
        }
        Event::Apologised { by, .. } => {
            clock(dossier, EntryKind::Extend { by: *by, ground: ExtensionGround::Apology }, happening)?;
        }
        Event::PaymentRequired { amount, notice, resume_at, holder } => {
            clock(dossier, EntryKind::Pause { reason: PauseReason::FinancialObligation }, happening)?;
            move_to(dossier, *resume_at, happening);
            dossier.content.payments.push(PaymentRecord {
                asked_at: at,
                amount: *amount,
                notice: notice.clone(),
                confirmed_at: None,
                proof: String::new(),
            });
            let state = State::AwaitingPayment { since: at, amount: *amount, resume_at: *resume_at };
            stand(dossier, state, *holder);
        }
        Event::PaymentConfirmed { proof, step, holder, .. } => {
            clock(dossier, EntryKind::Resume, happening)?;
            if let Some(record) = dossier.content.payments.last_mut() {
                record.confirmed_at = Some(at);
                record.proof.clone_from(proof);
            }
            stand(dossier, State::InProgress { step: *step }, *holder);
        }
        Event::FeePaid { .. } => {
            if let Some(fee) = &mut dossier.content.fee {
                fee.paid = true;
            }
        }
        Event::StepCompleted { next, holder, .. } | Event::ResultProposed { next, holder, .. } => {
            go_on(dossier, *next, *holder, happening);
        }
        Event::SentBack { to, holder, .. } => go_on(dossier, *to, *holder, happening),
        Event::Approved { number, next, holder, .. } | Event::Refused { number, next, holder, .. } => {
            decided(dossier, event, number, happening);
            go_on(dossier, *next, *holder, happening);
        }
        Event::Sealed { next, holder, .. } => {
            if let Some(result) = &mut dossier.content.result {
                result.sealed_at = Some(at);
                result.sealer = Some(happening.by.to_owned());
            }
            go_on(dossier, *next, *holder, happening);
        }
        Event::Delivered { outcome, place, holder } => {
            clock(dossier, EntryKind::Finish, happening)?;
            if let Some(result) = &mut dossier.content.result {
                result.place.clone_from(place);
            }
            dossier.resolved_at = Some(at);
            stand(dossier, State::Resolved { outcome: *outcome }, *holder);
        }
        Event::Returned { outcome, .. } => {
            dossier.returned_at = Some(at);
            close(dossier, State::Returned { outcome: *outcome }, at);
        }
        Event::Withdrawn { reason } => {
            end_clock(dossier, EntryKind::Withdraw, happening)?;
            close(dossier, State::Withdrawn { reason: reason.clone() }, at);
        }
        Event::Stopped { reason, .. } | Event::ClosedUnsupplemented { reason, .. } => {
            end_clock(dossier, EntryKind::Stop, happening)?;
            close(dossier, State::Stopped { reason: reason.clone() }, at);
        }
    }
    Ok(())
}

fn decided(dossier: &mut Dossier, event: &Event, number: &str, happening: &Happening<'_>) {
    let Some(result) = &mut dossier.content.result else { return };
    result.decided_at = Some(happening.at);
    result.decider = Some(happening.by.to_owned());
    result.number = Some(number.to_owned());
    if let Event::Refused { reason, .. } = event {
        result.outcome = crate::state::Outcome::Refused;
        result.summary.clone_from(reason);
    }
}

fn stand(dossier: &mut Dossier, state: State, holder: Holder) {
    dossier.state = state;
    dossier.holder = Some(holder);
}

fn close(dossier: &mut Dossier, state: State, at: Timestamp) {
    leave(dossier, at, None);
    dossier.state = state;
    dossier.holder = None;
    dossier.closed_at = Some(at);
}

fn go_on(dossier: &mut Dossier, step: u16, holder: Holder, happening: &Happening<'_>) {
    move_to(dossier, step, happening);
    stand(dossier, State::InProgress { step }, holder);
}

fn move_to(dossier: &mut Dossier, step: u16, happening: &Happening<'_>) {
    if dossier.content.visits.last().is_some_and(|visit| visit.step == step && visit.left_at.is_none()) {
        return;
    }
    leave(dossier, happening.at, Some(happening.by));
    enter(dossier, step, happening.at);
}

fn enter(dossier: &mut Dossier, step: u16, at: Timestamp) {
    dossier.content.visits.push(Visit { step, entered_at: at, left_at: None, by: None });
}

fn leave(dossier: &mut Dossier, at: Timestamp, by: Option<&str>) {
    if let Some(visit) = dossier.content.visits.last_mut().filter(|visit| visit.left_at.is_none()) {
        visit.left_at = Some(at);
        visit.by = by.map(str::to_owned);
    }
}

/// Writes an entry of the ledger.
fn clock(dossier: &mut Dossier, kind: EntryKind, happening: &Happening<'_>) -> Result<(), LedgerError> {
    let terms = dossier.content.clock.terms();
    let Some(start) = dossier.content.clock.start else { return Ok(()) };
    let entry = Entry { at: happening.at, kind };
    let mut ledger = Ledger::replay(start, dossier.content.clock.entries.iter().copied())?;
    ledger.push(entry, &dossier.calendar, terms)?;
    dossier.content.clock.entries.push(entry);
    Ok(())
}

/// A clock that already finished is not ended again: the result waits at the desk.
fn end_clock(dossier: &mut Dossier, kind: EntryKind, happening: &Happening<'_>) -> Result<(), LedgerError> {
    if dossier.resolved_at.is_some() { Ok(()) } else { clock(dossier, kind, happening) }
}
