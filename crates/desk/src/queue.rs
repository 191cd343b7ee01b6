//! `/trinh-ky` and `/dong-dau`: what waits for a signature or a seal, the draft beside each. One at a
//! time or those ticked; each is a transaction of its own, and the outcome is told one by one.

pub(crate) mod run;

use askama::Template;
use audit::{Entry, Kind, PersonalField, Subject, record};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base::{Actor, ActorKind, DossierId, Role};
use documents::seals::{self, SealRow};
use dossier::{CommandName, Line, Place, Tray, Which, present};
use web::{Context, Empty, Error, Field, FieldErrors, Fields, Form, Gate, Icon, Link, Nav, Note, Page, Routes, Tone};

use crate::Desk;
use crate::head::href;
use crate::list::Row;
use crate::offer::Offers;
use crate::pin;
use crate::workbench::{ResultView, result_view};
use run::{Outcome, Ran};

/// Dossiers on a page; the rest follows when these are done.
const ROWS: usize = 20;
/// The seal that almost every result gets, where the officer keeps none of the register.
const FIRST_SEAL: &str = "Con dấu thứ nhất";

pub(crate) fn routes() -> Routes<Desk> {
    const SEALERS: &[Role] = &[Role::Clerk, Role::StampKeeper];
    Routes::new("desk")
        .get("desk.signing", "/trinh-ky", Gate::Roles(&[Role::Leader]), signing)
        .post("desk.sign", "/trinh-ky", Gate::Roles(&[Role::Leader]), sign)
        .get("desk.sealing", "/dong-dau", Gate::Roles(SEALERS), sealing)
        .post("desk.seal_selected", "/dong-dau", Gate::Roles(&[Role::StampKeeper]), seal)
}

/// One of the two queues.
#[derive(Clone, Copy)]
struct Queue {
    nav: Nav,
    role: Role,
    command: CommandName,
    path: &'static str,
    /// The middle of its sentence keys.
    name: &'static str,
}

const SIGNING: Queue =
    Queue { nav: Nav::Signing, role: Role::Leader, command: CommandName::Approve, path: "/trinh-ky", name: "signing" };
const SEALING: Queue = Queue {
    nav: Nav::Sealing,
    role: Role::StampKeeper,
    command: CommandName::Seal,
    path: "/dong-dau",
    name: "sealing",
};

#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct QueuePage {
    pub(crate) page: Page,
    pub(crate) title: String,
    pub(crate) intro: String,
    pub(crate) path: &'static str,
    pub(crate) is_sealing: bool,
    /// Code and name of the seals in the officer's custody.
    pub(crate) seals: Vec<(String, String)>,
    /// Nothing was ticked.
    pub(crate) note: Option<Note>,
    pub(crate) items: Vec<Item>,
    /// `2 trong 3 hồ sơ đã xong`.
    pub(crate) told: String,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) empty: Option<Empty>,
    pub(crate) has_more: bool,
    pub(crate) selected: String,
    pub(crate) one: String,
    /// The PIN of the officer's key, or of the agency's seal.
    pub(crate) pin: Option<Field>,
    pub(crate) form: Fields,
}

/// One dossier with its draft.
pub(crate) struct Item {
    id: DossierId,
    pub(crate) row: Row,
    /// Code and version, as the form sends them.
    pub(crate) choice: String,
    /// Ticked in a form that was refused.
    pub(crate) is_chosen: bool,
    pub(crate) result: Option<ResultView>,
    pub(crate) drafter: String,
    pub(crate) seal: String,
    /// Why this officer cannot do it, such as an own draft.
    pub(crate) obstacle: Option<String>,
    pub(crate) others: Vec<Link>,
}

async fn signing(State(desk): State<Desk>, ctx: Context) -> Result<Response, Error> {
    draw(&desk, &ctx, SIGNING, None, (&Form::default(), FieldErrors::new())).await
}

async fn sealing(State(desk): State<Desk>, ctx: Context) -> Result<Response, Error> {
    draw(&desk, &ctx, SEALING, None, (&Form::default(), FieldErrors::new())).await
}

async fn sign(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    send(&desk, &ctx, SIGNING, &form, run::approval).await
}

async fn seal(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    let kept = kept_seals(&ctx).await?;
    send(&desk, &ctx, SEALING, &form, |form, code| run::sealing(form, code, &kept)).await
}

/// Opens the keys once, then goes through what was chosen.
async fn send(
    desk: &Desk,
    ctx: &Context,
    queue: Queue,
    form: &Form,
    read: impl Fn(&Form, &str) -> run::Reading,
) -> Result<Response, Error> {
    let mut errors = FieldErrors::new();
    let keys = if run::is_any_chosen(form) { desk.open_keys(ctx, queue.command, form).await? } else { Ok(Vec::new()) };
    let ran = match keys {
        Ok(keys) => Some(run::run(desk, ctx, form, &keys, read).await?),
        Err(sentence) => {
            errors.push(pin::FIELD, sentence);
            None
        }
    };
    draw(desk, ctx, queue, ran, (form, errors)).await
}

async fn draw(
    desk: &Desk,
    ctx: &Context,
    queue: Queue,
    ran: Option<Ran>,
    (typed, errors): (&Form, FieldErrors),
) -> Result<Response, Error> {
    let page = desk.page(ctx, queue.nav).await?;
    let holder = only(ctx.staff()?, queue.role);
    let limit = i64::try_from(ROWS).unwrap_or(i64::MAX) + 1;
    let lines = desk.dossiers.tray(&holder, Tray::Work, Place::start(), limit).await?;
    let is_sealing = queue.command == CommandName::Seal;
    let kept = if is_sealing { kept_seals(ctx).await? } else { Vec::new() };
    let mut items = Vec::new();
    for line in lines.iter().take(ROWS) {
        items.extend(item(desk, ctx, &page, queue, line, &kept).await?);
    }
    note_reads(ctx, &items).await?;
    let none_chosen = ran.as_ref().is_some_and(|ran| ran.outcomes.is_empty());
    let is_shut = !errors.is_empty();
    if is_shut {
        let chosen = typed.all("chon");
        items.iter_mut().for_each(|item| item.is_chosen = chosen.contains(&item.choice));
    }
    let certificates = desk.certificates(ctx.staff()?, queue.command).await?;
    let ran = ran.unwrap_or_default();
    let page = page.with_errors(none_chosen || is_shut);
    let form = Fields::again(&page, &Form::default(), errors);
    let template = QueuePage {
        title: page.t(&format!("desk-{}", queue.name)),
        intro: page.t1(&format!("desk-{}-intro", queue.name), "now", page.moment_short(page.now)),
        path: queue.path,
        is_sealing,
        seals: kept.iter().map(|seal| (seal.code.clone(), seal_name(desk, seal))).collect(),
        note: none_chosen.then(|| Note::new(Tone::Late, page.t("desk-queue-none-chosen"))),
        empty: items.is_empty().then(|| empty(&page, queue)),
        has_more: lines.len() > ROWS,
        selected: page.t(&format!("desk-{}-selected", queue.name)),
        one: page.t(&format!("desk-{}-one", queue.name)),
        told: page.say("desk-queue-told").with("done", ran.done).with("all", ran.outcomes.len()).to_string(),
        pin: pin::field(&page, &form, queue.command, &certificates),
        items,
        outcomes: ran.outcomes,
        form,
        page,
    };
    let mut response = web::html(template)?;
    if none_chosen || is_shut {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

/// The officer in one role alone: the queue holds what waits for that role.
fn only(actor: &Actor, role: Role) -> Actor {
    let mut actor = actor.clone();
    actor.grants.retain(|grant| grant.role == role);
    actor
}

fn empty(page: &Page, queue: Queue) -> Empty {
    Empty {
        icon: Icon::Done,
        title: page.t(&format!("desk-{}-empty", queue.name)),
        text: page.t("desk-empty-text"),
        link: Some(Link { label: page.t("desk-empty-inbox"), href: "/ban-lam-viec".to_owned() }),
    }
}

/// Seals in the officer's custody.
async fn kept_seals(ctx: &Context) -> Result<Vec<SealRow>, Error> {
    match ctx.staff()?.kind {
        ActorKind::Staff { staff, .. } => Ok(seals::kept_by(&ctx.site.db, staff).await?),
        ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => Ok(Vec::new()),
    }
}

/// `H49.03-2: Con dấu thứ hai, Sở Tư pháp`.
fn seal_name(desk: &Desk, seal: &SealRow) -> String {
    format!("{}: {}, {}", seal.code, seal.name, desk.agency(seal.owner))
}

/// `None` when it moved out of reach since the list was read.
#[expect(clippy::too_many_arguments, reason = "for whom, on which page, of which queue, with which seals")]
async fn item(
    desk: &Desk,
    ctx: &Context,
    page: &Page,
    queue: Queue,
    line: &Line,
    kept: &[SealRow],
) -> Result<Option<Item>, Error> {
    let actor = ctx.staff()?;
    let dossier = match desk.dossiers.read(actor, Which::Id(line.id)).await {
        Ok(dossier) => dossier,
        Err(dossier::Error::NotFound) => return Ok(None),
        Err(other) => return Err(other.into()),
    };
    let case = desk.case(dossier).await?;
    let offers = Offers::of(actor, &case.dossier, &case.definition, page.now);
    let obstacle = (!offers.contains(queue.command)).then(|| match dossier::may(actor, &case.dossier, queue.command) {
        Err(access::Denied::OwnDraft) => page.t("dossier-denied-own-draft"),
        Err(access::Denied::Assigned { .. }) => page.t("dossier-denied-assigned"),
        Err(access::Denied::Role { .. } | access::Denied::Scope { .. }) => page.t("desk-queue-not-yours"),
        Ok(()) => page.t("desk-queue-other-step"),
    });
    let label = case.dossier.label();
    let others = [CommandName::Refuse, CommandName::SendBack].into_iter().filter(|command| offers.contains(*command));
    let link = |command: CommandName| {
        let slug = crate::task::Task::of(command)?.slug;
        Some(Link { label: page.said(&present::command(command)), href: format!("{}/{slug}", href(&label)) })
    };
    let drafted = case.dossier.content.result.as_ref();
    Ok(Some(Item {
        id: case.dossier.id,
        row: Row::new(desk, page, line),
        choice: format!("{label}:{}", case.dossier.version),
        is_chosen: false,
        result: drafted.map(|record| result_view(page, &case.dossier, record)),
        drafter: drafted.map(|record| record.drafter.clone()).unwrap_or_default(),
        seal: kept
            .iter()
            .find(|seal| seal.owner == case.dossier.competent_agency)
            .map_or_else(|| FIRST_SEAL.to_owned(), |seal| seal.code.clone()),
        obstacle,
        others: others.filter_map(link).collect(),
    }))
}

/// Notes that owners and drafts are in front of the officer, one entry each, together.
async fn note_reads(ctx: &Context, items: &[Item]) -> Result<(), Error> {
    let (actor, client, at) = (ctx.staff()?.clone(), ctx.client(), ctx.now);
    let detail = [PersonalField::Identity, PersonalField::Papers].map(PersonalField::name).join(" ");
    let seen: Vec<(DossierId, String)> = items.iter().map(|item| (item.id, item.row.code.clone())).collect();
    if seen.is_empty() {
        return Ok(());
    }
    let write = move |tx: &mut db::Tx<'_>| {
        seen.iter().try_for_each(|(id, code)| {
            let subject = Subject::Dossier { id: *id, code };
            record(tx, &Entry { kind: Kind::Read, actor: &actor, subject, detail: &detail, client, at })
        })
    };
    ctx.site.db.write::<_, _, db::Error>(write).await.map_err(Error::from)
}
