//! The form of one step: from a node to fields, and back with what is wrong next to its field.

use base::Role;
use calendar::PauseReason;
use web::{FieldErrors, Fields, Form, Page, Sentence};

use crate::condition::{Condition, FieldKind, FormField};
use crate::process::{
    Branch, Case, Consultation, Finish, Node, NodeId, NodeKind, Process, Silence, Split, SubDossier, Task, Wait,
};
use crate::{Performer, Phase, Place, wording};

/// The most minutes a step may take: a year of working days.
const MINUTES_MAX: u32 = 260 * 480;

/// Fields filled in from a node.
pub(super) fn filled(node: &Node, page: &Page) -> Fields {
    let form = Fields::blank(page).with("ten", &node.name).with("giai_doan", node.phase.name());
    let with_performer = |form: Fields, performer: &Performer| {
        let (at, code, kind) = match &performer.place {
            Place::ReceivingOffice => ("receiving_office", "", None),
            Place::CompetentAgency { unit_kind } => ("competent_agency", "", unit_kind.as_deref()),
            Place::NamedAgency { code, unit_kind } => ("named_agency", code.as_str(), unit_kind.as_deref()),
        };
        form.with("vai_tro", performer.role.name())
            .with("noi", at)
            .with("ma_co_quan", code)
            .with("loai_don_vi", kind.unwrap_or_default())
            .with("don_vi", &performer.unit_name)
    };
    let optional = |id: &Option<NodeId>| id.as_ref().map(ToString::to_string).unwrap_or_default();
    match &node.kind {
        NodeKind::Step(task) => with_performer(form, &task.performer)
            .with("phut", task.budget_minutes.to_string())
            .with("viec", task.action.name())
            .with("tiep", task.next.as_str())
            .with("tu_choi", optional(&task.refused)),
        NodeKind::Pause(wait) => {
            form.with("ly_do", wait.reason.name()).with("cho_ai", &wait.waits_for).with("tiep", wait.next.as_str())
        }
        NodeKind::Consult(asked) => {
            let silence = if asked.silence == Silence::Agrees { "co" } else { "" };
            with_performer(form, &asked.asked)
                .with("phut", asked.deadline_minutes.to_string())
                .with("im_lang", silence)
                .with("tiep", asked.next.as_str())
                .with("tu_choi", optional(&asked.refused))
        }
        NodeKind::SubDossier(sub) => with_performer(form, &sub.at)
            .with("phut", sub.budget_minutes.to_string())
            .with("thu_tuc", sub.procedure.to_string())
            .with("tiep", sub.next.as_str())
            .with("tu_choi", optional(&sub.refused)),
        NodeKind::Join(join) => form.with("tiep", join.next.as_str()),
        NodeKind::Split(split) => {
            let legs: Vec<&str> = split.legs.iter().map(NodeId::as_str).collect();
            form.with("nhanh", legs.join(", ")).with("gop", split.join.as_str())
        }
        NodeKind::Branch(branch) => {
            let lines: Vec<String> = branch.cases.iter().map(|case| format!("{} => {}", case.when, case.to)).collect();
            form.with("dieu_kien", lines.join("\n")).with("con_lai", branch.otherwise.as_str())
        }
        NodeKind::End => form,
    }
}

/// A node as the form says; of the kind it was.
pub(super) fn read(form: &Form, before: &Node, process: &Process, errors: &mut FieldErrors) -> Option<Node> {
    let name = form.required_or("ten", "workflow-missing-name", errors);
    let phase = Phase::from_name(&form.text("giai_doan")).unwrap_or(before.phase);
    let mut reading = Reading { form, process, errors };
    let kind = match &before.kind {
        NodeKind::Step(_) => NodeKind::Step(Task {
            performer: reading.performer()?,
            budget_minutes: reading.minutes()?,
            action: Finish::from_name(&form.text("viec"))?,
            next: reading.node("tiep")?,
            refused: reading.optional("tu_choi"),
        }),
        NodeKind::Pause(_) => NodeKind::Pause(Wait {
            reason: PauseReason::from_name(&form.text("ly_do"))?,
            waits_for: form.text("cho_ai"),
            next: reading.node("tiep")?,
        }),
        NodeKind::Consult(_) => NodeKind::Consult(Consultation {
            asked: reading.performer()?,
            deadline_minutes: reading.minutes()?,
            silence: if form.checked("im_lang") { Silence::Agrees } else { Silence::Waits },
            next: reading.node("tiep")?,
            refused: reading.optional("tu_choi"),
        }),
        NodeKind::SubDossier(_) => NodeKind::SubDossier(SubDossier {
            procedure: form.parse("thu_tuc", "workflow-wrong-procedure", reading.errors)?,
            at: reading.performer()?,
            budget_minutes: reading.minutes()?,
            next: reading.node("tiep")?,
            refused: reading.optional("tu_choi"),
        }),
        NodeKind::Join(_) => NodeKind::Join(crate::process::Join { next: reading.node("tiep")? }),
        NodeKind::Split(_) => NodeKind::Split(Split { legs: reading.legs()?, join: reading.node("gop")? }),
        NodeKind::Branch(_) => {
            NodeKind::Branch(Branch { cases: reading.cases()?, otherwise: reading.node("con_lai")? })
        }
        NodeKind::End => NodeKind::End,
    };
    errors.is_empty().then(|| Node { id: before.id.clone(), name, phase, kind })
}

struct Reading<'a> {
    form: &'a Form,
    process: &'a Process,
    errors: &'a mut FieldErrors,
}

impl Reading<'_> {
    fn performer(&mut self) -> Option<Performer> {
        let role = Role::from_name(&self.form.text("vai_tro"))?;
        let unit_kind = Some(self.form.text("loai_don_vi")).filter(|kind| !kind.is_empty());
        let place = match self.form.text("noi").as_str() {
            "receiving_office" => Place::ReceivingOffice,
            "named_agency" => {
                let code = self.form.required_or("ma_co_quan", "workflow-missing-agency", self.errors);
                Place::NamedAgency { code, unit_kind }
            }
            _ => Place::CompetentAgency { unit_kind },
        };
        Some(Performer { role, place, unit_name: self.form.text("don_vi") })
    }

    fn minutes(&mut self) -> Option<u32> {
        let minutes = self.form.parse::<u32>("phut", "workflow-wrong-minutes", self.errors)?;
        if minutes > MINUTES_MAX {
            self.errors.push("phut", "workflow-wrong-minutes");
        }
        Some(minutes)
    }

    fn node(&mut self, field: &str) -> Option<NodeId> {
        let id = self.optional(field);
        if id.is_none() {
            self.errors.push(field, "workflow-wrong-step");
        }
        id
    }

    fn optional(&self, field: &str) -> Option<NodeId> {
        self.known(&self.form.text(field))
    }

    fn known(&self, text: &str) -> Option<NodeId> {
        text.parse().ok().filter(|id| self.process.node(id).is_some())
    }

    fn legs(&mut self) -> Option<Vec<NodeId>> {
        let text = self.form.text("nhanh");
        let legs: Option<Vec<NodeId>> =
            text.split(',').map(str::trim).filter(|id| !id.is_empty()).map(|id| self.known(id)).collect();
        if legs.is_none() {
            self.errors.push("nhanh", "workflow-wrong-step");
        }
        legs
    }

    /// Lines of `condition => step`.
    fn cases(&mut self) -> Option<Vec<Case>> {
        let text = self.form.lines("dieu_kien");
        let mut cases = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match self.case(line) {
                Ok(case) => cases.push(case),
                Err(sentence) => {
                    self.errors.push("dieu_kien", sentence);
                    return None;
                }
            }
        }
        Some(cases)
    }

    fn case(&self, line: &str) -> Result<Case, Sentence> {
        let (when, to) = line.rsplit_once("=>").ok_or_else(|| Sentence::new("workflow-wrong-case"))?;
        let when: Condition = when.trim().parse().map_err(|error| wording::condition_fault(&error))?;
        when.check(&self.process.fields).map_err(|fault| wording::type_fault(&fault))?;
        let to = self.known(to.trim()).ok_or_else(|| Sentence::new("workflow-wrong-step"))?;
        Ok(Case { when, to })
    }
}

/// Declared fields of the form: lines of `name | label | kind`.
pub(super) fn read_fields(text: &str) -> Result<Vec<FormField>, Sentence> {
    let line = |line: &str| {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        let [name, label, kind] = parts.as_slice() else { return None };
        let kind = match kind.split_once(':') {
            Some(("choice", choices)) => {
                FieldKind::Choice(choices.split(',').map(|choice| choice.trim().to_owned()).collect())
            }
            Some(_) => return None,
            None => match *kind {
                "text" => FieldKind::Text,
                "number" => FieldKind::Number,
                "bool" => FieldKind::Bool,
                "date" => FieldKind::Date,
                _ => return None,
            },
        };
        Some(FormField { name: (*name).to_owned(), label: (*label).to_owned(), kind })
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let fields: Option<Vec<FormField>> = lines.map(line).collect();
    let fields = fields.ok_or_else(|| Sentence::new("workflow-wrong-fields-form"))?;
    crate::condition::check_fields(&fields).map_err(|fault| wording::type_fault(&fault))?;
    Ok(fields)
}
