//! `/tra-cuu/{ma}/rut`: the person takes the dossier back, with a reason, after reading what that
//! means (NĐ 118/2025/NĐ-CP Đ.21).

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::command::Reason;
use dossier::{Command, Dossier, DossierCode, Error, Request, State as DossierState, Which};
use web::{Context, FieldErrors, Fields, Form, Page, Path};

use super::show::{may_withdraw, tracking_page};
use crate::Portal;
use crate::filing::{Stop, conflict};

#[derive(Template)]
#[template(path = "withdrawal.html")]
pub(crate) struct WithdrawalPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) version: i64,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(typed): Path<String>,
) -> Result<Response, Stop> {
    let (code, dossier) = portal.own_dossier(&ctx, &typed).await?;
    if !may_withdraw(&dossier) {
        return Ok(ctx.redirect(&format!("/tra-cuu/{code}")));
    }
    let page = tracking_page(&ctx, code.as_str()).crumb(ctx.t("portal-withdraw-title"), "");
    let form = Fields::blank(&page);
    Ok(web::html(WithdrawalPage::new(page, &code, &dossier, form))?)
}

pub(crate) async fn send(
    State(portal): State<Portal>,
    ctx: Context,
    Path(typed): Path<String>,
    form: Form,
) -> Result<Response, Stop> {
    let (code, dossier) = portal.own_dossier(&ctx, &typed).await?;
    let back = format!("/tra-cuu/{code}");
    if matches!(dossier.state, DossierState::Withdrawn { .. }) {
        return Ok(ctx.redirect_noting(&back, "portal-withdrawn"));
    }
    let mut errors = FieldErrors::new();
    let reason = form.required_or("ly-do", "portal-withdraw-reason-missing", &mut errors);
    if !form.checked("xac-nhan") {
        errors.push("xac-nhan", "portal-withdraw-unconfirmed");
    }
    if !errors.is_empty() {
        return again(&ctx, &code, &dossier, &form, errors);
    }
    let seen = form.text("ban").parse().unwrap_or_default();
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    let command = Command::Withdraw(Reason { reason });
    match portal.dossiers.execute(ctx.citizen()?, &code, seen, command, request).await {
        Ok(_) => Ok(ctx.redirect_noting(&back, "portal-withdrawn")),
        Err(Error::Stale { .. }) => {
            let (code, now) = portal.own_dossier(&ctx, &typed).await?;
            errors.push("ly-do", "portal-withdraw-changed");
            Ok(conflict(again(&ctx, &code, &now, &form, errors)?))
        }
        Err(error) => Err(error.into()),
    }
}

fn again(
    ctx: &Context,
    code: &DossierCode,
    dossier: &Dossier,
    form: &Form,
    errors: FieldErrors,
) -> Result<Response, Stop> {
    let page = tracking_page(ctx, code.as_str()).crumb(ctx.t("portal-withdraw-title"), "").with_errors(true);
    let form = Fields::again(&page, form, errors);
    Ok(web::html_invalid(WithdrawalPage::new(page, code, dossier, form))?)
}

impl WithdrawalPage {
    fn new(page: Page, code: &DossierCode, dossier: &Dossier, form: Fields) -> Self {
        Self { code: code.to_string(), procedure: dossier.procedure_name.clone(), version: dossier.version, form, page }
    }
}

impl Portal {
    /// A dossier of the account; anything else is not found.
    async fn own_dossier(&self, ctx: &Context, typed: &str) -> Result<(DossierCode, Dossier), web::Error> {
        let code = DossierCode::parse(typed).ok_or(web::Error::NotFound)?;
        let dossier = self.dossiers.read(ctx.citizen()?, Which::Code(code.clone())).await?;
        Ok((code, dossier))
    }
}
