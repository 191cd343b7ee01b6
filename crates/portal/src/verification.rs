//! `/xac-minh`: somebody who received a signed PDF learns who signed it and whether it is whole.
//!
//! The file is read from the spool and gone when the answer is drawn: nothing of it is stored or
//! logged. Checking is arithmetic on somebody else's bytes, so it is limited in size and in tries,
//! and runs beside the requests.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use documents::verification::{self, BYTES_MAX, Verdict};
use signing::{Outcome, Trust};
use web::{Chip, Context, FieldErrors, Fields, Form, Limit, Nav, Page, Sentence, Tone, UploadedFile};

use crate::Portal;

/// Checks of one client: a reader at an office counter opens some, a flood opens thousands.
const CHECKS: Limit = Limit { name: "portal.verify", times: 30, seconds: 600 };
/// Checks of everybody together; each may take a second of a processor.
const CHECKS_OF_ALL: Limit = Limit { name: "portal.verify.all", times: 120, seconds: 60 };

#[derive(Template)]
#[template(path = "verification.html")]
pub(crate) struct VerificationPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) limit: String,
    pub(crate) found: Option<FoundView>,
}

/// What was found in one file.
pub(crate) struct FoundView {
    pub(crate) file: String,
    pub(crate) chip: Chip,
    pub(crate) headline: String,
    pub(crate) signatures: Vec<SignatureView>,
}

pub(crate) struct SignatureView {
    pub(crate) signer: String,
    pub(crate) chip: Chip,
    pub(crate) lines: Vec<String>,
    pub(crate) details: Vec<(String, String)>,
}

pub(crate) async fn show(ctx: Context) -> Result<Response, web::Error> {
    let page = ctx.page(Nav::None);
    web::html(VerificationPage::new(Fields::blank(&page), page, None))
}

pub(crate) async fn verify(State(portal): State<Portal>, ctx: Context, mut form: Form) -> Result<Response, web::Error> {
    ctx.site.limiter.take(CHECKS, &ctx.client_key(), ctx.now)?;
    ctx.site.limiter.take(CHECKS_OF_ALL, "", ctx.now)?;
    let mut errors = form.upload_errors(ctx.locale);
    if errors.is_empty() {
        match form.file("tep")? {
            Some(file) => match look_at(&portal.trust, &ctx, file).await? {
                Ok((name, verdict)) => {
                    let page = ctx.page(Nav::None);
                    let found = FoundView::new(&page, name, &verdict);
                    return web::html(VerificationPage::new(Fields::blank(&page), page, Some(found)));
                }
                Err(sentence) => errors.push("tep", sentence),
            },
            None => errors.push("tep", "portal-verification-missing"),
        }
    }
    refuse(&ctx, &form, errors)
}

fn refuse(ctx: &Context, form: &Form, errors: FieldErrors) -> Result<Response, web::Error> {
    let page = ctx.page(Nav::None).with_errors(true);
    web::html_invalid(VerificationPage::new(Fields::again(&page, form, errors), page, None))
}

type Looked = Result<(String, Verdict), Sentence>;

async fn look_at(trust: &Arc<Trust>, ctx: &Context, file: UploadedFile) -> Result<Looked, web::Error> {
    if usize::try_from(file.size_bytes).is_ok_and(|size| size > BYTES_MAX) {
        return Ok(Err(Sentence::new("documents-verify-too-large")));
    }
    let (trust, now, locale) = (Arc::clone(trust), ctx.now, ctx.locale);
    let looked = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(&file.path)?;
        Ok::<Looked, std::io::Error>(
            verification::verify(&bytes, &trust, now, locale).map(|verdict| (file.name, verdict)),
        )
    });
    looked.await.map_err(web::Error::internal)?.map_err(web::Error::internal)
}

impl VerificationPage {
    fn new(form: Fields, page: Page, found: Option<FoundView>) -> Self {
        let most = u64::try_from(BYTES_MAX).unwrap_or(u64::MAX);
        let limit = page.size(page.settings().upload_limit_bytes.min(most));
        Self { form, limit, found, page }
    }
}

impl FoundView {
    pub(crate) fn new(page: &Page, file: String, verdict: &Verdict) -> Self {
        let label = match verdict.outcome {
            None => "portal-verification-unsigned",
            Some(Outcome::Valid) => "documents-verify-valid",
            Some(Outcome::Unsettled) => "documents-verify-unsettled",
            Some(Outcome::Invalid) => "documents-verify-invalid",
        };
        let signatures = verdict.signatures.iter().map(|signature| SignatureView {
            signer: signature.signer.clone(),
            chip: Chip::new(tone(Some(signature.outcome)), page.said(&signature.label)),
            lines: signature.lines.iter().map(|line| page.said(line)).collect(),
            details: signature.details.iter().map(|(name, value)| (page.said(name), value.clone())).collect(),
        });
        Self {
            file,
            chip: Chip::new(tone(verdict.outcome), page.t(label)),
            headline: page.said(&verdict.headline),
            signatures: signatures.collect(),
        }
    }
}

fn tone(outcome: Option<Outcome>) -> Tone {
    match outcome {
        Some(Outcome::Valid) => Tone::Ok,
        Some(Outcome::Invalid) => Tone::Late,
        Some(Outcome::Unsettled) | None => Tone::Soon,
    }
}
