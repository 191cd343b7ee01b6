//! Filing and intake: submit, accept, decline (NĐ 118/2025 Đ.17).

use base::Role;

use super::{Deciding, Rule, optional, required};
use crate::command::{Accept, Reason};
use crate::event::Event;
use crate::refusal::RefusalReason;
use crate::state::State;

/// Only a draft is filed; it gets its code now.
pub(super) fn submit(deciding: &mut Deciding<'_>) -> Rule {
    if deciding.dossier.state != State::Draft {
        return Err(RefusalReason::WrongState);
    }
    let code = deciding.with.numbers.code.clone().ok_or(RefusalReason::WrongState)?;
    let holder = deciding.at_office(Role::CounterOfficer)?;
    let dossier = &deciding.dossier;
    let event = Event::Submitted {
        code,
        channel: dossier.channel,
        procedure: dossier.procedure_code.clone(),
        office: dossier.receiving_office,
        holder,
    };
    deciding.happens(event)
}

/// The clock starts when the slip is issued, or at the acceptance of an online dossier. A
/// procedure settled at once gets a slip only when the person asks, or when it is received too late
/// to be settled the same day.
pub(super) fn accept(deciding: &mut Deciding<'_>, data: &Accept) -> Rule {
    if deciding.dossier.state != State::Submitted {
        return Err(RefusalReason::WrongState);
    }
    let note = optional("note", &data.note)?;
    let first = deciding.with.definition.first().ok_or(RefusalReason::NoSuchStep)?;
    let (step, holder) = (first.no, deciding.holder_of(first)?);
    let now = deciding.with.now;
    let slip_given = !deciding.dossier.instant || data.slip_wanted || deciding.dossier.calendar.is_after_cut_off(now);
    let event = Event::Accepted {
        clock_start: deciding.dossier.calendar.start_at_counter(now),
        slip_no: deciding.with.numbers.slip.filter(|_| slip_given),
        step,
        holder,
        note,
    };
    deciding.happens(event)
}

/// Intake is refused with a reason the person can act on.
pub(super) fn decline(deciding: &mut Deciding<'_>, data: &Reason) -> Rule {
    if deciding.dossier.state != State::Submitted {
        return Err(RefusalReason::WrongState);
    }
    let reason = required("reason", &data.reason)?;
    deciding.happens(Event::Declined { reason })
}
