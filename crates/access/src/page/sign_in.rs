//! `/dang-nhap` and `/dang-xuat`: one form for citizens and officers.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page};

use super::{SIGN_IN_LIMIT, identification, landing, wait_sentence};
use crate::password::HashError;
use crate::{Access, AccountKind, Passage, Seat, SignInError, Step, Visit};

#[derive(Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    /// Who vouches for people: the name, and the address that leads there.
    pub(crate) providers: Vec<(String, String)>,
    /// Whether citizens sign in through their provider only.
    pub(crate) by_provider: bool,
    /// Browsers offer passkeys at the address of this site.
    pub(crate) by_passkey: bool,
}

impl SignInPage {
    pub(crate) fn new(access: &Access, page: Page, form: Fields) -> Self {
        let next = form.value("tiep");
        let kinds = [AccountKind::Citizen, AccountKind::Staff];
        let known = kinds.iter().filter_map(|kind| Some((access.providers.of(*kind)?, *kind)));
        let providers = known.map(|(known, kind)| (known.name.clone(), identification::address(kind, next))).collect();
        let by_passkey = access.party.is_some();
        Self { providers, by_provider: access.policy.citizens_by_provider, by_passkey, page, form }
    }
}

pub(crate) async fn show(
    State(access): State<Access>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let next = query.get("tiep").map_or("", String::as_str);
    if let Some(actor) = &ctx.actor {
        return Ok(ctx.redirect(return_address(next).unwrap_or_else(|| landing(actor))));
    }
    let page = ctx.page(Nav::SignIn);
    let form = Fields::blank(&page).with("tiep", next);
    web::html(SignInPage::new(&access, page, form))
}

pub(crate) async fn submit(
    State(access): State<Access>,
    ctx: Context,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    ctx.site.limiter.take(SIGN_IN_LIMIT, &ctx.client_key(), ctx.now)?;
    let mut errors = FieldErrors::new();
    let login = form.required_or("login", "access-error-login-missing", &mut errors);
    let password = form.raw("password");
    if password.is_empty() {
        errors.push("password", "access-error-password-missing");
    }
    if !errors.is_empty() {
        return again(&access, &ctx, &form, errors, None);
    }
    let is_linking = access.undecided(ctx.identification().unwrap_or_default(), ctx.now).await?.is_some();
    let visit = Visit {
        login,
        password: password.to_owned(),
        client: ctx.client(),
        user_agent: user_agent(&headers),
        is_linking,
    };
    match access.sign_in(visit, ctx.now).await {
        Ok(passage) => Ok(enter(&ctx, &passage, &form.text("tiep"))),
        Err(SignInError::Wrong) => {
            errors.push("login", "access-error-wrong");
            again(&access, &ctx, &form, errors, None)
        }
        Err(SignInError::ByProvider) => {
            errors.push("login", "access-error-by-provider");
            again(&access, &ctx, &form, errors, None)
        }
        Err(SignInError::Locked { seconds }) => {
            errors.push("login", wait_sentence(seconds));
            again(&access, &ctx, &form, errors, Some(seconds))
        }
        Err(error) => Err(failed(error)),
    }
}

pub(crate) async fn sign_out(State(access): State<Access>, ctx: Context, _form: Form) -> Result<Response, Error> {
    access.sign_out(&seat(&ctx)?).await?;
    Ok(left(&ctx, "/", "access-signed-out"))
}

/// Whoever is signed in, at the device the request comes from.
pub(crate) fn seat(ctx: &Context) -> Result<Seat, Error> {
    let actor = ctx.signed_in()?.clone();
    let session = ctx.session().unwrap_or_default().to_owned();
    Ok(Seat { actor, session, client: ctx.client(), now: ctx.now })
}

/// Takes the session's cookie away and says why.
pub(crate) fn left(ctx: &Context, to: &str, note: &str) -> Response {
    let mut response = ctx.redirect_noting(to, note);
    if let Some((name, line)) = ctx.session_cookie_erased() {
        response.headers_mut().append(name, line);
    }
    response
}

/// Leads on: to the page the person wanted, or to the step that stands before it.
pub(crate) fn enter(ctx: &Context, passage: &Passage, next: &str) -> Response {
    let mut response = match passage {
        Passage::Open(opened) => ctx.redirect(onward(&opened.actor, next)),
        Passage::Further { step, .. } => ctx.redirect(&web::address_with(step_address(*step), &[("tiep", next)])),
    };
    carry(ctx, passage, &mut response);
    response
}

/// Gives the browser what it goes on with.
pub(crate) fn carry(ctx: &Context, passage: &Passage, response: &mut Response) {
    let lines = match passage {
        Passage::Open(opened) => [ctx.session_cookie(&opened.token), ctx.sign_in_cookie_erased()],
        Passage::Further { token, .. } => [token.as_ref().and_then(|token| ctx.sign_in_cookie(token)), None],
    };
    for (name, line) in lines.into_iter().flatten() {
        response.headers_mut().append(name, line);
    }
}

/// The page of a step.
pub(crate) const fn step_address(step: Step) -> &'static str {
    match step {
        Step::Code => "/dang-nhap/ma-xac-thuc",
        Step::NewPassword => "/dang-nhap/mat-khau-moi",
        Step::SetUpFactor => "/dang-nhap/xac-thuc-hai-buoc",
    }
}

/// Where somebody goes who is signed in now.
pub(crate) fn onward<'a>(actor: &base::Actor, next: &'a str) -> &'a str {
    return_address(next).unwrap_or_else(|| landing(actor))
}

/// An address of this site to go on to; the pages of this file would lead in a circle.
fn return_address(address: &str) -> Option<&str> {
    let path = address.split('?').next().unwrap_or_default();
    let leads_on = !["/dang-ky", "/dang-xuat", "/"].contains(&path) && !path.starts_with("/dang-nhap");
    web::local_address(address).filter(|_| leads_on)
}

pub(crate) fn user_agent(headers: &HeaderMap) -> String {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
}

pub(crate) fn failed(error: SignInError) -> Error {
    match error {
        SignInError::Hash(HashError::Busy) => Error::Unavailable,
        SignInError::Store(error) => error.into(),
        SignInError::Wrong
        | SignInError::ByProvider
        | SignInError::Locked { .. }
        | SignInError::Hash(HashError::Hash(_)) => Error::internal(error),
    }
}

pub(crate) fn again(
    access: &Access,
    ctx: &Context,
    form: &Form,
    errors: FieldErrors,
    wait_seconds: Option<u32>,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::SignIn);
    let form = Fields::again(&page, form, errors);
    let response = web::html_invalid(SignInPage::new(access, page.with_errors(true), form))?;
    Ok(told_to_wait(response, wait_seconds))
}

/// Says in the language of browsers, too, how long to wait.
pub(crate) fn told_to_wait(mut response: Response, seconds: Option<u32>) -> Response {
    if let Some(seconds) = seconds {
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::return_address;

    #[test]
    fn signing_in_leads_on_inside_the_site_only_and_never_in_a_circle() {
        assert_eq!(return_address("/nop-ho-so/1.001193?buoc=2"), Some("/nop-ho-so/1.001193?buoc=2"));
        for wrong in [
            "https://evil.example",
            "//evil.example",
            "/dang-nhap?tiep=/x",
            "/dang-nhap/ma-xac-thuc",
            "/dang-xuat",
            "/",
            "",
        ] {
            assert_eq!(return_address(wrong), None, "{wrong}");
        }
    }
}
