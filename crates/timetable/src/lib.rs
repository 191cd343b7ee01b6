//! The working calendars of the installation through time: days off and swapped days, hours of each
//! office with seasons, sessions of intake, suspended offices and system outages.
//!
//! Invariants:
//! - a saved change is a new edition; an edition is never edited, so that a due date can always be
//!   explained with the rules it was computed with;
//! - a change names the edition its author saw; the second of two authors gets a conflict with what
//!   changed;
//! - whoever computes inside a transaction takes the edition of that transaction.
//!
//! Emits no events: open dossiers are recomputed by whoever keeps them ([`Affected`], [`progress`]).

pub mod change;
pub mod difference;
pub mod progress;
pub mod rules;

mod affected;
mod edition;
mod page;
mod store;
mod timetable;

pub use affected::{Affected, EXAMPLES_MAX, Example, Preview};
pub use change::{Change, ChangeError, Fault};
pub use edition::{Edition, Stamp};
pub use page::routes;
pub use rules::Rules;
pub use timetable::{Save, SaveError, Timetable};

/// Sentences of the pages.
pub const LOCALE: web::LocaleFiles = web::locale_files!("timetable");
