//! `/tai-khoan/xac-thuc-hai-buoc`: set a second factor up, renew its recovery codes, remove it.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page};

use super::set_up::{CodesPage, DeskCodesPage, SetUp};
use super::sign_in::{seat, told_to_wait};
use super::step::{kept_nowhere, read_refusal};
use crate::step::StepError;
use crate::{Access, Seat, store};

const ADDRESS: &str = "/tai-khoan/xac-thuc-hai-buoc";

#[derive(Template)]
#[template(path = "factor_desk.html")]
pub(crate) struct DeskPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

#[derive(Template)]
#[template(path = "factor_portal.html")]
pub(crate) struct PortalPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) view: View,
}

/// What stands on the page.
pub(crate) enum View {
    /// No second factor: the password is asked for to begin.
    Absent,
    /// A secret waits for its first code.
    Proposed(SetUp),
    /// It counts.
    Present(Present),
}

pub(crate) struct Present {
    pub(crate) since: String,
    pub(crate) codes_left: i64,
    /// A role demands a second factor and this is the only one, so it stays.
    pub(crate) stays: bool,
}

pub(crate) async fn show(State(access): State<Access>, ctx: Context) -> Result<Response, Error> {
    let view = standing(&access, &ctx).await?;
    let page = ctx.page(Nav::Account);
    let form = Fields::blank(&page);
    draw(&ctx, page, form, view)
}

/// Shows the secret once the password was right.
pub(crate) async fn begin(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let seat = seat(&ctx)?;
    if access.factor(seat.actor.account).await?.is_some() {
        return Ok(ctx.redirect(ADDRESS));
    }
    let mut errors = FieldErrors::new();
    let password = form.raw("password");
    if password.is_empty() {
        errors.push("password", "access-error-password-missing");
    } else {
        match access.begin_factor(&seat, password).await {
            Ok(true) => {
                let page = ctx.page(Nav::Account);
                let blank = Fields::blank(&page);
                return draw(&ctx, page, blank, proposed(&access, &seat).await?);
            }
            Ok(false) => errors.push("password", "access-error-password-current"),
            Err(error) => return refuse(&ctx, &form, error, "password", View::Absent),
        }
    }
    again(&ctx, &form, errors, View::Absent, None)
}

/// Makes the secret count with its first code.
pub(crate) async fn finish(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    let seat = seat(&ctx)?;
    let view = proposed(&access, &seat).await?;
    if !matches!(view, View::Proposed(_)) {
        return Ok(ctx.redirect(ADDRESS));
    }
    match access.finish_factor(&seat, &form.text("code")).await {
        Ok(codes) => show_codes(&ctx, codes),
        Err(error) => refuse(&ctx, &form, error, "code", view),
    }
}

/// New recovery codes; the old ones open nothing any more.
pub(crate) async fn renew(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    match access.renew_recovery_codes(&seat(&ctx)?, &form.text("code")).await {
        Ok(codes) => show_codes(&ctx, codes),
        Err(error) => {
            let view = standing(&access, &ctx).await?;
            refuse(&ctx, &form, error, "code", view)
        }
    }
}

pub(crate) async fn remove(State(access): State<Access>, ctx: Context, form: Form) -> Result<Response, Error> {
    match access.remove_factor(&seat(&ctx)?, &form.text("removal_code")).await {
        Ok(false) => Err(Error::forbidden()),
        Ok(true) => Ok(ctx.redirect_noting("/tai-khoan", "access-factor-removed")),
        Err(error) => {
            let view = standing(&access, &ctx).await?;
            refuse(&ctx, &form, error, "removal_code", view)
        }
    }
}

async fn standing(access: &Access, ctx: &Context) -> Result<View, Error> {
    let actor = ctx.signed_in()?;
    let Some(factor) = access.factor(actor.account).await? else { return Ok(View::Absent) };
    let page = ctx.page(Nav::Account);
    Ok(View::Present(Present {
        since: page.moment(factor.since),
        codes_left: factor.codes_left,
        stays: access.policy.needs_second_factor(actor) && access.passkeys(actor.account).await?.is_empty(),
    }))
}

async fn proposed(access: &Access, seat: &Seat) -> Result<View, Error> {
    let account = seat.actor.account;
    let Some(secret) = access.proposed_secret(account).await? else { return Ok(View::Absent) };
    let login = access.db.read::<_, _, db::Error>(move |tx| store::login_of(tx, account)).await?;
    Ok(View::Proposed(SetUp::new(&secret, &login.unwrap_or_default())?))
}

fn show_codes(ctx: &Context, codes: Vec<String>) -> Result<Response, Error> {
    let (page, next) = (ctx.page(Nav::Account), "/tai-khoan".to_owned());
    let response = if ctx.signed_in()?.is_staff() {
        web::html(DeskCodesPage { page, codes, next })
    } else {
        web::html(CodesPage { page, codes, next })
    };
    response.map(kept_nowhere)
}

/// Says beside the field what was wrong; a fault of ours goes on as one.
fn refuse(ctx: &Context, form: &Form, error: StepError, field: &str, view: View) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let wait = read_refusal(error, field, &mut errors)?;
    again(ctx, form, errors, view, wait)
}

fn again(ctx: &Context, form: &Form, errors: FieldErrors, view: View, wait: Option<u32>) -> Result<Response, Error> {
    let page = ctx.page(Nav::Account);
    let form = Fields::again(&page, form, errors);
    let response = draw(ctx, page.with_errors(true), form, view)?;
    Ok(told_to_wait(response, wait))
}

fn draw(ctx: &Context, page: Page, form: Fields, view: View) -> Result<Response, Error> {
    let is_staff = ctx.signed_in()?.is_staff();
    let response = match (is_staff, form.has_errors()) {
        (true, false) => web::html(DeskPage { page, form, view }),
        (true, true) => web::html_invalid(DeskPage { page, form, view }),
        (false, false) => web::html(PortalPage { page, form, view }),
        (false, true) => web::html_invalid(PortalPage { page, form, view }),
    };
    response.map(kept_nowhere)
}
