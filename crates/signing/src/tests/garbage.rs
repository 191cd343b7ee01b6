//! Nothing that anybody sends may make the reader panic or run away.

use std::sync::OnceLock;

use proptest::prelude::*;

use crate::tests::papers;
use crate::tests::world::World;
use crate::{Limits, Trust, Verifier};

fn verifier(trust: &Trust) -> Verifier<'_> {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let limits = Limits { file_bytes: 1 << 20, objects: 2_000, unpacked_bytes: 1 << 20 };
    Verifier { trust, now, limits, network: None }
}

/// A signed file of each kind, made once.
fn samples() -> &'static [Vec<u8>; 2] {
    static SAMPLES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let world = World::new();
        let key = world.signer("sample", "ec");
        [papers::with_table(), papers::with_streams()].map(|document| world.sign_stamped(&document, &key))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_files_are_refused_or_reported(
        which in 0_usize..2,
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let mut bytes = samples()[which].clone();
        for (place, value) in edits {
            let place = place.index(bytes.len());
            bytes[place] = value;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let trust = Trust::default();
        let _ = verifier(&trust).verify(&bytes);
    }

    #[test]
    fn numbers_and_words_changed_within_the_structure_are_survived(
        which in 0_usize..2,
        number in prop::sample::select(vec!["0", "1", "2", "7", "99999999999", "-1", "4294967295", "/Sig", "[", "<<"]),
        place in any::<prop::sample::Index>(),
    ) {
        let sample = &samples()[which];
        let digits: Vec<usize> = (1..sample.len()).filter(|at| sample[*at].is_ascii_digit() && sample[at - 1] == b' ').collect();
        let at = digits[place.index(digits.len())];
        let end = at + sample[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let bytes = [&sample[..at], number.as_bytes(), &sample[end..]].concat();
        let trust = Trust::default();
        let _ = verifier(&trust).verify(&bytes);
    }

    #[test]
    fn any_bytes_are_survived_by_every_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let mut trust = Trust::default();
        let _ = trust.add(&bytes);
        let _ = crate::SoftwareKey::from_pkcs12(&bytes, "x");
        let _ = crate::cms::signed::Signed::read(&bytes);
        let _ = crate::cms::time_stamp::Token::read(&bytes);
        let pdf = [b"%PDF-1.7\n".as_slice(), &bytes, b"\nstartxref\n9\n%%EOF"].concat();
        let _ = verifier(&trust).verify(&pdf);
    }
}

#[test]
fn a_file_that_refers_to_itself_ends() {
    let looped = b"%PDF-1.7\n1 0 obj\n1 0 R\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \ntrailer\n<</Size 2 /Root 1 0 R /Prev 30>>\nstartxref\n30\n%%EOF";
    let trust = Trust::default();
    assert!(verifier(&trust).verify(looped).is_err());
}
