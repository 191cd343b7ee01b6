//! `/quan-tri/quy-trinh`: the processes of all procedures, drawn, changed as a draft, tried out, and
//! published by somebody else than the editors. Works without scripts: one form a step.

mod change;
mod edit;
mod file;
mod list;
mod node_form;
mod show;
#[cfg(test)]
mod tests;
mod tryout;

use std::collections::HashMap;
use std::sync::Arc;

use access::{Action, allowed};
use audit::{Kind, Subject};
use base::WorkflowId;
use catalogue::{Catalogue, Key, ProcedureVersion};
use db::Tx;
use organisation::Organisation;
use web::{Context, Error, Gate, Nav, Page, Routes, Sentence};

use crate::process::Process;
use crate::version::{self, Version, VersionError};
use crate::{Followers, definition_of, wording};

const ADDRESS: &str = "/quan-tri/quy-trinh";

/// What the pages need.
#[derive(Clone)]
struct Desk {
    catalogue: Catalogue,
    organisation: Organisation,
    followers: Arc<dyn Followers>,
}

/// The routes of this crate.
#[must_use]
pub fn routes(catalogue: Catalogue, organisation: Organisation, followers: Arc<dyn Followers>) -> Routes {
    let draft = Gate::Roles(allowed(Action::DraftWorkflows));
    let publish = Gate::Roles(allowed(Action::ImportProcedures));
    Routes::new("workflow")
        .get("workflow.list", ADDRESS, draft, list::show)
        .get("workflow.show", "/quan-tri/quy-trinh/{ma}", draft, show::show)
        .get("workflow.yaml", "/quan-tri/quy-trinh/{ma}/tep.yaml", draft, file::yaml)
        .get("workflow.bpmn", "/quan-tri/quy-trinh/{ma}/tep.bpmn", draft, file::bpmn)
        .get("workflow.tryout", "/quan-tri/quy-trinh/{ma}/thu", draft, tryout::show)
        .post("workflow.begin", "/quan-tri/quy-trinh/{ma}/nhap", draft, change::begin)
        .post("workflow.discard", "/quan-tri/quy-trinh/{ma}/bo-nhap", draft, change::discard)
        .post("workflow.upload", "/quan-tri/quy-trinh/{ma}/tai-len", draft, file::upload)
        .post("workflow.fields", "/quan-tri/quy-trinh/{ma}/o-bieu-mau", draft, edit::fields)
        .post("workflow.publish", "/quan-tri/quy-trinh/{ma}/cong-bo", publish, change::publish)
        .get("workflow.node", "/quan-tri/quy-trinh/{ma}/buoc/{buoc}", draft, edit::show)
        .post("workflow.save_node", "/quan-tri/quy-trinh/{ma}/buoc/{buoc}", draft, edit::save)
        .post("workflow.add_node", "/quan-tri/quy-trinh/{ma}/buoc/{buoc}/them", draft, edit::add)
        .post("workflow.remove_node", "/quan-tri/quy-trinh/{ma}/buoc/{buoc}/xoa", draft, edit::remove)
        .post("workflow.move_node", "/quan-tri/quy-trinh/{ma}/buoc/{buoc}/len", draft, edit::move_up)
        .with_state(Desk { catalogue, organisation, followers })
}

/// A procedure on its page.
struct Subjected {
    version: Arc<ProcedureVersion>,
    limit_minutes: u32,
    address: String,
}

impl Desk {
    /// The procedure an address names: `2.000815-2` stands for the second variant.
    async fn find(&self, ctx: &Context, text: &str) -> Result<Subjected, Error> {
        let key: Key = text.replace('-', "/").parse().map_err(|_| Error::NotFound)?;
        let published = self.catalogue.current(ctx.now).await?;
        let version = Arc::clone(published.by_key(&key).ok_or(Error::NotFound)?);
        let limit_minutes = version::limit_minutes(&version).map_err(|_| Error::NotFound)?;
        Ok(Subjected { address: address(&key), version, limit_minutes })
    }
}

/// The page of a procedure's process.
fn address(key: &Key) -> String {
    format!("{ADDRESS}/{}", key.to_string().replace('/', "-"))
}

/// Everything known of a procedure's process.
struct Known {
    draft: Option<Version>,
    published: Vec<Version>,
    /// Made from the published steps or the template of its kind.
    derived: Option<Process>,
    /// The definition it was made of.
    derived_id: Option<WorkflowId>,
}

impl Known {
    async fn read(ctx: &Context, version: &ProcedureVersion) -> Result<Self, Error> {
        let (id, key) = (version.id, version.facts.key.clone());
        let read = move |tx: &mut Tx<'_>| {
            let derived = definition_of(tx, id)?;
            Ok::<_, db::Error>(Self {
                draft: version::draft(tx, &key)?,
                published: version::published(tx, &key)?,
                derived: derived.as_ref().map(Process::from_definition),
                derived_id: derived.map(|definition| definition.id),
            })
        };
        Ok(ctx.site.db.read(read).await?)
    }

    /// How many open dossiers follow each version.
    async fn followed(&self, desk: &Desk, ctx: &Context) -> Result<HashMap<WorkflowId, i64>, Error> {
        let ids: Vec<WorkflowId> = self.published.iter().map(|version| version.id).chain(self.derived_id).collect();
        let followers = Arc::clone(&desk.followers);
        let count = move |tx: &mut Tx<'_>| ids.iter().map(|id| Ok((*id, followers.open(tx, *id)?))).collect();
        Ok(ctx.site.db.read::<_, _, db::Error>(count).await?)
    }

    /// The published version in force today for this limit.
    fn in_force(&self, ctx: &Context, limit_minutes: u32) -> Option<&Version> {
        let today = calendar::local(ctx.now).date();
        let holds = |version: &&Version| {
            version.valid_from.is_some_and(|from| from <= today) && version.limit_minutes == i64::from(limit_minutes)
        };
        self.published.iter().find(holds)
    }

    /// The process dossiers filed today follow.
    fn current(&self, ctx: &Context, limit_minutes: u32) -> Option<Process> {
        self.in_force(ctx, limit_minutes).map(|version| version.body.0.clone()).or_else(|| self.derived.clone())
    }
}

/// The page frame of a procedure.
fn frame(ctx: &Context, subject: &Subjected) -> Page {
    let page = ctx.page(Nav::Workflows);
    let list = page.t("workflow-title");
    page.crumb(list, ADDRESS).crumb(subject.version.facts.key.to_string(), subject.address.clone())
}

/// What a refusal of the store or the rules says.
fn refused(error: VersionError, process: Option<&Process>, page: &Page) -> Error {
    let key = match error {
        VersionError::Changed => return Error::Conflict(Sentence::new("workflow-refused-changed")),
        VersionError::NoDraft => "workflow-refused-no-draft",
        VersionError::OwnDraft => "workflow-refused-own-draft",
        VersionError::NoLimit => "workflow-refused-no-limit",
        VersionError::Past => "workflow-refused-past",
        VersionError::Store(error) => return error.into(),
        VersionError::Unsound(wrong) => {
            let first = wrong.first().zip(process);
            return Error::Refused(match first {
                Some((fault, process)) => wording::fault(fault, process, page),
                None => Sentence::new("workflow-refused-no-draft"),
            });
        }
    };
    Error::Refused(Sentence::new(key))
}

/// Notes a change in the audit log.
fn note(tx: &mut Tx<'_>, ctx: &Context, kind: Kind, key: &Key) -> Result<(), db::Error> {
    let Some(actor) = &ctx.actor else { return Ok(()) };
    let code = key.to_string();
    let entry =
        audit::Entry { kind, actor, subject: Subject::Named(&code), detail: "", client: ctx.client(), at: ctx.now };
    audit::record(tx, &entry)
}

/// Keeps a changed draft and notes it.
async fn keep(ctx: &Context, subject: &Subjected, process: Process, seen: i64) -> Result<(), VersionError> {
    let (version, ctx_again) = (Arc::clone(&subject.version), ctx.clone());
    let actor = ctx.actor.clone().ok_or(VersionError::NoDraft)?;
    let write = move |tx: &mut Tx<'_>| {
        version::save_draft(tx, &version, &process, seen, (&actor, ctx_again.now))?;
        note(tx, &ctx_again, Kind::ProcessDrafted, &version.facts.key)?;
        Ok(())
    };
    ctx.site.db.write(write).await
}
