//! `/tim`: one box for what an officer has in hand: a code, a scan, a number, a telephone, a name.
//! Only what the officer reaches is found; one exact code opens at once.
//!
//! The words are sent as a form: a number or a name in an address would stay in the history of the
//! browser and in logs. `GET ?q=` is for codes, which are printed on paper anyway.

use askama::Template;
use audit::{PersonalField, Subject, record_read};
use axum::extract::State;
use axum::response::Response;
use base::identity_card::IdentityCard;
use base::text::clean;
use dossier::{Dossier, DossierCode, present};
use serde::Deserialize;
use web::{Chip, Context, Empty, Error, Form, Gate, Icon, Nav, Page, Query, Routes};

use crate::head::href;
use crate::list::row_class;
use crate::{Desk, READERS};

const PATH: &str = "/tim";
/// Longer than the code of any identity card.
const LENGTH_MAX: usize = 400;

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.search", PATH, Gate::Roles(READERS), show).post(
        "desk.find",
        PATH,
        Gate::Roles(READERS),
        find,
    )
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage {
    pub(crate) page: Page,
    pub(crate) query: String,
    pub(crate) found: String,
    pub(crate) rows: Vec<FoundRow>,
    pub(crate) empty: Option<Empty>,
}

/// A dossier that was found.
pub(crate) struct FoundRow {
    pub(crate) class: &'static str,
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) procedure: String,
    pub(crate) person: String,
    pub(crate) state: String,
    pub(crate) chip: Option<Chip>,
    /// Who has it now; closed dossiers are with nobody.
    pub(crate) place: String,
}

async fn show(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    if asked.q.is_empty() {
        return answer(&desk, &ctx, String::new()).await;
    }
    match DossierCode::parse(&clean(&asked.q)) {
        Some(code) => answer(&desk, &ctx, code.to_string()).await,
        // It may be a number that should not have come this way: off the address it goes.
        None => Ok(ctx.redirect(PATH)),
    }
}

async fn find(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    let typed: String = form.text("q").chars().take(LENGTH_MAX).collect();
    answer(&desk, &ctx, typed).await
}

async fn answer(desk: &Desk, ctx: &Context, query: String) -> Result<Response, Error> {
    let meant = IdentityCard::parse(&query).map_or_else(|| query.clone(), |card| card.personal_id.to_string());
    let mut found = if meant.is_empty() { Vec::new() } else { desk.dossiers.search(ctx.staff()?, &meant).await? };
    // A draft is the citizen's own until it is filed.
    found.retain(|dossier| dossier.code.is_some());
    if let ([only], Some(_)) = (found.as_slice(), DossierCode::parse(&meant)) {
        return Ok(ctx.redirect(&href(&only.label())));
    }
    if !found.is_empty() {
        record_read(ctx, Subject::Named(PATH), &[PersonalField::Identity]).await?;
    }
    let page = desk.page(ctx, Nav::Search).await?;
    let empty = (found.is_empty() && !query.is_empty()).then(|| Empty {
        icon: Icon::Search,
        title: page.t1("desk-search-nothing", "query", &query),
        text: page.t("desk-search-nothing-text"),
        link: None,
    });
    web::html(SearchPage {
        found: page.t1("desk-search-found", "n", found.len()),
        rows: found.iter().map(|dossier| row(desk, &page, dossier)).collect(),
        empty,
        query,
        page,
    })
}

fn row(desk: &Desk, page: &Page, dossier: &Dossier) -> FoundRow {
    let sla = desk.sla(dossier, page.now);
    let code = dossier.label();
    let holder = dossier.holder.filter(|_| !dossier.state.is_closed());
    FoundRow {
        class: sla.map_or("", row_class),
        href: href(&code),
        code,
        procedure: dossier.procedure_name.clone(),
        person: dossier.content.owner.name.clone(),
        state: page.said(&present::state(dossier.state.name())),
        chip: sla.map(|sla| present::sla_chip(page, sla)),
        place: holder.map_or_else(|| page.t("desk-search-nowhere"), |holder| desk.holder(page, &holder)),
    }
}
