//! Transfer to the agency that is competent: any office takes in for any agency (phi địa giới), and may
//! have named the wrong one.
//!
//! The person filed once, so clock and date stay theirs: the agency that sent it on answers for the time
//! it had, and the one that has it now for the rest. It works it from its first step.

use workflow::{Place, Work};

use super::onward::Next;
use super::{Deciding, Rule, required};
use crate::command::Transfer;
use crate::event::Event;
use crate::refusal::RefusalReason;

pub(super) fn transfer(deciding: &mut Deciding<'_>, data: &Transfer) -> Rule {
    let step = deciding.step_at_work()?.no;
    if deciding.dossier.legs().is_some() {
        return Err(RefusalReason::LegsOpen);
    }
    if deciding.dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some()) {
        return Err(RefusalReason::AlreadyDecided);
    }
    let from = deciding.dossier.competent_agency;
    if from == data.agency {
        return Err(RefusalReason::SameAgency);
    }
    let reason = required("reason", &data.reason)?;
    // Who acts is asked of the organisation as for the new agency.
    deciding.dossier.competent_agency = data.agency;
    let Next { step: next, holder, way } = match first_visited(deciding, step) {
        Some(first) => deciding.goes_back(step, first)?,
        None => deciding.stays(step, deciding.holder_of(deciding.step_at_work()?)?, None),
    };
    deciding.happens(Event::Transferred { from, to: data.agency, step, next, holder, reason, way })
}

/// The first step of the competent agency that was begun before this one.
fn first_visited(deciding: &Deciding<'_>, before: u16) -> Option<u16> {
    let visited = |no: u16| deciding.dossier.content.visits.iter().any(|visit| visit.step == no);
    let steps = deciding.with.definition.steps.iter().filter(|step| step.no < before && visited(step.no));
    let is_competent = |work: &Work| match work {
        Work::By { performer } => matches!(performer.place, Place::CompetentAgency { .. }),
        Work::Pause { .. } => false,
    };
    steps.filter(|step| is_competent(&step.work)).map(|step| step.no).min()
}
