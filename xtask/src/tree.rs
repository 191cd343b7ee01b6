//! The files that belong to the project: what git tracks or would track. Without git (a release
//! archive, a clone of another owner) the folder itself is walked.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// Folders that hold what was built, not what was written. Mirrors `.gitignore`.
const BUILT: &[&str] = &[".git", "target", "var", "node_modules", "dist", "results"];

/// A text file, with its path from the root of the tree.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Text files, by path.
    pub(crate) files: Vec<File>,
    /// Every path, pictures and fonts included.
    pub(crate) paths: BTreeSet<String>,
}

impl Tree {
    pub(crate) fn load(root: &Path) -> io::Result<Self> {
        let paths = match git_paths(root) {
            Some(paths) => paths,
            None => walked_paths(root)?,
        };
        let mut tree = Self::default();
        for path in paths {
            // A path git still lists may have just been deleted.
            let Ok(bytes) = fs::read(root.join(&path)) else { continue };
            if let Ok(text) = String::from_utf8(bytes) {
                tree.files.push(File { path: path.clone(), text });
            }
            tree.paths.insert(path);
        }
        Ok(tree)
    }

    /// A tree written in a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files: Vec<File> =
            files.iter().map(|(path, text)| File { path: (*path).to_owned(), text: (*text).to_owned() }).collect();
        let paths = files.iter().map(|file| file.path.clone()).collect();
        Self { files, paths }
    }

    pub(crate) fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    pub(crate) fn with_extension<'a>(&'a self, extension: &'a str) -> impl Iterator<Item = &'a File> {
        self.files.iter().filter(move |file| file.extension() == extension)
    }

    /// Whether a file or a folder of this path exists.
    pub(crate) fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.paths.contains(path) || self.paths.iter().any(|known| known.starts_with(&folder))
    }

    /// Names of the crates under `crates/`.
    pub(crate) fn crates(&self) -> BTreeSet<&str> {
        self.paths.iter().filter_map(|path| crate_of(path)).collect()
    }
}

impl File {
    pub(crate) fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The crate under `crates/` that this file belongs to.
    pub(crate) fn crate_name(&self) -> Option<&str> {
        crate_of(&self.path)
    }

    /// The crate whose product code this is: `crates/X/src`, files of tests apart.
    pub(crate) fn source_of(&self) -> Option<&str> {
        let name = self.crate_name().filter(|_| self.extension() == "rs" && self.name() != "tests.rs")?;
        self.path["crates/".len() + name.len()..].starts_with("/src/").then_some(name)
    }

    /// Lines with their numbers, from 1.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn crate_of(path: &str) -> Option<&str> {
    path.strip_prefix("crates/")?.split_once('/').map(|(name, _)| name)
}

fn git_paths(root: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    let paths: BTreeSet<String> = text.split('\0').filter(|path| !path.is_empty()).map(str::to_owned).collect();
    Some(paths.into_iter().collect())
}

fn walked_paths(root: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            if !entry.file_type()?.is_dir() {
                found.push(path);
            } else if !BUILT.contains(&name.as_str()) {
                folders.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_knows_its_crate_and_whether_it_is_product_code() {
        let tree = Tree::of(&[
            ("crates/fees/src/store.rs", ""),
            ("crates/fees/tests/book.rs", ""),
            ("crates/fees/src/store/tests.rs", ""),
            ("xtask/src/main.rs", ""),
        ]);
        let owners: Vec<Option<&str>> = tree.files.iter().map(File::source_of).collect();
        assert_eq!(owners, [Some("fees"), None, None, None]);
        assert_eq!(tree.crates().into_iter().collect::<Vec<_>>(), ["fees"]);
    }

    #[test]
    fn folders_exist_when_a_file_stands_in_them() {
        let tree = Tree::of(&[("docs/law.md", "")]);
        assert!(tree.has("docs") && tree.has("docs/") && tree.has("docs/law.md"));
        assert!(!tree.has("doc") && !tree.has("docs/la"));
    }

    #[test]
    fn a_folder_without_git_is_walked_and_what_was_built_is_left_out() -> io::Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-walk-{}", std::process::id()));
        for folder in ["src/deep", "target/debug", "web/node_modules/x"] {
            fs::create_dir_all(root.join(folder))?;
            fs::write(root.join(folder).join("a.rs"), "")?;
        }
        let paths = walked_paths(&root);
        fs::remove_dir_all(&root)?;
        assert_eq!(paths?, ["src/deep/a.rs"]);
        Ok(())
    }
}
