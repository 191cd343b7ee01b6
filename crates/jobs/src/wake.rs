//! A handle that ends a job's rest.
//!
//! It is often called inside the transaction that writes the work, so the worker gives that
//! transaction a moment to commit before it looks. A call that comes too early is made good by the
//! next regular turn: waking saves time, it never carries the work.

use std::sync::Arc;

use tokio::sync::Notify;

/// Ends the rest of the job that holds the same handle. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// A handle.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Work is waiting, or will be in a moment. Calls that come together wake once; a call during a
    /// turn is remembered until its end.
    pub fn now(&self) {
        self.0.notify_one();
    }

    /// Waits for a call.
    pub(crate) async fn called(&self) {
        self.0.notified().await;
    }
}
