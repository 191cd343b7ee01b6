//! `motcua verify`: says in plain words what the signatures of a file are worth.
#![expect(clippy::print_stdout, reason = "the terminal is where a command line speaks")]

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use base::Locale;
use documents::verification::{self, BYTES_MAX, SignatureWords};
use signing::Outcome;
use web::{Locales, Sentence};

use crate::assemble::{LOCALES, trust};
use crate::{Failure, setup};

const INVALID: u8 = 2;
const UNSETTLED: u8 = 3;
const UNSIGNED: u8 = 4;

/// Prints the verdict; the exit code is for scripts.
pub(crate) fn run(file: &Path, folder: Option<&Path>, language: &str) -> Result<ExitCode, Failure> {
    let locale = Locale::from_tag(language).unwrap_or_default();
    let locales = Locales::load(LOCALES).map_err(|e| Failure::because("the sentences cannot be loaded", e))?;
    let say = |sentence: &Sentence| locales.say(locale, sentence);
    let trust = trust(folder)?;
    let document = read(file)?;
    let verdict = verification::verify(&document, &trust, setup::now(), locale);
    let verdict = verdict.map_err(|sentence| Failure::plain(say(&sentence)))?;
    println!("{}", say(&verdict.headline));
    for signature in &verdict.signatures {
        print_signature(signature, &say);
    }
    Ok(match verdict.outcome {
        Some(Outcome::Valid) => ExitCode::SUCCESS,
        Some(Outcome::Invalid) => ExitCode::from(INVALID),
        Some(Outcome::Unsettled) => ExitCode::from(UNSETTLED),
        None => ExitCode::from(UNSIGNED),
    })
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let because = |e| Failure::because(format!("{} cannot be read", file.display()), e);
    // A file beyond the limit is refused before it fills the memory.
    let size = fs::metadata(file).map_err(because)?.len();
    if usize::try_from(size).is_ok_and(|size| size <= BYTES_MAX) {
        return fs::read(file).map_err(because);
    }
    Err(Failure::plain(format!("{} is larger than {} MiB", file.display(), BYTES_MAX >> 20)))
}

fn print_signature(signature: &SignatureWords, say: &dyn Fn(&Sentence) -> String) {
    println!("\n{} – {}", signature.signer, say(&signature.label));
    for line in &signature.lines {
        println!("  {}", say(line));
    }
    for (name, value) in &signature.details {
        println!("    {}: {value}", say(name));
    }
}
