//! The process that draws a page: what it draws, how it says no, and that a file that would take for ever
//! ends with it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const PAGES: &[u8] = include_bytes!("../../signing/samples/signed.pdf");

fn draw(file: &[u8], page: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["page-image", "--width", "600", "--page", page])
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have seen enough before everything was given.
    let _ = child.stdin.take().unwrap().write_all(file);
    child.wait_with_output().unwrap()
}

#[test]
fn a_page_comes_out_as_a_picture() {
    let drawn = draw(PAGES, "2");
    assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
    assert!(drawn.stdout.starts_with(b"\x89PNG"));
}

#[test]
fn what_is_not_there_or_cannot_be_read_is_said_by_the_exit_code() {
    let missing = draw(PAGES, "9");
    assert_eq!((missing.status.code(), missing.stdout.len()), (Some(i32::from(documents::NO_SUCH_PAGE)), 0));
    for garbage in [&b""[..], b"%PDF-1.7", b"\x00\xff\x00 no document at all"] {
        let refused = draw(garbage, "1");
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0));
    }
}

#[test]
fn a_page_that_contains_itself_or_has_no_measure_ends() {
    let page = |media_box: &str| {
        format!(
            "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\n\
             endobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[{media_box}]/Contents 4 0 R/Resources<</XObject\
             <</A 5 0 R>>>>>>\nendobj\n4 0 obj\n<</Length 11>>\nstream\n/A Do /A Do\nendstream\nendobj\n5 0 obj\n\
             <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A 5 0 R>>>>/Length 11>>\nstream\n\
             /A Do /A Do\nendstream\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF"
        )
    };
    for media_box in ["0 0 200 200", "0 0 1e30 1e30"] {
        let begun = Instant::now();
        draw(page(media_box).as_bytes(), "1");
        assert!(begun.elapsed() < Duration::from_secs(30), "{media_box}");
    }
}
