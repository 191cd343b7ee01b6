//! Money the result waits for: a tax or levy pauses the clock and resumes it.

use base::Role;
use workflow::Work;

use super::{Deciding, Rule, optional, required};
use crate::command::{ConfirmPayment, RequirePayment};
use crate::event::Event;
use crate::refusal::RefusalReason;
use crate::state::State;

/// Finishes the step where the definition puts a financial pause behind it; anywhere else the
/// dossier comes back to the same step.
pub(super) fn require(deciding: &mut Deciding<'_>, data: &RequirePayment) -> Rule {
    let no = deciding.step_at_work()?.no;
    if data.amount_vnd.0 <= 0 {
        return Err(RefusalReason::NoAmount);
    }
    let notice = optional("notice", &data.notice)?;
    let planned = deciding.with.definition.next(no).is_some_and(|next| {
        matches!(next.work, Work::Pause { reason: calendar::PauseReason::FinancialObligation, .. })
    });
    let resume_at = if planned { deciding.next_after(no)?.0 } else { no };
    let holder = deciding.at_office(Role::CounterOfficer)?;
    deciding.happens(Event::PaymentRequired { amount: data.amount_vnd, notice, resume_at, holder })
}

/// Confirms the obligation, or the fee of intake where no obligation is open.
pub(super) fn confirm(deciding: &mut Deciding<'_>, data: &ConfirmPayment) -> Rule {
    let proof = required("proof", &data.proof)?;
    let paid = data.amount_vnd;
    if let State::AwaitingPayment { amount, resume_at, .. } = deciding.dossier.state {
        if paid != amount {
            return Err(RefusalReason::Amount { asked: amount, paid });
        }
        let step = deciding.with.definition.step(resume_at).ok_or(RefusalReason::NoSuchStep)?;
        let holder = deciding.holder_of(step)?;
        return deciding.happens(Event::PaymentConfirmed { amount: paid, proof, step: resume_at, holder });
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
