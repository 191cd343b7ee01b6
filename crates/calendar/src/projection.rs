//! Days off of a year for which no decision has been announced: what the law and the lunar
//! calendar already say.
//!
//! Bộ luật Lao động 2019 Điều 112 names the holidays, Nghị quyết 28/2026/QH16 adds 24 November, and
//! Điều 111 khoản 3 gives the next working day in return for one that falls on a Saturday or a
//! Sunday. Two things the Prime Minister chooses each year; the choice supposed here is the one
//! that gave every weekday off of 2021–2027:
//! - the five days of Tết are the two before mùng 1 and three from it;
//! - the second day of Quốc khánh is the neighbour with the longer unbroken rest; of two that give
//!   the same, the one on a weekday; of two of those, 1 September.
//!
//! Swapped days are never supposed: they follow no rule. Giỗ Tổ does not fall on 30 April or 1 May
//! in these years, so two holidays never share a date.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

use crate::holidays::{Holiday, HolidayKind};
use crate::lunar;

/// The first year of Bộ luật Lao động 2019.
const SINCE: i16 = 2021;
/// The first year with Ngày Văn hóa Việt Nam.
const CULTURE_DAY_SINCE: i16 = 2026;
/// What the name of a projected day begins with, as in the shipped list.
const MARK: &str = "(dự kiến) ";
/// From mùng 1 on.
const TET: [&str; 5] = [
    "Tết Nguyên Đán",
    "Mùng hai Tết Nguyên Đán",
    "Mùng ba Tết Nguyên Đán",
    "Mùng bốn Tết Nguyên Đán",
    "Mùng năm Tết Nguyên Đán",
];
/// Days of Tết from mùng 1 on that are holidays; others are off in return for weekend days.
const TET_DAYS: usize = 3;

/// Days off of a year in order, each [`HolidayKind::Projected`]. None before 2021, when another law
/// held, and none after 2199, where the lunar calendar ends.
pub fn projected_days_off(year: i16) -> Vec<Holiday> {
    let Some(mut days) = (year >= SINCE).then(|| tet_holidays(year)).flatten() else { return Vec::new() };
    days.extend(fixed_holidays(year));
    days.extend(lunar::hung_kings(year).map(|date| (date, "Ngày Giỗ Tổ Hùng Vương".to_owned())));
    add_days_in_return(&mut days, lunar::new_year(year));
    let holiday =
        |(date, name): (Date, String)| Holiday { date, kind: HolidayKind::Projected, name: format!("{MARK}{name}") };
    days.into_iter().map(holiday).collect()
}

type Days = BTreeMap<Date, String>;

fn fixed_holidays(year: i16) -> Days {
    let national_day = date(year, 9, 2);
    let mut days = Days::from([
        (date(year, 1, 1), "Tết Dương lịch".to_owned()),
        (date(year, 4, 30), "Ngày Chiến thắng 30/4".to_owned()),
        (date(year, 5, 1), "Ngày Quốc tế Lao động 1/5".to_owned()),
        (national_day, "Quốc khánh".to_owned()),
        (neighbour_of(national_day), "Quốc khánh (ngày liền kề)".to_owned()),
    ]);
    if year >= CULTURE_DAY_SINCE {
        days.insert(date(year, 11, 24), "Ngày Văn hóa Việt Nam".to_owned());
    }
    days
}

fn tet_holidays(year: i16) -> Option<Days> {
    let new_year = lunar::new_year(year)?;
    let eve = new_year.yesterday().ok()?;
    let last = lunar::last_month_days(year)?;
    let mut days = Days::from([
        (eve.yesterday().ok()?, format!("Ngày {} tháng Chạp (nghỉ Tết Nguyên Đán)", last - 1)),
        (eve, "Giao thừa Tết Nguyên Đán".to_owned()),
    ]);
    days.extend(days_from(new_year).zip(TET).take(TET_DAYS).map(|(day, name)| (day, name.to_owned())));
    Some(days)
}

/// In order of date, each holiday on a weekend takes the next working day. Inside Tết such a day
/// has the name it bears anyway, as in the shipped list.
fn add_days_in_return(days: &mut Days, new_year: Option<Date>) {
    let tet: Days =
        new_year.into_iter().flat_map(days_from).zip(TET).map(|(day, name)| (day, name.to_owned())).collect();
    let on_weekend: Vec<_> =
        days.iter().filter(|(day, _)| is_weekend(**day)).map(|(day, name)| (*day, name.clone())).collect();
    for (holiday, name) in on_weekend {
        if let Some(day) = next_working_day(holiday, days) {
            let name = tet.get(&day).cloned().unwrap_or_else(|| format!("{name} (nghỉ bù)"));
            days.insert(day, name);
        }
    }
}

/// The day before or after that makes the longer rest together with the days off in return.
fn neighbour_of(holiday: Date) -> Date {
    let before = holiday.saturating_sub(1.day());
    let after = holiday.saturating_add(1.day());
    let worth = |neighbour: Date| (rest_around(holiday, neighbour), !is_weekend(neighbour));
    if worth(after) > worth(before) { after } else { before }
}

/// Days of unbroken rest around a holiday and its neighbour.
fn rest_around(holiday: Date, neighbour: Date) -> usize {
    let mut days = Days::from([(holiday, String::new()), (neighbour, String::new())]);
    add_days_in_return(&mut days, None);
    let is_off = |day: &Date| is_weekend(*day) || days.contains_key(day);
    let before = holiday.series(-1.day()).take_while(is_off).count();
    before + days_from(holiday).skip(1).take_while(is_off).count()
}

fn next_working_day(after: Date, off: &Days) -> Option<Date> {
    days_from(after).skip(1).find(|day| !is_weekend(*day) && !off.contains_key(day))
}

fn days_from(first: Date) -> impl Iterator<Item = Date> {
    first.series(1.day())
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const ANNOUNCED: &str = include_str!("../../../data/holidays.csv");

    /// Days off of a year as the shipped list has them, with their names but for the mark.
    fn announced(year: i16) -> Days {
        let listed = Holiday::read_csv(ANNOUNCED.as_bytes()).unwrap();
        let off = |holiday: &Holiday| holiday.date.year() == year && holiday.kind != HolidayKind::WorkingSaturday;
        listed.into_iter().filter(off).map(|holiday| (holiday.date, unmarked(&holiday.name))).collect()
    }

    fn projected(year: i16) -> Days {
        projected_days_off(year).into_iter().map(|holiday| (holiday.date, unmarked(&holiday.name))).collect()
    }

    fn unmarked(name: &str) -> String {
        name.trim_start_matches(MARK).to_owned()
    }

    #[test]
    fn the_projection_of_2021_to_2027_differs_from_the_list_in_swaps_and_a_sunday_only() {
        // Date, and whether the list has it.
        let expected = [
            // Tết began on the Monday; the Sunday before it is off by law, yet was not named.
            (date(2022, 1, 30), false),
            (date(2026, 2, 15), false),
            // Swapped for a Saturday.
            (date(2024, 4, 29), true),
            (date(2025, 5, 2), true),
            (date(2026, 1, 2), true),
            (date(2026, 8, 31), true),
        ];
        let mut differences = BTreeSet::new();
        for year in SINCE..=2027 {
            let (listed, projected) = (announced(year), projected(year));
            differences.extend(listed.keys().filter(|day| !projected.contains_key(day)).map(|day| (*day, true)));
            differences.extend(projected.keys().filter(|day| !listed.contains_key(day)).map(|day| (*day, false)));
            for (day, name) in &projected {
                assert_eq!(name, listed.get(day).unwrap_or(name), "{day}");
            }
        }
        assert_eq!(differences, BTreeSet::from(expected));
    }

    #[test]
    fn a_projected_day_says_so() {
        for holiday in projected_days_off(2028) {
            assert_eq!(holiday.kind, HolidayKind::Projected);
            assert!(holiday.name.starts_with(MARK), "{}", holiday.name);
        }
    }

    #[test]
    fn holidays_that_touch_on_a_weekend_are_given_back_one_after_another() {
        // 29 April 2023 was a Saturday: Giỗ Tổ, then 30 April and 1 May.
        let days = projected(2023);
        assert_eq!(days[&date(2023, 5, 2)], "Ngày Giỗ Tổ Hùng Vương (nghỉ bù)");
        assert_eq!(days[&date(2023, 5, 3)], "Ngày Chiến thắng 30/4 (nghỉ bù)");
        assert!(!days.contains_key(&date(2023, 5, 4)));
        // 30 April 2033 is a Saturday.
        let days = projected(2033);
        assert_eq!(days[&date(2033, 5, 2)], "Ngày Chiến thắng 30/4 (nghỉ bù)");
        assert_eq!(days[&date(2033, 5, 3)], "Ngày Quốc tế Lao động 1/5 (nghỉ bù)");
    }

    #[test]
    fn the_second_national_day_makes_the_longer_rest() {
        for (year, weekday, neighbour) in [
            (2030, Weekday::Monday, 3),
            (2031, Weekday::Tuesday, 1),
            (2037, Weekday::Wednesday, 1),
            (2027, Weekday::Thursday, 3),
            (2033, Weekday::Friday, 1),
            (2028, Weekday::Saturday, 1),
            (2029, Weekday::Sunday, 3),
        ] {
            assert_eq!(date(year, 9, 2).weekday(), weekday);
            assert_eq!(neighbour_of(date(year, 9, 2)), date(year, 9, neighbour), "{weekday:?}");
        }
    }

    #[test]
    fn culture_day_is_off_from_2026() {
        assert!(!projected(2025).contains_key(&date(2025, 11, 24)));
        assert!(projected(2026).contains_key(&date(2026, 11, 24)));
        // A Saturday.
        assert_eq!(projected(2029)[&date(2029, 11, 26)], "Ngày Văn hóa Việt Nam (nghỉ bù)");
    }

    #[test]
    fn every_year_through_2199_has_twelve_weekdays_off_in_order_and_none_swapped() {
        for year in 2028..=2199 {
            let days = projected_days_off(year);
            assert!(days.windows(2).all(|pair| pair[0].date < pair[1].date), "{year}");
            assert!(days.iter().all(|day| day.date.year() == year && day.kind == HolidayKind::Projected), "{year}");
            assert_eq!(days.iter().filter(|day| !is_weekend(day.date)).count(), 12, "{year}");
        }
    }

    #[test]
    fn tet_makes_at_least_five_weekdays_off_in_every_year() {
        for year in SINCE..=2199 {
            let tet = lunar::new_year(year).unwrap();
            let around = tet.saturating_sub(2.days())..=tet.saturating_add(6.days());
            let off =
                projected_days_off(year).into_iter().filter(|day| around.contains(&day.date) && !is_weekend(day.date));
            assert_eq!(off.count(), 5, "{year}");
        }
    }

    #[test]
    fn years_of_another_law_and_years_without_a_lunar_calendar_have_none() {
        for year in [i16::MIN, 1900, 2020, 2200, i16::MAX] {
            assert_eq!(projected_days_off(year), []);
        }
    }
}
