//! Life events: all of them, and one with its procedures in the order people do them.

use askama::Template;
use web::{Icon, Page};

use super::list::HitView;
use crate::event::{LifeEvent, Side, Sign};
use crate::published::Published;

#[derive(Template)]
#[template(path = "events.html")]
pub(crate) struct EventsPage {
    page: Page,
    groups: Vec<(String, Vec<EventLink>)>,
}

#[derive(Template)]
#[template(path = "event.html")]
pub(crate) struct EventPage {
    page: Page,
    title: String,
    lead: String,
    steps: Vec<StepOfEvent>,
    others: Vec<EventLink>,
}

/// An event of a grid.
#[derive(Clone, Debug)]
pub struct EventLink {
    /// Its picture.
    pub icon: Icon,
    /// Its name.
    pub title: String,
    /// Its page.
    pub href: String,
    /// How many procedures it holds.
    pub count: String,
}

/// A procedure of an event.
pub(crate) struct StepOfEvent {
    why: String,
    hit: HitView,
    file_online: Option<String>,
}

impl EventLink {
    /// The events of one side, in their order.
    #[must_use]
    pub fn all(page: &Page, published: &Published, side: Side) -> Vec<Self> {
        published.events().iter().filter(|event| event.side == side).map(|event| Self::new(page, event)).collect()
    }

    pub(crate) fn new(page: &Page, event: &LifeEvent) -> Self {
        Self {
            icon: icon(event.sign),
            title: event.title.said(page.locale).to_owned(),
            href: event.path(),
            count: page.t1("catalogue-found", "n", event.steps.len()),
        }
    }
}

impl EventsPage {
    pub(crate) fn new(page: Page, published: &Published) -> Self {
        let group = |side: &Side| (page.t(title_of(*side)), EventLink::all(&page, published, *side));
        Self { groups: Side::ALL.iter().map(group).collect(), page }
    }
}

impl EventPage {
    pub(crate) fn new(page: Page, event: &LifeEvent, published: &Published) -> Self {
        let steps = event.steps.iter().filter_map(|step| {
            let version = published.by_key(&step.key)?;
            Some(StepOfEvent {
                why: step.why.said(page.locale).to_owned(),
                hit: HitView::new(&page, version, published),
                file_online: super::show::filing_address(&page, &version.facts),
            })
        });
        let steps = steps.collect();
        let others = published.events().iter().filter(|other| other.side == event.side && other.slug != event.slug);
        Self {
            steps,
            others: others.map(|other| EventLink::new(&page, other)).collect(),
            title: event.title.said(page.locale).to_owned(),
            lead: event.lead.said(page.locale).to_owned(),
            page,
        }
    }
}

const fn title_of(side: Side) -> &'static str {
    match side {
        Side::Citizen => "catalogue-events-citizen",
        Side::Business => "catalogue-events-business",
    }
}

const fn icon(sign: Sign) -> Icon {
    match sign {
        Sign::Family => Icon::Family,
        Sign::Heart => Icon::Heart,
        Sign::Candle => Icon::Candle,
        Sign::People => Icon::People,
        Sign::Land => Icon::Land,
        Sign::Place => Icon::Place,
        Sign::House => Icon::House,
        Sign::Card => Icon::Card,
        Sign::Person => Icon::Person,
        Sign::Book => Icon::Book,
        Sign::Work => Icon::Work,
        Sign::Health => Icon::Health,
        Sign::Car => Icon::Car,
        Sign::Send => Icon::Send,
        Sign::Search => Icon::Search,
        Sign::Sun => Icon::Sun,
        Sign::Star => Icon::Star,
        Sign::Scales => Icon::Scales,
        Sign::Building => Icon::Building,
        Sign::Settings => Icon::Settings,
        Sign::Pause => Icon::Pause,
        Sign::Chart => Icon::Chart,
    }
}
