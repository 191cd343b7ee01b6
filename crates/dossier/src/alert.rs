//! Alerts: what somebody has to be told about a dossier when a moment comes, unless something happens
//! before.
//!
//! The alerts of a dossier follow from its state, clock and step alone ([`plan`]). They are planned in
//! the transaction of every command, so a moment is found by an index and nothing is scanned; whatever
//! a command makes pointless is gone with its commit. A worker raises each once ([`Alarms`]).
//!
//! Rules: NĐ 118/2025 Đ.17 (an online dossier is told within 2 hours and answered within 8 working
//! hours) and Đ.19 (15 days of waiting for a supplement); the rest is the house's own care for the date.

mod lead;
mod list;
mod raise;
mod store;

use calendar::{Calendar, Class, Outcome, instant, local};
use jiff::{SignedDuration, Timestamp};
use workflow::Definition;

use crate::dossier::{Channel, Dossier};
use crate::opinion::Opinion;
use crate::state::State;
use crate::step_time::share_ends;

pub use lead::{Lead, LeadError, Leads};
pub(crate) use list::count;
pub use list::{AlertLine, AlertPlace};
pub use raise::Alarms;
#[cfg(test)]
pub(crate) mod sql {
    //! Every statement that must be answered by an index.
    pub(crate) use super::list::sql::*;
    pub(crate) use super::store::DUE;
}
pub(crate) use store::replan;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What an alert is about.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum AlertKind { $($(#[$doc])* $variant),+ }

        impl AlertKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The identifier.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// Reads an identifier.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.name() == name)
            }
        }

        db::text_enum!(AlertKind);
    };
}

kinds! {
    /// Filed online two hours ago, not answered yet.
    OnlineUnanswered = "online_unanswered",
    /// Filed online eight working hours ago, not answered yet.
    OnlineOverdue = "online_overdue",
    /// The date promised is near.
    DueSoon = "due_soon",
    /// Late.
    Overdue = "overdue",
    /// The step has had its share.
    StepIdle = "step_idle",
    /// Waited fifteen days for a supplement; may be closed.
    SupplementClosable = "supplement_closable",
    /// An opinion that is asked for is due soon.
    OpinionDue = "opinion_due",
    /// An opinion did not come in time: silence is noted instead of being told.
    OpinionSilent = "opinion_silent",
}

/// One alert of a dossier. What it is about tells it from another of its kind: a new due date may be
/// told again, the same one is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Planned {
    /// What.
    pub kind: AlertKind,
    /// The moment it is about: filing, due moment, entry of the step, request.
    pub about_at: Timestamp,
    /// When it is to be raised.
    pub raise_at: Timestamp,
}

/// Every alert that belongs to a dossier as it stands.
#[must_use]
pub fn plan(dossier: &Dossier, definition: &Definition, lead: Lead) -> Vec<Planned> {
    let mut plans = plan_of_state(dossier, definition, lead);
    plans.extend(dossier.open_opinions().flat_map(|opinion| asked(opinion, &dossier.calendar, lead)));
    plans
}

/// Whoever is asked is told before the day is over; then silence is noted.
fn asked(opinion: &Opinion, calendar: &Calendar, lead: Lead) -> [Planned; 2] {
    let (about_at, due_at) = (opinion.about_at(), opinion.due_at);
    let before = lead.before(calendar, due_at);
    let raise_at = if before > opinion.asked_at { before } else { calendar.opening_of(day_of(due_at)) };
    [
        Planned { kind: AlertKind::OpinionDue, about_at, raise_at },
        Planned { kind: AlertKind::OpinionSilent, about_at, raise_at: just_after(due_at) },
    ]
}

/// What follows from state, clock and step.
fn plan_of_state(dossier: &Dossier, definition: &Definition, lead: Lead) -> Vec<Planned> {
    let (clock, calendar) = (dossier.clock(), &dossier.calendar);
    match &dossier.state {
        State::Submitted => answer(dossier, calendar),
        State::Received { step } | State::InProgress { step } => {
            let mut plans: Vec<Planned> = clock.map(|clock| running(&clock, calendar, lead)).unwrap_or_default();
            plans.extend(at_work(dossier, *step).into_iter().filter_map(|step| idle(dossier, definition, step)));
            plans
        }
        State::AwaitingSupplement { since, .. } => {
            let mut plans = standing(clock);
            let from = crate::decide::closable_from(calendar, *since);
            let raise_at = calendar.next_opening(instant(from.at(0, 0, 0, 0)));
            plans.push(Planned { kind: AlertKind::SupplementClosable, about_at: *since, raise_at });
            plans
        }
        State::AwaitingPayment { .. } | State::Paused { .. } => standing(clock),
        State::Draft
        | State::Declined { .. }
        | State::Resolved { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => Vec::new(),
    }
}

/// The steps somebody works at.
fn at_work(dossier: &Dossier, only: u16) -> Vec<u16> {
    match dossier.legs() {
        Some(legs) => legs.open.iter().filter(|leg| leg.waits.is_none()).map(|leg| leg.step).collect(),
        None => vec![only],
    }
}

/// The steps somebody works at; none while the dossier is held up as a whole.
fn open_steps(dossier: &Dossier) -> Vec<u16> {
    match dossier.state {
        State::Received { step } | State::InProgress { step } => at_work(dossier, step),
        State::Draft
        | State::Submitted
        | State::Declined { .. }
        | State::AwaitingSupplement { .. }
        | State::AwaitingPayment { .. }
        | State::Paused { .. }
        | State::Resolved { .. }
        | State::Returned { .. }
        | State::Withdrawn { .. }
        | State::Stopped { .. } => Vec::new(),
    }
}

fn idle(dossier: &Dossier, definition: &Definition, step: u16) -> Option<Planned> {
    let raise_at = share_ends(dossier, definition.step(step)?)?;
    Some(Planned { kind: AlertKind::StepIdle, about_at: idle_about(dossier, step)?, raise_at })
}

/// The moment a step was entered. Alerts of a kind differ in the moment they are about, and legs begin
/// at the same one: each is told apart by a microsecond, in the order they began.
fn idle_about(dossier: &Dossier, step: u16) -> Option<Timestamp> {
    let visits = &dossier.content.visits;
    let at = visits.iter().rposition(|visit| visit.step == step && visit.left_at.is_none())?;
    let (before, visit) = (visits.get(..at)?, visits.get(at)?);
    let same = before.iter().filter(|other| other.entered_at == visit.entered_at && other.step != step).count();
    let apart = SignedDuration::from_micros(i64::try_from(same).unwrap_or_default());
    Some(visit.entered_at.saturating_add(apart).unwrap_or(visit.entered_at))
}

/// Who must act on an alert: of an idle step whoever holds it, of an opinion whoever was
/// asked, else whoever holds the dossier.
pub(crate) fn holder_of(dossier: &Dossier, kind: AlertKind, about_at: Timestamp) -> Option<access::permit::Holder> {
    if matches!(kind, AlertKind::OpinionDue | AlertKind::OpinionSilent) {
        return dossier.open_opinions().find(|opinion| opinion.about_at() == about_at).map(|opinion| opinion.asked);
    }
    let mut legs = dossier.legs().into_iter().flat_map(|legs| &legs.open);
    let meant = legs.find(|leg| kind == AlertKind::StepIdle && idle_about(dossier, leg.step) == Some(about_at));
    meant.map(|leg| leg.holder).or(dossier.holder)
}

fn answer(dossier: &Dossier, calendar: &Calendar) -> Vec<Planned> {
    let Some(about_at) = dossier.answer_owed_since().filter(|_| dossier.channel == Channel::Online) else {
        return Vec::new();
    };
    let planned = |kind, raise_at| Planned { kind, about_at, raise_at };
    vec![
        planned(AlertKind::OnlineUnanswered, calendar.acceptance_alert(about_at)),
        planned(AlertKind::OnlineOverdue, just_after(calendar.acceptance_deadline(about_at))),
    ]
}

/// The date promised may be a later one than the moment lateness is measured by. A limit shorter than
/// the lead would be "due soon" all its life; its list says so already.
fn running(clock: &Outcome, calendar: &Calendar, lead: Lead) -> Vec<Planned> {
    let soon = clock.due.map(|due| (due, lead.before(calendar, due))).filter(|(_, raise_at)| *raise_at > clock.start);
    let soon = soon.map(|(about_at, raise_at)| Planned { kind: AlertKind::DueSoon, about_at, raise_at });
    soon.into_iter().chain([overdue(clock)]).collect()
}

/// While the clock stands nothing comes nearer, but lateness is not washed away.
fn standing(clock: Option<Outcome>) -> Vec<Planned> {
    let late = clock.filter(|clock| clock.class(clock.start) == Some(Class::Overdue));
    late.iter().map(overdue).collect()
}

fn overdue(clock: &Outcome) -> Planned {
    let about_at = clock.late_since.unwrap_or(clock.late_after);
    Planned { kind: AlertKind::Overdue, about_at, raise_at: just_after(about_at) }
}

/// A moment equal to the due moment is in time; counting is exact to the second.
fn just_after(moment: Timestamp) -> Timestamp {
    moment.saturating_add(SignedDuration::from_secs(1)).unwrap_or(moment)
}

/// Midnight of a date, for leads counted in days.
fn day_of(moment: Timestamp) -> jiff::civil::Date {
    local(moment).date()
}
