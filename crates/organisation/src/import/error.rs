//! What can be wrong with the four files: file, line, column and the reason.

/// One error of one cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {reason}")]
pub struct ImportError {
    /// Name of the file.
    pub file: String,
    /// Line on which the row begins, counted from 1.
    pub line: u64,
    /// Name of the column; `*` for the whole row.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// The file cannot be read from the disk.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// The file is not text in UTF-8.
    #[error("the file is not UTF-8 text")]
    NotUtf8,
    /// The row has another number of cells than the header.
    #[error("the row has {found} cells, the header has {expected}")]
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A column the file must have is not there.
    #[error("the column is missing")]
    ColumnMissing,
    /// An empty cell that must be filled.
    #[error("the cell is empty")]
    Empty,
    /// More text than any name has.
    #[error("{found} characters, at most {allowed} are allowed")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        allowed: usize,
    },
    /// Not a code or a login: these are typed and printed.
    #[error("“{0}” may hold only letters without marks, digits and . - _")]
    NotACode(String),
    /// A word outside the list.
    #[error("“{found}” is not one of {allowed}")]
    UnknownWord {
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: String,
    },
    /// Not a day.
    #[error("“{0}” is not a day written like 2025-07-01")]
    NotADay(String),
    /// An end before the beginning.
    #[error("the last day lies before the first")]
    EndsBeforeItBegins,
    /// Not a person's name.
    #[error("“{0}” is not a person's name")]
    NotAName(String),
    /// The same code twice.
    #[error("the same code stands on line {line}")]
    Repeated {
        /// The first line.
        line: u64,
    },
    /// A code that no row of the other file has, or, for a parent, no earlier row.
    #[error("nothing with the code “{0}” stands in {1}")]
    Unknown(String, &'static str),
    /// A role that reaches over an office, held by somebody who works at none.
    #[error("the role {0} reaches over an office, and the row names none")]
    NeedsAnOffice(&'static str),
}
