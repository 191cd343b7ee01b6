//! Rules for every Rust file, and promises in any file.

use crate::finding::Finding;
use crate::rust_text::{Kind, Piece, pieces, without_tests};
use crate::tree::{File, Tree};

/// Lines a file may have, its tests apart.
const LINES_MAX: usize = 400;

/// Who may be named in a promise to do something later.
const OWNERS: &str = "docs/owners.md";

/// Files in which a comment may hold a promise.
const WRITTEN_BY_HAND: &[&str] = &["rs", "sql", "html", "css", "js", "mjs", "ts", "typ", "ftl", "sh", "toml"];

/// Every Rust file begins by saying what it is.
pub(crate) fn every_file_says_what_it_is(tree: &Tree) -> Vec<Finding> {
    tree.with_extension("rs")
        .filter(|file| !file.text.starts_with("//! "))
        .map(|file| Finding::new(&file.path, 1, "begin with `//!`: what it is, the rule it serves, what it leaves out"))
        .collect()
}

/// A file that outgrows the ceiling holds more than one thing.
pub(crate) fn files_stay_short(tree: &Tree) -> Vec<Finding> {
    tree.with_extension("rs")
        .filter(|file| !file.path.contains("/tests/") && file.name() != "tests.rs")
        .map(|file| (file, without_tests(&file.text).lines().count()))
        .filter(|(_, lines)| *lines > LINES_MAX)
        .map(|(file, lines)| {
            let message = format!("{lines} lines without its tests; split it below {LINES_MAX}");
            Finding::new(&file.path, LINES_MAX, message)
        })
        .collect()
}

/// `#[expect]` with a reason goes away when it is no longer true; `#[allow]` stays for ever. Only a
/// macro, which cannot know whether the lint will fire, may allow, and it says so.
pub(crate) fn no_bare_allow(tree: &Tree) -> Vec<Finding> {
    let message = "write `#[expect(…, reason = \"…\")]` instead of `allow`";
    code_with(tree, &["#[allow(", "#![allow("], message, |rest| {
        rest.split(']').next().is_some_and(|attribute| attribute.contains("reason ="))
    })
}

/// A skipped test says nothing and looks like a passing one.
pub(crate) fn no_test_is_skipped(tree: &Tree) -> Vec<Finding> {
    let message = "mend the test or delete it; a skipped test says nothing";
    let mut findings = code_with(tree, &["#[ignore"], message, |_| false);
    let marks = ["test.skip(", "test.only(", "test.fixme(", "describe.only(", "describe.skip("];
    let journeys = tree.files.iter().filter(|file| matches!(file.extension(), "ts" | "js" | "mjs"));
    for file in journeys {
        let lines = file.lines().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
        findings.extend(lines.map(|(number, _)| Finding::new(&file.path, number, message)));
    }
    findings
}

/// Code of Rust files that contains one of `marks`, unless what follows excuses it.
fn code_with(tree: &Tree, marks: &[&str], message: &str, excused: fn(&str) -> bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.with_extension("rs") {
        for piece in pieces(&file.text).iter().filter(|piece| piece.kind == Kind::Code) {
            for mark in marks {
                let lines = piece
                    .text
                    .match_indices(mark)
                    .filter(|(at, _)| !excused(&piece.text[*at..]))
                    .map(|(at, _)| line_in(piece, at));
                findings.extend(lines.map(|line| Finding::new(&file.path, line, message)));
            }
        }
    }
    findings
}

fn line_in(piece: &Piece<'_>, at: usize) -> usize {
    piece.line + piece.text[..at].matches('\n').count()
}

/// "Later" needs somebody's name in brackets behind the mark, and the name stands in the list of
/// owners.
pub(crate) fn every_promise_has_an_owner(tree: &Tree) -> Vec<Finding> {
    let owners = tree.file(OWNERS).map_or("", |file| file.text.as_str());
    tree.files
        .iter()
        .filter(|file| WRITTEN_BY_HAND.contains(&file.extension()))
        .flat_map(|file| written_lines(file).into_iter().map(move |(line, text)| (file, line, text)))
        .filter(|(_, _, text)| has_orphan_promise(text, owners))
        .map(|(file, line, _)| {
            Finding::new(&file.path, line, format!("do it now, or write `TODO(name)` with a name from {OWNERS}"))
        })
        .collect()
}

/// Comments of a Rust file; every line of any other.
fn written_lines(file: &File) -> Vec<(usize, &str)> {
    if file.extension() != "rs" {
        return file.lines().collect();
    }
    pieces(&file.text)
        .into_iter()
        .filter(|piece| piece.kind == Kind::Comment)
        .flat_map(|piece| piece.text.lines().enumerate().map(move |(index, line)| (piece.line + index, line)))
        .collect()
}

fn has_orphan_promise(line: &str, owners: &str) -> bool {
    let words = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect::<Vec<_>>();
    if words.iter().any(|word| matches!(*word, "FIXME" | "XXX")) {
        return true;
    }
    line.match_indices("TODO").any(|(at, _)| {
        let name = line[at + 4..].strip_prefix('(').and_then(|rest| rest.split_once(')')).map(|(name, _)| name);
        !name.is_some_and(|name| !name.is_empty() && owners.contains(&format!("`{name}`")))
    })
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const MODULE: &str = "crates/fees/src/receipt.rs";

    #[test]
    fn a_file_without_a_module_comment_is_found() {
        assert_eq!(found(every_file_says_what_it_is, &[(MODULE, "fn f() {}\n")]).len(), 1);
        assert_eq!(found(every_file_says_what_it_is, &[(MODULE, "//! Receipts.\nfn f() {}\n")]), [""; 0]);
    }

    #[test]
    fn tests_do_not_count_towards_the_length() {
        let body = "fn f() {}\n".repeat(LINES_MAX);
        let tests = format!("{body}#[cfg(test)]\nmod tests {{\n{body}}}\n");
        assert_eq!(found(files_stay_short, &[(MODULE, &tests), ("crates/fees/tests/law.rs", &tests)]), [""; 0]);
        assert_eq!(found(files_stay_short, &[(MODULE, &format!("{body}fn g() {{}}\n"))]).len(), 1);
    }

    #[test]
    fn allow_is_found_in_code_only() {
        let source = "// not #[allow(x)]\nlet a = \"#[allow(x)]\";\n\n#[allow(dead_code)]\nfn f() {}\n#[allow(x, reason = \"y\")]\n";
        let findings = found(no_bare_allow, &[(MODULE, source)]);
        assert_eq!(findings, [format!("{MODULE}:4: write `#[expect(…, reason = \"…\")]` instead of `allow`")]);
    }

    #[test]
    fn skipped_tests_are_found_in_both_languages() {
        let files = [(MODULE, "#[ignore]\nfn f() {}\n"), ("e2e/tests/filing.spec.ts", "test.only('files', f);\n")];
        assert_eq!(found(no_test_is_skipped, &files).len(), 2);
    }

    #[test]
    fn a_promise_needs_a_known_owner() {
        let owners = (OWNERS, "| `hoa` | fees |\n");
        let kept = (MODULE, "//! Receipts.\n// TODO(hoa): print two copies.\n");
        assert_eq!(found(every_promise_has_an_owner, &[owners, kept]), [""; 0]);
        for orphan in ["// TODO: later", "// TODO(minh): later", "// FIXME", "/* XXX */"] {
            assert_eq!(found(every_promise_has_an_owner, &[owners, (MODULE, orphan)]).len(), 1, "{orphan}");
        }
        assert_eq!(found(every_promise_has_an_owner, &[("web/src/a.js", "// TODO later\n")]).len(), 1);
    }
}
