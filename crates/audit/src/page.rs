//! `/quan-tri/nhat-ky`: who read and did what, for inspectors within their reach. A search stands in
//! the address, so that it can be kept and sent to a colleague.

use std::collections::HashMap;

use access::{Action, allowed};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use organisation::Organisation;
use web::{Context, Error, Fields, Gate, Link, Nav, Note, Page, Pager, Routes, Tone};

use crate::Kind;
use crate::entry::{PersonalField, Who};
use crate::search::{self, Search, Unclear};
use crate::store::{self, Row};

const ADDRESS: &str = "/quan-tri/nhat-ky";
const ROWS: usize = 50;

/// The routes of this crate.
#[must_use]
pub fn routes(organisation: Organisation) -> Routes {
    Routes::new("audit")
        .get("audit.log", ADDRESS, Gate::Roles(allowed(Action::ReadAudit)), show)
        .with_state(organisation)
}

#[derive(Template)]
#[template(path = "log.html")]
pub(crate) struct LogPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) kinds: Vec<(String, String)>,
    pub(crate) notice: Option<Note>,
    /// Officers of the same name, to choose from.
    pub(crate) namesakes: Vec<Link>,
    pub(crate) lines: Vec<Line>,
    pub(crate) pager: Option<Pager>,
}

/// One entry in words.
pub(crate) struct Line {
    pub(crate) at: String,
    pub(crate) name: String,
    pub(crate) post: String,
    pub(crate) what: String,
    pub(crate) subject: String,
    pub(crate) detail: String,
    pub(crate) client: String,
}

async fn show(
    State(organisation): State<Organisation>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let page = ctx.page(Nav::AuditLog);
    let mut view = LogPage::blank(page, &query);
    match search::read(&query, &organisation, ctx.staff()?, ctx.now) {
        Ok(search) => {
            let rows = load(&ctx, search).await?;
            view.fill(rows, &organisation, &query);
        }
        Err(unclear) => view.ask_again(&unclear, &query),
    }
    web::html(view)
}

async fn load(ctx: &Context, search: Search) -> Result<Vec<Row>, db::Error> {
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    ctx.site.db.read(move |tx| store::entries(tx, &search, limit)).await
}

impl LogPage {
    pub(crate) fn blank(page: Page, query: &HashMap<String, String>) -> Self {
        let form = ["nguoi", "ma", "loai", "tu", "den"]
            .iter()
            .fold(Fields::blank(&page), |form, name| form.with(name, query.get(*name).map_or("", String::as_str)));
        let mut kinds = vec![(String::new(), page.t("audit-kind-all"))];
        kinds.extend(Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind_text(&page, *kind))));
        Self { page, form, kinds, notice: None, namesakes: Vec::new(), lines: Vec::new(), pager: None }
    }

    pub(crate) fn fill(&mut self, mut rows: Vec<Row>, organisation: &Organisation, query: &HashMap<String, String>) {
        let more = rows.len() > ROWS;
        rows.truncate(ROWS);
        let behind = rows.last().filter(|_| more).map(|row| search::place_behind(row.at, row.seq));
        self.lines = rows.into_iter().map(|row| line(&self.page, row, organisation)).collect();
        if self.lines.is_empty() {
            self.notice = Some(Note::new(Tone::Info, self.page.t("audit-nothing")));
            return;
        }
        let next =
            behind.map(|place| Link { label: self.page.t("audit-older"), href: address(query, &[("truoc", &place)]) });
        let is_later = query.contains_key("truoc");
        let previous =
            is_later.then(|| Link { label: self.page.t("audit-newest"), href: address(query, &[("truoc", "")]) });
        self.pager = Some(Pager { shown: self.page.t1("audit-shown", "n", self.lines.len()), previous, next });
    }

    pub(crate) fn ask_again(&mut self, unclear: &Unclear, query: &HashMap<String, String>) {
        let key = match unclear {
            Unclear::Nobody => "audit-nobody",
            Unclear::Several(_) => "audit-several",
            Unclear::Date("tu") => "audit-wrong-from",
            Unclear::Date(_) => "audit-wrong-until",
            Unclear::Backwards => "audit-backwards",
        };
        self.notice = Some(Note::new(Tone::Soon, self.page.t(key)));
        if let Unclear::Several(staff) = unclear {
            let link = |(login, post): &(String, String)| Link {
                label: format!("{login} ({post})"),
                href: address(query, &[("nguoi", login), ("truoc", "")]),
            };
            self.namesakes = staff.iter().map(link).collect();
        }
    }
}

/// The address of the same search with some parameters replaced.
fn address(query: &HashMap<String, String>, replaced: &[(&str, &str)]) -> String {
    let new = |name: &str| replaced.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let value = |name| (name, new(name).unwrap_or_else(|| query.get(name).map_or("", String::as_str)));
    web::address_with(ADDRESS, &["nguoi", "ma", "loai", "tu", "den", "truoc"].map(value))
}

fn kind_text(page: &Page, kind: Kind) -> String {
    page.t(&format!("audit-kind-{}", kind.name()))
}

fn line(page: &Page, row: Row, organisation: &Organisation) -> Line {
    let unit = row.unit.and_then(|unit| organisation.unit(unit)).map(|unit| unit.name.clone());
    let agency = row.agency.and_then(|agency| organisation.agency(agency)).map(|agency| agency.name.clone());
    let name = match row.who {
        Who::Staff | Who::Integration | Who::System => row.name,
        Who::Citizen => page.t("audit-who-citizen"),
        Who::Unknown => page.t("audit-who-unknown"),
    };
    Line {
        at: page.moment(row.at),
        name,
        post: unit.into_iter().chain(agency).collect::<Vec<_>>().join(", "),
        what: kind_text(page, row.kind),
        subject: row.subject_code,
        detail: detail(page, row.kind, &row.detail),
        client: row.client,
    }
}

/// Names of fields in the language of the page; anything else as it was written.
fn detail(page: &Page, kind: Kind, detail: &str) -> String {
    if !matches!(kind, Kind::Read | Kind::Revealed) {
        return detail.to_owned();
    }
    let word = |name: &str| match PersonalField::from_name(name) {
        Some(field) => page.t(&format!("audit-field-{}", field.name())),
        None => name.to_owned(),
    };
    detail.split_whitespace().map(word).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
