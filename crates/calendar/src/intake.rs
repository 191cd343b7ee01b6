//! Sessions in which an office receives papers although no working time runs.
//!
//! Some fields are received on Saturday mornings (Quyết định 14/2010/QĐ-TTg). Receiving then does
//! not make the Saturday a working day: counting begins on the next one.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use crate::local::{Day, Moment, second_of};
use crate::rule::DayOfWeek;

/// One session a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntakeSession {
    pub weekday: DayOfWeek,
    /// First day on which it is held.
    #[serde(default)]
    pub since: Option<Date>,
    /// Last day on which it is held.
    #[serde(default)]
    pub until: Option<Date>,
    pub opens: Time,
    pub closes: Time,
}

impl IntakeSession {
    pub fn is_held_on(&self, date: Date) -> bool {
        self.weekday.0 == date.weekday()
            && self.since.is_none_or(|since| since <= date)
            && self.until.is_none_or(|until| date <= until)
    }

    /// This moment if the session is on then, else its opening later that day.
    pub(crate) fn from(&self, moment: Moment) -> Option<Moment> {
        let held = self.is_held_on(moment.day().date()) && moment.second() <= second_of(self.closes);
        held.then(|| Moment::on(moment.day(), moment.second().max(second_of(self.opens))))
    }

    /// The opening on a day, if the session is held then.
    pub(crate) fn opening(&self, day: Day) -> Option<Moment> {
        self.from(Moment::on(day, 0))
    }
}
