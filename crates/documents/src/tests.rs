//! Files and slips on both engines and behind the real middleware, in a small province.

mod download;
mod keeping;
mod upload;
mod world;
