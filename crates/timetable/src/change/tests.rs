//! Changes of the rules: what follows from each, and what is refused.

use calendar::{Calendar, DayOfWeek, Holiday, HolidayKind, IntakeSession, Season};
use jiff::civil::{Date, DateTime, Time, Weekday, date};

use super::*;
use crate::difference::{Delta, Difference, differences};

fn day(date: Date, kind: HolidayKind) -> Holiday {
    Holiday { date, kind, name: "Nghỉ".to_owned() }
}

fn at(hour: i8, minute: i8) -> Time {
    Time::constant(hour, minute, 0, 0)
}

fn with(rules: &Rules, change: &Change) -> Result<Rules, ChangeError> {
    rules.with(change, |_| true)
}

fn refused(change: &Change) -> (&'static str, Fault) {
    let ChangeError { field, fault } = with(&Rules::shipped(), change).unwrap_err();
    (field, fault)
}

fn new_hours(intervals: &[(Time, Time)]) -> NewHours {
    let intervals = intervals.to_vec();
    NewHours { office: None, since: None, until: None, season: None, weekdays: Vec::new(), intervals }
}

fn new_closure(from: &str, to: &str) -> NewClosure {
    NewClosure {
        office: None,
        from: from.parse().unwrap(),
        to: to.parse().unwrap(),
        reason: ClosureReason::OfficeSuspension,
        excluded: true,
        urgent: vec!["1.000656".to_owned()],
        decision: "15/CT-TTg".to_owned(),
        note: String::new(),
    }
}

#[test]
fn a_day_off_is_listed_by_date_and_takes_the_place_of_an_expected_one() {
    let expected = date(2027, 2, 4);
    let rules = with(&Rules::shipped(), &Change::AddDay { day: day(expected, HolidayKind::Public) }).unwrap();
    assert_eq!(rules.day(expected).unwrap().kind, HolidayKind::Public);
    assert_eq!(rules.holidays.len(), Rules::shipped().holidays.len());
    assert!(rules.holidays.is_sorted_by_key(|day| day.date));
}

#[test]
fn a_day_listed_twice_or_half_a_swap_is_refused() {
    let new_year = date(2026, 1, 1);
    let add = |date, kind| Change::AddDay { day: day(date, kind) };
    assert_eq!(refused(&add(new_year, HolidayKind::Public)), ("date", Fault::ListedTwice(new_year)));
    let friday = date(2026, 6, 5);
    assert_eq!(refused(&add(friday, HolidayKind::SwapOff)), ("kind", Fault::SwapNeedsBoth));
    assert_eq!(refused(&add(friday, HolidayKind::WorkingSaturday)), ("kind", Fault::SwapNeedsBoth));
    let saturday = date(2026, 6, 6);
    assert_eq!(refused(&add(saturday, HolidayKind::Compensatory)), ("date", Fault::AlreadyOff(saturday)));
    assert_eq!(refused(&add(date(1999, 1, 4), HolidayKind::Public)), ("date", Fault::OutsideTable(date(1999, 1, 4))));
}

#[test]
fn a_day_needs_a_name_that_fits() {
    let named = |name: String| Change::AddDay { day: Holiday { name, ..day(date(2026, 6, 5), HolidayKind::Public) } };
    assert_eq!(refused(&named("  ".to_owned())), ("name", Fault::Missing));
    assert_eq!(refused(&named("x".repeat(201))), ("name", Fault::TooLong(200)));
}

#[test]
fn a_swap_lists_both_days_and_is_taken_away_whole() {
    let (off, worked) = (date(2026, 6, 5), date(2026, 6, 13));
    let swapped = with(&Rules::shipped(), &Change::Swap { off, worked }).unwrap();
    assert_eq!(swapped.day(off).unwrap().kind, HolidayKind::SwapOff);
    assert_eq!(swapped.day(worked).unwrap().kind, HolidayKind::WorkingSaturday);
    for half in [off, worked] {
        assert_eq!(with(&swapped, &Change::RemoveDay { date: half }).unwrap(), Rules::shipped());
    }
}

#[test]
fn a_shipped_swap_is_taken_away_whole_too() {
    let rules = with(&Rules::shipped(), &Change::RemoveDay { date: date(2026, 8, 31) }).unwrap();
    assert_eq!((rules.day(date(2026, 8, 31)), rules.day(date(2026, 8, 22))), (None, None));
}

#[test]
fn a_swap_needs_a_working_day_and_a_day_of_rest() {
    let (friday, saturday) = (date(2026, 6, 5), date(2026, 6, 6));
    let swap = |off, worked| refused(&Change::Swap { off, worked });
    assert_eq!(swap(saturday, date(2026, 6, 13)), ("off", Fault::AlreadyOff(saturday)));
    assert_eq!(swap(friday, date(2026, 6, 4)), ("worked", Fault::AlreadyWorked(date(2026, 6, 4))));
    let holiday = date(2026, 9, 1);
    assert_eq!(swap(holiday, saturday), ("off", Fault::ListedTwice(holiday)));
    assert_eq!(swap(friday, date(2026, 8, 22)), ("worked", Fault::ListedTwice(date(2026, 8, 22))));
}

#[test]
fn an_import_replaces_whole_years_and_nothing_else() {
    let days = vec![day(date(2027, 1, 1), HolidayKind::Public), day(date(2027, 2, 5), HolidayKind::Public)];
    let rules = with(&Rules::shipped(), &Change::ReplaceYears { days: days.clone() }).unwrap();
    assert_eq!(rules.days_of(2027).cloned().collect::<Vec<_>>(), days);
    assert!(rules.days_of(2026).eq(Rules::shipped().days_of(2026)));
}

#[test]
fn names_from_a_file_are_kept_without_signs_that_cannot_be_read() {
    let name = "Nghỉ\u{0} theo\u{7}\r\nquyết\u{202e} định ".to_owned();
    let days = vec![Holiday { name, ..day(date(2027, 1, 1), HolidayKind::Public) }];
    let rules = with(&Rules::shipped(), &Change::ReplaceYears { days }).unwrap();
    assert_eq!(rules.day(date(2027, 1, 1)).unwrap().name, "Nghỉ theo quyết định");
    let nothing = Holiday { name: "\u{7}\u{0}".to_owned(), ..day(date(2027, 1, 1), HolidayKind::Public) };
    assert_eq!(refused(&Change::ReplaceYears { days: vec![nothing] }), ("days", Fault::Missing));
}

#[test]
fn an_import_with_one_wrong_day_is_refused() {
    let replace = |days: &[Holiday]| refused(&Change::ReplaceYears { days: days.to_vec() });
    let new_year = day(date(2027, 1, 1), HolidayKind::Public);
    assert_eq!(replace(&[]), ("days", Fault::Missing));
    assert_eq!(replace(&[new_year.clone(), new_year.clone()]), ("days", Fault::ListedTwice(new_year.date)));
    let monday = date(2027, 1, 4);
    let worked = day(monday, HolidayKind::WorkingSaturday);
    assert_eq!(replace(&[worked]), ("days", Fault::AlreadyWorked(monday)));
    let sunday = date(2027, 1, 3);
    assert_eq!(replace(&[day(sunday, HolidayKind::SwapOff)]), ("days", Fault::AlreadyOff(sunday)));
    let shipped = Rules::shipped().holidays;
    assert_eq!(replace(&shipped), ("days", Fault::Unchanged));
}

#[test]
fn a_confirmed_year_has_no_expected_days() {
    let rules = with(&Rules::shipped(), &Change::ConfirmYear { year: 2027 }).unwrap();
    assert!(rules.days_of(2027).all(|day| day.kind != HolidayKind::Projected && !day.name.contains("dự kiến")));
    assert_eq!(refused(&Change::ConfirmYear { year: 2026 }), ("year", Fault::NothingExpected(2026)));
}

#[test]
fn hours_set_last_count_first_and_keep_their_number() {
    let long = Change::SetHours(new_hours(&[(at(7, 0), at(11, 0)), (at(13, 0), at(17, 0)), (at(18, 0), at(20, 0))]));
    let rules = with(&Rules::shipped(), &long).unwrap();
    let rules = with(&rules, &Change::SetHours(new_hours(&[(at(7, 0), at(11, 30))]))).unwrap();
    assert_eq!(rules.hours.iter().map(|hours| hours.id).collect::<Vec<_>>(), [2, 1]);
    let rules = with(&rules, &Change::RemoveHours { id: 2 }).unwrap();
    let rules = with(&rules, &long).unwrap();
    assert_eq!(rules.hours.iter().map(|hours| hours.id).collect::<Vec<_>>(), [3, 1]);
    let ended = with(&rules, &Change::EndHours { id: 1, last: date(2026, 12, 31) }).unwrap();
    assert_eq!(ended.hours[1].rule.until, Some(date(2026, 12, 31)));
}

#[test]
fn hours_that_are_no_office_day_are_refused() {
    let set = |hours: NewHours| refused(&Change::SetHours(hours));
    let (opens, closes) = (at(11, 0), at(8, 0));
    assert_eq!(set(new_hours(&[])), ("hours", Fault::Missing));
    assert_eq!(set(new_hours(&[(opens, closes)])), ("hours", Fault::Reversed { opens, closes }));
    let overlapping = new_hours(&[(at(8, 0), at(12, 0)), (at(11, 30), at(17, 0))]);
    assert_eq!(set(overlapping), ("hours", Fault::Overlapping { closes: at(12, 0), opens: at(11, 30) }));
    let many: Vec<_> = (0..5).map(|n| (at(7 + 2 * n, 0), at(8 + 2 * n, 0))).collect();
    assert_eq!(set(new_hours(&many)), ("hours", Fault::TooMany(4)));
    let day = [(at(8, 0), at(12, 0))];
    let backwards = NewHours { since: Some(date(2026, 2, 1)), until: Some(date(2026, 1, 1)), ..new_hours(&day) };
    assert_eq!(set(backwards), ("until", Fault::Backwards));
    let season = Some(Season { from: (2, 30), through: (4, 15) });
    assert_eq!(set(NewHours { season, ..new_hours(&day) }), ("season_from", Fault::NoSuchDay(30, 2)));
    let season = Some(Season { from: (2, 29), through: (4, 31) });
    assert_eq!(set(NewHours { season, ..new_hours(&day) }), ("season_through", Fault::NoSuchDay(31, 4)));
}

#[test]
fn an_office_that_nobody_knows_is_refused() {
    let office = Some(OfficeId::new("2026-01-05T01:00:00Z".parse().unwrap()));
    let hours = Change::SetHours(NewHours { office, ..new_hours(&[(at(8, 0), at(12, 0))]) });
    let refused = Rules::shipped().with(&hours, |_| false).unwrap_err();
    assert_eq!(refused, ChangeError { field: "office", fault: Fault::UnknownOffice });
}

#[test]
fn a_session_of_intake_opens_before_it_closes() {
    let session = |opens, closes| IntakeSession {
        weekday: DayOfWeek(Weekday::Saturday),
        since: None,
        until: None,
        opens,
        closes,
    };
    let add = |opens, closes| Change::AddIntake { office: None, session: session(opens, closes) };
    let rules = with(&Rules::shipped(), &add(at(7, 30), at(11, 0))).unwrap();
    assert_eq!(with(&rules, &Change::RemoveIntake { id: 1 }).unwrap().intake, []);
    let (opens, closes) = (at(11, 0), at(11, 0));
    assert_eq!(refused(&add(opens, closes)), ("hours", Fault::Reversed { opens, closes }));
    assert_eq!(refused(&Change::RemoveIntake { id: 9 }), ("id", Fault::UnknownRule(9)));
}

#[test]
fn a_closure_names_its_decision_and_ends_after_it_begins() {
    let suspended = Change::AddClosure(new_closure("2020-04-01T00:00", "2020-04-16T00:00"));
    let rules = with(&Rules::shipped(), &suspended).unwrap();
    assert_eq!(rules.closures[0].dates(), Some((date(2020, 4, 1), date(2020, 4, 15))));
    let longer: DateTime = "2020-04-23T00:00".parse().unwrap();
    let rules = with(&rules, &Change::EndClosure { id: 1, to: longer }).unwrap();
    assert_eq!(rules.closures[0].to, longer);
    let early = "2020-03-01T00:00".parse().unwrap();
    let backwards = with(&rules, &Change::EndClosure { id: 1, to: early }).unwrap_err();
    assert_eq!((backwards.field, backwards.fault), ("to", Fault::Backwards));

    let add = |closure| refused(&Change::AddClosure(closure));
    let moment = "2026-03-02T09:00";
    assert_eq!(add(new_closure(moment, moment)), ("to", Fault::Backwards));
    let whole = || new_closure(moment, "2026-03-02T15:00");
    assert_eq!(add(NewClosure { decision: " ".to_owned(), ..whole() }), ("decision", Fault::Missing));
    assert_eq!(add(NewClosure { note: "x".repeat(1001), ..whole() }), ("note", Fault::TooLong(1000)));
    let urgent = vec!["khai tử".to_owned()];
    assert_eq!(add(NewClosure { urgent, ..whole() }), ("urgent", Fault::NoProcedureCode("khai tử".to_owned())));
}

#[test]
fn a_change_comes_back_whole_from_the_preview_page() {
    let (off, worked) = (date(2026, 6, 5), date(2026, 6, 13));
    let season = Some(Season { from: (10, 16), through: (4, 15) });
    let weekdays = vec![DayOfWeek(Weekday::Friday)];
    for change in [
        Change::AddDay { day: day(off, HolidayKind::Public) },
        Change::Swap { off, worked },
        Change::ReplaceYears { days: Calendar::shipped_days().to_vec() },
        Change::SetHours(NewHours { season, weekdays, ..new_hours(&[(at(7, 0), at(11, 0))]) }),
        Change::AddClosure(new_closure("2020-04-01T00:00", "2020-04-16T00:00")),
        Change::EndClosure { id: 3, to: "2020-04-23T00:00".parse().unwrap() },
    ] {
        let written = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&written).unwrap(), change);
    }
}

#[test]
fn differences_name_what_came_went_and_changed() {
    let (off, worked) = (date(2027, 6, 4), date(2027, 6, 12));
    let before = Rules::shipped();
    let after = with(&before, &Change::Swap { off, worked }).unwrap();
    let after = with(&after, &Change::AddDay { day: day(date(2027, 2, 4), HolidayKind::Public) }).unwrap();
    let after = with(&after, &Change::RemoveDay { date: date(2027, 1, 1) }).unwrap();
    let after = with(&after, &Change::SetHours(new_hours(&[(at(7, 0), at(11, 0))]))).unwrap();
    let told: Vec<String> = differences(&before, &after)
        .iter()
        .map(|difference| match difference {
            Difference::Day(Delta::Added(day)) => format!("+{}", day.date),
            Difference::Day(Delta::Removed(day)) => format!("-{}", day.date),
            Difference::Day(Delta::Changed { after, .. }) => format!("~{}", after.date),
            Difference::Hours(Delta::Added(hours)) => format!("+hours {}", hours.id),
            Difference::Hours(_) | Difference::Intake(_) | Difference::Closure(_) => "?".to_owned(),
        })
        .collect();
    assert_eq!(told, ["-2027-01-01", "~2027-02-04", "+2027-06-04", "+2027-06-12", "+hours 1"]);
    assert_eq!(differences(&after, &after), []);
}
