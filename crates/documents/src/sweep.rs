//! Sweeps away files that no dossier names a day after they came: uploads of forms that were never
//! sent, papers taken out of a draft, drafts thrown away.

use std::time::Duration;

use base::Actor;
use db::Tx;
use dossier::{Dossiers, Which};
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use jobs::{Job, JobError, Progress};

use crate::Files;
use crate::files::{WAITING_MAX, papers, results};
use crate::store::{self, FileRow};

const AT_ONCE: i64 = 20;
/// A removal that took longer than this has been given up: a turn lasts a minute at most.
const STOPPED_AFTER: SignedDuration = SignedDuration::from_mins(10);

/// The job.
#[derive(Clone, Debug)]
pub struct Sweep {
    files: Files,
    dossiers: Dossiers,
}

/// The job that sweeps a file store.
#[must_use]
pub const fn sweep(files: Files, dossiers: Dossiers) -> Sweep {
    Sweep { files, dossiers }
}

impl Sweep {
    async fn turn(&self, now: Timestamp) -> Result<Progress, JobError> {
        self.finish_removals(now).await?;
        let found = self.files.db.read::<_, _, db::Error>(move |tx| store::to_look_at(tx, now, AT_ONCE)).await?;
        let more = i64::try_from(found.len()).unwrap_or(0) == AT_ONCE;
        for row in found {
            if self.is_named(&row).await? {
                let (id, later) = (row.id, now.saturating_add(WAITING_MAX)?);
                self.files.db.write::<_, _, db::Error>(move |tx| store::postpone(tx, id, later)).await?;
            } else {
                self.files.remove(&row, now).await?;
            }
        }
        Ok(if more { Progress::More } else { Progress::Rest })
    }

    /// Takes bytes off the shelf that a stopped process left half removed.
    async fn finish_removals(&self, now: Timestamp) -> Result<(), JobError> {
        let before = now.saturating_sub(STOPPED_AFTER)?;
        let found = self.files.db.read::<_, _, db::Error>(move |tx| store::half_removed(tx, before, AT_ONCE)).await?;
        for (sha256, began_at) in found {
            let digest = sha256.clone();
            let take = move |tx: &mut Tx<'_>| store::take_over(tx, &digest, began_at, now);
            if self.files.db.write::<_, _, db::Error>(take).await? == 1 {
                self.files.clear(sha256).await?;
            }
        }
        Ok(())
    }

    /// A draft names its files long before it is filed and they are kept.
    async fn is_named(&self, row: &FileRow) -> Result<bool, JobError> {
        match self.dossiers.read(&Actor::system(), Which::Id(row.dossier)).await {
            Ok(dossier) => Ok(papers(&dossier.content).chain(results(&dossier.content)).any(|file| file.id == row.id)),
            Err(dossier::Error::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

impl Job for Sweep {
    fn name(&self) -> &'static str {
        "documents.sweep"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>> {
        Box::pin(self.turn(now))
    }
}
