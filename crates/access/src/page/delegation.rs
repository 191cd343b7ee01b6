//! `/quan-tri/uy-quyen/{id}`: one delegation with the procedures it names, and ending it early.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::DelegationId;
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Page, Path, Sentence};

use super::delegations::{ADDRESS, Line, Register, line, may_manage};
use super::officer_act::reason;
use super::sign_in::seat;
use crate::{Cover, DelegateError, Standing};

#[derive(Template)]
#[template(path = "delegation.html")]
pub(crate) struct DelegationPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) line: Line,
    pub(crate) codes: Vec<String>,
    pub(crate) recorded_by: String,
    pub(crate) end_reason: String,
    pub(crate) may_end: bool,
}

pub(crate) async fn show(
    State(register): State<Register>,
    ctx: Context,
    Path(id): Path<DelegationId>,
) -> Result<Response, Error> {
    web::html(draw(&register, &ctx, id, &Form::default(), FieldErrors::new()).await?)
}

pub(crate) async fn end(
    State(register): State<Register>,
    ctx: Context,
    Path(id): Path<DelegationId>,
    form: Form,
) -> Result<Response, Error> {
    let reason = match reason(&form, "ly-do") {
        Ok(reason) => reason,
        Err(errors) => return web::html_invalid(draw(&register, &ctx, id, &form, errors).await?),
    };
    match register.access.end_delegation(&seat(&ctx)?, id, &reason).await {
        Ok(()) => Ok(ctx.redirect_noting(&format!("{ADDRESS}/{id}"), "access-delegation-ended")),
        Err(DelegateError::Store(error)) => Err(error.into()),
        Err(DelegateError::Over) => Err(Error::Conflict(Sentence::new("access-error-delegation-over"))),
        Err(
            DelegateError::Unknown
            | DelegateError::SamePerson
            | DelegateError::NotLeader
            | DelegateError::OtherAgency
            | DelegateError::LeadsAlready
            | DelegateError::NoAccount
            | DelegateError::Days
            | DelegateError::Overlaps { .. }
            | DelegateError::Apart(_),
        ) => Err(Error::NotFound),
    }
}

async fn draw(
    register: &Register,
    ctx: &Context,
    id: DelegationId,
    form: &Form,
    errors: FieldErrors,
) -> Result<DelegationPage, Error> {
    let one = register.access.delegation(id).await?.ok_or(Error::NotFound)?;
    let page = ctx.page(Nav::Delegations).with_errors(!errors.is_empty());
    let page = page.crumb(ctx.t("access-delegations"), ADDRESS).crumb(one.document_no.clone(), "");
    let codes = match &one.cover {
        Cover::All | Cover::Field(_) => Vec::new(),
        Cover::Listed(list) => list.iter().map(|(code, field)| format!("{code} ({field})")).collect(),
    };
    Ok(DelegationPage {
        line: line(&register.access.organisation, &page, &one, ctx),
        codes,
        may_end: may_manage(ctx)? && !matches!(one.standing(ctx.now), Standing::Ended(_)),
        recorded_by: one.recorded_by,
        end_reason: one.end_reason,
        form: Fields::again(&page, form, errors),
        page,
    })
}
