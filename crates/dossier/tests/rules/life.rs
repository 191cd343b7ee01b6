//! The life of a dossier, told by the rules alone: no store, a frozen clock, a small organisation.

use crate::story::{Story, building_permit, copy_of_extract, land_transfer};
use calendar::PauseReason;
use dossier::{Outcome, StateName};

#[test]
fn a_building_permit_goes_through_all_its_steps_with_one_supplement() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.at("2026-11-02T08:10").accept();
    story.expect(StateName::Received, "2026-11-23T17:30");
    story.at("2026-11-02T09:00").complete("counter");
    story.at("2026-11-02T10:00").complete("head");
    // All faults in one request within three working days; the clock has no due date meanwhile.
    story.at("2026-11-04T10:00").request_supplement("specialist", 2);
    story.expect_no_due(StateName::AwaitingSupplement);
    // From zero: fifteen working days after Monday 9 November, 24 November being a holiday.
    story.at("2026-11-09T08:00").supplement();
    story.expect(StateName::InProgress, "2026-12-01T17:30");
    story.at("2026-11-10T08:00").complete("specialist");
    story.at("2026-11-11T08:00").propose("specialist", Outcome::Granted);
    story.at("2026-11-12T08:00").complete("head");
    story.at("2026-11-12T14:00").approve();
    story.at("2026-11-13T08:00").seal();
    story.at("2026-11-13T09:00").deliver();
    story.expect_class(StateName::Resolved, "early");
    story.at("2026-11-20T09:00").hand_over();
    story.expect_class(StateName::Returned, "early");
}

#[test]
fn a_land_transfer_stands_still_while_the_tax_is_paid() {
    let mut story = Story::of(land_transfer(), "2026-10-26T14:00");
    story.at("2026-10-26T14:20").accept();
    story.expect(StateName::Received, "2026-11-09T17:30");
    story.at("2026-10-26T15:00").complete("counter");
    story.at("2026-10-28T15:00").complete("specialist");
    story.at("2026-10-29T15:00").complete("head");
    story.at("2026-10-30T10:00").require_payment(4_250_000);
    story.expect_no_due(StateName::AwaitingPayment);
    // Paid on Wednesday 4 November: Monday, Tuesday and Wednesday moved the date, 9 → 12 November.
    story.at("2026-11-04T10:00").confirm_payment(4_250_000);
    story.expect(StateName::InProgress, "2026-11-12T17:30");
    story.at("2026-11-04T11:00").complete("counter");
    story.at("2026-11-06T11:00").propose("specialist", Outcome::Granted);
    story.at("2026-11-09T11:00").complete("head");
    story.at("2026-11-10T11:00").approve();
    // Sealing is published as part of the return: the stamp keeper acts first.
    assert_eq!(story.holder(), "stamp_keeper");
    story.at("2026-11-10T14:00").seal();
    assert_eq!(story.holder(), "return_officer");
    story.at("2026-11-13T09:00").hand_over();
    story.expect_class(StateName::Returned, "late");
}

#[test]
fn a_copy_of_an_extract_is_settled_in_one_visit_without_a_slip() {
    let mut story = Story::of(copy_of_extract(), "2026-11-23T09:00");
    story.at("2026-11-23T09:01").accept();
    assert_eq!(story.dossier().content.slip_no, None);
    story.expect(StateName::Received, "2026-11-23T17:30");
    story.complete("counter").propose("specialist", Outcome::Granted).approve().seal();
    story.at("2026-11-23T09:20").hand_over();
    story.expect_class(StateName::Returned, "on_time");
}

#[test]
fn an_instant_procedure_received_after_three_o_clock_is_due_the_next_working_day_and_gets_a_slip() {
    let mut story = Story::of(copy_of_extract(), "2026-11-20T15:20");
    story.at("2026-11-20T15:20").accept();
    assert_eq!(story.dossier().content.slip_no, Some(1));
    story.expect(StateName::Received, "2026-11-23T17:30");
}

#[test]
fn a_refused_dossier_gets_a_letter_that_is_sealed_and_returned() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head").complete("specialist");
    story.propose("specialist", Outcome::Refused).complete("head");
    story.refuse("Thửa đất thuộc quy hoạch đất giao thông");
    story.seal().deliver();
    assert_eq!(story.dossier().state, dossier::State::Resolved { outcome: Outcome::Refused });
}

#[test]
fn a_supplement_before_receipt_leads_back_to_intake_and_starts_no_clock() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.at("2026-11-02T09:00").request_supplement("counter", 1);
    story.expect_no_clock(StateName::AwaitingSupplement);
    story.at("2026-11-04T09:00").supplement();
    story.expect_no_clock(StateName::Submitted);
    story.at("2026-11-05T09:00").accept();
    story.expect(StateName::Received, "2026-11-27T17:30");
}

#[test]
fn a_pause_for_a_legal_reason_resumes_at_the_same_step() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head");
    story.at("2026-11-05T09:00").pause(PauseReason::ExternalConsultation);
    story.expect_no_due(StateName::Paused);
    story.at("2026-11-09T09:00").resume();
    assert_eq!(story.dossier().state.step(), Some(3));
    // Friday and Monday moved the date from 23 to 26 November, over the holiday of the 24th.
    story.expect(StateName::InProgress, "2026-11-26T17:30");
}

#[test]
fn the_person_takes_the_dossier_back_until_the_decision() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head").complete("specialist");
    let mut decided = story.clone();
    story.withdraw();
    assert_eq!(story.dossier().state.name(), StateName::Withdrawn);

    decided.propose("specialist", Outcome::Granted).complete("head").approve();
    decided.refused("withdraw", "dossier-refusal-already-decided");
}

#[test]
fn nothing_is_sealed_before_it_is_approved_and_nothing_returned_before_it_is_sealed() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head").complete("specialist");
    story.refused("seal", "dossier-refusal-not-decided");
    story.propose("specialist", Outcome::Granted).complete("head");
    story.refused("seal", "dossier-refusal-not-decided");
    story.refused("return", "dossier-refusal-wrong-state");
    story.approve();
    story.refused("return", "dossier-refusal-wrong-state");
    story.seal();
    story.refused("seal", "dossier-refusal-already-sealed");
    story.hand_over();
    story.refused("return", "dossier-refusal-wrong-state");
}

#[test]
fn a_step_is_finished_by_the_command_that_belongs_to_it() {
    let mut story = Story::of(land_transfer(), "2026-10-26T08:00");
    story.accept().complete("counter").complete("specialist").complete("head");
    // The next step is a pause for the tax: the step ends by asking for the payment.
    story.refused("complete-step", "dossier-refusal-other-command");
    story.refused("propose-result", "dossier-refusal-other-command");
    story.require_payment(1_000);
    story.refused("complete-step", "dossier-refusal-wrong-state");
    story.refused_payment(999, "dossier-refusal-amount");
}

#[test]
fn only_papers_of_the_checklist_are_asked_for() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head");
    story.refused_supplement(Some(99), "", "dossier-refusal-not-on-checklist");
    story.refused_supplement(None, "", "dossier-refusal-beyond-checklist");
    let mut beyond = story.clone();
    beyond.request_supplement_for(None, "Luật Xây dựng Điều 95", "");
    assert_eq!(beyond.dossier().state.name(), StateName::AwaitingSupplement);
    // A second request needs a leader.
    story.request_supplement("specialist", 1);
    story.supplement();
    story.refused_supplement(Some(1), "", "dossier-refusal-second-supplement");
}

#[test]
fn a_dossier_is_sent_back_one_step_with_a_reason() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head").complete("specialist").propose("specialist", Outcome::Granted);
    assert_eq!(story.dossier().state.step(), Some(5));
    story.send_back("Thiếu bản vẽ móng");
    assert_eq!((story.dossier().state.step(), story.holder()), (Some(4), "specialist".to_owned()));
}

#[test]
fn a_fee_that_is_owed_keeps_the_result_at_the_desk() {
    let mut story = Story::of(copy_of_extract(), "2026-11-23T09:00").with_unpaid_fee(8_000);
    story.accept().complete("counter").propose("specialist", Outcome::Granted).approve().seal();
    story.refused("return", "dossier-refusal-unpaid");
    story.confirm_payment(8_000).hand_over();
    assert_eq!(story.dossier().state.name(), StateName::Returned);
}

#[test]
fn a_result_is_not_handed_to_somebody_whose_identity_was_not_checked() {
    let mut story = Story::of(copy_of_extract(), "2026-11-23T09:00");
    story.accept().complete("counter").propose("specialist", Outcome::Granted).approve().seal();
    story.refused_unchecked_hand_over();
}

#[test]
fn a_declined_dossier_ends_with_its_reason() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.decline("Công trình được miễn giấy phép theo Điều 89 Luật Xây dựng");
    assert_eq!(story.dossier().state.name(), StateName::Declined);
    story.refused("withdraw", "dossier-refusal-wrong-state");
}

#[test]
fn the_agency_stops_a_dossier_that_is_not_completed() {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head").request_supplement("specialist", 1);
    story.at("2026-11-30T08:00").stop();
    assert_eq!(story.dossier().state.name(), StateName::Stopped);
    assert!(story.dossier().holder.is_none());
}

#[test]
fn the_same_events_give_the_same_history() {
    let mut story = Story::of(land_transfer(), "2026-10-26T14:00");
    story.accept().complete("counter").complete("specialist").complete("head").require_payment(5);
    let again = story.replayed();
    assert_eq!(again.dossier().state, story.dossier().state);
    assert_eq!(again.dossier().holder, story.dossier().holder);
    assert_eq!(again.dossier().content.clock, story.dossier().content.clock);
    assert_eq!(again.dossier().version, story.dossier().version);
}
