//! Step 3: the papers of the checklist, one slot each. What a database holds is not asked for
//! (NĐ 309/2026/NĐ-CP); what was declared in step 2 is there already.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::Paper;
use dossier::{Content, PaperIn, StoredFile};
use web::{Chip, Context, FieldErrors, Fields, Form, Page, Path, Query, Sentence, Tone, UploadedFile};

use super::draft::{Draft, value};
use super::kept::is_for_later;
use super::step::{Frame, Step};
use super::stop::Stop;
use crate::Portal;
use crate::upload::{self, FileView};

/// Kind of copy of a declaration made on this site.
pub(crate) const ELECTRONIC_DECLARATION: &str = "tờ khai điện tử";

/// When a paper is asked, for somebody who files online.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Always.
    Always,
    /// It is what step 2 asks.
    Declared,
    /// A fact, not a paper: it stands in the dossier already.
    Known,
    /// The officer reads it in this database.
    Replaced(String),
    /// Only at a counter.
    InPerson,
    /// When somebody files for another.
    ByProxy,
    /// In the case described.
    When(String),
}

impl Asked {
    pub(crate) fn of(paper: &Paper, declared: Option<u16>) -> Self {
        let is_fact =
            !paper.forms.is_empty() && paper.forms.iter().all(|form| form == "thông tin" || form == "dữ liệu");
        match (&paper.replaced_by_database, paper.condition.as_deref()) {
            _ if declared == Some(paper.no) => Self::Declared,
            (_, Some("trực tiếp")) => Self::InPerson,
            (Some(database), _) => Self::Replaced(database.clone()),
            (None, Some("nộp thay")) => Self::ByProxy,
            (None, Some(condition)) => Self::When(condition.to_owned()),
            (None, None) if is_fact => Self::Known,
            (None, None) => Self::Always,
        }
    }

    const fn is_needed(&self, by_proxy: bool) -> bool {
        match self {
            Self::Always | Self::Declared | Self::Known => true,
            Self::ByProxy => by_proxy,
            Self::Replaced(_) | Self::InPerson | Self::When(_) => false,
        }
    }

    const fn takes_files(&self, by_proxy: bool) -> bool {
        match self {
            Self::Always | Self::When(_) | Self::Replaced(_) => true,
            Self::ByProxy => by_proxy,
            Self::Declared | Self::Known | Self::InPerson => false,
        }
    }
}

/// Numbers of the papers without which the draft cannot be filed.
pub(crate) fn needs(draft: &Draft) -> impl Iterator<Item = u16> {
    let (declared, by_proxy) = (draft.questions().declares, draft.dossier.content.proxy.is_some());
    let needed = move |paper: &&Paper| Asked::of(paper, declared).is_needed(by_proxy);
    draft.version.facts.papers.iter().filter(needed).map(|paper| paper.no)
}

#[derive(Template)]
#[template(path = "papers.html")]
pub(crate) struct PapersPage {
    pub(crate) page: Page,
    pub(crate) frame: Frame,
    pub(crate) summary: web::Html,
    pub(crate) limit: String,
    pub(crate) slots: Vec<Slot>,
}

/// One paper as the page shows it.
pub(crate) struct Slot {
    pub(crate) no: u16,
    pub(crate) name: String,
    pub(crate) when: String,
    pub(crate) chip: Option<Chip>,
    pub(crate) note: String,
    pub(crate) files: Vec<FileView>,
    pub(crate) error: Option<String>,
    pub(crate) takes_files: bool,
    /// Folded away: not asked for, though it may be sent.
    pub(crate) is_folded: bool,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let page = draft.page(&ctx, Step::Papers);
    let form = Fields::blank(&page);
    Ok(web::html(PapersPage::new(page, &draft, &query, &form))?)
}

pub(crate) async fn save(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    mut form: Form,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let here = Frame::address_of(&draft, Step::Papers, value(&query, "ve"));
    let unwanted = form.text("bo");
    if !unwanted.is_empty() {
        portal.keep_over(&ctx, draft, |filing| remove(&mut filing.papers, &unwanted)).await?;
        return Ok(ctx.redirect(&here));
    }
    let mut errors = form.upload_errors(ctx.locale);
    let fresh = take(&portal, &ctx, &draft, &mut form, &mut errors).await?;
    let version = Arc::clone(&draft.version);
    let draft = portal
        .keep_over(&ctx, draft, |filing| {
            fresh.iter().for_each(|(paper, file)| add(&mut filing.papers, paper, Some(file)));
            let known = version.facts.papers.iter().filter(|paper| Asked::of(paper, None) == Asked::Known);
            known.for_each(|paper| add(&mut filing.papers, paper, None));
        })
        .await?;
    let only_upload = form.text("lam") == "tai";
    if !only_upload && !is_for_later(&form) {
        tell_missing(&draft, &mut errors);
    }
    if !errors.is_empty() {
        let page = draft.page(&ctx, Step::Papers).with_errors(true);
        let form = Fields::again(&page, &form, errors);
        return Ok(web::html_invalid(PapersPage::new(page, &draft, &query, &form))?);
    }
    Ok(if only_upload { ctx.redirect(&here) } else { draft.on_from(&ctx, Step::Papers, &form, &query) })
}

/// Stores what arrived. A file that cannot be used is told next to its slot and loses no other.
async fn take(
    portal: &Portal,
    ctx: &Context,
    draft: &Draft,
    form: &mut Form,
    errors: &mut FieldErrors,
) -> Result<Vec<(Paper, StoredFile)>, web::Error> {
    let (declared, by_proxy) = (draft.questions().declares, draft.dossier.content.proxy.is_some());
    let mut fresh = Vec::new();
    for paper in &draft.version.facts.papers {
        if !Asked::of(paper, declared).takes_files(by_proxy) {
            continue;
        }
        let name = slot_name(paper.no);
        for file in form.kept_files(&name) {
            if is_held(&draft.dossier.content, paper.no, &file) {
                continue;
            }
            match upload::keep(&portal.files, ctx, draft.dossier.id, file).await? {
                Ok(stored) => fresh.push((paper.clone(), stored)),
                Err(sentence) => errors.push(name.clone(), sentence),
            }
        }
    }
    Ok(fresh)
}

fn slot_name(no: u16) -> String {
    format!("giay-{no}")
}

/// A second press of the button brings the same file again.
fn is_held(content: &Content, no: u16, file: &UploadedFile) -> bool {
    let held = content.papers.iter().filter(|paper| paper.no == Some(no)).flat_map(|paper| &paper.files);
    held.into_iter().any(|held| held.name == file.name && held.size == file.size_bytes)
}

fn add(papers: &mut Vec<PaperIn>, paper: &Paper, file: Option<&StoredFile>) {
    let place = papers.iter().position(|held| held.no == Some(paper.no)).unwrap_or_else(|| {
        let form = upload::ELECTRONIC_COPY.to_owned();
        papers.push(PaperIn { no: Some(paper.no), name: paper.name.clone(), form, quantity: 1, files: Vec::new() });
        papers.len() - 1
    });
    if let Some((held, file)) = papers.get_mut(place).zip(file) {
        held.files.push(file.clone());
    }
    papers.sort_by_key(|paper| paper.no);
}

fn remove(papers: &mut Vec<PaperIn>, file: &str) {
    for paper in papers.iter_mut() {
        paper.files.retain(|held| held.id.to_string() != file);
    }
    // What was there only as files is gone with the last of them; facts come again when saved.
    papers.retain(|paper| !paper.files.is_empty() || paper.form == ELECTRONIC_DECLARATION);
}

fn tell_missing(draft: &Draft, errors: &mut FieldErrors) {
    let (declared, by_proxy) = (draft.questions().declares, draft.dossier.content.proxy.is_some());
    for paper in &draft.version.facts.papers {
        let (name, asked) = (slot_name(paper.no), Asked::of(paper, declared));
        let is_there = draft.dossier.content.papers.iter().any(|held| held.no == Some(paper.no));
        if is_there || errors.has(&name) || !asked.is_needed(by_proxy) {
            continue;
        }
        let key = if asked == Asked::Declared { "portal-paper-undeclared" } else { "portal-paper-missing" };
        errors.push(name, Sentence::new(key).with("paper", &paper.name));
    }
}

impl PapersPage {
    fn new(page: Page, draft: &Draft, query: &[(String, String)], form: &Fields) -> Self {
        Self {
            frame: Frame::new(&page, draft, Step::Papers, value(query, "ve")),
            summary: form.summary(),
            limit: page.size(page.settings().upload_limit_bytes),
            slots: draft.version.facts.papers.iter().filter_map(|paper| slot(&page, draft, form, paper)).collect(),
            page,
        }
    }
}

/// How a paper is shown; one that only a proxy needs is not shown to others.
fn slot(page: &Page, draft: &Draft, form: &Fields, paper: &Paper) -> Option<Slot> {
    let by_proxy = draft.dossier.content.proxy.is_some();
    let asked = Asked::of(paper, draft.questions().declares);
    if asked == Asked::ByProxy && !by_proxy {
        return None;
    }
    let held = draft.dossier.content.papers.iter().find(|held| held.no == Some(paper.no));
    let files: Vec<FileView> =
        held.map(|held| held.files.iter().map(|file| FileView::new(page, file)).collect()).unwrap_or_default();
    let error = form.error(&slot_name(paper.no));
    let chip = match (&error, held, &asked) {
        (Some(_), ..) => Some(Chip::new(Tone::Late, page.t("portal-paper-chip-wrong"))),
        (None, Some(_), _) => Some(Chip::new(Tone::Ok, page.t("portal-paper-chip-there"))),
        (None, None, Asked::Replaced(_) | Asked::InPerson) => {
            Some(Chip::new(Tone::Info, page.t("portal-paper-chip-not-asked")))
        }
        (None, None, _) => None,
    };
    let (when, note) = match &asked {
        Asked::Always | Asked::Known | Asked::ByProxy => (String::new(), String::new()),
        Asked::Declared => (String::new(), page.t("portal-paper-declared")),
        Asked::InPerson => (String::new(), page.t("portal-paper-in-person")),
        Asked::Replaced(database) => {
            (paper.condition.clone().unwrap_or_default(), page.t1("portal-paper-replaced", "database", database))
        }
        Asked::When(condition) => (condition.clone(), String::new()),
    };
    Some(Slot {
        no: paper.no,
        name: paper.name.clone(),
        when,
        chip,
        note,
        is_folded: matches!(asked, Asked::Replaced(_)) && files.is_empty() && error.is_none(),
        takes_files: asked.takes_files(by_proxy),
        files,
        error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper(forms: &[&str], condition: Option<&str>, database: Option<&str>) -> Paper {
        Paper {
            no: 2,
            name: "Giấy chứng sinh".to_owned(),
            forms: forms.iter().map(|form| (*form).to_owned()).collect(),
            quantity: Some(1),
            condition: condition.map(str::to_owned),
            replaced_by_database: database.map(str::to_owned),
        }
    }

    #[test]
    fn what_the_state_already_holds_is_not_asked_for() {
        let replaced = Asked::of(&paper(&["bản chính"], None, Some("CSDL đất đai")), None);
        assert_eq!(replaced, Asked::Replaced("CSDL đất đai".to_owned()));
        assert!(!replaced.is_needed(false) && replaced.takes_files(false));
        let shown = Asked::of(&paper(&["xuất trình"], Some("trực tiếp"), Some("VNeID")), None);
        assert!(!shown.is_needed(false) && !shown.takes_files(false));
    }

    #[test]
    fn a_power_of_attorney_is_needed_only_from_a_proxy() {
        let power = Asked::of(&paper(&["bản chính"], Some("nộp thay"), None), None);
        assert!(power.is_needed(true) && !power.is_needed(false));
    }

    #[test]
    fn a_declaration_made_here_and_a_fact_need_no_file() {
        let declaration = Asked::of(&paper(&["tờ khai điện tử", "bản chính"], None, None), Some(2));
        let fact = Asked::of(&paper(&["thông tin"], None, None), None);
        for asked in [declaration, fact] {
            assert!(asked.is_needed(false) && !asked.takes_files(false), "{asked:?}");
        }
    }

    #[test]
    fn removing_the_last_file_of_a_paper_removes_the_paper_but_never_the_declaration() {
        let file: StoredFile = serde_json::from_value(serde_json::json!({
            "id": "0193a5b0-0000-7000-8000-000000000001", "name": "a.pdf", "media_type": "application/pdf", "size": 1
        }))
        .unwrap();
        let declaration = PaperIn {
            no: Some(1),
            name: "Tờ khai".to_owned(),
            form: ELECTRONIC_DECLARATION.to_owned(),
            quantity: 1,
            files: Vec::new(),
        };
        let mut papers = vec![declaration];
        add(&mut papers, &paper(&[], None, None), Some(&file));
        assert_eq!(papers.len(), 2);
        remove(&mut papers, "0193a5b0-0000-7000-8000-000000000001");
        assert_eq!(papers.iter().map(|paper| paper.no).collect::<Vec<_>>(), [Some(1)]);
    }
}
