//! How an error is told: a page in the visitor's language with what to do next, or a problem
//! document (RFC 9457) under `/api`.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::json;

use crate::context::Context;
use crate::error::Failure;
use crate::nav::Nav;
use crate::page::Page;
use crate::{Error, Icon, Sentence, address_with};

/// Where people sign in.
const SIGN_IN: &str = "/dang-nhap";

#[derive(Template)]
#[template(path = "error_portal.html")]
struct PortalPage {
    page: Page,
    view: View,
}

#[derive(Template)]
#[template(path = "error_desk.html")]
struct DeskPage {
    page: Page,
    view: View,
}

struct View {
    icon: Icon,
    title: String,
    text: String,
    points: Vec<String>,
    /// Shown for faults of ours: what to tell the hotline.
    code: Option<String>,
    back: Option<String>,
    home: &'static str,
}

/// Replaces the bare answer of an error by one the visitor can read; leaves other answers alone.
pub(crate) fn tell(context: &Context, mut response: Response) -> Response {
    let failure = response.extensions_mut().remove::<Failure>().map(|Failure(error)| error);
    let Some(error) = failure.or_else(|| refused_by_framework(context, &response)) else { return response };
    report(context, &error);
    let mut told = if context.is_api() {
        problem(context, &error)
    } else if matches!(*error, Error::SignInNeeded) {
        Redirect::to(&address_with(SIGN_IN, &[("tiep", &context.form_address())])).into_response()
    } else {
        page(context, &error)
    };
    if let Some(seconds) = retry_after(&error) {
        told.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
        told.headers_mut().insert(header::ALLOW, allow);
    }
    told
}

/// Answers that axum gave by itself, in English and without a page.
fn refused_by_framework(context: &Context, response: &Response) -> Option<Arc<Error>> {
    let kind = response.headers().get(header::CONTENT_TYPE)?;
    if !response.status().is_client_error() || !kind.as_bytes().starts_with(b"text/plain") {
        return None;
    }
    let error = match response.status() {
        StatusCode::NOT_FOUND => Error::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Error::TooLarge { limit_bytes: context.site.settings.upload_limit_bytes },
        _ => Error::Unreadable,
    };
    Some(Arc::new(error))
}

fn report(context: &Context, error: &Error) {
    let code = error.code();
    if error.status().is_server_error() {
        tracing::error!(request = %context.request_id, code, cause = error.chain(), "request failed");
    } else {
        tracing::debug!(request = %context.request_id, code, "request refused");
    }
}

const fn retry_after(error: &Error) -> Option<u32> {
    match error {
        Error::RateLimited { retry_after_seconds } => Some(*retry_after_seconds),
        Error::Unavailable => Some(5),
        Error::NotFound
        | Error::MethodNotAllowed
        | Error::SignInNeeded
        | Error::Forbidden { .. }
        | Error::Forged
        | Error::Conflict(_)
        | Error::Refused(_)
        | Error::Invalid(_)
        | Error::Unreadable
        | Error::TooLarge { .. }
        | Error::Internal(_) => None,
    }
}

fn title(context: &Context, error: &Error) -> String {
    context.say(&Sentence::new(format!("web-error-{}-title", error.code())))
}

fn text(context: &Context, error: &Error) -> String {
    let sentence = Sentence::new(format!("web-error-{}-text", error.code()));
    let sentence = match error {
        Error::Conflict(own) | Error::Refused(own) => own.clone(),
        Error::Forbidden { holder: Some(holder) } => sentence.with("holder", holder),
        Error::TooLarge { limit_bytes } => sentence.with("limit", crate::format::size(context.locale, *limit_bytes)),
        Error::RateLimited { retry_after_seconds } => {
            sentence.with("wait", context.say(&waiting_time(*retry_after_seconds)))
        }
        Error::NotFound
        | Error::MethodNotAllowed
        | Error::SignInNeeded
        | Error::Forbidden { holder: None }
        | Error::Forged
        | Error::Invalid(_)
        | Error::Unreadable
        | Error::Unavailable
        | Error::Internal(_) => sentence,
    };
    context.say(&sentence)
}

fn waiting_time(seconds: u32) -> Sentence {
    if seconds < 90 {
        Sentence::new("web-wait-seconds").with("n", seconds.max(1))
    } else {
        Sentence::new("web-wait-minutes").with("n", seconds.div_ceil(60))
    }
}

fn page(context: &Context, error: &Error) -> Response {
    let at_desk = context.actor.as_ref().is_some_and(base::Actor::is_staff);
    let view = View {
        icon: icon(error),
        title: title(context, error),
        text: text(context, error),
        points: points(context, error),
        code: error.status().is_server_error().then(|| context.fault_code()),
        back: context.back_address(),
        home: if at_desk { "/ban-lam-viec" } else { "/" },
    };
    let page = context.page(Nav::None);
    let html = if at_desk { DeskPage { page, view }.render() } else { PortalPage { page, view }.render() };
    match html {
        Ok(html) => (error.status(), axum::response::Html(html)).into_response(),
        Err(cause) => {
            tracing::error!(%cause, "the page of an error cannot be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

const fn icon(error: &Error) -> Icon {
    match error {
        Error::NotFound | Error::MethodNotAllowed => Icon::Search,
        Error::SignInNeeded | Error::Forbidden { .. } | Error::Forged => Icon::Lock,
        Error::RateLimited { .. } | Error::Unavailable => Icon::Clock,
        Error::Conflict(_)
        | Error::Refused(_)
        | Error::Invalid(_)
        | Error::Unreadable
        | Error::TooLarge { .. }
        | Error::Internal(_) => Icon::Alert,
    }
}

fn points(context: &Context, error: &Error) -> Vec<String> {
    let Error::Invalid(errors) = error else { return Vec::new() };
    errors.iter().map(|(_, sentence)| context.say(sentence)).collect()
}

fn problem(context: &Context, error: &Error) -> Response {
    let mut errors = Vec::new();
    if let Error::Invalid(fields) = error {
        errors.extend(fields.iter().map(
            |(field, sentence)| json!({ "field": field, "code": sentence.key(), "message": context.say(sentence) }),
        ));
    }
    let body = json!({
        "type": "about:blank",
        "status": error.status().as_u16(),
        "code": error.code(),
        "title": title(context, error),
        "detail": text(context, error),
        "request_id": context.request_id,
        "errors": errors,
    });
    let mut response = (error.status(), axum::Json(body)).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if matches!(error, Error::SignInNeeded) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
