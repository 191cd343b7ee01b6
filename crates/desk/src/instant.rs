//! `/quay/da-nhan/{ma}`: the code of a dossier just received, its date and its slip; and for a
//! procedure settled in one visit, "Giải quyết ngay": as many steps as this officer's roles allow, in
//! one transaction (NĐ 118/2025 Đ.17). Where a role is missing, it stops there and says who goes on.

mod plan;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Role;
use dossier::{CommandName, Dossier, Error as Failed, Request, Which, present};
use web::{Context, Error, Field, FieldErrors, Fields, Form, Gate, Nav, Note, Page, Path, Routes, Tone};

use crate::Desk;
use crate::effect::owed;
use crate::head::{Case, Head, href};
use crate::offer::next;
use crate::workbench::{FlowStep, flow_steps};
use plan::{Plan, Settle};

/// Who may hold a dossier during one visit.
const AT_COUNTER: &[Role] =
    &[Role::CounterOfficer, Role::ReturnOfficer, Role::Specialist, Role::Leader, Role::StampKeeper, Role::Cashier];

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.received", "/quay/da-nhan/{ma}", Gate::Roles(AT_COUNTER), show).post(
        "desk.settle",
        "/quay/giai-quyet/{ma}",
        Gate::Roles(AT_COUNTER),
        settle,
    )
}

#[derive(Template)]
#[template(path = "received.html")]
pub(crate) struct ReceivedPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) head: Head,
    pub(crate) refused: Option<Note>,
    pub(crate) lookup_code: String,
    pub(crate) slip: Option<String>,
    /// The one-visit part, while it lasts.
    pub(crate) visit: Option<Visit>,
    pub(crate) is_closed: bool,
}

/// Where a visit stands.
pub(crate) struct Visit {
    pub(crate) flow: Vec<FlowStep>,
    /// What this officer would do now, in order.
    pub(crate) steps: Vec<String>,
    pub(crate) fields: Vec<Field>,
    /// Who goes on where this officer's roles end.
    pub(crate) then: Option<String>,
    pub(crate) action: String,
    pub(crate) refresh: String,
    pub(crate) version: i64,
}

/// Where a dossier just received is shown.
pub(crate) fn received_at(dossier: &Dossier) -> String {
    format!("/quay/da-nhan/{}", dossier.label())
}

/// Goes on with a dossier that was just accepted, as far as the officer's roles reach, in one
/// transaction. What cannot be done is left as it is: the page of the dossier says who goes on.
pub(crate) async fn settle_now(desk: &Desk, ctx: &Context, dossier: Dossier, form: &Form) -> Result<Response, Error> {
    let (actor, back) = (ctx.staff()?, received_at(&dossier));
    let case = desk.case(dossier).await?;
    let settle = Settle::at_intake(form, &case);
    let plan = Plan::make(desk, actor, &case, &settle, ctx.now);
    if !case.dossier.instant || plan.commands.is_empty() {
        return Ok(ctx.redirect_noting(&back, "desk-received-note"));
    }
    // One press, two transactions: each has its key, so that a second press finds both done.
    let request = Request::at(ctx.now).keyed(format!("{}-ngay", form.idempotency_key()));
    let (which, seen) = (Which::Id(case.dossier.id), case.dossier.version);
    match desk.dossiers.execute_all(actor, which, seen, plan.commands, request).await {
        Ok(dossier) if dossier.state.is_closed() => Ok(ctx.redirect_noting(&back, "desk-settled")),
        Ok(_) => Ok(ctx.redirect_noting(&back, "desk-settle-part")),
        Err(Failed::Stale { .. } | Failed::KeyReused | Failed::Refused(_) | Failed::Denied(_)) => {
            Ok(ctx.redirect_noting(&back, "desk-settle-moved"))
        }
        Err(other) => Err(other.into()),
    }
}

async fn show(State(desk): State<Desk>, ctx: Context, Path(code): Path<String>) -> Result<Response, Error> {
    let case = desk.open(ctx.staff()?, &code).await?;
    desk.note_read(&ctx, &case).await?;
    let form = Fields::blank(&ctx.page(Nav::Counter));
    draw(&desk, &ctx, &case, form, None).await
}

async fn draw(desk: &Desk, ctx: &Context, case: &Case, form: Fields, refused: Option<Note>) -> Result<Response, Error> {
    let page = desk.page(ctx, Nav::Counter).await?;
    let dossier = &case.dossier;
    let content = &dossier.content;
    let receiver = content.proxy.as_ref().unwrap_or(&content.owner);
    let form = form
        .with("title", case.version.facts.result.clone())
        .with("receiver", receiver.name.clone())
        .with("copies", "1");
    let is_wrong = form.has_errors() || refused.is_some();
    let page = page.with_errors(is_wrong);
    let visit =
        (dossier.instant && !dossier.state.is_closed()).then(|| visit(desk, ctx, &page, case, &form)).transpose()?;
    let path = href(&dossier.label());
    let template = ReceivedPage {
        head: Head::new(desk, &page, dossier),
        refused,
        lookup_code: content.lookup_code.clone(),
        slip: content.slip_no.map(|_| format!("{path}/giay-tiep-nhan.pdf")),
        visit,
        is_closed: dossier.state.is_closed(),
        form,
        page,
    };
    if is_wrong { web::html_invalid(template) } else { web::html(template) }
}

fn visit(desk: &Desk, ctx: &Context, page: &Page, case: &Case, form: &Fields) -> Result<Visit, Error> {
    let actor = ctx.staff()?;
    let code = case.dossier.label();
    let plan = Plan::make(desk, actor, case, &Settle::plausible(&case.dossier), page.now);
    let will = |command: CommandName| plan.commands.iter().any(|step| step.name() == command);
    let mut fields = Vec::new();
    if will(CommandName::ProposeResult) {
        fields.push(form.text("title", page.t("desk-field-title")));
    }
    if will(CommandName::Seal) {
        fields.push(form.text("copies", page.t("desk-field-copies")).digits().width("w10"));
    }
    if will(CommandName::Return) {
        fields.push(form.text("receiver", page.t("desk-field-receiver")));
        fields.push(form.checkbox("identity_checked", page.t("desk-field-identity")));
    }
    if let Some(fee) = owed(&case.dossier).filter(|_| will(CommandName::ConfirmPayment)) {
        fields.push(form.text("proof", page.t1("desk-field-fee-proof", "amount", page.money(fee))));
    }
    let holder = plan.after.holder.filter(|_| !plan.after.state.is_closed());
    let then = holder.map(|holder| {
        let key = match next(&plan.after, &case.definition) {
            Some(CommandName::Approve) => "desk-then-sign",
            Some(CommandName::Seal) => "desk-then-seal",
            Some(CommandName::Return) => "desk-then-return",
            Some(_) | None => "desk-then-other",
        };
        page.t1(key, "holder", desk.holder(page, &holder))
    });
    Ok(Visit {
        flow: flow_steps(page, case),
        steps: plan.commands.iter().map(|command| page.said(&present::command(command.name()))).collect(),
        fields,
        then,
        action: format!("/quay/giai-quyet/{code}"),
        refresh: format!("/quay/da-nhan/{code}"),
        version: case.dossier.version,
    })
}

async fn settle(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let case = desk.open(actor, &code).await?;
    let seen: i64 = form.text("version").parse().map_err(|_| Error::Unreadable)?;
    let back = format!("/quay/da-nhan/{}", case.dossier.label());
    if case.dossier.version != seen {
        // A second press, or somebody else went on: the page shows where it stands now.
        return Ok(ctx.redirect_noting(&back, "desk-settle-moved"));
    }
    let page = ctx.page(Nav::Counter);
    let plausible = Plan::make(&desk, actor, &case, &Settle::plausible(&case.dossier), ctx.now);
    let (settle, errors) = Settle::read(&form, &plausible);
    if !errors.is_empty() {
        let fields = Fields::again(&page, &form, errors);
        return draw(&desk, &ctx, &case, fields, None).await;
    }
    let plan = Plan::make(&desk, actor, &case, &settle, ctx.now);
    if plan.commands.is_empty() {
        return Ok(ctx.redirect_noting(&back, "desk-settle-moved"));
    }
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match desk.dossiers.execute_all(actor, Which::Id(case.dossier.id), seen, plan.commands, request).await {
        Ok(dossier) if dossier.state.is_closed() => Ok(ctx.redirect_noting(&back, "desk-settled")),
        Ok(_) => Ok(ctx.redirect_noting(&back, "desk-settle-part")),
        Err(Failed::Stale { .. } | Failed::KeyReused) => Ok(ctx.redirect_noting(&back, "desk-settle-moved")),
        Err(Failed::Refused(refusal)) => {
            let mut errors = FieldErrors::new();
            let sentence = present::refusal(&refusal);
            let refused = Note::new(Tone::Late, page.said(&sentence)).titled(present::refused_head(&page, &refusal));
            if let Some(field) = refusal.reason.field() {
                errors.push(field, sentence);
            }
            let fields = Fields::again(&page, &form, errors);
            draw(&desk, &ctx, &case, fields, Some(refused)).await
        }
        Err(other) => Err(other.into()),
    }
}
