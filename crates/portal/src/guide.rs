//! Short pages that stand behind the others: help, accessibility, personal data.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use web::{Context, Nav, Page};

use crate::Portal;
use crate::office::{OfficeView, offices, open_now};

#[derive(Template)]
#[template(path = "help.html")]
pub(crate) struct HelpPage {
    pub(crate) page: Page,
    pub(crate) offices: Vec<OfficeView>,
    pub(crate) open_now: String,
}

/// A page of headed paragraphs: `portal-{name}-{part}-title` and `-text`.
#[derive(Template)]
#[template(path = "statement.html")]
pub(crate) struct StatementPage {
    pub(crate) page: Page,
    pub(crate) title: String,
    pub(crate) lead: String,
    pub(crate) parts: Vec<(String, String)>,
}

pub(crate) async fn help(State(portal): State<Portal>, ctx: Context) -> Result<Response, web::Error> {
    let page = ctx.page(Nav::None);
    let offices = offices(portal.dossiers.organisation(), ctx.now);
    web::html(HelpPage { open_now: open_now(&page, &portal.dossiers.calendar()), offices, page })
}

pub(crate) async fn accessibility(ctx: Context) -> Result<Response, web::Error> {
    web::html(StatementPage::new(ctx.page(Nav::None), "accessibility", &["works", "not-yet", "tell-us"]))
}

pub(crate) async fn privacy(ctx: Context) -> Result<Response, web::Error> {
    web::html(StatementPage::new(ctx.page(Nav::None), "privacy", &["what", "why", "who", "shown", "cookies", "rights"]))
}

impl StatementPage {
    pub(crate) fn new(page: Page, name: &str, parts: &[&str]) -> Self {
        let said = |part: &&str| {
            (page.t(&format!("portal-{name}-{part}-title")), page.t(&format!("portal-{name}-{part}-text")))
        };
        Self {
            title: page.t(&format!("portal-{name}-title")),
            lead: page.t(&format!("portal-{name}-lead")),
            parts: parts.iter().map(said).collect(),
            page,
        }
    }
}
