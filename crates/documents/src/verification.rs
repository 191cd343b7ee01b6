//! What a check of signatures found, in plain words, and the authorities that are believed.
//!
//! The facts come from `signing`; here they become sentences for a citizen and details for an
//! expert. Law behind it: Luật Giao dịch điện tử 20/2023/QH15 Đ.22, 23 (a signature holds when it was
//! made with a valid certificate and later changes can be found).

mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use base::Locale;
use jiff::Timestamp;
use signing::{Fault, Limits, Outcome, Trust, Verifier};
use web::Sentence;

/// A signed file may be as large as this: results are some pages, scans some tens.
pub const BYTES_MAX: usize = 30 << 20;

/// Why the trust list was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    #[error("the folder of trusted authorities {} cannot be read", .0.display())]
    Folder(PathBuf, #[source] io::Error),
    #[error("{} is neither a certificate, nor a list of revoked ones, nor an OCSP answer", .0.display())]
    File(PathBuf, #[source] signing::Flaw),
}

/// A document in words.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `None` when there is no signature.
    pub outcome: Option<Outcome>,
    pub headline: Sentence,
    pub signatures: Vec<SignatureWords>,
}

/// One signature in words.
#[derive(Debug, Clone)]
pub struct SignatureWords {
    pub outcome: Outcome,
    /// Who signed.
    pub signer: String,
    /// What it comes down to: the words of a badge.
    pub label: Sentence,
    /// When, whether whole, who stands behind it, what changed.
    pub lines: Vec<Sentence>,
    /// Name and value of what an expert asks for.
    pub details: Vec<(Sentence, String)>,
}

/// Reads a trust list: every file of the folder whose name does not begin with a dot.
///
/// # Errors
/// A file that is none of the three kinds is refused by name: a list that is silently shorter would
/// make good signatures look bad.
pub fn load_trust(folder: &Path) -> Result<Trust, TrustError> {
    let unreadable = |error| TrustError::Folder(folder.to_owned(), error);
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if !is_hidden && entry.path().is_file() {
            files.push(entry.path());
        }
    }
    files.sort();
    let mut trust = Trust::default();
    for file in files {
        let bytes = fs::read(&file).map_err(unreadable)?;
        trust.add(&bytes).map_err(|flaw| TrustError::File(file, flaw))?;
    }
    Ok(trust)
}

/// Checks every signature of a PDF. Pure computation of some milliseconds.
///
/// # Errors
/// The sentence to say when the file cannot be read as a PDF.
pub fn verify(document: &[u8], trust: &Trust, now: Timestamp, locale: Locale) -> Result<Verdict, Sentence> {
    let limits = Limits { file_bytes: BYTES_MAX, ..Limits::default() };
    let verifier = Verifier { trust, now, limits, network: None };
    match verifier.verify(document) {
        Ok(report) => Ok(words::of(&report, locale)),
        Err(fault) => Err(unreadable(&fault)),
    }
}

fn unreadable(fault: &Fault) -> Sentence {
    match fault {
        Fault::NotPdf => Sentence::new("documents-verify-not-pdf"),
        Fault::TooLarge | Fault::TooDeep => Sentence::new("documents-verify-too-large"),
        Fault::Encrypted => Sentence::new("documents-verify-locked"),
        Fault::Malformed { .. } | Fault::Unsupported(_) => Sentence::new("documents-verify-damaged"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_does_not_belong_on_the_trust_list_is_named() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("ghi-chu.txt"), "không phải chứng thư").unwrap();
        let refused = load_trust(folder.path()).unwrap_err();
        assert!(refused.to_string().contains("ghi-chu.txt"), "{refused}");
    }

    #[test]
    fn hidden_files_and_folders_are_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".gitkeep"), "").unwrap();
        fs::create_dir(folder.path().join("cu")).unwrap();
        assert!(!load_trust(folder.path()).unwrap().has_authorities());
    }

    #[test]
    fn what_is_no_pdf_is_said_in_plain_words() {
        let now = Timestamp::UNIX_EPOCH;
        let said = |bytes: &[u8]| verify(bytes, &Trust::default(), now, Locale::Vi).unwrap_err().key().to_owned();
        assert_eq!(said(b"hello"), "documents-verify-not-pdf");
        assert_eq!(said(b"%PDF-1.7 cut off"), "documents-verify-damaged");
        assert_eq!(said(&vec![b' '; BYTES_MAX + 1]), "documents-verify-too-large");
    }
}
