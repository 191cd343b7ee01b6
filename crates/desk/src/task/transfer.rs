//! The form of a transfer: to which of the agencies that could be competent, and why.

use dossier::Command;
use dossier::command::Transfer;
use web::{Field, Fields, Form, Page};

use super::read::{Read, wrong};
use super::send::only;
use crate::Desk;
use crate::head::Case;

impl Desk {
    /// Agency and reason.
    pub(super) fn transfer_fields(&self, page: &Page, case: &Case, form: &Fields) -> Vec<Field> {
        let competent = self.dossiers.transferable_to(&case.dossier, &case.version, page.now);
        let mut agencies = vec![(String::new(), page.t("desk-transfer-choose"))];
        agencies.extend(competent.into_iter().map(|agency| (agency.to_string(), self.agency(agency))));
        vec![
            form.select("agency", page.t("desk-transfer-agency"), &agencies),
            form.lines("reason", page.t("desk-reason")).hint(page.t("desk-reason-shown")),
        ]
    }
}

pub(super) fn read(form: &Form) -> Read {
    match form.text("agency").parse() {
        Ok(agency) => only(Command::Transfer(Transfer { agency, reason: form.lines("reason") })),
        Err(_) => wrong("agency", "desk-transfer-agency-missing"),
    }
}
