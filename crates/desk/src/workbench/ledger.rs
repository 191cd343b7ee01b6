//! The tab "Sổ đồng hồ": every entry of the clock with the date after it, and the time each step has had
//! against its share. Computed for the page; nothing of it is stored.

use calendar::local;
use dossier::{LedgerLine, StepTime, present, step_times};
use web::{Error, Page};

use super::flow::share_words;
use crate::Desk;
use crate::head::Case;

/// The two tables.
pub(crate) struct LedgerView {
    pub(crate) entries: Vec<EntryRow>,
    pub(crate) steps: Vec<StepRow>,
}

/// One entry.
pub(crate) struct EntryRow {
    pub(crate) at: String,
    pub(crate) title: String,
    pub(crate) basis: String,
    pub(crate) reason: String,
    pub(crate) evidence: String,
    pub(crate) by: String,
    pub(crate) due: String,
    /// The date lateness is measured by, where it is another one.
    pub(crate) late_after: String,
}

/// One step.
pub(crate) struct StepRow {
    pub(crate) no: u16,
    pub(crate) name: String,
    pub(crate) time: String,
    pub(crate) is_over: bool,
}

pub(crate) async fn view(desk: &Desk, page: &Page, case: &Case) -> Result<LedgerView, Error> {
    let history = desk.dossiers.history(case.dossier.id).await?;
    let entries = case.dossier.ledger(&history);
    let steps = step_times(&case.dossier, &case.definition, page.now);
    Ok(LedgerView {
        entries: entries.iter().map(|line| entry(page, line)).collect(),
        steps: steps.iter().map(|time| step(page, time)).collect(),
    })
}

fn entry(page: &Page, line: &LedgerLine) -> EntryRow {
    let words = present::ledger_words(page, line);
    let differs = line.due.is_some_and(|due| due != line.late_after);
    EntryRow {
        at: page.moment(line.at),
        title: words.title,
        basis: words.basis,
        reason: line.reason.clone(),
        evidence: words.evidence,
        by: line.by.clone(),
        due: line.due.map_or_else(|| page.t("desk-due-open"), |due| page.moment(due)),
        late_after: if differs { page.date_short(local(line.late_after).date()) } else { String::new() },
    }
}

fn step(page: &Page, time: &StepTime) -> StepRow {
    StepRow {
        no: time.no,
        name: time.name.clone(),
        time: if time.budget_minutes > 0 {
            share_words(page, time.used_minutes, time.budget_minutes)
        } else {
            catalogue::minutes_words(page, time.used_minutes)
        },
        is_over: time.is_over(),
    }
}
