//! What can be wrong with a list of procedures: file, line, column and the reason.

use crate::code::{Code, Key};

/// One error of one cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column {column}: {reason}")]
pub struct ImportError {
    /// Name of the file.
    pub file: String,
    /// Line on which the row begins, counted from 1.
    pub line: u64,
    /// Name of the column.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
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
    /// More text than any official name has.
    #[error("{found} characters, at most {allowed} are allowed")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        allowed: usize,
    },
    /// Not the code of a procedure.
    #[error("“{0}” is no code: write 1.013831, or L.540429 for a local one, with /2 for a second variant")]
    NotACode(String),
    /// A word outside the list.
    #[error("“{found}” is not one of {allowed}")]
    UnknownWord {
        /// What stands there.
        found: String,
        /// What may stand there.
        allowed: String,
    },
    /// Not a whole number in the range.
    #[error("“{0}” is not a number that can stand here")]
    NotANumber(String),
    /// Not an amount of money.
    #[error("“{0}” is not an amount in đồng")]
    NotAnAmount(String),
    /// A limit and its unit that do not fit each other.
    #[error("“{amount}” with unit “{unit}” is no limit")]
    NotALimit {
        /// The amount.
        amount: String,
        /// The unit.
        unit: String,
    },
    /// A step of an event that the other file does not have.
    #[error("there is no event “{0}” in life-events.csv")]
    UnknownEvent(String),
    /// A name that cannot stand in an address.
    #[error("“{0}” is no address: write small letters without marks, digits and hyphens")]
    NotAnAddress(String),
    /// The same procedure twice.
    #[error("the same procedure stands on line {line}")]
    Repeated {
        /// The first line.
        line: u64,
    },
    /// Two procedures without a national code got the same local one.
    #[error("the local code {code} also falls on line {line}: write another one in the column code")]
    LocalCodeTaken {
        /// The code.
        code: Code,
        /// The other line.
        line: u64,
    },
    /// A variant number used twice.
    #[error("the variant {key} stands on line {line} already")]
    VariantTaken {
        /// The variant.
        key: Key,
        /// The other line.
        line: u64,
    },
    /// A companion row of a procedure that the list does not hold.
    #[error("the list holds no procedure “{0}”")]
    UnknownProcedure(String),
    /// A companion name that fits several procedures equally well.
    #[error("several procedures fit: {0}")]
    SeveralProcedures(String),
    /// Rows of one example that name different procedures.
    #[error("example {example} is “{expected}” on an earlier line")]
    ExampleDiffers {
        /// The example.
        example: u32,
        /// Its code on the earlier line.
        expected: String,
    },
    /// Numbers that do not go 1, 2, 3 …
    #[error("number {found} where {expected} was due")]
    OutOfOrder {
        /// What stands there.
        found: u16,
        /// What should.
        expected: u16,
    },
    /// A pause that takes working time.
    #[error("a pause takes no working time")]
    PauseTakesTime,
    /// A step of an officer that takes none.
    #[error("the step takes no working time")]
    StepTakesNoTime,
    /// A pause whose ground is not given and cannot be read from its name.
    #[error("the ground of the pause is not given")]
    PauseWithoutGround,
    /// Steps that do not add up to the limit.
    #[error("the steps of {key} take {found} working minutes, its limit allows {expected}")]
    StepsDoNotSum {
        /// The procedure.
        key: Key,
        /// Minutes of the steps.
        found: u32,
        /// Minutes of the limit.
        expected: u32,
    },
    /// Steps of a procedure without a limit.
    #[error("{0} has steps and no limit")]
    StepsWithoutLimit(Key),
}
