//! One dossier with what it follows, and its head as every page of it begins: code, procedure,
//! person, sign of the clock, date.

use std::sync::Arc;

use base::Actor;
use calendar::Sla;
use catalogue::ProcedureVersion;
use dossier::{Dossier, DossierCode, Which, present};
use jiff::Timestamp;
use web::{Chip, Error, Page};
use workflow::Definition;

use crate::Desk;

/// A dossier, its process and its procedure of the receipt day.
pub(crate) struct Case {
    pub(crate) dossier: Dossier,
    pub(crate) definition: Arc<Definition>,
    pub(crate) version: Arc<ProcedureVersion>,
}

impl Desk {
    /// The dossier with a code, if the officer may read it; of steps side by side as the officer's own.
    pub(crate) async fn open(&self, actor: &Actor, code: &str) -> Result<Case, Error> {
        self.open_at(actor, code, None).await
    }

    /// The same, looked at as one of several open steps.
    pub(crate) async fn open_at(&self, actor: &Actor, code: &str, step: Option<u16>) -> Result<Case, Error> {
        let code = DossierCode::parse(code).ok_or(Error::NotFound)?;
        let dossier = self.dossiers.read(actor, Which::Code(code)).await?;
        let seen = step.or_else(|| own_step(actor, &dossier)).and_then(|step| dossier.seen_as(step));
        self.case(seen.unwrap_or(dossier)).await
    }

    pub(crate) async fn case(&self, dossier: Dossier) -> Result<Case, Error> {
        let definition = self.dossiers.workflows().get(dossier.workflow).await?;
        let version = self.dossiers.catalogue().version(dossier.procedure).await?;
        let version = version.ok_or_else(|| Error::internal("a dossier without its procedure"))?;
        Ok(Case { dossier, definition, version })
    }

    /// The sign of the clock; before receipt that of the answer that is due.
    pub(crate) fn sla(&self, dossier: &Dossier, now: Timestamp) -> Option<Sla> {
        let calendar = &dossier.calendar;
        if let Some(owed_since) = dossier.answer_owed_since() {
            let answer_by = calendar.acceptance_deadline(owed_since);
            return Some(Sla::until(answer_by, calendar, now));
        }
        dossier.clock().map(|clock| Sla::of(&clock, calendar, now))
    }
}

/// The first of several open steps that an officer may work at.
fn own_step(actor: &Actor, dossier: &Dossier) -> Option<u16> {
    let steps = dossier.legs()?.open.iter().map(|leg| leg.step);
    let is_own = |step: &u16| {
        let seen = dossier.seen_as(*step);
        let held = seen.as_ref().and_then(|seen| Some((seen, seen.holder?)));
        held.is_some_and(|(seen, holder)| {
            let target = seen.target();
            actor.grants.iter().any(|grant| grant.role == holder.role && access::permit::reaches(actor, grant, &target))
        })
    };
    steps.into_iter().find(is_own)
}

impl Case {
    /// Whether the step that is looked at asks for an opinion.
    pub(crate) fn is_asked(&self) -> bool {
        self.dossier.state.step().is_some_and(|no| self.definition.is_consultation(no))
    }

    /// The step that is looked at, where several are open.
    pub(crate) fn step(&self) -> Option<u16> {
        self.dossier.legs().and_then(|_| self.dossier.state.step())
    }
}

/// The head of every page of a dossier.
pub(crate) struct Head {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) procedure_code: String,
    pub(crate) procedure: String,
    pub(crate) person: String,
    pub(crate) channel: String,
    pub(crate) state: String,
    pub(crate) chip: Option<Chip>,
    pub(crate) due: String,
    /// The version the page is drawn from.
    pub(crate) version: i64,
}

impl Head {
    pub(crate) fn new(desk: &Desk, page: &Page, dossier: &Dossier) -> Self {
        let code = dossier.label();
        Self {
            href: href(&code),
            code,
            procedure_code: dossier.procedure_code.clone(),
            procedure: dossier.procedure_name.clone(),
            person: dossier.content.owner.name.clone(),
            channel: page.said(&present::channel(dossier.channel)),
            state: page.said(&present::state(dossier.state.name())),
            chip: desk.sla(dossier, page.now).map(|sla| present::sla_chip(page, sla)),
            due: due(page, dossier),
            version: dossier.version,
        }
    }
}

/// The address of a dossier's workbench.
pub(crate) fn href(code: &str) -> String {
    format!("/ho-so/{code}")
}

/// One sentence about the date: the result's, or before receipt that of the answer.
fn due(page: &Page, dossier: &Dossier) -> String {
    if let Some(owed_since) = dossier.answer_owed_since() {
        return page.t1("desk-answer-by", "by", page.moment(dossier.calendar.acceptance_deadline(owed_since)));
    }
    match dossier.explain(page.now) {
        Some(why) => present::due_sentence(page, &why),
        None => page.said(&present::state(dossier.state.name())),
    }
}
