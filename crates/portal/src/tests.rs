//! The pages in the real middleware, with the shipped procedures and the demonstration province.

mod filing;
mod pages;
mod tracking;
mod world;
