//! The fields of each command's form, prefilled with what is known.

use base::Vnd;
use calendar::PauseReason;
use dossier::{CommandName, Outcome, State, present};
use web::{Field, Fields, Page, format};
use workflow::StepAction;

use super::{hand_over, later, opinion};
use crate::Desk;
use crate::effect::owed;
use crate::head::Case;

/// Longest short text of a form.
pub(super) const LINE_MAX: u32 = 200;

/// Fills in what the officer would otherwise copy from the dossier.
pub(crate) fn prefilled(desk: &Desk, page: &Page, case: &Case, command: CommandName, form: Fields) -> Fields {
    let content = &case.dossier.content;
    match command {
        CommandName::ConfirmPayment => form.with("amount_vnd", owed(&case.dossier).map(plain).unwrap_or_default()),
        CommandName::ProposeResult => {
            let drafted = content.result.as_ref();
            let title = drafted.map_or(&case.version.facts.result, |drafted| &drafted.title);
            let summary = drafted.map(|drafted| drafted.summary.clone()).unwrap_or_default();
            form.with("outcome", "granted").with("title", title.clone()).with("summary", summary)
        }
        CommandName::Pause => match case.dossier.state.step().and_then(|no| case.definition.finishing_action(no)) {
            Some(StepAction::Pause(reason)) => form.with("reason", reason.name()),
            Some(_) | None => form,
        },
        CommandName::Extend | CommandName::Apologise => form.with("value", "1").with("unit", "wd"),
        CommandName::CloseUnsupplemented => match &case.dossier.state {
            State::AwaitingSupplement { since, .. } => {
                let on = format::date_in_digits(calendar::local(*since).date());
                form.with("reason", page.t1("desk-unsupplemented-reason", "on", on))
            }
            State::Draft
            | State::Submitted
            | State::Declined { .. }
            | State::Received { .. }
            | State::InProgress { .. }
            | State::AwaitingPayment { .. }
            | State::Paused { .. }
            | State::Resolved { .. }
            | State::Returned { .. }
            | State::Withdrawn { .. }
            | State::Stopped { .. } => form,
        },
        CommandName::Seal => form.with("seal", desk.agency(case.dossier.competent_agency)).with("copies", "1"),
        CommandName::Return => {
            let receiver = content.proxy.as_ref().unwrap_or(&content.owner);
            form.with("receiver", receiver.name.clone()).with("via", content.return_channel.name())
        }
        CommandName::AskOpinion | CommandName::GiveOpinion => opinion::prefilled(&case.dossier, form),
        CommandName::Submit
        | CommandName::Accept
        | CommandName::Assign
        | CommandName::Transfer
        | CommandName::Decline
        | CommandName::RequestSupplement
        | CommandName::Supplement
        | CommandName::CompleteStep
        | CommandName::SendBack
        | CommandName::Resume
        | CommandName::RequirePayment
        | CommandName::Approve
        | CommandName::Refuse
        | CommandName::Deliver
        | CommandName::Withdraw
        | CommandName::Annotate
        | CommandName::Stop => form,
    }
}

/// An amount as it is typed.
fn plain(amount: Vnd) -> String {
    amount.0.to_string()
}

/// The fields, in the order they are filled in.
pub(crate) fn fields(page: &Page, case: &Case, command: CommandName, form: &Fields) -> Vec<Field> {
    let note = || form.lines("note", page.t("desk-note")).hint(page.t("desk-note-hint")).optional();
    let reason = |hint: &str| form.lines("reason", page.t("desk-reason")).hint(page.t(hint));
    let legal_basis = || form.text("legal_basis", page.t("desk-legal-basis")).hint(page.t("desk-legal-basis-hint"));
    match command {
        CommandName::Accept if case.dossier.instant => {
            vec![form.checkbox("slip_wanted", page.t("desk-slip-wanted")), note()]
        }
        CommandName::CompleteStep if case.is_asked() => vec![form.lines("note", page.t("desk-opinion"))],
        CommandName::Accept | CommandName::CompleteStep | CommandName::Resume | CommandName::Approve => vec![note()],
        CommandName::Decline | CommandName::Refuse => vec![reason("desk-reason-shown")],
        CommandName::SendBack => vec![reason("desk-reason-inside")],
        CommandName::Withdraw => vec![reason("desk-reason-withdraw").optional()],
        CommandName::Stop => vec![reason("desk-reason-shown"), legal_basis()],
        CommandName::Annotate => {
            vec![form.lines("note", page.t("desk-annotation")).hint(page.t("desk-annotation-hint"))]
        }
        CommandName::Assign | CommandName::AskOpinion | CommandName::GiveOpinion | CommandName::Transfer => Vec::new(),
        CommandName::CloseUnsupplemented => vec![reason("desk-reason-shown")],
        CommandName::Extend => {
            let mut fields = later::fields(page, form);
            fields.extend([legal_basis(), reason("desk-reason-shown")]);
            fields
        }
        CommandName::Apologise => {
            let mut fields = later::fields(page, form);
            fields.push(reason("desk-reason-later"));
            fields
        }
        CommandName::Pause => vec![form.select("reason", page.t("desk-ground"), &grounds(page)), legal_basis(), note()],
        CommandName::RequirePayment => vec![
            form.text("amount_vnd", page.t("desk-field-amount")).digits().width("w16"),
            form.text("notice", page.t("desk-field-notice")).length_max(LINE_MAX).optional(),
        ],
        CommandName::ConfirmPayment => vec![
            form.text("amount_vnd", page.t("desk-field-paid")).digits().width("w16"),
            form.text("proof", page.t("desk-field-proof")).hint(page.t("desk-field-proof-hint")).length_max(LINE_MAX),
        ],
        CommandName::ProposeResult => propose(page, form),
        CommandName::Seal => vec![
            form.text("seal", page.t("desk-field-seal")).length_max(LINE_MAX),
            form.text("copies", page.t("desk-field-copies")).digits().width("w10"),
        ],
        CommandName::Deliver => {
            vec![form.text("place", page.t("desk-field-place")).hint(page.t("desk-field-place-hint")).optional()]
        }
        CommandName::Return => hand_over::fields(page, case, form),
        CommandName::Submit | CommandName::RequestSupplement | CommandName::Supplement => Vec::new(),
    }
}

fn grounds(page: &Page) -> Vec<(String, String)> {
    let mut grounds = vec![(String::new(), page.t("desk-ground-choose"))];
    // A financial obligation has a command of its own, because it carries an amount.
    let named = PauseReason::ALL.into_iter().filter(|reason| *reason != PauseReason::FinancialObligation);
    grounds.extend(named.map(|reason| (reason.name().to_owned(), page.said(&present::pause_reason(reason)))));
    grounds
}

fn propose(page: &Page, form: &Fields) -> Vec<Field> {
    let outcomes = [("granted", Outcome::Granted), ("refused", Outcome::Refused)]
        .map(|(name, outcome)| (name.to_owned(), crate::workbench::outcome(page, outcome)));
    vec![
        form.radio("outcome", page.t("desk-field-outcome"), &outcomes),
        form.text("title", page.t("desk-field-title")).length_max(LINE_MAX),
        form.lines("summary", page.t("desk-field-summary")).hint(page.t("desk-field-summary-hint")).optional(),
        form.file("files", page.t("desk-field-files")).hint(page.t("desk-field-files-hint")).optional(),
    ]
}
