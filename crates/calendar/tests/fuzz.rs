//! Nonsense for the whole public interface: absurd limits, moments at both ends of time, entries in
//! any order, offices with any hours. Nothing may panic and everything has to come to an end.
//!
//! Runs for `MOTCUA_FUZZ_SECONDS` (5 when not given) from a fresh seed. A failure prints the seed of
//! its round; `MOTCUA_FUZZ_SEED` plays that one round again.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use calendar::bundle::Bundle;
use calendar::bundle::vital::{BIRTH, DEATH, Filing, Part, Verification};
use calendar::{Calendar, Closure, DayOfWeek, Entry, EntryKind, ExtensionGround, Holiday, HolidayKind, HoursRule};
use calendar::{IntakeSession, Ledger, Limit, LunarDate, OfficeHours, PauseReason, Season, Sla, Style, Terms};
use jiff::civil::{Date, Time, Weekday};
use jiff::{SignedDuration, Timestamp};

/// One round, a calendar with its dossiers, takes milliseconds; on a busy machine a little more.
const ROUND_MAX: Duration = Duration::from_secs(30);
const LEDGERS: u64 = 30;
const WEEK: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

#[test]
fn nothing_panics_and_everything_ends() {
    let seed = std::env::var("MOTCUA_FUZZ_SEED").ok().map(|seed| seed.parse::<u64>().unwrap());
    let seconds = std::env::var("MOTCUA_FUZZ_SECONDS").map_or(5, |seconds| seconds.parse().unwrap());
    let (rounds, played) = channel();
    std::thread::spawn(move || match seed {
        Some(seed) => play(seed, &rounds),
        None => play_for(Duration::from_secs(seconds), &rounds),
    });
    let (mut count, mut current) = (0_u64, None);
    loop {
        match played.recv_timeout(ROUND_MAX) {
            Ok(Round::Begins(seed)) => current = Some(seed),
            Ok(Round::Ended) => count += 1,
            Ok(Round::Panicked(seed)) => panic!("panicked; play it again with MOTCUA_FUZZ_SEED={seed}"),
            Err(RecvTimeoutError::Timeout) => panic!("comes to no end; MOTCUA_FUZZ_SEED={current:?}"),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    eprintln!("{count} calendars, {} dossiers", count * LEDGERS);
    assert!(count > 0);
}

enum Round {
    Begins(u64),
    Ended,
    Panicked(u64),
}

fn play_for(time: Duration, rounds: &Sender<Round>) {
    let begun = Instant::now();
    let mut seeds = Dice(RandomState::new().hash_one(begun));
    while begun.elapsed() < time {
        play(seeds.any(), rounds);
    }
}

fn play(seed: u64, rounds: &Sender<Round>) {
    rounds.send(Round::Begins(seed)).unwrap();
    let played = catch_unwind(AssertUnwindSafe(|| round(Dice(seed))));
    rounds.send(if played.is_ok() { Round::Ended } else { Round::Panicked(seed) }).unwrap();
}

fn round(mut dice: Dice) {
    // A calendar that is refused is an answer too.
    let calendar = calendar(&mut dice).unwrap_or_else(|_| Calendar::state());
    for _ in 0..LEDGERS {
        ledger(&mut dice, &calendar);
        questions(&mut dice, &calendar);
    }
}

fn ledger(dice: &mut Dice, calendar: &Calendar) {
    let terms = Terms { limit: dice.limit(), style: dice.style() };
    let start = dice.moment();
    let mut ledger = Ledger::starting_at(start);
    let mut entries: Vec<Entry> = Vec::new();
    let mut at = start;
    for _ in 0..dice.below(12) {
        at = dice.moment_after(at);
        let entry = dice.entry_kind().at(at);
        entries.push(entry);
        let before = ledger.entries().len();
        let grows = usize::from(ledger.push(entry, calendar, terms).is_ok());
        assert_eq!(ledger.entries().len(), before + grows);
        look(dice, &ledger, calendar, terms);
    }
    look(dice, &ledger, calendar, terms);
    assert_eq!(Ledger::replay(start, ledger.entries().iter().copied()).as_ref(), Ok(&ledger));
    let _ = Ledger::replay(start, entries);
}

/// Everything that can be asked of a ledger.
fn look(dice: &mut Dice, ledger: &Ledger, calendar: &Calendar, terms: Terms) {
    let now = dice.moment();
    let outcome = ledger.outcome(calendar, terms);
    let _ = (outcome.class(now), Sla::of(&outcome, calendar, now), Sla::until(outcome.late_after, calendar, now));
    let _ = ledger.expected_due(calendar, terms, now);
    let _ = ledger.used_minutes(calendar, now);
    let _ = ledger.used_minutes_between(calendar, now, dice.moment());
    let explained = ledger.explain(calendar, terms, now);
    assert_eq!(explained.outcome, outcome);
    let unordered = explained.days.windows(2).find(|pair| pair[0].date >= pair[1].date);
    assert!(unordered.is_none(), "{unordered:?} in the days of {terms:?} at {now}, {ledger:?}");
}

/// What can be asked without a ledger.
fn questions(dice: &mut Dice, calendar: &Calendar) {
    let (now, then, minutes) = (dice.moment(), dice.moment(), dice.number());
    let (day, other) = (calendar::local(now).date(), calendar::local(then).date());
    assert_eq!(calendar.working_days_between(day, other).min(calendar.working_days_between(other, day)), 0);
    let _ = (calendar.add_working_days(day, minutes), calendar.subtract_working_days(day, minutes));
    let _ = (calendar.working_minutes_between(now, then), calendar.after_working_minutes(now, minutes));
    let _ = (calendar.next_opening(now), calendar.is_open(now), calendar.opening_of(day), calendar.closing_of(day));
    let _ = (calendar.receives_at(now), calendar.next_reception(now), calendar.holiday_name(day));
    let _ = (calendar.day_kind(day), calendar.provisional(day), calendar.transfer_by(now));
    let _ = (calendar.acceptance_deadline(now), calendar.acceptance_alert(now), calendar.transfer_not_before(now));
    let _ = (calendar.return_notice_due(now), calendar.supplement_closes_at(now), calendar.apology_by(now));
    let _ = (calendar.correction_due(now), calendar.payment_transfer_due(now), calendar.outage_announced_by(day));
    let _ = calendar.closure_of_dates(day, other, PauseReason::OfficeSuspension);
    let legs = [("a", dice.limit()), ("b", dice.limit()), ("c", dice.limit())];
    let bundle = Bundle { calendar, style: dice.style(), starts: now };
    let branches = bundle.parallel(&legs);
    assert!(branches.legs.iter().all(|leg| leg.due <= branches.due));
    assert_eq!(bundle.sequential(&legs, &[then]).legs.len(), legs.len());
    let filing = Filing {
        submitted: now,
        verification: *dice.one_of(&[Verification::NotNeeded, Verification::Needed]),
        requested: &[Part::IdentityCard, Part::Meritorious],
        registered: dice.maybe(Dice::moment),
    };
    let _ = (BIRTH.due(calendar, bundle.style, &filing), DEATH.due(calendar, bundle.style, &filing));
    assert!(LunarDate::of(day).is_none_or(|lunar| lunar.date() == Some(day)));
}

fn calendar(dice: &mut Dice) -> Result<Calendar, calendar::BuildError> {
    let mut builder = Calendar::builder().hours(dice.hours());
    for _ in 0..dice.below(4) {
        builder = builder.hours_rule(HoursRule {
            since: dice.maybe(Dice::date),
            until: dice.maybe(Dice::date),
            season: dice.maybe(Dice::season),
            weekdays: (0..dice.below(3)).map(|_| DayOfWeek(*dice.one_of(&WEEK))).collect(),
            hours: dice.hours(),
        });
    }
    for _ in 0..dice.below(3) {
        builder = builder.intake_session(IntakeSession {
            weekday: DayOfWeek(*dice.one_of(&WEEK)),
            since: dice.maybe(Dice::date),
            until: dice.maybe(Dice::date),
            opens: dice.time(),
            closes: dice.time(),
        });
    }
    if dice.below(3) == 0 {
        let weekdays: Vec<_> = (0..dice.below(8)).map(|_| *dice.one_of(&WEEK)).collect();
        builder = builder.working_weekdays(&weekdays);
    }
    if dice.below(2) == 0 {
        let year = dice.below(u64::from(u16::MAX)).try_into().unwrap_or(2060);
        builder = builder.project_through(*dice.one_of(&[2030, 2099, 2100, i16::MAX, i16::MIN, year]));
    }
    let days: Vec<_> = (0..dice.below(60)).map(|_| dice.holiday()).collect();
    let closures: Vec<_> = (0..dice.below(6)).map(|_| dice.closure()).collect();
    Ok(builder.holidays(days).build()?.with_closures(closures))
}

/// Random values that a seed gives again, drawn so that the odd ones are common.
struct Dice(u64);

impl Dice {
    fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.any() % end
    }

    fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        let length = u64::try_from(choices.len()).unwrap();
        &choices[usize::try_from(self.below(length)).unwrap()]
    }

    fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }

    /// A number of any size up to the largest there is.
    fn number(&mut self) -> u32 {
        let bits = self.below(33);
        let number = self.below(1 << bits);
        *self.one_of(&[u32::try_from(number).unwrap(), u32::try_from(number).unwrap(), 0, 480, u32::MAX])
    }

    fn limit(&mut self) -> Limit {
        let number = self.number();
        let mut limits = [
            Limit::WorkingDays { minutes: number },
            Limit::WorkingHours { minutes: number },
            Limit::working_days(number),
            Limit::calendar_days(number),
            Limit::clock_hours(number),
            Limit::months(number),
            Limit::Instant,
        ];
        if let Some(longer) = limits[0].in_difficult_area() {
            limits[0] = longer;
        }
        *self.one_of(&limits)
    }

    fn style(&mut self) -> Style {
        *self.one_of(&[Style::WholeDays, Style::Hours])
    }

    /// Mostly in the years of a calendar, also anywhere, and at both ends.
    fn moment(&mut self) -> Timestamp {
        let (first, last) = (Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
        let near = i64::try_from(self.below(2_000_000)).unwrap();
        let anywhere = first + i64::try_from(self.below(last.abs_diff(first))).unwrap();
        let in_table = 946_659_600 + i64::try_from(self.below(3_200_000_000)).unwrap();
        let in_use = 1_451_581_200 + i64::try_from(self.below(400_000_000)).unwrap();
        let second = *self.one_of(&[in_use, in_use, in_use, in_table, in_table, anywhere, first + near, last - near]);
        let nanosecond = *self.one_of(&[0, 0, 1, 999_999_999]);
        Timestamp::new(second, nanosecond).unwrap_or(Timestamp::MAX)
    }

    /// Mostly a little later, also at the same moment, and anywhere.
    fn moment_after(&mut self, before: Timestamp) -> Timestamp {
        let gap = *self.one_of(&[0, 0, 1, 3_600, 86_400, 1_000_000, 100_000_000]);
        let later = SignedDuration::from_secs(i64::try_from(self.below(gap + 1)).unwrap());
        if self.below(12) == 0 { self.moment() } else { before.saturating_add(later).unwrap_or(before) }
    }

    fn entry_kind(&mut self) -> EntryKind {
        let pause = EntryKind::Pause { reason: *self.one_of(&PauseReason::ALL) };
        let ground = *self.one_of(&[ExtensionGround::Rule, ExtensionGround::Apology]);
        let extend = EntryKind::Extend { by: self.limit(), ground };
        let often = [pause, EntryKind::Resume, extend, EntryKind::SupplementRequested, EntryKind::Supplemented];
        if self.below(15) == 0 {
            return *self.one_of(&[EntryKind::Finish, EntryKind::Withdraw, EntryKind::Stop]);
        }
        *self.one_of(&often)
    }

    fn date(&mut self) -> Date {
        calendar::local(self.moment()).date()
    }

    fn time(&mut self) -> Time {
        let second = i64::try_from(self.below(86_400)).unwrap();
        let any = Time::midnight().wrapping_add(SignedDuration::from_secs(second));
        *self.one_of(&[any, any, any, Time::MIN, Time::MAX])
    }

    fn hours(&mut self) -> OfficeHours {
        let mut times: Vec<Time> = (0..2 * (1 + self.below(4))).map(|_| self.time()).collect();
        times.sort_unstable();
        let pairs: Vec<_> = times.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        OfficeHours::new(&pairs).unwrap_or_else(|_| OfficeHours::standard())
    }

    fn season(&mut self) -> Season {
        let mut day = || (i8::try_from(self.below(14)).unwrap(), i8::try_from(self.below(33)).unwrap());
        Season { from: day(), through: day() }
    }

    fn holiday(&mut self) -> Holiday {
        let days = i64::try_from(self.below(36_524)).unwrap();
        let date = Date::constant(2000, 1, 1).saturating_add(SignedDuration::from_hours(24 * days));
        let kind = *self.one_of(&HolidayKind::ALL);
        Holiday { date, kind, name: "Ngày nghỉ".to_owned() }
    }

    fn closure(&mut self) -> Closure {
        let from = self.moment();
        let to = if self.below(4) == 0 { self.moment() } else { self.moment_after(from) };
        Closure { from, to, reason: *self.one_of(&PauseReason::ALL) }
    }
}
