//! Embeds what `npm run build` made in `web/dist`: writes a table of `include_bytes!`.

use std::collections::hash_map::DefaultHasher;
use std::error::Error;
use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::path::{Path, PathBuf};

const MISSING: &str = "web/dist is missing: run `make setup` once (it builds stylesheet, fonts and modules with npm)";

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../web/dist");
    let out = PathBuf::from(std::env::var("OUT_DIR")?).join("assets.rs");
    if !dist.join("mc.css").is_file() {
        return Err(MISSING.into());
    }
    let dist = dist.canonicalize()?;
    let mut hasher = DefaultHasher::new();
    let mut table = String::new();
    for name in names(&dist)? {
        let path = dist.join(&name);
        hasher.write(name.as_bytes());
        hasher.write(&std::fs::read(&path)?);
        let zipped = dist.join(format!("{name}.gz"));
        let gzip = if zipped.is_file() { format!("Some(include_bytes!({zipped:?}))") } else { "None".to_owned() };
        writeln!(
            table,
            "Asset {{ name: {name:?}, content_type: {:?}, bytes: include_bytes!({path:?}), gzip: {gzip} }},",
            content_type(&name),
        )?;
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    let source =
        format!("const DIGEST: &str = \"{:016x}\";\nstatic ASSETS: &[Asset] = &[\n{table}];\n", hasher.finish());
    std::fs::write(out, source)?;
    Ok(())
}

/// Files for pages, sorted; paper fonts belong to `pdf`.
fn names(dist: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for folder in ["", "fonts", "icons"] {
        for entry in std::fs::read_dir(dist.join(folder))? {
            let path = entry?.path();
            let served = path.extension().is_some_and(|end| end != "gz");
            if path.is_file() && served {
                names.push(path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    names.sort();
    Ok(names)
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        // The licences of the fonts travel with them.
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}
