//! What a printed file says, read back with tools of poppler-utils and zbar-tools; for tests.

use std::path::Path;
use std::process::Command;

use pdf::Rendered;

pub(crate) const A5: &str = "419.528 x 595.276 pts";
pub(crate) const A4_WIDE: &str = "841.89 x 595.276 pts (A4)";

/// Runs a tool. Tests of paper mean nothing without it.
fn tool(name: &str, args: &[&str], directory: &Path) -> String {
    let output = Command::new(name).args(args).current_dir(directory).output();
    let output = output.unwrap_or_else(|error| panic!("cannot run {name} ({error}): run `make setup` first"));
    String::from_utf8(output.stdout).unwrap()
}

fn with_file<T>(file: &Rendered, look: impl FnOnce(&Path) -> T) -> T {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("form.pdf"), &file.pdf).unwrap();
    look(directory.path())
}

/// The text, without the line breaks that the paper made.
pub(crate) fn text(file: &Rendered) -> String {
    let text = with_file(file, |directory| tool("pdftotext", &["-raw", "form.pdf", "-"], directory));
    text.replace('\u{200b}', "").replace('\u{a0}', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The size of the first page.
pub(crate) fn paper(file: &Rendered) -> String {
    let facts = with_file(file, |directory| tool("pdfinfo", &["form.pdf"], directory));
    facts.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap().trim().to_owned()
}

/// What the codes of the first page say to a scanner of 200 dpi.
pub(crate) fn codes(file: &Rendered) -> Vec<String> {
    let read = with_file(file, |directory| {
        tool("pdftoppm", &["-r", "200", "-gray", "-singlefile", "-png", "form.pdf", "form"], directory);
        tool("zbarimg", &["-q", "form.png"], directory)
    });
    let mut read: Vec<String> = read.lines().map(str::to_owned).collect();
    read.sort_unstable();
    read
}

/// Whether it is marked as PDF/A-2a: archived and tagged.
pub(crate) fn is_archivable(file: &Rendered) -> bool {
    let bytes = String::from_utf8_lossy(&file.pdf);
    bytes.contains("<pdfaid:part>2</pdfaid:part>")
        && bytes.contains("<pdfaid:conformance>A</pdfaid:conformance>")
        && bytes.contains("StructTreeRoot")
}

/// What `pdfsig` says about the signatures of a file.
pub(crate) fn pdfsig(pdf: &[u8]) -> String {
    let file = Rendered { pdf: pdf.to_vec(), pages: 1 };
    with_file(&file, |directory| tool("pdfsig", &["-nocert", "form.pdf"], directory))
}
