//! The Vietnamese lunar calendar (âm lịch) at UTC+7, for the years 1900–2199.
//!
//! A month begins on the day of a new moon; month 11 holds the winter solstice; where thirteen
//! months lie between two of them, the first without a principal term (trung khí) is the leap one.
//! That is the calendar of Viet Nam since 1968 (Quyết định 121-CP of 8 August 1967: time zone 7).
//! It may differ from the Chinese one, which counts days at UTC+8, by a day or by a month.
//!
//! Moon and sun come from the short series of Jean Meeus in the form in which Hồ Ngọc Đức published
//! them for this calendar. Nothing here says what was printed before 1968, when other zones were
//! used; dates of that time are what today's rule gives. The series errs by a minute or two: the
//! few months whose new moon comes that close to midnight (2054, 2072, 2077 and five after 2100,
//! two of them at Tết: 2175 and 2199) may turn out to begin a day earlier.

use std::f64::consts::{PI, TAU};

use jiff::civil::{Date, date};

use crate::local::Day;

const FIRST: Date = date(1900, 1, 1);
const LAST: Date = date(2199, 12, 31);

/// Julian day number of 1 January 1970.
const EPOCH_JULIAN: i32 = 2_440_588;
/// Julian day of the new moon from which new moons are numbered, and the days between two.
const FIRST_NEW_MOON: f64 = 2_415_021.076_998_695;
const SYNODIC_MONTH: f64 = 29.530_588_853;
/// Viet Nam ahead of Greenwich, in days.
const ZONE: f64 = 7.0 / 24.0;
/// The sector of the sun's way that begins with the winter solstice; each has 30 degrees.
const WINTER: i32 = 9;

/// A date of the lunar calendar. The year is the one its Tết falls in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LunarDate {
    pub year: i16,
    /// Tháng Giêng is 1, tháng Chạp 12.
    pub month: i8,
    /// Tháng nhuận: the second of two months with one number.
    pub leap: bool,
    pub day: i8,
}

impl LunarDate {
    /// The lunar date of a day in the years 1900–2199, else none.
    pub fn of(date: Date) -> Option<Self> {
        if !(FIRST..=LAST).contains(&date) {
            return None;
        }
        let day = julian(date);
        let winter = month_eleven(date.year());
        let around = months_before_winter(if day < winter.start { date.year() } else { date.year() + 1 });
        let month = around.into_iter().find(|month| (month.start..month.end).contains(&day))?;
        let day = i8::try_from(day - month.start + 1).ok()?;
        Some(Self { year: month.year, month: month.number, leap: month.leap, day })
    }

    /// The day of this lunar date; none where that year has no such month or day, or where it lies
    /// outside the years 1900–2199.
    pub fn date(self) -> Option<Date> {
        let month = month_of(self.year, self.month, self.leap)?;
        let day = month.start + i32::from(self.day) - 1;
        let exists = self.day > 0 && day < month.end;
        exists.then(|| civil(day)).filter(|date| (FIRST..=LAST).contains(date))
    }
}

/// Mùng 1 Tết of a year.
pub fn new_year(year: i16) -> Option<Date> {
    LunarDate { year, month: 1, leap: false, day: 1 }.date()
}

/// Giỗ Tổ Hùng Vương of a year: the tenth day of the third month.
pub fn hung_kings(year: i16) -> Option<Date> {
    LunarDate { year, month: 3, leap: false, day: 10 }.date()
}

/// Days in the month before Tết of a year: 29 or 30. The last of them is giao thừa.
pub fn last_month_days(year: i16) -> Option<i8> {
    LunarDate::of(new_year(year)?.yesterday().ok()?).map(|eve| eve.day)
}

/// One month: its first day, and the first day of the next, as Julian day numbers.
#[derive(Debug, Clone, Copy)]
struct Month {
    year: i16,
    number: i8,
    leap: bool,
    start: i32,
    end: i32,
}

fn month_of(year: i16, number: i8, leap: bool) -> Option<Month> {
    // A year that no date of ours can lie in is not worth a look at the moon.
    if !(FIRST.year() - 1..=LAST.year()).contains(&year) {
        return None;
    }
    let cycle = if number < 11 { year } else { year + 1 };
    let found = |month: &Month| month.year == year && month.number == number && month.leap == leap;
    months_before_winter(cycle).into_iter().find(found)
}

/// The months from month 11 of the year before through month 10 of this one: twelve or thirteen.
fn months_before_winter(year: i16) -> Vec<Month> {
    let (first, next) = (month_eleven(year - 1), month_eleven(year));
    let thirteen = next.moon - first.moon > 12;
    let mut months: Vec<Month> = Vec::with_capacity(13);
    let mut number = 11;
    let mut leap_passed = !thirteen;
    for moon in first.moon..next.moon {
        let (start, end) = (new_moon_day(moon), new_moon_day(moon + 1));
        let leap = !leap_passed && moon > first.moon && sun_sector(start) == sun_sector(end);
        leap_passed |= leap;
        if moon > first.moon && !leap {
            number = number % 12 + 1;
        }
        months.push(Month { year: if number < 11 { year } else { year - 1 }, number, leap, start, end });
    }
    months
}

/// A new moon by its number, with the day it falls on.
#[derive(Debug, Clone, Copy)]
struct NewMoon {
    moon: i32,
    start: i32,
}

/// Month 11 begins with the last new moon on or before the day of the winter solstice.
fn month_eleven(year: i16) -> NewMoon {
    let year_end = julian(date(year, 12, 31));
    let moon = floor((f64::from(year_end) - FIRST_NEW_MOON) / SYNODIC_MONTH);
    let start = new_moon_day(moon);
    if sun_sector(start) >= WINTER {
        return NewMoon { moon: moon - 1, start: new_moon_day(moon - 1) };
    }
    NewMoon { moon, start }
}

fn new_moon_day(moon: i32) -> i32 {
    floor(new_moon(f64::from(moon)) + 0.5 + ZONE)
}

/// Which twelfth of its way the sun is in as a day begins: 0 from the spring equinox.
fn sun_sector(day: i32) -> i32 {
    floor(sun_longitude(f64::from(day) - 0.5 - ZONE) / PI * 6.0)
}

/// Julian date of a new moon (Meeus, Astronomical Algorithms, 1st edition, short form).
fn new_moon(k: f64) -> f64 {
    let t = k / 1236.85;
    let (t2, t3) = (t * t, t * t * t);
    let sine = |degrees: f64| degrees.to_radians().sin();
    let mean = 2_415_020.759_33 + 29.530_588_68 * k + 0.000_117_8 * t2 - 0.000_000_155 * t3
        + 0.000_33 * sine(166.56 + 132.87 * t - 0.009_173 * t2);
    let sun = 359.2242 + 29.105_356_08 * k - 0.000_033_3 * t2 - 0.000_003_47 * t3;
    let moon = 306.0253 + 385.816_918_06 * k + 0.010_730_6 * t2 + 0.000_012_36 * t3;
    let node = 21.2964 + 390.670_506_46 * k - 0.001_652_8 * t2 - 0.000_002_39 * t3;
    let periodic = (0.1734 - 0.000_393 * t) * sine(sun) + 0.0021 * sine(2.0 * sun) - 0.4068 * sine(moon)
        + 0.0161 * sine(2.0 * moon)
        - 0.0004 * sine(3.0 * moon)
        + 0.0104 * sine(2.0 * node)
        - 0.0051 * sine(sun + moon)
        - 0.0074 * sine(sun - moon)
        + 0.0004 * sine(2.0 * node + sun)
        - 0.0004 * sine(2.0 * node - sun)
        - 0.0006 * sine(2.0 * node + moon)
        + 0.0010 * sine(2.0 * node - moon)
        + 0.0005 * sine(2.0 * moon + sun);
    // Time of the almanac to time of the clock.
    let delta = -0.000_278 + 0.000_265 * t + 0.000_262 * t2;
    mean + periodic - delta
}

/// Longitude of the sun at a Julian date, in radians from the spring equinox.
fn sun_longitude(julian: f64) -> f64 {
    let t = (julian - 2_451_545.0) / 36_525.0;
    let t2 = t * t;
    let anomaly = (357.529_10 + 35_999.050_30 * t - 0.000_155_9 * t2 - 0.000_000_48 * t * t2).to_radians();
    let mean = 280.466_45 + 36_000.769_83 * t + 0.000_303_2 * t2;
    let centre = (1.914_600 - 0.004_817 * t - 0.000_014 * t2) * anomaly.sin()
        + (0.019_993 - 0.000_101 * t) * (2.0 * anomaly).sin()
        + 0.000_290 * (3.0 * anomaly).sin();
    (mean + centre).to_radians().rem_euclid(TAU)
}

/// The whole part, downwards. Everything here stays far inside the range, and `as` saturates.
fn floor(value: f64) -> i32 {
    value.floor() as i32
}

fn julian(date: Date) -> i32 {
    Day::of(date).0 + EPOCH_JULIAN
}

fn civil(julian: i32) -> Date {
    Day(julian - EPOCH_JULIAN).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lunar(date: Date) -> (i16, i8, bool, i8) {
        let lunar = LunarDate::of(date).unwrap();
        (lunar.year, lunar.month, lunar.leap, lunar.day)
    }

    fn tet(year: i16) -> Date {
        new_year(year).unwrap()
    }

    #[test]
    fn tet_and_gio_to_of_2016_to_2035_are_those_of_the_almanac() {
        for (year, new_year_on, weekday, last_month, hung_kings_on) in [
            (2016, (2, 8), "Mon", 29, (4, 16)),
            (2017, (1, 28), "Sat", 30, (4, 6)),
            (2018, (2, 16), "Fri", 30, (4, 25)),
            (2019, (2, 5), "Tue", 30, (4, 14)),
            (2020, (1, 25), "Sat", 30, (4, 2)),
            (2021, (2, 12), "Fri", 30, (4, 21)),
            (2022, (2, 1), "Tue", 29, (4, 10)),
            (2023, (1, 22), "Sun", 30, (4, 29)),
            (2024, (2, 10), "Sat", 30, (4, 18)),
            (2025, (1, 29), "Wed", 29, (4, 7)),
            (2026, (2, 17), "Tue", 29, (4, 26)),
            (2027, (2, 6), "Sat", 29, (4, 16)),
            (2028, (1, 26), "Wed", 29, (4, 4)),
            (2029, (2, 13), "Tue", 29, (4, 23)),
            (2030, (2, 2), "Sat", 29, (4, 12)),
            (2031, (1, 23), "Thu", 29, (4, 1)),
            (2032, (2, 11), "Wed", 29, (4, 19)),
            (2033, (1, 31), "Mon", 30, (4, 9)),
            (2034, (2, 19), "Sun", 30, (4, 28)),
            (2035, (2, 8), "Thu", 30, (4, 17)),
        ] {
            let on = |(month, day)| Some(date(year, month, day));
            assert_eq!(new_year(year), on(new_year_on), "Tết {year}");
            assert_eq!(tet(year).strftime("%a").to_string(), weekday, "weekday of Tết {year}");
            assert_eq!(last_month_days(year), Some(last_month), "Chạp before Tết {year}");
            assert_eq!(hung_kings(year), on(hung_kings_on), "Giỗ Tổ {year}");
        }
    }

    #[test]
    fn tet_differs_from_the_chinese_one_where_the_new_moon_falls_between_the_two_midnights() {
        // In China 30 January 1968, 20 February 1985, 18 February 2007, 3 February 2030.
        assert_eq!(tet(1968), date(1968, 1, 29));
        assert_eq!(tet(1985), date(1985, 1, 21));
        assert_eq!(tet(2007), date(2007, 2, 17));
        assert_eq!(tet(2030), date(2030, 2, 2));
    }

    #[test]
    fn leap_months_stand_where_the_almanac_has_them() {
        let leap_of = |year| (1..=12).find(|&month| LunarDate { year, month, leap: true, day: 1 }.date().is_some());
        for (year, leap) in [
            (1984, None),
            // China had a leap tenth month in 1984, Viet Nam a leap second one in 1985.
            (1985, Some(2)),
            (2001, Some(4)),
            (2004, Some(2)),
            (2006, Some(7)),
            (2009, Some(5)),
            (2012, Some(4)),
            (2014, Some(9)),
            (2017, Some(6)),
            (2020, Some(4)),
            (2021, None),
            (2023, Some(2)),
            (2025, Some(6)),
            (2026, None),
            (2028, Some(5)),
            (2031, Some(3)),
            (2033, Some(11)),
        ] {
            assert_eq!(leap_of(year), leap, "{year}");
        }
    }

    #[test]
    fn days_of_the_almanac_are_found() {
        assert_eq!(lunar(date(2026, 2, 16)), (2025, 12, false, 29));
        assert_eq!(lunar(date(2026, 2, 17)), (2026, 1, false, 1));
        assert_eq!(lunar(date(2025, 7, 25)), (2025, 6, true, 1));
        assert_eq!(lunar(date(2023, 3, 22)), (2023, 2, true, 1));
        assert_eq!(lunar(date(2020, 5, 23)), (2020, 4, true, 1));
        assert_eq!(lunar(date(1900, 1, 1)), (1899, 12, false, 1));
    }

    #[test]
    fn every_date_leads_to_a_lunar_date_and_back_and_the_days_follow_each_other() {
        let mut day = FIRST;
        let mut before: Option<LunarDate> = None;
        loop {
            let lunar = LunarDate::of(day).unwrap();
            assert_eq!(lunar.date(), Some(day), "{lunar:?}");
            assert!((1..=12).contains(&lunar.month) && (1..=30).contains(&lunar.day), "{lunar:?}");
            if let Some(before) = before {
                let same = (lunar.year, lunar.month, lunar.leap) == (before.year, before.month, before.leap);
                assert_eq!(lunar.day, if same { before.day + 1 } else { 1 }, "{day}");
                assert!(same || before.day >= 29, "{day}");
                assert!(lunar.year == before.year || (lunar.month, lunar.leap) == (1, false), "{day}");
                // Nhuận stands behind its month, so plain comparison follows the days.
                assert!(lunar > before, "{day}");
            }
            if day == LAST {
                break;
            }
            before = Some(lunar);
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn every_year_begins_between_20_january_and_21_february() {
        for year in FIRST.year()..=LAST.year() {
            let tet = tet(year);
            assert!((date(year, 1, 20)..=date(year, 2, 21)).contains(&tet), "{tet}");
            assert!(hung_kings(year).unwrap() > date(year, 3, 28), "{year}");
            if year > FIRST.year() {
                assert!(matches!(last_month_days(year), Some(29 | 30)), "{year}");
            }
        }
    }

    #[test]
    fn outside_its_years_the_calendar_says_nothing() {
        assert_eq!(LunarDate::of(date(1899, 12, 31)), None);
        assert_eq!(LunarDate::of(date(2200, 1, 1)), None);
        for year in [i16::MIN, -9999, 0, 1899, 2200, 9999, i16::MAX] {
            assert_eq!(new_year(year), None);
            assert_eq!(hung_kings(year), None);
            assert_eq!(last_month_days(year), None);
        }
        for number in [i8::MIN, 0, 13, i8::MAX] {
            assert_eq!(LunarDate { year: 2026, month: number, leap: true, day: 1 }.date(), None);
            assert_eq!(LunarDate { year: i16::MAX, month: number, leap: false, day: number }.date(), None);
        }
        // Tháng Chạp of 2025 has 29 days.
        assert_eq!(LunarDate { year: 2025, month: 12, leap: false, day: 30 }.date(), None);
        assert_eq!(LunarDate { year: 2025, month: 12, leap: false, day: 0 }.date(), None);
    }
}
