//! What is borrowed is named with its reason, and stays little.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::tree::Tree;

const MANIFEST: &str = "Cargo.toml";
const REASONS: &str = "docs/dependencies.md";
const LOCK: &str = "Cargo.lock";

/// Packages the lock may hold; typst alone brings about half.
const PACKAGES_MAX: usize = 700;

/// Every borrowed crate stands in the table of reasons, and the table names no other.
pub(crate) fn each_has_its_reason(tree: &Tree) -> Vec<Finding> {
    let Some(manifest) = tree.file(MANIFEST) else { return Vec::new() };
    let reasons = tree.file(REASONS).map_or("", |file| file.text.as_str());
    let borrowed = borrowed(&manifest.text);
    let explained = explained(reasons);
    let unexplained = borrowed.iter().filter(|(_, name)| !explained.iter().any(|(_, known)| known == name));
    let mut findings: Vec<Finding> = unexplained
        .map(|(line, name)| Finding::new(MANIFEST, *line, format!("say in {REASONS} why `{name}` is worth having")))
        .collect();
    let names: BTreeSet<&str> = borrowed.iter().map(|(_, name)| *name).collect();
    let stale = explained.iter().filter(|(_, name)| !names.contains(name));
    findings.extend(stale.map(|(line, name)| Finding::new(REASONS, *line, format!("`{name}` is no longer used"))));
    findings
}

/// Names under `[workspace.dependencies]` that are not crates of ours.
fn borrowed(manifest: &str) -> Vec<(usize, &str)> {
    let numbered = manifest.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    numbered
        .skip_while(|(_, line)| *line != "[workspace.dependencies]")
        .skip(1)
        .take_while(|(_, line)| !line.starts_with('['))
        .filter(|(_, line)| !line.starts_with('#') && !line.contains("path ="))
        .filter_map(|(number, line)| line.split_once('=').map(|(name, _)| (number, name.trim())))
        .collect()
}

/// Names in the first column of the table of reasons; a row may name several.
fn explained(reasons: &str) -> Vec<(usize, &str)> {
    reasons
        .lines()
        .enumerate()
        .filter_map(|(index, line)| Some((index + 1, line.strip_prefix("| `")?.split('|').next()?)))
        .flat_map(|(number, cell)| cell.split('`').step_by(2).map(move |name| (number, name)))
        .filter(|(_, name)| !name.trim().is_empty())
        .collect()
}

/// The lock stays small enough to be read by somebody.
pub(crate) fn the_lock_stays_small(tree: &Tree) -> Vec<Finding> {
    let packages = tree.file(LOCK).map_or(0, |lock| lock.text.matches("[[package]]").count());
    if packages < PACKAGES_MAX {
        return Vec::new();
    }
    vec![Finding::new(LOCK, 0, format!("{packages} packages; keep it below {PACKAGES_MAX}"))]
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    const MANIFEST_TEXT: &str = "[workspace.dependencies]\nbase = { path = \"crates/base\" }\n# Why.\naxum = \"0.8\"\nserde = { version = \"1\" }\n[profile.dev]\ndebug = 1\n";

    #[test]
    fn a_crate_without_a_reason_and_a_reason_without_a_crate_are_found() {
        let reasons = "| `axum` | routes |\n| `gone`, `lost` | nothing |\n";
        assert_eq!(
            found(each_has_its_reason, &[(MANIFEST, MANIFEST_TEXT), (REASONS, reasons)]),
            [
                "Cargo.toml:5: say in docs/dependencies.md why `serde` is worth having",
                "docs/dependencies.md:2: `gone` is no longer used",
                "docs/dependencies.md:2: `lost` is no longer used",
            ]
        );
    }

    #[test]
    fn explained_crates_pass() {
        let reasons = "| `axum`, `serde` | routes |\n";
        assert_eq!(found(each_has_its_reason, &[(MANIFEST, MANIFEST_TEXT), (REASONS, reasons)]), [""; 0]);
    }

    #[test]
    fn a_lock_past_the_limit_is_found() {
        assert_eq!(found(the_lock_stays_small, &[(LOCK, &"[[package]]\n".repeat(PACKAGES_MAX))]).len(), 1);
        assert_eq!(found(the_lock_stays_small, &[(LOCK, "[[package]]\n")]), [""; 0]);
    }
}
