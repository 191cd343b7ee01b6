//! Step 5: everything once more, then filed once. A second press answers with what the first made.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::{Error, Fee, Person, PersonKind, Request, ReturnChannel, State as DossierState, present};
use web::{Context, FieldErrors, Fields, Form, Note, Page, Path, Query, Sentence, format};

use super::draft::Draft;
use super::kept::{conflict, stale_note};
use super::step::{Frame, Step};
use super::stop::Stop;
use crate::Portal;

#[derive(Template)]
#[template(path = "check.html")]
pub(crate) struct CheckPage {
    pub(crate) page: Page,
    pub(crate) frame: Frame,
    pub(crate) form: Fields,
    pub(crate) sections: Vec<Section>,
    pub(crate) open: Vec<web::Link>,
    pub(crate) fee: Option<FeeView>,
    pub(crate) fee_note: String,
}

/// One step once more.
pub(crate) struct Section {
    pub(crate) title: String,
    pub(crate) edit: String,
    pub(crate) rows: Vec<Row>,
}

pub(crate) struct Row {
    pub(crate) label: String,
    pub(crate) value: String,
}

pub(crate) struct FeeView {
    pub(crate) name: String,
    pub(crate) amount: String,
}

pub(crate) async fn show(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let page = draft.page(&ctx, Step::Check);
    let form = Fields::blank(&page);
    Ok(web::html(CheckPage::new(&portal, page, &draft, form))?)
}

pub(crate) async fn submit(
    State(portal): State<Portal>,
    ctx: Context,
    Path(code): Path<String>,
    Query(query): Query<Vec<(String, String)>>,
    form: Form,
) -> Result<Response, Stop> {
    let draft = portal.draft(&ctx, &code, &query).await?;
    let mut errors = FieldErrors::new();
    if !form.checked("cam-doan") {
        errors.push("cam-doan", "portal-declaration-missing");
    }
    for link in open_steps(&draft.page(&ctx, Step::Check), &draft) {
        errors.push("con-thieu", Sentence::new("portal-step-open").with("step", link.label));
    }
    if !errors.is_empty() {
        return again(&portal, &ctx, &draft, &form, errors);
    }
    let seen = form.text("ban").parse().unwrap_or_default();
    let request = Request::at(ctx.now).keyed(form.idempotency_key());
    match portal.dossiers.submit_draft(ctx.citizen()?, draft.dossier.id, seen, request).await {
        Ok(_) => Ok(ctx.redirect(&draft.filed_path())),
        Err(Error::Stale { .. } | Error::KeyReused) => {
            let now = portal.draft_by_id(&ctx, draft.dossier.id).await?;
            if now.dossier.state != DossierState::Draft {
                return Ok(ctx.redirect(&now.filed_path()));
            }
            let page = draft.page(&ctx, Step::Check).with_errors(true);
            let form = Fields::blank(&page);
            let mut view = CheckPage::new(&portal, page, &now, form);
            view.frame.stale = Some(stale(&view.page, &now));
            Ok(conflict(web::html(view)?))
        }
        Err(Error::Filing(refused)) => {
            errors.push("con-thieu", present::filing_error(&refused));
            again(&portal, &ctx, &draft, &form, errors)
        }
        Err(error) => Err(error.into()),
    }
}

/// What is about to be filed is not what was read: it must be read again.
fn stale(page: &Page, now: &Draft) -> Note {
    Note { text: page.t1("portal-stale-check", "time", page.time(now.saved_at)), ..stale_note(page, now) }
}

fn again(portal: &Portal, ctx: &Context, draft: &Draft, form: &Form, errors: FieldErrors) -> Result<Response, Stop> {
    let page = draft.page(ctx, Step::Check).with_errors(true);
    let form = Fields::again(&page, form, errors);
    Ok(web::html_invalid(CheckPage::new(portal, page, draft, form))?)
}

fn open_steps(page: &Page, draft: &Draft) -> Vec<web::Link> {
    let open = Step::ALL.into_iter().filter(|step| *step != Step::Check && !draft.is_done(*step));
    open.map(|step| web::Link { label: page.t(step.label()), href: back_to(draft, step) }).collect()
}

/// A step that returns here.
fn back_to(draft: &Draft, step: Step) -> String {
    Frame::address_of(draft, step, Some(Step::Check.slug()))
}

impl CheckPage {
    fn new(portal: &Portal, page: Page, draft: &Draft, form: Fields) -> Self {
        let content = &draft.dossier.content;
        Self {
            frame: Frame::new(&page, draft, Step::Check, None),
            open: open_steps(&page, draft),
            sections: vec![
                person_section(&page, draft),
                answers_section(&page, draft),
                papers_section(&page, draft),
                delivery_section(portal, &page, draft),
            ],
            fee: content.fee.as_ref().map(|fee| FeeView::new(&page, fee)),
            fee_note: draft.version.facts.fee_note.clone(),
            form,
            page,
        }
    }
}

impl FeeView {
    pub(crate) fn new(page: &Page, fee: &Fee) -> Self {
        let name = if fee.note.is_empty() { page.t("portal-fee-name") } else { fee.note.clone() };
        Self { name, amount: page.money(fee.amount) }
    }
}

fn row(page: &Page, key: &str, value: impl Into<String>) -> Row {
    Row { label: page.t(key), value: value.into() }
}

fn section(page: &Page, draft: &Draft, step: Step, mut rows: Vec<Row>) -> Section {
    rows.iter_mut().filter(|row| row.value.is_empty()).for_each(|row| row.value = page.t("portal-not-given"));
    Section { title: page.t(step.label()), edit: back_to(draft, step), rows }
}

fn person_section(page: &Page, draft: &Draft) -> Section {
    let content = &draft.dossier.content;
    let mut rows = person_rows(page, &content.owner, owner_label(&content.owner));
    if let Some(proxy) = &content.proxy {
        rows.extend(person_rows(page, proxy, "portal-proxy-name"));
    }
    section(page, draft, Step::Person, rows)
}

const fn owner_label(owner: &Person) -> &'static str {
    match owner.kind {
        PersonKind::Citizen => "portal-full-name",
        PersonKind::Business | PersonKind::Organisation => "portal-owner-name",
    }
}

fn person_rows(page: &Page, person: &Person, name: &str) -> Vec<Row> {
    let born_on = person.born_on.map(format::date_in_digits);
    let number = person.identity_number().map(base::mask::personal_id).unwrap_or_default();
    let phone = person.phone.as_ref().map(|phone| base::mask::phone(phone.as_str()));
    let email = person.email.as_ref().map(|email| base::mask::email(email.as_str()));
    let number_label = if person.tax_code.is_some() { "portal-tax-code" } else { "portal-number" };
    let mut rows = vec![row(page, name, &person.name), row(page, number_label, number)];
    rows.extend(born_on.map(|day| row(page, "portal-born-on", day)));
    rows.extend(phone.map(|phone| row(page, "portal-phone", phone)));
    rows.extend(email.map(|email| row(page, "portal-email", email)));
    if !person.address.is_empty() {
        rows.push(row(page, "portal-address", &person.address));
    }
    rows
}

fn answers_section(page: &Page, draft: &Draft) -> Section {
    let declared = &draft.dossier.content.declared;
    let answer = |key: &str| declared.iter().find(|answer| answer.key == key).map_or("", |answer| &answer.value);
    let rows = draft.questions().questions().filter_map(|question| {
        let value = answer(question.key).to_owned();
        (question.is_needed || !value.is_empty()).then(|| Row { label: question.label(page), value })
    });
    section(page, draft, Step::Answers, rows.collect())
}

fn papers_section(page: &Page, draft: &Draft) -> Section {
    let rows = draft.dossier.content.papers.iter().map(|paper| {
        let pages: u32 = paper.files.iter().filter_map(|file| file.pages).sum();
        let size: u64 = paper.files.iter().map(|file| file.size).sum();
        let value = match (paper.files.len(), pages) {
            (0, _) => page.t("portal-paper-declared-short"),
            (files, 0) => page.say("portal-paper-files").with("n", files).with("size", page.size(size)).to_string(),
            (files, pages) => page
                .say("portal-paper-files-pages")
                .with("n", files)
                .with("pages", pages)
                .with("size", page.size(size))
                .to_string(),
        };
        Row { label: paper.name.clone(), value }
    });
    let mut rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        rows.push(row(page, "portal-papers-none", ""));
    }
    section(page, draft, Step::Papers, rows)
}

fn delivery_section(portal: &Portal, page: &Page, draft: &Draft) -> Section {
    let dossier = &draft.dossier;
    let organisation = portal.dossiers.organisation();
    let office = organisation.office(dossier.receiving_office).map(|office| office.name.clone());
    let agency = organisation.agency(dossier.competent_agency).map(|agency| agency.name.clone());
    let content = &dossier.content;
    let mut rows = vec![
        row(page, "portal-place-office", office.unwrap_or_default()),
        row(page, "portal-place-agency", agency.unwrap_or_default()),
        row(page, "portal-return", page.t(&format!("portal-return-{}", content.return_channel.name()))),
    ];
    if content.return_channel == ReturnChannel::Post {
        rows.push(row(page, "portal-post-address", &content.return_address));
    }
    section(page, draft, Step::Delivery, rows)
}
