//! The page of a command: the head of the dossier, what would happen, the form.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use base::Actor;
use dossier::{CommandName, present};
use web::{Context, Error, Field, Fields, Nav, Note, Page, Tone};

use super::conflict::Conflict;
use super::letter::Letter;
use super::supplement::{Answers, Asking};
use super::{Task, fields};
use crate::Desk;
use crate::head::{Case, Head, href};
use crate::offer::Offers;
use crate::pin;
use crate::upload::FileView;
use crate::workbench::{ResultView, result_view};

#[derive(Template)]
#[template(path = "task.html")]
pub(crate) struct TaskPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) head: Head,
    pub(crate) title: String,
    pub(crate) effect: String,
    pub(crate) action: String,
    pub(crate) button: String,
    pub(crate) is_danger: bool,
    /// The version the form was drawn from.
    pub(crate) version: i64,
    /// The step it is for, where several are open.
    pub(crate) step: Option<u16>,
    pub(crate) fields: Vec<Field>,
    /// A refusal that belongs to no field.
    pub(crate) refused: Option<Note>,
    pub(crate) conflict: Option<Conflict>,
    /// Whether the command can be run now; after a conflict perhaps not.
    pub(crate) is_offered: bool,
    /// The letter of a supplement request being built.
    pub(crate) asking: Option<Asking>,
    pub(crate) letter: Option<Letter>,
    pub(crate) has_letter: bool,
    /// What was asked for, to be ticked off.
    pub(crate) answers: Option<Answers>,
    /// Files sent with the form so far.
    pub(crate) held: Vec<FileView>,
    /// The draft, where it is decided or sealed.
    pub(crate) result: Option<ResultView>,
}

/// What a page is drawn from beside the dossier itself.
pub(crate) struct Draft {
    pub(crate) form: Option<Fields>,
    pub(crate) refused: Option<Note>,
    pub(crate) conflict: Option<Conflict>,
    pub(crate) letter: Option<Letter>,
    pub(crate) status: StatusCode,
}

impl Default for Draft {
    fn default() -> Self {
        Self { form: None, refused: None, conflict: None, letter: None, status: StatusCode::OK }
    }
}

pub(crate) async fn show(
    desk: &Desk,
    ctx: &Context,
    task: &'static Task,
    (code, step): (&str, Option<u16>),
) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let case = desk.open_at(actor, code, step).await?;
    desk.note_read(ctx, &case).await?;
    let offers = Offers::of(actor, &case.dossier, &case.definition, ctx.now);
    let draft = if offers.contains(task.command) {
        Draft::default()
    } else {
        let page = ctx.page(Nav::None);
        Draft { refused: Some(desk.not_offered(&page, actor, &case, task.command)?), ..Draft::default() }
    };
    draw(desk, ctx, task, &case, draft).await
}

pub(crate) async fn draw(
    desk: &Desk,
    ctx: &Context,
    task: &'static Task,
    case: &Case,
    draft: Draft,
) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let dossier = &case.dossier;
    let label = dossier.label();
    let path = href(&label);
    let title = ctx.say(&present::command(task.command));
    let page = desk.page(ctx, Nav::None).await?;
    let inbox = page.t("web-nav-inbox");
    let page = page.crumb(inbox, "/ban-lam-viec").crumb(label, path.clone()).crumb(title.clone(), "");
    let form = draft.form.unwrap_or_else(|| Fields::blank(&page));
    let form = fields::prefilled(desk, &page, case, task.command, form).with("gio", base::secret::token());
    let held = desk.held(ctx, form.value("gio"))?;
    let page = page.with_errors(form.has_errors() || draft.refused.is_some());
    let decides = matches!(task.command, CommandName::Approve | CommandName::Refuse | CommandName::Seal);
    let mut fields = if task.command == CommandName::Assign {
        desk.assign_fields(&page, actor, dossier, &form).await?
    } else if task.command == CommandName::AskOpinion {
        desk.ask_fields(&page, &form)
    } else if task.command == CommandName::GiveOpinion {
        desk.give_fields(&page, actor, dossier, &form)
    } else if task.command == CommandName::Transfer {
        desk.transfer_fields(&page, case, &form)
    } else {
        fields::fields(&page, case, task.command, &form)
    };
    let certificates = desk.certificates(actor, task.command).await?;
    fields.extend(pin::field(&page, &form, task.command, &certificates));
    let template = TaskPage {
        fields,
        effect: desk.effect(&page, actor, case, task.command),
        action: format!("{path}/{}", task.slug),
        button: page.t(&format!("desk-button-{}", task.command.name())),
        is_danger: task.is_danger(),
        version: dossier.version,
        step: case.step(),
        refused: draft.refused,
        conflict: draft.conflict,
        is_offered: Offers::of(actor, dossier, &case.definition, page.now).contains(task.command),
        asking: (task.command == CommandName::RequestSupplement).then(|| Asking::new(&page, case, &form)),
        letter: draft.letter,
        has_letter: task.has_letter(),
        held: held.iter().map(|held| FileView::new(&page, &held.file)).collect(),
        answers: (task.command == CommandName::Supplement).then(|| Answers::new(&page, case, &form)),
        result: dossier.content.result.as_ref().filter(|_| decides).map(|record| result_view(&page, dossier, record)),
        head: Head::new(desk, &page, dossier),
        title,
        form,
        page,
    };
    let mut response = web::html(template)?;
    *response.status_mut() = draft.status;
    Ok(response)
}

impl Desk {
    /// Why a command is not among what the officer may do now: the role, the place, or the state.
    pub(crate) fn not_offered(
        &self,
        page: &Page,
        actor: &Actor,
        case: &Case,
        command: CommandName,
    ) -> Result<Note, Error> {
        let text = match dossier::may(actor, &case.dossier, command) {
            Err(access::Denied::OwnDraft) => page.t("dossier-denied-own-draft"),
            Err(access::Denied::Assigned { .. }) => page.t("dossier-denied-assigned"),
            Err(access::Denied::Role { .. } | access::Denied::Scope { .. }) => {
                let holder = case.dossier.holder.map(|holder| self.holder(page, &holder));
                return Err(Error::Forbidden { holder });
            }
            Ok(()) => self.ruled_out(page, actor, case, command),
        };
        Ok(Note::new(Tone::Late, text))
    }
}
