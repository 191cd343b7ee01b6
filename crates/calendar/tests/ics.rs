//! Special days as iCalendar files: our own, those of other programs, and those of nobody.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::ics::{self, BYTES_MAX, DAYS_MAX, IcsError, IcsFault};
use calendar::{Holiday, HolidayKind};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;

const SHIPPED: &str = include_str!("../../../data/holidays.csv");

/// As a large calendar service exports holidays.
const SERVICE: &str = "BEGIN:VCALENDAR\r
PRODID:-//Service//Calendar 70.9054//EN\r
VERSION:2.0\r
METHOD:PUBLISH\r
X-WR-TIMEZONE:Asia/Ho_Chi_Minh\r
BEGIN:VTIMEZONE\r
TZID:Asia/Ho_Chi_Minh\r
BEGIN:STANDARD\r
DTSTART:19700101T000000\r
RRULE:FREQ=YEARLY\r
END:STANDARD\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20280124\r
DTEND;VALUE=DATE:20280129\r
DTSTAMP:20270701T000000Z\r
SUMMARY:Tết\\, nghỉ năm\r
  ngày\r
BEGIN:VALARM\r
TRIGGER;RELATED=START:-PT15M\r
DURATION:PT5M\r
END:VALARM\r
END:VEVENT\r
BEGIN:VTODO\r
DTSTART:20280124T080000Z\r
SUMMARY:Dọn nhà\r
END:VTODO\r
BEGIN:VEVENT\r
DTSTART;TZID=\"Asia/Ho_Chi_Minh:x\";VALUE=DATE:20280430\r
CATEGORIES:Nhà nước,Working_Saturday\r
summary;LANGUAGE=vi:Làm bù\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20280501\r
SUMMARY:Đã hủy\r
STATUS:CANCELLED\r
END:VEVENT\r
END:VCALENDAR\r
";

fn a_moment() -> Timestamp {
    "2026-08-01T00:00:00Z".parse().unwrap()
}

/// A calendar of one event with these lines; the first of them is line 3.
fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
}

fn refused(file: &str) -> (u64, IcsFault) {
    let IcsError { line, fault } = ics::read(file.as_bytes()).unwrap_err();
    (line, fault)
}

#[test]
fn the_shipped_list_comes_back_as_it_was_written() {
    let days = Holiday::read_csv(SHIPPED.as_bytes()).unwrap();
    let file = ics::write(&days, a_moment());
    assert_eq!(ics::read(file.as_bytes()).unwrap(), days);
    assert_eq!(ics::read(file.replace("\r\n", "\n").as_bytes()).unwrap(), days);
}

#[test]
fn a_file_of_another_program_is_taken_over() {
    let days = ics::read(SERVICE.as_bytes()).unwrap();
    let read: Vec<_> = days.iter().map(|day| (day.date, day.kind, day.name.as_str())).collect();
    let tet = |day| (date(2028, 1, day), HolidayKind::Public, "Tết, nghỉ năm ngày");
    assert_eq!(
        read,
        [tet(24), tet(25), tet(26), tet(27), tet(28), (date(2028, 4, 30), HolidayKind::WorkingSaturday, "Làm bù"),]
    );
}

#[test]
fn an_event_lasts_as_long_as_it_says() {
    let dates = |lines: &str| {
        let days = ics::read(event(&format!("SUMMARY:x\nDTSTART:20280228{lines}")).as_bytes()).unwrap();
        (days.len(), days.last().unwrap().date)
    };
    assert_eq!(dates(""), (1, date(2028, 2, 28)));
    assert_eq!(dates("\nDTEND:20280229"), (1, date(2028, 2, 28)));
    assert_eq!(dates("\nDTEND:20280302"), (3, date(2028, 3, 1)));
    assert_eq!(dates("\nDURATION:P3D"), (3, date(2028, 3, 1)));
    assert_eq!(dates("\nDURATION:P1W"), (7, date(2028, 3, 5)));
    let last = event("SUMMARY:x\nDTSTART:99991231\nDURATION:P9D");
    assert_eq!(ics::read(last.as_bytes()).unwrap().len(), 1);
}

#[test]
fn an_event_that_is_no_whole_day_is_refused_with_its_line() {
    for (lines, line, fault) in [
        ("DTSTART:20280124T080000Z", 3, IcsFault::Timed),
        ("SUMMARY:x\nDTSTART;TZID=Asia/Ho_Chi_Minh:20280124T080000", 4, IcsFault::Timed),
        ("DTSTART:20280124\nDURATION:PT8H", 4, IcsFault::Timed),
        ("DTSTART:20280124\nRRULE:FREQ=YEARLY", 4, IcsFault::Repeats),
        ("DTSTART:20280124\nRDATE;VALUE=DATE:20280125", 4, IcsFault::Repeats),
        ("DTSTART:20280230", 3, IcsFault::NotADate("20280230".into())),
        ("DTSTART:2028-01-24", 3, IcsFault::NotADate("2028-01-24".into())),
        ("DTSTART:+2280124", 3, IcsFault::NotADate("+2280124".into())),
        ("DTSTART:2028012", 3, IcsFault::NotADate("2028012".into())),
        ("DTSTART:202801240", 3, IcsFault::NotADate("202801240".into())),
        ("DTSTART:2028012ế", 3, IcsFault::NotADate("2028012ế".into())),
        ("DURATION:3D", 3, IcsFault::NotALength("3D".into())),
        ("DURATION:P99999D", 3, IcsFault::NotALength("P99999D".into())),
        ("DTSTART:20280124\nSUMMARY:x\nSUMMARY:y", 5, IcsFault::Twice("SUMMARY")),
        ("DTSTART:20280124\nDTSTART:20280125", 4, IcsFault::Twice("DTSTART")),
        ("DTEND:20280124\nDURATION:P1D", 4, IcsFault::Twice("DTEND or DURATION")),
        ("SUMMARY:x", 2, IcsFault::Missing("DTSTART")),
        ("DTSTART:20280124", 2, IcsFault::Missing("SUMMARY")),
        (
            "SUMMARY:x\nDTSTART:20280124\nDTEND:20280124",
            5,
            IcsFault::Reversed { starts: date(2028, 1, 24), ends: date(2028, 1, 24) },
        ),
        (
            "SUMMARY:x\nDTEND:20280101\nDTSTART:20280124",
            4,
            IcsFault::Reversed { starts: date(2028, 1, 24), ends: date(2028, 1, 1) },
        ),
    ] {
        assert_eq!(refused(&event(lines)), (line, fault), "{lines}");
    }
}

#[test]
fn what_is_no_calendar_or_only_a_part_of_one_is_refused() {
    for (file, line, fault) in [
        ("", 1, IcsFault::NotACalendar),
        ("\r\n\r\n", 1, IcsFault::NotACalendar),
        ("date,kind,name\n", 1, IcsFault::NotAProperty),
        ("SUMMARY:x\n", 1, IcsFault::NotACalendar),
        ("BEGIN:VEVENT\n", 1, IcsFault::NotACalendar),
        ("END:VCALENDAR\n", 1, IcsFault::NotACalendar),
        ("BEGIN:VCALENDAR\nBEGIN:VCALENDAR\n", 2, IcsFault::NotACalendar),
        ("BEGIN:VCALENDAR\nEND:VEVENT\n", 2, IcsFault::Unbegun("VEVENT".into())),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", 3, IcsFault::Unbegun("VCALENDAR".into())),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20280124\n", 3, IcsFault::Unended("VEVENT".into())),
        ("BEGIN:VCALENDAR\nVERSION:2.0\n", 2, IcsFault::Unended("VCALENDAR".into())),
    ] {
        assert_eq!(refused(file), (line, fault), "{file}");
    }
    let two = "BEGIN:VCALENDAR\nEND:VCALENDAR\n".repeat(2);
    assert_eq!(ics::read(two.as_bytes()), Ok(Vec::new()));
}

#[test]
fn a_file_has_at_most_so_many_bytes_and_days() {
    let large = vec![b'\n'; BYTES_MAX + 1];
    assert_eq!(ics::read(&large).unwrap_err().fault, IcsFault::FileTooLarge);
    let long = |days: usize| event(&format!("SUMMARY:x\nDTSTART:20280124\nDURATION:P{days}D"));
    assert_eq!(ics::read(long(DAYS_MAX).as_bytes()).unwrap().len(), DAYS_MAX);
    assert_eq!(refused(&long(DAYS_MAX + 1)), (2, IcsFault::TooManyDays));
}

/// Lines that mean something, in any order and number.
fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("BEGIN:VCALENDAR".to_owned()),
        Just("END:VCALENDAR".to_owned()),
        Just("BEGIN:VEVENT".to_owned()),
        Just("END:VEVENT".to_owned()),
        Just("BEGIN:VALARM".to_owned()),
        "[0-9]{8}T?[0-9]{0,6}".prop_map(|date| format!("DTSTART;VALUE=DATE:{date}")),
        "[0-9]{7,9}".prop_map(|date| format!("DTEND:{date}")),
        "P?[0-9]{0,6}[DWT]?".prop_map(|length| format!("DURATION:{length}")),
        "\\PC{0,20}".prop_map(|name| format!("SUMMARY:{name}")),
        "\\PC{0,20}",
        Just("CATEGORIES:public".to_owned()),
    ];
    (0..4_usize, prop::collection::vec(line, 0..30)).prop_map(|(end, lines)| {
        let whole = ["BEGIN:VCALENDAR", "BEGIN:VEVENT"];
        let begun = whole.iter().take(end).map(|line| (*line).to_owned());
        begun.chain(lines).collect::<Vec<_>>().join(if end == 0 { "\r\n" } else { "\n" })
    })
}

fn special_days() -> impl Strategy<Value = Holiday> {
    let kinds = prop::sample::select(HolidayKind::ALL.to_vec());
    // Any text without control characters but the end of a line and the tabulator.
    (0..3_000_000_i32, kinds, "([^\\p{Cc}]|[\n\t]){0,120}").prop_map(|(days, kind, name)| {
        let date = date(0, 1, 1).saturating_add(jiff::SignedDuration::from_hours(i64::from(days) * 24));
        Holiday { date, kind, name }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(file in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let _ = ics::read(&file);
    }

    #[test]
    fn any_lines_are_read_or_refused(file in lines()) {
        if let Err(error) = ics::read(file.as_bytes()) {
            prop_assert!(error.line >= 1 && error.line <= file.lines().count().max(1) as u64);
        }
    }

    #[test]
    fn any_days_come_back_as_they_were_written(days in prop::collection::vec(special_days(), 0..20)) {
        let file = ics::write(&days, a_moment());
        prop_assert_eq!(ics::read(file.as_bytes()).unwrap(), days);
        prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
    }

    #[test]
    fn a_file_cut_off_anywhere_is_refused(days in prop::collection::vec(special_days(), 1..4), cut in any::<prop::sample::Index>()) {
        let file = ics::write(&days, a_moment());
        let whole = file.trim_end().len();
        prop_assert!(ics::read(&file.as_bytes()[..cut.index(whole)]).is_err());
    }
}
