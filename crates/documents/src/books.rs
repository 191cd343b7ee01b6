//! `/so-theo-doi`: the register book and the control sheet of an office for any period, made from the
//! log when they are asked for, as paper or as a table. And the control sheet of one dossier.
//!
//! Paper is bounded, because a page is set as a whole; a table is sent a batch at a time.

mod collect;
mod table;

use access::{Action, Target, allowed, permit};
use askama::Template;
use audit::{PersonalField, Subject};
use axum::extract::State;
use axum::response::Response;
use base::{Actor, OfficeId};
use calendar::{instant, local};
use dossier::{BookOf, DossierCode, Span, Which};
use jiff::ToSpan as _;
use jiff::civil::{Date, time};
use organisation::{Office, Organisation};
use serde::Deserialize;
use std::sync::Arc;
use web::{Context, FieldErrors, Fields, Form, Gate, Nav, Page, Path, Query, Routes};

use crate::control_sheet::{self, ControlSheet, OneDossier};
use crate::download::{Papers, note};
use crate::form::{Circular, Form as PaperForm};
use crate::receipt::{applicant, heading_of, lookup, office_block};
use crate::register_book::{self, RegisterBook};
use crate::written::day_of;

const ADDRESS: &str = "/so-theo-doi";
/// Rows that fit into one file of paper.
const PAPER_ROWS_MAX: usize = 1000;
/// The longest period: a book is kept for a year.
const DAYS_MAX: i32 = 366;

pub(crate) fn routes() -> Routes<Papers> {
    Routes::new("documents").get("documents.books", ADDRESS, Gate::Roles(allowed(Action::ReadBooks)), show).get(
        "documents.control_sheet",
        "/ho-so/{ma}/phieu-kiem-soat.pdf",
        Gate::Staff,
        sheet_of_one,
    )
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The office, by code.
    noi: String,
    tu: String,
    den: String,
    /// The book.
    quyen: String,
    /// `pdf` or `csv`; the page when neither.
    tep: String,
}

#[derive(Template)]
#[template(path = "books.html")]
pub(crate) struct BooksPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) offices: Vec<(String, String)>,
    pub(crate) books: Vec<(String, String)>,
}

/// What was asked, understood.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) office: OfficeId,
    pub(crate) office_code: String,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) book: BookOf,
}

impl Wanted {
    pub(crate) fn span(&self) -> Span {
        let midnight = |day: Date| instant(day.to_datetime(time(0, 0, 0, 0)));
        Span { from: midnight(self.first), until: midnight(self.last.saturating_add(1.day())) }
    }

    const fn form(&self) -> PaperForm {
        match self.book {
            BookOf::Received => PaperForm::RegisterBook,
            BookOf::Open => PaperForm::ControlSheet,
        }
    }

    fn file_name(&self, ending: &str) -> String {
        format!("{}-{}-{}-{}.{ending}", self.form().name(), self.office_code, self.first, self.last)
    }
}

async fn show(State(papers): State<Papers>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, web::Error> {
    let offices = readable(papers.dossiers.organisation(), ctx.staff()?, local(ctx.now).date());
    if asked.tep.is_empty() {
        return web::html(page(&ctx, &offices, &asked, FieldErrors::new()));
    }
    let mut errors = FieldErrors::new();
    let Some(wanted) = read(&asked, &offices, &mut errors) else {
        return web::html_invalid(page(&ctx, &offices, &asked, errors));
    };
    let name = wanted.file_name(&asked.tep);
    let fields = [PersonalField::Identity, PersonalField::Contact];
    audit::record_read(&ctx, Subject::Named(&name), &fields).await?;
    if asked.tep == "csv" {
        return table::send(&papers, &ctx, wanted, &name);
    }
    match paper(&papers, &ctx, &wanted, &name).await? {
        Some(file) => Ok(file),
        None => {
            errors.push("den", "documents-books-too-long");
            web::html_invalid(page(&ctx, &offices, &asked, errors))
        }
    }
}

/// Offices whose books the officer may read.
fn readable(organisation: &Organisation, actor: &Actor, day: Date) -> Vec<Arc<Office>> {
    let may = |office: &Arc<Office>| {
        let target =
            Target { receiving_office: Some(office.id), competent_agency: Some(office.agency), ..Target::default() };
        permit(actor, Action::ReadBooks, &target).is_ok()
    };
    organisation.offices(day).into_iter().filter(may).collect()
}

fn page(ctx: &Context, offices: &[Arc<Office>], asked: &Asked, errors: FieldErrors) -> BooksPage {
    let page = ctx.page(Nav::Books).with_errors(!errors.is_empty());
    let today = local(ctx.now).date();
    let or = |given: &str, otherwise: String| if given.is_empty() { otherwise } else { given.to_owned() };
    let first_office = offices.first().map(|office| office.code.clone()).unwrap_or_default();
    let form = Fields::again(&page, &Form::default(), errors)
        .with("noi", or(&asked.noi, first_office))
        .with("tu", or(&asked.tu, web::format::date_in_digits(today.first_of_month())))
        .with("den", or(&asked.den, web::format::date_in_digits(today)))
        .with("quyen", or(&asked.quyen, PaperForm::RegisterBook.name().to_owned()));
    let books = [PaperForm::RegisterBook, PaperForm::ControlSheet]
        .map(|form| (form.name().to_owned(), page.t(&format!("documents-form-{}", form.name()))));
    BooksPage {
        offices: offices.iter().map(|office| (office.code.clone(), office.name.clone())).collect(),
        books: books.into(),
        form,
        page,
    }
}

fn read(asked: &Asked, offices: &[Arc<Office>], errors: &mut FieldErrors) -> Option<Wanted> {
    let office = offices.iter().find(|office| office.code == asked.noi);
    let (first, last) = (web::format::read_date(&asked.tu), web::format::read_date(&asked.den));
    let book = match asked.quyen.as_str() {
        "so-theo-doi" => Some(BookOf::Received),
        "phieu-kiem-soat" => Some(BookOf::Open),
        _ => None,
    };
    for (is_there, field, key) in [
        (office.is_some(), "noi", "documents-books-no-office"),
        (first.is_some(), "tu", "documents-books-no-date"),
        (last.is_some(), "den", "documents-books-no-date"),
        (book.is_some(), "quyen", "documents-books-no-book"),
    ] {
        if !is_there {
            errors.push(field, key);
        }
    }
    let (office, first, last, book) = (office?, first?, last?, book?);
    if last < first || (last - first).get_days() > DAYS_MAX {
        errors.push("den", "documents-books-wrong-period");
        return None;
    }
    Some(Wanted { office: office.id, office_code: office.code.clone(), first, last, book })
}

/// The book on paper; none when it is too long for one file.
async fn paper(papers: &Papers, ctx: &Context, wanted: &Wanted, name: &str) -> Result<Option<Response>, web::Error> {
    let collector = collect::Collector::new(papers, ctx, wanted.clone());
    let organisation = papers.dossiers.organisation();
    let office = heading_of(organisation, wanted.office, &ctx.site.settings.province_name);
    let (circular, issued_at) = (Circular::on(wanted.last), ctx.now);
    let about = collector.about();
    let file = match wanted.book {
        BookOf::Received => {
            let Some(rows) = collector.all_registered(PAPER_ROWS_MAX).await? else { return Ok(None) };
            let book = RegisterBook { circular, office, issued_at, about, rows };
            papers.printed(name, move |press| register_book::render(press, &book)).await?
        }
        BookOf::Open => {
            let Some(rows) = collector.all_hand_overs(PAPER_ROWS_MAX).await? else { return Ok(None) };
            let sheet = ControlSheet { circular, office, issued_at, about, dossier: None, rows };
            papers.printed(name, move |press| control_sheet::render(press, &sheet)).await?
        }
    };
    Ok(Some(file))
}

async fn sheet_of_one(
    State(papers): State<Papers>,
    ctx: Context,
    Path(code): Path<String>,
) -> Result<Response, web::Error> {
    let code = DossierCode::parse(&code).ok_or(web::Error::NotFound)?;
    let dossier = papers.dossiers.read(ctx.staff()?, Which::Code(code)).await?;
    note(&ctx, &dossier, &[PersonalField::Identity, PersonalField::Contact]).await?;
    let rows = collect::hand_overs_of(&papers, &collect::vietnamese(&ctx), &dossier).await?;
    let person = applicant(&dossier);
    let sheet = ControlSheet {
        circular: Circular::on(day_of(&dossier)),
        office: office_block(papers.dossiers.organisation(), &dossier, &ctx.site.settings.province_name),
        issued_at: ctx.now,
        about: format!("Mã hồ sơ {}", dossier.label()),
        dossier: Some(OneDossier {
            code: dossier.label(),
            lookup: lookup(&ctx, &dossier),
            person: person.name,
            phone: person.phone.unwrap_or_default(),
        }),
        rows,
    };
    let name = format!("{}-{}.pdf", PaperForm::ControlSheet.name(), dossier.label());
    papers.printed(&name, move |press| control_sheet::render(press, &sheet)).await
}
