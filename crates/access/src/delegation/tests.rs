//! What a delegation covers and when.

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn noon(text: &str) -> Timestamp {
    calendar::instant(day(text).at(12, 0, 0, 0))
}

fn listed(codes: &[&str]) -> Cover {
    Cover::Listed(codes.iter().map(|code| ((*code).to_owned(), "Hộ tịch".to_owned())).collect())
}

fn delegation(cover: Cover, from: &str, to: Option<&str>) -> Delegation {
    Delegation {
        id: DelegationId::new(Timestamp::UNIX_EPOCH),
        delegator: StaffId::new(Timestamp::UNIX_EPOCH),
        delegate: StaffId::new(Timestamp::UNIX_EPOCH),
        agency: AgencyId::new(Timestamp::UNIX_EPOCH),
        capacity: Capacity::ByDelegation,
        cover,
        document_no: "12/QĐ-UBND".to_owned(),
        from: day(from),
        to: to.map(day),
        granted_from: calendar::instant(day(from).at(0, 0, 0, 0)),
        ended_at: None,
        end_reason: String::new(),
        recorded_by: String::new(),
    }
}

#[test]
fn a_delegation_is_in_force_on_its_first_and_its_last_day_and_not_outside() {
    let one = delegation(Cover::All, "2026-11-01", Some("2026-12-31"));
    let standings = ["2026-10-31", "2026-11-01", "2026-12-15", "2026-12-16", "2026-12-31", "2027-01-01"]
        .map(|on| one.standing(noon(on)));
    let ended = Standing::Ended(day("2026-12-31"));
    let expected =
        [Standing::ToCome, Standing::InForce, Standing::InForce, Standing::EndsSoon, Standing::EndsSoon, ended];
    assert_eq!(standings, expected);
    let early = Delegation { ended_at: Some(noon("2026-11-20")), ..one };
    assert!(early.holds_at(noon("2026-11-19")));
    assert_eq!(early.standing(noon("2026-11-21")), Standing::Ended(day("2026-11-20")));
    let open = delegation(Cover::All, "2026-11-01", None);
    assert_eq!(open.standing(noon("2036-11-01")), Standing::InForce);
}

#[test]
fn two_delegations_meet_where_a_procedure_and_a_day_are_the_same() {
    let field = |name: &str| Cover::Field(name.to_owned());
    for (cover, meets) in [
        (Cover::All, true),
        (field("Hộ tịch"), true),
        (field("Xây dựng"), false),
        (listed(&["1.001193", "2.000635"]), true),
        (listed(&["1.000656"]), false),
    ] {
        let one = delegation(listed(&["1.001193"]), "2026-11-01", Some("2026-11-30"));
        let wanted = |from: &str, to: Option<&str>| (one.agency, day(from), to.map(day));
        assert_eq!(one.overlaps(wanted("2026-11-30", None), &cover), meets, "{cover:?}");
        assert!(!one.overlaps(wanted("2026-12-01", None), &cover), "{cover:?}");
        assert!(!one.overlaps(wanted("2026-10-01", Some("2026-10-31")), &cover), "{cover:?}");
        let elsewhere = (AgencyId::new(noon("2026-11-01")), day("2026-11-01"), None);
        assert!(!one.overlaps(elsewhere, &cover), "{cover:?}");
    }
}

#[test]
fn a_thousand_and_thirty_three_of_thirteen_hundred_and_sixty_procedures_are_75_9_per_cent() {
    let one = delegation(Cover::Field("Hộ tịch".to_owned()), "2026-11-01", None);
    let procedure = |no: usize| Delegable {
        code: format!("1.{no:06}"),
        field: if no < 1033 { "Hộ tịch" } else { "Xây dựng" }.to_owned(),
        agencies: vec![one.agency],
    };
    let all: Vec<Delegable> = (0..1360).map(procedure).collect();
    let share = Share::count(&all, &[&one]);
    assert_eq!((share.delegated, share.all, share.thousandths()), (1033, 1360, 759));
    let elsewhere = Delegation { agency: AgencyId::new(noon("2026-11-01")), ..one };
    assert_eq!(Share::count(&all, &[&elsewhere]).delegated, 0);
    assert_eq!(Share { delegated: 0, all: 0 }.thousandths(), 0);
}
