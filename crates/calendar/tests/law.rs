//! The rules of the clock, one test each, named after what the rule says. The article stands in
//! the comment where the rule has one.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::{Calendar, Class, Ending, EntryKind, ExtensionGround, Ledger, LedgerError, Limit};
use calendar::{PauseReason, Phase, Sla, Status, Style, Terms};
use jiff::Timestamp;
use jiff::civil::{Time, date};

const PAUSE: EntryKind = EntryKind::Pause { reason: PauseReason::FinancialObligation };

fn at(local: &str) -> Timestamp {
    calendar::instant(local.replace(' ', "T").parse().unwrap())
}

/// A ledger under test, spoken to in local times.
struct File {
    ledger: Ledger,
    terms: Terms,
}

fn file(start: &str, limit: Limit, style: Style) -> File {
    File { ledger: Ledger::starting_at(at(start)), terms: Terms { limit, style } }
}

fn whole_days(start: &str, days: u32) -> File {
    file(start, Limit::working_days(days), Style::WholeDays)
}

impl File {
    fn then(mut self, local: &str, kind: EntryKind) -> Self {
        self.ledger.push(kind.at(at(local)), &Calendar::state(), self.terms).unwrap();
        self
    }

    fn paused(self, from: &str, to: &str) -> Self {
        self.then(from, PAUSE).then(to, EntryKind::Resume)
    }

    fn supplemented(self, asked: &str, received: &str) -> Self {
        self.then(asked, EntryKind::SupplementRequested).then(received, EntryKind::Supplemented)
    }

    fn extended(self, on: &str, days: u32, ground: ExtensionGround) -> Self {
        self.then(on, EntryKind::Extend { by: Limit::working_days(days), ground })
    }

    fn refuses(&self, local: &str, kind: EntryKind) -> LedgerError {
        self.ledger.clone().push(kind.at(at(local)), &Calendar::state(), self.terms).unwrap_err()
    }

    fn outcome(&self) -> calendar::Outcome {
        self.ledger.outcome(&Calendar::state(), self.terms)
    }

    #[track_caller]
    fn is_due(&self, local: &str) {
        assert_eq!(self.outcome().due.map(calendar::local), Some(calendar::local(at(local))));
    }

    #[track_caller]
    fn has_class(&self, now: &str, class: Class) {
        assert_eq!(self.outcome().class(at(now)), Some(class));
    }

    fn sla(&self, now: &str) -> Sla {
        Sla::of(&self.outcome(), &Calendar::state(), at(now))
    }
}

// Units (Bộ luật Dân sự 2015 Điều 146–148).

#[test]
fn the_day_of_the_event_is_not_counted_bldd_147() {
    whole_days("2026-03-02 08:00", 1).is_due("2026-03-03 17:30");
}

#[test]
fn a_fraction_of_a_day_is_rounded_up_in_whole_days_and_exact_in_hours() {
    let limit = Limit::parse("1.5", "wd").unwrap();
    file("2026-03-02 10:00", limit, Style::WholeDays).is_due("2026-03-04 17:30");
    file("2026-03-02 10:00", limit, Style::Hours).is_due("2026-03-03 16:00");
}

#[test]
fn working_hours_are_counted_inside_office_hours_in_both_styles() {
    for style in [Style::WholeDays, Style::Hours] {
        file("2026-03-02 16:00", Limit::working_hours(4), style).is_due("2026-03-03 10:00");
    }
}

#[test]
fn a_calendar_limit_that_ends_on_a_rest_day_ends_with_the_next_working_day_bldd_148() {
    file("2026-03-02 08:00", Limit::calendar_days(5), Style::WholeDays).is_due("2026-03-09 17:30");
    file("2026-03-02 08:00", Limit::calendar_days(4), Style::WholeDays).is_due("2026-03-06 17:30");
    // Into Tết: 16–20 February are off, 21–22 a weekend.
    file("2026-02-11 08:00", Limit::calendar_days(5), Style::Hours).is_due("2026-02-23 17:30");
}

#[test]
fn a_month_ends_on_the_same_day_number_or_the_last_day_of_a_shorter_month_bldd_146() {
    file("2026-03-10 08:00", Limit::months(1), Style::WholeDays).is_due("2026-04-10 17:30");
    // 28 February 2026 is a Saturday.
    file("2026-01-31 08:00", Limit::months(1), Style::WholeDays).is_due("2026-03-02 17:30");
    file("2024-02-29 08:00", Limit::months(12), Style::WholeDays).is_due("2025-02-28 17:30");
}

#[test]
fn an_absurd_limit_is_never_due_at_once() {
    for limit in [
        Limit::months(u32::MAX),
        Limit::calendar_days(u32::MAX),
        Limit::clock_hours(u32::MAX),
        Limit::WorkingDays { minutes: u32::MAX },
        Limit::WorkingHours { minutes: u32::MAX },
    ] {
        let due = file("2026-03-02 08:00", limit, Style::WholeDays).outcome().due.unwrap();
        assert!(calendar::local(due).year() >= 2099, "{limit:?} is due {due}");
    }
}

#[test]
fn clock_hours_run_through_nights_weekends_and_holidays_without_rolling() {
    for style in [Style::WholeDays, Style::Hours] {
        file("2026-03-06 16:00", Limit::clock_hours(24), style).is_due("2026-03-07 16:00");
    }
    file("2026-03-06 16:00", Limit::clock_hours(24), Style::Hours)
        .paused("2026-03-06 17:00", "2026-03-06 18:30")
        .is_due("2026-03-07 17:30");
}

#[test]
fn an_instant_procedure_received_until_15_00_is_due_the_same_day() {
    for style in [Style::WholeDays, Style::Hours] {
        file("2026-03-02 14:59", Limit::Instant, style).is_due("2026-03-02 17:30");
        file("2026-03-02 15:00", Limit::Instant, style).is_due("2026-03-02 17:30");
        file("2026-03-02 15:00:01", Limit::Instant, style).is_due("2026-03-03 17:30");
    }
}

#[test]
fn an_instant_procedure_received_on_a_day_not_worked_is_due_the_next_working_day() {
    file("2026-03-07 09:00", Limit::Instant, Style::WholeDays).is_due("2026-03-09 17:30");
    file("2026-11-24 09:00", Limit::Instant, Style::WholeDays).is_due("2026-11-25 17:30");
    // A Saturday worked in return is a working day.
    file("2026-08-22 09:00", Limit::Instant, Style::WholeDays).is_due("2026-08-22 17:30");
}

#[test]
fn zero_working_days_is_how_instant_is_stored() {
    assert_eq!(Limit::parse("0", "wd"), Ok(Limit::Instant));
}

// Start of the clock.

#[test]
fn the_clock_starts_when_the_slip_is_issued_also_after_15_00_nd118_17() {
    let calendar = Calendar::state();
    assert_eq!(calendar.start_at_counter(at("2026-03-02 16:40")), at("2026-03-02 16:40"));
    whole_days("2026-03-02 16:40", 2).is_due("2026-03-04 17:30");
}

#[test]
fn a_start_on_a_saturday_counts_its_first_day_on_monday() {
    whole_days("2026-03-07 09:00", 1).is_due("2026-03-09 17:30");
    file("2026-03-07 09:00", Limit::working_hours(2), Style::Hours).is_due("2026-03-09 09:30");
}

#[test]
fn what_is_received_after_15_00_may_be_handed_on_the_next_morning_nd118_18() {
    let calendar = Calendar::state();
    for (received, not_before, by) in [
        ("2026-03-02 10:00", "2026-03-02 10:00", "2026-03-02 17:30"),
        ("2026-03-02 15:00", "2026-03-02 15:00", "2026-03-02 17:30"),
        ("2026-03-02 15:01", "2026-03-03 07:30", "2026-03-03 07:30"),
        ("2026-03-06 16:00", "2026-03-09 07:30", "2026-03-09 07:30"),
        ("2026-03-07 09:00", "2026-03-09 07:30", "2026-03-09 07:30"),
    ] {
        assert_eq!(calendar.transfer_not_before(at(received)), at(not_before), "{received}");
        assert_eq!(calendar.transfer_by(at(received)), at(by), "{received}");
    }
    assert!(calendar.is_after_cut_off(at("2026-03-02 15:01")));
    assert_eq!(calendar.same_day_date(at("2026-03-02 15:01")), date(2026, 3, 3));
}

#[test]
fn an_online_dossier_is_answered_within_eight_working_hours_nd118_17() {
    let calendar = Calendar::state();
    assert_eq!(calendar.acceptance_deadline(at("2026-03-02 10:00")), at("2026-03-03 10:00"));
    assert_eq!(calendar.acceptance_deadline(at("2026-03-06 22:00")), at("2026-03-09 17:30"));
    assert_eq!(calendar.acceptance_alert(at("2026-03-06 22:00")), at("2026-03-07 00:00"));
}

#[test]
fn an_online_dossier_filed_outside_office_hours_is_received_at_the_next_opening() {
    let calendar = Calendar::state();
    assert_eq!(calendar.online_receipt_moment(at("2026-03-06 22:00")), at("2026-03-09 07:30"));
    assert_eq!(calendar.online_receipt_moment(at("2026-03-06 12:00")), at("2026-03-06 13:30"));
    assert_eq!(calendar.online_receipt_moment(at("2026-03-06 10:12")), at("2026-03-06 10:12"));
    assert!(calendar.is_open(at("2026-03-06 17:30")) && !calendar.is_open(at("2026-03-06 17:31")));
}

#[test]
fn each_agency_of_a_sequence_counts_from_its_own_receipt_nd118_20() {
    whole_days("2026-03-02 09:00", 3).is_due("2026-03-05 17:30");
    whole_days("2026-03-05 16:00", 2).is_due("2026-03-09 17:30");
}

// Fixed limits around settlement.

#[test]
fn fixed_limits_of_notices_corrections_and_money_nd118_19_23_24() {
    let calendar = Calendar::state();
    assert_eq!(calendar.return_notice_due(at("2026-03-05 09:00")), at("2026-03-10 17:30"));
    assert_eq!(calendar.correction_due(at("2026-03-05 09:00")), at("2026-03-10 17:30"));
    assert_eq!(calendar.payment_transfer_due(at("2026-03-05 15:30")), at("2026-03-06 15:30"));
}

#[test]
fn a_dossier_waiting_for_its_supplement_may_be_closed_after_fifteen_days_nd118_19() {
    let calendar = Calendar::state();
    assert_eq!(calendar.supplement_closes_at(at("2026-03-02 09:00")), at("2026-03-17 17:30"));
    let waiting = whole_days("2026-03-02 09:00", 5).then("2026-03-03 09:00", EntryKind::SupplementRequested);
    assert_eq!(waiting.outcome().due, None, "the 15 days close by a command, not by the formula");
    assert_eq!(waiting.sla("2026-03-13 09:00"), Sla::AwaitingSupplementDays(10));
}

#[test]
fn a_planned_outage_is_announced_seven_working_days_ahead_nd224_13() {
    assert_eq!(Calendar::state().outage_announced_by(date(2026, 3, 16)), date(2026, 3, 5));
}

// Pauses.

#[test]
fn a_pause_moves_a_whole_day_date_by_the_working_days_after_it_through_the_resume() {
    let running = whole_days("2026-10-26 14:20", 10);
    running.is_due("2026-11-09 17:30");
    running.paused("2026-10-30 10:05", "2026-11-04 08:40").is_due("2026-11-12 17:30");
}

#[test]
fn pausing_and_resuming_on_one_date_moves_no_whole_day_date() {
    whole_days("2026-03-02 09:00", 5).paused("2026-03-03 08:00", "2026-03-03 17:30").is_due("2026-03-09 17:30");
}

#[test]
fn a_pause_of_k_working_minutes_moves_an_hours_moment_by_exactly_k() {
    file("2026-11-20 15:20", Limit::working_hours(12), Style::Hours)
        .paused("2026-11-20 16:00", "2026-11-23 08:15")
        .is_due("2026-11-25 13:35");
}

#[test]
fn a_resume_outside_office_hours_counts_as_made_at_the_next_opening() {
    let evening = whole_days("2026-03-02 09:00", 5).paused("2026-03-03 10:00", "2026-03-03 20:00");
    evening.is_due("2026-03-10 17:30");
    let morning = whole_days("2026-03-02 09:00", 5).paused("2026-03-03 10:00", "2026-03-04 07:30");
    assert_eq!(evening.outcome().due, morning.outcome().due);
    whole_days("2026-03-02 09:00", 5).paused("2026-03-03 10:00", "2026-03-07 09:00").is_due("2026-03-13 17:30");
}

#[test]
fn splitting_a_pause_changes_nothing_even_at_night() {
    let whole = whole_days("2026-03-02 09:00", 5).paused("2026-03-03 10:00", "2026-03-06 09:00");
    let split = whole_days("2026-03-02 09:00", 5)
        .paused("2026-03-03 10:00", "2026-03-04 22:00")
        .paused("2026-03-04 22:00", "2026-03-06 09:00");
    whole.is_due("2026-03-12 17:30");
    assert_eq!(whole.outcome().due, split.outcome().due);
}

#[test]
fn pauses_that_touch_are_one_pause_since_the_first_of_them() {
    let paused = whole_days("2026-03-02 09:00", 2)
        .paused("2026-03-04 09:00", "2026-03-09 09:00")
        .then("2026-03-09 09:00", PAUSE);
    let reason = PauseReason::FinancialObligation;
    assert_eq!(paused.outcome().status, Status::Paused { since: at("2026-03-04 09:00"), reason });
    assert_eq!(paused.outcome().late_after, at("2026-03-04 17:30"));
    paused.has_class("2026-03-20 09:00", Class::InTime);
}

#[test]
fn what_two_pauses_take_is_added_up_also_where_they_meet_in_one_night() {
    // Resumed on Tuesday evening, which counts as Wednesday's opening; the pause opened that night
    // is one of its own, and takes Wednesday and Thursday.
    whole_days("2026-03-02 09:00", 5)
        .paused("2026-03-03 10:00", "2026-03-03 20:00")
        .paused("2026-03-03 23:00", "2026-03-05 09:00")
        .is_due("2026-03-12 17:30");
}

#[test]
fn a_calendar_limit_is_moved_by_dates_and_then_rolled() {
    file("2026-03-02 09:00", Limit::calendar_days(10), Style::WholeDays)
        .paused("2026-03-04 10:00", "2026-03-06 10:00")
        .is_due("2026-03-16 17:30");
    file("2026-03-02 09:00", Limit::months(1), Style::WholeDays)
        .paused("2026-03-04 10:00", "2026-03-06 10:00")
        .is_due("2026-04-06 17:30");
}

#[test]
fn an_instant_procedure_is_paused_like_whole_days() {
    file("2026-03-02 09:00", Limit::Instant, Style::Hours)
        .paused("2026-03-02 10:00", "2026-03-04 10:00")
        .is_due("2026-03-04 17:30");
}

#[test]
fn a_late_dossier_cannot_be_paused_back_into_time() {
    let late = whole_days("2026-03-02 09:00", 2).paused("2026-03-05 08:00", "2026-03-20 09:00");
    late.is_due("2026-03-04 17:30");
    late.has_class("2026-03-20 10:00", Class::Overdue);
    let hours = file("2026-03-02 09:00", Limit::working_hours(8), Style::Hours);
    hours.paused("2026-03-03 09:01", "2026-03-04 09:01").is_due("2026-03-03 09:00");
}

#[test]
fn a_pause_begun_at_the_due_moment_itself_is_still_in_time() {
    whole_days("2026-03-02 09:00", 2).paused("2026-03-04 17:30", "2026-03-06 09:00").is_due("2026-03-06 17:30");
    file("2026-03-02 09:00", Limit::working_hours(8), Style::Hours)
        .paused("2026-03-03 09:00", "2026-03-03 10:00")
        .is_due("2026-03-03 10:00");
}

#[test]
fn while_the_clock_stands_still_there_is_no_due_moment_and_the_class_is_kept() {
    let paused = whole_days("2026-03-02 09:00", 2).then("2026-03-03 09:00", PAUSE);
    assert_eq!(paused.outcome().due, None);
    assert_eq!(paused.outcome().first_due, at("2026-03-04 17:30"));
    paused.has_class("2026-06-01 09:00", Class::InTime);
    let late = whole_days("2026-03-02 09:00", 2).then("2026-03-05 09:00", PAUSE);
    late.has_class("2026-06-01 09:00", Class::Overdue);
}

#[test]
fn a_paused_person_is_told_the_date_if_they_act_today() {
    let calendar = Calendar::state();
    let paused = whole_days("2026-10-26 14:20", 10).then("2026-11-04 08:00", PAUSE);
    let expected = paused.ledger.expected_due(&calendar, paused.terms, at("2026-11-06 09:00"));
    assert_eq!(expected, Some(at("2026-11-11 17:30")));
    let waiting = whole_days("2026-10-26 14:20", 10).then("2026-11-04 08:00", EntryKind::SupplementRequested);
    let expected = waiting.ledger.expected_due(&calendar, waiting.terms, at("2026-11-06 09:00"));
    assert_eq!(expected, Some(at("2026-11-20 17:30")));
}

#[test]
fn suspension_of_an_office_counts_unless_it_is_entered_as_a_pause() {
    whole_days("2020-03-30 09:00", 10).is_due("2020-04-14 17:30");
    let suspended = EntryKind::Pause { reason: PauseReason::OfficeSuspension };
    whole_days("2020-03-30 09:00", 10)
        .then("2020-03-31 17:30", suspended)
        .then("2020-04-15 17:30", EntryKind::Resume)
        .is_due("2020-04-28 17:30");
}

// Supplement.

#[test]
fn a_supplement_starts_the_whole_limit_again_nd118_19() {
    let again = whole_days("2026-03-02 09:00", 5)
        .paused("2026-03-03 09:00", "2026-03-05 09:00")
        .supplemented("2026-03-06 09:00", "2026-03-16 20:00");
    again.is_due("2026-03-23 17:30");
    assert_eq!(again.outcome().start, at("2026-03-16 20:00"));
}

#[test]
fn lateness_is_not_washed_away_by_a_supplement() {
    let late = whole_days("2026-03-02 09:00", 2).supplemented("2026-03-05 09:00", "2026-03-09 09:00");
    late.is_due("2026-03-11 17:30");
    late.has_class("2026-03-09 10:00", Class::Overdue);
    assert_eq!(late.outcome().late_since, Some(at("2026-03-04 17:30")));
    late.then("2026-03-10 09:00", EntryKind::Finish).has_class("2026-03-10 09:00", Class::Late);
    let in_time = whole_days("2026-03-02 09:00", 2).supplemented("2026-03-04 17:30", "2026-03-09 09:00");
    in_time.has_class("2026-03-10 10:00", Class::InTime);
}

#[test]
fn a_second_supplement_forgets_no_lateness() {
    let late = whole_days("2026-03-02 09:00", 2)
        .supplemented("2026-03-05 09:00", "2026-03-09 09:00")
        .supplemented("2026-03-10 09:00", "2026-03-12 09:00");
    late.has_class("2026-03-12 10:00", Class::Overdue);
}

// Extensions.

#[test]
fn an_extension_by_rule_counts_on_from_the_due_date_and_replaces_it() {
    let extended = whole_days("2026-03-02 09:00", 3).extended("2026-03-04 09:00", 2, ExtensionGround::Rule);
    extended.is_due("2026-03-09 17:30");
    extended.has_class("2026-03-09 17:30", Class::InTime);
    extended.then("2026-03-09 10:00", EntryKind::Finish).has_class("2026-03-09 10:00", Class::OnTime);
}

#[test]
fn an_apology_gives_a_new_date_and_keeps_the_first_for_lateness() {
    let sorry = whole_days("2026-03-02 09:00", 3).extended("2026-03-04 09:00", 5, ExtensionGround::Apology);
    sorry.is_due("2026-03-12 17:30");
    assert_eq!(sorry.outcome().late_after, at("2026-03-05 17:30"));
    sorry.has_class("2026-03-05 17:30", Class::InTime);
    sorry.has_class("2026-03-06 08:00", Class::Overdue);
    sorry.then("2026-03-12 09:00", EntryKind::Finish).has_class("2026-03-12 09:00", Class::Late);
}

#[test]
fn a_pause_after_an_apology_moves_each_date_it_was_in_time_for() {
    let sorry = || whole_days("2026-03-02 09:00", 3).extended("2026-03-04 09:00", 5, ExtensionGround::Apology);
    let both = sorry().paused("2026-03-05 09:00", "2026-03-06 09:00");
    both.is_due("2026-03-13 17:30");
    assert_eq!(both.outcome().late_after, at("2026-03-06 17:30"));
    let promised_only = sorry().paused("2026-03-06 09:00", "2026-03-09 09:00");
    promised_only.is_due("2026-03-13 17:30");
    assert_eq!(promised_only.outcome().late_after, at("2026-03-05 17:30"));
}

#[test]
fn an_apology_comes_once_and_at_least_one_day_before_the_due_date_nd118() {
    let apology = EntryKind::Extend { by: Limit::working_days(2), ground: ExtensionGround::Apology };
    let running = whole_days("2026-03-02 09:00", 3);
    assert_eq!(
        running.refuses("2026-03-05 07:30", apology),
        LedgerError::LateApology { on: date(2026, 3, 5), latest: date(2026, 3, 4) }
    );
    let sorry = running.then("2026-03-04 17:00", apology);
    assert_eq!(sorry.refuses("2026-03-04 17:10", apology), LedgerError::SecondApology);
    let restarted = sorry.supplemented("2026-03-05 09:00", "2026-03-06 09:00");
    assert_eq!(restarted.refuses("2026-03-06 10:00", apology), LedgerError::SecondApology);
    assert_eq!(Calendar::state().apology_by(at("2026-03-05 17:30")), date(2026, 3, 4));
}

#[test]
fn an_extension_given_too_late_does_not_wash_lateness_away() {
    let late = whole_days("2026-03-02 09:00", 2).extended("2026-03-05 09:00", 5, ExtensionGround::Rule);
    late.is_due("2026-03-11 17:30");
    late.has_class("2026-03-06 09:00", Class::Overdue);
}

#[test]
fn an_instant_certification_may_be_extended_by_two_working_days() {
    file("2026-03-02 09:00", Limit::Instant, Style::WholeDays)
        .extended("2026-03-02 11:00", 2, ExtensionGround::Rule)
        .is_due("2026-03-04 17:30");
}

#[test]
fn an_extension_must_add_time() {
    let nothing = EntryKind::Extend { by: Limit::Instant, ground: ExtensionGround::Rule };
    assert_eq!(whole_days("2026-03-02 09:00", 3).refuses("2026-03-03 09:00", nothing), LedgerError::EmptyExtension);
}

// End of the clock.

#[test]
fn finished_before_on_and_after_the_due_date() {
    for (finished, class) in [
        ("2026-03-03 17:30", Class::Early),
        ("2026-03-04 07:30", Class::OnTime),
        ("2026-03-04 17:30", Class::OnTime),
        ("2026-03-04 17:30:01", Class::Late),
        ("2026-03-06 09:00", Class::Late),
    ] {
        whole_days("2026-03-02 09:00", 2).then(finished, EntryKind::Finish).has_class("2027-01-01 00:00", class);
    }
}

#[test]
fn in_process_until_and_after_the_due_moment() {
    whole_days("2026-03-02 09:00", 2).has_class("2026-03-04 17:30", Class::InTime);
    whole_days("2026-03-02 09:00", 2).has_class("2026-03-04 17:31", Class::Overdue);
}

#[test]
fn withdrawal_and_stop_end_the_clock_from_any_state_and_give_no_class() {
    let states = || {
        [
            whole_days("2026-03-02 09:00", 2),
            whole_days("2026-03-02 09:00", 2).then("2026-03-03 09:00", PAUSE),
            whole_days("2026-03-02 09:00", 2).then("2026-03-03 09:00", EntryKind::SupplementRequested),
        ]
    };
    for (kind, by) in [(EntryKind::Withdraw, Ending::Withdrawn), (EntryKind::Stop, Ending::Stopped)] {
        for file in states() {
            let ended = file.then("2026-03-09 09:00", kind);
            assert_eq!(ended.outcome().status, Status::Ended { at: at("2026-03-09 09:00"), by });
            assert_eq!(ended.outcome().class(at("2026-03-10 09:00")), None);
            assert_eq!(ended.outcome().due, None);
            assert_eq!(ended.sla("2026-03-10 09:00"), Sla::Ended);
        }
    }
}

#[test]
fn anything_else_is_an_error() {
    let running = whole_days("2026-03-02 09:00", 5);
    let paused = whole_days("2026-03-02 09:00", 5).then("2026-03-03 09:00", PAUSE);
    let waiting = whole_days("2026-03-02 09:00", 5).then("2026-03-03 09:00", EntryKind::SupplementRequested);
    let finished = whole_days("2026-03-02 09:00", 5).then("2026-03-03 09:00", EntryKind::Finish);
    let extend = EntryKind::Extend { by: Limit::working_days(1), ground: ExtensionGround::Rule };
    for (file, phase, refused) in [
        (running, Phase::Running, vec![EntryKind::Resume, EntryKind::Supplemented]),
        (
            paused,
            Phase::Paused,
            vec![PAUSE, EntryKind::SupplementRequested, EntryKind::Supplemented, extend, EntryKind::Finish],
        ),
        (
            waiting,
            Phase::AwaitingSupplement,
            vec![PAUSE, EntryKind::Resume, EntryKind::SupplementRequested, extend, EntryKind::Finish],
        ),
        (
            finished,
            Phase::Closed,
            vec![PAUSE, EntryKind::Resume, EntryKind::Finish, EntryKind::Withdraw, EntryKind::Stop, extend],
        ),
    ] {
        for kind in refused {
            assert_eq!(file.refuses("2026-03-04 09:00", kind), LedgerError::NotAllowed { entry: kind.name(), phase });
        }
    }
}

#[test]
fn entries_are_taken_in_order_of_time() {
    let paused = whole_days("2026-03-02 09:00", 5).then("2026-03-03 09:00", PAUSE);
    assert_eq!(
        paused.refuses("2026-03-03 08:59", EntryKind::Resume),
        LedgerError::OutOfOrder { at: at("2026-03-03 08:59"), previous: at("2026-03-03 09:00") }
    );
}

// What lists and budgets read.

#[test]
fn the_sign_in_a_list_counts_working_days() {
    let running = || whole_days("2026-03-02 09:00", 5);
    for (now, sla) in [
        ("2026-03-02 10:00", Sla::DaysLeft(5)),
        ("2026-03-06 10:00", Sla::DaysLeft(1)),
        ("2026-03-07 10:00", Sla::DaysLeft(1)),
        ("2026-03-09 10:00", Sla::Today(Time::constant(17, 30, 0, 0))),
        ("2026-03-09 18:00", Sla::OverdueDays(1)),
        ("2026-03-12 10:00", Sla::OverdueDays(3)),
    ] {
        assert_eq!(running().sla(now), sla, "{now}");
        assert_eq!(Sla::until(at("2026-03-09 17:30"), &Calendar::state(), at(now)), sla, "{now}");
    }
    assert_eq!(running().then("2026-03-04 09:00", PAUSE).sla("2026-03-09 09:00"), Sla::PausedDays(3));
    assert_eq!(running().then("2026-03-04 09:00", EntryKind::Finish).sla("2026-03-09 09:00"), Sla::Done(Class::Early));
}

#[test]
fn a_dossier_late_before_its_supplement_shows_its_days_over() {
    let late = whole_days("2026-03-02 09:00", 2).supplemented("2026-03-05 09:00", "2026-03-09 09:00");
    assert_eq!(late.sla("2026-03-09 10:00"), Sla::OverdueDays(3));
}

#[test]
fn minutes_used_leave_out_pauses() {
    let calendar = Calendar::state();
    let used = |file: &File, now: &str| file.ledger.used_minutes(&calendar, at(now));
    let file = whole_days("2026-03-02 09:00", 5).paused("2026-03-02 10:00", "2026-03-03 08:30");
    assert_eq!(used(&file, "2026-03-03 09:00"), 90);
    let paused = file.then("2026-03-03 10:00", PAUSE);
    assert_eq!(used(&paused, "2026-03-05 10:00"), 150);
    let withdrawn = paused.then("2026-03-06 10:00", EntryKind::Withdraw);
    assert_eq!(used(&withdrawn, "2026-03-09 10:00"), 150);
}

// Storage.

#[test]
fn entries_are_stored_as_flat_snake_case_records() {
    let entries = [
        (PAUSE, r#"{"at":"2026-03-02T02:00:00Z","kind":"pause","reason":"financial_obligation"}"#),
        (EntryKind::SupplementRequested, r#"{"at":"2026-03-02T02:00:00Z","kind":"supplement_requested"}"#),
        (
            EntryKind::Extend { by: Limit::working_days(2), ground: ExtensionGround::Apology },
            r#"{"at":"2026-03-02T02:00:00Z","kind":"extend","by":{"unit":"wd","minutes":960},"ground":"apology"}"#,
        ),
    ];
    for (kind, stored) in entries {
        let entry = kind.at(at("2026-03-02 09:00"));
        assert_eq!(serde_json::to_string(&entry).unwrap(), stored);
        assert_eq!(serde_json::from_str::<calendar::Entry>(stored).unwrap(), entry);
    }
}

#[test]
fn a_stored_ledger_that_breaks_the_rules_is_refused() {
    let entries = [EntryKind::Resume.at(at("2026-03-03 09:00"))];
    assert!(Ledger::replay(at("2026-03-02 09:00"), entries).is_err());
}
