//! The clock card: how much is left, and why the date is what it is.

use calendar::Sla;
use dossier::{Dossier, present};
use web::{DayStrip, Page};

use crate::Desk;

/// The card.
pub(crate) struct ClockView {
    /// `clock--late`, `clock--soon`, `clock--pause` or nothing.
    pub(crate) class: &'static str,
    pub(crate) headline: String,
    pub(crate) due: String,
    /// The sentences that explain the date, and the day strip.
    pub(crate) why: Vec<String>,
    pub(crate) strip: DayStrip,
    pub(crate) pauses: Vec<present::PauseRow>,
    /// The rule's limit beside the promised one, where they differ.
    pub(crate) limits: Vec<present::LimitRow>,
}

/// The card of a dossier whose clock has started.
pub(crate) fn view(desk: &Desk, page: &Page, dossier: &Dossier) -> Option<ClockView> {
    let why = dossier.explain(page.now)?;
    let sla = desk.sla(dossier, page.now)?;
    Some(ClockView {
        class: class(sla),
        headline: present::sla_chip(page, sla).text,
        due: present::due_sentence(page, &why),
        strip: present::strip(page, &why),
        pauses: present::pauses(page, &why),
        limits: present::limits(page, dossier),
        why: present::explanation(page, &why),
    })
}

const fn class(sla: Sla) -> &'static str {
    match sla {
        Sla::OverdueDays(_) => "clock--late",
        Sla::Today(_) | Sla::DaysLeft(0..=2) => "clock--soon",
        Sla::PausedDays(_) | Sla::AwaitingSupplementDays(_) => "clock--pause",
        Sla::DaysLeft(_) | Sla::Done(_) | Sla::Ended => "",
    }
}
