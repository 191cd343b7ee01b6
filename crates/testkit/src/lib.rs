//! Tests only: both engines and a router in a box. Knows no capability; a dev-dependency, never
//! anything else.
#![expect(clippy::expect_used, clippy::print_stderr, reason = "a test that cannot begin must fail and say why")]

pub mod engines;
pub mod postgres;
pub mod router;

pub use engines::{each_engine, sqlite};
pub use router::{Answer, Events, Visitor};
