//! The public pages: the list with its search, a field, one procedure, life events.
//!
//! | Address | Page |
//! |---|---|
//! | `/thu-tuc` | list, search, narrowing by links |
//! | `/thu-tuc/{code}`, `?truong-hop=2` | one procedure, its second variant |
//! | `/linh-vuc/{slug}` | the list of one field |
//! | `/su-kien`, `/su-kien/{slug}` | life events, one with its procedures |

mod asked;
mod events;
mod list;
mod missing;
mod show;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use web::{Context, Gate, Nav, Routes};

use crate::catalogue::Catalogue;
use crate::code::Key;
use crate::search::Search;
use asked::Asked;
pub use events::EventLink;
use events::{EventPage, EventsPage};
use list::ListPage;
use missing::MissingPage;
use show::ShowPage;

/// The parameters of an address, as they came.
type Parameters = Query<Vec<(String, String)>>;

/// The public pages of the catalogue.
#[must_use]
pub fn routes(catalogue: Catalogue) -> Routes {
    Routes::new("catalogue")
        .get("catalogue.list", "/thu-tuc", Gate::Public, list)
        .get("catalogue.show", "/thu-tuc/{code}", Gate::Public, show)
        .get("catalogue.field", "/linh-vuc/{slug}", Gate::Public, field)
        .get("catalogue.events", "/su-kien", Gate::Public, events)
        .get("catalogue.event", "/su-kien/{slug}", Gate::Public, event)
        .with_state(catalogue)
}

async fn list(
    State(catalogue): State<Catalogue>,
    ctx: Context,
    Query(parameters): Parameters,
) -> Result<Response, web::Error> {
    let published = catalogue.current(ctx.now).await?;
    let asked = Asked::read(&parameters);
    if let Some(version) = published.exact(&asked.query) {
        return Ok(ctx.redirect(&version.facts.key.path()));
    }
    let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-title"), "/thu-tuc");
    let title = page.t("catalogue-title");
    web::html(ListPage::new(page, title, &published, &asked))
}

async fn field(
    State(catalogue): State<Catalogue>,
    ctx: Context,
    Path(slug): Path<String>,
    Query(parameters): Parameters,
) -> Result<Response, web::Error> {
    let published = catalogue.current(ctx.now).await?;
    let name = published.fields().get(&slug).ok_or(web::Error::NotFound)?.name.clone();
    let mut asked = Asked::read(&parameters);
    asked.field = slug;
    let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-title"), "/thu-tuc");
    let page = page.crumb(name.clone(), asked.path_of_field());
    let title = page.t1("catalogue-title-field", "field", name);
    web::html(ListPage::new(page, title, &published, &asked))
}

async fn show(
    State(catalogue): State<Catalogue>,
    ctx: Context,
    Path(code): Path<String>,
    Query(parameters): Parameters,
) -> Result<Response, web::Error> {
    let published = catalogue.current(ctx.now).await?;
    let key = Search::key_of(&code).and_then(|key| {
        let variant = asked::value(&parameters, "truong-hop").map_or(Some(key.variant), |text| text.parse().ok())?;
        Some(Key { variant, ..key })
    });
    let Some(version) = key.as_ref().and_then(|key| published.by_key(key)) else {
        let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-title"), "/thu-tuc");
        let mut response = web::html(MissingPage::new(page, &code, &published))?;
        *response.status_mut() = StatusCode::NOT_FOUND;
        return Ok(response);
    };
    // `1013831` and `l.540429` are read, and lead to the printed form.
    if code != version.facts.key.code.as_str() {
        return Ok(ctx.redirect(&version.facts.key.path()));
    }
    let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-title"), "/thu-tuc");
    web::html(ShowPage::new(page, version, &published))
}

async fn events(State(catalogue): State<Catalogue>, ctx: Context) -> Result<Response, web::Error> {
    let published = catalogue.current(ctx.now).await?;
    let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-events"), "/su-kien");
    web::html(EventsPage::new(page, &published))
}

async fn event(
    State(catalogue): State<Catalogue>,
    ctx: Context,
    Path(slug): Path<String>,
) -> Result<Response, web::Error> {
    let published = catalogue.current(ctx.now).await?;
    let event = published.event(&slug).ok_or(web::Error::NotFound)?;
    let page = ctx.page(Nav::Procedures).crumb(ctx.t("catalogue-events"), "/su-kien");
    let page = page.crumb(event.title.said(ctx.locale), event.path());
    web::html(EventPage::new(page, event, &published))
}

#[cfg(test)]
mod tests;
