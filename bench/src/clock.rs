//! The clock by itself: one due date, one with pauses, one explanation, each beside its budget.
//!
//! A figure is the median of many rounds, each long enough that reading the machine's time does not
//! show. Starts differ from call to call, so that no answer is remembered by the processor.

use std::hint::black_box;
use std::time::Instant;

use calendar::{Calendar, EntryKind, Ledger, Limit, PauseReason, Style, Terms};
use jiff::Timestamp;

const ROUNDS: usize = 31;
const CALLS: u32 = 5_000;
/// 20 November 2026, 15:20 in Viet Nam.
const START: i64 = 1_795_162_800;

/// One measured piece of work.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) nanoseconds: f64,
    pub(crate) budget: f64,
}

/// Measures all of them.
pub(crate) fn measure() -> Vec<Figure> {
    let calendar = Calendar::state();
    let whole = Terms { limit: Limit::working_days(15), style: Style::WholeDays };
    let hours = Terms { limit: Limit::working_days(15), style: Style::Hours };
    let plain = |start| Ledger::starting_at(start);
    let mut figures = Vec::new();
    let mut add = |name, budget, work: &dyn Fn(Timestamp)| {
        figures.push(Figure { name, budget, nanoseconds: median(work) });
    };
    add("due date of 15 working days", 200.0, &|start| {
        black_box(plain(start).outcome(&calendar, whole).due);
    });
    add("hour style, three pauses", 2_000.0, &|start| {
        black_box(paused(start).outcome(&calendar, hours).due);
    });
    add("explanation, three pauses", 20_000.0, &|start| {
        black_box(paused(start).explain(&calendar, whole, start));
    });
    figures
}

/// Three pauses of a day and a half each.
fn paused(start: Timestamp) -> Ledger {
    let pause = EntryKind::Pause { reason: PauseReason::FinancialObligation };
    let at = |hours: i64| Timestamp::from_second(start.as_second() + hours * 3600).unwrap_or(start);
    let entries = [0, 1, 2].into_iter().flat_map(|n| {
        let begins = 20 + n * 90;
        [pause.at(at(begins)), EntryKind::Resume.at(at(begins + 36))]
    });
    Ledger::replay(start, entries).unwrap_or_else(|_| Ledger::starting_at(start))
}

fn median(work: &dyn Fn(Timestamp)) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            for call in 0..CALLS {
                let start = START + i64::from(call) * 7_919;
                work(Timestamp::from_second(black_box(start)).unwrap_or_default());
            }
            begun.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds[ROUNDS / 2]
}
