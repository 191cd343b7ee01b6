//! The one binary `motcua`: configuration, wiring, command line, workers.
//!
//! Nothing is decided here. [`assemble`] hands every capability its parts and its neighbours'
//! answers; the command line starts it, fills it, or looks at it.

pub mod assemble;
pub mod cli;
pub mod config;
mod demo;
mod doctor;
mod failure;
mod import;
mod serve;
mod setup;
mod token;

pub use failure::Failure;
