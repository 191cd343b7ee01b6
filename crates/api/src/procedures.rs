//! The published procedures, for anybody.

mod shape;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use catalogue::{Key, ProcedureSummary, ProcedureView, Published};
use web::{Path, Query};

use crate::Api;
use crate::caller::Anybody;
use crate::error::{Error, Fault};
use crate::openapi::Refusals;
use crate::paging::Parameters;
use crate::problem::answer;
pub(crate) use shape::{Procedure, ProcedurePage, TimeLimit};

/// Longest question.
const QUESTION_MAX: usize = 200;

/// The published procedures by code, or those that answer a question, best first.
///
/// Without `q` the list goes on at `next`; with `q` the answer is one page, as the desk searches: without
/// marks, by half a word, by everyday words, by code.
#[utoipa::path(
    get,
    path = "/api/v1/procedures",
    operation_id = "listProcedures",
    tag = "procedures",
    security(()),
    params(
        ("q" = Option<String>, Query, description = "Words or a code."),
        ("after" = Option<String>, Query, description = "The `next` of the page before; not together with `q`."),
        ("limit" = Option<u16>, Query, description = "Lines of a page: 1 to 200, else 50.", minimum = 1, maximum = 200),
    ),
    responses((status = 200, description = "One page of procedures.", body = ProcedurePage), Refusals)
)]
pub(crate) async fn list(
    State(api): State<Api>,
    Anybody(ctx): Anybody,
    Query(sent): Query<Vec<(String, String)>>,
) -> Response {
    let outcome = async {
        let asked = Parameters::among(sent, &["q", "after", "limit"])?;
        let published = api.dossiers.catalogue().current(ctx.now).await?;
        found(&published, &asked)
    };
    answer(&api, &ctx, outcome.await)
}

fn found(published: &Published, asked: &Parameters) -> Result<Response, Error> {
    let limit = asked.limit()?;
    let Some(question) = asked.get("q") else { return page(published, asked, limit) };
    if question.chars().count() > QUESTION_MAX {
        return Err(Fault::new("q", "too-long").into());
    }
    if asked.get("after").is_some() {
        return Err(Fault::new("after", "not-with-question").into());
    }
    let hits = published.search(question, limit);
    let items: Vec<_> = hits.iter().map(|hit| ProcedureSummary::from(&hit.procedure.facts)).collect();
    Ok(axum::Json(serde_json::json!({ "items": items, "next": null })).into_response())
}

fn page(published: &Published, asked: &Parameters, limit: usize) -> Result<Response, Error> {
    let after: Option<Key> = match asked.get("after") {
        Some(text) => Some(text.parse().map_err(|_| Fault::new("after", "not-a-place"))?),
        None => None,
    };
    let mut versions: Vec<_> =
        published.all().iter().filter(|version| after.as_ref().is_none_or(|key| version.facts.key > *key)).collect();
    versions.sort_by(|one, other| one.facts.key.cmp(&other.facts.key));
    let next = versions.get(limit).and_then(|_| versions.get(limit - 1)).map(|last| last.facts.key.to_string());
    let items: Vec<_> = versions.iter().take(limit).map(|version| ProcedureSummary::from(&version.facts)).collect();
    Ok(axum::Json(serde_json::json!({ "items": items, "next": next })).into_response())
}

/// One procedure in full: papers, fees, steps, limit.
#[utoipa::path(
    get,
    path = "/api/v1/procedures/{code}",
    operation_id = "getProcedure",
    tag = "procedures",
    security(()),
    params(
        ("code" = String, Path, description = "National or local code.", example = "1.013225"),
        ("variant" = Option<u16>, Query, description = "2 for the second case under one code."),
    ),
    responses((status = 200, description = "The procedure.", body = Procedure), Refusals)
)]
pub(crate) async fn show(
    State(api): State<Api>,
    Anybody(ctx): Anybody,
    Path(code): Path<String>,
    Query(sent): Query<Vec<(String, String)>>,
) -> Response {
    let outcome = async {
        let asked = Parameters::among(sent, &["variant"])?;
        let key = key(&code, &asked)?;
        let published = api.dossiers.catalogue().current(ctx.now).await?;
        let version = published.by_key(&key).ok_or(dossier::Error::NotFound)?;
        let view = ProcedureView::new(version, published.everyday_names(&key));
        Ok(axum::Json(view).into_response())
    };
    answer(&api, &ctx, outcome.await)
}

fn key(code: &str, asked: &Parameters) -> Result<Key, Error> {
    let key: Key = code.parse().map_err(|_| dossier::Error::NotFound)?;
    match asked.get("variant") {
        None => Ok(key),
        Some(text) => {
            let variant = text.parse().map_err(|_| Fault::new("variant", "out-of-range"))?;
            Ok(Key { variant, ..key })
        }
    }
}
