//! A second clock that is slow and simple, compared with the real one on random dossiers.
//!
//! It reads the holiday list by itself, walks minute by minute and day by day, keeps excluded dates
//! in a set and knows nothing of tables. Some seeds are fixed, some fresh; a failure prints its
//! seed. Each of the two tests plays for `MOTCUA_CLOCK_SECONDS` (3 when not given), or as many
//! dossiers as `MOTCUA_CLOCK_CASES` says.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]
#![expect(clippy::print_stderr, reason = "how many dossiers were compared is worth reading")]

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use calendar::{Calendar, Class, Closure, EntryKind, ExtensionGround, Holiday, HolidayKind, Ledger, Limit};
use calendar::{OfficeHours, PauseReason, Status, Style, Terms};
use jiff::civil::{Date, Time, Weekday, date};
use jiff::{SignedDuration, Timestamp};

const DAY: i64 = 1440;

/// Hours of a day in minutes, as the random offices keep them.
const HOURS: [&[(i64, i64)]; 5] = [
    &[(450, 690), (810, 1050)],
    &[(480, 720), (780, 1020)],
    &[(420, 660), (810, 990), (1080, 1200)],
    &[(450, 690)],
    &[(0, 1439)],
];

/// An office as the slow clock sees it. Days and minutes are numbers from 1 January 1970, local.
struct Office {
    hours: &'static [(i64, i64)],
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    /// Whether each day works, from day 0.
    working: Vec<bool>,
    /// Times of a closure, in order.
    closed: Vec<(i64, i64)>,
    calendar: Calendar,
}

impl Office {
    fn shipped() -> Self {
        let (mut off, mut worked) = (BTreeSet::new(), BTreeSet::new());
        for row in include_str!("../../../data/holidays.csv").lines().skip(1) {
            let mut cells = row.splitn(3, ',');
            let date: Date = cells.next().unwrap().parse().unwrap();
            let is_worked = cells.next() == Some("working_saturday");
            if is_worked {
                worked.insert(date)
            } else {
                off.insert(date)
            };
        }
        Self::of(HOURS[0], off, worked, Vec::new(), Calendar::state())
    }

    /// An office with its own hours and days off and, one in two, times in which it was closed.
    fn invented(dice: &mut Dice) -> Self {
        let hours = HOURS[dice.roll(5) as usize];
        let (mut off, mut worked) = (BTreeSet::new(), BTreeSet::new());
        for day in day_of(date(2016, 1, 1))..day_of(date(2028, 1, 1)) {
            match dice.roll(25) {
                0 => off.insert(date_of(day)),
                1 => worked.insert(date_of(day)),
                _ => false,
            };
        }
        let mut closed = Vec::new();
        if dice.roll(2) == 0 {
            let mut from = day_of(date(2016, 1, 1)) * DAY;
            while from < day_of(date(2028, 1, 1)) * DAY {
                from += dice.roll(60 * 1440) as i64;
                let to = from + 1 + dice.roll(5 * 1440) as i64;
                closed.push((from, to));
                from = to;
            }
        }
        let calendar = calendar_of(hours, &off, &worked).with_closures(closed.iter().map(|&(from, to)| Closure {
            from: instant(from),
            to: instant(to),
            reason: PauseReason::SystemIncident,
        }));
        Self::of(hours, off, worked, closed, calendar)
    }

    fn of(
        hours: &'static [(i64, i64)],
        off: BTreeSet<Date>,
        worked: BTreeSet<Date>,
        closed: Vec<(i64, i64)>,
        calendar: Calendar,
    ) -> Self {
        let mut office = Self { hours, off, worked, working: Vec::new(), closed, calendar };
        office.working = (0..day_of(date(2040, 1, 1))).map(|day| office.is_worked(day)).collect();
        office
    }

    fn is_worked(&self, day: i64) -> bool {
        let date = date_of(day);
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&date) || (!weekend && !self.off.contains(&date))
    }

    fn works(&self, day: i64) -> bool {
        self.working[day as usize]
    }

    /// Whether the minute that begins here is worked.
    fn runs(&self, minute: i64) -> bool {
        let time = minute.rem_euclid(DAY);
        self.hours.iter().any(|(opens, closes)| (*opens..*closes).contains(&time)) && self.works(minute.div_euclid(DAY))
    }

    fn walk(&self, mut minute: i64, mut needed: i64) -> i64 {
        while needed > 0 {
            needed -= i64::from(self.runs(minute));
            minute += 1;
        }
        minute
    }

    fn minutes_between(&self, from: i64, to: i64) -> i64 {
        (from..to).filter(|minute| self.runs(*minute)).count() as i64
    }

    fn nth_working_day(&self, mut day: i64, mut n: i64) -> i64 {
        while n > 0 {
            day += 1;
            n -= i64::from(self.works(day));
        }
        day
    }

    /// The date of a resume: that of the first moment at which the office is open, closing included.
    fn resume_day(&self, mut minute: i64) -> i64 {
        loop {
            let time = minute.rem_euclid(DAY);
            let open = self.hours.iter().any(|(opens, closes)| (*opens..=*closes).contains(&time));
            if open && self.works(minute.div_euclid(DAY)) {
                return minute.div_euclid(DAY);
            }
            minute += 1;
        }
    }

    fn close(&self, day: i64) -> i64 {
        day * DAY + self.hours.last().unwrap().1
    }

    /// Times closed between two moments.
    fn closed_between(&self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let cut = self.closed.iter().map(|&(begins, ends)| (begins.max(from), ends.min(to)));
        cut.filter(|(begins, ends)| begins < ends).collect()
    }
}

fn calendar_of(hours: &[(i64, i64)], off: &BTreeSet<Date>, worked: &BTreeSet<Date>) -> Calendar {
    let time = |minute: i64| Time::midnight() + SignedDuration::from_mins(minute);
    let intervals: Vec<_> = hours.iter().map(|&(opens, closes)| (time(opens), time(closes))).collect();
    let day = |date: &Date, kind| Holiday { date: *date, kind, name: "ngày nghỉ".to_owned() };
    Calendar::builder()
        .hours(OfficeHours::new(&intervals).unwrap())
        .holidays(off.iter().map(|date| day(date, HolidayKind::Public)))
        .holidays(worked.iter().map(|date| day(date, HolidayKind::WorkingSaturday)))
        .build()
        .unwrap()
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
    fn due(&self, office: &Office, style: Style) -> i64 {
        let day = self.base.div_euclid(DAY);
        let close = |day: i64| office.close(day);
        let rolled = |mut day: i64| {
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
            Limit::CalendarDays { days } => rolled(day + i64::from(days) + self.paused),
            Limit::Months { months } => {
                let mut end = date_of(day).first_of_month();
                for _ in 0..months {
                    end = end.last_of_month().tomorrow().unwrap();
                }
                let number = date_of(day).day().min(end.days_in_month());
                rolled(day_of(end.with().day(number).build().unwrap()) + self.paused)
            }
            Limit::Instant => {
                let today = office.works(day) && self.base.rem_euclid(DAY) <= 900;
                let first = if today { day } else { office.nth_working_day(day, 1) };
                close(office.nth_working_day(first, self.paused))
            }
        }
    }

    /// What a pause takes out, in the unit of the count. One that goes on from another begins with
    /// the date on which that one ended.
    fn take(&mut self, office: &Office, style: Style, (from, to): (i64, i64), goes_on: bool) {
        let began = if goes_on { office.resume_day(from) } else { from.div_euclid(DAY) };
        let dates = began + 1..=office.resume_day(to);
        let worked = dates.clone().filter(|day| office.works(*day)).count() as i64;
        self.paused += match self.limit {
            Limit::WorkingDays { .. } if style == Style::WholeDays => worked,
            Limit::Instant => worked,
            Limit::WorkingDays { .. } | Limit::WorkingHours { .. } => office.minutes_between(from, to),
            Limit::ClockHours { .. } => to - from,
            Limit::CalendarDays { .. } | Limit::Months { .. } => dates.count() as i64,
        };
    }
}

/// The due minute after all steps.
fn due_after(office: &Office, start: i64, terms: Terms, steps: &[Step]) -> i64 {
    let mut count = Count { base: start, limit: terms.limit, paused: 0 };
    // The end of the last pause, and whether it began in time.
    let mut last = None;
    for step in steps {
        let due = count.due(office, terms.style);
        match *step {
            Step::Pause { from, to } => {
                let goes_on = last.filter(|(ended, _)| *ended == from);
                let in_time = goes_on.map_or(from <= due, |(_, in_time)| in_time);
                if in_time {
                    count.take(office, terms.style, (from, to), goes_on.is_some());
                }
                last = Some((to, in_time));
            }
            Step::Extend { by } => count = Count { base: due, limit: by, paused: 0 },
        }
    }
    count.due(office, terms.style)
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
    /// Up to here the times in which the office was closed are among the steps.
    known_to: i64,
    /// When the clock stood still since the start.
    stood: Vec<(i64, i64)>,
}

impl Slow {
    fn starting(terms: Terms, start: i64) -> Self {
        let (steps, stood) = (Vec::new(), Vec::new());
        Self { terms, start, steps, kept: None, late_for_good: false, known_to: start, stood }
    }

    /// The clock has run until here, except where the office was closed.
    fn ran_to(&mut self, office: &Office, now: i64) {
        for (from, to) in office.closed_between(self.known_to, now) {
            self.pause(from, to);
        }
        self.known_to = now;
    }

    /// The dossier as it looks when the clock runs on for ever.
    fn running_on(&self, office: &Office) -> Self {
        let mut on = self.clone();
        while on.due(office).max(on.late_after(office)) >= on.known_to && !office.closed.is_empty() {
            let ahead = on.known_to + 30 * DAY;
            let within = office.closed.iter().find(|(from, to)| (*from..*to).contains(&ahead));
            on.ran_to(office, within.map_or(ahead, |(_, to)| *to));
        }
        on
    }

    fn due(&self, office: &Office) -> i64 {
        due_after(office, self.start, self.terms, &self.steps)
    }

    fn late_after(&self, office: &Office) -> i64 {
        due_after(office, self.start, self.terms, self.kept.as_ref().unwrap_or(&self.steps))
    }

    fn used(&self, office: &Office, now: i64) -> i64 {
        let stood = |minute: i64| self.stood.iter().any(|(from, to)| (*from..*to).contains(&minute));
        (self.start..now).filter(|minute| office.runs(*minute) && !stood(*minute)).count() as i64
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

    fn pause(&mut self, from: i64, to: i64) {
        self.stood.push((from, to));
        self.add(Step::Pause { from, to });
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
        match self.dice.limit() {
            Limit::Instant => Limit::working_days(2),
            limit => limit,
        }
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
        let (hours, terms) = (self.office.hours, self.slow.terms);
        format!("seed {}: {hours:?} {terms:?} {:?} closed {closed:?}", self.seed, self.ledger)
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
        let invented = Office::invented(&mut Dice(seeds(played)));
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
