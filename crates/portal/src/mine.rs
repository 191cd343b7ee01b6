//! `/ho-so-cua-toi`: what needs the person, what is under way, what is done, and the drafts.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use dossier::{Line, StateName, present};
use web::{Chip, Context, Nav, Page};

use crate::Portal;
use crate::filing::{DraftView, drafts_of};

#[derive(Template)]
#[template(path = "mine.html")]
pub(crate) struct MinePage {
    pub(crate) page: Page,
    pub(crate) groups: Vec<GroupView>,
    pub(crate) drafts: Vec<DraftView>,
}

/// Dossiers under one heading.
pub(crate) struct GroupView {
    pub(crate) title: String,
    pub(crate) lines: Vec<LineView>,
}

/// One dossier.
pub(crate) struct LineView {
    pub(crate) code: String,
    pub(crate) procedure: String,
    pub(crate) owner: String,
    pub(crate) status: Chip,
    pub(crate) sla: Option<Chip>,
    pub(crate) date: String,
}

/// What a dossier asks of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    NeedsMe,
    Running,
    Done,
}

impl Group {
    const ALL: [(Self, &'static str); 3] = [
        (Self::NeedsMe, "portal-mine-needs-me"),
        (Self::Running, "portal-mine-running"),
        (Self::Done, "portal-mine-done"),
    ];

    /// None for a draft, which has its own list.
    const fn of(state: StateName) -> Option<Self> {
        match state {
            StateName::Draft => None,
            StateName::AwaitingSupplement | StateName::AwaitingPayment | StateName::Resolved => Some(Self::NeedsMe),
            StateName::Submitted | StateName::Received | StateName::InProgress | StateName::Paused => {
                Some(Self::Running)
            }
            StateName::Declined | StateName::Withdrawn | StateName::Stopped | StateName::Returned => Some(Self::Done),
        }
    }
}

pub(crate) async fn show(State(portal): State<Portal>, ctx: Context) -> Result<Response, web::Error> {
    let lines = portal.dossiers.of_account(ctx.citizen()?).await?;
    let page = ctx.page(Nav::MyDossiers);
    let drafts = drafts_of(&portal.dossiers, &ctx, &page).await?;
    let calendar = portal.dossiers.calendar();
    let group = |(group, key): (Group, &str)| GroupView {
        title: page.t(key),
        lines: lines
            .iter()
            .filter(|line| Group::of(line.state) == Some(group))
            .map(|line| LineView::new(&page, &calendar, line))
            .collect(),
    };
    let mut groups: Vec<GroupView> = Group::ALL.into_iter().map(group).collect();
    groups.retain(|group| !group.lines.is_empty());
    web::html(MinePage { groups, drafts, page })
}

impl LineView {
    fn new(page: &Page, calendar: &calendar::Calendar, line: &Line) -> Self {
        // A filed dossier waits for the office, not for its own limit yet.
        let sla = present::line_sla(line, calendar, page.now).filter(|_| line.state != StateName::Submitted);
        let date = match (line.due_at, line.submitted_at) {
            (Some(due), _) if line.resolved_at.is_none() => page.t1("portal-mine-due", "due", page.moment_short(due)),
            (_, Some(at)) => page.t1("portal-mine-filed", "at", page.moment_short(at)),
            _ => String::new(),
        };
        Self {
            code: line.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            procedure: line.procedure_name.clone(),
            owner: line.owner_name.clone(),
            status: Chip::new(present::tone(line.state), page.said(&present::status_of(line.state))),
            sla: sla.map(|sla| present::sla_chip(page, sla)),
            date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_filed_dossier_stands_in_one_group() {
        for state in StateName::ALL {
            assert_eq!(Group::of(*state).is_none(), *state == StateName::Draft, "{state:?}");
        }
    }
}
