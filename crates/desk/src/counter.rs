//! `/quay`: a complete dossier taken in on one page, or a list of what is missing without one.
//!
//! Everything is one form: a scan, a search or a choice sends it too and comes back with all that was
//! typed. Missing papers cannot be accepted silently (NĐ 118/2025 Đ.17).

mod checklist;
mod guidance;
mod scan;
mod summary;
mod typed;
mod view;

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base::Role;
use calendar::local;
use catalogue::{Key, ProcedureVersion, Published};
use dossier::command::Accept;
use dossier::{Channel, Command, Dossier, Error as Failed, Filing, Request, present};
use organisation::Office;
use serde::Deserialize;
use web::{Context, Error, FieldErrors, Fields, Form, Gate, Nav, Note, Query, Routes, Sentence, Tone};

use crate::Desk;
use checklist::Checklist;
use scan::Scanned;
use typed::Typed;
use view::View;

pub(crate) fn routes() -> Routes<Desk> {
    const COUNTER: &[Role] = &[Role::CounterOfficer];
    Routes::new("desk")
        .get("desk.counter", "/quay", Gate::Roles(COUNTER), show)
        .post("desk.receive", "/quay", Gate::Roles(COUNTER), send)
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
    match form.text("viec").as_str() {
        "tiep-nhan" => accept(&desk, &ctx, &intake, &form, checklist, errors).await,
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
        Scanned::Dossier(code) => {
            let found = desk.dossiers.read(ctx.staff()?, dossier::Which::Code(code.clone())).await;
            let path = crate::head::href(code.as_str());
            let is_empty = form.text("owner.name").is_empty() && intake.chosen.is_none();
            match found {
                Ok(_) if is_empty => return Ok(ctx.redirect(&path)),
                Ok(_) => note = Some(Note::new(Tone::Info, page.t("desk-scan-dossier")).linked(code.as_str(), path)),
                Err(Failed::NotFound) => note = Some(Note::new(Tone::Soon, page.t1("desk-scan-no-dossier", "code", code.as_str()))),
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

/// Files and accepts in one transaction, then shows the code.
async fn accept(
    desk: &Desk,
    ctx: &Context,
    intake: &Intake,
    form: &Form,
    checklist: Checklist,
    mut errors: FieldErrors,
) -> Result<Response, Error> {
    let typed = Typed::read(ctx, intake, form, &mut errors);
    if let Some(version) = &intake.chosen {
        let missing = checklist.missing(version);
        if !missing.is_empty() {
            let sentence = Sentence::new("desk-papers-missing").with("n", missing.len()).with("papers", missing.join("; "));
            errors.push("papers", sentence);
        }
    } else {
        errors.push("tim", "desk-procedure-missing");
    }
    let (Some(version), Some(typed)) = (&intake.chosen, typed.filter(|_| errors.is_empty())) else {
        return again(desk, ctx, intake, form, errors).await;
    };
    let filing = filing(intake, version, typed, checklist);
    let owner = filing.owner.clone();
    let accept = Command::Accept(Accept { note: form.lines("note"), slip_wanted: form.checked("slip_wanted") });
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match desk.dossiers.file(ctx.staff()?, filing, vec![accept], request).await {
        Ok(dossier) => Ok(received(ctx, &dossier)),
        // A second press whose scans were stored anew: the first press was kept.
        Err(Failed::KeyReused) => match just_received(desk, ctx, &owner, version).await? {
            Some(dossier) => Ok(received(ctx, &dossier)),
            None => Err(Failed::KeyReused.into()),
        },
        Err(Failed::Filing(error)) => {
            errors.push(field_of(error.field()), present::filing_error(&error));
            again(desk, ctx, intake, form, errors).await
        }
        Err(Failed::Refused(refusal)) => {
            let refused = Note::new(Tone::Late, ctx.say(&present::refusal(&refusal)));
            let fields = Fields::again(&ctx.page(Nav::Counter), form, errors);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            view::draw(desk, ctx, intake, View { note: Some(refused), status, ..View::of(fields) }).await
        }
        Err(other) => Err(other.into()),
    }
}

fn received(ctx: &Context, dossier: &Dossier) -> Response {
    ctx.redirect_noting(&format!("/quay/da-nhan/{}", dossier.label()), "desk-received-note")
}

async fn again(
    desk: &Desk,
    ctx: &Context,
    intake: &Intake,
    form: &Form,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let fields = Fields::again(&ctx.page(Nav::Counter), form, errors);
    view::draw(desk, ctx, intake, View { status: StatusCode::UNPROCESSABLE_ENTITY, ..View::of(fields) }).await
}

fn filing(intake: &Intake, version: &ProcedureVersion, typed: Typed, checklist: Checklist) -> Filing {
    Filing {
        procedure: version.id,
        office: intake.office.id,
        competent_agency: typed.agency,
        channel: Channel::Counter,
        account: None,
        owner: typed.owner,
        proxy: typed.proxy,
        declared: typed.declared,
        sets: typed.sets,
        papers: checklist.papers,
        return_channel: typed.return_channel,
        return_address: typed.return_address,
        fee: typed.fee,
    }
}

/// The dossier of the same person and procedure received here today, newest first.
async fn just_received(
    desk: &Desk,
    ctx: &Context,
    owner: &dossier::Person,
    version: &ProcedureVersion,
) -> Result<Option<Dossier>, Error> {
    let Some(number) = owner.identity_number() else { return Ok(None) };
    let found = desk.dossiers.search(ctx.staff()?, number).await?;
    let today = local(ctx.now).date();
    let is_it = |dossier: &Dossier| {
        dossier.procedure == version.id && dossier.received_at.is_some_and(|at| local(at).date() == today)
    };
    Ok(found.into_iter().find(is_it))
}

/// The field of this page for a fault that `dossier` names otherwise.
const fn field_of(field: &'static str) -> &'static str {
    match field.as_bytes() {
        b"procedure" => "tim",
        _ => field,
    }
}
