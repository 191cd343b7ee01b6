//! Checks of the house, and the list that CI runs. `cargo xtask` prints what it can do.
//!
//! Rules that clippy cannot know stand here as code, one small function each. No rule here may
//! depend on the machine: the same tree gives the same answer everywhere.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks through its output")]

mod ci;
mod finding;
mod graph;
mod metadata;
mod rust_text;
mod tidy;
mod tree;

use std::path::Path;
use std::process::ExitCode;

use finding::Finding;
use metadata::Metadata;

const USAGE: &str = "\
cargo xtask tidy          the rules of CONTRIBUTING.md that a program can check
cargo xtask graph         which crate uses which; refuses an edge against the order
cargo xtask ci [STEP…]    everything CI checks, in order, or only the named steps";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let outcome = match arguments.split_first() {
        Some((command, [])) if command == "tidy" => tidy_tree(root),
        Some((command, [])) if command == "graph" => print_graph(root),
        Some((command, steps)) if command == "ci" => ci::run(root, steps),
        Some(_) | None => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn tidy_tree(root: &Path) -> Result<(), String> {
    let tree = tree::Tree::load(root).map_err(|error| format!("could not read the tree: {error}"))?;
    let summary = format!("tidy: {} files, {} rules, nothing to mend", tree.files.len(), tidy::CHECKS.len());
    settle(&tidy::findings(&tree), &summary)
}

fn print_graph(root: &Path) -> Result<(), String> {
    let metadata = Metadata::read(root)?;
    print!("{}", graph::picture(&metadata));
    let mut findings = graph::findings(&metadata);
    findings.extend(graph::unused_dependencies(&metadata));
    settle(&findings, &format!("graph: {} crates, every edge follows the order", metadata.packages.len()))
}

fn settle(findings: &[Finding], summary: &str) -> Result<(), String> {
    if findings.is_empty() {
        println!("{summary}");
        return Ok(());
    }
    for finding in findings {
        println!("{finding}");
    }
    Err(format!("{} to mend", findings.len()))
}
