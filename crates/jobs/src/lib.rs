//! Background work: jobs that come back again and again, and the worker that runs them.
//!
//! A [`Job`] does one bounded piece of work a turn and says whether more waits. The [`Worker`] gives
//! every job its own task: at once again while there is work, after a rest when there is none, later
//! and later while it fails, immediately when somebody calls [`Wake::now`]. [`Deliveries`] is the job
//! that empties one topic of the outbox ([`db::outbox`]).
//!
//! Invariants:
//! - a job never runs beside itself in one process;
//! - a job that fails, panics or takes too long stops neither the process nor another job;
//! - a worker that is told to stop lets every running turn finish, up to a grace period;
//! - work of the outbox is done at least once; what cannot be done is given up, marked and kept.

mod deliveries;
mod job;
mod pace;
mod wake;
mod worker;

pub use deliveries::{Consumer, Deliveries, Settled, Undelivered};
pub use job::{Job, JobError, Progress};
pub use wake::Wake;
pub use worker::{Running, Worker};
