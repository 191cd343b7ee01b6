//! `/nop-ho-so`: how filing goes, what can be filed here, and the own drafts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::{ProcedureVersion, fee_words, limit_words, online_words};
use dossier::{Dossiers, Line, StateName};
use web::{Context, Nav, OnlineFiling, Page, Query, address_with};

use super::draft::{filing_path, value};
use crate::{Portal, home};

/// Procedures one search shows.
const HITS_MAX: usize = 20;

#[derive(Template)]
#[template(path = "filing.html")]
pub(crate) struct FilingPage {
    pub(crate) page: Page,
    pub(crate) query: String,
    pub(crate) heading: String,
    pub(crate) hits: Vec<HitView>,
    pub(crate) drafts: Vec<DraftView>,
    /// Where people file when not here.
    pub(crate) national: Option<String>,
}

/// A procedure that can be filed online.
pub(crate) struct HitView {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) facts: String,
}

/// An unfinished filing.
pub(crate) struct DraftView {
    pub(crate) procedure: String,
    pub(crate) owner: String,
    pub(crate) opened: String,
    pub(crate) href: String,
    pub(crate) discard: String,
    pub(crate) id: String,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, web::Error> {
    let published = portal.dossiers.catalogue().current(ctx.now).await?;
    let asked: String = value(&query, "q").unwrap_or_default().chars().take(200).collect();
    let page = ctx.page(Nav::Filing);
    let found: Vec<_> = if asked.is_empty() {
        home::most_used(&published).into_iter().filter(|version| version.facts.is_filed_online()).collect()
    } else {
        let hits = published.search(&asked, 200).into_iter().map(|hit| hit.procedure);
        hits.filter(|version| version.facts.is_filed_online()).take(HITS_MAX).collect()
    };
    let heading = match (asked.is_empty(), found.len()) {
        (true, _) => page.t("portal-most-used"),
        (false, 0) => page.t1("portal-filing-none", "query", &asked),
        (false, count) => page.say("portal-filing-found").with("n", count).with("query", &asked).to_string(),
    };
    let drafts = if page.is_citizen() { drafts_of(&portal.dossiers, &ctx, &page).await? } else { Vec::new() };
    web::html(FilingPage {
        hits: found.iter().map(|version| HitView::new(&page, version)).collect(),
        national: national(&page),
        query: asked,
        heading,
        drafts,
        page,
    })
}

pub(crate) fn national(page: &Page) -> Option<String> {
    match &page.settings().online_filing {
        OnlineFiling::Here => None,
        OnlineFiling::NationalPortal { url } => Some(url.clone()),
    }
}

impl HitView {
    fn new(page: &Page, version: &ProcedureVersion) -> Self {
        let facts = &version.facts;
        let words =
            [limit_words(page, facts.binding_limit()), fee_words(page, facts), online_words(page, facts.online)];
        Self { name: facts.name.clone(), href: filing_path(&facts.key.to_string()), facts: words.join(" · ") }
    }
}

/// The drafts of whoever is signed in, newest first.
pub(crate) async fn drafts_of(dossiers: &Dossiers, ctx: &Context, page: &Page) -> Result<Vec<DraftView>, web::Error> {
    let lines = dossiers.of_account(ctx.citizen()?).await?;
    Ok(lines.iter().filter(|line| line.state == StateName::Draft).map(|line| DraftView::new(page, line)).collect())
}

impl DraftView {
    fn new(page: &Page, line: &Line) -> Self {
        let code = line.procedure_code.split('/').next().unwrap_or_default();
        Self {
            procedure: line.procedure_name.clone(),
            owner: line.owner_name.clone(),
            opened: page.moment_short(line.sort_at),
            href: address_with(&format!("/nop-ho-so/{code}"), &[("nhap", &line.id.to_string())]),
            discard: format!("/nop-ho-so/{code}/xoa"),
            id: line.id.to_string(),
        }
    }
}
