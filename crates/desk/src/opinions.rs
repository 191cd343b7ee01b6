//! `/ban-lam-viec/xin-y-kien`: opinions that the officer's agency or unit is asked for, soonest due first.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::{OpinionLine, OpinionPlace};
use serde::Deserialize;
use web::{Chip, Context, Empty, Error, Gate, Icon, Link, Nav, Page, Pager, Query, Routes, Tone};

use crate::head::href;
use crate::{Desk, READERS};

/// Lines on a page.
const ROWS: i64 = 50;
const PATH: &str = "/ban-lam-viec/xin-y-kien";

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.opinions", PATH, Gate::Roles(READERS), show)
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The place after which the page begins.
    #[serde(default)]
    sau: String,
}

#[derive(Template)]
#[template(path = "opinions.html")]
pub(crate) struct OpinionsPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Option<Pager>,
}

/// One opinion that is waited for.
pub(crate) struct Row {
    pub(crate) chip: Chip,
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) answer: String,
    pub(crate) procedure: String,
    pub(crate) person: String,
    pub(crate) question: String,
    pub(crate) asked: String,
    pub(crate) whom: String,
    pub(crate) due: String,
}

async fn show(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let page = desk.page(&ctx, Nav::Opinions).await?;
    let after = place(&asked.sau).unwrap_or_else(OpinionPlace::start);
    let mut lines = desk.dossiers.opinions(actor, after, ROWS + 1).await?;
    let next = next_page(&mut lines);
    let rows: Vec<Row> = lines.iter().map(|line| desk.opinion_row(&page, line)).collect();
    let is_first = asked.sau.is_empty();
    let pager = (!is_first || next.is_some()).then(|| Pager {
        shown: page.t1("desk-opinions-shown", "n", rows.len()),
        previous: (!is_first).then(|| Link { label: page.t("desk-list-first"), href: PATH.to_owned() }),
        next: next.map(|href| Link { label: page.t("desk-list-next"), href }),
    });
    let empty = rows.is_empty().then(|| Empty {
        icon: Icon::Done,
        title: page.t("desk-opinions-empty"),
        text: page.t("desk-opinions-empty-text"),
        link: Some(Link { label: page.t("desk-empty-inbox"), href: "/ban-lam-viec".to_owned() }),
    });
    web::html(OpinionsPage { rows, empty, pager, page })
}

/// `moment_dossier_number`, as the address of a next page has it.
fn place(text: &str) -> Option<OpinionPlace> {
    let mut parts = text.split('_');
    let due_at = parts.next()?.parse().ok()?;
    Some(OpinionPlace { due_at, id: parts.next()?.parse().ok()?, no: parts.next()?.parse().ok()? })
}

fn next_page(lines: &mut Vec<OpinionLine>) -> Option<String> {
    let limit = usize::try_from(ROWS).unwrap_or(usize::MAX);
    if lines.len() <= limit {
        return None;
    }
    lines.truncate(limit);
    let OpinionPlace { due_at, id, no } = lines.last()?.place();
    Some(web::address_with(PATH, &[("sau", &format!("{due_at}_{id}_{no}"))]))
}

impl Desk {
    fn opinion_row(&self, page: &Page, line: &OpinionLine) -> Row {
        let code = line.code.as_ref().map(ToString::to_string).unwrap_or_default();
        let is_last_day = calendar::local(line.due_at).date() <= calendar::local(page.now).date();
        let (tone, key) = match (line.due_at < page.now, is_last_day) {
            (true, _) => (Tone::Late, "desk-opinion-late"),
            (false, true) => (Tone::Soon, "desk-opinion-today"),
            (false, false) => (Tone::Ok, "desk-opinion-open"),
        };
        let asked = access::Holder { role: base::Role::Specialist, agency: line.agency, unit: line.unit, office: None };
        Row {
            chip: Chip::new(tone, page.t(key)),
            href: href(&code),
            answer: format!("{}/cho-y-kien", href(&code)),
            code,
            procedure: line.procedure_name.clone(),
            person: line.owner_name.clone(),
            question: line.question.clone(),
            asked: format!("{}, {}", self.agency(line.competent_agency), page.moment_short(line.asked_at)),
            whom: self.place(&asked),
            due: page.moment_short(line.due_at),
        }
    }
}
