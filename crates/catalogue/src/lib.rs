//! Procedures (thủ tục hành chính): versions, papers asked, fees, limits, publication, search, and
//! their public pages.
//!
//! A list comes in by [`parse`] and [`Catalogue::import`], the shipped one like an administrator's.
//! What is published now is one picture in memory ([`Catalogue::current`]).
//!
//! Invariants:
//! - a version is never edited and never deleted; a dossier keeps the one of its receipt day;
//! - of a list with one error nothing is stored;
//! - importing the same list again changes nothing;
//! - published steps use the limit exactly, and a pause takes none of it.
//!
//! Emits `catalogue.imported`.

mod catalogue;
mod code;
mod event;
mod facet;
mod import;
mod portal;
mod procedure;
mod published;
mod search;
mod store;
mod synonym;
mod view;
mod words;

pub use calendar::PauseReason;
pub use catalogue::{Catalogue, ImportFailure, Report, import, version, version_on};
pub use code::{Code, Key, NotACode};
pub use event::{EventStep, LifeEvent, Side, Sign, Text};
pub use facet::{Facets, Filter};
pub use import::{ImportError, Parsed, Reason, SourceFile, Sources, parse};
pub use portal::{EventLink, routes};
pub use procedure::{
    Confidence, FeeLine, Level, OnlineLevel, OwnerKind, Paper, Procedure, ProcedureVersion, SourceNote, Step, Work,
    budget_minutes, slug,
};
pub use published::{Field, Published};
pub use search::{Hit, Search};
pub use synonym::Synonym;
pub use view::{LimitView, ProcedureSummary, ProcedureView};
pub use words::{fee_words, limit_words, minutes_words, online_words};

/// The sentences of the catalogue.
pub const LOCALE: web::LocaleFiles = web::locale_files!("catalogue");
