//! The forms of a later date: extension by rule (gia hạn), apology with a new date (xin lỗi và hẹn
//! lại). Both show the letter, with the date before and after, before it goes.

use dossier::ExtensionUnit;
use dossier::command::{Apologise, Extend};
use web::{Field, Fields, Form, Page};

use super::letter::Announced;
use super::read::{Read, wrong};
use super::send::only;

/// By how much, and in what it is counted.
pub(super) fn fields(page: &Page, form: &Fields) -> Vec<Field> {
    let label = |unit: ExtensionUnit| page.t(&format!("desk-unit-{}", unit.name()));
    let units = ExtensionUnit::ALL.map(|unit| (unit.name().to_owned(), label(unit)));
    vec![
        form.text("value", page.t("desk-field-later")).hint(page.t("desk-field-later-hint")).width("w10").length_max(8),
        form.select("unit", page.t("desk-field-unit"), &units),
    ]
}

pub(super) fn read_extension(form: &Form) -> Read {
    let Some(unit) = ExtensionUnit::from_name(&form.text("unit")) else { return wrong("unit", "desk-unit-missing") };
    let (value, legal_basis, reason) = (form.text("value"), form.text("legal_basis"), form.lines("reason"));
    sent_or_shown(form, Announced::Extension(Extend { value, unit, legal_basis, reason }))
}

pub(super) fn read_apology(form: &Form) -> Read {
    let Some(unit) = ExtensionUnit::from_name(&form.text("unit")) else { return wrong("unit", "desk-unit-missing") };
    let (value, reason) = (form.text("value"), form.lines("reason"));
    sent_or_shown(form, Announced::Apology(Apologise { value, unit, reason }))
}

/// Which of the two buttons was pressed.
pub(super) fn sent_or_shown(form: &Form, announced: Announced) -> Read {
    if form.text("viec") == "xem-truoc" { Read::Preview(announced) } else { only(announced.command()) }
}
