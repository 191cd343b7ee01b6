//! Who works a step: the head names an officer, an officer takes what nobody has.
//!
//! Whether the named officer holds the role there is asked where the grants are kept, see
//! [`crate::Dossiers`].

use base::{ActorKind, StaffId};

use super::{Deciding, Rule, optional};
use crate::command::Assign;
use crate::event::Event;
use crate::may::{holds_step, is_in_charge};
use crate::refusal::RefusalReason;
use crate::state::State;

pub(super) fn assign(deciding: &mut Deciding<'_>, data: &Assign) -> Rule {
    let (dossier, actor) = (&deciding.dossier, deciding.with.actor);
    let holder = dossier.holder.filter(|_| dossier.state != State::Draft).ok_or(RefusalReason::WrongState)?;
    let (now, own) = (dossier.assignee(), staff(&actor.kind));
    if now == data.officer {
        return Err(RefusalReason::AlreadyAssigned);
    }
    if !is_in_charge(actor, dossier) {
        let concerns_self = |officer: Option<StaffId>| officer.is_none() || officer == own;
        if !concerns_self(now) {
            return Err(RefusalReason::AssignedToOther);
        }
        if !concerns_self(data.officer) || !holds_step(actor, dossier) {
            return Err(RefusalReason::NotInCharge);
        }
    }
    let note = optional("note", &data.note)?;
    deciding.happens(Event::Assigned { holder, officer: data.officer, note })
}

const fn staff(kind: &ActorKind) -> Option<StaffId> {
    match kind {
        ActorKind::Staff { staff, .. } => Some(*staff),
        ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
    }
}
