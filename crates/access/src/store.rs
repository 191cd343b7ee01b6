//! The tables of this crate, one file a table.

mod account;
mod attempt;
mod grant;
mod session;
mod token;

pub(crate) use account::*;
pub(crate) use attempt::*;
pub(crate) use grant::*;
pub(crate) use session::*;
pub(crate) use token::*;
