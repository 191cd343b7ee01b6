//! The interface over the real router, on both engines: whole lives of dossiers by tokens of the
//! right roles, and everything that is refused. Every answer is held against the description.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on must fail")]

mod described;
mod description;
mod life;
mod list;
mod read;
mod refusal;
mod resent;
mod world;
