//! One edition: its rules, and the calendars that follow from them, built once for each distinct set
//! of hours and shared.

use std::collections::BTreeMap;

use base::{AccountId, OfficeId};
use calendar::{BuildError, Calendar, HoursRule, IntakeSession};
use jiff::Timestamp;

use crate::rules::{ClosureReason, ClosureRule, Rules};

/// The calendars of the installation as one saved change left them.
#[derive(Clone, Debug)]
pub struct Edition {
    number: i64,
    stamp: Stamp,
    rules: Rules,
    centre: Calendar,
    /// Offices with own hours or sessions.
    own: BTreeMap<OfficeId, Calendar>,
}

/// When, by whom and why an edition was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// By which account.
    pub by: AccountId,
    /// The name of whoever made it.
    pub by_name: String,
    /// The decision or the reason.
    pub reason: String,
}

/// Hours and sessions of one or several offices.
#[derive(PartialEq)]
struct Schedule {
    hours: Vec<HoursRule>,
    sessions: Vec<IntakeSession>,
}

impl Edition {
    /// Builds the calendars of an edition, saved or only drafted.
    ///
    /// # Errors
    /// When the rules make no calendar; those that [`Rules::with`] gives do.
    pub fn new(number: i64, stamp: Stamp, rules: Rules) -> Result<Self, BuildError> {
        let centre = Schedule::of(&rules, None);
        let mut built = vec![(centre.build(&rules)?, centre)];
        let mut own = BTreeMap::new();
        for office in offices(&rules) {
            let schedule = Schedule::of(&rules, Some(office));
            let calendar = match built.iter().find(|(_, known)| *known == schedule) {
                Some((calendar, _)) => calendar.clone(),
                None => {
                    let calendar = schedule.build(&rules)?;
                    built.push((calendar.clone(), schedule));
                    calendar
                }
            };
            own.insert(office, calendar);
        }
        let (centre, _) = built.swap_remove(0);
        Ok(Self { number, stamp, rules, centre, own })
    }

    /// Its number; later editions have greater ones.
    #[must_use]
    pub const fn number(&self) -> i64 {
        self.number
    }

    /// When, by whom and why it was made.
    #[must_use]
    pub const fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// What it holds.
    #[must_use]
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The calendar of an office for a procedure, with the closures whose time is left out.
    #[must_use]
    pub fn calendar(&self, office: OfficeId, procedure_code: &str) -> Calendar {
        let plain = self.plain(office);
        let mut closures = self.closures(office, procedure_code).filter(|closure| closure.excluded).peekable();
        if closures.peek().is_none() {
            return plain.clone();
        }
        plain.with_closures(closures.filter_map(|closure| closure.on(plain)))
    }

    /// The calendar of offices without hours of their own, without closures.
    #[must_use]
    pub const fn centre(&self) -> &Calendar {
        &self.centre
    }

    /// The calendar of an office without closures: its days and hours.
    #[must_use]
    pub fn plain(&self, office: OfficeId) -> &Calendar {
        self.own.get(&office).unwrap_or(&self.centre)
    }

    /// Whether an office receives papers for a procedure at a moment: in its hours or in a session of
    /// intake, and not while it is suspended. A system that is down keeps nobody from handing papers
    /// over.
    #[must_use]
    pub fn receives_at(&self, office: OfficeId, procedure_code: &str, at: Timestamp) -> bool {
        self.next_reception(office, procedure_code, at) == at
    }

    /// The moment itself if papers are received then, else when they are next.
    #[must_use]
    pub fn next_reception(&self, office: OfficeId, procedure_code: &str, at: Timestamp) -> Timestamp {
        let plain = self.plain(office);
        let suspended: Vec<_> = self
            .closures(office, procedure_code)
            .filter(|closure| closure.reason == ClosureReason::OfficeSuspension)
            .map(|closure| (calendar::instant(closure.from), calendar::instant(closure.to)))
            .collect();
        let mut next = plain.next_reception(at);
        // By their beginning: each can only push the moment behind itself.
        for (from, to) in suspended {
            if from <= next && next < to {
                next = plain.next_reception(to);
            }
        }
        next
    }

    fn closures(&self, office: OfficeId, procedure_code: &str) -> impl Iterator<Item = &ClosureRule> {
        self.rules.closures.iter().filter(move |closure| closure.touches(office, procedure_code))
    }
}

impl Schedule {
    /// An office's own rules come before those of all.
    fn of(rules: &Rules, office: Option<OfficeId>) -> Self {
        let own = rules.hours.iter().filter(|hours| office.is_some() && hours.office == office);
        let common = rules.hours.iter().filter(|hours| hours.office.is_none());
        let holds = |of: Option<OfficeId>| of.is_none() || of == office;
        let sessions = rules.intake.iter().filter(|intake| holds(intake.office)).map(|intake| intake.session);
        Self { hours: own.chain(common).map(|hours| hours.rule.clone()).collect(), sessions: sessions.collect() }
    }

    fn build(&self, rules: &Rules) -> Result<Calendar, BuildError> {
        let listed = Calendar::builder().holidays(rules.holidays.iter().cloned());
        let mut builder = listed.project_through(Calendar::LAST_YEAR);
        for rule in &self.hours {
            builder = builder.hours_rule(rule.clone());
        }
        for session in &self.sessions {
            builder = builder.intake_session(*session);
        }
        builder.build()
    }
}

/// Every office that has a rule of its own.
fn offices(rules: &Rules) -> impl Iterator<Item = OfficeId> {
    let hours = rules.hours.iter().filter_map(|hours| hours.office);
    let own: std::collections::BTreeSet<_> =
        hours.chain(rules.intake.iter().filter_map(|intake| intake.office)).collect();
    own.into_iter()
}

#[cfg(test)]
mod tests;
