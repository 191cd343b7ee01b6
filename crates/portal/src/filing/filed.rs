//! After filing: the code, and what happens next with its latest times.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::DossierId;
use web::{Context, Nav, Page, Path, Query};

use super::check::FeeView;
use super::draft::value;
use super::step::Step;
use super::stop::Stop;
use crate::Portal;

#[derive(Template)]
#[template(path = "filed.html")]
pub(crate) struct FiledPage {
    pub(crate) page: Page,
    pub(crate) procedure: String,
    pub(crate) code: String,
    pub(crate) lookup_code: String,
    pub(crate) office: String,
    /// By when the office answers.
    pub(crate) answer_by: String,
    pub(crate) limit: String,
    pub(crate) fee: Option<FeeView>,
    pub(crate) return_key: String,
    pub(crate) tracking: String,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let id: DossierId = value(&query, "nhap").and_then(|id| id.parse().ok()).ok_or(web::Error::NotFound)?;
    let draft = portal.draft_by_id(&ctx, id).await?;
    if draft.dossier.procedure_code.split('/').next() != Some(code.as_str()) {
        return Err(web::Error::NotFound.into());
    }
    let dossier = &draft.dossier;
    let (Some(given), Some(at)) = (&dossier.code, dossier.submitted_at) else {
        return Ok(ctx.redirect(&draft.path(Step::Check)));
    };
    let page = ctx
        .page(Nav::Filing)
        .crumb(ctx.t("web-nav-my-dossiers"), "/ho-so-cua-toi")
        .crumb(ctx.t("portal-filed-title"), "");
    let office = portal.dossiers.organisation().office(dossier.receiving_office);
    let fee = dossier.content.fee.as_ref().filter(|fee| !fee.paid);
    Ok(web::html(FiledPage {
        procedure: dossier.procedure_name.clone(),
        code: given.to_string(),
        lookup_code: dossier.content.lookup_code.clone(),
        office: office.map(|office| office.name.clone()).unwrap_or_default(),
        answer_by: page.moment(portal.dossiers.calendar().acceptance_deadline(at)),
        limit: page.said(&dossier::present::limit(dossier.content.clock.limit)),
        fee: fee.map(|fee| FeeView::new(&page, fee)),
        return_key: format!("portal-filed-return-{}", dossier.content.return_channel.name()),
        tracking: format!("/tra-cuu/{given}"),
        page,
    })?)
}
