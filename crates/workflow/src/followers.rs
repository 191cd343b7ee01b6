//! How many dossiers follow a process: asked here, answered by whoever keeps the dossiers.

use base::WorkflowId;
use db::Tx;

/// Whoever knows the dossiers of a process.
pub trait Followers: Send + Sync {
    /// How many open dossiers follow a process, counted up to [`FOLLOWERS_MAX`].
    ///
    /// # Errors
    /// The store's.
    fn open(&self, tx: &mut Tx<'_>, workflow: WorkflowId) -> Result<i64, db::Error>;
}

/// Counting stops here; as many are shown as "999+".
pub const FOLLOWERS_MAX: i64 = 1000;
