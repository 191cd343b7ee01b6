//! The form of a hand-over: who takes it, whether identity was checked, and the fee that is still
//! owed, confirmed in the same transaction. The same at the return desk and on the page of a dossier.

use dossier::command::{ConfirmPayment, Return};
use dossier::{Command, ReturnChannel, State, present};
use web::{Field, FieldErrors, Fields, Form, Page};

use super::fields::LINE_MAX;
use crate::effect::owed;
use crate::head::Case;

/// What the form said.
pub(crate) enum Handed {
    /// Run these.
    Commands(Vec<Command>),
    /// Something is missing.
    Wrong(FieldErrors),
}

pub(crate) fn fields(page: &Page, case: &Case, form: &Fields) -> Vec<Field> {
    let channels: Vec<(String, String)> = ReturnChannel::ALL
        .iter()
        .map(|channel| (channel.name().to_owned(), page.said(&present::return_channel(*channel))))
        .collect();
    let mut fields = Vec::new();
    let obligation = matches!(case.dossier.state, State::AwaitingPayment { .. });
    if let Some(fee) = owed(&case.dossier).filter(|_| !obligation) {
        let label = page.t1("desk-field-fee-proof", "amount", page.money(fee));
        fields.push(form.text("proof", label).hint(page.t("desk-field-proof-hint")).length_max(LINE_MAX));
    }
    fields.push(form.text("receiver", page.t("desk-field-receiver")).length_max(LINE_MAX));
    fields.push(form.radio("via", page.t("desk-field-via"), &channels));
    fields.push(form.checkbox("identity_checked", page.t("desk-field-identity")));
    fields.push(form.text("note", page.t("desk-field-return-note")).length_max(LINE_MAX).optional());
    fields
}

pub(crate) fn read(case: Option<&Case>, form: &Form) -> Handed {
    let wrong = |field: &str, key: &'static str| {
        let mut errors = FieldErrors::new();
        errors.push(field, key);
        Handed::Wrong(errors)
    };
    let Some(via) = ReturnChannel::from_name(&form.text("via")) else { return wrong("via", "desk-via-missing") };
    let mut commands = Vec::new();
    if let Some(amount_vnd) = case.and_then(|case| owed(&case.dossier)) {
        let proof = form.text("proof");
        if proof.is_empty() {
            return wrong("proof", "desk-fee-proof-missing");
        }
        commands.push(Command::ConfirmPayment(ConfirmPayment { amount_vnd, proof }));
    }
    commands.push(Command::Return(Return {
        receiver: form.text("receiver"),
        via,
        identity_checked: form.checked("identity_checked"),
        note: form.text("note"),
    }));
    Handed::Commands(commands)
}
