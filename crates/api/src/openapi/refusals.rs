//! The refusals every path may answer with, described once.

use std::collections::BTreeMap;

use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

use crate::problem::{MEDIA_TYPE, Problem};

/// Problem documents by their status.
#[derive(Debug)]
pub(crate) struct Refusals;

const STATUSES: &[(&str, &str)] = &[
    ("400", "The request cannot be read."),
    ("401", "No token, or one that is unknown, withdrawn or has ended."),
    ("403", "The token may not do this, or not here."),
    ("404", "There is no such thing within reach."),
    ("409", "Somebody acted since the version that was named; `since` says what happened."),
    ("413", "The body is larger than one megabyte."),
    ("415", "The body does not say that it is JSON."),
    ("422", "Fields cannot be used, or the rules say no."),
    ("429", "Too many requests; wait as `Retry-After` says."),
    ("503", "Busy; try again as `Retry-After` says, with the same idempotency key."),
];

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let describe = |(status, says): &(&str, &str)| {
            let content = Content::new(Some(Ref::from_schema_name(Problem::name())));
            let response = ResponseBuilder::new().description(*says).content(MEDIA_TYPE, content).build();
            ((*status).to_owned(), response.into())
        };
        STATUSES.iter().map(describe).collect()
    }
}
