//! Reading a list of procedures: `procedures.csv` with the files that stand beside it.
//!
//! The shipped list and an administrator's list pass the same door. Every error of every file is
//! collected with its line and column, and a list with one error is refused as a whole: nothing
//! of a bad file is half-loaded.
//!
//! | File | Holds |
//! |---|---|
//! | the list itself | one procedure a row |
//! | `procedure-steps.csv` | steps with role, unit, hours |
//! | `procedure-papers.csv` | papers asked |
//! | `procedure-fees.csv` | fees by case |
//! | `procedure-notes.csv` | who may apply, rules, legal basis |
//! | `synonyms.csv` | everyday words for the search |
//! | `life-events.csv`, `life-event-steps.csv` | life events and the procedures they lead to |

mod companion;
mod error;
mod example;
mod list;
mod table;

pub use error::{ImportError, Reason};
pub(crate) use table::{Cells, Table};

use std::path::{Path, PathBuf};

use crate::event::{self, LifeEvent};
use crate::procedure::Procedure;
use crate::synonym::{self, Synonym};
use example::Examples;

/// The files of one import, as bytes.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The list of procedures.
    pub list: SourceFile,
    /// The other files that were found; an absent one is not an error.
    pub companions: Vec<SourceFile>,
}

/// One file of an import.
#[derive(Clone, Debug, Default)]
pub struct SourceFile {
    /// Its name, as errors show it.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

/// A list without errors, ready to store.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The procedures, in the order of the file.
    pub procedures: Vec<Procedure>,
    /// The everyday words, where the file came along.
    pub synonyms: Option<Vec<Synonym>>,
    /// The life events, where both their files came along.
    pub events: Option<Vec<LifeEvent>>,
}

/// The companions, by name.
const STEPS: &str = "procedure-steps.csv";
const PAPERS: &str = "procedure-papers.csv";
const FEES: &str = "procedure-fees.csv";
const NOTES: &str = "procedure-notes.csv";
const SYNONYMS: &str = "synonyms.csv";
const EVENTS: &str = "life-events.csv";
const EVENT_STEPS: &str = "life-event-steps.csv";

impl Sources {
    /// Reads a list and the companions beside it; of a folder, its `procedures.csv`.
    ///
    /// # Errors
    /// The path and the cause, when a file that exists cannot be read.
    pub fn read(path: &Path) -> Result<Self, (PathBuf, std::io::Error)> {
        let list = if path.is_dir() { path.join("procedures.csv") } else { path.to_path_buf() };
        let folder = list.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut companions = Vec::new();
        for name in [STEPS, PAPERS, FEES, NOTES, SYNONYMS, EVENTS, EVENT_STEPS] {
            let path = folder.join(name);
            if path.is_file() {
                companions.push(SourceFile::read(path)?);
            }
        }
        Ok(Self { list: SourceFile::read(list)?, companions })
    }

    fn companion(&self, name: &str) -> Option<&SourceFile> {
        self.companions.iter().find(|file| file.name == name)
    }
}

impl SourceFile {
    fn read(path: PathBuf) -> Result<Self, (PathBuf, std::io::Error)> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match std::fs::read(&path) {
            Ok(content) => Ok(Self { name, content }),
            Err(error) => Err((path, error)),
        }
    }
}

/// Reads the files into procedures.
///
/// # Errors
/// Every error found, in the order of file and line.
pub fn parse(sources: &Sources) -> Result<Parsed, Vec<ImportError>> {
    let mut errors = Vec::new();
    let listed = list::read(&sources.list, &mut errors);
    let mut examples = Examples::new(listed);
    if let Some(file) = sources.companion(STEPS) {
        companion::read_steps(file, &mut examples, &mut errors);
    }
    if let Some(file) = sources.companion(PAPERS) {
        companion::read_papers(file, &mut examples, &mut errors);
    }
    if let Some(file) = sources.companion(FEES) {
        companion::read_fees(file, &mut examples, &mut errors);
    }
    if let Some(file) = sources.companion(NOTES) {
        companion::read_notes(file, &mut examples, &mut errors);
    }
    let procedures = examples.attach(STEPS, &mut errors);
    let synonyms = sources.companion(SYNONYMS).map(|file| synonym::read(file, &procedures, &mut errors));
    let events = sources.companion(EVENTS).zip(sources.companion(EVENT_STEPS));
    let events = events.map(|(events, steps)| event::read(events, steps, &procedures, &mut errors));
    if errors.is_empty() { Ok(Parsed { procedures, synonyms, events }) } else { Err(errors) }
}

#[cfg(test)]
mod tests;
