//! What was changed, by whom and why, and how far the open dossiers follow.

use db::Tx;
use web::{Link, Page, format};

use crate::difference::differences;
use crate::page::{ADDRESS, Editor, words};
use crate::progress::{self, Recompute};
use crate::store::{self, EditionRow};

/// Editions shown at once, and differences told of each.
const SHOWN: usize = 10;
const DIFFERENCES_SHOWN: usize = 4;

/// One edition of the history.
pub(crate) struct EditionLine {
    pub(crate) number: i64,
    pub(crate) at: String,
    pub(crate) by: String,
    pub(crate) reason: String,
    pub(crate) changes: Vec<String>,
    pub(crate) more: usize,
    pub(crate) result: String,
}

/// A recomputation that waits or runs.
pub(crate) struct ProgressView {
    pub(crate) text: String,
    pub(crate) done: i64,
    pub(crate) total: i64,
    pub(crate) refresh: &'static str,
}

/// What the store says about the editions.
pub(super) struct Past {
    rows: Vec<EditionRow>,
    recomputes: Vec<Option<Recompute>>,
    outstanding: Vec<i64>,
    /// The newest of these that is under way.
    under_way: Option<Recompute>,
}

pub(super) fn past(tx: &mut Tx<'_>, through: i64) -> Result<Past, db::Error> {
    // One more than is shown, to tell how the oldest shown differs from the one before it.
    let rows = store::history(tx, through, i64::try_from(SHOWN + 1).unwrap_or(i64::MAX))?;
    let recomputes = rows.iter().map(|row| progress::of(tx, row.number)).collect::<Result<_, _>>()?;
    let outstanding = progress::outstanding(tx)?;
    // Dossiers may go to the newest edition at once, past those between.
    let mut under_way = None;
    for number in outstanding.iter().rev() {
        under_way = under_way.or(progress::of(tx, *number)?);
    }
    Ok(Past { rows, recomputes, outstanding, under_way })
}

impl Past {
    /// The recomputation that waits or runs; `None` when every open dossier follows.
    pub(super) fn progress(&self, page: &Page) -> Option<ProgressView> {
        let newest = self.outstanding.last()?;
        let count = |n: i64| format::count(page.locale, n);
        let (text, done, total) = match self.under_way {
            Some(run) => {
                let said = page.say("timetable-recomputing").with("number", run.edition.to_string());
                let said = said.with("done", count(run.done)).with("total", count(run.total));
                (said.with("moved", count(run.moved)).to_string(), run.done, run.total)
            }
            None => (page.t1("timetable-recompute-waits", "number", newest.to_string()), 0, 0),
        };
        Some(ProgressView { text, done, total, refresh: ADDRESS })
    }

    pub(super) fn lines(&self, page: &Page, editor: &Editor) -> Vec<EditionLine> {
        (0..self.rows.len().min(SHOWN)).filter_map(|index| self.line(page, editor, index)).collect()
    }

    pub(super) fn older(&self, page: &Page) -> Option<Link> {
        self.rows.get(SHOWN).map(|row| Link {
            label: page.t("timetable-older"),
            href: web::address_with(ADDRESS, &[("truoc", &row.number.to_string())]),
        })
    }

    fn line(&self, page: &Page, editor: &Editor, index: usize) -> Option<EditionLine> {
        let row = self.rows.get(index)?;
        let before = self.rows.get(index + 1);
        let found = before.map(|before| differences(&before.content.0, &row.content.0)).unwrap_or_default();
        Some(EditionLine {
            number: row.number,
            at: page.moment(row.made_at),
            by: row.made_by_name.clone(),
            reason: if row.number == 1 { page.t("timetable-edition-shipped") } else { row.reason.clone() },
            changes: found.iter().take(DIFFERENCES_SHOWN).map(|one| words::difference(page, editor, one)).collect(),
            more: found.len().saturating_sub(DIFFERENCES_SHOWN),
            result: self.recomputes.get(index).copied().flatten().map(|run| result(page, run)).unwrap_or_default(),
        })
    }
}

/// What the recomputation of an edition did; nothing while it goes on.
fn result(page: &Page, run: Recompute) -> String {
    if run.finished_at.is_none() {
        return String::new();
    }
    let count = |n: i64| format::count(page.locale, n);
    page.say("timetable-recomputed").with("total", count(run.total)).with("moved", count(run.moved)).to_string()
}
