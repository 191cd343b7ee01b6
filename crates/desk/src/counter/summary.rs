//! What the officer confirms before receiving: now, the date it gives, and why. Computed by the same
//! ledger that will keep it.

use calendar::{Ledger, Terms};
use catalogue::ProcedureVersion;
use dossier::present;
use organisation::Office;
use web::Page;

use crate::Desk;

/// The summary beside the form.
pub(crate) struct Summary {
    pub(crate) received: String,
    pub(crate) due: String,
    pub(crate) why: Vec<String>,
    pub(crate) fee: String,
    pub(crate) fee_note: String,
    pub(crate) result: String,
    pub(crate) is_instant: bool,
    /// Received too late to be settled today: a slip is given.
    pub(crate) is_tomorrow: bool,
}

impl Summary {
    /// None for a procedure without a published limit, which cannot be received.
    pub(crate) fn new(desk: &Desk, page: &Page, office: &Office, version: &ProcedureVersion) -> Option<Self> {
        let calendar = desk.dossiers.calendar();
        let terms = Terms { limit: version.facts.binding_limit()?, style: office.counting.into() };
        let ledger = Ledger::starting_at(calendar.start_at_counter(page.now));
        let why = ledger.explain(&calendar, terms, page.now);
        let due = why.outcome.due.map(|due| page.moment(due)).unwrap_or_default();
        let is_instant = version.facts.is_instant();
        Some(Self {
            received: page.moment(page.now),
            due,
            why: present::explanation(page, &why),
            fee: catalogue::fee_words(page, &version.facts),
            fee_note: version.facts.fee_note.clone(),
            result: version.facts.result.clone(),
            is_instant,
            is_tomorrow: is_instant && calendar.is_after_cut_off(page.now),
        })
    }
}
