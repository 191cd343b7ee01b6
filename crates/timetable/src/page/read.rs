//! A form read as a change. What cannot be read is told next to its field; what can be read and
//! still makes no sense is refused by the rules.

use base::OfficeId;
use calendar::{DayOfWeek, Holiday, HolidayKind, IntakeSession, Season};
use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time, Weekday};
use web::{FieldErrors, Form};

use crate::change::{Change, INTERVALS_MAX, NewClosure, NewHours};
use crate::page::task::{Subject, Task};
use crate::rules::ClosureReason;

/// The days of the week, as inputs name them.
pub(crate) const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "t2"),
    (Weekday::Tuesday, "t3"),
    (Weekday::Wednesday, "t4"),
    (Weekday::Thursday, "t5"),
    (Weekday::Friday, "t6"),
    (Weekday::Saturday, "t7"),
    (Weekday::Sunday, "cn"),
];

/// Kinds that a single day may have; swapped days come in pairs.
pub(crate) const DAY_KINDS: [HolidayKind; 3] = [HolidayKind::Public, HolidayKind::Compensatory, HolidayKind::Projected];

/// A form on its way to a change.
pub(crate) struct Reader<'a> {
    pub(crate) form: &'a Form,
    pub(crate) errors: &'a mut FieldErrors,
    pub(crate) knows: &'a dyn Fn(OfficeId) -> bool,
}

impl Reader<'_> {
    /// The change a form asks for; `None` with what is wrong noted. Imports come with a file and are
    /// read elsewhere.
    pub(crate) fn change(&mut self, task: Task, subject: Option<Subject>) -> Option<Change> {
        match task {
            Task::AddDay => self.day(),
            Task::Swap => {
                let off = self.date("off");
                let worked = self.date("worked");
                Some(Change::Swap { off: off?, worked: worked? })
            }
            Task::Hours => self.hours(),
            Task::Intake => self.intake(),
            Task::Suspend => self.suspension(),
            Task::Outage => self.outage(),
            Task::Import => None,
            Task::Remove => subject.and_then(removal),
            Task::End => self.end(subject?),
            Task::Confirm => match subject? {
                Subject::Year(year) => Some(Change::ConfirmYear { year }),
                Subject::Day(_) | Subject::Hours(_) | Subject::Intake(_) | Subject::Closure(_) => None,
            },
        }
    }

    fn day(&mut self) -> Option<Change> {
        let date = self.date("date");
        let kind = self.form.text("kind");
        let kind = DAY_KINDS.into_iter().find(|known| known.name() == kind);
        if kind.is_none() {
            self.errors.push("kind", "timetable-choose");
        }
        let name = self.form.required_or("name", "timetable-name-missing", self.errors);
        Some(Change::AddDay { day: Holiday { date: date?, kind: kind?, name } })
    }

    fn hours(&mut self) -> Option<Change> {
        let office = self.office();
        let (since, until) = (self.optional_date("since"), self.optional_date("until"));
        let season = self.season();
        let intervals = self.intervals();
        let chosen = WEEKDAYS.into_iter().filter(|(_, name)| self.form.checked(name));
        let weekdays = chosen.map(|(weekday, _)| DayOfWeek(weekday)).collect();
        Some(Change::SetHours(NewHours {
            office: office?,
            since: since?,
            until: until?,
            season: season?,
            weekdays,
            intervals: intervals?,
        }))
    }

    fn intake(&mut self) -> Option<Change> {
        let office = self.office();
        let chosen = self.form.text("weekday");
        let weekday = WEEKDAYS.into_iter().find(|(_, name)| *name == chosen).map(|(weekday, _)| DayOfWeek(weekday));
        if weekday.is_none() {
            self.errors.push("weekday", "timetable-choose");
        }
        let (since, until) = (self.optional_date("since"), self.optional_date("until"));
        let (opens, closes) = (self.time("opens"), self.time("closes"));
        let session = IntakeSession { weekday: weekday?, since: since?, until: until?, opens: opens?, closes: closes? };
        Some(Change::AddIntake { office: office?, session })
    }

    fn suspension(&mut self) -> Option<Change> {
        let (first, last) = (self.date("first"), self.date("last"));
        let excluded = match self.form.text("counting").as_str() {
            "excluded" => Some(true),
            "counted" => Some(false),
            _ => {
                self.errors.push("counting", "timetable-choose");
                None
            }
        };
        let written = self.form.lines("urgent");
        let urgent = written.split([',', ';', '\n', ' ']).map(str::trim).filter(|code| !code.is_empty());
        let urgent = urgent.map(str::to_owned).collect();
        let days = (midnight(first?), midnight_after(last?)?);
        self.closure(days, ClosureReason::OfficeSuspension, excluded?, urgent)
    }

    fn outage(&mut self) -> Option<Change> {
        let from = self.moment("from_date", "from_time");
        let to = self.moment("to_date", "to_time");
        self.closure((from?, to?), ClosureReason::SystemIncident, true, Vec::new())
    }

    fn closure(
        &mut self,
        (from, to): (DateTime, DateTime),
        reason: ClosureReason,
        excluded: bool,
        urgent: Vec<String>,
    ) -> Option<Change> {
        let office = self.office()?;
        let (decision, note) = (self.form.text("decision"), self.form.lines("note"));
        Some(Change::AddClosure(NewClosure { office, from, to, reason, excluded, urgent, decision, note }))
    }

    fn end(&mut self, subject: Subject) -> Option<Change> {
        let last = self.date("last")?;
        match subject {
            Subject::Hours(id) => Some(Change::EndHours { id, last }),
            Subject::Closure(id) if self.form.text("time").is_empty() => {
                midnight_after(last).map(|to| Change::EndClosure { id, to })
            }
            Subject::Closure(id) => self.time("time").map(|time| Change::EndClosure { id, to: last.to_datetime(time) }),
            Subject::Day(_) | Subject::Intake(_) | Subject::Year(_) => None,
        }
    }

    /// Every office when none is chosen; `None` with the error noted for one that is none.
    #[expect(clippy::option_option, reason = "a field that cannot be read is not an empty field")]
    fn office(&mut self) -> Option<Option<OfficeId>> {
        let chosen = self.form.text("office");
        if chosen.is_empty() {
            return Some(None);
        }
        let office = chosen.parse().ok().filter(|office| (self.knows)(*office));
        if office.is_none() {
            self.errors.push("office", "timetable-choose");
        }
        office.map(Some)
    }

    fn date(&mut self, name: &str) -> Option<Date> {
        self.form.date(name, "timetable-date-missing", self.errors)
    }

    #[expect(clippy::option_option, reason = "a field that cannot be read is not an empty field")]
    fn optional_date(&mut self, name: &str) -> Option<Option<Date>> {
        if self.form.text(name).is_empty() { Some(None) } else { self.date(name).map(Some) }
    }

    fn time(&mut self, name: &str) -> Option<Time> {
        let time = read_time(&self.form.text(name));
        if time.is_none() {
            self.errors.push(name, "timetable-time-missing");
        }
        time
    }

    fn moment(&mut self, date: &str, time: &str) -> Option<DateTime> {
        let (date, time) = (self.date(date), self.time(time));
        Some(date?.to_datetime(time?))
    }

    /// Pairs of times until the first that is empty; half a pair is an error.
    fn intervals(&mut self) -> Option<Vec<(Time, Time)>> {
        let mut intervals = Vec::new();
        let mut unread = false;
        for number in 1..=INTERVALS_MAX {
            let (opens, closes) = (format!("opens{number}"), format!("closes{number}"));
            if number > 1 && self.form.text(&opens).is_empty() && self.form.text(&closes).is_empty() {
                continue;
            }
            match (self.time(&opens), self.time(&closes)) {
                (Some(opens), Some(closes)) => intervals.push((opens, closes)),
                (Some(_) | None, Some(_) | None) => unread = true,
            }
        }
        (!unread).then_some(intervals)
    }

    #[expect(clippy::option_option, reason = "a field that cannot be read is not an empty field")]
    fn season(&mut self) -> Option<Option<Season>> {
        let names = ["season_from", "season_through"];
        if names.iter().all(|name| self.form.text(name).is_empty()) {
            return Some(None);
        }
        let [from, through] = names.map(|name| {
            let day = read_season_day(&self.form.text(name));
            if day.is_none() {
                self.errors.push(name, "timetable-season-missing");
            }
            day
        });
        Some(Some(Season { from: from?, through: through? }))
    }
}

fn removal(subject: Subject) -> Option<Change> {
    match subject {
        Subject::Day(date) => Some(Change::RemoveDay { date }),
        Subject::Hours(id) => Some(Change::RemoveHours { id }),
        Subject::Intake(id) => Some(Change::RemoveIntake { id }),
        Subject::Closure(id) => Some(Change::RemoveClosure { id }),
        Subject::Year(_) => None,
    }
}

const fn midnight(date: Date) -> DateTime {
    date.to_datetime(Time::midnight())
}

fn midnight_after(date: Date) -> Option<DateTime> {
    date.checked_add(1.day()).ok().map(midnight)
}

/// `7:30`, `07.30`, `7h30`, `7 giờ 30`, `7h`.
fn read_time(text: &str) -> Option<Time> {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
    let hour = numbers.next()?.parse().ok()?;
    let minute = numbers.next().map_or(Some(0), |minute| minute.parse().ok())?;
    let rest = numbers.next();
    let bare = text.trim().bytes().all(|byte| byte.is_ascii_digit());
    if rest.is_some() || (bare && text.trim().len() > 2) {
        return None;
    }
    Time::new(hour, minute, 0, 0).ok()
}

/// `16/10`: the day, then the month. Whether a year has it is a rule.
fn read_season_day(text: &str) -> Option<(i8, i8)> {
    let (day, month) = text.trim().split_once(['/', '-', '.'])?;
    Some((month.trim().parse().ok()?, day.trim().parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let half_past_seven = Some(Time::constant(7, 30, 0, 0));
        for text in ["7:30", "07:30", "7h30", "7 giờ 30", "07.30"] {
            assert_eq!(read_time(text), half_past_seven, "{text}");
        }
        assert_eq!(read_time("17h"), Some(Time::constant(17, 0, 0, 0)));
        for text in ["", "x", "730", "25:00", "7:60", "7:30:00"] {
            assert_eq!(read_time(text), None, "{text}");
        }
    }

    #[test]
    fn a_season_day_is_written_with_its_month() {
        assert_eq!(read_season_day("16/10"), Some((10, 16)));
        assert_eq!(read_season_day("29-2"), Some((2, 29)));
        assert_eq!(read_season_day("16"), None);
    }
}
