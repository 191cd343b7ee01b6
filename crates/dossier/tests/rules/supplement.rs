//! What may be asked for, how often and by whom (NĐ 118/2025 Đ.10, 17, 19): nobody works round the list
//! or the single request.

use base::Role;
use dossier::StateName;

use crate::story::{Story, building_permit};

/// At the specialist's step, nothing asked yet.
fn at_appraisal() -> Story {
    let mut story = Story::of(building_permit(), "2026-11-02T08:00");
    story.accept().complete("counter").complete("head");
    story
}

/// The same after one request was answered.
fn supplemented_once() -> Story {
    let mut story = at_appraisal();
    story.request_supplement("specialist", 2).supplement();
    story
}

#[test]
fn a_request_that_names_nothing_is_none() {
    at_appraisal().refused_request(&[], "Thiếu giấy tờ", "dossier-refusal-nothing-missing");
}

#[test]
fn one_paper_beyond_the_list_refuses_the_whole_request() {
    let mut story = at_appraisal();
    story.refused_request(&[Some(1), Some(99)], "", "dossier-refusal-not-on-checklist");
    story.refused_request(&[Some(1), None], "", "dossier-refusal-beyond-checklist");
    assert_eq!(story.dossier().state.name(), StateName::InProgress);
    assert!(story.dossier().content.supplements.is_empty());
}

#[test]
fn a_leader_does_not_ask_beyond_the_list_either() {
    let mut story = at_appraisal();
    story.is_officer_as(Role::Leader);
    story.refused_request(&[Some(99)], "Cần thêm", "dossier-refusal-not-on-checklist");
}

#[test]
fn while_a_request_is_open_no_other_is_made() {
    let mut story = at_appraisal();
    story.request_supplement("specialist", 1);
    story.is_officer_as(Role::Leader);
    story.refused_request(&[Some(2)], "Phát hiện thêm", "dossier-refusal-wrong-state");
}

#[test]
fn a_reason_does_not_make_a_second_request_of_the_specialists() {
    for role in [Role::Specialist, Role::CounterOfficer] {
        let mut story = supplemented_once();
        story.is_officer_as(role);
        story.refused_request(&[Some(3)], "Bản vẽ mới mâu thuẫn", "dossier-refusal-second-supplement");
    }
}

#[test]
fn a_second_request_of_a_leader_needs_a_reason_and_then_is_made() {
    for role in [Role::HeadOfUnit, Role::Leader] {
        let mut story = supplemented_once();
        story.is_officer_as(role);
        for blank in ["", "  "] {
            story.refused_request(&[Some(3)], blank, "dossier-refusal-second-supplement");
        }
        story.request_supplement_for(Some(3), "", "Bản vẽ mới mâu thuẫn với giấy đất");
        assert_eq!(story.dossier().content.supplements.len(), 2);
        assert_eq!(story.dossier().state.name(), StateName::AwaitingSupplement);
    }
}
