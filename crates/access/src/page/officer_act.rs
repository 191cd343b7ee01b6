//! What an administrator does on the page of one officer. Every act leads back to the page with one
//! sentence, but a first password is shown at once and only then.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::{Grant, Role, StaffId};
use jiff::Timestamp;
use web::{Context, Error, FieldErrors, Form, Nav, Page, Path, Sentence};

use super::officer::{again, read_grant_key, refused};
use super::officers::ADDRESS;
use super::sign_in::seat;
use super::step::kept_nowhere;
use crate::delegate::morning;
use crate::grant::StoredScope;
use crate::separation::Clash;
use crate::{Access, Appointment, ManageError};

/// The longest reason and the longest number of a decision.
const REASON_MAX: usize = 300;
const DECISION_MAX: usize = 60;

/// A first password, shown this once.
#[derive(Template)]
#[template(path = "first_password.html")]
pub(crate) struct FirstPasswordPage {
    pub(crate) page: Page,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) back: String,
}

type Which = Path<StaffId>;

pub(crate) async fn make_account(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    _form: Form,
) -> Result<Response, Error> {
    let password = access.make_account(&seat(&ctx)?, staff).await.map_err(refused)?;
    show_password(&access, &ctx, staff, password)
}

pub(crate) async fn make_first_password(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    _form: Form,
) -> Result<Response, Error> {
    let password = access.make_first_password(&seat(&ctx)?, staff).await.map_err(refused)?;
    show_password(&access, &ctx, staff, password)
}

pub(crate) async fn unlock(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    _form: Form,
) -> Result<Response, Error> {
    access.unlock(&seat(&ctx)?, staff).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-unlocked"))
}

pub(crate) async fn end_sessions(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    _form: Form,
) -> Result<Response, Error> {
    access.end_sessions_of(&seat(&ctx)?, staff).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-officer-signed-out"))
}

pub(crate) async fn reset_factor(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    form: Form,
) -> Result<Response, Error> {
    let reason = match reason(&form, "factor_reason") {
        Ok(reason) => reason,
        Err(errors) => return again(&access, &ctx, staff, &form, errors).await,
    };
    access.reset_factor(&seat(&ctx)?, staff, &reason).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-factor-reset"))
}

pub(crate) async fn close(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    form: Form,
) -> Result<Response, Error> {
    let reason = match reason(&form, "account_reason") {
        Ok(reason) => reason,
        Err(errors) => return again(&access, &ctx, staff, &form, errors).await,
    };
    access.close_account(&seat(&ctx)?, staff, &reason).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-account-closed"))
}

pub(crate) async fn reopen(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    form: Form,
) -> Result<Response, Error> {
    let reason = match reason(&form, "account_reason") {
        Ok(reason) => reason,
        Err(errors) => return again(&access, &ctx, staff, &form, errors).await,
    };
    access.reopen_account(&seat(&ctx)?, staff, &reason).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-account-reopened"))
}

pub(crate) async fn appoint(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    form: Form,
) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let Some(new) = read(&form, ctx.now, &mut errors) else {
        return again(&access, &ctx, staff, &form, errors).await;
    };
    match access.appoint(&seat(&ctx)?, staff, new).await {
        Ok(()) => return Ok(back(&ctx, staff, "access-role-given")),
        Err(ManageError::Apart(clashes)) => clashes.iter().for_each(|clash| errors.push("role", why(&ctx, *clash))),
        Err(ManageError::Held) => errors.push("role", "access-error-role-held"),
        Err(ManageError::Reach) => errors.push("scope", "access-error-scope"),
        Err(error) => return Err(refused(error)),
    }
    again(&access, &ctx, staff, &form, errors).await
}

pub(crate) async fn dismiss(
    State(access): State<Access>,
    ctx: Context,
    Path(staff): Which,
    form: Form,
) -> Result<Response, Error> {
    let held = read_grant_key(form.raw("grant")).ok_or(Error::Unreadable)?;
    access.dismiss(&seat(&ctx)?, staff, held).await.map_err(refused)?;
    Ok(back(&ctx, staff, "access-role-ended"))
}

/// Reads a role to be given; everything wrong is said at once.
fn read(form: &Form, now: Timestamp, errors: &mut FieldErrors) -> Option<Appointment> {
    let role = Role::from_name(form.raw("role"));
    let scope = StoredScope::read(form.raw("scope"));
    if role.is_none() {
        errors.push("role", "access-error-role");
    }
    if scope.is_none() {
        errors.push("scope", "access-error-scope");
    }
    let today = calendar::local(now).date();
    let from = form.date("from", "access-error-from", errors);
    if from.is_some_and(|from| from < today) {
        errors.push("from", "access-error-from-past");
    }
    let to = if form.text("to").is_empty() { None } else { form.date("to", "access-error-to", errors) };
    if to.zip(from).is_some_and(|(to, from)| to < from) {
        errors.push("to", "access-error-to-before");
    }
    let decision_no = form.required_or("decision", "access-error-decision", errors);
    if decision_no.chars().count() > DECISION_MAX {
        errors.push("decision", Sentence::new("access-error-decision-long").with("n", DECISION_MAX));
    }
    let (role, scope, from) = (role?, scope?, from.filter(|_| errors.is_empty())?);
    let valid_from = if from == today { now } else { morning(from) };
    let valid_to = to.map(|last| last.tomorrow().map_or(Timestamp::MAX, morning));
    let grant = Grant { role, scope: scope.0, valid_from, valid_to };
    Some(Appointment { grant, decision_no, settles_in_one_visit: form.checked("one_visit") })
}

pub(crate) fn why(ctx: &Context, clash: Clash) -> Sentence {
    let role = |role: Role| ctx.t(&format!("access-role-{}", role.name().replace('_', "-")));
    Sentence::new("access-error-apart")
        .with("held", role(clash.held))
        .with("wanted", role(clash.wanted))
        .with("why", ctx.t(&format!("access-rule-{}", clash.rule.name())))
}

pub(crate) fn reason(form: &Form, field: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    let reason = form.required_or(field, "access-error-reason", &mut errors);
    if reason.chars().count() > REASON_MAX {
        errors.push(field, Sentence::new("access-error-reason-long").with("n", REASON_MAX));
    }
    if errors.is_empty() { Ok(reason) } else { Err(errors) }
}

fn back(ctx: &Context, staff: StaffId, note: &str) -> Response {
    ctx.redirect_noting(&format!("{ADDRESS}/{staff}"), note)
}

fn show_password(access: &Access, ctx: &Context, staff: StaffId, password: String) -> Result<Response, Error> {
    let record = access.within_reach(&seat(ctx)?, staff).map_err(refused)?;
    let back = format!("{ADDRESS}/{staff}");
    let page =
        ctx.page(Nav::Officers).crumb(ctx.t("access-officers"), ADDRESS).crumb(record.name.clone(), back.clone());
    let shown = FirstPasswordPage { page, name: record.name, login: record.login, password, back };
    web::html(shown).map(kept_nowhere)
}
