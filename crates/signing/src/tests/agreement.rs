//! Files of ours that everybody accepts.

use crate::tests::papers::{self, DRAWING, PRINTED};
use crate::tests::world::World;
use crate::{Change, Outcome, Revocation, Stamp, Visible, sign};

fn everybody_accepts(world: &World, document: &[u8], signatures: usize) {
    let report = world.verify(document, &world.trust());
    assert_eq!(report.outcome(), Some(Outcome::Valid), "{report:#?}");
    assert_eq!(report.signatures.len(), signatures);
    assert!(report.is_covered_whole());
    let pdfsig = world.pdfsig(document);
    assert_eq!(pdfsig.matches("Signature is Valid").count(), signatures, "{pdfsig}");
    assert!(pdfsig.contains("ETSI.CAdES.detached"), "{pdfsig}");
    let (accepts, words) = world.pyhanko(document);
    assert!(accepts, "{words}");
}

#[test]
fn both_kinds_of_keys_sign_both_kinds_of_files() {
    let world = World::new();
    for kind in ["rsa", "ec"] {
        let key = world.signer(kind, kind);
        for document in [papers::with_table(), papers::with_streams()] {
            let signed = world.sign(&document, &key);
            assert!(signed.starts_with(&document), "a byte before the signature changed");
            everybody_accepts(&world, &signed, 1);
        }
    }
}

#[test]
fn officer_leader_and_seal_sign_one_after_the_other() {
    let world = World::new();
    let keys = [world.signer("officer", "rsa"), world.signer("leader", "ec"), world.signer("seal", "rsa")];
    for document in [papers::with_table(), papers::with_streams(), PRINTED.to_vec()] {
        let mut signed = document;
        for (index, key) in keys.iter().enumerate() {
            let bottom = 20 + 80 * i32::try_from(index).unwrap();
            let visible = Visible { page: 0, place: [20, bottom, 210, bottom + 72], drawing: DRAWING };
            signed = sign(&signed, &world.request_for(Some(visible)), key, None).unwrap();
        }
        everybody_accepts(&world, &signed, 3);
        let report = world.verify(&signed, &world.trust());
        let further = |name: &str| Change::FurtherSignature { field: name.to_owned() };
        let changes: Vec<_> = report.signatures.iter().map(|signature| signature.changes.clone()).collect();
        assert_eq!(changes, [vec![further("Signature2"), further("Signature3")], vec![further("Signature3")], vec![]]);
    }
}

#[test]
fn a_time_stamp_proves_the_moment() {
    let world = World::new();
    let key = world.signer("stamped", "rsa");
    let signed = world.sign_stamped(&papers::with_streams(), &key);
    everybody_accepts(&world, &signed, 1);
    let report = world.verify(&signed, &world.trust());
    let Stamp::Proven { at, authority } = &report.signatures[0].stamp else { panic!("{report:#?}") };
    assert!(authority.contains("stamper"));
    assert!(world.now().duration_since(*at).abs().as_secs() < 120);
}

#[test]
fn a_report_names_signer_reason_and_moment() {
    let world = World::new();
    let key = world.signer("Hồng", "ec");
    let report = world.verify(&world.sign(&papers::with_table(), &key), &world.trust());
    let [signature] = report.signatures.as_slice() else { panic!() };
    let holder = signature.certificate.as_ref().unwrap().holder();
    assert_eq!(holder.name, "Nguyễn Thị Hồng");
    assert_eq!(holder.organisation.as_deref(), Some("UBND phường Thử"));
    assert_eq!(holder.title.as_deref(), Some("Giám đốc"));
    assert_eq!(signature.reason.as_deref(), Some("Phê duyệt"));
    assert_eq!(signature.location.as_deref(), Some("Hạ Long"));
    assert!(signature.claimed_at.is_some());
    assert_eq!(signature.revocation, Revocation::Good);
}

#[test]
fn the_visible_part_prints_with_vietnamese_letters() {
    let world = World::new();
    let key = world.signer("visible", "rsa");
    let visible = Visible { page: 0, place: [20, 20, 210, 92], drawing: DRAWING };
    let signed = sign(&papers::with_table(), &world.request_for(Some(visible)), &key, None).unwrap();
    let file = world.write("visible.pdf", &signed);
    let output =
        std::process::Command::new("pdftotext").args(["-f", "1", "-l", "1"]).arg(file).arg("-").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in ["TUQ. CHỦ TỊCH", "GIÁM ĐỐC TRUNG TÂM", "Nguyễn Thị Hồng", "2026-10-26T14:20:00+07:00"] {
        assert!(text.contains(line), "{line} is missing in {text}");
    }
}
