//! Days that differ from the ordinary week: holidays, days off in lieu, swapped days.
//!
//! The list is data (`data/holidays.csv`): the Prime Minister fixes the Tết block, the second
//! National Day and the swaps each year (Bộ luật Lao động 2019 Điều 112). Nothing is computed from
//! the lunar calendar here.

use std::io::Read;

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

/// Why a list of holidays cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("could not read a row of the holiday list")]
pub struct HolidaysError(#[from] csv::Error);

impl Holiday {
    /// Reads `date,kind,name` rows with a heading.
    pub fn read_csv(rows: impl Read) -> Result<Vec<Self>, HolidaysError> {
        Ok(csv::Reader::from_reader(rows).deserialize().collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_names_its_date_kind_and_holiday() {
        let rows = "date,kind,name\n2026-11-24,public,Ngày Văn hóa Việt Nam\n";
        let read = Holiday::read_csv(rows.as_bytes()).unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].kind, HolidayKind::Public);
        assert_eq!(read[0].name, "Ngày Văn hóa Việt Nam");
    }

    #[test]
    fn an_unknown_kind_is_refused() {
        assert!(Holiday::read_csv("date,kind,name\n2026-11-24,maybe,?\n".as_bytes()).is_err());
    }
}
