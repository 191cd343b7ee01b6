//! The body of the tracking page: why the date is what it is, the progress, who holds it, papers.

use calendar::{Explanation, Limit, Status};
use dossier::present::{self, LimitRow, PauseRow};
use dossier::{Dossier, HistoryLine};
use organisation::Organisation;
use web::{DayStrip, Page, Timeline, format};
use workflow::Definition;

use super::proof::Viewer;
use crate::upload::FileView;

/// “Vì sao là ngày …?”
pub(crate) struct Why {
    pub(crate) title: String,
    pub(crate) sentences: Vec<String>,
    /// None for what is settled at once: there are no days to count.
    pub(crate) strip: Option<DayStrip>,
    pub(crate) pauses: Vec<PauseRow>,
    /// The rule's limit beside the promised one, where they differ.
    pub(crate) limits: Vec<LimitRow>,
}

impl Why {
    /// None where no date is promised any more.
    pub(crate) fn new(page: &Page, dossier: &Dossier, why: &Explanation) -> Option<Self> {
        let date = match why.outcome.status {
            Status::Running | Status::Finished { .. } => why.outcome.due,
            Status::Paused { .. } | Status::AwaitingSupplement { .. } => why.expected_due,
            Status::Ended { .. } => None,
        };
        let day = calendar::local(date?).date();
        Some(Self {
            title: page.t1("portal-why", "day", format::date_short(page.locale, day)),
            sentences: present::explanation(page, why),
            strip: (why.terms.limit != Limit::Instant).then(|| present::strip(page, why)),
            pauses: present::pauses(page, why),
            limits: present::limits(page, dossier),
        })
    }
}

/// The progress. What officers wrote is shown only to those who proved whose dossier it is.
pub(crate) fn progress(
    page: &Page,
    dossier: &Dossier,
    definition: &Definition,
    history: &[HistoryLine],
    viewer: Viewer,
) -> Timeline {
    let mut timeline = present::phases(page, dossier, definition, history);
    if !viewer.is_known() {
        timeline.steps.iter_mut().for_each(|step| step.text.clear());
    }
    timeline
}

/// Who must act now, by the name of the place; officers are not named.
pub(crate) fn holder(organisation: &Organisation, dossier: &Dossier) -> String {
    let Some(holder) = dossier.holder else { return String::new() };
    if let Some(office) = holder.office.and_then(|office| organisation.office(office)) {
        return office.name.clone();
    }
    let unit = holder.unit.and_then(|unit| organisation.unit(unit)).map(|unit| unit.name.clone());
    let agency = organisation.agency(holder.agency).map(|agency| agency.name.clone());
    [unit, agency].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A paper of the dossier.
pub(crate) struct PaperView {
    pub(crate) name: String,
    pub(crate) form: String,
    pub(crate) files: Vec<FileView>,
}

/// The papers handed in; their files open for the account that filed them.
pub(crate) fn papers(page: &Page, dossier: &Dossier, viewer: Viewer) -> Vec<PaperView> {
    if !viewer.is_known() {
        return Vec::new();
    }
    let view = |paper: &dossier::PaperIn| PaperView {
        name: paper.name.clone(),
        form: paper.form.clone(),
        files: paper.files.iter().map(|file| FileView::new(page, file)).collect(),
    };
    dossier.content.papers.iter().map(view).collect()
}
