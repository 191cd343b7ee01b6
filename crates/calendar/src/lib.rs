//! Working time: who may ask the time, calendars of offices, due dates, the clock ledger of a
//! dossier and the explanation of its due date day by day.
//!
//! Invariants:
//! - One formula gives every due moment; nothing stores a due date that the ledger does not give.
//! - Entries of a ledger are only appended, in order of time, where the state of the clock allows.
//! - Lateness is a comparison of instants and is never washed away.
//! - All local dates and times are those of Viet Nam, UTC+7.
//!
//! [`batch`] answers cases that come as JSON from outside.
//!
//! Pure: reads no file and no database, emits no events, and only [`clock`] reads the machine's
//! time. Sentences are made by pages; here everything is typed. Uses no other crate of the project.

pub mod batch;
mod builder;
pub mod bundle;
mod calendar;
pub mod clock;
mod closure;
mod day_line;
mod deadlines;
mod difficult_area;
mod due;
mod entry;
mod explain;
mod holidays;
mod hours;
pub mod ics;
mod intake;
mod ledger;
mod limit;
mod local;
pub mod lunar;
mod outcome;
mod pause_reason;
mod projection;
mod rule;
mod run;
mod sla;
mod table;
mod used;

pub use builder::{BuildError, CalendarBuilder};
pub use calendar::{Calendar, DayKind};
pub use clock::{Clock, FrozenClock, SystemClock};
pub use closure::Closure;
pub use day_line::{DayLine, DayReason};
pub use entry::{Entry, EntryKind, ExtensionGround};
pub use explain::{Explanation, ExtensionLine, PauseLine, Progress, ProgressUnit, Restart};
pub use holidays::{Holiday, HolidayKind, HolidaysError, HolidaysFault, WriteHolidaysError};
pub use hours::{HoursError, OfficeHours};
pub use intake::IntakeSession;
pub use ledger::{Ledger, LedgerError, Phase};
pub use limit::{Limit, LimitError, LimitUnit, Style, Terms, WORKING_DAY_MINUTES};
pub use local::{instant, local};
pub use lunar::LunarDate;
pub use outcome::{Class, Ending, Outcome, Status};
pub use pause_reason::PauseReason;
pub use projection::projected_days_off;
pub use rule::{DayOfWeek, HoursRule, Season};
pub use sla::Sla;
