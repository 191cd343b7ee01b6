//! The steps of filing, in order, and what is drawn around each: where one is, when the draft was
//! saved, that it is not filed yet.

use web::{Note, Page};

use super::draft::Draft;

/// One topic, one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Person,
    Answers,
    Papers,
    Delivery,
    Check,
}

impl Step {
    pub(crate) const ALL: [Self; 5] = [Self::Person, Self::Answers, Self::Papers, Self::Delivery, Self::Check];

    pub(crate) const fn slug(self) -> &'static str {
        match self {
            Self::Person => "nguoi-nop",
            Self::Answers => "thong-tin",
            Self::Papers => "giay-to",
            Self::Delivery => "nhan-ket-qua",
            Self::Check => "kiem-tra",
        }
    }

    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Person => "portal-step-person",
            Self::Answers => "portal-step-answers",
            Self::Papers => "portal-step-papers",
            Self::Delivery => "portal-step-delivery",
            Self::Check => "portal-step-check",
        }
    }

    /// The step after this one; the last leads to itself.
    pub(crate) const fn next(self) -> Self {
        match self {
            Self::Person => Self::Answers,
            Self::Answers => Self::Papers,
            Self::Papers => Self::Delivery,
            Self::Delivery | Self::Check => Self::Check,
        }
    }

    const fn back(self) -> Option<Self> {
        match self {
            Self::Person => None,
            Self::Answers => Some(Self::Person),
            Self::Papers => Some(Self::Answers),
            Self::Delivery => Some(Self::Papers),
            Self::Check => Some(Self::Delivery),
        }
    }
}

/// What every step page holds as `frame`.
pub(crate) struct Frame {
    pub(crate) title: String,
    pub(crate) procedure: String,
    pub(crate) steps: Vec<StepLink>,
    /// Where the form is sent: this page.
    pub(crate) address: String,
    pub(crate) back: Option<String>,
    /// The version of the draft the form was drawn from.
    pub(crate) version: i64,
    pub(crate) saved: String,
    /// Shown when another window was faster.
    pub(crate) stale: Option<Note>,
}

pub(crate) struct StepLink {
    pub(crate) label: String,
    pub(crate) href: Option<String>,
    pub(crate) is_done: bool,
    pub(crate) is_here: bool,
    pub(crate) place: String,
}

impl Frame {
    /// `back_to` names the page to go to after saving, when it is not the next step.
    pub(crate) fn new(page: &Page, draft: &Draft, here: Step, back_to: Option<&str>) -> Self {
        let mut behind = true;
        let link = |(index, step): (usize, &Step)| {
            let is_here = *step == here;
            behind = behind && !is_here;
            let is_done = behind && draft.is_done(*step);
            StepLink {
                label: page.t(step.label()),
                href: behind.then(|| draft.path(*step)),
                is_done,
                is_here,
                place: page.say("portal-step-place").with("n", index + 1).with("all", Step::ALL.len()).to_string(),
            }
        };
        Self {
            title: page.t(here.label()),
            procedure: draft.dossier.procedure_name.clone(),
            steps: Step::ALL.iter().enumerate().map(link).collect(),
            address: Self::address_of(draft, here, back_to),
            back: here.back().map(|step| draft.path(step)),
            version: draft.dossier.version,
            saved: page.time(draft.saved_at),
            stale: None,
        }
    }

    /// The address of a step, with the page to go back to.
    pub(crate) fn address_of(draft: &Draft, step: Step, back_to: Option<&str>) -> String {
        web::address_with(&draft.path(step), &[("ve", back_to.unwrap_or_default())])
    }

    /// `Giấy tờ kèm theo, bước 3 trong 5`.
    pub(crate) fn title_with_place(&self) -> String {
        let place = self.steps.iter().find(|step| step.is_here).map_or("", |step| step.place.as_str());
        format!("{}, {place}", self.title)
    }
}
