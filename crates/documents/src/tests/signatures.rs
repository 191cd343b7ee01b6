//! Signing of results: file and decision together or not at all, PINs counted, seals beside signatures.

use base::{AccountId, Actor, ActorKind, Grant, Role, Scope};
use dossier::command::{Note, Seal};
use dossier::{Command, Dossier, Request, Which};
use signing::{KeyError, Limits, Outcome, SignError, Verifier};
use testkit::each_engine;

use super::results::drafted;
use super::world::{BUILDING_PERMIT, World};
use crate::signatures::{
    Act, ActError, CertificateError, KeptIn, NewCertificate, OpenKey, Signing, SigningSettings, UnlockError, demo,
};
use crate::verification::load_trust;

const PIN: &str = "246810";

pub(super) struct Desk {
    pub(super) signing: Signing,
    pub(super) leader: Actor,
    pub(super) keeper: Actor,
}

/// A staff member of the demonstration, with the role they have.
fn officer(world: &World, login: &str, role: Role) -> Actor {
    let staff = world.dossiers.organisation().staff_by_login(login).unwrap();
    let kind = ActorKind::Staff { staff: staff.id, agency: staff.agency, unit: staff.unit, office: staff.office };
    let grant =
        Grant { role, scope: Scope::Agency(staff.agency), valid_from: jiff::Timestamp::UNIX_EPOCH, valid_to: None };
    Actor { account: AccountId::new(world.now()), kind, name: staff.name.clone(), grants: vec![grant] }
}

impl Desk {
    /// A leader and an agency's seal with certificates of the demo authority.
    pub(super) async fn of(world: &World, time_stamps: Option<&str>) -> Self {
        let keys = world.folder.path().join("keys");
        let named = [
            demo::Named {
                file: "lanh-dao",
                name: "Nguyễn Thành Trung",
                title: "Chủ tịch",
                organisation: "UBND phường",
            },
            demo::Named {
                file: "con-dau", name: "UBND phường Hạ Long", title: "", organisation: "UBND phường"
            },
        ];
        demo::make(&keys, &named, PIN, world.now()).unwrap();
        let settings = SigningSettings {
            keys: Some(keys.clone()),
            time_stamps: time_stamps.map(str::to_owned),
            ..SigningSettings::default()
        };
        let trust = load_trust(&keys.join(demo::TRUST)).unwrap();
        let press = pdf::Press::new().unwrap();
        let (files, dossiers, site) = (world.files.clone(), world.dossiers.clone(), web::Settings::default());
        let signing = Signing::new(files, dossiers, press, trust, settings, &site).unwrap();
        let leader = officer(world, "lanhdao.halong", Role::Leader);
        let keeper = officer(world, "vanthu.halong", Role::StampKeeper);
        let desk = Self { signing, leader, keeper };
        desk.register(world, "lanh-dao", &desk.leader, false).await.unwrap();
        desk.register(world, "con-dau", &desk.keeper, true).await.unwrap();
        desk
    }

    async fn register(
        &self,
        world: &World,
        file: &str,
        who: &Actor,
        is_seal: bool,
    ) -> Result<base::CertificateId, CertificateError> {
        let ActorKind::Staff { staff, agency, .. } = who.kind else { panic!("an officer") };
        let folder = world.folder.path().join("keys");
        let new = NewCertificate {
            staff,
            agency: is_seal.then_some(agency),
            file: std::fs::read(folder.join(format!("{file}.pem"))).unwrap(),
            kept_in: KeptIn::File,
            place: format!("{file}.p12"),
            key_label: String::new(),
        };
        self.signing.register(new, &Actor::system(), None, world.now()).await
    }

    async fn unlock(&self, world: &World, who: &Actor, pin: &str) -> Result<OpenKey, UnlockError> {
        let ActorKind::Staff { staff, .. } = who.kind else { panic!("an officer") };
        let own = self.signing.own(staff).await.unwrap();
        let row = own.or(self.signing.kept(staff).await.unwrap().pop()).unwrap();
        self.signing.unlock(&row, pin, who, world.now()).await
    }

    async fn approve(&self, world: &World, key: &OpenKey, dossier: &Dossier) -> Result<Dossier, ActError> {
        let code = dossier.code.clone().unwrap();
        let request = Request::at(world.now()).keyed(format!("ký {code}"));
        let command = Command::Approve(Note::default());
        self.signing
            .act(
                std::slice::from_ref(key),
                Act { actor: &self.leader, code: &code, seen: dossier.version, command, request },
            )
            .await
    }
}

async fn file_of(world: &World, dossier: &Dossier) -> Vec<u8> {
    let [file] = &world.files.made_for(dossier.id).await.unwrap()[..] else { panic!("one file") };
    let row = world.files.find(file.id).await.unwrap().unwrap();
    assert!(row.kept);
    world.files.shelf.get(&row.sha256).await.unwrap()
}

fn outcomes(world: &World, pdf: &[u8]) -> (Vec<String>, Option<Outcome>) {
    let trust = load_trust(&world.folder.path().join("keys").join(demo::TRUST)).unwrap();
    let verifier = Verifier { trust: &trust, now: world.now(), limits: Limits::default(), network: None };
    let report = verifier.verify(pdf).unwrap();
    let names = report.signatures.iter().map(|one| one.certificate.as_ref().unwrap().holder().name);
    (names.collect(), report.outcome())
}

async fn to_seal(world: &World, mut dossier: Dossier) -> Dossier {
    while dossier.holder.map(|holder| holder.role) != Some(Role::StampKeeper) {
        let (which, request) = (Which::Id(dossier.id), Request::at(world.now()));
        let command = vec![Command::CompleteStep(Note::default())];
        dossier = world.dossiers.execute_all(&Actor::system(), which, dossier.version, command, request).await.unwrap();
    }
    dossier
}

#[tokio::test]
async fn a_decision_and_its_signature_are_one_and_the_seal_comes_beside_it() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let desk = Desk::of(&world, None).await;
        let dossier = drafted(&world, BUILDING_PERMIT).await;
        let key = desk.unlock(&world, &desk.leader, PIN).await.unwrap();
        let approved = desk.approve(&world, &key, &dossier).await.unwrap();
        let pdf = file_of(&world, &approved).await;
        let (names, outcome) = outcomes(&world, &pdf);
        assert_eq!((names.len(), outcome), (1, Some(Outcome::Valid)));
        assert!(names[0].starts_with("Nguyễn Thành Trung"), "{names:?}");
        let words = crate::printed::text(&pdf::Rendered { pdf: pdf.clone(), pages: 1 });
        assert!(words.contains("Số: 0001/GPXD"), "{words}");
        assert!(crate::printed::pdfsig(&pdf).contains("Signature is Valid"));

        // A second sending signs nothing, and finds the same.
        let objects = world.objects();
        assert_eq!(desk.approve(&world, &key, &dossier).await.unwrap().version, approved.version);
        assert_eq!((world.objects(), file_of(&world, &approved).await), (objects, pdf.clone()));

        let waiting = to_seal(&world, approved).await;
        let key = desk.unlock(&world, &desk.keeper, PIN).await.unwrap();
        let code = waiting.code.clone().unwrap();
        let (actor, request) = (&desk.keeper, Request::at(world.now()));
        let command = Command::Seal(Seal::default());
        let act = Act { actor, code: &code, seen: waiting.version, command, request };
        let sealed = desk.signing.act(&[key], act).await.unwrap();
        let sealed_pdf = file_of(&world, &sealed).await;
        assert!(sealed_pdf.starts_with(&pdf), "the seal is appended");
        let (names, outcome) = outcomes(&world, &sealed_pdf);
        assert_eq!((names.len(), outcome), (2, Some(Outcome::Valid)));
        assert!(names[1].starts_with("UBND phường Hạ Long"), "{names:?}");
    })
    .await;
}

#[tokio::test]
async fn a_number_that_went_to_somebody_else_is_signed_again_and_never_twice() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let desk = Desk::of(&world, None).await;
        let (first, second) = (drafted(&world, BUILDING_PERMIT).await, drafted(&world, BUILDING_PERMIT).await);
        let key = desk.unlock(&world, &desk.leader, PIN).await.unwrap();
        let (one, two) = tokio::join!(desk.approve(&world, &key, &first), desk.approve(&world, &key, &second));
        let mut numbers = Vec::new();
        for dossier in [one.unwrap(), two.unwrap()] {
            let pdf = file_of(&world, &dossier).await;
            let words = crate::printed::text(&pdf::Rendered { pdf, pages: 1 });
            numbers.push(["0001/GPXD", "0002/GPXD"].map(|number| words.contains(number)));
        }
        numbers.sort_unstable();
        assert_eq!(numbers, [[false, true], [true, false]]);
    })
    .await;
}

#[tokio::test]
async fn what_was_signed_before_a_crash_is_seen_by_nobody_and_used_by_the_next_try() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let desk = Desk::of(&world, None).await;
    let dossier = drafted(&world, BUILDING_PERMIT).await;
    let key = desk.unlock(&world, &desk.leader, PIN).await.unwrap();
    let code = dossier.code.clone().unwrap();
    let request = Request::at(world.now());
    let command = Command::Approve(Note::default());
    let act = Act { actor: &desk.leader, code: &code, seen: dossier.version, command, request };
    desk.signing.prepare_only(std::slice::from_ref(&key), &act).await.unwrap();
    assert_eq!(world.files.made_for(dossier.id).await.unwrap().len(), 0, "signed, not decided: not visible");
    let objects = world.objects();

    world.clock.advance(jiff::SignedDuration::from_mins(3));
    let approved = desk.approve(&world, &key, &dossier).await.unwrap();
    assert_eq!(world.objects(), objects, "the signature at hand was used");
    assert_eq!(outcomes(&world, &file_of(&world, &approved).await).0.len(), 1);
}

#[tokio::test]
async fn five_wrong_pins_close_the_key_for_a_quarter_of_an_hour() {
    each_engine(|db| async move {
        let world = World::on(db).await;
        let desk = Desk::of(&world, None).await;
        for left in [4, 3, 2, 1] {
            let refused = desk.unlock(&world, &desk.leader, "000000").await;
            assert!(matches!(refused, Err(UnlockError::WrongPin { left: told }) if told == left), "{refused:?}");
        }
        for pin in ["000000", PIN] {
            let refused = desk.unlock(&world, &desk.leader, pin).await;
            assert!(matches!(refused, Err(UnlockError::Locked(_))), "{refused:?}");
        }
        world.clock.advance(jiff::SignedDuration::from_mins(16));
        let refused = desk.unlock(&world, &desk.leader, "000000").await;
        assert!(matches!(refused, Err(UnlockError::WrongPin { left: 4 })), "{refused:?}");
        desk.unlock(&world, &desk.leader, PIN).await.unwrap();
        let refused = desk.unlock(&world, &desk.leader, "000000").await;
        assert!(matches!(refused, Err(UnlockError::WrongPin { left: 4 })), "a right one forgets: {refused:?}");
        let log = world.visitor("inspector").get("/quan-tri/nhat-ky?loai=pin-refused").await.text();
        assert!(log.contains("Nguyễn Thành Trung") && !log.contains("000000"), "{log}");
    })
    .await;
}

#[tokio::test]
async fn a_silent_time_stamp_authority_leaves_the_dossier_undecided() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    // A port that nobody listens on.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let desk = Desk::of(&world, Some(&format!("http://{closed}/"))).await;
    let dossier = drafted(&world, BUILDING_PERMIT).await;
    let key = desk.unlock(&world, &desk.leader, PIN).await.unwrap();
    let refused = desk.approve(&world, &key, &dossier).await;
    assert!(matches!(refused, Err(ActError::Sign(SignError::NoTimeStamp(_)))), "{refused:?}");
    let after = world.dossiers.read(&Actor::system(), Which::Id(dossier.id)).await.unwrap();
    assert_eq!(after, dossier);
    assert_eq!(world.files.made_for(dossier.id).await.unwrap().len(), 0);
}

#[tokio::test]
async fn a_certificate_of_an_unknown_authority_is_refused_and_a_known_one_taken_once() {
    let store = testkit::sqlite();
    let world = World::on(store.db.clone()).await;
    let desk = Desk::of(&world, None).await;
    let again = desk.register(&world, "lanh-dao", &desk.leader, false).await;
    assert!(matches!(again, Err(CertificateError::Known)), "{again:?}");
    let keys = world.folder.path().join("keys");
    let stranger = demo::Named { file: "nguoi-la", name: "Người lạ", title: "", organisation: "Lạ" };
    demo::make(&world.folder.path().join("la"), &[stranger], PIN, world.now()).unwrap();
    for ending in ["pem", "p12"] {
        let file = format!("nguoi-la.{ending}");
        std::fs::copy(world.folder.path().join("la").join(&file), keys.join(&file)).unwrap();
    }
    let refused = desk.register(&world, "nguoi-la", &desk.leader, false).await;
    assert!(matches!(refused, Err(CertificateError::Untrusted(signing::Untrusted::UnknownIssuer))), "{refused:?}");
    std::fs::remove_file(keys.join("lanh-dao.p12")).unwrap();
    let refused = desk.unlock(&world, &desk.leader, PIN).await;
    assert!(matches!(refused, Err(UnlockError::Key(_))), "{refused:?}");
    assert!(KeyError::new("x").to_string().contains('x'));
}
