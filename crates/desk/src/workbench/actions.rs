//! "Việc tiếp theo": the main thing first, each with its effect; where it is somebody else's turn,
//! who holds the dossier.

use base::Actor;
use dossier::{CommandName, present};
use web::{Icon, Page};

use super::flow::{overrun, tenths};
use crate::Desk;
use crate::head::{Case, href};
use crate::offer::Offers;
use crate::task::Task;

/// The card of next actions.
#[derive(Default)]
pub(crate) struct Actions {
    pub(crate) main: Option<Action>,
    pub(crate) others: Vec<Action>,
    /// Who must act, when it is not this officer.
    pub(crate) held_by: Option<String>,
    /// The officer named for the step.
    pub(crate) worked_by: Option<String>,
    /// That this officer can no longer work it, and what to do.
    pub(crate) left: Option<String>,
    /// Nothing but a note is possible.
    pub(crate) is_idle: bool,
    /// The step has used more than its share.
    pub(crate) overrun: Option<String>,
    /// The version the page was drawn from.
    pub(crate) version: i64,
    /// The step that is looked at, where several are open.
    pub(crate) step: Option<u16>,
    /// Every open step, where there are several.
    pub(crate) legs: Vec<LegRow>,
}

/// One of several open steps.
pub(crate) struct LegRow {
    pub(crate) name: String,
    pub(crate) holder: String,
    /// To look at the dossier as this step; none of the one that is looked at.
    pub(crate) href: Option<String>,
    /// What it waits for; empty while somebody works.
    pub(crate) waits: String,
}

fn legs(desk: &Desk, page: &Page, case: &Case) -> Vec<LegRow> {
    let row = |leg: &dossier::Leg| LegRow {
        name: case.definition.step(leg.step).map(|step| step.name.clone()).unwrap_or_default(),
        holder: desk.holder(page, &leg.holder),
        href: (case.step() != Some(leg.step)).then(|| format!("{}?buoc={}", href(&case.dossier.label()), leg.step)),
        waits: match leg.waits {
            None => String::new(),
            Some(dossier::Waits::Pause { reason, .. }) => page.said(&present::pause_reason(reason)),
            Some(dossier::Waits::Payment { amount, .. }) => page.money(amount),
        },
    };
    case.dossier.legs().into_iter().flat_map(|legs| &legs.open).map(row).collect()
}

/// One thing to do.
pub(crate) struct Action {
    pub(crate) label: String,
    pub(crate) effect: String,
    pub(crate) href: String,
    pub(crate) icon: Icon,
    /// The key that presses it; empty where it has none.
    pub(crate) key: &'static str,
    pub(crate) key_shown: String,
    pub(crate) is_danger: bool,
    /// Needs at most a note: can be done right here.
    pub(crate) is_inline: bool,
}

pub(crate) fn view(desk: &Desk, page: &Page, actor: &Actor, case: &Case) -> Actions {
    let dossier = &case.dossier;
    let offers = Offers::of(actor, dossier, &case.definition, page.now);
    let action = |command: CommandName, is_main: bool| {
        let effect = desk.effect(page, actor, case, command);
        action(page, case, command, effect, is_main)
    };
    let waits_for_other = offers.main.is_none() && !dossier.state.is_closed();
    let holder = dossier.holder.filter(|_| waits_for_other);
    Actions {
        worked_by: dossier.assignee().map(|officer| page.t1("desk-worked-by", "name", desk.officer(officer))),
        left: None,
        is_idle: offers.main.is_none()
            && holder.is_none()
            && offers.others.iter().all(|command| matches!(command, CommandName::Annotate | CommandName::Assign)),
        main: offers.main.and_then(|command| action(command, true)),
        others: offers.others.iter().filter_map(|command| action(*command, false)).collect(),
        held_by: holder.map(|holder| page.t1("desk-held-by", "holder", desk.holder(page, &holder))),
        overrun: overrun(page, case).map(|over| {
            let unit = if over.budget >= calendar::WORKING_DAY_MINUTES { calendar::WORKING_DAY_MINUTES } else { 60 };
            let key = if unit == 60 { "desk-overrun-hours" } else { "desk-overrun-days" };
            page.say(key)
                .with("over", tenths(page, over.used - over.budget, unit))
                .with("budget", tenths(page, over.budget, unit))
                .to_string()
        }),
        version: dossier.version,
        step: case.step(),
        legs: legs(desk, page, case),
    }
}

fn action(page: &Page, case: &Case, command: CommandName, effect: String, is_main: bool) -> Option<Action> {
    let task = Task::of(command)?;
    let key = if is_main { "c" } else { task.key };
    let is_inline = is_main && task.is_inline() && !case.is_asked();
    Some(Action {
        label: page.said(&present::command(command)),
        effect,
        href: match case.step().filter(|_| !is_inline) {
            Some(step) => format!("{}/{}?buoc={step}", href(&case.dossier.label()), task.slug),
            None => format!("{}/{}", href(&case.dossier.label()), task.slug),
        },
        icon: task.icon,
        key,
        key_shown: key.to_uppercase(),
        is_danger: task.is_danger(),
        is_inline,
    })
}
