//! Step definitions as data, and who may do what next.
//!
//! Every procedure that is open for filing has a process on the system (S2-16): a [`Definition`]
//! derived from its published steps, or from the template of its kind where the internal process is
//! not loaded. A definition is checked when it is made and never edited; a dossier keeps the one of
//! its receipt day (S3-20).
//!
//! Invariants:
//! - a definition begins at the one-stop office and ends with a return;
//! - its budgets sum to the limit that binds; pauses take none;
//! - a pause is never first or last, and nobody performs it.

mod check;
mod definition;
mod performer;
mod store;
mod template;

pub use check::DefinitionError;
pub use definition::{Definition, Phase, Step, StepAction, Work};
pub use performer::{Directory, Performer, PerformerError, Performers, Place, Placing};
pub use store::{Workflows, definition_of};
pub use template::define;
