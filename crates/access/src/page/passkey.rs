//! `/tai-khoan/khoa-truy-cap`: the passkeys of an officer; a new one, one less. A device speaks to
//! scripts only, so without them the page says so and points to the application on a telephone.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde_json::{Value, json};
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page, Sentence};

use super::passkey_answer::{asked, credential_list, read_answer, said_no, time_max};
use super::set_up::DeskCodesPage;
use super::sign_in::{seat, told_to_wait};
use super::step::{kept_nowhere, read_refusal};
use crate::passkey::Asked;
use crate::passkey::public_key::ALGORITHMS;
use crate::step::StepError;
use crate::store::PasskeyRow;
use crate::{Access, Seat};

const ADDRESS: &str = "/tai-khoan/khoa-truy-cap";

/// Letters of the name of a passkey.
const NAME_MAX: usize = 60;

#[derive(Template)]
#[template(path = "passkeys.html")]
pub(crate) struct PasskeysPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

pub(crate) struct View {
    pub(crate) passkeys: Vec<Row>,
    /// For the choice of one to remove.
    pub(crate) options: Vec<(String, String)>,
    /// Browsers offer passkeys at the address of this site.
    pub(crate) is_offered: bool,
}

pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) since: String,
    pub(crate) used: Option<String>,
}

pub(crate) async fn show(State(access): State<Access>, ctx: Context) -> Result<Response, Error> {
    let page = ctx.page(Nav::Account);
    let form = Fields::blank(&page);
    draw(&access, &ctx, page, form).await
}

/// What the device is asked for a new passkey, once the password was right.
pub(crate) async fn ask(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let seat = seat(&ctx)?;
    let mut errors = FieldErrors::new();
    read_name(&form, &mut errors);
    let password = form.required_or("password", "access-error-password-missing", &mut errors);
    if !errors.is_empty() {
        return said_no(&ctx, &errors, None);
    }
    match access.begin_passkey(&seat, &password).await {
        Ok(Some(question)) => Ok(asked(&creation(&ctx, &seat, &question))),
        Ok(None) => {
            errors.push("password", "access-error-password-current");
            said_no(&ctx, &errors, None)
        }
        Err(error) => {
            let wait = read_refusal(error, "password", &mut errors)?;
            said_no(&ctx, &errors, wait)
        }
    }
}

pub(crate) async fn add(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let name = read_name(&form, &mut errors);
    let Some(answer) = read_answer(&form, "name", &mut errors) else {
        return again(&access, &ctx, &form, errors, None).await;
    };
    match access.add_passkey(&seat(&ctx)?, &name, answer).await {
        Ok(codes) if codes.is_empty() => Ok(ctx.redirect_noting(ADDRESS, "access-passkey-added")),
        Ok(codes) => {
            let (page, next) = (ctx.page(Nav::Account), ADDRESS.to_owned());
            web::html(DeskCodesPage { page, codes, next }).map(kept_nowhere)
        }
        Err(error) => refuse(&access, &ctx, &form, error, "name").await,
    }
}

pub(crate) async fn remove(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let passkey = form.required_or("passkey", "access-error-passkey-choose", &mut errors);
    let password = form.raw("removal_password");
    if password.is_empty() {
        errors.push("removal_password", "access-error-password-missing");
    }
    if !errors.is_empty() {
        return again(&access, &ctx, &form, errors, None).await;
    }
    match access.remove_passkey(&seat(&ctx)?, &passkey, password).await {
        Ok(true) => Ok(ctx.redirect_noting(ADDRESS, "access-passkey-removed")),
        Ok(false) => {
            errors.push("removal_password", "access-error-password-current");
            again(&access, &ctx, &form, errors, None).await
        }
        Err(error) => refuse(&access, &ctx, &form, error, "passkey").await,
    }
}

fn read_name(form: &Form, errors: &mut FieldErrors) -> String {
    let name = form.required_or("name", "access-error-passkey-name", errors);
    if name.chars().count() > NAME_MAX {
        errors.push("name", Sentence::new("access-error-passkey-name-long").with("n", NAME_MAX));
    }
    name
}

/// The question of a new key, as browsers take it.
fn creation(ctx: &Context, seat: &Seat, question: &Asked) -> Value {
    let name = &seat.actor.name;
    let algorithms = ALGORITHMS.map(|algorithm| json!({"type": "public-key", "alg": algorithm}));
    json!({
        "rp": {"id": question.party.id, "name": ctx.t("access-passkey-site")},
        "user": {
            "id": crate::passkey::ceremony::as_text(seat.actor.account.uuid().as_bytes()),
            "name": name,
            "displayName": name,
        },
        "challenge": question.challenge,
        "pubKeyCredParams": algorithms,
        "excludeCredentials": credential_list(&question.credentials),
        "authenticatorSelection": {"residentKey": "preferred", "userVerification": "required"},
        "attestation": "none",
        "timeout": time_max(),
    })
}

async fn refuse(access: &Access, ctx: &Context, form: &Form, error: StepError, field: &str) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let wait = read_refusal(error, field, &mut errors)?;
    again(access, ctx, form, errors, wait).await
}

async fn again(
    access: &Access,
    ctx: &Context,
    form: &Form,
    errors: FieldErrors,
    wait: Option<u32>,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::Account);
    let form = Fields::again(&page, form, errors);
    let response = draw(access, ctx, page.with_errors(true), form).await?;
    Ok(told_to_wait(response, wait))
}

async fn draw(access: &Access, ctx: &Context, page: Page, form: Fields) -> Result<Response, Error> {
    let passkeys = access.passkeys(ctx.signed_in()?.account).await?;
    let view = View {
        options: passkeys.iter().map(|passkey| (passkey.credential.clone(), passkey.name.clone())).collect(),
        passkeys: passkeys.iter().map(|passkey| row(&page, passkey)).collect(),
        is_offered: access.party.is_some(),
    };
    let has_errors = form.has_errors();
    let drawn = PasskeysPage { page, form, view };
    let response = if has_errors { web::html_invalid(drawn) } else { web::html(drawn) };
    response.map(kept_nowhere)
}

fn row(page: &Page, passkey: &PasskeyRow) -> Row {
    Row {
        name: passkey.name.clone(),
        since: page.moment(passkey.created_at),
        used: passkey.used_at.map(|at| page.moment(at)),
    }
}
