//! How many open dossiers follow a process, for the page on which an office draws the next one.

use base::WorkflowId;
use db::Tx;
use workflow::{FOLLOWERS_MAX, Followers};

use super::Dossiers;
use crate::store;

impl Followers for Dossiers {
    fn open(&self, tx: &mut Tx<'_>, workflow: WorkflowId) -> Result<i64, db::Error> {
        store::count_following(tx, workflow, FOLLOWERS_MAX)
    }
}
