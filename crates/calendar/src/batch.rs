//! Due dates for machines: one JSON object in, one out. The format is described in `docs/due.md`.
//!
//! Every line is answered by itself: a bad one says which field is wrong and what to do, and the
//! next goes on. Nothing is guessed and nothing is held at an edge in silence. Reading files and
//! asking the time is left to the caller.

mod answer;
mod case;
mod fault;
mod horizon;
mod json;
mod moment;
mod office;
mod step;

use jiff::civil::DateTime;

use crate::day_line::DayLine;
use crate::explain::PauseLine;
use crate::outcome::{Class, Status};
use case::Case;
use fault::{Fault, Place, Wrong};
use office::Offices;

/// A longer line is refused. Whoever reads the file need not keep more of it.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// Answers cases, and remembers calendars that came with earlier ones.
#[derive(Debug, Default)]
pub struct Batch {
    offices: Offices,
}

/// What is known of one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// As it came: the text of a JSON string or number.
    pub id: String,
    /// The due moment in force; none while the clock stands still.
    pub due: Option<DateTime>,
    /// The moment that lateness is measured against.
    pub first_due: Option<DateTime>,
    pub status: Status,
    pub class: Option<Class>,
    pub used_minutes: Option<u32>,
    /// True where days off that matter are not all announced.
    pub provisional: bool,
    pub days: Vec<DayLine>,
    /// Pauses of the run now counted.
    pub pauses: Vec<PauseLine>,
}

/// Why a line is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct Refusal {
    /// As it came, where it could be read.
    pub id: Option<String>,
    /// The path of the field, such as `events[0].at`; `line` for the whole.
    pub field: String,
    /// A sentence that says what is wrong and what to do.
    pub reason: String,
}

impl Batch {
    /// Remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers a line with a line, without its end. None for a blank one.
    pub fn answer(&mut self, line: &[u8]) -> Option<String> {
        // Editors put a byte order mark before the first line.
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        if line.iter().all(u8::is_ascii_whitespace) {
            return None;
        }
        let mut out = String::with_capacity(2048);
        match self.case(line) {
            Ok(answer) => answer.write_json(&mut out),
            Err(refusal) => refusal.write_json(&mut out),
        }
        Some(out)
    }

    /// Works out one case.
    ///
    /// # Errors
    /// The first field that is wrong.
    pub fn case(&mut self, line: &[u8]) -> Result<Answer, Refusal> {
        let line = object(line).map_err(|fault| fault.refusal(None))?;
        let id = case::id(&line).map_err(|fault| fault.refusal(None))?;
        let case = Case::read(&line, &mut self.offices).map_err(|fault| fault.refusal(Some(id)))?;
        Ok(case.answer(id))
    }
}

fn object(line: &[u8]) -> Result<json::Object<'_>, Fault> {
    if line.len() > LINE_BYTES_MAX {
        return Err(Place::Line.is(Wrong::TooLong));
    }
    let text = std::str::from_utf8(line).map_err(|_| Place::Line.is(Wrong::NotUtf8))?;
    json::Object::read(text, Place::Line)
}
