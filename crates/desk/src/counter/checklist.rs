//! The papers of the procedure as ticked at the counter. Fields carry the procedure's code, so that
//! a tick for one procedure never counts for another chosen later.

use std::sync::Arc;

use catalogue::{Paper, ProcedureVersion};
use dossier::{PaperIn, StoredFile};
use web::{Context, Error, Field, FieldErrors, Fields, Form, Page};

use crate::Desk;
use crate::upload::{ELECTRONIC_COPY, FileView, Held, ORIGINAL};

/// What was handed in.
pub(crate) struct Checklist {
    pub(crate) papers: Vec<PaperIn>,
}

impl Checklist {
    pub(crate) async fn read(
        desk: &Desk,
        ctx: &Context,
        chosen: Option<&Arc<ProcedureVersion>>,
        form: &mut Form,
        errors: &mut FieldErrors,
    ) -> Result<Self, Error> {
        let Some(version) = chosen else { return Ok(Self { papers: Vec::new() }) };
        let mut papers = Vec::new();
        for paper in &version.facts.papers {
            let id = field_id(version, paper);
            let files = desk.keep_all(ctx, form, &format!("quet-giay.{id}"), errors).await?;
            if form.all("giay").contains(&id) || !files.is_empty() {
                papers.push(handed_in(paper, form, &id, files, errors));
            }
        }
        let others = form.lines("giay-khac");
        papers.extend(others.lines().filter(|line| !line.is_empty()).map(|name| PaperIn {
            no: None,
            name: name.to_owned(),
            form: ORIGINAL.to_owned(),
            quantity: 1,
            files: Vec::new(),
        }));
        Ok(Self { papers })
    }

    /// Papers everyone has to hand in that were not: all of them, by name.
    pub(crate) fn missing(&self, version: &ProcedureVersion, by_proxy: bool) -> Vec<String> {
        let is_missing = |paper: &&Paper| is_required(paper, by_proxy) && !self.has(paper.no);
        version.facts.papers.iter().filter(is_missing).map(|paper| paper.name.clone()).collect()
    }

    pub(crate) fn has(&self, no: u16) -> bool {
        self.papers.iter().any(|paper| paper.no == Some(no))
    }
}

/// The condition under which lists ask for the authorisation of whoever files for another.
const BY_PROXY: &str = "nộp thay";

/// Whether a paper must be there: asked in this case, and not looked up by the officer instead.
pub(crate) fn is_required(paper: &Paper, by_proxy: bool) -> bool {
    let is_asked = paper.is_always_asked() || (by_proxy && paper.condition.as_deref() == Some(BY_PROXY));
    is_asked && paper.replaced_by_database.is_none()
}

fn handed_in(paper: &Paper, form: &Form, id: &str, files: Vec<StoredFile>, errors: &mut FieldErrors) -> PaperIn {
    let typed = form.text(&format!("so-ban.{id}"));
    let quantity = if typed.is_empty() { Some(1) } else { typed.parse::<u16>().ok().filter(|count| *count > 0) };
    if quantity.is_none() {
        errors.push(format!("so-ban.{id}"), "desk-copies-unreadable");
    }
    let chosen = form.text(&format!("dang.{id}"));
    let otherwise = if files.is_empty() { ORIGINAL } else { ELECTRONIC_COPY };
    let form = if chosen.is_empty() { otherwise.to_owned() } else { chosen };
    PaperIn { no: Some(paper.no), name: paper.name.clone(), form, quantity: quantity.unwrap_or(1), files }
}

/// Whether the form says that somebody files for the owner.
pub(crate) fn is_by_proxy(form: &Fields) -> bool {
    form.is_chosen("proxy", "co")
}

fn field_id(version: &ProcedureVersion, paper: &Paper) -> String {
    format!("{}.{}", version.facts.key, paper.no)
}

/// One paper as the page lists it.
pub(crate) struct CheckRow {
    pub(crate) id: String,
    pub(crate) no: u16,
    pub(crate) name: String,
    /// When it is asked, or the database to look into.
    pub(crate) condition: String,
    pub(crate) is_required: bool,
    pub(crate) is_ticked: bool,
    pub(crate) form: Field,
    pub(crate) quantity: Field,
    pub(crate) scan: Field,
    pub(crate) held: Vec<FileView>,
}

pub(crate) fn rows(page: &Page, version: &ProcedureVersion, form: &Fields, held: &[Held]) -> Vec<CheckRow> {
    version.facts.papers.iter().map(|paper| row(page, version, paper, form, held)).collect()
}

fn row(page: &Page, version: &ProcedureVersion, paper: &Paper, form: &Fields, held: &[Held]) -> CheckRow {
    let id = field_id(version, paper);
    let scan_name = format!("quet-giay.{id}");
    let forms: Vec<(String, String)> = if paper.forms.is_empty() {
        [ORIGINAL, "bản sao", ELECTRONIC_COPY].map(|form| (form.to_owned(), form.to_owned())).into()
    } else {
        paper.forms.iter().map(|form| (form.clone(), form.clone())).collect()
    };
    let condition = match (&paper.replaced_by_database, &paper.condition) {
        (Some(database), _) => page.t1("desk-paper-replaced-by", "database", database),
        (None, Some(condition)) => condition.clone(),
        (None, None) => String::new(),
    };
    let quantity = paper.quantity.unwrap_or(1).to_string();
    let count = form.clone().with(&format!("so-ban.{id}"), quantity);
    CheckRow {
        no: paper.no,
        name: paper.name.clone(),
        condition,
        is_required: is_required(paper, is_by_proxy(form)),
        is_ticked: form.is_chosen("giay", &id),
        form: form.select(&format!("dang.{id}"), page.t("desk-paper-form"), &forms),
        quantity: count.text(&format!("so-ban.{id}"), page.t("desk-paper-quantity")).digits().width("w4"),
        scan: form.file(&scan_name, page.t("desk-paper-scan")),
        held: held.iter().filter(|held| held.field == scan_name).map(|held| FileView::new(page, &held.file)).collect(),
        id,
    }
}
