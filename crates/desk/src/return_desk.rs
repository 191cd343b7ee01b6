//! `/quay/tra-ket-qua`: scan the slip, check who stands there, hand the result over. What is ready
//! stands below.
//!
//! A fee that is owed is collected first (`dossier` refuses the hand-over otherwise), by whoever may
//! confirm it. What was scanned is sent as a form, since it may be an identity card; only a code that
//! was understood becomes part of the address.

mod ready;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base::Role;
use dossier::command::Return;
use dossier::{
    Command, DossierCode, Error as Failed, HistoryLine, Line, Place, Request, ReturnChannel, StateName, Tray, Which,
    present,
};
use serde::Deserialize;
use web::{
    Context, Empty, Error, FieldErrors, Fields, Form, Gate, Icon, Nav, Note, Page, Query, Routes, Sentence, Tone,
};

use crate::Desk;
use crate::head::{Case, href};
use crate::list::Row;
use ready::Ready;

const PATH: &str = "/quay/tra-ket-qua";
/// Lines shown of what is ready.
const ROWS: i64 = 50;

pub(crate) fn routes() -> Routes<Desk> {
    const RETURNERS: &[Role] = &[Role::CounterOfficer, Role::ReturnOfficer];
    Routes::new("desk")
        .get("desk.return_desk", PATH, Gate::Roles(RETURNERS), show)
        .post("desk.return_scan", "/quay/tra-ket-qua/quet", Gate::Roles(RETURNERS), scan)
        .post("desk.hand_over", PATH, Gate::Roles(&[Role::ReturnOfficer]), send)
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The dossier on the table.
    #[serde(default)]
    ma: String,
    /// The dossier just handed over.
    #[serde(default)]
    xong: String,
}

#[derive(Template)]
#[template(path = "return_desk.html")]
pub(crate) struct ReturnDeskPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) note: Option<Note>,
    pub(crate) case: Option<Ready>,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
}

/// What a page is drawn from.
struct Draft {
    form: Fields,
    note: Option<Note>,
    case: Option<Case>,
    status: StatusCode,
}

impl Draft {
    fn new(form: Fields) -> Self {
        Self { form, note: None, case: None, status: StatusCode::OK }
    }
}

async fn show(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let page = ctx.page(Nav::ReturnDesk);
    let draft = Draft::new(Fields::blank(&page));
    if asked.ma.is_empty() {
        let note = handed_over(&desk, &ctx, &page, &asked.xong).await?;
        return draw(&desk, &ctx, Draft { note, ..draft }).await;
    }
    let Some(code) = DossierCode::parse(&asked.ma) else { return unknown(&desk, &ctx, draft, None).await };
    match desk.open(ctx.staff()?, code.as_str()).await {
        Ok(case) => {
            desk.note_read(&ctx, &case).await?;
            draw(&desk, &ctx, Draft { case: Some(case), ..draft }).await
        }
        Err(Error::NotFound) => unknown(&desk, &ctx, draft, Some(code)).await,
        Err(other) => Err(other),
    }
}

/// What was scanned or typed. It is not drawn again: it may be anything.
async fn scan(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    match DossierCode::parse(&form.text("ma")) {
        Some(code) => Ok(ctx.redirect(&web::address_with(PATH, &[("ma", code.as_str())]))),
        None => unknown(&desk, &ctx, Draft::new(Fields::blank(&ctx.page(Nav::ReturnDesk))), None).await,
    }
}

/// No code, or a code that nothing within reach has.
async fn unknown(desk: &Desk, ctx: &Context, draft: Draft, code: Option<DossierCode>) -> Result<Response, Error> {
    let page = ctx.page(Nav::ReturnDesk);
    let (text, status) = match code {
        Some(code) => (page.t1("desk-return-no-dossier", "code", code.as_str()), StatusCode::NOT_FOUND),
        None => (page.t("desk-return-no-code"), StatusCode::UNPROCESSABLE_ENTITY),
    };
    draw(desk, ctx, Draft { note: Some(Note::new(Tone::Late, text)), status, ..draft }).await
}

/// The word of success, for a dossier that really was handed over.
async fn handed_over(desk: &Desk, ctx: &Context, page: &Page, code: &str) -> Result<Option<Note>, Error> {
    let Some(code) = DossierCode::parse(code) else { return Ok(None) };
    let dossier = match desk.dossiers.read(ctx.staff()?, Which::Code(code)).await {
        Ok(dossier) if dossier.state.name() == StateName::Returned => dossier,
        Ok(_) | Err(Failed::NotFound) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let label = dossier.label();
    let note = Note::new(Tone::Ok, page.t1("desk-return-done", "code", &label));
    Ok(Some(note.linked(page.t("desk-return-open"), href(&label))))
}

async fn draw(desk: &Desk, ctx: &Context, draft: Draft) -> Result<Response, Error> {
    let page = desk.page(ctx, Nav::ReturnDesk).await?;
    let mut form = draft.form;
    if let Some(case) = &draft.case {
        form = ready::prefilled(case, form);
    }
    let actor = ctx.staff()?;
    let case = draft.case.map(|case| Ready::new(desk, &page, actor, &case, &form));
    let rows = rows(desk, ctx, &page).await?;
    let template = ReturnDeskPage {
        note: draft.note,
        case,
        empty: rows.is_empty().then(|| Empty {
            icon: Icon::Done,
            title: page.t("desk-return-empty"),
            text: page.t("desk-return-empty-text"),
            link: None,
        }),
        rows,
        page: page.with_errors(form.has_errors() || draft.status.is_client_error()),
        form,
    };
    let mut response = web::html(template)?;
    *response.status_mut() = draft.status;
    Ok(response)
}

/// What lies at the return desk, and what only waits to be handed over there.
async fn rows(desk: &Desk, ctx: &Context, page: &Page) -> Result<Vec<Row>, Error> {
    let actor = ctx.staff()?;
    let lines = desk.dossiers.tray(actor, Tray::Return, Place::start(), ROWS).await?;
    let working = desk.dossiers.tray(actor, Tray::Work, Place::start(), ROWS).await?;
    let at_desk = |line: &&Line| line.holder_role == Some(Role::ReturnOfficer);
    let row = |line| {
        let mut row = Row::new(desk, page, line);
        row.href = web::address_with(PATH, &[("ma", &row.code)]);
        row
    };
    Ok(lines.iter().chain(working.iter().filter(at_desk)).map(row).collect())
}

async fn send(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let code = DossierCode::parse(&form.text("ma")).ok_or(Error::NotFound)?;
    let seen: i64 = form.text("version").parse().map_err(|_| Error::Unreadable)?;
    let Some(via) = ReturnChannel::from_name(&form.text("via")) else {
        return Again::at("via", "desk-via-missing").draw(&desk, &ctx, &form, &code).await;
    };
    let command = Command::Return(Return {
        receiver: form.text("receiver"),
        via,
        identity_checked: form.checked("identity_checked"),
        note: form.text("note"),
    });
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match desk.dossiers.execute(actor, &code, seen, command, request).await {
        Ok(dossier) => Ok(ctx.redirect(&web::address_with(PATH, &[("xong", &dossier.label())]))),
        Err(failed) => not_done(&desk, &ctx, &form, &code, failed).await,
    }
}

async fn not_done(
    desk: &Desk,
    ctx: &Context,
    form: &Form,
    code: &DossierCode,
    failed: Failed,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::ReturnDesk);
    let again = match failed {
        Failed::Stale { since, .. } => {
            let text = page.t1("desk-return-moved", "changes", changes(&page, &since));
            Again { status: StatusCode::CONFLICT, ..Again::noting(text) }
        }
        Failed::Refused(refusal) => match refusal.reason.field() {
            Some(field) => Again::at(field, present::refusal(&refusal)),
            None => Again::noting(page.said(&present::refusal(&refusal))),
        },
        Failed::NotFound | Failed::Denied(_) | Failed::Filing(_) | Failed::KeyReused | Failed::Store(_) => {
            return Err(failed.into());
        }
    };
    again.draw(desk, ctx, form, code).await
}

/// Why the page is drawn once more.
struct Again {
    errors: FieldErrors,
    note: Option<Note>,
    status: StatusCode,
}

impl Again {
    fn at(field: &str, sentence: impl Into<Sentence>) -> Self {
        let mut errors = FieldErrors::new();
        errors.push(field, sentence);
        Self { errors, note: None, status: StatusCode::UNPROCESSABLE_ENTITY }
    }

    fn noting(text: String) -> Self {
        let note = Some(Note::new(Tone::Late, text));
        Self { errors: FieldErrors::new(), note, status: StatusCode::UNPROCESSABLE_ENTITY }
    }

    /// The dossier as it is now, with everything that was typed.
    async fn draw(self, desk: &Desk, ctx: &Context, form: &Form, code: &DossierCode) -> Result<Response, Error> {
        let case = desk.open(ctx.staff()?, code.as_str()).await?;
        desk.note_read(ctx, &case).await?;
        let form = Fields::again(&ctx.page(Nav::ReturnDesk), form, self.errors);
        draw(desk, ctx, Draft { form, note: self.note, case: Some(case), status: self.status }).await
    }
}

/// `Nộp phí, Trần Thị B lúc 14:20`, one after the other.
fn changes(page: &Page, since: &[HistoryLine]) -> String {
    let change = |line: &HistoryLine| {
        let what = page.said(&present::event_title(&line.event));
        format!("{what} ({}, {})", line.actor, page.moment_short(line.at))
    };
    since.iter().map(change).collect::<Vec<_>>().join("; ")
}
