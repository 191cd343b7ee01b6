//! Running a command from its form. A refusal is told at its field with everything typed kept; a
//! dossier that moved on meanwhile shows what changed.

use audit::{PersonalField, Subject, record_read};
use axum::http::StatusCode;
use axum::response::Response;
use base::Actor;
use documents::signatures::OpenKey;
use dossier::{Command, Dossier, DossierCode, Error as Failed, Request, Which, present};
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Note, Tone};

use super::Task;
use super::conflict::Conflict;
use super::letter::Letter;
use super::read::{self, Read};
use super::show::{Draft, draw};
use crate::Desk;
use crate::head::{Case, href};
use crate::pin::{self, Done};
use crate::shell::still_reaches;

pub(crate) async fn send(
    desk: &Desk,
    ctx: &Context,
    task: &'static Task,
    code: &str,
    mut form: Form,
) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let code = DossierCode::parse(code).ok_or(Error::NotFound)?;
    // A second press may come after the dossier has left the officer's reach: the key finds it.
    let step = form.text("step").parse().ok();
    let case = match desk.open_at(actor, code.as_str(), step).await {
        Ok(case) => Some(case),
        Err(Error::NotFound) => None,
        Err(other) => return Err(other),
    };
    let seen: i64 = form.text("version").parse().map_err(|_| Error::Unreadable)?;
    let commands = match read::read(desk, ctx, task.command, case.as_ref(), &mut form).await? {
        Read::Commands(commands) => commands,
        Read::Preview(announced) => {
            let case = case.ok_or(Error::NotFound)?;
            let page = ctx.page(Nav::None);
            let letter = match Letter::of(desk, &page, actor, &case, announced) {
                Ok(letter) => Some(letter),
                Err(failed) => return failed_with((desk, ctx, task), (case, seen), &form, failed).await,
            };
            let form = Some(Fields::again(&page, &form, FieldErrors::new()));
            return draw(desk, ctx, task, &case, Draft { form, letter, ..Draft::default() }).await;
        }
        Read::Wrong(errors) => return again((desk, ctx, task), &case.ok_or(Error::NotFound)?, &form, errors).await,
    };
    let mut errors = FieldErrors::new();
    let keys = match desk.open_keys(ctx, task.command, &form).await? {
        Ok(keys) => keys,
        Err(sentence) => {
            errors.push(pin::FIELD, sentence);
            return again((desk, ctx, task), &case.ok_or(Error::NotFound)?, &form, errors).await;
        }
    };
    let request = Request::at(ctx.now).keyed(form.idempotency_key()).for_step(step);
    let done = run(desk, actor, (&code, seen), commands, request, &keys).await?;
    match (done, case) {
        (Done::Ran(dossier), _) => Ok(finished(ctx, task, &dossier)),
        (Done::Unsigned(sentence), Some(case)) => {
            errors.push(pin::FIELD, sentence);
            again((desk, ctx, task), &case, &form, errors).await
        }
        (Done::Refused(failed), Some(case)) => failed_with((desk, ctx, task), (case, seen), &form, failed).await,
        (Done::Refused(failed), None) => Err(failed.into()),
        (Done::Unsigned(_), None) => Err(Error::NotFound),
    }
}

/// What is signed is one command; the others go together.
#[expect(clippy::too_many_arguments, reason = "who, on what, what is asked and signed how")]
async fn run(
    desk: &Desk,
    actor: &Actor,
    (code, seen): (&DossierCode, i64),
    mut commands: Vec<Command>,
    request: Request,
    keys: &[OpenKey],
) -> Result<Done, Error> {
    if let Some(command) = commands.pop_if(|_| !keys.is_empty()) {
        return desk.run(actor, code, seen, command, request, keys).await;
    }
    let done = desk.dossiers.execute_all(actor, Which::Code(code.clone()), seen, commands, request).await;
    Ok(done.map_or_else(Done::Refused, |dossier| Done::Ran(Box::new(dossier))))
}

/// To the workbench, or to the list when the dossier is now somebody else's.
fn finished(ctx: &Context, task: &Task, dossier: &Dossier) -> Response {
    let label = dossier.label();
    let reaches = ctx.actor.as_ref().is_some_and(|actor| still_reaches(actor, dossier));
    let to = if reaches { href(&label) } else { "/ban-lam-viec".to_owned() };
    ctx.redirect_noting(&to, &format!("desk-done-{}", task.command.name()))
}

/// The form drawn again with what must be corrected.
async fn again(
    (desk, ctx, task): (&Desk, &Context, &'static Task),
    case: &Case,
    form: &Form,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let form = Some(Fields::again(&ctx.page(Nav::None), form, errors));
    draw(desk, ctx, task, case, Draft { form, status: StatusCode::UNPROCESSABLE_ENTITY, ..Draft::default() }).await
}

async fn failed_with(
    (desk, ctx, task): (&Desk, &Context, &'static Task),
    (case, seen): (Case, i64),
    form: &Form,
    failed: Failed,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::None);
    match failed {
        Failed::Stale { since, .. } => {
            let case = desk.open_at(ctx.staff()?, &case.dossier.label(), case.step()).await?;
            let form = Fields::again(&page, form, FieldErrors::new());
            let conflict = Some(Conflict::new(&page, task.command, &since, &form));
            let draft = Draft { form: Some(form), conflict, status: StatusCode::CONFLICT, ..Draft::default() };
            draw(desk, ctx, task, &case, draft).await
        }
        // A second press with a file: the copy has another identifier, the first press was kept.
        Failed::KeyReused if case.dossier.version > seen => Ok(finished(ctx, task, &case.dossier)),
        Failed::Refused(refusal) => {
            let mut errors = FieldErrors::new();
            if let Some(field) = refusal.reason.field() {
                errors.push(field, present::refusal(&refusal));
                return again((desk, ctx, task), &case, form, errors).await;
            }
            let text = page.said(&present::refusal(&refusal));
            let refused = Some(Note::new(Tone::Late, text).titled(present::refused_head(&page, &refusal)));
            let form = Some(Fields::again(&page, form, errors));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            draw(desk, ctx, task, &case, Draft { form, refused, status, ..Draft::default() }).await
        }
        Failed::Denied(_) => {
            let refused = Some(desk.not_offered(&page, ctx.staff()?, &case, task.command)?);
            let form = Some(Fields::again(&page, form, FieldErrors::new()));
            draw(desk, ctx, task, &case, Draft { form, refused, status: StatusCode::FORBIDDEN, ..Draft::default() })
                .await
        }
        other @ (Failed::NotFound | Failed::Filing(_) | Failed::KeyReused | Failed::Store(_)) => Err(other.into()),
    }
}

impl Desk {
    /// Notes that an officer has a dossier in front of them.
    pub(crate) async fn note_read(&self, ctx: &Context, case: &Case) -> Result<(), Error> {
        let code = case.dossier.label();
        let subject = Subject::Dossier { id: case.dossier.id, code: &code };
        record_read(ctx, subject, &[PersonalField::Identity]).await
    }
}

/// One command from a form that holds nothing else.
pub(super) fn only(command: Command) -> Read {
    Read::Commands(vec![command])
}
