//! Two engines behind one door.
//!
//! [`Db`] has two doors: [`Db::read`] gives a closure one consistent snapshot, [`Db::write`] one
//! transaction. The closure sees only a [`Tx`]; every statement it can make is declared once with
//! [`query!`], in plain SQL that both engines run with their native types.
//!
//! Closures are synchronous: each engine keeps its connections on threads of their own, so a
//! transaction crosses threads once, however many statements it makes.
//!
//! Invariants:
//! - an answer from [`Db::write`] is given only after the commit is durable;
//! - a closure that fails leaves nothing behind;
//! - the event log ([`events`]) is append-only, kept so by triggers on both engines;
//! - numbers ([`number`]) are taken in the transaction that uses them.

pub mod copy;
pub mod events;
pub mod idempotency;
pub mod number;
pub mod outbox;

mod error;
mod migration;
mod named;
mod postgres_engine;
mod query;
mod sqlite_engine;
mod store;
mod tx;
mod value;
mod work;

pub use error::Error;
pub use migration::Migrated;
pub use query::{FromRow, Query, Row};
pub use store::{Db, Engine, Options};
pub use tx::Tx;
pub use value::{Column, FromColumn, Json, Param, ToParam};
