//! The description of the interface (OpenAPI 3.1), made from the types that are read and answered.
//!
//! The list of paths is held against the table of routes by a test, so that neither can forget the
//! other.

mod command_schema;
mod refusals;

use std::sync::OnceLock;

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{OpenApi as Document, Required};
use utoipa::{Modify, OpenApi};

use crate::{dossiers, procedures};
pub(crate) use refusals::Refusals;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Một Cửa",
        description = "Administrative procedures of a province: read them, file dossiers, act on them. \
            A token is one role with one reach; permission, state and rules are those of the desk. \
            Refusals are problem documents (RFC 9457) whose `code` does not change; their sentences are \
            Vietnamese, English with `Accept-Language: en`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        show,
        procedures::list,
        procedures::show,
        dossiers::list,
        dossiers::file,
        dossiers::show,
        dossiers::command
    ),
    components(schemas(crate::problem::Problem, dossiers::CommandCode)),
    tags(
        (name = "procedures", description = "The published procedures, without a token."),
        (name = "dossiers", description = "Dossiers within the token's reach."),
        (name = "description", description = "This document.")
    ),
    security(("token" = [])),
    modifiers(&Finish)
)]
struct Described;

/// What the derive cannot say.
struct Finish;

impl Modify for Finish {
    fn modify(&self, document: &mut Document) {
        let components = document.components.get_or_insert_default();
        let bearer = SecurityScheme::Http(Http::builder().scheme(HttpAuthScheme::Bearer).build());
        components.add_security_scheme("token", bearer);
        components.schemas.extend(command_schema::all());
        let operations = document.paths.paths.values_mut().filter_map(|path| path.post.as_mut());
        for body in operations.filter_map(|operation| operation.request_body.as_mut()) {
            body.required = Some(Required::True);
        }
    }
}

/// The description of this interface.
#[utoipa::path(
    get,
    path = "/api/openapi.json",
    operation_id = "describe",
    tag = "description",
    security(()),
    responses((status = 200, description = "OpenAPI 3.1.", body = Object))
)]
pub(crate) async fn show() -> Response {
    static TEXT: OnceLock<Option<String>> = OnceLock::new();
    match TEXT.get_or_init(|| Described::openapi().to_json().ok()) {
        Some(text) => ([(header::CONTENT_TYPE, "application/json")], text.as_str()).into_response(),
        None => web::Error::internal("the description cannot be written").into_response(),
    }
}
