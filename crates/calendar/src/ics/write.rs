//! Writing: one all-day event for each day, in lines of at most 75 octets.
//!
//! A day keeps its UID, so that a calendar which takes the file over again replaces what it has
//! instead of doubling it.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::holidays::Holiday;

const LINE_OCTETS_MAX: usize = 75;

/// The file of these days. The moment is the one the format wants to know the file was made at.
pub fn write(days: &[Holiday], written_at: Timestamp) -> String {
    let stamp = written_at.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut file = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Mot Cua//Special days//VI", "CALSCALE:GREGORIAN"] {
        push_folded(&mut file, line);
    }
    for day in days {
        push_event(&mut file, day, &stamp);
    }
    push_folded(&mut file, "END:VCALENDAR");
    file
}

fn push_event(file: &mut String, day: &Holiday, stamp: &str) {
    push_folded(file, "BEGIN:VEVENT");
    push_folded(file, &format!("UID:{}@special-days.motcua", day.date));
    push_folded(file, &format!("DTSTAMP:{stamp}"));
    push_folded(file, &format!("DTSTART;VALUE=DATE:{}", digits(day.date)));
    if let Ok(next) = day.date.tomorrow() {
        push_folded(file, &format!("DTEND;VALUE=DATE:{}", digits(next)));
    }
    push_folded(file, &format!("SUMMARY:{}", escaped(&day.name)));
    push_folded(file, &format!("CATEGORIES:{}", day.kind.name()));
    // A special day keeps nobody busy.
    push_folded(file, "TRANSP:TRANSPARENT");
    push_folded(file, "END:VEVENT");
}

fn digits(date: Date) -> String {
    date.strftime("%Y%m%d").to_string()
}

/// Text as the format wants it. Control characters have no place in it; ends of lines are kept.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\\' | ';' | ',' => escaped.extend(['\\', letter]),
            '\n' | '\r' => escaped.push_str("\\n"),
            '\t' => escaped.push(letter),
            control if control.is_control() => {}
            plain => escaped.push(plain),
        }
    }
    escaped
}

/// Ends a line, broken where it gets too long, never inside a character.
fn push_folded(file: &mut String, line: &str) {
    let mut octets = 0;
    for letter in line.chars() {
        if octets + letter.len_utf8() > LINE_OCTETS_MAX {
            file.push_str("\r\n ");
            octets = 1;
        }
        file.push(letter);
        octets += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use jiff::civil::date;

    use super::*;
    use crate::holidays::HolidayKind;

    fn written(name: &str) -> String {
        let day = Holiday { date: date(2026, 11, 24), kind: HolidayKind::Public, name: name.to_owned() };
        write(&[day], "2026-08-01T01:02:03.5Z".parse().unwrap())
    }

    #[test]
    fn a_day_is_an_event_of_one_whole_day() {
        expect![[r#"
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Mot Cua//Special days//VI
            CALSCALE:GREGORIAN
            BEGIN:VEVENT
            UID:2026-11-24@special-days.motcua
            DTSTAMP:20260801T010203Z
            DTSTART;VALUE=DATE:20261124
            DTEND;VALUE=DATE:20261125
            SUMMARY:Ngày Văn hóa Việt Nam\, nghỉ\; cả ngày\\đêm
            CATEGORIES:public
            TRANSP:TRANSPARENT
            END:VEVENT
            END:VCALENDAR
        "#]]
        .assert_eq(&written("Ngày Văn hóa Việt Nam, nghỉ; cả ngày\\đêm").replace("\r\n", "\n"));
    }

    #[test]
    fn lines_end_with_crlf_and_hold_at_most_75_octets() {
        for length in 0..200 {
            let file = written(&"ế".repeat(length));
            assert!(file.ends_with("\r\n"));
            assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
            for line in file.split("\r\n") {
                assert!(line.len() <= LINE_OCTETS_MAX, "{line}");
            }
        }
    }

    #[test]
    fn a_name_cannot_add_lines_of_its_own() {
        let file = written("a\r\nEND:VEVENT\rb\nc\u{7}\u{85}d");
        assert!(file.contains("SUMMARY:a\\nEND:VEVENT\\nb\\ncd\r\n"), "{file}");
    }

    #[test]
    fn the_last_date_there_is_can_be_written() {
        let day = Holiday { date: Date::MAX, kind: HolidayKind::Public, name: String::new() };
        assert!(!write(&[day], Timestamp::MAX).contains("DTEND"));
    }
}
