//! The answer for a person at a terminal: the date, then why it is that date.

use base::Locale;
use calendar::batch::Answer;
use calendar::{DayLine, PauseLine, local};
use jiff::civil::{Date, DateTime};

use super::words::{self, WEEKDAYS_EN, WEEKDAYS_VI, Words, words};

/// The printed answer.
pub(crate) fn of(answer: &Answer, locale: Locale) -> String {
    let words = words(locale);
    let mut sheet = head(answer, locale, words);
    if answer.provisional {
        sheet.push_str(&format!("{}\n", words.provisional));
    }
    if !answer.pauses.is_empty() {
        sheet.push_str(&format!("\n{}\n", words.pauses));
        answer.pauses.iter().for_each(|line| sheet.push_str(&pause(line, locale, words)));
    }
    sheet.push_str(&format!("\n{}  {}  {}\n", padded(words.day, 14), padded(words.counted, 8), words.reason));
    answer.days.iter().for_each(|line| sheet.push_str(&day(line, locale)));
    sheet
}

fn head(answer: &Answer, locale: Locale, words: &Words) -> String {
    let due = answer.due.map_or_else(|| words.no_due.to_owned(), |due| moment(locale, due));
    let kept = answer.first_due.filter(|first| Some(*first) != answer.due).map(|first| moment(locale, first));
    let used = answer.used_minutes.map(|minutes| format!("{minutes} {}", words.minutes));
    let lines = [
        (words.due, Some(due)),
        (words.late_after, kept),
        (words.state, Some(words::state(locale, answer.status).to_owned())),
        (words.class, answer.class.map(|class| words::class(locale, class).to_owned())),
        (words.used, used),
    ];
    lines.into_iter().filter_map(|(name, value)| Some(format!("{}  {}\n", padded(name, 18), value?))).collect()
}

fn pause(line: &PauseLine, locale: Locale, words: &Words) -> String {
    let to = line.to.map_or_else(|| words.until_now.to_owned(), |to| moment(locale, local(to)));
    let note = if line.moves_due { String::new() } else { format!(" ({})", words.moves_nothing) };
    format!("{} – {to}  {}{note}\n", moment(locale, local(line.from)), words::pause(locale, line.reason))
}

fn day(line: &DayLine, locale: Locale) -> String {
    let counted = match (line.ordinal, line.minutes) {
        (Some(ordinal), _) => format!("#{ordinal}"),
        (None, Some(minutes)) if line.counted => format!("{}:{:02}", minutes / 60, minutes % 60),
        (None, _) => "–".to_owned(),
    };
    let name = line.holiday_name.as_deref().filter(|name| !name.is_empty());
    let name = name.map_or_else(String::new, |name| format!(": {name}"));
    let reason = words::day(locale, line.reason);
    format!("{}  {}  {reason}{name}\n", padded(&date(locale, line.date), 14), padded(&counted, 8))
}

fn moment(locale: Locale, at: DateTime) -> String {
    let seconds = if at.second() > 0 { format!(":{:02}", at.second()) } else { String::new() };
    format!("{:02}:{:02}{seconds} {}", at.hour(), at.minute(), date(locale, at.date()))
}

fn date(locale: Locale, date: Date) -> String {
    let names = match locale {
        Locale::Vi => WEEKDAYS_VI,
        Locale::En => WEEKDAYS_EN,
    };
    let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    format!("{} {:02}/{:02}/{}", names.get(weekday).unwrap_or(&""), date.day(), date.month(), date.year())
}

/// Columns of letters, not of bytes.
fn padded(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}
