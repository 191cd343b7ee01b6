//! Sweeps away files that no dossier ever named: uploads of abandoned drafts.

use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobError, Progress};

use crate::Files;

/// A draft keeps for 30 days; its files a little longer.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(35 * 24);
const AT_ONCE: i64 = 100;

/// The job.
#[derive(Clone, Debug)]
pub struct Sweep {
    files: Files,
}

/// The job that sweeps a file store.
#[must_use]
pub const fn sweep(files: Files) -> Sweep {
    Sweep { files }
}

impl Job for Sweep {
    fn name(&self) -> &'static str {
        "documents.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(3600)
    }

    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(async move {
            let before = now.saturating_sub(KEPT_FOR)?;
            let gone = self.files.forget_abandoned(before, AT_ONCE).await?;
            Ok(if i64::try_from(gone).unwrap_or(0) < AT_ONCE { Progress::Rest } else { Progress::More })
        })
    }
}
