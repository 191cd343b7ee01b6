//! Money the result waits for: a tax or levy pauses the clock and resumes it.

use base::Role;
use workflow::{Happening, StepAction};

use super::onward::Next;
use super::step::resumed;
use super::{Deciding, Rule, optional, required};
use crate::command::{ConfirmPayment, RequirePayment};
use crate::event::Event;
use crate::refusal::RefusalReason;
use crate::state::State;
use crate::way::Waits;

/// Finishes the step where the definition puts a financial pause behind it; anywhere else the
/// dossier comes back to the same step.
pub(super) fn require(deciding: &mut Deciding<'_>, data: &RequirePayment) -> Rule {
    let no = deciding.step_at_work()?.no;
    if deciding.with.definition.is_consultation(no) {
        return Err(RefusalReason::OtherCommand("complete-step"));
    }
    if data.amount_vnd.0 <= 0 {
        return Err(RefusalReason::NoAmount);
    }
    let notice = optional("notice", &data.notice)?;
    let planned = deciding.with.definition.finishing_action(no) == Some(StepAction::RequirePayment);
    let holder = deciding.at_office(Role::CounterOfficer)?;
    let amount = data.amount_vnd;
    let waits = Some(Waits::Payment { since: deciding.with.now, amount });
    let next = if planned {
        deciding.goes_to_wait(no, Happening::Finished, waits)?
    } else {
        deciding.stays(no, holder, waits)
    };
    let Next { step: resume_at, mut way, .. } = next;
    for leg in way.legs.iter_mut().flat_map(|legs| &mut legs.open).filter(|leg| leg.step == resume_at) {
        leg.holder = holder;
    }
    deciding.happens(Event::PaymentRequired { amount, notice, resume_at, holder, way })
}

/// Confirms the obligation, or the fee of intake where no obligation is open.
pub(super) fn confirm(deciding: &mut Deciding<'_>, data: &ConfirmPayment) -> Rule {
    let proof = required("proof", &data.proof)?;
    let paid = data.amount_vnd;
    if let State::AwaitingPayment { amount, resume_at, .. } = deciding.dossier.state {
        if paid != amount {
            return Err(RefusalReason::Amount { asked: amount, paid });
        }
        let Next { step, holder, way } = resumed(deciding, resume_at)?;
        return deciding.happens(Event::PaymentConfirmed { amount: paid, proof, step, holder, way });
    }
    if deciding.dossier.state.is_closed() {
        return Err(RefusalReason::WrongState);
    }
    match &deciding.dossier.content.fee {
        Some(fee) if !fee.paid && fee.amount == paid => deciding.happens(Event::FeePaid { amount: paid, proof }),
        Some(fee) if !fee.paid => Err(RefusalReason::Amount { asked: fee.amount, paid }),
        Some(_) | None => Err(RefusalReason::NothingToPay),
    }
}
