//! The lists of work: what waits for a step, for acceptance, outside, for its owner. Most urgent
//! first; the next page begins after the last line, so that a list of ten thousand opens as fast as
//! one of ten.

mod assign;
mod row;
mod whose;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use calendar::{instant, local};
use dossier::{Line, Place, Span, Tray, Wanted};
use jiff::Timestamp;
use jiff::civil::time;
use serde::Deserialize;
use web::{Context, Empty, Error, Gate, Icon, Link, Nav, Page, Pager, Query, Routes};

use crate::queue::run::{Outcome, Ran};
use crate::{Desk, READERS};
pub(crate) use row::{Row, class as row_class};
use whose::{Filter, Shown};

/// Lines on a page.
const ROWS: i64 = 50;

pub(crate) fn routes() -> Routes<Desk> {
    Routes::new("desk")
        .get("desk.inbox", "/ban-lam-viec", Gate::Roles(READERS), inbox)
        .get("desk.awaiting_intake", "/ban-lam-viec/cho-tiep-nhan", Gate::Roles(READERS), awaiting_intake)
        .get("desk.paused", "/ban-lam-viec/tam-dung", Gate::Roles(READERS), paused)
        .get("desk.awaiting_return", "/ban-lam-viec/cho-tra", Gate::Roles(READERS), awaiting_return)
        .merge(assign::routes())
}

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Asked {
    /// The tab.
    #[serde(default)]
    xem: String,
    /// Whose dossiers.
    #[serde(default)]
    cua: String,
    /// The place after which the page begins.
    #[serde(default)]
    sau: String,
}

/// One of the four lists.
#[derive(Clone, Copy)]
struct List {
    tray: Tray,
    nav: Nav,
    path: &'static str,
    /// The middle of its sentence keys.
    name: &'static str,
}

async fn inbox(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let list = List { tray: Tray::Work, nav: Nav::Inbox, path: "/ban-lam-viec", name: "inbox" };
    show(&desk, &ctx, list, &asked, None).await
}

async fn awaiting_intake(
    State(desk): State<Desk>,
    ctx: Context,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let path = "/ban-lam-viec/cho-tiep-nhan";
    show(&desk, &ctx, List { tray: Tray::Intake, nav: Nav::AwaitingIntake, path, name: "intake" }, &asked, None).await
}

async fn paused(State(desk): State<Desk>, ctx: Context, Query(asked): Query<Asked>) -> Result<Response, Error> {
    let path = "/ban-lam-viec/tam-dung";
    show(&desk, &ctx, List { tray: Tray::Waiting, nav: Nav::Paused, path, name: "waiting" }, &asked, None).await
}

async fn awaiting_return(
    State(desk): State<Desk>,
    ctx: Context,
    Query(asked): Query<Asked>,
) -> Result<Response, Error> {
    let path = "/ban-lam-viec/cho-tra";
    show(&desk, &ctx, List { tray: Tray::Return, nav: Nav::AwaitingReturn, path, name: "return" }, &asked, None).await
}

/// A tab with its count.
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) count: String,
    pub(crate) is_late: bool,
    pub(crate) is_current: bool,
}

#[derive(Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    pub(crate) page: Page,
    pub(crate) title: String,
    pub(crate) intro: String,
    /// What the chosen tab holds.
    pub(crate) holds: String,
    /// This list from its beginning.
    pub(crate) here: String,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Option<Pager>,
    pub(crate) may_receive: bool,
    /// Whose dossiers are shown; empty where lists are not divided.
    pub(crate) filters: Vec<Filter>,
    /// Officers who moved and what they left.
    pub(crate) left: Vec<Link>,
    /// The tray the next dossier is taken from; none for officers who take none.
    pub(crate) take_from: Option<&'static str>,
    /// Who the ticked dossiers can be given to: value and name.
    pub(crate) officers: Vec<(String, String)>,
    /// Whose dossiers and which tray, as the forms send them.
    pub(crate) whose: String,
    pub(crate) tray: &'static str,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) told: String,
}

/// Which lines a tab holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    All,
    Overdue,
    Soon,
}

impl View {
    const ALL: [Self; 3] = [Self::All, Self::Overdue, Self::Soon];

    const fn slug(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Overdue => "qua-han",
            Self::Soon => "sap-den-han",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Overdue => "overdue",
            Self::Soon => "soon",
        }
    }

    /// From which moment and until which its lines are due.
    const fn span(self, now: Timestamp, soon_until: Timestamp) -> Span {
        match self {
            Self::All => Span::ALL,
            Self::Overdue => Span { from: Span::ALL.from, until: now },
            Self::Soon => Span { from: now, until: soon_until },
        }
    }
}

async fn show(desk: &Desk, ctx: &Context, list: List, asked: &Asked, ran: Option<Ran>) -> Result<Response, Error> {
    let actor = ctx.staff()?;
    let page = desk.page(ctx, list.nav).await?;
    let now = ctx.now;
    // Only running clocks become late: the other lists have no such tabs.
    let views: &[View] = if matches!(list.tray, Tray::Work | Tray::Intake) { &View::ALL } else { &[View::All] };
    let view = views.iter().copied().find(|view| view.slug() == asked.xem).unwrap_or(View::All);
    let shown = Shown::read(actor, list.tray, &asked.cua);
    let soon_until = end_of_soon(desk, now);
    let wanted = |view: View| Wanted { tray: list.tray, whose: shown.whose, span: view.span(now, soon_until) };
    let mut lines = desk.dossiers.wanted(actor, wanted(view), read_place(&asked.sau), ROWS + 1).await?;
    let at = Address { list, view, whose: &shown.slug };
    let next = next_page(at, &mut lines);
    let counts = desk.dossiers.count_all(actor, views.iter().map(|view| wanted(*view)).collect()).await?;
    let tabs = views
        .iter()
        .zip(counts)
        .map(|(each, count)| tab(&page, desk, Address { view: *each, ..at }, (*each == view, count)));
    let tabs = tabs.collect();
    let officers = if shown.is_led { desk.officers_led(&page, actor).await? } else { Vec::new() };
    let is_selectable = !officers.is_empty();
    let rows: Vec<Row> = lines.iter().map(|line| Row { is_selectable, ..Row::new(desk, &page, line) }).collect();
    let is_first = asked.sau.is_empty();
    let pager = (!is_first || next.is_some()).then(|| Pager {
        shown: page.t1("desk-list-shown", "n", rows.len()),
        previous: (!is_first).then(|| Link { label: page.t("desk-list-first"), href: at.href("") }),
        next: next.map(|href| Link { label: page.t("desk-list-next"), href }),
    });
    let ran = ran.unwrap_or_default();
    web::html(ListPage {
        title: page.t(&format!("desk-list-{}", list.name)),
        intro: page.t1(&format!("desk-list-{}-intro", list.name), "now", page.moment_short(now)),
        holds: page.t1(&format!("desk-list-{}-{}", list.name, view.name()), "days", desk.dossiers.leads().list_days),
        here: at.href(""),
        tabs,
        empty: rows.is_empty().then(|| empty(&page, desk, list, view)),
        pager,
        may_receive: actor.has_role(base::Role::CounterOfficer),
        filters: shown.filters(desk, &page, actor, at).await?,
        left: if list.tray == Tray::Work { desk.left_links(&page, actor).await? } else { Vec::new() },
        take_from: assign::take_from(actor, list.tray),
        officers: if rows.is_empty() { Vec::new() } else { officers },
        rows,
        whose: shown.slug.clone(),
        tray: list.tray.name(),
        told: page.say("desk-queue-told").with("done", ran.done).with("all", ran.outcomes.len()).to_string(),
        outcomes: ran.outcomes,
        page,
    })
}

/// What an address of a list names.
#[derive(Clone, Copy)]
struct Address<'a> {
    list: List,
    view: View,
    /// Whose dossiers, as the address says it.
    whose: &'a str,
}

impl Address<'_> {
    fn href(self, after: &str) -> String {
        web::address_with(self.list.path, &[("xem", self.view.slug()), ("cua", self.whose), ("sau", after)])
    }
}

/// The end of the last working day that the list "due soon" looks ahead.
fn end_of_soon(desk: &Desk, now: Timestamp) -> Timestamp {
    let last = desk.dossiers.calendar().add_working_days(local(now).date(), desk.dossiers.leads().list_days);
    instant(last.to_datetime(time(23, 59, 59, 0)))
}

fn tab(page: &Page, desk: &Desk, at: Address<'_>, (is_current, count): (bool, i64)) -> Tab {
    Tab {
        href: at.href(""),
        label: page.t1(&format!("desk-tab-{}", at.view.name()), "days", desk.dossiers.leads().list_days),
        count: counted(count),
        is_late: at.view == View::Overdue && count > 0,
        is_current,
    }
}

/// A count as lists show it.
fn counted(count: i64) -> String {
    if count >= dossier::COUNT_MAX { "999+".to_owned() } else { count.to_string() }
}

fn next_page(at: Address<'_>, lines: &mut Vec<Line>) -> Option<String> {
    let limit = usize::try_from(ROWS).unwrap_or(usize::MAX);
    if lines.len() <= limit {
        return None;
    }
    lines.truncate(limit);
    lines.last().map(|line| at.href(&write_place(line.place())))
}

fn write_place(place: Place) -> String {
    format!("{}-{}", place.sort_at.as_microsecond(), place.id)
}

fn read_place(text: &str) -> Option<Place> {
    let (at, id) = text.split_once('-')?;
    Some(Place { sort_at: Timestamp::from_microsecond(at.parse().ok()?).ok()?, id: id.parse().ok()? })
}

fn empty(page: &Page, desk: &Desk, list: List, view: View) -> Empty {
    let link = match (view, list.tray) {
        (View::Overdue | View::Soon, _) => Some((page.t("desk-empty-all"), list.path)),
        (View::All, Tray::Work) => Some((page.t("desk-empty-paused"), "/ban-lam-viec/tam-dung")),
        (View::All, _) => Some((page.t("desk-empty-inbox"), "/ban-lam-viec")),
    };
    Empty {
        icon: Icon::Done,
        title: page.t1(&format!("desk-empty-{}-{}", list.name, view.name()), "days", desk.dossiers.leads().list_days),
        text: page.t("desk-empty-text"),
        link: link.map(|(label, href)| Link { label, href: href.to_owned() }),
    }
}
