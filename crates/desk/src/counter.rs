//! `/quay`: a complete dossier taken in on one page, or a list of what is missing without one.
//!
//! Everything is one form: a scan, a search or a choice sends it too and comes back with all that was
//! typed. Missing papers cannot be accepted silently (NĐ 118/2025 Đ.17).

mod checklist;
mod guidance;
mod receive;
mod scan;
mod summary;
mod typed;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use base::Role;
use calendar::local;
use catalogue::{Key, ProcedureVersion, Published};
use dossier::Error as Failed;
use organisation::Office;
use serde::Deserialize;
use web::{Context, Error, FieldErrors, Fields, Form, Gate, Nav, Note, Query, Routes, Tone};
use workflow::FormField;

use crate::Desk;
use checklist::Checklist;
use receive::{Sent, Then};
use scan::Scanned;
use view::View;

pub(crate) fn routes() -> Routes<Desk> {
    const COUNTER: &[Role] = &[Role::CounterOfficer];
    Routes::new("desk").get("desk.counter", "/quay", Gate::Roles(COUNTER), show).post(
        "desk.receive",
        "/quay",
        Gate::Roles(COUNTER),
        send,
    )
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    #[serde(rename = "thu-tuc", default)]
    procedure: String,
}

/// Where and what is being received.
pub(crate) struct Intake {
    pub(crate) office: Arc<Office>,
    pub(crate) published: Arc<Published>,
    pub(crate) chosen: Option<Arc<ProcedureVersion>>,
}

impl Intake {
    async fn begin(desk: &Desk, ctx: &Context, key: &str) -> Result<Self, Error> {
        let office = desk.office_of(ctx.staff()?, ctx.now)?;
        let published = desk.dossiers.catalogue().current(ctx.now).await?;
        let chosen = key.parse::<Key>().ok().and_then(|key| published.by_key(&key).cloned());
        Ok(Self { office, published, chosen })
    }
}

impl Desk {
    /// What the process in force asks of a dossier that is filed now.
    async fn asked(&self, ctx: &Context, intake: &Intake) -> Result<Vec<FormField>, Error> {
        let Some(version) = &intake.chosen else { return Ok(Vec::new()) };
        let process = self.dossiers.workflows().in_force(version, local(ctx.now).date()).await?;
        Ok(process.map(|process| process.fields().to_vec()).unwrap_or_default())
    }
}

async fn show(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let intake = Intake::begin(&desk, &ctx, &asked.procedure).await?;
    let page = ctx.page(Nav::Counter);
    let form = Fields::blank(&page).with("gio", base::secret::token());
    view::draw(&desk, &ctx, &intake, View::of(form)).await
}

async fn send(State(desk): State<Desk>, ctx: Context, mut form: Form) -> Result<Response, Error> {
    let chosen = if form.checked("chon") { form.text("chon") } else { form.text("thu-tuc") };
    let mut intake = Intake::begin(&desk, &ctx, &chosen).await?;
    let mut errors = form.upload_errors(ctx.locale);
    let checklist = Checklist::read(&desk, &ctx, intake.chosen.as_ref(), &mut form, &mut errors).await?;
    let sent = Sent { desk: &desk, ctx: &ctx, intake: &intake, form: &form };
    match form.text("viec").as_str() {
        "tiep-nhan" => sent.receive(checklist, errors, Then::Wait).await,
        "ngay" => sent.receive(checklist, errors, Then::Settle).await,
        "huong-dan" => guidance::show(&desk, &ctx, &intake, &form, &checklist).await,
        _ => look(&desk, &ctx, &mut intake, &form, errors).await,
    }
}

/// A scan, a search or a choice: nothing is stored.
async fn look(
    desk: &Desk,
    ctx: &Context,
    intake: &mut Intake,
    form: &Form,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::Counter);
    let scanned = form.text("quet");
    let mut fields = Fields::again(&page, form, errors).replaced("quet", "");
    let mut note = None;
    match scan::read(&scanned, &intake.published) {
        Scanned::Nothing => {}
        Scanned::Card(card) => {
            note = Some(Note::new(Tone::Ok, scan::told(&page, &card)));
            fields = scan::filled(fields, &card);
        }
        Scanned::Number(number) => {
            note = Some(Note::new(Tone::Ok, page.t1("desk-counter-scan-number", "time", page.time(page.now))));
            fields = scan::numbered(fields, &number);
        }
        Scanned::Dossier(code) => {
            let found = desk.dossiers.read(ctx.staff()?, dossier::Which::Code(code.clone())).await;
            let path = crate::head::href(code.as_str());
            let is_empty = form.text("owner.name").is_empty() && intake.chosen.is_none();
            match found {
                Ok(_) if is_empty => return Ok(ctx.redirect(&path)),
                Ok(_) => note = Some(Note::new(Tone::Info, page.t("desk-scan-dossier")).linked(code.as_str(), path)),
                Err(Failed::NotFound) => {
                    note = Some(Note::new(Tone::Soon, page.t1("desk-scan-no-dossier", "code", code.as_str())))
                }
                Err(other) => return Err(other.into()),
            }
        }
        Scanned::Procedure(version) => intake.chosen = Some(version),
        Scanned::Unknown => note = Some(Note::new(Tone::Soon, page.t("desk-scan-unknown"))),
    }
    let query = form.text("tim");
    let mut hits = Vec::new();
    if !query.is_empty() && !form.checked("chon") {
        hits = view::find(&intake.published, &query);
        if let [only] = hits.as_slice() {
            intake.chosen = Some(Arc::clone(only));
        }
    }
    if form.checked("chon") || hits.len() == 1 {
        fields = fields.replaced("tim", "");
        hits.clear();
    }
    let is_lost = !query.is_empty() && hits.is_empty() && !form.checked("chon") && !fields.value("tim").is_empty();
    view::draw(desk, ctx, intake, View { note, hits, is_lost, ..View::of(fields) }).await
}
