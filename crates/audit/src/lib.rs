//! Who read and did what (Nghị định 13/2023/NĐ-CP on personal
//! data: every look at it by the administration can be accounted for).
//!
//! Steps of a dossier stand in its own event log; here stand the looks of officers at personal data,
//! and what happens to accounts, sessions, tokens and imports.
//!
//! Invariants:
//! - append-only, kept so by triggers on both engines;
//! - an entry names officers and outside systems; citizens are there by the identifier of their
//!   account only, and no value of personal data is ever written;
//! - what an inspector sees ends at the inspector's reach.

mod entry;
mod kind;
mod log;
mod page;
mod search;
mod store;

pub use entry::{Entry, PersonalField, Subject};
pub use kind::Kind;
pub use log::{Log, record, record_read, record_reveal};
pub use page::routes;

/// Sentences of the page.
pub const LOCALE: web::LocaleFiles = web::locale_files!("audit");
