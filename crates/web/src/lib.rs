//! What every page needs: who asks and in which language, forms and their errors, the shell
//! around a page, the table of routes with its gates, translations, uploads, rate limits.
//!
//! # A handler
//!
//! ```ignore
//! #[derive(Template)]
//! #[template(path = "inbox.html")]           // {% extends "desk.html" %}
//! struct InboxPage {
//!     page: web::Page,
//!     rows: Vec<InboxRow>,
//! }
//!
//! async fn inbox(State(desk): State<Desk>, ctx: web::Context) -> Result<Response, web::Error> {
//!     let agency = desk.agency_of(ctx.staff()?)?;
//!     let now = ctx.now;
//!     let rows = ctx.site.db.read(move |tx| dossier::inbox(tx, agency, now)).await?;
//!     web::html(InboxPage { page: ctx.page(web::Nav::Inbox), rows })
//! }
//!
//! async fn annotate(State(desk): State<Desk>, ctx: web::Context, form: web::Form) -> Result<Response, web::Error> {
//!     let mut errors = web::FieldErrors::new();
//!     let note = form.required_lines("note", "desk-note-missing", &mut errors);
//!     if !errors.is_empty() {
//!         let page = ctx.page(web::Nav::Inbox);
//!         let form = web::Fields::again(&page, &form, errors);
//!         return web::html_invalid(NotePage { page: page.with_errors(true), form });
//!     }
//!     desk.annotate(ctx.staff()?, &note, form.idempotency_key()).await?;
//!     Ok(ctx.redirect_noting("/ban-lam-viec", "desk-noted"))
//! }
//!
//! web::Routes::new("desk")
//!     .get("desk.inbox", "/ban-lam-viec", web::Gate::Staff, inbox)
//!     .post("desk.annotate", "/ban-lam-viec/ghi-chu", web::Gate::Staff, annotate)
//!     .with_state(desk)
//! ```
//!
//! A template extends `portal.html` or `desk.html` (list this crate's `templates` in `askama.toml`),
//! fills the blocks `title` and `main`, holds the page as `page` and its form as `form`:
//!
//! ```text
//! {% extends "desk.html" %}
//! {% block title %}{{ page.t("desk-inbox") }}{% endblock %}
//! {% block main %}
//! <form method="post" action="/ban-lam-viec/ghi-chu">
//!   {{ page.csrf_field() }}
//!   {{ form.lines("note", page.t("desk-note")).hint(page.t("desk-note-hint")) }}
//!   <button class="btn">{{ web::Icon::Tick }} {{ page.t("desk-note-save") }}</button>
//! </form>
//! {% endblock %}
//! ```
//!
//! # Invariants
//! - no route without a gate, and none outside the table;
//! - no changing request from a browser without the secret of its session;
//! - no inline script or style: the content security policy refuses them;
//! - nothing of a form that was cut off or too large stays on the disk;
//! - spans and logs name routes by their pattern and never hold an address, a name or a number.
//!
//! Emits no events.

mod address;
mod asset;
mod context;
mod cookie;
mod csrf;
mod error;
mod extract;
mod failure;
mod field;
mod form;
pub mod format;
mod gate;
mod icon;
mod identify;
mod layers;
mod locale;
mod nav;
mod page;
mod part;
mod rate;
mod routes;
mod site;
#[cfg(test)]
mod tests;

// Templates of every crate name icons and tones as `web::…`; so do those of this one.
extern crate self as web;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html as HtmlBody, IntoResponse as _, Response};

pub use address::{address_with, local_address};
pub use context::{Context, network_of};
pub use error::Error;
pub use extract::{Json, Path, Query};
pub use field::{Field, FieldErrors, Fields};
pub use form::{Form, UploadedFile, clear_spool};
pub use gate::Gate;
pub use icon::Icon;
pub use identify::{Identify, SignedIn};
pub use locale::{Arg, LocaleError, LocaleFiles, Locales, Sentence, Value};
pub use nav::{Nav, NavEntry, NavGroup};
pub use page::{Page, Saying};
pub use part::{
    Chip, DayMark, DayStrip, DueDate, Empty, FileRow, Html, Link, Note, Pager, StepMark, StripDay, Timeline,
    TimelineStep, Tone, Used,
};
pub use rate::{Limit, RateLimiter};
pub use routes::{RouteInfo, Routes};
pub use site::{OnlineFiling, Settings, Site};

/// The sentences of the frame and of errors.
pub const LOCALE: LocaleFiles = locale_files!("web");

/// A page.
///
/// # Errors
/// [`Error::Internal`] when the template fails.
pub fn html(template: impl Template) -> Result<Response, Error> {
    Ok(HtmlBody(template.render()?).into_response())
}

/// A form drawn again with what must be corrected (422).
///
/// # Errors
/// As [`html`].
pub fn html_invalid(template: impl Template) -> Result<Response, Error> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, HtmlBody(template.render()?)).into_response())
}
