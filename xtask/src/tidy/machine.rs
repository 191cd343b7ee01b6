//! Nothing in the tree depends on one machine or one network.

use crate::finding::Finding;
use crate::tree::{File, Tree};

/// First folders that only somebody's own machine has. Taken apart, so that this file passes.
const PRIVATE_FOLDERS: &[&str] = &["work", "farm", "root", "home", "Users"];

/// Where packages come from, and nowhere else.
const NPM: &str = "https://registry.npmjs.org/";
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// A path such as somebody's home works for somebody.
pub(crate) fn no_path_of_one_machine(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in tree.files.iter().filter(|file| file.extension() != "lock") {
        for (line, folder) in file.lines().filter_map(|(line, text)| Some((line, private_folder(text)?))) {
            let message = format!("a path under /{folder} exists on one machine only; make it relative or a setting");
            findings.push(Finding::new(&file.path, line, message));
        }
    }
    findings
}

fn private_folder(line: &str) -> Option<&'static str> {
    PRIVATE_FOLDERS.iter().copied().find(|folder| {
        line.match_indices(&format!("/{folder}/")).any(|(at, found)| {
            let before = line[..at].chars().next_back();
            let after = line[at + found.len()..].chars().next();
            // A page address or a relative path has a word, a dot or a slash in front.
            !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '-' | '}' | '*'))
                && after.is_some_and(char::is_alphanumeric)
        })
    })
}

/// A lock file that names a mirror cannot be installed elsewhere.
pub(crate) fn packages_come_from_public_registries(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &tree.files {
        let (key, expected) = match file.name() {
            "package-lock.json" => ("\"resolved\": \"", NPM),
            "Cargo.lock" => ("source = \"", CRATES),
            _ => continue,
        };
        findings.extend(foreign_sources(file, key, expected));
    }
    findings
}

fn foreign_sources(file: &File, key: &str, expected: &str) -> Vec<Finding> {
    file.lines()
        .filter_map(|(line, text)| Some((line, text.trim().strip_prefix(key)?)))
        .filter(|(_, source)| !source.starts_with(expected))
        .map(|(line, _)| Finding::new(&file.path, line, format!("take the package from {expected}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_private_path_is_found_and_an_address_is_not() {
        for private in [format!("cd /{}/x", "root"), format!("\"/{}/an/data\"", "home")] {
            assert_eq!(found(no_path_of_one_machine, &[("scripts/run.sh", &private)]).len(), 1, "{private}");
        }
        let public = "https://example.vn/home/a ./work/a a/work/b /usr/lib/x\n";
        assert_eq!(found(no_path_of_one_machine, &[("docs/a.md", public)]), [""; 0]);
    }

    #[test]
    fn a_mirror_in_a_lock_file_is_found() {
        let npm = format!("  \"resolved\": \"{NPM}a.tgz\",\n  \"resolved\": \"https://mirror.example/a.tgz\",\n");
        assert_eq!(
            found(packages_come_from_public_registries, &[("web/package-lock.json", &npm)]),
            [format!("web/package-lock.json:2: take the package from {NPM}")]
        );
        let cargo = format!("source = \"{CRATES}\"\n");
        assert_eq!(found(packages_come_from_public_registries, &[("Cargo.lock", &cargo)]), [""; 0]);
    }
}
