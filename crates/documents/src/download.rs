//! Downloads: files to whoever may read their dossier, slips to officers and to people who hold the
//! slip's look-up code.

use audit::{PersonalField, Subject};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base::{ActorKind, FileId};
use dossier::{Dossier, DossierCode, Dossiers, Which};
use pdf::Press;
use std::sync::Arc;
use web::{Context, Gate, Limit, Path, Query, Routes};

use crate::store::FileRow;
use crate::{Files, receipt};

/// Wrong look-up codes from one network address: four letters of a slip are not to be guessed.
const LOOK_UP_LIMIT: Limit = Limit { name: "documents.look_up", times: 20, seconds: 600 };

#[derive(Clone)]
struct Papers {
    files: Files,
    dossiers: Dossiers,
    press: Arc<Press>,
}

/// The routes of this crate.
#[must_use]
pub fn routes(files: Files, dossiers: Dossiers, press: Press) -> Routes {
    Routes::new("documents")
        .get("documents.file", "/tep/{id}", Gate::SignedIn, file)
        .get("documents.slip", "/ho-so/{ma}/giay-tiep-nhan.pdf", Gate::Staff, slip_for_officer)
        .get("documents.slip_of_person", "/tra-cuu/{ma}/giay-tiep-nhan.pdf", Gate::Public, slip_for_person)
        .with_state(Papers { files, dossiers, press: Arc::new(press) })
}

async fn file(State(papers): State<Papers>, ctx: Context, Path(id): Path<String>) -> Result<Response, web::Error> {
    let actor = ctx.signed_in()?.clone();
    let id: FileId = id.parse().map_err(|_| web::Error::NotFound)?;
    let row = papers.files.find(id).await?.ok_or(web::Error::NotFound)?;
    if row.uploaded_by != actor.account {
        if !row.kept {
            return Err(web::Error::NotFound);
        }
        let dossier = papers.dossiers.read(&actor, Which::Id(row.dossier)).await?;
        note(&ctx, &dossier, &[PersonalField::Papers]).await?;
    }
    let bytes = papers.files.bytes(&row.sha256).await?;
    Ok(inline(&row, bytes))
}

/// Notes the look of an officer at a dossier's papers.
async fn note(ctx: &Context, dossier: &Dossier, fields: &[PersonalField]) -> Result<(), web::Error> {
    let code = dossier.label();
    audit::record_read(ctx, Subject::Dossier { id: dossier.id, code: &code }, fields).await
}

/// Shown in the browser, but never run: no script, no frame of another site.
fn inline(row: &FileRow, bytes: Vec<u8>) -> Response {
    let disposition = format!("inline; filename*=UTF-8''{}", percent(&row.name));
    with_headers(bytes, &row.media_type, &disposition)
}

fn with_headers(bytes: Vec<u8>, media_type: &str, disposition: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-store"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// A name for a header, as RFC 5987 writes it.
fn percent(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

async fn slip_for_officer(
    State(papers): State<Papers>,
    ctx: Context,
    Path(code): Path<String>,
) -> Result<Response, web::Error> {
    let code = DossierCode::parse(&code).ok_or(web::Error::NotFound)?;
    let dossier = papers.dossiers.read(ctx.staff()?, Which::Code(code)).await?;
    note(&ctx, &dossier, &[PersonalField::Identity, PersonalField::PersonalId]).await?;
    print(&papers, &ctx, &dossier).await
}

#[derive(Debug, serde::Deserialize)]
struct LookUp {
    #[serde(rename = "ma-tra-cuu", default)]
    code: String,
}

/// For the owner's account, or for whoever holds the slip: its look-up code is the proof.
async fn slip_for_person(
    State(papers): State<Papers>,
    ctx: Context,
    Path(code): Path<String>,
    Query(look_up): Query<LookUp>,
) -> Result<Response, web::Error> {
    let code = DossierCode::parse(&code).ok_or(web::Error::NotFound)?;
    ctx.site.limiter.take(LOOK_UP_LIMIT, &ctx.client_key(), ctx.now)?;
    let dossier = papers.dossiers.track(&code).await?.ok_or(web::Error::NotFound)?;
    let is_owner = ctx.actor.as_ref().is_some_and(|actor| {
        matches!(actor.kind, ActorKind::Citizen) && dossier.account == Some(actor.account)
    });
    let holds_slip = look_up.code.trim().eq_ignore_ascii_case(&dossier.content.lookup_code);
    if !is_owner && !holds_slip {
        return Err(web::Error::NotFound);
    }
    print(&papers, &ctx, &dossier).await
}

async fn print(papers: &Papers, ctx: &Context, dossier: &Dossier) -> Result<Response, web::Error> {
    if dossier.received_at.is_none() {
        return Err(web::Error::NotFound);
    }
    let slip = receipt::slip(ctx, &papers.dossiers, dossier).await?;
    let press = Arc::clone(&papers.press);
    let rendered = tokio::task::spawn_blocking(move || crate::slip::render(&press, &slip));
    let rendered = rendered.await.map_err(web::Error::internal)?.map_err(web::Error::internal)?;
    let disposition = format!("inline; filename=giay-tiep-nhan-{}.pdf", dossier.label());
    Ok(with_headers(rendered.pdf, "application/pdf", &disposition))
}
