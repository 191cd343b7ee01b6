//! Where officers work: lists, the workbench of one dossier, its commands, the counter, the return
//! desk, signing, sealing, search.
//!
//! Nothing is decided here. `dossier` holds the rules, `access` says who may, `calendar` computes the
//! dates; a page asks them, states the effect before the decision and keeps what was typed when the
//! answer is no.
//!
//! Invariants:
//! - a button is shown only when the state, the process and the officer's roles allow it; the command
//!   is checked again when it is sent;
//! - every changing form carries the version it was drawn from and a key: the second of two officers
//!   is told what changed, a second press has no second effect;
//! - opening a dossier is written to the audit log, and so is every number made visible.
//!
//! Emits no events of its own.

mod alerts;
mod counter;
mod effect;
mod head;
mod instant;
mod list;
mod live;
mod offer;
mod opinions;
mod pin;
mod place;
mod queue;
mod return_desk;
mod search;
mod shell;
mod task;
#[cfg(test)]
mod tests;
mod upload;
mod workbench;

use base::Role;
use documents::{Files, Signing};
use dossier::Dossiers;
use web::Routes;

pub use live::Live;
use upload::Baskets;

/// The sentences of the desk.
pub const LOCALE: web::LocaleFiles = web::locale_files!("desk");

/// Roles that read dossiers; citizens read theirs at the portal, systems through the API.
const READERS: &[Role] = &[
    Role::CounterOfficer,
    Role::ReturnOfficer,
    Role::Cashier,
    Role::Specialist,
    Role::HeadOfUnit,
    Role::Leader,
    Role::Clerk,
    Role::StampKeeper,
    Role::Supervisor,
    Role::Inspector,
];

/// What the pages are made from. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Desk {
    dossiers: Dossiers,
    files: Files,
    baskets: Baskets,
    signing: Option<Signing>,
    live: Live,
}

impl Desk {
    /// The desk of an installation.
    #[must_use]
    pub fn new(dossiers: Dossiers, files: Files) -> Self {
        let live = Live::new(dossiers.clone());
        Self { dossiers, files, baskets: Baskets::default(), signing: None, live }
    }

    /// The same desk, where officers with a certificate sign.
    #[must_use]
    pub fn with_signing(self, signing: Signing) -> Self {
        Self { signing: Some(signing), ..self }
    }

    /// The streams to open pages; whoever stops the process closes them first.
    #[must_use]
    pub fn live(&self) -> Live {
        self.live.clone()
    }
}

/// The pages of officers.
#[must_use]
pub fn routes(desk: Desk) -> Routes {
    Routes::new("desk")
        .merge(list::routes())
        .merge(live::routes())
        .merge(alerts::routes())
        .merge(opinions::routes())
        .merge(workbench::routes())
        .merge(task::routes())
        .merge(counter::routes())
        .merge(instant::routes())
        .merge(return_desk::routes())
        .merge(queue::routes())
        .merge(search::routes())
        .with_state(desk)
}
