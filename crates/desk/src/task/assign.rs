//! The form of an assignment: the head chooses among those who can work the step, an officer takes it.

use base::{Actor, ActorKind, StaffId};
use dossier::command::Assign;
use dossier::{Command, Dossier, is_in_charge};
use web::{Error, Field, Fields, Form, Page};

use super::read::{Read, wrong};
use super::send::only;
use crate::Desk;

impl Desk {
    /// Officer and word.
    pub(super) async fn assign_fields(
        &self,
        page: &Page,
        actor: &Actor,
        dossier: &Dossier,
        form: &Fields,
    ) -> Result<Vec<Field>, Error> {
        let now = dossier.assignee();
        let mut options: Vec<(String, String)> = Vec::new();
        if is_in_charge(actor, dossier) {
            options.push((String::new(), page.t("desk-officer-choose")));
            let able = self.dossiers.able(dossier, page.now).await?;
            let others = able.into_iter().filter(|officer| Some(*officer) != now);
            options.extend(others.map(|officer| (officer.to_string(), self.officer(officer))));
        } else if let Some(own) = staff(actor).filter(|own| Some(*own) != now) {
            options.push((own.to_string(), page.t1("desk-officer-self", "name", self.officer(own))));
        }
        if now.is_some() {
            options.push(("0".to_owned(), page.t("desk-officer-nobody")));
        }
        Ok(vec![
            form.select("officer", page.t("desk-officer"), &options),
            form.lines("note", page.t("desk-officer-note")).hint(page.t("desk-note-hint")).optional(),
        ])
    }

    /// Name and post of an officer, whoever works there now.
    pub(crate) fn officer(&self, officer: StaffId) -> String {
        let staff = self.dossiers.organisation().staff(officer);
        staff.map(|staff| format!("{}, {}", staff.name, staff.post)).unwrap_or_default()
    }

    /// What an assignment says in the log.
    pub(crate) fn assigned_to(&self, page: &Page, officer: Option<StaffId>, note: &str) -> String {
        let whom = officer.map_or_else(|| page.t("desk-officer-nobody"), |officer| self.officer(officer));
        if note.is_empty() { whom } else { format!("{whom}. {note}") }
    }
}

/// `0` frees the step.
pub(super) fn read(form: &Form) -> Read {
    let officer = match form.text("officer").as_str() {
        "0" => None,
        text => match text.parse() {
            Ok(officer) => Some(officer),
            Err(_) => return wrong("officer", "desk-officer-missing"),
        },
    };
    only(Command::Assign(Assign { officer, note: form.lines("note") }))
}

/// Who an actor is among the staff.
pub(crate) const fn staff(actor: &Actor) -> Option<StaffId> {
    match actor.kind {
        ActorKind::Staff { staff, .. } => Some(staff),
        ActorKind::Citizen | ActorKind::Integration { .. } | ActorKind::System => None,
    }
}
