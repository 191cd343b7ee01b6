//! Lists the SQL files of `migrations/` in their one order, so that they travel in the binary.
//!
//! A twin `NAME.pg.sql` beside `NAME.sql` replaces it on PostgreSQL.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations").canonicalize()?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut names: Vec<PathBuf> =
        fs::read_dir(&folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    names.retain(|path| path.extension().is_some_and(|e| e == "sql") && !path.to_string_lossy().ends_with(".pg.sql"));
    names.sort();

    let mut list = String::from("pub(crate) const MIGRATIONS: &[(&str, &str, &str)] = &[\n");
    for path in &names {
        println!("cargo:rerun-if-changed={}", path.display());
        let twin = path.with_extension("pg.sql");
        let postgres = if twin.exists() { &twin } else { path };
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        list.push_str(&format!("    ({name:?}, include_str!({path:?}), include_str!({postgres:?})),\n"));
    }
    list.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(Path::new(&out).join("migrations.rs"), list)
}
