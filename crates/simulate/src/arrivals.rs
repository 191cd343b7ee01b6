//! When people come: by year, weekday and hour. Mondays are full, the week of Tết is empty, online
//! filings come in the evening and on Sundays too.

use calendar::{Calendar, instant};
use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

use crate::random::Random;

/// A year brings so much more than the one before.
const GROWTH: f64 = 1.08;
/// Share of online filings of all, first year and each year after.
const ONLINE: (f64, f64) = (0.25, 0.08);

/// How many come on each day of a period; they add up to `count`.
pub(crate) fn by_day(count: u64, from: Date, until: Date, calendar: &Calendar) -> Vec<(Date, u64)> {
    let days: Vec<Date> = from.series(jiff::Span::new().days(1)).take_while(|day| *day <= until).collect();
    let weights: Vec<f64> = days.iter().map(|day| weight(*day, from, calendar)).collect();
    let total: f64 = weights.iter().sum();
    let (mut given, mut passed) = (0_u64, 0.0);
    let share = |day: &Date, weight: f64| {
        passed += weight;
        let through = if total > 0.0 { (count as f64 * passed / total).round() as u64 } else { 0 };
        let today = through.min(count).saturating_sub(given);
        given += today;
        (*day, today)
    };
    let mut share = share;
    days.iter().zip(weights).map(|(day, weight)| share(day, weight)).collect()
}

fn weight(day: Date, from: Date, calendar: &Calendar) -> f64 {
    let growth = GROWTH.powi(i32::from(day.year() - from.year()));
    let weekday = match day.weekday() {
        Weekday::Monday => 1.3,
        Weekday::Tuesday => 1.1,
        Weekday::Wednesday => 1.0,
        Weekday::Thursday => 0.95,
        Weekday::Friday => 0.85,
        Weekday::Saturday | Weekday::Sunday => 1.0,
    };
    growth * if calendar.is_working(day) { weekday } else { 0.05 }
}

/// Whether one that comes on a day comes online.
pub(crate) fn is_online(day: Date, from: Date, calendar: &Calendar, chance: &mut Random) -> bool {
    let (first, yearly) = ONLINE;
    let share = (first + yearly * f64::from(day.year() - from.year())).min(0.8);
    !calendar.is_working(day) || chance.chance(share)
}

/// The moment on that day: the counter's two rushes, or any time people are awake.
pub(crate) fn moment(day: Date, online: bool, chance: &mut Random) -> Timestamp {
    const COUNTER: [f64; 10] = [0.5, 1.6, 1.8, 1.3, 0.3, 0.0, 1.0, 1.3, 1.0, 0.5];
    const ONLINE_HOURS: [f64; 17] =
        [0.2, 0.6, 1.2, 1.4, 1.3, 0.9, 0.6, 0.8, 1.1, 1.2, 1.0, 0.6, 0.5, 0.8, 1.0, 0.8, 0.4];
    let (first, hour) = if online { (6, chance.weighted(&ONLINE_HOURS)) } else { (7, chance.weighted(&COUNTER)) };
    let hour = first + i8::try_from(hour).unwrap_or(0);
    let minute = i8::try_from(chance.below(60)).unwrap_or(0);
    let second = i8::try_from(chance.below(60)).unwrap_or(0);
    instant(day.at(hour, minute, second, 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_has_its_weeks_and_its_tet() {
        let calendar = timetable();
        let days = by_day(100_000, date(2025, 1, 1), date(2025, 12, 31), &calendar);
        assert_eq!(days.iter().map(|(_, count)| count).sum::<u64>(), 100_000);
        let on = |day| days.iter().find(|(found, _)| *found == day).map(|(_, count)| *count).unwrap();
        assert!(on(date(2025, 11, 10)) > on(date(2025, 11, 14)), "a Monday is fuller than a Friday");
        assert!(on(date(2025, 1, 29)) < 50, "the first day of Tết");
        assert!(on(date(2025, 11, 16)) > 0, "people file online on Sundays");
    }

    fn timetable() -> Calendar {
        Calendar::state()
    }
}
