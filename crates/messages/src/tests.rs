//! Messages of a small province: what is written, delivered and shown, on both engines.

mod calendar;
mod delivery;
mod page;
mod step;
mod world;
