//! The one binary `motcua`: configuration, wiring, command line, workers.
//!
//! Nothing is decided here. [`assemble`] hands every capability its parts and its neighbours'
//! answers; the command line starts it, fills it, or looks at it.

pub mod assemble;
pub mod cli;
pub mod config;
mod demo;
mod doctor;
mod due;
mod failure;
mod import;
mod page_image;
mod refresh;
mod serve;
mod setup;
mod simulate;
mod token;
mod verify;
mod workflows;

pub use demo::STAFF_PASSWORD as DEMO_PASSWORD;
pub use failure::Failure;

/// Loads the demo's organisation, accounts and procedures into an empty store, without people or
/// dossiers; for tests of the whole application and for measuring.
///
/// # Errors
/// The sentence to print.
pub async fn demo_centre(db: &db::Db) -> Result<bool, Failure> {
    demo::found(db, setup::now()).await
}
