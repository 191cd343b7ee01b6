//! One procedure: the facts, the papers, the steps, when the clock stops, fees and legal basis.

use askama::Template;
use calendar::PauseReason;
use web::{OnlineFiling, Page};

use super::events::EventLink;
use crate::procedure::{Confidence, FeeLine, Paper, Procedure, ProcedureVersion, Step, Work};
use crate::published::Published;
use crate::{slug, words};

#[derive(Template)]
#[template(path = "show.html")]
pub(crate) struct ShowPage {
    page: Page,
    facts: Procedure,
    field_path: String,
    leaflet: String,
    everyday: String,
    variants: Vec<VariantLink>,
    limit: String,
    limit_note: String,
    is_unchecked: bool,
    fee: String,
    fee_note: String,
    channel: String,
    other_channel: String,
    file_online: Option<String>,
    steps: Vec<StepView>,
    pauses: Vec<String>,
    valid_from: String,
    events: Vec<EventLink>,
}

/// Another case under the same code.
pub(crate) struct VariantLink {
    pub(crate) name: String,
    pub(crate) href: String,
    pub(crate) is_here: bool,
}

/// One step as the page shows it.
pub(crate) struct StepView {
    pub(crate) no: u16,
    pub(crate) name: String,
    pub(crate) who: String,
    pub(crate) time: String,
    pub(crate) is_pause: bool,
    pub(crate) is_parallel: bool,
}

impl ShowPage {
    pub(crate) fn new(page: Page, version: &ProcedureVersion, published: &Published) -> Self {
        let facts = &version.facts;
        let field_path = format!("/linh-vuc/{}", slug(&facts.field));
        let page = page.crumb(facts.field.clone(), field_path.clone()).crumb(facts.name.clone(), facts.key.path());
        let names = published.everyday_names(&facts.key);
        let named = names.iter().take(5).cloned().collect::<Vec<_>>().join(", ");
        Self {
            field_path,
            leaflet: facts.key.path().replacen(facts.key.code.as_str(), &format!("{}/to-roi.pdf", facts.key.code), 1),
            everyday: if names.is_empty() { String::new() } else { page.t1("catalogue-everyday", "names", named) },
            variants: variants(version, published),
            limit: words::limit_words(&page, facts.binding_limit()),
            limit_note: limit_note(&page, facts),
            is_unchecked: facts.limit.is_some() && facts.source.limit != Confidence::Found,
            fee: words::fee_words(&page, facts),
            fee_note: capital(&facts.fee_note),
            channel: words::online_words(&page, facts.online),
            other_channel: page.t(if facts.is_filed_online() {
                "catalogue-channel-either"
            } else {
                "catalogue-channel-counter"
            }),
            file_online: filing_address(&page, facts),
            steps: facts.steps.iter().map(|step| StepView::new(&page, step)).collect(),
            pauses: pauses(&page, &facts.steps),
            valid_from: page.t1("catalogue-valid-from", "date", page.date(version.valid_from)),
            events: published.events_of(&facts.key).into_iter().map(|event| EventLink::new(&page, event)).collect(),
            facts: facts.clone(),
            page,
        }
    }

    fn quantity(&self, paper: &Paper) -> String {
        paper.quantity.map_or_else(|| self.page.t("catalogue-paper-quantity-any"), |count| count.to_string())
    }

    fn condition(&self, paper: &Paper) -> String {
        paper.condition.clone().map_or_else(|| self.page.t("catalogue-paper-always"), |text| capital(&text))
    }

    fn amount(&self, line: &FeeLine) -> String {
        match line.exact {
            Some(amount) if amount.0 == 0 => self.page.t("catalogue-fee-none"),
            Some(_) | None => line.amount.clone(),
        }
    }

    fn has_replaced_papers(&self) -> bool {
        self.facts.papers.iter().any(|paper| paper.replaced_by_database.is_some())
    }
}

impl StepView {
    fn new(page: &Page, step: &Step) -> Self {
        let (who, is_pause) = match &step.work {
            Work::By { unit, .. } => (unit.clone(), false),
            Work::Pause { waits_for, .. } => (waits_for.clone(), true),
        };
        let time = if is_pause { page.t("catalogue-step-paused") } else { words::minutes_words(page, step.minutes) };
        Self { no: step.no, name: step.name.clone(), who, time, is_pause, is_parallel: step.parallel_group.is_some() }
    }
}

fn variants(version: &ProcedureVersion, published: &Published) -> Vec<VariantLink> {
    let all = published.variants(&version.facts.key.code);
    if all.len() < 2 {
        return Vec::new();
    }
    all.into_iter()
        .map(|other| VariantLink {
            name: other.facts.name.clone(),
            href: other.facts.key.path(),
            is_here: other.id == version.id,
        })
        .collect()
}

fn limit_note(page: &Page, facts: &Procedure) -> String {
    match (facts.committed, facts.limit) {
        (Some(_), Some(limit)) => {
            let by_rule = page.t1("catalogue-fact-limit-promised", "limit", words::limit_words(page, Some(limit)));
            [by_rule.as_str(), facts.limit_note.as_str()]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join("; ")
        }
        _ => capital(&facts.limit_note),
    }
}

/// Where people file online: here, or on the national portal; nowhere when it cannot be done.
pub(crate) fn filing_address(page: &Page, facts: &Procedure) -> Option<String> {
    if !facts.is_filed_online() {
        return None;
    }
    match &page.settings().online_filing {
        OnlineFiling::Here => Some(facts.key.path().replacen("/thu-tuc/", "/nop-ho-so/", 1)),
        OnlineFiling::NationalPortal { url } => Some(url.clone()),
    }
}

/// The grounds on which the clock stops in this procedure, each once.
fn pauses(page: &Page, steps: &[Step]) -> Vec<String> {
    let mut reasons: Vec<PauseReason> = Vec::new();
    for step in steps {
        if let Work::Pause { reason, .. } = &step.work
            && !reasons.contains(reason)
        {
            reasons.push(*reason);
        }
    }
    reasons.into_iter().map(|reason| words::pause_words(page, reason)).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
