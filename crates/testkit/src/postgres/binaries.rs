//! Where the programs of PostgreSQL stand on this machine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Oldest version we support.
const MAJOR_MIN: u32 = 15;

const REMEDY: &str = "install PostgreSQL 15 or newer (on Debian: apt-get install postgresql), \
                      or name a server in MOTCUA_TEST_PG, such as postgres://user:password@host/postgres";

/// The folder that holds `initdb`, `pg_ctl` and `postgres` of one version.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    pub(super) major: u32,
}

impl Binaries {
    /// The newest version found.
    pub(super) fn find() -> Result<Self, String> {
        let found: Vec<Self> = folders().into_iter().filter_map(Self::in_folder).collect();
        let newest = found.into_iter().max_by_key(|binaries| binaries.major);
        match newest {
            None => Err(format!("it is not installed; {REMEDY}")),
            Some(old) if old.major < MAJOR_MIN => Err(format!("version {} is too old; {REMEDY}", old.major)),
            Some(binaries) => Ok(binaries),
        }
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn in_folder(folder: PathBuf) -> Option<Self> {
        let complete = ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file());
        let version = complete.then(|| Command::new(folder.join("postgres")).arg("--version").output().ok())??;
        let major = major(&String::from_utf8_lossy(&version.stdout))?;
        Some(Self { folder, major })
    }
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` → 15
fn major(version: &str) -> Option<u32> {
    let number = version.split_once("(PostgreSQL) ")?.1;
    number.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = env::var_os("PATH").iter().flat_map(env::split_paths).collect();
    folders.push(PathBuf::from("/usr/local/bin"));
    for family in ["/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt"] {
        folders.extend(versions_in(Path::new(family)));
    }
    let told = Command::new("pg_config").arg("--bindir").output().ok().filter(|output| output.status.success());
    folders.extend(told.map(|output| PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())));
    folders
}

/// Debian keeps each version apart: `/usr/lib/postgresql/15/bin`.
fn versions_in(family: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(family).into_iter().flatten().flatten();
    entries.map(|entry| entry.path().join("bin")).chain([family.join("bin")]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_what_the_program_says() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major("no such program"), None);
    }
}
