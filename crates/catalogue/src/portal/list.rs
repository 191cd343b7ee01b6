//! The list: what was found, links that narrow it with their counts, nearest names when empty.

use std::sync::Arc;

use askama::Template;
use web::{Link, Page, Pager};

use super::asked::Asked;
use super::events::EventLink;
use crate::event::Side;
use crate::facet::Facets;
use crate::procedure::{ProcedureVersion, slug};
use crate::published::Published;
use crate::words;

/// Procedures on one page of the list.
const ROWS: usize = 20;
/// Most procedures a question finds.
const FOUND_MAX: usize = 500;
/// Procedures named when nothing was found.
const NEAREST: usize = 3;
/// Fields shown before the rest is folded away.
const FIELDS_SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "list.html")]
pub(crate) struct ListPage {
    page: Page,
    title: String,
    query: String,
    kept: Vec<(&'static str, String)>,
    heading: String,
    groups: Vec<Group>,
    chosen: Vec<(String, String)>,
    /// What the question was read as, with the list of it.
    read_as: Option<Link>,
    /// The same question without the choices, where they leave nothing.
    widened: Option<Link>,
    events: Vec<EventLink>,
    hits: Vec<HitView>,
    nearest: Vec<HitView>,
    help: String,
    pager: Option<Pager>,
}

/// One procedure of a list.
pub(crate) struct HitView {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) everyday: String,
    pub(crate) code: String,
    pub(crate) is_local: bool,
    pub(crate) limit: String,
    pub(crate) fee: String,
    pub(crate) agency: String,
}

/// One way to narrow the list.
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) choices: Vec<Choice>,
    pub(crate) more: Vec<Choice>,
}

/// One choice, with what it leaves; a chosen one leads back.
pub(crate) struct Choice {
    pub(crate) label: String,
    pub(crate) href: String,
    pub(crate) count: usize,
    pub(crate) chosen: bool,
}

impl ListPage {
    pub(crate) fn new(page: Page, title: String, published: &Published, asked: &Asked) -> Self {
        let found: Vec<Arc<ProcedureVersion>> = if asked.query.is_empty() {
            published.all().to_vec()
        } else {
            published.search(&asked.query, FOUND_MAX).into_iter().map(|hit| hit.procedure).collect()
        };
        let filter = asked.filter(published);
        let found_count = found.len();
        let facets = Facets::count(found.iter().map(|version| &version.facts), &filter);
        let passing: Vec<_> = found.into_iter().filter(|version| filter.admits(&version.facts)).collect();
        let first = (asked.number - 1).saturating_mul(ROWS).min(passing.len());
        let shown = &passing[first..passing.len().min(first.saturating_add(ROWS))];
        let groups = groups(&page, asked, &facets);
        Self {
            chosen: chosen(&page, &groups),
            read_as: read_as(published, asked),
            widened: widened(&page, asked, found_count).filter(|_| passing.is_empty()),
            events: if passing.is_empty() { EventLink::all(&page, published, Side::Citizen) } else { Vec::new() },
            hits: shown.iter().map(|version| HitView::new(&page, version, published)).collect(),
            nearest: if passing.is_empty() { nearest(&page, published, &asked.query) } else { Vec::new() },
            pager: pager(&page, asked, first, shown.len(), passing.len()),
            heading: heading(&page, asked, passing.len()),
            groups,
            help: help(&page),
            query: asked.query.clone(),
            kept: asked.choices(),
            title,
            page,
        }
    }
}

impl HitView {
    pub(crate) fn new(page: &Page, version: &ProcedureVersion, published: &Published) -> Self {
        let facts = &version.facts;
        Self {
            name: facts.name.clone(),
            href: facts.key.path(),
            everyday: everyday(published.everyday_names(&facts.key)),
            code: facts.key.to_string(),
            is_local: facts.key.code.is_local(),
            limit: words::limit_words(page, facts.binding_limit()),
            fee: words::fee_words(page, facts),
            agency: facts.agency.clone(),
        }
    }
}

/// The first name that is more than an abbreviation.
fn everyday(names: &[String]) -> String {
    let spelled_out = names.iter().find(|name| name.contains(' ') || !name.is_ascii());
    spelled_out.or(names.first()).cloned().unwrap_or_default()
}

/// The choices made, each with the list without it.
fn chosen(page: &Page, groups: &[Group]) -> Vec<(String, String)> {
    let choices = groups.iter().flat_map(|group| group.choices.iter().chain(&group.more));
    let drop =
        |choice: &Choice| (page.t1("catalogue-facet-drop", "choice", choice.label.as_str()), choice.href.clone());
    choices.filter(|choice| choice.chosen).map(drop).collect()
}

fn read_as(published: &Published, asked: &Asked) -> Option<Link> {
    let label = published.mended(&asked.query)?;
    let other = Asked { query: label.clone(), number: 1, ..asked.clone() };
    Some(Link { href: other.address(), label })
}

/// Dropping all choices helps where the question alone finds something.
fn widened(page: &Page, asked: &Asked, found: usize) -> Option<Link> {
    let alone = Asked { query: asked.query.clone(), number: 1, ..Asked::default() };
    (found > 0 && !asked.choices().is_empty())
        .then(|| Link { label: page.t1("catalogue-none-widen", "n", found), href: alone.address() })
}

/// The nearest procedures.
pub(crate) fn nearest(page: &Page, published: &Published, query: &str) -> Vec<HitView> {
    published.nearest(query, NEAREST).iter().map(|hit| HitView::new(page, &hit.procedure, published)).collect()
}

/// Whom to ask when nothing was found.
pub(crate) fn help(page: &Page) -> String {
    match page.settings().hotline.as_str() {
        "" => page.t("catalogue-none-help-plain"),
        hotline => page.t1("catalogue-none-help", "hotline", hotline),
    }
}

fn heading(page: &Page, asked: &Asked, count: usize) -> String {
    match (count, asked.query.as_str()) {
        (0, "") => page.t("catalogue-none-filtered"),
        (0, query) => page.t1("catalogue-none", "query", query),
        (count, "") => page.t1("catalogue-found", "n", count),
        (count, query) => page.say("catalogue-found-for").with("n", count).with("query", query).to_string(),
    }
}

fn pager(page: &Page, asked: &Asked, first: usize, shown: usize, count: usize) -> Option<Pager> {
    if count <= ROWS {
        return None;
    }
    let link = |label: &str, number: usize| {
        let other = Asked { number, ..asked.clone() };
        Link { label: page.t(label), href: other.address() }
    };
    let last = first + shown;
    let text = page.say("catalogue-shown").with("first", (first + 1).min(last)).with("last", last).with("n", count);
    Some(Pager {
        shown: text.to_string(),
        previous: (first > 0).then(|| link("catalogue-previous", first.div_ceil(ROWS))),
        next: (last < count).then(|| link("catalogue-next", asked.number + 1)),
    })
}

fn groups(page: &Page, asked: &Asked, facets: &Facets) -> Vec<Group> {
    let owners = facets.owners.iter().map(|(owner, count)| {
        let chosen = asked.owner == Some(*owner);
        let href = asked.with(|other| other.owner = (!chosen).then_some(*owner));
        Choice { label: words::owner_words(page, *owner), href, count: *count, chosen }
    });
    let levels = facets.levels.iter().map(|(level, count)| {
        let chosen = asked.level == Some(*level);
        let href = asked.with(|other| other.level = (!chosen).then_some(*level));
        Choice { label: words::level_words(page, *level), href, count: *count, chosen }
    });
    let online = facets.online.iter().map(|(online, count)| {
        let chosen = asked.online == Some(*online);
        let href = asked.with(|other| other.online = (!chosen).then_some(*online));
        Choice { label: words::online_words(page, *online), href, count: *count, chosen }
    });
    let speed = Choice {
        label: page.t("catalogue-facet-instant"),
        href: asked.with(|other| other.instant = !asked.instant),
        count: facets.instant,
        chosen: asked.instant,
    };
    let free = Choice {
        label: page.t("catalogue-facet-free"),
        href: asked.with(|other| other.free = !asked.free),
        count: facets.free,
        chosen: asked.free,
    };
    let group = |title, choices| Group { title: page.t(title), choices, more: Vec::new() };
    let mut groups = vec![
        fields(page, asked, facets),
        group("catalogue-facet-owner", owners.collect()),
        group("catalogue-facet-level", levels.collect()),
        group("catalogue-facet-online", online.collect()),
        group("catalogue-facet-speed", vec![speed, free]),
    ];
    for group in &mut groups {
        group.choices.retain(|choice| choice.count > 0 || choice.chosen);
    }
    groups.retain(|group| !group.choices.is_empty());
    groups
}

/// The fields with most procedures first; the chosen one stays in sight.
fn fields(page: &Page, asked: &Asked, facets: &Facets) -> Group {
    let mut choices: Vec<Choice> = facets
        .fields
        .iter()
        .map(|(name, count)| {
            let slug = slug(name);
            let chosen = slug == asked.field;
            let href = asked.with(|other| other.field = if chosen { String::new() } else { slug });
            Choice { label: name.clone(), href, count: *count, chosen }
        })
        .collect();
    choices.sort_by(|a, b| b.chosen.cmp(&a.chosen).then(b.count.cmp(&a.count)).then(a.label.cmp(&b.label)));
    let more = choices.split_off(choices.len().min(FIELDS_SHOWN));
    Group { title: page.t("catalogue-facet-field"), choices, more }
}
