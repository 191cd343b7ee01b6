//! The pages in the real middleware, with the shipped procedures and the demonstration province.

mod appointment;
mod filing;
mod pages;
mod tracking;
mod verification;
mod world;
