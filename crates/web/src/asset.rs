//! Stylesheet, fonts, modules and icons, embedded in the binary by `build.rs`.
//!
//! Their address holds a digest of all of them, so browsers keep them for a year; a new release
//! has a new address.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::Error;

struct Asset {
    name: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    gzip: Option<&'static [u8]>,
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The address of an embedded file.
pub(crate) fn address(name: &str) -> String {
    debug_assert!(find(name).is_some(), "no embedded file is called {name}");
    format!("/tinh/{DIGEST}/{name}")
}

pub(crate) fn router() -> Router {
    Router::new().route("/tinh/{digest}/{*name}", get(serve))
}

fn find(name: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.name == name)
}

async fn serve(Path((digest, name)): Path<(String, String)>, headers: HeaderMap) -> Response {
    let Some(asset) = find(&name) else { return Error::NotFound.into_response() };
    // While a new release is rolled out, pages of one process ask the other for its files.
    let keep = if digest == DIGEST { "public, max-age=31536000, immutable" } else { "no-cache" };
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let gzip = asset.gzip.filter(|_| accepts.split(',').any(|part| part.trim().starts_with("gzip")));
    let mut response = gzip.unwrap_or(asset.bytes).into_response();
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if asset.gzip.is_some() {
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    if gzip.is_some() {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    response
}
