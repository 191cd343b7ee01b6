//! Opinions asked outside the process, as the workbench shows them: who was asked what, and what came.

use access::Holder;
use dossier::{Opinion, OpinionEnd};
use jiff::Timestamp;
use web::{Chip, Page, Tone};

use crate::Desk;
use crate::head::Case;

/// One opinion.
pub(crate) struct OpinionRow {
    pub(crate) whom: String,
    pub(crate) question: String,
    pub(crate) chip: Chip,
    /// Until when, or who said what when.
    pub(crate) detail: String,
    pub(crate) text: String,
}

pub(super) fn rows(desk: &Desk, page: &Page, case: &Case) -> Vec<OpinionRow> {
    case.dossier.content.opinions.iter().rev().map(|opinion| row(desk, page, opinion)).collect()
}

fn row(desk: &Desk, page: &Page, opinion: &Opinion) -> OpinionRow {
    let (tone, key, detail, text) = match &opinion.end {
        None => {
            let tone = if opinion.due_at < page.now { Tone::Late } else { Tone::Pause };
            (tone, "desk-opinion-open", page.t1("desk-opinion-until", "at", page.moment(opinion.due_at)), String::new())
        }
        Some(OpinionEnd::Answer { at, name, agrees, text }) => {
            let (tone, key) = answer(*agrees);
            (tone, key, format!("{} · {name}", page.moment(*at)), text.clone())
        }
        Some(OpinionEnd::Silence { at }) => (Tone::Info, "desk-opinion-silent", page.moment(*at), String::new()),
        Some(OpinionEnd::Closing { at }) => (Tone::Info, "desk-opinion-closed", page.moment(*at), String::new()),
    };
    OpinionRow {
        whom: desk.place(&opinion.asked),
        question: opinion.question.clone(),
        chip: Chip::new(tone, page.t(key)),
        detail,
        text,
    }
}

/// Tone and word of an answer.
const fn answer(agrees: bool) -> (Tone, &'static str) {
    if agrees { (Tone::Ok, "desk-opinion-agree") } else { (Tone::Late, "desk-opinion-disagree") }
}

impl Desk {
    /// What the log says of a question.
    pub(super) fn asked_note(&self, page: &Page, asked: &Holder, question: &str, due_at: Timestamp) -> String {
        let until = page.t1("desk-opinion-until", "at", page.moment(due_at));
        format!("{}: {question} ({until})", self.place(asked))
    }

    /// What it says of an answer, or of none.
    pub(super) fn answered_note(&self, page: &Page, case: &Case, no: u16, given: Option<(bool, &str)>) -> String {
        let whom = case.dossier.opinion(no).map(|opinion| self.place(&opinion.asked)).unwrap_or_default();
        match given {
            Some((agrees, text)) => format!("{whom}: {}. {text}", page.t(answer(agrees).1)),
            None => format!("{whom}: {}", page.t("desk-opinion-silent")),
        }
    }
}
