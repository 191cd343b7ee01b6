//! What can go wrong between a form and its paper.

use std::fmt;

/// Why a page could not be made. Each one is a mistake of ours or of whoever edited the form,
/// never of the citizen: text of any kind prints.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the printed form {0}")]
    Template(Fault),
    #[error("the printed form {form} cannot be archived as PDF/A: {message}")]
    Standard { form: &'static str, message: String },
    #[error("could not prepare the facts of a printed form")]
    Facts(#[source] serde_json::Error),
    #[error("could not set up the press: {0}")]
    SetUp(&'static str),
    #[error("a barcode cannot hold {0:?}")]
    Barcode(String),
    #[error("a QR code cannot hold {0} bytes")]
    Qr(usize),
}

/// Where a form is wrong, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The form, or the shared layout when the mistake is there.
    pub file: &'static str,
    /// Counted from 1; unknown for mistakes that have no place.
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{} is wrong in line {line}: {}", self.file, self.message),
            None => write!(f, "{} is wrong: {}", self.file, self.message),
        }
    }
}
