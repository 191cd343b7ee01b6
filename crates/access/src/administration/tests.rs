//! What an administrator does to accounts and roles, on both engines.

use base::{Actor, Grant, Role, Scope, StaffId};
use db::Tx;
use jiff::{SignedDuration, Timestamp};
use testkit::each_engine;
use web::Identify as _;

use crate::fixture::{Commune, OFFICER, PASSWORD, commune, now};
use crate::{
    Access, Appointment, Happening, Held, ManageError, Opened, Passage, Rule, Seat, SignInError, Step, Visit, store,
};

const ADMINISTRATOR: &str = "cuong.lv";

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

async fn enter(access: &Access, login: &str, password: &str, at: Timestamp) -> Result<Passage, SignInError> {
    let (login, password) = (login.to_owned(), password.to_owned());
    access.sign_in(Visit { login, password, client: None, user_agent: String::new(), is_linking: false }, at).await
}

async fn open(access: &Access, login: &str, at: Timestamp) -> Opened {
    let Passage::Open(opened) = enter(access, login, PASSWORD, at).await.unwrap() else { panic!("a step is left") };
    opened
}

async fn who(access: &Access, opened: &Opened, at: Timestamp) -> Option<Actor> {
    access.session(&base::secret::digest(&opened.token), at).await.unwrap().map(|signed_in| signed_in.actor)
}

/// The administrator at a desk.
async fn seat(commune: &Commune) -> Seat {
    let opened = open(&commune.access, ADMINISTRATOR, now()).await;
    Seat { session: base::secret::digest(&opened.token), actor: opened.actor, client: None, now: now() }
}

fn role(role: Role, scope: Scope, days: std::ops::Range<i64>) -> Appointment {
    let day = |day: i64| now() + SignedDuration::from_hours(24 * day);
    let grant = Grant { role, scope, valid_from: day(days.start), valid_to: Some(day(days.end)) };
    Appointment { grant, decision_no: "12/QĐ-UBND".to_owned(), settles_in_one_visit: false }
}

async fn roles(access: &Access, opened: &Opened, at: Timestamp) -> Vec<Role> {
    who(access, opened, at).await.unwrap().grants.iter().map(|grant| grant.role).collect()
}

#[tokio::test]
async fn a_role_given_for_a_time_acts_in_that_time_only_also_in_a_running_session() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let (by, staff) = (seat(&commune).await, commune.staff(OFFICER));
        let access = &commune.access;
        let opened = open(access, OFFICER, now()).await;
        let term = Appointment {
            grant: Grant {
                role: Role::Clerk,
                scope: Scope::Province,
                valid_from: later(60),
                valid_to: Some(later(90)),
            },
            ..role(Role::Clerk, Scope::Province, 0..1)
        };
        access.appoint(&by, staff, term).await.unwrap();
        for (minutes, holds) in [(59, false), (60, true), (89, true), (90, false)] {
            let held = roles(access, &opened, later(minutes)).await;
            assert_eq!(held.contains(&Role::Clerk), holds, "{minutes}");
        }
        let (happening, subject) = commune.notebook.last();
        assert_eq!((happening, subject.as_str()), (Happening::RoleGiven, "Lê Văn Cường|binh.tt"));
        let detail = commune.notebook.last_detail();
        assert_eq!(detail, "clerk province from 2026-12-01 until 2026-12-01 by 12/QĐ-UBND");
    })
    .await;
}

#[tokio::test]
async fn a_role_that_is_ended_ends_at_the_next_click_and_stays_on_record() {
    each_engine(|db| async move {
        let commune = commune(db.clone()).await;
        let (by, staff, access) = (seat(&commune).await, commune.staff(OFFICER), &commune.access);
        access.appoint(&by, staff, role(Role::Clerk, Scope::Province, 0..30)).await.unwrap();
        let opened = open(access, OFFICER, now()).await;
        let held = Held { role: Role::Clerk, scope: Scope::Province, valid_from: now() };
        let end = |minutes| Seat { now: later(minutes), ..by.clone() };
        access.dismiss(&end(10), staff, held).await.unwrap();
        assert!(roles(access, &opened, later(9)).await.contains(&Role::Clerk));
        assert!(!roles(access, &opened, later(10)).await.contains(&Role::Clerk));
        assert!(matches!(access.dismiss(&end(11), staff, held).await, Err(ManageError::Held)));

        access.appoint(&by, staff, role(Role::Clerk, Scope::Province, 40..50)).await.unwrap();
        let future = Held { valid_from: now() + SignedDuration::from_hours(40 * 24), ..held };
        access.dismiss(&end(12), staff, future).await.unwrap();
        let find = move |tx: &mut Tx<'_>| {
            let account = store::account_of_staff(tx, staff)?.unwrap();
            store::grant_lines(tx, account)
        };
        let lines = db.read::<_, _, db::Error>(find).await.unwrap();
        let clerk: Vec<_> = lines.iter().filter(|line| line.role == Role::Clerk).collect();
        assert_eq!(clerk.len(), 2);
        assert_eq!(clerk[0].valid_to, Some(future.valid_from), "it never begins");
        assert_eq!(clerk[1].granted_by.as_deref(), Some("Lê Văn Cường"));
    })
    .await;
}

#[tokio::test]
async fn nobody_is_given_roles_that_must_not_meet_unless_the_one_visit_official() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let (by, staff, access) = (seat(&commune).await, commune.staff(OFFICER), &commune.access);
        let refused = access.appoint(&by, staff, role(Role::Leader, Scope::Province, 0..9)).await.unwrap_err();
        let ManageError::Apart(clashes) = refused else { panic!("{refused}") };
        assert_eq!((clashes[0].rule, clashes[0].held), (Rule::SpecialistSignsNothing, Role::Specialist));
        let one_visit = |role| Appointment { settles_in_one_visit: true, ..self::role(role, Scope::Province, 0..9) };
        access.appoint(&by, staff, one_visit(Role::Leader)).await.unwrap();
        for role in [Role::Administrator, Role::Inspector] {
            let refused = access.appoint(&by, staff, one_visit(role)).await.unwrap_err();
            assert!(matches!(refused, ManageError::Apart(_)), "{role:?} {refused}");
        }
        let again = access.appoint(&by, staff, one_visit(Role::Leader)).await.unwrap_err();
        assert!(matches!(again, ManageError::Held));
        for role in [Role::Citizen, Role::Integration] {
            let refused = access.appoint(&by, staff, one_visit(role)).await.unwrap_err();
            assert!(matches!(refused, ManageError::Reach), "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn nobody_does_anything_to_the_own_account_or_beyond_the_own_reach() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let (by, own, access) = (seat(&commune).await, commune.staff(ADMINISTRATOR), &commune.access);
        let given = role(Role::CatalogueEditor, Scope::Province, 0..9);
        assert!(matches!(access.appoint(&by, own, given.clone()).await, Err(ManageError::Own)));
        assert!(matches!(access.make_first_password(&by, own).await, Err(ManageError::Own)));
        assert!(matches!(access.reset_factor(&by, own, "mất điện thoại").await, Err(ManageError::Own)));
        assert!(matches!(access.close_account(&by, own, "thử").await, Err(ManageError::Own)));
        let nobody = StaffId::new(now());
        assert!(matches!(access.unlock(&by, nobody).await, Err(ManageError::Unknown)));

        let agency = commune.organisation.agency_by_code("H49.60").unwrap().id;
        let reaching = |scope| {
            let grant = Grant { role: Role::Administrator, scope, valid_from: now(), valid_to: None };
            Seat { actor: Actor { grants: vec![grant], ..by.actor.clone() }, ..by.clone() }
        };
        let staff = commune.staff(OFFICER);
        let local = reaching(Scope::Agency(agency));
        assert!(matches!(access.appoint(&local, staff, given).await, Err(ManageError::Reach)));
        let within = role(Role::Clerk, Scope::Agency(agency), 0..9);
        access.appoint(&local, staff, within).await.unwrap();
        let elsewhere = reaching(Scope::Agency(base::AgencyId::new(now())));
        assert!(matches!(access.unlock(&elsewhere, staff).await, Err(ManageError::Unknown)));
    })
    .await;
}

#[tokio::test]
async fn a_first_password_signs_everybody_out_must_be_replaced_and_lapses() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let (by, staff, access) = (seat(&commune).await, commune.staff(OFFICER), &commune.access);
        let opened = open(access, OFFICER, now()).await;
        let password = access.make_first_password(&by, staff).await.unwrap();
        assert_eq!(commune.notebook.last(), (Happening::FirstPasswordMade, "Lê Văn Cường|binh.tt".to_owned()));
        assert!(who(access, &opened, now()).await.is_none());
        assert!(enter(access, OFFICER, PASSWORD, now()).await.is_err());
        let passage = enter(access, OFFICER, &password, later(1)).await.unwrap();
        assert!(matches!(passage, Passage::Further { step: Step::NewPassword, token: Some(_) }));
        let lapsed = enter(access, OFFICER, &password, later(72 * 60)).await.unwrap_err();
        assert!(matches!(lapsed, SignInError::Wrong));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_ends_a_lock_and_closes_and_opens_an_account() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let (by, staff, access) = (seat(&commune).await, commune.staff(OFFICER), &commune.access);
        for minute in 0..10 {
            enter(access, OFFICER, "wrong", later(5 * minute)).await.unwrap_err();
        }
        assert!(matches!(enter(access, OFFICER, PASSWORD, later(46)).await, Err(SignInError::Locked { .. })));
        access.unlock(&by, staff).await.unwrap();
        let opened = open(access, OFFICER, later(46)).await;
        access.close_account(&by, staff, "nghỉ việc").await.unwrap();
        assert_eq!(commune.notebook.last_detail(), "nghỉ việc");
        assert!(who(access, &opened, later(46)).await.is_none());
        assert!(matches!(enter(access, OFFICER, PASSWORD, later(47)).await, Err(SignInError::Wrong)));
        access.reopen_account(&by, staff, "nhầm người").await.unwrap();
        assert!(who(access, &opened, later(47)).await.is_none(), "old sessions stay ended");
        let opened = open(access, OFFICER, later(48)).await;
        access.end_sessions_of(&by, staff).await.unwrap();
        assert!(who(access, &opened, later(48)).await.is_none());
    })
    .await;
}
