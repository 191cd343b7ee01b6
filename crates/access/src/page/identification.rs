//! `/dinh-danh`: the way to an identity provider and back, and the choice of an account.
//!
//! Leaving is a link and not a form, because a page of ours may send forms to itself only
//! (`form-action 'self'`); it changes nothing but what this browser has begun.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use web::{Context, Error, Form, Nav, Page};

use super::sign_in::{carry, onward, seat, step_address, user_agent};
use super::{REGISTRATION_LIMIT, SIGN_IN_LIMIT};
use crate::identification::{Arrived, ComeBack, Device, IdentificationError};
use crate::{Access, AccountKind, Passage, ProviderError};

/// Where the choice of an account is made.
const CHOICE: &str = "/dinh-danh/tai-khoan";

/// What a visitor calls the two kinds of accounts in an address.
const KINDS: [(&str, AccountKind); 2] = [("cong-dan", AccountKind::Citizen), ("can-bo", AccountKind::Staff)];

#[derive(Template)]
#[template(path = "identification.html")]
pub(crate) struct ChoicePage {
    pub(crate) page: Page,
    /// The provider, as people know it.
    pub(crate) provider: String,
    /// Who the provider says it is, and the masked number.
    pub(crate) name: String,
    pub(crate) personal_id: String,
    /// The account somebody is signed in to.
    pub(crate) account: Option<String>,
}

/// The address that leads to a provider.
pub(crate) fn address(kind: AccountKind, next: &str) -> String {
    let name = KINDS.iter().find(|(_, known)| *known == kind).map_or("", |(name, _)| name);
    web::address_with("/dinh-danh/di", &[("cho", name), ("tiep", next)])
}

pub(crate) async fn depart(
    State(access): State<Access>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    ctx.site.limiter.take(SIGN_IN_LIMIT, &ctx.client_key(), ctx.now)?;
    let value = |name: &str| query.get(name).map_or("", String::as_str);
    let kind = KINDS.iter().find(|(name, _)| *name == value("cho")).ok_or(Error::NotFound)?.1;
    match access.depart(kind, value("tiep"), ctx.now).await {
        Ok((token, address)) => {
            let mut response = ctx.redirect_out(&address)?;
            if let Some((name, line)) = ctx.identification_cookie(&token) {
                response.headers_mut().append(name, line);
            }
            Ok(response)
        }
        Err(error) => told(&ctx, error),
    }
}

pub(crate) async fn arrive(
    State(access): State<Access>,
    ctx: Context,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    ctx.site.limiter.take(SIGN_IN_LIMIT, &ctx.client_key(), ctx.now)?;
    if query.contains_key("error") {
        return Ok(ctx.redirect_noting("/dang-nhap", "access-provider-cancelled"));
    }
    let value = |name: &str| query.get(name).cloned().unwrap_or_default();
    let digest = ctx.identification().unwrap_or_default().to_owned();
    let back = ComeBack { digest, state: value("state"), code: value("code") };
    match access.arrive(back, device(&ctx, &headers), ctx.now).await {
        Ok(arrived) => Ok(lead_on(&ctx, &arrived)),
        Err(error) => told(&ctx, error),
    }
}

pub(crate) async fn show(State(access): State<Access>, ctx: Context) -> Result<Response, Error> {
    let Some(identity) = access.undecided(ctx.identification().unwrap_or_default(), ctx.now).await? else {
        return told(&ctx, IdentificationError::Lost);
    };
    let account = ctx.actor.as_ref().filter(|actor| !actor.is_staff()).map(|actor| actor.name.clone());
    web::html(ChoicePage {
        page: ctx.page(Nav::SignIn),
        provider: access.providers.citizen.as_ref().map(|known| known.name.clone()).unwrap_or_default(),
        name: identity.name,
        personal_id: identity.personal_id.map(|number| base::mask::personal_id(number.as_str())).unwrap_or_default(),
        account,
    })
}

pub(crate) async fn make(
    State(access): State<Access>,
    ctx: Context,
    headers: HeaderMap,
    _form: Form,
) -> Result<Response, Error> {
    ctx.site.limiter.take(REGISTRATION_LIMIT, &ctx.client_key(), ctx.now)?;
    let digest = ctx.identification().unwrap_or_default();
    match access.make_identified(digest, device(&ctx, &headers), ctx.now).await {
        Ok(arrived) => Ok(lead_on(&ctx, &arrived)),
        Err(error) => told(&ctx, error),
    }
}

pub(crate) async fn link(State(access): State<Access>, ctx: Context, _form: Form) -> Result<Response, Error> {
    let seat = seat(&ctx)?;
    match access.link_identity(ctx.identification().unwrap_or_default(), &seat).await {
        Ok(next) => {
            let mut response = ctx.redirect_noting(onward(&seat.actor, &next), "access-provider-linked");
            forget(&ctx, &mut response);
            Ok(response)
        }
        Err(error) => told(&ctx, error),
    }
}

pub(crate) async fn unlink(State(access): State<Access>, ctx: Context, _form: Form) -> Result<Response, Error> {
    let unlinked = access.unlink_identity(&seat(&ctx)?).await?;
    Ok(ctx
        .redirect_noting("/tai-khoan", if unlinked { "access-provider-unlinked" } else { "access-provider-only-way" }))
}

fn device(ctx: &Context, headers: &HeaderMap) -> Device {
    Device { client: ctx.client(), user_agent: user_agent(headers) }
}

fn lead_on(ctx: &Context, arrived: &Arrived) -> Response {
    let Some(passage) = &arrived.passage else { return ctx.redirect(CHOICE) };
    let mut response = match passage {
        Passage::Open(opened) => ctx.redirect(onward(&opened.actor, &arrived.next)),
        Passage::Further { step, .. } => {
            ctx.redirect(&web::address_with(step_address(*step), &[("tiep", arrived.next.as_str())]))
        }
    };
    carry(ctx, passage, &mut response);
    forget(ctx, &mut response);
    response
}

fn forget(ctx: &Context, response: &mut Response) {
    if let Some((name, line)) = ctx.identification_cookie_erased() {
        response.headers_mut().append(name, line);
    }
}

/// Back to the sign-in page with the reason and what to do.
fn told(ctx: &Context, error: IdentificationError) -> Result<Response, Error> {
    let key = match error {
        IdentificationError::NotOffered => return Err(Error::NotFound),
        IdentificationError::Store(error) => return Err(error.into()),
        IdentificationError::Lost => "access-provider-lost",
        IdentificationError::Unknown => "access-provider-unknown",
        IdentificationError::Closed => "access-provider-closed",
        IdentificationError::LinkedElsewhere => "access-provider-linked-elsewhere",
        IdentificationError::Provider(error) => {
            tracing::warn!(request = %ctx.request_id, %error, "nobody was identified");
            match error {
                ProviderError::Silent(_) => "access-provider-silent",
                ProviderError::Refused(_) => "access-provider-refused",
                ProviderError::Nameless => "access-provider-nameless",
            }
        }
    };
    Ok(ctx.redirect_noting("/dang-nhap", key))
}
