//! `/quan-tri/lich-lam-viec`: a year of the calendar with everything that makes it, and its editor.
//!
//! A change is made in two steps and without scripts: a form, then a page that shows what would
//! change and which dossiers would move, then saving. Between the steps the change stands in the
//! page; it is judged again when it comes back.

mod exchange;
mod form;
mod month;
mod overview;
mod preview;
mod read;
mod task;
mod words;

use std::sync::Arc;

use access::{Action, Target, allowed, permit};
use base::OfficeId;
use jiff::civil::Date;
use organisation::Organisation;
use web::{Context, Gate, Page, Routes};

use crate::{Affected, Timetable};

const ADDRESS: &str = "/quan-tri/lich-lam-viec";

/// What the pages need.
#[derive(Clone)]
pub(crate) struct Editor {
    pub(crate) timetable: Timetable,
    pub(crate) organisation: Organisation,
    pub(crate) affected: Arc<dyn Affected>,
}

/// The routes of this crate.
#[must_use]
pub fn routes(timetable: Timetable, organisation: Organisation, affected: Arc<dyn Affected>) -> Routes {
    let gate = Gate::Roles(allowed(Action::EditTimetable));
    Routes::new("timetable")
        .get("timetable.show", ADDRESS, gate, overview::show)
        .get("timetable.export", "/quan-tri/lich-lam-viec/xuat/{dang}", gate, exchange::export)
        .get("timetable.form", "/quan-tri/lich-lam-viec/{viec}", gate, form::show)
        .post("timetable.preview", "/quan-tri/lich-lam-viec/{viec}", gate, form::send)
        .post("timetable.save", "/quan-tri/lich-lam-viec/luu", gate, preview::save)
        .with_state(Editor { timetable, organisation, affected })
}

/// The calendars hold for everybody, so only who administers everything may touch them.
fn admit(ctx: &Context) -> Result<(), web::Error> {
    permit(ctx.staff()?, Action::EditTimetable, &Target::default()).map_err(|_| web::Error::forbidden())
}

impl Editor {
    /// Offices to choose from, after the choice of all of them.
    pub(crate) fn office_choices(&self, page: &Page, all: &str, on: Date) -> Vec<(String, String)> {
        let mut choices = vec![(String::new(), page.t(all))];
        choices.extend(
            self.organisation.offices(on).iter().map(|office| (office.id.to_string(), office.name.to_string())),
        );
        choices
    }

    /// The name of an office, or that all are meant.
    pub(crate) fn office_name(&self, page: &Page, office: Option<OfficeId>) -> String {
        match office {
            None => page.t("timetable-every-office"),
            Some(id) => self.organisation.office(id).map_or_else(|| id.to_string(), |office| office.name.clone()),
        }
    }
}

#[cfg(test)]
mod tests;
