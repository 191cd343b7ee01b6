//! What holds for every limit, start and pause.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::{Calendar, Entry, EntryKind, Ledger, Limit, PauseReason, Style, Terms};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

const PAUSE: EntryKind = EntryKind::Pause { reason: PauseReason::Fieldwork };
/// 1 January 2016 in Viet Nam.
const FIRST: i64 = 1_451_581_200;
const YEARS: i64 = 11 * 366 * 86_400;

fn instants() -> impl Strategy<Value = Timestamp> {
    (0..YEARS).prop_map(|second| Timestamp::from_second(FIRST + second).unwrap())
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (1..20_000_u32).prop_map(|minutes| Limit::WorkingDays { minutes }),
        (1..20_000_u32).prop_map(|minutes| Limit::WorkingHours { minutes }),
        (1..90_u32).prop_map(Limit::calendar_days),
        (1..200_u32).prop_map(Limit::clock_hours),
        (1..13_u32).prop_map(Limit::months),
        Just(Limit::Instant),
    ]
}

fn styles() -> impl Strategy<Value = Style> {
    prop_oneof![Just(Style::WholeDays), Just(Style::Hours)]
}

/// A ledger that pauses and resumes at these seconds after its start.
fn paused(start: Timestamp, stops: &[i64]) -> Ledger {
    let kinds = [PAUSE, EntryKind::Resume].into_iter().cycle();
    Ledger::replay(start, stops.iter().zip(kinds).map(|(second, kind)| kind.at(after(start, *second)))).unwrap()
}

fn after(start: Timestamp, seconds: i64) -> Timestamp {
    start.saturating_add(SignedDuration::from_secs(seconds)).unwrap()
}

fn due(ledger: &Ledger, terms: Terms) -> Timestamp {
    ledger.outcome(&Calendar::state(), terms).due.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_longer_limit_is_never_due_earlier(start in instants(), minutes in 1..20_000_u32, more in 0..5_000_u32, style in styles()) {
        let ledger = Ledger::starting_at(start);
        let due = |minutes| due(&ledger, Terms { limit: Limit::WorkingDays { minutes }, style });
        prop_assert!(due(minutes) <= due(minutes + more));
    }

    #[test]
    fn a_later_start_is_never_due_earlier(start in instants(), later in 0..3_000_000_i64, limit in limits(), style in styles()) {
        let terms = Terms { limit, style };
        let due_from = |start| due(&Ledger::starting_at(start), terms);
        prop_assert!(due_from(start) <= due_from(after(start, later)));
    }

    #[test]
    fn a_pause_of_k_minutes_moves_an_hours_due_by_exactly_k(
        start in instants(), minutes in 480..20_000_u32, pause in 0..25_000_i64, length in 0..2_000_000_i64,
    ) {
        let calendar = Calendar::state();
        let terms = Terms { limit: Limit::WorkingDays { minutes }, style: Style::Hours };
        let before = due(&Ledger::starting_at(start), terms);
        prop_assume!(after(start, pause) <= before);
        let moved = due(&paused(start, &[pause, pause + length]), terms);
        let excluded = calendar.working_minutes_between(after(start, pause), after(start, pause + length));
        let minutes_moved = calendar.working_minutes_between(before, moved);
        prop_assert_eq!(minutes_moved, excluded);
    }

    #[test]
    fn a_pause_moves_a_whole_day_due_by_the_working_days_after_it_began_up_to_its_resume(
        start in instants(), days in 1..40_u32, from in 0..3_000_000_i64, length in 0..3_000_000_i64,
    ) {
        let calendar = Calendar::state();
        let terms = Terms { limit: Limit::working_days(days), style: Style::WholeDays };
        let before = due(&paused(start, &[]), terms);
        let (from, to) = (after(start, from), after(start, from + length));
        let moved = due(&paused(start, &[from.as_second() - start.as_second(), to.as_second() - start.as_second()]), terms);
        let date = |at: Timestamp| calendar::local(at).date();
        let excluded = calendar.working_days_between(date(from), date(calendar.next_opening(to)));
        let expected = if from > before { before } else {
            calendar.closing_of(calendar.add_working_days(date(before), excluded))
        };
        prop_assert_eq!(moved, expected);
    }

    #[test]
    fn splitting_a_pause_changes_nothing(
        start in instants(), limit in limits(), style in styles(),
        pause in 0..1_000_000_i64, first in 0..1_000_000_i64, second in 0..1_000_000_i64,
    ) {
        let terms = Terms { limit, style };
        let whole = paused(start, &[pause, pause + first + second]);
        let split = paused(start, &[pause, pause + first, pause + first, pause + first + second]);
        prop_assert_eq!(due(&whole, terms), due(&split, terms));
    }

    #[test]
    fn a_pause_never_makes_a_dossier_due_earlier(
        start in instants(), limit in limits(), style in styles(), pause in 0..1_000_000_i64, length in 0..1_000_000_i64,
    ) {
        let terms = Terms { limit, style };
        prop_assert!(due(&Ledger::starting_at(start), terms) <= due(&paused(start, &[pause, pause + length]), terms));
    }

    #[test]
    fn replaying_stored_entries_gives_the_same_ledger(
        start in instants(), limit in limits(), style in styles(), mut stops in prop::collection::vec(0..2_000_000_i64, 0..7),
    ) {
        stops.sort_unstable();
        let ledger = paused(start, &stops);
        let stored = serde_json::to_string(ledger.entries()).unwrap();
        let read: Vec<Entry> = serde_json::from_str(&stored).unwrap();
        let replayed = Ledger::replay(ledger.start(), read).unwrap();
        let (calendar, terms) = (Calendar::state(), Terms { limit, style });
        prop_assert_eq!(ledger.outcome(&calendar, terms), replayed.outcome(&calendar, terms));
        prop_assert_eq!(ledger, replayed);
    }

    #[test]
    fn the_explanation_numbers_the_days_of_the_limit_up_to_the_due_date(
        start in instants(), days in 1..40_u32, mut stops in prop::collection::vec(0..3_000_000_i64, 0..7), now in 0..6_000_000_i64,
    ) {
        stops.sort_unstable();
        let (calendar, terms) = (Calendar::state(), Terms { limit: Limit::working_days(days), style: Style::WholeDays });
        let ledger = paused(start, &stops);
        let explained = ledger.explain(&calendar, terms, after(start, now));
        prop_assert_eq!(explained.days.iter().filter_map(|line| line.ordinal).max(), Some(days));
        prop_assert_eq!(explained.progress.total, days);
        prop_assert_eq!(explained.progress.counted + explained.progress.remaining, days);
        let last = explained.days.last().unwrap().date;
        let due = ledger.expected_due(&calendar, terms, after(start, now)).unwrap();
        prop_assert_eq!(last, calendar::local(due).date());
    }

    #[test]
    fn the_explanation_adds_up_to_the_minutes_of_the_limit(
        start in instants(), minutes in 1..10_000_u32, mut stops in prop::collection::vec(0..3_000_000_i64, 0..7),
    ) {
        stops.sort_unstable();
        let (calendar, terms) = (Calendar::state(), Terms { limit: Limit::WorkingHours { minutes }, style: Style::Hours });
        let explained = paused(start, &stops).explain(&calendar, terms, start);
        prop_assert_eq!(explained.progress.total, minutes);
    }
}
