//! One CSV file as rows with line numbers, read cell by cell; each bad cell leaves an error.

use base::text::clean;

use super::{ImportError, Reason, SourceFile};

/// Longest text of a cell; the longest official names have about 600 characters.
const CELL_CHARACTERS_MAX: usize = 2_000;

/// A file with its header checked.
pub(crate) struct Table<'f> {
    file: &'f str,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl<'f> Table<'f> {
    /// Reads a file that must have the named columns; others are allowed and left alone.
    pub(crate) fn read(file: &'f SourceFile, required: &[&str], errors: &mut Vec<ImportError>) -> Self {
        let mut table = Self { file: &file.name, columns: Vec::new(), rows: Vec::new() };
        let content = file.content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.content);
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(content);
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    table.take(line, record.iter().map(clean).collect(), errors);
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    errors.push(table.error(line, "*", Reason::NotUtf8));
                    table.rows.clear();
                    return table;
                }
            }
        }
        for column in required {
            if !table.columns.iter().any(|known| known == column) {
                errors.push(table.error(1, column, Reason::ColumnMissing));
                table.rows.clear();
            }
        }
        table
    }

    fn take(&mut self, line: u64, cells: Vec<String>, errors: &mut Vec<ImportError>) {
        if self.columns.is_empty() {
            self.columns = cells;
        } else if cells.len() == self.columns.len() {
            self.rows.push((line, cells));
        } else {
            let reason = Reason::CellCount { found: cells.len(), expected: self.columns.len() };
            errors.push(self.error(line, "*", reason));
        }
    }

    fn error(&self, line: u64, column: &str, reason: Reason) -> ImportError {
        ImportError { file: self.file.to_owned(), line, column: column.to_owned(), reason }
    }

    /// Walks the rows; the closure reads the cells it needs.
    pub(crate) fn each(&self, errors: &mut Vec<ImportError>, mut read: impl FnMut(&mut Cells<'_>)) {
        for (line, cells) in &self.rows {
            read(&mut Cells { table: self, line: *line, cells, errors });
        }
    }
}

/// The cells of one row.
pub(crate) struct Cells<'r> {
    table: &'r Table<'r>,
    line: u64,
    cells: &'r [String],
    errors: &'r mut Vec<ImportError>,
}

impl<'r> Cells<'r> {
    pub(crate) const fn line(&self) -> u64 {
        self.line
    }

    /// The text of a column; empty where the file has no such column.
    pub(crate) fn text(&self, column: &str) -> &'r str {
        let place = self.table.columns.iter().position(|name| name == column);
        place.and_then(|place| self.cells.get(place)).map_or("", String::as_str)
    }

    /// The text of a column, or nothing.
    pub(crate) fn optional(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A text that must be there and have a sensible length.
    pub(crate) fn required(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        let found = text.chars().count();
        if text.is_empty() {
            self.refuse(column, Reason::Empty)
        } else if found > CELL_CHARACTERS_MAX {
            self.refuse(column, Reason::TooLong { found, allowed: CELL_CHARACTERS_MAX })
        } else {
            Some(text.to_owned())
        }
    }

    /// A number in a range.
    pub(crate) fn number<T: std::str::FromStr + PartialOrd>(
        &mut self,
        column: &str,
        allowed: std::ops::RangeInclusive<T>,
    ) -> Option<T> {
        let text = self.text(column);
        match text.parse().ok().filter(|number| allowed.contains(number)) {
            Some(number) => Some(number),
            None => self.refuse(column, Reason::NotANumber(text.to_owned())),
        }
    }

    /// A word of a list.
    pub(crate) fn word<T: Copy>(&mut self, column: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let text = self.text(column);
        match all.iter().copied().find(|value| name(*value) == text) {
            Some(value) => Some(value),
            None => {
                let allowed = all.iter().map(|value| name(*value)).collect::<Vec<_>>().join(", ");
                self.refuse(column, Reason::UnknownWord { found: text.to_owned(), allowed })
            }
        }
    }

    /// Notes an error in a column.
    pub(crate) fn note(&mut self, column: &str, reason: Reason) {
        self.errors.push(self.table.error(self.line, column, reason));
    }

    /// Notes an error where a value was wanted; always `None`.
    pub(crate) fn refuse<T>(&mut self, column: &str, reason: Reason) -> Option<T> {
        self.note(column, reason);
        None
    }
}
