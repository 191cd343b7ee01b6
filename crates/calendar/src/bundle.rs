//! Several agencies on one dossier (liên thông), and when each of them and the whole is due.
//!
//! Nghị định 118/2025/NĐ-CP Điều 20 knows two ways. One after another (tuần tự): the limit of each
//! agency starts when it receives, and the lead agency answers for the sum. Side by side (song
//! song, electronic): all start together, and the whole is due with the longest branch.
//!
//! Plans, not clocks: what stops or restarts the clock of one agency stands in its own
//! [`Ledger`]. The bundles of Nghị định 301/2026/NĐ-CP are in [`vital`].

pub mod vital;

use jiff::Timestamp;

use crate::calendar::Calendar;
use crate::ledger::Ledger;
use crate::limit::{Limit, Style, Terms};

/// What the legs of a bundle are counted with.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'a> {
    pub calendar: &'a Calendar,
    pub style: Style,
    /// When the first agency has the full dossier.
    pub starts: Timestamp,
}

/// When each leg and the whole is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleDue<N> {
    pub legs: Vec<LegDue<N>>,
    /// What the person is promised.
    pub due: Timestamp,
}

/// The part of one agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegDue<N> {
    pub name: N,
    /// When the agency receives, or is to receive.
    pub starts: Timestamp,
    pub due: Timestamp,
}

impl Bundle<'_> {
    /// One after another. The second and later agencies received at these moments, as far as known;
    /// one that has not is expected to receive when the one before it is due. The whole is the sum
    /// of the limits from the start: an early hand-over gains nothing, a late one excuses nothing.
    pub fn sequential<N: Clone>(&self, legs: &[(N, Limit)], received: &[Timestamp]) -> BundleDue<N> {
        let mut received = received.iter().copied();
        let mut starts = self.starts;
        let mut whole = self.starts;
        let mut dues = Vec::with_capacity(legs.len());
        for (name, limit) in legs {
            let due = self.due_of(*limit, starts);
            whole = self.due_of(*limit, whole);
            dues.push(LegDue { name: name.clone(), starts, due });
            starts = received.next().unwrap_or(due);
        }
        BundleDue { legs: dues, due: whole }
    }

    /// Side by side: the whole is due with the last branch.
    pub fn parallel<N: Clone>(&self, branches: &[(N, Limit)]) -> BundleDue<N> {
        let due = |(name, limit): &(N, Limit)| LegDue {
            name: name.clone(),
            starts: self.starts,
            due: self.due_of(*limit, self.starts),
        };
        let legs: Vec<_> = branches.iter().map(due).collect();
        let due = legs.iter().map(|leg| leg.due).max().unwrap_or(self.starts);
        BundleDue { legs, due }
    }

    fn due_of(&self, limit: Limit, from: Timestamp) -> Timestamp {
        due_of(self.calendar, Terms { limit, style: self.style }, from)
    }
}

/// What a clock says that nothing has stopped but the closures of its calendar.
fn due_of(calendar: &Calendar, terms: Terms, from: Timestamp) -> Timestamp {
    let outcome = Ledger::starting_at(from).outcome(calendar, terms);
    outcome.due.unwrap_or(outcome.late_after)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::{instant, local};

    fn at(local: &str) -> Timestamp {
        instant(local.replace(' ', "T").parse().unwrap())
    }

    fn shown(at: Timestamp) -> String {
        local(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    fn legs<N: Copy>(bundle: &BundleDue<N>) -> Vec<(N, String, String)> {
        bundle.legs.iter().map(|leg| (leg.name, shown(leg.starts), shown(leg.due))).collect()
    }

    fn from(starts: &str) -> Bundle<'static> {
        static STATE: LazyLock<Calendar> = LazyLock::new(Calendar::state);
        Bundle { calendar: &STATE, style: Style::WholeDays, starts: at(starts) }
    }

    #[test]
    fn nd_118_2025_article_20_in_turn_each_limit_starts_at_its_receipt_and_the_whole_is_their_sum() {
        let plan = [("commune", Limit::working_days(2)), ("police", Limit::working_days(3))];
        let due = from("2026-11-16 09:00").sequential(&plan, &[]);
        assert_eq!(
            legs(&due),
            [
                ("commune", "2026-11-16 09:00".into(), "2026-11-18 17:30".into()),
                // 24 November is a holiday, and was not reached.
                ("police", "2026-11-18 17:30".into(), "2026-11-23 17:30".into()),
            ]
        );
        assert_eq!(shown(due.due), "2026-11-23 17:30");
    }

    #[test]
    fn nd_118_2025_article_20_in_turn_the_lead_keeps_the_sum_whenever_a_leg_receives() {
        let plan = [("commune", Limit::working_days(2)), ("police", Limit::working_days(3))];
        let bundle = from("2026-11-16 09:00");
        for (received, police) in [("2026-11-17 10:00", "2026-11-20 17:30"), ("2026-11-19 10:00", "2026-11-25 17:30")] {
            let due = bundle.sequential(&plan, &[at(received)]);
            assert_eq!(legs(&due)[1], ("police", received.into(), police.into()));
            assert_eq!(shown(due.due), "2026-11-23 17:30");
        }
    }

    #[test]
    fn nd_118_2025_article_20_side_by_side_all_start_together_and_the_longest_branch_counts() {
        let branches = [
            ("police", Limit::working_days(2)),
            ("insurance", Limit::working_days(5)),
            ("system", Limit::clock_hours(24)),
        ];
        let due = from("2026-11-16 09:00").parallel(&branches);
        assert_eq!(
            legs(&due),
            [
                ("police", "2026-11-16 09:00".into(), "2026-11-18 17:30".into()),
                ("insurance", "2026-11-16 09:00".into(), "2026-11-23 17:30".into()),
                ("system", "2026-11-16 09:00".into(), "2026-11-17 09:00".into()),
            ]
        );
        assert_eq!(shown(due.due), "2026-11-23 17:30");
    }

    #[test]
    fn hours_are_counted_through_from_agency_to_agency() {
        let bundle = Bundle { style: Style::Hours, ..from("2026-11-20 15:20") };
        let due = bundle.sequential(&[("a", Limit::working_days(1)), ("b", Limit::working_hours(4))], &[]);
        // 12 working hours, as one agency would have them.
        assert_eq!(shown(due.due), "2026-11-25 09:20");
    }

    #[test]
    fn a_bundle_of_nobody_is_due_at_once() {
        let bundle = from("2026-11-20 15:20");
        assert_eq!(bundle.sequential::<&str>(&[], &[]).due, bundle.starts);
        assert_eq!(bundle.parallel::<&str>(&[]).due, bundle.starts);
    }
}
