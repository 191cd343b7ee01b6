//! `/ban-lam-viec/dong-tin`: tells an officer's open pages what moved, by server-sent events, so that
//! a list says that something new came and a form says that somebody else acted, without either of
//! them being drawn again under the officer's hands.
//!
//! A stream tells codes and versions of dossiers the officer may read at that moment, and the numbers
//! of the own trays; nothing of a person. The session is asked for before anything is told and with
//! every heartbeat: one that ended closes the stream, and a stream keeps none open.

mod hub;
mod stream;

use std::convert::Infallible;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use web::{Context, Error, Gate, Query, Routes};

use crate::{Desk, READERS};
pub use hub::Live;
use stream::Listener;

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.live", "/ban-lam-viec/dong-tin", Gate::Roles(READERS), listen)
}

/// What the page that listens shows.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The last position a page heard of, where the browser does not say it in a header.
    #[serde(default)]
    sau: String,
    /// The dossier that is open, and the version it was drawn from.
    #[serde(default)]
    ma: String,
    #[serde(default)]
    ban: i64,
}

async fn listen(
    State(desk): State<Desk>,
    ctx: Context,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let said = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let after = hub::read_position(said.unwrap_or(&asked.sau));
    let mut listener = Listener::new(&desk, &ctx).await?;
    listener.catch_up(after).await?;
    if !asked.ma.is_empty() {
        listener.compare(&asked.ma, asked.ban).await?;
    }
    let told = futures_util::stream::unfold(listener, async |mut listener| {
        let event = listener.next().await?;
        Some((Ok::<Event, Infallible>(event), listener))
    });
    Ok(Sse::new(told).into_response())
}
