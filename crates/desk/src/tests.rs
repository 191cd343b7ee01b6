//! The desk in the real middleware, in a small province.

mod alerts;
mod annotate;
mod assign;
mod conflict;
mod counter;
mod ending;
mod guard;
mod journey;
mod later;
mod legs;
mod live;
mod opinions;
mod page;
mod pin;
mod queue;
mod world;
