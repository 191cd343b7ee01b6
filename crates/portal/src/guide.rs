//! Short pages that stand behind the others: help, contacts, accessibility, personal data.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use web::{Context, Nav, Page};

use crate::Portal;
use crate::office::{ContactGroup, OfficeView, contacts, offices, open_now};

#[derive(Template)]
#[template(path = "help.html")]
pub(crate) struct HelpPage {
    pub(crate) page: Page,
    pub(crate) offices: Vec<OfficeView>,
    pub(crate) open_now: String,
}

/// Who answers for the offices, and where to complain.
#[derive(Template)]
#[template(path = "contact.html")]
pub(crate) struct ContactPage {
    pub(crate) page: Page,
    pub(crate) leaders: Vec<ContactGroup>,
    pub(crate) offices: Vec<OfficeView>,
    pub(crate) open_now: String,
    /// The event that names the procedures of reports and complaints, where it is published.
    pub(crate) complaints: Option<String>,
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

/// The event whose procedures are reports and complaints.
const COMPLAINTS: &str = "phan-anh";

/// What the notice must tell (Luật 91/2025/QH15): what is kept, why and on which ground, who sees
/// it, how long, the rights, and what happens when data get lost.
const PRIVACY: &[&str] =
    &["what", "why", "ground", "who", "shown", "kept", "rights", "ask", "children", "breach", "cookies"];
const ACCESSIBILITY: &[&str] = &["works", "checked", "not-yet", "help", "tell-us"];

pub(crate) async fn help(State(portal): State<Portal>, ctx: Context) -> Result<Response, web::Error> {
    let page = ctx.page(Nav::None).crumb(ctx.t("portal-help-title"), "/tro-giup");
    let offices = offices(portal.dossiers.organisation(), ctx.now);
    web::html(HelpPage { open_now: open_now(&page, &portal.dossiers.calendar()), offices, page })
}

pub(crate) async fn contact(State(portal): State<Portal>, ctx: Context) -> Result<Response, web::Error> {
    let published = portal.dossiers.catalogue().current(ctx.now).await?;
    let page = ctx.page(Nav::None).crumb(ctx.t("portal-contact-title"), "/lien-he");
    let organisation = portal.dossiers.organisation();
    web::html(ContactPage {
        leaders: contacts(organisation, ctx.now),
        offices: offices(organisation, ctx.now),
        open_now: open_now(&page, &portal.dossiers.calendar()),
        complaints: published.event(COMPLAINTS).map(catalogue::LifeEvent::path),
        page,
    })
}

pub(crate) async fn accessibility(ctx: Context) -> Result<Response, web::Error> {
    web::html(StatementPage::new(ctx.page(Nav::None), "accessibility", "/kha-nang-tiep-can", ACCESSIBILITY))
}

pub(crate) async fn privacy(ctx: Context) -> Result<Response, web::Error> {
    web::html(StatementPage::new(ctx.page(Nav::None), "privacy", "/quyen-rieng-tu", PRIVACY))
}

impl StatementPage {
    pub(crate) fn new(page: Page, name: &str, path: &str, parts: &[&str]) -> Self {
        let said = |part: &&str| {
            (page.t(&format!("portal-{name}-{part}-title")), page.t(&format!("portal-{name}-{part}-text")))
        };
        let title = page.t(&format!("portal-{name}-title"));
        Self {
            lead: page.t(&format!("portal-{name}-lead")),
            parts: parts.iter().map(said).collect(),
            page: page.crumb(title.clone(), path),
            title,
        }
    }
}
