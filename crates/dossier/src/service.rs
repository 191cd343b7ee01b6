//! The dossiers of an installation: file, act, find. Every change is one transaction: the command is
//! checked, its events appended, the row updated, its numbers taken, its messages queued.

mod act;
mod assign;
mod book;
mod chronicle;
mod delegable;
mod file;
mod find;
mod follow;
mod followers;
mod opinion;
mod power;
mod rehearse;
mod series;
mod sub_dossier;
mod transfer;

pub use act::Which;
pub use assign::Left;
pub use book::BookOf;
pub use chronicle::{Chapter, Page, Said, Terms};
pub use find::{PageFilter, TrayCounts};
pub use follow::FollowCalendar;

use std::sync::Arc;

use base::OfficeId;
use calendar::Calendar;
use catalogue::Catalogue;
use db::Db;
use jiff::Timestamp;
use organisation::Organisation;
use timetable::Timetable;
use workflow::Workflows;

use crate::alert::Leads;
use crate::listener::Listener;

/// The dossiers. Cheap to clone.
#[derive(Clone)]
pub struct Dossiers {
    pub(crate) parts: Arc<Parts>,
    pub(crate) leads: Leads,
}

/// What the dossiers are made of.
pub struct Parts {
    /// The store.
    pub db: Db,
    /// Working time through time.
    pub timetable: Timetable,
    /// Procedures.
    pub catalogue: Catalogue,
    /// Processes.
    pub workflows: Workflows,
    /// Agencies and offices.
    pub organisation: Organisation,
    /// Whoever acts in the transaction of a command.
    pub listeners: Vec<Box<dyn Listener>>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").field("db", &self.db).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Dossiers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dossiers").field("db", &self.parts.db).finish_non_exhaustive()
    }
}

/// How and when something was asked.
#[derive(Clone, Debug)]
pub struct Request {
    /// The moment of the request.
    pub now: Timestamp,
    /// Key that makes a resent request have one effect.
    pub idempotency_key: Option<String>,
    /// The step that is meant, where several are open side by side.
    pub step: Option<u16>,
}

impl Request {
    /// A request without a key, for workers and tests.
    #[must_use]
    pub const fn at(now: Timestamp) -> Self {
        Self { now, idempotency_key: None, step: None }
    }

    /// The same request with a key.
    #[must_use]
    pub fn keyed(self, key: impl Into<String>) -> Self {
        Self { idempotency_key: Some(key.into()), ..self }
    }

    /// The same request for one of several steps that are open side by side.
    #[must_use]
    pub fn for_step(self, step: Option<u16>) -> Self {
        Self { step, ..self }
    }
}

impl Dossiers {
    /// Dossiers made of their parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { parts: Arc::new(parts), leads: Leads::default() }
    }

    /// The same dossiers with other settings of what is due soon.
    #[must_use]
    pub fn with_leads(self, leads: Leads) -> Self {
        Self { leads, ..self }
    }

    /// What is due soon.
    #[must_use]
    pub const fn leads(&self) -> Leads {
        self.leads
    }

    /// Working time of the centre now. A dossier carries the calendar it is computed with.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.parts.timetable.current().centre().clone()
    }

    /// Working time of an office now, for one procedure.
    #[must_use]
    pub fn calendar_of(&self, office: OfficeId, procedure_code: &str) -> Calendar {
        self.parts.timetable.current().calendar(office, procedure_code)
    }

    /// The processes.
    #[must_use]
    pub fn workflows(&self) -> &Workflows {
        &self.parts.workflows
    }

    /// The procedures.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.parts.catalogue
    }

    /// The organisation.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        &self.parts.organisation
    }
}
