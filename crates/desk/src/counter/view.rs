//! The counter page.

use std::sync::Arc;

use askama::Template;
use audit::{PersonalField, Subject, record_read};
use axum::http::StatusCode;
use axum::response::Response;
use base::PersonalId;
use calendar::local;
use catalogue::{ProcedureVersion, Published};
use dossier::{Dossier, ReturnChannel, present};
use web::{Context, Error, Field, Fields, Nav, Note, Page};

use super::Intake;
use super::checklist::{CheckRow, is_required, rows};
use super::summary::Summary;
use crate::Desk;
use crate::head::href;
use crate::upload::Held;

/// Procedures a search shows.
const HITS: usize = 8;
/// Procedures offered without a search.
const FREQUENT: usize = 6;

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
        Some(version) => Some(chosen(desk, &page, intake, version).await?),
        None => None,
    };
    let version = intake.chosen.as_ref();
    let rows = version.map(|version| rows(&page, version, &form, &held)).unwrap_or_default();
    let status = view.status;
    let template = CounterPage {
        office: intake.office.name.clone(),
        papers_error: form.error("papers"),
        papers_count: papers_count(&page, version, &rows, &held),
        agency: version.and_then(|version| agency(desk, &page, intake, version, &form)),
        via: via(&page, &form),
        fees: version.map(|version| fees(version)).unwrap_or_default(),
        summary: version.and_then(|version| Summary::new(desk, &page, &intake.office, version)),
        earlier: earlier(desk, ctx, &page, &form).await?,
        hits: view.hits.iter().map(|version| choice(&page, version)).collect(),
        frequent: frequent(desk, &page, intake),
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
            if is_new { form.replaced("fee_vnd", fee) } else { form }
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

async fn chosen(desk: &Desk, page: &Page, intake: &Intake, version: &ProcedureVersion) -> Result<Chosen, Error> {
    let is_open = desk.dossiers.workflows().of_procedure(version.id).await?.is_some();
    let decides = desk.dossiers.competent_agencies(version, &intake.office, local(page.now).date());
    let obstacle = if !is_open {
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

/// Procedures with a full checklist that are decided by the agency of this office, quick ones first.
fn frequent(desk: &Desk, page: &Page, intake: &Intake) -> Vec<Choice> {
    let today = local(page.now).date();
    let is_own = |version: &&Arc<ProcedureVersion>| {
        let decides = desk.dossiers.competent_agencies(version, &intake.office, today);
        !version.facts.papers.is_empty() && !version.facts.steps.is_empty() && decides.first() == Some(&intake.office.agency)
    };
    let mut own: Vec<_> = intake.published.all().iter().filter(is_own).collect();
    own.sort_by_key(|version| (!version.facts.is_instant(), version.facts.key.clone()));
    own.into_iter().take(FREQUENT).map(|version| choice(page, version)).collect()
}

fn papers_count(page: &Page, version: Option<&Arc<ProcedureVersion>>, rows: &[CheckRow], held: &[Held]) -> String {
    let Some(version) = version else { return String::new() };
    let asked = version.facts.papers.iter().filter(|paper| is_required(paper)).count();
    let has_scan = |row: &CheckRow| held.iter().any(|held| held.field.ends_with(&row.id));
    let here = rows.iter().filter(|row| row.is_required && (row.is_ticked || has_scan(row))).count();
    page.say("desk-papers-count").with("here", here).with("asked", asked).to_string()
}

/// The agencies to choose from; none where only one decides.
fn agency(
    desk: &Desk,
    page: &Page,
    intake: &Intake,
    version: &ProcedureVersion,
    form: &Fields,
) -> Option<Field> {
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
