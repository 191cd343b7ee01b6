//! What was typed about the person, the result and the fee, read into types of ours. Each fault says
//! what is expected, next to its field.

use base::person::is_name;
use base::{AgencyId, IdentityError, PersonalId, Phone, TaxCode, Vnd};
use calendar::local;
use dossier::command::ConfirmPayment;
use dossier::{Answer, Fee, Person, PersonKind, ReturnChannel, read_asked};
use web::{Context, FieldErrors, Form, Sentence};
use workflow::FormField;

use super::Intake;

/// The readable part of an intake.
pub(crate) struct Typed {
    pub(crate) owner: Person,
    pub(crate) proxy: Option<Person>,
    pub(crate) declared: Vec<Answer>,
    pub(crate) sets: u16,
    pub(crate) agency: Option<AgencyId>,
    pub(crate) return_channel: ReturnChannel,
    pub(crate) return_address: String,
    pub(crate) fee: Option<Fee>,
    /// Money that was collected with it.
    pub(crate) payment: Option<ConfirmPayment>,
}

impl Typed {
    /// Reads everything; `None` when something could not be read.
    pub(crate) fn read(
        ctx: &Context,
        intake: &Intake,
        form: &Form,
        asked: &[FormField],
        errors: &mut FieldErrors,
    ) -> Option<Self> {
        let before = errors.iter().count();
        let owner = person(ctx, form, "owner", errors);
        if owner.identity_number().is_none() && !errors.has("owner.personal_id") && !errors.has("owner.tax_code") {
            errors.push("owner.personal_id", "desk-number-missing");
        }
        let proxy = form.checked("proxy").then(|| {
            let proxy = person(ctx, form, "proxy", errors);
            if proxy.personal_id.is_none() && !errors.has("proxy.personal_id") {
                errors.push("proxy.personal_id", "desk-number-missing");
            }
            proxy
        });
        let return_channel = ReturnChannel::from_name(&form.text("via")).unwrap_or(ReturnChannel::Counter);
        let return_address = form.text("return_address");
        if return_channel == ReturnChannel::Post && return_address.is_empty() {
            errors.push("return_address", "desk-return-address-missing");
        }
        let request = form.lines("request");
        // Papers are written in Vietnamese whatever the language of the page.
        let declared = (!request.is_empty()).then(|| Answer {
            key: "request".to_owned(),
            label: "Nội dung yêu cầu".to_owned(),
            value: request,
        });
        let asked = read_asked(&|name| form.text(name), asked, true, errors);
        let (fee, payment) = fee(intake, form, errors);
        let typed = Self {
            owner,
            proxy,
            declared: declared.into_iter().chain(asked).collect(),
            sets: sets(form, errors),
            agency: form.text("agency").parse().ok(),
            return_channel,
            return_address,
            fee,
            payment,
        };
        (errors.iter().count() == before).then_some(typed)
    }
}

fn person(ctx: &Context, form: &Form, prefix: &str, errors: &mut FieldErrors) -> Person {
    let field = |name: &str| format!("{prefix}.{name}");
    let name = form.text(&field("name"));
    if !is_name(&name) && (name.is_empty() || form.text(&field("tax_code")).is_empty()) {
        errors.push(field("name"), "desk-name-missing");
    }
    let number = |name: &str, wrong: fn(IdentityError) -> Sentence| {
        let text = form.text(&field(name));
        (!text.is_empty()).then_some(text).map(|text| (text, wrong, field(name)))
    };
    let personal_id = number("personal_id", number_fault);
    let tax_code = number("tax_code", tax_fault);
    let phone = number("phone", phone_fault);
    let personal_id = personal_id.and_then(|typed| take(typed, PersonalId::parse, errors));
    let tax_code = tax_code.and_then(|typed| take(typed, TaxCode::parse, errors));
    let phone = phone.and_then(|typed| take(typed, Phone::parse, errors));
    let born_text = form.text(&field("born_on"));
    let born_on = web::format::read_date(&born_text).filter(|day| *day <= local(ctx.now).date());
    if born_on.is_none() && !born_text.is_empty() {
        errors.push(field("born_on"), "desk-born-unreadable");
    }
    let kind = if personal_id.is_none() && tax_code.is_some() { PersonKind::Business } else { PersonKind::Citizen };
    Person { kind, name, personal_id, tax_code, born_on, phone, email: None, address: form.text(&field("address")) }
}

/// Parses one number, or leaves what is wrong at its field.
fn take<T>(
    (text, fault, field): (String, fn(IdentityError) -> Sentence, String),
    parse: fn(&str) -> Result<T, IdentityError>,
    errors: &mut FieldErrors,
) -> Option<T> {
    match parse(&text) {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            errors.push(field, fault(error));
            None
        }
    }
}

fn number_fault(error: IdentityError) -> Sentence {
    match error {
        IdentityError::Length { found } => Sentence::new("desk-number-length").with("n", found),
        IdentityError::Empty | IdentityError::NotDigits | IdentityError::Impossible => "desk-number-digits".into(),
    }
}

fn tax_fault(_: IdentityError) -> Sentence {
    "desk-tax-code-wrong".into()
}

fn phone_fault(_: IdentityError) -> Sentence {
    "desk-phone-wrong".into()
}

fn sets(form: &Form, errors: &mut FieldErrors) -> u16 {
    let typed = form.text("sets");
    match typed.parse::<u16>() {
        Ok(count) if count > 0 => count,
        _ if typed.is_empty() => 1,
        Ok(_) | Err(_) => {
            errors.push("sets", "desk-copies-unreadable");
            1
        }
    }
}

/// The fee as published; another amount, or none, needs its reason. Collected money is confirmed by
/// its transaction, so that it stands in the history.
fn fee(intake: &Intake, form: &Form, errors: &mut FieldErrors) -> (Option<Fee>, Option<ConfirmPayment>) {
    let facts = intake.chosen.as_ref().map(|version| &version.facts);
    let published = facts.and_then(|facts| facts.fee).unwrap_or_default();
    let text = form.text("fee_vnd");
    if text.is_empty() {
        if published.0 > 0 {
            errors.push("fee_vnd", "desk-counter-fee-missing");
        }
        return (None, None);
    }
    let Some(amount) = Vnd::parse(&text) else {
        errors.push("fee_vnd", "desk-amount-unreadable");
        return (None, None);
    };
    let is_published = facts.is_none_or(|facts| {
        facts.fee.is_none() || facts.fee == Some(amount) || facts.fees.iter().any(|line| line.exact == Some(amount))
    });
    let (note, proof) = (form.text("fee_note"), form.text("fee_proof"));
    if !is_published && note.is_empty() {
        errors.push("fee_note", "desk-fee-reason-missing");
    }
    let is_collected = form.checked("fee_paid") && amount.0 > 0;
    if is_collected && proof.is_empty() {
        errors.push("fee_proof", "desk-fee-proof-missing");
    }
    let fee = (amount.0 > 0 || !note.is_empty()).then_some(Fee { amount, paid: amount.0 == 0, note });
    (fee, is_collected.then_some(ConfirmPayment { amount_vnd: amount, proof }))
}
