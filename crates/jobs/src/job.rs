//! What a job is: a name, a rhythm, and one bounded piece of work a turn.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use futures_util::future::BoxFuture;
use jiff::Timestamp;

use crate::Wake;

/// Background work that comes back again and again.
pub trait Job: Send + Sync {
    /// `documents.sweep`: the crate, then the work. For the log.
    fn name(&self) -> &'static str;

    /// How long to rest when nothing waits.
    fn every(&self) -> Duration;

    /// The longest one turn may take; a turn beyond it is dropped and counts as a failure.
    fn time_max(&self) -> Duration {
        Duration::from_secs(60)
    }

    /// A handle that cuts the rest short, where somebody holds one.
    fn wake(&self) -> Option<Wake> {
        None
    }

    /// Does one piece of work. Whatever it does must survive being cut off and done again.
    fn run(&self, now: Timestamp) -> BoxFuture<'_, Result<Progress, JobError>>;
}

/// What a turn found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nothing is left to do for now.
    Rest,
    /// Something was done and more may wait.
    More,
}

/// Why a turn failed. The worker logs it and tries again later; nobody acts on its kind.
pub struct JobError(Box<dyn Error + Send + Sync>);

impl<E: Into<Box<dyn Error + Send + Sync>>> From<E> for JobError {
    fn from(cause: E) -> Self {
        Self(cause.into())
    }
}

impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for JobError {
    /// The whole chain of causes on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(next) = cause {
            write!(f, ": {next}")?;
            cause = next.source();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the sweep stopped")]
    struct Outer(#[source] std::io::Error);

    #[test]
    fn the_chain_of_causes_is_told_once() {
        let error = JobError::from(Outer(std::io::Error::other("disk full")));
        assert_eq!(error.to_string(), "the sweep stopped: disk full");
    }
}
