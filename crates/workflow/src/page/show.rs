//! One process: the drawing, its steps as a list, its versions, and what is wrong with its draft.

use std::collections::HashMap;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use base::WorkflowId;
use web::{Chip, Context, Error, Fields, Note, Page, Path, Tone};

use super::{Desk, Known, Subjected, frame};
use crate::condition::FieldKind;
use crate::process::{Node, NodeKind, Process, Template as Kind};
use crate::sound::{ProcessError, Terms};
use crate::version::{self, Version};
use crate::{Drawing, FOLLOWERS_MAX, House, draw, wording};

#[derive(Template)]
#[template(path = "show.html")]
pub(super) struct ShowPage {
    pub(super) page: Page,
    pub(super) form: Fields,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) limit: String,
    pub(super) which: Chip,
    pub(super) drawing: Option<Drawing>,
    pub(super) steps: Vec<StepRow>,
    pub(super) versions: Vec<VersionRow>,
    pub(super) notes: Vec<Note>,
    pub(super) templates: Vec<(String, String)>,
    /// The edition of the draft that is shown; none when another is.
    pub(super) edition: Option<i64>,
    pub(super) has_draft: bool,
    pub(super) may_publish: bool,
    /// Names the version shown in further addresses.
    pub(super) chosen: String,
}

pub(super) struct StepRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) phase: String,
    pub(super) who: String,
    pub(super) time: String,
    pub(super) ways: Vec<String>,
}

pub(super) struct VersionRow {
    pub(super) label: String,
    pub(super) href: String,
    pub(super) by: String,
    /// How many open dossiers follow it; nothing beside a draft.
    pub(super) followed: String,
    pub(super) chip: Option<Chip>,
}

pub(super) async fn show(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let subject = desk.find(&ctx, &code).await?;
    let known = Known::read(&ctx, &subject.version).await?;
    let chosen = query.get("ban").map_or("", String::as_str);
    let (process, version) = choose(&ctx, &subject, &known, chosen).ok_or(Error::NotFound)?;
    let wrong = faults(&desk, &ctx, &subject, &process).await?;
    let followed = known.followed(&desk, &ctx).await?;
    web::html(ShowPage {
        versions: versions(&ctx, &subject, &known, &followed),
        ..ShowPage::new(&ctx, &subject, &known, (&process, version), &wrong)
    })
}

/// The process an address asks for: the draft, a version, or the one in force.
pub(super) fn choose<'k>(
    ctx: &Context,
    subject: &Subjected,
    known: &'k Known,
    chosen: &str,
) -> Option<(Process, Option<&'k Version>)> {
    let own = |version: &'k Version| (version.body.0.clone(), Some(version));
    match chosen {
        "" => match known.in_force(ctx, subject.limit_minutes) {
            Some(version) => Some(own(version)),
            None => known.derived.clone().map(|process| (process, None)).or_else(|| known.draft.as_ref().map(own)),
        },
        "nhap" => known.draft.as_ref().map(own),
        id => known.published.iter().find(|version| version.id.to_string() == id).map(own),
    }
}

/// Everything wrong with a process here and now.
pub(super) async fn faults(
    desk: &Desk,
    ctx: &Context,
    subject: &Subjected,
    process: &Process,
) -> Result<Vec<ProcessError>, Error> {
    let (organisation, asked, now) = (desk.organisation.clone(), process.clone(), ctx.now);
    let house = ctx.site.db.read(move |tx| House::read(tx, &organisation, &[&asked], now)).await?;
    let terms = Terms { limit_minutes: subject.limit_minutes, staffing: &house };
    Ok(version::check(process.clone(), terms).err().unwrap_or_default())
}

impl ShowPage {
    fn new(
        ctx: &Context,
        subject: &Subjected,
        known: &Known,
        (process, version): (&Process, Option<&Version>),
        wrong: &[ProcessError],
    ) -> Self {
        let page = frame(ctx, subject);
        let is_draft = version.is_some_and(|version| !version.published);
        let facts = &subject.version.facts;
        let mut form = Fields::blank(&page).with("o", fields_text(process));
        if let Some(draft) = version.filter(|_| is_draft) {
            form = form.with("ban", draft.edition.to_string());
        }
        let which = match version {
            Some(version) if version.published => Chip::new(Tone::Ok, page.t("workflow-published")),
            Some(_) => Chip::new(Tone::Soon, page.t("workflow-draft")),
            None => Chip::new(Tone::Info, page.t("workflow-source-published")),
        };
        let templates =
            Kind::ALL.map(|kind| (kind.name().to_owned(), page.t(&format!("workflow-template-{}", kind.name()))));
        let may_publish = access::allowed(access::Action::ImportProcedures)
            .iter()
            .any(|role| ctx.actor.as_ref().is_some_and(|actor| actor.has_role(*role)));
        Self {
            drawing: draw(process, &facts.name, &page),
            steps: process.nodes.iter().map(|node| step_row(process, node, &page)).collect(),
            versions: Vec::new(),
            notes: notes(process, is_draft, wrong, &page),
            name: facts.name.clone(),
            address: subject.address.clone(),
            limit: wording::duration(subject.limit_minutes, &page),
            edition: version.filter(|_| is_draft).map(|draft| draft.edition),
            chosen: version
                .map(|version| if is_draft { "nhap".to_owned() } else { version.id.to_string() })
                .unwrap_or_default(),
            has_draft: known.draft.is_some(),
            templates: templates.into(),
            may_publish,
            which,
            form,
            page,
        }
    }
}

fn notes(process: &Process, is_draft: bool, wrong: &[ProcessError], page: &Page) -> Vec<Note> {
    let told = |fault: &ProcessError| Note::new(Tone::Late, page.said(&wording::fault(fault, process, page)));
    let mut notes: Vec<Note> = wrong.iter().map(told).collect();
    if is_draft && wrong.is_empty() {
        notes.push(Note::new(Tone::Ok, page.t("workflow-sound")));
    }
    notes
}

fn versions(ctx: &Context, subject: &Subjected, known: &Known, followed: &HashMap<WorkflowId, i64>) -> Vec<VersionRow> {
    let page = &frame(ctx, subject);
    let followers = |id: WorkflowId| match followed.get(&id) {
        None => String::new(),
        Some(count) if *count >= FOLLOWERS_MAX => page.t1("workflow-followed-by", "n", "999+"),
        Some(count) => page.t1("workflow-followed-by", "n", count.to_string()),
    };
    let in_force = known.in_force(ctx, subject.limit_minutes).map(|version| version.id);
    let row = |version: &Version| VersionRow {
        label: match version.valid_from {
            Some(from) => page.t1("workflow-valid-from", "date", page.date(from)),
            None => page.t("workflow-draft"),
        },
        href: format!(
            "{}?ban={}",
            subject.address,
            if version.published { version.id.to_string() } else { "nhap".to_owned() }
        ),
        by: page
            .say("workflow-edited-by")
            .with("name", &version.edited_by_name)
            .with("at", page.moment(version.edited_at))
            .to_string(),
        followed: followers(version.id),
        chip: (in_force == Some(version.id)).then(|| Chip::new(Tone::Ok, page.t("workflow-in-force"))),
    };
    let mut rows: Vec<VersionRow> = known.draft.iter().chain(&known.published).map(row).collect();
    if known.derived.is_some() {
        rows.push(VersionRow {
            label: page.t("workflow-source-published"),
            href: subject.address.clone(),
            by: String::new(),
            followed: known.derived_id.map(followers).unwrap_or_default(),
            chip: in_force.is_none().then(|| Chip::new(Tone::Ok, page.t("workflow-in-force"))),
        });
    }
    rows
}

fn step_row(process: &Process, node: &Node, page: &Page) -> StepRow {
    let time = match &node.kind {
        NodeKind::Step(_) | NodeKind::Consult(_) | NodeKind::SubDossier(_) => {
            wording::duration(node.kind.budget_minutes(), page)
        }
        NodeKind::Pause(_) => page.t("workflow-clock-stands"),
        NodeKind::Split(_) | NodeKind::Join(_) | NodeKind::Branch(_) | NodeKind::End => String::new(),
    };
    let who = wording::acts(&node.kind, page);
    StepRow {
        id: node.id.to_string(),
        name: node.name.clone(),
        kind: page.t(&format!("workflow-kind-{}", node.kind.name().replace('_', "-"))),
        phase: wording::phase(node.phase, page),
        who,
        time,
        ways: wording::ways(process, node, page),
    }
}

/// The declared fields, a line each.
fn fields_text(process: &Process) -> String {
    let lines: Vec<String> = process
        .fields
        .iter()
        .map(|field| {
            let kind = match &field.kind {
                FieldKind::Text => "text".to_owned(),
                FieldKind::Number => "number".to_owned(),
                FieldKind::Bool => "bool".to_owned(),
                FieldKind::Date => "date".to_owned(),
                FieldKind::Choice(choices) => format!("choice: {}", choices.join(", ")),
            };
            format!("{} | {} | {kind}", field.name, field.label)
        })
        .collect();
    lines.join("\n")
}
