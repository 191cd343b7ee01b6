//! The letter that a command sends to the person, shown before it goes: a supplement request, a
//! longer limit, an apology with a new date. The dates come from a rehearsal by the rules.

use base::Actor;
use dossier::command::{Apologise, Extend, RequestSupplement, SupplementItem};
use dossier::{Command, Error as Failed, State, present};
use web::Page;

use crate::Desk;
use crate::head::Case;

/// A command that sends a letter.
#[derive(Clone)]
pub(crate) enum Announced {
    Supplement(RequestSupplement),
    Extension(Extend),
    Apology(Apologise),
}

impl Announced {
    /// The command itself.
    pub(crate) fn command(self) -> Command {
        match self {
            Self::Supplement(data) => Command::RequestSupplement(data),
            Self::Extension(data) => Command::Extend(data),
            Self::Apology(data) => Command::Apologise(data),
        }
    }
}

/// The letter as the person would read it.
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) about: String,
    pub(crate) items: Vec<String>,
    pub(crate) reason: String,
    pub(crate) closing: String,
    pub(crate) from: String,
}

impl Letter {
    /// The letter of a command.
    ///
    /// # Errors
    /// As the command itself would be refused.
    pub(crate) fn of(
        desk: &Desk,
        page: &Page,
        actor: &Actor,
        case: &Case,
        announced: Announced,
    ) -> Result<Self, Failed> {
        let blank = |about: &str| Self {
            to: case.dossier.content.owner.name.clone(),
            about: page
                .say(about)
                .with("code", case.dossier.label())
                .with("procedure", &case.dossier.procedure_name)
                .to_string(),
            items: Vec::new(),
            reason: String::new(),
            closing: String::new(),
            from: desk.agency(case.dossier.competent_agency),
        };
        let promise = || desk.promise_after(page, actor, case, &announced.clone().command());
        Ok(match &announced {
            Announced::Extension(data) => {
                Self { reason: data.reason.clone(), closing: promise()?, ..blank("desk-letter-extended") }
            }
            Announced::Apology(data) => {
                Self { reason: data.reason.clone(), closing: promise()?, ..blank("desk-letter-apologised") }
            }
            Announced::Supplement(data) => Self {
                items: items(case, data),
                reason: data.reason.clone(),
                closing: closing(page, case),
                ..blank("desk-letter-about")
            },
        })
    }
}

impl Desk {
    /// The sentence about the date as it would be after a command.
    fn promise_after(&self, page: &Page, actor: &Actor, case: &Case, command: &Command) -> Result<String, Failed> {
        let follow = (&*case.definition, &*case.version);
        let after = self.dossiers.rehearse(actor, &case.dossier, command, follow, page.now)?;
        let why = after.explain(page.now);
        Ok(why.map(|why| present::due_sentence(page, &why)).unwrap_or_default())
    }
}

fn items(case: &Case, request: &RequestSupplement) -> Vec<String> {
    let name = |no: u16| case.version.facts.papers.iter().find(|paper| paper.no == no).map(|paper| &paper.name);
    let item = |item: &SupplementItem| match (item.paper.and_then(name), item.legal_basis.as_str()) {
        (Some(name), _) => format!("{name}: {}", item.what),
        (None, "") => item.what.clone(),
        (None, basis) => format!("{} ({basis})", item.what),
    };
    request.items.iter().map(item).collect()
}

fn closing(page: &Page, case: &Case) -> String {
    let limit = page.said(&present::limit(case.dossier.content.clock.limit));
    let before_receipt = case.dossier.state == State::Submitted;
    page.t1(if before_receipt { "desk-letter-before-receipt" } else { "desk-letter-closing" }, "limit", limit)
}
