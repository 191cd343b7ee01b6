//! The dates of one clock and why each counts, without asking what time it is.
//!
//! The list leads to the due date; where there is none it ends on the date of the last entry, and
//! supposes nothing about when the clock runs again.

use super::{PauseLine, Trace};
use crate::calendar::Calendar;
use crate::closure::woven;
use crate::day_line::DayLine;
use crate::ledger::{Ledger, Phase};
use crate::limit::Terms;
use crate::local::Moment;
use crate::outcome::Status;
use crate::run::Run;

/// The run now counted, date by date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) days: Vec<DayLine>,
    pub(crate) pauses: Vec<PauseLine>,
}

impl Ledger {
    /// Lists the dates of the run now counted.
    pub(crate) fn listed(&self, calendar: &Calendar, terms: Terms) -> Listed {
        let table = calendar.table();
        let mut trace = Trace::begin(table, Run::begin(table, terms, self.start()), None);
        woven(calendar, self).iter().for_each(|entry| trace.follow(entry));
        let last = self.entries().last().map_or(self.start(), |entry| entry.at);
        if self.phase() == Phase::Running {
            trace.run_on(calendar, last);
        }
        let end = match trace.run.status {
            Status::Running | Status::Finished { .. } => trace.run.dues.promised.moment(table),
            Status::Paused { .. } | Status::AwaitingSupplement { .. } | Status::Ended { .. } => Moment::of(last),
        };
        trace.leave_open(end);
        Listed {
            days: trace.strip(end, None).lines(),
            pauses: trace.pauses.into_iter().map(|pause| pause.line).collect(),
        }
    }
}

impl Trace<'_> {
    /// An open pause lasts through the last date listed.
    fn leave_open(&mut self, end: Moment) {
        if let (Status::Paused { .. }, Some(open)) = (self.run.status, self.pauses.last_mut()) {
            open.stretch.to = Moment::on(end.day().plus(1), 0);
        }
    }
}
