//! One step of the draft: its form, and steps added, taken away, moved.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use base::Role;
use calendar::PauseReason;
use web::{Context, Error, FieldErrors, Fields, Form, Page, Path, Sentence};

use super::change::edition;
use super::{Desk, Known, Subjected, frame, keep, node_form, refused};
use crate::edit::{Addition, EditError, add_after, move_up as move_before, remove as take_away};
use crate::process::{Finish, Node, NodeId, Process};
use crate::{Phase, wording};

type Options = Vec<(String, String)>;

#[derive(Template)]
#[template(path = "node.html")]
pub(super) struct NodePage {
    pub(super) page: Page,
    pub(super) form: Fields,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) phases: Options,
    pub(super) roles: Options,
    pub(super) places: Options,
    pub(super) actions: Options,
    pub(super) reasons: Options,
    pub(super) steps: Options,
    pub(super) maybe_steps: Options,
    pub(super) additions: Options,
    /// What conditions may ask about.
    pub(super) fields: Vec<String>,
}

/// The draft with the edition it was read in.
async fn draft(ctx: &Context, subject: &Subjected) -> Result<(Process, i64), Error> {
    let known = Known::read(ctx, &subject.version).await?;
    known.draft.map(|draft| (draft.body.0, draft.edition)).ok_or(Error::NotFound)
}

fn named(process: &Process, text: &str) -> Result<Node, Error> {
    let id: NodeId = text.parse().map_err(|_| Error::NotFound)?;
    process.node(&id).cloned().ok_or(Error::NotFound)
}

pub(super) async fn show(
    State(desk): State<Desk>,
    ctx: Context,
    Path((code, step)): Path<(String, String)>,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (process, edition) = draft(&ctx, &subject).await?;
    let node = named(&process, &step)?;
    let page = frame(&ctx, &subject);
    let form = node_form::filled(&node, &page).with("ban", edition.to_string());
    web::html(NodePage::new(page, form, &subject, &process, &node))
}

pub(super) async fn save(
    State(desk): State<Desk>,
    ctx: Context,
    Path((code, step)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (mut process, _) = draft(&ctx, &subject).await?;
    let node = named(&process, &step)?;
    let mut errors = FieldErrors::new();
    let page = frame(&ctx, &subject);
    let Some(changed) = node_form::read(&form, &node, &process, &mut errors) else {
        if errors.is_empty() {
            return Err(Error::Unreadable);
        }
        let fields = Fields::again(&page, &form, errors);
        return web::html_invalid(NodePage::new(page.with_errors(true), fields, &subject, &process, &node));
    };
    if let Some(place) = process.nodes.iter_mut().find(|known| known.id == node.id) {
        *place = changed;
    }
    store(&ctx, &subject, process, edition(&form)?).await
}

/// The fields of the form that conditions may ask about.
pub(super) async fn fields(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (mut process, _) = draft(&ctx, &subject).await?;
    process.fields = node_form::read_fields(&form.lines("o")).map_err(Error::Refused)?;
    store(&ctx, &subject, process, edition(&form)?).await
}

pub(super) async fn add(
    State(desk): State<Desk>,
    ctx: Context,
    Path((code, step)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (mut process, _) = draft(&ctx, &subject).await?;
    let node = named(&process, &step)?;
    let what = Addition::from_name(&form.text("loai")).ok_or(Error::Unreadable)?;
    let (name, other) = (ctx.t(&format!("workflow-add-{}", what.name())), ctx.t("workflow-kind-join"));
    let added = add_after(&mut process, &node.id, what, (&name, &other)).map_err(unfit)?;
    let page = frame(&ctx, &subject);
    keep(&ctx, &subject, process, edition(&form)?).await.map_err(|error| refused(error, None, &page))?;
    Ok(ctx.redirect_noting(&format!("{}/buoc/{added}", subject.address), "workflow-step-added"))
}

pub(super) async fn remove(
    State(desk): State<Desk>,
    ctx: Context,
    Path((code, step)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (mut process, _) = draft(&ctx, &subject).await?;
    let node = named(&process, &step)?;
    take_away(&mut process, &node.id).map_err(unfit)?;
    store(&ctx, &subject, process, edition(&form)?).await
}

pub(super) async fn move_up(
    State(desk): State<Desk>,
    ctx: Context,
    Path((code, step)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let (mut process, _) = draft(&ctx, &subject).await?;
    let node = named(&process, &step)?;
    move_before(&mut process, &node.id).map_err(unfit)?;
    store(&ctx, &subject, process, edition(&form)?).await
}

async fn store(ctx: &Context, subject: &Subjected, process: Process, seen: i64) -> Result<Response, Error> {
    let page = frame(ctx, subject);
    keep(ctx, subject, process, seen).await.map_err(|error| refused(error, None, &page))?;
    Ok(ctx.redirect_noting(&format!("{}?ban=nhap", subject.address), "workflow-draft-kept"))
}

fn unfit(error: EditError) -> Error {
    let key = match error {
        EditError::NoSuchNode => return Error::NotFound,
        EditError::NotInARow => "workflow-refused-row",
        EditError::Stays => "workflow-refused-stays",
        EditError::NoField => "workflow-refused-no-field",
    };
    Error::Refused(Sentence::new(key))
}

impl NodePage {
    fn new(page: Page, form: Fields, subject: &Subjected, process: &Process, node: &Node) -> Self {
        let options = |names: &[&str], key: &str| -> Options {
            let option =
                |name: &&str| ((*name).to_owned(), page.t(&format!("workflow-{key}-{}", name.replace('_', "-"))));
            names.iter().map(option).collect()
        };
        let others = process.nodes.iter().filter(|other| other.id != node.id);
        let steps: Options =
            others.map(|other| (other.id.to_string(), format!("{} ({})", other.name, other.id))).collect();
        let mut maybe_steps = vec![(String::new(), page.t("workflow-none"))];
        maybe_steps.extend(steps.iter().cloned());
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.name()).collect();
        let field = |field: &crate::FormField| format!("{} – {}", field.name, field.label);
        Self {
            phases: Phase::ALL.map(|phase| (phase.name().to_owned(), wording::phase(phase, &page))).into(),
            roles: options(&roles, "role"),
            places: options(&["receiving_office", "competent_agency", "named_agency"], "place"),
            actions: options(&Finish::ALL.map(Finish::name), "action"),
            reasons: options(&PauseReason::ALL.map(PauseReason::name), "reason"),
            additions: options(&Addition::ALL.map(Addition::name), "add"),
            fields: process.fields.iter().map(field).collect(),
            address: subject.address.clone(),
            name: node.name.clone(),
            id: node.id.to_string(),
            kind: node.kind.name(),
            steps,
            maybe_steps,
            form,
            page,
        }
    }

    fn is_performed(&self) -> bool {
        matches!(self.kind, "step" | "consult" | "sub_dossier")
    }

    fn goes_on(&self) -> bool {
        !matches!(self.kind, "split" | "branch" | "end")
    }
}
