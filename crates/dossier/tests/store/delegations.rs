//! Decisions by delegation: announced as the decree on papers says, refused outside what the paper
//! covers and after it is over.

use std::sync::Arc;

use access::{Access, Capacity, Cover, DelegateError, Entry, Journal, NewDelegation, Passwords, Procedures as _, Seat};
use base::{Actor, ActorKind, DelegationId, Grant, Role, Scope};
use db::Tx;
use dossier::command::{Note, ProposeResult, Reason};
use dossier::{Command, Dossier, Error, Event, Outcome, RefusalReason, Request, SignedAs, Which};
use organisation::Staff;
use testkit::each_engine;

use super::world::{BUILDING_PERMIT, World, at};

struct Silence;

impl Journal for Silence {
    fn enter(&self, _: &mut Tx<'_>, _: &Entry<'_>) -> Result<(), db::Error> {
        Ok(())
    }
}

struct Ward {
    world: World,
    access: Access,
}

impl Ward {
    async fn on(db: db::Db) -> Self {
        let world = World::on(db.clone()).await;
        let organisation = world.dossiers.organisation().clone();
        let access = Access::new(db.clone(), organisation.clone(), Passwords::new().unwrap(), Arc::new(Silence));
        let now = world.now();
        let register = organisation::import::parse(&super::world::sources()).unwrap();
        let give = move |tx: &mut Tx<'_>| {
            let imported = organisation::import::store(tx, &register, now)?;
            access::import_staff_accounts(tx, &imported.staff, "-", now)
        };
        db.write::<_, _, db::Error>(give).await.unwrap();
        Self { world, access }
    }

    fn staff(&self, login: &str) -> Staff {
        self.world.dossiers.organisation().staff_by_login(login).unwrap().as_ref().clone()
    }

    fn seat(&self) -> Seat {
        let now = self.world.now();
        let grant = Grant { role: Role::Administrator, scope: Scope::Province, valid_from: now, valid_to: None };
        let actor = Actor { grants: vec![grant], ..Actor::system() };
        Seat { actor, session: String::new(), client: None, now }
    }

    /// The chairman of Hạ Long delegates to the head of the centre, until the end of November 2026.
    async fn delegates(&self, cover: Cover) -> Result<DelegationId, DelegateError> {
        let new = NewDelegation {
            delegator: self.staff("lanhdao.halong").id,
            delegate: self.staff("giamdoc.halong").id,
            capacity: Capacity::ByDelegation,
            cover,
            document_no: "12/QĐ-UBND".to_owned(),
            from: "2026-11-01".parse().unwrap(),
            to: "2026-11-30".parse().ok(),
        };
        self.access.delegate(&self.seat(), new).await
    }

    /// An officer with the roles of the file and those that rest on delegations, as they hold now.
    async fn officer(&self, login: &str) -> Actor {
        let (staff, now) = (self.staff(login), self.world.now());
        let id = staff.id;
        let read = move |tx: &mut Tx<'_>| access::delegations_to(tx, id);
        let delegations = self.world.db.read::<_, _, db::Error>(read).await.unwrap();
        let resting = delegations.iter().filter(|one| one.holds_at(now)).map(|one| Grant {
            role: Role::Leader,
            scope: Scope::Agency(one.agency),
            valid_from: one.granted_from,
            valid_to: None,
        });
        let own = |role, scope| Grant { role, scope, valid_from: at("2026-11-02T08:00"), valid_to: None };
        let post = match login {
            "giamdoc.halong" => own(Role::Supervisor, Scope::Office(staff.office.unwrap())),
            _ => own(Role::Leader, Scope::Agency(staff.agency)),
        };
        let kind = ActorKind::Staff { staff: id, agency: staff.agency, unit: staff.unit, office: staff.office };
        let grants = resting.chain([post]).collect();
        Actor { account: base::AccountId::new(now), kind, name: staff.name, grants }
    }

    /// A building permit whose draft waits for its leader.
    async fn drafted(&self) -> Dossier {
        let mut dossier = self.world.in_examination().await;
        while dossier.holder.map(|holder| holder.role) != Some(Role::Leader) {
            let propose = ProposeResult {
                outcome: Outcome::Granted,
                title: "Giấy phép xây dựng".to_owned(),
                summary: String::new(),
                files: Vec::new(),
            };
            dossier = match self.world.tries(&dossier, Command::ProposeResult(propose)).await {
                Ok(dossier) => dossier,
                Err(_) => self.world.does(&dossier, Command::CompleteStep(Note::default())).await,
            };
        }
        dossier
    }

    async fn tries(&self, login: &str, dossier: &Dossier, command: Command) -> Result<Dossier, Error> {
        let (which, request) = (Which::Id(dossier.id), Request::at(self.world.now()));
        let officer = self.officer(login).await;
        self.world.dossiers.execute_all(&officer, which, dossier.version, vec![command], request).await
    }
}

fn listed(code: &str) -> Cover {
    Cover::Listed(vec![(code.to_owned(), String::new())])
}

fn approve() -> Command {
    Command::Approve(Note::default())
}

fn signed(dossier: &Dossier) -> SignedAs {
    dossier.content.result.as_ref().unwrap().signed.clone().unwrap()
}

fn reason(tried: Result<Dossier, Error>) -> RefusalReason {
    match tried {
        Err(Error::Refused(refusal)) => refusal.reason,
        other => {
            assert!(other.is_err(), "{other:?}");
            RefusalReason::NoSuchStep
        }
    }
}

#[tokio::test]
async fn a_delegate_signs_under_the_post_of_the_delegator_and_the_log_keeps_the_paper() {
    each_engine(|db| async move {
        let ward = Ward::on(db).await;
        let dossier = ward.drafted().await;
        let without = ward.tries("giamdoc.halong", &dossier, approve()).await;
        assert!(matches!(without, Err(Error::Denied(_))), "{without:?}");
        ward.delegates(listed(BUILDING_PERMIT)).await.unwrap();
        let approved = ward.tries("giamdoc.halong", &dossier, approve()).await.unwrap();
        let expected = SignedAs {
            authority: vec!["TUQ. CHỦ TỊCH".to_owned()],
            post: "GIÁM ĐỐC TRUNG TÂM PVHCC PHƯỜNG".to_owned(),
            document: "12/QĐ-UBND".to_owned(),
        };
        assert_eq!(signed(&approved), expected);
        let history = ward.world.dossiers.history(dossier.id).await.unwrap();
        let kept = history
            .iter()
            .find_map(|line| if let Event::Approved { signed, .. } = &line.event { signed.clone() } else { None });
        assert_eq!(kept, Some(expected));
    })
    .await;
}

#[tokio::test]
async fn leaders_sign_by_their_own_posts_and_deputies_for_the_head() {
    let store = testkit::sqlite();
    let ward = Ward::on(store.db.clone()).await;
    for (login, line) in
        [("lanhdao.halong", "TM. ỦY BAN NHÂN DÂN"), ("pho.halong", "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH")]
    {
        let dossier = ward.drafted().await;
        let refuse = Command::Refuse(Reason { reason: "Không đủ điều kiện".to_owned() });
        let decided = ward.tries(login, &dossier, refuse).await.unwrap();
        assert_eq!(signed(&decided).line(), line, "{login}");
    }
}

#[tokio::test]
async fn what_the_paper_does_not_cover_and_what_is_over_is_refused_with_the_paper_and_the_day() {
    each_engine(|db| async move {
        let ward = Ward::on(db).await;
        let dossier = ward.drafted().await;
        ward.delegates(listed("2.000635")).await.unwrap();
        let not_delegated = RefusalReason::NotDelegated("12/QĐ-UBND".to_owned());
        assert_eq!(reason(ward.tries("giamdoc.halong", &dossier, approve()).await), not_delegated);
        // Nor anything else that only a leader may do.
        let stop =
            Command::Stop(dossier::command::Stop { reason: "Dừng".to_owned(), legal_basis: "Điều 19".to_owned() });
        assert_eq!(reason(ward.tries("giamdoc.halong", &dossier, stop).await), not_delegated);

        let field = ward.world.version(BUILDING_PERMIT).await.facts.field;
        let id = ward.delegates(Cover::Field(field)).await.unwrap();
        ward.world.it_is("2026-12-01T08:00");
        let over =
            |on: &str| RefusalReason::DelegationOver { document: "12/QĐ-UBND".to_owned(), on: on.parse().unwrap() };
        let dossier = ward.world.read(&dossier).await;
        assert_eq!(reason(ward.tries("giamdoc.halong", &dossier, approve()).await), over("2026-11-30"));
        ward.world.it_is("2026-11-03T08:00");
        ward.access.end_delegation(&ward.seat(), id, "Thay người").await.unwrap();
        ward.world.it_is("2026-11-05T08:00");
        assert_eq!(reason(ward.tries("giamdoc.halong", &dossier, approve()).await), over("2026-11-03"));
        assert_eq!(ward.world.read(&dossier).await.version, dossier.version);
    })
    .await;
}

#[tokio::test]
async fn a_delegation_falls_with_whoever_gave_it() {
    let store = testkit::sqlite();
    let ward = Ward::on(store.db.clone()).await;
    let dossier = ward.drafted().await;
    ward.delegates(Cover::All).await.unwrap();
    let chairman = ward.staff("lanhdao.halong");
    let held = access::Held { role: Role::Leader, scope: Scope::Agency(chairman.agency), valid_from: ward.world.now() };
    ward.access.dismiss(&ward.seat(), chairman.id, held).await.unwrap();
    let refused = reason(ward.tries("giamdoc.halong", &dossier, approve()).await);
    assert_eq!(refused, RefusalReason::DelegatorLeft("12/QĐ-UBND".to_owned()));
}

#[tokio::test]
async fn every_published_procedure_can_be_delegated_once_by_the_agencies_that_decide_on_it() {
    let store = testkit::sqlite();
    let ward = Ward::on(store.db.clone()).await;
    let all = ward.world.dossiers.delegable(ward.world.now()).await.unwrap();
    let published = ward.world.dossiers.catalogue().current(ward.world.now()).await.unwrap();
    let mut codes: Vec<String> = published.all().iter().map(|version| version.facts.key.code.to_string()).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(all.iter().map(|one| one.code.clone()).collect::<Vec<_>>(), codes);
    let birth = all.iter().find(|one| one.code == "1.001193").unwrap();
    assert_eq!(birth.agencies.len(), 2, "both communes");
}
