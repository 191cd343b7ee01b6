//! Step 2: the questions of the procedure. Answered in full they are the declaration itself, which
//! then nobody has to upload.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::ProcedureVersion;
use dossier::{Answer, PaperIn, asked_fields, read_asked};
use web::{Context, Field, FieldErrors, Fields, Form, Page, Path, Query, Site};

use super::draft::{Draft, today, value};
use super::kept::{Kept, conflict, is_for_later, stale_note};
use super::papers::ELECTRONIC_DECLARATION;
use super::question::{Asking, read, unanswered};
use super::set::QuestionSet;
use super::step::{Frame, Step};
use super::stop::Stop;
use crate::Portal;

#[derive(Template)]
#[template(path = "answers.html")]
pub(crate) struct AnswersPage {
    pub(crate) page: Page,
    pub(crate) frame: Frame,
    pub(crate) form: Fields,
    pub(crate) groups: Vec<GroupView>,
    /// The paper these answers stand for, when they do.
    pub(crate) declares: String,
}

pub(crate) struct GroupView {
    pub(crate) title: String,
    pub(crate) fields: Vec<Field>,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let page = draft.page(&ctx, Step::Answers);
    let declared = &draft.dossier.content.declared;
    let form = declared.iter().fold(Fields::blank(&page), |form, answer| form.with(&answer.key, answer.value.clone()));
    let form = if declared.is_empty() { usual(form) } else { form };
    Ok(web::html(AnswersPage::new(&ctx.site, page, &draft, &query, form))?)
}

pub(crate) async fn save(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    form: Form,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let mut errors = FieldErrors::new();
    let asking = Asking { site: &ctx.site, locale: ctx.locale, today: today(ctx.now), is_strict: !is_for_later(&form) };
    let mut answers = read(&asking, draft.questions(), &form, &mut errors);
    answers.extend(read_asked(&|name| form.text(name), &draft.asked, asking.is_strict, &mut errors));
    if !errors.is_empty() {
        let page = draft.page(&ctx, Step::Answers).with_errors(true);
        let form = Fields::again(&page, &form, errors);
        return Ok(web::html_invalid(AnswersPage::new(&ctx.site, page, &draft, &query, form))?);
    }
    let kept = portal
        .keep(&ctx, &draft, &form, |filing| {
            filing.declared.clone_from(&answers);
            declare(&mut filing.papers, draft.questions(), &draft.version, &answers);
        })
        .await?;
    match kept {
        Kept::Saved => Ok(draft.on_from(&ctx, Step::Answers, &form, &query)),
        Kept::Stale(now) => {
            let page = draft.page(&ctx, Step::Answers).with_errors(true);
            let form = Fields::again(&page, &form, FieldErrors::new());
            let mut view = AnswersPage::new(&ctx.site, page, &now, &query, form);
            view.frame.stale = Some(stale_note(&view.page, &now));
            Ok(conflict(web::html(view)?))
        }
    }
}

/// What most people would type.
fn usual(form: Fields) -> Fields {
    form.with("child.nationality", "Việt Nam")
}

/// Puts the declaration among the papers once every needed question has an answer, and takes it
/// out again when one was emptied.
fn declare(papers: &mut Vec<PaperIn>, set: &QuestionSet, version: &ProcedureVersion, answers: &[Answer]) {
    let Some(no) = set.declares else { return };
    papers.retain(|paper| paper.no != Some(no));
    let paper = version.facts.papers.iter().find(|paper| paper.no == no);
    if let Some(paper) = paper.filter(|_| unanswered(set, answers).next().is_none()) {
        let form = ELECTRONIC_DECLARATION.to_owned();
        let declaration = PaperIn { no: Some(no), name: paper.name.clone(), form, quantity: 1, files: Vec::new() };
        papers.insert(0, declaration);
    }
}

impl AnswersPage {
    fn new(site: &Site, page: Page, draft: &Draft, query: &[(String, String)], form: Fields) -> Self {
        let set = draft.questions();
        let declared = set.declares.and_then(|no| draft.version.facts.papers.iter().find(|paper| paper.no == no));
        let groups = set.groups.iter().map(|group| GroupView {
            title: page.t(&format!("portal-group-{}", group.name)),
            fields: group.questions.iter().map(|question| question.field(site, &page, &form)).collect(),
        });
        let mut groups: Vec<GroupView> = groups.collect();
        if !draft.asked.is_empty() {
            let fields = asked_fields(&page, &form, &draft.asked);
            groups.push(GroupView { title: page.t("dossier-asked"), fields });
        }
        Self {
            groups,
            frame: Frame::new(&page, draft, Step::Answers, value(query, "ve")),
            declares: declared.map(|paper| paper.name.clone()).unwrap_or_default(),
            form,
            page,
        }
    }
}
