//! `/tra-cuu`: type a code. Reading is tolerant; what cannot be a code is said so at once.

use askama::Template;
use axum::response::Response;
use dossier::DossierCode;
use web::{Context, Limit, Nav, Page, Query};

/// Look-ups of one client. A family behind one address needs a few, somebody who walks through all
/// codes needs thousands.
pub(crate) const LOOK_UPS: Limit = Limit { name: "portal.look_up", times: 120, seconds: 600 };

#[derive(Template)]
#[template(path = "look_up.html")]
pub(crate) struct LookUpPage {
    pub(crate) page: Page,
    pub(crate) typed: String,
    pub(crate) error: Option<String>,
    /// What was looked for and not found.
    pub(crate) missing: Option<String>,
}

pub(crate) async fn show(ctx: Context, Query(query): Query<Vec<(String, String)>>) -> Result<Response, web::Error> {
    let typed = query.iter().find(|(name, _)| name == "ma").map(|(_, typed)| base::text::clean(typed));
    let Some(typed) = typed else { return web::html(LookUpPage::new(ctx.page(Nav::Tracking), String::new())) };
    if let Some(code) = DossierCode::parse(&typed) {
        return Ok(ctx.redirect(&format!("/tra-cuu/{code}")));
    }
    let page = ctx.page(Nav::Tracking).with_errors(true);
    let key = if typed.is_empty() { "portal-code-missing" } else { "portal-code-wrong" };
    let error = Some(page.t(key));
    web::html_invalid(LookUpPage { error, ..LookUpPage::new(page, typed.chars().take(60).collect()) })
}

impl LookUpPage {
    pub(crate) fn new(page: Page, typed: String) -> Self {
        Self { page, typed, error: None, missing: None }
    }

    /// A code that is unknown here. A draft and somebody else's draft have no code, so they look
    /// the same.
    pub(crate) fn not_found(page: Page, code: String) -> Self {
        Self { missing: Some(code.clone()), ..Self::new(page, code) }
    }

    /// Whom to ask.
    fn help(&self) -> String {
        match self.page.settings().hotline.as_str() {
            "" => self.page.t("portal-missing-help-plain"),
            hotline => self.page.t1("portal-missing-help", "hotline", hotline),
        }
    }
}
