//! Files and slips on both engines and behind the real middleware, in a small province.

mod books;
mod download;
mod keeping;
mod letters;
mod results;
mod seals;
mod signatures;
mod upload;
mod world;
