//! Agencies, their units, the one-stop offices and the people who work there, all through time
//! (Nghị định 118/2025/NĐ-CP for the service centres since 1/7/2025).
//!
//! Small and read by every page, so it is held in memory as one immutable picture that is replaced
//! whole ([`Organisation`]). It comes from four CSV files ([`import`]); screens that edit it are not
//! here yet.
//!
//! Invariants:
//! - a code names one thing for ever: a second import finds it and keeps its identifier;
//! - nothing is deleted: a body that is dissolved gets its last day, and dossiers go on naming it;
//! - an import with one error changes nothing.

pub mod kind;
pub mod register;

pub mod directory;
pub mod import;
mod store;

pub use directory::Organisation;
pub use import::{ImportError, Imported, Reach, Reason, StaffGrants};
pub use kind::{AgencyKind, CountingStyle, OfficeKind, UnitKind};
pub use register::{Agency, Office, Staff, Term, Unit};
