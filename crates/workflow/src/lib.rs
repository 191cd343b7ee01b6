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

mod bpmn;
pub mod carry;
mod check;
mod condition;
mod definition;
mod diagram;
mod drawn;
mod edit;
mod engine;
#[cfg(test)]
mod examples;
mod followers;
mod graph;
mod house;
mod page;
mod performer;
mod process;
mod sound;
mod store;
mod template;
pub mod version;
mod wording;
mod yaml;

pub use bpmn::write as bpmn;
pub use check::DefinitionError;
pub use condition::{Answers, Condition, ConditionError, FieldKind, FormField, Number, Truth, TypeError, Value};
pub use definition::{Definition, Phase, Step, StepAction, Work};
pub use diagram::{Drawing, draw};
pub use drawn::Onward;
pub use engine::{Happening, MoveError, Moved, Standing};
pub use followers::{FOLLOWERS_MAX, Followers};
pub use house::House;
pub use page::routes;
pub use performer::{Directory, Performer, PerformerError, Performers, Place, Placing};
pub use process::{
    Branch, Case, Consultation, Exit, Finish, Join, Node, NodeId, NodeKind, NotANodeId, Process, Silence, Split,
    SubDossier, Task, Template, Wait, from_template,
};
pub use sound::{ProcessError, Sound, Staffing, StaffingError, Terms};
pub use store::{Workflows, definition_of};
pub use template::define;
pub use yaml::{Carried, YamlError, read as read_yaml, write as write_yaml};

/// Sentences of the pages.
pub const LOCALE: web::LocaleFiles = web::locale_files!("workflow");
