//! The interface over the real router, on both engines: whole lives of dossiers by tokens of the
//! right roles, and everything that is refused. Every answer is held against the description.

mod description;
mod life;
mod list;
mod read;
mod refusal;
mod resent;
mod world;
