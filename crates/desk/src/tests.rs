//! The desk in the real middleware, in a small province.

mod conflict;
mod counter;
mod ending;
mod guard;
mod journey;
mod page;
mod queue;
mod world;
