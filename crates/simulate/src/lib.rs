//! A centre at work that nobody works at: histories of any size, and live traffic, for demonstrations,
//! training and measuring.
//!
//! Every act passes the permissions and the rules of `dossier`; only people, papers and hours are made
//! up. The same seed tells the same story. No message goes out about the past.
//!
//! Invariants:
//! - the log is written in order of time, and row and log always agree, also after an interruption;
//! - a store in which somebody else filed dossiers is left alone unless the caller says otherwise.

mod act;
mod arrivals;
mod cast;
mod fate;
mod history;
mod live;
mod offer;
mod people;
mod random;
mod world;

pub use history::{Made, Plan, history};
pub use live::{Done, Traffic, live};

/// Why nothing was simulated.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store holds dossiers that no simulation made.
    #[error("the store holds dossiers that were not simulated; a simulation among them cannot be taken out again")]
    RealDossiers,
    /// Nothing can be filed and carried to its end on the first day.
    #[error("no procedure can be filed on {0}: load procedures and an organisation that are in force from that day on")]
    NothingOffered(jiff::civil::Date),
    /// The period ends before it begins.
    #[error("the history has to begin before today, not on {0}")]
    NoTime(jiff::civil::Date),
    /// The rules refused an act of the story.
    #[error("the rules refused an act")]
    Refused(#[source] dossier::Error),
    /// The store.
    #[error("the history could not be written")]
    Store(#[from] db::Error),
    /// The work was cut off.
    #[error("the simulation was cut off")]
    CutOff,
}
