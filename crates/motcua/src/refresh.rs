//! Looks every few seconds whether another process changed the organisation or the calendars.

use std::time::Duration;

use jiff::Timestamp;
use jobs::{Job, JobError, Progress};
use organisation::Organisation;
use timetable::Timetable;

/// The job.
#[derive(Debug)]
pub(crate) struct Refresh {
    organisation: Organisation,
    timetable: Timetable,
}

impl Refresh {
    pub(crate) const fn new(organisation: Organisation, timetable: Timetable) -> Self {
        Self { organisation, timetable }
    }
}

impl Job for Refresh {
    fn name(&self) -> &'static str {
        "motcua.refresh"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run(&self, _: Timestamp) -> futures_util::future::BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(async move {
            self.organisation.refresh().await?;
            self.timetable.refresh().await?;
            Ok(Progress::Rest)
        })
    }
}
