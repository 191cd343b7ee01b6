//! An office as the slow clock sees it: every minute looked up, nothing added up beforehand.

use std::collections::BTreeSet;

use calendar::{Calendar, Closure, Holiday, HolidayKind, OfficeHours, PauseReason};
use jiff::civil::{Date, Time, Weekday, date};
use jiff::{SignedDuration, Timestamp};

use crate::dice::Dice;

pub(crate) const DAY: i64 = 1440;

/// Hours of a day in minutes, as the random offices keep them.
pub(crate) const HOURS: [&[(i64, i64)]; 5] = [
    &[(450, 690), (810, 1050)],
    &[(480, 720), (780, 1020)],
    &[(420, 660), (810, 990), (1080, 1200)],
    &[(450, 690)],
    &[(0, 1439)],
];

/// An office as the slow clock sees it. Days and minutes are numbers from 1 January 1970, local.
pub(crate) struct Office {
    /// What an invented one was made from.
    pub(crate) seed: Option<u64>,
    pub(crate) hours: &'static [(i64, i64)],
    off: BTreeSet<Date>,
    worked: BTreeSet<Date>,
    /// Whether each day works, from day 0.
    working: Vec<bool>,
    /// Times of a closure, in order.
    pub(crate) closed: Vec<(i64, i64)>,
    pub(crate) calendar: Calendar,
}

impl Office {
    pub(crate) fn shipped() -> Self {
        let (mut off, mut worked) = (BTreeSet::new(), BTreeSet::new());
        for row in include_str!("../../../../data/holidays.csv").lines().skip(1) {
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
    pub(crate) fn invented(seed: u64) -> Self {
        let dice = &mut Dice(seed);
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
        Self { seed: Some(seed), ..Self::of(hours, off, worked, closed, calendar) }
    }

    fn of(
        hours: &'static [(i64, i64)],
        off: BTreeSet<Date>,
        worked: BTreeSet<Date>,
        closed: Vec<(i64, i64)>,
        calendar: Calendar,
    ) -> Self {
        let mut office = Self { seed: None, hours, off, worked, working: Vec::new(), closed, calendar };
        office.working = (0..day_of(date(2040, 1, 1))).map(|day| office.is_worked(day)).collect();
        office
    }

    fn is_worked(&self, day: i64) -> bool {
        let date = date_of(day);
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.worked.contains(&date) || (!weekend && !self.off.contains(&date))
    }

    pub(crate) fn works(&self, day: i64) -> bool {
        self.working[day as usize]
    }

    /// Whether the minute that begins here is worked.
    pub(crate) fn runs(&self, minute: i64) -> bool {
        let time = minute.rem_euclid(DAY);
        self.hours.iter().any(|(opens, closes)| (*opens..*closes).contains(&time)) && self.works(minute.div_euclid(DAY))
    }

    pub(crate) fn walk(&self, mut minute: i64, mut needed: i64) -> i64 {
        while needed > 0 {
            needed -= i64::from(self.runs(minute));
            minute += 1;
        }
        minute
    }

    pub(crate) fn minutes_between(&self, from: i64, to: i64) -> i64 {
        (from..to).filter(|minute| self.runs(*minute)).count() as i64
    }

    pub(crate) fn nth_working_day(&self, mut day: i64, mut n: i64) -> i64 {
        while n > 0 {
            day += 1;
            n -= i64::from(self.works(day));
        }
        day
    }

    /// The date of a resume: that of the first moment at which the office is open, closing included.
    pub(crate) fn resume_day(&self, mut minute: i64) -> i64 {
        loop {
            let time = minute.rem_euclid(DAY);
            let open = self.hours.iter().any(|(opens, closes)| (*opens..=*closes).contains(&time));
            if open && self.works(minute.div_euclid(DAY)) {
                return minute.div_euclid(DAY);
            }
            minute += 1;
        }
    }

    pub(crate) fn close(&self, day: i64) -> i64 {
        day * DAY + self.hours.last().unwrap().1
    }

    /// When the closure of a moment ends.
    pub(crate) fn closed_at(&self, minute: i64) -> Option<i64> {
        self.closed.iter().find(|(from, to)| (*from..*to).contains(&minute)).map(|(_, to)| *to)
    }

    /// Times closed between two moments.
    pub(crate) fn closed_between(&self, from: i64, to: i64) -> Vec<(i64, i64)> {
        let cut = self.closed.iter().map(|&(begins, ends)| (begins.max(from), ends.min(to)));
        cut.filter(|(begins, ends)| begins < ends).collect()
    }
}

pub(crate) fn calendar_of(hours: &[(i64, i64)], off: &BTreeSet<Date>, worked: &BTreeSet<Date>) -> Calendar {
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

pub(crate) fn date_of(day: i64) -> Date {
    date(1970, 1, 1).checked_add(SignedDuration::from_hours(24 * day)).unwrap()
}

pub(crate) fn day_of(date: Date) -> i64 {
    date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours() / 24
}

pub(crate) fn instant(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60 - 7 * 3600).unwrap()
}
