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
    /// The step has used more than its share.
    pub(crate) overrun: Option<String>,
    /// The version the page was drawn from.
    pub(crate) version: i64,
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
    }
}

fn action(page: &Page, case: &Case, command: CommandName, effect: String, is_main: bool) -> Option<Action> {
    let task = Task::of(command)?;
    let key = if is_main { "c" } else { task.key };
    Some(Action {
        label: page.said(&present::command(command)),
        effect,
        href: format!("{}/{}", href(&case.dossier.label()), task.slug),
        icon: task.icon,
        key,
        key_shown: key.to_uppercase(),
        is_danger: task.is_danger(),
        is_inline: is_main && task.is_inline(),
    })
}
