//! One CSV file as rows with line numbers, read cell by cell; each bad cell leaves an error.

use base::text::clean;
use jiff::civil::Date;

use super::{ImportError, Reason};

/// Longest text of a cell.
const CELL_CHARACTERS_MAX: usize = 300;

/// A file with its header checked.
pub(crate) struct Table {
    file: &'static str,
    columns: Vec<String>,
    rows: Vec<(u64, Vec<String>)>,
}

impl Table {
    /// Reads a file that must have the named columns; others are allowed and left alone.
    pub(crate) fn read(file: &'static str, content: &[u8], required: &[&str], errors: &mut Vec<ImportError>) -> Self {
        let mut table = Self { file, columns: Vec::new(), rows: Vec::new() };
        let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
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

    /// Reads every row; a row the closure gives up on is left out, its errors stay.
    pub(crate) fn rows<T>(
        &self,
        errors: &mut Vec<ImportError>,
        mut read: impl FnMut(&mut Cells<'_>) -> Option<T>,
    ) -> Vec<T> {
        self.rows
            .iter()
            .filter_map(|(line, cells)| read(&mut Cells { table: self, line: *line, cells, errors }))
            .collect()
    }
}

/// The cells of one row.
pub(crate) struct Cells<'r> {
    table: &'r Table,
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

    /// A text that must be there and have a sensible length.
    pub(crate) fn required(&mut self, column: &str) -> Option<String> {
        match self.text(column) {
            "" => self.refuse(column, Reason::Empty),
            _ => self.short(column),
        }
    }

    /// A text that may be empty.
    pub(crate) fn short(&mut self, column: &str) -> Option<String> {
        let text = self.text(column);
        let found = text.chars().count();
        if found > CELL_CHARACTERS_MAX {
            return self.refuse(column, Reason::TooLong { found, allowed: CELL_CHARACTERS_MAX });
        }
        Some(text.to_owned())
    }

    /// A code: typed, printed and scanned, so plain characters only.
    pub(crate) fn code(&mut self, column: &str) -> Option<String> {
        let code = self.required(column)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if code.chars().all(plain) { Some(code) } else { self.refuse(column, Reason::NotACode(code)) }
    }

    /// A word of a list.
    pub(crate) fn word<T: Copy>(&mut self, column: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let text = self.text(column);
        let found = all.iter().copied().find(|value| name(*value) == text);
        found.or_else(|| {
            let allowed = all.iter().map(|value| name(*value)).collect::<Vec<_>>().join(", ");
            self.refuse(column, Reason::UnknownWord { found: text.to_owned(), allowed })
        })
    }

    /// A day, or nothing where the cell is empty; the outer `None` is an error.
    pub(crate) fn day(&mut self, column: &str) -> Option<Option<Date>> {
        let text = self.text(column);
        if text.is_empty() {
            return Some(None);
        }
        match text.parse() {
            Ok(day) => Some(Some(day)),
            Err(_) => self.refuse(column, Reason::NotADay(text.to_owned())),
        }
    }

    /// Leaves an error; always `None`, so that a reader can return it.
    pub(crate) fn refuse<T>(&mut self, column: &str, reason: Reason) -> Option<T> {
        self.errors.push(self.table.error(self.line, column, reason));
        None
    }
}
