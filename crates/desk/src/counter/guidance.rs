//! "Hướng dẫn bổ sung, chưa nhận": everything that is missing on one sheet to take home. No dossier is
//! made and nothing is stored; what was typed goes along, so that the form comes back with it.

use askama::Template;
use axum::response::Response;
use base::text::clean_lines;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page};

use super::Intake;
use super::checklist::{Checklist, is_required};
use super::view::{self, View};
use crate::Desk;

/// What was pressed, scanned or searched; the rest of the form is kept.
const PASSING: &[&str] = &["viec", "quet", "tim", "chon"];

#[derive(Template)]
#[template(path = "guidance.html")]
pub(crate) struct GuidancePage {
    pub(crate) page: Page,
    pub(crate) office: String,
    pub(crate) officer: String,
    pub(crate) person: String,
    pub(crate) procedure: String,
    /// Papers everyone hands in that are missing.
    pub(crate) missing: Vec<String>,
    /// Papers asked in some cases only, with the case.
    pub(crate) conditional: Vec<(String, String)>,
    pub(crate) note: String,
    /// Everything typed, to be sent back to the form.
    pub(crate) typed: Vec<(String, String)>,
}

pub(crate) async fn show(
    desk: &Desk,
    ctx: &Context,
    intake: &Intake,
    form: &Form,
    checklist: &Checklist,
) -> Result<Response, Error> {
    let Some(version) = &intake.chosen else {
        let mut errors = FieldErrors::new();
        errors.push("tim", "desk-procedure-missing");
        let fields = Fields::again(&ctx.page(Nav::Counter), form, errors);
        let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        return view::draw(desk, ctx, intake, View { status, ..View::of(fields) }).await;
    };
    let by_proxy = form.checked("proxy");
    let depends = |paper: &&catalogue::Paper| !is_required(paper, by_proxy) && paper.replaced_by_database.is_none();
    let conditional = version.facts.papers.iter().filter(depends).filter(|paper| !checklist.has(paper.no));
    web::html(GuidancePage {
        office: intake.office.name.clone(),
        officer: ctx.staff()?.name.clone(),
        person: form.text("owner.name"),
        procedure: version.facts.name.clone(),
        missing: checklist.missing(version, by_proxy),
        conditional: conditional.filter_map(|paper| Some((paper.name.clone(), paper.condition.clone()?))).collect(),
        note: clean_lines(&form.lines("guidance")),
        typed: form.under("").into_iter().filter(|(name, _)| !PASSING.contains(&name.as_str())).collect(),
        page: desk.page(ctx, Nav::Counter).await?,
    })
}
