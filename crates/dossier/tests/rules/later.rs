//! A later date and an early end: extension by rule, apology with a new date, closing after fifteen
//! days of waiting (NĐ 118/2025 Đ.19).

use crate::story::{Story, apology, building_permit, copy_of_extract, extension};
use calendar::PauseReason;
use dossier::{Command, Event, ExtensionUnit, RefusalReason, StateName};
use jiff::civil::date;

/// A building permit accepted on 2 November 2026, due Monday 23 November at 17:30.
fn permit() -> Story {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head");
    story
}

#[test]
fn an_extension_by_rule_replaces_the_date_and_moves_lateness_with_it() {
    let mut story = permit();
    story.at("2026-11-10T09:00").extend("2", ExtensionUnit::WorkingDay);
    // Tuesday 24 November is a holiday: two working days on are Wednesday and Thursday.
    story.expect(StateName::InProgress, "2026-11-26T17:30");
    story.expect_late_after("2026-11-26T17:30");
    assert_eq!(story.holder(), "specialist", "nobody else has to act");
}

#[test]
fn an_extension_is_counted_in_its_own_unit() {
    for (value, unit, due) in [
        ("1.5", ExtensionUnit::WorkingDay, "2026-11-26T17:30"),
        ("4", ExtensionUnit::WorkingHour, "2026-11-25T11:30"),
        ("5", ExtensionUnit::CalendarDay, "2026-11-30T17:30"),
    ] {
        let mut story = permit();
        story.at("2026-11-10T09:00").extend(value, unit);
        story.expect(StateName::InProgress, due);
    }
}

#[test]
fn an_apology_gives_the_person_a_new_date_and_lateness_keeps_the_first() {
    let mut story = permit();
    story.at("2026-11-20T09:00").apologise("3", ExtensionUnit::WorkingDay);
    story.expect(StateName::InProgress, "2026-11-27T17:30");
    story.expect_late_after("2026-11-23T17:30");
    story.at("2026-11-25T09:00");
    story.expect_class(StateName::InProgress, "overdue");
}

#[test]
fn an_apology_is_given_once_in_the_life_of_a_dossier() {
    let mut story = permit();
    story.at("2026-11-10T09:00").apologise("1", ExtensionUnit::WorkingDay);
    story.refused("apologise", "dossier-refusal-second-apology");
    story.at("2026-11-11T09:00").request_supplement("specialist", 1);
    story.at("2026-11-13T09:00").supplement();
    story.refused("apologise", "dossier-refusal-second-apology");
}

#[test]
fn an_apology_comes_at_least_one_day_before_the_due_date() {
    let mut story = permit();
    story.at("2026-11-23T00:00");
    let refused = story.refusal(Command::Apologise(apology("1", ExtensionUnit::WorkingDay)));
    assert_eq!(refused, RefusalReason::LateApology(date(2026, 11, 22)));
    // Sunday is a day before Monday.
    story.at("2026-11-22T23:00").apologise("1", ExtensionUnit::WorkingDay);
    story.expect(StateName::InProgress, "2026-11-25T17:30");
}

#[test]
fn an_extension_after_the_due_moment_still_gives_a_date_but_the_dossier_stays_late() {
    let mut story = permit();
    story.at("2026-11-25T09:00").extend("5", ExtensionUnit::WorkingDay);
    story.expect(StateName::InProgress, "2026-12-01T17:30");
    story.expect_class(StateName::InProgress, "overdue");
}

#[test]
fn a_length_that_means_nothing_is_refused_at_its_field() {
    let story = permit();
    let units = [ExtensionUnit::WorkingDay, ExtensionUnit::WorkingHour, ExtensionUnit::CalendarDay];
    for (value, unit) in units.into_iter().flat_map(|unit| ["0", "", "-1", "hai", "367000"].map(|value| (value, unit)))
    {
        let refused = story.refusal(Command::Extend(extension(value, unit)));
        assert_eq!((&refused, refused.field()), (&RefusalReason::ExtensionLength, Some("value")), "{value} {unit:?}");
    }
    let refused = story.refusal(Command::Apologise(apology("1.5", ExtensionUnit::CalendarDay)));
    assert_eq!(refused, RefusalReason::ExtensionLength);
}

#[test]
fn a_clock_that_stands_still_is_not_lengthened() {
    let mut story = permit();
    story.at("2026-11-05T09:00").pause(PauseReason::Fieldwork);
    story.refused("extend", "dossier-refusal-wrong-state");
    story.refused("apologise", "dossier-refusal-wrong-state");
}

#[test]
fn the_two_dates_stand_in_the_event_as_they_were_told() {
    let mut story = permit();
    story.at("2026-11-20T09:00").apologise("3", ExtensionUnit::WorkingDay);
    let Some(Event::Apologised { due_before, due_after, .. }) = story.last_event() else { panic!("an apology") };
    let told = [due_before, due_after].map(|at| calendar::local(at).date());
    assert_eq!(told, [date(2026, 11, 23), date(2026, 11, 27)]);
}

#[test]
fn a_dossier_is_closed_only_after_fifteen_days_of_waiting() {
    let mut story = permit();
    // Fifteen days from 4 November end on Thursday the 19th; that day is the person's to its end.
    story.at("2026-11-04T10:00").request_supplement("specialist", 1);
    story.at("2026-11-19T23:59");
    let refused = story.refusal(crate::story::any(dossier::CommandName::CloseUnsupplemented));
    assert_eq!(refused, RefusalReason::StillAwaited { from: date(2026, 11, 20) });
    let mut supplemented = story.clone();
    supplemented.supplement();
    assert_eq!(supplemented.dossier().state.name(), StateName::InProgress);
    story.at("2026-11-20T00:00").close_unsupplemented();
    assert_eq!((story.dossier().state.name(), story.dossier().holder), (StateName::Stopped, None));
    assert_eq!(story.dossier().closed_at, Some(crate::story::moment("2026-11-20T00:00")));
}

#[test]
fn a_last_day_of_waiting_that_is_off_moves_to_the_next_working_day() {
    let mut story = permit();
    // 9 November and fifteen days are Tuesday the 24th, a holiday.
    story.at("2026-11-09T10:00").request_supplement("specialist", 1);
    story.at("2026-11-25T10:00");
    let refused = story.refusal(crate::story::any(dossier::CommandName::CloseUnsupplemented));
    assert_eq!(refused, RefusalReason::StillAwaited { from: date(2026, 11, 26) });
}

#[test]
fn what_was_asked_before_receipt_may_be_closed_too_and_no_clock_ends() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.at("2026-11-02T09:00").request_supplement("counter", 1);
    story.at("2026-11-18T09:00").close_unsupplemented();
    story.expect_no_clock(StateName::Stopped);
}

#[test]
fn only_what_waits_for_a_supplement_is_closed_like_that() {
    let mut story = Story::of(copy_of_extract(), "2026-11-02T08:00");
    story.refused("close-unsupplemented", "dossier-refusal-wrong-state");
    story.accept();
    story.refused("close-unsupplemented", "dossier-refusal-wrong-state");
}
