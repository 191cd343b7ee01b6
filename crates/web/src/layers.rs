//! What every request passes, from the outside in: request id and trace, security headers,
//! compression, who asks, then the gate and the handler of its route. On the way back errors
//! become pages and cookies are settled.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::Ordering;
use std::time::Instant;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Router};
use base::secret::digest;
use base::{Actor, Locale};
use futures_util::FutureExt as _;
use tower_http::compression::CompressionLayer;
use tracing::Instrument as _;

use crate::context::{Context, RequestFacts, is_api};
use crate::cookie::Cookie;
use crate::{Error, SignedIn, Site, asset, failure};

/// Scripts, styles and fonts are our own files; nothing is inline, nothing comes from elsewhere.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY_HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", CONTENT_SECURITY_POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // The page a form was on must be known after a sign-in; other sites learn nothing.
    ("referrer-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Names a request in the log, in problem documents and to the hotline.
#[derive(Clone, Debug)]
struct RequestId(String);

pub(crate) fn wrap(routes: Router, site: Site) -> Router {
    routes
        .fallback(|| async { Error::NotFound })
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
        .layer(middleware::from_fn_with_state(site.clone(), attend))
        .layer(CompressionLayer::new())
        .merge(asset::router())
        .layer(middleware::from_fn_with_state(site, protect))
        .layer(middleware::from_fn(trace))
}

/// The span names the route by its pattern, never by the address: addresses hold codes and names.
async fn trace(mut request: Request, next: Next) -> Response {
    let id = base::secret::token().split_off(48);
    let span = tracing::info_span!("request", id, method = %request.method(), route = tracing::field::Empty);
    request.extensions_mut().insert(RequestId(id.clone()));
    let started = Instant::now();
    async move {
        let mut response = next.run(request).await;
        let status = response.status().as_u16();
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status, milliseconds, "answered");
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert("x-request-id", id);
        }
        response
    }
    .instrument(span)
    .await
}

/// Adds the headers that a handler has not set itself.
async fn protect(State(site): State<Site>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if site.settings.secure_cookies {
        let a_year = HeaderValue::from_static("max-age=31536000");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(a_year);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
    response
}

/// Finds out who asks, lets the route answer, and makes the answer fit to be read.
async fn attend(
    State(site): State<Site>,
    Extension(RequestId(request_id)): Extension<RequestId>,
    mut request: Request,
    next: Next,
) -> Response {
    let now = site.clock.now();
    let found = who(&site, request.uri().path(), request.headers(), now).await;
    let (asker, refusal) = match found {
        Ok(asker) => (asker, None),
        Err(error) => (Asker::Nobody, Some(error)),
    };
    let asked_language = language_parameter(&request);
    let signed_in = asker.signed_in();
    let context = Context {
        locale: asked_language
            .or_else(|| language_cookie(&site, request.headers()))
            .or_else(|| language_of_api(&request))
            .unwrap_or_default(),
        now,
        request_id,
        request: std::sync::Arc::new(RequestFacts::read(&site, &request, signed_in)),
        actor: asker.into_actor(),
        site,
    };
    request.extensions_mut().insert(context.clone());
    let answer = match refusal {
        Some(error) => error.into_response(),
        None => answer(next, request).await,
    };
    settle(&context, asked_language, failure::tell(&context, answer))
}

/// A handler that panics answers like any other fault of ours; the process goes on.
async fn answer(next: Next, request: Request) -> Response {
    AssertUnwindSafe(next.run(request))
        .catch_unwind()
        .await
        .unwrap_or_else(|_| Error::internal("the handler stopped unexpectedly").into_response())
}

enum Asker {
    Nobody,
    Session(Box<SignedIn>),
    Token(Box<Actor>),
}

impl Asker {
    fn signed_in(&self) -> Option<&SignedIn> {
        match self {
            Self::Session(signed_in) => Some(signed_in),
            Self::Nobody | Self::Token(_) => None,
        }
    }

    fn into_actor(self) -> Option<Actor> {
        match self {
            Self::Nobody => None,
            Self::Session(signed_in) => Some(signed_in.actor),
            Self::Token(actor) => Some(*actor),
        }
    }
}

/// Sessions count on pages only, tokens under `/api` only: a browser cannot be made to spend its
/// session there.
async fn who(site: &Site, path: &str, headers: &HeaderMap, now: jiff::Timestamp) -> Result<Asker, Error> {
    if is_api(path) {
        let Some(token) = bearer(headers) else { return Ok(Asker::Nobody) };
        let actor = site.identify.bearer(&digest(token), now).await?;
        return Ok(actor.map_or(Asker::Nobody, |actor| Asker::Token(Box::new(actor))));
    }
    let Some(token) = Cookie::Session.read(headers, site.settings.secure_cookies) else {
        return Ok(Asker::Nobody);
    };
    let digest = digest(&token);
    let session = match is_stream(headers) {
        true => site.identify.glance(&digest, now).await?,
        false => site.identify.session(&digest, now).await?,
    };
    Ok(session.map_or(Asker::Nobody, |session| Asker::Session(Box::new(session))))
}

/// Streams are opened by pages, again and again, whether anybody sits there or not.
fn is_stream(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).is_some_and(|accepted| accepted == "text/event-stream")
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let line = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = line.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

fn language_parameter(request: &Request) -> Option<Locale> {
    let query = request.uri().query()?;
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Locale::from_tag)
}

fn language_cookie(site: &Site, headers: &HeaderMap) -> Option<Locale> {
    Cookie::Language.read(headers, site.settings.secure_cookies).as_deref().and_then(Locale::from_tag)
}

/// Programs say their language in the header made for it. For people Vietnamese is the default,
/// whatever their browser was sold with.
fn language_of_api(request: &Request) -> Option<Locale> {
    let accepted = request.headers().get(header::ACCEPT_LANGUAGE).filter(|_| is_api(request.uri().path()))?;
    let tags = accepted.to_str().ok()?.split(',').map(|range| range.split([';', '-']).next().unwrap_or_default());
    tags.filter_map(Locale::from_tag).next()
}

fn settle(context: &Context, asked_language: Option<Locale>, mut response: Response) -> Response {
    let secure = context.site.settings.secure_cookies;
    let facts = &context.request;
    let lines = [
        asked_language.filter(|_| !context.is_api()).and_then(|locale| Cookie::Language.write(locale.tag(), secure)),
        context.wants_csrf_cookie().then(|| Cookie::Forgery.write(&facts.csrf, secure)).flatten(),
        facts.note_shown.load(Ordering::Relaxed).then(|| Cookie::Note.erase(secure)).flatten(),
    ];
    let headers = response.headers_mut();
    for line in lines.into_iter().flatten() {
        headers.append(header::SET_COOKIE, line);
    }
    // What somebody saw while signed in must not be found by the Back button of the next person.
    if context.actor.is_some() || headers.contains_key(header::SET_COOKIE) {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    let language = HeaderValue::from_static(context.locale.tag());
    headers.entry(header::CONTENT_LANGUAGE).or_insert(language);
    response
}
