//! The list: every procedure with a limit, and where its process comes from.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use web::{Chip, Context, Error, Fields, Nav, Page, Tone};

use super::{Desk, address};
use crate::version::{self, Version};
use crate::wording;

const ROWS: usize = 60;

#[derive(Template)]
#[template(path = "list.html")]
pub(super) struct ListPage {
    pub(super) page: Page,
    pub(super) form: Fields,
    pub(super) rows: Vec<Row>,
    pub(super) shown: String,
}

pub(super) struct Row {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) href: String,
    pub(super) limit: String,
    pub(super) source: String,
    pub(super) draft: Option<Chip>,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::Workflows);
    let wanted = query.get("q").map_or("", String::as_str).trim();
    let published = desk.catalogue.current(ctx.now).await?;
    let versions = ctx.site.db.read(version::all).await?;
    let matches = |procedure: &&std::sync::Arc<catalogue::ProcedureVersion>| {
        let folded = base::text::fold(&procedure.facts.name);
        let named = procedure.facts.key.to_string().contains(wanted) || folded.contains(&base::text::fold(wanted));
        version::limit_minutes(procedure).is_ok() && named
    };
    let found: Vec<_> = published.all().iter().filter(matches).collect();
    let rows: Vec<Row> = found.iter().take(ROWS).map(|one| row(&page, one, &versions)).collect();
    let shown = page.say("workflow-shown").with("n", rows.len()).with("all", found.len()).to_string();
    let form = Fields::blank(&page).with("q", wanted);
    web::html(ListPage { page, form, rows, shown })
}

fn row(page: &Page, procedure: &catalogue::ProcedureVersion, versions: &[Version]) -> Row {
    let facts = &procedure.facts;
    let code = facts.key.to_string();
    let own = || versions.iter().filter(|version| version.procedure_key == code);
    let latest = own().filter_map(|version| version.valid_from).max();
    let source = match latest {
        Some(from) => page.t1("workflow-source-own", "date", page.date(from)),
        None if facts.steps.is_empty() => page.t("workflow-source-template"),
        None => page.t("workflow-source-published"),
    };
    let has_draft = own().any(|version| !version.published);
    let minutes = version::limit_minutes(procedure).unwrap_or_default();
    Row {
        href: address(&facts.key),
        name: facts.name.clone(),
        limit: wording::duration(minutes, page),
        source,
        draft: has_draft.then(|| Chip::new(Tone::Soon, page.t("workflow-draft"))),
        code,
    }
}
