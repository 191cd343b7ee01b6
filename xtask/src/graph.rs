//! Which crate uses which, and the order that every edge must follow.
//!
//! The order is what lets a capability be understood, or deleted, without reading those that come
//! after it: never to the right, never to a sibling.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::finding::Finding;
use crate::metadata::{Dependency, Metadata, Package};
use crate::rust_text::{Kind, pieces};

/// From the ground up. Crates on one line are siblings.
const ORDER: &[&[&str]] = &[
    &["base"],
    &["calendar"],
    &["db", "pdf", "signing"],
    &["jobs"],
    &["web"],
    &["organisation"],
    &["access"],
    &["audit"],
    &["timetable"],
    &["catalogue"],
    &["workflow"],
    &["dossier"],
    &["documents", "messages"],
    &["portal", "desk", "api", "simulate"],
    &["motcua"],
];

/// Crates that use none of ours, so that they could be published alone.
const ALONE: &[&str] = &["calendar", "pdf", "signing", "xtask"];

/// Used by tests only, and knowing nothing above the platform.
const TESTKIT: &str = "testkit";
const PLATFORM_TOP: &str = "web";

/// Programs that may use anything and that nothing may use.
const TOOLS: &[&str] = &["bench", "xtask"];

/// One line a crate, in the order of the house.
pub(crate) fn picture(metadata: &Metadata) -> String {
    let mut packages: Vec<&Package> = metadata.packages.iter().collect();
    packages.sort_by_key(|package| (rank(&package.name).unwrap_or(usize::MAX), &package.name));
    let mut out = String::new();
    for package in packages {
        let names: Vec<&str> = ours(package).filter(|d| d.kind.is_none()).map(|d| d.name.as_str()).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "{:>14} → {}",
            package.name,
            if names.is_empty() { "–".to_owned() } else { names.join(", ") }
        );
    }
    out
}

/// Every edge against the order.
pub(crate) fn findings(metadata: &Metadata) -> Vec<Finding> {
    metadata
        .packages
        .iter()
        .flat_map(|package| {
            ours(package).filter_map(move |dependency| Some((package, refusal(&package.name, dependency)?)))
        })
        .chain(
            metadata
                .packages
                .iter()
                .filter(|package| !is_placed(&package.name))
                .map(|package| (package, format!("give `{}` its place in ORDER of xtask/src/graph.rs", package.name))),
        )
        .map(|(package, message)| Finding::new(&manifest(package), 0, message))
        .collect()
}

fn ours(package: &Package) -> impl Iterator<Item = &Dependency> {
    package.dependencies.iter().filter(|dependency| dependency.path.is_some())
}

fn is_placed(name: &str) -> bool {
    rank(name).is_some() || name == TESTKIT || TOOLS.contains(&name)
}

fn rank(name: &str) -> Option<usize> {
    ORDER.iter().position(|row| row.contains(&name))
}

/// Why `user` may not use `used`; `None` when it may.
fn refusal(user: &str, dependency: &Dependency) -> Option<String> {
    let used = dependency.name.as_str();
    let in_tests = dependency.kind.as_deref() == Some("dev");
    if TOOLS.contains(&used) {
        return Some(format!("`{used}` is a program: nothing uses it"));
    }
    if used == TESTKIT {
        return (!in_tests).then(|| format!("`{TESTKIT}` is for tests: move it to [dev-dependencies]"));
    }
    if ALONE.contains(&user) {
        return Some(format!("`{user}` stands alone: it may not use `{used}`"));
    }
    if TOOLS.contains(&user) {
        return None;
    }
    let ceiling = if user == TESTKIT { rank(PLATFORM_TOP).map(|rank| rank + 1) } else { rank(user) };
    let allowed = rank(used) < ceiling;
    (!allowed).then(|| format!("`{user}` may not use `{used}`: it does not come before it in the order of the house"))
}

/// Dependencies that a crate declares and never names.
pub(crate) fn unused_dependencies(metadata: &Metadata) -> Vec<Finding> {
    metadata.packages.iter().flat_map(unused_in).collect()
}

fn unused_in(package: &Package) -> Vec<Finding> {
    let mut code = String::new();
    for folder in ["src", "tests", "benches"] {
        collect_code(&package.folder().join(folder), &mut code);
    }
    package
        .dependencies
        .iter()
        .filter(|dependency| !names_crate(&code, &dependency.name.replace('-', "_")))
        .map(|dependency| {
            Finding::new(&manifest(package), 0, format!("remove `{}`: nothing here uses it", dependency.name))
        })
        .collect()
}

/// Appends the code of all Rust files below a folder; a missing folder has none.
fn collect_code(folder: &Path, code: &mut String) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_code(&path, code);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_default();
            pieces(&text).iter().filter(|piece| piece.kind == Kind::Code).for_each(|piece| code.push_str(piece.text));
        }
    }
}

/// Whether code names a crate as the beginning of a path, in a `use` or as a macro's home.
fn names_crate(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].trim_start();
        let starts_word = !before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let used = code[..at].trim_end().ends_with("use") && after.starts_with([';', ' ']);
        starts_word && (after.starts_with("::") || used)
    })
}

fn manifest(package: &Package) -> String {
    let path = package.manifest_path.to_string_lossy();
    let from = path.find("/crates/").or_else(|| package.folder().parent().map(|parent| parent.as_os_str().len()));
    path[from.map_or(0, |from| from + 1)..].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(user: &str, used: &str, kind: Option<&str>) -> Vec<String> {
        let dependency = Dependency { name: used.to_owned(), kind: kind.map(str::to_owned), path: Some("x".into()) };
        let package = Package {
            name: user.to_owned(),
            manifest_path: format!("/x/crates/{user}/Cargo.toml").into(),
            dependencies: vec![dependency],
        };
        let metadata = Metadata { packages: vec![package], target_directory: "target".into() };
        findings(&metadata).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn edges_to_the_left_pass() {
        for (user, used) in
            [("jobs", "db"), ("dossier", "catalogue"), ("motcua", "desk"), ("web", "pdf"), ("bench", "dossier")]
        {
            assert_eq!(edge(user, used, None), [""; 0], "{user} → {used}");
        }
    }

    #[test]
    fn edges_to_the_right_or_to_a_sibling_are_refused() {
        for (user, used) in [
            ("db", "jobs"),
            ("dossier", "documents"),
            ("messages", "documents"),
            ("desk", "portal"),
            ("base", "motcua"),
        ] {
            assert_eq!(edge(user, used, None).len(), 1, "{user} → {used}");
            assert_eq!(edge(user, used, Some("dev")).len(), 1, "{user} → {used} in tests");
        }
    }

    #[test]
    fn some_stand_alone_and_programs_are_used_by_nobody() {
        assert_eq!(
            edge("calendar", "base", None),
            ["crates/calendar/Cargo.toml: `calendar` stands alone: it may not use `base`"]
        );
        assert_eq!(edge("motcua", "bench", None).len(), 1);
    }

    #[test]
    fn the_testkit_is_for_tests_and_knows_no_capability() {
        assert_eq!(edge("dossier", "testkit", Some("dev")), [""; 0]);
        assert_eq!(edge("dossier", "testkit", None).len(), 1);
        assert_eq!(edge("testkit", "web", None), [""; 0]);
        assert_eq!(edge("testkit", "organisation", None).len(), 1);
    }

    #[test]
    fn a_crate_without_a_place_is_found() {
        assert_eq!(edge("tolls", "base", None).len(), 2);
    }

    #[test]
    fn a_crate_is_named_by_paths_and_uses() {
        assert!(names_crate("use serde::Deserialize;", "serde"));
        assert!(names_crate("#[derive(thiserror::Error)]", "thiserror"));
        assert!(names_crate("use db;", "db"));
        assert!(!names_crate("let db = my_db::open(); serde_json::x()", "serde"));
        assert!(!names_crate("let db = my_db::open();", "db"));
    }
}
