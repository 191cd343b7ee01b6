//! A second clock that is slow and simple, compared with the real one on random dossiers.
//!
//! It reads the holiday list by itself, walks minute by minute and day by day, keeps excluded dates
//! in a set and knows nothing of tables. Some seeds are fixed, some fresh; a failure prints its seed.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use calendar::{Calendar, Class, EntryKind, ExtensionGround, Ledger, Limit, PauseReason, Status, Style, Terms};
use jiff::civil::{Date, Weekday, date};
use jiff::{SignedDuration, Timestamp};

const DAY: i64 = 1440;
const CASES: u64 = 400;

/// Days by number, minutes by number, both from 1 January 1970 in local time.
#[derive(Default)]
struct Office {
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    known: HashMap<i64, bool>,
}

impl Office {
    fn read() -> Self {
        let mut office = Self::default();
        for row in include_str!("../../../data/holidays.csv").lines().skip(1) {
            let mut cells = row.splitn(3, ',');
            let date: Date = cells.next().unwrap().parse().unwrap();
            if cells.next() == Some("working_saturday") {
                office.worked.insert(date);
            } else {
                office.off.insert(date);
            }
        }
        office
    }

    fn works(&mut self, day: i64) -> bool {
        if let Some(known) = self.known.get(&day) {
            return *known;
        }
        let date = date_of(day);
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let works = self.worked.contains(&date) || (!weekend && !self.off.contains(&date));
        self.known.insert(day, works);
        works
    }

    /// Whether the minute that begins here is worked.
    fn runs(&mut self, minute: i64) -> bool {
        let time = minute.rem_euclid(DAY);
        ((450..690).contains(&time) || (810..1050).contains(&time)) && self.works(minute.div_euclid(DAY))
    }

    fn walk(&mut self, mut minute: i64, mut needed: i64) -> i64 {
        while needed > 0 {
            needed -= i64::from(self.runs(minute));
            minute += 1;
        }
        minute
    }

    fn minutes_between(&mut self, from: i64, to: i64) -> i64 {
        (from..to).filter(|minute| self.runs(*minute)).count() as i64
    }

    fn nth_working_day(&mut self, mut day: i64, mut n: i64) -> i64 {
        while n > 0 {
            day += 1;
            n -= i64::from(self.works(day));
        }
        day
    }

    /// The date of a resume: that of the first moment at which the office is open, closing included.
    fn resume_day(&mut self, mut minute: i64) -> i64 {
        loop {
            let time = minute.rem_euclid(DAY);
            let open = (450..=690).contains(&time) || (810..=1050).contains(&time);
            if open && self.works(minute.div_euclid(DAY)) {
                return minute.div_euclid(DAY);
            }
            minute += 1;
        }
    }
}

fn date_of(day: i64) -> Date {
    date(1970, 1, 1).checked_add(SignedDuration::from_hours(24 * day)).unwrap()
}

fn day_of(date: Date) -> i64 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
}

fn instant(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60 - 7 * 3600).unwrap()
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Pause { from: i64, to: i64 },
    Extend { by: Limit },
}

/// A due date as "so much after a base, plus what pauses took since".
struct Count {
    base: i64,
    limit: Limit,
    paused: i64,
}

impl Count {
    fn due(&self, office: &mut Office, style: Style) -> i64 {
        let day = self.base.div_euclid(DAY);
        let close = |day: i64| day * DAY + 1050;
        let rolled = |office: &mut Office, mut day: i64| {
            while !office.works(day) {
                day += 1;
            }
            close(day)
        };
        match self.limit {
            Limit::WorkingDays { minutes } if style == Style::WholeDays => {
                let days = (i64::from(minutes) + 479) / 480;
                close(office.nth_working_day(day, days + self.paused))
            }
            Limit::WorkingDays { minutes } | Limit::WorkingHours { minutes } => {
                office.walk(self.base, i64::from(minutes) + self.paused)
            }
            Limit::ClockHours { hours } => self.base + i64::from(hours) * 60 + self.paused,
            Limit::CalendarDays { days } => rolled(office, day + i64::from(days) + self.paused),
            Limit::Months { months } => {
                let mut end = date_of(day).first_of_month();
                for _ in 0..months {
                    end = end.last_of_month().tomorrow().unwrap();
                }
                let number = date_of(day).day().min(end.days_in_month());
                rolled(office, day_of(end.with().day(number).build().unwrap()) + self.paused)
            }
            Limit::Instant => {
                let today = office.works(day) && self.base.rem_euclid(DAY) <= 900;
                let first = if today { day } else { office.nth_working_day(day, 1) };
                close(office.nth_working_day(first, self.paused))
            }
        }
    }

    /// What a pause takes out, in the unit of the count.
    fn take(&mut self, office: &mut Office, style: Style, (from, to): (i64, i64), excluded: &BTreeSet<i64>) {
        let through = office.resume_day(to);
        let fresh = |day: &i64| !excluded.contains(day);
        let dates: Vec<i64> = (from.div_euclid(DAY) + 1..=through).filter(fresh).collect();
        self.paused += match self.limit {
            Limit::WorkingDays { .. } if style == Style::WholeDays => {
                dates.iter().filter(|day| office.works(**day)).count() as i64
            }
            Limit::Instant => dates.iter().filter(|day| office.works(**day)).count() as i64,
            Limit::WorkingDays { .. } | Limit::WorkingHours { .. } => office.minutes_between(from, to),
            Limit::ClockHours { .. } => to - from,
            Limit::CalendarDays { .. } | Limit::Months { .. } => dates.len() as i64,
        };
    }
}

/// The due minute after all steps.
fn due_after(office: &mut Office, start: i64, terms: Terms, steps: &[Step]) -> i64 {
    let mut count = Count { base: start, limit: terms.limit, paused: 0 };
    let mut excluded = BTreeSet::new();
    for step in merged(steps) {
        let due = count.due(office, terms.style);
        match step {
            Step::Pause { from, .. } if from > due => {}
            Step::Pause { from, to } => {
                count.take(office, terms.style, (from, to), &excluded);
                excluded.extend(from.div_euclid(DAY) + 1..=office.resume_day(to));
            }
            Step::Extend { by } => count = Count { base: due, limit: by, paused: 0 },
        }
    }
    count.due(office, terms.style)
}

fn merged(steps: &[Step]) -> Vec<Step> {
    let mut merged: Vec<Step> = Vec::new();
    for step in steps {
        if let (Some(Step::Pause { to: ended, .. }), Step::Pause { from, to }) = (merged.last_mut(), step)
            && *ended == *from
        {
            *ended = *to;
        } else {
            merged.push(*step);
        }
    }
    merged
}

/// One dossier: what the slow clock knows about it.
#[derive(Clone)]
struct Slow {
    terms: Terms,
    start: i64,
    steps: Vec<Step>,
    /// Steps as lateness sees them once an apology has been given.
    kept: Option<Vec<Step>>,
    late_for_good: bool,
}

impl Slow {
    fn due(&self, office: &mut Office) -> i64 {
        due_after(office, self.start, self.terms, &self.steps)
    }

    fn late_after(&self, office: &mut Office) -> i64 {
        due_after(office, self.start, self.terms, self.kept.as_ref().unwrap_or(&self.steps))
    }

    /// Since when a clock paused now has stood still, and the dossier as it was then: a pause that
    /// ended at this very moment goes on.
    fn stopped_at(&self, mut from: i64) -> (i64, Self) {
        let mut before = self.clone();
        while let Some(Step::Pause { from: earlier, to }) = before.steps.last().copied()
            && to == from
        {
            from = earlier;
            before.steps.pop();
            if let Some(kept) = &mut before.kept {
                kept.pop();
            }
        }
        (from, before)
    }

    fn add(&mut self, step: Step) {
        self.steps.push(step);
        if let Some(kept) = &mut self.kept {
            kept.push(step);
        }
    }
}

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % below
    }

    fn gap(&mut self) -> i64 {
        let most = [1, 30, 300, 1500, 6000][self.roll(5) as usize];
        self.roll(most) as i64
    }

    fn limit(&mut self) -> Limit {
        let small = |dice: &mut Self, most: u64| 1 + u32::try_from(dice.roll(most)).unwrap();
        match self.roll(8) {
            0 | 1 => Limit::working_days(small(self, 12)),
            2 => Limit::WorkingDays { minutes: 120 * small(self, 30) },
            3 => Limit::WorkingHours { minutes: 15 * small(self, 200) },
            4 => Limit::calendar_days(small(self, 20)),
            5 => Limit::clock_hours(small(self, 72)),
            6 => Limit::months(small(self, 2)),
            _ => Limit::Instant,
        }
    }
}

/// Plays one random dossier on both clocks and compares them after every entry.
fn play(office: &mut Office, seed: u64) {
    let mut dice = Dice(seed);
    let calendar = Calendar::state();
    let style = if dice.roll(2) == 0 { Style::WholeDays } else { Style::Hours };
    let terms = Terms { limit: dice.limit(), style };
    let mut now = day_of(date(2016, 1, 1)) * DAY + dice.roll(11 * 365 * 1440) as i64;
    let mut slow = Slow { terms, start: now, steps: Vec::new(), kept: None, late_for_good: false };
    let mut ledger = Ledger::starting_at(instant(now));
    let mut apologised = false;
    for _ in 0..dice.roll(7) {
        now += dice.gap();
        match dice.roll(10) {
            0..=5 => {
                let from = now;
                ledger.push(pause().at(instant(from)), &calendar, terms).unwrap();
                let (since, before) = slow.stopped_at(from);
                compare(office, &ledger, &before, since, seed);
                now += dice.gap();
                ledger.push(EntryKind::Resume.at(instant(now)), &calendar, terms).unwrap();
                slow.add(Step::Pause { from, to: now });
            }
            6 | 7 => {
                slow.late_for_good |= now > slow.late_after(office);
                ledger.push(EntryKind::SupplementRequested.at(instant(now)), &calendar, terms).unwrap();
                now += dice.gap();
                ledger.push(EntryKind::Supplemented.at(instant(now)), &calendar, terms).unwrap();
                slow = Slow { start: now, steps: Vec::new(), kept: None, ..slow };
            }
            roll => extend(office, &mut dice, &mut ledger, &mut slow, (now, roll == 8, &mut apologised)),
        }
        compare(office, &ledger, &slow, now, seed);
    }
    now += dice.gap();
    compare(office, &ledger, &slow, now, seed);
    ledger.push(EntryKind::Finish.at(instant(now)), &calendar, terms).unwrap();
    compare(office, &ledger, &slow, now, seed);
}

fn pause() -> EntryKind {
    EntryKind::Pause { reason: PauseReason::PublicPosting }
}

fn extend(
    office: &mut Office,
    dice: &mut Dice,
    ledger: &mut Ledger,
    slow: &mut Slow,
    (now, apology, apologised): (i64, bool, &mut bool),
) {
    let rolled = dice.limit();
    let by = if rolled == Limit::Instant { Limit::working_days(2) } else { rolled };
    let ground = if apology { ExtensionGround::Apology } else { ExtensionGround::Rule };
    let written = ledger.push(EntryKind::Extend { by, ground }.at(instant(now)), &Calendar::state(), slow.terms);
    if apology {
        let in_time = now.div_euclid(DAY) < slow.due(office).div_euclid(DAY);
        assert_eq!(written.is_ok(), in_time && !*apologised);
        if written.is_err() {
            return;
        }
        *apologised = true;
        slow.kept.get_or_insert(slow.steps.clone());
        slow.steps.push(Step::Extend { by });
    } else {
        written.unwrap();
        slow.late_for_good |= now > slow.late_after(office);
        slow.add(Step::Extend { by });
    }
}

fn compare(office: &mut Office, ledger: &Ledger, slow: &Slow, now: i64, seed: u64) {
    let outcome = ledger.outcome(&Calendar::state(), slow.terms);
    let (due, late_after) = (slow.due(office), slow.late_after(office));
    let expected_due = match outcome.status {
        Status::Running | Status::Finished { .. } => Some(instant(due)),
        Status::Paused { .. } | Status::AwaitingSupplement { .. } | Status::Ended { .. } => None,
    };
    let story = || format!("seed {seed}: {:?} {:?}", slow.terms, ledger);
    assert_eq!(outcome.due.map(calendar::local), expected_due.map(calendar::local), "due, {}", story());
    assert_eq!(calendar::local(outcome.late_after), calendar::local(instant(late_after)), "lateness, {}", story());
    let late = slow.late_for_good || now > late_after;
    let finished = matches!(outcome.status, Status::Finished { .. });
    let class = match (finished, late) {
        (true, true) => Class::Late,
        (true, false) if now.div_euclid(DAY) < late_after.div_euclid(DAY) => Class::Early,
        (true, false) => Class::OnTime,
        (false, true) => Class::Overdue,
        (false, false) => Class::InTime,
    };
    assert_eq!(outcome.class(instant(now)), Some(class), "class, {}", story());
}

#[test]
fn the_fast_clock_agrees_with_the_slow_one_on_known_dossiers() {
    let mut office = Office::read();
    for seed in 0..CASES {
        play(&mut office, seed);
    }
}

#[test]
fn the_fast_clock_agrees_with_the_slow_one_on_fresh_dossiers() {
    let mut office = Office::read();
    let fresh = RandomState::new();
    for case in 0..CASES {
        play(&mut office, fresh.hash_one(case));
    }
}
