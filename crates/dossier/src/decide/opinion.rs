//! Opinions outside the process: ask, answer, and silence that is agreement.

use access::permit::Holder;
use base::{ActorKind, Role};
use calendar::local;

use super::{Deciding, Rule, required};
use crate::command::{AskOpinion, GiveOpinion};
use crate::event::{Event, OpinionAsked};
use crate::opinion::{OPINION_DAYS, OPINION_DAYS_MAX, Opinion};
use crate::refusal::RefusalReason;

/// Asked by whoever works a step. The dossier stays where it is, and so does its clock.
pub(super) fn ask(deciding: &mut Deciding<'_>, data: &AskOpinion) -> Rule {
    let step = deciding.step_at_work()?.no;
    let dossier = &deciding.dossier;
    if deciding.with.definition.is_consultation(step) {
        return Err(RefusalReason::OtherCommand("complete-step"));
    }
    if dossier.content.result.as_ref().is_some_and(|result| result.decided_at.is_some()) {
        return Err(RefusalReason::AlreadyDecided);
    }
    let asked = Holder { role: Role::Specialist, agency: data.agency, unit: data.unit, office: None };
    if dossier.holder.is_some_and(|holder| (holder.agency, holder.unit) == (asked.agency, asked.unit)) {
        return Err(RefusalReason::AskedOneself);
    }
    if dossier.open_opinions().any(|opinion| opinion.asked == asked) {
        return Err(RefusalReason::AlreadyAsked);
    }
    let days = data.days.unwrap_or(OPINION_DAYS);
    if days == 0 || days > OPINION_DAYS_MAX {
        return Err(RefusalReason::OpinionDays);
    }
    let question = required("question", &data.question)?;
    let calendar = &dossier.calendar;
    let last_day = calendar.add_working_days(local(deciding.with.now).date(), u32::from(days));
    let due_at = calendar.closing_of(last_day);
    let no = dossier.content.opinions.iter().map(|opinion| opinion.no).max().unwrap_or(0).saturating_add(1);
    deciding.happens(Event::OpinionAsked(OpinionAsked { no, asked, step, question, due_at }))
}

/// Answered by whoever was asked, in words. The system says nothing in its name: once the day has passed
/// it notes the silence.
pub(super) fn give(deciding: &mut Deciding<'_>, data: &GiveOpinion) -> Rule {
    let opinion = deciding.dossier.opinion(data.no).ok_or(RefusalReason::NoSuchOpinion)?;
    if !opinion.is_open() {
        return Err(RefusalReason::OpinionEnded);
    }
    if opinion.may_be_given_by(deciding.with.actor).is_err() {
        return Err(RefusalReason::NotAsked);
    }
    let no = opinion.no;
    if is_silent(deciding, opinion, data) {
        return deciding.happens(Event::OpinionLapsed { no });
    }
    let text = required("text", &data.text)?;
    deciding.happens(Event::OpinionGiven { no, agrees: data.agrees, text })
}

fn is_silent(deciding: &Deciding<'_>, opinion: &Opinion, data: &GiveOpinion) -> bool {
    let by_system = matches!(deciding.with.actor.kind, ActorKind::System);
    by_system && data.text.trim().is_empty() && deciding.with.now > opinion.due_at
}
