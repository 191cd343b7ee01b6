//! Downloads: files to whoever may read their dossier, slips to officers, to the owner, and to people
//! who hold the slip's look-up code. Every look of an officer is noted before anything is sent.

use audit::{PersonalField, Subject};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use base::{Actor, ActorKind, FileId};
use dossier::{Dossier, DossierCode, Dossiers, State as Stand, Which};
use pdf::{Press, Rendered};
use std::sync::Arc;
use web::{Context, Gate, Limit, Path, Query, Routes};

use crate::files::{papers, results as result_files};
use crate::form::Form;
use crate::page_image::{self, Painter};
use crate::store::FileRow;
use crate::{Files, leaflet, letter, letters, name, receipt, results};

/// Look-ups from one network address: a centre with its helpers has one address.
const LOOK_UP_LIMIT: Limit = Limit { name: "documents.look_up", times: 60, seconds: 600 };

/// Look-ups of one dossier, wherever they come from: a code of four letters is not to be guessed, and
/// at this pace trying them all takes more than a year. The owner's account is not slowed down.
const DOSSIER_LIMIT: Limit = Limit { name: "documents.look_up_dossier", times: 20, seconds: 3600 };

#[derive(Clone)]
pub(crate) struct Papers {
    pub(crate) files: Files,
    pub(crate) dossiers: Dossiers,
    pub(crate) press: Arc<Press>,
    pub(crate) painter: Painter,
}

/// The routes of this crate.
#[must_use]
pub fn routes(files: Files, dossiers: Dossiers, press: Press, painter: Painter) -> Routes {
    Routes::new("documents")
        .get("documents.file", "/tep/{id}", Gate::SignedIn, file)
        .get("documents.page", "/tep/{id}/trang/{so}", Gate::SignedIn, page_image::show)
        .get("documents.slip", "/ho-so/{ma}/giay-tiep-nhan.pdf", Gate::Staff, slip_for_officer)
        .get("documents.slip_of_person", "/tra-cuu/{ma}/giay-tiep-nhan.pdf", Gate::Public, slip_for_person)
        .get("documents.letter", "/ho-so/{ma}/phieu/{lan}", Gate::Staff, letter_for_officer)
        .get("documents.letter_of_person", "/tra-cuu/{ma}/phieu/{lan}", Gate::Public, letter_for_person)
        .merge(crate::books::routes())
        .merge(crate::seals::routes())
        .get("documents.leaflet", "/thu-tuc/{code}/to-roi.pdf", Gate::Public, leaflet::show)
        .with_state(Papers { files, dossiers, press: Arc::new(press), painter })
}

async fn file(State(papers): State<Papers>, ctx: Context, Path(id): Path<String>) -> Result<Response, web::Error> {
    let row = papers.seen(&ctx, &id).await?;
    let bytes = papers.files.shelf.get(&row.sha256).await?;
    Ok(shown(bytes, &row.media_type, &row.name))
}

impl Papers {
    /// A file that whoever asks may see; an officer's look is noted.
    pub(crate) async fn seen(&self, ctx: &Context, id: &str) -> Result<FileRow, web::Error> {
        let actor = ctx.signed_in()?;
        let id: FileId = id.parse().map_err(|_| web::Error::NotFound)?;
        let row = self.files.find(id).await?.ok_or(web::Error::NotFound)?;
        let is_sender = row.uploaded_by == actor.account;
        if row.kept && (actor.is_staff() || !is_sender) {
            let dossier = self.dossier_of(actor, &row).await?;
            let by = dossier.id;
            let is_made = ctx.site.db.read(move |tx| results::is_result_file(tx, by, id)).await?;
            if !may_see(actor, &dossier, id, is_made) {
                return Err(web::Error::NotFound);
            }
            note(ctx, &dossier, &[PersonalField::Papers]).await?;
        } else if !is_sender {
            return Err(web::Error::NotFound);
        }
        Ok(row)
    }

    /// The dossier through which somebody may see a file: the one it was brought to, or one of another
    /// agency that got it from there.
    async fn dossier_of(&self, actor: &Actor, row: &FileRow) -> Result<Dossier, web::Error> {
        let own = self.dossiers.read(actor, Which::Id(row.dossier)).await;
        if !matches!(own, Err(dossier::Error::NotFound)) {
            return Ok(own?);
        }
        let brought_to = self.dossiers.read(&Actor::system(), Which::Id(row.dossier)).await?;
        let content = &brought_to.content;
        let above = content.parent.iter().map(|parent| parent.dossier);
        for linked in above.chain(content.sub_dossiers.iter().map(|sub| sub.dossier)) {
            match self.dossiers.read(actor, Which::Id(linked)).await {
                Ok(dossier) if papers(&dossier.content).any(|paper| paper.id == row.id) => return Ok(dossier),
                Ok(_) | Err(dossier::Error::NotFound) => {}
                Err(other) => return Err(other.into()),
            }
        }
        Err(web::Error::NotFound)
    }
}

/// A result is the officers' until it is at the return desk.
fn may_see(actor: &Actor, dossier: &Dossier, file: FileId, is_made: bool) -> bool {
    let is_result = is_made || result_files(&dossier.content).any(|result| result.id == file);
    let is_paper = papers(&dossier.content).any(|paper| paper.id == file);
    let is_out = matches!(dossier.state, Stand::Resolved { .. } | Stand::Returned { .. });
    actor.is_staff() || is_paper || (is_result && is_out)
}

/// Notes the look of an officer at a dossier's papers.
pub(crate) async fn note(ctx: &Context, dossier: &Dossier, fields: &[PersonalField]) -> Result<(), web::Error> {
    let code = dossier.label();
    audit::record_read(ctx, Subject::Dossier { id: dossier.id, code: &code }, fields).await
}

/// Shown in the browser, but never run: no script, no frame of another site, no guess at the type.
pub(crate) fn shown(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox";
    for (header, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, name::disposition(name).as_str()),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "private, no-store"),
    ] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(header, value);
        }
    }
    response
}

/// A slip that was not given with the receipt can be printed when the person asks for it
/// (NĐ 118/2025/NĐ-CP Đ.17).
#[derive(Debug, serde::Deserialize)]
struct Asked {
    #[serde(rename = "theo-yeu-cau", default)]
    by_person: String,
}

async fn slip_for_officer(
    State(papers): State<Papers>,
    ctx: Context,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, web::Error> {
    let code = DossierCode::parse(&code).ok_or(web::Error::NotFound)?;
    let dossier = papers.dossiers.read(ctx.staff()?, Which::Code(code)).await?;
    if asked.by_person != "1" {
        given(&dossier)?;
    }
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
    let dossier = papers.of_holder(&ctx, &code, &look_up).await?;
    given(&dossier)?;
    print(&papers, &ctx, &dossier).await
}

impl Papers {
    /// A dossier for its owner's account, or for whoever knows its look-up code.
    async fn of_holder(&self, ctx: &Context, code: &str, look_up: &LookUp) -> Result<Dossier, web::Error> {
        let code = DossierCode::parse(code).ok_or(web::Error::NotFound)?;
        let dossier = self.dossiers.track(&code).await?.ok_or(web::Error::NotFound)?;
        let is_owner = ctx
            .actor
            .as_ref()
            .is_some_and(|actor| matches!(actor.kind, ActorKind::Citizen) && dossier.account == Some(actor.account));
        if !is_owner {
            let limiter = &ctx.site.limiter;
            limiter.take(LOOK_UP_LIMIT, &ctx.client_key(), ctx.now)?;
            limiter.take(DOSSIER_LIMIT, code.as_str(), ctx.now)?;
            if !look_up.code.trim().eq_ignore_ascii_case(&dossier.content.lookup_code) {
                return Err(web::Error::Refused("documents-slip-code-wrong".into()));
            }
        }
        Ok(dossier)
    }
}

async fn letter_for_officer(
    State(papers): State<Papers>,
    ctx: Context,
    Path((code, version)): Path<(String, String)>,
) -> Result<Response, web::Error> {
    let code = DossierCode::parse(&code).ok_or(web::Error::NotFound)?;
    let dossier = papers.dossiers.read(ctx.staff()?, Which::Code(code)).await?;
    note(&ctx, &dossier, &[PersonalField::Identity, PersonalField::PersonalId]).await?;
    papers.letter(&ctx, &dossier, &version).await
}

async fn letter_for_person(
    State(papers): State<Papers>,
    ctx: Context,
    Path((code, version)): Path<(String, String)>,
    Query(look_up): Query<LookUp>,
) -> Result<Response, web::Error> {
    let dossier = papers.of_holder(&ctx, &code, &look_up).await?;
    papers.letter(&ctx, &dossier, &version).await
}

impl Papers {
    /// The letter that an event called for.
    async fn letter(&self, ctx: &Context, dossier: &Dossier, version: &str) -> Result<Response, web::Error> {
        let version: i64 = version.parse().map_err(|_| web::Error::NotFound)?;
        let history = self.dossiers.history(dossier.id).await?;
        let line = history.iter().find(|line| line.version == version).ok_or(web::Error::NotFound)?;
        let letter = letters::letter(ctx, &self.dossiers, dossier, line).await?.ok_or(web::Error::NotFound)?;
        let name = format!("{}-{}.pdf", letter.form().name(), dossier.label());
        self.printed(&name, move |press| letter::render(press, &letter)).await
    }

    /// Sets a paper on a thread of its own and sends it.
    pub(crate) async fn printed(
        &self,
        name: &str,
        set: impl FnOnce(&Press) -> Result<Rendered, pdf::Error> + Send + 'static,
    ) -> Result<Response, web::Error> {
        let press = Arc::clone(&self.press);
        let rendered = tokio::task::spawn_blocking(move || set(&press)).await;
        let rendered = rendered.map_err(web::Error::internal)?.map_err(web::Error::internal)?;
        Ok(shown(rendered.pdf, "application/pdf", name))
    }
}

/// Whether a slip was given: it then has a number in the book.
fn given(dossier: &Dossier) -> Result<(), web::Error> {
    match (dossier.received_at, dossier.content.slip_no) {
        (None, _) => Err(web::Error::NotFound),
        (Some(_), None) => Err(web::Error::Refused("documents-slip-not-given".into())),
        (Some(_), Some(_)) => Ok(()),
    }
}

async fn print(papers: &Papers, ctx: &Context, dossier: &Dossier) -> Result<Response, web::Error> {
    if dossier.received_at.is_none() {
        return Err(web::Error::NotFound);
    }
    let slip = receipt::slip(ctx, &papers.dossiers, dossier).await?;
    let name = format!("{}-{}.pdf", Form::Slip.name(), dossier.label());
    papers.printed(&name, move |press| crate::slip::render(press, &slip)).await
}
