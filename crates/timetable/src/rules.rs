//! What an edition of the calendars holds: special days, hours of offices, sessions of intake and
//! times in which an office does not settle. All dates and times are local.

use base::OfficeId;
use calendar::{Calendar, Holiday, HoursRule, IntakeSession, PauseReason};
use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

/// The rules of one edition, as stored. Changed only by [`Rules::with`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// Days that differ from the ordinary week, by date.
    pub holidays: Vec<Holiday>,
    /// Hours; for an office its own rules come first, and among them the one set last.
    pub hours: Vec<OfficeHoursRule>,
    /// Sessions in which papers are received although no working time runs.
    pub intake: Vec<OfficeIntake>,
    /// Times without settlement, by their beginning.
    pub closures: Vec<ClosureRule>,
    /// The last number given to a rule; none is given twice.
    pub last_id: u32,
}

/// Hours kept by one office, or by every office without own hours for that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHoursRule {
    /// Names the rule in changes.
    pub id: u32,
    /// The office; every office when absent.
    pub office: Option<OfficeId>,
    /// The hours and the days they are kept on.
    pub rule: HoursRule,
}

/// A session of intake of one office, or of every office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeIntake {
    /// Names the session in changes.
    pub id: u32,
    /// The office; every office when absent.
    pub office: Option<OfficeId>,
    /// When papers are received.
    pub session: IntakeSession,
}

/// A time without settlement: an office suspended by decision, or a system that was down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosureRule {
    /// Names the closure in changes.
    pub id: u32,
    /// The office; every office when absent.
    pub office: Option<OfficeId>,
    /// Its first moment.
    pub from: DateTime,
    /// The moment at which it has ended.
    pub to: DateTime,
    /// Why.
    pub reason: ClosureReason,
    /// Whether its time is left out of limits. A suspension in which limits run on is kept too: the
    /// office receives nothing meanwhile.
    pub excluded: bool,
    /// Codes of procedures that go on (urgent ones).
    pub urgent: Vec<String>,
    /// Number of the decision or of the incident report.
    pub decision: String,
    /// Anything else to know.
    pub note: String,
}

/// Why nothing is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosureReason {
    /// Tạm dừng hoạt động: disaster, epidemic.
    OfficeSuspension,
    /// Sự cố hệ thống (Nghị định 301/2026/NĐ-CP).
    SystemIncident,
}

impl Rules {
    /// The shipped calendar: what an installation begins with.
    #[must_use]
    pub fn shipped() -> Self {
        Self { holidays: Calendar::shipped_days().to_vec(), ..Self::default() }
    }

    /// The listed days of a year, by date.
    pub fn days_of(&self, year: i16) -> impl Iterator<Item = &Holiday> {
        self.holidays.iter().filter(move |day| day.date.year() == year)
    }

    /// A listed day.
    #[must_use]
    pub fn day(&self, date: Date) -> Option<&Holiday> {
        self.holidays.iter().find(|day| day.date == date)
    }
}

impl ClosureRule {
    /// The first and the last date, for a closure of whole days.
    #[must_use]
    pub fn dates(&self) -> Option<(Date, Date)> {
        let whole = self.from.time() == Time::midnight() && self.to.time() == Time::midnight();
        whole.then(|| self.to.date().yesterday().ok()).flatten().map(|last| (self.from.date(), last))
    }

    /// Whether dossiers of an office and a procedure are touched by it.
    #[must_use]
    pub fn touches(&self, office: OfficeId, procedure_code: &str) -> bool {
        let urgent = self.urgent.iter().any(|code| code == procedure_code);
        self.office.is_none_or(|closed| closed == office) && !urgent
    }

    /// The stretch of time as a calendar takes it. Whole days are counted by the office hours of
    /// that calendar; without a working day among them nothing is excluded.
    pub(crate) fn on(&self, calendar: &Calendar) -> Option<calendar::Closure> {
        calendar.closure_of(self.from, self.to, self.reason.pause())
    }
}

impl ClosureReason {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::OfficeSuspension, Self::SystemIncident];

    /// The reason for which the clock of a dossier stands still.
    #[must_use]
    pub const fn pause(self) -> PauseReason {
        match self {
            Self::OfficeSuspension => PauseReason::OfficeSuspension,
            Self::SystemIncident => PauseReason::SystemIncident,
        }
    }

    /// The identifier stored, also the end of the sentence's key.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.pause().name()
    }
}
