//! Whoever must act in the very transaction of a command: messages write their outbox here.
//!
//! Owned by the asker: `dossier` does not know who listens; `motcua` wires them.

use base::Actor;
use db::Tx;
use jiff::Timestamp;

use crate::dossier::Dossier;
use crate::event::Event;

/// What just happened.
#[derive(Clone, Copy, Debug)]
pub struct Happened<'a> {
    /// The dossier afterwards.
    pub dossier: &'a Dossier,
    /// The events, in order; at least one.
    pub events: &'a [Event],
    /// Position of the last event in the log.
    pub seq: i64,
    /// By whom.
    pub actor: &'a Actor,
    /// When.
    pub now: Timestamp,
}

/// Acts in the transaction of every command.
pub trait Listener: Send + Sync {
    /// Writes what must be kept together with the events.
    ///
    /// # Errors
    /// The store's; the whole command is then undone.
    fn happened(&self, tx: &mut Tx<'_>, happened: &Happened<'_>) -> Result<(), db::Error>;
}
