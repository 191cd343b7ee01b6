//! Somebody else acted while the form was open: what changed, and what had been typed.

use dossier::{CommandName, HistoryLine, present};
use web::{Fields, Page};

/// What happened since the form was drawn.
pub(crate) struct Conflict {
    pub(crate) changes: Vec<Change>,
    /// Label and text of what was typed, for when the form itself is gone.
    pub(crate) typed: Vec<(String, String)>,
}

/// One step somebody took.
pub(crate) struct Change {
    pub(crate) title: String,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) text: String,
}

/// Fields whose text is worth keeping, with the key of their label.
const TEXTS: &[(&str, &str)] = &[
    ("reason", "desk-reason"),
    ("note", "desk-note"),
    ("title", "desk-field-title"),
    ("summary", "desk-field-summary"),
    ("legal_basis", "desk-legal-basis"),
    ("notice", "desk-field-notice"),
    ("proof", "desk-field-proof"),
    ("question", "desk-opinion-question"),
    ("text", "desk-opinion-text"),
    ("extra.what", "desk-asking-extra"),
];

impl Conflict {
    pub(crate) fn new(page: &Page, command: CommandName, since: &[HistoryLine], form: &Fields) -> Self {
        let change = |line: &HistoryLine| Change {
            title: page.said(&present::event_title(&line.event)),
            by: line.actor.clone(),
            at: page.moment(line.at),
            text: present::event_text(page, &line.event),
        };
        // The ground of a pause is chosen from a list; its code is no text.
        let worth = |name: &str| command != CommandName::Pause || name != "reason";
        let typed = TEXTS.iter().filter(|(name, _)| worth(name) && !form.value(name).is_empty());
        Self {
            changes: since.iter().map(change).collect(),
            typed: typed.map(|(name, label)| (page.t(label), form.value(name).to_owned())).collect(),
        }
    }
}
