//! The steps between a right password and an open session. Each page is for the browser that began
//! the sign-in; anybody else is sent to its beginning.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page, Sentence};

use super::passkey_answer::fault_key;
use super::set_up::{CodesPage, SetUp, SetUpPage};
use super::sign_in::{carry, enter, onward, step_address, told_to_wait};
use super::{fault_sentence, wait_sentence};
use crate::password::HashError;
use crate::sign_in::At;
use crate::step::{StepError, Waiting};
use crate::{Access, Passage, Step, password_rule};

/// A code of the second factor is asked for.
#[derive(Template)]
#[template(path = "step_code.html")]
pub(crate) struct CodePage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    /// A passkey can answer instead.
    pub(crate) by_passkey: bool,
}

/// A password of one's own is asked for.
#[derive(Template)]
#[template(path = "step_password.html")]
pub(crate) struct PasswordPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) password_min: usize,
}

type Asked = Query<HashMap<String, String>>;

pub(crate) async fn show_code(access: State<Access>, ctx: Context, query: Asked) -> Result<Response, Error> {
    show(&access, &ctx, &query, Step::Code).await
}

pub(crate) async fn show_password(access: State<Access>, ctx: Context, query: Asked) -> Result<Response, Error> {
    show(&access, &ctx, &query, Step::NewPassword).await
}

pub(crate) async fn show_set_up(access: State<Access>, ctx: Context, query: Asked) -> Result<Response, Error> {
    show(&access, &ctx, &query, Step::SetUpFactor).await
}

async fn show(access: &Access, ctx: &Context, query: &HashMap<String, String>, step: Step) -> Result<Response, Error> {
    let next = query.get("tiep").map_or("", String::as_str);
    let waiting = match at_step(access, ctx, step, next).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let page = ctx.page(Nav::SignIn);
    let form = Fields::blank(&page).with("tiep", next);
    draw(access, &waiting, page, form).await
}

pub(crate) async fn submit_code(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let next = form.text("tiep");
    let waiting = match at_step(&access, &ctx, Step::Code, &next).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = FieldErrors::new();
    let code = form.required_or("code", "access-error-code-missing", &mut errors);
    if !errors.is_empty() {
        return again(&access, &ctx, &waiting, &form, (errors, None)).await;
    }
    match access.pass_code(waiting.clone(), &code, at(&ctx)).await {
        Ok(passage) => Ok(enter(&ctx, &passage, &next)),
        Err(error) => {
            let wait = read_refusal(error, "code", &mut errors)?;
            again(&access, &ctx, &waiting, &form, (errors, wait)).await
        }
    }
}

pub(crate) async fn submit_password(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let next = form.text("tiep");
    let waiting = match at_step(&access, &ctx, Step::NewPassword, &next).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = FieldErrors::new();
    let new = form.raw("new");
    if new.is_empty() {
        errors.push("new", "access-error-password-new");
    } else if new != form.raw("again") {
        errors.push("again", "access-error-password-differs");
    }
    if !errors.is_empty() {
        return again(&access, &ctx, &waiting, &form, (errors, None)).await;
    }
    match access.pass_new_password(waiting.clone(), new, at(&ctx)).await {
        Ok(passage) => Ok(enter(&ctx, &passage, &next)),
        Err(error) => {
            let wait = read_refusal(error, "new", &mut errors)?;
            again(&access, &ctx, &waiting, &form, (errors, wait)).await
        }
    }
}

pub(crate) async fn submit_set_up(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let next = form.text("tiep");
    let waiting = match at_step(&access, &ctx, Step::SetUpFactor, &next).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = FieldErrors::new();
    let code = form.required_or("code", "access-error-code-missing", &mut errors);
    if !errors.is_empty() {
        return again(&access, &ctx, &waiting, &form, (errors, None)).await;
    }
    match access.pass_set_up(waiting.clone(), &code, at(&ctx)).await {
        Ok((passage, codes)) => show_codes(&ctx, &passage, codes, &next),
        Err(error) => {
            let wait = read_refusal(error, "code", &mut errors)?;
            again(&access, &ctx, &waiting, &form, (errors, wait)).await
        }
    }
}

pub(crate) fn at(ctx: &Context) -> At {
    At { client: ctx.client(), now: ctx.now }
}

/// The sign-in of this browser when it stands at the step; otherwise where to go instead.
pub(crate) async fn at_step(
    access: &Access,
    ctx: &Context,
    step: Step,
    next: &str,
) -> Result<Result<Waiting, Response>, Error> {
    let waiting = match ctx.sign_in_begun() {
        Some(digest) => access.waiting(digest, ctx.now).await?,
        None => None,
    };
    let address = match waiting {
        Some(waiting) if waiting.step == step => return Ok(Ok(waiting)),
        Some(waiting) => step_address(waiting.step),
        None => "/dang-nhap",
    };
    Ok(Err(ctx.redirect(&web::address_with(address, &[("tiep", next)]))))
}

/// What went wrong, next to its field; the seconds to wait when there are some.
pub(crate) fn read_refusal(error: StepError, field: &str, errors: &mut FieldErrors) -> Result<Option<u32>, Error> {
    match error {
        StepError::Code => errors.push(field, "access-error-code"),
        StepError::Passkey(fault) => errors.push(field, fault_key(fault)),
        StepError::Password(fault) => errors.push(field, fault_sentence(fault)),
        StepError::Locked { seconds } => {
            errors.push(field, wait_sentence(seconds));
            return Ok(Some(seconds));
        }
        StepError::Hash(HashError::Busy) => return Err(Error::Unavailable),
        StepError::Hash(error @ HashError::Hash(_)) => return Err(Error::internal(error)),
        StepError::Store(error) => return Err(error.into()),
    }
    Ok(None)
}

pub(crate) async fn again(
    access: &Access,
    ctx: &Context,
    waiting: &Waiting,
    form: &Form,
    (errors, wait): (FieldErrors, Option<u32>),
) -> Result<Response, Error> {
    let page = ctx.page(Nav::SignIn);
    let form = Fields::again(&page, form, errors);
    let response = draw(access, waiting, page.with_errors(true), form).await?;
    Ok(told_to_wait(response, wait))
}

async fn draw(access: &Access, waiting: &Waiting, page: Page, form: Fields) -> Result<Response, Error> {
    let has_errors = form.has_errors();
    let shown = |response: Result<Response, Error>| response.map(kept_nowhere);
    match waiting.step {
        Step::Code => {
            let by_passkey = access.party.is_some() && !access.passkeys(waiting.actor.account).await?.is_empty();
            let drawn = CodePage { page, form, by_passkey };
            shown(if has_errors { web::html_invalid(drawn) } else { web::html(drawn) })
        }
        Step::NewPassword => {
            let password_min = password_rule::length_min(waiting.kind);
            let drawn = PasswordPage { page, form, password_min };
            shown(if has_errors { web::html_invalid(drawn) } else { web::html(drawn) })
        }
        Step::SetUpFactor => {
            // Another page may have confirmed it in the meantime.
            let secret = access.proposed_secret(waiting.actor.account).await?;
            let secret = secret.ok_or_else(|| Error::Conflict(Sentence::new("access-error-factor-set")))?;
            let set_up = SetUp::new(&secret, &waiting.login)?;
            let drawn = SetUpPage { page, form, set_up };
            shown(if has_errors { web::html_invalid(drawn) } else { web::html(drawn) })
        }
    }
}

fn show_codes(ctx: &Context, passage: &Passage, codes: Vec<String>, next: &str) -> Result<Response, Error> {
    let next = match passage {
        Passage::Open(opened) => onward(&opened.actor, next),
        Passage::Further { step, .. } => step_address(*step),
    };
    let mut response = web::html(CodesPage { page: ctx.page(Nav::SignIn), codes, next: next.to_owned() })?;
    carry(ctx, passage, &mut response);
    Ok(kept_nowhere(response))
}

/// Secrets are not found by the Back button of the next person.
pub(crate) fn kept_nowhere(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
