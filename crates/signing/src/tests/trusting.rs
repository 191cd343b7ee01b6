//! Whom we believe: chains, time, revocation, and key files.

use crate::tests::papers;
use crate::tests::world::{Office, PASSWORD, World};
use crate::{KeyFileError, Limits, Outcome, Revocation, SoftwareKey, Stamp, Untrusted, Verifier, sign};

#[test]
fn an_expired_certificate_is_refused_by_all() {
    let world = World::new();
    world.person("old", "rsa", "person", "-startdate 20200101000000Z -enddate 20210101000000Z");
    let signed = world.sign(&papers::with_table(), &world.key_of("old"));
    let report = world.verify(&signed, &world.trust());
    assert!(matches!(report.signatures[0].trusted, Err(Untrusted::Expired { .. })), "{report:#?}");
    assert_eq!(report.outcome(), Some(Outcome::Invalid));
    assert!(!world.pyhanko(&signed).0);
}

#[test]
fn a_revoked_certificate_is_refused_by_all_whether_by_list_or_by_answer() {
    let world = World::new();
    let key = world.signer("lost", "ec");
    let signed = world.sign(&papers::with_table(), &key);
    assert_eq!(world.verify(&signed, &world.trust()).outcome(), Some(Outcome::Valid));
    world.revoke("lost");
    let trust = world.trust();
    let report = world.verify(&signed, &trust);
    assert!(matches!(report.signatures[0].trusted, Err(Untrusted::Revoked { reason: Some(1), .. })), "{report:#?}");
    assert!(!world.pyhanko(&signed).0);
    assert_eq!(asked(&world, &signed).outcome(), Some(Outcome::Invalid));
}

/// Verifies with the root alone, asking the office for everything else.
fn asked(world: &World, signed: &[u8]) -> crate::Report {
    let office = Office { world };
    let mut trust = world.root();
    // The authority itself has no address to ask at.
    trust
        .add(&{
            world.trust();
            world.read("root.crl")
        })
        .unwrap();
    let verifier = Verifier { trust: &trust, now: world.now(), limits: Limits::default(), network: Some(&office) };
    verifier.verify(signed).unwrap()
}

#[test]
fn an_answer_by_ocsp_settles_what_no_list_says() {
    let world = World::new();
    let signed = world.sign(&papers::with_table(), &world.signer("asked", "rsa"));
    let report = asked(&world, &signed);
    assert_eq!(report.signatures[0].revocation, Revocation::Good);
    assert_eq!(report.outcome(), Some(Outcome::Valid), "{report:#?}");
}

#[test]
fn without_fresh_revocation_data_the_question_stays_open() {
    let world = World::new();
    let signed = world.sign(&papers::with_table(), &world.signer("open", "rsa"));
    let stale = world.trust_with_lists("-crl_lastupdate 20240101000000Z -crl_nextupdate 20240108000000Z");
    for trust in [world.root(), stale] {
        let report = world.verify(&signed, &trust);
        assert_eq!(report.signatures[0].revocation, Revocation::Unknown);
        assert_eq!(report.outcome(), Some(Outcome::Unsettled));
    }
}

#[test]
fn a_stranger_on_the_trust_list_changes_nothing() {
    let world = World::new();
    let signed = world.sign(&papers::with_table(), &world.signer("other", "rsa"));
    let mut trust = crate::Trust::default();
    trust.add(&world.read("stranger.pem")).unwrap();
    let report = world.verify(&signed, &trust);
    assert_eq!(report.signatures[0].trusted, Err(Untrusted::UnknownIssuer));
    assert_eq!(report.signatures[0].whole, Ok(()));
    assert_eq!(report.outcome(), Some(Outcome::Unsettled));
}

#[test]
fn a_certificate_issued_by_somebody_who_may_not_is_refused() {
    let world = World::new();
    world.signer("vain", "ec");
    world.openssl("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out forged.key");
    world.openssl("req -new -config settings -key forged.key -subj|/CN=Forged| -out forged.csr");
    world.openssl("x509 -req -in forged.csr -CA vain.pem -CAkey vain.key -set_serial 7 -days 30 -out forged.pem");
    world.openssl(&format!(
        "pkcs12 -export -inkey forged.key -in forged.pem -certfile vain.pem -passout|pass:{PASSWORD}| -out forged.p12"
    ));
    let key = SoftwareKey::from_pkcs12(&world.read("forged.p12"), PASSWORD).unwrap();
    let mut trust = world.trust();
    trust.add(&world.read("ca.pem")).unwrap();
    let report = world.verify(&world.sign(&papers::with_table(), &key), &trust);
    assert!(matches!(report.signatures[0].trusted, Err(Untrusted::WrongUse { .. })), "{report:#?}");
}

#[test]
fn a_certificate_for_encryption_signs_nothing() {
    let world = World::new();
    world.person("cipher", "rsa", "encryption", "");
    let report = world.verify(&world.sign(&papers::with_table(), &world.key_of("cipher")), &world.trust());
    assert!(matches!(report.signatures[0].trusted, Err(Untrusted::WrongUse { .. })), "{report:#?}");
}

#[test]
fn a_certificate_revoked_after_a_proven_moment_still_counts() {
    let world = World::new();
    let signed = world.sign_stamped(&papers::with_table(), &world.signer("later", "rsa"));
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    world.revoke("later");
    let report = world.verify(&signed, &world.trust());
    assert!(matches!(report.signatures[0].stamp, Stamp::Proven { .. }));
    assert_eq!(report.outcome(), Some(Outcome::Valid), "{report:#?}");
}

#[test]
fn a_time_stamp_for_something_else_is_not_taken() {
    let world = World::new();
    let key = world.signer("cheated", "rsa");
    world.person("stamper", "rsa", "stamper", "");
    let office = Deaf { inner: Office { world: &world } };
    let authority = crate::TimeStampAuthority { network: &office, address: "http://tsa.test/", nonce: 5 };
    let refused = sign(&papers::with_table(), &world.request_for(None), &key, Some(authority)).unwrap_err();
    assert!(matches!(refused, crate::SignError::TimeStamp(_)), "{refused}");
}

/// Stamps a question of its own, whatever it is asked.
struct Deaf<'a> {
    inner: Office<'a>,
}

impl crate::Network for Deaf<'_> {
    fn get(&self, address: &str) -> Result<Vec<u8>, crate::NetworkError> {
        self.inner.get(address)
    }

    fn post(&self, address: &str, kind: &str, _: &[u8]) -> Result<Vec<u8>, crate::NetworkError> {
        self.inner.post(address, kind, &crate::cms::time_stamp::request(b"another", 5))
    }
}

#[test]
fn a_key_file_opens_with_its_password_only() {
    let world = World::new();
    world.person("locked", "rsa", "person", "");
    let file = world.key_file("locked", "");
    assert!(matches!(SoftwareKey::from_pkcs12(&file, "sai"), Err(KeyFileError::WrongPassword)));
    let old = world.key_file("locked", "-macalg sha1");
    assert!(matches!(SoftwareKey::from_pkcs12(&old, PASSWORD), Err(KeyFileError::Outdated)));
    assert!(SoftwareKey::from_pkcs12(&file[..file.len() / 2], PASSWORD).is_err());
}

#[test]
fn a_short_key_is_not_accepted() {
    let world = World::new();
    world.person("weak", "weak", "person", "");
    let file = world.key_file("weak", "");
    assert!(SoftwareKey::from_pkcs12(&file, PASSWORD).is_err());
}
