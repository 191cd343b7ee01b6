//! Days that differ from the ordinary week: holidays, days off in lieu, swapped days.
//!
//! The list is data (`data/holidays.csv`): the Prime Minister fixes the Tết block, the second
//! National Day and the swaps each year (Bộ luật Lao động 2019 Điều 112). Nothing is computed from
//! the lunar calendar here.

use std::io::{Read, Write};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a listed day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// Statutory holiday, also where it falls on a weekend.
    Public,
    /// Nghỉ bù: rest day for a holiday that fell on a weekend.
    Compensatory,
    /// Hoán đổi: working day turned into a rest day.
    SwapOff,
    /// Saturday worked in return for a swapped day.
    WorkingSaturday,
    /// Expected to be off, not yet announced. Counts as off; dates beyond it are provisional.
    Projected,
}

/// One listed day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub date: Date,
    pub kind: HolidayKind,
    pub name: String,
}

/// Why a list of holidays cannot be read, and where: the heading is line 1.
#[derive(Debug, thiserror::Error)]
#[error("line {line} of the list of holidays cannot be read")]
pub struct HolidaysError {
    pub line: u64,
    #[source]
    pub fault: HolidaysFault,
}

/// What is wrong with a line.
#[derive(Debug, thiserror::Error)]
pub enum HolidaysFault {
    #[error("the heading has no column {0:?}")]
    MissingColumn(&'static str),
    #[error("{0:?} is no date of the form 2026-11-24")]
    NotADate(String),
    #[error("{0:?} is no kind of special day")]
    UnknownKind(String),
    #[error("the row is no row of comma-separated text like the heading")]
    NotARow(#[source] csv::Error),
}

/// Why a list of holidays cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("could not write the list of holidays")]
pub struct WriteHolidaysError(#[from] csv::Error);

const COLUMNS: [&str; 3] = ["date", "kind", "name"];

impl Holiday {
    /// Reads rows of `date,kind,name` with a heading; further columns are passed over.
    pub fn read_csv(mut rows: impl Read) -> Result<Vec<Self>, HolidaysError> {
        let mut text = Vec::new();
        rows.read_to_end(&mut text).map_err(|error| HolidaysError::not_a_row(&text, 1, error.into()))?;
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let heading = reader.headers().map_err(|error| HolidaysError::not_a_row(&text, 1, error))?;
        let mut columns = [0; COLUMNS.len()];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            let found = heading.iter().position(|field| field == name);
            *column = found.ok_or(HolidaysError { line: 1, fault: HolidaysFault::MissingColumn(name) })?;
        }
        let mut holidays = Vec::new();
        let mut line = 1;
        for record in reader.records() {
            let record = record.map_err(|error| HolidaysError::not_a_row(&text, line, error))?;
            line = record.position().map_or(line, |position| line_at(&text, position));
            let [date, kind, name] = columns.map(|column| record.get(column).unwrap_or_default());
            holidays.push(Self::of_row(date, kind, name).map_err(|fault| HolidaysError { line, fault })?);
        }
        Ok(holidays)
    }

    /// Writes rows of `date,kind,name` with a heading.
    pub fn write_csv(holidays: &[Self], into: impl Write) -> Result<(), WriteHolidaysError> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(into);
        writer.write_record(COLUMNS)?;
        for holiday in holidays {
            writer.write_record([&holiday.date.to_string(), holiday.kind.name(), &holiday.name])?;
        }
        Ok(writer.flush().map_err(csv::Error::from)?)
    }

    fn of_row(date: &str, kind: &str, name: &str) -> Result<Self, HolidaysFault> {
        let kind = HolidayKind::from_name(kind).ok_or_else(|| HolidaysFault::UnknownKind(kind.to_owned()))?;
        let date = date.parse().map_err(|_| HolidaysFault::NotADate(date.to_owned()))?;
        Ok(Self { date, kind, name: name.to_owned() })
    }
}

impl HolidayKind {
    pub const ALL: [Self; 5] =
        [Self::Public, Self::Compensatory, Self::SwapOff, Self::WorkingSaturday, Self::Projected];

    /// The code used in lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Compensatory => "compensatory",
            Self::SwapOff => "swap_off",
            Self::WorkingSaturday => "working_saturday",
            Self::Projected => "projected",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl HolidaysError {
    /// At the line the reader names, else after the last one read.
    fn not_a_row(text: &[u8], last: u64, error: csv::Error) -> Self {
        let line = error.position().map_or(last, |position| line_at(text, position));
        Self { line, fault: HolidaysFault::NotARow(error) }
    }
}

/// The line on which a row begins. The reader's own count stands before the empty lines it skips.
fn line_at(text: &[u8], row: &csv::Position) -> u64 {
    let begin = usize::try_from(row.byte()).unwrap_or(usize::MAX).min(text.len());
    let (before, rest) = text.split_at(begin);
    let skipped = rest.iter().take_while(|&&byte| byte == b'\r' || byte == b'\n');
    1 + before.iter().chain(skipped).map(|&byte| u64::from(byte == b'\n')).sum::<u64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../../data/holidays.csv");

    /// Line and fault of a list that cannot be read.
    fn refused(rows: &[u8]) -> String {
        let error = Holiday::read_csv(rows).unwrap_err();
        format!("{}: {}", error.line, error.fault)
    }

    #[test]
    fn a_row_names_its_date_kind_and_holiday() {
        let rows = "date,kind,name\n2026-11-24,public,Ngày Văn hóa Việt Nam\n";
        let read = Holiday::read_csv(rows.as_bytes()).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].kind, HolidayKind::Public);
        assert_eq!(read[0].name, "Ngày Văn hóa Việt Nam");
    }

    #[test]
    fn columns_are_found_by_their_heading() {
        let rows = "note,name,kind,date\r\n-,\"Nghỉ, bù\",swap_off,2026-01-02\r\n";
        let read = Holiday::read_csv(rows.as_bytes()).unwrap();
        let day =
            Holiday { date: jiff::civil::date(2026, 1, 2), kind: HolidayKind::SwapOff, name: "Nghỉ, bù".into() };
        assert_eq!(read, [day]);
    }

    #[test]
    fn a_faulty_row_is_refused_with_its_line_and_the_reason() {
        for (rows, reason) in [
            ("date,kind,name\n2026-11-24,maybe,?\n", "2: \"maybe\" is no kind of special day"),
            (
                "date,kind,name\n2026-11-24,public,x\n\n24/11/2026,public,x\n",
                "4: \"24/11/2026\" is no date of the form 2026-11-24",
            ),
            ("date,kind,name\n2026-02-29,public,x\n", "2: \"2026-02-29\" is no date of the form 2026-11-24"),
            (
                "date,kind,name\r\n2026-11-24,public,\"two\r\nlines\"\r\n\r\n2026-11-25,off,x",
                "5: \"off\" is no kind of special day",
            ),
            ("date,name\n2026-11-24,x\n", "1: the heading has no column \"kind\""),
            ("", "1: the heading has no column \"date\""),
            (
                "date,kind,name\n2026-11-24,public,x\n2026-11-25,public\n",
                "3: the row is no row of comma-separated text like the heading",
            ),
        ] {
            assert_eq!(refused(rows.as_bytes()), reason, "{rows}");
        }
        assert!(refused(b"date,kind,name\n2026-11-24,public,\xff\n").starts_with("2: "));
        assert!(refused(b"date,kind,\xff\n").starts_with("1: "));
    }

    #[test]
    fn the_shipped_list_is_written_back_as_it_is() {
        let read = Holiday::read_csv(SHIPPED.as_bytes()).unwrap();
        let mut written = Vec::new();
        Holiday::write_csv(&read, &mut written).unwrap();
        assert_eq!(String::from_utf8(written).unwrap(), SHIPPED);
    }

    #[test]
    fn names_with_commas_quotes_and_line_breaks_come_back() {
        let name = "Nghỉ \"bù\",\nhai dòng".to_owned();
        let day = Holiday { date: jiff::civil::date(2026, 1, 2), kind: HolidayKind::Compensatory, name };
        let mut written = Vec::new();
        Holiday::write_csv(std::slice::from_ref(&day), &mut written).unwrap();
        assert_eq!(Holiday::read_csv(written.as_slice()).unwrap(), [day]);
        let mut empty = Vec::new();
        Holiday::write_csv(&[], &mut empty).unwrap();
        assert_eq!(Holiday::read_csv(empty.as_slice()).unwrap(), []);
    }

    #[test]
    fn a_kind_has_the_code_it_is_stored_with() {
        for kind in HolidayKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
            assert_eq!(HolidayKind::from_name(kind.name()), Some(kind));
        }
    }
}
