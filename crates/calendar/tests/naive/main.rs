//! A second clock that is slow and simple, compared with the real one on random dossiers.
//!
//! It reads the holiday list by itself, walks minute by minute and day by day, keeps excluded dates
//! in a set and knows nothing of tables. Some seeds are fixed, some fresh; a failure prints its
//! seeds. Each of the two tests plays for `MOTCUA_CLOCK_SECONDS` (3 when not given), or as many
//! dossiers as `MOTCUA_CLOCK_CASES` says.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]
#![expect(clippy::print_stderr, reason = "how many dossiers were compared is worth reading")]

mod dice;
mod office;
mod slow;

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use calendar::{Class, EntryKind, ExtensionGround, Ledger, Limit, PauseReason, Status, Style, Terms};
use jiff::civil::date;

use dice::Dice;
use office::{DAY, Office, day_of, instant};
use slow::{Slow, Step};

/// One random dossier on both clocks.
struct Game<'a> {
    seed: u64,
    dice: Dice,
    office: &'a Office,
    ledger: Ledger,
    slow: Slow,
    now: i64,
    apologised: bool,
}

/// Plays one random dossier on both clocks and compares them after every entry.
fn play(office: &Office, seed: u64) {
    let mut dice = Dice(seed);
    let style = if dice.roll(2) == 0 { Style::WholeDays } else { Style::Hours };
    let terms = Terms { limit: dice.limit(), style };
    let now = day_of(date(2016, 1, 1)) * DAY + dice.roll(11 * 365 * 1440) as i64;
    let ledger = Ledger::starting_at(instant(now));
    let slow = Slow::starting(terms, now);
    let mut game = Game { seed, dice, office, ledger, slow, now, apologised: false };
    for _ in 0..game.dice.roll(7) {
        game.step();
        game.compare_running();
    }
    game.now += game.dice.gap();
    game.slow.ran_to(office, game.now);
    game.compare_running();
    game.push(EntryKind::Finish).unwrap();
    let slow = game.slow.clone();
    game.compare(&slow, game.now);
}

impl Game<'_> {
    fn step(&mut self) {
        self.now += self.dice.gap();
        self.slow.ran_to(self.office, self.now);
        match self.dice.roll(10) {
            0..=5 => self.pause(),
            6 | 7 => {
                self.slow.late_for_good |= self.now > self.slow.late_after(self.office);
                self.push(EntryKind::SupplementRequested).unwrap();
                self.now += self.dice.gap();
                self.push(EntryKind::Supplemented).unwrap();
                let late_for_good = self.slow.late_for_good;
                self.slow = Slow { late_for_good, ..Slow::starting(self.slow.terms, self.now) };
            }
            8 => self.apologise(),
            _ => {
                let by = self.added();
                self.push(EntryKind::Extend { by, ground: ExtensionGround::Rule }).unwrap();
                self.slow.late_for_good |= self.now > self.slow.late_after(self.office);
                self.slow.add(Step::Extend { by });
            }
        }
    }

    fn pause(&mut self) {
        let from = self.now;
        self.push(EntryKind::Pause { reason: PauseReason::PublicPosting }).unwrap();
        let (since, before) = self.slow.stopped_at(from);
        self.compare(&before, since);
        self.now += self.dice.gap();
        self.push(EntryKind::Resume).unwrap();
        self.slow.pause(from, self.now);
        self.slow.known_to = self.now;
    }

    fn apologise(&mut self) {
        let by = self.added();
        let in_time = self.now.div_euclid(DAY) < self.slow.running_on(self.office).due(self.office).div_euclid(DAY);
        let written = self.push(EntryKind::Extend { by, ground: ExtensionGround::Apology });
        assert_eq!(written.is_ok(), in_time && !self.apologised, "apology, {}", self.story());
        if written.is_ok() {
            self.apologised = true;
            self.slow.kept.get_or_insert(self.slow.steps.clone());
            self.slow.steps.push(Step::Extend { by });
        }
    }

    fn added(&mut self) -> Limit {
        let limit = self.dice.limit();
        if limit == Limit::Instant { Limit::working_days(2) } else { limit }
    }

    fn push(&mut self, kind: EntryKind) -> Result<(), calendar::LedgerError> {
        self.ledger.push(kind.at(instant(self.now)), &self.office.calendar, self.slow.terms)
    }

    fn compare_running(&self) {
        self.compare(&self.slow.running_on(self.office), self.now);
    }

    /// Both clocks at a moment; a clock that stands still shows the moment at which it stopped.
    fn compare(&self, slow: &Slow, now: i64) {
        let outcome = self.ledger.outcome(&self.office.calendar, slow.terms);
        let (due, late_after) = (slow.due(self.office), slow.late_after(self.office));
        let (runs, finished) = match outcome.status {
            Status::Running => (true, false),
            Status::Finished { .. } => (true, true),
            Status::Paused { .. } | Status::AwaitingSupplement { .. } | Status::Ended { .. } => (false, false),
        };
        let expected = runs.then(|| calendar::local(instant(due)));
        assert_eq!(outcome.due.map(calendar::local), expected, "due, {}", self.story());
        let late = calendar::local(outcome.late_after);
        assert_eq!(late, calendar::local(instant(late_after)), "lateness, {}", self.story());
        let late = slow.late_for_good || now > late_after;
        let class = match (finished, late) {
            (true, true) => Class::Late,
            (true, false) if now.div_euclid(DAY) < late_after.div_euclid(DAY) => Class::Early,
            (true, false) => Class::OnTime,
            (false, true) => Class::Overdue,
            (false, false) => Class::InTime,
        };
        assert_eq!(outcome.class(instant(now)), Some(class), "class, {}", self.story());
        let used = self.ledger.used_minutes(&self.office.calendar, instant(now));
        assert_eq!(i64::from(used), slow.used(self.office, now), "minutes used, {}", self.story());
    }

    fn story(&self) -> String {
        let closed = self.office.closed_between(self.slow.start, self.now + 90 * DAY);
        let closed: Vec<_> = closed.iter().map(|(from, to)| (instant(*from), instant(*to))).collect();
        let (seed, office, hours) = (self.seed, self.office.seed, self.office.hours);
        format!("seed {seed} at {office:?}: {hours:?} {:?} {:?} closed {closed:?}", self.slow.terms, self.ledger)
    }
}

/// Plays dossiers for as long as the environment says; half of them at the shipped office.
fn play_all(seeds: impl Fn(u64) -> u64) {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let most = number("MOTCUA_CLOCK_CASES");
    let until = Instant::now() + Duration::from_secs(number("MOTCUA_CLOCK_SECONDS").unwrap_or(3));
    let shipped = Office::shipped();
    let mut played = 0;
    while most.map_or_else(|| Instant::now() < until, |most| played < most) {
        let invented = Office::invented(seeds(played));
        for _ in 0..50 {
            play(&shipped, seeds(played));
            play(&invented, seeds(played + 1));
            played += 2;
        }
    }
    eprintln!("{played} dossiers, both clocks agree");
}

#[test]
fn the_fast_clock_agrees_with_the_slow_one_on_known_dossiers() {
    play_all(|case| case);
}

#[test]
fn the_fast_clock_agrees_with_the_slow_one_on_fresh_dossiers() {
    let fresh = RandomState::new();
    play_all(|case| fresh.hash_one(case));
}
