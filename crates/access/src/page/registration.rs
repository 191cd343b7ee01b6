//! `/dang-ky`: a citizen makes an account.
//!
//! Whoever types a number that has an account is told so. Hiding it would need a message to that
//! number, and messages of that kind are not sent yet; how many numbers one address may try is
//! limited instead.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use base::{IdentityError, PersonalId};
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page, Sentence};

use super::sign_in::{enter, failed, user_agent};
use super::{REGISTRATION_LIMIT, fault_sentence, landing};
use crate::password::HashError;
use crate::{Access, AccountKind, CreateAccountError, Login, NewCitizen, Visit, password_rule};

#[derive(Template)]
#[template(path = "registration.html")]
pub(crate) struct RegistrationPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
}

pub(crate) async fn show(
    State(access): State<Access>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    if access.policy.citizens_by_provider {
        return Ok(ctx.redirect_noting("/dang-nhap", "access-error-by-provider"));
    }
    if let Some(actor) = &ctx.actor {
        return Ok(ctx.redirect(landing(actor)));
    }
    let page = ctx.page(Nav::Register);
    let form = Fields::blank(&page).with("tiep", query.get("tiep").map_or("", String::as_str));
    web::html(RegistrationPage { page, form })
}

pub(crate) async fn submit(
    State(access): State<Access>,
    ctx: Context,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, Error> {
    if access.policy.citizens_by_provider {
        return Ok(ctx.redirect_noting("/dang-nhap", "access-error-by-provider"));
    }
    ctx.site.limiter.take(REGISTRATION_LIMIT, &ctx.client_key(), ctx.now)?;
    let mut errors = FieldErrors::new();
    let Some(new) = read(&form, &mut errors) else { return again(&ctx, &form, errors) };
    let visit = Visit {
        login: new.contact.as_str().to_owned(),
        password: new.password.clone(),
        client: ctx.client(),
        user_agent: user_agent(&headers),
        is_linking: false,
    };
    match access.create_citizen(new, ctx.client(), ctx.now).await {
        Ok(_) => {}
        Err(CreateAccountError::Taken) => {
            errors.push("contact", "access-error-taken");
            return again(&ctx, &form, errors);
        }
        Err(CreateAccountError::Password(fault)) => {
            errors.push("password", fault_sentence(fault));
            return again(&ctx, &form, errors);
        }
        Err(CreateAccountError::Hash(HashError::Busy)) => return Err(Error::Unavailable),
        Err(CreateAccountError::Store(error)) => return Err(error.into()),
        Err(error @ (CreateAccountError::WrongLogin | CreateAccountError::Hash(HashError::Hash(_)))) => {
            return Err(Error::internal(error));
        }
    }
    let passage = access.sign_in(visit, ctx.now).await.map_err(failed)?;
    Ok(enter(&ctx, &passage, &form.text("tiep")))
}

/// Reads the form; everything wrong is said at once.
fn read(form: &Form, errors: &mut FieldErrors) -> Option<NewCitizen> {
    let name = form.text("name");
    if name.is_empty() {
        errors.push("name", "access-error-name-missing");
    } else if !base::person::is_name(&name) {
        errors.push("name", "access-error-name");
    }
    let contact = Login::parse_contact(&form.text("contact"));
    if contact.is_none() {
        errors.push("contact", "access-error-contact");
    }
    let personal_id = match PersonalId::parse(&form.text("personal_id")) {
        Ok(number) => Some(number),
        Err(IdentityError::Empty) => None,
        Err(error) => {
            errors.push("personal_id", personal_id_sentence(error));
            None
        }
    };
    let password = form.raw("password").to_owned();
    let login = contact.as_ref().map_or("", Login::as_str);
    if password.is_empty() {
        errors.push("password", "access-error-password-new");
    } else if let Err(fault) = password_rule::check(&password, login, AccountKind::Citizen) {
        errors.push("password", fault_sentence(fault));
    }
    let contact = contact.filter(|_| errors.is_empty())?;
    Some(NewCitizen { name, contact, personal_id, password })
}

fn personal_id_sentence(error: IdentityError) -> Sentence {
    match error {
        IdentityError::Length { found } => Sentence::new("access-error-personal-id-length").with("n", found),
        IdentityError::Empty | IdentityError::NotDigits | IdentityError::Impossible => {
            Sentence::new("access-error-personal-id")
        }
    }
}

fn again(ctx: &Context, form: &Form, errors: FieldErrors) -> Result<Response, Error> {
    let page = ctx.page(Nav::Register);
    let form = Fields::again(&page, form, errors);
    web::html_invalid(RegistrationPage { page: page.with_errors(true), form })
}
