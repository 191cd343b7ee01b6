//! Impressions of a year by agency and month.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::local;
use serde::Deserialize;
use web::{Context, Error, Fields, Nav, Page, Query};

use super::ADDRESS;
use crate::download::Papers;
use crate::seals::store;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    nam: String,
}

#[derive(Template)]
#[template(path = "seal_report.html")]
pub(crate) struct ReportPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) rows: Vec<AgencyLine>,
}

/// One agency: impressions in each month, and all of them.
pub(crate) struct AgencyLine {
    pub(crate) agency: String,
    pub(crate) months: [i64; 12],
    pub(crate) sum: i64,
}

pub(crate) async fn show(
    State(papers): State<Papers>,
    ctx: Context,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let this_year = i64::from(local(ctx.now).year());
    let year = asked.nam.parse::<i64>().ok().filter(|year| (2000..=9999).contains(year)).unwrap_or(this_year);
    let found = ctx.site.db.read(move |tx| store::by_month(tx, year * 100 + 1, year * 100 + 12)).await?;
    let organisation = papers.dossiers.organisation();
    let mut lines: BTreeMap<String, [i64; 12]> = BTreeMap::new();
    for row in found {
        let agency = organisation.agency(row.agency).map(|agency| agency.name.clone()).unwrap_or_default();
        let months = lines.entry(agency).or_default();
        let place = usize::try_from(row.month % 100 - 1).unwrap_or_default();
        if let Some(month) = months.get_mut(place) {
            *month += row.copies;
        }
    }
    let page = ctx.page(Nav::Seals).crumb(ctx.t("documents-seals"), ADDRESS).crumb(ctx.t("documents-seal-report"), "");
    let rows = lines.into_iter().map(|(agency, months)| AgencyLine { agency, months, sum: months.iter().sum() });
    web::html(ReportPage { form: Fields::blank(&page).with("nam", year.to_string()), rows: rows.collect(), page })
}
