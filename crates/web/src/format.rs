//! Dates, moments, sizes and counts as people read them: a date carries its weekday
//! in words, an hour is written on 24, thousands are grouped. Always in the time of Vietnam.

use base::Locale;
use calendar::local;
use jiff::Timestamp;
use jiff::civil::Date;

const WEEKDAYS_VI: [&str; 7] = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"];
const WEEKDAYS_VI_SHORT: [&str; 7] = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"];
const WEEKDAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `thứ Ba 17/11/2026` · `Tuesday 17 November 2026`.
#[must_use]
pub fn date(locale: Locale, date: Date) -> String {
    let weekday = weekday(locale, date);
    match locale {
        Locale::Vi => format!("{weekday} {}", date_in_digits(date)),
        Locale::En => format!("{weekday} {} {} {}", date.day(), month_en(date), date.year()),
    }
}

/// `17/11` · `17 Nov`, where the year is plain from the context.
#[must_use]
pub fn date_short(locale: Locale, date: Date) -> String {
    match locale {
        Locale::Vi => format!("{:02}/{:02}", date.day(), date.month()),
        Locale::En => format!("{} {}", date.day(), &month_en(date)[..3]),
    }
}

/// `17/11/2026`, the same in both languages.
#[must_use]
pub fn date_in_digits(date: Date) -> String {
    format!("{:02}/{:02}/{}", date.day(), date.month(), date.year())
}

/// `14:20`.
#[must_use]
pub fn time(at: Timestamp) -> String {
    let local = local(at);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// `14:20 thứ Hai 26/10/2026` · `14:20 Monday 26 October 2026`.
#[must_use]
pub fn moment(locale: Locale, at: Timestamp) -> String {
    format!("{} {}", time(at), date(locale, local(at).date()))
}

/// `14:20 thứ Hai 26/10` · `14:20 Monday 26 Oct`.
#[must_use]
pub fn moment_short(locale: Locale, at: Timestamp) -> String {
    let day = local(at).date();
    format!("{} {} {}", time(at), weekday(locale, day), date_short(locale, day))
}

/// `thứ Ba` · `Tuesday`.
#[must_use]
pub fn weekday(locale: Locale, date: Date) -> &'static str {
    match locale {
        Locale::Vi => WEEKDAYS_VI[place_in_week(date)],
        Locale::En => WEEKDAYS_EN[place_in_week(date)],
    }
}

/// `T3` · `Tue`, for narrow columns.
#[must_use]
pub fn weekday_short(locale: Locale, date: Date) -> &'static str {
    match locale {
        Locale::Vi => WEEKDAYS_VI_SHORT[place_in_week(date)],
        Locale::En => &WEEKDAYS_EN[place_in_week(date)][..3],
    }
}

/// `tháng 11, 2026` · `November 2026`.
#[must_use]
pub fn month(locale: Locale, date: Date) -> String {
    match locale {
        Locale::Vi => format!("tháng {}, {}", date.month(), date.year()),
        Locale::En => format!("{} {}", month_en(date), date.year()),
    }
}

/// `12.480` · `12,480`.
#[must_use]
pub fn count(locale: Locale, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = match locale {
        Locale::Vi => '.',
        Locale::En => ',',
    };
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('−');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(separator);
        }
        grouped.push(digit);
    }
    grouped
}

/// `860 KB`, `2,4 MB` · `2.4 MB`, `34 MB`.
#[must_use]
pub fn size(locale: Locale, bytes: u64) -> String {
    const KIB: u64 = 1024;
    const MIB: u64 = KIB * KIB;
    if bytes < MIB {
        return format!("{} KB", bytes.div_ceil(KIB));
    }
    let tenths = bytes.saturating_mul(10) / MIB;
    let point = match locale {
        Locale::Vi => ',',
        Locale::En => '.',
    };
    if tenths >= 100 || tenths.is_multiple_of(10) {
        format!("{} MB", tenths / 10)
    } else {
        format!("{}{point}{} MB", tenths / 10, tenths % 10)
    }
}

/// Reads a date as people write it, `1/2/1990` or `01.02.1990`, or as browsers send it, `1990-02-01`.
#[must_use]
pub fn read_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '-', '.', ' ']).filter(|part| !part.is_empty()).collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = if first.len() == 4 { (first, second, third) } else { (third, second, first) };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn place_in_week(date: Date) -> usize {
    usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())
}

fn month_en(date: Date) -> &'static str {
    MONTHS_EN[usize::from(date.month().unsigned_abs()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date as day;

    #[test]
    fn dates_carry_their_weekday() {
        assert_eq!(date(Locale::Vi, day(2026, 11, 17)), "thứ Ba 17/11/2026");
        assert_eq!(date(Locale::En, day(2026, 11, 17)), "Tuesday 17 November 2026");
        assert_eq!(date(Locale::Vi, day(2026, 11, 1)), "Chủ nhật 01/11/2026");
        assert_eq!(weekday_short(Locale::Vi, day(2026, 11, 1)), "CN");
        assert_eq!(weekday_short(Locale::En, day(2026, 11, 17)), "Tue");
        assert_eq!(month(Locale::Vi, day(2026, 11, 17)), "tháng 11, 2026");
        assert_eq!(date_short(Locale::En, day(2026, 11, 17)), "17 Nov");
    }

    #[test]
    fn moments_are_told_in_the_time_of_vietnam() {
        let at: Timestamp = "2026-10-26T07:20:00Z".parse().unwrap();
        assert_eq!(moment(Locale::Vi, at), "14:20 thứ Hai 26/10/2026");
        assert_eq!(moment(Locale::En, at), "14:20 Monday 26 October 2026");
        assert_eq!(moment_short(Locale::Vi, at), "14:20 thứ Hai 26/10");
        // Half past midnight in Vietnam is still yesterday in Greenwich.
        let late: Timestamp = "2026-10-26T17:30:00Z".parse().unwrap();
        assert_eq!(moment(Locale::Vi, late), "00:30 thứ Ba 27/10/2026");
    }

    #[test]
    fn counts_and_sizes_are_grouped() {
        assert_eq!(count(Locale::Vi, 12_480), "12.480");
        assert_eq!(count(Locale::En, 1_012_480), "1,012,480");
        assert_eq!(size(Locale::Vi, 34 * 1024 * 1024), "34 MB");
        assert_eq!(size(Locale::Vi, 2_516_582), "2,3 MB");
        assert_eq!(size(Locale::En, 100), "1 KB");
    }

    #[test]
    fn typed_dates_are_read_or_refused() {
        for text in ["01/02/1990", "1.2.1990", "1990-02-01", " 1 - 2 - 1990 "] {
            assert_eq!(read_date(text), Some(day(1990, 2, 1)), "{text}");
        }
        for text in ["", "31/02/1990", "1/2/90", "hôm nay", "1/2", "1/2/1990/4"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
