//! Looks every few seconds whether another process changed the organisation.

use std::time::Duration;

use jiff::Timestamp;
use jobs::{Job, JobError, Progress};
use organisation::Organisation;

/// The job.
#[derive(Debug)]
pub(crate) struct Refresh {
    organisation: Organisation,
}

impl Refresh {
    pub(crate) const fn new(organisation: Organisation) -> Self {
        Self { organisation }
    }
}

impl Job for Refresh {
    fn name(&self) -> &'static str {
        "organisation.refresh"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run(&self, _: Timestamp) -> futures_util::future::BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(async move {
            self.organisation.refresh().await?;
            Ok(Progress::Rest)
        })
    }
}
