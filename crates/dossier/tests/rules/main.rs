//! The rules of a dossier without any store: lives told step by step, and the diagram under random
//! commands.
#![expect(clippy::expect_used, clippy::panic, reason = "a test stops at the first thing that is not as it should be")]

mod diagram;
mod drawn;
mod later;
mod life;
mod story;
mod supplement;
