//! Why a file cannot be read as a PDF.

/// Each is a property of the file, never of the person who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the file is not a PDF")]
    NotPdf,
    #[error("the file is damaged at byte {at}: {what}")]
    Malformed { at: usize, what: &'static str },
    #[error("values stand inside one another too deeply")]
    TooDeep,
    #[error("the file is larger, or unpacks to more, than is allowed")]
    TooLarge,
    #[error("the file is locked with a password")]
    Encrypted,
    #[error("the file uses {0}, which is not read here")]
    Unsupported(&'static str),
}
