//! Signing in with a passkey: without a password from the page of sign-in, or as the second factor
//! from the page that asks for a code.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use web::{Context, Error, FieldErrors, Form};

use super::SIGN_IN_LIMIT;
use super::passkey_answer::{asked, read_answer, said_no, signature};
use super::sign_in::{again as sign_in_again, enter, user_agent};
use super::step::{again as step_again, at, at_step, read_refusal};
use crate::identification::Device;
use crate::passkey::Purpose;
use crate::{Access, Step};

/// Asks any device that keeps a key for this site.
pub(crate) async fn ask(State(access): State<Access>, ctx: Context, _form: Form) -> Result<Response, Error> {
    ctx.site.limiter.take(SIGN_IN_LIMIT, &ctx.client_key(), ctx.now)?;
    match access.ask_device(Purpose::SignIn, "", None, ctx.now).await {
        Ok(question) => Ok(asked(&signature(&question))),
        Err(error) => {
            let mut errors = FieldErrors::new();
            let wait = read_refusal(error, "login", &mut errors)?;
            said_no(&ctx, &errors, wait)
        }
    }
}

pub(crate) async fn submit(
    State(access): State<Access>,
    ctx: Context,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    ctx.site.limiter.take(SIGN_IN_LIMIT, &ctx.client_key(), ctx.now)?;
    let mut errors = FieldErrors::new();
    let Some(answer) = read_answer(&form, "login", &mut errors) else {
        return sign_in_again(&access, &ctx, &form, errors, None);
    };
    let from = Device { client: ctx.client(), user_agent: user_agent(&headers) };
    match access.sign_in_by_passkey(answer, from, at(&ctx)).await {
        Ok(passage) => Ok(enter(&ctx, &passage, &form.text("tiep"))),
        Err(error) => {
            let wait = read_refusal(error, "login", &mut errors)?;
            sign_in_again(&access, &ctx, &form, errors, wait)
        }
    }
}

/// Asks the devices of whoever stands at the step.
pub(crate) async fn ask_step(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let Ok(waiting) = at_step(&access, &ctx, Step::Code, &form.text("tiep")).await? else {
        return Err(Error::SignInNeeded);
    };
    let mut errors = FieldErrors::new();
    let account = Some(waiting.actor.account);
    match access.ask_device(Purpose::Step, &waiting.digest, account, ctx.now).await {
        Ok(question) => Ok(asked(&signature(&question))),
        Err(error) => {
            let wait = read_refusal(error, "code", &mut errors)?;
            said_no(&ctx, &errors, wait)
        }
    }
}

pub(crate) async fn submit_step(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let next = form.text("tiep");
    let waiting = match at_step(&access, &ctx, Step::Code, &next).await? {
        Ok(waiting) => waiting,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let mut errors = FieldErrors::new();
    let Some(answer) = read_answer(&form, "code", &mut errors) else {
        return step_again(&access, &ctx, &waiting, &form, (errors, None)).await;
    };
    match access.pass_passkey(waiting.clone(), answer, at(&ctx)).await {
        Ok(passage) => Ok(enter(&ctx, &passage, &next)),
        Err(error) => {
            let wait = read_refusal(error, "code", &mut errors)?;
            step_again(&access, &ctx, &waiting, &form, (errors, wait)).await
        }
    }
}
