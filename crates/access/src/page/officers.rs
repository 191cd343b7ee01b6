//! `/quan-tri/nguoi-dung`: the officers within an administrator's reach, found by name, login or
//! place. The search stands in the address, so it takes no personal numbers.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use base::text::fold;
use base::{Actor, Role};
use db::Tx;
use jiff::Timestamp;
use organisation::Staff;
use web::{Chip, Context, Empty, Error, Fields, Icon, Link, Nav, Page, Pager, Tone};

use super::account::role_name;
use crate::administration::manages;
use crate::store::AccountState;
use crate::{Access, attempt, store};

pub(crate) const ADDRESS: &str = "/quan-tri/nguoi-dung";

const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "officers.html")]
pub(crate) struct OfficersPage {
    pub(crate) page: Page,
    pub(crate) form: Fields,
    pub(crate) rows: Vec<Row>,
    pub(crate) empty: Option<Empty>,
    pub(crate) pager: Option<Pager>,
}

/// One officer in the list.
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) login: String,
    pub(crate) post: String,
    pub(crate) place: String,
    pub(crate) roles: String,
    pub(crate) standing: Chip,
}

/// What is stored of one officer in the list.
#[derive(Clone, Debug)]
struct Known {
    account: Option<AccountState>,
    roles: Vec<Role>,
    is_locked: bool,
}

pub(crate) async fn show(
    State(access): State<Access>,
    ctx: Context,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Response, Error> {
    let asked = query.get("q").map_or("", String::as_str);
    let start = query.get("tu").and_then(|text| text.parse::<usize>().ok()).unwrap_or(0);
    let found = find(&access, ctx.staff()?, asked);
    let shown: Vec<Arc<Staff>> = found.iter().skip(start).take(ROWS).cloned().collect();
    let known = load(&access, &shown, ctx.now).await?;
    let page = ctx.page(Nav::Officers);
    let rows = shown.iter().zip(known).map(|(staff, known)| row(&access, &page, staff, known, ctx.now)).collect();
    let empty = found.is_empty().then(|| nobody(&page));
    web::html(OfficersPage {
        form: Fields::blank(&page).with("q", asked),
        rows,
        empty,
        pager: pager(&page, asked, start, found.len()),
        page,
    })
}

fn nobody(page: &Page) -> Empty {
    let (title, text) = (page.t("access-officers-none"), page.t("access-officers-none-text"));
    Empty { icon: Icon::Search, title, text, link: None }
}

/// Officers within reach whose name, login or place holds every word, by given name.
fn find(access: &Access, actor: &Actor, asked: &str) -> Vec<Arc<Staff>> {
    let words: Vec<String> = fold(asked).split(' ').filter(|word| !word.is_empty()).map(ToOwned::to_owned).collect();
    let mut found = access.organisation.all_staff();
    found.retain(|staff| manages(actor, staff) && fits(access, staff, &words));
    found.sort_by_cached_key(|staff| base::person::sort_key(&staff.name));
    found
}

fn fits(access: &Access, staff: &Staff, words: &[String]) -> bool {
    let text = format!("{} {} {}", fold(&staff.name), fold(&staff.login), fold(&place(access, staff)));
    words.iter().all(|word| text.contains(word.as_str()))
}

/// Where an officer works.
pub(crate) fn place(access: &Access, staff: &Staff) -> String {
    let unit = access.organisation.unit(staff.unit).map(|unit| unit.name.clone());
    let agency = access.organisation.agency(staff.agency).map(|agency| agency.name.clone());
    unit.into_iter().chain(agency).collect::<Vec<_>>().join(", ")
}

async fn load(access: &Access, shown: &[Arc<Staff>], now: Timestamp) -> Result<Vec<Known>, db::Error> {
    let asked: Vec<_> = shown.iter().map(|staff| (staff.id, attempt::login_key(&staff.login))).collect();
    let one = move |tx: &mut Tx<'_>, (staff, key): &(base::StaffId, String)| {
        let account = store::account_state(tx, *staff)?;
        let roles = match &account {
            Some(account) => store::grants(tx, account.id, now)?.iter().map(|grant| grant.role).collect(),
            None => Vec::new(),
        };
        let blocked_until = store::tries(tx, key)?.and_then(|(_, until, _)| until);
        Ok::<_, db::Error>(Known { account, roles, is_locked: blocked_until.is_some_and(|until| now < until) })
    };
    access.db.read(move |tx| asked.iter().map(|officer| one(tx, officer)).collect()).await
}

fn row(access: &Access, page: &Page, staff: &Staff, known: Known, now: Timestamp) -> Row {
    let mut roles: Vec<String> = known.roles.iter().map(|role| role_name(page, *role)).collect();
    roles.dedup();
    Row {
        href: format!("{ADDRESS}/{}", staff.id),
        name: staff.name.clone(),
        login: staff.login.clone(),
        post: staff.post.clone(),
        place: place(access, staff),
        roles: roles.join(", "),
        standing: standing(page, staff, known.account.as_ref(), known.is_locked, now),
    }
}

/// In a few words whether somebody can sign in.
pub(crate) fn standing(
    page: &Page,
    staff: &Staff,
    account: Option<&AccountState>,
    is_locked: bool,
    now: Timestamp,
) -> Chip {
    let (tone, key) = match account {
        None => (Tone::Info, "access-standing-none"),
        Some(_) if !staff.term().holds_on(calendar::local(now).date()) => (Tone::Pause, "access-standing-left"),
        Some(account) if account.closed_at.is_some() => (Tone::Late, "access-standing-closed"),
        Some(_) if is_locked => (Tone::Soon, "access-standing-locked"),
        Some(account) if account.must_change_password => (Tone::Soon, "access-standing-first-password"),
        Some(_) => (Tone::Ok, "access-standing-open"),
    };
    Chip::new(tone, page.t(key))
}

fn pager(page: &Page, asked: &str, start: usize, all: usize) -> Option<Pager> {
    if all == 0 {
        return None;
    }
    let to = |start: usize| web::address_with(ADDRESS, &[("q", asked), ("tu", &start.to_string())]);
    let end = (start + ROWS).min(all);
    let shown = page.say("access-officers-shown").with("from", start + 1).with("to", end).with("all", all).to_string();
    let previous =
        (start > 0).then(|| Link { label: page.t("access-page-before"), href: to(start.saturating_sub(ROWS)) });
    let next = (end < all).then(|| Link { label: page.t("access-page-after"), href: to(end) });
    Some(Pager { shown, previous, next })
}
