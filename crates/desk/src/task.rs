//! One page a command: `GET` shows the form with the effect stated, `POST` runs it. Addresses are the
//! Vietnamese slugs of the site map; names of fields are those of the command's data, so that a
//! refusal finds its field.

mod assign;
mod conflict;
mod fields;
mod hand_over;
mod later;
mod letter;
mod opinion;
mod read;
mod send;
mod show;
mod supplement;
mod transfer;

pub(crate) use assign::staff;

use std::collections::HashMap;

use access::allowed;
use axum::extract::State;
use dossier::CommandName;
use web::{Context, Form, Gate, Icon, Path, Query, Routes};

use crate::Desk;

/// A command as a page.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) command: CommandName,
    /// The end of its address.
    pub(crate) slug: &'static str,
    pub(crate) icon: Icon,
    /// The key that presses it on the workbench; empty where it has none.
    pub(crate) key: &'static str,
    path: &'static str,
    /// Names of the two routes.
    shown: &'static str,
    sent: &'static str,
}

macro_rules! tasks {
    ($($command:ident, $name:literal, $slug:literal, $icon:ident, $key:literal;)+) => {
        /// Every command an officer has a page for, in the order of a dossier's life.
        const TASKS: &[Task] = &[$(Task {
            command: CommandName::$command,
            slug: $slug,
            icon: Icon::$icon,
            key: $key,
            path: concat!("/ho-so/{ma}/", $slug),
            shown: concat!("desk.", $name, "_form"),
            sent: concat!("desk.", $name),
        }),+];
    };
}

tasks! {
    Accept, "accept", "tiep-nhan", Done, "";
    Decline, "decline", "tu-choi-tiep-nhan", Refuse, "";
    RequestSupplement, "request_supplement", "yeu-cau-bo-sung", Copies, "b";
    Supplement, "supplement", "bo-sung", Copies, "";
    CompleteStep, "complete_step", "chuyen-buoc", Forward, "";
    SendBack, "send_back", "tra-lai", Back, "";
    Pause, "pause", "tam-dung", Pause, "t";
    Resume, "resume", "tinh-tiep", Clock, "";
    Extend, "extend", "gia-han", Calendar, "";
    Apologise, "apologise", "hen-lai", Calendar, "h";
    RequirePayment, "require_payment", "cho-nop-tien", Money, "";
    ConfirmPayment, "confirm_payment", "xac-nhan-nop-tien", Money, "";
    ProposeResult, "propose_result", "trinh-ket-qua", Send, "";
    Approve, "approve", "phe-duyet", Sign, "";
    Refuse, "refuse", "tu-choi-giai-quyet", Refuse, "";
    Seal, "seal", "dong-dau", Seal, "";
    Deliver, "deliver", "chuyen-tra", HandOver, "";
    Return, "return", "tra-ket-qua", HandOver, "";
    Withdraw, "withdraw", "rut", SignOut, "";
    Stop, "stop", "dung-giai-quyet", Refuse, "";
    CloseUnsupplemented, "close_unsupplemented", "qua-han-bo-sung", Refuse, "";
    Annotate, "annotate", "ghi-chu", Talk, "";
    Assign, "assign", "giao-viec", People, "";
    AskOpinion, "ask_opinion", "xin-y-kien", Talk, "";
    GiveOpinion, "give_opinion", "cho-y-kien", Talk, "";
    Transfer, "transfer", "chuyen-co-quan", Send, "";
}

impl Task {
    /// The page of a command; filing has the counter instead.
    pub(crate) fn of(command: CommandName) -> Option<&'static Self> {
        TASKS.iter().find(|task| task.command == command)
    }

    /// Whether it ends the dossier against the person's wish.
    pub(crate) const fn is_danger(&self) -> bool {
        matches!(
            self.command,
            CommandName::Decline
                | CommandName::Refuse
                | CommandName::Withdraw
                | CommandName::Stop
                | CommandName::CloseUnsupplemented
        )
    }

    /// Whether the letter to the person can be read before it goes.
    pub(crate) const fn has_letter(&self) -> bool {
        matches!(self.command, CommandName::RequestSupplement | CommandName::Extend | CommandName::Apologise)
    }

    /// Whether it needs at most a note, so that it can be done on the workbench.
    pub(crate) const fn is_inline(&self) -> bool {
        matches!(
            self.command,
            CommandName::Accept | CommandName::CompleteStep | CommandName::Resume | CommandName::Approve
        )
    }
}

pub(crate) fn routes() -> Routes<Desk> {
    TASKS.iter().fold(Routes::new("desk"), |routes, task| {
        let gate = Gate::Roles(allowed(task.command.action()));
        let show = move |State(desk): State<Desk>,
                         ctx: Context,
                         Path(code): Path<String>,
                         Query(query): Query<HashMap<String, String>>| async move {
            let step = query.get("buoc").and_then(|step| step.parse().ok());
            show::show(&desk, &ctx, task, (&code, step)).await
        };
        let send = move |State(desk): State<Desk>, ctx: Context, Path(code): Path<String>, form: Form| async move {
            send::send(&desk, &ctx, task, &code, form).await
        };
        routes.get(task.shown, task.path, gate, show).post(task.sent, task.path, gate, send)
    })
}
