//! `/ho-so/{ma}`: everything to work one dossier. Where it stands in the process, its papers and what
//! was declared, the clock with its explanation, what the officer may do next with the effect stated.
//!
//! Numbers of the person are hidden; making them visible is written to the log first.

mod actions;
mod clock;
mod flow;
mod history;
mod ledger;
mod linked;
mod opinions;
mod tab;
mod viewer;

use askama::Template;
use audit::{PersonalField, Subject, record_read, record_reveal};
use axum::extract::State;
use axum::response::Response;
use base::{PersonalId, Phone, mask};
use dossier::{Dossier, Person, present};
use serde::Deserialize;
use web::{Context, Error, Form, Gate, Link, Nav, Page, Path, Query, Routes};

use crate::head::{Case, Head, href};
use crate::{Desk, READERS};
use actions::Actions;
use clock::ClockView;
pub(crate) use flow::{FlowStep, steps as flow_steps};
use linked::Linked;
use opinions::OpinionRow;
use tab::{Content, Tab, TabLink};
pub(crate) use tab::{ResultView, outcome, result as result_view};
use viewer::Look;

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.dossier", "/ho-so/{ma}", Gate::Roles(READERS), show).post(
        "desk.reveal",
        "/ho-so/{ma}/hien-so",
        Gate::Roles(READERS),
        reveal,
    )
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The tab.
    #[serde(default)]
    muc: String,
    /// One of several open steps.
    #[serde(default)]
    buoc: Option<u16>,
    /// A paper's file to look at beside the checklist.
    #[serde(default)]
    xem: String,
    /// Which page of it.
    #[serde(default)]
    trang: Option<u32>,
    /// Enlarged.
    #[serde(default)]
    rong: String,
}

impl Asked {
    fn look(&self) -> Look {
        Look { file: self.xem.clone(), page: self.trang.unwrap_or(1), is_large: self.rong == "1" }
    }
}

#[derive(Template)]
#[template(path = "workbench.html")]
pub(crate) struct WorkbenchPage {
    pub(crate) page: Page,
    pub(crate) head: Head,
    pub(crate) flow: Vec<FlowStep>,
    pub(crate) tabs: Vec<TabLink>,
    pub(crate) content: Content,
    pub(crate) clock: Option<ClockView>,
    pub(crate) actions: Actions,
    /// Dossiers of other agencies that belong to it.
    pub(crate) linked: Vec<Linked>,
    pub(crate) opinions: Vec<OpinionRow>,
    pub(crate) owner: PersonView,
    pub(crate) proxy: Option<PersonView>,
    /// Whether this officer may make numbers visible.
    pub(crate) may_reveal: bool,
    pub(crate) is_revealed: bool,
    pub(crate) return_channel: String,
    pub(crate) return_address: String,
    pub(crate) slip: Option<String>,
    /// Letters written to the person, and the control sheet.
    pub(crate) letters: Vec<Link>,
}

/// A person with numbers masked, or shown once.
pub(crate) struct PersonView {
    pub(crate) name: String,
    pub(crate) number: String,
    pub(crate) phone: String,
    pub(crate) born_on: String,
    pub(crate) address: String,
}

impl PersonView {
    pub(crate) fn new(page: &Page, person: &Person, is_revealed: bool) -> Self {
        let number = match (&person.personal_id, &person.tax_code) {
            (Some(id), _) if is_revealed => id.to_string(),
            (Some(id), _) => mask::personal_id(PersonalId::as_str(id)),
            (None, Some(code)) => code.to_string(),
            (None, None) => String::new(),
        };
        let phone = person.phone.as_ref().map(Phone::as_str).unwrap_or_default();
        Self {
            name: person.name.clone(),
            number,
            phone: if is_revealed || phone.is_empty() { phone.to_owned() } else { mask::phone(phone) },
            born_on: person.born_on.map(|day| page.date(day)).unwrap_or_default(),
            address: person.address.clone(),
        }
    }
}

async fn show(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let case = desk.open_at(ctx.staff()?, &code, asked.buoc).await?;
    let tab = Tab::from_slug(&asked.muc);
    let label = case.dossier.label();
    let subject = Subject::Dossier { id: case.dossier.id, code: &label };
    record_read(&ctx, subject, &[PersonalField::Identity, tab.personal()]).await?;
    desk.draw(&ctx, &case, (tab, asked.look()), false).await
}

/// Shows the numbers on this one answer; the next look hides them again.
async fn reveal(
    State(desk): State<Desk>,
    ctx: Context,
    Path(code): Path<String>,
    form: Form,
) -> Result<Response, Error> {
    let case = desk.open(ctx.staff()?, &code).await?;
    access::permit(ctx.staff()?, access::Action::RevealPersonalData, &case.dossier.target())
        .map_err(|_| Error::forbidden())?;
    let label = case.dossier.label();
    let subject = Subject::Dossier { id: case.dossier.id, code: &label };
    record_reveal(&ctx, subject, &[PersonalField::PersonalId, PersonalField::Contact]).await?;
    desk.draw(&ctx, &case, (Tab::from_slug(&form.text("muc")), Look::default()), true).await
}

impl Desk {
    async fn draw(
        &self,
        ctx: &Context,
        case: &Case,
        (tab, look): (Tab, Look),
        is_revealed: bool,
    ) -> Result<Response, Error> {
        let actor = ctx.staff()?;
        let dossier = &case.dossier;
        let page = self.page(ctx, Nav::None).await?;
        let inbox = page.t("web-nav-inbox");
        let page = page.crumb(inbox, "/ban-lam-viec").crumb(dossier.label(), "");
        let may_reveal = access::permit(actor, access::Action::RevealPersonalData, &dossier.target()).is_ok();
        let content = tab::content(self, ctx, &page, case, (tab, &look)).await?;
        let mut actions = actions::view(self, &page, actor, case);
        if let Some(officer) = dossier.assignee() {
            let is_left = !self.dossiers.able(dossier, page.now).await?.contains(&officer);
            actions.left = is_left.then(|| page.t("desk-worked-by-left"));
        }
        let path = href(&dossier.label());
        web::html(WorkbenchPage {
            head: Head::new(self, &page, dossier),
            flow: flow::steps(&page, case),
            tabs: tab::links(&page, case, tab),
            content,
            clock: clock::view(self, &page, dossier),
            actions,
            linked: self.linked(&page, actor, case).await?,
            opinions: opinions::rows(self, &page, case),
            owner: PersonView::new(&page, &dossier.content.owner, is_revealed),
            proxy: dossier.content.proxy.as_ref().map(|proxy| PersonView::new(&page, proxy, is_revealed)),
            may_reveal,
            is_revealed,
            return_channel: page.said(&present::return_channel(dossier.content.return_channel)),
            return_address: dossier.content.return_address.clone(),
            slip: dossier.content.slip_no.map(|_| format!("{path}/giay-tiep-nhan.pdf")),
            letters: self.letters(&page, dossier, &path).await?,
            page,
        })
    }

    /// The letters that were written about a dossier, and how it was handed on.
    async fn letters(&self, page: &Page, dossier: &Dossier, path: &str) -> Result<Vec<Link>, Error> {
        let history = self.dossiers.history(dossier.id).await?;
        let name = |form: documents::form::Form| page.t(&format!("documents-form-{}", form.name()));
        let link = |letter: &documents::Written| Link {
            label: format!("{}, {}", name(letter.form), page.moment(letter.at)),
            href: format!("{path}/phieu/{}", letter.version),
        };
        let mut links: Vec<Link> = documents::written(dossier, &history).iter().map(link).collect();
        if dossier.submitted_at.is_some() {
            let label = name(documents::form::Form::ControlSheet);
            links.push(Link { label, href: format!("{path}/phieu-kiem-soat.pdf") });
        }
        Ok(links)
    }
}
