//! `/`: start the right thing in one step. Figures are counted from the catalogue at the moment;
//! what is not measured here is not claimed.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use catalogue::{EventLink, Field, ProcedureVersion, Published, Side, limit_words};
use web::{Context, Icon, Nav, Page, format};

use crate::Portal;
use crate::office::{OfficeView, offices, open_now};

/// What most people come for, in the order of the counters' experience.
const MOST_USED: [&str; 7] = ["1.001193", "2.000815", "1.013831", "1.001612", "1.004873", "1.013225", "2.000488"];
/// Words most people type.
const QUICK: [&str; 4] = ["khai sinh", "sang tên sổ đỏ", "hộ kinh doanh", "giấy phép xây dựng"];
/// Fields on the first page; the rest is one link away.
const FIELDS_SHOWN: usize = 11;
/// Life events on the first page, with the link to all of them whole rows of four.
const LIFE_SHOWN: usize = 11;
/// Business events on the first page.
const BUSINESS_SHOWN: usize = 8;
/// Offices on the first page.
const OFFICES_SHOWN: usize = 6;

#[derive(Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage {
    pub(crate) page: Page,
    pub(crate) quick: [&'static str; 4],
    pub(crate) total: String,
    pub(crate) online: String,
    pub(crate) instant: String,
    pub(crate) life: Vec<EventLink>,
    pub(crate) business: Vec<EventLink>,
    pub(crate) fields: Vec<FieldView>,
    pub(crate) most_used: Vec<ProcedureLine>,
    pub(crate) offices: Vec<OfficeView>,
    pub(crate) has_more_offices: bool,
    pub(crate) open_now: String,
}

/// A subject area.
pub(crate) struct FieldView {
    pub(crate) icon: Icon,
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) count: String,
}

/// A procedure with its duration.
pub(crate) struct ProcedureLine {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) limit: String,
}

pub(crate) async fn show(State(portal): State<Portal>, ctx: Context) -> Result<Response, web::Error> {
    let published = portal.dossiers.catalogue().current(ctx.now).await?;
    let mut offices = offices(portal.dossiers.organisation(), ctx.now);
    let has_more_offices = offices.len() > OFFICES_SHOWN;
    offices.truncate(OFFICES_SHOWN);
    let page = ctx.page(Nav::Home);
    let count = |count: usize| format::count(page.locale, i64::try_from(count).unwrap_or(i64::MAX));
    let all = published.all();
    web::html(HomePage {
        quick: QUICK,
        total: count(all.len()),
        online: count(all.iter().filter(|version| version.facts.is_filed_online()).count()),
        instant: count(all.iter().filter(|version| version.facts.is_instant()).count()),
        life: first(EventLink::all(&page, &published, Side::Citizen), LIFE_SHOWN),
        business: first(EventLink::all(&page, &published, Side::Business), BUSINESS_SHOWN),
        fields: largest_fields(&page, &published),
        most_used: most_used(&published).iter().map(|version| ProcedureLine::new(&page, version)).collect(),
        open_now: open_now(&page, &portal.dossiers.calendar()),
        offices,
        has_more_offices,
        page,
    })
}

/// The most used procedures that are published here.
pub(crate) fn most_used(published: &Published) -> Vec<Arc<ProcedureVersion>> {
    let named = MOST_USED.iter().filter_map(|key| key.parse().ok());
    named.filter_map(|key| published.by_key(&key).cloned()).collect()
}

fn first(mut events: Vec<EventLink>, shown: usize) -> Vec<EventLink> {
    events.truncate(shown);
    events
}

fn largest_fields(page: &Page, published: &Published) -> Vec<FieldView> {
    let mut fields: Vec<(&String, &Field)> = published.fields().iter().collect();
    fields.sort_by_key(|(_, field)| std::cmp::Reverse(field.count));
    fields.truncate(FIELDS_SHOWN);
    fields.into_iter().map(|(slug, field)| FieldView::new(page, slug, field)).collect()
}

impl FieldView {
    fn new(page: &Page, slug: &str, field: &Field) -> Self {
        Self {
            icon: icon(slug),
            name: field.name.clone(),
            href: format!("/linh-vuc/{slug}"),
            count: page.t1("portal-procedures", "n", field.count),
        }
    }
}

impl ProcedureLine {
    fn new(page: &Page, version: &ProcedureVersion) -> Self {
        let facts = &version.facts;
        Self { name: facts.name.clone(), href: facts.key.path(), limit: limit_words(page, facts.binding_limit()) }
    }
}

/// The icon of the first word of a field that has one.
fn icon(slug: &str) -> Icon {
    const ICONS: &[(&str, Icon)] = &[
        ("ho-tich", Icon::Family),
        ("dat-dai", Icon::Land),
        ("cu-tru", Icon::Card),
        ("dien-luc", Icon::House),
        ("xay-dung", Icon::House),
        ("doanh-nghiep", Icon::Building),
        ("kinh-doanh", Icon::Work),
        ("chung-thuc", Icon::Seal),
        ("van-hoa", Icon::Star),
        ("nguoi-co-cong", Icon::Candle),
        ("viec-lam", Icon::Work),
        ("bao-tro", Icon::Heart),
        ("nuoi-con-nuoi", Icon::Heart),
        ("quoc-phong", Icon::People),
        ("nong-nghiep", Icon::Sun),
        ("giao-duc", Icon::Book),
        ("y-te", Icon::Health),
        ("giao-thong", Icon::Car),
        ("xe", Icon::Car),
        ("van-tai", Icon::Car),
        ("khieu-nai", Icon::Scales),
        ("hoa-giai", Icon::Scales),
        ("bo-tro-tu-phap", Icon::Scales),
    ];
    ICONS.iter().find(|(part, _)| slug.contains(part)).map_or(Icon::List, |(_, icon)| *icon)
}
