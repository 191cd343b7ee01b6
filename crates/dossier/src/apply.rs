//! What an event does to a dossier. The same events always give the same state, holder, times and
//! clock; personal content is set by the command beside it.

use access::permit::Holder;
use calendar::{Entry, EntryKind, ExtensionGround, Ledger, LedgerError};
use jiff::Timestamp;

use crate::dossier::Dossier;
use crate::event::{Event, OpinionAsked, SubDossierEnded, SubDossierOpened};
use crate::opinion::{Opinion, OpinionEnd};
use crate::record::{Assignment, PaymentRecord, SubDossierEnd, SubDossierRecord, SupplementRecord, Visit};
use crate::signing::SignedAs;
use crate::state::State;
use crate::way::{Leg, Legs, Waits, Way};

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
        Event::Drafted { .. } | Event::DraftSaved { .. } | Event::Alerted { .. } | Event::Annotated { .. } => {}
        Event::Assigned { holder, officer, .. } => {
            let assignments = &mut dossier.content.assignments;
            assignments.retain(|known| known.holder != *holder);
            let made = officer.map(|officer| Assignment { holder: *holder, officer, at });
            assignments.extend(made);
        }
        Event::SubDossierOpened(SubDossierOpened { step, dossier: sub, code, procedure, agency }) => {
            dossier.content.sub_dossiers.push(SubDossierRecord {
                step: *step,
                dossier: *sub,
                code: code.clone(),
                procedure: procedure.clone(),
                agency: *agency,
                opened_at: at,
                ended: None,
                is_taken: false,
            });
        }
        Event::SubDossierEnded(SubDossierEnded { dossier: sub, outcome, number, .. }) => {
            let ended = SubDossierEnd { at, outcome: *outcome, number: number.clone() };
            let mut known = dossier.content.sub_dossiers.iter_mut();
            known
                .find(|record| record.dossier == *sub)
                .into_iter()
                .for_each(|record| record.ended = Some(ended.clone()));
        }
        Event::OpinionAsked(OpinionAsked { no, asked, step, question, due_at }) => {
            dossier.content.opinions.push(Opinion {
                no: *no,
                asked: *asked,
                asked_at: at,
                asked_by: happening.by.to_owned(),
                step: *step,
                question: question.clone(),
                due_at: *due_at,
                end: None,
            })
        }
        Event::OpinionGiven { no, agrees, text } => {
            let (name, text) = (happening.by.to_owned(), text.clone());
            dossier.end_opinion(*no, OpinionEnd::Answer { at, name, agrees: *agrees, text });
        }
        Event::OpinionLapsed { no } => dossier.end_opinion(*no, OpinionEnd::Silence { at }),
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
            dossier.see_as_whole();
        }
        Event::Paused { reason, resume_at, holder, way, .. } => {
            let waits = Some(Waits::Pause { since: at, reason: *reason });
            go_on(dossier, Leg { step: *resume_at, holder: *holder, waits }, way, happening)?;
        }
        Event::Resumed { step, holder, way, .. } => {
            go_on(dossier, Leg { step: *step, holder: *holder, waits: None }, way, happening)?;
        }
        Event::Extended { by, .. } => {
            clock(dossier, EntryKind::Extend { by: *by, ground: ExtensionGround::Rule }, happening)?;
        }
        Event::Apologised { by, .. } => {
            clock(dossier, EntryKind::Extend { by: *by, ground: ExtensionGround::Apology }, happening)?;
        }
        Event::PaymentRequired { amount, notice, resume_at, holder, way } => {
            let waits = Some(Waits::Payment { since: at, amount: *amount });
            go_on(dossier, Leg { step: *resume_at, holder: *holder, waits }, way, happening)?;
            dossier.content.payments.push(PaymentRecord {
                asked_at: at,
                amount: *amount,
                notice: notice.clone(),
                confirmed_at: None,
                proof: String::new(),
            });
        }
        Event::PaymentConfirmed { amount, proof, step, holder, way } => {
            go_on(dossier, Leg { step: *step, holder: *holder, waits: None }, way, happening)?;
            let open = |record: &&mut PaymentRecord| record.confirmed_at.is_none() && record.amount == *amount;
            if let Some(record) = dossier.content.payments.iter_mut().rev().find(open) {
                record.confirmed_at = Some(at);
                record.proof.clone_from(proof);
            }
        }
        Event::FeePaid { .. } => {
            if let Some(fee) = &mut dossier.content.fee {
                fee.paid = true;
            }
        }
        Event::StepCompleted { step, next, holder, way, .. } => {
            let ended = |record: &&mut SubDossierRecord| record.step == *step && record.ended.is_some();
            dossier.content.sub_dossiers.iter_mut().filter(ended).for_each(|record| record.is_taken = true);
            go_on(dossier, Leg { step: *next, holder: *holder, waits: None }, way, happening)?;
        }
        Event::ResultProposed { next, holder, way, .. } => {
            go_on(dossier, Leg { step: *next, holder: *holder, waits: None }, way, happening)?;
        }
        Event::SentBack { to, holder, way, .. } => {
            go_on(dossier, Leg { step: *to, holder: *holder, waits: None }, way, happening)?;
        }
        Event::Approved { number, next, holder, signed, way, .. }
        | Event::Refused { number, next, holder, signed, way, .. } => {
            decided(dossier, event, (number, signed.as_ref()), happening);
            go_on(dossier, Leg { step: *next, holder: *holder, waits: None }, way, happening)?;
        }
        Event::Transferred { to, step, next, holder, way, .. } => {
            dossier.competent_agency = *to;
            // What the other agency drafted is not this one's.
            dossier.content.result = None;
            if step == next {
                dossier.holder = Some(*holder);
            } else {
                go_on(dossier, Leg { step: *next, holder: *holder, waits: None }, way, happening)?;
            }
        }
        Event::Sealed { next, holder, way, .. } => {
            if let Some(result) = &mut dossier.content.result {
                result.sealed_at = Some(at);
                result.sealer = Some(happening.by.to_owned());
            }
            go_on(dossier, Leg { step: *next, holder: *holder, waits: None }, way, happening)?;
        }
        Event::Delivered { outcome, place, holder } => {
            clock(dossier, EntryKind::Finish, happening)?;
            if let Some(result) = &mut dossier.content.result {
                result.place.clone_from(place);
            }
            dossier.resolved_at = Some(at);
            dossier.close_opinions(at);
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

fn decided(
    dossier: &mut Dossier,
    event: &Event,
    (number, signed): (&str, Option<&SignedAs>),
    happening: &Happening<'_>,
) {
    let Some(result) = &mut dossier.content.result else { return };
    result.decided_at = Some(happening.at);
    result.decider = Some(happening.by.to_owned());
    result.signed = signed.cloned();
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
    for visit in dossier.content.visits.iter_mut().filter(|visit| visit.left_at.is_none()) {
        visit.left_at = Some(at);
    }
    dossier.content.legs = None;
    dossier.close_opinions(at);
    dossier.state = state;
    dossier.holder = None;
    dossier.closed_at = Some(at);
}

/// Comes to a place, with the legs beside it. The clock stands while nobody works anywhere.
fn go_on(dossier: &mut Dossier, to: Leg, way: &Way, happening: &Happening<'_>) -> Result<(), LedgerError> {
    let stood = dossier.clock_stands();
    let ground = to.waits;
    let legs = way.legs.clone();
    let alone = || vec![Leg { waits: None, ..to.clone() }];
    let open: Vec<Leg> = legs.as_ref().map_or_else(alone, |legs| legs.open.clone());
    let lead = legs.as_ref().and_then(Legs::lead).cloned().unwrap_or(to);
    let waited: Vec<u16> = waiting(dossier);
    dossier.content.legs = legs;
    stand(dossier, lead.state(), lead.holder);
    match (stood, ground.or(lead.waits).filter(|_| dossier.clock_stands())) {
        (false, Some(waits)) => clock(dossier, EntryKind::Pause { reason: waits.reason() }, happening)?,
        (true, None) => clock(dossier, EntryKind::Resume, happening)?,
        (true, Some(_)) | (false, None) => {}
    }
    visit(dossier, &open, &waited, happening);
    Ok(())
}

/// The legs that wait.
fn waiting(dossier: &Dossier) -> Vec<u16> {
    let open = dossier.legs().into_iter().flat_map(|legs| &legs.open);
    open.filter(|leg| leg.waits.is_some()).map(|leg| leg.step).collect()
}

/// The open places are the ones visited: others are left, new ones entered. The clock of the dossier
/// goes on while one leg waits, so the time a step waits is left out of its visits.
fn visit(dossier: &mut Dossier, open: &[Leg], waited: &[u16], happening: &Happening<'_>) {
    let begins_to_wait = |leg: &Leg| leg.waits.is_some() && !waited.contains(&leg.step);
    let visits = &mut dossier.content.visits;
    let inside: Vec<u16> = visits.iter().filter(|visit| visit.left_at.is_none()).map(|visit| visit.step).collect();
    let stays = |step: u16| open.iter().any(|leg| leg.step == step && !begins_to_wait(leg));
    for visit in visits.iter_mut().filter(|visit| visit.left_at.is_none() && !stays(visit.step)) {
        visit.left_at = Some(happening.at);
        visit.by = Some(happening.by.to_owned());
    }
    for leg in open.iter().filter(|leg| !inside.contains(&leg.step)) {
        if leg.waits.is_none() || begins_to_wait(leg) {
            enter(dossier, leg.step, happening.at);
        }
    }
}

fn enter(dossier: &mut Dossier, step: u16, at: Timestamp) {
    dossier.content.visits.push(Visit { step, entered_at: at, left_at: None, by: None });
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
