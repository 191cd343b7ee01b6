//! Special days: listing, swapping, importing.
//!
//! The Prime Minister fixes each year's days off and swaps (Bộ luật Lao động 2019 Điều 112).

use std::collections::BTreeSet;

use calendar::{Holiday, HolidayKind};
use jiff::civil::{Date, Weekday};

use super::{ChangeError, Fault, TEXT_LENGTH_MAX, covered, fault, required};
use crate::rules::Rules;

/// Names of expected days begin like this, in the shipped list as where they are computed.
const EXPECTED: &str = "(dự kiến) ";

impl Rules {
    pub(super) fn add_day(&mut self, day: &Holiday) -> Result<(), ChangeError> {
        covered("date", day.date)?;
        required("name", &day.name, TEXT_LENGTH_MAX)?;
        match day.kind {
            HolidayKind::Public | HolidayKind::Projected => {}
            HolidayKind::Compensatory if is_weekend(day.date) => {
                return Err(fault("date", Fault::AlreadyOff(day.date)));
            }
            HolidayKind::Compensatory => {}
            HolidayKind::SwapOff | HolidayKind::WorkingSaturday => return Err(fault("kind", Fault::SwapNeedsBoth)),
        }
        self.list("date", day.clone())
    }

    pub(super) fn remove_day(&mut self, date: Date) -> Result<(), ChangeError> {
        let day = self.day(date).ok_or(fault("date", Fault::NotListed(date)))?;
        let other = self.other_half(day).map(|other| other.date);
        self.holidays.retain(|listed| listed.date != date && Some(listed.date) != other);
        Ok(())
    }

    pub(super) fn swap(&mut self, off: Date, worked: Date) -> Result<(), ChangeError> {
        covered("off", off)?;
        covered("worked", worked)?;
        is_free_for("off", &Holiday { date: off, kind: HolidayKind::SwapOff, name: String::new() })?;
        is_free_for("worked", &Holiday { date: worked, kind: HolidayKind::WorkingSaturday, name: String::new() })?;
        let name = format!("Nghỉ hoán đổi, làm bù ngày {worked}");
        self.list("off", Holiday { date: off, kind: HolidayKind::SwapOff, name })?;
        let name = format!("Làm bù cho ngày nghỉ {off}");
        self.list("worked", Holiday { date: worked, kind: HolidayKind::WorkingSaturday, name })
    }

    pub(super) fn replace_years(&mut self, days: &[Holiday]) -> Result<(), ChangeError> {
        if days.is_empty() {
            return Err(fault("days", Fault::Missing));
        }
        let mut seen = BTreeSet::new();
        for day in days {
            covered("days", day.date)?;
            required("days", &day.name, TEXT_LENGTH_MAX)?;
            is_free_for("days", day)?;
            if !seen.insert(day.date) {
                return Err(fault("days", Fault::ListedTwice(day.date)));
            }
        }
        let years: BTreeSet<i16> = days.iter().map(|day| day.date.year()).collect();
        self.holidays.retain(|listed| !years.contains(&listed.date.year()));
        let named = |day: &Holiday| Holiday { name: base::text::clean(&day.name), ..day.clone() };
        self.holidays.extend(days.iter().map(named));
        self.holidays.sort_by_key(|day| day.date);
        Ok(())
    }

    pub(super) fn confirm_year(&mut self, year: i16) -> Result<(), ChangeError> {
        let expected = |day: &&mut Holiday| day.date.year() == year && day.kind == HolidayKind::Projected;
        let mut confirmed = 0;
        for day in self.holidays.iter_mut().filter(expected) {
            day.kind = HolidayKind::Public;
            if let Some(name) = day.name.strip_prefix(EXPECTED) {
                day.name = name.to_owned();
            }
            confirmed += 1;
        }
        if confirmed == 0 { Err(fault("year", Fault::NothingExpected(year))) } else { Ok(()) }
    }

    /// The day that was swapped for this one: their names carry each other's dates, as in the
    /// shipped list.
    #[must_use]
    pub fn other_half(&self, day: &Holiday) -> Option<&Holiday> {
        let other = match day.kind {
            HolidayKind::SwapOff => HolidayKind::WorkingSaturday,
            HolidayKind::WorkingSaturday => HolidayKind::SwapOff,
            HolidayKind::Public | HolidayKind::Compensatory | HolidayKind::Projected => return None,
        };
        let names = |one: &Holiday, other: &Holiday| one.name.contains(&other.date.to_string());
        self.holidays.iter().find(|listed| listed.kind == other && names(listed, day) && names(day, listed))
    }

    /// Lists a day; one that was only expected gives way.
    fn list(&mut self, field: &'static str, day: Holiday) -> Result<(), ChangeError> {
        if self.day(day.date).is_some_and(|listed| listed.kind != HolidayKind::Projected) {
            return Err(fault(field, Fault::ListedTwice(day.date)));
        }
        self.holidays.retain(|listed| listed.date != day.date);
        let place = self.holidays.partition_point(|listed| listed.date < day.date);
        self.holidays.insert(place, day);
        Ok(())
    }
}

/// Whether a swapped day has something to swap: a working day made free, a day of rest worked.
fn is_free_for(field: &'static str, day: &Holiday) -> Result<(), ChangeError> {
    match day.kind {
        HolidayKind::SwapOff if is_weekend(day.date) => Err(fault(field, Fault::AlreadyOff(day.date))),
        HolidayKind::WorkingSaturday if !is_weekend(day.date) => Err(fault(field, Fault::AlreadyWorked(day.date))),
        HolidayKind::SwapOff
        | HolidayKind::WorkingSaturday
        | HolidayKind::Public
        | HolidayKind::Compensatory
        | HolidayKind::Projected => Ok(()),
    }
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}
