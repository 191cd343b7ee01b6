//! Recording and ending delegations on both engines.

use base::Actor;
use testkit::each_engine;

use super::*;
use crate::fixture::{Commune, commune, now};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn seat(now: Timestamp) -> Seat {
    let grant = Grant { role: Role::Administrator, scope: Scope::Province, valid_from: now, valid_to: None };
    let actor = Actor { grants: vec![grant], ..Actor::system() };
    Seat { actor, session: String::new(), client: None, now }
}

fn paper(here: &Commune, delegate: &str, cover: Cover) -> NewDelegation {
    NewDelegation {
        delegator: here.staff("hanh.nt"),
        delegate: here.staff(delegate),
        capacity: Capacity::ByDelegation,
        cover,
        document_no: "12/QĐ-UBND".to_owned(),
        from: day("2026-12-01"),
        to: Some(day("2026-12-31")),
    }
}

fn listed(code: &str) -> Cover {
    Cover::Listed(vec![(code.to_owned(), "Hộ tịch".to_owned())])
}

/// The moments since which an officer leads, of the roles held at a moment.
async fn leads(here: &Commune, login: &str, at: Timestamp) -> usize {
    let staff = here.staff(login);
    let read = move |tx: &mut Tx<'_>| {
        let account = store::account_of_staff(tx, staff)?.unwrap();
        Ok(store::grants(tx, account, at)?.iter().filter(|grant| grant.role == Role::Leader).count())
    };
    here.access.db.read::<_, _, db::Error>(read).await.unwrap()
}

fn later(text: &str) -> Timestamp {
    calendar::instant(day(text).at(9, 0, 0, 0))
}

#[tokio::test]
async fn a_delegate_leads_from_the_first_to_the_last_day_and_no_longer_than_the_paper() {
    each_engine(|db| async move {
        let here = commune(db).await;
        let new = NewDelegation { from: day("2026-12-05"), ..paper(&here, "giang.vt", listed("1.001193")) };
        let id = here.access.delegate(&seat(now()), new.clone()).await.unwrap();
        for (on, held) in [("2026-12-04", 0), ("2026-12-05", 1), ("2026-12-31", 1), ("2027-01-01", 0)] {
            assert_eq!(leads(&here, "giang.vt", later(on)).await, held, "{on}");
        }
        let second = NewDelegation { cover: listed("1.000656"), document_no: "13/QĐ-UBND".to_owned(), ..new };
        here.access.delegate(&seat(now()), second).await.unwrap();
        assert_eq!(leads(&here, "giang.vt", later("2026-12-06")).await, 2);
        let early = seat(later("2026-12-10"));
        here.access.end_delegation(&early, id, "Thay người").await.unwrap();
        assert_eq!(here.notebook.last_detail(), "12/QĐ-UBND: Thay người");
        assert_eq!(leads(&here, "giang.vt", later("2026-12-11")).await, 1, "the other paper stands");
        let again = here.access.end_delegation(&early, id, "Thay người").await;
        assert!(matches!(again, Err(DelegateError::Over)), "{again:?}");
        let kept = here.access.delegation(id).await.unwrap().unwrap();
        assert_eq!((kept.end_reason.as_str(), kept.cover), ("Thay người", listed("1.001193")));
    })
    .await;
}

#[tokio::test]
async fn what_nobody_may_delegate_is_refused_and_nothing_is_stored() {
    each_engine(|db| async move {
        let here = commune(db).await;
        let base = paper(&here, "giang.vt", Cover::All);
        let staff = |login: &str| here.staff(login);
        let cases: [(NewDelegation, &str); 6] = [
            (NewDelegation { delegate: staff("hanh.nt"), ..base.clone() }, "delegator and delegate are one person"),
            (NewDelegation { delegator: staff("kien.dt"), ..base.clone() }, "the delegator does not lead"),
            (NewDelegation { to: None, ..base.clone() }, "the days of the delegation cannot be"),
            (NewDelegation { to: Some(day("2026-11-30")), ..base.clone() }, "the days of the delegation cannot be"),
            (NewDelegation { delegate: staff("binh.tt"), ..base.clone() }, "the separation of duties"),
            (NewDelegation { delegator: StaffId::new(now()), ..base.clone() }, "nothing of that kind here"),
        ];
        for (new, said) in cases {
            let refused = here.access.delegate(&seat(now()), new).await.unwrap_err();
            assert!(refused.to_string().starts_with(said), "{refused}: {said}");
        }
        assert_eq!(here.access.delegations().await.unwrap(), []);
        here.access.delegate(&seat(now()), base.clone()).await.unwrap();
        let twice = here.access.delegate(&seat(now()), base).await;
        assert!(matches!(twice, Err(DelegateError::Overlaps { .. })), "{twice:?}");
        // Who signs by delegation delegates no further (Nghị định 30/2020/NĐ-CP Điều 13).
        let further = NewDelegation { delegator: staff("giang.vt"), ..paper(&here, "kien.dt", Cover::All) };
        let refused = here.access.delegate(&seat(now()), further).await;
        assert!(matches!(refused, Err(DelegateError::NotLeader)), "{refused:?}");
        let nobody = Seat { actor: Actor { grants: Vec::new(), ..Actor::system() }, ..seat(now()) };
        let refused = here.access.delegate(&nobody, paper(&here, "kien.dt", Cover::All)).await;
        assert!(matches!(refused, Err(DelegateError::Unknown)), "{refused:?}");
        assert_eq!(here.access.delegations().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_order_may_stand_without_end_and_ends_with_the_role_that_rests_on_it() {
    let store = testkit::sqlite();
    let here = commune(store.db.clone()).await;
    let order = NewDelegation { capacity: Capacity::ByOrder, to: None, ..paper(&here, "giang.vt", Cover::All) };
    let id = here.access.delegate(&seat(now()), order).await.unwrap();
    let delegation = here.access.delegation(id).await.unwrap().unwrap();
    let held = crate::Held {
        role: Role::Leader,
        scope: Scope::Agency(delegation.agency),
        valid_from: delegation.granted_from,
    };
    let after = seat(later("2026-12-02"));
    here.access.dismiss(&after, here.staff("giang.vt"), held).await.unwrap();
    let ended = here.access.delegation(id).await.unwrap().unwrap();
    assert_eq!(ended.standing(later("2026-12-03")), Standing::Ended(day("2026-12-02")));
}
