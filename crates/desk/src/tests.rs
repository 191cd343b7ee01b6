//! The desk in the real middleware, in a small province.

mod conflict;
mod guard;
mod journey;
mod page;
mod queue;
mod world;
