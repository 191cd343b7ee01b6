//! Finds the fonts of printed forms and has them compiled into the binary.
//!
//! Tinos has the metrics of Times New Roman, which Nghị định 30/2020/NĐ-CP asks for, and all
//! Vietnamese letters; Noto Emoji only stands by for what people type on phones. The web build
//! copies both to `web/dist/paper-fonts`; before it ran, the npm packages themselves will do.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Name among the built files, and place among the npm packages.
const FONTS: [(&str, &str); 5] = [
    ("Tinos-Regular.ttf", "tinos/400Regular/Tinos_400Regular.ttf"),
    ("Tinos-Italic.ttf", "tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf"),
    ("Tinos-Bold.ttf", "tinos/700Bold/Tinos_700Bold.ttf"),
    ("Tinos-BoldItalic.ttf", "tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf"),
    ("NotoEmoji-Regular.ttf", "noto-emoji/400Regular/NotoEmoji_400Regular.ttf"),
];

fn main() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web");
    println!("cargo::rerun-if-changed=build.rs");
    let mut list = String::from("pub(crate) const FONTS: [&[u8]; 5] = [\n");
    for (name, package) in FONTS {
        let Some(path) = find(&web, name, package) else {
            println!("cargo::rerun-if-changed={}", web.join("package.json").display());
            println!(
                "cargo::error=the font {name} of printed forms is missing; run `make setup` first: it installs the npm packages of web/"
            );
            return;
        };
        println!("cargo::rerun-if-changed={}", path.display());
        let _ = writeln!(list, "    include_bytes!({:?}),", path.display().to_string());
    }
    list.push_str("];\n");
    let Some(out) = env::var_os("OUT_DIR") else { return };
    if let Err(error) = fs::write(Path::new(&out).join("fonts.rs"), list) {
        println!("cargo::error=could not write the list of fonts: {error}");
    }
}

fn find(web: &Path, name: &str, package: &str) -> Option<PathBuf> {
    let built = web.join("dist/paper-fonts").join(name);
    let package = web.join("node_modules/@expo-google-fonts").join(package);
    [built, package].into_iter().find_map(|path| path.canonicalize().ok())
}
