//! The supplement request, the only letter of its kind (Mẫu 02): every fault ticked together; and its answer at the counter, ticked off paper by paper.

use dossier::command::{RequestSupplement, Supplement, SupplementItem};
use dossier::{Command, PaperIn, State};
use web::{Context, Error, Field, FieldErrors, Fields, Form, Page};

use super::later::sent_or_shown;
use super::letter::Announced;
use super::read::{Read, wrong};
use super::send::only;
use crate::Desk;
use crate::head::Case;
use crate::upload::{ELECTRONIC_COPY, ORIGINAL};

/// The form that builds the letter.
pub(crate) struct Asking {
    pub(crate) rows: Vec<AskingRow>,
    pub(crate) extra: Field,
    pub(crate) extra_basis: Field,
    pub(crate) reason: Field,
    /// What is wrong with the list as a whole.
    pub(crate) error: Option<String>,
}

/// One paper of the checklist.
pub(crate) struct AskingRow {
    pub(crate) no: u16,
    pub(crate) name: String,
    pub(crate) is_here: bool,
    pub(crate) is_ticked: bool,
    pub(crate) what: Field,
}

impl Asking {
    pub(crate) fn new(page: &Page, case: &Case, form: &Fields) -> Self {
        let here = |no: u16| case.dossier.content.papers.iter().any(|paper| paper.no == Some(no));
        let is_second = case.dossier.state != State::Submitted
            && case.dossier.content.supplements.iter().any(|record| !record.before_receipt);
        let reason = form.lines("reason", page.t("desk-reason"));
        let row = |paper: &catalogue::Paper| AskingRow {
            no: paper.no,
            name: paper.name.clone(),
            is_here: here(paper.no),
            is_ticked: form.is_chosen("paper", &paper.no.to_string()),
            what: form.text(&format!("what.{}", paper.no), page.t1("desk-asking-what", "paper", &paper.name)),
        };
        Self {
            rows: case.version.facts.papers.iter().map(row).collect(),
            extra: form.lines("extra.what", page.t("desk-asking-extra")).optional(),
            extra_basis: form
                .text("extra.legal_basis", page.t("desk-legal-basis"))
                .hint(page.t("desk-asking-basis-hint"))
                .optional(),
            reason: if is_second { reason.hint(page.t("desk-asking-second")) } else { reason.optional() },
            error: form.error("items").or_else(|| form.error("what")),
        }
    }
}

pub(super) fn read_request(form: &Form) -> Read {
    let mut items: Vec<SupplementItem> = Vec::new();
    for no in form.all("paper").iter().filter_map(|no| no.parse::<u16>().ok()) {
        let what = form.lines(&format!("what.{no}"));
        if what.is_empty() {
            return wrong(&format!("what.{no}"), "desk-asking-what-missing");
        }
        items.push(SupplementItem { paper: Some(no), what, legal_basis: String::new() });
    }
    let (what, legal_basis) = (form.lines("extra.what"), form.text("extra.legal_basis"));
    if !what.is_empty() {
        if legal_basis.is_empty() {
            return wrong("extra.legal_basis", "dossier-refusal-beyond-checklist");
        }
        items.push(SupplementItem { paper: None, what, legal_basis });
    }
    if items.is_empty() {
        return wrong("items", "dossier-refusal-nothing-missing");
    }
    let request = RequestSupplement { items, reason: form.lines("reason") };
    sent_or_shown(form, Announced::Supplement(request))
}

/// The form that ticks off what was asked for.
pub(crate) struct Answers {
    pub(crate) rows: Vec<AnswerRow>,
    pub(crate) note: Field,
    pub(crate) error: Option<String>,
}

/// One thing that was asked for.
pub(crate) struct AnswerRow {
    pub(crate) index: usize,
    pub(crate) what: String,
    pub(crate) is_ticked: bool,
    pub(crate) file: Field,
}

impl Answers {
    pub(crate) fn new(page: &Page, case: &Case, form: &Fields) -> Self {
        let items = case.dossier.open_supplement().map(|record| record.items.as_slice()).unwrap_or_default();
        let rows = items.iter().enumerate().map(|(index, item)| AnswerRow {
            index,
            what: match item.paper.and_then(|no| paper_name(case, no)) {
                Some(name) => format!("{name}: {}", item.what),
                None => item.what.clone(),
            },
            is_ticked: form.is_chosen("item", &index.to_string()),
            file: form.file(&format!("file.{index}"), page.t("desk-answer-file")).optional(),
        });
        Self {
            rows: rows.collect(),
            note: form.lines("note", page.t("desk-answer-note")).optional(),
            error: form.error("papers"),
        }
    }
}

fn paper_name(case: &Case, no: u16) -> Option<String> {
    case.version.facts.papers.iter().find(|paper| paper.no == no).map(|paper| paper.name.clone())
}

pub(super) async fn read_answer(desk: &Desk, ctx: &Context, case: &Case, form: &mut Form) -> Result<Read, Error> {
    let items: Vec<SupplementItem> =
        case.dossier.open_supplement().map(|record| record.items.clone()).unwrap_or_default();
    let ticked = form.all("item");
    let mut errors: FieldErrors = form.upload_errors(ctx.locale);
    let mut papers = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let files = desk.keep_all(ctx, form, &format!("file.{index}"), &mut errors).await?;
        if !ticked.contains(&index.to_string()) && files.is_empty() {
            continue;
        }
        let name = item.paper.and_then(|no| paper_name(case, no)).unwrap_or_else(|| item.what.clone());
        let form = if files.is_empty() { ORIGINAL } else { ELECTRONIC_COPY }.to_owned();
        papers.push(PaperIn { no: item.paper, name, form, quantity: 1, files });
    }
    if !errors.is_empty() {
        return Ok(Read::Wrong(errors));
    }
    Ok(only(Command::Supplement(Supplement { papers, note: form.lines("note") })))
}
