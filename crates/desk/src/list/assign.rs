//! Taking the next dossier, and giving those that are ticked to an officer.

use access::{Action, allowed};
use axum::extract::State;
use axum::response::Response;
use base::{Actor, Role};
use dossier::{Request, Tray};
use web::{Context, Error, Form, Gate, Nav, Routes};

use super::{Asked, List, show};
use crate::Desk;
use crate::head::href;
use crate::queue::run;

/// Roles that work a pile: what is signed, sealed or returned is chosen instead.
const TAKERS: &[Role] = &[Role::CounterOfficer, Role::Specialist, Role::HeadOfUnit];

pub(super) fn routes() -> Routes<Desk> {
    let assigners = Gate::Roles(allowed(Action::Assign));
    Routes::new("desk").post("desk.take_next", "/ban-lam-viec/lay-viec", Gate::Roles(TAKERS), take_next).post(
        "desk.assign_chosen",
        "/ban-lam-viec/giao-viec",
        assigners,
        assign_chosen,
    )
}

/// The tray that an officer takes the next dossier from, as the form says it.
pub(super) fn take_from(actor: &Actor, tray: Tray) -> Option<&'static str> {
    let takes = TAKERS.iter().any(|role| actor.has_role(*role));
    matches!(tray, Tray::Work | Tray::Intake).then(|| tray.name()).filter(|_| takes)
}

fn list_of(form: &Form) -> List {
    if form.text("khay") == Tray::Intake.name() {
        let path = "/ban-lam-viec/cho-tiep-nhan";
        return List { tray: Tray::Intake, nav: Nav::AwaitingIntake, path, name: "intake" };
    }
    List { tray: Tray::Work, nav: Nav::Inbox, path: "/ban-lam-viec", name: "inbox" }
}

async fn take_next(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    let list = list_of(&form);
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match desk.dossiers.take_next(ctx.staff()?, list.tray, request).await? {
        Some(taken) => Ok(ctx.redirect_noting(&href(&taken.label()), "desk-taken")),
        None => Ok(ctx.redirect_noting(list.path, "desk-nothing-to-take")),
    }
}

async fn assign_chosen(State(desk): State<Desk>, ctx: Context, form: Form) -> Result<Response, Error> {
    let ran = run::run(&desk, &ctx, &form, &[], run::assignment).await?;
    let asked = Asked { cua: form.text("cua"), ..Asked::default() };
    show(&desk, &ctx, list_of(&form), &asked, Some(ran)).await
}
