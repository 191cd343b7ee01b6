//! The counter page.

use std::sync::Arc;

use askama::Template;
use audit::{PersonalField, Subject, record_read};
use axum::http::StatusCode;
use axum::response::Response;
use base::{Actor, PersonalId, Role};
use calendar::local;
use catalogue::{Key, ProcedureVersion, Published};
use dossier::{Dossier, ReturnChannel, asked_fields, present};
use organisation::OfficeKind;
use web::{Context, Error, Field, Fields, Nav, Note, Page};
use workflow::{Definition, Step};

use super::Intake;
use super::checklist::{CheckRow, rows};
use super::summary::Summary;
use crate::Desk;
use crate::head::href;

/// Procedures a search shows.
const HITS: usize = 8;
/// What a commune receives most: extracts, births, building permits, household businesses, deaths.
const AT_COMMUNE: &[&str] = &["2.000635", "1.001193", "1.013225", "1.001612", "1.000656"];
/// What the province receives most: land.
const AT_PROVINCE: &[&str] = &["1.013831"];

/// What a page is drawn from beside the intake itself.
pub(crate) struct View {
    pub(crate) form: Fields,
    /// What the scan or the rules said.
    pub(crate) note: Option<Note>,
    pub(crate) hits: Vec<Arc<ProcedureVersion>>,
    /// The search found nothing.
    pub(crate) is_lost: bool,
    pub(crate) status: StatusCode,
}

impl View {
    pub(crate) fn of(form: Fields) -> Self {
        Self { form, note: None, hits: Vec::new(), is_lost: false, status: StatusCode::OK }
    }
}

#[derive(Template)]
#[template(path = "counter.html")]
pub(crate) struct CounterPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) note: Option<Note>,
    pub(crate) office: String,
    pub(crate) chosen: Option<Chosen>,
    pub(crate) hits: Vec<Choice>,
    pub(crate) is_lost: bool,
    pub(crate) frequent: Vec<Choice>,
    pub(crate) rows: Vec<CheckRow>,
    pub(crate) papers_error: Option<String>,
    /// `nhận 2 trên 2 giấy bắt buộc`.
    pub(crate) papers_count: String,
    pub(crate) agency: Option<Field>,
    /// What the process asks.
    pub(crate) asked: Vec<Field>,
    pub(crate) via: Field,
    pub(crate) fees: Vec<(String, String)>,
    pub(crate) summary: Option<Summary>,
    pub(crate) earlier: Vec<Earlier>,
}

/// The procedure being received.
pub(crate) struct Chosen {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) limit: String,
    pub(crate) is_instant: bool,
    /// Whether this officer holds every role of it, so that one press settles the visit.
    pub(crate) is_whole: bool,
    /// Why it cannot be received here.
    pub(crate) obstacle: Option<String>,
}

/// A procedure to choose.
pub(crate) struct Choice {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) limit: String,
}

/// Another dossier of the same number.
pub(crate) struct Earlier {
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) text: String,
}

pub(crate) async fn draw(desk: &Desk, ctx: &Context, intake: &Intake, view: View) -> Result<Response, Error> {
    let page = desk.page(ctx, Nav::Counter).await?;
    let form = defaults(intake, view.form);
    let page = page.with_errors(form.has_errors());
    let held = desk.held(ctx, form.value("gio"))?;
    let chosen = match &intake.chosen {
        Some(version) => Some(chosen(desk, ctx, &page, intake, version).await?),
        None => None,
    };
    let version = intake.chosen.as_ref();
    let rows = version.map(|version| rows(&page, version, &form, &held)).unwrap_or_default();
    let status = view.status;
    let template = CounterPage {
        office: intake.office.name.clone(),
        papers_error: form.error("papers"),
        papers_count: papers_count(&page, version.is_some(), &rows),
        asked: asked_fields(&page, &form, &desk.asked(ctx, intake).await?),
        agency: version.and_then(|version| agency(desk, &page, intake, version, &form)),
        via: via(&page, &form),
        fees: version.map(|version| fees(version)).unwrap_or_default(),
        summary: version.and_then(|version| Summary::new(desk, &page, &intake.office, version)),
        earlier: earlier(desk, ctx, &page, &form).await?,
        hits: view.hits.iter().map(|version| choice(&page, version)).collect(),
        frequent: frequent(&page, intake),
        note: view.note,
        is_lost: view.is_lost,
        chosen,
        rows,
        form,
        page,
    };
    let mut response = web::html(template)?;
    *response.status_mut() = status;
    Ok(response)
}

fn defaults(intake: &Intake, form: Fields) -> Fields {
    let form = form.with("via", ReturnChannel::Counter.name()).with("sets", "1");
    match &intake.chosen {
        Some(version) => {
            let key = version.facts.key.to_string();
            // Another procedure has another fee.
            let is_new = form.value("thu-tuc") != key;
            let fee = version.facts.fee.map(|fee| fee.0.to_string()).unwrap_or_default();
            let form = form.replaced("thu-tuc", key);
            let result = version.facts.result.clone();
            if is_new { form.replaced("fee_vnd", fee).replaced("title", result) } else { form }
        }
        None => form,
    }
}

/// The procedures that answer a question; one named by its code is the only answer.
pub(crate) fn find(published: &Published, query: &str) -> Vec<Arc<ProcedureVersion>> {
    match published.exact(query) {
        Some(version) => vec![Arc::clone(version)],
        None => published.search(query, HITS).into_iter().map(|hit| hit.procedure).collect(),
    }
}

async fn chosen(
    desk: &Desk,
    ctx: &Context,
    page: &Page,
    intake: &Intake,
    version: &ProcedureVersion,
) -> Result<Chosen, Error> {
    let today = local(page.now).date();
    let definition = desk.dossiers.workflows().in_force(version, today).await?;
    let decides = desk.dossiers.competent_agencies(version, &intake.office, today);
    let obstacle = if definition.is_none() {
        Some(page.t("dossier-filing-not-open"))
    } else if decides.is_empty() {
        Some(page.t("dossier-filing-no-competent-agency"))
    } else {
        None
    };
    Ok(Chosen {
        key: version.facts.key.to_string(),
        name: version.facts.name.clone(),
        limit: catalogue::limit_words(page, version.facts.binding_limit()),
        is_instant: version.facts.is_instant(),
        is_whole: definition.is_some_and(|definition| holds_all_roles(ctx.staff().ok(), &definition)),
        obstacle,
    })
}

fn choice(page: &Page, version: &ProcedureVersion) -> Choice {
    Choice {
        key: version.facts.key.to_string(),
        name: version.facts.name.clone(),
        limit: catalogue::limit_words(page, version.facts.binding_limit()),
    }
}

/// Whether an officer holds the role of every step, and the seal.
fn holds_all_roles(actor: Option<&Actor>, definition: &Definition) -> bool {
    let sealed_by = definition.has_seal().then_some(Role::StampKeeper);
    let mut roles = definition.steps.iter().filter_map(Step::role).chain(sealed_by);
    actor.is_some_and(|actor| roles.all(|role| actor.has_role(role)))
}

/// The procedures of the day's work at a counter of this kind.
fn frequent(page: &Page, intake: &Intake) -> Vec<Choice> {
    let codes = match intake.office.kind {
        OfficeKind::ProvincialCentre => AT_PROVINCE,
        OfficeKind::CommuneCentre | OfficeKind::IntakePoint => AT_COMMUNE,
    };
    let published = |code: &&str| code.parse::<Key>().ok().and_then(|key| intake.published.by_key(&key));
    codes.iter().filter_map(published).map(|version| choice(page, version)).collect()
}

fn papers_count(page: &Page, is_chosen: bool, rows: &[CheckRow]) -> String {
    if !is_chosen {
        return String::new();
    }
    let asked = rows.iter().filter(|row| row.is_required);
    let here = asked.clone().filter(|row| row.is_ticked || !row.held.is_empty()).count();
    page.say("desk-papers-count").with("here", here).with("asked", asked.count()).to_string()
}

/// The agencies to choose from; none where only one decides.
fn agency(desk: &Desk, page: &Page, intake: &Intake, version: &ProcedureVersion, form: &Fields) -> Option<Field> {
    let found = desk.dossiers.competent_agencies(version, &intake.office, local(page.now).date());
    let options: Vec<(String, String)> = found.iter().map(|id| (id.to_string(), desk.agency(*id))).collect();
    (options.len() > 1).then(|| form.select("agency", page.t("desk-competent-agency"), &options))
}

fn via(page: &Page, form: &Fields) -> Field {
    let options: Vec<(String, String)> = ReturnChannel::ALL
        .iter()
        .map(|channel| (channel.name().to_owned(), page.said(&present::return_channel(*channel))))
        .collect();
    form.radio("via", page.t("desk-return-channel"), &options)
}

fn fees(version: &ProcedureVersion) -> Vec<(String, String)> {
    version.facts.fees.iter().map(|line| (line.case.clone(), line.amount.clone())).collect()
}

/// Other dossiers of the number that was scanned or typed, within the officer's reach.
async fn earlier(desk: &Desk, ctx: &Context, page: &Page, form: &Fields) -> Result<Vec<Earlier>, Error> {
    let Ok(number) = PersonalId::parse(form.value("owner.personal_id")) else { return Ok(Vec::new()) };
    let found = desk.dossiers.search(ctx.staff()?, number.as_str()).await?;
    if !found.is_empty() {
        record_read(ctx, Subject::Nothing, &[PersonalField::Identity]).await?;
    }
    let one = |dossier: &Dossier| {
        let code = dossier.label();
        let state = page.said(&present::state(dossier.state.name()));
        Earlier { href: href(&code), code, text: format!("{}: {state}", dossier.procedure_name) }
    };
    Ok(found.iter().take(5).map(one).collect())
}
