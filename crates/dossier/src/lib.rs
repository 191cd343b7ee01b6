//! The heart: the states of a dossier, its commands and events, its clock ledger, its lists.
//!
//! Everything that changes a dossier is a [`Command`]. A pure function ([`decide`]) checks it
//! against the rules and returns [`Event`]s; one transaction ([`Dossiers`]) appends them, updates the
//! row, takes the numbers it needs and lets [`Listener`]s write what must be kept with them.
//!
//! Law served: Nghị định 118/2025/NĐ-CP Đ.15–23 (as amended), forms of Thông tư 03/2025/TT-VPCP.
//!
//! Invariants:
//! - no sequence of commands leads to a state outside the diagram; two histories with the same
//!   events give the same state, holder and clock;
//! - the due date is computed from the ledger and never written by hand;
//! - a command names the version it saw; the second of two gets [`Error::Stale`] with what changed;
//! - events hold no personal data.

mod alert;
mod apply;
mod asked;
mod code;
pub mod command;
mod content;
mod decide;
mod dossier;
mod error;
mod event;
mod filing;
mod history;
mod ledger;
mod list;
mod listener;
mod may;
mod opinion;
mod person;
mod places;
pub mod present;
mod record;
mod refusal;
mod service;
mod signing;
mod state;
mod step_time;
mod store;
#[cfg(test)]
mod tests;
mod way;

pub use alert::{Alarms, AlertKind, AlertLine, AlertPlace, Lead, LeadError, Leads, Planned, plan};
pub use asked::{asked_fields, read_asked, unasked};
pub use code::DossierCode;
pub use command::{Command, CommandName, DataError, ExtensionUnit};
pub use content::{Answer, ClockRecord, Content, Fee, PaperIn, StoredFile};
pub use decide::{Circumstances, Decided, Numbers, TEXT_MAX, decide};
pub use dossier::{Channel, Dossier, ReturnChannel};
pub use error::{Error, FilingError};
pub use event::{Event, OpinionAsked, SubDossierEnded, SubDossierOpened};
pub use filing::Filing;
pub use history::HistoryLine;
pub use ledger::{Evidence, LedgerLine, TwoLimits};
pub use list::opinion::{OpinionLine, OpinionPlace};
pub use list::{COUNT_MAX, Line, Place, Span, Wanted, Whose};
pub use listener::{Happened, Listener};
pub use may::{holds_step, is_in_charge, may};
pub use opinion::{OPINION_DAYS, OPINION_DAYS_MAX, Opinion, OpinionEnd};
pub use person::{Person, PersonKind};
pub use record::{
    Assignment, HandOver, Parent, PaymentRecord, ResultRecord, SubDossierEnd, SubDossierRecord, SupplementRecord, Visit,
};
pub use refusal::{Refusal, RefusalReason};
pub use service::{
    BookOf, Chapter, Dossiers, FollowCalendar, Left, Page, PageFilter, Parts, Request, Said, Terms, TrayCounts, Which,
};
pub use signing::SignedAs;
pub use state::{Outcome, State, StateName, Tray};
pub use step_time::{StepTime, step_times, used_minutes};
pub use way::{Leg, Legs, Waits, Way};

/// The sentences of dossiers.
pub const LOCALE: web::LocaleFiles = web::locale_files!("dossier");
