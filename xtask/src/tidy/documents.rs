//! Documents stay true: what they name exists.

use crate::finding::Finding;
use crate::tree::{File, Tree};

const EXTENSIONS: &[&str] =
    &["rs", "md", "toml", "sql", "csv", "yaml", "sh", "html", "css", "js", "mjs", "ts", "typ", "ftl", "json", "lock"];

/// Where built things and a running copy's data stand: named in documents, absent from the tree.
const NOT_IN_THE_TREE: &[&str] = &["target/", "var/", "node_modules/"];

fn documents(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.with_extension("md")
}

/// Paths in backticks and in links lead somewhere.
pub(crate) fn paths_in_documents_exist(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in documents(tree) {
        for (line, text) in prose(file) {
            let quoted = text.split('`').skip(1).step_by(2).filter(|quoted| is_path(quoted, tree));
            let paths = quoted.chain(links(text)).map(|path| path.split(['#', ':']).next().unwrap_or(path));
            for path in paths.filter(|path| !path.is_empty() && !leads_somewhere(file, path, tree)) {
                findings.push(Finding::new(&file.path, line, format!("`{path}` does not exist")));
            }
        }
    }
    findings
}

/// Lines outside fenced blocks.
fn prose(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    file.lines().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

/// A quoted text is a path when it looks like a file of ours, or begins with a folder of ours.
fn is_path(text: &str, tree: &Tree) -> bool {
    let pattern = text.contains(|c: char| c.is_whitespace() || "*{}<>…$()=\"'|~".contains(c));
    if pattern || text.starts_with(['/', '.', '-']) || NOT_IN_THE_TREE.iter().any(|built| text.starts_with(built)) {
        return false;
    }
    let text = text.split([':', '#']).next().unwrap_or(text);
    let has_extension =
        text.rsplit_once('.').is_some_and(|(stem, extension)| !stem.is_empty() && EXTENSIONS.contains(&extension));
    let in_our_folder = text.split_once('/').is_some_and(|(first, _)| tree.has(first));
    has_extension || in_our_folder
}

/// Targets of Markdown links that stay inside the tree.
fn links(text: &str) -> impl Iterator<Item = &str> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')').map(|(target, _)| target))
        .filter(|target| !target.contains("://") && !target.starts_with(['#', '/']) && !target.starts_with("mailto:"))
}

/// From the root, from the document's folder, or a bare name that some file bears.
fn leads_somewhere(file: &File, path: &str, tree: &Tree) -> bool {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let bare = !path.contains('/') && tree.paths.iter().any(|known| known.rsplit('/').next() == Some(path));
    tree.has(path) || bare || tree.has(&joined(folder, path))
}

fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    parts.join("/")
}

/// A `make` target or an `xtask` command that a document tells people to type can be typed.
pub(crate) fn commands_in_documents_exist(tree: &Tree) -> Vec<Finding> {
    let makefile = tree.file("Makefile").map_or("", |file| file.text.as_str());
    let targets: Vec<&str> =
        makefile.lines().filter_map(|line| line.split_once(':')).map(|(target, _)| target.trim()).collect();
    let mut findings = Vec::new();
    for file in documents(tree) {
        for (line, text) in file.lines() {
            for target in make_targets(text).filter(|target| !targets.contains(target)) {
                findings.push(Finding::new(&file.path, line, format!("the Makefile has no target `{target}`")));
            }
        }
    }
    findings
}

/// What follows `make` at the beginning of a quoted command or of a line in a block.
fn make_targets(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let line = (!text.contains('`')).then(|| text.trim_start_matches("$ "));
    quoted.chain(line).filter_map(|command| command.strip_prefix("make ")).filter_map(|rest| {
        rest.split_whitespace()
            .find(|word| !word.contains('='))
            .filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    })
}

#[cfg(test)]
mod tests {
    use super::super::found;
    use super::*;

    #[test]
    fn a_path_that_leads_nowhere_is_found() {
        let readme = ("README.md", "See `docs/law.md`, `docs/gone.md` and [how](docs/no.md#x).\n");
        assert_eq!(
            found(paths_in_documents_exist, &[readme, ("docs/law.md", "")]),
            ["README.md:1: `docs/gone.md` does not exist", "README.md:1: `docs/no.md` does not exist",]
        );
    }

    #[test]
    fn paths_may_start_from_the_document_or_be_bare_names() {
        let law =
            ("docs/law.md", "[x](../README.md) `crates/fees/src` `receipt.rs` `crates/*/src` `/ho-so` `text/html`\n");
        assert_eq!(
            found(paths_in_documents_exist, &[law, ("README.md", ""), ("crates/fees/src/receipt.rs", "")]),
            [""; 0]
        );
    }

    #[test]
    fn a_target_that_the_makefile_lacks_is_found() {
        let makefile = ("Makefile", "run: setup\n\t@x\n");
        let readme = (
            "README.md",
            "Type `make run` or `make fly`.\n```\nPORT=1 make x\nmake PORT=1 jump\n```\nmake sure it works\n",
        );
        assert_eq!(
            found(commands_in_documents_exist, &[makefile, readme]),
            [
                "README.md:1: the Makefile has no target `fly`",
                "README.md:4: the Makefile has no target `jump`",
                "README.md:6: the Makefile has no target `sure`",
            ]
        );
    }
}
