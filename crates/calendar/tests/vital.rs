//! The bundles of birth and death: each limit of Nghị định 301/2026/NĐ-CP as one case.

#![expect(clippy::unwrap_used, reason = "a case that cannot be set up should fail loudly")]

use calendar::bundle::vital::{self, BIRTH, DEATH, Filing, Part, Verification, VitalBundle};
use calendar::bundle::{BundleDue, LegDue};
use calendar::{Calendar, EntryKind, Ledger, Limit, PauseReason, Style, Terms};
use jiff::Timestamp;

/// A Monday in weeks without a holiday.
const MONDAY: &str = "2026-10-05 10:00:00";
const PLAIN: Verification = Verification::NotNeeded;

fn at(local: &str) -> Timestamp {
    calendar::instant(local.replace(' ', "T").parse().unwrap())
}

fn shown(at: Timestamp) -> String {
    calendar::local(at).strftime("%m-%d %H:%M").to_string()
}

fn filed(submitted: &str, verification: Verification) -> Filing<'static> {
    Filing { submitted: at(submitted), verification, requested: &[], registered: None }
}

fn due(bundle: &VitalBundle, filing: &Filing<'_>) -> BundleDue<Part> {
    bundle.due(&Calendar::state(), Style::WholeDays, filing)
}

fn leg(due: &BundleDue<Part>, part: Part) -> LegDue<Part> {
    *due.legs.iter().find(|leg| leg.name == part).unwrap()
}

/// Start and due moment of a part.
fn times(bundle: &VitalBundle, filing: &Filing<'_>, part: Part) -> (String, String) {
    let leg = leg(&due(bundle, filing), part);
    (shown(leg.starts), shown(leg.due))
}

fn pair(starts: &str, due: &str) -> (String, String) {
    (starts.to_owned(), due.to_owned())
}

#[test]
fn nd_301_2026_the_birth_bundle_takes_three_working_days_or_five_with_verification() {
    assert_eq!(shown(due(&BIRTH, &filed(MONDAY, PLAIN)).due), "10-08 17:30");
    assert_eq!(shown(due(&BIRTH, &filed(MONDAY, Verification::Needed)).due), "10-12 17:30");
}

#[test]
fn nd_301_2026_a_birth_submitted_after_15_00_counts_from_the_next_working_day() {
    for (submitted, starts, whole) in [
        ("2026-10-05 15:00:00", "10-05 15:00", "10-08 17:30"),
        ("2026-10-05 15:00:01", "10-06 07:30", "10-09 17:30"),
        ("2026-10-09 16:00:00", "10-12 07:30", "10-15 17:30"),
        ("2026-10-10 09:00:00", "10-12 07:30", "10-15 17:30"),
    ] {
        let due = due(&BIRTH, &filed(submitted, PLAIN));
        assert_eq!(shown(leg(&due, Part::BirthRegistration).starts), starts, "{submitted}");
        assert_eq!(shown(due.due), whole, "{submitted}");
    }
}

#[test]
fn nd_301_2026_a_birth_is_registered_within_24_hours_of_day_and_night() {
    for (submitted, registered) in
        [(MONDAY, pair("10-05 10:00", "10-06 10:00")), ("2026-10-09 10:00:00", pair("10-09 10:00", "10-10 10:00"))]
    {
        assert_eq!(times(&BIRTH, &filed(submitted, PLAIN), Part::BirthRegistration), registered);
    }
}

#[test]
fn nd_301_2026_residence_takes_two_working_days_from_its_receipt() {
    let planned = filed(MONDAY, PLAIN);
    assert_eq!(times(&BIRTH, &planned, Part::PermanentResidence), pair("10-06 10:00", "10-08 17:30"));
    let early = Filing { registered: Some(at("2026-10-05 16:00:00")), ..planned };
    assert_eq!(times(&BIRTH, &early, Part::PermanentResidence), pair("10-05 16:00", "10-07 17:30"));
    // Late from the other agency: the whole does not wait.
    let late = Filing { registered: Some(at("2026-10-07 16:00:00")), ..planned };
    assert_eq!(times(&BIRTH, &late, Part::PermanentResidence), pair("10-07 16:00", "10-08 17:30"));
}

#[test]
fn nd_301_2026_residence_with_verification_takes_five_working_days_inside_the_whole() {
    let planned = filed(MONDAY, Verification::Needed);
    assert_eq!(times(&BIRTH, &planned, Part::PermanentResidence), pair("10-06 10:00", "10-12 17:30"));
    let early = Filing { registered: Some(at("2026-10-05 10:30:00")), ..planned };
    assert_eq!(times(&BIRTH, &early, Part::PermanentResidence), pair("10-05 10:30", "10-12 17:30"));
}

#[test]
fn nd_301_2026_consent_in_vneid_takes_five_working_days_that_residence_is_not_charged_with() {
    let calendar = Calendar::state();
    let asked = at("2026-10-07 08:00:00");
    assert_eq!(shown(vital::consent_by(&calendar, asked)), "10-14 17:30");
    let starts = leg(&due(&BIRTH, &filed(MONDAY, PLAIN)), Part::PermanentResidence).starts;
    let waits = EntryKind::Pause { reason: PauseReason::CitizenConsentVneid };
    // Four working days without an answer.
    let ledger = Ledger::replay(starts, [waits.at(asked), EntryKind::Resume.at(at("2026-10-13 09:00:00"))]).unwrap();
    let terms = Terms { limit: Limit::working_days(2), style: Style::WholeDays };
    assert_eq!(shown(ledger.outcome(&calendar, terms).due.unwrap()), "10-14 17:30");
}

#[test]
fn nd_301_2026_the_health_insurance_card_comes_within_the_whole() {
    assert_eq!(times(&BIRTH, &filed(MONDAY, PLAIN), Part::HealthInsuranceCard), pair("10-06 10:00", "10-08 17:30"));
}

#[test]
fn nd_301_2026_an_identity_card_is_made_beside_the_bundle_within_five_working_days_when_asked_for() {
    let plain = filed(MONDAY, PLAIN);
    assert!(due(&BIRTH, &plain).legs.iter().all(|leg| leg.name != Part::IdentityCard));
    let asked = Filing { requested: &[Part::IdentityCard], ..plain };
    assert_eq!(times(&BIRTH, &asked, Part::IdentityCard), pair("10-05 10:00", "10-12 17:30"));
    assert_eq!(due(&BIRTH, &asked).due, due(&BIRTH, &plain).due);
}

#[test]
fn nd_301_2026_a_missing_paper_is_named_within_24_hours_by_civil_status_and_a_working_day_by_others() {
    let (calendar, friday) = (Calendar::state(), at("2026-10-09 10:00:00"));
    for (part, by) in [
        (Part::BirthRegistration, "10-10 10:00"),
        (Part::DeathRegistration, "10-10 10:00"),
        (Part::PermanentResidence, "10-12 17:30"),
        (Part::Meritorious, "10-12 17:30"),
    ] {
        assert_eq!(shown(part.supplement_notice_by(&calendar, friday)), by, "{}", part.name());
    }
}

#[test]
fn nd_301_2026_the_person_has_seven_working_days_to_supplement() {
    assert_eq!(shown(vital::supplement_by(&Calendar::state(), at(MONDAY))), "10-14 17:30");
}

#[test]
fn nd_301_2026_systems_agree_within_ten_minutes() {
    assert_eq!(shown(vital::synchronised_by(at("2026-10-10 23:55:00"))), "10-11 00:05");
    assert_eq!(vital::synchronised_by(Timestamp::MAX), Timestamp::MAX);
}

#[test]
fn nd_301_2026_the_next_agency_acknowledges_within_two_working_hours() {
    assert_eq!(shown(vital::acknowledgement_by(&Calendar::state(), at("2026-10-05 16:30:00"))), "10-06 08:30");
}

#[test]
fn nd_301_2026_a_system_out_of_order_runs_again_within_24_hours() {
    assert_eq!(shown(vital::incident_mended_by(&Calendar::state(), at("2026-10-09 16:00:00"))), "10-10 16:00");
}

#[test]
fn nd_301_2026_a_death_is_registered_within_24_hours_or_three_working_days_with_verification() {
    for (submitted, verification, registered) in [
        (MONDAY, PLAIN, pair("10-05 10:00", "10-06 10:00")),
        // No rule of 15:00 here.
        ("2026-10-09 16:00:00", PLAIN, pair("10-09 16:00", "10-10 16:00")),
        (MONDAY, Verification::Needed, pair("10-05 10:00", "10-08 17:30")),
    ] {
        assert_eq!(times(&DEATH, &filed(submitted, verification), Part::DeathRegistration), registered);
    }
}

#[test]
fn nd_301_2026_after_a_death_each_agency_has_its_own_clock() {
    let requested = &[Part::FuneralAndSurvivorBenefit, Part::Health, Part::Meritorious, Part::EndOfSurvivorBenefit];
    let filing = Filing { requested, ..filed(MONDAY, PLAIN) };
    for (part, by) in [
        (Part::ResidenceRemoval, "10-07 17:30"),
        (Part::FuneralAndSurvivorBenefit, "10-16 17:30"),
        (Part::Health, "10-09 17:30"),
        (Part::Meritorious, "10-30 17:30"),
        (Part::EndOfSurvivorBenefit, "10-08 17:30"),
    ] {
        assert_eq!(times(&DEATH, &filing, part), pair("10-06 10:00", by), "{}", part.name());
    }
    assert_eq!(shown(due(&DEATH, &filing).due), "10-30 17:30");
    let bare = due(&DEATH, &filed(MONDAY, PLAIN));
    assert_eq!(bare.legs.len(), 2);
    assert_eq!(shown(bare.due), "10-07 17:30");
}
