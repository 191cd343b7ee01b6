//! `/ban-lam-viec/canh-bao`: open alerts of what the officer's roles reach, newest first. One that was
//! dealt with is no longer here; its line stays in the dossier's history.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::{AlertKind, AlertLine, AlertPlace, present};
use serde::Deserialize;
use web::{Chip, Context, Empty, Error, Gate, Icon, Link, Nav, Page, Pager, Query, Routes, Tone};

use crate::head::href;
use crate::{Desk, READERS};

/// Lines on a page.
const ROWS: i64 = 50;
const PATH: &str = "/ban-lam-viec/canh-bao";

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk").get("desk.alerts", PATH, Gate::Roles(READERS), show)
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The place after which the page begins.
    #[serde(default)]
    sau: String,
}

#[derive(Template)]
#[template(path = "alerts.html")]
pub(crate) struct AlertsPage {
    pub(crate) page: Page,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Option<Pager>,
}

/// One alert.
pub(crate) struct Row {
    /// `is-late`, `is-soon`, `is-pause`: the edge repeats the sign.
    pub(crate) class: &'static str,
    pub(crate) chip: Chip,
    pub(crate) code: String,
    pub(crate) href: String,
    pub(crate) procedure: String,
    pub(crate) person: String,
    pub(crate) step: String,
    pub(crate) held_by: String,
    pub(crate) since: String,
    /// That it was told later than it was meant to be, because no worker ran.
    pub(crate) told: String,
}

async fn show(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let page = desk.page(&ctx, Nav::Alerts).await?;
    let after = asked.sau.parse().map_or_else(|_| AlertPlace::start(), AlertPlace);
    let mut lines = desk.dossiers.alerts(actor, after, ROWS + 1).await?;
    let next = next_page(&mut lines);
    let rows: Vec<Row> = lines.iter().map(|line| Row::new(&page, line)).collect();
    let is_first = asked.sau.is_empty();
    let pager = (!is_first || next.is_some()).then(|| Pager {
        shown: page.t1("desk-alerts-shown", "n", rows.len()),
        previous: (!is_first).then(|| Link { label: page.t("desk-list-first"), href: PATH.to_owned() }),
        next: next.map(|href| Link { label: page.t("desk-list-next"), href }),
    });
    let empty = rows.is_empty().then(|| Empty {
        icon: Icon::Done,
        title: page.t("desk-alerts-empty"),
        text: page.t("desk-alerts-empty-text"),
        link: Some(Link { label: page.t("desk-empty-inbox"), href: "/ban-lam-viec".to_owned() }),
    });
    web::html(AlertsPage { rows, empty, pager, page })
}

fn next_page(lines: &mut Vec<AlertLine>) -> Option<String> {
    let limit = usize::try_from(ROWS).unwrap_or(usize::MAX);
    if lines.len() <= limit {
        return None;
    }
    lines.truncate(limit);
    lines.last().map(|line| web::address_with(PATH, &[("sau", &line.place().0.to_string())]))
}

impl Row {
    fn new(page: &Page, line: &AlertLine) -> Self {
        let code = line.code.as_ref().map(ToString::to_string).unwrap_or_default();
        let (tone, class) = tone(line.kind);
        let step =
            if line.step_name.is_empty() { page.said(&present::state(line.state)) } else { line.step_name.clone() };
        // A worker looks every few seconds; a minute later means that none was there.
        let is_delayed = line.raised_at.as_second() - line.raise_at.as_second() > 60;
        Self {
            class,
            chip: Chip::new(tone, page.said(&present::alert(line.kind))),
            href: href(&code),
            code,
            procedure: line.procedure_name.clone(),
            person: line.owner_name.clone(),
            step,
            held_by: line.holder_role.map(|role| crate::place::role(page, role)).unwrap_or_default(),
            since: page.moment_short(line.raise_at),
            told: if is_delayed {
                page.t1("desk-alerts-told", "at", page.moment_short(line.raised_at))
            } else {
                String::new()
            },
        }
    }
}

const fn tone(kind: AlertKind) -> (Tone, &'static str) {
    match kind {
        AlertKind::Overdue | AlertKind::OnlineOverdue => (Tone::Late, "is-late"),
        AlertKind::DueSoon
        | AlertKind::OnlineUnanswered
        | AlertKind::StepIdle
        | AlertKind::OpinionDue
        | AlertKind::OpinionSilent => (Tone::Soon, "is-soon"),
        AlertKind::SupplementClosable => (Tone::Pause, "is-pause"),
    }
}
