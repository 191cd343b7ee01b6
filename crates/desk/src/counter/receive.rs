//! Taking a dossier in: all faults are told together, then it is filed, accepted and its collected fee
//! confirmed in one transaction; a visit is settled at once where the officer wants it.

use axum::http::StatusCode;
use axum::response::Response;
use calendar::local;
use catalogue::ProcedureVersion;
use dossier::command::Accept;
use dossier::{Channel, Command, Dossier, Error as Failed, Filing, Person, Request, ReturnChannel, present};
use web::{Context, Error, FieldErrors, Fields, Form, Nav, Note, Sentence, Tone};

use super::Intake;
use super::checklist::Checklist;
use super::typed::Typed;
use super::view::{self, View};
use crate::{Desk, instant};

/// What follows the acceptance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// The process goes its way.
    Wait,
    /// The visit is settled as far as the officer's roles reach.
    Settle,
}

/// The form as it was sent, and where.
pub(crate) struct Sent<'a> {
    pub(crate) desk: &'a Desk,
    pub(crate) ctx: &'a Context,
    pub(crate) intake: &'a Intake,
    pub(crate) form: &'a Form,
}

impl Sent<'_> {
    pub(crate) async fn receive(
        &self,
        checklist: Checklist,
        mut errors: FieldErrors,
        then: Then,
    ) -> Result<Response, Error> {
        let Self { desk, ctx, intake, form } = *self;
        let asked = desk.asked(ctx, intake).await?;
        let typed = Typed::read(ctx, intake, form, &asked, &mut errors);
        tell_missing(intake, form, &checklist, &mut errors);
        if then == Then::Settle && is_handed_over_here(form) && !form.checked("identity_checked") {
            errors.push("identity_checked", "dossier-refusal-identity-unchecked");
        }
        let (Some(version), Some(typed)) = (&intake.chosen, typed.filter(|_| errors.is_empty())) else {
            return self.again(errors).await;
        };
        let owner = typed.owner.clone();
        let slip_wanted = form.checked("slip_wanted");
        let mut commands = vec![Command::Accept(Accept { note: String::new(), slip_wanted })];
        commands.extend(typed.payment.clone().map(Command::ConfirmPayment));
        let filing = filing(intake, version, typed, checklist);
        let request = Request::at(ctx.now).keyed(form.idempotency_key());
        match desk.dossiers.file(ctx.staff()?, filing, commands, request).await {
            Ok(dossier) if then == Then::Settle => instant::settle_now(desk, ctx, dossier, form).await,
            Ok(dossier) => Ok(ctx.redirect_noting(&instant::received_at(&dossier), "desk-received-note")),
            Err(Failed::KeyReused) => self.used_again(&owner, version).await,
            Err(Failed::Filing(error)) => {
                errors.push(field_of(error.field()), present::filing_error(&error));
                self.again(errors).await
            }
            Err(Failed::Refused(refusal)) => {
                let refused = Note::new(Tone::Late, ctx.say(&present::refusal(&refusal)));
                self.noted(refused, StatusCode::UNPROCESSABLE_ENTITY).await
            }
            Err(other) => Err(other.into()),
        }
    }

    /// The form was sent before and has other content now: told with what the first press made, kept to
    /// be sent again if it is another dossier.
    async fn used_again(&self, owner: &Person, version: &ProcedureVersion) -> Result<Response, Error> {
        let mut note = Note::new(Tone::Soon, self.ctx.t("desk-counter-used-again"));
        if let Some(dossier) = just_received(self.desk, self.ctx, owner, version).await? {
            note = note.linked(dossier.label(), instant::received_at(&dossier));
        }
        self.noted(note, StatusCode::CONFLICT).await
    }

    async fn again(&self, errors: FieldErrors) -> Result<Response, Error> {
        let form = Fields::again(&self.ctx.page(Nav::Counter), self.form, errors);
        let view = View { status: StatusCode::UNPROCESSABLE_ENTITY, ..View::of(form) };
        view::draw(self.desk, self.ctx, self.intake, view).await
    }

    async fn noted(&self, note: Note, status: StatusCode) -> Result<Response, Error> {
        let form = Fields::again(&self.ctx.page(Nav::Counter), self.form, FieldErrors::new());
        view::draw(self.desk, self.ctx, self.intake, View { note: Some(note), status, ..View::of(form) }).await
    }
}

/// Missing papers are never accepted silently: all of them are named.
fn tell_missing(intake: &Intake, form: &Form, checklist: &Checklist, errors: &mut FieldErrors) {
    let Some(version) = &intake.chosen else {
        errors.push("tim", "desk-procedure-missing");
        return;
    };
    let missing = checklist.missing(version, form.checked("proxy"));
    if !missing.is_empty() {
        let sentence = Sentence::new("desk-papers-missing").with("n", missing.len());
        errors.push("papers", sentence.with("papers", missing.join("; ")));
    }
}

fn is_handed_over_here(form: &Form) -> bool {
    ReturnChannel::from_name(&form.text("via")).is_none_or(|via| via == ReturnChannel::Counter)
}

/// The dossier of the same person and procedure received here today, newest first.
async fn just_received(
    desk: &Desk,
    ctx: &Context,
    owner: &Person,
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

/// The field of this page for a fault that `dossier` names otherwise.
const fn field_of(field: &'static str) -> &'static str {
    match field.as_bytes() {
        b"procedure" | b"office" => "tim",
        _ => field,
    }
}
