//! Dossiers in a store: alerts planned with every command and raised once, lists by reach, on both
//! engines.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod alerts;
mod assign;
mod delegations;
mod legs;
mod lists;
mod opinions;
mod plan;
mod sub_dossiers;
mod transfer;
mod versions;
mod worked;
mod world;
