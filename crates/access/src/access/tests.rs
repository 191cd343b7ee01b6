//! Accounts, sessions, grants and tokens on both engines.

use base::{Actor, ActorKind, Role, Scope};
use db::Tx;
use jiff::{SignedDuration, Timestamp};
use testkit::each_engine;
use web::Identify as _;

use crate::fixture::{OFFICER, PASSWORD, STAFF, commune, files, now};
use crate::session::SESSIONS_MAX;
use crate::{
    Access, ChangePasswordError, CreateAccountError, Happening, Lockout, Login, NewCitizen, NewStaff, NewToken, Opened,
    Passage, PasswordFault, Policy, Seat, SignInError, Visit, holders, import_staff_accounts, read_scope, store,
};

fn visit(login: &str, password: &str) -> Visit {
    let (login, password) = (login.to_owned(), password.to_owned());
    let user_agent = "Mozilla/5.0 (Windows NT 10.0) Chrome/109.0".to_owned();
    Visit { login, password, client: None, user_agent, is_linking: false }
}

fn later(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn seat(opened: &Opened, at: Timestamp) -> Seat {
    let session = base::secret::digest(&opened.token);
    Seat { actor: opened.actor.clone(), session, client: None, now: at }
}

/// Signs in where nothing stands between the password and the session.
async fn open(access: &Access, visit: Visit, at: Timestamp) -> Opened {
    match access.sign_in(visit, at).await.unwrap() {
        Passage::Open(opened) => opened,
        Passage::Further { step, .. } => panic!("a step stands in the way: {step:?}"),
    }
}

async fn who(access: &Access, token: &str, at: Timestamp) -> Option<Actor> {
    access.session(&base::secret::digest(token), at).await.unwrap().map(|signed_in| signed_in.actor)
}

fn citizen(contact: &str) -> NewCitizen {
    NewCitizen {
        name: "Nguyễn Văn An".to_owned(),
        contact: Login::parse_contact(contact).unwrap(),
        personal_id: None,
        password: PASSWORD.to_owned(),
    }
}

#[tokio::test]
async fn an_officer_signs_in_and_is_known_by_the_token() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let opened = open(&commune.access, visit("Binh.TT", PASSWORD), now()).await;
        let actor = who(&commune.access, &opened.token, now()).await.unwrap();
        assert_eq!(actor, opened.actor);
        assert_eq!((actor.name.as_str(), actor.has_role(Role::CounterOfficer)), ("Trần Thị Bình", true));
        assert!(matches!(actor.kind, ActorKind::Staff { office: Some(_), .. }));
        assert_eq!(who(&commune.access, "another", now()).await, None);
        let again = open(&commune.access, visit(OFFICER, PASSWORD), now()).await;
        assert_ne!(again.token, opened.token);
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_get_the_same_answers_the_same_waits_and_the_same_lock() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        for login in [OFFICER, "nobody", "0912 345 678", "<script>"] {
            let mut at = now();
            let mut told = Vec::new();
            for _ in 0..10 {
                let refused = commune.access.sign_in(visit(login, "wrong"), at).await.unwrap_err();
                assert!(matches!(refused, SignInError::Wrong), "{login}: {refused}");
                let early = commune.access.sign_in(visit(login, "wrong"), at).await;
                if let Err(SignInError::Locked { seconds }) = early {
                    told.push(seconds);
                    at += SignedDuration::from_secs(i64::from(seconds));
                } else {
                    // That was a try as well.
                    assert!(matches!(early, Err(SignInError::Wrong)), "{login}");
                }
            }
            assert_eq!(told, [15, 30, 60, 120, 240, 900, 900, 900], "{login}");
            commune.access.sign_in(visit(login, "wrong"), at).await.unwrap_err();
            let locked = commune.access.sign_in(visit(login, PASSWORD), at).await.unwrap_err();
            assert!(matches!(locked, SignInError::Locked { seconds: 900 }), "{login}: {locked:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_right_password_forgets_the_wrong_ones_and_a_lock_is_written_down_once_it_happens() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        for round in 0..3 {
            for _ in 0..4 {
                commune.access.sign_in(visit(OFFICER, "wrong"), later(round)).await.unwrap_err();
            }
            open(&commune.access, visit(OFFICER, PASSWORD), later(round)).await;
        }
        assert!(!commune.notebook.happenings().contains(&Happening::Locked));
        for round in 0..10 {
            commune.access.sign_in(visit(OFFICER, "wrong"), later(10 + 5 * round)).await.unwrap_err();
        }
        assert_eq!(commune.notebook.last(), (Happening::Locked, "Trần Thị Bình|".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn an_address_that_tries_many_logins_is_locked_whoever_signs_in_there_too() {
    each_engine(|db| async move {
        let lockout = Lockout { address_tries_max: 6, ..Lockout::default() };
        let commune = commune(db).await.under(Policy { lockout, ..Policy::default() });
        let from = |address: &str, login: &str, password: &str| Visit {
            client: Some(address.parse().unwrap()),
            ..visit(login, password)
        };
        for guess in 0..5 {
            let login = format!("officer{guess}");
            commune.access.sign_in(from("203.0.113.7", &login, "wrong"), now()).await.unwrap_err();
            open(&commune.access, from("203.0.113.7", OFFICER, PASSWORD), now()).await;
        }
        let last = commune.access.sign_in(from("203.0.113.7", "officer6", "wrong"), now()).await.unwrap_err();
        assert!(matches!(last, SignInError::Wrong));
        let locked = commune.access.sign_in(from("203.0.113.7", OFFICER, PASSWORD), now()).await.unwrap_err();
        assert!(matches!(locked, SignInError::Locked { seconds: 900 }), "{locked:?}");
        open(&commune.access, from("203.0.113.8", OFFICER, PASSWORD), now()).await;
        open(&commune.access, from("203.0.113.7", OFFICER, PASSWORD), later(15)).await;
    })
    .await;
}

#[tokio::test]
async fn many_guesses_at_once_are_still_counted_one_by_one() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let guess = || {
            let access = commune.access.clone();
            tokio::spawn(async move { access.sign_in(visit(OFFICER, "wrong"), now()).await.unwrap_err() })
        };
        let guesses: Vec<_> = (0..12).map(|_| guess()).collect();
        let mut wrong = 0;
        for guess in guesses {
            wrong += u32::from(matches!(guess.await.unwrap(), SignInError::Wrong));
        }
        assert_eq!(wrong, 5);
    })
    .await;
}

#[tokio::test]
async fn an_officer_who_has_left_cannot_sign_in() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let refused = commune.access.sign_in(visit("dung.pt", PASSWORD), now()).await.unwrap_err();
        assert!(matches!(refused, SignInError::Wrong));
    })
    .await;
}

#[tokio::test]
async fn sessions_end_when_idle_when_old_and_when_told() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let access = &commune.access;
        let first = open(access, visit(OFFICER, PASSWORD), now()).await;
        let second = open(access, visit(OFFICER, PASSWORD), now()).await;
        for minutes in [100, 200, 300, 400] {
            assert!(who(access, &first.token, later(minutes)).await.is_some(), "{minutes}");
        }
        assert!(who(access, &second.token, later(120)).await.is_none(), "two quiet hours");
        assert!(who(access, &first.token, later(480)).await.is_none(), "eight hours in all");

        let third = open(access, visit(OFFICER, PASSWORD), now()).await;
        let digest = base::secret::digest(&third.token);
        let stranger = open(access, visit("cuong.lv", PASSWORD), now()).await;
        assert!(!access.end_session(&seat(&stranger, now()), &digest).await.unwrap());
        assert!(who(access, &third.token, now()).await.is_some());
        assert!(access.end_other_sessions(&seat(&third, now())).await.unwrap());
        assert_eq!(access.sessions(third.actor.account, now()).await.unwrap().len(), 1);
        access.sign_out(&seat(&third, now())).await.unwrap();
        assert!(who(access, &third.token, now()).await.is_none());
        assert!(who(access, &stranger.token, now()).await.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_oldest_session_makes_room_for_the_twenty_first() {
    each_engine(|db| async move {
        let commune = commune(db.clone()).await;
        let first = open(&commune.access, visit(OFFICER, PASSWORD), now()).await;
        let account = first.actor.account;
        for minute in 1..=20 {
            let at = later(minute);
            let digest = format!("session {minute}");
            let put = move |tx: &mut Tx<'_>| {
                store::end_old_sessions(tx, account, at, SESSIONS_MAX - 1)?;
                store::insert_session(tx, &digest, account, "csrf", at, later(480), "", "", false)
            };
            db.write::<_, _, db::Error>(put).await.unwrap();
        }
        let kept = commune.access.sessions(account, later(20)).await.unwrap();
        assert_eq!(kept.len(), 20);
        assert!(who(&commune.access, &first.token, later(20)).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_signs_other_devices_out() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let access = &commune.access;
        let here = open(access, visit(OFFICER, PASSWORD), now()).await;
        let there = open(access, visit(OFFICER, PASSWORD), now()).await;
        let seat = seat(&here, now());
        let change = |current, new| access.change_password(&seat, current, new);
        assert!(matches!(change("wrong", "hoa cúc tháng ba nở").await, Err(ChangePasswordError::Current)));
        let short = change(PASSWORD, "ngắn").await.unwrap_err();
        assert!(matches!(short, ChangePasswordError::New(PasswordFault::TooShort { min: 12 })));
        let same = change(PASSWORD, PASSWORD).await.unwrap_err();
        assert!(matches!(same, ChangePasswordError::New(PasswordFault::Unchanged)));
        change(PASSWORD, "hoa cúc tháng ba nở").await.unwrap();
        assert!(who(access, &here.token, now()).await.is_some());
        assert!(who(access, &there.token, now()).await.is_none());
        assert!(access.sign_in(visit(OFFICER, PASSWORD), now()).await.is_err());
        open(access, visit(OFFICER, "hoa cúc tháng ba nở"), now()).await;
    })
    .await;
}

#[tokio::test]
async fn a_citizen_signs_in_with_the_number_in_any_notation_and_owns_only_the_own() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let access = &commune.access;
        let account = access.create_citizen(citizen("0900 000 117"), None, now()).await.unwrap();
        let opened = open(access, visit("+84900000117", PASSWORD), now()).await;
        assert_eq!((opened.actor.account, opened.actor.kind), (account, ActorKind::Citizen));
        assert_eq!(opened.actor.scopes_of(Role::Citizen).collect::<Vec<_>>(), [Scope::Own]);
        let profile = access.profile(account).await.unwrap().unwrap();
        assert_eq!((profile.phone.as_deref(), profile.email), (Some("0900000117"), None));

        let taken = access.create_citizen(citizen("0900000117"), None, now()).await.unwrap_err();
        assert!(matches!(taken, CreateAccountError::Taken));
        assert!(who(access, &opened.token, later(11 * 60)).await.is_some());
        assert!(who(access, &opened.token, later(12 * 60)).await.is_none());
    })
    .await;
}

#[tokio::test]
async fn an_import_twice_changes_nothing_and_a_role_that_is_gone_ends() {
    each_engine(|db| async move {
        let commune = commune(db.clone()).await;
        let run = |staff: String, at: Timestamp| {
            let (db, organisation) = (db.clone(), commune.organisation.clone());
            async move {
                let register = organisation::import::parse(&files(&staff)).unwrap();
                let imported = organisation.import(register, at).await.unwrap();
                let made = move |tx: &mut Tx<'_>| import_staff_accounts(tx, &imported.staff, "unused", at);
                db.write::<_, _, db::Error>(made).await.unwrap()
            }
        };
        assert_eq!(run(STAFF.to_owned(), later(1)).await, 0);
        let opened = open(&commune.access, visit(OFFICER, PASSWORD), later(2)).await;
        assert_eq!(opened.actor.grants.len(), 2);
        assert_eq!(opened.actor.grants[0].valid_from, now());

        let fewer = STAFF.replace("counter_officer;specialist", "specialist;cashier");
        assert_eq!(run(fewer, later(3)).await, 0);
        let actor = who(&commune.access, &opened.token, later(4)).await.unwrap();
        let roles: Vec<_> = actor.grants.iter().map(|grant| grant.role).collect();
        assert_eq!(roles, [Role::Cashier, Role::Specialist]);
    })
    .await;
}

#[tokio::test]
async fn holders_of_a_role_are_found_by_its_reach() {
    each_engine(|db| async move {
        let commune = commune(db.clone()).await;
        let today = "2026-12-01".parse().unwrap();
        let unit = read_scope(&commune.organisation, "unit:H49.60/MC", today).unwrap();
        let found = db.read::<_, _, db::Error>(move |tx| holders(tx, Role::Specialist, unit, now())).await.unwrap();
        let mut expected = vec![commune.staff(OFFICER), commune.staff("dung.pt")];
        expected.sort();
        assert_eq!(found, expected);
        for nothing in ["unit:H49.60/XX", "agency:H50", "moon", "office:"] {
            assert_eq!(read_scope(&commune.organisation, nothing, today), None, "{nothing}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_opens_its_scope_until_it_ends_or_is_withdrawn() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let access = &commune.access;
        let new = NewToken {
            name: "Cổng quốc gia".to_owned(),
            role: Role::Integration,
            scope: Scope::Province,
            valid_to: Some(later(60)),
        };
        let secret = access.create_token(new.clone(), Actor::system(), now()).await.unwrap();
        let digest = base::secret::digest(&secret);
        let actor = access.bearer(&digest, later(59)).await.unwrap().unwrap();
        assert_eq!((actor.name.as_str(), actor.has_role(Role::Integration)), ("Cổng quốc gia", true));
        assert!(access.bearer(&digest, later(60)).await.unwrap().is_none());
        assert!(access.session(&digest, now()).await.unwrap().is_none());

        let rows = access.tokens(now()).await.unwrap();
        assert!(access.revoke_token(rows[0].id, Actor::system(), now()).await.unwrap());
        assert!(access.bearer(&digest, now()).await.unwrap().is_none());
        assert_eq!(commune.notebook.last(), (Happening::TokenRevoked, "Hệ thống|Cổng quốc gia".to_owned()));

        let nameless = access.create_token(NewToken { name: " ".to_owned(), ..new }, Actor::system(), now()).await;
        assert!(nameless.is_err());
    })
    .await;
}

#[tokio::test]
async fn an_officers_account_is_made_once_with_its_roles() {
    each_engine(|db| async move {
        let commune = commune(db).await;
        let new = NewStaff {
            staff: base::StaffId::new(now()),
            name: "Vũ Văn Em".to_owned(),
            login: Login::parse_staff("em.vv").unwrap(),
            password: PASSWORD.to_owned(),
            grants: vec![(Role::Inspector, Scope::Province)],
            decision_no: "12/QĐ-UBND".to_owned(),
        };
        commune.access.create_staff_account(new.clone(), Actor::system(), now()).await.unwrap();
        assert_eq!(commune.notebook.last(), (Happening::StaffAccountMade, "Hệ thống|em.vv".to_owned()));
        let taken = commune.access.create_staff_account(new, Actor::system(), now()).await.unwrap_err();
        assert!(matches!(taken, CreateAccountError::Taken));
    })
    .await;
}
