//! The history of one dossier, read from the log.

use jiff::Timestamp;

use crate::event::Event;

/// One event as the log holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryLine {
    /// Version after it.
    pub version: i64,
    /// When.
    pub at: Timestamp,
    /// By whom, by name.
    pub actor: String,
    /// What happened.
    pub event: Event,
}

/// Reads lines of the log; a kind this release does not know is left out.
pub(crate) fn lines(events: Vec<db::events::Event>) -> Vec<HistoryLine> {
    events
        .into_iter()
        .filter_map(|written| {
            let event = serde_json::from_value(written.body).ok()?;
            Some(HistoryLine { version: written.version, at: written.at, actor: written.actor_name, event })
        })
        .collect()
}
