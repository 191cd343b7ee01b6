//! What people have tried against signed PDF, each made here from a good file.

use crate::tests::papers::{self, appended};
use crate::tests::world::World;
use crate::{Broken, Change, Outcome, Report, SoftwareKey, sign};

fn signed(world: &World, document: &[u8]) -> Vec<u8> {
    let key: SoftwareKey = world.signer("victim", "rsa");
    world.sign(document, &key)
}

/// We refuse it, and so does pyHanko.
fn refused(world: &World, document: &[u8]) -> Report {
    let report = world.verify(document, &world.trust());
    assert_eq!(report.outcome(), Some(Outcome::Invalid), "{report:#?}");
    let (accepts, words) = world.pyhanko(document);
    assert!(!accepts, "{words}");
    report
}

fn replaced(document: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = document.windows(old.len()).position(|window| window == old.as_bytes()).unwrap();
    [&document[..at], new.as_bytes(), &document[at + old.len()..]].concat()
}

#[test]
fn one_altered_byte_is_found() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let report = refused(&world, &replaced(&good, "128.000", "928.000"));
    assert!(matches!(report.signatures[0].whole, Err(Broken::Message(crate::Flaw::WrongDigest))));
}

#[test]
fn an_appended_page_is_found() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let pages = "<</Type /Pages /Kids [3 0 R 4 0 R 80 0 R] /Count 3 /MediaBox [0 0 420 595]>>";
    let page = "<</Type /Page /Parent 2 0 R /Resources <<>>>>";
    let report = refused(&world, &appended(&good, &[(2, pages), (80, page)], ""));
    assert!(report.signatures[0].changes.contains(&Change::PagesAdded(1)), "{report:#?}");
}

#[test]
fn other_content_under_a_signed_page_is_found_with_its_number() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let body = "<</Length 43>>\nstream\nBT /F 12 Tf 40 500 Td (9128.000 dong) Tj ET\nendstream";
    let report = refused(&world, &appended(&good, &[(5, body)], ""));
    assert_eq!(report.signatures[0].changes, [Change::Page(1)]);
    let font = "<</Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats>>";
    let report = refused(&world, &appended(&good, &[(7, font)], ""));
    assert_eq!(report.signatures[0].changes, [Change::Page(1)]);
}

#[test]
fn a_comment_or_stamp_on_a_signed_page_is_found() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let page = "<</Type /Page /Parent 2 0 R /Contents 6 0 R /Resources <<>> /Annots [80 0 R]>>";
    let note = "<</Type /Annot /Subtype /FreeText /Rect [0 0 400 500] /Contents (Paid)>>";
    let report = refused(&world, &appended(&good, &[(4, page), (80, note)], ""));
    assert_eq!(report.signatures[0].changes, [Change::Annotation { page: 2 }]);
}

/// Hide and replace: two documents in one file, the other one shown by a table written afterwards.
#[test]
fn a_shadow_document_that_was_hidden_before_signing_is_found() {
    let world = World::new();
    let hidden = "\n70 0 obj\n<</Length 37>>\nstream\nBT /F 12 Tf 40 500 Td (9 dong) Tj ET  \nendstream\nendobj\n";
    let document = papers::with_table();
    let prepared = {
        // The hidden object stands in signed bytes and in no table.
        let text =
            String::from_utf8(document.clone().iter().map(|b| if b.is_ascii() { *b } else { b'?' }).collect()).unwrap();
        let at = text.find("xref\n0").unwrap();
        let moved = format!("{}{}{}", &text[..at], hidden, &text[at..]);
        let start = text.rfind("startxref\n").unwrap() + hidden.len() + 10;
        let old: usize = text[text.rfind("startxref\n").unwrap() + 10..].lines().next().unwrap().parse().unwrap();
        format!("{}{}\n%%EOF\n", &moved[..start], old + hidden.len()).into_bytes()
    };
    let good = signed(&world, &prepared);
    assert_eq!(world.verify(&good, &world.trust()).outcome(), Some(Outcome::Valid));
    let at = good.windows(8).position(|window| window == b"70 0 obj").unwrap();
    let page = "<</Type /Page /Parent 2 0 R /Contents 70 0 R /Resources <</Font <</F 7 0 R>>>>>>";
    let mut shown = appended(&good, &[(3, page)], "");
    // The attacker's table also names the hidden object.
    let table = format!("xref\n70 1\n{at:010} 00000 n \n");
    let place = shown.windows(5).rposition(|window| window == b"xref\n").unwrap();
    let place = shown[..place].windows(5).rposition(|window| window == b"xref\n").unwrap_or(place);
    shown.splice(place..place + 5, table.into_bytes());
    let report = refused(&world, &shown);
    assert!(report.signatures[0].changes.contains(&Change::Hidden), "{report:#?}");
    assert!(report.signatures[0].changes.contains(&Change::Page(1)), "{report:#?}");
}

#[test]
fn a_reference_that_led_nowhere_when_signed_may_not_lead_somewhere_later() {
    let world = World::new();
    let document = replaced(&papers::with_table(), "/Contents 6 0 R", "/Contents 9 0 R");
    let good = signed(&world, &document);
    let number = world.verify(&good, &world.trust());
    assert_eq!(number.outcome(), Some(Outcome::Valid), "{number:#?}");
    let free = good.windows(8).any(|window| window == b"\n9 0 obj");
    let document = if free { replaced(&document, "/Contents 9 0 R", "/Contents 77 0 R") } else { document };
    let good = world.sign(&document, &world.key_of("victim"));
    let body = "<</Length 10>>\nstream\n0 0 9 9 re\nendstream";
    let late = appended(&good, &[(if free { 77 } else { 9 }, body)], "");
    let report = world.verify(&late, &world.trust());
    assert!(report.signatures[0].changes.contains(&Change::Hidden), "{report:#?}");
}

#[test]
fn bytes_that_only_a_repairing_reader_sees_are_found() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let object = b"5 0 obj\n<</Length 0>>\nstream\n\nendstream\nendobj\n".as_slice();
    let start = crate::paper::xref::start(&good).unwrap();
    let tail = format!("startxref\n{start}\n%%EOF\n");
    let report = world.verify(&[&good, object, tail.as_bytes()].concat(), &world.trust());
    assert_eq!(report.outcome(), Some(Outcome::Invalid), "{report:#?}");
    let verifier_error =
        crate::Verifier { trust: &world.trust(), now: world.now(), limits: crate::Limits::default(), network: None }
            .verify(&[good.as_slice(), object].concat());
    assert!(verifier_error.is_err(), "objects behind the end of file");
}

/// Universal forgery: a signature that says nothing, or nothing checkable.
#[test]
fn a_signature_without_value_or_range_does_not_hold() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    for (old, new) in [
        ("/ByteRange [0 ", "/ByteRangX [0 "),
        ("/ByteRange [0 ", "/ByteRange [1 "),
        ("/Contents <30", "/Contents <00"),
        ("/Contents <", "/Contentx <"),
        ("/SubFilter /ETSI.CAdES.detached", "/SubFilter /ETSI.CAdES.detachex"),
    ] {
        refused_by_us(&world, &replaced(&good, old, new));
    }
}

fn refused_by_us(world: &World, document: &[u8]) {
    let report = world.verify(document, &world.trust());
    assert_eq!(report.outcome(), Some(Outcome::Invalid), "{report:#?}");
}

/// Wrapping: the gap is made larger, and something else is put into it.
#[test]
fn a_gap_with_more_than_the_signature_does_not_hold() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let digits = good.windows(3).rposition(|window| window == b"0>>").unwrap() + 2;
    let wider = [&good[..digits], b" /Wrapped (content) ", &good[digits..]].concat();
    let at = wider.windows(14).position(|window| window == b"/ByteRange [0 ").unwrap();
    let text = String::from_utf8_lossy(&wider[at + 14..at + 60]).into_owned();
    let numbers: Vec<usize> =
        text.split_whitespace().take(3).filter_map(|n| n.trim_end_matches(']').parse().ok()).collect();
    let old = format!("{} {} {}]", numbers[0], numbers[1], numbers[2]);
    let new = format!("{} {} {}]", numbers[0], numbers[1] + 20, numbers[2]);
    let wrapped = replaced(&wider, &old, &new);
    let verifier =
        crate::Verifier { trust: &world.trust(), now: world.now(), limits: crate::Limits::default(), network: None };
    // Tables no longer fit either; whichever is noticed first, it is not accepted.
    assert!(verifier.verify(&wrapped).map_or(true, |report| report.outcome() == Some(Outcome::Invalid)));
}

#[test]
fn a_second_key_of_the_same_name_makes_the_signature_ambiguous() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let doubled = replaced(
        &good,
        "/SubFilter /ETSI.CAdES.detached /M (",
        "/SubFilter /ETSI.CAdES.detached /ByteRange [0 0 0 0] /M (",
    );
    let verifier =
        crate::Verifier { trust: &world.trust(), now: world.now(), limits: crate::Limits::default(), network: None };
    assert!(verifier.verify(&doubled).map_or(true, |report| report.outcome() == Some(Outcome::Invalid)));
}

#[test]
fn a_document_locked_by_its_first_signer_takes_no_second() {
    let document = papers::appended(
        &papers::with_table(),
        &[
            (1, "<</Type /Catalog /Pages 2 0 R /Metadata 8 0 R /Perms <</DocMDP 60 0 R>>>>"),
            (60, "<</Type /Sig /Reference [<</TransformMethod /DocMDP /TransformParams <</P 1>>>>]>>"),
        ],
        "",
    );
    let world = World::new();
    let key = world.signer("second", "ec");
    let refused = sign(&document, &world.request_for(None), &key, None).unwrap_err();
    assert!(matches!(refused, crate::SignError::Locked), "{refused}");
}

#[test]
fn a_certificate_swapped_in_the_message_is_noticed() {
    let world = World::new();
    let good = signed(&world, &papers::with_table());
    let report = world.verify(&good, &world.trust());
    let der = report.signatures[0].certificate.as_ref().unwrap().der().to_vec();
    let hex: String = der.iter().map(|byte| format!("{byte:02x}")).collect();
    let text = String::from_utf8_lossy(&good).into_owned();
    let at = text.find(&hex[..200]).is_some();
    assert!(at, "the certificate stands in the message");
    // One bit of the certificate's serial number: the signer can no longer be found.
    let serial = report.signatures[0].certificate.as_ref().unwrap().serial_hex().to_lowercase();
    let forged = hex.replacen(&format!("0202{serial}"), &format!("0202{}", "7777"), 1);
    refused_by_us(&world, &replaced(&good, &hex, &forged));
}
