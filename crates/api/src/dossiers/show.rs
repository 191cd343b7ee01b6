//! One dossier in full.

use audit::{PersonalField, Subject};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use dossier::{Dossier, DossierCode, Which};
use web::Path;

use super::view::{DossierView, sees_numbers};
use crate::Api;
use crate::caller::Caller;
use crate::error::Error;
use crate::openapi::Refusals;
use crate::problem::answer;

/// A dossier with its version, state, history, and its clock explained day by day.
///
/// One that the token does not reach answers like one that does not exist. The look is written into
/// the audit log.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{code}",
    operation_id = "getDossier",
    tag = "dossiers",
    params(("code" = String, Path, description = "Code of the dossier.", example = "H49.101-261124-0007")),
    responses((status = 200, description = "The dossier.", body = DossierView), Refusals)
)]
pub(crate) async fn show(State(api): State<Api>, caller: Caller, Path(code): Path<String>) -> Response {
    answer(&api, &caller.ctx, shown(&api, &caller, &code).await)
}

async fn shown(api: &Api, caller: &Caller, code: &str) -> Result<Response, Error> {
    let code = DossierCode::parse(code).ok_or(dossier::Error::NotFound)?;
    let dossier = api.dossiers.read(&caller.actor, Which::Code(code)).await?;
    note_the_look(caller, &dossier).await?;
    let view = DossierView::of(&api.dossiers, &dossier, &caller.actor, &caller.ctx).await?;
    Ok(axum::Json(view).into_response())
}

/// What cannot be noted is not shown.
async fn note_the_look(caller: &Caller, dossier: &Dossier) -> Result<(), Error> {
    let code = dossier.label();
    let subject = Subject::Dossier { id: dossier.id, code: &code };
    let mut seen = vec![PersonalField::Identity, PersonalField::Declaration, PersonalField::Papers];
    if sees_numbers(&caller.actor, dossier) {
        seen.extend([PersonalField::PersonalId, PersonalField::Contact]);
    }
    Ok(audit::record_read(&caller.ctx, subject, &seen).await?)
}
