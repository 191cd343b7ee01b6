//! A form read as commands. Only what cannot be read at all is refused here; the rules stand in
//! `dossier`.

use base::Vnd;
use calendar::PauseReason;
use dossier::command::{
    Accept, Annotate, ConfirmPayment, Deliver, Note, Pause, ProposeResult, Reason, RequirePayment, Seal, Stop,
};
use dossier::{Command, CommandName, Outcome};
use web::{Context, Error, FieldErrors, Form};

use super::hand_over::{self, Handed};
use super::letter::Announced;
use super::send::only;
use super::{assign, later, opinion, supplement, transfer};
use crate::Desk;
use crate::head::Case;

/// What a form said.
pub(crate) enum Read {
    /// Run these.
    Commands(Vec<Command>),
    /// Show the letter that would be sent.
    Preview(Announced),
    /// Something cannot be read.
    Wrong(FieldErrors),
}

pub(crate) async fn read(
    desk: &Desk,
    ctx: &Context,
    command: CommandName,
    case: Option<&Case>,
    form: &mut Form,
) -> Result<Read, Error> {
    let note = || Note { note: form.lines("note") };
    let reason = || Reason { reason: form.lines("reason") };
    Ok(match command {
        CommandName::Submit => return Err(Error::NotFound),
        CommandName::Accept => {
            only(Command::Accept(Accept { note: form.lines("note"), slip_wanted: form.checked("slip_wanted") }))
        }
        CommandName::Decline => only(Command::Decline(reason())),
        CommandName::CompleteStep => only(Command::CompleteStep(note())),
        CommandName::SendBack => only(Command::SendBack(reason())),
        CommandName::Resume => only(Command::Resume(note())),
        CommandName::Approve => only(Command::Approve(note())),
        CommandName::Refuse => only(Command::Refuse(reason())),
        CommandName::Withdraw => only(Command::Withdraw(reason())),
        CommandName::Stop => {
            only(Command::Stop(Stop { reason: form.lines("reason"), legal_basis: form.text("legal_basis") }))
        }
        CommandName::Annotate => only(Command::Annotate(Annotate { note: form.lines("note") })),
        CommandName::Assign => assign::read(form),
        CommandName::AskOpinion => opinion::read_question(form),
        CommandName::GiveOpinion => opinion::read_answer(form),
        CommandName::Transfer => transfer::read(form),
        CommandName::CloseUnsupplemented => only(Command::CloseUnsupplemented(reason())),
        CommandName::Extend => later::read_extension(form),
        CommandName::Apologise => later::read_apology(form),
        CommandName::Deliver => only(Command::Deliver(Deliver { place: form.text("place") })),
        CommandName::Pause => pause(form),
        CommandName::RequirePayment => require_payment(form),
        CommandName::ConfirmPayment => confirm_payment(form),
        CommandName::Seal => seal(form),
        CommandName::Return => match hand_over::read(case, form) {
            Handed::Commands(commands) => Read::Commands(commands),
            Handed::Wrong(errors) => Read::Wrong(errors),
        },
        CommandName::ProposeResult => return propose(desk, ctx, form).await,
        CommandName::RequestSupplement => supplement::read_request(form),
        CommandName::Supplement => {
            return supplement::read_answer(desk, ctx, case.ok_or(Error::NotFound)?, form).await;
        }
    })
}

fn pause(form: &Form) -> Read {
    match PauseReason::from_name(&form.text("reason")) {
        Some(reason) => {
            let (legal_basis, note) = (form.text("legal_basis"), form.lines("note"));
            only(Command::Pause(Pause { reason, legal_basis, note }))
        }
        None => wrong("reason", "desk-ground-missing"),
    }
}

fn require_payment(form: &Form) -> Read {
    match Vnd::parse(&form.text("amount_vnd")) {
        Some(amount_vnd) => only(Command::RequirePayment(RequirePayment { amount_vnd, notice: form.text("notice") })),
        None => wrong("amount_vnd", "desk-amount-unreadable"),
    }
}

fn confirm_payment(form: &Form) -> Read {
    match Vnd::parse(&form.text("amount_vnd")) {
        Some(amount_vnd) => only(Command::ConfirmPayment(ConfirmPayment { amount_vnd, proof: form.text("proof") })),
        None => wrong("amount_vnd", "desk-amount-unreadable"),
    }
}

fn seal(form: &Form) -> Read {
    match form.text("copies").parse::<u16>() {
        Ok(copies) if copies > 0 => only(Command::Seal(Seal { seal: form.text("seal"), copies: Some(copies) })),
        Ok(_) | Err(_) => wrong("copies", "desk-copies-unreadable"),
    }
}

async fn propose(desk: &Desk, ctx: &Context, form: &mut Form) -> Result<Read, Error> {
    let outcome = if form.text("outcome") == "refused" { Outcome::Refused } else { Outcome::Granted };
    let mut errors = form.upload_errors(ctx.locale);
    let files = desk.keep_all(ctx, form, "files", &mut errors).await?;
    if !errors.is_empty() {
        return Ok(Read::Wrong(errors));
    }
    let (title, summary) = (form.text("title"), form.lines("summary"));
    Ok(only(Command::ProposeResult(ProposeResult { outcome, title, summary, files })))
}

/// One field that cannot be read.
pub(super) fn wrong(field: &str, key: &'static str) -> Read {
    let mut errors = FieldErrors::new();
    errors.push(field, key);
    Read::Wrong(errors)
}
